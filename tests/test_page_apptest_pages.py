"""总览, 指标 and 地区 run by Streamlit's own test harness: values, words and notices, without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from page_cases import html_of
from streamlit.testing.v1 import AppTest

from extract.schema import DOCUMENTS, FIGURES
from metrics.schema import JUDGEMENTS
from views import answers
from views.library import Library
from views.link import Notice, View

MATERNAL = "孕产妇死亡率"
SCHEMAS = {"figures": FIGURES, "documents": DOCUMENTS, "judgements": JUDGEMENTS}


@pytest.fixture
def no_rows(tmp_path: Path) -> Path:
    for name, schema in SCHEMAS.items():
        pq.write_table(pa.Table.from_pylist([], schema), tmp_path / f"{name}.parquet")
    return tmp_path


def shown_counts(app: AppTest, kind: str) -> dict[str, int]:
    (body,) = [element.proto.body for element in app.get("html") if f'<dl class="{kind}">' in element.proto.body]
    return {name: int(n.replace(",", "")) for name, n in re.findall(r"<dt>(.*?)</dt><dd>([\d,]+)</dd>", body)}


def test_the_landing_page_counts_what_the_tables_hold(root: Path, tables: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DABIAO_DATA", str(tables))
    app = AppTest.from_file(str(root / "dashboard.py"), default_timeout=60).run()
    assert not app.exception
    assert app.title[0].value == "总览"
    figures = pq.read_table(tables / "figures.parquet").to_pandas()
    assert shown_counts(app, "totals") == {
        "报告": 5, "地区": figures["region"].nunique(), "指标": figures["indicator"].nunique(), "数字": len(figures),
        "报告里的目标": int((figures["kind"] == "target").sum()),
    }  # fmt: skip
    assert not app.dataframe  # its table is drawn once a reader opens it
    app.session_state["twin_bars"] = True
    twin = app.run().dataframe[0].value
    assert twin[["met", "unmet", "undecided", "pending"]].sum().tolist() == list(shown_counts(app, "verdicts").values())


def test_the_overview_is_filtered_by_its_own_filters_only(open_page, tables: Path):
    app = open_page("overview", region="贵州省", indicator="婚检率")
    figures = pq.read_table(tables / "figures.parquet", filters=[("region", "=", "贵州省")])
    assert shown_counts(app, "totals")["数字"] == figures.num_rows
    assert "参数“指标”" in app.warning[0].value
    assert [box.key for box in app.multiselect] == ["region", "year", "domain"]


@pytest.mark.parametrize(("rows", "columns", "said"), [
    (3, 2, r"列出前 3 个指标（共 \d+ 个）、前 2 个地区（共 \d+ 个）；"), (3, 10**6, r"列出前 3 个指标，共 \d+ 个；"),
    (10**6, 2, r"列出前 2 个地区，共 \d+ 个；"), (10**6, 10**6, None),
])  # fmt: skip
def test_of_the_cells_only_what_is_cut_is_said_to_be(open_page, monkeypatch, rows: int, columns: int, said: str | None):
    monkeypatch.setattr(answers, "ROWS", rows)
    monkeypatch.setattr(answers, "COLUMNS", columns)
    # Regions that no other test asks for: what is worked out with these limits is kept.
    captions = open_page("overview", region=["晋中市", "江西省", "湖南省"]).caption
    told = [one.value for one in captions if re.match("列出前 .* 个(?:指标|地区)", one.value)]
    assert [bool(re.match(said or "", one)) for one in told] == ([True] if said else [])


def test_a_matrix_of_many_regions_has_fewer_lines(open_page, monkeypatch):
    monkeypatch.setattr(answers, "CELLS", 20)
    app = open_page("overview", region=["赣州市", "湖南省", "贵州省"])
    assert len(re.findall(r'<td class="(?:is-|nothing)', html_of(app))) == 18  # six lines of three regions
    assert any(one.value.startswith("列出前 6 个指标，共") for one in app.caption)


@pytest.fixture
def nothing_kept():
    answers._overview.clear()
    yield
    answers._overview.clear()


@pytest.mark.usefixtures("nothing_kept")
def test_the_answers_of_single_years_and_domains_are_there_before_anybody_asks(library: Library, monkeypatch):
    worked: list[View] = []
    monkeypatch.setattr(answers, "_MANY", 1)
    monkeypatch.setattr(answers.time, "sleep", lambda _: None)
    monkeypatch.setitem(answers._PARTS, "reports", lambda _, view: worked.append(view))
    choices = library.choices("figures")
    answers.prepare(library, choices)
    assert [view.year for view in worked if view.year] == [(year,) for year in sorted(choices.year, reverse=True)]
    assert {view.domain for view in worked if view.domain} == {(domain,) for domain in choices.domain}
    n = len(worked)
    answers.overview(library, View(year=(choices.year[0],), lang="en", show="all"), "reports")
    assert len(worked) == n
    monkeypatch.setattr(answers, "_MANY", 10**9)
    answers._overview.clear()
    answers.prepare(library, choices)
    assert len(worked) == n + 1  # of few figures the whole view alone


def test_an_overview_without_a_fit_says_so_and_offers_a_way_on(open_page):
    app = open_page("overview", region="贵州省", domain="托育")
    assert "贵州省" in app.info[0].value
    assert "托育" in app.info[0].value
    app.button(key="lift_domain").click().run()
    assert not app.exception
    assert shown_counts(app, "totals")["数字"] > 0


def test_the_sentence_of_maternal_mortality_in_both_years(open_page, tables: Path):
    rows = pq.read_table(tables / "figures.parquet").to_pylist()
    for year, quoted in ((2015, "24.64/10万"), (2020, "15.90/10万")):
        fits = {"indicator": MATERNAL, "region": "贵州省", "year": year}
        (one,) = [row for row in rows if fits.items() <= row.items() and row["kind"] != "target"]
        app = open_page("indicator", subject=MATERNAL, figure=one["figure_id"])
        assert f"<mark>{quoted}</mark>" in html_of(app)
        assert any("贵州省" in said.value and str(year) in said.value for said in app.markdown)


def test_the_table_of_an_indicator_holds_every_point(open_page):
    (frame,) = (element.value for element in open_page("indicator", subject=MATERNAL, region="贵州省").dataframe)
    own = frame[frame["region"] == "贵州省"]
    assert own[["year", "value"]].to_numpy().tolist() == [[2015, 24.64], [2020, 15.9]]
    assert set(frame["region"]) == {"贵州省", "全国"}


def test_another_indicator_starts_afresh(open_page):
    app = open_page("indicator", subject=MATERNAL, at="2020")
    assert app.selectbox(key="pick_year").value == "2020"
    app.selectbox(key="pick_subject").set_value("婚检率").run()
    assert not app.exception
    assert app.selectbox(key="pick_year").value == "latest"
    assert any("婚检率" in said.value for said in app.markdown)


def test_a_level_and_a_change_are_apart_and_the_page_says_why(open_page):
    app = open_page("indicator", subject="居民健康素养水平")
    assert any("不画在一条轴上" in said.value for said in app.caption)
    units = set(app.dataframe[0].value["unit"])
    assert units == {"%"}
    other = open_page("indicator", subject="居民健康素养水平", measure="change:百分点")
    assert set(other.dataframe[0].value["unit"]) == {"百分点"}


def test_a_region_without_the_indicator_says_so(open_page):
    app = open_page("indicator", subject="婚检率", region="赣州市")
    assert "赣州市" in app.info[0].value
    app.button(key="lift_region").click().run()
    assert not app.exception
    assert len(app.dataframe[0].value)


def test_a_regions_profile_shows_value_target_and_sentence(open_page, tables: Path):
    rows = pq.read_table(tables / "figures.parquet").to_pylist()
    (one,) = [row for row in rows if row["region"] == "晋中市" and row["value_text"] == "95.77%"]
    app = open_page("region", place="晋中市", figure=one["figure_id"])
    shown = html_of(app)
    assert "<mark>95.77%</mark>" in shown
    assert "<mark>75%</mark>" in shown
    assert shown_counts(app, "verdicts")["指标"] > 100


def test_a_region_with_plans_only_says_so(open_page):
    app = open_page("region", place="赣州市")
    assert any("只有目标" in said.value for said in app.info)


@pytest.mark.parametrize("name", ["overview", "indicator", "region"])
def test_tables_without_figures_say_what_to_do(open_page, no_rows: Path, name: str):
    app = open_page(name, no_rows)
    assert "还没有任何数字" in app.info[0].value


@pytest.mark.parametrize(
    ("name", "title"), [("overview", "Overview"), ("indicator", "Indicator"), ("region", "Region")]
)
def test_english_by_the_switch(open_page, name: str, title: str):
    app = open_page(name)
    app.segmented_control(key="lang").set_value("en").run()
    assert not app.exception
    assert app.title[0].value == title
    assert not re.search(r"[一-鿿]", app.caption[0].value)


@pytest.mark.parametrize(
    ("page", "key", "own", "chosen"),
    [("indicator", "pick_subject", "subject", "婚检率"), ("region", "pick_place", "place", "晋中市")],
)
def test_a_link_opens_what_the_box_does_not_list(open_page, short_boxes, page: str, key: str, own: str, chosen: str):
    app = open_page(page, **{own: chosen})
    assert len(app.selectbox(key=key).options) == 2
    assert app.session_state[key] == chosen
    app.run()
    assert app.session_state[key] == chosen
    assert app.query_params[own] in (chosen, [chosen])
    assert not app.warning


def _typed() -> None:
    """Texts typed into a box: what a place's name holds, what it is called there, and what is of no place."""
    from types import SimpleNamespace

    import streamlit as st

    from views import visit

    called = {"贵州省": "贵州省", "晋中市": "晋中市（山西省）"}
    st.session_state["page"] = SimpleNamespace(name="region")
    st.session_state["said"] = [visit.named("place", typed, called) for typed in ("贵州", "山西", "没有这个")]


def test_a_typed_name_is_followed_or_told():
    app = AppTest.from_function(_typed).run()
    assert not app.exception
    assert app.session_state["said"] == ["贵州省", "晋中市", None]
    assert app.session_state["notices"] == [Notice("notice.typed_none", "place", "没有这个")]
