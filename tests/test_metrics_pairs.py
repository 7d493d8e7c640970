"""Which target answers which achieved figure: the borders of indicator, measure, place and year."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from metrics_cases import PLACES, achieved, figure, target

from metrics.pairs import pair


def met_pairs(figures):
    """(achieved, target, owner) of every pair of two figures."""
    return [(one.achieved, one.target, one.owner) for one in pair(figures) if one.achieved and one.target]


# label, achieved, target, owner of the pair or None where they must not meet
CASES = [
    # indicator
    ("same name", achieved(96), target(75), "own"),
    ("another name", achieved(96), target(75, indicator="孕检率"), None),
    ("same id, other words", achieved(3, indicator_id="x", indicator="甲"), target(3, indicator_id="x"), "own"),
    ("same name, two ids", achieved(96, indicator_id="x"), target(75, indicator_id="y"), None),
    ("an id on one side only, same name", achieved(96, indicator_id="x"), target(75), "own"),
    ("an id on one side only, another name", achieved(96, indicator_id="x"), target(75, indicator="孕检率"), None),
    # measure
    ("another unit", achieved(96), target(75, unit="‰"), None),
    ("no unit on either side", achieved(0.8, unit=""), target(0.9, unit=""), "own"),
    ("completion rate against coverage", achieved(101, complete=True), target(75), None),
    ("coverage against completion rate", achieved(96), target(100, complete=True), None),
    ("completion rate against its own", achieved(101, complete=True), target(100, complete=True), "own"),
    ("level against change", achieved(96), target(2, basis="change"), None),
    ("change against level", achieved(2, basis="change"), target(75), None),
    ("change against change", achieved(2, basis="change"), target(3, basis="change"), "own"),
    # place
    ("the province's target", achieved(96), target(75, region="山西省"), "superior"),
    ("the prefecture's target for a county", achieved(96, region="太谷区"), target(75), "superior"),
    ("the province's target for a county", achieved(96, region="太谷区"), target(75, region="山西省"), "superior"),
    ("the nation's target", achieved(96), target(75, region="全国"), "national"),
    ("the nation's own", achieved(96, region="全国"), target(75, region="全国"), "national"),
    ("the nation's target, its code left out", achieved(96), target(75, region="全国", region_code=None), "national"),
    ("another province's target", achieved(96), target(75, region="江西省"), None),
    ("a county's target for the city", achieved(96), target(75, region="太谷区"), None),
    ("a place without a code, same name", achieved(96, region="某新区"), target(75, region="某新区"), "own"),
    ("a place without a code, other name", achieved(96, region="某新区"), target(75, region="另一新区"), None),
    ("a place without a code under the nation", achieved(96, region="某新区"), target(75, region="全国"), "national"),
    ("no place, one report", achieved(96, region=None), target(75, region=None), "own"),
    ("no place, two reports", achieved(96, region=None), target(75, region=None, document_id="other"), None),
    ("no place against the nation", achieved(96, region=None), target(75, region="全国"), None),
    ("a count against one's own", achieved(30, unit="家"), target(40, unit="家"), "own"),
    ("a count against the province's total", achieved(30, unit="家"), target(400, unit="家", region="山西省"), None),
    ("money against the nation's total", achieved(3e6, unit="元"), target(9e9, unit="元", region="全国"), None),
    ("a ratio, the province's", achieved(3, unit="个/千人"), target(4, unit="个/千人", region="山西省"), "superior"),
    ("a total by time, the province's", achieved(3, unit="管/日"), target(4, unit="管/日", region="山西省"), None),
    ("money a head, the nation's", achieved(84, unit="元/人"), target(89, unit="元/人", region="全国"), "national"),
    # year
    ("next year's target", achieved(96), target(75, year=2023), "own"),
    ("a far target", achieved(96), target(75, year=2030), "own"),
    ("last year's target", achieved(96), target(75, year=2021), None),
    ("no year on the target", achieved(96), target(75, year=None), None),
    ("no year on the achieved", achieved(96, year=None), target(75), None),
    ("no year on either, one report", achieved(96, year=None), target(75, year=None), "own"),
    ("no year on either, two reports", achieved(96, year=None), target(75, year=None, document_id="other"), None),
    ("last year's plan, another report", achieved(96), target(75, document_id="plan"), "own"),
    # kind
    ("a baseline is no achievement", figure("baseline", 96), target(75), None),
    ("a benchmark is no achievement", figure("benchmark", 96), target(75), None),
    ("a benchmark is no target", achieved(96), figure("benchmark", 75), None),
]  # fmt: skip


@pytest.mark.parametrize(("done", "aim", "owner"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_who_meets_whom(done, aim, owner):
    expected = [] if owner is None else [(done, aim, owner)]
    assert met_pairs([done, aim]) == expected
    assert met_pairs([aim, done]) == expected


def test_own_superior_and_national_targets_are_all_kept_nearest_owner_first():
    done = achieved(96, region="太谷区")
    aims = [target(80, region=region) for region in ("全国", "山西省", "晋中市", "太谷区")]
    owners = [(aim.region, owner) for _, aim, owner in met_pairs([done, *aims])]
    assert owners == [("太谷区", "own"), ("晋中市", "superior"), ("山西省", "superior"), ("全国", "national")]


def test_several_targets_of_one_year_are_all_kept():
    done, low, high = achieved(96), target(75), target(95, ">=", document_id="plan")
    assert met_pairs([done, low, high]) == [(done, low, "own"), (done, high, "own")]


def test_the_target_of_the_same_year_goes_before_later_ones():
    done, now, later = achieved(96), target(75), target(80, year=2025)
    assert met_pairs([done, later, now]) == [(done, now, "own")]
    [alone] = [one for one in pair([done, later, now]) if one.achieved is None]
    assert (alone.target, alone.owner, alone.other_years) == (later, "own", (2022,))


def test_the_nearest_later_target_is_taken():
    done, near, far = achieved(96), target(75, year=2023), target(80, year=2025)
    assert met_pairs([done, far, near]) == [(done, near, "own")]


def test_the_year_is_chosen_for_each_owner_by_itself():
    done = achieved(96)
    own, own_later, province = target(75), target(80, year=2025), target(90, year=2025, region="山西省")
    assert met_pairs([done, own, own_later, province]) == [(done, own, "own"), (done, province, "superior")]


def test_one_target_answers_achieved_figures_of_several_years():
    first, second, aim = achieved(90, year=2021), achieved(96), target(95, year=2025)
    assert met_pairs([first, second, aim]) == [(first, aim, "own"), (second, aim, "own")]


def test_an_achieved_figure_with_only_earlier_targets_stands_alone_and_names_their_years():
    done, aims = achieved(96), [target(75, year=2020), target(70, year=2015), target(99, year=None)]
    pairs = pair([done, *aims])
    assert [(one.achieved, one.target, one.other_years) for one in pairs if one.achieved] == [
        (done, None, (2015, 2020, None))
    ]
    lonely = {one.target.year: one.other_years for one in pairs if one.target}
    assert lonely == dict.fromkeys((2020, 2015, None), (2022,))


def test_a_lonely_national_target_is_the_nations():
    [alone] = pair([target(75, region="全国")])
    assert (alone.achieved, alone.owner) == (None, "national")


BASELINES = [
    # label, baselines as (value, others), value of the one that is taken
    ("none", [], None),
    ("earlier year", [(90, {"year": 2015})], 90),
    ("nearest earlier year", [(90, {"year": 2015}), (93, {"year": 2020})], 93),
    ("unknown year", [(79, {"year": None})], 79),
    ("a known year before an unknown one", [(79, {"year": None}), (90, {"year": 2015})], 90),
    ("same year is not earlier", [(90, {"year": 2022})], None),
    ("another report", [(90, {"year": 2015, "document_id": "other"})], 90),
    ("another report, year unknown", [(79, {"year": None, "document_id": "other"})], None),
    ("this report before another", [(90, {"year": 2020, "document_id": "other"}), (91, {"year": 2020})], 91),
    ("a nearer year before this report", [(90, {"year": 2021, "document_id": "other"}), (91, {"year": 2020})], 90),
    ("a number before a nearer bound", [(90, {"year": 2021, "comparator": ">="}), (91, {"year": 2020})], 91),
    ("a bound where there is nothing else", [(90, {"year": 2021, "comparator": ">="})], 90),
    ("another place", [(90, {"year": 2015, "region": "山西省"})], None),
    ("another indicator", [(90, {"year": 2015, "indicator": "孕检率"})], None),
    ("another unit", [(90, {"year": 2015, "unit": "‰"})], None),
    ("a change", [(90, {"year": 2015, "basis": "change"})], None),
    ("nearest in the text", [(90, {"year": 2015, "start": 900}), (91, {"year": 2015, "start": 90})], 91),
]


@pytest.mark.parametrize(("found", "value"), [case[1:] for case in BASELINES], ids=[case[0] for case in BASELINES])
def test_baseline(found, value):
    done, aim = achieved(96, start=100), target(75, start=100)
    baselines = [figure("baseline", number, **others) for number, others in found]
    for figures in ([done, aim, *baselines], [done, *baselines], [aim, *baselines]):
        [one] = pair(figures)
        assert (one.baseline and one.baseline.value) == value


def test_last_years_achievement_of_any_report_is_a_baseline():
    before, done = achieved(90, year=2020, document_id="older"), achieved(96)
    aim = target(99, year=2025)
    found = {one.achieved: one.baseline for one in pair([before, done, aim])}
    assert found == {before: None, done: before}


def test_next_years_achievement_is_no_baseline():
    done, after = achieved(96), achieved(97, year=2023, document_id="newer")
    assert {one.achieved: one.baseline for one in pair([done, after])} == {done: None, after: done}


figures = st.builds(
    lambda kind, value, **others: figure(kind, value, **others),
    st.sampled_from(["achieved", "target", "baseline", "benchmark"]),
    st.integers(0, 3),
    indicator=st.sampled_from(["婚检率", "死亡率"]),
    indicator_id=st.sampled_from([None, "x", "y"]),
    unit=st.sampled_from(["%", "家"]),
    basis=st.sampled_from(["level", "change"]),
    complete=st.booleans(),
    year=st.sampled_from([None, 2020, 2021, 2022]),
    region=st.sampled_from(list(PLACES)),
    document_id=st.sampled_from(["review", "plan"]),
)


@given(st.lists(figures, max_size=12), st.randoms(use_true_random=False))
def test_no_figure_is_lost_and_the_order_does_not_matter(rows, random):
    pairs = pair(rows)
    both = [one for one in pairs if one.achieved and one.target]
    for kind in ("achieved", "target"):
        wanted = {row.figure_id for row in rows if row.kind == kind}
        assert {getattr(one, kind).figure_id for one in pairs if getattr(one, kind)} == wanted
        # A figure stands alone exactly where it has no partner.
        paired = {getattr(one, kind).figure_id for one in both}
        alone = [getattr(one, kind) for one in pairs if one not in both and getattr(one, kind)]
        assert sorted(one.figure_id for one in alone) == sorted(wanted - paired)
    for one in both:
        for same in ("unit", "basis", "complete"):
            assert getattr(one.achieved, same) == getattr(one.target, same)
        assert (one.target.year or 0) >= (one.achieved.year or 0)
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert {(one.achieved, one.target, one.owner) for one in pair(shuffled)} == {
        (one.achieved, one.target, one.owner) for one in pairs
    }
