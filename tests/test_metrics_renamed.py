"""One place under its old and new name and code, or without a code: pairs, ledger, conflicts, cascade, peers."""

from __future__ import annotations

import pyarrow as pa
import pytest
from metrics_cases import achieved, figure, polarity, table, target

from extract.regions import load
from extract.schema import DOCUMENTS
from metrics.build import build, build_tables
from metrics.compare import cascade, peers
from metrics.conflicts import conflicts
from metrics.figures import places_above
from metrics.ledger import ledger
from metrics.pairs import pair
from metrics.reports import Report


def at(region, code, level="县"):
    """The columns of a place, which must be one of the region table's."""
    assert any((row.code, row.name) == (code, region) for row in load().all)
    return {"region": region, "region_code": code, "region_level": level}


OLD, NEW = at("太谷县", "140726"), at("太谷区", "140703")

# label, place and year of the achieved figure, place and year of the target, owner of the pair or None
CASES = [
    ("a county made a district", NEW, 2020, at("太谷县", "140726"), 2020, "own"),
    ("2016's plan for the county, 2020's review of the district", at("赣县区", "360704"), 2020,
     at("赣县", "360721"), 2020, "own"),
    ("the other way round", at("赣县", "360721"), 2015, at("赣县区", "360704"), 2020, "own"),
    ("a county made a city", at("龙南市", "360783"), 2020, at("龙南县", "360727"), 2020, "own"),
    ("renamed under its code", at("竞秀区", "130602"), 2016, at("新市区", "130602"), 2016, "own"),
    ("two changes one after the other", at("平安区", "630203"), 2020, at("平安县", "632121"), 2020, "own"),
    ("a county made a prefecture", at("儋州市", "460400", "市"), 2020, at("儋州市", "469003"), 2020, "own"),
    ("a prefecture renamed", at("襄阳市", "420600", "市"), 2011, at("襄樊市", "420600", "市"), 2011, "own"),
    ("the old prefecture's target", at("卡若区", "540302"), 2020, at("昌都地区", "542100", "市"), 2020, "superior"),
    ("the new prefecture's target", at("昌都县", "542121"), 2013, at("昌都市", "540300", "市"), 2020, "superior"),
    # not the same place
    ("merged into another", at("东城区", "110101"), 2012, at("崇文区", "110103"), 2012, None),
    ("two made one", at("莲池区", "130606"), 2020, at("北市区", "130603"), 2020, None),
    ("one code, another place", at("綦江区", "500110"), 2012, at("万盛区", "500110"), 2012, None),
    ("ten towns given away", at("播州区", "520304"), 2020, at("遵义县", "520321"), 2020, None),
    ("grown by half a county", at("襄都区", "130502"), 2022, at("桥东区", "130502"), 2022, None),
    ("the prefecture it has left", at("庐江县", "340124"), 2012, at("巢湖市", "341400", "市"), 2012, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("here", "year", "there", "aim_year", "owner"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_who_meets_whom_across_a_change_of_name(here, year, there, aim_year, owner):
    done, aim = achieved(96, year=year, **here), target(90, year=aim_year, document_id="plan", **there)
    for figures in ([done, aim], [aim, done]):
        assert [one.owner for one in pair(figures) if one.achieved and one.target] == ([owner] if owner else [])


def zone(holder=None, region="高新区"):
    """The columns of a place without a code, in a report of the region that ``holder`` is the code of."""
    return {"region": region, "region_code": None, "region_level": None, "holder": holder}


@pytest.mark.parametrize(
    ("here", "there", "owner"),
    [
        (zone("140700"), zone("140700"), "own"),
        (zone("140700"), zone("360700"), None),
        (zone("140700"), zone("140700", "经开区"), None),
        (zone(), zone(), None),  # two reports of nobody knows where
        (zone("140700"), at("晋中市", "140700", "市"), "superior"),
        (zone("140700"), at("山西省", "140000", "省"), "superior"),
        (zone("140700"), at("赣州市", "360700", "市"), None),
        (at("晋中市", "140700", "市"), zone("140700"), None),
    ],
    ids=["its city's", "another city's", "another zone", "unknown", "up", "up twice", "another city", "not down"],
)
def test_a_place_without_a_code_is_one_inside_what_holds_it(here, there, owner):
    figures = [achieved(96, **here), target(90, document_id="plan", **there)]
    assert [one.owner for one in pair(figures) if one.achieved and one.target] == ([owner] if owner else [])


def test_what_holds_a_place_is_whose_the_report_is():
    columns = dict.fromkeys(DOCUMENTS.names) | {"region": "晋中市", "region_code": "140700"}
    documents = [columns | {"document_id": one, "source": f"{one}.txt"} for one in ("report", "plan")]
    figures = [achieved(96, **zone()), target(90, document_id="plan", **zone())]
    built = build_tables(table(figures), pa.Table.from_pylist(documents, DOCUMENTS), polarity)
    assert [(row["region"], row["level"]) for row in built["judgements"].to_pylist()] == [("高新区", "达标")]


def test_the_judgement_has_both_names():
    done, aim = achieved(96, year=2020, **NEW), target(90, year=2020, document_id="plan", **OLD)
    [row] = build(table([done, aim]), polarity).to_pylist()
    assert (row["region"], row["region_code"], row["target_region"]) == ("太谷区", "140703", "太谷县")
    assert (row["level"], row["target_owner"]) == ("达标", "own")
    assert row["reason"] == "96% ≥ 90%，高出6个百分点；目标为太谷县（即太谷区）2020年目标"


def test_an_earlier_value_under_the_old_name_is_the_baseline():
    before, done = achieved(90, year=2016, **OLD), achieved(96, year=2020, **NEW)
    recalled = figure("baseline", 80, year=2015, **OLD)
    found = {one.achieved: one.baseline for one in pair([before, done, recalled])}
    assert found == {before: recalled, done: before}


PLAN = Report("plan", "plan.txt", None, "太谷县", "140726", None, 2018)
REVIEW = Report("review", "review.txt", None, "太谷区", "140703", None, 2020)
REPORTS = {one.document_id: one for one in (PLAN, REVIEW)}


@pytest.mark.parametrize(("value", "status"), [(96, "兑现"), (80, "未兑现")])
def test_the_districts_review_answers_the_countys_promise(value, status):
    promise = target(90, year=2020, document_id="plan", **OLD)
    [row] = ledger([promise, achieved(value, year=2020, document_id="review", **NEW)], REPORTS, polarity).to_pylist()
    assert (row["status"], row["region"], row["review_documents"]) == (status, "太谷县", "review.txt")


def test_two_values_under_two_names_are_a_conflict():
    one = achieved(90, year=2018, document_id="plan", **OLD)
    other = achieved(91, year=2018, document_id="review", quote_start=9, **NEW)
    assert conflicts([one, other], REPORTS).num_rows == 2


def test_cascade_and_peers_find_the_place_by_either_code():
    figures = [
        achieved(90, year=2018, document_id="plan", **OLD),
        achieved(80, year=2018, document_id="plan", **at("祁县", "140727")),
        achieved(95, year=2018, document_id="plan", **at("晋中市", "140700", "市")),
    ]
    subject = ("name", "婚检率")
    for code in ("140726", "140703"):
        found = peers(figures, REPORTS, subject, "%", 2018, code, "higher")
        assert (found.region, found.rank, found.count) == ("太谷县", 1, 2)
        rows = cascade(figures, REPORTS, subject, "%", 2018, below=code).to_pylist()
        assert [(row["region"], row["parent_code"]) for row in rows] == [("晋中市", None), ("太谷县", "140700")]


def test_places_above_are_those_of_the_year():
    assert places_above("140726", 2018) == ("140700", "140000")
    assert places_above("542121", 2013) == ("540300", "540000")
    assert places_above("341421", 2010) == ("341400", "340000")
    assert places_above("140000") == ()
    assert places_above("100000") == places_above(None) == ()
