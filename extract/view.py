"""A report's text as the rules read it, with the way back to its characters.

Rules want half-width digits and no stray spaces; rows must point at the page's
own characters. A view keeps both: the text to read, and for each of its
characters the offset in the report.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass

_FULL = "０１２３４５６７８９％，；：（）！？．＋／～－＝＜＞［］﹪"
_HALF = "0123456789%,;:()!?.+/~-=<>[]%"
_LIKE = {"—": "-", "–": "-", "－": "-", "﹣": "-", "〜": "~", "∼": "~", "∶": ":", "\u00a0": " ", "\u3000": " ", "\t": " "}
_FOLD = str.maketrans(dict(zip(_FULL, _HALF, strict=True)) | _LIKE | {chr(0xFF21 + i): chr(65 + i) for i in range(26)})

# A space that splits a number, or stands between Chinese characters and digits, is the page's, not the writer's.
_STRAY_SPACE = re.compile(r"(?<=[一-龥,。、;:()%‰“”\d.]) +(?=[一-龥,。、;:()%‰“”\d./])")
# Marks with which a line of its own begins: 一、 (一) 1. 一是 ...
_NEW_LINE = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}(?:、|是|要)|[(]|\d{1,3}[.、](?!\d)|第[一二三四五六七八九十]+[章节部,、]|附件|[-•●·])")
_LONG_LINE = 25
# 75。5% : a full stop typed for a decimal point, only where the number ends in a rate
_STOP_AS_POINT = re.compile(r"(?<=\d)。(?=\d{1,2}[%‰])")


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
    """The view of a report: signs folded one to one, stray spaces and hard line breaks left out."""
    folded = _STOP_AS_POINT.sub(".", text.translate(_FOLD))
    gone = array("b", bytes(len(folded)))
    for match in _STRAY_SPACE.finditer(folded):
        for i in range(match.start(), match.end()):
            gone[i] = 1
    for i in _hard_breaks(folded):
        gone[i] = 1
    kept = array("l", (i for i in range(len(folded)) if not gone[i]))
    made = "".join([folded[i] for i in kept])
    kept.append(len(text))
    return View(made, kept, text)


def _hard_breaks(text: str) -> list[int]:
    """Offsets of line breaks inside a sentence: the page was wrapped, or a word stood in its own tag."""
    breaks = []
    lines = text.split("\n")
    offset = 0
    for line, following in zip(lines, lines[1:], strict=False):
        offset += len(line)
        if line.strip() and following.strip() and _broken(line.rstrip(), following.lstrip()):
            breaks.append(offset)
        offset += 1
    return breaks


def _broken(line: str, following: str) -> bool:
    if line[-1] in "。;:!?》】" or _NEW_LINE.match(following):
        return following[0] in ",、。;%)" and line[-1] not in "。;!?"
    if following[0] in ",、。;:%)":
        return True
    if line[-1] in ",、(“的" or (line[-1].isascii() and line[-1].isalnum() and len(line) > 3 and following[0].isascii()):
        return True
    return len(line) >= _LONG_LINE and not _NEW_LINE.match(line)
