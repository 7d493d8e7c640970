"""Which target answers which achieved figure.

A target answers an achieved figure when both are

- of the same indicator: the same catalogue id where both have one, else the same name (of a national
  document only the id will do);
- of the same unit, the same basis (a level never meets a change) and the same
  ``complete`` (a percent of a task never meets a coverage);
- of the same region, or the target is of a region above it. Regions above are
  read from the GB/T 2260 code: 140703 lies in 140700, in 140000, in the nation
  (100000). A region that was renamed or raised is the same one under its new name
  and code (太谷县, 太谷区); one that merged is not. A region that has no code is
  matched by its full name, and only the nation is above it. Where both figures name
  no region they match within one report;
- and the target is of the achieved figure's year, else of the nearest later
  year. An earlier target never answers: a promise for 2020 is not the promise
  for 2022. Where both years are unknown they match within one report.

The year is chosen for each region above by itself, so own, superior and national
targets are all kept, and all targets of the chosen year. A total (a count, a sum
of money) is held only against its own region's target: the province's 400,000 is
not what each county must reach.

Targets of another report of the same region do answer: last year's plan meets
this year's review. Targets of national documents answer like a superior's. A target
that was derived from a count and its completion rate answers that count alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from metrics.figures import NATION, Figure
from metrics.measures import is_size_free


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


def pair(
    figures: Iterable[Figure], national: Iterable[Figure] = (), derived: Mapping[str, Figure] | None = None
) -> list[Pair]:
    """Every achieved figure and every target in at least one pair; baselines and benchmarks are never achievements.

    Args:
        figures: the figures of the reports.
        national: targets of national documents. One that no figure answers makes no pair: it is no promise of
            the reports.
        derived: derived targets by the id of the count they answer.
    """
    figures = list(figures)
    achievements = [figure for figure in figures if figure.kind == "achieved"]
    targets = Shelf([*(figure for figure in figures if figure.kind == "target"), *national])
    earlier = Shelf(figure for figure in figures if figure.kind in ("baseline", "achieved"))
    pairs = []
    answered: set[str] = set()
    passed_over: dict[str, set[int | None]] = defaultdict(set)
    for achieved in achievements:
        baseline = _baseline(achieved, earlier)
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
        if derived and achieved.figure_id in derived:
            pairs.append(Pair(achieved, derived[achieved.figure_id], "own", baseline))
            found = True
        if not found:
            pairs.append(Pair(achieved, None, None, baseline, _in_order(turned_away)))
    for target in targets.figures:
        if target.figure_id not in answered and target.origin.source == "figure":
            owner = "national" if target.place == NATION else "own"
            others = _in_order(passed_over[target.figure_id])
            pairs.append(Pair(None, target, owner, _baseline(target, earlier), others))
    return pairs


class Shelf:
    """Figures laid out so that those of one indicator, measure and place are found at once."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self.figures = list(figures)
        self._by_id: dict[tuple, list[Figure]] = defaultdict(list)
        self._by_name: dict[tuple, list[Figure]] = defaultdict(list)
        for figure in self.figures:
            measure = (*figure.measure, place_key(figure))
            if figure.indicator_id:
                self._by_id[figure.indicator_id, *measure].append(figure)
            self._by_name[figure.indicator, *measure].append(figure)

    def find(self, figure: Figure, place: tuple) -> Iterator[Figure]:
        """The figures of the same indicator and measure in that place."""
        measure = (*figure.measure, place)
        if figure.indicator_id:
            yield from self._by_id.get((figure.indicator_id, *measure), ())
        for other in self._by_name.get((figure.indicator, *measure), ()):
            # Two ids that differ are two definitions, whatever the names say. A national document means
            # the catalogue's definition, so a name alone is not enough for it.
            by_name = not (figure.indicator_id and other.indicator_id)
            if by_name and "national" not in (figure.origin.source, other.origin.source):
                yield other


def place_key(figure: Figure) -> tuple:
    """What a figure's region is matched by; an unnamed region is only ever the same within one report."""
    if figure.place is None:
        return "unnamed", figure.document_id
    return "named", figure.place


def _places(achieved: Figure) -> list[tuple[str, tuple]]:
    """Whose targets may answer an achieved figure, nearest first: (owner, place)."""
    if achieved.place == NATION:
        return [("national", ("named", NATION))]
    places = [("own", place_key(achieved))]
    if achieved.place is not None and is_size_free(achieved.unit):
        places += [("superior", ("named", place)) for place in achieved.above]
        places.append(("national", ("named", NATION)))
    return places


def _of_best_year(achieved: Figure, targets: list[Figure]) -> list[Figure]:
    """The targets of the achieved figure's year, else of the nearest later one."""
    if achieved.year is None:
        return [target for target in targets if target.year is None and target.document_id == achieved.document_id]
    years = [target.year for target in targets if target.year is not None and target.year >= achieved.year]
    if not years:
        return []
    best = min(years)
    return [target for target in targets if target.year == best]


def _baseline(figure: Figure, earlier: Shelf) -> Figure | None:
    """The nearest earlier value of the same indicator, measure and region.

    Exact numbers go before bounds and ranges, which nothing can be worked out
    from; then the nearest year; then what the same report gives, an earlier
    value that it quotes as such first; then what stands nearest in the text. A
    baseline of unknown year (“从79元提高至84元”) counts as earlier within its own
    report, after those of a known year.
    """
    found = [
        other
        for other in earlier.find(figure, place_key(figure))
        if (
            other.kind == "baseline" and other.document_id == figure.document_id
            if other.year is None or figure.year is None
            else other.year < figure.year
        )
    ]

    def nearness(other: Figure) -> tuple:
        elsewhere = other.document_id != figure.document_id
        away = 0 if elsewhere else abs((other.start or 0) - (figure.start or 0))
        return not other.is_exact, -(other.year or 0), elsewhere, other.kind != "baseline", away, other.figure_id

    return min(found, key=nearness, default=None)


def _in_order(years: set[int | None]) -> tuple[int | None, ...]:
    """Years rising, an unknown one last."""
    return tuple(sorted(years, key=lambda year: (year is None, year or 0)))
