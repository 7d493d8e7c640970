"""Read plain-text tables of indicators: a name, a unit, and a value by year, target or place.

指标          单位    2020年  2025年目标  属性
孕产妇死亡率   /10万   9.6     ≤9         约束性
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extract import numerals, units, words
from extract.outline import Line
from extract.units import Unit
from extract.view import CELL

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
    ],
)
_COLUMNS = {
    role: re.compile(words.alternatives(_TABLE[f"{role}_column"]))
    for role in ("name", "unit", "serial", "note", "group")
}
_KINDS = {kind: re.compile(words.alternatives(_TABLE[f"{kind}_column"])) for kind in ("target", "achieved", "baseline")}
# A column that says how binding each target is: the last of its years are aimed at.
_GRADED = re.compile(words.alternatives(_TABLE["graded_column"]))
_YEAR = words.phrases("time")["cell_year"]
_SIGNS = {"≥": ">=", ">=": ">=", ">": ">", "≤": "<=", "<=": "<=", "<": "<", "~": "~", "=": "="}
_CELL = re.compile(
    rf"(?P<sign>[≥≤<>=~]{{0,2}})\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>[十百千]?[万亿])?(?P<unit>{units.PATTERN})?"
    rf"(?P<bound>{words.phrases('amounts')['cell_bound'].pattern})?"
)
_BOUNDS = {"以上": ">=", "以下": "<=", "以内": "<=", "左右": "~"}
_UNIT = re.compile(rf"(?P<scale>[十百千]?[万亿])?(?P<unit>{units.PATTERN})")
_BRACKETS = re.compile(rf"\((?:{words.phrases('amounts')['unit_label'].pattern})?([^()]*)\)$")


@dataclass(frozen=True)
class TableFigure:
    """A value of a table; offsets count in the view."""

    start: int
    end: int
    line: Line
    value: Decimal
    unit: Unit
    name: str
    row: str
    """The first cell of its row, which may be a place."""
    kind: str
    """target, achieved, baseline, or empty where the head does not say."""
    comparator: str
    year: int | None


@dataclass(frozen=True)
class _Column:
    role: str
    head: str
    kind: str
    year: int | None
    unit: tuple[Unit, Decimal] | None


def blocks(lines: list[Line]) -> Iterator[list[Line]]:
    """The tables of a page: runs of lines that are parted in cells."""
    block: list[Line] = []
    for line in lines:
        if line.what == "table":
            block.append(line)
        elif line.text.strip() and block:
            yield block
            block = []
    if block:
        yield block


def read(block: list[Line]) -> Iterator[TableFigure]:
    """The values of one table, row by row; a table without a head gives none."""
    columns = _columns([c for c, _ in _cells(block[0])])
    if not columns:
        return
    for line in block[1:]:
        cells = _cells(line)
        spanned = len(columns) - len(cells)
        if 0 <= spanned <= _groups(columns):
            yield from _row(line, cells, columns[spanned:])


def _cells(line: Line) -> list[tuple[str, int]]:
    """The cells of a line with the offset of each."""
    cells, at = [], line.start
    for cell in line.text.split(CELL):
        cells.append((cell.strip(), at + len(cell) - len(cell.lstrip())))
        at += len(cell) + 1
    return cells


def _columns(heads: list[str]) -> list[_Column]:
    if any(_CELL.fullmatch(h) and not _YEAR.fullmatch(h) for h in heads):
        return []
    columns = []
    for i, head in enumerate(heads):
        year = _YEAR.search(head)
        kind = next((k for k, pattern in _KINDS.items() if pattern.search(head)), "")
        role = next((r for r in ("serial", "unit", "note") if _COLUMNS[r].fullmatch(head)), "")
        if not role and i == 0 and _COLUMNS["group"].fullmatch(head) and any(map(_COLUMNS["name"].search, heads[1:])):
            role = "group"
        if not role:
            role = "value" if year or kind else "name" if i == 0 or _COLUMNS["name"].search(head) else "indicator"
        bracket = _BRACKETS.search(head)
        columns.append(
            _Column(
                role,
                _BRACKETS.sub("", head),
                kind,
                int(year.group(1)) if year else None,
                _unit(bracket.group(1)) if bracket else None,
            )
        )
    if not any(c.role == "name" for c in columns):
        return []
    years = [c.year for c in columns if c.role == "value" and c.year and not c.kind]
    if len(years) == 2 and len(years) == sum(c.role == "value" for c in columns):  # of two years the first is the base
        columns = [replace(c, kind="baseline") if c.year == min(years) else c for c in columns]
    elif len(years) > 2 and any(_GRADED.search(c.head) for c in columns if c.role == "note"):
        columns = [replace(c, kind="baseline") if c.year == min(years) and not c.kind else c for c in columns]
    if any(c.kind == "target" for c in columns):  # beside targets, a year alone is the base they start from
        columns = [
            _Column(c.role, c.head, c.kind or ("baseline" if c.role == "value" else ""), c.year, c.unit)
            for c in columns
        ]
    return columns


def _groups(columns: list[_Column]) -> int:
    """How many columns at the front have cells over several rows, which text gives once."""
    return next((i for i, column in enumerate(columns) if column.role != "group"), 0)


def _row(line: Line, cells: list[tuple[str, int]], columns: list[_Column]) -> Iterator[TableFigure]:
    label = next(cell for (cell, _), c in zip(cells, columns, strict=True) if c.role == "name")
    written = next((cell for (cell, _), c in zip(cells, columns, strict=True) if c.role == "unit"), "")
    bracket = _BRACKETS.search(label)
    own = _unit(written) or (_unit(bracket.group(1)) if bracket else None)
    label = _BRACKETS.sub("", label) if own else label
    for (cell, at), column in zip(cells, columns, strict=True):
        match = _CELL.fullmatch(cell) if column.role in ("value", "indicator") else None
        if not match:
            continue
        value = numerals.arabic(match["number"] + (match["scale"] or ""))
        unit = (
            (units.load()[match["unit"]], Decimal(1))
            if match["unit"]
            else own or column.unit or (Unit("", "none", ()), Decimal(1))
        )
        name = column.head if column.role == "indicator" else label
        yield TableFigure(
            at + match.start("number"),
            at
            + (match.end("unit") if match["unit"] else match.end("scale") if match["scale"] else match.end("number")),
            line,
            value * unit[1],
            unit[0],
            name,
            label,
            column.kind,
            _SIGNS.get(match["sign"]) or _BOUNDS.get(match["bound"] or "", "="),
            column.year,
        )


def _unit(text: str) -> tuple[Unit, Decimal] | None:
    """The unit a cell or a bracket names, with the power of ten it multiplies by (万人)."""
    match = _UNIT.fullmatch(text.strip())
    if not match:
        return None
    factor = Decimal(1)
    for mark in match["scale"] or "":
        factor *= numerals.MULTIPLIERS[mark]
    return units.load()[match["unit"]], factor
