"""``python -m metrics DATA``: judge the figures of DATA into judgements, ledger and conflicts."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pyarrow as pa

from extract.tables import read_table, write_table
from extract.words import TableError
from metrics import catalogue_polarity
from metrics.build import build_tables
from metrics.figures import FiguresError
from metrics.national import load as load_national
from metrics.schema import MET, NOT_MET, PACE_METHODS

BUILD_FIRST = "run python -m extract data/reports -o data first"


def main(arguments: list[str] | None = None) -> int:
    """Read, judge, write, sum up. Returns 0, or 1 where a table cannot be read or written."""
    parser = argparse.ArgumentParser(
        prog="python -m metrics",
        description="Hold what was achieved against its targets: DATA/figures.parquet and DATA/documents.parquet to "
        "DATA/judgements.parquet, DATA/ledger.parquet and DATA/conflicts.parquet.",
    )
    parser.add_argument("data", metavar="DATA", type=Path, help="folder of the tables")
    parser.add_argument(
        "--method",
        choices=PACE_METHODS,
        default="straight_line",
        help="how the pace towards a target is judged; docs/METHODS.md tells them apart (default: %(default)s)",
    )
    options = parser.parse_args(arguments)
    data: Path = options.data
    missing = [name for name in ("figures", "documents") if not (data / f"{name}.parquet").is_file()]
    if missing:
        return _fail(f"{data / missing[0]}.parquet is not there: {BUILD_FIRST}")
    try:
        polarity, national = catalogue_polarity(), load_national()
    except (TableError, OSError) as error:
        return _fail(f"a reference table cannot be read ({error}): correct data/reference")
    try:
        figures, documents = read_table(data / "figures.parquet"), read_table(data / "documents.parquet")
    except (pa.ArrowInvalid, OSError) as error:
        return _fail(f"the tables in {data} cannot be read ({error}): {BUILD_FIRST}")
    try:
        tables = build_tables(figures, documents, polarity, national, options.method)
    except TableError as error:
        return _fail(f"a reference table cannot be read ({error}): correct data/reference")
    except (pa.ArrowInvalid, FiguresError) as error:
        return _fail(f"the tables in {data} cannot be judged ({error}): {BUILD_FIRST}")
    # Nothing is written before all is worked out, and each table only when it is whole.
    for name, table in tables.items():
        path = data / f"{name}.parquet"
        try:
            write_table(table, path)
        except OSError as error:
            return _fail(f"{path} cannot be written ({error}): check the folder's rights and free space")
    print(summary(tables["judgements"]))
    for name, table in tables.items():
        print(f"{data / name}.parquet: {table.num_rows} rows")
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
