"""Read plain-text tables of indicators: a name, a unit, and a value by year, target or place.

指标          单位    2020年  2025年目标  属性
孕产妇死亡率   /10万   9.6     ≤9         约束性
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract import numerals, table_columns, units
from extract.outline import Line
from extract.table_columns import NUMBER, Column
from extract.units import Unit
from extract.view import CELL

_SIGNS = {"≥": ">=", ">=": ">=", ">": ">", "≤": "<=", "<=": "<=", "<": "<", "~": "~", "=": "="}
_ABOVE_HEAD = 2  # lines of a table that may stand above its head
_BOUNDS = {"以上": ">=", "以下": "<=", "以内": "<=", "左右": "~"}


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


def blocks(lines: list[Line]) -> Iterator[list[Line]]:
    """The tables of a page: runs of lines that are parted in cells; the title of a part (一、健康水平) ends none."""
    block: list[Line] = []
    between = False
    for line in lines:
        if line.what == "table":
            if between and block and table_columns.columns(_texts(line)):
                yield block
                block = []
            block.append(line)
            between = False
        elif line.text.strip() and block:
            between = True
            if line.what == "prose":
                yield block
                block = []
    if block:
        yield block


def read(block: list[Line]) -> Iterator[TableFigure]:
    """The values of one table, row by row; a table without a head gives none.

    What stands above the head (表1, 单位:) is none of the table.
    """
    heads = ((number, table_columns.columns(_texts(line))) for number, line in enumerate(block[: _ABOVE_HEAD + 1]))
    first, columns = next(((number, found) for number, found in heads if found), (0, []))
    if not columns:
        return
    for line in block[first + 1 :]:
        cells = _cells(line)
        row = table_columns.row_of(_texts(line), columns)
        if row:
            yield from _row(line, cells, row)


def _cells(line: Line) -> list[tuple[str, int]]:
    """The cells of a line with the offset of each."""
    cells, at = [], line.start
    for cell in line.text.split(CELL):
        cells.append((cell.strip(), at + len(cell) - len(cell.lstrip())))
        at += len(cell) + 1
    return cells


def _texts(line: Line) -> list[str]:
    return [cell for cell, _ in _cells(line)]


def _row(line: Line, cells: list[tuple[str, int]], columns: Sequence[Column]) -> Iterator[TableFigure]:
    label = next(cell for (cell, _), c in zip(cells, columns, strict=True) if c.role == "name")
    written = next((cell for (cell, _), c in zip(cells, columns, strict=True) if c.role == "unit"), "")
    bracket = table_columns.BRACKETS.search(label)
    own = table_columns.unit(written) or (table_columns.unit(bracket.group(1)) if bracket else None)
    label = table_columns.BRACKETS.sub("", label) if own else label
    for (cell, at), column in zip(cells, columns, strict=True):
        match = NUMBER.fullmatch(cell) if column.role in ("value", "indicator") else None
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
