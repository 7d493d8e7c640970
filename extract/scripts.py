"""Pages in traditional characters, and mirrored pages that gloss them with pinyin.

Rules are written for simplified characters. The view of such a page is
simplified one character for one, and the glosses in brackets are left out of
it; the rows still quote the page's own characters.
"""

from __future__ import annotations

import re
from functools import cache

import opencc

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_GLOSS = re.compile(rf"(?<=[一-龥])[(（][a-zü']*[{_TONED}][a-zü'{_TONED}]*[)）]")
_PLAIN_GLOSS = re.compile(r"(?<=[一-龥])[(（][a-zü']{1,7}[)）]")
# A page with fewer distinct traditional characters only quotes some (乾县, 著作).
_ENOUGH = 3


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters and the one simplified character that stands for each."""
    characters = [chr(code) for code in range(0x4E00, 0x9FFF + 1)]
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {ord(a): b for a, b in zip(characters, converted, strict=True) if a != b and len(b) == 1}


def glosses(text: str) -> list[tuple[int, int]]:
    """Spans of pinyin glosses; those without a tone mark count only beside toned ones."""
    toned = [m.span() for m in _GLOSS.finditer(text)]
    return sorted({*toned, *(m.span() for m in _PLAIN_GLOSS.finditer(text))}) if toned else []


def simplify(text: str, glossed: bool) -> str:
    """The text in simplified characters, character for character, if the page is in traditional ones."""
    table = _simplified()
    if not glossed and len({c for c in text if ord(c) in table}) < _ENOUGH:
        return text
    return text.translate(table)
