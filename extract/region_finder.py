"""Where a text names places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extract.region_table import Region, Regions, Words, load, only, standing, words


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: ``text[start:end]`` is the name as written."""

    start: int
    end: int
    region: Region


class _Finder:
    """Names by their first two characters, so that a text is walked once, whatever the number of names."""

    def __init__(self, regions: Regions, words: Words) -> None:
        self.regions, self.words = regions, words
        self.full: dict[str, list[Region]] = defaultdict(list)
        self.short: dict[str, list[Region]] = defaultdict(list)
        self.ordinary = frozenset().union(*words.ordinary.values())
        self.passed = frozenset().union(*words.not_places.values())
        self.mark_length = max(map(len, words.list_marks))
        self.rank = {level: rank for rank, level in enumerate(words.levels)}
        provinces = {region.short for region in regions.all if region.level == "省"}
        for region in regions.all:
            if region.level == "国":
                continue
            for name in {region.name, *self._aliases(region, provinces)}:
                self.full[name].append(region)
            is_word = region.short in self.ordinary and region.level != "省"
            if region.valid_to is None and region.short != region.name and not is_word:
                self.short[region.short].append(region)
        lengths: dict[str, set[int]] = defaultdict(set)
        for name in (*self.full, *self.short, *self.passed):
            lengths[name[:2]].add(len(name))
        self.lengths = {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}

    def _aliases(self, region: Region, provinces: set[str]) -> Iterator[str]:
        for ending, alias in self.words.alias_endings.items():
            # 河南县 (河南蒙古族自治县) would be read out of “河南县域”
            if region.name.endswith(ending) and not (alias == "县" and region.short in provinces):
                yield region.short + alias
        yield from (called for called, name in self.words.called.items() if name == region.name)

    def mentions(self, text: str, home: Region | None, year: int | None) -> Iterator[Mention]:
        at, last, before = 0, len(text) - 1, None
        while at < last:
            for length in self.lengths.get(text[at : at + 2], ()):
                name = text[at : at + length]
                if name in self.passed:
                    at += len(name)
                    break
                region = self._read(text, at, name, home, year, before)
                if region:
                    before = Mention(at, at + len(name), region)
                    yield before
                    at = before.end
                    break
            else:
                at += 1

    def _read(
        self, text: str, at: int, name: str, home: Region | None, year: int | None, before: Mention | None
    ) -> Region | None:
        """The region that ``name`` at ``at`` is of, or None where it is no place or cannot be told."""
        full = self.full.get(name)
        if full:
            full = standing(full, year)
            if all(region.valid(year) for region in full) or name not in self.short:
                chosen = self._choose(text, at, full, home, before)
                if chosen and self._stands(text, at, name, chosen, home, before):
                    return chosen
                return None
        chosen = self._read_short(text, at, name, home, before)
        return chosen or (self._choose(text, at, full, home, before) if full else None)

    def _read_short(self, text: str, at: int, name: str, home: Region | None, before: Mention | None) -> Region | None:
        """The region that ``name`` is the short name of; the highest level wins: 河南 is the province."""
        short = self.short.get(name, [])
        above = [region for region in short if region.level != "县"]
        barred = self.words.not_before_short if above else self.words.not_before_county_short
        if text.startswith(tuple(barred), at + len(name)):
            return None
        if above:
            return min(above, key=lambda region: self.rank[region.level])
        near = [region for region in short if self._near(region, home)]
        return only(near or [region for region in short if self._beside(text, at, region, before)])

    def _choose(
        self, text: str, at: int, found: list[Region], home: Region | None, before: Mention | None
    ) -> Region | None:
        """The one meant among regions of one name: beside the place named before, else nearest to home."""
        if len(found) == 1:
            return found[0]
        beside = [region for region in found if self._beside(text, at, region, before)]
        if beside:
            return only(beside)
        if home:
            for around in (home, *self.regions.parents(home)[:-1]):
                inside = [region for region in found if self.regions.is_within(region, around)]
                if inside:
                    return only(inside)
        return None

    def _beside(self, text: str, at: int, region: Region, before: Mention | None) -> bool:
        """Whether the place named right before holds the region, or stands in one list with it."""
        if before is None:
            return False
        if before.end == at:
            return self.regions.is_within(region, before.region)
        if at - before.end > self.mark_length or region.parent != before.region.parent:
            return False
        return text[before.end : at] in self.words.list_marks

    def _near(self, region: Region, home: Region | None) -> bool:
        """Whether a county may be called by its short name in a report of ``home``."""
        if home is None:
            return False
        return region.parent == home.parent or self.regions.is_within(region, home)

    def _stands(
        self, text: str, at: int, name: str, region: Region, home: Region | None, before: Mention | None
    ) -> bool:
        """Whether a full name is one here, and no chance meeting of characters.

        Only names of counties that have two characters or begin with an
        ordinary word are doubted: 和县 in 和县级, 范县 in 示范县, 新建区 in 新建区域.
        """
        if region.level != "县" or not (len(name) == 2 or region.short in self.ordinary):
            return True
        if text.startswith(tuple(self.words.not_before), at + len(name)):
            return False
        left = text[at - 1] if at else ""
        if not ("一" <= left <= "鿿") or (before and before.end == at):
            return True
        at_home = home is not None and home.level != "国" and region.code[:2] == home.code[:2]
        return at_home and (len(name) > 2 or left in self.words.before_two)


@cache
def _finder() -> _Finder:
    return _Finder(load(), words())


def find(text: str, home: Region | None = None, year: int | None = None) -> list[Mention]:
    """The places that a text in simplified Chinese names, in the order of the text.

    Full names count anywhere (上犹县, 赣州市, 恩施州), the longest first. A name
    that several places have (鼓楼区) is the one beside the place named right
    before it, else the one nearest to ``home``, else none. Short names count
    for provinces and prefectures, and for counties in and beside ``home``,
    unless they are ordinary words (合作, 平安). Places inside names of
    institutions (赣州市中医院) are mentions too. 全国, 全省 and one-character
    names (赣) are none.

    Args:
        text: any length; it is walked once.
        home: the place the text speaks for, if known.
        year: names of that year come first: 赣县 is 360721 in 2015. None: today's.
    """
    return list(_finder().mentions(text, home, year))
