"""The page 数据: search, filters and order of the tables, and the files that hold exactly what is left."""

from __future__ import annotations

import io
import json
import re
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs

import duckdb
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from extract.schema import CONFIDENCES, FIGURES, KINDS
from views import columns, data_table, download, export, library_data, link, pages, recipes
from views.library import Library
from views.library_data import Asked
from views.link import View
from views.words import Words

ZH = Words("zh")
EVERYTHING = {table: Asked(table, "report", "", ()) for table in library_data.TABLES}


def view(**chosen: object) -> View:
    shared = {name: value for name, value in chosen.items() if name in SHARED}
    own = {name: value for name, value in chosen.items() if name not in shared}
    held = ((name, value if isinstance(value, tuple) else (value,)) for name, value in own.items())
    return View(own=tuple(held), **shared)


SHARED = ("lang", "build", *link.FILTERS)


def left(library: Library, **chosen: object) -> list[dict]:
    """The rows that a view of the page leaves, by the way the page takes."""
    asked = Asked.of(view(**chosen))
    pieces = list(library_data.stream(library, asked))
    rows = [row for piece in pieces for row in piece.to_pylist()]
    assert library_data.count(library, asked) == len(rows)
    return rows


def test_nothing_chosen_leaves_the_whole_table(tables: Path, unread: Path):
    for table in library_data.TABLES:
        folder = unread if table == "problems" else tables
        whole = pq.read_table(folder / f"{table}.parquet")
        rows = left(Library(folder), table=table)
        key = repr
        assert sorted(rows, key=key) == sorted(whole.to_pylist(), key=key)
        assert rows


def test_the_search_reads_names_and_sentences(library: Library):
    rows = left(library, q="婚检率 95.77")
    assert [row["value"] for row in rows if row["indicator"].endswith("婚检率")] != []
    assert all("95.77" in row["quote"] for row in rows)
    whole = left(library)
    assert len(rows) == sum(
        all(word in " ".join((row["indicator"], row["indicator_text"], row["quote"])) for word in ("婚检率", "95.77"))
        for row in whole
    )


def test_signs_in_a_search_stand_for_themselves(library: Library):
    assert len(left(library, q="%")) == sum("%" in row["quote"] + row["indicator"] for row in left(library))
    assert left(library, q="'; DROP") == []


def test_a_search_for_a_sentence_finds_its_judgement(library: Library):
    rows = left(library, table="judgements", q="75%的全省目标任务")
    assert (95.77, 75.0) in {(row["achieved_value"], row["target_value"]) for row in rows}


def test_a_search_in_the_problems(unread: Path):
    found = left(Library(unread), table="problems", q="9%")
    assert [(row["problem"], row["start"]) for row in found] == [("没有读出指标", 37)]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("region", ("晋中市", "湖南省")), ("year", (2022,)), ("domain", ("健康水平",)), ("unit", ("%", "‰")),
        ("unit", ("",)), ("kind", ("baseline",)), ("confidence", ("unsure",)),
    ],
)  # fmt: skip
def test_each_filter_leaves_just_its_rows(library: Library, name: str, values: tuple):
    assert left(library, **{name: values}) == [row for row in left(library) if row[name] in values]


def test_targets_of_a_province_are_found_by_two_filters(library: Library):
    rows = left(library, region=("湖南省",), kind=("target",))
    assert {(row["region"], row["kind"]) for row in rows} == {("湖南省", "target")}
    assert len(rows) > 10


def test_filters_that_a_table_lacks_are_left_out(library: Library):
    assert Asked.of(view(table="problems", region=("晋中市",), kind=("target",))) == EVERYTHING["problems"]
    assert Asked.of(view(table="judgements", confidence=("unsure",))) == EVERYTHING["judgements"]


@pytest.mark.parametrize("table", library_data.TABLES)
def test_every_order_is_an_order_of_the_same_rows(tables: Path, unread: Path, table: str):
    library = Library(unread if table == "problems" else tables)
    plain = sorted(map(repr, left(library, table=table)))
    for sort in library_data.SORTS[table]:
        assert sorted(map(repr, left(library, table=table, sort=sort))) == plain


def test_the_newest_come_first(library: Library):
    years = [row["year"] for row in left(library, sort="newest") if row["year"] is not None]
    assert years == sorted(years, reverse=True)


def test_pages_of_rows_join_up_to_the_whole(library: Library):
    asked = EVERYTHING["figures"]
    total = library_data.count(library, asked)
    ids = [one for at in range(0, total, 100) for one in library_data.rows(library, asked, 100, at)["figure_id"]]
    assert ids == [row["figure_id"] for row in left(library)]


def test_a_page_holds_no_more_than_it_shows(library: Library):
    assert len(library_data.rows(library, EVERYTHING["figures"], 100, 0)) == 100


def as_files(library: Library, asked: Asked, seen: View) -> tuple[bytes, bytes, bytes]:
    schema = library_data.schema(library, asked.table)
    facts = download.facts(seen, pages.address("data", library))
    return (
        export.parquet(library_data.stream(library, asked), schema, facts),
        export.csv(library_data.stream(library, asked), schema),
        data_table.excel(library_data.stream(library, asked), asked.table, schema, [("链接", facts["link"])], ZH),
    )


@pytest.mark.parametrize("table", library_data.TABLES)
def test_the_files_hold_exactly_what_is_left(library: Library, table: str):
    seen = view(table=table, region=("晋中市",), build=library.build)
    asked, rows = Asked.of(seen), left(library, table=table, region=("晋中市",))
    schema = library_data.schema(library, table)
    parquet, csv, excel = as_files(library, asked, seen)

    back = pq.read_table(io.BytesIO(parquet))
    assert back.to_pylist() == rows
    assert back.schema.equals(schema)
    assert back.schema.field(0).metadata == schema.field(0).metadata
    assert json.loads(back.schema.metadata[b"filters"])["region"] == ["晋中市"]
    assert f"table={table}" in back.schema.metadata[b"link"].decode()
    assert back.schema.metadata[b"build"].decode() == library.build

    assert csv.startswith(b"\xef\xbb\xbf")
    written = pd.read_csv(io.BytesIO(csv), encoding="utf-8-sig", dtype=str, keep_default_na=False)
    assert list(written.columns) == schema.names
    assert len(written) == len(rows)
    texts = [name for name in schema.names if pa.types.is_string(schema.field(name).type)]
    assert written[texts].to_dict("records") == [{name: row[name] or "" for name in texts} for row in rows]

    sheet = openpyxl.load_workbook(io.BytesIO(excel))[ZH(f"table.{table}")]
    lines = list(sheet.iter_rows(values_only=True))
    assert list(lines[0]) == [columns.header(table, name, ZH) for name in schema.names]
    for line, row in zip(lines[1:], rows, strict=True):
        for cell, (name, value) in zip(line, row.items(), strict=True):
            wanted = data_table.cell(ZH, name, value)
            if hasattr(wanted, "isoformat"):
                assert cell.date() == wanted
            else:
                # A control character in a report's text is written as Excel writes it: _x0001_.
                found = unescape(cell) if isinstance(cell, str) else cell
                assert found == (None if wanted == "" else wanted)


def test_the_same_rows_give_the_same_files(library: Library):
    asked, seen = EVERYTHING["figures"], view(build=library.build)
    assert as_files(library, asked, seen) == as_files(library, asked, seen)


def test_no_text_of_a_report_becomes_a_formula_and_long_ones_say_that_they_are_cut():
    texts = ["=1+1", "https://example.com", "长" * 40_000]
    table = pa.table({"quote": texts})
    written = export.excel([table], {"quote": "原句"}, lambda _, value: value, "数字", "说明", [("甲", "乙")])
    cells = [cell for (cell,) in openpyxl.load_workbook(io.BytesIO(written))["数字"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells[:2]] == texts[:2]
    assert [cell.data_type for cell in cells] == ["s", "s", "s"]
    assert not any(cell.hyperlink for cell in cells)
    assert len(cells[2].value) == export.CELL_CHARACTERS
    assert cells[2].value.endswith("…")


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(export, "SHEET_ROWS", 1)
    with pytest.raises(ValueError, match="Parquet or CSV"):
        export.excel([pa.table({"a": [1, 2]})], {"a": "甲"}, lambda _, value: value, "数字", "说明", [])


@pytest.mark.parametrize("table", library_data.TABLES)
def test_the_recipes_read_the_file(library: Library, table: str, tmp_path: Path):
    path = tmp_path / "rows.parquet"
    path.write_bytes(as_files(library, EVERYTHING[table], view(build=library.build))[0])
    told = {name: text for name, _, text in recipes.programs(str(path), table, ZH)}
    names: dict[str, object] = {}
    exec(compile(told["pandas"], "recipe", "exec"), names)
    rows = left(library, table=table)
    assert len(names["table"]) == len(rows)
    found = duckdb.sql(told["DuckDB"].rstrip().rstrip(";")).fetchall()
    wanted = {"figures": lambda row: row["kind"] == "target", "judgements": lambda row: row["level"] is not None}
    assert len(found) == sum(map(wanted.get(table, bool), rows))
    assert f'read_parquet("{path}")' in told["R"]
    assert "Parquet.Document" in told["Excel"]


def test_a_page_in_words(library: Library):
    rows = library_data.rows(library, Asked.of(view(kind=("target",))), 5, 0)
    shown = data_table.worded(rows, ZH)
    assert set(shown["kind"]) == {"目标"}
    assert set(shown["complete"]) <= {"是", "否"}
    assert shown["value"].tolist() == rows["value"].tolist()
    schema = library_data.schema(library, "figures")
    assert sorted(data_table.order("figures", schema)) == sorted(FIGURES.names)


def test_the_columns_are_told_in_both_languages(library: Library):
    for table in library_data.TABLES:
        schema = library_data.schema(library, table)
        chinese, english = (data_table.glossary(table, schema, Words(lang)) for lang in link.LANGUAGES)
        assert chinese["meaning"].str.contains(r"[\u4e00-\u9fff]").all()
        assert [bool(text) for text in english["meaning"]] == [True] * len(schema.names)
        assert english["meaning"].iloc[0] == schema.field(0).metadata[b"doc"].decode()


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_link_opens_the_view_it_was_copied_from(library: Library, data: st.DataObject):
    page, choices = pages.address("data", library), library.choices("figures")
    some = partial(st.lists, unique=True, max_size=3)
    chosen = {name: tuple(data.draw(some(st.sampled_from(getattr(choices, name))))) for name in link.FILTERS}
    own = {
        "table": data.draw(st.sampled_from(library_data.TABLES)),
        "q": data.draw(st.sampled_from(["", "孕产妇 死亡率", "100%&a=b", "none", "a+b"])),
        "kind": tuple(data.draw(some(st.sampled_from(KINDS)))),
        "confidence": tuple(data.draw(some(st.sampled_from(CONFIDENCES)))),
        "unit": tuple(data.draw(some(st.sampled_from(library_data.units(library))))),
        "sort": data.draw(st.sampled_from(list(library_data.SORTS["figures"]))),
        "page": str(data.draw(st.integers(1, 10**7))),
    }
    defaults = {one.name: one.default for one in page.own}
    held = {name: value if isinstance(value, tuple) else (value,) for name, value in own.items()}
    held = {name: values for name, values in held.items() if values not in ((), ("",), (defaults[name],))}
    ordered = tuple((one.name, held[one.name]) for one in page.own if one.name in held)
    seen = View(build=library.build, own=ordered, **chosen)
    back, notices = link.parse(parse_qs(link.query(seen, page), keep_blank_values=True), choices, page)
    assert (back, notices) == (seen, [])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("table", "火星"), ("page", "0"), ("page", "-1"), ("page", "1e3"), ("page", "９"), ("page", "9" * 30),
        ("row", "x"), ("kind", "x"), ("unit", "光年"), ("sort", "x"), ("q", " "), ("q", "长" * 201), ("region", "火星"),
    ],
)  # fmt: skip
def test_bad_values_are_named(library: Library, name: str, value: str):
    page = pages.address("data", library)
    seen, notices = link.parse({name: [value]}, library.choices("figures"), page)
    assert seen == View(build=library.build)
    assert [(notice.name, notice.value) for notice in notices] == [(name, value)]


def test_the_report_page_knows_its_figures_and_reports(library: Library):
    page, choices = pages.address("report", library), library.choices()
    figure = left(library)[0]
    params = {"report": [figure["document_id"]], "figure": [figure["figure_id"]]}
    seen, notices = link.parse(params, choices, page)
    assert (seen.one("report"), seen.one("figure"), notices) == (figure["document_id"], figure["figure_id"], [])
    assert link.serialise(seen, page).items() >= params.items()
    _, notices = link.parse({"report": ["x"], "figure": ["y"], "region": ["晋中市"]}, choices, page)
    assert sorted(re.sub("notice.", "", notice.key) + notice.name for notice in notices) == [
        "parameterregion", "valuefigure", "valuereport",
    ]  # fmt: skip
