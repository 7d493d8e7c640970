"""What was promised, joined to the review that answers it.

A promise is a target that a report sets for a later year than its own, or, in a
report that does not review its own year (a plan), for that year. Standards that a
review quotes for the year it reviews are no promises. The review that answers is
a report of the same region, or of the region that promised, whose own year is the
promised year and which states what was achieved in it.

- 兑现: the review's value meets the promise;
- 未兑现: it does not;
- 目标下调: a later report of the region sets an easier target of the same year; where the promise
  was never answered and the value does not grow with the size of the place, of a later year too;
- 未再提及: there is a review of that year, and it says nothing of it.

Where none of the four can be said yet the status is empty and the reason says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

import pyarrow as pa

from extract.schema import BASES, COMPARATORS, column
from metrics.figures import Figure
from metrics.level import Polarity, Verdict, better_side, bound_of, judge_level, rule_of
from metrics.measures import is_size_free
from metrics.pairs import Pair, Shelf, place_key
from metrics.quantities import quoted
from metrics.reports import Report, report_of
from metrics.schema import CEILING, FLOOR, MET, NOT_MET, WORD, listed
from metrics.wording import reason_of_verdict

KEPT, BROKEN, UNMENTIONED, LOWERED = "兑现", "未兑现", "未再提及", "目标下调"
STATUSES = {
    KEPT: "the review's value meets the promise",
    BROKEN: "the review's value misses the promise",
    UNMENTIONED: "the review of that year says nothing of it",
    LOWERED: "a later report of the region set an easier target",
}

LEDGER = pa.schema(
    [
        column("promise_id", pa.string(), "figure_id of the promised target"),
        column("region", pa.string(), "place the promise is of"),
        column("region_code", pa.string(), "GB/T 2260 code of that place; null where it has none"),
        column("region_level", pa.string(), "国, 省, 市 or 县; null where unknown"),
        column("indicator", pa.string(), "name of the indicator, as promised"),
        column("indicator_id", pa.string(), "id in data/reference/indicators.csv; null where it is not there"),
        column("domain", pa.string(), "field of work"),
        column("unit", pa.string(), "base unit of the values; empty where there is none"),
        column("basis", WORD, " or ".join(BASES)),
        column("complete", pa.bool_(), "true where the percent is of a task or plan"),
        column("year", pa.int16(), "year the promise is for", "year"),
        column("promise_value", pa.float64(), "what was promised, in the unit"),
        column("promise_value_high", pa.float64(), "upper bound, only where a range is promised"),
        column("promise_comparator", WORD, f"{' '.join(COMPARATORS)}, as the report words it"),
        column("promise_document_id", pa.string(), "report that promises"),
        column("promise_document", pa.string(), "its title, else its file"),
        column("review_documents", pa.string(), "titles (else files) of the reviews of that year, joined by ' / '"),
        column("answer_id", pa.string(), "figure_id of the achieved figure that answers; null where there is none"),
        column("answer_value", pa.float64(), "what was achieved, in the unit"),
        column("answer_value_high", pa.float64(), "upper bound, only where the report gives a range"),
        column("answer_comparator", WORD, f"{' '.join(COMPARATORS)}, as the report words it"),
        column("answer_document_id", pa.string(), "report that answers"),
        column("distance", pa.float64(), "answer minus promise, in the unit; null where either is missing or a range"),
        column("lowered_id", pa.string(), "figure_id of the easier target; null where there is none"),
        column("lowered_value", pa.float64(), "that target's bound, in the unit"),
        column("lowered_year", pa.int16(), "year that target is for", "year"),
        column("lowered_document_id", pa.string(), "report that sets it"),
        column("status", WORD, f"{listed(STATUSES)}; null where none of them can be said yet"),
        column("reason", pa.string(), "why, in Chinese, with the numbers"),
    ],
    metadata={"table": "ledger", "doc": "one row a promise and an answer to it; a promise without an answer has one"},
)


def ledger(figures: Iterable[Figure], reports: Mapping[str, Report], polarity: Polarity) -> pa.Table:
    """Every promise among the figures with what came of it: rows of ``LEDGER``, by place, year and indicator.

    A promise that several figures of a review answer has a row for each.

    Raises:
        FiguresError: a figure's report is not among ``reports``.
    """
    figures = list(figures)
    achieved = [figure for figure in figures if figure.kind == "achieved"]
    # A plan that mentions what there was last year is still a plan: a review tells of its own year.
    reviewing = {
        figure.document_id
        for figure in achieved
        if figure.year is not None and figure.year == report_of(reports, figure.document_id).year
    }
    reviews = [report for report in reports.values() if report.document_id in reviewing]
    answers, targets = Shelf(achieved), Shelf(figure for figure in figures if figure.kind == "target")
    rows = []
    for promise in targets.figures:
        plan = report_of(reports, promise.document_id)
        if not _is_promise(promise, plan, plan.document_id in reviewing):
            continue
        better = better_side(polarity, promise.indicator_id, promise.indicator)
        answering = [
            review for review in reviews if review.year == promise.year and review.place in (promise.place, plan.place)
        ]
        easier = _lowered(promise, plan, targets, reports, better)
        names = {review.document_id for review in answering}
        found = [
            figure
            for figure in answers.find(promise, place_key(promise))
            if figure.year == promise.year and figure.document_id in names
        ]
        for answer in sorted(found, key=lambda figure: figure.figure_id) or [None]:
            rows.append(_row(promise, plan, answering, answer, easier, better))
    rows.sort(key=_order)
    return pa.Table.from_pylist(rows, LEDGER)


def totals(table: pa.Table) -> list[dict]:
    """How many promises of each region and year came to what: dicts of region, year and a count by status.

    Args:
        table: rows of ``LEDGER``. Those without a status are counted under ``open``; a promise with several
            answers counts once, by the answer that is worst for it.
    """
    worst = {status: rank for rank, status in enumerate((KEPT, None, UNMENTIONED, LOWERED, BROKEN))}
    by_promise: dict[str, dict] = {}
    for row in table.select(("promise_id", "region", "year", "status")).to_pylist():
        known = by_promise.setdefault(row["promise_id"], row)
        if worst[row["status"]] > worst[known["status"]]:
            by_promise[row["promise_id"]] = row
    counts: dict[tuple, Counter] = {}
    for row in by_promise.values():
        counts.setdefault((row["region"], row["year"]), Counter())[row["status"] or "open"] += 1
    names = (*STATUSES, "open")
    return [
        {"region": region, "year": year, **{name: count[name] for name in names}}
        for (region, year), count in counts.items()
    ]


def _is_promise(target: Figure, plan: Report, reviews: bool) -> bool:
    if target.year is None or target.place is None or plan.year is None:
        return False
    return target.year > plan.year or (target.year == plan.year and not reviews)


def _lowered(
    promise: Figure, plan: Report, targets: Shelf, reports: Mapping[str, Report], better: str | None
) -> Figure | None:
    """The first easier target that a later report of the region sets, of the same year before later ones."""
    shape, _ = rule_of(promise, better)
    if shape not in (FLOOR, CEILING):
        return None
    found = []
    for other in targets.find(promise, place_key(promise)):
        report = report_of(reports, other.document_id)
        if other.year is None or other.year < promise.year or not report.later_than(plan):
            continue
        if other.year > promise.year and not is_size_free(promise.unit):
            continue  # next year's new clinics are another task, not the same one made smaller
        if rule_of(other, better)[0] == shape and _is_easier(bound_of(other, shape), bound_of(promise, shape), shape):
            found.append((other.year, report.year, other.figure_id, other))
    return min(found)[-1] if found else None


def _is_easier(bound: Decimal, than: Decimal, shape: str) -> bool:
    return bound < than if shape == FLOOR else bound > than


def _row(
    promise: Figure,
    plan: Report,
    reviews: list[Report],
    answer: Figure | None,
    easier: Figure | None,
    better: str | None,
) -> dict:
    """One promise and one answer, or none, by the columns."""
    verdict = judge_level(answer, promise, better) if answer else None
    status, reason = _status(promise, reviews, answer, verdict, easier)
    row = {name: getattr(promise, name) for name in LEDGER.names if hasattr(promise, name)}
    quoted_columns = ("value", "value_high", "comparator", "document_id")
    row |= {f"promise_{name}": getattr(promise, name) for name in quoted_columns}
    row |= {"promise_id": promise.figure_id, "promise_document": plan.name}
    row["review_documents"] = " / ".join(sorted(review.name for review in reviews)) or None
    if answer:
        row |= {
            f"answer_{name}": getattr(answer, name) for name in ("value", "value_high", "comparator", "document_id")
        }
        row["answer_id"] = answer.figure_id
        row["distance"] = None if verdict.distance is None else float(verdict.distance)
    if easier:
        row |= {f"lowered_{name}": getattr(easier, name) for name in ("year", "document_id")}
        row |= {"lowered_id": easier.figure_id, "lowered_value": easier.value}
    return row | {"status": status, "reason": reason}


def _status(
    promise: Figure, reviews: list[Report], answer: Figure | None, verdict: Verdict | None, easier: Figure | None
) -> tuple[str | None, str]:
    """What came of the promise, and why that is said."""
    answered = reason_of_verdict(Pair(answer, promise, "own"), verdict) if answer else None
    if verdict and verdict.level == MET:
        return KEPT, answered
    if easier and (easier.year == promise.year or not answer):
        lowered = f"承诺{quoted(promise)}，后来的报告把{easier.year}年目标改为{quoted(easier)}"
        return LOWERED, f"{lowered}；{answered}" if answered else lowered
    if verdict and verdict.level == NOT_MET:
        return BROKEN, answered
    if answer:
        return None, answered
    if reviews:
        names = "、".join(sorted(review.name for review in reviews))
        return UNMENTIONED, f"承诺{promise.year}年{quoted(promise)}，{names}没有再提"
    return None, f"承诺{promise.year}年{quoted(promise)}，还没有读到{promise.year}年的总结"


def _order(row: dict) -> tuple:
    place = row["region_code"] or row["region"]
    return place, row["year"], row["indicator"], row["unit"], row["promise_id"], row.get("answer_id", "")
