"""Find tables whose cells are parted by single spaces only, as text taken from a paper often has them.

序号 指标 2020年 2025年 属性
1 孕产妇死亡率(1/10万) 9.6 ≤9 预期性
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract import table_columns
from extract.table_columns import Column

Span = tuple[int, int]

_FEWEST_HEADS, _LONGEST_CELL = 3, 50
_WORD = re.compile(r"[^\s|]+")
# Spaces stand inside names and notes as well.
_JOINED = ("text", "words", "note")


def rows(text: str, lines: Sequence[Span]) -> list[list[Span]]:
    """The rows of all such tables, the heads among them: the spans of the cells of each.

    Args:
        text: the text of a page, signs folded to half width.
        lines: the spans of its lines.
    """
    made: list[list[Span]] = []
    columns: list[Column] = []
    for start, end in lines:
        cells = [m.span() for m in _WORD.finditer(text, start, end)]
        if not cells:
            continue
        row = _row(text, cells, columns) if columns else None
        if row:
            made.append(row)
            continue
        columns = _columns([text[s:e] for s, e in cells])
        if columns:
            made.append(cells)
    return made


def _columns(heads: list[str]) -> list[Column]:
    """The columns of a line that can only be the head of a table; none of any other."""
    if len(heads) < _FEWEST_HEADS or not all(map(table_columns.is_head, heads)):
        return []
    return table_columns.columns(heads) if any(map(table_columns.dated_head, heads)) else []


def _row(text: str, words: list[Span], columns: Sequence[Column]) -> list[Span] | None:
    """The cells of a row; None where the words of the line fit none of the table."""
    cells: list[Span] = []
    for start, end in words:
        both = cells and all(table_columns.holds(text[s:e]) in _JOINED for s, e in (cells[-1], (start, end)))
        if both and len(words) > len(columns):
            cells[-1] = cells[-1][0], end
            if end - cells[-1][0] > _LONGEST_CELL:
                return None  # at once: what a cell holds is asked of all of it for every word
        else:
            cells.append((start, end))
    held = [table_columns.holds(text[s:e]) for s, e in cells]
    fits = any(table_columns.fits(held, row) for row in table_columns.rows(columns))
    return cells if fits and "number" in held and all(e - s <= _LONGEST_CELL for s, e in cells) else None
