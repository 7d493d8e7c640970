"""``python -m benchmarks.server FOLDER``: what the server works for each page on the tables of a folder.

Each page is run by Streamlit's own test harness, without a browser: the first time, once more with nothing changed, and
after each choice of a filter. The processor's seconds are told, which other programs on the machine do not lengthen,
and the memory.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb
from streamlit.testing.v1 import AppTest

from views import link, pages, visit

ROOT = Path(__file__).resolve().parents[1]
_WAIT = 600


def main(arguments: list[str] | None = None) -> int:
    """Measure, print a table and write the results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.server", description=__doc__.split("\n")[0])
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="tables, as benchmarks.generate or a build makes")
    parser.add_argument("--pages", metavar="NAME", nargs="+", choices=pages.NAMES, default=pages.NAMES,
                        help=f"only these pages, of {' '.join(pages.NAMES)}")  # fmt: skip
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write the results to this file as JSON")
    options = parser.parse_args(arguments)
    logging.disable(logging.WARNING)  # the harness has no session to speak of
    os.environ["DABIAO_DATA"] = str(options.folder.resolve())
    found = measure(options.folder, options.pages)
    if options.output:
        options.output.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(told(found))
    return 0


def measure(folder: Path, names: Sequence[str] = pages.NAMES) -> dict:
    """Processor seconds of each page by what was done, and of the opening of the tables; memory in MB.

    The folder must be the one that the pages read (DABIAO_DATA).
    """
    wanted = dict(_wanted(folder))
    opened = _worked(visit.prepare)
    return {
        "opened": opened,
        "pages": {name: dict(_page(name, wanted)) for name in names},
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def told(found: dict) -> str:
    """The results as a table in Markdown."""
    columns = ("first", "again", *link.FILTERS)
    lines = [
        f"Processor seconds. Tables opened in {found['opened']:.1f}; memory at most {found['memory']} MB.",
        "",
        f"| page | {' | '.join(columns)} |",
        f"|---|{'---:|' * len(columns)}",
    ]
    for name, taken in found["pages"].items():
        cells = (f"{taken[one]:.2f}" if one in taken else "" for one in columns)
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _page(name: str, wanted: dict[str, object]) -> Iterator[tuple[str, float]]:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=_WAIT)
    if name != pages.NAMES[0]:
        app.run()
        app.switch_page(f"views/{name}.py")

    def run() -> None:
        app.run()
        if app.exception:
            raise RuntimeError(f"{name}: {app.exception[0].value}")

    yield "first", _worked(run)
    yield "again", _worked(run)
    for pick, value in wanted.items():
        if pick in app.session_state["page"].shared:
            app.session_state[pick] = [value]
            yield pick, _worked(run)
            app.session_state[pick] = []
            run()


def _wanted(folder: Path) -> Iterator[tuple[str, object]]:
    """The filters' values: those of most judgements with a target."""
    source = str(folder / "judgements.parquet").replace("'", "''")
    most = "GROUP BY ALL ORDER BY count(*) DESC, 1 LIMIT 1"
    # Not over duckdb's own connection, which all of a process share: an answer not read to its end would hold it.
    with duckdb.connect() as con:
        for pick in link.FILTERS:
            ((value,),) = con.sql(f"SELECT {pick} FROM '{source}' WHERE target_id IS NOT NULL {most}").fetchall()
            yield pick, value


def _worked(act: Callable[[], object]) -> float:
    """Processor seconds of this program, all its threads, for an act."""
    before = time.process_time()
    act()
    return round(time.process_time() - before, 2)


if __name__ == "__main__":
    sys.exit(main())
