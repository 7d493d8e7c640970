"""Several targets of one achievement on one axis, the order by distance, and small multiples."""

from __future__ import annotations

import re

import plotly.graph_objects as go
import pytest
from page_cases import PENDING, judgements

from views import charts, charts_targets, multiples
from views.words import Words

ZH, EN = Words("zh"), Words("en")
OWN = {"achieved_id": "a1", "target_id": "t-own", "target_value": 96.0, "target_owner": "own",
       "target_comparator": ">=", "verdict": "unmet", "level": "未达标", "distance": -0.23}  # fmt: skip
ABOVE = {"achieved_id": "a1", "target_id": "t-above"}
NATION = {"achieved_id": "a1", "target_id": "t-nation", "target_value": 70.0, "target_owner": "national",
          "target_year": 2030, "distance": 25.77}  # fmt: skip


def trace(figure, name: str):
    (found,) = [one for one in figure.data if one.name == name]
    return found


def drawn(*changes: dict, **options: object):
    (panel,) = charts.panels(judgements(*changes))
    return go.Figure(charts_targets.targets_chart(panel, ZH, **options))


def test_the_targets_of_one_achievement_are_one_entry_the_nearest_owner_first():
    frame = judgements(NATION, ABOVE, OWN, {"indicator": "产前筛查率"}, PENDING, PENDING)
    found = [[row["judgement_id"] for row in rows] for rows in charts_targets.entries(frame)]
    assert found == [["j3", "j2", "j1"], ["j4"], ["j5"], ["j6"]]


def test_one_value_is_drawn_once_with_a_lane_for_each_target():
    figure = drawn(OWN, ABOVE, NATION)
    assert trace(figure, "完成").text == ("完成 95.77%",)
    targets = trace(figure, "目标")
    assert targets.text == ("目标 ≥96% ✘ 未达标", "上级目标 75% ✔ 达标", "国家目标 70%（2030年） ✔ 达标")
    assert list(targets.y) == sorted(set(targets.y))
    assert trace(figure, "完成").y[0] < targets.y[0]
    end = figure.layout.xaxis.range[1]
    sides = [(s.x0, s.x1) for s in figure.layout.shapes if s.type == "rect" and s.xref == "x"]
    assert sides == [(96.0, end), (75.0, end), (70.0, end)]
    assert [note.text for note in figure.layout.annotations] == ["<b>婚检率</b>", "晋中市 · 2022年　3 项目标"]


def test_every_lane_has_its_judgement_and_the_chosen_one_alone_is_lit():
    figure = drawn(OWN, ABOVE, NATION, selected="j2")
    assert [list(one) for one in trace(figure, "目标").customdata] == [["j1"], ["j2"], ["j3"]]
    (lit,) = [s for s in figure.layout.shapes if s.type == "rect" and s.xref == "paper"]
    own, above, nation = trace(figure, "目标").y
    assert own < lit.y0 < above < lit.y1 < nation


def test_documents_that_set_the_same_are_one_lane():
    twice = NATION | {"target_id": "t-other"}
    figure = drawn(NATION, twice)
    assert trace(figure, "目标").text == ("国家目标 70%（2030年）<br>（2份文件） ✔ 达标",)
    assert [list(one) for one in trace(drawn(NATION, twice, selected="j2"), "目标").customdata] == [["j2"]]


def test_a_label_too_long_for_a_telephone_gives_its_verdict_a_line_of_its_own():
    nation = NATION | {"target_value": 20.0}
    (panel,) = charts.panels(judgements(nation, nation | {"target_id": "t-other"}, OWN))
    for words, broken in ((ZH, False), (EN, True)):
        figure = go.Figure(charts_targets.targets_chart(panel, words))
        (label,) = [text for one in figure.data for text in one.text or () if "2030" in text]
        assert ("<br>" in label) is broken
        assert label.split("<br>")[-1].endswith(charts.verdict_label("met", words))



def test_a_pace_stands_over_its_lane():
    paced = {"pace": "偏慢", "pace_method": "straight_line", "straight_line_pace": "偏慢", "statcan_pace": "进度正常",
             "method_dependent": True}  # fmt: skip
    notes = [note.text for note in drawn(OWN, NATION | paced, method="statcan").layout.annotations]
    assert notes[2:] == ["进度：进度正常 ※因算法而异"]
    alone = [note.text for note in drawn(paced).layout.annotations]
    assert alone[1].endswith("<br>进度：偏慢 ※因算法而异")
    (panel,) = charts.panels(judgements(paced))
    assert "进度：进度正常" in charts.describe(panel, ZH, method="statcan")


@pytest.mark.parametrize("value", [2.0, 15.0, 28.0, 40.0, 50.0, 62.0, 70.0, 85.0, 98.0])
def test_labels_stay_inside_the_narrowest_chart(value: float):
    several = NATION | {"target_value": value}
    figure = drawn(OWN, ABOVE, several, several | {"target_id": "t-other"})
    low, high = figure.layout.xaxis.range
    for one in figure.data:
        for x, text, side in zip(one.x, one.text, one.textposition, strict=True):
            # Pixels from the left edge of a chart of 358: a plot of 330, and margins.
            mark, wide = 14 + (x - low) / (high - low) * 330, max(map(charts.width, text.split("<br>"))) * 6
            start = {"center": mark - wide / 2, "left": mark - 11 - wide, "right": mark + 11}[side.split()[1]]
            assert start >= 0, text
            assert start + wide <= 358, text


def test_by_distance_what_falls_farthest_short_comes_first():
    frame = judgements(
        {"required": ">=", "distance": 5.0},
        {"required": "<=", "distance": 2.0},
        {"required": ">=", "distance": -3.0},
        {"required": "~", "distance": 4.0},
        {"required": None, "distance": None},
    )
    assert charts_targets.by_lead(frame)["judgement_id"].tolist() == ["j4", "j3", "j2", "j1", "j5"]


# --- small multiples -----------------------------------------------------------------------------


def test_small_multiples_share_one_axis_and_each_is_a_link():
    places = [{"region": name, "achieved_value": value} for name, value in (("甲<市", 40.0), ("乙市", 80.0))]
    ((name, panel),) = multiples.sets(judgements(*places))
    shown = multiples.grid(panel, ZH, lambda one: f"./targets?judgement={one}", "light", "straight_line", "j2")
    assert name == "婚检率"
    assert re.findall(r'href="./targets\?judgement=(\w+)"( aria-current="true")?', shown) == [
        ("j1", ""), ("j2", ' aria-current="true"'),
    ]  # fmt: skip
    assert "甲&lt;市 · 2022年" in shown
    assert "甲<市" not in shown
    assert shown.count("✔ 达标") == 2
    assert shown.count("完成 40%") == 1
    first, second = (float(x) for x in re.findall(r"circle%20cx%3D%22([\d.]+)", shown))
    low, high = charts_targets.axis_span(panel.frame, "%", "level")
    assert first == pytest.approx((40 - low) / (high - low) * 200, abs=0.06)
    assert second == pytest.approx((80 - low) / (high - low) * 200, abs=0.06)


def test_indicators_of_most_regions_come_first_and_units_stand_apart():
    frame = judgements({"indicator": "甲"}, {}, {"region": "乙市"}, {"region": "丙市", "unit": "‰"})
    assert [(name, panel.unit, len(panel.frame)) for name, panel in multiples.sets(frame)] == [
        ("婚检率", "%", 2), ("甲", "%", 1), ("婚检率", "‰", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("theme", charts.PALETTES)
def test_every_verdict_has_its_own_shape(theme: str):
    frame = judgements({}, {"verdict": "unmet"}, {"verdict": "undecided", "required": None}, PENDING)
    ((_, panel),) = multiples.sets(frame)
    shown = multiples.grid(panel, EN, str, theme, "straight_line")
    pictures = re.findall(r'src="data:image/svg\+xml,([^"]+)"', shown)
    assert len(set(pictures)) == 4
    assert shown.count("svg") > 0
    assert "No achievement yet" in shown
