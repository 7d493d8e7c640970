"""复制为材料文字 on the pages: the text that the buttons hold is that of the row or of what is listed."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from views import copying


@pytest.fixture
def open_page(open_page):
    def run(name: str, *folder: Path, opened: bool = False, **params: str | list[str]) -> AppTest:
        return open_page(name, *folder, state={"copy_box": opened}, **params)

    return run


def offered(app: AppTest) -> dict[str, dict]:
    """What each pair of buttons copies, by its key."""
    protos = [element.proto for element in app.get("bidi_component")]
    found = {one.id.rsplit("-", 1)[-1]: json.loads(one.json) for one in protos if one.component_name == "copy_text"}
    return {key.removeprefix("copy_"): texts for key, texts in found.items()}


def one(tables: Path, sql: str) -> dict:
    (row,) = duckdb.sql(sql.replace("TABLES", str(tables))).to_arrow_table().to_pylist()
    return row


@pytest.fixture
def check_rate(tables: Path) -> dict:
    """晋中市's judgement of 婚检率 against the province's target."""
    return one(
        tables,
        "SELECT * FROM 'TABLES/judgements.parquet' WHERE region = '晋中市' AND indicator = '婚检率' "
        "AND target_owner = 'superior'",
    )


def test_the_evidence_of_a_judgement_gives_its_sentence_and_source(open_page, check_rate: dict):
    texts = offered(open_page("targets", judgement=check_rate["judgement_id"]))["judgement"]
    assert texts["sentence"] == "2022年，晋中市婚检率95.77%，高于全省75%的目标任务20.77个百分点。"
    assert texts["citation"].startswith("晋中市卫生健康委员会. 晋中市卫生健康委员会2022年工作总结及2023年工作计划[R]. ")
    assert texts["mark"] in texts["citation"]


def test_in_english(open_page, check_rate: dict):
    texts = offered(open_page("targets", judgement=check_rate["judgement_id"], lang="en"))["judgement"]
    assert "20.77 percentage points above the province's target of 75%." in texts["sentence"]
    assert texts["label"] == "Copy as a sentence"


@pytest.mark.parametrize("name", ["report", "data", "indicator", "region"])
def test_a_figure_is_told_with_all_its_targets(open_page, check_rate: dict, name: str):
    figure = check_rate["achieved_id"]
    own = {
        "report": {"figure": figure}, "data": {"row": figure}, "indicator": {"subject": "婚检率", "figure": figure},
        "region": {"place": "晋中市", "figure": figure},
    }  # fmt: skip
    texts = offered(open_page(name, **own[name]))["point"]
    assert texts["sentence"].startswith("2022年，晋中市婚检率95.77%，高于全省75%的目标任务20.77个百分点，提前达到国家")


def test_a_national_target_is_told_with_its_document(open_page, tables: Path):
    target = one(
        tables,
        "SELECT target_id FROM 'TABLES/judgements.parquet' WHERE target_source = 'national' "
        "AND indicator = '婚检率' LIMIT 1",
    )
    texts = offered(open_page("indicator", subject="婚检率", figure=target["target_id"]))["point"]
    assert texts["sentence"] == "2030年，全国婚检率的目标为70%。"
    assert "[Z]. " in texts["citation"]


def test_a_derived_target_is_told_with_what_it_was_worked_out_of(open_page, tables: Path):
    derived = one(
        tables,
        "SELECT * FROM 'TABLES/judgements.parquet' WHERE target_source = 'derived' ORDER BY judgement_id LIMIT 1",
    )
    texts = offered(open_page("indicator", subject=derived["indicator"], figure=derived["target_id"]))["point"]
    assert "按任务完成率推算的" in texts["sentence"]
    assert derived["target_arithmetic"] in texts["citation"]


def test_what_is_listed_is_a_paragraph(open_page, tables: Path):
    app = open_page("targets", opened=True, region="晋中市")
    texts = offered(app)["listed"]
    assert texts["sentence"].startswith("2022年，晋中市")
    assert texts["sentence"].count("。") == 1
    assert texts["sentence"].count("婚检率95.77%") == 1
    rows = app.dataframe[0].value
    assert all(name in texts["sentence"] for name in rows["indicator"])
    assert texts["citation"].count("[R]") == 1


def test_nothing_is_looked_up_for_a_list_until_the_box_is_open(open_page):
    assert "listed" not in offered(open_page("targets"))
    assert "listed" not in offered(open_page("data"))


@pytest.mark.parametrize("table", ["figures", "judgements"])
def test_a_long_list_is_cut_and_that_is_said(open_page, tables: Path, table: str):
    app = open_page("data", opened=True, table=table)
    total = one(tables, f"SELECT count(*) AS n FROM 'TABLES/{table}.parquet'")["n"]
    assert any(f"取列出的前 {copying.ITEMS} 项，共 {total} 项" in said.value for said in app.caption)
    assert offered(app)["listed"]["sentence"]


def test_problems_are_not_told_in_sentences(open_page, unread: Path):
    app = open_page("data", unread, opened=True, table="problems")
    assert len(app.dataframe[0].value) == 2
    assert offered(app) == {}


def test_unsure_numbers_are_said_to_be(open_page, tables: Path):
    unsure = one(
        tables, "SELECT figure_id FROM 'TABLES/figures.parquet' WHERE confidence = 'unsure' ORDER BY figure_id LIMIT 1"
    )
    sure = one(
        tables,
        "SELECT figure_id FROM 'TABLES/figures.parquet' WHERE confidence = 'sure' AND kind = 'baseline' "
        "ORDER BY figure_id LIMIT 1",
    )
    warned = [
        any("引用之前请核对原句" in said.value for said in open_page("report", figure=figure["figure_id"]).caption)
        for figure in (unsure, sure)
    ]
    assert warned == [True, False]
