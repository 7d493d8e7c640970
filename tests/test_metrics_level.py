"""The level of one achieved figure against one target, case by case on the borders, and the words of its reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from metrics_cases import achieved, figure, target

from metrics.level import judge_level
from metrics.pairs import Pair
from metrics.wording import reason_of_verdict

MET, NOT = "达标", "未达标"
HIGH, LOW, NEITHER = "higher", "lower", "neither"

def changed(value, comparator="="):
    return achieved(value, comparator, basis="change")


def change_aimed_at(value, comparator="="):
    return target(value, comparator, basis="change")


# label, achieved, target, polarity -> "level required method code distance", - for null
CASES = [
    # a plain number, read by polarity
    ("above a plain target", achieved(95.77), target(75), HIGH, "达标 >= polarity met 20.77"),
    ("equal to a plain target", achieved(75), target(75), HIGH, "达标 >= polarity met 0"),
    ("just below a plain target", achieved(74.99), target(75), HIGH, "未达标 >= polarity not_met -0.01"),
    ("falling indicator below", achieved(2.96), target(5.4), LOW, "达标 <= polarity met -2.44"),
    ("falling indicator equal", achieved(5.4), target(5.4), LOW, "达标 <= polarity met 0"),
    ("falling indicator above", achieved(5.5), target(5.4), LOW, "未达标 <= polarity not_met 0.1"),
    ("target 0 reached", achieved(0), target(0), LOW, "达标 <= polarity met 0"),
    ("target 0 missed", achieved(0.1), target(0), LOW, "未达标 <= polarity not_met 0.1"),
    ("floor of 0", achieved(0), target(0, ">="), HIGH, "达标 >= comparator met 0"),
    ("100 percent reached", achieved(100), target(100), HIGH, "达标 >= polarity met 0"),
    ("nearly 100 percent", achieved(99.99), target(100), HIGH, "未达标 >= polarity not_met -0.01"),
    ("steps of 0.1 are decimal", achieved(0.3), target(0.1), HIGH, "达标 >= polarity met 0.2"),
    # the target's own comparator goes before the polarity
    ("zero deaths under a ceiling", achieved(0), target(12.8, "<="), LOW, "达标 <= comparator met -12.8"),
    ("equal to a ceiling", achieved(12.8), target(12.8, "<="), LOW, "达标 <= comparator met 0"),
    ("a ceiling on a good thing", achieved(30), target(25, "<="), HIGH, "未达标 <= comparator not_met 5"),
    ("a floor needs no polarity", achieved(26), target(26, ">="), None, "达标 >= comparator met 0"),
    ("a strict floor leaves its number out", achieved(90), target(90, ">"), HIGH, "未达标 >= comparator not_met 0"),
    ("above a strict floor", achieved(90.1), target(90, ">"), HIGH, "达标 >= comparator met 0.1"),
    ("a strict ceiling leaves its number out", achieved(5), target(5, "<"), LOW, "未达标 <= comparator not_met 0"),
    ("below a strict ceiling", achieved(4.9), target(5, "<"), LOW, "达标 <= comparator met -0.1"),
    # points
    ("point, equal", achieved(107), target(107), NEITHER, "达标 ~ point met 0"),
    ("point, off", achieved(108), target(107), NEITHER, "未达标 ~ point not_met 1"),
    ("point within quoted digits", achieved(107.4), target(107, value_text="107"), NEITHER, "达标 ~ point met 0.4"),
    ("point, half a digit off", achieved(107.5), target(107, value_text="107"), NEITHER, "未达标 ~ point not_met 0.5"),
    ("point to a tenth", achieved(107.4), target(107, value_text="107.0"), NEITHER, "未达标 ~ point not_met 0.4"),
    # polarity unknown
    ("unknown side, equal", achieved(75), target(75), None, "达标 ~ point met 0"),
    ("unknown side, above", achieved(80), target(75), None, "- - - polarity_unknown 5"),
    ("unknown side, rounding is no help", achieved(75.3), target(75, value_text="75"), None,
     "- - - polarity_unknown 0.3"),
    # about
    ("about, within 2%", achieved(24.5), target(25, "~"), HIGH, "达标 >= about met -0.5"),
    ("about, below 2%", achieved(24.4), target(25, "~"), HIGH, "未达标 >= about not_met -0.6"),
    ("about, lower is better", achieved(25.5), target(25, "~"), LOW, "达标 <= about met 0.5"),
    ("about, too high", achieved(26.9), target(25, "~"), LOW, "未达标 <= about not_met 1.9"),
    ("about a point", achieved(25.5), target(25, "~"), NEITHER, "达标 ~ about met 0.5"),
    ("off about a point", achieved(25.6), target(25, "~"), NEITHER, "未达标 ~ about not_met 0.6"),
    ("about, unknown side, inside", achieved(25.5), target(25, "~"), None, "达标 ~ about met 0.5"),
    ("about, unknown side, outside", achieved(30), target(25, "~"), None, "- - - polarity_unknown 5"),
    # bands
    ("inside a band", achieved(87), target(85, value_high=90.0), HIGH, "达标 band band met 0"),
    ("on the edge of a band", achieved(85), target(85, value_high=90.0), HIGH, "达标 band band met 0"),
    ("beyond a band, better side", achieved(93), target(85, value_high=90.0), HIGH, "达标 band band met 3"),
    ("below a band", achieved(80), target(85, value_high=90.0), HIGH, "未达标 band band not_met -5"),
    ("below a band, lower is better", achieved(80), target(85, value_high=90.0), LOW, "达标 band band met -5"),
    ("above a band, lower is better", achieved(93), target(85, value_high=90.0), LOW, "未达标 band band not_met 3"),
    ("above a band, neither", achieved(93), target(85, value_high=90.0), NEITHER, "未达标 band band not_met 3"),
    ("inside a band, unknown side", achieved(90), target(85, value_high=90.0), None, "达标 band band met 0"),
    ("outside a band, unknown side", achieved(91), target(85, value_high=90.0), None, "- - - polarity_unknown 1"),
    ("floor worded as a range", achieved(86), target(85, ">=", value_high=90.0), HIGH, "达标 >= comparator met 1"),
    ("ceiling worded as a range", achieved(89), target(85, "<=", value_high=90.0), LOW, "达标 <= comparator met -1"),
    # the achieved figure is itself a bound, an estimate or a range
    ("at least 90 is over 85", achieved(90, ">="), target(85, ">="), HIGH, "达标 >= comparator met 5"),
    ("at least 90 may be 95", achieved(90, ">="), target(95, ">="), HIGH, "- >= comparator indeterminate -5"),
    ("at least 95 is at least 95", achieved(95, ">="), target(95, ">="), HIGH, "达标 >= comparator met 0"),
    ("at least 95 may be just 95", achieved(95, ">="), target(95, ">"), HIGH, "- >= comparator indeterminate 0"),
    ("over 95 is over 95", achieved(95, ">"), target(95, ">"), HIGH, "达标 >= comparator met 0"),
    ("less than 5 is not 5 or more", achieved(5, "<"), target(5, ">="), HIGH, "未达标 >= comparator not_met 0"),
    ("at most 5 may be 5", achieved(5, "<="), target(5, ">="), HIGH, "- >= comparator indeterminate 0"),
    ("at least 6 is over a ceiling of 5", achieved(6, ">="), target(5, "<="), LOW, "未达标 <= comparator not_met 1"),
    ("under 500 under 500", achieved(500, "<="), target(500, "<="), LOW, "达标 <= comparator met 0"),
    ("about 82 is over 80", achieved(82, "~"), target(80), HIGH, "达标 >= polarity met 2"),
    ("about 82 may be 81.5", achieved(82, "~"), target(81.5), HIGH, "- >= polarity indeterminate 0.5"),
    ("range over a floor", achieved(85, value_high=90.0), target(85, ">="), HIGH, "达标 >= comparator met none"),
    ("range across a floor", achieved(85, value_high=90.0), target(88, ">="), HIGH,
     "- >= comparator indeterminate none"),
    ("at least 90, unknown side", achieved(90, ">="), target(85), None, "- - - polarity_unknown 5"),
    # changes carry their sign; the words of a fall speak of its size
    ("fell as far as was aimed at", changed(-10), change_aimed_at(-10), LOW, "达标 <= polarity met 0"),
    ("fell short", changed(-8), change_aimed_at(-10), LOW, "未达标 <= polarity not_met 2"),
    ("a fall of at least 10", changed(-12), change_aimed_at(-10, ">="), LOW, "达标 <= comparator met -2"),
    ("a fall of less than at least 10", changed(-8), change_aimed_at(-10, ">="), LOW, "未达标 <= comparator not_met 2"),
    ("fell by at least 12, aim 10", changed(-12, ">="), change_aimed_at(-10, ">="), LOW, "达标 <= comparator met -2"),
    ("rose where a fall was aimed at", changed(3), change_aimed_at(-10), LOW, "未达标 <= polarity not_met 13"),
    ("negative level keeps its comparator", achieved(-1), target(-2, ">="), HIGH, "达标 >= comparator met 1"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("done", "aim", "better", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_level(done, aim, better, expected):
    verdict = judge_level(done, aim, better)
    *words, distance = expected.split()
    assert [word or "-" for word in (verdict.level, verdict.required, verdict.method, verdict.code)] == words
    assert verdict.distance == (None if distance == "none" else Decimal(distance))


# value, value_text -> the smallest step of the number as quoted
STEPS = [
    (3.25, "3.25个", "0.01"),
    (3.0, "3.0个", "0.1"),
    (481300.0, "48.13万座", "100"),
    (90.0, "90%", "1"),
    (0.0, "零死亡", "0"),
    (35000.0, "3万5千", "0"),
    (66.67, "三分之二", "0"),
    (25.0, None, "0"),
]


@pytest.mark.parametrize(("value", "value_text", "step"), STEPS)
def test_quoted_step(value, value_text, step):
    assert achieved(value, value_text=value_text).step == Decimal(step)


# achieved, target, polarity, owner -> reason
REASONS = [
    (achieved(95.77), target(75, region="山西省"), HIGH, "superior",
     "95.77% ≥ 75%，高出20.77个百分点；目标为山西省2022年全省目标"),
    (achieved(70), target(75, region="全国"), HIGH, "national",
     "70% < 75%，低5个百分点；目标为全国2022年目标"),
    (achieved(0, unit="/10万"), target(12.8, "<=", unit="/10万"), LOW, "own",
     "0/10万 ≤ 12.8/10万，低12.8/10万；目标为晋中市2022年目标"),
    (achieved(5.9, unit="‰"), target(5.4, "<=", unit="‰"), LOW, "own",
     "5.9‰ > 5.4‰，高出0.5个千分点；目标为晋中市2022年目标"),
    (achieved(90), target(90, ">"), HIGH, "own",
     "90% ≤ 90%，与目标持平；目标为晋中市2022年目标"),
    (achieved(3.25, unit="个/千人"), target(3, unit="个/千人", year=2023), HIGH, "own",
     "3.25个/千人 ≥ 3个/千人，高出0.25个/千人；目标为晋中市2023年目标，2022年时尚未到目标年，已提前达到"),
    (achieved(2.5, unit="个/千人"), target(3, unit="个/千人", year=2025), HIGH, "own",
     "2.5个/千人 < 3个/千人，低0.5个/千人；目标为晋中市2025年目标，2022年时尚未到目标年，当时还没有达到"),
    (achieved(481300, unit="座"), target(375000, ">=", unit="座"), HIGH, "own",
     "48.13万座 ≥ 37.5万座，高出10.63万座；目标为晋中市2022年目标"),
    (achieved(47.5e9, unit="元"), target(48e9, ">", unit="元"), HIGH, "own",
     "475亿元 ≤ 480亿元，低5亿元；目标为晋中市2022年目标"),
    (achieved(90, ">="), target(95, ">="), HIGH, "own",
     "完成值≥90%，目标≥95%，只知其范围，无法判断是否达标；目标为晋中市2022年目标"),
    (achieved(90, ">="), target(85, ">="), HIGH, "own",
     "完成值≥90%，目标≥85%，都在目标以内；目标为晋中市2022年目标"),
    (achieved(80), target(75), None, "own",
     "完成值80%，目标75%；目标没有写明是下限还是上限，指标也不知是越高越好还是越低越好，无法判断是否达标；"
     "目标为晋中市2022年目标"),
    (achieved(26.9), target(25, "~"), LOW, "own",
     "26.9% > 约25%（按允许相差2%计，即不高于25.5%），高出1.9个百分点；目标为晋中市2022年目标"),
    (achieved(80), target(85, value_high=90.0), HIGH, "own",
     "80%，目标85%—90%，低5个百分点；目标为晋中市2022年目标"),
    (achieved(87), target(85, value_high=90.0), HIGH, "own",
     "87%，目标85%—90%，在范围以内；目标为晋中市2022年目标"),
    (achieved(107.4), target(107, value_text="107"), NEITHER, "own",
     "107.4% ≈ 107%，高出0.4个百分点；目标为晋中市2022年目标"),
    (achieved(-12, basis="change"), target(-10, ">=", basis="change"), LOW, "own",
     "-12% ≤ -10%，低2个百分点；目标为晋中市2022年目标"),
    (achieved(80, year=None), target(75, year=None), HIGH, "own",
     "80% ≥ 75%，高出5个百分点；目标为晋中市（年份不明）目标"),
]  # fmt: skip


@pytest.mark.parametrize(("done", "aim", "better", "owner", "reason"), REASONS)
def test_reason_carries_the_arithmetic(done, aim, better, owner, reason):
    assert reason_of_verdict(Pair(done, aim, owner), judge_level(done, aim, better)) == reason


numbers = st.decimals(-1000, 1000, places=2).map(float)
comparators = st.sampled_from(["=", ">=", ">", "<=", "<", "~"])
sides = st.sampled_from([HIGH, LOW, NEITHER, None])


@given(numbers, numbers, comparators, sides)
def test_an_exact_figure_is_always_decided_once_the_side_is_known(value, aim, comparator, better):
    verdict = judge_level(achieved(value), target(aim, comparator), better)
    assert (verdict.level is None) == (verdict.code == "polarity_unknown")
    if verdict.level is None:
        assert better is None


@given(numbers, numbers, numbers, comparators)
def test_a_better_value_never_turns_met_into_not_met(value, gain, aim, comparator):
    if comparator in ("<=", "<"):
        gain, better = -abs(gain), LOW
    else:
        gain, better = abs(gain), HIGH
    before = judge_level(achieved(value), target(aim, comparator), better)
    after = judge_level(achieved(value + gain), target(aim, comparator), better)
    assert not (before.level == MET and after.level == NOT)


@given(numbers, comparators, numbers, comparators, sides)
def test_every_verdict_can_be_put_into_words(value, worded, aim, comparator, better):
    done, aimed = figure("achieved", value, worded), target(aim, comparator)
    verdict = judge_level(done, aimed, better)
    assert "；目标为晋中市2022年目标" in reason_of_verdict(Pair(done, aimed, "own"), verdict)
