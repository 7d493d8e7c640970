"""The page run by Streamlit's own test harness: values, words and notices, without a browser."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from page_cases import JINZHONG_PAIRS, html_of
from streamlit.testing.v1 import AppTest

from extract.schema import DOCUMENTS, FIGURES
from metrics.schema import JUDGEMENTS
from views.library import Library


@pytest.fixture
def open_page(open_page):
    return partial(open_page, "targets")


def pairs(app: AppTest) -> set[tuple]:
    (frame,) = (element.value for element in app.dataframe)
    return set(frame[["indicator", "achieved_value", "target_value", "target_year"]].itertuples(index=False, name=None))


def everything_said(app: AppTest) -> str:
    elements = [*app.markdown, *app.info, *app.warning, *app.caption, *app.title]
    return "\n".join(element.value for element in elements)


def test_the_first_view_shows_the_pairs(open_page):
    app = open_page()
    assert app.title[0].value == "目标与完成"
    shown = pairs(app)
    for name, *values in JINZHONG_PAIRS:
        assert any(name in row[0] and list(row[1:]) == values for row in shown), name


def test_numbers_at_the_head_are_those_of_the_table(open_page):
    app = open_page(region="晋中市", show="targets")
    (frame,) = (element.value for element in app.dataframe)
    counts = dict(re.findall(r"<dt>\S+ (\S+?)</dt><dd>([\d,]+)</dd>", html_of(app)))
    found = frame["verdict"].str.split(" ", n=1).str[1].value_counts().to_dict()
    assert {word: int(n.replace(",", "")) for word, n in counts.items() if n != "0"} == found


def test_a_link_sets_every_filter(open_page):
    app = open_page(region="晋中市", year="2022", indicator="婚检率", show="targets", lang="zh")
    assert app.multiselect(key="region").value == ["晋中市"]
    assert app.multiselect(key="year").value == [2022]
    assert app.multiselect(key="indicator").value == ["婚检率"]
    assert app.radio(key="show").value == "targets"
    assert {row[0] for row in pairs(app)} == {"婚检率"}


def test_filters_narrow_the_rows(open_page):
    app = open_page()
    app.multiselect(key="indicator").set_value(["婴儿死亡率"]).run()
    assert not app.exception
    assert {row[0] for row in pairs(app)} == {"婴儿死亡率"}


@pytest.mark.usefixtures("short_boxes")
def test_a_name_that_the_box_does_not_list_is_typed(open_page, library: Library):
    app = open_page()
    box = app.multiselect(key="indicator")
    assert len(box.options) == 1
    assert "最常见的 1 个" in box.help
    every = library.choices().indicator
    typed = next(name for name in every if name not in box.options)
    box.set_value([typed]).run()
    assert not app.exception
    assert {row[0] for row in pairs(app)} <= {typed}
    assert app.multiselect(key="indicator").value == [typed]
    assert app.query_params["indicator"] == typed


@pytest.mark.usefixtures("short_boxes")
@pytest.mark.parametrize(("typed", "said"), [("率", "个名称含“率”"), ("没有这个", "没有含“没有这个”的名称")])
def test_a_typed_text_of_no_one_name_is_taken_off_and_told(open_page, typed: str, said: str):
    app = open_page()
    app.multiselect(key="indicator").set_value([typed]).run()
    assert not app.exception
    assert app.multiselect(key="indicator").value == []
    assert any(said in warning.value for warning in app.warning)


def test_plans_without_achievement_can_be_looked_at(open_page):
    app = open_page(region="赣州市", year="2023", show="targets")
    (frame,) = (element.value for element in app.dataframe)
    assert "居民健康素养水平" in set(frame["indicator"])
    assert set(frame["verdict"]) == {"○ 尚无完成数"}


def test_the_chosen_judgement_shows_both_sentences(open_page, tables: Path):
    rows = pq.read_table(tables / "judgements.parquet").to_pylist()
    (chosen,) = (row for row in rows if (row["achieved_value"], row["target_value"]) == (95.77, 75.0))
    app = open_page(judgement=chosen["judgement_id"])
    shown = html_of(app)
    assert "<mark>95.77%</mark>" in shown
    assert "<mark>75%</mark>" in shown
    app.button(key="close_evidence").click().run()
    assert "<mark>" not in html_of(app)


def test_what_was_said_of_a_link_goes_when_the_reader_moves_on(open_page):
    app = open_page(region="火星")
    assert "火星" in app.warning[0].value
    app.radio(key="show").set_value("all").run()
    assert not app.warning


def test_english_by_the_switch_keeps_the_choices(open_page):
    app = open_page(region="晋中市")
    app.segmented_control(key="lang").set_value("en").run()
    assert not app.exception
    assert app.title[0].value == "Targets and achievements"
    assert app.multiselect(key="region").value == ["晋中市"]
    assert app.multiselect(key="region").label == "Region"
    assert not re.search(r"[\u4e00-\u9fff]", app.caption[0].value)


def test_filters_that_leave_nothing_say_so_and_offer_a_way_on(open_page):
    app = open_page(region="赣州市", indicator="婚检率", show="pairs")
    assert "赣州市" in app.info[0].value
    assert "婚检率" in app.info[0].value
    app.button(key="lift_region").click().run()
    assert not app.exception
    assert {row[0] for row in pairs(app)} == {"婚检率"}


@pytest.mark.parametrize(
    ("present", "command"),
    [
        ([], "python -m extract data/reports -o data"),
        (["figures", "documents"], "python -m metrics data"),
    ],
)
def test_missing_tables_name_the_command(open_page, tmp_path: Path, present: list[str], command: str):
    schemas = {"figures": FIGURES, "documents": DOCUMENTS}
    for name in present:
        pq.write_table(pa.Table.from_pylist([], schemas[name]), tmp_path / f"{name}.parquet")
    app = open_page(tmp_path)
    assert "还没有数据" in app.info[0].value
    assert app.code[0].value == command
    assert not app.dataframe


def test_tables_without_figures_say_what_to_do(open_page, tmp_path: Path):
    for name, schema in (("figures", FIGURES), ("documents", DOCUMENTS), ("judgements", JUDGEMENTS)):
        pq.write_table(pa.Table.from_pylist([], schema), tmp_path / f"{name}.parquet")
    app = open_page(tmp_path)
    assert "还没有任何数字" in everything_said(app)
    assert "python -m extract" in app.code[0].value


def test_a_new_build_keeps_the_choices(open_page, tables: Path, tmp_path: Path):
    for name in ("figures", "documents", "judgements"):
        (tmp_path / f"{name}.parquet").write_bytes((tables / f"{name}.parquet").read_bytes())
    app = open_page(tmp_path, region="晋中市")
    table = pq.read_table(tmp_path / "documents.parquet")
    pq.write_table(table, tmp_path / "documents.parquet", compression="none")
    app.run()
    assert not app.exception
    assert app.multiselect(key="region").value == ["晋中市"]
    assert "另一版数据" in app.warning[0].value
