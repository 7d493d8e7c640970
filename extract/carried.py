"""Names that say nothing alone, made whole by the name before them: 完成率, 省级, 乡镇卫生院65.4%."""

from __future__ import annotations

import re
from dataclasses import replace

from extract import catalogue, segment, subjects, words
from extract.names import (
    ATTRIBUTES,
    HEAD_END,
    KEEP,
    POPULATION,
    WORDS,
    Name,
    before,
    is_amount,
    without_number_end,
)
from extract.subjects import is_process_rate, without_process

_NAMING = words.phrases("naming")
_INCOMPLETE = _NAMING["incomplete"]
_GROUP_END = re.compile(rf"{words.alternatives([*WORDS['populations'], *WORDS['institutions'], *WORDS['areas']])}$")
# 每千常住人口托位数, of which a later 普惠率 is of 托位
_PER = _NAMING["per_population"]
_OF_INSTITUTIONS, _OF_PEOPLE = (frozenset(WORDS[key]) for key in ("units_of_institutions", "units_of_people"))
_PEOPLE_END = re.compile(rf"{words.alternatives(WORDS['person_ends'])}$")
# 全市医疗机构床位, of which 其中医院 are 医院床位
_WHOSE = re.compile(rf"^.*{words.alternatives(WORDS['institutions'])}(?=..)")
_RATES_OF_ONE = tuple(WORDS["rates_of_one"])
_TOTALS, _SCORES = tuple(WORDS["totals_of_one"]), frozenset(WORDS["scores"])
_MEAN_OF = _NAMING["mean_of"]
_POPULATION_END = re.compile(rf"{words.alternatives(WORDS['populations'])}$")
_DONE = frozenset(WORDS["shared_verbs"])
_BUILDING = frozenset(WORDS["building"])
_BUILT = re.compile(f"^{words.alternatives(WORDS['building'])}")
_OF_PROJECT, _PROJECTS = frozenset((*WORDS["project_sums"], *WORDS["of_project"])), tuple(WORDS["projects"])
_INSTITUTION_END = re.compile(rf"{words.alternatives(WORDS['institutions'])}$")
_RATE_NAME, _SHARE_OF_WHAT = _NAMING["rate_of_population"], _NAMING["share_of_what"]
_PER_ALONE = _NAMING["per_alone"]
_RATE_OF_DISEASE = _NAMING["rate_of_disease"]
_CASES, _ILLNESS = _NAMING["cases_of"], frozenset(WORDS["rates_of_illness"])
_OF_AGE, _AGE_INSIDE = _NAMING["of_age"], _NAMING["age_inside"]
_ITEMS_BEFORE, _SAID_OF_ITEMS, _ITEM_ALONE = (_NAMING[key] for key in ("items_before", "said_of_items", "item_alone"))
_COVERED, _COVERING = _NAMING["covered_area"], _NAMING["covering"]
_IN_ASSESSMENT, _SCORE = _NAMING["in_assessment"], _NAMING["score"]
_PART_OF_PEOPLE, _PART_AT_FRONT = _NAMING["part_of_people"], _NAMING["part_at_front"]
_GOT_AFTER, _GOT_BEFORE = _NAMING["got_after_verb"], _NAMING["got_before_verb"]


def completed(name: Name, previous: Name, unit: str) -> Name:
    """An incomplete name (完成率, 省级, 乡镇卫生院) made whole by the name before it."""
    text, base = name.text, previous.topic or _topic(previous.text)
    if previous.rule in ("share-of", "share-of-previous"):  # 检测46.2万人次,占常住人口的28.1%,治疗率91.2%
        base = _SHARE_OF_WHAT.sub("", base)
    counted = unit in _OF_INSTITUTIONS and unit not in _OF_PEOPLE  # 从业人员96万人,其中女性42万人 is a part of a count
    rate = previous.text.removeprefix(previous.topic) if previous.rule == "rate-of-previous" else previous.text
    if _PART_OF_PEOPLE.fullmatch(text) and previous and previous.rule != "topic" and not counted:  # 其中男性75.2岁
        return of_part(name, replace(previous, text=rate))
    among = name.words.lstrip().startswith("其中") and _AGE_INSIDE.search(previous.text)
    if among and _OF_AGE.fullmatch(text) and bool(HEAD_END.search(previous.text)) == (unit in ("%", "‰")):
        # 60岁及以上老年人口31万人,其中80岁及以上5.6万人
        other = _AGE_INSIDE.sub(_AGE_INSIDE.search(text).group(), previous.text, count=1)
        return Name(other, name.words, "part-of-previous")
    mean = _MEAN_OF.search(previous.text) if text in _SCORES else None
    if mean and mean["of"] == text:  # 平均得分90.2分,甲县得分95.4分
        return Name(previous.text[: mean.start()] + text, name.words, "head-of-previous")
    if _PER_ALONE.fullmatch(text) and previous and previous.rule != "topic":  # 病床425张,每千人口2.13张
        return Name(text + without_number_end(previous.text), name.words, "verb-of-previous")
    if _COVERED.fullmatch(text) and not _COVERING.search(previous.text):
        return name  # 投入资金3000万元,行政村覆盖率达到100%
    if previous.rule in ("topic", "head-of-clause") and base.endswith(text) and text:
        return Name(base, name.words, "verb-of-previous")
    if name.rule == "share-in-whole" and (of := _SHARE_OF_WHAT.search(previous.text)):
        return Name(text.removesuffix("占比") + of.group(), name.words, "share-of-previous")
    part = name.rule == "share-in-whole" and name.words.lstrip().startswith("其中")
    if part and previous and previous.rule != "topic" and not HEAD_END.search(previous.text):
        return Name(
            f"{text.removesuffix('占比')}占{without_number_end(previous.text)}比例", name.words, "share-of-previous"
        )
    if text.startswith("占") and previous.rule != "topic" and previous:
        return Name(without_number_end(previous.text) + text, name.words, "share-of-previous")
    if unit in ("%", "‰") and name.rule == "name-before" and _is_group(text) and _is_whole_rate(previous.text):
        return Name(text + rate, name.words, "rate-of-previous", topic=text)  # 签约率达30%,重点人群达60%
    if unit in ("%", "‰") and (among := _among(text, previous.text)):
        return Name(among, name.words, "rate-of-previous", topic=text)
    ill = _RATE_OF_DISEASE.search(previous.text) if _RATE_OF_DISEASE.fullmatch(text) else None
    if ill and ill.start() and unit in ("‰", "/10万", "%"):  # 新生儿破伤风发病率0.034‰,死亡率0.014‰
        return Name(previous.text[: ill.start()] + text, name.words, "head-of-previous", topic=previous.topic)
    alike = text in _RATES_OF_ONE and len(previous.text) > 5 and previous.text.endswith(_RATES_OF_ONE)
    if alike and not POPULATION.match(previous.text):
        return Name(previous.text[:-3] + text, name.words, "head-of-previous", topic=previous.text[:-3])
    front = previous.text[: -len(text)]
    if text in _TOTALS and front and previous.text.endswith(_TOTALS):
        return Name(front + text, name.words, "head-of-previous")
    project = base if previous.rule == "topic" else previous.topic
    if text in _OF_PROJECT and project.endswith(_PROJECTS):  # 中医院迁建项目。总投资1.86亿元
        return Name(project + text, name.words, "head-of-previous", topic=project)
    if not base or (previous.rule == "topic" and unit not in ("%", "‰") and not text.endswith("率")):
        return name
    if text in _BUILDING and _BUILT.match(previous.text):
        return Name(_BUILT.sub(text, without_number_end(previous.text)), name.words, "verb-replaced")
    verb = text in KEEP or (unit not in ("元", "人次") and segment.tag(text.removeprefix("已")) == "v")
    if len(text) <= 3 and verb and not HEAD_END.search(text):
        base = _without_verb(without_number_end(previous.text), text)
        whole = base if base.endswith(text) else base + text.removeprefix("已")
        return Name(whole, name.words, "verb-of-previous")
    if text.startswith("床位") and not _INSTITUTION_END.search(base):
        return name
    if text in ATTRIBUTES:
        base = without_number_end(previous.text)
        for other in sorted(ATTRIBUTES, key=len, reverse=True):
            alike = len(other) == len(text) or other[-1] == text[-1] == "级"
            if other in base and (alike or text.startswith(other)):  # 三级医院21家,其中三级甲等9家
                return Name(base.replace(other, text), name.words, "attribute-replaced")
        return Name(text + base, name.words, "attribute-added")
    if is_incomplete(text, unit) or (is_process_rate(text) and previous.rule != "topic"):
        stem = text.removesuffix("率")
        for size in range(min(len(text), len(base)) - 1, 1, -1):
            if base.endswith(text[:size]):
                return Name(base + text[size:], name.words, "head-of-previous", topic=base[:-size] or base)
        whose = base.startswith(stem) and len(base) > len(stem) + 2
        if whose and (len(stem) > 2 or is_process_rate(text)):
            # 规范管理高血压患者21.6万人,规范管理率76.9%
            return Name(base[len(stem) :] + text, name.words, "head-of-previous", topic=base[len(stem) :])
        at = base.find(stem)
        if at > 1 and stem in WORDS["enrolled"]:
            return Name(base[:at] + text, name.words, "head-of-previous", topic=base[:at])  # 新农合参合人口,参合率99.6%
        if at >= 0 and stem != text:
            return name
        if previous.rule == "said-after" and is_process_rate(text) and (what := _object_of(previous, stem)):
            return Name(base + what + text, name.words, "head-of-previous", topic=base)
        base = _CASES.sub("", without_process(base)) if text in _ILLNESS else without_process(base)
        return Name(base + text, name.words, "head-of-previous", topic=base)
    within = name.words.lstrip().startswith("其中") or previous.rule == "part-of-previous"
    if within and _is_group(text) and _counts_no_group(text, unit):  # 床位19.03万张,其中医院14.62万张
        counted = without_number_end(previous.text).removeprefix(previous.topic)
        whole = text + _WHOSE.sub("", counted)
        return Name(whole, name.words, "part-of-previous", topic=text) if counted else name
    if unit in ("%", "‰") and name.rule == "name-before" and previous.rule == "rate-of-previous" and _is_item(text):
        return Name(text + rate, name.words, "rate-of-previous", topic=text)
    head = _RATE_NAME.match(previous.text)
    if unit in ("%", "‰") and name.rule == "name-before" and head and not is_amount(text) and len(text) <= 10:
        return Name(_instead(previous.text, text) or text + head["rate"], name.words, "rate-of-previous", topic=text)
    return name


def of_part(name: Name, measured: Name) -> Name:
    """A name that is only a part of the people, with what the figure of the sentence before measures.

    Args:
        name: 城市居民 or 农村; any other name is returned as it is.
        measured: 居民健康素养水平, 孕产妇死亡率.
    """
    if not _PART_OF_PEOPLE.fullmatch(name.text) or not is_amount(measured.text):
        return name
    rate = _PART_AT_FRONT.sub("", measured.text)  # 城市孕产妇死亡率为11.02/10万,农村为15.97/10万
    whole = _among(name.text, rate) or name.text + rate
    return Name(whole, name.words, "rate-of-previous", topic=name.text)


def _among(group: str, rate: str) -> str:
    """The rate of a part of those that a rate is of: 城市居民 and 居民健康素养水平; else empty."""
    whom = _POPULATION_END.search(group)
    inside = whom is not None and whom.start() > 0 and not is_amount(group)
    return group + rate.removeprefix(whom.group()) if inside and rate.startswith(whom.group()) else ""


def of_clause(stated: Name, clause: str, unit: str) -> Name:
    """A name that says nothing alone, of what the clause before speaks of (妇女“两癌”筛查,已筛查7568人).

    Args:
        stated: the name; as it is where it says enough, or where the clause does not tell.
        clause: the clause before, where that holds no number; else empty.
        unit: what the number is counted in.
    """
    if unit in ("%", "‰") and stated.rule == "name-before" and _is_rate_alone(clause) and _is_item(stated.text):
        return Name(stated.text + clause.strip(), clause + stated.words, "rate-of-previous", topic=stated.text)
    scored = score_in(clause, stated.text) if _SCORE.fullmatch(stated.text) else None
    if scored:
        return scored
    topic = subjects.topic_of(clause, stated.text)
    if not topic:
        alone = is_incomplete(stated.text, unit) or is_process_rate(stated.text)
        whom = subjects.whom(clause) if alone and unit in ("%", "‰") else ""
        return Name(whom + stated.text, clause + stated.words, "head-of-clause", topic=whom) if whom else stated
    if stated.text in WORDS["doses"]:
        return Name(topic + stated.text, clause + stated.words, "head-of-clause", topic=topic)
    made = completed(stated, Name(topic, clause, "clause-before"), unit)
    return replace(made, rule="head-of-clause", topic=topic) if made.text != stated.text else stated


def said_of_items(before: str, follows: str, previous: Name) -> Name | None:
    """The name of a count of those of the items before that reached what they should; None where it is none.

    Args:
        before: 可监测的28项主要指标中, the sentence up to the number.
        follows: 已达到2022年阶段目标.
        previous: what the items are called (可监测主要指标).
    """
    said = _SAID_OF_ITEMS.match(follows) if previous and previous.rule != "topic" else None
    if said and previous.rule == "said-after" and _ITEM_ALONE.search(previous.text):  # 20项达到预期,3项滞后
        item = previous.text.rpartition("的")[2]
        return Name(f"{said['said']}的{item}", follows, "said-after", topic=previous.topic)
    if not said or not _ITEMS_BEFORE.search(before):
        return None
    of, owner = without_number_end(previous.text).rpartition("的")[2], previous.subject
    kept = owner if owner and segment.tag(segment.split(owner)[-1]) not in ("v", "vn") else ""
    alone = _ITEM_ALONE.search(of.removesuffix("中"))
    item = alone.group() if alone else of  # 指标 of 纲要可监测主要指标
    return Name(f"{kept}{said['said']}的{item}", follows, "said-after", topic=of)


def score_in(clause: str, said: str = "得分") -> Name:
    """What a score was given for (在健康城市建设考核中,我市得分91.36分); no name where the clause does not tell."""
    assessed = _IN_ASSESSMENT.search(clause)
    if not assessed:
        return Name("", clause, "no-name")
    what = assessed["what"] or assessed["held"]
    return Name(what + said, clause, "head-of-clause", topic=what)


def of_place(measured: Name, words: str) -> Name:
    """What a place's value alone is of: what the sentence before measures (全州平均得分91.87分。甲县95.32分)."""
    mean = _MEAN_OF.search(measured.text)
    text = measured.text[: mean.start()] + mean["of"] if mean else measured.text
    return Name(text, words, "previous-name", topic=measured.topic)


def _is_rate_alone(clause: str) -> bool:
    """Is a clause nothing but the name of a rate, whose values are told by groups: 住院费用支付比例,新农合为70.1%?"""
    name = before(clause.strip())
    return bool(HEAD_END.search(name.text)) and name.text == clause.strip() and _is_whole_rate(name.text)


def _is_item(text: str) -> bool:
    """May this be one of those that a rate is told of in turn?"""
    return len(text) <= 10 and not is_amount(text)


def _without_verb(base: str, verb: str) -> str:
    """A name without the verb at its end, which another takes the place of: 近三年退出71人,补充28人."""
    tokens = segment.split(base)
    other = len(tokens) > 1 and tokens[-1] in _DONE and not base.endswith(verb)
    return "".join(tokens[:-1]) if other else base


def _instead(rate: str, group: str) -> str:
    """The rate of another group: 签约服务一般人群覆盖率 for 重点人群 is 签约服务重点人群覆盖率; else empty."""
    tokens = segment.split(rate)
    at = next((i for i, token in enumerate(tokens[:-1]) if i and _POPULATION_END.search(token)), 0)
    front = tokens[: at - 1] if at and segment.tag(tokens[at - 1]) in ("a", "ad", "b") else tokens[:at]
    return "".join([*front, group, *tokens[at + 1 :]]) if front else ""


def _object_of(previous: Name, stem: str) -> str:
    """What those got that a rate is of: 免费接种首针HPV疫苗的初一女生 -> 首针HPV疫苗; empty where it is not said."""
    text = previous.text
    fronts = [front for front in (f"免费{stem}", stem) if text.startswith(front)]
    given = next((match for front in fronts if (match := _GOT_AFTER.match(text, len(front)))), None)
    match = given or _GOT_BEFORE.fullmatch(text, 0, max(text.find(f"{stem}的"), 0))
    return match["object"].removeprefix("免费") if match else ""


def _counts_no_group(text: str, unit: str) -> bool:
    """Is a unit one that counts what a group has or got, and not the group itself?"""
    return unit in _OF_PEOPLE if _PEOPLE_END.search(text) else unit in _OF_INSTITUTIONS


def is_incomplete(text: str, unit: str) -> bool:
    """Does a name say nothing without the one before it?"""
    return bool(_INCOMPLETE.match(text)) or _is_bare_rate(text, unit)


def _is_group(text: str) -> bool:
    """Are these people or institutions, and nothing that is measured of them?"""
    return len(text) <= 10 and not is_amount(text) and bool(_GROUP_END.search(text))


def _is_whole_rate(text: str) -> bool:
    return 3 < len(text) <= 16 and text.endswith(("率", "比例", "水平", "满意度")) and not POPULATION.match(text)


def is_known(text: str, unit: str) -> bool:
    """Is this the name of an indicator of the catalogue, whose 和 or 、 makes no list (眼保健和视力检查覆盖率)?"""
    return catalogue.load().find(text, unit) is not None


def _is_bare_rate(text: str, unit: str) -> bool:
    """开工率, 救治率: the rate of something that the name does not say and the catalogue does not know."""
    return len(text) == 3 and text.endswith("率") and unit in ("%", "‰") and not is_known(text, unit)


def _topic(text: str) -> str:
    """What the next rate is of: 肺结核患者 of 肺结核患者病原学阳性率; a count's name itself."""
    text = _PER.sub("", text)
    if not HEAD_END.search(text) or text.endswith(("人数", "数", "数量", "总量")):
        return without_number_end(text).removesuffix("数")
    population = POPULATION.match(text)
    return population.group() if population else ""
