"""Find tables that a page gives one cell a line, as text taken from a web page does.

指标
单位
2020年
2025年目标
孕产妇死亡率
/10万
9.6
≤9
"""

from __future__ import annotations

from collections.abc import Sequence

from extract import table_columns
from extract.table_columns import Column

Span = tuple[int, int]

_LONGEST_HEAD, _LONGEST_CELL = 14, 50
# A head has at least a name and two more columns. A table ends where so many cells in a row fit no row of it.
_FEWEST_HEADS, _MOST_HEADS, _MOST_CELLS, _GAP = 3, 9, 600, 6
_AROUND = " \t\r|"  # what may stand around a cell on its line
_SENTENCE_ENDS = "。;!?:"


def rows(text: str, lines: Sequence[Span]) -> list[list[Span]]:
    """The rows of all such tables, the heads among them: the spans of the cells of each.

    Args:
        text: the text of a page, signs folded to half width.
        lines: the spans of its lines.
    """
    cells = [(s, e) for s, e in (_stripped(text, span) for span in lines) if s < e]
    made: list[list[Span]] = []
    at = 0
    while at < len(cells):
        count = _heads(text, cells, at)
        body = _body(text, cells, at, count) if count else []
        if len(body) > 1:
            made += [cells[at : at + count], *(cells[s:e] for s, e in body)]
            at = body[-1][1]
        else:
            at += max(count, 1)
    return made


def _stripped(text: str, span: Span) -> Span:
    line = text[span[0] : span[1]]
    start = span[0] + len(line) - len(line.lstrip(_AROUND))
    return start, max(start, span[0] + len(line.rstrip(_AROUND)))


def _head(text: str, cell: Span) -> str:
    """A cell of the head without the spaces that a page sets its characters apart by (指 标 名 称)."""
    return text[slice(*cell)].replace(" ", "")


def _heads(text: str, cells: Sequence[Span], at: int) -> int:
    """How many lines from the one given are the head of a table; 0 where it is none."""
    heads: list[str] = []
    for start, end in cells[at : at + _MOST_HEADS]:
        head = _head(text, (start, end))
        if end - start > _LONGEST_HEAD or not table_columns.is_head(head):
            break
        heads.append(head)
    dated = any(map(table_columns.dated_head, heads))
    return len(heads) if len(heads) >= _FEWEST_HEADS and dated and table_columns.columns(heads) else 0


def _body(text: str, cells: Sequence[Span], at: int, count: int) -> list[Span]:
    """The rows below a head: which cells, from and to, are one row of it.

    Cells may be left out of a row, so that where one ends is known by where the
    others begin: the rows are those that explain the most numbers.
    """
    columns = table_columns.columns([_head(text, cell) for cell in cells[at : at + count]])
    first = at + count
    held: list[str] = []
    for start, end in cells[first : first + _MOST_CELLS]:
        if end - start > _LONGEST_CELL or text[end - 1] in _SENTENCE_ENDS:
            break
        held.append(table_columns.holds(text[start:end]))
    shapes = table_columns.rows(columns)
    best: list[tuple[int, int]] = [(0, 0)] * (len(held) + 1)  # from each cell on: numbers explained, less cells left
    taken = [0] * len(held)
    for i in reversed(range(len(held))):
        numbers, left = best[i + 1]
        best[i] = (numbers, left - 1)
        for shape in shapes:
            end = i + len(shape)
            if end <= len(held) and table_columns.fits(held[i:end], shape):
                reached = (best[end][0] + _numbers(held[i:end], shape), best[end][1])
                if reached > best[i] and reached[0] > best[end][0]:
                    best[i], taken[i] = reached, len(shape)
    found: list[Span] = []
    i = last = 0
    while i < len(held) and i - last <= _GAP:
        if taken[i]:
            found.append((first + i, first + i + taken[i]))
            i += taken[i]
            last = i
        else:
            i += 1
    return found


def _numbers(held: Sequence[str], row: Sequence[Column]) -> int:
    """How many numbers stand where values do."""
    return sum(h == "number" and c.role in ("value", "indicator") for h, c in zip(held, row, strict=True))
