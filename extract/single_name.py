"""The name of one quantity, from the words before it, after it, or the clause before."""

from __future__ import annotations

from dataclasses import replace

from extract import carried, contexts, names, subjects, words
from extract.draft import COUNTED, counts_indicators
from extract.layout import Slot
from extract.names import Name

_NAMING = words.phrases("naming")
_SHORT_OF, _IN_ORDER, _LOOKED_AT = (_NAMING[key] for key in ("short_of_standard", "in_order", "looked_at"))
_ADVERBIAL, _IN_ALL, _NEW = _NAMING["adverbial_after"], _NAMING["in_all"], _NAMING["new_ones"]
_RANKED_AFTER = words.phrases("lines")["ranked_after"]
_MEDALS, _INDICATORS_END = _NAMING["medals"], _NAMING["indicators_end"]


def name_of(slot: Slot, zone: str, previous: Name, follows: str) -> Name:
    """The name of one quantity, from the words before it, after it, or the clause before."""
    quantity = slot.quantity
    if quantity.rule == "zero-deaths":
        subject = names.subject_of(names.clean(names.without_lead(names.unlinked(zone))))
        return Name((subject or "孕产妇") + "死亡率", zone, "zero-deaths")
    unit = quantity.unit
    share = unit is not None and unit.family == "share"
    counting = unit is None or unit.family in COUNTED
    if unit is not None and unit.family == "medal":
        won = (
            _MEDALS.sub("", previous.text)
            if previous.rule == "medals"
            else names.clean(names.without_lead(names.unlinked(zone)))
        )
        return Name(f"{won}{unit.name}牌数", zone, "medals")
    if counts_indicators(slot):  # 提前实现2025年目标的9项
        topic = previous.topic or names.without_number_end(previous.text) if previous.rule != "topic" else ""
        said = _INDICATORS_END.sub("", zone)
        said = names.clean(names.unlinked(said)) or names.clean(said)
        return Name(said + "的指标", zone, "name-before", topic=topic)
    stated = names.before(zone)
    linked = bool(zone) and names.unlinked(zone) != zone.rstrip() and not zone.endswith("完成")
    if unit is not None and unit.name == "天" and zone.endswith("连续") and follows:
        return Name("连续" + names.clean(follows) + "天数", zone + follows, "days-in-a-row")
    if unit is not None and unit.family == "times" and follows.startswith("在") and not stated:
        return names.after(follows[1:], "", False, previous)
    aimed_at = bool(stated) and follows.startswith("的") and contexts.is_target_after(follows)  # 筛查1万人的全年任务
    if names.counts_what_follows(zone, follows) and not aimed_at:
        if slot.shared:
            zone = ""
        if share and (not stated or follows.startswith("的") or slot.quantity.right > quantity.end or not linked):
            return names.after(follows, zone, True, previous)
        if counting and not (
            stated
            and (linked or (unit is not None and unit.family == "money" and names.is_amount(stated.text)))
            and _ADVERBIAL.match(follows) is None
            and unit is not None
            and unit.family in ("money", "energy", "weight", "area", "length")
        ):
            return names.after(follows, zone, False, previous)
    if share and zone.endswith("的") and follows.startswith("用于"):  # 将签约服务费的70%以上用于团队人员薪酬
        spent = names.clean(names.without_lead(zone.removesuffix("的")))
        return Name(f"{spent}{names.clean(follows)}比例", zone + follows, "share-spent")
    if stated.rule == "share-in-whole" and slot.idle.endswith("中"):
        return replace(stated, text=names.clean(names.without_lead(slot.idle[:-1])) + stated.text)
    if subjects.of_project(zone) and slot.idle:
        project = subjects.project_of(slot.idle)
        if 3 < len(project) <= 30 and "," not in project:
            return Name(project + subjects.project_sum(zone), slot.idle + zone, "project-sum")
    if stated:
        return carried.of_clause(stated, slot.idle, unit.name if unit else "")
    scored = carried.score_in(slot.idle) if unit is not None and unit.family == "score" else None
    if scored:  # 从年度综合考核看,甲县94.6分、乙县93.2分
        return scored
    if slot.idle and not slot.clause.startswith("其中"):
        idle = clause_name(slot.idle)
        if idle and len(idle.text) <= 40:
            return replace(idle, text=subjects.clause_subject(idle.text), rule="clause-before")
    if previous.rule == "topic":
        return Name("", zone, "no-name")
    taken = previous.subject or previous.text
    if _IN_ALL.search(zone):
        taken = _NEW.sub("", taken)
    return Name(taken, zone, "previous-name") if previous else Name("", zone, "no-name")


def clause_name(clause: str) -> Name:
    """The name that a clause without a number gives to the number after it.

    Args:
        clause: 居民健康素养水平低于全省平均水平, 注册护士数尚未达到规划目标, 得分由高到低依次为, 从签约率看.
    """
    if _RANKED_AFTER.match(clause.strip()):
        return Name("", clause, "no-name")  # 位居全市前三位
    looked = _LOOKED_AT.match(clause)
    said = looked["of"] if looked else contexts.level_subject(clause) or clause
    return names.before(_IN_ORDER.sub("", _SHORT_OF.sub("", said)))
