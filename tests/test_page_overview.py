"""The page 总览: what it counts, its matrix, promises and reports, and the chart of verdicts."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import plotly.graph_objects as go
import pyarrow.parquet as pq
from page_cases import PENDING, judgements

from views import charts, charts_overview, grids, library_overview, pages
from views.inner import destination
from views.library import Library
from views.link import View
from views.words import Words

ZH, EN = Words("zh"), Words("en")


def counts(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["region", "region_code", "year", "verdict", "n"])
    return frame.astype({"year": "Int64", "n": "Int64"})


COUNTS = counts(
    ("晋中市", "140700", 2022, "unmet", 3),
    ("晋中市", "140700", 2022, "met", 9),
    ("湖南省", "430000", None, "pending", 16),
)


# --- questions -----------------------------------------------------------------------------------


def test_totals_are_those_of_the_tables(library: Library, tables: Path):
    figures = pq.read_table(tables / "figures.parquet").to_pandas()
    assert library_overview.totals(library, View()) == {
        "reports": 5,
        "regions": figures["region"].nunique(),
        "indicators": figures["indicator"].nunique(),
        "figures": len(figures),
        "targets": int((figures["kind"] == "target").sum()),
    }


def test_filters_count_only_what_they_leave(library: Library, tables: Path):
    figures = pq.read_table(tables / "figures.parquet").to_pandas()
    left = figures[figures["region"] == "贵州省"]
    found = library_overview.totals(library, View(region=("贵州省",)))
    assert (found["figures"], found["reports"], found["regions"]) == (len(left), left["document_id"].nunique(), 1)


def test_verdicts_by_place_add_up_to_all_targets(library: Library):
    found = library_overview.verdicts_by_place(library, View())
    by_verdict = found.groupby("verdict")["n"].sum().to_dict()
    assert by_verdict == {kind: n for kind, n in library.verdicts(View()).items() if n and kind != "no_target"}
    assert not found.duplicated(["region", "year", "verdict"]).any()


def test_the_matrix_has_one_cell_an_indicator_and_region_and_counts_every_target(library: Library):
    cells = library_overview.matrix(library, View())
    assert not cells.duplicated(["indicator", "region"]).any()
    assert cells["n"].sum() == library.count(View(show="targets"))
    judged = cells["indicator"].isin(cells.loc[cells["verdict"].isin(["met", "unmet"]), "indicator"])
    assert judged.tolist() == sorted(judged, reverse=True)
    (cell,) = cells[(cells["indicator"] == "孕产妇死亡率") & (cells["region"] == "晋中市")].to_dict("records")
    assert (cell["verdict"], cell["year"], cell["target_owner"], cell["target_value"]) == ("met", 2022, "own", 12.8)


def test_promises_are_all_targets_without_an_achievement(library: Library):
    rows = library_overview.promises(library, View(), 10**6)
    assert len(rows) == library.verdicts(View())["pending"]
    assert rows["achieved_id"].isna().all()
    assert rows["report"].notna().all()
    assert len(library_overview.promises(library, View(), 3)) == 3


def test_reports_are_listed_with_what_was_read_in_them(library: Library, tables: Path):
    rows = library_overview.reports(library, View())
    figures = pq.read_table(tables / "figures.parquet").to_pandas()
    assert rows.set_index("document_id")["figures"].to_dict() == figures["document_id"].value_counts().to_dict()
    unsure = figures[figures["confidence"] == "unsure"]["document_id"].value_counts().to_dict()
    assert {row.document_id: row.unsure for row in rows.itertuples() if row.unsure} == unsure
    assert "湖南省卫生健康委员会（hunan-2020.txt）" in set(rows["title"])


# --- the chart -----------------------------------------------------------------------------------


def test_segments_stand_end_to_end_and_carry_their_place():
    figure = go.Figure(charts_overview.verdict_bars(COUNTS, ZH))
    met, unmet, pending = figure.data
    assert [trace.name for trace in figure.data] == ["达标", "未达标", "尚无完成数"]
    assert (met.base, met.x) == ((0,), (9,))
    assert (unmet.base, unmet.x) == ((9,), (3,))
    assert met.customdata == (["晋中市", 2022, "met"],)
    assert pending.customdata == (["湖南省", None, "pending"],)
    assert met.y == unmet.y
    assert met.y != pending.y


def test_words_and_counts_stand_above_every_bar():
    notes = [note.text for note in go.Figure(charts_overview.verdict_bars(COUNTS, ZH)).layout.annotations]
    assert notes == ["<b>晋中市 · 2022年</b>", "✔ 达标 9　✘ 未达标 3", "<b>湖南省 · 年份不明</b>", "○ 尚无完成数 16"]
    assert all(charts.width(note) <= 50 for note in notes)


def test_no_verdict_is_told_by_colour_alone():
    traces = go.Figure(charts_overview.verdict_bars(COUNTS, ZH, "dark")).data
    patterns = [trace.marker.pattern.shape for trace in traces]
    assert len(set(patterns)) == len(patterns)


def test_the_table_twin_holds_every_count():
    wide = charts_overview.by_place(COUNTS)
    assert wide["region"].tolist() == ["晋中市", "湖南省"]
    assert wide[["met", "unmet", "undecided", "pending"]].to_numpy().tolist() == [[9, 3, 0, 0], [0, 0, 0, 16]]


def test_the_chart_is_said_in_both_languages():
    assert "晋中市 2022年 未达标 3 达标 9" in charts_overview.describe(COUNTS, ZH)
    assert "晋中市 2022 Not met 3 Met 9" in charts_overview.describe(COUNTS, EN)


# --- tables of links -----------------------------------------------------------------------------


def cells(*changes: dict) -> pd.DataFrame:
    return judgements(*changes).assign(n=[change.get("n", 1) for change in changes]).astype({"n": "Int64"})


def test_a_cell_has_icon_word_colour_and_link():
    frame = cells({"n": 2}, {**PENDING, "indicator": "<托位数>", "region": "赣州市", "region_code": "360700"})
    shown = grids.matrix(frame, ZH, lambda cell: f"./targets?judgement={cell['judgement_id']}", 10, 10)
    assert '<td class="is-met"><a href="./targets?judgement=j1"' in shown
    assert "<b>✔ 达标</b><small>2022年 2项</small>" in shown
    assert "<b>○ 尚无完成数</b>" in shown
    assert "&lt;托位数&gt;" in shown
    assert "<托位数>" not in shown
    assert shown.count('class="nothing"') == 2
    assert re.findall(r'<th scope="col">(.*?)</th>', shown) == ["指标", "晋中市", "赣州市"]


def test_the_matrix_draws_no_more_than_it_is_told():
    frame = cells({}, {"indicator": "乙"}, {"indicator": "丙", "region": "赣州市", "region_code": "360700"})
    shown = grids.matrix(frame, ZH, lambda cell: "./", 1, 1)
    assert shown.count('<th scope="row">') == 1
    assert "赣州市" not in shown


def test_a_report_links_to_its_page_where_that_is_known():
    rows = pd.DataFrame(
        [
            {"document_id": "d1", "title": "甲<", "region": "晋中市", "year": 2022, "figures": 3, "unsure": 0,
             "issuer": None, "published": None, "url": "https://example.org/a?b&c"},
            {"document_id": "d2", "title": "乙", "region": None, "year": None, "figures": 0, "unsure": 0,
             "issuer": "", "published": None, "url": "javascript:alert(1)"},
        ]
    )  # fmt: skip
    shown = grids.reports(rows, ZH, lambda one: f"./report?report={one}")
    assert 'href="https://example.org/a?b&amp;c"' in shown
    assert "javascript" not in shown
    assert '<a href="./report?report=d1">甲&lt;</a>' in shown
    assert "网页" not in grids.reports(rows.assign(url=None), ZH, str)


def test_links_lead_to_pages_with_every_choice(library: Library):
    row = {"region": "晋中市", "indicator": "婚检率", "verdict": "met", "judgement_id": "j1"}
    name, params = destination(pages.pair_href(library, "en", row))
    assert name == "targets"
    assert params == {
        "lang": ["en"], "region": ["晋中市"], "year": ["all"], "domain": ["all"], "indicator": ["婚检率"],
        "show": ["pairs"], "method": ["straight_line"], "judgement": ["j1"], "span": ["all"], "sort": ["verdict"],
        "group": ["none"], "page": ["1"], "build": [library.build],
    }  # fmt: skip
    assert destination(pages.pair_href(library, "zh", row | {"verdict": "pending"}))[1]["show"] == ["targets"]
    assert destination(pages.href("overview", library, "zh"))[0] == "overview"
    assert destination("./elsewhere?a=b") is None
    address = urlsplit(pages.report_href(library, "zh", "d1"))
    assert (address.path, parse_qs(address.query)["report"]) == ("./report", ["d1"])
