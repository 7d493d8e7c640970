"""The four ways to judge a pace, on seven cases worked out by hand, on the publishers' rules, and on the borders."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import progress
from metrics.progress import METHODS, Course, depends_on_method, healthy_people, statcan, straight_line, unsd
from metrics.schema import PACE_METHODS


def course(start, now, goal, years, rising=True, **others):
    """A course by values, "2020 2023 2025" and its better side; whether the target is met is read off the values."""
    start, now, goal = Decimal(start), Decimal(now), Decimal(goal)
    meets = (lambda value: value >= goal) if rising else (lambda value: value <= goal)
    given = {"met_at_start": meets(start), "met": meets(now)} | others
    return Course(start, now, goal, *map(int, years.split()), rising, **given)


# label, course, then word and number of each method; - where it says nothing. The arithmetic:
#   straight line: (now - start) / (goal - start), over (years passed) / (years in all)
#   Statistics Canada: ((now/start)^(1/years passed) - 1) / |(goal/start)^(1/years in all) - 1|, minus where down is
#   better
#   UNSD: expected = now * (now/start)^(years left/years passed); (expected - start) / (goal - start)
#   Healthy People: 100 * (now - start) / (goal - start)
SEVEN = [
    ("coverage 90.1 to 92.0, 95 by 2025", course("90.1", "92.0", "95", "2020 2023 2025"), False,
     "偏慢 0.6463",  # 1.9/4.9 = 0.38776; 3/5; 0.38776/0.6
     "有进展但需加快 0.6556",  # 0.0069804 / 0.0106475
     "有进展但需加快 0.6508",  # expected 93.2889; 3.1889/4.9
     "有改善 38.7755"),
    ("mortality 16.9 to 15.1, 12 by 2030", course("16.9", "15.1", "12", "2020 2023 2030", rising=False), False,
     "进度达标 1.2245",  # 1.8/4.9 = 0.36735; 3/10
     "进度正常 1.0945",  # 0.036844 / 0.033661
     "已达目标或进度正常 1.0795",  # expected 11.6106; -5.2894/-4.9
     "有改善 36.7347"),
    ("mortality 16.9 to 15.1, 0 by 2030", course("16.9", "15.1", "0", "2020 2023 2030", rising=False), False,
     "滞后 0.3550",  # 1.8/16.9 = 0.10651; 3/10
     "进展有限 0.0592",  # 0.036844 / 0.622244, the target read as 0.001
     "有进展但需加快 0.3130",  # expected 11.6106; -5.2894/-16.9
     "有改善 10.6509"),
    ("doctors 0.5 to 1.1, 3.2 by 2030", course("0.5", "1.1", "3.2", "2020 2023 2030"), True,
     "偏慢 0.7407",  # 0.6/2.7 = 0.22222; 3/10
     "进度正常 1.4737",  # 0.300591 / 0.203976
     "已达目标或进度正常 2.3794",  # expected 6.9243; 6.4243/2.7
     "有改善 22.2222"),
    ("literacy 14.18 to 29.7, 30 by 2030", course("14.18", "29.7", "30", "2018 2023 2030"), False,
     "进度达标 2.3545",  # 15.52/15.82 = 0.98104; 5/12
     "进度正常 2.4730",  # 0.159354 / 0.064438
     "已达目标或进度正常 4.3889",  # expected 83.612; 69.432/15.82
     "有改善 98.1037"),
    ("screening 97.0 to 96.2, 98 by 2025", course("97.0", "96.2", "98", "2020 2023 2025"), False,
     "倒退 -1.3333",  # -0.8/1 = -0.8; 3/5
     "恶化 -1.3425",  # -0.002757 / 0.002053
     "停滞或倒退 -1.3297",  # expected 95.6703; -1.3297/1
     "变化很小 -80.0000"),  # 0.8/97 is 0.82% of the baseline, under 10%
    ("mortality 3.9 to 4.8 against 5.4", course("3.9", "4.8", "5.4", "2020 2023 2025", rising=False), False,
     "- -",  # it met the standard from the start: no way to cover
     "已达目标 -1.0657",  # 0.071665 away from the better side / 0.067249
     "已达目标或进度正常 1.0751",
     "达到或超过目标 -"),
]  # fmt: skip


def said(reading):
    number = "-" if reading.number is None else format(reading.number, ".4f")
    return f"{reading.word or '-'} {number}"


@pytest.mark.parametrize(
    ("way", "dependent", "expected"),
    [(case[1], case[2], case[3:]) for case in SEVEN],
    ids=[case[0] for case in SEVEN],
)
def test_the_seven_cases_by_every_method(way, dependent, expected):
    readings = {name: read(way) for name, read in METHODS.items()}
    assert tuple(said(reading) for reading in readings.values()) == expected
    assert depends_on_method(readings) is dependent


# Each threshold of the straight line, from both sides: 10 to 20 between 2020 and 2030.
@pytest.mark.parametrize(
    ("now", "year", "word"),
    [
        ("15", 2025, "进度达标"), ("14.999", 2025, "偏慢"), ("12.5", 2025, "偏慢"), ("12.499", 2025, "滞后"),
        ("10", 2025, "滞后"), ("9.999", 2025, "倒退"), ("20", 2029, "进度达标"), ("25", 2021, "进度达标"),
    ],
)  # fmt: skip
def test_straight_line_thresholds(now, year, word):
    assert straight_line(course("10", now, "20", f"2020 {year} 2030")).word == word


def test_a_third_of_the_way_in_a_third_of_the_time_is_exactly_on_course():
    reading = straight_line(course("0", "1", "3", "2020 2023 2029"))
    assert (reading.word, reading.number) == ("进度达标", 1)


# now that gives a ratio of the threshold: 100 doubles by 2030, so 7.177% a year is required
@pytest.mark.parametrize(
    ("share", "word"),
    [("0.95", "进度正常"), ("0.9499", "有进展但需加快"), ("0.60", "有进展但需加快"), ("0.5999", "进展有限"),
     ("0", "进展有限"), ("-0.0001", "恶化")],
)  # fmt: skip
def test_statcan_thresholds(share, word):
    required = Decimal(2) ** (Decimal(1) / 10) - 1
    # A hair more, for the root that the program takes of it is cut at its last digit.
    now = Decimal(100) * (1 + Decimal(share) * required + Decimal("1e-20"))
    assert statcan(course("100", now, "200", "2020 2021 2030")).word == word


@pytest.mark.parametrize(
    ("way", "expected", "required"),
    [
        # (5/10)^(1/5)-1 = -0.129449; (0.001/10)^(1/10)-1 = -0.601893
        (course("10", "5", "0", "2020 2025 2030", rising=False), "进展有限 0.2151", -0.601893),
        # (1/0.001)^(1/5)-1 = 2.981072; (10/0.001)^(1/10)-1 = 1.511886
        (course("0", "1", "10", "2020 2025 2030"), "进度正常 1.9718", 1.511886),
    ],
)
def test_statcan_takes_a_thousandth_for_0(way, expected, required):
    reading = statcan(way)
    assert said(reading) == expected
    assert float(reading.steps["cagr_required"]) == pytest.approx(required, abs=1e-6)


def test_statcan_cannot_read_values_of_two_signs():
    reading = statcan(course("-2", "1", "4", "2020 2023 2030"))
    assert (reading.word, reading.number) == (None, None)
    assert "正负不一" in reading.why


def test_statcan_turns_the_better_side_round_for_negative_values():
    # -10 to -8 with -5 aimed at: up is better, the growth of a negative number is negative.
    reading = statcan(course("-10", "-8", "-5", "2020 2023 2030"))
    assert reading.number > 0


# 100 in 2020, 110 aimed at for 2030; in 2029 one more year of the same growth is expected.
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("100.8", "停滞或倒退 0.0889"),  # 100.8 * 1.008^(1/9) = 100.889
        ("100.9", "有进展但需加快 0.1000"),  # 100.9 * 1.009^(1/9) = 101.0005
        ("108.5", "有进展但需加快 0.9488"),  # 108.5 * 1.085^(1/9) = 109.488
        ("108.6", "已达目标或进度正常 0.9600"),  # 108.6 * 1.086^(1/9) = 109.600
        ("99", "停滞或倒退 -0.1110"),  # 99 * 0.99^(1/9) = 98.890
    ],
)
def test_unsd_thresholds(now, expected):
    assert said(unsd(course("100", now, "110", "2020 2029 2030"))) == expected


def test_unsd_cannot_start_from_0():
    reading = unsd(course("0", "1", "4", "2020 2023 2030"))
    assert (reading.word, reading.number) == (None, None)


# What the Healthy People 2020 final progress table says of data without standard errors.
@pytest.mark.parametrize(
    ("start", "now", "word"),
    [
        ("50", "60", "达到或超过目标"),  # equal to the target
        ("50", "61", "达到或超过目标"),
        ("61", "62", "达到或超过目标"),  # baseline and latest both beyond it
        ("50", "51", "有改善"),  # 10% of the targeted change
        ("50", "50.9", "变化很小"),  # 9%
        ("50", "50", "变化很小"),
        ("50", "45.1", "变化很小"),  # away by 9.8% of the baseline
        ("50", "45", "变差"),  # by 10%
        ("61", "59", "变化很小"),  # met once, missed now, 3.3% of the baseline
        ("70", "59", "变差"),
    ],
)
def test_healthy_people_rules(start, now, word):
    assert healthy_people(course(start, now, "60", "2020 2025 2030")).word == word


def test_healthy_people_cannot_measure_a_move_away_from_0():
    reading = healthy_people(course("0", "-1", "5", "2020 2025 2030"))
    assert reading.word is None
    assert "基期为0" in reading.why


# label, course, word of the straight line
BORDERS = [
    ("baseline equal to the target, still met", course("95", "95", "95", "2020 2023 2025"), None),
    ("baseline equal to the target, missed now", course("95", "94", "95", "2020 2023 2025"), "倒退"),
    ("baseline beyond the target, better still", course("96", "97", "95", "2020 2023 2025"), None),
    ("baseline at a strict bound", course("95", "95", "95", "2020 2023 2025", met_at_start=False, met=False), None),
    ("falling, target 0 reached", course("3", "0", "0", "2020 2023 2025", rising=False), "进度达标"),
    ("falling, gone up", course("3", "4", "0", "2020 2023 2025", rising=False), "倒退"),
    ("near 100 percent", course("99.8", "99.9", "100", "2020 2021 2025"), "进度达标"),
    ("negative values", course("-10", "-9", "-5", "2020 2023 2025"), "滞后"),
    ("a point come nearer to from above",
     course("112", "110", "107", "2020 2023 2026", rising=False, closing=True, met=False), "偏慢"),
    ("a point overshot by as much",
     course("112", "102", "107", "2020 2023 2026", rising=False, closing=True, met=False), "滞后"),
]  # fmt: skip


@pytest.mark.parametrize(("way", "word"), [case[1:] for case in BORDERS], ids=[case[0] for case in BORDERS])
def test_straight_line_borders(way, word):
    reading = straight_line(way)
    assert reading.word == word
    assert reading.word or reading.why


def test_the_methods_page_names_every_method_word_and_threshold(root):
    page = (root / "docs/METHODS.md").read_text(encoding="utf-8")
    assert list(METHODS) == list(PACE_METHODS)
    words = [word for said in progress.AGREES.values() for word in said]
    limits = [*progress.STATCAN_THRESHOLDS, *progress.UNSD_THRESHOLDS, progress.HEALTHY_PERCENT]
    assert [name for name in [*METHODS, *words] if name not in page] == []
    assert [str(limit) for limit in limits if f"≥ {limit}" not in page] == []


values = st.decimals(-1000, 1000, places=2)


@given(values, values, values, st.integers(1, 9), st.booleans(), st.booleans())
def test_every_method_says_a_word_or_why_not(start, now, goal, years, rising, closing):
    way = course(start, now, goal, f"2020 {2020 + years} 2030", rising=rising, closing=closing)
    for read in METHODS.values():
        reading = read(way)
        assert reading.word or reading.why
    if way.met and not way.met_at_start and not closing:
        assert straight_line(way).word == "进度达标"
    assert depends_on_method({name: read(way) for name, read in METHODS.items()}) in (True, False, None)


@given(values, values, st.decimals(0, 1000, places=2), values, st.integers(1, 9))
def test_a_better_value_is_never_behind_a_worse_one(start, now, gain, goal, years):
    if start >= goal:
        return
    span = f"2020 {2020 + years} 2030"
    worse, better = straight_line(course(start, now, goal, span)), straight_line(course(start, now + gain, goal, span))
    assert better.number >= worse.number
