"""Targets that a report does not quote but implies: a count, and the percent of its task that it makes up.

“已完成农村改厕48.13万座，完成年度任务数的128.3%” gives a task of 37.5万座. A
percent and a count belong together when they stand in one sentence, are of one
region and year, and the percent's name (bare of 完成率) and the count's (bare of
已完成 and 人数) hold one another; a percent that names nothing but the task is of
the nearest count before it. The words are in data/reference/words/tasks.yml.

The task is a whole number that fits both numbers as they were quoted. Of those
the one with the fewest digits is taken, for tasks are set in round numbers; of
equals the nearest to the quotient. Where no whole number fits, the two do not
belong together and nothing is derived.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache

from extract import words
from metrics.figures import Figure, Origin
from metrics.measures import is_size_free
from metrics.quantities import plain, quantity

# Before the id of a derived target where it stands among the ids of figures.
PREFIX = "derived:"

_GROUPS = ("percent_ends", "count_begins", "count_ends", "task_itself")


def implied_targets(figures: Iterable[Figure]) -> dict[str, Figure]:
    """The task behind each count that a percent of its task is quoted for, by the count's id.

    A percent gives one count its task, and a count gets one task: the nearest of each.
    """
    sentences: dict[tuple, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.kind == "achieved" and figure.is_exact and figure.basis == "level" and figure.quote_start is not None:
            sentences[figure.document_id, figure.quote_start, figure.place, figure.year].append(figure)
    made: dict[str, Figure] = {}
    for together in sentences.values():
        percents = [one for one in together if one.complete and one.unit == "%" and one.low > 0]
        counts = [one for one in together if not one.complete and one.low > 0 and not is_size_free(one.unit)]
        for percent in sorted(percents, key=lambda one: (one.start or 0, one.figure_id)):
            free = [count for count in counts if count.figure_id not in made]
            count = _count_of(percent, free)
            target = count and _target(count, percent)
            if target:
                made[count.figure_id] = target
    return made


def _count_of(percent: Figure, counts: list[Figure]) -> Figure | None:
    """The count that a percent of a task is of: the nearest one of its name, those before it first."""
    names = [name for name in (percent.indicator, percent.indicator_text) if name]
    subjects = {_bare_percent(name) for name in names}
    before = [count for count in counts if (count.start or 0) < (percent.start or 0)]
    fitting = [count for count in counts if any(_same(subject, count) for subject in subjects)]
    if not fitting and any(_task_itself().fullmatch(name) for name in names):
        fitting = before

    def nearness(count: Figure) -> tuple:
        away = (percent.start or 0) - (count.start or 0)
        return away < 0, abs(away), count.figure_id

    return min(fitting, key=nearness, default=None)


def _same(subject: str, count: Figure) -> bool:
    """Whether what the percent is of and what is counted hold one another."""
    counted = {_bare_count(name) for name in (count.indicator, count.indicator_text) if name}
    return any(len(min(subject, name, key=len)) >= 2 and (subject in name or name in subject) for name in counted)


def _target(count: Figure, percent: Figure) -> Figure | None:
    """The task behind a count and its percent; None where no whole number fits both."""
    share = percent.low / 100
    quotient = count.low / share
    # Only a number in 万 or with decimals was rounded; 3042家 is 3042.
    slack = Decimal(0) if count.step in (0, 1) else count.step / 2
    edge = percent.step / 200
    least, most = (count.low - slack) / (share + edge), (count.low + slack) / (share - edge)
    # A task that was fulfilled is no larger than what was done, one that was not is no smaller.
    least, most = (least, min(most, count.low)) if share >= 1 else (max(least, count.low), most)
    task = _roundest(least, most, quotient)
    if task is None:
        return None
    unit = count.unit
    equals = "=" if task == quotient else "≈"
    arithmetic = f"{quantity(count.low, unit)}÷{plain(percent.low)}%{equals}{plain(round(quotient, 1))}{unit}"
    if task != quotient:
        arithmetic += (
            f"，按引用精度在{plain(round(least, 1))}至{plain(round(most, 1))}之间，取最整的{quantity(task, unit)}"
        )
    ids = f"{count.figure_id}|{percent.figure_id}"
    return replace(
        count,
        figure_id=PREFIX + hashlib.sha256(ids.encode()).hexdigest()[:16],
        value=float(task),
        value_text=None,
        kind="target",
        # A task is done when at least so much is.
        comparator=">=",
        confidence=None,
        origin=Origin("derived", count.document, None, True, arithmetic, (count.figure_id, percent.figure_id)),
    )


def _roundest(least: Decimal, most: Decimal, near: Decimal) -> Decimal | None:
    """The whole number from least to most with the fewest digits before its zeros; of equals the nearest to near."""
    for zeros in range(len(str(int(most))), -1, -1):
        unit = Decimal(10) ** zeros
        first = (least / unit).to_integral_value(ROUND_CEILING)
        last = (most / unit).to_integral_value(ROUND_FLOOR)
        if first <= last and last > 0:
            nearest = min(max((near / unit).to_integral_value(), first), last)
            return nearest * unit
    return None


def _bare_percent(name: str) -> str:
    ends, task = (words.alternatives(_words()[group]) for group in ("percent_ends", "task_itself"))
    return re.sub(f"(?<=..)(?:{ends}|{task}+率)$", "", name)


def _bare_count(name: str) -> str:
    bare = re.sub("^" + words.alternatives(_words()["count_begins"]), "", name)
    return re.sub("(?<=..)" + words.alternatives(_words()["count_ends"]) + "$", "", bare)


@cache
def _task_itself() -> re.Pattern[str]:
    return re.compile(f"(?=.*(?:任务|目标|计划)){words.alternatives(_words()['task_itself'])}+")


@cache
def _words() -> dict[str, tuple[str, ...]]:
    return words.groups("tasks", _GROUPS)
