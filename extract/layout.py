"""Lay a sentence out: which text stands before and after each of its quantities."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract import words
from extract.names import INNER
from extract.quantities import Quantity
from extract.regions import Region

_NAMING = words.phrases("naming")
_HARD = re.compile(r"[,;:。!?…\n]")
_BRACKETS = re.compile(r"\([^()\n]*\)|\[[^\[\]\n]*\]|【[^】\n]*】")
_ASIDE = words.phrases("lines")["set_aside"]
_GRADES, _NO_PART, _QUOTED = (words.phrases("lines")[key] for key in ("grades", "no_part_of_name", "quoted_name"))
_JOINT, _STARTS_JOINT, _SERIES = _NAMING["joint_of_clause"], _NAMING["joint_at_front"], _NAMING["series"]


@dataclass
class Slot:
    """A quantity of a sentence with the words around it; offsets count in the sentence."""

    quantity: Quantity
    zone: str
    """What stands before it, from the last boundary: the end of a clause or of the number before."""
    after: str
    """What stands after it, up to the next boundary."""
    clause: str
    """Its clause up to the number and the comparator words before it."""
    before: str
    """The sentence up to the number."""
    first: bool
    """Does no number stand before it in its clause?"""
    idle: str
    """The clause before, where that holds no number; else empty."""
    series: int
    """Number of the run of like quantities (a、b和c) it belongs to."""
    places: tuple[Region, ...]
    """The places its zone opened with, where a run of numbers is theirs in turn."""
    place: Region | None
    """The place its zone opened with, before that was taken off."""
    clause_start: int
    """Where its clause begins."""
    text: str
    """The quantity as written."""
    shared: bool
    """Is the zone also what follows the number before (9万名专家服务群众11万人次)?"""
    following: str
    """The clause after its own, where that holds no number; else empty."""
    beside: bool
    """Does another number's clause go on after it (330人次、145个单位受到表彰)?"""
    aside: bool
    """Does it stand in brackets?"""


def slots(sentence: str, quantities: list[Quantity], offset: int) -> list[Slot]:
    """Every quantity of a sentence with its surroundings.

    Args:
        sentence: text of the sentence.
        quantities: those inside it, in order, with offsets in the view.
        offset: where the sentence begins in the view.
    """
    spans = [(q.left - offset, q.right - offset, q.start - offset) for q in quantities]
    plain = _plain(sentence, spans)
    asides = [m.span() for m in _BRACKETS.finditer(sentence)]
    hard = [m.start() for m in _HARD.finditer(plain) if not any(s <= m.start() < e for s, e, _ in spans)]
    made: list[Slot] = []
    series = 0
    for i, (left, right, start) in enumerate(spans):
        clause = max((h + 1 for h in hard if h < left), default=0)
        until = min((h for h in hard if h >= right), default=len(plain))
        previous = spans[i - 1] if i else None
        following = spans[i + 1] if i + 1 < len(spans) else None
        joined = previous is not None and previous[1] > clause
        between = plain[previous[1] : left] if joined else ""
        zone = _after_joint(between)[1] if joined else plain[clause:left]
        after = plain[right:until]
        if following and following[0] < until:
            after = _after_joint(plain[right : following[0]])[0]
        if (joined and not _SERIES.match(plain[previous[1] : left])) or (not joined and i):
            series += 1
        idle = ""
        if not joined and clause:
            last = max((h + 1 for h in hard if h < clause - 1), default=0)
            if not (previous and previous[1] > last):
                idle = plain[last : clause - 1]
        made.append(
            Slot(
                quantities[i],
                zone.strip(),
                after.strip(),
                plain[clause:left],
                _without_closed(plain, asides, left),
                not joined,
                idle,
                series,
                (),
                None,
                clause,
                sentence[start : start + quantities[i].end - quantities[i].start],
                bool(between) and zone == between,
                _next_clause(plain, until, following, hard),
                bool(following) and following[0] < until,
                any(s <= left < e for s, e in asides),
            )
        )
    return made


def _plain(sentence: str, spans: list[tuple[int, int, int]]) -> str:
    """The sentence, same length, with asides blanked and 、 inside kept brackets, quotes and between grades hidden.

    Brackets that hold a quantity end a clause, as commas do.
    """
    chars = list(sentence)
    for match in _BRACKETS.finditer(sentence):
        if any(s < match.end() and match.start() < e for s, e, _ in spans):
            if not any(s <= match.start() and match.end() <= e for s, e, _ in spans):
                chars[match.start()] = chars[match.end() - 1] = ","
        elif _ASIDE.search(match.group()):
            chars[match.start() : match.end()] = " " * len(match.group())
        else:
            chars[match.start() : match.end()] = match.group().replace("、", INNER).replace(",", INNER)
    for match in _NO_PART.finditer(sentence):
        chars[match.start() : match.end()] = " " * len(match.group())
    for match in (*_GRADES.finditer(sentence), *_QUOTED.finditer(sentence)):
        chars[match.start() : match.end()] = match.group().replace("、", INNER)
    return "".join(chars)


def _without_closed(plain: str, asides: list[tuple[int, int]], until: int) -> str:
    """The sentence up to a number without the brackets closed before it: (2023年为29.6%) is of what it follows."""
    kept, at = [], 0
    for start, end in asides:
        if end <= until and start >= at:
            kept += [plain[at:start], ")"]
            at = end
    return "".join([*kept, plain[at:until]])


def _after_joint(between: str) -> tuple[str, str]:
    """Text between two numbers of a clause as (what follows the first, what names the second)."""
    opening = _STARTS_JOINT.match(between)
    if opening:
        return "", between[opening.end() :]
    joints = list(_JOINT.finditer(between))
    if joints:
        return between[: joints[-1].start()], between[joints[-1].end() :]
    return between, between


def _next_clause(plain: str, until: int, following: tuple[int, int, int] | None, hard: list[int]) -> str:
    end = min((h for h in hard if h > until), default=len(plain))
    return "" if following and following[0] < end else plain[until + 1 : end]
