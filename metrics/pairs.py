"""Which target answers which achieved figure.

A target answers an achieved figure when both are

- of the same indicator: the same catalogue id where both have one, else the same name;
- of the same unit, the same basis (a level never meets a change) and the same
  ``complete`` (a percent of a task never meets a coverage);
- of the same region, or the target is of a region above it. Regions above are
  read from the GB/T 2260 code: 140703 lies in 140700, in 140000, in the nation
  (100000). A region that has no code is matched by its full name, and only the
  nation is above it. Where both figures name no region they match within one report;
- and the target is of the achieved figure's year, else of the nearest later
  year. An earlier target never answers: a promise for 2020 is not the promise
  for 2022. Where both years are unknown they match within one report.

The year is chosen for each region above by itself, so own, superior and national
targets are all kept, and all targets of the chosen year. A total (a count, a sum
of money) is held only against its own region's target: the province's 400,000 is
not what each county must reach.

Targets of another report of the same region do answer: last year's plan meets
this year's review.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from extract import units
from metrics.figures import NATION, Figure

# Families of data/reference/units.csv whose values do not grow with the size of the place.
_SIZE_FREE = frozenset({"share", "points", "rate", "age", "score", "duration", "density"})
# A unit with a stroke is a ratio (人/千人), save for these below it: 管/日 is a total by time.
_TIMES = frozenset({"日", "天", "周", "月", "季", "年", "小时"})


@dataclass(frozen=True)
class Pair:
    """An achieved figure and a target that answers it, or one of them alone.

    ``other_years`` holds, for a figure alone, the years of its would-be partners
    that the rule of years turned away (None for an unknown year).
    """

    achieved: Figure | None
    target: Figure | None
    owner: str | None = None
    baseline: Figure | None = None
    other_years: tuple[int | None, ...] = ()


def pair(figures: Iterable[Figure]) -> list[Pair]:
    """Every achieved figure and every target in at least one pair; baselines and benchmarks are never achievements."""
    figures = list(figures)
    achievements = [figure for figure in figures if figure.kind == "achieved"]
    targets = _Shelf(figure for figure in figures if figure.kind == "target")
    baselines = _Shelf(figure for figure in figures if figure.kind == "baseline")
    pairs = []
    answered: set[str] = set()
    passed_over: dict[str, set[int | None]] = defaultdict(set)
    for achieved in achievements:
        baseline = _baseline(achieved, baselines)
        found = False
        turned_away: set[int | None] = set()
        for owner, place in _places(achieved):
            candidates = list(targets.find(achieved, place))
            chosen = {target.figure_id for target in _of_best_year(achieved, candidates)}
            for target in candidates:
                if target.figure_id in chosen:
                    pairs.append(Pair(achieved, target, owner, baseline))
                    answered.add(target.figure_id)
                    found = True
                else:
                    turned_away.add(target.year)
                    passed_over[target.figure_id].add(achieved.year)
        if not found:
            pairs.append(Pair(achieved, None, None, baseline, _in_order(turned_away)))
    for target in targets.figures:
        if target.figure_id not in answered:
            owner = "national" if target.place == NATION else "own"
            others = _in_order(passed_over[target.figure_id])
            pairs.append(Pair(None, target, owner, _baseline(target, baselines), others))
    return pairs


class _Shelf:
    """Figures laid out so that those of one indicator, measure and place are found at once."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self.figures = list(figures)
        self._by_id: dict[tuple, list[Figure]] = defaultdict(list)
        self._by_name: dict[tuple, list[Figure]] = defaultdict(list)
        for figure in self.figures:
            measure = _measure(figure, _place(figure))
            if figure.indicator_id:
                self._by_id[figure.indicator_id, *measure].append(figure)
            self._by_name[figure.indicator, *measure].append(figure)

    def find(self, figure: Figure, place: tuple) -> Iterator[Figure]:
        """The figures of the same indicator and measure in that place."""
        measure = _measure(figure, place)
        if figure.indicator_id:
            yield from self._by_id.get((figure.indicator_id, *measure), ())
        for other in self._by_name.get((figure.indicator, *measure), ()):
            # Two ids that differ are two definitions, whatever the names say.
            if not (figure.indicator_id and other.indicator_id):
                yield other


def _measure(figure: Figure, place: tuple) -> tuple:
    return figure.unit, figure.basis, figure.complete, place


def _place(figure: Figure) -> tuple:
    """What a figure's region is matched by; an unnamed region is only ever the same within one report."""
    if figure.place is None:
        return "unnamed", figure.document_id
    return "named", figure.place


def _places(achieved: Figure) -> list[tuple[str, tuple]]:
    """Whose targets may answer an achieved figure, nearest first: (owner, place)."""
    if achieved.place == NATION:
        return [("national", ("named", NATION))]
    places = [("own", _place(achieved))]
    if achieved.place is not None and _is_size_free(achieved.unit):
        places += [("superior", ("named", code)) for code in _codes_above(achieved.region_code)]
        places.append(("national", ("named", NATION)))
    return places


def _codes_above(code: str | None) -> list[str]:
    """GB/T 2260 codes of the prefecture and the province that hold a region, nearest first."""
    if code is None:
        return []
    above = [code[:4] + "00", code[:2] + "0000"]
    return [other for position, other in enumerate(above) if other != code and other not in above[:position]]


def _is_size_free(unit: str) -> bool:
    """True where a region's value may be held against the target of a larger one: rates and ratios, not totals."""
    if _families().get(unit) in _SIZE_FREE:
        return True
    base = unit.partition("/")[2]
    return base != "" and base not in _TIMES


@cache
def _families() -> dict[str, str]:
    """The family of every base unit, by its name."""
    return {unit.name: unit.family for unit in units.load().values()}


def _of_best_year(achieved: Figure, targets: list[Figure]) -> list[Figure]:
    """The targets of the achieved figure's year, else of the nearest later one."""
    if achieved.year is None:
        return [target for target in targets if target.year is None and target.document_id == achieved.document_id]
    years = [target.year for target in targets if target.year is not None and target.year >= achieved.year]
    if not years:
        return []
    best = min(years)
    return [target for target in targets if target.year == best]


def _baseline(figure: Figure, baselines: _Shelf) -> Figure | None:
    """The nearest earlier value of the same indicator and region that the same report gives.

    A baseline of unknown year (“从79元提高至84元”) counts as earlier, after those of a known year.
    """
    earlier = [
        baseline
        for baseline in baselines.find(figure, _place(figure))
        if baseline.document_id == figure.document_id
        and (baseline.year is None or figure.year is None or baseline.year < figure.year)
    ]

    def nearness(baseline: Figure) -> tuple:
        away = abs((baseline.start or 0) - (figure.start or 0))
        return -(baseline.year or 0), away, baseline.figure_id

    return min(earlier, key=nearness, default=None)


def _in_order(years: set[int | None]) -> tuple[int | None, ...]:
    """Years rising, an unknown one last."""
    return tuple(sorted(years, key=lambda year: (year is None, year or 0)))
