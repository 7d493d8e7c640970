"""Numbers that are no figures: dates, names, ordinals, groups. The rules stand in stops.yml."""

from __future__ import annotations

import re

from extract import words

MASK = "\0"
_STOPS = words.patterns("stops")
_CANDIDATE = re.compile(r"\d|[ⅠⅡⅢⅣⅤ一二三四五六七八九十百千万]|《|[“" r"'「『]")


def mask(text: str) -> str:
    """The text with every number that is no figure blanked out, character for character.

    Offsets stay as they are; a blanked character is ``MASK``.
    """
    if not _CANDIDATE.search(text):
        return text
    for _, pattern, unless in _STOPS:
        text = pattern.sub(lambda m, u=unless: m.group() if u and u.search(m.group()) else MASK * len(m.group()), text)
    return text
