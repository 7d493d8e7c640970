"""Promises and what came of them: kept, broken, never mentioned again, lowered."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from metrics_cases import PLACES, achieved, polarity, table, target

from extract.schema import DOCUMENTS
from metrics.build import build_tables
from metrics.figures import FiguresError
from metrics.ledger import LEDGER, STATUSES, ledger, totals
from metrics.reports import Report, read


def report(name, year, region="晋中市", published=None):
    return Report(name, f"{name}.txt", None, region, PLACES[region][0], published, year)


PLAN = report("plan", 2022)
REVIEW = report("review", 2022)
REPORTS = {one.document_id: one for one in (PLAN, REVIEW, report("next", 2023), report("province", 2022, "山西省"))}


def promised(value, comparator="=", **others):
    return target(value, comparator, **{"document_id": "plan"} | others)


def reviewed(value, comparator="=", **others):
    return achieved(value, comparator, **{"document_id": "review"} | others)


OTHER = reviewed(1, indicator="别的", unit="家")  # makes a report a review
# label, figures -> (status, promise, answer, a part of the reason) of each row
CASES = [
    ("kept", [promised(95), reviewed(96)], [("兑现", 95, 96, "96% ≥ 95%")]),
    ("kept just so", [promised(95), reviewed(95)], [("兑现", 95, 95, "与目标持平")]),
    ("broken", [promised(95), reviewed(94)], [("未兑现", 95, 94, "94% < 95%")]),
    ("a falling indicator kept", [promised(5, indicator="死亡率"), reviewed(4, indicator="死亡率")],
     [("兑现", 5, 4, "4% ≤ 5%")]),
    ("not mentioned", [promised(95), OTHER], [("未再提及", 95, None, "review.txt没有再提")]),
    ("mentioned in another unit", [promised(95), reviewed(94, unit="‰")], [("未再提及", 95, None, "没有再提")]),
    ("no review yet", [promised(95)], [(None, 95, None, "还没有读到2022年的总结")]),
    ("a review of another year", [promised(95), achieved(96, year=2023, document_id="next")],
     [(None, 95, None, "还没有读到2022年的总结")]),
    ("a review of another place", [promised(95), achieved(96, region="山西省", document_id="province")],
     [(None, 95, None, "还没有读到")]),
    ("only bounds are known", [promised(95, ">="), reviewed(90, ">=")], [(None, 95, 90, "只知其范围")]),
    ("side unknown", [promised(95, indicator="甲率"), reviewed(96, indicator="甲率")], [(None, 95, 96, "无法判断")]),
    ("a county of the plan", [promised(1, region="太谷区", unit="家"), OTHER], [("未再提及", 1, None, "没有再提")]),
    ("lowered for the same year, missed",
     [promised(95, year=2025), target(90, year=2025, document_id="next")],
     [("目标下调", 95, None, "承诺95%，后来的报告把2025年目标改为90%"), (None, 90, None, "还没有读到2025年")]),
    ("lowered for a later year, never answered",
     [promised(95), OTHER, target(90, year=2024, document_id="next")],
     [("目标下调", 95, None, "把2024年目标改为90%"), (None, 90, None, "还没有读到2024年")]),
    ("a later easier target, but this one was answered",
     [promised(95), reviewed(94), target(90, year=2024, document_id="next")],
     [("未兑现", 95, 94, ""), (None, 90, None, "")]),
    ("next year's task of fewer is another task",
     [promised(9, unit="家"), OTHER, target(5, unit="家", year=2024, document_id="next")],
     [("未再提及", 9, None, ""), (None, 5, None, "")]),
    ("raised is not lowered",
     [promised(95, year=2025), target(97, year=2025, document_id="next")],
     [(None, 95, None, ""), (None, 97, None, "")]),
    ("a higher ceiling is easier",
     [promised(5, "<=", indicator="死亡率", year=2025), target(6, "<=", indicator="死亡率", year=2025,
                                                          document_id="next")],
     [("目标下调", 5, None, "≤6%"), (None, 6, None, "")]),
    ("kept all the same",
     [promised(90, year=2023), target(80, year=2023, document_id="next"),
      achieved(96, year=2023, document_id="next")],
     [("兑现", 90, 96, "")]),
    ("a standard that the review quotes is no promise", [reviewed(96), target(95, document_id="review")], []),
    ("next year's target in a review is one", [reviewed(96), target(97, year=2023, document_id="review")],
     [(None, 97, None, "还没有读到2023年的总结")]),
    ("a plan that tells of last year is a plan",
     [promised(95), achieved(90, year=2021, document_id="plan")], [(None, 95, None, "还没有读到2022年的总结")]),
    ("a report of that year that tells only of the year before is no review",
     [promised(95), reviewed(90, year=2021)], [(None, 95, None, "还没有读到2022年的总结")]),
    ("a target of no year", [promised(95, year=None)], []),
    ("a target of no place", [promised(95, region=None)], []),
    ("a target of the past", [promised(95, year=2020)], []),
]  # fmt: skip


@pytest.mark.parametrize(("figures", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_came_of_a_promise(figures, expected):
    rows = ledger(figures, REPORTS, polarity).to_pylist()
    assert [(row["status"], row["promise_value"], row["answer_value"]) for row in rows] == [
        line[:3] for line in expected
    ]
    for row, (*_, reason) in zip(rows, expected, strict=True):
        assert reason in row["reason"]
        assert row["reason"]


def test_a_row_carries_both_reports_and_the_numbers():
    promise, answer = promised(95), reviewed(94)
    [row] = ledger([promise, answer], REPORTS, polarity).to_pylist()
    assert (row["promise_id"], row["answer_id"]) == (promise.figure_id, answer.figure_id)
    assert (row["promise_document"], row["review_documents"]) == ("plan.txt", "review.txt")
    assert (row["promise_document_id"], row["answer_document_id"]) == ("plan", "review")
    assert (row["distance"], row["year"], row["region"], row["unit"]) == (-1, 2022, "晋中市", "%")
    assert list(row) == LEDGER.names


def test_every_answer_has_its_row_and_the_promise_counts_once():
    rows = ledger([promised(95), reviewed(96), reviewed(94)], REPORTS, polarity)
    assert sorted(rows["status"].to_pylist()) == ["兑现", "未兑现"]
    assert totals(rows) == [
        {"region": "晋中市", "year": 2022, "兑现": 0, "未兑现": 1, "未再提及": 0, "目标下调": 0, "open": 0}
    ]


def test_totals_by_region_and_year():
    figures = [promised(95), promised(5, unit="家"), promised(9, unit="家", year=2023, region="太谷区"), reviewed(96)]
    counts = [{name: n for name, n in line.items() if n} for line in totals(ledger(figures, REPORTS, polarity))]
    assert counts == [
        {"region": "晋中市", "year": 2022, "兑现": 1, "未再提及": 1},
        {"region": "太谷区", "year": 2023, "open": 1},
    ]


def test_a_report_of_the_same_year_is_later_when_published_later():
    first, second = report("a", 2022, published=date(2022, 1, 5)), report("b", 2022, published=date(2022, 6, 1))
    assert second.later_than(first)
    assert not first.later_than(second)
    assert not report("c", 2022).later_than(first)
    assert not report("d", None).later_than(first)


def test_every_column_and_status_is_described():
    for field in LEDGER:
        assert field.metadata[b"doc"], field.name
    for status in STATUSES:
        assert status.encode() in LEDGER.field("status").metadata[b"doc"]


DOCUMENT_ROWS = [
    {"document_id": "plan", "source": "plan.txt", "region": "晋中市", "region_code": "140700", "year": 2022}
]


def documents(rows):
    full = [{name: row.get(name) for name in DOCUMENTS.names} for row in rows]
    return pa.Table.from_pylist(full, DOCUMENTS)


def test_the_documents_table_is_read_and_checked():
    assert read(documents(DOCUMENT_ROWS)) == {"plan": Report("plan", "plan.txt", None, "晋中市", "140700", None, 2022)}
    with pytest.raises(FiguresError, match="stands twice"):
        read(documents(DOCUMENT_ROWS * 2))
    with pytest.raises(FiguresError, match="no column year: build it anew"):
        read(documents(DOCUMENT_ROWS).drop_columns(["year"]))


def test_a_figure_of_an_unknown_report_asks_for_a_new_build():
    with pytest.raises(FiguresError, match="document other is not in the documents table"):
        build_tables(table([promised(95, document_id="other")]), documents(DOCUMENT_ROWS), polarity)


def test_all_tables_are_built_together_and_in_one_order():
    figures = [promised(95), promised(90), promised(5, unit="家")]
    one = build_tables(table(figures), documents(DOCUMENT_ROWS), polarity)
    other = build_tables(table(figures[::-1]), documents(DOCUMENT_ROWS), polarity)
    assert list(one) == ["judgements", "ledger", "conflicts"]
    for name, rows in one.items():
        assert rows.num_rows > 0 or name == "conflicts"
        assert rows.equals(other[name])
