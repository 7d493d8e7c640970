"""The page 指标: every point of an indicator, its charts over years and places, and the provinces' tiles."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest

from extract.words import TableError
from views import charts_places, charts_trend, library_indicator, proof, tiles
from views.library import Library
from views.library_indicator import Measure
from views.words import Words

ZH, EN = Words("zh"), Words("en")
MATERNAL = "孕产妇死亡率"


@pytest.fixture(scope="module")
def maternal(library: Library) -> pd.DataFrame:
    return library_indicator.points(library, MATERNAL)


PLAIN = {
    "figure_id": "f", "origin": "figure", "kind": "achieved", "unit": "%", "basis": "level", "complete": False,
    "region": "贵州省", "region_code": "520000", "region_level": "省", "year": 2020, "value": 18.83, "value_high": None,
    "comparator": "=", "report": "总结", "document_id": "d", "start": 1, "standing": True,
}  # fmt: skip


def points(*changes: dict) -> pd.DataFrame:
    frame = pd.DataFrame([PLAIN | {"figure_id": f"f{number}"} | change for number, change in enumerate(changes, 1)])
    return frame.astype({"year": "Int64", "value": "float64", "value_high": "float64"})


def drawn(figure, mode: str) -> list:
    return [trace for trace in figure.data if trace.mode == mode]


# --- questions -----------------------------------------------------------------------------------


def test_maternal_mortality_of_guizhou_in_both_years(maternal: pd.DataFrame):
    rows = maternal[maternal["region"] == "贵州省"]
    found = rows[["year", "kind", "value", "unit", "standing"]].to_numpy().tolist()
    assert found == [[2015, "baseline", 24.64, "/10万", True], [2020, "achieved", 15.9, "/10万", True]]


def test_national_values_and_targets_stand_beside_the_reports(maternal: pd.DataFrame):
    nation = maternal[maternal["region"] == "全国"].set_index(["year", "kind"])["value"]
    assert nation[2020, "achieved"] == 16.9
    assert set(nation[2020, "target"]) == {18.0}
    assert maternal["figure_id"].is_unique


def test_a_derived_target_is_a_point_of_its_own(library: Library):
    rows = library_indicator.points(library, "产前筛查人数")
    (target,) = rows[rows["origin"] == "derived"].to_dict("records")
    assert (target["region"], target["value"], target["kind"]) == ("晋中市", 15585.0, "target")
    cards = proof.cards(library, [target["figure_id"]], ZH)
    assert "推算" in cards[0]
    assert any("<mark>" in card for card in cards[1:])


def test_of_several_values_of_a_year_one_stands(library: Library):
    subjects = library_indicator.subjects(library)
    several = subjects[subjects["n"] > 1]["indicator"]
    assert len(several) > 10
    for name in several:
        rows = library_indicator.points(library, name)
        values = rows[rows["kind"].isin(["achieved", "baseline"]) & rows["year"].notna() & rows["region"].notna()]
        same = ["unit", "basis", "complete", "region", "year"]
        assert (values.groupby(same)["standing"].sum() == 1).all(), name
        assert not rows[~rows.index.isin(values.index)]["standing"].any(), name


def test_measures_are_apart_levels_first():
    rows = points({"unit": "百分点", "basis": "change"}, {"complete": True}, {}, {}, {"unit": "‰"})
    assert library_indicator.measures(rows) == [
        Measure("%", "level", False, 2), Measure("‰", "level", False, 1), Measure("百分点", "change", False, 1),
        Measure("%", "level", True, 1),
    ]  # fmt: skip
    keys = [measure.key for measure in library_indicator.measures(rows)]
    assert keys == ["level:%", "level:‰", "change:百分点", "task:%"]
    assert len(library_indicator.of_measure(rows, Measure("%", "level", True))) == 1


def test_places_are_compared_by_one_year_or_by_their_latest():
    rows = points(
        {"year": 2015}, {"year": 2020}, {"region": "湖南省", "year": 2015}, {"kind": "target", "standing": False}
    )
    assert library_indicator.years(rows) == [2020, 2015]
    assert library_indicator.standings(rows, 2015)["figure_id"].tolist() == ["f1", "f3"]
    assert library_indicator.standings(rows, None)["figure_id"].tolist() == ["f2", "f3"]


def test_links_are_followed_only_where_they_lead_to_something(library: Library):
    assert library_indicator.has_subject(library, MATERNAL)
    assert not library_indicator.has_subject(library, "火星")
    assert library_indicator.has_measure(library, "level:/10万")
    assert not library_indicator.has_measure(library, "level:光年")
    assert library_indicator.has_year(library, "2020")
    assert not any(library_indicator.has_year(library, value) for value in ("20.5", "2020.4", " 2020", "2e3", "²020"))
    (national,) = [
        one for one in library_indicator.points(library, MATERNAL)["figure_id"] if one.endswith("ratio-2018")
    ]
    assert library_indicator.has_point(library, national)
    assert not library_indicator.has_point(library, "national:nobody")
    assert not library_indicator.has_point(library, "nobody")


# --- over the years ------------------------------------------------------------------------------


def test_base_points_are_hollow_and_joined_to_what_was_achieved(maternal: pd.DataFrame):
    rows = maternal[maternal["region"] == "贵州省"]
    figure = go.Figure(charts_trend.trend_chart(rows, ZH))
    (line,) = drawn(figure, "lines")
    assert (line.x, line.y) == ((2015, 2020), (24.64, 15.9))
    (marks,) = drawn(figure, "markers+text")
    assert marks.text == ("24.64", "15.9")
    assert marks.marker.symbol == ("circle-open", "circle")
    assert [one[0] for one in marks.customdata] == rows["figure_id"].tolist()


def test_targets_point_to_the_side_that_meets_them_and_stand_once():
    figure = go.Figure(charts_trend.trend_chart(
        points({}, *({"kind": "target", "value": 20.0, "comparator": sign, "standing": False} for sign in (">=", ">")),
               {"kind": "target", "value": 9.0, "comparator": "=", "standing": False}), ZH
    ))  # fmt: skip
    targets = next(trace for trace in drawn(figure, "markers+text") if trace.name == "目标")
    assert targets.marker.symbol == ("triangle-up", "line-ew-open")
    assert targets.y == (20.0, 9.0)


def test_rates_share_a_scale_and_totals_do_not():
    two = [{"value": 5.0}, {"region": "湖南省", "region_code": "430000", "value": 80.0}]
    rates = go.Figure(charts_trend.trend_chart(points(*two), ZH)).layout
    assert rates.yaxis.range == rates.yaxis2.range
    totals = go.Figure(charts_trend.trend_chart(points(*({**one, "unit": "家"} for one in two)), ZH)).layout
    assert totals.yaxis.range != totals.yaxis2.range


def test_the_nation_stands_in_every_band_of_a_rate():
    nation = [{"region": "全国", "region_code": "100000", "region_level": "国", "year": year} for year in (2019, 2020)]
    figure = go.Figure(charts_trend.trend_chart(points(*nation, {}), ZH))
    assert [(line.name, line.yaxis, line.line.dash) for line in drawn(figure, "lines")] == [
        ("全国", "y", "solid"), ("全国", "y2", "dot"),
    ]  # fmt: skip


def test_labels_of_a_long_line_never_run_into_one_another(maternal: pd.DataFrame):
    nation = maternal[maternal["region"] == "全国"]
    for trace in drawn(go.Figure(charts_trend.trend_chart(nation, ZH)), "markers+text"):
        shown = [(year, text) for year, text in zip(trace.x, trace.text, strict=True) if text]
        assert {shown[0][0], shown[-1][0]} == {min(trace.x), max(trace.x)}
        low, high = go.Figure(charts_trend.trend_chart(nation, ZH)).layout.xaxis.range
        for (before, _), (after, text) in pairwise(shown):
            assert (after - before) * 290 / (high - low) > len(text) * 5


def test_points_without_a_year_are_said_not_drawn():
    rows = points({}, {"year": None, "value": 3.0})
    assert sum(len(trace.x) for trace in drawn(go.Figure(charts_trend.trend_chart(rows, ZH)), "markers+text")) == 1
    assert "共 1 个点" in charts_trend.describe(rows, ZH)


# --- over places ---------------------------------------------------------------------------------


def test_the_better_side_comes_first_and_levels_stand_apart():
    rows = points(
        {"value": 3.0}, {"region": "湖南省", "region_code": "430000", "value": 9.0},
        {"region": "江西省", "region_code": "360000", "value": 3.0},
        {"region": "晋中市", "region_code": "140700", "region_level": "市", "value": 1.0},
    )  # fmt: skip
    lower = charts_places.ranked(rows, "lower")
    assert lower[["region", "rank"]].to_numpy().tolist() == [["江西省", 1], ["贵州省", 1], ["湖南省", 3], ["晋中市", 1]]
    assert charts_places.ranked(rows, "higher")["region"].tolist() == ["湖南省", "江西省", "贵州省", "晋中市"]
    figure = go.Figure(charts_places.ranking_chart(lower, ZH))
    assert [one[0] for one in figure.data[0].customdata] == lower["figure_id"].tolist()
    notes = [note.text for note in figure.layout.annotations]
    assert notes[0] == "<b>省级</b>"
    assert "晋中市 <b>1%</b> · 2020年" in notes  # alone in its level, so without a rank


def test_every_province_is_a_tile_with_its_value_or_hatched():
    figure = go.Figure(charts_places.tile_chart(
        points({}, {"region": "晋中市", "region_level": "市", "region_code": "140700"}), ZH
    ))
    known, unknown = figure.data
    assert (known.text, known.customdata) == (("贵州<br><b>18.83</b>",), (["f1"],))
    assert len(unknown.text) == len(tiles.load()) - 1 == 33
    assert unknown.marker.pattern.shape == "/"
    assert known.marker.pattern.shape is None
    assert "34 个省份中已知 1 个：贵州省 18.83%" in charts_places.describe_tiles(points({}), ZH)


def test_deeper_is_higher():
    rows = points({"value": 1.0}, {"region": "湖南省", "region_code": "430000", "value": 9.0})
    known = go.Figure(charts_places.tile_chart(rows, ZH)).data[0]
    shades = dict(zip([text[:2] for text in known.text], known.marker.color, strict=True))
    assert (shades["贵州"], shades["湖南"]) == charts_places.SHADES["light"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda lines: ["code,name,x,y", *lines[1:]], "columns"),
        (lambda lines: [*lines, lines[1]], "twice"),
        (lambda lines: lines[:-1], "missing"),
        (lambda lines: [*lines[:-1], "999999,火星,9,9"], "no province"),
        (lambda lines: [*lines[:-1], lines[-1].replace("4,7", "6,0")], "stands where"),
        (lambda lines: [*lines[:-1], lines[-1].replace("4,7", "4,x")], "whole numbers"),
    ],
)
def test_faults_in_the_table_of_tiles_are_refused(tmp_path: Path, change, fault: str):
    path = tmp_path / "tiles.csv"
    path.write_text("\n".join(change(tiles.TILES.read_text("utf-8").splitlines())), "utf-8")
    with pytest.raises(TableError, match=fault):
        tiles.load(path)
