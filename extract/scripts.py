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


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters and the one simplified character that stands for each.

    Characters of GB 2312, the standard of simplified text, are left alone: 乾 in 乾县 is right as it is.
    """
    characters = [c for c in map(chr, range(0x4E00, 0x9FFF + 1)) if not _in_gb2312(c)]
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    made = {ord(a): b for a, b in zip(characters, converted, strict=True) if a != b and len(b) == 1}
    return made | {ord("於"): "于"}  # in GB 2312 only for a name


def glosses(text: str) -> list[tuple[int, int]]:
    """Spans of pinyin glosses; those without a tone mark count only beside toned ones."""
    toned = [m.span() for m in _GLOSS.finditer(text)]
    return sorted({*toned, *(m.span() for m in _PLAIN_GLOSS.finditer(text))}) if toned else []


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def simplify(text: str) -> str:
    """The text in simplified characters, character for character."""
    return text.translate(_simplified())
