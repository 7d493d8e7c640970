"""Numbers that the figures before them are held against: a standard, somebody else's value, a task."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from extract import contexts, names, quantities, words
from extract.draft import Draft, drafted
from extract.layout import Slot
from extract.names import Name

_ALL = words.phrases("naming")["shared_by_all"]
_DATED = words.phrases("time")["year_of_four"]
_BELOW = words.phrases("aims")["below"]
_STANDARDS = frozenset(words.load("kinds")["gap_to_standard"])


def of_others(run: list[Slot], made: list[Draft], later: list[Slot], zone: str, previous: Name) -> list[Draft]:
    """低于全国6.46张、全省5.21张的平均水平: what the figure before measures, elsewhere; empty where it is not so."""
    first = run[0]
    beside = takewhile(lambda s: s.clause_start == first.clause_start and contexts.is_others_place(s.zone), later)
    after = [*run, *beside][-1].after
    if contexts.is_target_after(after):
        return []  # 高于全省75%的目标任务
    goes_on = bool(made) and made[-1].others and contexts.is_others_place(zone) and contexts.is_others_after(after)
    if not goes_on and not contexts.is_others_value(zone, after, first.idle):
        above = _above_own(first, made, zone)
        return held_against(run, made, previous) if above else []
    # 医师数低于全省平均水平(2.58人): what stands before the bracket may say of what
    said = contexts.others_subject(zone) or (first.aside and not zone and contexts.level_subject(first.idle))
    subject = "" if goes_on else names.clean(names.without_lead(said or ""))
    if subject and (zone or names.is_amount(subject)):
        return [drafted(first, Name(subject, zone, "standard-of"), previous)]
    return held_against(run, made, previous) if made else []


def alike_before(slot: Slot, made: list[Draft]) -> list[Draft]:
    """A 25所,B 87所,均比上年增加1所: what all rose by, or were held
    against, since the last semicolon or rise; empty where it is one.
    """
    since = slot.before.count(";")
    alike: list[Draft] = []
    for draft in reversed(made):
        if draft.change or draft.unit is not slot.quantity.unit or draft.slot.before.count(";") < since:
            break
        alike.insert(0, draft)
    return alike if len(alike) > 1 else []


def _all_reaching(slot: Slot, made: list[Draft]) -> list[Draft]:
    """The values right before a target that all of them are said to have reached, and do; empty where it is one."""
    below = _BELOW.search(slot.zone) or slot.quantity.comparator in ("<", "<=")
    alike: list[Draft] = []
    for draft in reversed(alike_before(slot, made)):
        reached = draft.value <= slot.quantity.value if below else draft.value >= slot.quantity.value
        if not reached or draft.others or draft.name.rule == "standard-of":
            break
        alike.insert(0, draft)
    return alike if len(alike) > 1 else []


def of_all_others(slot: Slot) -> bool:
    """Does a sentence begin with whose its numbers are, and with nothing else: 同期全省平均水平为?"""
    return slot.zone == slot.before and names.is_standard_only(slot.zone) and contexts.is_benchmark(slot.clause)


def _above_own(slot: Slot, made: list[Draft], zone: str) -> bool:
    """每千人口医师2.63人,低于全市平均水平3.31人: no gap, for it is larger than the value itself."""
    gap = contexts.GAP.search(zone)
    own = made[-1] if made else None
    if not gap or gap["other"] in _STANDARDS or gap["subject"].strip():
        return False
    if own is None or slot.quantity.unit is not own.unit or own.change:
        return False
    return slot.quantity.value > own.value if gap["below"] else own.value / 2 < slot.quantity.value < own.value


def of_tasks(run: list[Slot], made: list[Draft], zone: str, previous: Name) -> list[Draft]:
    """完成年度任务的106.3%, 分别占年度目标任务的104.5%和103.5%: percents of a subject, or of the counts before."""
    said = contexts.task_of(_DATED.sub("", zone))
    if said is None or any(slot.quantity.unit is None or slot.quantity.unit.name != "%" for slot in run):
        return []
    subject = names.clean(names.without_lead(said[0]))
    held = [d.name for d in made if d.name and not d.change][-len(run) :]
    of = [subject] * len(run) if subject else [names.without_number_end(name.text) for name in held]
    of = of if len(of) == len(run) else [names.without_number_end(previous.text)] * len(run)
    return [
        Draft(s, Name(f"{one}{said[1]}完成率", zone, "percent-of-task"), s.quantity.value, s.quantity.unit)
        for s, one in zip(run, of, strict=True)
    ]


def another_level(zone: str, previous: Name) -> bool:
    """国家级重点专科6个、省级58个: another level of what the name before counts, and no standard."""
    return names.clean(zone) in names.ATTRIBUTES and any(level in previous.text for level in names.ATTRIBUTES)


def _told_as_level(draft: Draft, made: list[Draft]) -> bool:
    """死亡率为6.43/10万,下降3.44/10万,低于15/10万的目标: is what changed told in the unit of the change, too?"""
    return any(d.name.text == draft.name.text and d.unit is draft.unit and not d.change for d in made)


def held_against(run: list[Slot], made: list[Draft], previous: Name) -> list[Draft]:
    """Standards that are held against the figures before them: 全部控制在省定标准12.8/10万、5.4‰和6.8‰以内."""
    held = [d for d in made if d.name and d.name.rule != "gap"]
    now = [d for d in held if not d.baseline]  # 由2.85‰降至1.98‰,由3.96‰降至2.71‰,均优于全省平均水平(2.43‰和3.28‰)
    held = (now if len(now) >= len(run) else held)[-len(run) :]
    told = run[0].zone or (run[0].idle if run[0].aside else "")  # 均超过年度任务(60%)
    of_all = len(run) == 1 and held and _ALL.search(_DATED.sub("", told))
    alike = [d for d in made if d.name and d.slot.series == made[-1].slot.series] if of_all else []
    if of_all and len(alike) < 2 and contexts.is_target_after(run[0].after):  # 覆盖率93.6%,有效率97.1%,均达到90%的要求
        alike = _all_reaching(run[0], now)
    if len(alike) > 1 and all(d.unit is run[0].quantity.unit for d in alike):
        held, run = alike, run * len(alike)  # 规范管理率分别为76.1%和74.9%(年度任务均为62%), 均高于省定62%的目标
    elif len(held) < len(run) or len(run) == 1:
        own = [d for d in made if d.name and d.name.rule != "gap"] or [d for d in made if d.name]
        held = own[-1:] * len(run)
    if not held:
        return [drafted(slot, Name("", slot.zone, "no-name"), previous) for slot in run]
    return [
        Draft(
            s,
            replace(d.name, rule="standard-of"),
            s.quantity.value,
            s.quantity.unit or quantities.NO_UNIT,
            # 增长8.6%,控制在10%的目标以内, but 增加386人,达到2914人
            change=d.change and d.unit is s.quantity.unit and not names.reaches(s.zone) and not _told_as_level(d, made),
        )
        for s, d in zip(run, held, strict=True)
    ]
