"""``python -m benchmarks.pages FOLDER``: how long each page takes on the tables of a folder, in a real Chromium.

Of every page: the time to its first chart (or table, or text) for a browser that knows nothing yet, the first time
after the server's start and later; the server's part of that; and from a changed filter to the settled page. Beside
them the floor: what a bare Streamlit page with one chart of three points takes in the same browser on the same machine.
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from playwright.sync_api import Browser, Page, WebSocket, sync_playwright

from views import pages

ROOT = Path(__file__).resolve().parents[1]
CHART, TABLE = ".js-plotly-plot .point", "[data-testid=stDataFrame] canvas"
# What a reader came to each page for.
SHOWN = {
    "overview": CHART, "targets": CHART, "indicator": CHART, "region": CHART, "report": ".report-text", "data": TABLE,
    "intake": ".st-key-file_box", "review": ".st-key-review_text, .evidence mark, .place",
    "methods": "[data-testid=stMain] :is(h2, h3)",
}  # fmt: skip
FILTERS = ("region", "year", "domain")
_BARE = """
import plotly.graph_objects as go, streamlit as st
st.plotly_chart(go.Figure(go.Scatter(x=[1, 2, 3], y=[2, 1, 3], mode="markers")))
"""
_IDLE = "document.querySelector('[data-testid=stApp]')?.getAttribute('data-test-script-state') === 'notRunning'"
_DRAWN = """!document.querySelector('[data-testid=stSkeleton]')
    && [...document.querySelectorAll('[data-testid=stPlotlyChart]')]
         .every(e => !e.checkVisibility() || e.querySelector('.point'))"""
_WAIT = 180_000


def main(arguments: list[str] | None = None) -> int:
    """Measure, print a table and write the results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__.split("\n")[0])
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="tables, as benchmarks.generate or a build makes")
    parser.add_argument("--runs", type=int, default=3, help="how often each page is opened anew; medians are told")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write the results to this file as JSON")
    options = parser.parse_args(arguments)
    for found in measure(options.folder.resolve(), options.runs):
        # After each page, so that a run that is cut off leaves what it has measured.
        if options.output:
            options.output.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(told(found))
    return 0


def measure(folder: Path, runs: int) -> Iterator[dict]:
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
            for name in pages.NAMES:
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
    floor = found["floor"]["chart"]
    lines = [
        f"{found['rows']['figures']:,} figures, {found['rows']['judgements']:,} judgements; {found['machine']}; "
        f"{found['date']}; load {found['load'][1]}; medians of {found['runs']}. Seconds; in brackets the server's "
        "processor time.",
        f"Floor (bare page, three points): {floor:.2f}. Server ready after {found['ready']:.1f}; memory "
        f"{found['memory']['started']} MB then, at most {found['memory']['peak']} MB.",
        "",
        "| page | first, cold server | first | above the floor | server's part | " + " | ".join(FILTERS) + " |",
        "|---|---:|---:|---:|---:|" + "---:|" * len(FILTERS),
    ]
    for name, one in found["pages"].items():
        cold, later = one["cold"], one["later"]
        changed = [one["filters"].get(pick) for pick in FILTERS]
        cells = [
            f"{cold['first']:.2f} ({cold['processor']:.2f})", f"{later['first']:.2f}", f"{later['first'] - floor:.2f}",
            f"{later['server']:.2f} ({later['processor']:.2f})",
            *(f"{taken['settled']:.2f} ({taken['processor']:.2f})" if taken else "" for taken in changed),
        ]  # fmt: skip
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _floor(browser: Browser, runs: int) -> dict[str, float]:
    """A bare page with three points: to its chart, and the server's part."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(_BARE, "utf-8")
        with _server(script) as (address, _, _):
            opened = [_open(browser, address, CHART, ready=_IDLE)[:2] for _ in range(runs + 1)][1:]
    return {"chart": _median(first for first, _ in opened), "server": _median(server for _, server in opened)}


def _page(
    browser: Browser, address: str, process: subprocess.Popen, name: str, wanted: dict[str, str], runs: int
) -> dict:
    path = "" if name == pages.NAMES[0] else name
    ready = f"location.search.includes('build=') && {_IDLE}"

    def opened() -> tuple[float, float, float]:
        before = _worked(process)
        first, server, _ = _open(browser, f"{address}{path}", SHOWN[name], ready)
        return first, server, round(_worked(process) - before, 2)

    cold, later = opened(), [opened() for _ in range(runs)]
    filters = {}
    for pick, value in wanted.items():
        taken = _changed(browser, f"{address}{path}", SHOWN[name], ready, process, (pick, value))
        if taken is not None:
            filters[pick] = taken
    names = ("first", "server", "processor")
    return {
        "cold": dict(zip(names, cold, strict=True)),
        "later": {one: _median(times[at] for times in later) for at, one in enumerate(names)},
        "filters": filters,
    }


def _open(
    browser: Browser, url: str, shown: str, ready: str, then: Callable[[Page], object] | None = None
) -> tuple[float, float, object]:
    """A fresh browser: seconds to what is shown, the server's part of the whole run, and what ``then`` returns."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page, frames = context.new_page(), []

    def listen(socket_: WebSocket) -> None:
        socket_.on("framesent", lambda _: frames.append(("sent", time.perf_counter())))
        socket_.on("framereceived", lambda _: frames.append(("received", time.perf_counter())))

    page.on("websocket", listen)
    began = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.locator(shown).first.wait_for(state="attached", timeout=_WAIT)
    first = time.perf_counter() - began
    page.wait_for_function(f"{ready} && {_DRAWN}", timeout=_WAIT)
    sent = [at for way, at in frames if way == "sent"]
    received = [at for way, at in frames if way == "received"]
    made = then(page) if then else None
    context.close()
    return round(first, 2), round(received[-1] - sent[0], 2), made


def _changed(
    browser: Browser, url: str, shown: str, ready: str, process: subprocess.Popen, chosen: tuple[str, str]
) -> dict[str, float] | None:
    """From the choice of a filter's value in the sidebar to the settled page, and what the server worked for it; None
    where there is no such filter."""
    pick, value = chosen

    def choose(page: Page) -> dict[str, float] | None:
        box = page.locator(f"[data-testid=stSidebar] .st-key-{pick} input")
        if not box.count():
            return None
        page.wait_for_timeout(1500)  # what is drawn after the first look is no part of the change
        box.first.click()
        box.first.press_sequentially(value)
        page.locator("[role=option]").first.wait_for()
        began, before = time.perf_counter(), _worked(process)
        box.first.press("Enter")
        page.wait_for_function(
            "([name, value]) => new URLSearchParams(location.search).getAll(name).includes(value)",
            arg=[pick, value], timeout=_WAIT, polling="raf",
        )  # fmt: skip
        page.wait_for_function(f"{ready} && {_DRAWN}", timeout=_WAIT, polling="raf")
        taken = time.perf_counter() - began
        return {"settled": round(taken, 2), "processor": round(_worked(process) - before, 2)}

    return _open(browser, url, shown, ready, choose)[2]


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


def _median(times: Iterator[float]) -> float:
    return round(statistics.median(list(times)), 2)


if __name__ == "__main__":
    sys.exit(main())
