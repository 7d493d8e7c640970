"""``python -m benchmarks.pages FOLDER``: how long each page takes on the tables of a folder, in a real Chromium.

Of every page: the time to its first chart (or table, or text) for a browser that knows nothing yet, the first time
after the server's start and later; for one that has the program already; and for a reader who comes from another page
of the open app; the server's part of it; and from a changed filter to the settled page. Beside them the floor: what a
bare Streamlit page with one word takes in the same browser on the same machine.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from playwright.sync_api import Browser, Page, WebSocket, sync_playwright

from views import pages

ROOT = Path(__file__).resolve().parents[1]
CHART, TABLE = ".chart :is(.mark, .bar)", "[data-testid=stDataFrame] canvas"
# What a reader came to each page for.
SHOWN = {
    "overview": CHART, "targets": CHART, "indicator": CHART, "region": ".card", "report": ".report-text", "data": TABLE,
    "intake": ".st-key-file_box", "review": ".st-key-review_text, .evidence mark, .place",
    "methods": "[data-testid=stMain] :is(h2, h3)",
}  # fmt: skip
# What is chosen in the sidebar, and what pages without these filters offer in their place: a box of their own, by its
# key, and what is written there.
FILTERS = ("region", "year", "domain")
BOXES = {
    "indicator": ("pick_subject", "孕产妇死亡率"), "region": ("pick_place", "贵州省"), "report": ("report_box", "2020"),
}  # fmt: skip
OWN = "own"
_BARE = """
import streamlit as st
def chart():
    st.html('<div class="chart"><i class="mark">-</i></div>')
def text():
    st.title("-")
st.navigation([st.Page(chart, url_path="chart", default=True), st.Page(text, url_path="methods")], position="top").run()
"""
_IDLE = "document.querySelector('[data-testid=stApp]')?.getAttribute('data-test-script-state') === 'notRunning'"
_DRAWN = "!document.querySelector('[data-testid=stSkeleton]')"
_WAIT = 180_000


def main(arguments: list[str] | None = None) -> int:
    """Measure, print a table and write the results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__.split("\n")[0])
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="tables, as benchmarks.generate or a build makes")
    parser.add_argument("--runs", type=int, default=3, help="how often each page is opened anew; medians are told")
    parser.add_argument("--pages", metavar="NAME", nargs="+", choices=pages.NAMES, default=pages.NAMES,
                        help=f"only these pages, of {' '.join(pages.NAMES)}")  # fmt: skip
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write the results to this file as JSON")
    options = parser.parse_args(arguments)
    for found in measure(options.folder.resolve(), options.runs, options.pages):
        # After each page, so that a run that is cut off leaves what it has measured.
        if options.output:
            options.output.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(told(found))
    return 0


def measure(folder: Path, runs: int, names: Sequence[str] = pages.NAMES) -> Iterator[dict]:
    """The results after each page: times in seconds, memory in MB."""
    wanted = _chosen(folder)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        floor = _floor(browser, runs)
        with _server(ROOT / "serve.py", DABIAO_DATA=str(folder)) as (address, process, ready):
            started, found = _memory(process)["VmRSS"], {}
            for name in names:
                found[name] = _page(browser, address, process, name, wanted, runs)
                yield {
                    "date": datetime.now(UTC).date().isoformat(), "machine": _machine(), "rows": _rows(folder),
                    "runs": runs, "load": [round(load, 1) for load in os.getloadavg()], "floor": floor,
                    "ready": round(ready, 1), "memory": {"started": started, "peak": _memory(process)["VmHWM"]},
                    "pages": found,
                }  # fmt: skip
        browser.close()


def told(found: dict) -> str:
    """The results as a table in Markdown."""
    floor = found["floor"]
    lines = [
        f"{found['rows']['figures']:,} figures, {found['rows']['judgements']:,} judgements; {found['machine']}; "
        f"{found['date']}; load {found['load'][1]}; medians of {found['runs']}. Seconds; in brackets the server's "
        "processor time.",
        f"Server ready after {found['ready']:.1f}; memory {found['memory']['started']} MB then, at most "
        f"{found['memory']['peak']} MB.",
        "",
        "| page | first, cold server | first | again | inside | " + " | ".join((*FILTERS, OWN)) + " |",
        "|---|---:|---:|---:|---:|" + "---:|" * (len(FILTERS) + 1),
        f"| floor | | {floor['first']:.2f} | {floor['again']:.2f} | {floor['inside']:.2f} |"
        + " |" * (len(FILTERS) + 1),
    ]
    for name, one in found["pages"].items():
        cold, later = one["cold"], one["later"]
        changed = [one["filters"].get(pick) for pick in (*FILTERS, OWN)]
        cells = [
            f"{cold['first']:.2f} ({cold['processor']:.2f})", f"{later['first']:.2f} ({later['processor']:.2f})",
            f"{later['again']:.2f}", f"{later['inside']:.2f}",
            *(f"{taken['settled']:.2f} ({taken['processor']:.2f})" if taken else "" for taken in changed),
        ]  # fmt: skip
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _floor(browser: Browser, runs: int) -> dict[str, float]:
    """A bare page with one word: to that word, in the ways of ``_Times``."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(_BARE, "utf-8")
        with _server(script) as (address, process, _):
            opened = [_open(browser, process, address, "", CHART, _IDLE) for _ in range(runs + 1)][1:]
    return _medians(opened)


def _page(
    browser: Browser, address: str, process: subprocess.Popen, name: str, wanted: dict[str, str], runs: int
) -> dict:
    path = "" if name == pages.NAMES[0] else name
    ready = f"location.search.includes('build=') && {_IDLE}"
    opened = []
    for _ in range(runs + 1):
        opened.append(_open(browser, process, address, path, SHOWN[name], ready))
        _rest(process)
    boxes = {pick: (f"[data-testid=stSidebar] .st-key-{pick} input", value) for pick, value in wanted.items()}
    if name in BOXES:
        key, value = BOXES[name]
        boxes[OWN] = f".st-key-{key} input", value
    filters = {
        pick: taken
        for pick, (box, value) in boxes.items()
        if (taken := _changed(browser, f"{address}{path}", SHOWN[name], ready, process, box, value)) is not None
    }
    return {"cold": _medians(opened[:1]), "later": _medians(opened[1:]), "filters": filters}


@dataclass(frozen=True)
class _Times:
    """Seconds from a request to what a reader came for, and what the server worked until the page was whole.

    ``first``: a browser that knows nothing yet; ``again``: one that has the program already; ``inside``: from another
    page of the open app; ``server``: from the browser's first word to the server's last, of the first.
    """

    first: float
    server: float
    processor: float
    again: float
    inside: float


def _medians(opened: list[_Times]) -> dict[str, float]:
    return {
        one.name: round(statistics.median(getattr(times, one.name) for times in opened), 2) for one in fields(_Times)
    }


def _open(browser: Browser, process: subprocess.Popen, address: str, path: str, shown: str, ready: str) -> _Times:
    """A fresh browser at a page, the page once more in it, and then by way of another page."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page, frames = context.new_page(), []

    def listen(socket_: WebSocket) -> None:
        socket_.on("framesent", lambda _: frames.append(("sent", time.perf_counter())))
        socket_.on("framereceived", lambda _: frames.append(("received", time.perf_counter())))

    page.on("websocket", listen)
    before = _worked(process)
    first = _until(page, lambda: page.goto(address + path, wait_until="commit"), shown, ready)
    worked = _worked(process) - before
    server = [at for way, at in frames if way == "received"][-1] - next(at for way, at in frames if way == "sent")
    page.close()
    page = context.new_page()
    again = _until(page, lambda: page.goto(address + path, wait_until="commit"), shown, ready)
    links = page.locator("[data-testid=stTopNavLink]")
    other = "methods" if path != "methods" else "data"
    _until(page, links.and_(page.locator(f'[href$="/{other}"]')).click, "[data-testid=stMain] h1", ready)
    page.wait_for_timeout(1000)
    inside = _until(page, links.and_(page.locator(f'[href$="/{path}"]')).click, shown, ready)
    context.close()
    return _Times(*(round(one, 2) for one in (first, server, worked, again, inside)))


def _until(page: Page, act: Callable[[], object], shown: str, ready: str) -> float:
    """Seconds from an act to what is shown by it; returns when the page is whole."""
    began = time.perf_counter()
    act()
    page.locator(shown).first.wait_for(state="attached", timeout=_WAIT)
    taken = time.perf_counter() - began
    page.wait_for_function(f"{ready} && {_DRAWN}", timeout=_WAIT)
    return taken


def _changed(
    browser: Browser, url: str, shown: str, ready: str, process: subprocess.Popen, field: str, value: str
) -> dict[str, float] | None:
    """From the choice of a value in a box to the settled page, and what the server worked for it; None where there is
    no such box."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    try:
        _until(page, lambda: page.goto(url, wait_until="commit"), shown, ready)
        box = page.locator(field)
        if not box.count():
            return None
        page.wait_for_timeout(1500)  # what is drawn after the first look is no part of the change
        box.first.click()
        box.first.press_sequentially(value)
        page.locator("[role=option]", has_text=value).first.wait_for()
        address, began, before = page.url, time.perf_counter(), _worked(process)
        page.locator("[role=option]", has_text=value).first.click()
        page.wait_for_function(
            "before => location.href !== before", arg=address, timeout=_WAIT, polling="raf"
        )  # fmt: skip
        page.wait_for_function(f"{ready} && {_DRAWN}", timeout=_WAIT, polling="raf")
        taken = time.perf_counter() - began
        return {"settled": round(taken, 2), "processor": round(_worked(process) - before, 2)}
    finally:
        context.close()


def _chosen(folder: Path) -> dict[str, str]:
    """The filters' values: a region and a domain of many judgements, and a year with targets."""
    con = duckdb.connect()
    source = str(folder / "judgements.parquet").replace("'", "''")
    ask = "SELECT {0}::VARCHAR FROM '{1}' WHERE target_id IS NOT NULL GROUP BY ALL ORDER BY count(*) DESC, 1 LIMIT 1"
    return {pick: con.execute(ask.format(pick, source)).fetchone()[0] for pick in FILTERS}


def _rows(folder: Path) -> dict[str, int]:
    con = duckdb.connect()
    tables = sorted(folder.glob("*.parquet"))
    return {one.stem: con.execute("SELECT count(*) FROM read_parquet(?)", [str(one)]).fetchone()[0] for one in tables}


def _machine() -> str:
    total = int(Path("/proc/meminfo").read_text("ascii").split(":")[1].split()[0])
    return f"{os.cpu_count()} cores, {total / 2**20:.0f} GB of memory"


def _memory(process: subprocess.Popen) -> dict[str, int]:
    """What the server holds (VmRSS) and held at most (VmHWM), in MB."""
    lines = (line.split() for line in Path(f"/proc/{process.pid}/status").read_text("utf-8").splitlines())
    return {parts[0].rstrip(":"): int(parts[1]) // 1024 for parts in lines if parts[0] in ("VmRSS:", "VmHWM:")}


def _worked(process: subprocess.Popen) -> float:
    """Seconds of processor time that the server has used: other programs do not lengthen it as they do the others."""
    fields = Path(f"/proc/{process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _server(script: Path, **environment: str) -> Iterator[tuple[str, subprocess.Popen, float]]:
    """A server on a port of its own: its address, its process, and the seconds until the tables were open."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.address", "127.0.0.1"]
    command += ["--server.port", str(port), "--server.headless", "true", "--browser.gatherUsageStats", "false"]
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _answer(f"http://127.0.0.1:{port}/_stcore/health", process)
        if "DABIAO_DATA" in environment:
            _answer(f"http://127.0.0.1:{port}/data/", process)
        yield f"http://127.0.0.1:{port}/", process, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(30)


def _rest(process: subprocess.Popen) -> None:
    """Wait until the server has nothing left to work out ahead of its readers: that is done after its start."""
    while True:
        before = _worked(process)
        time.sleep(2)
        if _worked(process) - before < 0.1:
            return


def _answer(url: str, process: subprocess.Popen) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before it answered at {url}")
        try:
            with urllib.request.urlopen(url, timeout=300):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise TimeoutError(f"no answer at {url}")


if __name__ == "__main__":
    sys.exit(main())
