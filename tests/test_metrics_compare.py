"""Values quoted in several ways, one indicator down the levels, and a region among its peers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from metrics_cases import PLACES, achieved, figure, target

from metrics.compare import CASCADE, FEW, cascade, peers
from metrics.conflicts import CONFLICTS, DIFFERENCES, RULES, choose, conflicts
from metrics.national import load
from metrics.reports import Report


def report(name, year, region):
    return Report(name, f"{name}.txt", None, region, PLACES.get(region, ("140799",))[0], None, year)


REPORTS = {
    one.document_id: one
    for one in (
        report("city-2022", 2022, "晋中市"), report("city-2023", 2023, "晋中市"), report("province", 2022, "山西省"),
        report("report", 2022, "晋中市"),
    )
}  # fmt: skip
SPOT = {"document_id": "city-2022"}
LATER = {"document_id": "city-2023", "quote_start": 50}
PROVINCE = {"document_id": "province", "quote_start": 70}

# label, figures -> chosen value, rule, difference; None where there is no conflict
CONFLICTING = [
    ("equal", [achieved(90, **SPOT), achieved(90, **PROVINCE)], None),
    ("equal, one to more digits", [achieved(15.9, **SPOT, value_text="15.9"),
                                   achieved(15.9, **PROVINCE, value_text="15.90")], None),
    ("own report before the province's", [achieved(91, **PROVINCE), achieved(90, **SPOT)], (90, "own_report", "value")),
    ("the later report corrects", [achieved(90, **SPOT), achieved(91, **LATER)], (91, "latest_report", "value")),
    ("of its year before recalled", [achieved(90, **SPOT), figure("baseline", 91, **LATER)],
     (90, "of_its_year", "value")),
    ("checked before all", [achieved(90, **SPOT), achieved(91, **PROVINCE, confidence="checked")],
     (91, "checked", "value")),
    ("a number before a bound", [achieved(90, ">=", **SPOT), achieved(92, **PROVINCE)], (92, "exact", "wording")),
    ("a number outside the bound", [achieved(90, ">=", **SPOT), achieved(88, **PROVINCE)], (88, "exact", "value")),
    ("rounded", [achieved(90, **SPOT, value_text="90"), achieved(90.3, **SPOT, value_text="90.3", quote_start=99)],
     (90.3, "finest", "wording")),
    ("two places of one report", [achieved(90, **SPOT, start=1), achieved(93, **SPOT, quote_start=99, start=99)],
     (90, "first_stated", "value")),
    ("two rules, one after the other",
     [achieved(90, **SPOT), achieved(91, **LATER), achieved(92, **PROVINCE)],
     (91, "own_report+latest_report", "value")),
    ("targets too", [target(90, **SPOT), target(95, **LATER)], (95, "latest_report", "value")),
    ("two values of one sentence are two things", [achieved(90, **SPOT), achieved(93, **SPOT)], None),
    ("a value and a target", [achieved(90, **SPOT), target(95, **LATER)], None),
    ("another year", [achieved(90, **SPOT), achieved(91, year=2021, **LATER)], None),
    ("another unit", [achieved(90, **SPOT), achieved(91, unit="‰", **LATER)], None),
    ("another region", [achieved(90, **SPOT), achieved(91, region="太谷区", **LATER)], None),
    ("year unknown", [achieved(90, year=None, **SPOT), achieved(91, year=None, **LATER)], None),
    ("a benchmark", [achieved(90, **SPOT), figure("benchmark", 91, **LATER)], None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("figures", "expected"), [case[1:] for case in CONFLICTING], ids=[case[0] for case in CONFLICTING]
)
def test_conflict(figures, expected):
    rows = conflicts(figures, REPORTS).to_pylist()
    assert rows == conflicts(figures[::-1], REPORTS).to_pylist()
    if expected is None:
        assert rows == []
        return
    value, rule, difference = expected
    assert {row["figure_id"] for row in rows} == {one.figure_id for one in figures}
    assert [row["value"] for row in rows if row["chosen"]] == [value]
    assert {(row["rule"], row["difference"]) for row in rows} == {(rule, difference)}
    assert rows[0]["chosen"]
    for one in figures:
        assert f"{one.value:g}%" in rows[0]["reason"]


def test_a_choice_of_one_takes_no_rule():
    only = achieved(90, **SPOT)
    assert choose([only], REPORTS) == (only, "")


def test_columns_of_conflicts_and_cascade_are_described():
    for field in (*CONFLICTS, *CASCADE):
        assert field.metadata[b"doc"], field.name
    for word in RULES:
        assert word.encode() in CONFLICTS.field("rule").metadata[b"doc"]
    assert set(DIFFERENCES) == {"value", "wording"}


MMR = ("id", "maternal-mortality-ratio")
DEATHS = {"indicator_id": MMR[1], "indicator": "孕产妇死亡率", "unit": "/10万"}


def line(rows):
    return [(row["region"], row["value"], row["parent_code"], row["gap_to_parent"]) for row in rows.to_pylist()]


def test_cascade_from_the_nation_to_the_county():
    figures = [achieved(value, region=region, **DEATHS)
               for region, value in (("太谷区", 9), ("山西省", 13.5), ("晋中市", 0), ("江西省", 8))]  # fmt: skip
    rows = cascade(figures, REPORTS, MMR, "/10万", 2022, load())
    assert line(rows) == [
        ("全国", 15.7, None, None),
        ("山西省", 13.5, "100000", -2.2),
        ("晋中市", 0, "140000", -13.5),
        ("太谷区", 9, "140700", 9),
        ("江西省", 8, "100000", -7.7),
    ]
    assert rows["national_id"].to_pylist()[0] == "bulletin-maternal-mortality-ratio-2022"
    assert rows["figure_id"].to_pylist()[0] is None
    below = cascade(figures, REPORTS, MMR, "/10万", 2022, load(), below="140700")
    assert [row[0] for row in line(below)] == ["全国", "山西省", "晋中市", "太谷区"]
    assert rows.schema == CASCADE


def test_cascade_over_a_missing_level_and_without_a_nation():
    rows = cascade([achieved(9, region="太谷区", **DEATHS), achieved(13.5, region="山西省", **DEATHS)],
                   REPORTS, MMR, "/10万", 2022)  # fmt: skip
    assert line(rows) == [("山西省", 13.5, None, None), ("太谷区", 9, "140000", -4.5)]


def test_cascade_takes_a_quoted_national_value_and_no_gap_of_bounds_or_totals():
    figures = [achieved(16, region="全国", **DEATHS), achieved(13.5, "<=", region="山西省", **DEATHS)]
    rows = cascade(figures, REPORTS, MMR, "/10万", 2022, load())
    assert line(rows) == [("全国", 16, None, None), ("山西省", 13.5, "100000", None)]
    totals = [achieved(400, unit="家", region="山西省"), achieved(30, unit="家")]
    rows = cascade(totals, REPORTS, ("name", "婚检率"), "家", 2022)
    assert line(rows) == [("山西省", 400, None, None), ("晋中市", 30, "140000", None)]


def test_cascade_names_the_rule_that_chose_a_value_and_keeps_places_without_a_code():
    figures = [achieved(90, **SPOT), achieved(91, **LATER), achieved(70, region="某新区")]
    rows = cascade(figures, REPORTS, ("name", "婚检率"), "%", 2022).to_pylist()
    assert [(row["region"], row["value"], row["rule"]) for row in rows] == [
        ("晋中市", 91, "latest_report"), ("某新区", 70, ""),
    ]  # fmt: skip
    assert cascade(figures, REPORTS, ("name", "婚检率"), "%", 2021).num_rows == 0


CITIES = {"晋中市": 95, "乙市": 97, "丙市": 95, "丁市": 90, "戊市": 99}


def cities(**others):
    return [
        achieved(value, region=name, region_level="市", region_code=PLACES.get(name, (f"14{n:02}00",))[0], **others)
        for n, (name, value) in enumerate(CITIES.items(), start=21)
    ]


def test_rank_and_distances_among_five():
    found = peers(cities(), REPORTS, ("name", "婚检率"), "%", 2022, "140700", "higher")
    # 99, 97, 95, 95, 90: two share the third rank
    assert (found.rank, found.count, found.best, found.best_regions) == (3, 5, 99, ("戊市",))
    assert (found.median, found.to_best, found.to_median) == (95, -4, 0)
    assert (found.nation, found.to_nation) == (None, None)
    assert [value for _, value in found.values] == [99, 97, 95, 95, 90]
    assert found.warnings == ("没有2022年的全国数值",)


def test_the_lowest_is_best_where_lower_is_better():
    figures = [achieved(value, region=name, **DEATHS) for name, value in (("山西省", 13.5), ("江西省", 8))]
    found = peers(figures, REPORTS, MMR, "/10万", 2022, "140000", "lower", load())
    assert (found.rank, found.best, found.best_regions) == (2, 8, ("江西省",))
    assert (found.median, found.to_median) == (Decimal("10.75"), Decimal("2.75"))
    assert (found.nation, found.to_nation) == (Decimal("15.7"), Decimal("-2.2"))
    assert found.warnings == ("同级地区只有2个有数据，排名和中位数仅供参考",)
    assert FEW == 5


def test_no_rank_where_neither_side_is_better():
    found = peers(cities(), REPORTS, ("name", "婚检率"), "%", 2022, "140700", "neither")
    assert (found.rank, found.best, found.best_regions, found.to_best) == (None, None, (), None)
    assert [value for _, value in found.values] == [90, 95, 95, 97, 99]
    assert "不排名次" in found.warnings[0]


def test_peers_are_of_one_level_and_have_one_number():
    figures = [*cities(), achieved(100, region="太谷区"), achieved(100, region="山西省"),
               achieved(99.5, ">=", region="己市", region_level="市", region_code="142600")]  # fmt: skip
    assert peers(figures, REPORTS, ("name", "婚检率"), "%", 2022, "140700", "higher").count == 5


def test_a_region_without_a_value_has_no_peers():
    assert peers(cities(), REPORTS, ("name", "婚检率"), "%", 2021, "140700", "higher") is None
    assert peers(cities(), REPORTS, ("name", "婚检率"), "%", 2022, "360000", "higher") is None
    assert peers([achieved(90, ">=")], REPORTS, ("name", "婚检率"), "%", 2022, "140700", "higher") is None
