"""The fields of a figure: value, unit, indicator, kind, comparator, basis, year and region of a named quantity."""

from __future__ import annotations

import re
from dataclasses import replace

from extract import catalogue, contexts, names, places, units, words
from extract.contexts import Part
from extract.drafts import Draft
from extract.layout import Slot
from extract.outline import Sentence
from extract.quantities import Quantity
from extract.record import Figure
from extract.regions import Mention, Region
from extract.units import Unit
from extract.view import View

_PEOPLE = re.compile(words.alternatives(words.load("measures")["people"]))
_UNSURE = frozenset(words.load("measures")["unsure_rules"])
_POPULATION = re.compile(r"每(?:十|百|千|万|十万|10万|百万)(?:名|位|户)?(?:常住)?(?:人口|人|居民|户)?(?:拥有)?")
# 约占全国1/10, 不低于当地标准的1.6倍: the bound stands before what the number is a part of
_FAR_BOUND = re.compile(r"(约|近|超)(?=占[^,]{1,10}$)|(不低于|不少于|不超过|不高于)(?=[^,]{2,20}的$)")


def figure(
    seen: View,
    sentence: Sentence,
    part: Part,
    draft: Draft,
    drafts: list[Draft],
    home: Region | None,
    text: str,
    mentions: list[Mention],
) -> Figure:
    slot, quantity = draft.slot, draft.slot.quantity
    comparator = _comparator(draft, drafts)
    before = text[: quantity.start - sentence.start]
    time = contexts.time_of(before, part)
    named = draft.name.rule not in ("previous-name", "from-to", "standard-of")
    run = [d.slot for d in drafts if d.slot.series == slot.series]
    bound = text[quantity.left - sentence.start : quantity.start - sentence.start]
    first_bound = text[run[0].quantity.left - sentence.start : run[0].quantity.start - sentence.start]
    kind, kind_rule = (
        ("target" if part.forward else "achieved", "gap")
        if draft.name.rule == "gap"
        else contexts.kind_of(
            run[0].clause + (bound or first_bound),
            run[-1].after,
            part,
            named,
            run[0].clause,
            run[0].idle,
            time.year,
            _after_target(draft, drafts, part),
        )
    )
    if kind_rule == "target-word-after" and not named and quantity.left < quantity.start and comparator in (">", ">="):
        comparator = "="  # 超过75%的目标任务: the words before compare what was achieved
    draft.kind = kind_rule
    year = time.year
    if len(time.years) > 1:
        year = time.years[run.index(slot)] if len(run) == len(time.years) else year
    if draft.baseline:
        kind, kind_rule = "baseline", "from-to"
        right_before = contexts.time_of(before, replace(part, year=None))
        year = (
            right_before.year
            if re.search(
                r"(?:\d{4}年|去年|上年|上一年|十[一二三四五]五”?)(?:末期?|期末|底)?的?$",
                before[: quantity.left - sentence.start],
            )
            else time.base_year
        )
    complete = draft.unit.name == "%" and contexts.of_task(slot.clause, slot.after)
    complete = complete or (draft.unit.name == "%" and draft.name.text.endswith("完成率"))
    region, place_rule = places.place_of(slot, home, kind, mentions)
    family_unit = draft.unit
    if quantity.unit is None and quantity.rule in ("bare-number", "round-number") and quantity.value >= 10_000:
        family_unit = _implied(slot)
    if family_unit.family == "medal":
        family_unit = units.load()["枚"]
    unit = (
        family_unit.name + quantity.per
        if quantity.per
        else units.per_population(family_unit, _per_base(draft, drafts) + _with_base(draft))
    )
    if "(" in unit and "/" not in unit:  # 套(户) as the page has it
        unit = seen.original(quantity.end - len(unit), quantity.end)
    name = names.standard(_per_base(draft, drafts) + draft.name.text, family_unit.family, family_unit.name)
    known = catalogue.load().find(name, unit, "change" if draft.change else "level") if name else None
    start, end = seen.span(quantity.start, quantity.end)
    quote_start, quote_end = seen.span(sentence.start, sentence.end)
    rules = dict.fromkeys([quantity.rule, draft.name.rule, *draft.rules, kind_rule, place_rule])
    return Figure(
        start,
        end,
        quote_start,
        quote_end,
        " / ".join(sentence.headings),
        draft.value,
        quantity.high,
        unit,
        known.name if known and names.alike(known.name, name) else name,
        known,
        draft.name.words.strip(),
        kind,
        comparator,
        "change" if draft.change else "level",
        complete,
        year,
        time.as_of,
        region,
        "+".join(r for r in rules if r),
        _sure(draft, quantity),
    )


def _after_target(draft: Draft, drafts: list[Draft], part: Part) -> bool:
    """Does the figure before it in the sentence look forward (明年将新建28个,改造150个)?"""
    at = drafts.index(draft)
    return not part.forward and at > 0 and drafts[at - 1].kind in ("forward-word", "year-ahead", "after-target")


def _per_base(draft: Draft, drafts: list[Draft]) -> str:
    """每千常住人口 of an earlier number, for those that go with it.

    Those are the others of its clause that count people or places, and later
    ones that count fractions of a person (注册护士数达到3.9人).
    """
    if "每" in draft.name.text or draft.unit.family not in ("counter", "people") or draft.value >= 1000:
        return ""
    if draft.name.rule in ("from-to", "previous-name", "standard-of"):
        return ""
    for other in reversed(drafts[: drafts.index(draft)]):
        base = _POPULATION.match(names.clean(names.without_lead(other.slot.zone)))
        if base and (other.slot.clause_start == draft.slot.clause_start or draft.value != int(draft.value)):
            return base.group()
    return ""


def _with_base(draft: Draft) -> str:
    """The words that can name the population a number is per."""
    return (
        draft.name.text
        if "每" in draft.name.text or "均" in draft.name.text
        else draft.base + draft.slot.zone + draft.name.text
    )


def _implied(slot: Slot) -> Unit:
    """The unit of a bare 1100多万: money, or people where people follow."""
    people = _PEOPLE.search(slot.after[:16])
    return units.load()["人" if people else "元"]


def _comparator(draft: Draft, drafts: list[Draft]) -> str:
    """The comparator of a figure; a bound before or after a list holds for all of it."""
    own = draft.slot.quantity.comparator
    far = _FAR_BOUND.search(draft.slot.zone)
    if own == "=" and far:
        return {"约": "~", "近": "<", "超": ">", "不低于": ">=", "不少于": ">="}.get(far.group(), "<=")
    if own != "=":
        return own
    run = [
        d.slot.quantity.comparator for d in drafts if d.slot.series == draft.slot.series and d.name.rule != "name-after"
    ]
    return next((c for c in (run[0], run[-1]) if c != "="), "=") if len(run) > 1 else own


def _sure(draft: Draft, quantity: Quantity) -> bool:
    return _UNSURE.isdisjoint((draft.name.rule, quantity.rule)) and len(draft.name.text) <= 36
