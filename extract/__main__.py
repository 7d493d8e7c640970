"""``python -m extract PATH... -o data``: read reports into figures, documents and problems.

``python -m extract verify PACK`` checks an evidence pack instead.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from extract.words import TableError

# As the first word of the command line: no report, but another command. A report of that name is ./verify.
VERIFY = "verify"

if TYPE_CHECKING:
    from extract.build import Tables
    from extract.files import Source


def main(arguments: list[str] | None = None) -> int:
    """Read, write, sum up. Returns 0; 1 where some input could not be read or the tables not be written."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == [VERIFY]:
        return _verify(arguments[1:])
    parser = argparse.ArgumentParser(
        prog="python -m extract",
        description="Read reports (.txt) into figures.parquet, documents.parquet and problems.parquet.",
        epilog="python -m extract verify PACK checks an evidence pack: see python -m extract verify --help. A report "
        "or folder called verify is written ./verify.",
    )
    parser.add_argument("paths", metavar="PATH", type=Path, nargs="+", help="a report, or a folder of reports")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FOLDER",
        type=Path,
        default=Path("data"),
        help="folder that the tables are written to (default: data)",
    )
    parser.add_argument(
        "--corrections",
        metavar="FILE",
        type=Path,
        help="corrections by people (default: corrections.yml in the output folder, if it is there)",
    )
    options = parser.parse_args(arguments)
    if options.output.exists() and not options.output.is_dir():
        parser.error(f"{options.output} is a file: name a folder for the tables with -o")
    if options.corrections and not options.corrections.exists():
        parser.error(f"{options.corrections} is not there: name a file with --corrections, or leave the option out")
    try:
        # Imported here: the rooms read their tables when they are imported, and a broken one is to be told in one line.
        from extract import corrections
        from extract.build import build
    except TableError as error:
        return _fail(f"a reference table is broken: {error}")
    try:
        corrected = corrections.load(options.corrections or options.output / "corrections.yml")
        tables = build(options.paths, _progress, corrected)
    except corrections.CorrectionError as error:
        return _fail(f"nothing was written, because a correction does not hold\n{error}")
    except TableError as error:
        return _fail(f"a reference table is broken: {error}")
    unreadable = [p for p in tables.problems.to_pylist() if p["document_id"] is None]
    if tables.documents.num_rows:
        try:
            tables.write(options.output)
        except OSError as error:
            return _fail(f"{options.output} cannot be written ({error}): check the folder's rights and free space")
        print(summary(tables))
        if corrected.all:
            applied = sum(len(corrected.of(d)) for d in tables.documents["document_id"].to_pylist())
            others = len(corrected.all) - applied
            print(f"{corrected.file}: {applied} corrections applied, {others} of reports that were not read")
        print(f"{options.output}: figures.parquet, documents.parquet, problems.parquet")
    for problem in tables.problems.to_pylist():
        if problem["start"] is None:
            print(
                f"{problem['source']}: {problem['problem']}：{problem['reason']}。{problem['advice']}。",
                file=sys.stderr,
            )
    if not tables.documents.num_rows:
        return _fail("no report was read, so nothing was written")
    return 1 if unreadable else 0


def _verify(arguments: list[str]) -> int:
    """Check an evidence pack; exit codes as ``extract.verify_command.main`` gives them."""
    try:
        # The one place where this room asks the next: a pack holds judgements too, and the command stands before both.
        # Nothing of extract but this command needs metrics, and reading never loads it.
        from extract import verify_command
        from metrics import verify as judged
    except TableError as error:
        print(f"extract verify: a reference table is broken: {error}", file=sys.stderr)
        return 2
    return verify_command.main(arguments, judged.judgements)


def summary(tables: Tables) -> str:
    """Figures by report and kind, one line a report, as text."""
    counts: dict[str, Counter] = {d["source"]: Counter() for d in tables.documents.select(["source"]).to_pylist()}
    for row in tables.figures.select(["source", "kind", "confidence"]).to_pylist():
        counts[row["source"]].update([row["kind"], row["confidence"]])
    unnamed = Counter(p["source"] for p in tables.problems.to_pylist() if p["start"] is not None)
    lines = []
    for source, count in counts.items():
        total = sum(count[kind] for kind in ("achieved", "target", "baseline", "benchmark"))
        lines.append(
            f"{source}: {total} figures ({count['achieved']} achieved, {count['target']} target, "
            f"{count['baseline']} baseline, {count['benchmark']} benchmark; {count['unsure']} unsure), "
            f"{unnamed[source]} numbers without a name"
        )
    return "\n".join(lines)


def _progress(sources: list[Source]) -> Iterable[Source]:
    return tqdm(sources, desc="reading", unit="report", disable=None)


def _fail(message: str) -> int:
    print(f"extract: {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
