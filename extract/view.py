"""A report's text as the rules read it, with the way back to its characters.

Rules want half-width digits, simplified characters and no stray spaces; rows
must point at the page's own characters. A view keeps both: the text to read,
and for each of its characters the offset in the report.
"""

from __future__ import annotations

import itertools
import re
from array import array
from dataclasses import dataclass

from extract import scripts, spaced_tables, stacked_tables, units, words

_FULL = "０１２３４５６７８９％，；：（）！？．＋／～－＝＜＞［］﹪｜"
_HALF = "0123456789%,;:()!?.+/~-=<>[]%|"
_LIKE = {"∶": ":", "≧": "≥", "≦": "≤", "\u00a0": " ", "\u3000": " "}
_LIKE |= dict.fromkeys("—–―‐‑－﹣", "-") | dict.fromkeys("〜∼", "~")
_FOLD = str.maketrans(dict(zip(_FULL, _HALF, strict=True)) | _LIKE | {chr(0xFF21 + i): chr(65 + i) for i in range(26)})

# A space that splits a number, or stands between Chinese characters and digits, is the page's, not the writer's.
_STRAY_SPACE = re.compile(r"(?<=[一-龥,。、;:()%‰“”\d./])[ \t]+(?=[一-龥,。、;:()%‰“”\d./])")
# 75。5% : a full stop typed for a decimal point, only where the number ends in a rate
_STOP_AS_POINT = re.compile(r"(?<=\d)。(?=\d{1,2}[%‰])")
_LINES = words.phrases("lines")
_NEW_LINE, _PAGE_NUMBER, _NUMBER_CELL = _LINES["new_line"], _LINES["page_number"], _LINES["number_cell"]
_AFTER_NAME, _YEAR_AT_END = _LINES["after_name"], _LINES["year_at_end"]
_TABLE_CAPTION = _LINES["table_caption"]
# An item that ends with a number and its unit may be whole: 1.全面排查。整改问题96个
_WHOLE_ITEM = re.compile(rf"\d[万亿]*(?:{units.PATTERN})$")
_LONG_LINE = 25
_NEAR_FULL = 0.7
_STOPS = re.compile("[,。;]")
# A line's end that is whole, and a year with which a line begins: neither goes on in the other.
_DATE_AT_END = re.compile(r"(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?$")
_PAGES = words.load("pages")
_FIELD = re.compile(words.alternatives([*_PAGES["date_labels"], *_PAGES["issuer_labels"]]) + r"\s*:")
_LABELLED = re.compile(words.alternatives([*_PAGES["date_labels"], *_PAGES["other_labels"]]) + r"\s*:")
# A line that is a title, however long.
_TITLE_END = re.compile(rf"{words.alternatives(_PAGES['title_ends'])}(?:[(][^()]*[)])?$")
_YEAR_FIRST, _YEAR_IN_WORDS = (words.phrases("time")[key] for key in ("dated", "year_in_words"))
_DIGITS = str.maketrans("〇○零OoＯ一二三四五六七八九", "000000123456789")
# What parts the cells of a line in a plain-text table.
_SEPARATOR = re.compile(r"[ ]*\t+[ \t]*|[ ]*\|[ ]*|[ ]{2,}")
CELL = "\t"
"""Stands between the cells of a table's lines in a view's text, and nowhere else."""


@dataclass(frozen=True)
class View:
    """Text to read and, for each character, its offset in the report (plus one past the end)."""

    text: str
    at: array
    source: str
    """The report itself, as the page gives it."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the report of the characters from start to end (exclusive) of the view."""
        return self.at[start], self.at[end - 1] + 1

    def original(self, start: int, end: int) -> str:
        """The report's own characters from start to end of the view."""
        first, last = self.span(start, end)
        return self.source[first:last]


def view(text: str) -> View:
    """The view of a report: signs folded one to one; stray spaces, glosses, page numbers and hard breaks left out."""
    glossed = scripts.glosses(text)
    folded = _STOP_AS_POINT.sub(".", scripts.simplify(text).translate(_FOLD))
    folded = _YEAR_IN_WORDS.sub(lambda year: year.group().translate(_DIGITS), folded)
    gone = bytearray(len(folded))
    cells = bytearray(len(folded))
    for start, end in glossed:
        gone[start:end] = b"\1" * (end - start)
    lines = _lines(folded)
    parted = _table_lines(folded, lines)
    for start, end in parted:
        _part_cells(folded, start, end, gone, cells)
    known = set(parted)
    stacked = set()  # lines that are cells of a table
    stacked_rows = stacked_tables.rows(folded, lines)
    for row in stacked_rows:
        stacked.update(start for start, _ in row)
    for row in (*stacked_rows, *spaced_tables.rows(folded, [line for line in lines if line not in known])):
        for (_, end), (start, _) in itertools.pairwise(row):
            cells[end] = 1
            gone[end + 1 : start] = b"\1" * (start - end - 1)
    for match in _STRAY_SPACE.finditer(folded):
        if not any(cells[match.start() : match.end()]):
            gone[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    kept_lines, turned = [], set()
    for start, end in lines:
        page_turned = len(kept_lines) in turned
        if start not in stacked and _PAGE_NUMBER.fullmatch(folded, start, end):
            while kept_lines and not folded[slice(*kept_lines[-1])].strip():  # blank lines stand around page numbers
                start = kept_lines.pop()[0]
            gone[start : end + 1] = b"\1" * (min(end + 1, len(folded)) - start)
            turned.add(len(kept_lines))
        elif page_turned and not folded[start:end].strip():
            gone[start : end + 1] = b"\1" * (min(end + 1, len(folded)) - start)
        else:
            kept_lines.append((start, end))
    for i in _hard_breaks(folded, kept_lines, cells, turned, _full_line(kept_lines)):
        gone[i] = 1
    kept = array("l", (i for i in range(len(folded)) if not gone[i]))
    made = "".join([CELL if cells[i] else " " if folded[i] == CELL else folded[i] for i in kept])
    kept.append(len(text))
    return View(made, kept, text)


def _lines(text: str) -> list[tuple[int, int]]:
    """Spans of the lines, line ends excluded."""
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _table_lines(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lines of plain-text tables: two or more in a row that are parted in cells, with numbers in the later ones."""
    found, block = [], []
    for span in [*lines, (0, 0)]:
        line = text[span[0] : span[1]].strip(" |\t")
        parts = [p for p in _SEPARATOR.split(line) if p]
        if len(parts) > 1 and not _TABLE_CAPTION.match(line):
            block.append((span, parts))
            continue
        if (
            len(block) > 1
            and sum(any(_NUMBER_CELL.fullmatch(p) for p in cells[1:]) for _, cells in block[1:]) * 2 >= len(block) - 1
        ):
            found += [s for s, _ in block]
        block = []
    return found


def _part_cells(text: str, start: int, end: int, gone: bytearray, cells: bytearray) -> None:
    """Mark one character of every separator of a table's line as its sign and drop the rest."""
    line = text[start:end]
    inner = len(line) - len(line.lstrip(" |\t")), len(line.rstrip(" |\t"))
    for i in (*range(inner[0]), *range(inner[1], len(line))):
        gone[start + i] = 1
    for match in _SEPARATOR.finditer(line, *inner):
        cells[start + match.start()] = 1
        for i in range(match.start() + 1, match.end()):
            gone[start + i] = 1


def _full_line(lines: list[tuple[int, int]]) -> float:
    """The length from which a line may have been wrapped: near that of the long lines of the page."""
    lengths = sorted(length for start, end in lines if (length := end - start) >= _LONG_LINE)
    return max(_LONG_LINE, _NEAR_FULL * lengths[len(lengths) * 3 // 4]) if lengths else _LONG_LINE


def _hard_breaks(text: str, lines: list[tuple[int, int]], cells: bytearray, turned: set[int], full: float) -> list[int]:
    """Offsets of line breaks inside a sentence: the page was wrapped or turned, or a word stood in its own tag."""
    breaks = []
    for number, ((start, end), (next_start, next_end)) in enumerate(itertools.pairwise(lines), start=1):
        line, following = text[start:end].rstrip(), text[next_start:next_end].lstrip()
        if not line or not following or any(cells[start : end + 1]) or any(cells[next_start:next_end]):
            continue
        over_page = number in turned and line[-1] not in "。;:!?" and not _NEW_LINE.match(following)
        if over_page or _broken(line, following, full):
            breaks.append(end)
    return breaks


def _broken(line: str, following: str, full: float) -> bool:
    named = line[-1] in "》】" and not (len(line) >= full and _AFTER_NAME.match(following))
    if line[-1] in "。;:!?" or named or _NEW_LINE.match(following):
        return following[0] in ",、。;%)" and line[-1] not in "。;!?"
    if following[0] in ",、。;:%)" or following.startswith(("是:", "为:")):
        return True
    if _FIELD.match(following) or _LABELLED.match(line):
        return False
    if line[-1].isdigit() and (_YEAR_FIRST.match(following) or _DATE_AT_END.search(line)):
        return False
    if line[-1] in ",、(“的" or (
        line[-1].isascii() and line[-1].isalnum() and len(line) > 3 and following[0].isascii()
    ):
        return True
    if _TITLE_END.search(line) and not _STOPS.search(line):
        return False
    if ">" in line:  # a trail of links (首页 > 政务公开) is no wrapped line
        return False
    if _NEW_LINE.match(line):  # a heading, unless the text begins behind it: (一)妇女与健康。2020年,全市
        whole = _WHOLE_ITEM.search(line) and not _YEAR_AT_END.search(line)
        return len(line) >= full and "。" in line and not whole
    # a title has no stops in it, and is shorter than the lines of a page that wraps them
    return len(line) >= full or (len(line) >= _LONG_LINE and bool(_STOPS.search(line)))
