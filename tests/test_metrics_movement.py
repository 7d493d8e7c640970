"""Direction and pace in the judgement table: their words, their reasons, every method's numbers, the chosen method."""

from __future__ import annotations

import pytest
from metrics_cases import achieved, figure, polarity, table, target

from metrics.build import build


def judged(*figures):
    """The judgements of a few figures, one dict a row."""
    return build(table(list(figures)), polarity).to_pylist()


def test_a_row_on_its_way_carries_every_method_and_every_number():
    # 0.5 to 1.1 in 2020 to 2023, 3.2 by 2030: a fifth of the way, and more than on course by growth
    base, done = figure("baseline", 0.5, year=2020), achieved(1.1, year=2023)
    [row] = judged(base, done, target(3.2, year=2030))
    assert (row["level"], row["direction"], row["pace"]) == ("未达标", "改善", "偏慢")
    assert row["judgement"] == "未达标，改善，偏慢"
    words = ("straight_line_pace", "statcan_pace", "unsd_pace", "healthy_people_pace", "method_dependent")
    assert [row[name] for name in words] == ["偏慢", "进度正常", "已达目标或进度正常", "有改善", True]
    numbers = {
        "pace_ratio": 0.740741, "progress_made": 0.222222, "time_spent": 0.3, "straight_line_ratio": 0.740741,
        "cagr_actual": 0.300591, "cagr_required": 0.203976, "statcan_ratio": 1.473661, "expected_value": 6.92435,
        "unsd_ratio": 2.37939, "targeted_change_percent": 22.222222, "baseline_change_percent": 120,
    }  # fmt: skip
    assert {name: row[name] for name in numbers} == pytest.approx(numbers, abs=1e-4)
    assert row["pace_reason"] == (
        "2020年0.5%，2023年1.1%，2030年目标3.2%：路程走了22.22%，时间过了30%，两者之比0.74"
    )


@pytest.mark.parametrize(
    ("method", "pace", "ratio"),
    [("straight_line", "偏慢", 0.740741), ("statcan", "进度正常", 1.473661), ("unsd", "已达目标或进度正常", 2.37939),
     ("healthy_people", "有改善", 22.222222)],
)  # fmt: skip
def test_the_method_can_be_chosen(method, pace, ratio):
    rows = [figure("baseline", 0.5, year=2020), achieved(1.1, year=2023), target(3.2, year=2030)]
    [row] = build(table(rows), polarity, None, method).to_pylist()
    assert (row["pace"], row["pace_method"]) == (pace, method)
    assert row["pace_ratio"] == pytest.approx(ratio, abs=1e-4)
    assert row["straight_line_pace"] == "偏慢"


def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match="method is 'guess'; choose one of straight_line"):
        build(table([]), polarity, None, "guess")


DEATHS = {"indicator": "死亡率", "unit": "‰"}
BEFORE = {"year": 2020}
UNKNOWN = {"indicator": "甲率"}
SEXES = {"indicator": "出生人口性别比"}
# label, figures -> judgement, direction, pace, a part of pace_reason
WORDS = [
    ("worsening but still met", [achieved(4.8, **DEATHS), figure("baseline", 3.9, **BEFORE, **DEATHS),
                                 target(5.4, "<=", **DEATHS)], "达标但恶化", "恶化", "已完成", "目标年2022年已到"),
    ("worsening, met, not yet due", [achieved(4.8, **DEATHS), figure("baseline", 3.9, **BEFORE, **DEATHS),
                                     target(5.4, "<=", year=2025, **DEATHS)],
     "达标但恶化", "恶化", None, "基期已达到目标，不计进度"),
    ("past and missed", [achieved(70), target(75)], "未达标，仅有一期数据，未完成", "仅有一期数据", "未完成", "目标年"),
    ("one point, not yet due", [achieved(70), target(75, year=2025)],
     "未达标，仅有一期数据", "仅有一期数据", "仅有一期数据", "没有找到更早"),
    ("met ahead of time", [achieved(80), figure("baseline", 60, **BEFORE), target(75, year=2025)],
     "达标，改善，进度达标", "改善", "进度达标", "两者之比"),
    ("no longer met", [achieved(74), figure("baseline", 76, **BEFORE), target(75, year=2025)],
     "未达标，恶化，倒退", "恶化", "倒退", "退到目标以外"),
    ("away from the target", [achieved(59), figure("baseline", 60, **BEFORE), target(75, year=2025)],
     "未达标，恶化，倒退", "恶化", "倒退", "两者之比-0.17"),
    ("not moved", [achieved(60), figure("baseline", 60, **BEFORE), target(75, year=2025)],
     "未达标，持平，滞后", "持平", "滞后", "路程走了0%"),
    ("baseline of unknown year", [achieved(65), figure("baseline", 60, year=None), target(75, year=2025)],
     "未达标，改善", "改善", None, "基期的年份不明"),
    ("achieved of unknown year", [achieved(65, year=None), target(75, year=None)],
     "未达标，仅有一期数据", "仅有一期数据", None, "年份不明"),
    ("a bound", [achieved(65, "<="), figure("baseline", 60, **BEFORE), target(75, year=2025)],
     "未达标", None, None, "只是约数或范围"),
    ("a change", [achieved(-8, basis="change", **DEATHS), target(-10, basis="change", year=2025, **DEATHS)],
     "未达标，改善", "改善", None, "增减幅度不计进度"),
    ("percent of a task", [achieved(80, complete=True), target(100, complete=True, year=2025)],
     "未达标", None, None, "任务完成率"),
    ("side unknown, floor in words", [achieved(65, **UNKNOWN), figure("baseline", 60, **UNKNOWN, **BEFORE),
                                      target(75, ">=", year=2025, **UNKNOWN)],
     "未达标，改善，偏慢", "改善", "偏慢", "两者之比"),
    ("side unknown, no words", [achieved(65, **UNKNOWN), figure("baseline", 60, **UNKNOWN, **BEFORE),
                                target(75, year=2025, **UNKNOWN)], None, None, None, "无法判断，不计进度"),
    ("a point", [achieved(110, **SEXES), figure("baseline", 112, **SEXES, **BEFORE),
                 target(107, year=2025, **SEXES)], "未达标，进度达标", None, "进度达标", "路程走了40%"),
    ("a band", [achieved(82), figure("baseline", 80, **BEFORE), target(85, value_high=90.0, year=2025)],
     "未达标，改善，进度达标", "改善", "进度达标", "目标85%"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("figures", "judgement", "moved", "pace", "why"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS]
)
def test_level_direction_and_pace_in_words(figures, judgement, moved, pace, why):
    [row] = [row for row in judged(*figures) if row["achieved_id"]]
    assert (row["judgement"], row["direction"], row["pace"]) == (judgement, moved, pace)
    assert why in row["pace_reason"]
    assert row["direction_reason"]
