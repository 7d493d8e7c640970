"""From a report's text to its figures: the main path.

view -> outline -> quantities -> layout -> drafts (names) -> fields (kind, year, place ...) -> rows.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from extract import (
    drafts,
    fields,
    heads,
    layout,
    measures,
    names,
    outline,
    parts,
    places,
    quantities,
    regions,
    tables_in_text,
    words,
)
from extract.draft import Draft
from extract.heads import Facts
from extract.names import Name
from extract.outline import Sentence
from extract.parts import Part
from extract.quantities import Quantity
from extract.record import Figure
from extract.regions import Region
from extract.view import View, view

_LINES = words.phrases("lines")
_RESPECTIVELY = words.phrases("verbs")["respectively"]
_STOCK_HEADING, _STOCK_END = _LINES["stock_heading"], _LINES["stock_end"]
_TOPIC_MARK, _HEADING_MARK, _ITEM_MARK = _LINES["topic_mark"], _LINES["heading_mark"], _LINES["item_mark"]


@dataclass(frozen=True)
class Unread:
    """A number with a unit for which no name was found: kept as a problem, not dropped in silence."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Reading:
    """What was read out of one report."""

    facts: heads.Facts
    home: Region | None
    figures: list[Figure]
    unread: list[Unread]


def read_text(text: str, file_name: str = "") -> Reading:
    """Read every figure of a report.

    Args:
        text: the report as the page gives it, chrome and all.
        file_name: name of its file, the last resort for its region.
    """
    seen = view(text)
    page = outline.outline(seen.text)
    facts = heads.facts(page, seen.text)
    home = places.home_of(page, seen.text, facts, file_name)
    found = quantities.find(seen.text)
    part_of_each = list(parts.parts(page.sentences, seen.text, facts))
    figures: list[Figure] = []
    unread: list[Unread] = []
    at, earlier = 0, None
    paragraph, told = -1, []  # the figures of the last sentence that has some, in this paragraph
    for sentence, part in zip(page.sentences, part_of_each, strict=True):
        while at < len(found) and found[at].start < sentence.start:
            at += 1
        inside = at
        while inside < len(found) and found[inside].end <= sentence.end:
            inside += 1
        if sentence.paragraph != paragraph:
            paragraph, told = sentence.paragraph, []
        if inside > at:
            made, told = _sentence(seen, sentence, part, found[at:inside], home, unread, earlier, told)
            figures += made
        earlier = sentence if inside == at else None
        at = inside
    figures += tables_in_text.figures(seen, page, part_of_each, facts, home)
    figures.sort(key=lambda f: (f.start, f.end, f.name))
    return Reading(facts, home, [_weighed(figure, facts, text) for figure in figures], unread)


def _weighed(figure: Figure, facts: Facts, text: str) -> Figure:
    """The figure, unsure where its place is not known, or where its year is known from nothing but the first sentences.

    On beginnings of real pages, after what they showed was mended, 34 % of such rows were wrong (294 of 871), and 6 %
    of the others (42 of 705).
    """
    said = figure.year is not None and str(figure.year) in text[figure.quote_start : figure.quote_end]
    known = figure.region is not None and (facts.year_said or said)
    return figure if known else replace(figure, sure=False)


def _sentence(
    seen: View,
    sentence: Sentence,
    part: Part,
    found: list[Quantity],
    home: Region | None,
    unread: list[Unread],
    earlier: Sentence | None,
    before: list[Draft],
) -> tuple[list[Figure], list[Draft]]:
    """The figures of one sentence, and the drafts they were made of, which the next one may go on from."""
    text = seen.text[sentence.start : sentence.end]
    laid = list(layout.slots(text, found, sentence.start))
    kept = [slot.quantity for slot in laid if measures.is_figure(slot)]
    if not kept:
        return [], before
    if len(kept) < len(laid):
        laid = layout.slots(text, kept, sentence.start)
    mentions = regions.mentions(text, home)
    for slot in laid:
        if slot.first:
            slot.zone = _ITEM_MARK.sub("", slot.zone)
        slot.zone, slot.places = places.leading_list(slot.zone, home)
        if not slot.places and (not names.unlinked(slot.zone) or _RESPECTIVELY.search(slot.zone)):
            slot.idle, slot.places = places.ranked_list(slot.idle, home)
        slot.zone, slot.place = places.without_place(slot.zone, home)
        slot.idle = places.without_place(slot.idle, home)[0]
    named = drafts.drafts(laid, _topic(seen, sentence, earlier), before)
    in_series = Counter(draft.slot.series for draft in named)
    made = []
    for draft in named:
        start, end = seen.span(draft.slot.quantity.start, draft.slot.quantity.end)
        if not draft.name:
            unread.append(Unread(start, end, seen.text[draft.slot.quantity.start : draft.slot.quantity.end]))
            continue
        alone = in_series[draft.slot.series] == 1
        figure = fields.figure(seen, sentence, part, draft, named, home, mentions)
        made += [replace(figure, region=place) for place in places.shared_by(draft.slot, alone)] or [figure]
    return made, named


def _topic(seen: View, sentence: Sentence, earlier: Sentence | None) -> Name:
    """What a sentence is about, for names that say nothing alone: the short sentence before, or the heading."""
    if earlier is not None and earlier.paragraph == sentence.paragraph:
        text = seen.text[earlier.start : earlier.end]
        if len(text) <= 24 and "," not in text:
            return Name(names.clean(names.without_lead(_TOPIC_MARK.sub("", text))), text, "topic")
    heading = _HEADING_MARK.sub("", sentence.headings[-1]) if sentence.headings else ""
    if heading and _STOCK_HEADING.search(heading):
        return Name("", heading, "topic")
    if heading and len(heading) <= 16 and "," not in heading:
        return Name(names.clean(names.without_lead(_STOCK_END.sub("", heading))), heading, "topic")
    return Name("", "", "")
