"""The parts of a report: which look back and which forward, and the year of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract import words
from extract.head_years import PERIOD, PERIODS
from extract.heads import OF_THE_YEAR_BEFORE, SUMS_UP_FROM, Facts, Opening, part_of
from extract.outline import Sentence
from extract.quantities import measured

_AIMS, _TIME, _PAGES = words.phrases("aims"), words.phrases("time"), words.load("pages")
_LINES = words.phrases("lines")
_PLAN_TURN = words.regex("pages", _PAGES["plan_turns"])
_PLAN_AHEAD = words.regex("pages", [_PAGES["plan_ahead"]])
_HEADING_TURNS = _AIMS["heading_turns"]
# In a part that begins with what is lacking: from here on it says what will be done.
_AIMED = _AIMS["turns_ahead"]
_NUMBERED = re.compile(f"[一二三四五六七八九十]+、|{_LINES['chapter_mark'].pattern}|{_LINES['section_mark'].pattern}")
_OPENING_YEAR, _GOAL_PERIOD = _TIME["opening_year"], _TIME["goal_period"]
_BASE_MARK, _FIVE_YEARS = _TIME["base_mark"], _TIME["five_years"]
_THIS_YEAR, _YEAR_END, _YEAR_NUMBER = _TIME["this_year"], _TIME["year_end"], _TIME["year_before_mark"]
_PART_OF_YEAR = _TIME["part_of_year"]
_PLAN_MADE = _LINES["plan_made"]
_IN_PREAMBLE = 30  # sentences
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
    known: int | None = None
    """In a part that looks forward: the last year before what is planned, whose values are known."""
    written: int | None = None
    """In a plan, and in a part that looks forward: the year it was written in, which what it tells of today is of."""
    plan_end: int | None = None
    """The year by which the targets of the plan that the report evaluates are to be met."""
    problems_first: bool = False
    """Does it begin with what is lacking and look forward from its turn on?"""


def parts(sentences: list[Sentence], text: str, facts: Facts) -> Iterator[Part]:
    """The part of every sentence, in order."""
    default = Part(facts.looks_forward, facts.plan_year if facts.looks_forward else facts.year, facts.base_year, None)
    writing = _sections_of_this_year(sentences, text, facts)
    turned: dict[tuple[str, ...], int | None] = {}
    ends: dict[tuple[str, ...], int] = {}
    paragraph, base, told, aimed = -1, None, None, False
    preamble = _preamble(sentences, text) if facts.looks_forward else 0
    # A report that names its year only in its text, and is published well into the next: there 今年 is that next one.
    later = facts.published and not facts.from_title and facts.published.month > OF_THE_YEAR_BEFORE
    review_now = facts.published.year if later else None
    plan_now = facts.plan_year or facts.review_year
    goal = None  # the end of the period that a plan without years speaks of
    for sentence in sentences:
        said = text[sentence.start : sentence.end]
        top = sentence.headings[:1]
        part = _part_of(sentence.headings, default, facts)
        if sentence.start < preamble and not sentence.headings:
            part = Part(False, facts.written or facts.before_plan or facts.year, None, None)
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
            paragraph, base, told = sentence.paragraph, None, None
        if named := _GOAL_PERIOD.search(said):
            goal = PERIODS[PERIOD.search(named.group()).group()][1]
        if part.forward and part.year is None:
            part = replace(part, year=goal)
        # A year with which a sentence opens holds on in its paragraph, where no title says another.
        if told and not facts.from_title:
            part = replace(part, year=told, forward=part.forward or aimed)
        opening = _OPENING_YEAR.match(said)
        if opening:  # the last year of a span (2012年至2021年), whose first its changes are counted from
            told = int(opening["year"])
            aimed = opening["ahead"] is not None and told > (facts.year or 0)
            base = int(opening["first"]) if opening["first"] else base
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
        if base and (not part.forward or (opening and opening["first"] and not opening["ahead"])):
            part = replace(part, base_year=base)
        now = plan_now if part.forward else review_now
        written = (
            not part.forward
            and part.year is not None
            and part.year + 1
            in (
                facts.plan_year,
                facts.published and facts.published.year,
            )
        )
        known = facts.before_plan if part.forward else None
        signed = facts.written if part.forward or facts.looks_forward or later else None
        if part.forward:
            signed = signed or facts.before_plan
        yield replace(
            part,
            now=now or part.year,
            last=part.year if written else None,
            known=known,
            written=signed,
            plan_end=facts.plan_end,
        )


def _preamble(sentences: list[Sentence], text: str) -> int:
    """Where the preamble of a plan ends, which tells how things are: at 制定本规划, or 0 where it does not say so."""
    for sentence in sentences[:_IN_PREAMBLE]:
        made = _PLAN_MADE.search(text, sentence.start, sentence.end)
        if made:
            return made.end()
    return 0


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


def _sums_up_a_year(heading: str, facts: Facts) -> bool:
    """Does a report sum up the year that its title names, so that what a part plans is of the next?"""
    within = facts.published and facts.published.year == facts.review_year and facts.published.month < SUMS_UP_FROM
    return facts.from_title and not within and not _PART_OF_YEAR.search(facts.title + heading)


def _part_of(headings: tuple[str, ...], default: Part, facts: Facts) -> Part:
    part = default
    for depth, heading in enumerate(headings):
        opens: Opening = part_of(heading, facts)
        top = depth == 0 or _NUMBERED.match(heading)
        if not top and (not _HEADING_TURNS.search(heading) or measured(heading)):
            continue  # 二是支出占比为27.3%,离2022年26%的目标尚有距离 opens no part
        if opens.forward is not None and (opens.forward != part.forward or depth == 0):
            looked_at = facts.plan_year if opens.forward else facts.review_year or facts.before_plan
            part = Part(opens.forward, looked_at, None, None, problems_first=opens.problems_first)
            if part.year is None:
                next_one = opens.forward and facts.review_year and _sums_up_a_year(heading, facts)
                part = replace(part, year=facts.review_year + 1 if next_one else facts.year)
            if not part.forward and facts.review_year is None and facts.before_plan:
                part = replace(part, base_year=facts.before_plan - 5)  # the plan looks back on the period before
            elif not part.forward:
                part = replace(part, base_year=facts.base_year)
        if opens.year is not None and top:
            part = replace(part, year=opens.year)
        if opens.base_year is not None and not part.forward:
            part = replace(part, base_year=opens.base_year)
    return part
