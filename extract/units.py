"""Units of measure: the table in data/reference/units.csv, and units made of others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extract.words import REFERENCE, TableError, alternatives, phrases, read_csv

FAMILIES = [
    "share",
    "points",
    "rate",
    "money",
    "times",
    "people",
    "counter",
    "medal",
    "score",
    "age",
    "multiple",
    "duration",
    "length",
    "area",
    "volume",
    "weight",
    "density",
    "energy",
    "computing",
]


@dataclass(frozen=True)
class Unit:
    """A base unit, the family it is of (share, money, counter ...) and how reports spell it."""

    name: str
    family: str
    spellings: tuple[str, ...]


@cache
def load() -> dict[str, Unit]:
    """Every unit by spelling.

    Raises:
        TableError: unknown columns or families, a unit or a spelling named twice.
    """
    made: dict[str, Unit] = {}
    names = set()
    for at, row in read_csv(REFERENCE / "units.csv", ("unit", "family", "spellings")):
        unit = Unit(row["unit"], row["family"], tuple(row["spellings"].split("|")))
        taken = len(set(unit.spellings)) < len(unit.spellings) or any(
            s in made or not s.strip() for s in unit.spellings
        )
        if unit.family not in FAMILIES or unit.name in names or taken:
            raise TableError(
                f"{at}: {unit.name} has an unknown family, or it or a spelling is empty or stands there twice"
            )
        names.add(unit.name)
        made.update(dict.fromkeys(unit.spellings, unit))
    return made


PATTERN = alternatives(load())
_AMOUNTS = phrases("amounts")
PER_PATTERN = f"(?:{_AMOUNTS['per_unit'].pattern})"

_BASES = {
    "百": "百人",
    "千": "千人",
    "万": "万人",
    "十万": "10万人",
    "10万": "10万人",
    "百万": "100万人",
    "100万": "100万人",
}
_PER_POPULATION, _PER_HEAD_COUNT = _AMOUNTS["per_population"], _AMOUNTS["per_head_count"]
_MONTHLY, _HEAD = _AMOUNTS["per_head_and_month"], _AMOUNTS["per_head"]
_PER_PERSON, _NOT_HEAD = _AMOUNTS["per_person"], _AMOUNTS["not_per_head"]


def per_population(unit: Unit, name: str) -> str:
    """The unit with the population it is per, where the name says so.

    每千人口执业医师数 2.73人 is 人/千人; 人均补助 84元 is 元/人; 每人每月 605元 is 元/人·月.
    """
    if unit.family == "money":
        if _NOT_HEAD.search(name):
            return unit.name
        if _MONTHLY.search(name):
            return f"{unit.name}/人·月"
        return f"{unit.name}/人" if _HEAD.search(name) else unit.name
    if unit.family in ("area", "length", "weight", "energy", "volume", "counter", "times") and _PER_PERSON.search(name):
        return f"{unit.name}/人"
    if unit.family in ("people", "counter", "times", "area", "length") and "/" not in unit.name:
        match = _PER_POPULATION.search(name) or _PER_HEAD_COUNT.match(name)
        if match:
            base = _BASES[match.group(1)]
            return f"{unit.name}/{base[:-1] + match.group(2) if match.lastindex == 2 and match.group(2) else base}"
    return unit.name
