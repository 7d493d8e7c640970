"""What stands around a figure: target or achieved, and which year it is of."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from extract import names, words
from extract.head_years import PERIODS
from extract.parts import Part

_AIMS, _TIME = words.phrases("aims"), words.phrases("time")
_KINDS = words.table(
    "kinds",
    [
        "forward_before",
        "required_before",
        "target_after",
        "already_before",
        "already_after",
        "already_sentence",
        "benchmark_before",
        "gap",
        "gap_to_standard",
        "standard_named",
        "others_before",
        "others_after",
        "others_named_after",
        "task_before",
        "task_words",
        "task_after",
    ],
)


def _any(key: str) -> re.Pattern[str]:
    return words.regex("kinds", _KINDS[key])


_FORWARD = _any("forward_before")
_REQUIRED = _any("required_before")
_TARGET_AFTER = _any("target_after")
_ALREADY = _any("already_before")
_ALREADY_AFTER, _ALREADY_SAID = (words.regex("kinds", [_KINDS[key]]) for key in ("already_after", "already_sentence"))
_BENCHMARK = _any("benchmark_before")
_FORWARD_BEFORE, _AIM_REACHED = _AIMS["aimed_before"], _AIMS["aim_reached"]
_DONE = _AIMS["done_already"]
_AIMED_AT = _AIMS["will_be_done"]
_BEGUN = _AIMS["begun"]
_REACHED = _AIMS["was_reached"]
_OTHERS = _AIMS["others_value"]
_TASK_BEFORE = _any("task_before")
_TASK_AFTER = _any("task_after")
_OTHERS_BEFORE, _OTHERS_AFTER = (words.regex("kinds", [_KINDS[key]]) for key in ("others_before", "others_after"))
_OTHERS_NAMED_AFTER = words.regex("kinds", [_KINDS["others_named_after"]])
_OTHERS_LEVEL, _IN_TURN = _AIMS["others_level"], _AIMS["in_turn_only"]
_STANDARD_NAMED = words.regex("kinds", [_KINDS["standard_named"]])
GAP = words.regex("kinds", [_KINDS["gap"]])
_TASK_SAID, _TASK_GIVEN = _AIMS["task_said"], _AIMS["task_given"]

_FOUR_DIGITS = re.compile(r"\d{4}")

# A year that applies: at the start of a clause, or right before its number.
_UNTIL, _AIMED_FOR = _TIME["until_year"], _TIME["aimed_for"]
_AT_CLAUSE = _TIME["at_clause"]
_RIGHT_BEFORE, _HELD_AGAINST_YEAR = _TIME["right_before_number"], _TIME["held_against_year"]
_REFERENCE = _TIME["reference_year"]
_HELD_AGAINST = _TIME["held_against"]
_DOCUMENT, _SINCE = _TIME["document_after_year"], _TIME["since"]
_AS_OF = _TIME["as_of"]
_UP_TO = _TIME["up_to"]


@dataclass(frozen=True)
class Time:
    """Year of a figure, the year of the earlier value it is held against, and the day it was taken."""

    year: int | None
    base_year: int | None
    as_of: dt.date | None
    years: tuple[int, ...] = ()
    """Where one clause names several target years in turn (到2022年和2030年分别 ...)."""
    ahead: bool = False
    """Is the year after the one that the part sums up, and was nothing of it seen when that was written?"""


def time_of(before: str, part: Part) -> Time:
    """When a figure is of.

    Args:
        before: the sentence up to the figure.
        part: the part the sentence stands in.
    """
    year, base, years, as_of = part.year, part.base_year, (), None
    summed_up, until = part.year, False
    references = [m.span() for m in _REFERENCE.finditer(before)]
    for match in _AT_CLAUSE.finditer(before):
        at = match.start(match.lastgroup) if match["year"] is None else match.start("year")
        if any(s <= at < e for s, e in references) and _HELD_AGAINST.search(before[at:].partition(",")[0]):
            continue
        if _DOCUMENT.match(match["after"]) or (part.year and _SINCE.search(match.group())):
            continue
        year = _year(match, part)
        until = bool(_UP_TO.match(match.group()))
        part = replace(part, now=year)
        years = (year, *map(int, _FOUR_DIGITS.findall(match["more"]))) if match["more"] else ()
    right = _RIGHT_BEFORE.search(before)
    if right:
        year, years = _year(right, part), ()
        until = until or bool(_AIMED_FOR.search(right.group()))
    against = _HELD_AGAINST_YEAR.search(before)
    if against and part.year and int(against["year"]) > part.year:  # 与2025年4.8人的规划目标差距较大
        year = int(against["year"])
    day = next(reversed(list(_AS_OF.finditer(before))), None)
    if day and year:
        as_of = _date(int(day["y"] or year), int(day["m"]), int(day["d"] or 0))
    # A month, or what is done already, is of the days of writing.
    later = year is not None and (year > max(summed_up, part.written or 0) if summed_up else until)
    ahead = later and not part.forward and not _BEGUN.search(before)
    return Time(year, base, as_of, years, ahead)


def is_dated(before: str) -> bool:
    """Does a year stand right before a number?"""
    return bool(_RIGHT_BEFORE.search(before))


def is_dated_after(text: str) -> bool:
    """Does a later clause of a sentence open with a year of its own?"""
    return bool(_AT_CLAUSE.search(f",{text.lstrip(',')}"))


def _year(match: re.Match[str], part: Part) -> int | None:
    if match["year"]:
        return int(match["year"])
    if match["period"]:
        return PERIODS[match["period"]][1]
    if part.last and match["word"] in ("去年", "上年", "上一年"):
        return part.last
    step = {"去年": -1, "上年": -1, "上一年": -1, "前年": -2, "明年": 1}.get(match["word"], 0)
    return part.now + step if part.now else part.year


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        if day:
            return dt.date(year, month, day)
        return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    except ValueError:
        return None


def kind_of(
    before: str,
    after: str,
    part: Part,
    named: bool,
    clause: str,
    idle: str = "",
    year: int | None = None,
    after_target: bool = False,
    dated_ahead: bool = False,
    after_known: bool = False,
) -> tuple[str, str]:
    """(kind, rule) of a figure: achieved, target or benchmark.

    Args:
        before: its clause up to the number and its comparator words, and these.
        after: what follows the number and its comparator words.
        part: the part it stands in.
        named: does the clause give it a name of its own?
        clause: the clause it stands in up to the number.
        idle: the clause before, where that holds no number.
        year: the year of the figure, as far as the sentence says.
        after_target: does a figure that is aimed at stand before it in the sentence?
        dated_ahead: as ``Time.ahead``.
        after_known: does the sentence say before it that it tells how things are (目前)?
    """
    aimed = _TARGET_AFTER.match(after) and not (named and _REACHED.search(clause))  # 高于全省75%的目标任务
    if not aimed and (_BENCHMARK.search(clause) or (not named and _OTHERS.fullmatch(clause.strip()))):
        return "benchmark", "benchmark-word"
    if part.forward:
        known = _ALREADY.search(clause) or _ALREADY_AFTER.match(after) or after_known
        known = known or (year and part.known and year <= part.known)
        said_so = _FORWARD.search(before) or _REQUIRED.search(before)
        return ("achieved", "already-in-plan") if known and not said_so else ("target", "plan-part")
    if aimed:
        return "target", "target-word-after"
    if _FORWARD.search(before) or (_FORWARD_BEFORE.search(idle) and not _AIM_REACHED.search(idle)):
        return "target", "forward-word"
    if _REQUIRED.search(before):
        return "target", "required-word"
    ahead = _UNTIL.search(clause) or _UNTIL.search(idle)
    if ahead and year and (part.year is None or year > part.year):
        return "target", "year-ahead"
    if after_target and not _DONE.search(clause):
        return "target", "after-target"
    if dated_ahead:
        return "target", "year-ahead"
    return "achieved", "review-part"


def tells_what_is(before: str) -> bool:
    """Does a sentence say, up to a number, that it tells how things are (目前, 截至)?"""
    return bool(_ALREADY_SAID.search(before))


def is_aimed(clause: str) -> bool:
    """Does a clause say what will be done, and not only name a plan (年度投资计划完成112%)?"""
    return bool(_AIMED_AT.search(clause))


def is_benchmark(clause: str) -> bool:
    """Do the words before a number quote it as somebody else's, to compare?"""
    return bool(_BENCHMARK.search(clause))


def is_others_value(zone: str, after: str, idle: str) -> bool:
    """Is a number somebody else's value of what the figure before it measures?

    Args:
        zone: what stands right before it.
        after: what follows it.
        idle: the clause before, where that holds no number.
    """
    if _OTHERS_NAMED_AFTER.match(after) and names.is_standard_only(zone):
        return True
    if _OTHERS_AFTER.match(after):
        return others_subject(zone) is not None
    return bool(_IN_TURN.match(zone)) and level_subject(idle) is not None


def level_subject(idle: str) -> str | None:
    """What the clause before holds against a level of others (医师数低于全省平均水平); None where it does not."""
    level = _OTHERS_LEVEL.search(idle)
    return others_subject(idle[: level.start()]) if level else None


def is_others_after(after: str) -> bool:
    """Does what follows a number call it a mean or a level (的平均水平)?"""
    return bool(_OTHERS_AFTER.match(after))


def is_others_place(zone: str) -> bool:
    """Do the words before a number only name another place or a higher level (、全省5.21张的平均水平)?"""
    return others_subject(f"低于{zone.strip()}") == ""


def gap_subject(zone: str) -> str:
    """What words like 全市高于全省平均水平 are said of; empty where it stands before them."""
    gap = GAP.search(zone)
    return gap["subject"].strip() if gap else ""


def names_standard(idle: str) -> bool:
    """Does the clause before a bracket say that the numbers in it are a standard (均控制在省定指标(8/10万、4‰))?"""
    return bool(_STANDARD_NAMED.search(idle))


def states_own(clause: str) -> bool:
    """Does a clause before a bracket name what the number in it is, and no aim or level of others?"""
    bare = clause.strip()
    plain = not (names_standard(bare) or is_others_value("", "", bare) or _BENCHMARK.search(bare))
    return plain and names.is_amount(bare) and not names.is_standard_only(bare)


def others_subject(text: str) -> str | None:
    """What words like 每千人口医师数仍低于全国 are said of; empty where it stands before them, None for other words."""
    match = _OTHERS_BEFORE.match(text)
    return match["subject"] if match else None


def is_target_after(after: str) -> bool:
    """Does what follows a number call it a target (75%的全省目标任务)?"""
    return bool(_TARGET_AFTER.match(after))


def of_task(before: str, after: str) -> bool:
    """Is a percent one of a task or a plan (完成年度任务数的128.3%), not a coverage?"""
    return bool(_TASK_BEFORE.search(before) and (not before.endswith("完成") or _TASK_AFTER.match(after)))


def task_of(zone: str) -> tuple[str, str] | None:
    """Whose task and which a percent after these words is of: (县医院住院楼, 工程量); None where they name none.

    The first is empty where what it is of stands before the clause (为年度任务的106.3%).
    """
    match = _TASK_SAID.match(zone.strip())
    if not match:
        return None
    subject, task = match["subject"] or match["before"] or "", match["task"] or match["task_before"]
    return subject.rstrip("“”"), _TASK_GIVEN.sub("", task.strip("的“”").replace("”", ""))
