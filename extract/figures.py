"""From a report's text to its figures: the main path.

view -> outline -> quantities -> layout -> names, kinds, years, places -> rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from extract import catalogue, contexts, heads, layout, names, outline, places, quantities, tables_in_text, units
from extract.contexts import Part
from extract.record import Figure
from extract.layout import Slot
from extract.names import Name
from extract.outline import Sentence
from extract.quantities import Quantity
from extract.units import Unit
from extract.view import View, view

_RATES = ("share", "points", "rate")
_MODIFIES = re.compile(r"(?:床位|面积|投资|投资额|规模|人口|收入|营业收入|产值|金额|资金|注册资本|总额|高度|长度|容量|装机|患者|病人|余额|价格|资产|销售额)(?:数|量|总额)?(?:在|达|达到|为)?$")
_NAMED_DURATION = re.compile(r"(?:平均|住院|时间|天数|缩短|压缩|压减|连续|周期|时限|期限|住院日|工作日|从|由|至|到|寿命)[^,;]{0,8}$")
_NAMED_AGE = re.compile(r"寿命|年龄|岁数")
_NAMED_BARE = re.compile(r"(?:系数|指数|CMI|[值比率]|得分|分值|评分|强度|生育率)(?:\(?[A-Za-z]*\)?)?(?:值|约|均)*(?:达到|达|为|是|至|到|提高到|提升到|降至|降到|下降到|升至|上升到|从|由|超过|突破|控制在|稳定在|保持在)+$")
_ALL = re.compile(r"(?:均|都|全部|皆|双双|分别)[^,]{0,6}$")
_POPULATION = re.compile(r"每(?:十|百|千|万|十万|10万|百万)(?:名|位|户)?(?:常住)?(?:人口|人|居民|户)?(?:拥有)?")
# 约占全国1/10, 不低于当地标准的1.6倍: the bound stands before what the number is a part of
_FAR_BOUND = re.compile(r"(约|近|超)(?=占[^,]{1,10}$)|(不低于|不少于|不超过|不高于)(?=[^,]{2,20}的$)")


@dataclass(eq=False)
class _Draft:
    """A figure while its sentence is read."""

    slot: Slot
    name: Name
    value: Decimal
    unit: Unit
    change: bool = False
    complete: bool = False
    baseline: bool = False
    kind: str = ""
    """The rule that said what kind it is."""
    base: str = ""
    """Words that can name the population its number is per."""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unread:
    """A number with a unit for which no name was found: kept as a problem, not dropped in silence."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Reading:
    """What was read out of one report."""

    facts: heads.Facts
    home: object
    figures: list[Figure]
    unread: list[Unread]


def read_text(text: str, file_name: str = "") -> Reading:
    """Read every figure of a report.

    Args:
        text: the report as the page gives it, chrome and all.
        file_name: name of its file, the last resort for its region.
    """
    seen = view(text)
    page = outline.outline(seen.text)
    facts = heads.facts(page, seen.text)
    home = places.home_of(page, seen.text, facts, file_name)
    found = quantities.find(seen.text)
    parts = list(contexts.parts(page.sentences, seen.text, facts))
    figures: list[Figure] = []
    unread: list[Unread] = []
    at, earlier = 0, None
    for sentence, part in zip(page.sentences, parts, strict=True):
        while at < len(found) and found[at].start < sentence.start:
            at += 1
        inside = at
        while inside < len(found) and found[inside].end <= sentence.end:
            inside += 1
        if inside > at:
            figures += _sentence(seen, sentence, part, found[at:inside], home, unread, earlier)
        earlier = sentence if inside == at else None
        at = inside
    figures += tables_in_text.figures(seen, page, parts, facts, home)
    figures.sort(key=lambda f: (f.start, f.end, f.name))
    return Reading(facts, home, figures, unread)


def _sentence(seen: View, sentence: Sentence, part: Part, found: list[Quantity], home: object, unread: list[Unread], earlier: Sentence | None) -> list[Figure]:
    """The figures of one sentence."""
    text = seen.text[sentence.start : sentence.end]
    laid = [slot for slot in layout.slots(text, found, sentence.start)]
    kept = [slot.quantity for slot in laid if _is_figure(slot)]
    if not kept:
        return []
    if len(kept) < len(laid):
        laid = layout.slots(text, kept, sentence.start)
    for slot in laid:
        slot.zone, slot.place = places.without_place(slot.zone, home)
        slot.idle = places.without_place(slot.idle, home)[0]
    drafts = _drafts(laid, _topic(seen, sentence, earlier))
    made = []
    for draft in drafts:
        start, end = seen.span(draft.slot.quantity.start, draft.slot.quantity.end)
        if not draft.name:
            unread.append(Unread(start, end, seen.text[draft.slot.quantity.start : draft.slot.quantity.end]))
            continue
        made.append(_figure(seen, sentence, part, draft, drafts, home, text))
    return made


def _topic(seen: View, sentence: Sentence, earlier: Sentence | None) -> Name:
    """What a sentence is about, for names that say nothing alone: the short sentence before, or the heading."""
    if earlier is not None and earlier.paragraph == sentence.paragraph:
        text = seen.text[earlier.start : earlier.end]
        if len(text) <= 24 and "," not in text:
            return Name(names.clean(names.without_lead(re.sub(r"^(?:[一二三四五六七八九十]是|.{0,3}[.、])", "", text))), text, "topic")
    heading = re.sub(r"^[(]?[一二三四五六七八九十\d]+[)、.]?(?:是)?、?", "", sentence.headings[-1]) if sentence.headings else ""
    if heading and len(heading) <= 16 and "," not in heading:
        return Name(names.clean(names.without_lead(heading)), heading, "topic")
    return Name("", "", "")


def _is_figure(slot: Slot) -> bool:
    """Is a quantity one that measures something, not a group's definition or a number in passing?"""
    quantity, zone, after = slot.quantity, slot.zone, slot.after
    unit = quantity.unit
    if unit is None:
        if quantity.value >= 10_000 and quantity.rule in ("bare-number", "round-number") and quantity.end - quantity.start > 1:
            return slot.text.endswith(("万", "亿"))
        return bool(_NAMED_BARE.search(zone))
    if unit.name == "位" and re.search(r"(?:前进|上升|提升|跃升|排名|晋升|后移|下降|第)[了]?$", zone):
        return False
    if unit.family == "age":
        return bool(_NAMED_AGE.search(slot.before[-20:]))
    if unit.family == "duration":
        return bool(_NAMED_DURATION.search(zone)) and not (quantity.right > quantity.end and after) and not after.startswith(("内", "的", "以上无", "无偿", "检"))\
            or (unit.name == "天" and zone.endswith("连续") and quantity.left == quantity.start and quantity.right == quantity.end)
    if unit.name == "倍" and re.search(r"[^一-龥]$", zone):
        return True
    bound = quantity.right > quantity.end
    if after.rstrip().endswith("之一") or (bound and unit.family != "share" and re.fullmatch(r"(?:床位|面积|投资|规模|人口|注册资本|编制)数?", zone)):
        return False
    if unit.name == "项" and re.search(r"(?:制度|行动|措施|清单|任务|机制|政策|内容|工程)$", after) and names.before(zone) and not names.unlinked(zone) != zone:
        return False
    if unit.family in ("money", "people", "counter", "area", "length", "weight", "energy") and _MODIFIES.search(zone):
        if bound and (after[:1] == "的" or re.match(r"[一-龥]", after)) and unit.name in ("人", "张", "元", "亩", "平方米", "吨", "千瓦", "例"):
            return False
        if after.startswith("的") and re.search(r"(?:达|达到|在|超过|超|满)$", zone) and unit.family in ("people", "money", "counter"):
            return False
    if bound and unit.family in ("money", "area", "length", "weight", "energy") and re.match(r"的?[一-龥]{2}", after) and not re.search(r"(?:达|达到|在|至|到|超过|突破|完成|实现|投入|投资)$", zone):
        return False
    return not (unit.family == "people" and after.startswith("的") and re.search(r"(?:患者|人口|病人|人数|职工|员工)(?:达|达到|在|超过|超)?$", zone) and re.match(r"的(?:乡|村|县|企业|单位|行政村|社区|机构|学校)", after))


def _drafts(laid: list[Slot], topic: Name) -> list[_Draft]:
    """Name every quantity of a sentence, one name to each number of a list."""
    made: list[_Draft] = []
    i = 0
    while i < len(laid):
        run = [laid[i]]
        while i + len(run) < len(laid) and laid[i + len(run)].series == laid[i].series and _like(run[-1], laid[i + len(run)]):
            run.append(laid[i + len(run)])
        made += _run(run, made, laid[i + len(run) :], topic)
        i += len(run)
    _shared_predicates(made)
    counted = [d for d, following in zip(made, made[1:], strict=False) if _counts_the_named(d, following)]
    made = [d for d in made if d not in counted]
    for draft, following in zip(made, made[1:], strict=False):
        # 330人次、145个单位受到表彰; 12类45件民生实事: named by the number beside it
        if draft.unit.family == "money" or draft.slot.quantity.unit is None:
            if draft.slot.shared is False and names.is_sum(draft.name.text) and following.name.rule in ("name-after", "said-after"):
                draft.name = replace(draft.name, text=names.without_number_end(following.name.text) + "资金", rule="sum-for")
        alone = not draft.slot.after and draft.slot.beside and draft.name.rule in ("no-name", "previous-name", "clause-before")
        if alone and following.name.rule in ("name-after", "said-after"):
            draft.name = replace(following.name, rule="number-beside")
    return made


def _counts_the_named(draft: _Draft, following: _Draft) -> bool:
    """12种疫苗接种率98.22%: the count only says whose rate it is."""
    return (
        draft.unit.name in ("种", "类", "项") and following.slot.shared and following.unit.family in _RATES
        and not following.change and following.name.rule == "name-before" and names.has_head(following.name.text)
    )


def _like(one: Slot, other: Slot) -> bool:
    """May two quantities be the numbers of one list? Not if a noun of its own follows the first."""
    if one.after or names.counts_what_follows(one.zone, one.after):
        return False
    a, b = one.quantity.unit, other.quantity.unit
    return a is not None and b is not None and (a.family == b.family or {a.family, b.family} <= set(_RATES))


def _run(run: list[Slot], made: list[_Draft], later: list[Slot], topic: Name) -> list[_Draft]:
    """Drafts of one run of like quantities (usually one quantity)."""
    first, last = run[0], run[-1]
    zone = first.zone
    previous = _previous(made) or topic
    turned = _turned(made, run)
    if turned:
        return [_Draft(slot, replace(d.name, rule="from-to"), slot.quantity.value, slot.quantity.unit or d.unit, base=d.base)
                for slot, d in zip(run, turned, strict=True)]
    from_to = re.search(r"(?:从|由)(?:每人每月|每人每年|人均|每月|每年|原来的|过去的|去年的|上年的|\d{4}年(?:底|末)?的?|“?十[一二三四五]五”?(?:末期?|期末|初期?)?的?|最初的|全国[一-龥]{0,6})?$", zone)
    if from_to:
        zone = re.sub(r"分别$", "", zone[: from_to.start()])
        baseline = bool(later) and bool(names.TURNED.match(later[0].zone)) or bool(re.match(r"(?:.{0,4})(?:到|至|为)", last.after))
        drafts = _named(run, zone, previous, joint=False, stated_before=True)
        for draft in drafts:
            draft.baseline, draft.base = baseline, first.zone
        return drafts
    beside = re.fullmatch(r"(低|高|低于|高于|高出)", zone.strip())
    if beside and made and made[-1].name and contexts.is_benchmark(made[-1].slot.clause):
        side = "低于" if zone.startswith("低") else "高于"
        return [_Draft(first, Name(made[-1].name.text + side + names.clean(made[-1].slot.zone.lstrip("比")), zone, "gap"),
                       first.quantity.value * (-1 if side == "低于" else 1), first.quantity.unit or quantities.NO_UNIT)]
    fallen = names.change(zone)
    if fallen and first.quantity.unit is not None and not _new_noun(zone, fallen, last):
        rest, sign = fallen
        drafts = _named(run, rest, previous, joint=bool(_ALL.search(names.unlinked(rest)[-4:] + zone[-8:])), changed=True)
        for draft in drafts:
            draft.change = True
            draft.value = draft.value * sign
            if draft.unit.name == "倍":  # 增长1.5倍 is a rise of 150%
                draft.value, draft.unit = draft.value * 100, units.load()["%"]
            draft.rules += ("change-word",)
        return drafts
    gap = contexts.GAP.search(zone)
    if gap and first.quantity.unit is not None and first.quantity.unit.family not in ("share", "money"):
        subject = names.clean(names.without_lead(names.unlinked(gap["subject"]))) or previous.text
        sign = -1 if gap["below"] else 1
        return [_Draft(first, Name(subject + names.clean(gap["gap"]), zone, "gap"), first.quantity.value * sign, first.quantity.unit)]
    if names.is_standard_only(zone) and (previous and not names.counts_what_follows("", last.after) or contexts.is_target_after(last.after)):
        return _standards(run, made, previous)
    return _named(run, zone, previous, joint=bool(_ALL.search(zone)))


def _standards(run: list[Slot], made: list[_Draft], previous: Name) -> list[_Draft]:
    """Standards that are held against the figures before them: 全部控制在省定标准12.8/10万、5.4‰和6.8‰以内."""
    held = [d for d in made if d.name][-len(run):]
    if len(held) < len(run) or len(run) == 1:
        held = [d for d in made if d.name][-1:] * len(run)
    if not held:
        return [_draft(slot, Name("", slot.zone, "no-name"), previous) for slot in run]
    return [_Draft(s, replace(d.name, rule="standard-of"), s.quantity.value, s.quantity.unit or quantities.NO_UNIT) for s, d in zip(run, held, strict=True)]


def _new_noun(zone: str, fallen: tuple[str, int], last: Slot) -> bool:
    """新增8000个托位: the verb names what is new and is no rise."""
    rest = names.clean(names.without_lead(names.unlinked(fallen[0])))
    if names.rises_of_amount(zone) and last.quantity.unit.family in ("counter", "area", "length", "people") and not names.is_amount(rest):
        return True
    return (zone.endswith("新增") and not rest) or (not rest and names.counts_what_follows(zone, last.after) and not re.search(r"[%‰点]", last.quantity.unit.name))


def _named(run: list[Slot], zone: str, previous: Name, joint: bool, stated_before: bool = False, changed: bool = False) -> list[_Draft]:
    first, last = run[0], run[-1]
    rate = first.quantity.unit is not None and first.quantity.unit.family in _RATES
    if len(run) > 1:
        listed = names.listed(zone, len(run), joint)
        if listed:
            return [_draft(s, Name(n, zone, "list"), previous) for s, n in zip(run, listed, strict=True)]
        if not names.clean(names.without_lead(names.unlinked(zone))) and not last.after:
            return [_draft(s, Name(previous.text, zone, "previous-name"), previous) for s in run]
    elif joint or (rate and not changed and not zone.endswith("合计")):
        listed = names.listed(zone, None, joint)
        if listed and (joint or all(names.has_head(n) for n in listed)) and not last.after:
            return [_draft(first, Name(n, zone, "shared-number"), previous) for n in listed]
    drafts = []
    each = names.each_its_own(names.clean(re.sub("^的", "", last.after))) if rate and len(run) == 1 else []
    if each:
        return [_draft(first, Name(f"{e}比例", zone + last.after, "each-its-own"), previous) for e in each]
    for slot in run:
        name = _name(slot, zone if slot is first else "", previous, "" if stated_before else last.after if not slot.after else slot.after)
        if slot.quantity.unit is not None and slot.quantity.unit.family == "money":
            name = names.sum_for(name, slot.after or slot.following)
        draft = _draft(slot, name, previous)
        drafts.append(draft)
        previous = draft.name
    return drafts


def _draft(slot: Slot, name: Name, previous: Name) -> _Draft:
    unit = slot.quantity.unit or quantities.NO_UNIT
    return _Draft(slot, names.completed(name, previous, unit.name) if name else name, slot.quantity.value, unit, change=slot.quantity.change)


def _name(slot: Slot, zone: str, previous: Name, follows: str) -> Name:
    """The name of one quantity, from the words before it, after it, or the clause before."""
    quantity = slot.quantity
    if quantity.rule == "zero-deaths":
        subject = names.subject_of(names.clean(names.without_lead(names.unlinked(zone))))
        return Name((subject or "孕产妇") + "死亡率", zone, "zero-deaths")
    unit = quantity.unit
    share = unit is not None and unit.family == "share"
    counting = unit is None or unit.family in ("counter", "people", "times", "money", "area", "length", "weight", "energy", "medal", "volume", "computing")
    if unit is not None and unit.family == "medal":
        won = re.sub(r"[金银铜]牌数$", "", previous.text) if previous.rule == "medals" else names.clean(names.without_lead(names.unlinked(zone)))
        return Name(f"{won}{unit.name}牌数", zone, "medals")
    stated = names.before(zone)
    linked = bool(zone) and names.unlinked(zone) != zone.rstrip() and not zone.endswith("完成")
    if unit is not None and unit.name == "天" and zone.endswith("连续") and follows:
        return Name("连续" + names.clean(follows) + "天数", zone + follows, "days-in-a-row")
    if unit is not None and unit.family == "times" and follows.startswith("在") and not stated:
        return names.after(follows[1:], "", False, previous)
    if names.counts_what_follows(zone, follows):
        if slot.shared:
            zone = ""
        if share and (not stated or re.match(r"的", follows) or slot.quantity.right > quantity.end or not linked):
            return names.after(follows, zone, True, previous)
        if counting and not (stated and linked and re.match(r"[一-龥]{0,2}(?:的|地)", follows) is None and unit is not None and unit.family in ("money", "energy", "weight", "area", "length")):
            return names.after(follows, zone, False, previous)
    if stated.rule == "share-in-whole" and slot.idle.endswith("中"):
        return replace(stated, text=names.clean(names.without_lead(slot.idle[:-1])) + stated.text)
    if stated:
        return stated
    if slot.idle and not re.match(r"其中", slot.clause):
        idle = names.before(slot.idle)
        if idle and len(idle.text) <= 40:
            return replace(idle, rule="clause-before")
    if previous.rule == "topic":
        return Name("", zone, "no-name")
    carried = previous.subject or previous.text
    if re.search(r"累计|总数|共有|现有", zone):
        carried = re.sub(r"^(?:新增|新建|新创|新)(?=..)", "", carried)
    return Name(carried, zone, "previous-name") if previous else Name("", zone, "no-name")


def _previous(made: list[_Draft]) -> Name:
    """The name of the figure before in the sentence."""
    for draft in reversed(made):
        if draft.name:
            return draft.name
    return Name("", "", "")


def _turned(made: list[_Draft], run: list[Slot]) -> list[_Draft] | None:
    """The baselines that the numbers of a run are the later values of."""
    size = len(run)
    if len(made) < size or not made[-1].baseline or not names.TURNED.match(run[0].zone):
        return None
    return made[-size:] if all(d.baseline for d in made[-size:]) else None


def _shared_predicates(made: list[_Draft]) -> None:
    """10家卒中中心、28家胸痛中心获国家认证: what is said of the last is said of all."""
    for one, other in zip(reversed(made[:-1]), reversed(made[1:]), strict=True):
        if one.name.rule == "name-after" and other.name.rule == "said-after" and not other.slot.first and not other.slot.zone:
            said = other.name.text.rpartition("的")[0]
            one.name = replace(one.name, text=f"{said}的{one.name.text}", rule="said-after")
        elif one.name.rule == other.name.rule == "name-after" and other.slot.series == one.slot.series + 1 and not other.slot.first and not other.slot.zone:
            owner, of, tail = other.name.text.partition("的")
            if of and "的" not in one.name.text and len(owner) <= 8:  # 10家医院、1000个家庭的健康细胞创建
                one.name = replace(one.name, text=f"{one.name.text}的{tail}")


def _figure(seen: View, sentence: Sentence, part: Part, draft: _Draft, drafts: list[_Draft], home: object, text: str) -> Figure:
    slot, quantity = draft.slot, draft.slot.quantity
    comparator = _comparator(draft, drafts)
    before = text[: quantity.start - sentence.start]
    time = contexts.time_of(before, part)
    named = draft.name.rule not in ("previous-name", "from-to", "standard-of")
    run = [d.slot for d in drafts if d.slot.series == slot.series]
    bound = text[quantity.left - sentence.start : quantity.start - sentence.start]
    first_bound = text[run[0].quantity.left - sentence.start : run[0].quantity.start - sentence.start]
    kind, kind_rule = ("target" if part.forward else "achieved", "gap") if draft.name.rule == "gap" else contexts.kind_of(run[0].clause + (bound or first_bound), run[-1].after, part, named, run[0].clause, run[0].idle, time.year, _after_target(draft, drafts, part))
    if kind_rule == "target-word-after" and not named and quantity.left < quantity.start:
        comparator = "="  # 超过75%的目标任务: the words before compare what was achieved
    draft.kind = kind_rule
    year = time.year
    if len(time.years) > 1:
        year = time.years[run.index(slot)] if len(run) == len(time.years) else year
    if draft.baseline:
        kind, kind_rule = "baseline", "from-to"
        right_before = contexts.time_of(before, replace(part, year=None))
        year = right_before.year if re.search(r"(?:\d{4}年|十[一二三四五]五”?)(?:末期?|期末|底)?的?$", before[: quantity.left - sentence.start]) else time.base_year
    complete = draft.unit.name == "%" and contexts.of_task(slot.clause, slot.after)
    complete = complete or (draft.unit.name == "%" and draft.name.text.endswith("完成率"))
    region, place_rule = places.place_of(seen, sentence, slot, home, draft.name.text, kind, text)
    family_unit = draft.unit
    if quantity.unit is None and quantity.rule in ("bare-number", "round-number") and quantity.value >= 10_000:
        family_unit = _implied(slot, draft)
    if family_unit.family == "medal":
        family_unit = units.load()["枚"]
    unit = family_unit.name + quantity.per if quantity.per else units.per_population(family_unit, _per_base(draft, drafts) + _with_base(draft))
    if "(" in unit and "/" not in unit:  # 套(户) as the page has it
        unit = seen.original(quantity.end - len(unit), quantity.end)
    name = names.standard(_per_base(draft, drafts) + draft.name.text, family_unit.family, family_unit.name)
    known = catalogue.load().find(name, unit, "change" if draft.change else "level") if name else None
    start, end = seen.span(quantity.start, quantity.end)
    quote_start, quote_end = seen.span(sentence.start, sentence.end)
    rules = dict.fromkeys([quantity.rule, draft.name.rule, *draft.rules, kind_rule, place_rule])
    return Figure(
        start, end, quote_start, quote_end, " / ".join(sentence.headings), draft.value, quantity.high, unit,
        known.name if known and names.alike(known.name, name) else name, known, draft.name.words.strip(), kind, comparator, "change" if draft.change else "level",
        complete, year, time.as_of, region, "+".join(r for r in rules if r), _sure(draft, quantity),
    )


def _after_target(draft: _Draft, drafts: list[_Draft], part: Part) -> bool:
    """Does the figure before it in the sentence look forward (明年将新建28个,改造150个)?"""
    at = drafts.index(draft)
    return not part.forward and at > 0 and drafts[at - 1].kind in ("forward-word", "year-ahead", "after-target")


def _per_base(draft: _Draft, drafts: list[_Draft]) -> str:
    """每千常住人口 of the first number of a clause, for the others of its list that count people or places."""
    first = next((d for d in drafts if d.slot.clause_start == draft.slot.clause_start), draft)
    base = _POPULATION.match(names.clean(names.without_lead(first.slot.zone)))
    if first is draft or not base or "每" in draft.name.text or draft.name.rule in ("from-to", "previous-name", "standard-of"):
        return ""
    return base.group() if draft.unit.family in ("counter", "people") and draft.value < 1000 else ""


def _with_base(draft: _Draft) -> str:
    """The words that can name the population a number is per."""
    return draft.name.text if "每" in draft.name.text or "均" in draft.name.text else draft.base + draft.slot.zone + draft.name.text


def _implied(slot: Slot, draft: _Draft) -> Unit:
    """The unit of a bare 1100多万: money, or people where people follow."""
    by_spelling = units.load()
    return by_spelling["人"] if re.search(r"人|患者|妇女|群众|学生", slot.after[:16]) else by_spelling["元"]


def _comparator(draft: _Draft, drafts: list[_Draft]) -> str:
    """The comparator of a figure; a bound before or after a list holds for all of it."""
    own = draft.slot.quantity.comparator
    far = _FAR_BOUND.search(draft.slot.zone)
    if own == "=" and far:
        return {"约": "~", "近": "<", "超": ">", "不低于": ">=", "不少于": ">="}.get(far.group(), "<=")
    if own != "=":
        return own
    run = [d.slot.quantity.comparator for d in drafts if d.slot.series == draft.slot.series and d.name.rule != "name-after"]
    return next((c for c in (run[0], run[-1]) if c != "="), "=") if len(run) > 1 else own


def _sure(draft: _Draft, quantity: Quantity) -> bool:
    return draft.name.rule not in ("clause-before", "previous-name", "no-name", "attribute-added") and quantity.rule not in (
        "bare-number", "spelled-number", "round-number") and len(draft.name.text) <= 36
