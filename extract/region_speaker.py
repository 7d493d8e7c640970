"""Whose report it is: the place that a report speaks for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache
from pathlib import PurePath

from extract.region_finder import Mention, find
from extract.region_parts import mentions
from extract.region_table import NATION, Region, load, only, words
from extract.words import phrases

# What a word is worth as evidence in the report's own text. A name with its level word is 1.
_SHORT = 0.5
_OWN_PROGRAMME = 2.0  # 健康湖南
_LAW = 1.0  # 《湖南省…办法》
_BELOW = 0.5  # for each different place named that lies in it
_OFFICE = 0.3  # 省委, against 全省
# Less evidence than this says nothing; with no 全省 or 全市 at all it takes more.
_ENOUGH, _ENOUGH_WITHOUT_VOICE = 2.0, 5.0
_HALF = 0.5  # of how a text speaks of its own place
_CLEAR = 1.5  # how much more the first place must have than the second
_THROUGHOUT = 3  # times that a text says 全省 and never 全市 or 全县
_NATIONAL = 2  # times that the nation is spoken of
_PAPER = phrases("lines")["paper_number"]
_TITLE_LENGTH = 60
_BEGINNING = 200  # characters in which a text says whose it is
_CONGRESS = phrases("lines")["congress"]


def speaks_for(title: str, issuer: str, head: str, body: str, file_name: str, host: str = "") -> Region | None:
    """The place a report speaks for, or None where nothing tells.

    The most specific evidence decides: the issuer's name, the title, lines of
    the head that are titles themselves, then the text's own words (which
    places it names, and whether it says 全省, 全市 or 全县), last the file's name
    and the site's host. Evidence that names two places, neither in the other,
    says nothing, and an issuer of the nation speaks for no 全省 or 全市.

    Args:
        title, issuer: empty where unknown.
        head: the lines above the text, empty where there are none.
        body: the text.
        file_name: with or without folders and ending; only Chinese characters in it are read.
        host: who keeps the site, as its foot says, and the paper it was taken from; empty where unknown.
    """
    evidence = _evidence(body)
    near = _nearest(evidence)
    for text in (issuer, title):
        named = _named(text, None) or _named(text, near)
        if named:
            return _province_of(named, text, body) or _part_of(named, text, body) or named
        if text and text.startswith(tuple(words().national)) and not _voices(body):
            return load().by_code(NATION)
    return (
        _inside(_of_body(evidence, body), _of_head(head, near))
        or _of_head(head, near)
        or _by_nickname(f"{title}\n{head}", body)
        or _of_body(evidence, body)
        or _of_cities(evidence, body)
        or _opening(head, near)
        or _named(PurePath(file_name).stem, near)
        or _nation(title, body)
        or _only(head, body, None)
        or _only(head, body, near)
        or _of_voice(host, body, near)
    )


def _province_of(named: Region, text: str, body: str) -> Region | None:
    """The province that a part of its name stands for (健康龙江: 黑龙江省), where a text says 全省 throughout."""
    voices = _voices(body)
    whole = set(voices) == {"省"} and sum(map(body.count, words().voices["省"]["own"])) >= _THROUGHOUT
    if not whole or named.name in text or named.level == "省":
        return None
    return next((r for r in load().parents(named) if r.level == "省" and r.name.endswith("省")), None)


def _part_of(named: Region, text: str, body: str) -> Region | None:
    """The zone or town of a place that a title names (苏州工业园区), where the text does not speak of the whole."""
    spoken = max((e for e in words().voices if named.name.endswith(e)), key=len, default="")
    if _voices(body).get(spoken, 0.0) > _HALF:
        return None
    parts = [part for part in mentions(text, named) if not part.region.code]
    return only([replace(part.region, name=text[part.start : part.end]) for part in parts])


def _by_nickname(head: str, body: str) -> Region | None:
    """The province that a head calls by another name (健康中原行动), where the text speaks of a whole province."""
    voices = _voices(body)
    called = {name for name, nicknames in words().nicknames.items() if any(one in head for one in nicknames)}
    of_level = [r for r in load().all if r.name in called and r.level == "省" and not r.valid_to]
    spoken = [r for r in of_level if any(r.name.endswith(e) and share > _HALF for e, share in voices.items())]
    return only(spoken)


def _of_cities(evidence: dict[Region, float], body: str) -> Region | None:
    """The province, where a text says 全省, whose places alone it names, or whose paper it quotes (辽政发〔2015〕)."""
    voices = _voices(body)
    if not voices.get("省"):
        return None
    provinces = [r for r in evidence if r.level == "省"]
    if len(provinces) == 1 and (len(evidence) > 2 or max(voices, key=voices.get) == "省"):
        return provinces[0]
    quoted = {region for sign, region in _signs().items() if _numbers_papers(sign, body)}
    return quoted.pop() if len(quoted) == 1 else None


def _inside(spoken: Region | None, head: Region | None) -> Region | None:
    """The place a text speaks of, where its head names one that holds it: 山东省卫健委 has 聊城市 report."""
    inside = spoken is not None and head is not None and spoken != head and load().is_within(spoken, head)
    return spoken if inside else None


def _numbers_papers(sign: str, body: str) -> bool:
    """Does a text quote a paper whose number begins with a province's sign?"""
    at = body.find(sign)
    while at >= 0 and not _PAPER.match(body, at + len(sign)):
        at = body.find(sign, at + 1)
    return at >= 0


@cache
def _signs() -> dict[str, Region]:
    """The one-character names of provinces (辽, 湘) with which their papers are numbered."""
    named = {region.name: region for region in load().all if region.level == "省"}
    return {sign: named[short] for short, signs in words().abbreviations.items() if short in named for sign in signs}


def _opening(head: str, near: Region | None) -> Region | None:
    """The place whose full name a line of the head begins with: 连云港市志."""
    for line in head.splitlines():
        mention = next(iter(find(line.strip(), near)), None)
        if mention and mention.start == 0 and line.strip().startswith(mention.region.name):
            return mention.region
    return None


def _only(head: str, body: str, near: Region | None) -> Region | None:
    """The one place that head and text name, those that hold it aside: of the level it speaks of, or named at once."""
    places = {mention.region for mention in find(f"{head}\n{body}", near)} - {load().by_code(NATION)}
    smallest = [place for place in places if all(load().is_within(place, other) for other in places)]
    spoken = _of_voice(f"{head}\n{body}", body, near)
    if spoken and all(load().is_within(place, spoken) or load().is_within(spoken, place) for place in places):
        return spoken
    if len(smallest) != 1 or _voices(body):
        return None
    (place,) = smallest
    begins = {mention.region for mention in find(f"{head}\n{body[:_BEGINNING]}", near)}
    return place if places == begins == {place} else None  # 吉林省99.9%,其中延边州99.8% is the province's


def _of_voice(text: str, body: str, near: Region | None) -> Region | None:
    """The one place named in ``text`` that is of the level the body speaks of: a 市 where it says 全市."""
    voices = _voices(body)
    if not voices:
        return None
    spoken = max(voices, key=voices.get)
    places = {mention.region for mention in find(text, near) if mention.region.name.endswith(spoken)}
    return places.pop() if len(places) == 1 else None


def _nation(title: str, body: str) -> Region | None:
    """The nation, where a text speaks of 我国 or 全国 and never of a 全省, 全市 or 全县."""
    said = sum(map(body.count, words().national_voices))
    own = any(word in body for word in words().national_own)
    said += own and any(word in title for word in words().national_titles)
    spoken = not _voices(body) and said >= _NATIONAL
    return load().by_code(NATION) if spoken else None


def _named(text: str, near: Region | None) -> Region | None:
    """The place that a title or an issuer names: the smallest, if the others hold it."""
    places = {mention.region for mention in find(text, near)}
    smallest = [place for place in places if all(load().is_within(place, other) for other in places)]
    return smallest[0] if len(smallest) == 1 else None


def _of_head(head: str, near: Region | None) -> Region | None:
    """The place that the head's lines name which read like a title."""
    found = Counter()
    for line in head.splitlines():
        line = line.strip()
        is_title = any(word in line for word in words().title_words) or _CONGRESS.search(line)
        if is_title and len(line) <= _TITLE_LENGTH and "。" not in line:
            named = _named(line, near)
            if named:
                found[named] += 1
    smallest = [place for place in found if all(load().is_within(place, other) for other in found)]
    return smallest[0] if len(smallest) == 1 else None


def _evidence(body: str) -> dict[Region, float]:
    """How strongly a text's names point at each place."""
    weights: dict[Region, float] = defaultdict(float)
    below: dict[Region, set[Region]] = defaultdict(set)
    for mention in find(body):
        weights[mention.region] += _weight(body, mention)
        for above in load().parents(mention.region)[:-1]:
            below[above].add(mention.region)
    for region, places in below.items():
        weights[region] += _BELOW * len(places)
    return dict(weights)


def _weight(body: str, mention: Mention) -> float:
    """What one mention is worth."""
    written = body[mention.start : mention.end]
    if written == mention.region.short:
        own = body.endswith(tuple(words().own_before), 0, mention.start)
        return _OWN_PROGRAMME if own else _SHORT
    return 1.0 + (_LAW if body.endswith("《", 0, mention.start) else 0.0)


@cache
def _voice_pattern() -> re.Pattern[str]:
    """Any word by which a report speaks of its own place, longest first."""
    said = {word for kinds in words().voices.values() for part in kinds.values() for word in part}
    barred = "".join(words().voice_not_before)
    return re.compile("(?:" + "|".join(sorted(said, key=lambda w: (-len(w), w))) + f")(?![{barred}])")


def _voices(body: str) -> dict[str, float]:
    """The share of each ending (省, 市, 县…) in how the text speaks of its own place; empty where it does not."""
    said = Counter(_voice_pattern().findall(body))
    weights = {
        ending: sum(said[word] for word in kinds["own"]) + _OFFICE * sum(said[word] for word in kinds["office"])
        for ending, kinds in words().voices.items()
    }
    total = sum(weights.values())
    return {ending: weight / total for ending, weight in weights.items() if weight} if total else {}


def _of_body(evidence: dict[Region, float], body: str) -> Region | None:
    """The place that the text's names and its 全省, 全市, 全县 agree on."""
    voices = _voices(body)
    endings = sorted(words().voices, key=len, reverse=True)
    scores: dict[Region, float] = {}
    for region, weight in evidence.items():
        ending = next((e for e in endings if region.name.endswith(e)), "")
        share = voices.get(ending, 0.0) if voices else 1.0
        if share and weight >= (_ENOUGH if voices else _ENOUGH_WITHOUT_VOICE):
            scores[region] = weight * share
    ranked = sorted(scores, key=lambda region: (-scores[region], region.code))
    if not ranked or (len(ranked) > 1 and scores[ranked[0]] < _CLEAR * scores[ranked[1]]):
        return None
    return ranked[0]


def _nearest(evidence: dict[Region, float]) -> Region | None:
    """The place named most, of whatever level, else the one province: where a name that several have is looked for."""
    ranked = sorted(evidence, key=lambda region: (-evidence[region], region.code))
    if ranked and evidence[ranked[0]] >= _ENOUGH:
        return ranked[0]
    provinces = [region for region in evidence if region.level == "省"]
    return provinces[0] if len(provinces) == 1 else None
