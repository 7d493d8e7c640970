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
        "tasks",
        "units_of_tasks",
        "unsure_rules",
    ],
    also=["counted_in"],
)
_AMOUNTS = words.phrases("amounts")
_ATTRIBUTE, _MODIFIES = _AMOUNTS["attribute"], _AMOUNTS["attribute_before"]
_MEMBER, _STATED, _NOUN = (_AMOUNTS[name] for name in ("member_of_group", "amount_stated", "noun_after"))
_NAMED_DURATION = re.compile(rf"{words.alternatives(_WORDS['durations'])}[^,;]{{0,8}}$")
_NAMED_AGE = re.compile(words.alternatives(_WORDS["ages"]))
_NAMED_BARE, _FROM_BARE, _IN_TURN = (_AMOUNTS[name] for name in ("named_bare", "from_bare", "bare_in_turn"))
_ALONE_BARE = re.compile(rf"{words.alternatives(_WORDS['bare_alone'])}$")
_AGED = _AMOUNTS["aged"]
_CROWD = _AMOUNTS["crowd"]
_CROWDED = re.compile(words.alternatives(_WORDS["crowded"]))
_SET = re.compile(rf"{words.alternatives(_WORDS['sets'])}$")
_RANKED = _AMOUNTS["ranked"]
_NO_CHINESE_END = re.compile("[^一-龥]$")
_CHINESE = re.compile("[一-龥]")


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
        in_turn = _FROM_BARE.search(slot.clause) or _IN_TURN.search(slot.clause)
        return bool(_NAMED_BARE.search(zone) or in_turn) or (
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
    if unit.name == "倍" and _NO_CHINESE_END.search(zone):
        return True
    bound = quantity.right > quantity.end
    if after.rstrip().endswith("之一") or (bound and unit.family != "share" and _ATTRIBUTE.fullmatch(zone)):
        return False
    if unit.name == "项" and _SET.search(after) and names.before(zone) and names.unlinked(zone) == zone:
        return False
    if unit.family in ("money", "people", "counter", "area", "length", "weight", "energy") and _MODIFIES.search(zone):
        if bound and (after[:1] == "的" or _CHINESE.match(after)) and unit.name in _WORDS["group_units"]:
            return False
        if after.startswith("的") and _MEMBER.search(zone) and unit.family in ("people", "money", "counter"):
            return False
    if (
        bound
        and unit.family in ("money", "area", "length", "weight", "energy")
        and _NOUN.match(after)
        and not _STATED.search(zone)
    ):
        return False
    crowd = unit.family == "people" and after.startswith("的") and _CROWD.search(zone)
    return not (crowd and _CROWDED.match(after[1:]))
