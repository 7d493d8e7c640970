"""``python -m benchmarks.generate ROWS -o FOLDER``: tables of about so many invented figures, as a build writes them.

The places and indicators are those of data/reference, names of reports' own among them; every number is invented.
Each figure stands in a sentence of a report's text, so that quotes and spans hold. What ``metrics`` would make of
them is worked out by joins, in the same columns: ten million rows in minutes instead of hours.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from extract import catalogue
from extract.schema import DOCUMENTS, FIGURES, FORMAT_VERSION, PROBLEMS
from extract.tables import group_rows, writing
from extract.words import REFERENCE
from metrics import national
from metrics.conflicts import CONFLICTS
from metrics.ledger import LEDGER
from metrics.schema import JUDGEMENTS

SCHEMAS = {"documents": DOCUMENTS, "figures": FIGURES, "judgements": JUDGEMENTS, "ledger": LEDGER,
           "conflicts": CONFLICTS, "problems": PROBLEMS}  # fmt: skip
YEARS, FIGURES_A_REPORT = 14, 230
# Bounds and decimals of a unit's values; those of other units are counts.
_BOUNDS = {"%": (20, 100, 2), "‰": (1, 9, 2), "/10万": (3, 40, 2), "/万": (1, 30, 2), "岁": (70, 84, 2)}
_PER_HEAD, _COUNT, _MONEY = (0.5, 9, 2), (3, 5000, 0), (1000, 900000, 0)


def main(arguments: list[str] | None = None) -> int:
    """Make the tables and say how many rows each has."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate", description=__doc__.split("\n")[0])
    parser.add_argument("rows", metavar="ROWS", type=int, help="about how many figures: 100000, 10000000")
    parser.add_argument("-o", "--output", metavar="FOLDER", type=Path, required=True, help="folder for the tables")
    options = parser.parse_args(arguments)
    if options.rows < FIGURES_A_REPORT * YEARS:
        print(f"generate: ROWS is {options.rows}; ask for {FIGURES_A_REPORT * YEARS} or more", file=sys.stderr)
        return 2
    for name, rows in generate(options.rows, options.output).items():
        print(f"{options.output / name}.parquet: {rows} rows")
    return 0


def generate(rows: int, folder: Path) -> dict[str, int]:
    """Write tables of about so many figures to ``folder``, a province at a time. Returns the rows of each table."""
    folder.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect(config={"memory_limit": "6GB", "preserve_insertion_order": True})
    _reference(con)
    here = Path(__file__).parent
    steps = [(here / name).read_text("utf-8") for name in ("figures.sql", "judgements.sql")]
    written = dict.fromkeys(SCHEMAS, 0)
    with ExitStack() as stack:
        writers = {name: stack.enter_context(_writer(folder, name)) for name in SCHEMAS}
        for chunk in _chunks(con, rows):
            con.execute("CREATE OR REPLACE TABLE places AS SELECT * FROM known WHERE list_contains(?, code)", [chunk])
            con.execute(steps[0])
            con.execute("CREATE OR REPLACE TABLE figures_above AS SELECT * FROM figures WHERE kind = 'target' "
                        "AND region_level = '省'")  # fmt: skip
            con.execute(steps[1])
            con.execute("""CREATE OR REPLACE TABLE problems AS
                           SELECT source, document_id, start, "end", '没有读出指标' AS problem,
                                  '“' || value_text || '”前后找不到它衡量什么' AS reason, '请对照原文' AS advice
                           FROM figures WHERE hash(figure_id) % 4000 = 0""")
            for name, writer in writers.items():
                written[name] += _append(con, writer, name)
    return written


def _reference(con: duckdb.DuckDBPyConnection) -> None:
    """The tables that the steps ask: places, indicators, what sentences begin with, and the nation's targets."""
    con.execute(
        """CREATE TABLE known AS SELECT code, name, level, parent FROM read_csv(?, all_varchar = true)
           WHERE level <> '国' AND valid_to IS NULL""",
        [str(REFERENCE / "regions.csv")],
    )
    items = [
        (item, one.name, one.id, one.domain, one.unit, one.polarity, *_bounds(one.unit))
        for item, one in enumerate(catalogue.load().indicators)
    ]
    domains = sorted({one[3] for one in items})
    made = enumerate(itertools.product(_words("thing"), _words("deed"), _words("counted")), 1000)
    items += [
        (item, deed + thing + counted, None, domains[item % len(domains)], unit, "higher", *_bounds(unit))
        for item, ((thing, _), (deed, _), (counted, unit)) in made
    ]
    names = ("item", "name", "id", "domain", "unit", "polarity", "low", "high", "decimals")
    _table(con, "items", names, items)
    _table(con, "fillers", ("filler", "words"), [(turn, words) for turn, (words, _) in enumerate(_words("opening"))])
    aims = [
        (national.PREFIX + one.id, one.indicator_id, one.unit, one.year, one.value, one.comparator, one.document,
         one.binding or None, one.checked)
        for one in national.load().rows if one.kind == "target"
    ]  # fmt: skip
    names = ("id", "indicator_id", "unit", "year", "value", "comparator", "document", "binding", "checked")
    _table(con, "aims", names, aims)


def _words(part: str) -> list[tuple[str, str]]:
    """Words and their unit, from words.csv: what names that no catalogue knows are made of, and openings of sentences.

    A name is a deed (what is done), a thing (to whom or what) and what is counted of it.
    """
    with (Path(__file__).parent / "words.csv").open(encoding="utf-8", newline="") as stream:
        return [(row["words"], row["unit"]) for row in csv.DictReader(stream) if row["part"] == part]


def _table(con: duckdb.DuckDBPyConnection, name: str, columns: tuple[str, ...], rows: list[tuple]) -> None:
    con.register("given", pa.table({column: [row[at] for row in rows] for at, column in enumerate(columns)}))
    con.execute(f"CREATE TABLE {name} AS SELECT * FROM given")


def _bounds(unit: str) -> tuple[float, float, int]:
    if unit in _BOUNDS:
        return _BOUNDS[unit]
    return _PER_HEAD if unit.endswith(("千人", "万人")) else _MONEY if unit.startswith("元") else _COUNT


def _chunks(con: duckdb.DuckDBPyConnection, rows: int) -> Iterator[list[str]]:
    """The places, a list a province: evenly chosen provinces, each with as evenly chosen places of it."""
    codes = [code for (code,) in con.execute("SELECT code FROM known ORDER BY code").fetchall()]
    places = max(1, round(rows / FIGURES_A_REPORT / YEARS))
    provinces = _evenly([code for code in codes if code.endswith("0000")], places // 10 + 1)
    within = [code for code in codes if f"{code[:2]}0000" in provinces and not code.endswith("0000")]
    chosen = sorted([*provinces, *_evenly(within, places - len(provinces))])
    for _, found in itertools.groupby(chosen, key=lambda code: code[:2]):
        yield list(found)


def _evenly(codes: list[str], number: int) -> list[str]:
    """So many of the codes, at even steps; all where there are fewer."""
    return [codes[turn * len(codes) // number] for turn in range(number)] if number < len(codes) else codes


def _writer(folder: Path, name: str) -> pq.ParquetWriter:
    schema = SCHEMAS[name]
    metadata = dict(schema.metadata) | {b"format": FORMAT_VERSION.encode()}
    return pq.ParquetWriter(folder / f"{name}.parquet", schema.with_metadata(metadata), **writing(schema, several=True))


def _append(con: duckdb.DuckDBPyConnection, writer: pq.ParquetWriter, name: str) -> int:
    """Write a table of the chunk, in the order it was made in; columns that it lacks are absent."""
    table = con.sql(f"SELECT * FROM {name}").to_arrow_table()
    filed = pa.table(
        [
            table[field.name].cast(field.type) if field.name in table.column_names
            else pa.nulls(table.num_rows, field.type)
            for field in writer.schema
        ],
        schema=writer.schema,
    )  # fmt: skip
    writer.write_table(filed, row_group_size=group_rows(filed))
    return table.num_rows


if __name__ == "__main__":
    sys.exit(main())
