"""The invented tables of the benchmarks keep the promises that the tables of a build keep."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks import generate, server
from extract import ids
from metrics import catalogue_polarity
from metrics.build import build_tables


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    folder = tmp_path_factory.mktemp("invented")
    generate.generate(6000, folder)
    return {name: pq.read_table(folder / f"{name}.parquet") for name in generate.SCHEMAS}


def test_the_columns_are_those_of_a_build_with_their_docs(invented: dict[str, pa.Table]):
    for name, schema in generate.SCHEMAS.items():
        assert invented[name].schema.equals(schema.with_metadata(invented[name].schema.metadata), check_metadata=True)
        assert invented[name].num_rows, name


def test_about_as_many_figures_as_were_asked_for(invented: dict[str, pa.Table]):
    assert 4000 < invented["figures"].num_rows < 8000


def test_every_figure_stands_at_its_place_in_its_sentence(invented: dict[str, pa.Table]):
    texts = dict(zip(*invented["documents"].select(["document_id", "text"]).to_pydict().values(), strict=True))
    for row in invented["figures"].to_pylist():
        text = texts[row["document_id"]]
        assert text[row["start"] : row["end"]] == row["value_text"]
        assert text[row["quote_start"] :].startswith(row["quote"])
        assert row["quote_start"] <= row["start"] < row["end"] <= row["quote_start"] + len(row["quote"])
        assert row["value_text"] in (f"{row['value']:.2f}{row['unit']}", f"{row['value']:.0f}{row['unit']}")
        assert row["figure_id"] == ids.figure_id(row["document_id"], row["start"], row["end"], row["indicator"])


def test_judgements_and_the_rest_speak_of_figures_that_are_there(invented: dict[str, pa.Table]):
    figures = {row["figure_id"]: row for row in invented["figures"].to_pylist()}
    assert len(figures) == invented["figures"].num_rows
    judged = invented["judgements"].to_pylist()
    assert len({row["judgement_id"] for row in judged}) == len(judged)
    for row in judged:
        for role in ("achieved", "target", "baseline"):
            one = row[f"{role}_id"]
            if one is not None and not one.startswith("national:"):
                assert figures[one]["value"] == row[f"{role}_value"]
    spoken_of = {row[f"{role}_id"] for row in judged for role in ("achieved", "target")}
    assert {one for one, row in figures.items() if row["kind"] in ("achieved", "target")} <= spoken_of
    assert {row["promise_id"] for row in invented["ledger"].to_pylist()} <= set(figures)
    assert {row["figure_id"] for row in invented["conflicts"].to_pylist()} <= set(figures)


def test_metrics_reads_the_invented_figures_and_gives_the_same_levels(invented: dict[str, pa.Table]):
    built = build_tables(invented["figures"], invented["documents"], catalogue_polarity())["judgements"].to_pylist()
    levels = {(row["achieved_id"], row["target_id"]): row["level"] for row in built}
    same = [
        levels[row["achieved_id"], row["target_id"]] == row["level"]
        for row in invented["judgements"].to_pylist()
        if row["target_owner"] == "own" and (row["achieved_id"], row["target_id"]) in levels and row["achieved_id"]
    ]
    assert len(same) > 100
    assert all(same)


def test_the_work_of_each_page_is_told(tables: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DABIAO_DATA", str(tables))
    found = server.measure(tables, ("data", "methods"))
    assert set(found["pages"]["data"]) == {"first", "again", "region", "year", "domain", "indicator"}
    assert set(found["pages"]["methods"]) == {"first", "again"}
    assert found["pages"]["data"]["first"] > 0 < found["memory"]
    *_, data, methods = server.told(found).splitlines()
    assert data.startswith(f"| data | {found['pages']['data']['first']:.2f} | ")
    assert methods.endswith(" |  |  |  |  |")
    # Others who ask over duckdb's own connection in this process find it free.
    assert duckdb.sql("SELECT 1").fetchall() == [(1,)]


def test_the_same_command_makes_the_same_bytes(invented: dict[str, pa.Table], tmp_path: Path):
    generate.generate(6000, tmp_path)
    for name, table in invented.items():
        assert pq.read_table(tmp_path / f"{name}.parquet").equals(table), name
