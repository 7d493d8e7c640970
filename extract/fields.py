"""The fields of a figure: value, unit, indicator, kind, comparator, basis, year and region of a named quantity."""

from __future__ import annotations

import re
from dataclasses import replace

from extract import catalogue, contexts, head_years, names, places, units, words
from extract.contexts import Time
from extract.draft import RATES, Draft, counts_indicators
from extract.layout import Slot
from extract.outline import Sentence
from extract.parts import Part
from extract.record import Figure
from extract.regions import NATION, Mention, Region
from extract.units import Unit
from extract.view import View

_PEOPLE = re.compile(words.alternatives(words.load("measures")["people"]))
# What a number without a unit counts, by the end of its name: 总诊疗人次2536.8万, 惠及户数3.2万.
_IN: dict[str, str] = words.load("measures")["counted_in"]
_COUNTED_IN = re.compile(rf"{words.alternatives(_IN)}$")
_TASKS, _TASK_UNITS = (tuple(words.load("measures")[key]) for key in ("tasks", "units_of_tasks"))
_UNSURE = frozenset(words.load("measures")["unsure_rules"])
_AIMS, _AMOUNTS, _TIME = (words.phrases(name) for name in ("aims", "amounts", "time"))
_POPULATION = _AMOUNTS["population_base"]
_EACH_PAID = _AMOUNTS["paid_to_each"]
_YEAR_BEFORE, _YEAR_BEGAN, _YEAR_SAID = _TIME["year_before"], _TIME["year_began"], _TIME["year_said"]
_YEAR_NAMED = _TIME["year_named"]
_FULL_YEAR = re.compile(r"(?:19|20)\d{2}")
_AIM_IS = words.phrases("naming")["aim_is"]
_LONG_AGO, _LONG_AGO_OPENING = _TIME["long_ago"], _TIME["long_ago_opening"]
_AIM_OF = _TIME["times_in_title"]
_BOUND_OF_TARGET = words.phrases("aims")["bound_of_target"]
_NATION_FIRST = words.phrases("naming")["nation_first"]
_OF_PLAN = words.phrases("aims")["of_plan"]
# A name shorter or longer than this is often cut short, or holds more than the name.
_SHORTEST, _LONGEST = 2, 28
_KEPT_WITHIN = _AIMS["kept_within"]
_FAR_BOUND, _WITHIN_TARGET = _AIMS["far_bound"], _AIMS["within_target"]


def figure(
    seen: View,
    sentence: Sentence,
    part: Part,
    draft: Draft,
    drafts: list[Draft],
    home: Region | None,
    mentions: list[Mention],
) -> Figure:
    """The figure of one named quantity.

    Args:
        seen: the view of the report.
        sentence: the sentence it stands in.
        part: the part of the report the sentence is of.
        draft: the quantity with its name.
        drafts: all of the sentence, in order.
        home: the place the report speaks for.
        mentions: the places named in the sentence.
    """
    quantity = draft.slot.quantity
    run = [d.slot for d in drafts if d.slot.series == draft.slot.series]  # of like quantities (a、b和c)
    time = contexts.time_of(draft.slot.before, part)
    complete = _is_of_task(draft, run)
    kind, kind_rule = _kind(seen, draft, drafts, run, part, time, complete, home)
    text, place = _nations_own(draft, home) or draft.name.text, _place_of_list(draft, run)
    if text != draft.name.text and kind == "achieved" and places.is_nations(run[0].clause):
        kind, kind_rule = "benchmark", "benchmark-word"
    draft.kind, draft.what = kind_rule, kind
    region, place_rule = (place, "place-list") if place else places.place_of(draft.slot, run[0], home, kind, mentions)
    of = drafts[drafts.index(draft) - 1] if draft.name.rule == "gap" and draft is not drafts[0] else None
    if of and of.what == "achieved" and place_rule == "place-report" and not contexts.gap_subject(draft.slot.zone):
        region = of.region or region  # 甲县覆盖率仅为49.5%,低于全省平均水平18.8个百分点
    draft.region = region
    base = _per_base(draft, drafts)
    unit = _unit(seen, draft, drafts, base)
    family = _family(draft)
    name = names.standard(base + text, family.family, family.name)
    known = catalogue.load().find(name, unit, "change" if draft.change else "level") if name else None
    start, end = seen.span(quantity.start, quantity.end)
    quote_start, quote_end = seen.span(sentence.start, sentence.end)
    draft.year = _year(draft, drafts, run, time, part)
    rules = dict.fromkeys([quantity.rule, draft.name.rule, *draft.rules, kind_rule, place_rule])
    return Figure(
        start=start,
        end=end,
        quote_start=quote_start,
        quote_end=quote_end,
        section=" / ".join(sentence.headings),
        value=draft.value,
        high=quantity.high,
        unit=unit,
        name=known.name if known and names.alike(known.name, name) else name,
        indicator=known,
        words=draft.name.words.strip(),
        kind=kind,
        comparator=_comparator(seen, draft, drafts, run, kind_rule),
        basis="change" if draft.change else "level",
        complete=complete,
        year=draft.year,
        as_of=time.as_of,
        region=region,
        rule="+".join(r for r in rules if r),
        sure=_UNSURE.isdisjoint(rules) and _SHORTEST < len(names.without_number_end(text)) <= _LONGEST,
    )


def _nations_own(draft: Draft, home: Region | None) -> str:
    """What a local report names after 全国 where that is an indicator (全国孕产妇死亡率); empty for other names."""
    first = _NATION_FIRST.match(draft.name.text) if home and home.code != NATION else None
    rest = draft.name.text[first.end() :] if first else ""
    return rest if rest and catalogue.load().find(rest, draft.unit.name) else ""


def _has_own_name(draft: Draft) -> bool:
    return draft.name.rule not in ("previous-name", "from-to", "standard-of")


def _is_of_task(draft: Draft, run: list[Slot]) -> bool:
    """Is it a percent of a task or a plan, not a coverage? What says so of the first of a run says so of all."""
    of_task = contexts.of_task(run[0].clause, run[-1].after) or draft.name.text.endswith("完成率")
    return draft.unit.name == "%" and of_task


def _kind(
    seen: View,
    draft: Draft,
    drafts: list[Draft],
    run: list[Slot],
    part: Part,
    time: Time,
    complete: bool,
    home: Region | None,
) -> tuple[str, str]:
    """The kind and the rule that says so; what holds for the first number of a run holds for all of it."""
    if draft.baseline:
        return "baseline", "from-to"
    ago = _LONG_AGO_OPENING.search(run[0].before) if _has_own_name(draft) else None
    if ago and not contexts.is_dated_after(run[0].before[ago.end() :]):
        return "baseline", "long-ago"
    at = drafts.index(draft)
    if draft.name.rule == "gap":
        before = next((d.what for d in reversed(drafts[:at]) if d.name.rule != "standard-of"), "")
        return before if before in ("achieved", "target") else "target" if part.forward else "achieved", "gap"
    first = run[0].quantity
    if draft.others:
        return "benchmark", "benchmark-word"
    if draft.name.rule == "standard-of" and not run[0].zone and contexts.is_benchmark(run[0].idle):
        return "benchmark", "benchmark-word"  # 较全国中位值(20.15%)仍有差距
    kept = draft.name.rule == "standard-of" and not (draft.change or part.forward or run[0].idle)
    if kept and _KEPT_WITHIN.search(run[0].zone) and run[-1].quantity.comparator == "<=":
        return "target", "required-word"  # 自付比例为9.36%,控制在10%以内
    beside = draft.name.rule == "standard-of" or run[0].aside  # 注册护士数尚未达到规划目标(3.14人)
    if beside and contexts.names_standard(run[0].idle) and not run[0].zone:
        return "target", "required-word"
    if _is_aside_of_plan(draft, drafts, part, time):
        return "baseline", "year-in-brackets"
    own = draft.slot.quantity
    bound = seen.text[own.left : own.start] or seen.text[first.left : first.start]
    kind, rule = contexts.kind_of(
        run[0].clause + bound,
        run[-1].after,
        part,
        _has_own_name(draft),
        run[0].clause,
        next((d.slot.idle for d in drafts if d.slot.clause_start == run[0].clause_start and not _closed(d.slot)), ""),
        time.year,
        _after_target(draft, drafts, part),
        time.ahead,
        contexts.tells_what_is(run[0].before) or any(d.kind == "already-in-plan" for d in drafts[:at]),
    )
    if complete and (rule == "required-word" or (rule == "forward-word" and not contexts.is_aimed(run[0].clause))):
        return "achieved", "percent-of-task"  # 完成市定任务的103.4% is what was done of it
    if rule == "required-word" and counts_indicators(run[0]):
        return "achieved", "review-part"  # 提前达到2025年目标值的9项
    measured = (draft.unit.family in (*RATES, "age") or "每" in draft.name.text) and not draft.change
    if measured and rule == "review-part" and places.is_voice_above(run[0].clause, home):
        return "benchmark", "benchmark-word"
    if kind == "benchmark" and places.is_own_voice(run[0].clause, home):
        return "achieved", "review-part"  # 全市平均为89.4% in a city's own report
    if rule in ("required-word", "target-word-after") and _counts_tasks(draft):
        return "achieved", "review-part"
    return kind, rule


def _closed(slot: Slot) -> bool:
    """Does a semicolon close the clause before, so that nothing it aims at goes on?"""
    return slot.before.removesuffix(slot.clause).endswith(";")


def _counts_tasks(draft: Draft) -> bool:
    """Are the tasks themselves counted (绩效任务26项全部办结, 4项指标未达标)?"""
    return draft.unit.name in _TASK_UNITS and (draft.name.text.endswith(_TASKS) or draft.slot.after.startswith(_TASKS))


def _is_aside_of_plan(draft: Draft, drafts: list[Draft], part: Part, time: Time) -> bool:
    """Is an earlier value told in brackets (提高到32%(2023年为29.6%))?"""
    bare = draft.name.rule == "previous-name" and bool(_YEAR_SAID.fullmatch(draft.slot.clause.strip()))
    if not bare or part.year is None or time.year is None or time.year >= part.year:
        return False
    of = next((d for d in reversed(drafts[: drafts.index(draft)]) if d.name), None)
    return of is None or of.year is None or of.year > time.year  # 1993年为15.5%,2002年达到93.2%


def _year(draft: Draft, drafts: list[Draft], run: list[Slot], time: Time, part: Part) -> int | None:
    """The year of a figure; of a baseline the year named right before it, else the year the part counts from."""
    before = run[0].before
    earlier = drafts[: drafts.index(draft)]
    if draft.kind == "long-ago" or (draft.baseline and _LONG_AGO.search(draft.base)):
        return None
    if draft.baseline:
        if _YEAR_BEGAN.search(before):
            return time.year
        stated = _YEAR_BEFORE.search(before)
        if stated and (named := _FULL_YEAR.search(stated.group())):
            return int(named.group())  # 比2002年的9.3‰下降, too
        if stated:
            return contexts.time_of(before, replace(part, year=None, last=None)).year
        # 从1988年的5.9%提高到2007年的91.1%,覆盖率从2.8%提高到90.5%: a pair without years is of those of the pair before
        return time.base_year or next((d.year for d in reversed(earlier) if d.baseline), None)
    timed = _YEAR_NAMED.search(draft.slot.idle + draft.slot.clause)
    told = next((d for d in reversed(earlier) if d.what != "target"), None) if draft.name.rule == "gap" else None
    if told and not timed and told.name and not told.change:
        return told.year  # 由2020年的21.3%提升到2024年的31.5%,高于全省平均水平1.4个百分点
    if draft.kind == "already-in-plan" and time.year == part.year:
        return part.written or time.year
    if draft.name.rule == "from-to" and contexts.is_dated(before):
        return contexts.time_of(before, part).year
    if draft.name.rule == "from-to":
        paired = [d for d in earlier if d.name.rule == "from-to" and contexts.is_dated(d.slot.before)]
        if paired:
            return paired[-1].year
    aim = _AIM_OF.search(draft.slot.idle) if draft.name.rule == "standard-of" and draft.what == "target" else None
    if aim and not run[0].zone:
        return head_years.last_year(aim)  # 提前完成健康广州行动2025年阶段性目标(32%)
    aimed = draft.name.rule == "standard-of" and draft.what == "target"
    if aimed and (aim := _AIM_OF.search(run[0].zone)):
        return head_years.last_year(aim)  # 与2030年低于20%的目标相比
    if aimed and part.plan_end and _OF_PLAN.search(run[0].zone + run[-1].after):
        return part.plan_end  # 优于18/10万的规划目标
    if len(time.years) > 1 and len(run) == len(time.years):
        return time.years[run.index(draft.slot)]
    return time.year


def _place_of_list(draft: Draft, run: list[Slot]) -> Region | None:
    """The place of a number in a list of places (金寨县、霍山县分别增长8.6%和7.2%)."""
    return run[0].places[run.index(draft.slot)] if len(run[0].places) == len(run) else None


def _family(draft: Draft) -> Unit:
    """The unit a figure is counted in, before what it is per; implied where the number has none."""
    quantity = draft.slot.quantity
    if quantity.unit is None and quantity.rule in ("bare-number", "round-number") and quantity.value >= 10_000:
        counted = _COUNTED_IN.search(draft.name.text)
        if counted:
            return units.load()[_IN[counted.group()]]
        people = _PEOPLE.search(draft.slot.after[:16])
        return units.load()["人" if people else "元"]
    if quantity.unit is None and not quantity.value:
        # 孕产妇死亡率为0 has the unit of that rate
        ends = (draft.name.text[at:] for at in range(len(draft.name.text) - 3))  # 户籍孕产妇死亡率 is one, too
        known = (catalogue.load().find(end, unit) for end in ends for unit in ("/10万", "‰", "%"))
        return next((units.load()[k.unit] for k in known if k), draft.unit)
    return units.load()["枚"] if draft.unit.family == "medal" else draft.unit


def _unit(seen: View, draft: Draft, drafts: list[Draft], base: str) -> str:
    quantity, family = draft.slot.quantity, _family(draft)
    unit = family.name + quantity.per if quantity.per else units.per_population(family, base + _with_base(draft))
    earlier = drafts[: drafts.index(draft)]
    of = earlier[-1] if earlier and draft.change and draft.name.rule == "previous-name" else None
    if of and of.unit is draft.unit and not of.change:
        return _unit(seen, of, drafts, _per_base(of, drafts))  # 床位1.84张,比上年增加0.03张, both per thousand
    before = [d for d in earlier if d.slot.clause_start != draft.slot.clause_start]
    part = before[-1] if draft.slot.clause.startswith("其中") and before else None
    if part and unit == "元" and part.unit.name == "元" and "均" in part.name.text and draft.value < part.value:
        return _unit(seen, part, drafts, base)  # 人均筹资标准540元,其中财政补助420元
    if "(" in unit and "/" not in unit:  # 套(户) as the page has it
        return seen.original(quantity.end - len(unit), quantity.end)
    return unit


def _after_target(draft: Draft, drafts: list[Draft], part: Part) -> bool:
    """Does the figure before it in the sentence look forward (明年将新建28个,改造150个)?"""
    if part.forward:
        return False
    for other in reversed(drafts[: drafts.index(draft)]):
        if other.what == "target" and _AIM_IS.search(other.slot.clause):  # 主要目标是A保持在12‰以上,B降到6‰以下
            return True
        if other.kind != "required-word":  # 力争A达到81岁以上,B不低于38%,C达到7张
            return other.kind in ("forward-word", "year-ahead", "after-target")
    return False


def _per_base(draft: Draft, drafts: list[Draft]) -> str:
    """每千常住人口 of an earlier number, for those that go with it.

    Those are the others of its clause that count people or places, and later
    ones that count fractions of a person (注册护士数达到3.9人).
    """
    if "每" in draft.name.text or draft.unit.family not in ("counter", "people") or draft.value >= 1000:
        return ""
    if draft.name.rule == "previous-name":
        return ""
    if draft.name.rule == "standard-of":  # 护士1.71人,低于全省平均水平(2.19人): per what its figure is
        held = (d for d in drafts if d.name.text == draft.name.text and d.name.rule != "standard-of")
        of = next((d for d in held if d.unit.family == draft.unit.family), None)
        return _per_base(of, drafts) if of else ""
    for other in reversed(drafts[: drafts.index(draft)]):
        base = _POPULATION.search(names.clean(names.without_lead(other.slot.zone)))
        if base and (other.slot.clause_start == draft.slot.clause_start or draft.value != int(draft.value)):
            return base.group()
    return ""


def _with_base(draft: Draft) -> str:
    """The words that can name the population a number is per."""
    name = draft.name.text
    if draft.name.rule in ("list", "shared-number"):
        each = _EACH_PAID.search(draft.slot.zone) or _EACH_PAID.search(draft.name.words)
        return draft.base + name + (each.group() if each else "")  # what stands before a list names all of its members
    return name if "每" in name or "均" in name else draft.base + draft.slot.zone + name


def _comparator(seen: View, draft: Draft, drafts: list[Draft], run: list[Slot], kind_rule: str) -> str:
    """The comparator of a figure; a bound before or after a list holds for all of it."""
    first = run[0].quantity
    if (
        kind_rule == "target-word-after"
        and not _has_own_name(draft)
        and first.comparator in (">", ">=", "<")
        and first.left < first.start
        and not _AIM_OF.search(run[0].zone)  # but 与2030年低于20%的目标相比
        and not _BOUND_OF_TARGET.match(seen.text, first.left)  # and 达到不低于30%的目标
    ):
        return "="  # 超过75%的目标任务, 低于4.5‰的控制目标: the words before compare what was achieved
    if draft.others and first.comparator in (">", ">=", "<") and first.left < first.start:
        return "="  # 低于16.9/10万的全国平均水平: the word compares what was achieved
    if kind_rule == "required-word" and not first.left < first.start and "控制在" in run[0].idle:
        return "<="  # 均控制在省定指标(8/10万、4‰)以内
    own = draft.slot.quantity.comparator
    far = _FAR_BOUND.search(draft.slot.zone)
    if own == "=" and far:
        return {"约": "~", "近": "<", "超": ">", "不低于": ">=", "不少于": ">=", "至少": ">="}.get(far.group(), "<=")
    if own != "=":
        return own
    if _WITHIN_TARGET.match(run[-1].after):
        return "<="  # 控制在5.2‰和7‰目标以内
    if len(run) == 1:
        return own
    said = [
        d.slot.quantity.comparator for d in drafts if d.slot.series == draft.slot.series and d.name.rule != "name-after"
    ]
    return next((c for c in (said[0], said[-1]) if c != "="), "=") if len(said) > 1 else own
