"""The figures of plain-text tables, with what their part of the report says of kind, year and place."""

from __future__ import annotations

from extract import catalogue, names, plain_tables, regions, units, words
from extract.head_years import DONE, PERIOD, PERIODS
from extract.heads import Facts
from extract.outline import Outline
from extract.parts import Part
from extract.plain_tables import TableFigure
from extract.record import Figure
from extract.regions import Region
from extract.view import View

_ROW_LEAD = words.phrases("lines")["row_lead"]


def figures(seen: View, page: Outline, parts: list[Part], facts: Facts, home: Region | None) -> list[Figure]:
    """Every figure of the page's tables.

    Args:
        seen: the view of the page.
        page: its outline.
        parts: the part of each of its sentences; a table belongs to the part before it.
        facts: what is known of the report.
        home: the place it speaks for.
    """
    made = []
    written = facts.published.year if facts.published else facts.year
    for block in plain_tables.blocks(page.lines):
        before = [i for i, s in enumerate(page.sentences) if s.start < block[0].start]
        part = parts[before[-1]] if before else Part(facts.looks_forward, facts.year, None, facts.year)
        headings = page.sentences[before[-1]].headings if before else ()
        goal = _goal_year(headings)
        for figure in plain_tables.read(block):
            ahead = bool(figure.year and (figure.year == goal or figure.year > (written or figure.year)))
            if figure.name:
                made.append(_figure(seen, figure, part, headings, home, ahead))
    return made


def _goal_year(headings: tuple[str, ...]) -> int | None:
    """The last year of the period whose indicators the heading above a table announces (“十四五”主要指标)."""
    period = PERIOD.search(headings[-1]) if headings and not DONE.search(headings[-1]) else None
    return PERIODS[period.group()][1] if period else None


def _figure(
    seen: View, figure: TableFigure, part: Part, headings: tuple[str, ...], home: Region | None, ahead: bool
) -> Figure:
    start, end = seen.span(figure.start, figure.end)
    quote_start, quote_end = seen.span(figure.line.start, figure.line.end)
    forward = part.forward and (figure.year is None or figure.year >= (part.year or 0))
    kind = figure.kind or ("target" if ahead or forward else "achieved")
    place = next((m.region for m in regions.mentions(figure.row, home) if m.start == 0), None)
    name = names.clean(_ROW_LEAD.sub("", figure.name))
    if place and figure.row == figure.name:
        place = None
    unit = units.per_population(figure.unit, name)
    implied = "" if unit else catalogue.load().unit_of(name)
    unit = unit or implied or ""
    name = names.standard(name, figure.unit.family, figure.unit.name)
    known = catalogue.load().find(name, unit)
    year = figure.year or part.year
    why = "table-head" if figure.kind else "year-ahead" if ahead else "plan-part" if part.forward else "review-part"
    rules = ("table-cell", "unit-of-indicator" if implied else "", why)
    return Figure(
        start,
        end,
        quote_start,
        quote_end,
        " / ".join(headings),
        figure.value,
        None,
        unit,
        known.name if known and names.alike(known.name, name) else name,
        known,
        figure.name,
        kind,
        figure.comparator,
        "level",
        False,
        year,
        None,
        place or home,
        "+".join(filter(None, rules)),
        True,
    )
