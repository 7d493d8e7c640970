"""``python -m metrics DATA``: judge DATA/figures.parquet into DATA/judgements.parquet."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pyarrow as pa

from extract.tables import read_table, write_table
from extract.words import TableError
from metrics import catalogue_polarity
from metrics.build import build
from metrics.figures import FiguresError
from metrics.schema import MET, NOT_MET

BUILD_FIRST = "run python -m extract data/reports -o data first"


def main(arguments: list[str] | None = None) -> int:
    """Read, judge, write, sum up. Returns 0, or 1 where the figures cannot be read or the result not be written."""
    parser = argparse.ArgumentParser(
        prog="python -m metrics",
        description="Hold what was achieved against its targets: DATA/figures.parquet to DATA/judgements.parquet.",
    )
    parser.add_argument("data", metavar="DATA", type=Path, help="folder of the tables")
    data = parser.parse_args(arguments).data
    source, result = data / "figures.parquet", data / "judgements.parquet"
    if not source.is_file():
        return _fail(f"{source} is not there: {BUILD_FIRST}")
    try:
        polarity = catalogue_polarity()
    except (TableError, OSError) as error:
        return _fail(f"the indicator catalogue cannot be read ({error}): correct data/reference")
    try:
        judgements = build(read_table(source), polarity)
    except (pa.ArrowInvalid, FiguresError) as error:
        return _fail(f"{source} cannot be judged ({error}): {BUILD_FIRST}")
    except OSError as error:
        return _fail(f"{source} cannot be read ({error}): {BUILD_FIRST}")
    try:
        write_table(judgements, result)
    except OSError as error:
        return _fail(f"{result} cannot be written ({error}): check the folder's rights and free space")
    print(summary(judgements))
    print(f"{result}: {judgements.num_rows} rows")
    return 0


def summary(judgements: pa.Table) -> str:
    """Pairs and verdicts of each region, one line a region, as text."""
    columns = ("region", "level", "achieved_id", "target_id")
    counts: dict[str, list[int]] = {}
    for row in judgements.select(columns).to_pylist():
        line = counts.setdefault(row["region"] or "(region unknown)", [0] * 6)
        is_pair = row["achieved_id"] is not None and row["target_id"] is not None
        line[0] += is_pair
        line[1] += row["level"] == MET
        line[2] += row["level"] == NOT_MET
        line[3] += is_pair and row["level"] is None
        line[4] += row["target_id"] is None
        line[5] += row["achieved_id"] is None
    words = "{}: {} pairs ({} " + MET + ", {} " + NOT_MET + ", {} no verdict), {} without a target, {} not answered"
    lines = [words.format(region, *line) for region, line in counts.items()]
    return "\n".join(lines) or "no achieved figure and no target"


def _fail(message: str) -> int:
    print(f"metrics: {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
