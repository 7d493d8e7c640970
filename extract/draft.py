"""A figure while its sentence is read, and what the ones before it in the sentence give to it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from extract import carried, names, quantities, words
from extract.layout import Slot
from extract.names import Name
from extract.regions import Region
from extract.units import Unit

_AIMS = words.phrases("aims")
_MEETING, _STATE, _TOLD = (_AIMS[key] for key in ("indicators_meeting", "indicators_state", "indicators_told"))
RATES = ("share", "points", "rate")
"""Families of units that say how much of something, not how many."""
COUNTED = ("counter", "people", "times", "money", "area", "length", "weight", "energy", "medal", "volume", "computing")
"""Families of units that count or add up."""


@dataclass(eq=False)
class Draft:
    """A figure while its sentence is read."""

    slot: Slot
    name: Name
    value: Decimal
    unit: Unit
    change: bool = False
    complete: bool = False
    baseline: bool = False
    kind: str = ""
    """The rule that said what kind it is ..."""
    what: str = ""
    """... and the kind."""
    base: str = ""
    """Words that can name the population its number is per."""
    rules: tuple[str, ...] = ()
    others: bool = False
    """Is it somebody else's value, held against the one before it?"""
    year: int | None = None
    """The year it is of, as soon as that is read ..."""
    region: Region | None = None
    """... and the place."""
    turns: list[Draft] = field(default_factory=list)
    """What this rise and those after it are of, where each is named by one before (分别上涨2.3%和下降1.1%)."""


def counts_indicators(slot: Slot) -> bool:
    """Does a number count indicators by what they came to (达到终期目标的指标63项)?"""
    unit = slot.quantity.unit
    if unit is None or unit.name != "项":
        return False
    stated = _STATE.match(slot.zone.strip(",")) and _TOLD.search(slot.before)
    return bool(stated or _MEETING.search(slot.zone))


def drafted(slot: Slot, name: Name, previous: Name) -> Draft:
    """A quantity with its name, made whole by the one before it where it says nothing alone."""
    unit = slot.quantity.unit or quantities.NO_UNIT
    return Draft(
        slot,
        carried.completed(name, previous, unit.name) if name else name,
        slot.quantity.value,
        unit,
        change=slot.quantity.change,
    )


def previous_name(made: list[Draft]) -> Name:
    """The name of the figure before in the sentence; not 签约率高于全省平均水平 where others are named."""
    last = None
    for draft in reversed(made):
        if draft.name and draft.name.rule != "gap":
            return draft.name
        last = last or draft.name or None
    return last or Name("", "", "")


def risen(made: list[Draft], unit: Unit | None) -> Name:
    """What a rise or a fall without a name of its own is of: the figure before, with what it counts.

    Of several before it, the last that is counted in the same: 床位3.91张、卫生技术人员4.76人,比上年增加0.29张.
    """
    named = [d for d in made if d.name and d.name.rule != "gap"] or [d for d in made if d.name]
    counted = [d for d in named if d.unit is unit] if unit is not None and unit.family in ("counter", "people") else []
    last = (counted or named)[-1:]
    return whole(last[0]) if last else Name("", "", "")


def whole(draft: Draft) -> Name:
    """A draft's name with the 人次 that its number gave it: 门急诊2874.6万人次,同比下降11.3%."""
    if draft.unit.family != "times" or draft.change:
        return draft.name
    return replace(draft.name, text=names.standard(draft.name.text, "times", draft.unit.name))


def turned_by(made: list[Draft], run: list[Slot]) -> list[Draft] | None:
    """The baselines that the numbers of a run are the later values of."""
    size = len(run)
    if len(made) < size or not made[-1].baseline or not names.TURNED.match(run[0].zone):
        return None
    return made[-size:] if all(d.baseline for d in made[-size:]) else None
