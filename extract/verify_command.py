"""``python -m extract verify PACK``: check an evidence pack and say what of it does not hold."""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

from tqdm import tqdm

from extract import verify
from extract.pack import Original, Pack, PackError, open_pack
from extract.verify import Fault, Outcome
from extract.words import TableError

# A cell of the table is for reading, not for whole sentences.
_WIDTHS = {"check": 22, "id": 24, "report": 30, "quoted": 16, "the pack says": 44, "found": 60}


def main(arguments: list[str], judged: Callable[[Pack], Outcome]) -> int:
    """Check a pack. Returns 0: all holds; 1: something does not; 2: wrong use, or no pack that can be read.

    ``judged`` checks the judgements of a pack, which are no concern of this room.
    """
    parser = argparse.ArgumentParser(
        prog="python -m extract verify",
        description="Check every number of an evidence pack (a zip file of the page's button 证据包) against the "
        "original reports, work out its judgements again, and list what does not hold. Exit code 0: all holds; "
        "1: something does not; 2: wrong use, or the pack cannot be read.",
    )
    parser.add_argument("pack", metavar="PACK", type=Path, help="the zip file")
    parser.add_argument(
        "--reports",
        metavar="FOLDER",
        type=Path,
        help="folder of the original reports, each of which must then be there; without it they are looked for in "
        "data/reports, and a report that is not there is noted",
    )
    options = parser.parse_args(arguments)
    if options.reports and not options.reports.is_dir():
        parser.error(f"{options.reports} is no folder: name the folder of the original reports with --reports")
    reports: Path = options.reports or Path("data/reports")
    try:
        pack = open_pack(options.pack)
        read = verify.figures(pack, reports, options.reports is not None, _progress)
        outcomes = [read, judged(pack)]
    except PackError as error:
        print(f"extract verify: {error}", file=sys.stderr)
        return 2
    except TableError as error:
        print(f"extract verify: a reference table of this program is broken: {error}", file=sys.stderr)
        return 2
    faults = [fault for outcome in outcomes for fault in outcome.faults]
    for outcome in outcomes:
        for note in outcome.notes:
            print(f"note: {note}")
    print(summary(pack, {name: n for outcome in outcomes for name, n in outcome.counts.items()}))
    if faults:
        print(table(faults))
        print(f"{len(faults)} {'check fails' if len(faults) == 1 else 'checks fail'}")
        return 1
    print("everything holds")
    return 0


def summary(pack: Pack, counts: dict[str, int]) -> str:
    """What was checked, in one line."""
    return (
        f"build {pack.build}: {counts.get('figures', 0)} figures and {counts.get('judgements', 0)} judgements checked, "
        f"{counts.get('originals', 0)} of {counts.get('reports', 0)} reports held against the original file"
    )


def table(faults: Iterable[Fault]) -> str:
    """The faults in aligned columns, long cells cut."""
    rows = [tuple(_WIDTHS)]
    for one in faults:
        cells = (one.check, one.id, one.report, one.quoted, one.stated, one.found)
        rows.append(tuple(_cut(cell, most) for cell, most in zip(cells, _WIDTHS.values(), strict=True)))
    wide = [max(_width(row[at]) for row in rows) for at in range(len(_WIDTHS))]
    lines = ["  ".join(cell + " " * (w - _width(cell)) for cell, w in zip(row, wide, strict=True)) for row in rows]
    return "\n".join(line.rstrip() for line in lines)


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _cut(text: str, most: int) -> str:
    """A text in one line, at most so wide, with nothing that a terminal would act on."""
    plain = "".join(char if char.isprintable() else " " for char in text)
    if _width(plain) <= most:
        return plain
    while _width(plain) >= most:
        plain = plain[: most - 1] if len(plain) > most else plain[:-1]
    return plain + "…"


def _progress(originals: list[Original]) -> Iterable[Original]:
    return tqdm(originals, desc="checking", unit="report", disable=None)
