"""The regions of China by GB/T 2260 code, and the words about their names.

The table is data/reference/regions.csv (see regions.md beside it): every
province, prefecture and county of today, and those that ended since 2010 with
what became of them. Words about names stand in data/reference/region_words.yml.
Both are read once, on first use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import yaml

from extract.words import REFERENCE, TableError, read_csv

NATION = "100000"
_COLUMNS = ("code", "name", "short", "level", "parent", "valid_from", "valid_to", "successor", "same_land")


@dataclass(frozen=True, slots=True)
class Region:
    """A region as it was called for some years, or a town or zone that a text names inside one.

    ``code`` and ``parent`` are GB/T 2260 codes of six digits; ``level`` is 国,
    省, 市 or 县; ``short`` is the name without level and nationality words.
    ``valid_from`` and ``valid_to`` are years, None where it began before 2010
    or still stands; in the year of a change both old and new are valid.
    ``successor`` is the code it went on under, empty where it stands or was divided;
    ``same_land`` says that it went on as the same place (renamed, raised, given
    another code) and neither merged nor gave up a part. Towns and zones have no ``code`` and no ``level``.
    """

    code: str
    name: str
    short: str
    level: str
    parent: str
    valid_from: int | None = None
    valid_to: int | None = None
    successor: str = ""
    same_land: bool = False

    def valid(self, year: int | None) -> bool:
        """Whether it was so called in ``year``; None is today."""
        if year is None:
            return self.valid_to is None
        return (self.valid_from or year) <= year <= (self.valid_to or year)


class Regions:
    """All regions, past and present, to be asked by code or name."""

    def __init__(self, rows: Iterable[Region]) -> None:
        self.all = tuple(rows)
        self._by_code: dict[str, list[Region]] = defaultdict(list)
        self._by_name: dict[str, list[Region]] = defaultdict(list)
        self._children: dict[str, list[Region]] = defaultdict(list)
        for region in self.all:
            self._by_code[region.code].append(region)
            self._by_name[region.name].append(region)
            self._children[region.parent].append(region)

    def by_code(self, code: str, year: int | None = None) -> Region | None:
        """The region of that code in ``year`` (None: today), else the last that had the code."""
        rows = self._by_code.get(code, [])
        standing = [region for region in rows if region.valid(year)]
        return max(standing or rows, key=_latest, default=None)

    def by_name(self, full_name: str, year: int | None = None, within: Region | None = None) -> Region | None:
        """The region of that full name, or None where there is none or several.

        Those valid in ``year`` (None: today) come before others of the name;
        ``within`` leaves only those that lie in a region.
        """
        rows = [r for r in self._by_name.get(full_name, []) if within is None or self.is_within(r, within)]
        return only(standing(rows, year))

    def parents(self, region: Region) -> list[Region]:
        """The regions it lies in, the nearest first, 全国 last."""
        chain: list[Region] = []
        while region.parent:
            above = self.by_code(region.parent, region.valid_to)
            if above is None:  # the loader refuses such a table
                break
            chain.append(above)
            region = above
        return chain

    def is_within(self, region: Region, home: Region) -> bool:
        """Whether ``region`` is ``home`` or lies in it."""
        same = bool(region.code) and region.code == home.code  # under whatever name
        return region == home or same or any(p.code == home.code for p in self.parents(region))

    def children(self, region: Region) -> list[Region]:
        """The regions of today right below it."""
        return [child for child in self._children.get(region.code, []) if child.valid_to is None]

    def place(self, code: str, name: str | None = None) -> str:
        """What stands for one place under all its names and codes: 140726 太谷县 and 140703 太谷区 are 140703.

        It is the place's last code; where another place has that code by now (500110
        was 万盛区 and is 綦江区) the last name follows it. A code of no region, and a
        name that the code never had, are taken by the code alone.

        Args:
            code: GB/T 2260 code, of any year.
            name: full name under that code; None takes the last region that had it.
        """
        rows = self._by_code.get(code, [])
        region = next((row for row in rows if row.name == name), None) or max(rows, key=_latest, default=None)
        if region is None:
            return code
        while region.same_land:
            heirs = (row for row in self._by_code[region.successor] if row.valid_from == region.valid_to)
            region = next(heirs)  # the loader refuses a table without one
        last = max(self._by_code[region.code], key=_latest)
        return region.code if region == last else f"{region.code} {region.name}"

    def current(self, region: Region) -> Region | None:
        """What it is today, by its successors; None where it ended without one."""
        seen = {region}
        while region.valid_to is not None:
            nexts = [r for r in self._by_code.get(region.successor, []) if r not in seen]
            if not nexts:
                return None
            region = max(nexts, key=_latest)
            seen.add(region)
        return region


@dataclass(frozen=True, slots=True)
class Words:
    """data/reference/region_words.yml; the comments there say what each group means."""

    levels: dict[str, list[str]]
    dropped: list[str]
    kept: list[str]
    nationalities: list[str]
    alias_endings: dict[str, str]
    called: dict[str, str]
    abbreviations: dict[str, list[str]]
    ordinary: dict[str, list[str]]
    before_two: list[str]
    not_before: list[str]
    not_before_short: list[str]
    not_before_county_short: list[str]
    not_places: dict[str, list[str]]
    list_marks: list[str]
    town_endings: list[str]
    not_town: list[str]
    class_of_towns: list[str]
    zones: list[str]
    zone_endings: list[str]
    not_zone: list[str]
    before_part: list[str]
    not_first_in_part: list[str]
    level_before_part: list[str]
    not_after_part: list[str]
    voices: dict[str, dict[str, list[str]]]
    voice_not_before: list[str]
    own_before: list[str]
    nicknames: dict[str, list[str]]
    title_words: list[str]
    national: list[str]
    national_voices: list[str]
    national_titles: list[str]
    national_own: list[str]


def _latest(region: Region) -> tuple[int, int]:
    return (region.valid_to or 9999, region.valid_from or 0)


def standing(rows: list[Region], year: int | None) -> list[Region]:
    """Those valid in the year, else those that stand today, else the last that ended."""
    for asked in (year, None):
        valid = [region for region in rows if region.valid(asked)]
        if valid:
            return valid
    last = max((_latest(region) for region in rows), default=None)
    return [region for region in rows if _latest(region) == last]


def only(rows: list[Region]) -> Region | None:
    """The one region of the list, or None where there are none or several."""
    return rows[0] if len(rows) == 1 else None


def read_words(path: Path) -> Words:
    """The table of words at ``path``.

    Raises:
        TableError: it cannot be read, lacks a group, has an unknown or empty
            one, or one that names a word twice.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, yaml.YAMLError) as error:
        raise TableError(f"{path.name}: cannot be read ({error}); restore the file or mend its YAML") from error
    wanted = set(Words.__dataclass_fields__)
    if not isinstance(content, dict) or set(content) != wanted:
        found = set(content) if isinstance(content, dict) else set()
        raise TableError(f"{path.name}: missing {sorted(wanted - found)}, unknown {sorted(found - wanted)}")
    for group, words in content.items():
        lists = words.values() if isinstance(words, dict) else [words]
        if not words or any(isinstance(part, list) and (not part or len(set(part)) != len(part)) for part in lists):
            raise TableError(f"{path.name}: group {group} is empty or names a word twice")
    return Words(**content)


def read_regions(path: Path, words: Words) -> Regions:
    """The table of regions at ``path``.

    Raises:
        TableError: it cannot be read, unknown or missing columns, no rows, a code that is not six
            digits, an unknown level, a name that does not end as its level
            does, a code held by two regions at one time, a parent or a
            successor that is not in the table, a region that went on with its
            land and has no successor of its own that began as it ended.
    """
    rows = [_region(at, cells, words) for at, cells in read_csv(path, _COLUMNS)]
    codes = {region.code for region in rows}
    spans: dict[str, list[Region]] = defaultdict(list)
    for region in rows:
        for column, code in (("parent", region.parent), ("successor", region.successor)):
            if code and code not in codes:
                raise TableError(f"{path.name}: {region.code} {region.name}: {column} {code} is not in the table")
        if not region.parent and region.level != "国":
            raise TableError(f"{path.name}: {region.code} {region.name}: it has no parent")
        spans[region.code].append(region)
    for held in spans.values():
        held.sort(key=lambda region: region.valid_from or 0)
        for earlier, later in pairwise(held):
            if (later.valid_from or 0) < (earlier.valid_to or 9999):
                raise TableError(f"{path.name}: {later.code} is both {earlier.name} and {later.name} at one time")
    _check_land(path.name, rows, spans)
    return Regions(rows)


def _check_land(file: str, rows: list[Region], spans: dict[str, list[Region]]) -> None:
    """Refuse a region that went on with its land under a code that nobody, or not it alone, began to hold."""
    taken: set[tuple[str, int | None]] = set()
    for region in rows:
        if not region.same_land:
            continue
        heirs = [row for row in spans.get(region.successor, []) if row.valid_from == region.valid_to]
        if len(heirs) != 1 or region.valid_to is None or (region.successor, region.valid_to) in taken:
            raise TableError(
                f"{file}: {region.code} {region.name}: no region of its own began under "
                f"{region.successor or 'no code'} as it ended; same_land must be empty"
            )
        taken.add((region.successor, region.valid_to))


def _region(where: str, cells: dict[str, str], words: Words) -> Region:
    """One row of the table, checked by itself."""
    code, name, short, level, parent, start, end, successor, same_land = cells.values()
    if len(code) != 6 or not code.isdecimal():
        raise TableError(f"{where}: code {code!r} is not six digits")
    if level not in words.levels:
        raise TableError(f"{where}: {name}: level {level!r} is none of {', '.join(words.levels)}")
    if not name.endswith(tuple(words.levels[level])):
        raise TableError(f"{where}: {name} does not end as a region of level {level} does: {words.levels[level]}")
    if not short or not name.startswith(short):
        raise TableError(f"{where}: {name}: the short name {short!r} is not its beginning")
    if same_land not in ("", "yes"):
        raise TableError(f"{where}: {name}: same_land must be yes or empty")
    try:
        years = int(start or 0) or None, int(end or 0) or None
    except ValueError as error:
        raise TableError(f"{where}: {name}: valid_from and valid_to must be years or empty") from error
    return Region(code, name, short, level, parent, *years, successor, same_land == "yes")


@cache
def words() -> Words:
    """The words about places, read once."""
    return read_words(REFERENCE / "region_words.yml")


@cache
def load() -> Regions:
    """All regions, read once."""
    return read_regions(REFERENCE / "regions.csv", words())
