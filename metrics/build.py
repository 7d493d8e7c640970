"""Figures to judgements: pair, judge, word the reason, lay out the rows."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal

import pyarrow as pa

from metrics.conflicts import conflicts
from metrics.derived import implied_targets
from metrics.figures import Figure, read
from metrics.ledger import ledger
from metrics.level import Polarity, Verdict, better_side, judge_level
from metrics.measures import is_size_free
from metrics.movement import Direction, direction_of, pace_of, side_of
from metrics.national import National
from metrics.pairs import Pair, pair
from metrics.progress import Reading
from metrics.reports import Report, report_of
from metrics.reports import read as read_reports
from metrics.schema import JUDGEMENTS, OWNERS, PACE_METHODS
from metrics.wording import in_one_line, reason_of_loneliness, reason_of_verdict


def build(
    figures: pa.Table, polarity: Polarity, national: National | None = None, method: str = "straight_line"
) -> pa.Table:
    """The judgement table of a figures table.

    Args:
        figures: rows with the columns of ``extract.schema.FIGURES``.
        polarity: which side of an indicator is better, by its catalogue id (or None) and its name.
        national: national targets to hold the figures against too, and national values to set beside them.
        method: how the pace is judged, one of ``metrics.schema.PACE_METHODS``.

    Returns:
        Rows of ``metrics.schema.JUDGEMENTS``, in an order that depends on nothing but the figures themselves.

    Raises:
        FiguresError: the figures break their contract, or name an indicator that ``polarity`` does not know.
        ValueError: ``polarity`` answered a word that is none of higher, lower, neither; or an unknown ``method``.
    """
    return _judgements(read(figures), polarity, national, method)


def build_tables(
    figures: pa.Table,
    documents: pa.Table,
    polarity: Polarity,
    national: National | None = None,
    method: str = "straight_line",
) -> dict[str, pa.Table]:
    """Every table that is made of the figures: judgements, ledger and conflicts, by name.

    Args:
        documents: rows of ``extract.schema.DOCUMENTS``, one for each report of the figures.
        figures, polarity, national, method: as for ``build``.

    Raises:
        FiguresError, ValueError: as ``build``; or a figure's report is not among the documents.
    """
    reports = read_reports(documents)
    rows = [_held(one, reports) for one in read(figures)]
    return {
        "judgements": _judgements(rows, polarity, national, method),
        "ledger": ledger(rows, reports, polarity),
        "conflicts": conflicts(rows, reports),
    }


def _held(figure: Figure, reports: dict[str, Report]) -> Figure:
    """A figure of a place without a code with what holds that place."""
    if figure.region_code or figure.document_id is None:
        return figure
    return replace(figure, holder=report_of(reports, figure.document_id).holder)


def _judgements(figures: list[Figure], polarity: Polarity, national: National | None, method: str) -> pa.Table:
    if method not in PACE_METHODS:
        raise ValueError(f"method is {method!r}; choose one of {', '.join(PACE_METHODS)}")
    pairs = pair(figures, national.targets if national else (), implied_targets(figures))
    # The order is total, so that the order of the rows that came in does not show.
    rows = [row_of(one, polarity, national, method) for one in sorted(pairs, key=_order)]
    return pa.Table.from_pylist(rows, JUDGEMENTS)


def _order(pair: Pair) -> tuple:
    """By place, indicator and year; the nearest owner's target first."""
    figure = pair.achieved or pair.target
    return (
        figure.place or "",
        figure.indicator,
        figure.unit,
        figure.basis,
        figure.complete,
        figure.year or 0,
        _id(pair.achieved),
        OWNERS.index(pair.owner) if pair.owner else 0,
        _year(pair.target) or 0,
        _id(pair.target),
    )


def row_of(pair: Pair, polarity: Polarity, national: National | None, method: str) -> dict:
    """One judgement by its columns; those that do not apply may be left out.

    Args:
        pair: what is judged.
        polarity, national, method: as for ``build``.

    Raises:
        FiguresError, ValueError: as ``build``.
    """
    achieved, target, baseline = pair.achieved, pair.target, pair.baseline
    figure = achieved or target
    indicator_id = figure.indicator_id or (target.indicator_id if target else None)
    better = better_side(polarity, indicator_id, figure.indicator)
    row = {
        "judgement_id": hashlib.sha256(f"{_id(achieved)}|{_id(target)}".encode()).hexdigest()[:16],
        "indicator": figure.indicator,
        "indicator_id": indicator_id,
        "domain": figure.domain,
        "unit": figure.unit,
        "basis": figure.basis,
        "complete": figure.complete,
        "region": figure.region,
        "region_code": figure.region_code,
        "region_level": figure.region_level,
        "year": figure.year,
        "target_region": target.region if target else None,
        "target_owner": pair.owner,
        **_origin(target),
        "polarity": better,
        "baseline_id": _id(baseline) or None,
        "baseline_value": baseline.value if baseline else None,
        "baseline_year": _year(baseline),
        "baseline_document": baseline.document if baseline else None,
    }
    for side, of in (("achieved", achieved), ("target", target)):
        row |= {
            f"{side}_id": _id(of) or None,
            f"{side}_value": of.value if of else None,
            f"{side}_value_high": of.value_high if of else None,
            f"{side}_comparator": of.comparator if of else None,
            f"{side}_year": _year(of),
        }
    return row | _judged(pair, better, method) | _nation(pair, national)


def _origin(target: Figure | None) -> dict:
    """The columns of where a target comes from."""
    if target is None:
        return {}
    origin = target.origin
    return {
        "target_source": origin.source,
        "target_document": target.document,
        "target_binding": origin.binding,
        "target_checked": origin.checked if origin.source == "national" else None,
        "target_derived_from": "+".join(origin.derived_from) or None,
        "target_arithmetic": origin.arithmetic,
    }


def _nation(pair: Pair, national: National | None) -> dict:
    """The columns of the nation's value of the achieved figure's year, for rates and ratios."""
    achieved = pair.achieved
    if national is None or achieved is None or achieved.basis != "level" or achieved.complete:
        return {}
    if not is_size_free(achieved.unit):
        return {}
    row = national.value(achieved.indicator_id, achieved.unit, achieved.year)
    if row is None:
        return {}
    return {"national_id": row.id, "national_value": row.value, "national_year": row.year}


def _judged(pair: Pair, better: str | None, method: str) -> dict:
    """The columns of level, direction and pace; where one cannot be said only its reason."""
    if pair.target is None:
        moved = direction_of(pair.achieved, pair.baseline, better)
        why_no_pace = "没有目标，不计进度"
        return {"reason_code": "no_target", "reason": reason_of_loneliness(pair), "pace_reason": why_no_pace} | _moved(
            moved
        )
    if pair.achieved is None:
        reason = reason_of_loneliness(pair)
        why = "没有对应的完成值"
        return {"reason_code": "no_achievement", "reason": reason, "direction_reason": why, "pace_reason": why}
    verdict = judge_level(pair.achieved, pair.target, better)
    moved = direction_of(pair.achieved, pair.baseline, side_of(better, verdict))
    pace = pace_of(pair, verdict, better, method)
    return {
        "required": verdict.required,
        "level": verdict.level,
        "distance": _float(verdict.distance),
        "method": verdict.method,
        "reason_code": _code(pair, verdict),
        "reason": reason_of_verdict(pair, verdict),
        "judgement": in_one_line(verdict.level, moved.word, pace.word),
        "pace": pace.word,
        "pace_ratio": _float(pace.number),
        "pace_method": method if pace.readings else None,
        "pace_reason": pace.why,
        "method_dependent": pace.dependent,
        **_moved(moved),
        **_readings(pace.readings),
    }


def _moved(moved: Direction) -> dict:
    return {
        "direction": moved.word,
        "direction_change": _float(moved.change),
        "direction_tolerance": _float(moved.slack),
        "direction_reason": moved.why,
    }


def _readings(readings: dict[str, Reading]) -> dict:
    """The columns of every method's word, number and steps."""
    columns: dict = {}
    for name, reading in readings.items():
        columns |= {f"{name}_pace": reading.word, **{step: _float(value) for step, value in reading.steps.items()}}
        # Healthy People's number is a step of its own: the percent of targeted change.
        if f"{name}_ratio" in JUDGEMENTS.names:
            columns[f"{name}_ratio"] = _float(reading.number)
    return columns


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def _code(pair: Pair, verdict: Verdict) -> str:
    """The verdict's code; a level that was given against a later year's target says that instead."""
    years = pair.achieved.year, pair.target.year
    if verdict.level is not None and None not in years and years[1] > years[0]:
        return "target_later_year"
    return verdict.code


def _id(figure: Figure | None) -> str:
    return figure.figure_id if figure else ""


def _year(figure: Figure | None) -> int | None:
    return figure.year if figure else None
