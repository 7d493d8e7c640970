"""Which place a report speaks for, and which place a figure is of."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise

from extract import names, regions, words
from extract.heads import Facts
from extract.layout import Slot
from extract.outline import Outline
from extract.regions import Mention, Region

_AIMS = words.phrases("aims")
_WHOLE, _SUPERIOR, _NATION = _AIMS["whole_place"], _AIMS["superior_after"], _AIMS["nation"]
_SET_ABOVE = _AIMS["superior_before"]
_OF_EACH, _ANY_LEVEL = _AIMS["of_each_place"], _AIMS["any_level"]
_OPENS = _AIMS["before_voice_above"]
_RANKED_AFTER = words.phrases("lines")["ranked_after"]
_RANKED_ABOVE = _AIMS["ranked_above"]
_EXTREME = words.phrases("naming")["extreme_of"]
_INSTITUTION, _RANKED, _RANKED_BY = (
    words.phrases("lines")[key] for key in ("institution_after_place", "ranked", "ranked_by")
)
# Whose value a report compares its own with: 低于全省平均水平 in a city's report.
_ABOVE = {"全省": "省", "全区": "省", "全市": "市"}
_OWN_VOICE = {"省": ("全省",), "市": ("全市", "全州", "全盟"), "县": ("全县", "全旗")}


def home_of(page: Outline, text: str, facts: Facts, file_name: str) -> Region | None:
    """The place a report speaks for; spam and site chrome are never read for it."""
    body = "\n".join(text[s.start : s.end] for s in page.sentences)
    head = "\n".join(line.text for line in page.lines if line.what == "head")
    return regions.speaks_for(facts.title, facts.issuer, head, body, file_name, facts.host)


@lru_cache(maxsize=2048)
def without_place(zone: str, home: Region | None) -> tuple[str, Region | None]:
    """What stands before a number without the place it is of, and the place: 四川省婴儿死亡率 is 婴儿死亡率.

    A place that only opens the name of an institution (上犹县妇保院) stays.
    """
    said = names.without_lead(zone)
    mentions = regions.mentions(zone, home)
    for mention in mentions if len(mentions) == 1 else ():
        opens = zone.endswith(said) and mention.start in (0, len(zone) - len(said))
        if (
            opens
            and not _INSTITUTION.match(zone[mention.end :])
            and not zone[mention.end :].startswith(("、", "和", "与", "等"))
        ):
            return zone[: mention.start] + zone[mention.end :].removeprefix("的"), mention.region
    if len(mentions) == 1 and is_inside(mentions[0].region, home):
        front, end = zone[: mentions[0].start], names.unlinked(zone[mentions[0].end :])
        extreme = _EXTREME.search(front)
        if extreme and not end:  # 动态使用率最高的新泰市为75.3%,最低的东平县为52.1%
            return front[: extreme.start()], mentions[0].region
        if not end and names.has_head(names.clean(front)):
            return front, mentions[0].region  # 目标人群覆盖率融安县102.3%
    if names.unlinked(said) in _names():
        return "", None  # a place that several provinces have; which one is not known
    return zone, None


@cache
def _names() -> frozenset[str]:
    return frozenset(region.name for region in regions.load().all if region.code != regions.NATION)


@lru_cache(maxsize=2048)
def leading_list(zone: str, home: Region | None) -> tuple[str, tuple[Region, ...]]:
    """What stands before a run of numbers without the places they are of in turn, and these.

    金寨县、霍山县乡镇卫生院门诊人次 is 乡镇卫生院门诊人次, of two counties.
    """
    mentions = [m for m in regions.mentions(zone, home) if is_inside(m.region, home)]
    if len(mentions) < 2 or names.clean(names.without_lead(zone[: mentions[0].start])):
        return zone, ()
    between = [zone[a.end : b.start] for a, b in pairwise(mentions)]
    if any(b not in ("、", "和", "及", "与", "以及") for b in between):
        return zone, ()
    return zone[mentions[-1].end :].removeprefix("的").removeprefix("分别"), tuple(m.region for m in mentions)


def ranked_list(clause: str, home: Region | None) -> tuple[str, tuple[Region, ...]]:
    """What a clause before a run of numbers ranks places by, and these: 签约率排名前三位的是甲县、乙县和丙县,分别为.

    The clause and no place where it does not end with a list of places.
    """
    ranked = _RANKED.search(clause)
    if not ranked:  # 大庆市、哈尔滨市较高,分别为31.4%和30.9%
        rest, listed = leading_list(clause, home)
        by = _RANKED_BY.search(rest) if listed else None  # 甲区、乙区居民健康素养水平居全市前两位,分别为36.8%和34.2%
        if by:
            return by["of"], listed
        return ("", listed) if listed and _RANKED_AFTER.search(rest) else (clause, ())
    rest, listed = leading_list(clause[ranked.end() :], home)
    return (clause[: ranked.start()], listed) if listed and not rest.strip() else (clause, ())


def shared_by(slot: Slot, alone: bool) -> tuple[Region, ...]:
    """The places that one number is of each of (柳北区、鱼峰区均为95%, 柳城县、鹿寨县各1个), if any.

    Args:
        slot: the number with its surroundings; its zone opened with the places.
        alone: no like number follows it in a list.
    """
    return slot.places if alone and len(slot.places) > 1 and _OF_EACH.match(slot.zone) else ()


def place_of(
    slot: Slot, first: Slot, home: Region | None, kind: str, mentions: list[Mention]
) -> tuple[Region | None, str]:
    """The place a figure is of, and the rule that found it.

    The place its name opens with comes first. One place named in the figure's
    clause inside the report's own is the figure's too, unless 全市 or 全省
    stands after it; several are a list of examples, and the figure is the
    report's own.

    Args:
        slot: the quantity with its surroundings.
        first: the first of the run of like quantities that it belongs to.
        home: the place the report speaks for.
        kind: the figure's kind.
        mentions: the places named in the sentence.
    """
    all_regions = regions.load()
    if kind == "benchmark":
        beside = (part for part in (slot.zone, slot.after[:6]) if _ANY_LEVEL.search(part))  # 16.9/10万的全国平均水平
        said = next(beside, first.clause + first.idle)
        if _NATION.search(said):
            return all_regions.by_code("100000"), "place-nation"
        above = all_regions.parents(home) if home else ()
        word = next((word for word in _ABOVE if word in said), "")
        if home and _is_whole(word, home):
            return home, "place-compared"  # 某县为81.2%,低于全省平均水平(87.7%), in the province's report
        named = {m.region for m in mentions if m.region in above and m.region != home}
        held = next((r for r in above if r != home and _is_whole(word, r)), next(iter(named), None))
        if held:
            return held, "place-compared"
    set_above = _SUPERIOR.match(slot.after) or _SET_ABOVE.search(first.clause)
    if kind == "target" and home and set_above and home.level != "省":
        above = all_regions.parents(home)
        return (above[-2] if len(above) > 1 else home), "place-superior"
    if slot.place is not None and (
        home is None or slot.place == home or all_regions.is_within(slot.place, home) or kind == "benchmark"
    ):
        return slot.place, "place-before-name"
    if slot.zone.endswith("等"):
        return home, "place-report"  # 甲市、乙市等9个县: instances of the report's own
    whole = [m.end() for m in _WHOLE.finditer(slot.clause)]
    begin = slot.clause_start + (whole[-1] if whole else 0)
    number = slot.clause_start + len(slot.clause)
    end = number + len(slot.text) + len(slot.after) + 4
    found = [m for m in mentions if begin <= m.start < end and is_inside(m.region, home)]
    if len({m.region for m in found}) == 1 and found[0].end <= number:
        return found[0].region, "place-named"
    others = [m for m in mentions if m.start < number and is_inside(m.region, home)]
    opens = len(others) == 1 and others[0].end <= slot.clause_start and not whole
    if opens and not names.clean(names.without_lead(slot.before[: others[0].start])):
        return others[0].region, "place-of-sentence"
    return home, "place-report"


def _is_whole(word: str, region: Region) -> bool:
    """Is this the place that 全省 or 全市 speaks of: 全市 of 北京市, too?"""
    named = region.name.endswith("自治区") if word == "全区" else word == "全市" and region.name.endswith("市")
    return bool(word) and (named or (word != "全区" and region.level == _ABOVE[word]))


def is_voice_above(clause: str, home: Region | None) -> bool:
    """Does a clause speak of a place that holds the report's own: 全市居民期望寿命为82.2岁 in a district's report?"""
    word = next((word for word in _ABOVE if _OPENS.sub("", clause).startswith(word)), "")
    if _RANKED_ABOVE.search(clause):
        return False  # 全省首批, 全市率先建成: what the report's own place is there
    own = home is None or home.name.endswith(word[-1:])
    return bool(word) and not own and any(_is_whole(word, r) for r in regions.load().parents(home) if r != home)


def is_nations(clause: str) -> bool:
    """Does a clause speak of the nation (全国孕产妇死亡率为15.7/10万)?"""
    return bool(_NATION.search(clause))


def is_own_voice(clause: str, home: Region | None) -> bool:
    """Does a clause speak of the report's own place as a whole (全市平均为89.4% in a city's report)?"""
    return home is not None and any(word in clause for word in _OWN_VOICE.get(home.level, ())) and "于" not in clause


def is_inside(region: Region, home: Region | None) -> bool:
    """Is a place a part of the report's own? Any is where that is not known."""
    return home is None or (region != home and regions.load().is_within(region, home))
