"""One indicator down the levels, and one region among its peers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

import pyarrow as pa

from extract.schema import COMPARATORS, column
from metrics.conflicts import choose
from metrics.figures import NATION, NATION_NAME, Figure, exact, place_of, places_above
from metrics.measures import is_size_free
from metrics.national import National, NationalRow
from metrics.reports import Report
from metrics.schema import WORD

# Under so many regions a rank and a median say little.
FEW = 5

CASCADE = pa.schema(
    [
        column("region", pa.string(), "place, by its full name; 全国 for the nation"),
        column("region_code", pa.string(), "GB/T 2260 code of the place; null where it has none"),
        column("region_level", pa.string(), "国, 省, 市 or 县; null where unknown"),
        column("parent_code", pa.string(), "code of the nearest place above that has a row; null where none has"),
        column("year", pa.int16(), "year the value is of", "year"),
        column("value", pa.float64(), "what was reached, in the unit"),
        column("value_high", pa.float64(), "upper bound, only where the report gives a range"),
        column("comparator", WORD, f"{' '.join(COMPARATORS)}, as quoted"),
        column("figure_id", pa.string(), "figure the value is quoted in; null for a value of national.csv"),
        column("national_id", pa.string(), "id in national.csv of a national value; null for a quoted one"),
        column("rule", pa.string(), "rules that chose the value where it is quoted differently; empty where it is not"),
        column("gap_to_parent", pa.float64(), "value minus the parent's, in the unit; null unless both are one number"),
    ],
    metadata={"table": "cascade", "doc": "one row a place and its value of one indicator, from the nation down"},
)


@dataclass(frozen=True)
class Peers:
    """Where a region stands among the regions of its level that report the same indicator of the same year.

    Attributes:
        region, value: the region asked for and its value.
        count: how many regions have one exact value, the region itself included.
        rank: 1 for the best; equal values share the better rank. None where neither side is better.
        best, best_regions: the best value and who has it; None and empty where neither side is better.
        median: of all values, the region's included.
        nation: the national value of the same year; None where it is not known.
        to_best, to_median, to_nation: the region's value minus theirs, in the unit.
        values: every region's value, best first (rising where neither side is better).
        warnings: in Chinese: few regions, no better side, no national value.
    """

    region: str
    value: Decimal
    count: int
    rank: int | None
    best: Decimal | None
    best_regions: tuple[str, ...]
    median: Decimal
    nation: Decimal | None
    to_best: Decimal | None
    to_median: Decimal
    to_nation: Decimal | None
    values: tuple[tuple[str, Decimal], ...]
    warnings: tuple[str, ...]


def cascade(
    figures: Iterable[Figure],
    reports: Mapping[str, Report],
    subject: tuple[str, str],
    unit: str,
    year: int,
    national: National | None = None,
    below: str | None = None,
) -> pa.Table:
    """全国 → 省 → 市 → 县: the values of one indicator in one year, each beside the one above it.

    Args:
        figures: figures of the reports.
        reports: their reports.
        subject: ``Figure.subject`` of the indicator: ("id", its id) or ("name", its name).
        unit: base unit of the values; only levels (no changes, no percent of a task) are taken.
        year: the year.
        national: where the nation's value is looked up when no report quotes it.
        below: a GB/T 2260 code: only that place, those above it and those below it.

    Returns:
        Rows of ``CASCADE``, a place before those below it; places without a code last.

    Raises:
        FiguresError: a figure's report is not among ``reports``.
    """
    chosen = _chosen(figures, reports, subject, unit, year)
    rows = [
        {
            "region": figure.region, "region_code": _code(figure), "region_level": figure.region_level,
            "year": year, "value": figure.value, "value_high": figure.value_high, "comparator": figure.comparator,
            "figure_id": figure.figure_id, "rule": rule, "_exact": figure.low if figure.is_exact else None,
            "_place": figure.place, "_above": _above(figure),
        }
        for figure, rule in chosen.values()
    ]  # fmt: skip
    nation = _national_row(national, subject, unit, year)
    if nation and NATION not in chosen:
        rows.append(
            {
                "region": NATION_NAME, "region_code": NATION, "region_level": "国", "year": year,
                "value": nation.value, "value_high": nation.value_high, "comparator": nation.comparator,
                "national_id": nation.id, "rule": "",
                "_exact": exact(nation.value) if nation.comparator == "=" and nation.value_high is None else None,
                "_place": NATION, "_above": (),
            }
        )  # fmt: skip
    by_place = {row["_place"]: row for row in rows if row["region_code"]}
    for row in rows:
        parent = next((by_place[place] for place in row["_above"] if place in by_place), None)
        # A total of one place says nothing beside that of a larger one.
        if parent:
            row["parent_code"] = parent["region_code"]
            both = row["_exact"] is not None and parent["_exact"] is not None and is_size_free(unit)
            row["gap_to_parent"] = float(row["_exact"] - parent["_exact"]) if both else None
    if below is not None:
        top = place_of(None, below)
        line = {NATION, top, *places_above(below, year)}
        rows = [row for row in rows if row["_place"] in line or top in row["_above"]]
    rows.sort(key=lambda row: (row["region_code"] is None, row["region_code"] or "", row["region"]))
    return pa.Table.from_pylist([{name: row.get(name) for name in CASCADE.names} for row in rows], CASCADE)


def peers(
    figures: Iterable[Figure],
    reports: Mapping[str, Report],
    subject: tuple[str, str],
    unit: str,
    year: int,
    place: str,
    side: str | None,
    national: National | None = None,
) -> Peers | None:
    """Rank of a region among those of its level, and its distance to the best, the median and the nation.

    Args:
        figures, reports, subject, unit, year, national: as for ``cascade``.
        place: GB/T 2260 code of the region, of any year, or its full name where it has none.
        side: which side of the indicator is better, as the catalogue's polarity.

    Returns:
        None where the region has no exact value of that indicator and year.

    Raises:
        FiguresError: a figure's report is not among ``reports``.
    """
    chosen = _chosen(figures, reports, subject, unit, year)
    own = (chosen.get(place) or chosen.get(place_of(None, place)) or (None, ""))[0]
    if own is None or not own.is_exact:
        return None
    same = [one for one, _ in chosen.values() if one.is_exact and one.region_level == own.region_level]
    ranked = side in ("higher", "lower")
    sign = -1 if side == "higher" else 1
    same.sort(key=lambda one: (sign * one.low, one.place))
    best = same[0].low if ranked else None
    middle = median(one.low for one in same)
    nation = _national_value(chosen, national, subject, unit, year)
    warnings = []
    if len(same) < FEW:
        warnings.append(f"同级地区只有{len(same)}个有数据，排名和中位数仅供参考")
    if not ranked:
        warnings.append("这一指标没有或不知优劣方向，不排名次")
    if nation is None:
        warnings.append(f"没有{year}年的全国数值")
    return Peers(
        region=own.region,
        value=own.low,
        count=len(same),
        rank=1 + sum(sign * one.low < sign * own.low for one in same) if ranked else None,
        best=best,
        best_regions=tuple(one.region for one in same if one.low == best),
        median=middle,
        nation=nation,
        to_best=own.low - best if ranked else None,
        to_median=own.low - middle,
        to_nation=None if nation is None else own.low - nation,
        values=tuple((one.region, one.low) for one in same),
        warnings=tuple(warnings),
    )


def _chosen(
    figures: Iterable[Figure], reports: Mapping[str, Report], subject: tuple[str, str], unit: str, year: int
) -> dict[str, tuple[Figure, str]]:
    """The value to use of each place, with the rules that chose it."""
    groups: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        reached = figure.kind in ("achieved", "baseline") and figure.year == year
        if reached and figure.place and figure.subject == subject and figure.measure == (unit, "level", False):
            groups[figure.place].append(figure)
    return {place: choose(group, reports) for place, group in groups.items()}


def _above(figure: Figure) -> tuple[str, ...]:
    """Places that hold a figure's, nearest first, the nation last; none for the nation, and where it has no code."""
    return () if figure.place == NATION or not figure.region_code else (*figure.above, NATION)


def _code(figure: Figure) -> str | None:
    return NATION if figure.place == NATION else figure.region_code


def _national_row(national: National | None, subject: tuple[str, str], unit: str, year: int) -> NationalRow | None:
    kind, indicator_id = subject
    return national.value(indicator_id, unit, year) if national and kind == "id" else None


def _national_value(
    chosen: Mapping[str, tuple[Figure, str]],
    national: National | None,
    subject: tuple[str, str],
    unit: str,
    year: int,
) -> Decimal | None:
    """The nation's value: as a report quotes it, else as national.csv has it; None unless it is one number."""
    if not is_size_free(unit):
        return None
    if NATION in chosen:
        figure = chosen[NATION][0]
        return figure.low if figure.is_exact else None
    row = _national_row(national, subject, unit, year)
    return exact(row.value) if row and row.comparator == "=" and row.value_high is None else None
