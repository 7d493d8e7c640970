"""The pages 原文 and 数据 run by Streamlit's own test harness: values, words and notices, without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from page_cases import html_of
from streamlit.testing.v1 import AppTest

from extract.schema import DOCUMENTS, FIGURES, PROBLEMS
from metrics.schema import JUDGEMENTS
from views import library_reports

SCHEMAS = {"figures": FIGURES, "documents": DOCUMENTS, "judgements": JUDGEMENTS, "problems": PROBLEMS}


@pytest.fixture(scope="module")
def figures(tables: Path) -> list[dict]:
    return pq.read_table(tables / "figures.parquet").to_pylist()


def test_the_report_of_a_figure_is_opened_with_its_row(open_page, figures: list[dict]):
    (figure,) = (row for row in figures if row["value_text"] == "95.77%")
    app = open_page("report", figure=figure["figure_id"], report=figure["document_id"])
    assert not app.warning
    assert app.selectbox(key="report_box").value == figure["document_id"]
    assert html_of(app).count("<mark class=") >= sum(row["document_id"] == figure["document_id"] for row in figures) / 2
    assert f'data-figure="{figure["figure_id"]}"' in html_of(app)
    app.button(key="row_next").click().run()
    assert not app.exception
    assert f'data-figure="{figure["figure_id"]}"' not in html_of(app)
    app.button(key="row_close").click().run()
    assert "data-figure=" not in html_of(app)


def test_a_figure_of_another_report_wins_and_that_is_said(open_page, figures: list[dict]):
    figure, other = figures[0], figures[-1]
    app = open_page("report", figure=figure["figure_id"], report=other["document_id"])
    assert "不在链接里的那份报告中" in app.warning[0].value
    assert app.selectbox(key="report_box").value == figure["document_id"]


def test_another_report_is_chosen(open_page, figures: list[dict]):
    app = open_page("report", report=figures[0]["document_id"])
    app.selectbox(key="report_box").set_value(figures[-1]["document_id"]).run()
    assert not app.exception
    assert f'data-report="{figures[-1]["document_id"]}"' in html_of(app)


def test_of_many_reports_the_box_lists_those_that_a_search_finds(
    open_page, figures: list[dict], monkeypatch: pytest.MonkeyPatch
):
    (source,) = {row["source"] for row in figures if row["value_text"] == "95.77%"}
    names = {row["source"]: row["document_id"] for row in figures}
    opened = next(document for name, document in names.items() if name != source)
    app = open_page("report", report=opened)
    assert "report_find" not in {one.key for one in app.text_input}
    every = app.selectbox(key="report_box").options
    monkeypatch.setattr(library_reports, "LISTED", 2)
    app = open_page("report", report=opened)
    assert "下面只列出前 2 份" in " ".join(one.value for one in app.caption)
    assert 2 <= len(app.selectbox(key="report_box").options) <= 3 < len(every)
    app.text_input(key="report_find").set_value(f"晋中 {source}").run()
    # What is found, and the open one.
    assert len(app.selectbox(key="report_box").options) == 2
    assert app.selectbox(key="report_box").value == opened
    app.selectbox(key="report_box").set_value(names[source]).run()
    assert not app.exception
    assert f'data-report="{names[source]}"' in html_of(app)
    app.text_input(key="report_find").set_value("*没有*").run()
    assert "没有报告含有" in app.info[0].value
    assert app.selectbox(key="report_box").value == names[source]


def test_what_could_not_be_read_is_told(open_page, unread: Path):
    app = open_page("report", unread)
    (box,) = [one for one in app.expander if "2" in one.label]
    assert [said.value.split("  \n")[0] for said in box.markdown] == ["没有读出指标"] * 2


def test_a_missed_figure_becomes_an_entry(open_page, figures: list[dict]):
    (figure,) = (row for row in figures if row["value_text"] == "95.77%")
    document = figure["document_id"]
    app = open_page("report", report=document)
    key = document
    app.text_input(key=f"correct_missed_{key}").set_value("2022年主要工作进展").run()
    app.text_input(key=f"correct_value_{key}add").set_value("2022").run()
    app.text_input(key=f"correct_indicator_{key}add").set_value("某率").run()
    app.text_input(key=f"correct_why_{key}").set_value("漏了").run()
    app.text_input(key=f"correct_by_{key}").set_value("王芳").run()
    assert not app.exception
    (entry,) = (code.value for code in app.code)
    assert entry.startswith(f"- add: true\n  document: {document}\n")
    assert 'expect: {value_text: "2022年主要工作进展"}' in entry
    app.text_input(key=f"correct_value_{key}add").set_value("九成").run()
    assert not app.code
    assert any("普通的数" in info.value for info in app.info)


def test_tables_without_reports_say_what_to_do(open_page, tmp_path: Path):
    for name, schema in SCHEMAS.items():
        pq.write_table(pa.Table.from_pylist([], schema), tmp_path / f"{name}.parquet")
    app = open_page("report", tmp_path)
    assert "还没有任何报告" in app.info[0].value
    assert "python -m extract" in app.code[0].value
    for table in ("figures", "judgements", "problems"):
        app = open_page("data", tmp_path, table=table)
        assert len(app.info) == 1
        assert not app.dataframe


def frame(app: AppTest):
    return app.dataframe[0].value


def test_search_and_filters_narrow_the_table(open_page, figures: list[dict]):
    app = open_page("data", kind="target", region="湖南省")
    wanted = [row for row in figures if row["kind"] == "target" and row["region"] == "湖南省"]
    assert sorted(frame(app)["figure_id"]) == sorted(row["figure_id"] for row in wanted)
    assert set(frame(app)["kind"]) == {"目标"}
    app.text_input(key="data_q").set_value("健康素养").run()
    assert not app.exception
    said = [row for row in wanted if "健康素养" in row["indicator"] + row["quote"]]
    assert len(frame(app)) == len(said) > 0


def test_pages_and_a_changed_filter(open_page, figures: list[dict]):
    app = open_page("data", page="2")
    assert len(frame(app)) == 100
    app.multiselect(key="region").set_value(["湖南省"]).run()
    assert not app.exception
    assert [warning.value for warning in app.warning] == []
    assert len(frame(app)) == sum(row["region"] == "湖南省" for row in figures)
    app = open_page("data", page="9999")
    assert "9999" in app.warning[0].value
    assert len(frame(app)) == len(figures) % 100


def test_filters_that_a_table_lacks_are_told(open_page):
    app = open_page("data", table="problems", region="晋中市", kind="target")
    assert any("地区" in caption.value and "性质" in caption.value for caption in app.caption)


def test_english_has_no_chinese_of_its_own(open_page):
    app = open_page("data", lang="en")
    said = [*app.caption, *app.title, *app.header, *app.info]
    assert not [element.value for element in said if re.search(r"[\u4e00-\u9fff]", element.value)]


def test_a_missing_table_of_problems_names_the_command(open_page, tables: Path, tmp_path: Path):
    for name in ("figures", "documents", "judgements"):
        (tmp_path / f"{name}.parquet").write_bytes((tables / f"{name}.parquet").read_bytes())
    app = open_page("data", tmp_path, table="problems")
    assert "problems" in app.info[0].value
    assert app.code[0].value == "python -m extract data/reports -o data"
    assert not open_page("report", tmp_path).exception
