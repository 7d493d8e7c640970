"""The level of an achieved figure against one target: met, not met, or not to be said.

Both figures are sets of numbers: “90%以上” is every number from 90 up. The target
is met when all that the achieved figure may be lies in what the target allows,
missed when none of it does, and undecided when only some of it does.

What a target allows:

- a bound in its own words (``>=`` ``>`` ``<=`` ``<``): that bound, and strictly so where it is strict;
- a plain number: a floor where higher is better, a ceiling where lower is
  better; where neither is, a point: equal once rounded to the target's quoted digits;
- about a number: the same, widened by 2% of the number;
- a range: the range, and all beyond it on the better side.

Where it is not known which side is better, a plain number, an approximate one
or a range is met only by what meets it under every reading; else nothing is said.
Numbers are compared as decimals, so 0.1 + 0.2 is 0.3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from extract.catalogue import POLARITIES
from metrics.figures import Figure, FiguresError
from metrics.schema import BAND, CEILING, FLOOR, MET, NOT_MET, POINT

# How far “约”, as a share of the number, may be from it.
ABOUT = Decimal("0.02")

# (indicator_id or None, indicator name) -> 'higher', 'lower', 'neither', or None where it is not known.
Polarity = Callable[[str | None, str], str | None]


@dataclass(frozen=True)
class Span:
    """The numbers from low to high; None is without end, open leaves the bound itself out."""

    low: Decimal | None
    high: Decimal | None
    open: bool = False

    def within(self, other: Span) -> bool:
        """Whether every number of this span is in the other."""
        low_in = other.low is None or (
            self.low is not None and (self.low > other.low or (self.low == other.low and (self.open or not other.open)))
        )
        high_in = other.high is None or (
            self.high is not None
            and (self.high < other.high or (self.high == other.high and (self.open or not other.open)))
        )
        return low_in and high_in

    def apart(self, other: Span) -> bool:
        """Whether no number is in both."""
        return self._below(other) or other._below(self)

    def _below(self, other: Span) -> bool:
        if self.high is None or other.low is None:
            return False
        return self.high < other.low or (self.high == other.low and (self.open or other.open))


@dataclass(frozen=True)
class Verdict:
    """What is said of a pair, by columns of ``metrics.schema.JUDGEMENTS``.

    ``level`` and ``required`` are None where nothing was judged; ``code`` is then
    ``indeterminate`` or ``polarity_unknown``, else ``met`` or ``not_met``.
    """

    level: str | None
    required: str | None
    method: str | None
    distance: Decimal | None
    code: str


def better_side(polarity: Polarity, indicator_id: str | None, name: str) -> str | None:
    """Which side of an indicator is better, as ``polarity`` answers.

    Raises:
        FiguresError: the catalogue does not know the id.
        ValueError: the answer is none of higher, lower, neither.
    """
    try:
        better = polarity(indicator_id, name)
    except KeyError as error:
        raise FiguresError(
            f"indicator_id {indicator_id} ({name}) is not in the catalogue of today: build the figures table anew"
        ) from error
    if better is not None and better not in POLARITIES:
        raise ValueError(f"polarity of {name} is {better!r}, which is none of {', '.join(POLARITIES)}")
    return better


def judge_level(achieved: Figure, target: Figure, polarity: str | None) -> Verdict:
    """The level of an achieved figure against a target that answers it.

    Args:
        achieved, target: figures of the same indicator, unit and basis.
        polarity: which side is better: 'higher', 'lower', 'neither', or None where it is not known.
    """
    spans = may_be(achieved)
    required, method = rule_of(target, polarity)
    if required is None:
        # Inside the narrowest reading it is met whichever side is better.
        required = BAND if target.is_range else POINT
        distance = _distance(achieved, target, required)
        if spans.within(Span(target.low - margin(target), target.high + margin(target))):
            return Verdict(MET, required, method, distance, "met")
        return Verdict(None, None, None, distance, "polarity_unknown")
    allowed = _allowed(target, required, polarity)
    distance = _distance(achieved, target, required)
    if spans.within(allowed):
        return Verdict(MET, required, method, distance, "met")
    if spans.apart(allowed):
        return Verdict(NOT_MET, required, method, distance, "not_met")
    return Verdict(None, required, method, distance, "indeterminate")


def margin(target: Figure) -> Decimal:
    """How far from the number an approximate target still counts as met; 0 for any other."""
    return abs(target.low) * ABOUT if target.comparator == "~" and not target.is_range else Decimal(0)


def bound_of(target: Figure, required: str) -> Decimal:
    """The number that a floor, a ceiling or a point is at; for a bound that is worded as a range, its outer end."""
    return target.high if required == CEILING else target.low


def rule_of(target: Figure, polarity: str | None) -> tuple[str | None, str]:
    """(required, method); required is None where it would take the polarity and that is not known."""
    if target.bound in (">=", ">"):
        return FLOOR, "comparator"
    if target.bound in ("<=", "<"):
        return CEILING, "comparator"
    if target.is_range:
        return (BAND if polarity else None), "band"
    shape = {"higher": FLOOR, "lower": CEILING, "neither": POINT, None: None}[polarity]
    if target.comparator == "~":
        return shape, "about"
    return shape, "polarity" if shape in (FLOOR, CEILING) else "point"


def may_be(achieved: Figure) -> Span:
    """The numbers that an achieved figure, as it is worded, may stand for."""
    if achieved.bound in (">=", ">"):
        return Span(achieved.low, None, achieved.bound == ">")
    if achieved.bound in ("<=", "<"):
        return Span(None, achieved.high, achieved.bound == "<")
    slack = margin(achieved)
    return Span(achieved.low - slack, achieved.high + slack)


def _allowed(target: Figure, required: str, polarity: str) -> Span:
    """The numbers that meet the target, read as a floor, a ceiling, a point or a band."""
    slack = margin(target)
    strict = target.bound in (">", "<")
    if required == FLOOR:
        return Span(bound_of(target, FLOOR) - slack, None, strict)
    if required == CEILING:
        return Span(None, bound_of(target, CEILING) + slack, strict)
    if required == BAND:
        low = None if polarity == "lower" else target.low
        high = None if polarity == "higher" else target.high
        return Span(low, high)
    if slack or not target.step:
        return Span(target.low - slack, target.low + slack)
    # All that rounds to the target's quoted digits, halves left out.
    return Span(target.low - target.step / 2, target.low + target.step / 2, True)


def _distance(achieved: Figure, target: Figure, required: str) -> Decimal | None:
    """Achieved minus target; for a band from its nearer edge, 0 inside; None for an achieved range."""
    if achieved.is_range:
        return None
    if required != BAND:
        return achieved.low - bound_of(target, required)
    return min(achieved.low - target.low, Decimal(0)) + max(achieved.low - target.high, Decimal(0))
