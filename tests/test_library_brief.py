"""The tables in brief say of every row what the files say, and lead back to it."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extract.tables import write_table
from metrics.schema import JUDGEMENTS
from views.library import ORDERS, Library, in_brief

TOLD = {"figures": ("figure_id", "region", "unit", "kind", "document_id", "confidence", "indicator", "year", "value"),
        "judgements": ("judgement_id", "region", "unit", "domain", "indicator", "year", "target_year")}  # fmt: skip
NAMED = {"figures": "figures", "judgements": "judged"}


@pytest.mark.parametrize("name", TOLD)
def test_each_row_stands_at_its_place_with_its_words(library: Library, name: str):
    first, *columns = TOLD[name]
    listed = ", ".join(f"{one}::VARCHAR AS {one}" for one in columns)
    brief = library.ask(f"SELECT place, {listed} FROM brief.{NAMED[name]} ORDER BY place")
    filed = library.ask(f"SELECT file_row_number AS place, {listed} FROM {library.placed(name)} ORDER BY place")
    assert brief.num_rows > 100
    assert brief.select(columns).equals(filed.select(columns))
    assert brief["place"].to_pylist() == filed["place"].to_pylist()
    ids = library.fetch(name, brief["place"].to_pylist(), columns=(first,))[first].to_pylist()
    by_id = library.ask(f"SELECT place FROM brief.{NAMED[name]} ORDER BY id")["place"].to_pylist()
    assert [ids[place] for place in by_id] == sorted(ids)


@pytest.mark.parametrize("sort", ORDERS)
def test_an_order_in_brief_is_that_of_the_file(library: Library, sort: str):
    places = library.ask(f"SELECT place FROM brief.judged ORDER BY {in_brief(ORDERS[sort])}")["place"].to_pylist()
    wanted = library.ask(f"SELECT judgement_id FROM judged ORDER BY {ORDERS[sort]}")["judgement_id"]
    assert library.fetch("judgements", places, columns=("judgement_id",))["judgement_id"].equals(wanted)


def test_rows_are_fetched_in_the_order_of_their_places(library: Library):
    places = [7, 3, 11, 3]
    whole = library.ask("SELECT * FROM judged")
    found = library.fetch("judgements", places)
    assert found["judgement_id"].to_pylist() == [whole["judgement_id"][place].as_py() for place in places]
    assert set(found.column_names) == {*JUDGEMENTS.names, "verdict"}
    assert library.fetch("judgements", [], columns=("judgement_id", "verdict")).num_rows == 0


def test_ids_that_are_no_numbers_keep_their_order(tables: Path, tmp_path: Path):
    for path in tables.glob("*.parquet"):
        table = pq.read_table(path)
        if path.stem == "judgements":
            at = table.column_names.index("judgement_id")
            names = pa.array([f"judgement {place * 7919 % table.num_rows:05}" for place in range(table.num_rows)])
            table = table.set_column(at, table.schema.field(at), names)
        write_table(table, tmp_path / path.name)
    library = Library(tmp_path)
    places = library.ask("SELECT place FROM brief.judged ORDER BY id")["place"].to_pylist()
    ids = library.fetch("judgements", places, columns=("judgement_id",))["judgement_id"].to_pylist()
    assert ids == sorted(ids)
