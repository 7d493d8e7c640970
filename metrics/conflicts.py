"""One indicator, region and year quoted differently in two places: all values kept, one chosen by a named rule."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from itertools import combinations

import pyarrow as pa

from extract.schema import BASES, COMPARATORS, column
from metrics.figures import Figure
from metrics.level import Span, may_be
from metrics.quantities import quoted
from metrics.reports import Report, report_of
from metrics.schema import WORD, listed

# What is in conflict: values reached (as achieved or as an earlier value), or targets.
KINDS = {"value": "what was reached, as achieved or as an earlier value", "target": "what is aimed at"}
DIFFERENCES = {
    "value": "the numbers contradict each other",
    "wording": "the numbers differ and yet may be one: rounded, or one is a bound of the other",
}
# In the order they are asked.
RULES = {
    "checked": "a person checked the figure",
    "exact": "it is one number, no bound, no range and no 约",
    "own_report": "the region's own report gives it",
    "of_its_year": "it is stated as achieved, not recalled as an earlier value",
    "latest_report": "the report is of the latest year: a later report may correct an earlier one",
    "finest": "it is quoted to the smallest digit",
    "first_stated": "it stands first: by file, then in the text",
}
_RULE_WORDS = {
    "checked": "经人核对",
    "exact": "是确数",
    "own_report": "出自本地区的报告",
    "of_its_year": "是当期完成值",
    "latest_report": "报告年份最近",
    "finest": "位数最细",
    "first_stated": "出现最早",
}

CONFLICTS = pa.schema(
    [
        column("conflict_id", pa.string(), "the same for all values of one conflict"),
        column("kind", WORD, listed(KINDS)),
        column("indicator", pa.string(), "name of the indicator, as this figure has it"),
        column("indicator_id", pa.string(), "id in data/reference/indicators.csv; null where it is not there"),
        column("unit", pa.string(), "base unit of the values; empty where there is none"),
        column("basis", WORD, " or ".join(BASES)),
        column("complete", pa.bool_(), "true where the percent is of a task or plan"),
        column("region", pa.string(), "place the values are of"),
        column("region_code", pa.string(), "GB/T 2260 code of that place"),
        column("year", pa.int16(), "year the values are of, or are to be reached by", "year"),
        column("figure_id", pa.string(), "the figure that gives this value"),
        column("value", pa.float64(), "the value, in the unit"),
        column("value_high", pa.float64(), "upper bound, only where the report gives a range"),
        column("comparator", WORD, f"{' '.join(COMPARATORS)}, as the report words it"),
        column("document_id", pa.string(), "the report it stands in"),
        column("source", pa.string(), "file of that report"),
        column("start", pa.int32(), "where it stands in documents.text", "characters"),
        column("difference", WORD, listed(DIFFERENCES)),
        column("chosen", pa.bool_(), "true for the one value that comparisons use"),
        column("rule", pa.string(), f"rules that ruled a value out, in their order, joined by '+'. {listed(RULES)}"),
        column("reason", pa.string(), "all values and why one was chosen, in Chinese"),
    ],
    metadata={"table": "conflicts", "doc": "one row a value of an indicator, region and year quoted in several ways"},
)


def conflicts(figures: Iterable[Figure], reports: Mapping[str, Report]) -> pa.Table:
    """The conflicts among figures: rows of ``CONFLICTS``, the chosen value first within each.

    Two values of one sentence are two things, not a conflict. A figure whose
    year or region is not known is in none.

    Raises:
        FiguresError: a figure's report is not among ``reports``.
    """
    groups: dict[tuple, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.year is not None and figure.place is not None and figure.kind != "benchmark":
            kind = "target" if figure.kind == "target" else "value"
            groups[kind, figure.subject, figure.measure, figure.place, figure.year].append(figure)
    rows = []
    for key, group in groups.items():
        if not any(_numbers(a) != _numbers(b) and _spot(a) != _spot(b) for a, b in combinations(group, 2)):
            continue
        chosen, rule = choose(group, reports)
        contradict = any(_span(a).apart(_span(b)) for a, b in combinations(group, 2))
        shared = {
            "conflict_id": hashlib.sha256(repr(key).encode()).hexdigest()[:16],
            "kind": key[0],
            "difference": "value" if contradict else "wording",
            "rule": rule,
            "reason": _reason(group, chosen, rule, reports),
        }
        for figure in group:
            row = {name: getattr(figure, name) for name in CONFLICTS.names if hasattr(figure, name)}
            rows.append(row | shared | {"chosen": figure is chosen})
    rows.sort(key=_row_order)
    return pa.Table.from_pylist(rows, CONFLICTS)


def choose(group: Iterable[Figure], reports: Mapping[str, Report]) -> tuple[Figure, str]:
    """The figure to use of several of one indicator, region and year, and the rules that ruled others out.

    Raises:
        FiguresError: a figure's report is not among ``reports``.
        ValueError: the group is empty.
    """
    left, used = list(group), []
    for rule, worth in _WORTH.items():
        worths = [worth(figure, report_of(reports, figure.document_id)) for figure in left]
        best = max(worths)
        kept = [figure for figure, its in zip(left, worths, strict=True) if its == best]
        if {_numbers(figure) for figure in kept} != {_numbers(figure) for figure in left}:
            used.append(rule)
        left = kept
    first = min(left, key=_order)
    if len({_numbers(figure) for figure in left}) > 1:
        used.append("first_stated")
    return first, "+".join(used)


_WORTH: dict[str, Callable[[Figure, Report], object]] = {
    "checked": lambda figure, report: figure.confidence == "checked",
    "exact": lambda figure, report: figure.is_exact,
    "own_report": lambda figure, report: figure.place == report.place,
    "of_its_year": lambda figure, report: figure.kind != "baseline",
    "latest_report": lambda figure, report: report.year or 0,
    # A step of 0 is one that cannot be told.
    "finest": lambda figure, report: -(figure.step or Decimal("Infinity")),
}


def _row_order(row: dict) -> tuple:
    place, subject = row["region_code"] or row["region"], row["indicator_id"] or row["indicator"]
    spot = row["source"] or "", row["start"] or 0, row["figure_id"]
    return place, subject, row["year"], row["conflict_id"], not row["chosen"], *spot


def _order(figure: Figure) -> tuple:
    return figure.source or "", figure.start or 0, figure.figure_id


def _numbers(figure: Figure) -> tuple[Decimal, Decimal]:
    return figure.low, figure.high


def _spot(figure: Figure) -> tuple:
    return figure.document_id, figure.quote_start


def _span(figure: Figure) -> Span:
    """The numbers that a figure may stand for, with what its rounding leaves open."""
    span, slack = may_be(figure), figure.step / 2
    return Span(
        None if span.low is None else span.low - slack, None if span.high is None else span.high + slack, span.open
    )


def _reason(group: list[Figure], chosen: Figure, rule: str, reports: Mapping[str, Report]) -> str:
    """All values with their reports, and why one of them was chosen."""
    ordered = sorted(group, key=_order)
    values = "、".join(f"{quoted(one)}（{report_of(reports, one.document_id).name}）" for one in ordered)
    why = "，".join(_RULE_WORDS[name] for name in rule.split("+"))
    return f"{values}说法不一，取{quoted(chosen)}：{why}"
