"""Direction and pace of a pair: what is said of it besides the level, and why where nothing is."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from metrics.direction import direction, tolerance
from metrics.figures import Figure
from metrics.level import Verdict, bound_of, judge_level
from metrics.pairs import Pair
from metrics.progress import METHODS, Course, Reading, depends_on_method
from metrics.quantities import difference, quantity, quoted, rounded
from metrics.schema import BAND, CEILING, DONE, FLOOR, MET, NOT_DONE, NOT_MET, ONE_POINT, POINT, SAME


@dataclass(frozen=True)
class Direction:
    """``word`` is one of ``metrics.schema.DIRECTIONS``, or None where ``why`` says why not."""

    word: str | None
    why: str
    change: Decimal | None = None
    slack: Decimal | None = None


@dataclass(frozen=True)
class Pace:
    """``word`` is of the chosen method, or None where ``why`` says why not; ``readings`` are all methods'."""

    word: str | None
    why: str
    number: Decimal | None = None
    readings: dict[str, Reading] = field(default_factory=dict)
    dependent: bool | None = None


def direction_of(achieved: Figure, baseline: Figure | None, side: str | None) -> Direction:
    """Where a value moved since the earlier one, by the better ``side`` (higher, lower, neither or None).

    A change is its own direction: a fall of 10% is one, whatever the year before was.
    """
    if achieved.complete:
        return Direction(None, "任务完成率各期任务不同，不比较升降")
    if not achieved.is_exact:
        return Direction(None, "完成值只是约数或范围，不比较升降")
    if achieved.basis == "change":
        if side not in ("higher", "lower"):
            return Direction(None, _no_side(side), achieved.low)
        word = direction(Decimal(0), achieved.low, side, Decimal(0))
        return Direction(word, f"比上期{_moved(achieved.low, achieved.unit)}", achieved.low, Decimal(0))
    if baseline is None:
        return Direction(ONE_POINT, "没有找到更早的同口径数值")
    if not baseline.is_exact:
        return Direction(None, f"基期值{quoted(baseline)}只是约数或范围，不比较升降")
    change = achieved.low - baseline.low
    when = f"{baseline.year}年" if baseline.year is not None else "基期"
    why = f"比{when}的{quantity(baseline.low, baseline.unit)}{_moved(change, achieved.unit)}"
    if side not in ("higher", "lower"):
        return Direction(None, f"{why}；{_no_side(side)}", change)
    slack = tolerance(achieved.unit).around(baseline.low)
    word = direction(baseline.low, achieved.low, side, slack)
    if word == SAME and change:
        why += f"，未超过容许的{difference(slack, achieved.unit)}"
    return Direction(word, why, change, slack)


def pace_of(pair: Pair, verdict: Verdict, polarity: str | None, method: str) -> Pace:
    """How fast a pair's value moves to its target, by the chosen method and all others.

    Args:
        pair: an achieved figure and its target.
        verdict: their level.
        polarity: which side is better.
        method: a key of ``metrics.progress.METHODS``.
    """
    achieved, target, baseline = pair.achieved, pair.target, pair.baseline
    if achieved.year is None or target.year is None:
        return Pace(None, "完成值或目标的年份不明，不计进度")
    if achieved.year >= target.year:
        word = {MET: DONE, NOT_MET: NOT_DONE}.get(verdict.level)
        return Pace(word, f"目标年{target.year}年已到，" + ("只看是否达标" if word else "达标与否无法判断"))
    if achieved.complete or achieved.basis == "change":
        return Pace(None, "任务完成率和增减幅度不计进度")
    if baseline is None:
        return Pace(ONE_POINT, "没有找到更早的同口径数值，不计进度")
    if baseline.year is None:
        return Pace(None, "基期的年份不明，不计进度")
    if not (achieved.is_exact and baseline.is_exact):
        return Pace(None, "完成值或基期值只是约数或范围，不计进度")
    if verdict.level is None:
        return Pace(None, "达标与否无法判断，不计进度")
    course = _course(pair, verdict, polarity)
    readings = {name: read(course) for name, read in METHODS.items()}
    chosen = readings[method]
    why = _journey(course, achieved.unit)
    if chosen.why:
        why += f"；{chosen.why}"
    return Pace(chosen.word, why, chosen.number, readings, depends_on_method(readings))


def side_of(polarity: str | None, verdict: Verdict | None) -> str | None:
    """The better side: the indicator's own, else the one that the target's words take for better."""
    if polarity is None and verdict is not None and verdict.method == "comparator":
        return {FLOOR: "higher", CEILING: "lower"}[verdict.required]
    return polarity


def _course(pair: Pair, verdict: Verdict, polarity: str | None) -> Course:
    """The course from the pair's baseline to its target."""
    achieved, target, baseline = pair.achieved, pair.target, pair.baseline
    at_start = judge_level(baseline, target, polarity)
    goal = bound_of(target, verdict.required)
    if verdict.required == BAND:
        # The nearer edge is what has to be reached.
        goal = min((target.low, target.high), key=lambda edge: abs(edge - baseline.low))
    rising = {FLOOR: True, CEILING: False}.get(verdict.required, goal > baseline.low)
    return Course(
        start=baseline.low,
        now=achieved.low,
        goal=goal,
        start_year=baseline.year,
        now_year=achieved.year,
        goal_year=target.year,
        rising=rising,
        met_at_start=at_start.level == MET,
        met=verdict.level == MET,
        closing=verdict.required in (POINT, BAND),
    )


def _journey(course: Course, unit: str) -> str:
    """The course in words: 2020年90.1%，2023年92%，2025年目标95%：路程走了38.78%，时间过了60%，两者之比0.65."""
    points = (
        f"{course.start_year}年{quantity(course.start, unit)}，{course.now_year}年{quantity(course.now, unit)}，"
        f"{course.goal_year}年目标{quantity(course.goal, unit)}"
    )
    if course.made is None:
        return points
    made, spent = rounded(course.made * 100), rounded(course.spent * 100)
    return f"{points}：路程走了{made}%，时间过了{spent}%，两者之比{rounded(course.made / course.spent)}"


def _moved(change: Decimal, unit: str) -> str:
    if change == 0:
        return "没有变化"
    return ("上升" if change > 0 else "下降") + difference(change, unit)


def _no_side(side: str | None) -> str:
    return "这一指标没有越高越好或越低越好之分" if side == "neither" else "不知这一指标越高越好还是越低越好"
