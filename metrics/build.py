"""Figures to judgements: pair, judge, word the reason, lay out the rows."""

from __future__ import annotations

import hashlib

import pyarrow as pa

from metrics.figures import Figure, FiguresError, read
from metrics.level import Polarity, Verdict, judge_level
from metrics.pairs import Pair, pair
from metrics.schema import JUDGEMENTS, OWNERS, POLARITIES
from metrics.wording import reason_of_loneliness, reason_of_verdict


def build(figures: pa.Table, polarity: Polarity) -> pa.Table:
    """The judgement table of a figures table.

    Args:
        figures: rows with the columns of ``extract.schema.FIGURES``.
        polarity: which side of an indicator is better, by its catalogue id (or None) and its name.

    Returns:
        Rows of ``metrics.schema.JUDGEMENTS``, in an order that depends on nothing but the figures themselves.

    Raises:
        FiguresError: the figures break their contract, or name an indicator that ``polarity`` does not know.
        ValueError: ``polarity`` answered a word that is none of higher, lower, neither.
    """
    # The order is total, so that the order of the rows that came in does not show.
    rows = [_row(one, polarity) for one in sorted(pair(read(figures)), key=_order)]
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


def _row(pair: Pair, polarity: Polarity) -> dict:
    """One judgement by its columns."""
    achieved, target, baseline = pair.achieved, pair.target, pair.baseline
    figure = achieved or target
    indicator_id = figure.indicator_id or (target.indicator_id if target else None)
    better = _better(polarity, indicator_id, figure.indicator)
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
        "polarity": better,
        "baseline_id": _id(baseline) or None,
        "baseline_value": baseline.value if baseline else None,
        "baseline_year": _year(baseline),
    }
    for side, of in (("achieved", achieved), ("target", target)):
        row |= {
            f"{side}_id": _id(of) or None,
            f"{side}_value": of.value if of else None,
            f"{side}_value_high": of.value_high if of else None,
            f"{side}_comparator": of.comparator if of else None,
            f"{side}_year": _year(of),
        }
    return row | _judged(pair, better)


def _better(polarity: Polarity, indicator_id: str | None, name: str) -> str | None:
    """Which side of an indicator is better, as the catalogue answers."""
    try:
        better = polarity(indicator_id, name)
    except KeyError as error:
        raise FiguresError(
            f"indicator_id {indicator_id} ({name}) is not in the catalogue of today: build the figures table anew"
        ) from error
    if better is not None and better not in POLARITIES:
        raise ValueError(f"polarity of {name} is {better!r}, which is none of {', '.join(POLARITIES)}")
    return better


def _judged(pair: Pair, better: str | None) -> dict:
    """The columns of the verdict; for a figure alone only the reason."""
    if pair.achieved is None or pair.target is None:
        code = "no_achievement" if pair.achieved is None else "no_target"
        return {"reason_code": code, "reason": reason_of_loneliness(pair)}
    verdict = judge_level(pair.achieved, pair.target, better)
    return {
        "required": verdict.required,
        "level": verdict.level,
        "distance": None if verdict.distance is None else float(verdict.distance),
        "method": verdict.method,
        "reason_code": _code(pair, verdict),
        "reason": reason_of_verdict(pair, verdict),
    }


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
