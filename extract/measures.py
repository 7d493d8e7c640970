"""Which quantities measure something, and which only define a group or stand in passing.

The words are data/reference/words/measures.yml.
"""

from __future__ import annotations

import re

from extract import names, words
from extract.layout import Slot

_WORDS = words.groups(
    "measures",
    [
        "attributes",
        "group_units",
        "crowds",
        "crowded",
        "durations",
        "ages",
        "bare",
        "bare_alone",
        "sets",
        "ranked",
        "people",
        "unsure_rules",
    ],
    also=["counted_in"],
)
_LINKED = (
    r"(?:达到|达|为|是|至|到|提高到|提升到|降至|降到|下降到|缩小到|缩小至|升至|上升到"
    r"|从|由|超过|突破|控制在|稳定在|保持在)"
)
_ATTRIBUTE = re.compile(rf"{words.alternatives(_WORDS['attributes'])}(?:数|量|总额)?")
_MODIFIES = re.compile(rf"{_ATTRIBUTE.pattern}(?:在|达|达到|为)?$")
_NAMED_DURATION = re.compile(rf"{words.alternatives(_WORDS['durations'])}[^,;]{{0,8}}$")
_NAMED_AGE = re.compile(words.alternatives(_WORDS["ages"]))
_NAMED_BARE = re.compile(
    rf"{words.alternatives(_WORDS['bare'])}(?:\(?[A-Za-z]*\)?)?(?:值|约|均|连续|继续|持续|始终|保持)*{_LINKED}+$"
)
# 性别比由上年的117.2下降到114.9
_FROM_BARE = re.compile(
    rf"{words.alternatives(_WORDS['bare_alone'])}(?:从|由)(?:(?:上年|去年|\d{{4}}年|年初)底?的?)?(?:[\d.]+[一-龥]{{0,4}}(?:到|至|为))?$"
)
_ALONE_BARE = re.compile(rf"{words.alternatives(_WORDS['bare_alone'])}$")
_AGED = re.compile("(?:年龄|年满|年龄在)$")
_CROWD = re.compile(rf"{words.alternatives(_WORDS['crowds'])}(?:达|达到|在|超过|超)?$")
_CROWDED = re.compile(words.alternatives(_WORDS["crowded"]))
_SET = re.compile(rf"{words.alternatives(_WORDS['sets'])}$")
_RANKED = re.compile(rf"{words.alternatives(_WORDS['ranked'])}了?$")


def is_figure(slot: Slot) -> bool:
    """Is a quantity one that measures something, not a group's definition or a number in passing?"""
    quantity, zone, after = slot.quantity, slot.zone, slot.after
    unit = quantity.unit
    if unit is None:
        if (
            quantity.value >= 10_000
            and quantity.rule in ("bare-number", "round-number")
            and quantity.end - quantity.start > 1
        ):
            return slot.text.endswith(("万", "亿"))
        return bool(_NAMED_BARE.search(zone) or _FROM_BARE.search(slot.clause)) or (
            not after and bool(_ALONE_BARE.search(zone))
        )
    if unit.name == "位" and _RANKED.search(zone):
        return False
    if unit.family == "age":
        if quantity.right > quantity.end and _AGED.search(zone):
            return False  # 年龄在60岁以上
        return bool(_NAMED_AGE.search(slot.clause) or _NAMED_AGE.search(slot.before[-50:]))
    if unit.family == "duration":
        return (
            bool(_NAMED_DURATION.search(zone))
            and not (quantity.right > quantity.end and after)
            and not after.startswith(("内", "的", "以上无", "无偿", "检"))
        ) or (
            unit.name == "天"
            and zone.endswith("连续")
            and quantity.left == quantity.start
            and quantity.right == quantity.end
        )
    if unit.name == "倍" and re.search(r"[^一-龥]$", zone):
        return True
    bound = quantity.right > quantity.end
    if after.rstrip().endswith("之一") or (bound and unit.family != "share" and _ATTRIBUTE.fullmatch(zone)):
        return False
    if unit.name == "项" and _SET.search(after) and names.before(zone) and names.unlinked(zone) == zone:
        return False
    if unit.family in ("money", "people", "counter", "area", "length", "weight", "energy") and _MODIFIES.search(zone):
        if bound and (after[:1] == "的" or re.match(r"[一-龥]", after)) and unit.name in _WORDS["group_units"]:
            return False
        if (
            after.startswith("的")
            and re.search(r"(?:达|达到|在|超过|超|满)$", zone)
            and unit.family in ("people", "money", "counter")
        ):
            return False
    if (
        bound
        and unit.family in ("money", "area", "length", "weight", "energy")
        and re.match(r"的?[一-龥]{2}", after)
        and not re.search(r"(?:达|达到|在|至|到|超过|突破|完成|实现|投入|投资)$", zone)
    ):
        return False
    crowd = unit.family == "people" and after.startswith("的") and _CROWD.search(zone)
    return not (crowd and _CROWDED.match(after[1:]))
