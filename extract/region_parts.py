"""Where a report of a city or a county names places inside it that have no code: towns, streets, zones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from extract import words as tables
from extract.region_finder import Mention, find
from extract.region_table import Region, load, words


@cache
def _town() -> re.Pattern[str]:
    said = words()
    ending, before = tables.alternatives(said.town_endings), tables.alternatives(said.before_part)
    barred, after = tables.alternatives(said.not_town), tables.alternatives(said.not_after_part)
    name = rf"(?:(?!{barred})[一-龥]){{2,5}}?{ending}"
    return re.compile(rf"(?:{before}|(?<![一-龥]))[市县区]?(?P<name>{name})(?!{after})")


@cache
def _zone() -> re.Pattern[str]:
    said = words()
    bare, ending = tables.alternatives(said.zones), tables.alternatives([*said.zones, *said.zone_endings])
    before, after = tables.alternatives(said.before_part), tables.alternatives(said.not_after_part)
    barred = tables.alternatives(said.not_zone)
    name = rf"{bare}|(?:(?!{barred})[一-龥]){{2,5}}?{ending}"
    return re.compile(rf"(?:{before}|(?<![一-龥]))[市县区]?(?P<name>{name})(?!{after})")


@lru_cache(maxsize=4096)
def mentions(text: str, home: Region | None) -> tuple[Mention, ...]:
    """The places that a text names, those without a code that lie in ``home`` among them.

    A town's or a street's name ends as such names do (羊流镇, 青云街道), a zone's too (高新区, 泰山景区); it begins where
    a clause or an item of a list does. Before either its county may stand: 新泰市羊流镇 is one mention. They are read
    in reports of a city or a county, where each is one place and no class of places. Their ``code`` and ``level`` are
    empty, their ``parent`` is the code of what holds them.

    Args:
        text: as ``find`` takes it.
        home: the place the text speaks for; None names no place without a code.
    """
    coded = find(text, home)
    if home is None or not home.code or not (home.level in ("市", "县") or home.name.endswith("市")):
        return tuple(coded)
    found: list[Mention] = []
    whole = [m for m in coded if text[m.start : m.end] != m.region.short or m.region.short == m.region.name]
    begins = [0, *(m.end for m in whole)]
    ends = [*(m.start for m in whole), len(text)]
    for holder, begin, end in zip((None, *whole), begins, ends, strict=True):
        for start, stop in _names(text[begin:end]):
            at, over = begin + start, home
            if holder and holder.end == at and load().is_within(holder.region, home):
                at, over = holder.start, holder.region
            name = text[begin + start : begin + stop]
            found.append(Mention(at, begin + stop, Region("", name, name, "", over.code)))
    taken = [m for m in coded if not any(f.start <= m.start < f.end for f in found)]
    return tuple(sorted((*taken, *found), key=lambda m: m.start))


def _names(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the names of towns, streets and zones in a text without names of counties."""
    at = 0
    while match := min(
        (m for m in (_town().search(text, at), _zone().search(text, at)) if m), key=lambda m: m.start("name"), default=None
    ):
        yield match.span("name")
        at = match.end()
