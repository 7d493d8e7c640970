"""The charts, on small frames and without a browser."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import pytest
from page_cases import PENDING, PLAIN, judgements

from views import charts, charts_targets, numbers
from views.words import Words

ZH, EN = Words("zh"), Words("en")


def only_panel(*changes: dict) -> charts.Panel:
    (panel,) = charts.panels(judgements(*changes))
    return panel


def drawn(*changes: dict, **options: object):
    return go.Figure(charts_targets.targets_chart(only_panel(*changes), ZH, **options))


def trace(figure, name: str):
    (found,) = [one for one in figure.data if one.name == name]
    return found


def shading(figure) -> list[tuple[float, float]]:
    return [(s.x0, s.x1) for s in figure.layout.shapes if s.type == "rect" and s.xref == "x"]


def test_units_bases_and_task_percents_never_share_a_panel():
    frame = judgements(
        {},
        {"unit": "‰"},
        {"basis": "change"},
        {"complete": True},
        {"unit": "/10万"},
        {"target_value": 90.0},
    )
    panels = charts.panels(frame)
    kinds = [(panel.unit, panel.basis, panel.complete, len(panel.frame)) for panel in panels]
    assert sorted(kinds) == sorted(
        [
            ("%", "level", False, 2),
            ("‰", "level", False, 1),
            ("/10万", "level", False, 1),
            ("%", "change", False, 1),
            ("%", "level", True, 1),
        ]
    )
    assert len({panel.key for panel in panels}) == len(panels)
    assert {panel.title(ZH) for panel in panels} == {
        "单位：%", "单位：‰", "单位：/10万", "增减幅度，单位：%", "任务完成率，单位：%",
    }  # fmt: skip


def test_counts_of_other_sizes_stand_apart_but_rates_do_not():
    counts = judgements(
        {"unit": "家", "achieved_value": 3, "target_value": 2}, {"unit": "家", "achieved_value": 48000.0}
    )
    assert len(charts.panels(counts)) == 2
    assert len(charts.panels(judgements({"achieved_value": 128.3}, {"achieved_value": 1.0}))) == 1


def test_no_rows_make_no_panel():
    assert charts.panels(judgements({}).iloc[:0]) == []


def test_every_row_is_in_exactly_one_panel():
    frame = judgements({}, PENDING, {"unit": "家"}, {"unit": "", "basis": "change"})
    ids = [one for panel in charts.panels(frame) for one in panel.frame["judgement_id"]]
    assert sorted(ids) == sorted(frame["judgement_id"])


def test_floor_is_shaded_to_the_right_and_points_right():
    figure = drawn({})
    assert shading(figure) == [(75.0, figure.layout.xaxis.range[1])]
    assert trace(figure, "目标").marker.symbol == ("triangle-right",)


def test_ceiling_is_shaded_to_the_left_and_points_left():
    figure = drawn({"required": "<=", "target_value": 98.0})
    assert shading(figure) == [(figure.layout.xaxis.range[0], 98.0)]
    assert trace(figure, "目标").marker.symbol == ("triangle-left",)


def test_band_is_shaded_between_its_edges():
    figure = drawn({"required": "band", "target_value": 85.0, "target_value_high": 90.0})
    assert shading(figure) == [(85.0, 90.0)]
    edges = [s.x0 for s in figure.layout.shapes if s.type == "line" and s.xref == "x"]
    assert edges == [85.0, 90.0]


def test_point_target_has_no_side():
    figure = drawn({"required": "~", "target_comparator": "~"})
    assert shading(figure) == []
    assert trace(figure, "目标").text == ("上级目标 ≈75%",)


def test_verdict_has_word_shape_and_colour():
    figure = drawn({}, {"verdict": "unmet", "achieved_value": 60.0})
    marks = trace(figure, "完成").marker
    assert marks.symbol == ("circle", "diamond")
    assert len(set(marks.color)) == 2
    notes = " ".join(note.text for note in figure.layout.annotations)
    assert "✔ 达标" in notes
    assert "✘ 未达标" in notes


def test_values_stand_at_their_marks_with_units():
    figure = drawn({"target_owner": "own", "target_comparator": "<=", "unit": "/10万", "achieved_value": 0.0,
                    "target_value": 12.8, "required": "<="})  # fmt: skip
    assert trace(figure, "完成").text == ("完成 0/10万",)
    assert trace(figure, "完成").x == (0.0,)
    assert trace(figure, "目标").text == ("目标 ≤12.8/10万",)


def test_target_of_another_year_shows_its_year():
    row = judgements({"target_year": 2023, "target_owner": "own"}).to_dict("records")[0]
    assert charts.target_label(row, ZH) == "目标 75%（2023年）"
    assert charts.target_label(row, EN) == "target 75% (2023)"


def test_target_without_achievement_is_a_hollow_mark():
    figure = drawn(PENDING | {"target_comparator": ">="})
    assert trace(figure, "目标").marker.symbol == ("triangle-right-open",)
    assert not trace(figure, "完成").x


def test_achievement_without_target_is_drawn_alone():
    figure = drawn({"verdict": "no_target", "target_id": None, "target_value": None, "target_year": None})
    assert not trace(figure, "目标").x
    assert trace(figure, "完成").marker.symbol == ("circle-open",)


def test_marks_carry_their_judgement_and_the_chosen_row_is_lit():
    figure = drawn({}, {}, selected="j2")
    assert [list(one) for one in trace(figure, "完成").customdata] == [["j1"], ["j2"]]
    lit = [s for s in figure.layout.shapes if s.type == "rect" and s.xref == "paper"]
    assert len(lit) == 1
    assert lit[0].y0 < trace(figure, "完成").y[1] < lit[0].y1


@pytest.mark.parametrize("theme", charts.PALETTES)
def test_every_theme_draws_every_verdict(theme: str):
    frame = judgements({}, {"verdict": "unmet"}, {"verdict": "undecided", "required": None}, PENDING)
    figure = go.Figure(charts_targets.targets_chart(charts.panels(frame)[0], ZH, theme))
    assert len(trace(figure, "目标").x) == 4


def test_rows_do_not_run_into_each_other():
    long_name = "二级以上综合性医院（中医院）和基层医疗卫生机构建成老年友善医疗机构占比以及其他一些很长的指标名称"
    figure = drawn({"indicator": long_name}, {"indicator": long_name})
    first, second = trace(figure, "完成").y
    tops = sorted(note.y for note in figure.layout.annotations)
    assert first < tops[2] < second
    assert all(charts.width(line) <= 46 for line in figure.layout.annotations[0].text.split("<br>") if "<" not in line)


def test_axis_holds_every_value():
    figure = drawn({"basis": "change", "achieved_value": -10.0, "target_value": 3.0})
    low, high = figure.layout.xaxis.range
    assert low < -10 < 3 < high


def test_names_from_a_report_are_text_not_markup():
    figure = drawn({"indicator": "<a href=x>率"})
    assert "&lt;a href=x&gt;率" in figure.layout.annotations[0].text


def test_description_says_axis_values_and_verdict():
    text = charts.describe(only_panel({}), ZH)
    assert text == "单位：%，共 1 项：婚检率 晋中市 完成 95.77% 上级目标 75% 达标。"
    assert charts.describe(only_panel({}, {}, {}), ZH, limit=1).endswith("其余 2 项见下面的表。")


@pytest.mark.parametrize(
    ("text", "limit", "lines"),
    [
        ("婚检率", 46, ["婚检率"]),
        ("每千人口托位数", 6, ["每千人", "口托位", "数"]),
        ("rate of visits", 8, ["rate of ", "visits"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("", 10, [""]),
    ],
)
def test_wrap(text: str, limit: int, lines: list[str]):
    assert charts.wrap(text, limit) == lines
    assert "".join(lines) == text


@pytest.mark.parametrize(
    ("value", "unit", "lang", "label"),
    [
        (95.77, "%", "zh", "95.77%"),
        (0.0, "/10万", "zh", "0/10万"),
        (481300.0, "座", "zh", "48.13万座"),
        (4.8e10, "元", "zh", "480亿元"),
        (123456789.0, "人", "zh", "12,345.6789万人"),
        (1832.0, "户", "zh", "1,832户"),
        (481300.0, "座", "en", "481,300 座"),
        (0.1 + 0.2, "", "zh", "0.30000000000000004"),
        (-10.0, "%", "zh", "-10%"),
    ],
)
def test_amount(value: float, unit: str, lang: str, label: str):
    assert numbers.amount(value, unit, lang) == label


@pytest.mark.parametrize(
    ("high", "comparator", "basis", "label"),
    [
        (None, "=", "level", "85%"),
        (None, ">=", "level", "≥85%"),
        (None, ">", "level", "＞85%"),
        (90.0, "=", "level", "85—90%"),
        (float("nan"), "<=", "level", "≤85%"),
        (None, "=", "change", "+85%"),
    ],
)
def test_figure_label(high: float | None, comparator: str, basis: str, label: str):
    assert numbers.figure(85.0, high, comparator, "%", basis, ZH) == label


def test_plain_row_is_what_metrics_writes():
    from metrics.schema import JUDGEMENTS

    assert [*JUDGEMENTS.names, "verdict"] == list(PLAIN)
    assert isinstance(judgements({}), pd.DataFrame)
