"""What a page's head says of the report: title, issuer, dates, and which years it speaks of."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import zip_longest

from extract import head_years, words
from extract.head_years import DONE, PERIOD, PERIODS, PLAN
from extract.outline import Outline, has_mark

_PAGES = words.load("pages")
_TIME, _LINES = words.phrases("time"), words.phrases("lines")
_WEAK = frozenset(_PAGES["plan_weak"])
_ENDS = words.alternatives([*_PAGES["review"], *_PAGES["plan"], *_PAGES["plan_weak"]])
_PART = re.compile(_ENDS)
_ENDING = re.compile(rf"(?P<word>{_ENDS}){words.alternatives(_PAGES['part_trailers'])}*(?:[(][^()]*[)])?\W*$")
_NEXT = re.compile(words.alternatives(_PAGES["plan_anywhere"]))
_FIELDS_OF_WORK = re.compile(words.alternatives(_PAGES["fields_of_work"]))
_PROBLEMS = re.compile(words.alternatives(_PAGES["problems"]))
# What may stand in a heading beside a weak word that opens a part: 一、2023年全市主要任务
_BARE = re.compile(rf"{words.alternatives(_PAGES['bare_beside'])}+")
_TITLE = re.compile(words.alternatives(_PAGES["title_words"]))
_YEAR = _TIME["year_of_four"]
_TIMES = _TIME["times_in_title"]
_BODY = _LINES["office_in_title"]
_OFFICE = _LINES["office"]
_NAME = re.compile("[一-龥]{3}")
_GIVEN_AT = _TIME["speech_given"]
_COLON = r"\s*:[\s|]*"  # between a label and what it labels
_DATED = [re.compile(rf"{label}{_COLON}{_TIME['day'].pattern}") for label in _PAGES["date_labels"]]
_DAY_IN_WORDS, _YEAR_OF_PAPER = _TIME["day_in_words"], _TIME["year_of_paper"]
_DATE_ALONE, _MONTH_ALONE = _TIME["date_alone"], _TIME["month_alone"]
_REVIEWED_YEAR, _PLANNED_YEAR = _TIME["reviewed_year"], _TIME["planned_year"]
_COVERING = _LINES["covering_note"]
_WHOLE_TITLE = _LINES["whole_title"]
_GOES_ON, _BROKEN_OFF, _TOLD_BELOW = _LINES["title_goes_on"], _LINES["title_broken_off"], _LINES["told_below"]
_NOTE = 12  # lines that a covering note takes at most
SUMS_UP_FROM = 11
"""The month from which what is published may sum up its own year."""
OF_THE_YEAR_BEFORE = 2
"""Months at whose end what is published still sums up the year before."""
_NEXT_LABEL = words.alternatives([*_PAGES["other_labels"], *_PAGES["date_labels"], *_PAGES["chrome"]])
_FIELD_END = rf"(?:[\s|]|$|{_NEXT_LABEL})"
_NEWS = re.compile(rf"{words.alternatives(_PAGES['news'])}$")
_ISSUED = [re.compile(rf"{label}{_COLON}([^\s:|]+?){_FIELD_END}") for label in _PAGES["issuer_labels"]]
_TITLED = re.compile(rf"{words.alternatives(_PAGES['title_labels'])}{_COLON}([^\s|]+?){_FIELD_END}")
_TRAIL = re.compile(r"^-|>|[|].*[|]")  # a subtitle, or a trail of links
_TIME_ALONE = re.compile(rf"[(]?(?:{_TIMES.pattern})[)]?")
_HOST = re.compile(rf"{words.alternatives(_PAGES['host_labels'])}{_COLON}([^\s:|]+)")


@dataclass(frozen=True)
class Facts:
    """What is known of the report as a whole; None where the page does not say."""

    title: str
    issuer: str
    published: dt.date | None
    review_year: int | None
    plan_year: int | None
    looks_forward: bool
    """Whether figures are targets where no heading says otherwise."""

    written: int | None = None
    """The year it was published or signed in."""
    from_title: bool = True
    """Does the title give these years? Else they are those that the text speaks of first."""
    year_said: bool = True
    """Does the title give them, or the very first words of a plan (2023年全市卫生健康工作的总体要求是)?"""
    host: str = ""
    """Who keeps the site, as the foot of the page says, and the paper it names as its source (来源:鹤壁日报)."""
    before_plan: int | None = None
    """The year before the period a plan is for, which its look back is of."""
    base_year: int | None = None
    """The year before the period a review is of, from which its changes are counted."""
    plan_end: int | None = None
    """The last year of the plan that a review evaluates before its end, by which the plan's targets are to be met."""

    @property
    def year(self) -> int | None:
        """The year reviewed, or planned where nothing is reviewed."""
        return self.review_year or self.plan_year


def facts(page: Outline, text: str) -> Facts:
    """Read the head of a page.

    Args:
        page: the outline of the page.
        text: the view's text the outline was made of.
    """
    heads = [line.text.strip(" *#-•") for line in page.lines if line.what == "head"]
    # 现将《…》印发给你们: issuer and title of what it covers stand below the note, as headings
    note = any(line.what == "prose" and _COVERING.search(line.text) for line in page.lines[:_NOTE])
    headings = [line.text.strip() for line in page.lines[:_NOTE] if line.what == "heading"]
    below = [line for line in headings if not has_mark(line)] if note else []
    labels = "\n".join(page.text_of("label") + page.text_of("chrome"))
    title = _title(heads, labels) or _title(below, "")
    subtitle = next((h for h in heads if _GIVEN_AT.search(h)), "")
    lead = [text[s.start : s.end] for s in page.sentences[:12]]
    published = _published(labels) or _dated(heads)
    review, plan, before, base = head_years.of_title(title, subtitle)
    reviewed, planned = (head_years.year_said(lead, pattern) for pattern in (_REVIEWED_YEAR, _PLANNED_YEAR))
    if reviewed and planned and plan is None and planned == review == reviewed + 1:
        review, plan = reviewed, planned  # 在2022年工作会议上的报告: 总结2021年工作,安排2022年任务
    from_title = review is not None or plan is not None
    forward = bool(PLAN.search(title)) and not DONE.search(PLAN.sub("", title))
    told = any(_TOLD_BELOW.search(s) for s in lead) and not (published and published.year < (plan or 0))
    if told and forward and review is None and before is not None:
        # The text says that it tells how the plan of its title was carried out.
        review, plan, forward, before, base = plan, None, False, None, before
    if review is None and plan is None:
        latest = published.year if published else dt.MAXYEAR
        review, plan, forward, before = head_years.of_lead(lead, reviewed, planned, latest)
        review = review and (head_years.evaluated_until(lead) or review)
        period = PERIOD.search(lead[0]) if lead and not forward else None
        base = PERIODS[period.group()][0] - 1 if period and PERIODS[period.group()][1] == review else None
    elif review is None and base is not None:  # a plan evaluated at half time
        review = head_years.half_way(lead, base + 1, min(plan, published.year if published else plan))
    if review and published and review > published.year and not forward:
        # The end of the plan that is told of: nothing is reviewed before it is over.
        review = head_years.of_lead(lead, reviewed, planned, published.year)[0] or published.year - 1
    signed = published.year if published else _signed(heads, lead)
    if review is None and plan is None and not published and signed:
        later = any(int(year) > signed for sentence in lead for year in _YEAR.findall(sentence))
        review = None if later else signed
    if review is None and plan is None and published:
        review = published.year - (published.month <= OF_THE_YEAR_BEFORE)
    return Facts(
        title=title,
        issuer=_issuer([*heads, *below], labels, title),
        published=published,
        review_year=review,
        plan_year=plan,
        looks_forward=forward,
        written=signed,
        from_title=from_title,
        year_said=from_title or (forward and bool(lead) and lead[0].lstrip().startswith(f"{plan}年")),
        host=_host(labels),
        before_plan=before,
        base_year=base,
        plan_end=head_years.end_of_plan(title, review),
    )


def _title(heads: list[str], labels: str) -> str:
    """The line of the head that reads most like a title, else what a label (名称:) says the title is."""
    below = zip_longest(heads, heads[1:], fillvalue="")
    said = [
        line + after if _TIME_ALONE.fullmatch(after) or _goes_on(line, after) else line
        for line, after in below
    ]
    said += [m.group(1) for m in map(_TITLED.search, labels.splitlines()) if m]
    candidates = [h for h in said if 4 <= len(h) <= 60 and _TITLE.search(h) and not _TRAIL.search(h)]
    return max(candidates, key=lambda h: (bool(_YEAR.search(h) or PERIOD.search(h)), -said.index(h)), default="")


def _goes_on(line: str, after: str) -> bool:
    """Is a title set in two lines: 《…规划》 and 终期监测统计报告?"""
    return bool(_BROKEN_OFF.search(line) or (_GOES_ON.search(after) and not _WHOLE_TITLE.search(line)))


def _issuer(heads: list[str], labels: str, title: str) -> str:
    for labelled in _ISSUED:
        match = labelled.search(labels)
        if match and _NAME.search(match.group(1)) and not _NEWS.search(match.group(1)):
            return match.group(1)
    from_title = _BODY.match(title)
    if from_title:
        return from_title.group()
    return next((h for h in heads if _OFFICE.fullmatch(h)), "")


def _host(labels: str) -> str:
    """Who keeps the site, and the paper it took the report from."""
    kept = _HOST.search(labels)
    press = (m.group(1) for m in (issued.search(labels) for issued in _ISSUED) if m and _NEWS.search(m.group(1)))
    return " ".join([*([kept.group(1)] if kept else []), *press])


def _published(labels: str) -> dt.date | None:
    """The latest date of the labelled ones that is a date of publication."""
    for dated in _DATED:
        match = dated.search(labels)
        if match:
            try:
                return dt.date(*(int(g) for g in match.groups()[-3:]))
            except ValueError:
                continue
    return None


def _dated(heads: list[str]) -> dt.date | None:
    """The date that stands below the title, in brackets or alone: (2019年3月1日)."""
    found = (_DATE_ALONE.fullmatch(line) for line in heads)
    match = next((m for m in found if m), None)
    try:
        return dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _signed(heads: list[str], lead: list[str]) -> int | None:
    """The year of the day or month a paper was signed in, else of the last of the papers that it names by number."""
    beginning = "\n".join((*heads, *lead))
    day = _DAY_IN_WORDS.search(beginning) or next(filter(None, map(_MONTH_ALONE.fullmatch, heads)), None)
    if day:
        return int(day["year"])
    return max((int(year) for year in _YEAR_OF_PAPER.findall(beginning)), default=None)


@dataclass(frozen=True)
class Opening:
    """What a heading says of the part it opens; None where it says nothing of that."""

    forward: bool | None
    year: int | None
    base_year: int | None
    """The year before the period that it names."""
    problems_first: bool = False
    """Does the part begin with what is lacking, and look forward from its turn on (存在问题和下一步打算)?"""


def part_of(heading: str, facts: Facts) -> Opening:
    """What a heading says of the part it opens.

    Heads of Chinese headings stand last, so the word that ends the heading
    counts: 重点工作进展 looks back, 问题与下一步打算 forward, and 民生实事圆满完成
    opens no part at all. Without such a word the year may tell.
    """
    heading = _FIELDS_OF_WORK.sub("", heading)
    years = [int(y) for y in _YEAR.findall(heading)]
    period = PERIOD.search(heading)
    base = PERIODS[period.group()][0] - 1 if period else None
    year = years[-1] if years else PERIODS[period.group()][1] if period else None
    ending = _ENDING.search(heading)
    two_years = facts.plan_year != facts.review_year
    forward = None
    if ending:
        word = ending.group("word")
        forward = not DONE.fullmatch(word)
        if word in _WEAK:
            bare = not _BARE.sub("", _PART.sub("", _TIMES.sub("", heading[: ending.start()])))
            plans = facts.plan_year is not None or facts.looks_forward
            told = two_years and year is not None and year >= (facts.plan_year or year)
            forward = True if plans and (bare or told) else None
    elif _NEXT.search(heading):
        forward = True
    elif DONE.search(heading) and not PLAN.search(heading):
        forward = False
    if forward is None and year is not None and two_years and year in (facts.plan_year, facts.review_year):
        forward = year == facts.plan_year
    begins = years[-1] if years else PERIODS[period.group()][0] if period else None
    if forward is None and begins is not None and facts.review_year is not None and begins > facts.review_year:
        forward = True  # 扎实做好2019年重点工作, where 2018 is reviewed
    return Opening(forward, year, base, bool(forward and _PROBLEMS.search(heading)))
