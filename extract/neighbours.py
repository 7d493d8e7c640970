"""What the figures of a sentence tell of each other once all are named: a verb, a statement, the use of a sum."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from extract import names, subjects, words
from extract.draft import RATES, Draft

_AND = words.phrases("naming")["and_at_end"]
_BUILT = words.phrases("naming")["built"]
_DONE_TO_ALL = re.compile(words.alternatives(names.WORDS["shared_verbs"]))


def settled(made: list[Draft]) -> list[Draft]:
    """The drafts with the names that their neighbours give; counts that only say whose rate it is are left out."""
    _shared_predicates(made)
    _shares_of_one_predicate(made)
    for one, other in itertools.pairwise(made):
        # 新增A 5所、B 3座, 新建改造A 6所、B 45所: the verb is said of all that the list counts
        listed = other.slot.zone and not other.slot.first and other.name.rule == one.name.rule == "name-before"
        counted = {one.unit.family, other.unit.family} <= {"counter", "people"}
        verb = _BUILT.match(one.name.text) or (one.unit is other.unit and _DONE_TO_ALL.match(one.name.text))
        if listed and counted and verb and not names.begins_with_verb(other.name.text):
            other.name = replace(other.name, text=verb.group() + other.name.text)
    counted = [d for d, following in itertools.pairwise(made) if _counts_the_named(d, following)]
    made = [d for d in made if d not in counted]
    for draft, following in itertools.pairwise(made):
        # 330人次、145个单位受到表彰; 12类45件民生实事: named by the number beside it
        if (draft.unit.family == "money" or draft.slot.quantity.unit is None) and (
            draft.slot.shared is False
            and subjects.is_sum(draft.name.text)
            and following.name.rule in ("name-after", "said-after")
        ):
            draft.name = replace(
                draft.name, text=names.without_number_end(following.name.text) + "资金", rule="sum-for"
            )
        alone = (
            not draft.slot.after
            and draft.slot.beside
            and draft.name.rule in ("no-name", "previous-name", "clause-before")
        )
        if alone and following.name.rule in ("name-after", "said-after"):
            draft.name = replace(following.name, rule="number-beside")
    return made


def _shares_of_one_predicate(made: list[Draft]) -> None:
    """98.6%的A和95.4%的B能够提供服务: what is said of the last share's noun is said of the one before."""
    for one, other in zip(reversed(made[:-1]), reversed(made[1:]), strict=True):
        both = one.name.rule == other.name.rule == "share-after" and _AND.search(other.slot.before)
        split = names.predicate(other.name.text.removesuffix("比例")) if both and not other.slot.zone else None
        if split and not names.predicate(one.name.text.removesuffix("比例")):
            one.name = replace(one.name, text=one.name.text.removesuffix("比例") + split[1] + "比例")


def _counts_the_named(draft: Draft, following: Draft) -> bool:
    """12种疫苗接种率98.22%, 11类保障对象住院1.38万人次: the count only says whose rate or number it is."""
    together = draft.slot.clause_start == following.slot.clause_start and draft.name.rule == "name-after"
    if draft.unit.name in ("种", "类") and together and following.slot.zone and following.slot.shared:
        return following.name.rule == "name-before" and following.unit.family in ("people", "times")
    return (
        draft.unit.name in ("种", "类", "项")
        and following.slot.shared
        and following.unit.family in RATES
        and not following.change
        and following.name.rule == "name-before"
        and names.has_head(following.name.text)
    )


def _shared_predicates(made: list[Draft]) -> None:
    """10家卒中中心、28家胸痛中心获国家认证: what is said of the last is said of all."""
    for one, other in zip(reversed(made[:-1]), reversed(made[1:]), strict=True):
        if (
            one.name.rule == "name-after"
            and other.name.rule == "said-after"
            and not other.slot.first
            and not other.slot.zone
        ):
            said = other.name.text.rpartition("的")[0]
            one.name = replace(one.name, text=f"{said}的{one.name.text}", rule="said-after")
        elif (
            one.name.rule == other.name.rule == "name-after"
            and other.slot.series == one.slot.series + 1
            and not other.slot.first
            and not other.slot.zone
        ):
            owner, of, tail = other.name.text.partition("的")
            if of and "的" not in one.name.text and len(owner) <= 8:  # 10家医院、1000个家庭的健康细胞创建
                one.name = replace(one.name, text=f"{one.name.text}的{tail}")
