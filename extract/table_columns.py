"""The columns of a table as its head names them, and which of them the cells of a row stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from extract import numerals, units, words
from extract.units import Unit

_TABLE = words.groups(
    "tables",
    [
        "name_column",
        "unit_column",
        "serial_column",
        "note_column",
        "target_column",
        "achieved_column",
        "baseline_column",
        "graded_column",
        "group_column",
        "no_value",
        "note_cell",
        "value_in_words",
    ],
)
_COLUMNS = {
    role: re.compile(words.alternatives(_TABLE[f"{role}_column"]))
    for role in ("name", "unit", "serial", "note", "group")
}
_KINDS = {kind: re.compile(words.alternatives(_TABLE[f"{kind}_column"])) for kind in ("target", "achieved", "baseline")}
# A column that says how binding each target is: the last of its years are aimed at.
_GRADED = re.compile(words.alternatives(_TABLE["graded_column"]))
_NOTE_CELL = re.compile(words.alternatives(_TABLE["note_cell"]))
_VALUE_IN_WORDS = re.compile(words.alternatives(_TABLE["value_in_words"]))
_YEAR = words.phrases("time")["cell_year"]
NUMBER = re.compile(
    rf"(?P<sign>[≥≤<>=~]{{0,2}})\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>[十百千]?[万亿])?(?P<unit>{units.PATTERN})?"
    rf"(?P<bound>{words.phrases('amounts')['cell_bound'].pattern})?"
)
"""A cell that holds a number, with its sign, unit and bound."""
_UNIT = re.compile(rf"(?:1(?=/))?(?P<scale>[十百千]?[万亿])?(?P<unit>{units.PATTERN})")
_ONE_IN = re.compile("1/")  # 1/10万: a unit as such tables write it
BRACKETS = re.compile(rf"\((?:{words.phrases('amounts')['unit_label'].pattern})?([^()]*)\)$")
"""The brackets at the end of a head or a name, which may hold its unit."""

# What a cell can hold by the role of its column.
_HOLDS = {
    "group": ("text", "words"),
    "serial": ("number", "text"),
    "name": ("text", "words"),
    "unit": ("unit", "nothing"),
    "value": ("number", "nothing", "words"),
    "indicator": ("number", "nothing", "words"),
    "note": ("note", "text", "words", "nothing"),
}
# Roles whose cell a text may leave out: it is empty, or goes over several rows and is given once.
_LEFT_OUT = ("group", "serial", "unit", "note")


@dataclass(frozen=True)
class Column:
    """A column of a table: what its cells are, and what its head says of them."""

    role: str
    """group, serial, name, unit, value, indicator (a value whose head is its name) or note."""
    head: str
    kind: str
    """target, achieved, baseline, or empty where the head does not say."""
    year: int | None
    unit: tuple[Unit, Decimal] | None


def columns(heads: Sequence[str]) -> list[Column]:
    """The columns that a line of heads names; none where it is no head of a table of indicators."""
    if any(NUMBER.fullmatch(h) and not _YEAR.fullmatch(h) for h in heads):
        return []
    made = []
    for i, head in enumerate(heads):
        year = _YEAR.search(head)
        kind = next((k for k, pattern in _KINDS.items() if pattern.search(head)), "")
        role = next((r for r in ("serial", "unit", "note") if _COLUMNS[r].fullmatch(head)), "")
        if not role and i == 0 and _COLUMNS["group"].fullmatch(head) and any(map(_COLUMNS["name"].search, heads[1:])):
            role = "group"
        if not role:
            role = "value" if year or kind else "name" if i == 0 or _COLUMNS["name"].search(head) else "indicator"
        bracket = BRACKETS.search(head)
        made.append(
            Column(
                role,
                BRACKETS.sub("", head),
                kind,
                int(year.group(1)) if year else None,
                unit(bracket.group(1)) if bracket else None,
            )
        )
    if not any(c.role == "name" for c in made) or not any(c.role in ("value", "indicator") for c in made):
        return []
    years = [c.year for c in made if c.role == "value" and c.year and not c.kind]
    if len(years) == 2 and len(years) == sum(c.role == "value" for c in made):  # of two years the first is the base
        made = [replace(c, kind="baseline") if c.year == min(years) else c for c in made]
    elif len(years) > 2 and any(_GRADED.search(c.head) for c in made if c.role == "note"):
        made = [replace(c, kind="baseline") if c.year == min(years) and not c.kind else c for c in made]
    if any(c.kind == "target" for c in made):  # beside targets, a year alone is the base they start from
        later = [year for year in years if year > min(years)]  # 2020年, 2022年, 2025年目标: what was reached since
        said = {True: "achieved", False: "baseline"}
        made = [replace(c, kind=c.kind or (said[c.year in later] if c.role == "value" else "")) for c in made]
    return made


def is_head(cell: str) -> bool:
    """Can the cell stand in the head of a table of indicators by years or targets, whatever stands beside it?"""
    return any(p.fullmatch(cell) for p in _COLUMNS.values()) or bool(dated_head(cell))


def dated_head(cell: str) -> bool:
    """Is the cell the head of values of a year, or of what is aimed at or was reached?"""
    return bool(_YEAR.match(cell)) or any(
        m.end() >= len(BRACKETS.sub("", cell)) - 1 for p in _KINDS.values() for m in p.finditer(cell)
    )


def holds(cell: str) -> str:
    """What a cell holds: nothing, a number, a unit, a note, a value in words, or text."""
    if not cell or cell in _TABLE["no_value"]:
        return "nothing"
    if NUMBER.fullmatch(cell) and not _ONE_IN.match(cell):
        return "number"
    if unit(cell):
        return "unit"
    if _NOTE_CELL.fullmatch(cell):
        return "note"
    return "words" if _VALUE_IN_WORDS.search(cell) else "text"


def rows(of: Sequence[Column]) -> list[tuple[Column, ...]]:
    """The shapes that a row can have, fullest first: all columns, or without some whose cells may be left out."""
    free = [i for i, column in enumerate(of) if column.role in _LEFT_OUT]
    return [
        tuple(c for i, c in enumerate(of) if i not in gone)
        for n in range(len(free) + 1)
        for gone in combinations(free, n)
    ]


def fits(held: Sequence[str], row: Sequence[Column]) -> bool:
    """Can cells that hold this stand in a row of these columns?"""
    return len(held) == len(row) and all(h in _HOLDS[c.role] for h, c in zip(held, row, strict=True))


def row_of(cells: Sequence[str], of: Sequence[Column]) -> tuple[Column, ...] | None:
    """The columns of the cells of one row; None where it cannot be told."""
    if len(cells) == len(of):
        return tuple(of)
    held = [holds(cell) for cell in cells]
    return next((row for row in rows(of) if fits(held, row)), None)


def unit(text: str) -> tuple[Unit, Decimal] | None:
    """The unit a cell or a bracket names, with the power of ten it multiplies by (万人)."""
    match = _UNIT.fullmatch(text.strip())
    if not match:
        return None
    factor = Decimal(1)
    for mark in match["scale"] or "":
        factor *= numerals.MULTIPLIERS[mark]
    return units.load()[match["unit"]], factor
