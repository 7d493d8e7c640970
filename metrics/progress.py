"""How fast a value moves towards its target: the straight line, and three published methods.

Each method takes a ``Course`` and gives a ``Reading``: its word, its number and
every step of the arithmetic. docs/METHODS.md has the formulas and their sources.
Powers are worked out in decimals, so that every machine gets the same digits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Context, Decimal, localcontext

from metrics.schema import BACK, LAGGING, ON_COURSE, SLOW

# Statistics Canada (after Eurostat): actual over required compound annual growth.
STATCAN_MET, STATCAN_ON, STATCAN_SLOW, STATCAN_LIMITED, STATCAN_BACK = (
    "已达目标",
    "进度正常",
    "有进展但需加快",
    "进展有限",
    "恶化",
)
STATCAN_THRESHOLDS = (Decimal("0.95"), Decimal("0.60"), Decimal(0))
# What stands for a baseline or a target of 0, which growth rates cannot be worked out from.
STATCAN_ZERO = Decimal("0.001")

# UN Statistics Division, 2023: how much of the way is covered by the target year if growth goes on.
UNSD_ON, UNSD_SLOW, UNSD_BACK = "已达目标或进度正常", "有进展但需加快", "停滞或倒退"
UNSD_THRESHOLDS = (Decimal("0.95"), Decimal("0.10"))

# Healthy People: percent of the targeted change that is achieved.
HEALTHY_MET, HEALTHY_BETTER, HEALTHY_SAME, HEALTHY_WORSE = "达到或超过目标", "有改善", "变化很小", "变差"
HEALTHY_PERCENT = Decimal(10)

_PRECISE = Context(prec=34)
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Course:
    """A value on its way: where it began, where it is, where it is to be, and when.

    Attributes:
        start, now, goal: the baseline, the achieved value and the target's bound, in one unit.
        start_year, now_year, goal_year: rising: start_year < now_year < goal_year.
        rising: whether a larger value is nearer to the goal.
        met_at_start, met: whether the baseline and the achieved value meet the target.
        closing: progress is the share of the gap that is closed, from whichever side; for a point or a band.
    """

    start: Decimal
    now: Decimal
    goal: Decimal
    start_year: int
    now_year: int
    goal_year: int
    rising: bool
    met_at_start: bool
    met: bool
    closing: bool = False

    @property
    def way(self) -> tuple[Decimal, Decimal] | None:
        """How much of the way is covered and how long it is, both towards the goal; None where there is no way."""
        whole = abs(self.goal - self.start)
        if self.met_at_start or whole == 0:
            return None
        if self.closing:
            return whole - abs(self.now - self.goal), whole
        covered = self.now - self.start if self.goal > self.start else self.start - self.now
        return covered, whole

    @property
    def made(self) -> Decimal | None:
        """Share of the way that is covered; None where there is no way."""
        return None if self.way is None else self.way[0] / self.way[1]

    @property
    def spent(self) -> Decimal:
        """Share of the time from the start to the goal that has passed."""
        return Decimal(self.now_year - self.start_year) / (self.goal_year - self.start_year)

    @property
    def gain(self) -> Decimal:
        """How far the value has moved to the better side; negative where it got worse."""
        return self.now - self.start if self.rising else self.start - self.now


@dataclass(frozen=True)
class Reading:
    """What a method says of a course: its word (None where it cannot say, with why), its number, its steps."""

    word: str | None
    number: Decimal | None = None
    why: str = ""
    steps: dict[str, Decimal | None] = field(default_factory=dict)


def straight_line(course: Course) -> Reading:
    """Progress made over time spent: 进度达标 from 1, 偏慢 from 0.5, 滞后 from 0, 倒退 below.

    A baseline that met the target already has no way to cover: nothing is said
    while it is still met, 倒退 once it is not.
    """
    steps = {"progress_made": course.made, "time_spent": course.spent}
    if course.way is None:
        if course.met_at_start and course.met:
            return Reading(None, None, "基期已达到目标，不计进度", steps)
        if course.gain < 0:
            return Reading(BACK, None, "基期已达到目标，如今退到目标以外", steps)
        return Reading(None, None, "基期与目标相等，不计进度", steps)
    covered, whole = course.way
    # Products instead of quotients: 1/3 of the way in 1/3 of the time is exactly 1.
    done = covered * (course.goal_year - course.start_year)
    due = whole * (course.now_year - course.start_year)
    if done >= due:
        word = ON_COURSE
    elif 2 * done >= due:
        word = SLOW
    else:
        word = LAGGING if done >= 0 else BACK
    return Reading(word, done / due, "", steps)


def statcan(course: Course) -> Reading:
    """Statistics Canada: R = d · CAGR actual / |CAGR required|, held against 0.95, 0.60 and 0."""
    start, now, goal = course.start or STATCAN_ZERO, course.now, course.goal or STATCAN_ZERO
    if not (start > 0 and now >= 0 and goal > 0) and not (start < 0 and now <= 0 and goal < 0):
        return Reading(STATCAN_MET if course.met else None, None, "数值正负不一，算不出年均增长率")
    actual = _growth(start, now, course.now_year - course.start_year)
    required = _growth(start, goal, course.goal_year - course.start_year)
    steps = {"cagr_actual": actual, "cagr_required": required}
    side = 1 if course.rising == (start > 0) else -1
    ratio = None if required == 0 else side * actual / abs(required)
    if course.met:
        return Reading(STATCAN_MET, ratio, "", steps)
    if ratio is None:
        word = STATCAN_BACK if side * actual < 0 else None
        return Reading(word, None, "基期与目标相等，所需增长率为0", steps)
    word = _step(ratio, STATCAN_THRESHOLDS, (STATCAN_ON, STATCAN_SLOW, STATCAN_LIMITED, STATCAN_BACK))
    return Reading(word, ratio, "", steps)


def unsd(course: Course) -> Reading:
    """UN Statistics Division 2023: the share of the way that the actual growth, going on, covers by the target year."""
    met = UNSD_ON if course.met else None
    if course.start == 0 or course.now / course.start < 0:
        return Reading(met, None, "基期为0或数值正负不一，算不出年均增长率")
    actual = _growth(course.start, course.now, course.now_year - course.start_year)
    with localcontext(_PRECISE):
        expected = course.now * (1 + actual) ** (course.goal_year - course.now_year)
    steps = {"expected_value": expected}
    if course.met_at_start and not course.met:
        return Reading(UNSD_BACK, None, "基期已达到目标，如今退到目标以外", steps)
    if course.goal == course.start:
        return Reading(met, None, "基期与目标相等，没有要走的路", steps)
    ratio = (expected - course.start) / (course.goal - course.start)
    return Reading(met or _step(ratio, UNSD_THRESHOLDS, (UNSD_ON, UNSD_SLOW, UNSD_BACK)), ratio, "", steps)


def healthy_people(course: Course) -> Reading:
    """Healthy People: percent of targeted change towards the target, percent of the baseline away from it; 10% each.

    This is the rule for data without standard errors, which reports do not give.
    """
    made = course.made
    percent = None if made is None else made * _HUNDRED
    moved = None if course.start == 0 else (course.now - course.start) / abs(course.start) * _HUNDRED
    steps = {"targeted_change_percent": percent, "baseline_change_percent": moved}
    if course.met:
        return Reading(HEALTHY_MET, percent, "", steps)
    if percent is not None and percent > 0:
        return Reading(HEALTHY_BETTER if percent >= HEALTHY_PERCENT else HEALTHY_SAME, percent, "", steps)
    if course.now == course.start:
        return Reading(HEALTHY_SAME, percent, "", steps)
    if moved is None:
        return Reading(None, percent, "基期为0，算不出相对基期的变化", steps)
    return Reading(HEALTHY_WORSE if abs(moved) >= HEALTHY_PERCENT else HEALTHY_SAME, percent, "", steps)


METHODS: dict[str, Callable[[Course], Reading]] = {
    "straight_line": straight_line,
    "statcan": statcan,
    "unsd": unsd,
    "healthy_people": healthy_people,
}

# Which paces of the straight line a word of another method can stand for.
AGREES = {
    "straight_line": {word: {word} for word in (ON_COURSE, SLOW, LAGGING, BACK)},
    "statcan": {
        STATCAN_MET: {ON_COURSE},
        STATCAN_ON: {ON_COURSE},
        STATCAN_SLOW: {SLOW},
        STATCAN_LIMITED: {LAGGING},
        STATCAN_BACK: {BACK},
    },
    "unsd": {UNSD_ON: {ON_COURSE}, UNSD_SLOW: {SLOW, LAGGING}, UNSD_BACK: {LAGGING, BACK}},
    # Healthy People looks at the way and not at the time, so 有改善 may be any pace forward.
    "healthy_people": {
        HEALTHY_MET: {ON_COURSE},
        HEALTHY_BETTER: {ON_COURSE, SLOW, LAGGING},
        HEALTHY_SAME: {LAGGING, BACK},
        HEALTHY_WORSE: {BACK},
    },
}


def depends_on_method(readings: dict[str, Reading]) -> bool | None:
    """Whether no pace is one that all methods can mean; None where fewer than two of them say anything."""
    said = [AGREES[method][reading.word] for method, reading in readings.items() if reading.word]
    return None if len(said) < 2 else not set.intersection(*said)


def _growth(start: Decimal, end: Decimal, years: int) -> Decimal:
    """Compound annual growth from start to end: (end / start) ** (1 / years) - 1."""
    with localcontext(_PRECISE):
        return (end / start) ** (1 / Decimal(years)) - 1


def _step(ratio: Decimal, thresholds: tuple[Decimal, ...], words: tuple[str, ...]) -> str:
    """The word of the first threshold that the ratio reaches, else the last word."""
    return next((word for limit, word in zip(thresholds, words, strict=False) if ratio >= limit), words[-1])
