"""What stands around a figure: the part it is in, target or achieved, which year it is of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract import names, words
from extract.heads import PERIOD, PERIODS, Facts, Opening, part_of
from extract.outline import Sentence

_AIMS, _TIME = words.phrases("aims"), words.phrases("time")
_KINDS = words.table(
    "kinds",
    [
        "forward_before",
        "required_before",
        "target_after",
        "already_before",
        "benchmark_before",
        "gap",
        "standard_named",
        "others_before",
        "others_after",
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
_BENCHMARK = _any("benchmark_before")
_FORWARD_BEFORE = _AIMS["aimed_before"]
_DONE = _AIMS["done_already"]
_AIMED_AT = _AIMS["will_be_done"]
_BEGUN = _AIMS["begun"]
_REACHED = _AIMS["was_reached"]
_OTHERS = _AIMS["others_value"]
_TASK_BEFORE = _any("task_before")
_TASK_AFTER = _any("task_after")
_OTHERS_BEFORE, _OTHERS_AFTER = (words.regex("kinds", [_KINDS[key]]) for key in ("others_before", "others_after"))
_OTHERS_LEVEL = _AIMS["others_level"]
_STANDARD_NAMED = words.regex("kinds", [_KINDS["standard_named"]])
GAP = words.regex("kinds", [_KINDS["gap"]])
_TASK_SAID = _AIMS["task_said"]
_PLAN_TURN = words.regex("pages", words.load("pages")["plan_turns"])
_PLAN_AHEAD = words.regex("pages", [words.load("pages")["plan_ahead"]])

_HEADING_TURNS = _AIMS["heading_turns"]
# In a part that begins with what is lacking: from here on it says what will be done.
_AIMED = _AIMS["turns_ahead"]
_NUMBERED = re.compile("[一二三四五六七八九十]+、")
_FOUR_DIGITS = re.compile(r"\d{4}")

# A year that applies: at the start of a clause, or right before its number.
_UNTIL = _TIME["until_year"]
_AT_CLAUSE = _TIME["at_clause"]
_RIGHT_BEFORE = _TIME["right_before_number"]
_REFERENCE = _TIME["reference_year"]
_HELD_AGAINST = _TIME["held_against"]
_DOCUMENT = _TIME["document_after_year"]
_BASE_MARK = _TIME["base_mark"]
_FIVE_YEARS = _TIME["five_years"]
_AS_OF = _TIME["as_of"]
_THIS_YEAR = _TIME["this_year"]
_UP_TO = _TIME["up_to"]
_YEAR_END = _TIME["year_end"]
_YEAR_NUMBER = _TIME["year_before_mark"]
_FULL_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True)
class Part:
    """The part of a report a sentence stands in."""

    forward: bool
    """Does it look forward, so that what it states is a target?"""
    year: int | None
    base_year: int | None
    """Year of the earlier value of a from-to pair, where the part is of a period."""
    now: int | None
    """The year that 今年 means here."""
    last: int | None = None
    """The year that 去年 means here, where that is not the one before ``now``: a speech of March reviews 去年."""
    problems_first: bool = False
    """Does it begin with what is lacking and look forward from its turn on?"""


def parts(sentences: list[Sentence], text: str, facts: Facts) -> Iterator[Part]:
    """The part of every sentence, in order."""
    default = Part(facts.looks_forward, facts.plan_year if facts.looks_forward else facts.year, facts.base_year, None)
    writing = _sections_of_this_year(sentences, text, facts)
    turned: dict[tuple[str, ...], int | None] = {}
    ends: dict[tuple[str, ...], int] = {}
    paragraph, base = -1, None
    for sentence in sentences:
        said = text[sentence.start : sentence.end]
        top = sentence.headings[:1]
        part = _part_of(sentence.headings, default, facts)
        if top in writing and not part.forward:
            part = replace(part, year=writing[top])
        if not part.forward and facts.review_year is None and facts.before_plan:
            # A plan that looks back without saying to which year: the last year's end that its section names.
            if top in ends:
                part = replace(part, year=ends[top])
            if (end := _YEAR_END.search(said)) and int(end["year"]) <= facts.before_plan:
                ends[top] = int(end["year"])
        turn = _PLAN_TURN.search(said)
        ahead = _PLAN_AHEAD.match(said)
        if not turn and ahead and facts.review_year and int(ahead["year"]) > facts.review_year:
            turn = ahead
        if part.problems_first and not sentence.is_heading(said):
            part = replace(part, forward=bool(turn or _AIMED.search(said)), problems_first=False)
            if not part.forward:
                part = replace(part, year=facts.review_year or facts.before_plan or facts.year)
            else:
                turned[top] = part.year
        if turn and not part.forward:
            years = _YEAR_NUMBER.findall(turn.group())
            turned[top] = int(years[0]) if years else facts.plan_year or (facts.year + 1 if facts.year else None)
            if not sentence.headings and (sentence.paragraph != paragraph or "以下" in said or "如下" in said):
                default = Part(True, turned[top], None, None)
        if not part.forward and (top in turned or turn):
            part = replace(part, forward=True, year=turned.get(top), base_year=None)
        if turn and (period := PERIOD.search(turn.group())):
            part = replace(part, year=PERIODS[period.group()][1])
        if sentence.paragraph != paragraph:
            paragraph, base = sentence.paragraph, None
        marked = _BASE_MARK.search(said)
        five = _FIVE_YEARS.search(said)
        explicit = marked and _FULL_YEAR.search(marked.group())
        period = marked and PERIOD.search(marked.group())
        if explicit:
            base = int(explicit.group())
        elif period:
            base = PERIODS[period.group()][1]
        elif five and not part.forward and part.year:
            named = PERIOD.search(five.group())
            base = PERIODS[named.group()][0] - 1 if named else part.year - 5
        if base and not part.forward:
            part = replace(part, base_year=base)
        now = facts.plan_year if part.forward else part.year
        written = (
            not part.forward
            and part.year is not None
            and part.year + 1
            in (
                facts.plan_year,
                facts.published and facts.published.year,
            )
        )
        yield replace(part, now=now or part.year, last=part.year if written else None)


def _sections_of_this_year(sentences: list[Sentence], text: str, facts: Facts) -> dict[tuple[str, ...], int]:
    """The parts under headings without a year that speak of 今年, with the year of writing.

    A review of 2019 that was published in 2020 may go on to what was done since:
    there 今年 is 2020.
    """
    written = (
        facts.published.year
        if facts.published and facts.published.year in (facts.review_year, facts.plan_year)
        else facts.plan_year
    )
    if written is None or written == facts.review_year:
        return {}
    if not any(part_of(h, facts).year == facts.review_year for s in sentences for h in s.headings[:1]):
        return {}  # no part is told apart as the one reviewed
    tops: dict[tuple[str, ...], bool] = {}
    for sentence in sentences:
        top = sentence.headings[:1]
        if top and part_of(top[0], facts).year is None:
            tops[top] = tops.get(top, False) or bool(_THIS_YEAR.search(text, sentence.start, sentence.end))
    return {top: written for top, speaks in tops.items() if speaks}


def _part_of(headings: tuple[str, ...], default: Part, facts: Facts) -> Part:
    part = default
    for depth, heading in enumerate(headings):
        opens: Opening = part_of(heading, facts)
        top = depth == 0 or _NUMBERED.match(heading)
        if not top and not _HEADING_TURNS.search(heading):
            continue
        if opens.forward is not None and (opens.forward != part.forward or depth == 0):
            looked_at = facts.plan_year if opens.forward else facts.review_year or facts.before_plan
            part = Part(opens.forward, looked_at, None, None, problems_first=opens.problems_first)
            if part.year is None:
                part = replace(part, year=facts.year)
            if not part.forward and facts.review_year is None and facts.before_plan:
                part = replace(part, base_year=facts.before_plan - 5)  # the plan looks back on the period before
            elif not part.forward:
                part = replace(part, base_year=facts.base_year)
        if opens.year is not None and top:
            part = replace(part, year=opens.year)
        if opens.base_year is not None and not part.forward:
            part = replace(part, base_year=opens.base_year)
    return part


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
        if any(s <= at < e for s, e in references) and _HELD_AGAINST.search(before[at : at + 12]):
            continue
        if _DOCUMENT.match(match["after"]):
            continue
        year = _year(match, part)
        until = bool(_UP_TO.match(match.group()))
        part = replace(part, now=year)
        years = (year, *map(int, _FOUR_DIGITS.findall(match["more"]))) if match["more"] else ()
    right = _RIGHT_BEFORE.search(before)
    if right:
        year, years = _year(right, part), ()
    day = next(reversed(list(_AS_OF.finditer(before))), None)
    if day and year:
        as_of = _date(int(day["y"] or year), int(day["m"]), int(day["d"] or 0))
    # A month, or what is done already, is of the days of writing.
    later = year is not None and (year > summed_up if summed_up else until)
    ahead = later and not part.forward and not _BEGUN.search(before)
    return Time(year, base, as_of, years, ahead)


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
    """
    if _BENCHMARK.search(clause) or (not named and _OTHERS.fullmatch(clause.strip())):
        return "benchmark", "benchmark-word"
    if part.forward:
        return (
            ("achieved", "already-in-plan")
            if _ALREADY.search(clause) and not _FORWARD.search(before) and not _REQUIRED.search(before)
            else ("target", "plan-part")
        )
    if _TARGET_AFTER.match(after) and not (named and _REACHED.search(clause)):
        return "target", "target-word-after"
    if _FORWARD.search(before) or _FORWARD_BEFORE.search(idle):
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
    if _OTHERS_AFTER.match(after):
        return others_subject(zone) is not None
    level = _OTHERS_LEVEL.search(idle)
    return not zone and bool(level) and others_subject(idle[: level.start()]) is not None


def is_others_after(after: str) -> bool:
    """Does what follows a number call it a mean or a level (的平均水平)?"""
    return bool(_OTHERS_AFTER.match(after))


def is_others_place(zone: str) -> bool:
    """Do the words before a number only name another place or a higher level (、全省5.21张的平均水平)?"""
    return others_subject(f"低于{zone.strip()}") == ""


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
    return subject.rstrip("“”"), task.strip("的“”").replace("”", "")
