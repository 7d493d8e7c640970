"""Where a report of a city or a county names places inside it that have no code: towns, streets, zones."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extract import words as tables
from extract.region_finder import Mention, find
from extract.region_table import Region, load, words

_HAN = "[一-龥]"


@cache
def _part() -> re.Pattern[str]:
    """A name where a clause or an item of a list begins, and where nothing goes on that makes it no place."""
    said, one_of = words(), tables.alternatives
    town, zone = one_of(said.town_endings), one_of([*said.zones, *said.zone_endings])
    town_stem = rf"(?!{_HAN}{{0,3}}?{one_of(said.class_of_towns)}{town})(?:(?!{one_of(said.not_town)}){_HAN}){{2,5}}?"
    zone_stem = rf"(?:(?!{one_of(said.not_zone)}){_HAN}){{2,5}}?"
    names = rf"{town_stem}{town}|{one_of(said.zones)}|{zone_stem}{zone}"
    begins = rf"(?<!{_HAN})(?!{one_of(said.not_first_in_part)})|{one_of(said.before_part)}"
    level = rf"(?P<level>{one_of(said.level_before_part)}(?={one_of(said.zones)}))?"
    return re.compile(rf"(?:{begins}){level}(?P<name>{names})(?!{one_of(said.not_after_part)})")


@lru_cache(maxsize=4096)
def mentions(text: str, home: Region | None) -> tuple[Mention, ...]:
    """The places that a text names, those without a code among them; a place right after what holds it is one mention.

    A town's or a street's name ends as such names do (羊流镇, 青云街道), a zone's too (高新区, 泰山景区); it begins
    where a clause or an item of a list does, or after its county (新泰市羊流镇). Without a county or a city before
    it, it is read in reports of a city or a county alone: in a province's it is a class of places. Its ``code``
    and ``level`` are empty, its ``parent`` is the code of what holds it.

    Args:
        text: as ``find`` takes it.
        home: the place the text speaks for, if known.
    """
    coded = find(text, home)
    near = home is not None and bool(home.code) and (home.level in ("市", "县") or home.name.endswith("市"))
    found: list[Mention] = []
    whole = [m for m in coded if text[m.start : m.end] != m.region.short or m.region.short == m.region.name]
    begins = [0, *(m.end for m in whole)]
    ends = [*(m.start for m in whole), len(text)]
    for holder, begin, end in zip((None, *whole), begins, ends, strict=True):
        for match in _part().finditer(text[begin:end]):
            name, stop = match["name"], begin + match.end()
            at = stop - len(name) - len(match["level"] or "")
            held = holder is not None and holder.end == at and holder.region.level in ("市", "县")
            over = holder.region if held and not (near and load().is_within(home, holder.region)) else home
            if held or near:
                found.append(Mention(at, stop, Region("", name, name, "", over.code)))
    taken = [m for m in coded if not any(f.start <= m.start < f.end for f in found)]
    return tuple(_joined(sorted((*taken, *found), key=lambda m: m.start)))


def _joined(named: list[Mention]) -> list[Mention]:
    """The mentions with those right before a place that lies in them made one with it: 晋中市太谷区."""
    made: list[Mention] = []
    for one in named:
        while made and made[-1].end == one.start and load().is_within(one.region, made[-1].region):
            one = Mention(made.pop().start, one.end, one.region)
        made.append(one)
    return made
