"""Name the quantities of a sentence: one name to each number of a list, one pair to each from-to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract import carried, contexts, lists, names, neighbours, quantities, standards, subjects, units, words
from extract.draft import COUNTED, RATES, Draft, counts_indicators, drafted, previous_name, risen, turned_by, whole
from extract.layout import Slot
from extract.names import Name
from extract.single_name import clause_name, name_of

_MANY = 10_000  # a bare number that counts people: 户籍人口1359万,比上年减少3.7万
_AIMS, _NAMING = words.phrases("aims"), words.phrases("naming")
_ASIDE, _BESIDE, _MEAN = _AIMS["aside_compared"], _AIMS["beside"], _AIMS["mean"]
_PAST_STANDARD, _BELOW = _AIMS["past_standard"], _AIMS["below"]
_FROM = words.phrases("time")["from_when"]
_YEAR_AGAINST, _BESIDE_EARLIER = (words.phrases("time")[key] for key in ("year_against", "beside_earlier"))
_DATED = words.phrases("time")["year_of_four"]
_PART_OPENS = _NAMING["part_opens"]
_LISTED = _NAMING["listed_in_clause"]
_STARTED_FROM, _ON_GROUND_OF = _AIMS["started_from"], _AIMS["on_ground_of"]
_TURNS_AFTER, _TURNED_FROM = _NAMING["turns_after"], _NAMING["turned_from"]
_EACH, _SEVERAL, _ALL = _NAMING["each_in_turn"], _NAMING["several_rates"], _NAMING["shared_by_all"]
_RESPECTIVELY, _RESPECTIVELY_END = words.phrases("verbs")["respectively"], _NAMING["respectively_end"]
_RESPECTIVELY_NEAR_END, _IN_TURN_END = _NAMING["respectively_near_end"], _NAMING["in_turn_end"]
_EACH_OF_THEM, _RATE_UNIT = _NAMING["each_of_them"], _NAMING["rate_unit"]


def drafts(laid: list[Slot], topic: Name, before: Sequence[Draft] = ()) -> list[Draft]:
    """Name every quantity of a sentence, one name to each number of a list.

    Args:
        laid: the quantities, in order.
        topic: what the sentence is about, for names that say nothing alone.
        before: the figures of the sentence before it in the paragraph.
    """
    made: list[Draft] = []
    opens = _PART_OPENS.match(laid[0].before) if laid else None
    if opens and opens.group() == laid[0].idle.strip(","):
        laid[0].idle = ""  # 分地市看,甲市、乙市较高,分别为31.4%和30.9%
    if opens:  # 总诊疗人次1427.6万。其中:医院608.3万人次
        levels = (d for d in reversed(before) if d.name and not d.change and d.name.rule != "gap")
        topic = next((d.name for d in levels if _like(d.slot, laid[0])), topic)
    if laid and before and standards.of_all_others(laid[0]):  # 同期全省平均水平为5.02‰和7.15‰
        run = [slot for slot in laid if slot.series == laid[0].series]
        made = standards.held_against(run, [d for d in before if not d.change and not d.baseline], topic)
        for draft in made:
            draft.others = True
    i = len(made)
    while i < len(laid):
        run = [laid[i]]
        while (
            i + len(run) < len(laid)
            and laid[i + len(run)].series == laid[i].series
            and _like(run[-1], laid[i + len(run)])
        ):
            run.append(laid[i + len(run)])
        made += _run(run, made, laid[i + len(run) :], topic)
        i += len(run)
    made = neighbours.settled(made)
    of_places = {slot.series for slot in laid if slot.place or slot.places}
    for draft in made if before else ():  # 全省水平达到29.6%。分城乡看,城市居民为34.6%
        of = next((d.name for d in reversed(before) if d.unit is draft.unit and not d.change), None)
        if not of or draft.change:
            continue
        if draft.name:
            draft.name = carried.of_part(draft.name, of)
        elif draft.slot.series in of_places:
            draft.name = carried.of_place(of, draft.slot.zone)
    return made


def _like(one: Slot, other: Slot) -> bool:
    """May two quantities be the numbers of one list? Not if a noun of its own follows the first."""
    if one.after or names.counts_what_follows(one.zone, one.after):
        return False
    a, b = one.quantity.unit, other.quantity.unit
    if a is None or b is None:  # A、B、C分别为0、1.98‰和2.87‰
        other_unit = b if a is None else a
        none = one.quantity.value == 0 if a is None else other.quantity.value == 0
        return none and other_unit is not None and other_unit.family in RATES and bool(_EACH.search(one.clause))
    return a.family == b.family or {a.family, b.family} <= set(RATES) or bool(_EACH.search(one.clause))


def _run(run: list[Slot], made: list[Draft], later: list[Slot], topic: Name) -> list[Draft]:
    """Drafts of one run of like quantities (usually one quantity)."""
    first, last = run[0], run[-1]
    zone = _STARTED_FROM.sub("", first.zone)
    # 乡镇卫生院881所(中心卫生院224所),比上年增加1所: brackets are closed
    told = made if first.aside else [d for d in made if not d.slot.aside] or made
    previous = previous_name(told) or topic
    counts = first.quantity.unit is not None and first.quantity.unit.family in COUNTED
    if first.clause.startswith("其中") and counts:  # 床位19万张,占全省的12%,其中医院14万张: a part of the count
        previous = next((d.name for d in reversed(made) if d.name and d.unit.family in COUNTED), previous)
    bare = not names.clean(names.without_lead(names.unlinked(_RESPECTIVELY_NEAR_END.sub("", zone))))
    if first.clause.startswith("其中") and 1 < len(run) == len(first.places) and bare:
        level = next((d.name for d in reversed(told) if d.name and d.name.rule != "gap" and not d.change), None)
        if level:  # 其中甲县、乙县分别达4.72个和4.35个
            return [drafted(slot, Name(level.subject or level.text, zone, "previous-name"), level) for slot in run]
    turned = turned_by(made, run)
    if turned:
        for slot, earlier in zip(run, turned, strict=True):
            slot.place = slot.place or earlier.slot.place
        return [
            Draft(slot, replace(d.name, rule="from-to"), slot.quantity.value, slot.quantity.unit or d.unit, base=d.base)
            for slot, d in zip(run, turned, strict=True)
        ]
    from_to = _FROM.search(zone)
    if from_to:
        zone = _IN_TURN_END.sub("", zone[: from_to.start()])
        baseline = (bool(later) and bool(names.TURNED.match(later[0].zone))) or bool(_TURNS_AFTER.match(last.after))
        drafts = _named(run, zone, previous, joint=False, stated_before=True)
        for draft in drafts:
            draft.baseline, draft.base = baseline, first.zone
        return drafts
    ground = _ON_GROUND_OF.search(zone) if _STARTED_FROM.match(last.after) else None
    if ground:
        drafts = _named(run, zone[: ground.start()] or zone[1:], previous, joint=False, stated_before=True)
        for draft in drafts:
            draft.baseline, draft.base = True, first.zone
        return drafts
    beside = _BESIDE.fullmatch(zone.strip())
    if beside and made and made[-1].name and contexts.is_benchmark(made[-1].slot.clause):
        side = "低于" if zone.startswith("低") else "高于"
        return [
            Draft(
                first,
                Name(made[-1].name.text + side + names.clean(made[-1].slot.zone.lstrip("比")), zone, "gap"),
                first.quantity.value * (-1 if side == "低于" else 1),
                first.quantity.unit or quantities.NO_UNIT,
            )
        ]
    past = _PAST_STANDARD.fullmatch(zone.strip()) if made and made[-1].name.rule == "standard-of" else None
    if past and first.quantity.unit is not None and first.quantity.unit.family == "points":
        side = "低于" if _BELOW.search(made[-1].slot.clause) else "高于"  # 高于全省75%的目标任务20.77个百分点
        value = first.quantity.value * (-1 if side == "低于" else 1)
        return [Draft(first, Name(made[-1].name.text + side + past["what"], zone, "gap"), value, first.quantity.unit)]
    tasks = standards.of_tasks(run, made, zone, previous)
    if tasks:
        return tasks
    was = _BESIDE_EARLIER.fullmatch(zone.strip()) and not _MEAN.match(last.after)  # 11.4‰,低于上年的12.6‰
    was = was and not contexts.is_target_after(last.after)
    if was and made and made[-1].unit is first.quantity.unit and not made[-1].change:
        return [replace(draft, baseline=True) for draft in standards.held_against(run, made, previous)]
    others = standards.of_others(run, made, later, zone, previous)
    if others:
        for draft in others:
            draft.others = True
        return others
    in_turn = made and made[-1].change and made[-1].slot.series == first.series and not zone.strip()
    of = [d for d in made if d.name and not d.change and d.unit is first.quantity.unit][-len(run) :] if in_turn else []
    if len(of) == len(run) and of[0].unit is not made[-1].unit:  # 床位x张、人员y人,分别增加0.29张和0.24人
        sign = 1 if made[-1].value > 0 else -1
        return [
            Draft(s, replace(whole(d), rule="change-of"), s.quantity.value * sign, d.unit, True)
            for s, d in zip(run, of, strict=True)
        ]
    held = zone.strip().removesuffix("的") if _TURNED_FROM.match(last.after) else ""
    if made and (_YEAR_AGAINST.fullmatch(held) or (not zone.strip() and _YEAR_AGAINST.fullmatch(first.idle.strip()))):
        return [replace(draft, baseline=True) for draft in standards.held_against(run, made, previous)]
    fallen = names.change(zone)
    bare_too = bool(made) and made[-1].slot.quantity.unit is None and first.quantity.value >= _MANY
    if fallen and contexts.is_target_after(last.after) and names.is_standard_only(fallen[0]):  # 未达到下降10%的中期目标
        of, unit = risen(told, first.quantity.unit) or topic, first.quantity.unit or quantities.NO_UNIT
        return [Draft(first, replace(of, rule="standard-of"), first.quantity.value * fallen[1], unit, True)]
    if fallen and (first.quantity.unit is not None or bare_too) and not _new_noun(zone, fallen, last):
        rest, sign = fallen
        stated, unit = names.before(rest).text, first.quantity.unit or quantities.NO_UNIT
        bare = not names.clean(names.without_lead(names.unlinked(_RESPECTIVELY_END.sub("", rest))))
        held = [d for d in made if d.name and not d.change]
        if bare and len(run) > 1 and len(held) >= len(run):  # A x元、B y元,分别增长4.6%和3.7%
            return [
                Draft(s, replace(whole(d), rule="change-of"), s.quantity.value * sign, s.quantity.unit, True)
                for s, d in zip(run, held[-len(run) :], strict=True)
            ]
        of = made[-1].turns[1:] if made and made[-1].turns and first.clause_start == made[-1].slot.clause_start else []
        if not of and _RESPECTIVELY.search(zone):
            turns = 1 + sum(_turns_with(first, slot) for slot in later)
            of = held[-turns:] if bare and len(run) == 1 and 1 < turns <= len(held) else []
        if bare and of:  # A x元、B y元,同比分别上涨2.3%和下降1.1%
            name = replace(whole(of[0]), rule="change-of")
            return [Draft(first, name, first.quantity.value * sign, first.quantity.unit, True, turns=of)]
        kin = [d for d in held if len(stated) > 2 and d.name.text.startswith(stated)] if len(run) == 1 else []
        if kin and kin[-1].name.text != stated:  # A、B报销比例分别为84.6%、70.3%,其中B较上年提高1.2个百分点
            return [Draft(first, replace(whole(kin[-1]), rule="change-of"), first.quantity.value * sign, unit, True)]
        alike = standards.alike_before(first, told) if bare and len(run) == 1 and _ALL.search(zone) else []
        if alike:
            rise = first.quantity.value * sign
            return [Draft(first, replace(whole(d), rule="change-of"), rise, d.unit, True) for d in alike]
        drafts = _named(
            run,
            rest,
            risen(told, first.quantity.unit) or topic,
            joint=bool(_ALL.search(names.unlinked(rest)[-4:] + zone[-8:])),
            changed=True,
        )
        for draft in drafts:
            draft.change = True
            draft.value = draft.value * sign
            if draft.unit.name == "倍":  # 增长1.5倍 is a rise of 150%
                draft.value, draft.unit = draft.value * 100, units.load()["%"]
            draft.rules += ("change-word",)
        return drafts
    less = names.less_of(zone) if first.quantity.unit is not None and first.quantity.unit.family in COUNTED else ""
    if less and len(run) == 1 and not names.counts_what_follows(zone, last.after):
        name = Name(less, zone, "name-before")
        return [Draft(first, name, -first.quantity.value, first.quantity.unit, True, rules=("change-word",))]
    aside = _ASIDE.search(zone)
    if aside and first.quantity.unit is not None:
        subject = names.clean(names.without_lead(names.unlinked(zone[: aside.start()]))) or previous.text
        side = "低于" if aside["side"] in "低少短" else "高于"
        value = first.quantity.value * (-1 if side == "低于" else 1)
        return [Draft(first, Name(f"{subject}{side}{aside['other']}", zone, "gap"), value, first.quantity.unit)]
    gap = contexts.GAP.search(zone)
    if (
        gap
        and first.quantity.unit is not None
        and first.quantity.unit.family not in ("share", "money", "rate")
        and not _MEAN.match(last.after)
        and not contexts.is_target_after(last.after)
    ):
        subject = names.clean(names.without_lead(names.unlinked(gap["subject"])))
        sign = -1 if gap["below"] else 1
        held = [d for d in made if d.name][-len(run) :]
        if not subject and len(run) > 1 and len(held) == len(run):  # 分别高于全国5.1个和2.3个百分点
            said = names.clean(gap["gap"])
            return [
                Draft(s, Name(d.name.text + said, zone, "gap"), s.quantity.value * sign, s.quantity.unit)
                for s, d in zip(run, held, strict=True)
            ]
        subject = subject or previous.text
        return [
            Draft(
                first,
                Name(subject + names.clean(gap["gap"]), zone, "gap"),
                first.quantity.value * sign,
                first.quantity.unit,
            )
        ]
    alike = counts and len(run) == 1 and made and made[-1].unit is first.quantity.unit
    items = carried.said_of_items(first.before, last.after, previous) if alike else None
    if items:
        return [drafted(first, items, previous)]
    placed = first.place or first.places
    aim = _DATED.sub("", zone) if contexts.is_target_after(last.after) else zone  # 提前实现2030年不低于30%的目标
    if (
        (any(draft.name for draft in made) or names.unlinked(zone) or not _told_before(first, previous))
        and names.is_standard_only(aim)
        and not counts_indicators(first)
        and not standards.another_level(zone, previous)
        # 居民健康素养水平(26.2%)低于全国平均水平; 10次在全国性会议作交流发言; 从综合考核看,甲县94.6分
        and (zone.strip() or (first.before.strip() and not contexts.states_own(first.idle) and not placed))
        and (
            ((previous or previous.rule == "topic") and not names.counts_what_follows("", last.after))
            or contexts.is_target_after(last.after)
        )
    ):
        return standards.held_against(run, made, previous)
    if len(made) > 1 and made[-1].slot.clause.startswith("其中") and names.before(zone).text == "占比":
        whole_of = next((d for d in reversed(made[:-1]) if d.unit.family not in RATES), made[-2])
        part, all_of_it = (names.without_number_end(d.name.text) for d in (made[-1], whole_of))
        # 出生人口5万人,其中二孩2万人,占48.2%
        return [drafted(first, Name(f"{part}占{all_of_it}比例", zone, "share-of-previous"), Name("", "", ""))]
    each = _rates_of_each(run, made, zone)
    return each or _named(run, zone, previous, joint=bool(_ALL.search(zone)), made=made)


def _told_before(slot: Slot, previous: Name) -> bool:
    """Does what stands before a bare number say what it is: 得分由高到低依次为:甲县94.62分, 其中,甲县为7.9/10万?"""
    said = subjects.clause_subject(clause_name(slot.idle).text)
    return previous.rule not in ("topic", "") or names.is_amount(said)


def _rates_of_each(run: list[Slot], made: list[Draft], zone: str) -> list[Draft]:
    """管理高血压患者7.2万人、糖尿病患者2.4万人,规范管理率分别为78.5%和77.9%: each its own; else empty."""
    unit = run[0].quantity.unit
    if unit is None or unit.family not in RATES:
        return []
    stated = names.before(_RESPECTIVELY_NEAR_END.sub("", zone))
    several = _SEVERAL.match(stated.text.replace("两", "二"))
    if several and len(run) == 1:  # 产前筛查1526人、新生儿听力筛查1498人,两项筛查率均达98%
        held = [d for d in made if d.name and not d.change][-"一二三四五".index(several["number"]) - 1 :]
        stated, run = replace(stated, text=several["rate"]), run * len(held)
    elif len(run) > 1:
        held = [d for d in made if d.name and not d.change][-len(run) :]
    if len(run) < 2 or len(held) < len(run):
        return []
    if not (carried.is_incomplete(stated.text, unit.name) or subjects.is_process_rate(stated.text)):
        return []
    if any(d.unit.family not in COUNTED for d in held) or len({d.name.text for d in held}) < len(held):
        return []
    return [drafted(s, stated, replace(d.name, topic="")) for s, d in zip(run, held, strict=True)]


def _turns_with(first: Slot, slot: Slot) -> bool:
    """Is a number a rise or a fall of its own in the same clause (和下降1.1%)?"""
    fallen = names.change(slot.zone)
    return fallen is not None and slot.clause_start == first.clause_start and not names.clean(fallen[0])


def _new_noun(zone: str, fallen: tuple[str, int], last: Slot) -> bool:
    """新增8000个托位: the verb names what is new and is no rise."""
    rest = names.clean(names.without_lead(names.unlinked(fallen[0])))
    if last.quantity.unit is None:
        return bool(rest)
    if (
        rest
        and names.rises_of_amount(zone)
        and last.quantity.unit.family in ("counter", "area", "length", "people")
        and not names.is_amount(rest)
    ):
        return True
    return (zone.endswith("新增") and not rest) or (
        not rest and names.counts_what_follows(zone, last.after) and not _RATE_UNIT.search(last.quantity.unit.name)
    )


def _named(
    run: list[Slot], zone: str, previous: Name, joint: bool, stated_before: bool = False, changed: bool = False,
    made: Sequence[Draft] = (),
) -> list[Draft]:
    first, last = run[0], run[-1]
    rate = first.quantity.unit is not None and first.quantity.unit.family in RATES
    if len(run) > 1:
        listed = lists.listed(zone, len(run), joint, front=rate and not changed)
        if listed:
            return [drafted(s, Name(n, zone, "list"), previous) for s, n in zip(run, listed, strict=True)]
        bare = not names.clean(names.without_lead(names.unlinked(zone)))
        listed = lists.listed(subjects.clause_subject(first.idle), len(run), True) if bare and first.idle else []
        if listed and all(map(names.is_amount, listed)):  # A费用、B费用连续下降,2025年分别为298.6元、8716元
            return [drafted(s, Name(n, first.idle + zone, "list"), previous) for s, n in zip(run, listed, strict=True)]
        ranked = clause_name(first.idle) if bare and first.places else None
        if ranked:  # 签约率排名前三位的是甲县、乙县和丙县,分别为46.2%、44.8%和42.3%
            return [drafted(s, replace(ranked, rule="clause-before"), previous) for s in run]
        told = _LISTED.search(first.idle) if rate and not changed else None
        items = lists.listed(told["items"], len(run), True) if told else []
        alone = names.before(_RESPECTIVELY_END.sub("", zone)) if items else None
        if alone and carried.is_incomplete(alone.text, first.quantity.unit.name):
            # 前三位死因依次为心脏病、脑血管病和恶性肿瘤,死亡率分别为262/10万、214/10万和178/10万
            return [drafted(s, replace(alone, text=n + alone.text), previous) for s, n in zip(run, items, strict=True)]
        held = [d for d in made if d.name and not d.change][-len(run) :] if _RESPECTIVELY.search(zone) else []
        if bare and len({d.name.text for d in held}) == len(run) and all(d.unit is first.quantity.unit for d in held):
            # 计划筛查A 6000人、B 4200人,已分别完成3842人和2716人
            return [drafted(s, replace(d.name, rule="previous-name"), previous) for s, d in zip(run, held, strict=True)]
        if bare and not last.after:
            return [drafted(s, Name(previous.text, zone, "previous-name"), previous) for s in run]
    elif joint or (rate and not changed and not zone.endswith("合计")):
        whole = bool(names.SHARE_OF.search(names.unlinked(zone))) and not _EACH_OF_THEM.search(zone)
        known = rate and not joint and carried.is_known(names.before(zone).text, first.quantity.unit.name)
        one = whole or known
        together = one or (not joint and (lists.names_institutions(zone) or lists.names_instances(zone)))
        listed = [] if together else lists.listed(zone, None, joint)  # A、B占全部的37% together
        if listed and (joint or all(names.has_head(n) for n in listed)) and not last.after:
            return [drafted(first, Name(n, zone, "shared-number"), previous) for n in listed]
    drafts = []
    each = lists.each_its_own(names.clean(names.OF_AT_FRONT.sub("", last.after))) if rate and len(run) == 1 else []
    if each:
        return [drafted(first, Name(f"{e}比例", zone + last.after, "each-its-own"), previous) for e in each]
    for slot in run:
        name = name_of(
            slot,
            zone if slot is first else "",
            previous,
            "" if stated_before else last.after if not slot.after else slot.after,
        )
        if slot.quantity.unit is None or slot.quantity.unit.family == "money":
            name = subjects.sum_for(name, slot.after or slot.following)
        draft = drafted(slot, name, previous)
        drafts.append(draft)
        previous = draft.name
    return drafts
