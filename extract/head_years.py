"""Which years a report speaks of, as its title says or its first sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from extract import words

_PAGES = words.load("pages")
_TIME, _LINES = words.phrases("time"), words.phrases("lines")
DONE = re.compile(words.alternatives(_PAGES["review"]))
"""Regex of the words of headings and titles whose part looks back."""
PLAN = re.compile(words.alternatives(_PAGES["plan"]))
_PART = re.compile(words.alternatives([*_PAGES["review"], *_PAGES["plan"], *_PAGES["plan_weak"]]))
_PLAN_TURN = words.regex("pages", _PAGES["plan_turns"])
PERIODS: dict[str, list[int]] = words.load("periods")
if any(not isinstance(years, list) or len(years) != 2 or years[0] > years[1] for years in PERIODS.values()):
    raise words.TableError("periods.yml: every period is a pair of its first and last year; mend the entry")
PERIOD = re.compile(words.alternatives(PERIODS))
"""Regex of the names of the five-year plans."""
_YEAR, _TIMES = _TIME["year_of_four"], _TIME["times_in_title"]
_PLAN_MADE = _LINES["plan_made"]
_PERIOD_TOLD = _TIME["period_told"]
_ANNOUNCED, _UNTIL = _LINES["plan_announced"], _TIME["until_year"]
_AIMED_AT_IN, _SPAN_UNTIL = _TIME["aimed_at_in_year"], _TIME["span_until"]
_EVALUATED, _EVALUATED_UNTIL = _TIME["span_evaluated"], _TIME["evaluated_until"]
_LEAD_YEAR = _TIME["lead_year"]
_RECENT = 2000  # years before are told of, where a report of later ones says what it came from
_PLANS_SPAN = _TIME["plans_span"]
_GOVERNMENT = _LINES["government_report"]
_MID_TERM = "中期"


def of_title(title: str, subtitle: str) -> tuple[int | None, int | None, int | None, int | None]:
    """What a title says of time: 2022年工作总结及2023年工作计划, “十三五”总结和2021年工作思路.

    Returns:
        The year reviewed, the year planned, the year before the period that is planned, the year before
        the one reviewed. A period counts as its last year; of a plan that is evaluated at half time, the
        year reviewed is not said.
    """
    if _GOVERNMENT.search(title):
        match = _YEAR.search(title) or _YEAR.search(subtitle)
        return (int(match.group(1)) - 1, int(match.group(1)), None, None) if match else (None,) * 4
    review = plan = before = base = None
    title = _without_plans_span(title)
    times = list(_TIMES.finditer(title))
    outside = [m for m in times if not _inside_quotes(title, m)]  # 2021年《儿童发展纲要(2021—2030年)》监测报告
    times = outside or times
    for i, match in enumerate(times):
        first, last = _span(match)
        until = times[i + 1].start() if i + 1 < len(times) else len(title)
        said = [m.group() for m in _PART.finditer(title[match.end() : until])]
        if not said and i + 1 == len(times) and first:
            said = [m.group() for m in _PART.finditer(title[: match.start()])]  # 行动计划(2021—2025年)
        reviews = not said or bool(DONE.fullmatch(said[-1]))
        if not said and review is not None and last == review + 1:
            reviews = False  # the year after the one reviewed, in words the table does not have
        if not reviews:
            plan, before = last, first - 1 if first else None
            reviews = review is None and len(said) > 1 and bool(DONE.fullmatch(said[0]))
        if reviews and _MID_TERM in title[match.end() : until]:
            plan, base = last, first - 1 if first else base
        elif reviews:
            review, base = last, first - 1 if first else base
    return review, plan, before if review is None else None, base


def _without_plans_span(title: str) -> str:
    """A title without the span of the plan whose progress in another year it tells of, and without what that is called.

    2022年妇女儿童发展规划(2021-2030年)统计监测报告 is of 2022.
    """
    named = _PLANS_SPAN.search(title)
    if not named or not DONE.search(title[named.end() :]):
        return title
    before = title[: named.start()]
    return before + title[named.end() :] if _TIMES.search(before) else title


def end_of_plan(title: str, review: int | None) -> int | None:
    """The last year of the plan that a title says is evaluated before its end: 《儿童发展规划(2011-2020年)》中期评估.

    None where a plan is reviewed at its end: “十三五”规划完成情况及“十四五”目标.
    """
    times = list(_TIMES.finditer(title)) if DONE.search(PLAN.sub("", title)) else []
    ends = [last for first, last in map(_span, times) if first]
    return None if review in ends else max(ends, default=None)


def _inside_quotes(title: str, match: re.Match[str]) -> bool:
    """Does a match stand inside the 《》 of a title?"""
    before = title[: match.start()]
    return before.count("《") > before.count("》")


def last_year(match: re.Match[str]) -> int:
    """The last year of a time as titles name it: 2025 of “十四五”, 2021—2025年 and 2025年."""
    return _span(match)[1]


def _span(match: re.Match[str]) -> tuple[int | None, int]:
    """First and last year of a time in a title; a year alone has no first."""
    if match["period"]:
        first, last = PERIODS[match["period"]]
        return first, last
    return int(match["first"]) if match["first"] else None, int(match["year"])


def of_lead(
    lead: list[str], reviewed: int | None, planned: int | None, latest: int
) -> tuple[int | None, int | None, bool, int | None]:
    """Years and direction of a report without a title, from its first sentences.

    Args:
        lead: the first sentences.
        reviewed, planned: the years that they call so; None where they do not.
        latest: the last year that could be told of when it was written.

    Returns:
        The year reviewed, the year planned, whether it looks forward, and the year before the period that is planned.
    """
    if reviewed and planned and planned > reviewed:
        return reviewed, planned, False, None
    years = Counter(year for sentence in lead for year in _years_told(sentence) if year <= latest)
    if not years:
        over = (PERIODS[m["period"]][1] for s in lead for m in _PERIOD_TOLD.finditer(s))
        years = Counter(year for year in over if year <= latest)
    recent = Counter({year: times for year, times in years.items() if year >= _RECENT}) or years
    year = max(recent, key=lambda y: (recent[y], y), default=None)
    turn = next((m for s in lead[:4] for m in [_PLAN_TURN.search(s)] if m), None)
    announced = next((m for s in lead[:4] for m in [_ANNOUNCED.search(s)] if m), None)
    named = list(_TIMES.finditer(announced.group())) if announced else []
    if announced and not turn and (named or any(_UNTIL.match(s) for s in lead)):
        first, last = _span(named[-1]) if named else (None, None)
        return None, last, True, first - 1 if first else None
    if any(_PLAN_MADE.search(s) for s in lead) and not turn:
        return None, None, True, None
    if turn:
        named = _YEAR.search(turn.group())
        return None, int(named.group(1)) if named else year, True, None
    return year, None, False, None


def half_way(lead: list[str], first: int, last: int) -> int:
    """The year up to which a plan was evaluated at half time: as the first sentences say, else the middle one."""
    said = next((m for s in lead for m in [_EVALUATED.search(s)] if m), None)
    told = [year for sentence in lead for year in _years_told(sentence) if first < year < last]
    return evaluated_until(lead) or (int(said.group(1)) if said else max(told, default=(first + last) // 2))


def evaluated_until(lead: list[str]) -> int | None:
    """The year up to which the first sentences say that they evaluate or that their numbers go; None if they do not."""
    said = next((m for s in lead for m in [_EVALUATED_UNTIL.search(s)] if m), None)
    return int(said["year"] or said["up_to"]) if said else None


def _years_told(sentence: str) -> Iterator[int]:
    """The years with which clauses of a sentence open, and which none of them aims at; the last one of a span."""
    for match in _LEAD_YEAR.finditer(sentence):
        after = sentence[match.end() :]
        if not _AIMED_AT_IN.match(after):
            until = _SPAN_UNTIL.match(after)
            yield int((until or match).group(1))


def year_said(lead: list[str], pattern: re.Pattern[str]) -> int | None:
    return next((int(m.group(1)) for s in lead[:4] for m in [pattern.search(s)] if m), None)
