"""Split the names of a list so that each has its own number, shared heads and tails given to all."""

from __future__ import annotations

import re

from extract import catalogue, segment, words
from extract.names import (
    ATTRIBUTES,
    HEAD_END,
    INSTANCES,
    JOINT,
    LIST_VERBS,
    POPULATION,
    SHARE_OF,
    WORDS,
    clean,
    share_end,
    unlinked,
    without_lead,
)
from extract.subjects import PROCESS_RATE, is_process_rate

_NAMING = words.phrases("naming")
_LIST_END, _OWNED = _NAMING["list_end"], _NAMING["owned_amount"]
_SUCH_AS, _JOINT_INSIDE = _NAMING["such_as"], _NAMING["joint_inside"]
_EACH_ITS_OWN = _NAMING["each_its_own"]
_COMMA = re.compile("、")
_QUALITY = _NAMING["quality_rate"]
_INSTITUTION_END = re.compile(rf"{words.alternatives(WORDS['institution_ends'])}$")
_PEOPLE = tuple(WORDS["populations"] + WORDS["person_ends"])
_WHOM = re.compile(rf"{words.alternatives(WORDS['populations'])}(?=.)")
_LEVELS = _NAMING["levels_together"]
_NUMERALS = frozenset("一二三四五六七八九十甲乙丙丁")
_THAT_DOES = _NAMING["that_does"]
_PERSON_END = re.compile(rf"{words.alternatives(WORDS['person_ends'])}$")
_ORDINAL_END, _ORDINAL_GOES_ON = _NAMING["ordinal_end"], _NAMING["ordinal_goes_on"]
_GRADE, _OF_TYPE = _NAMING["graded"], _NAMING["disease_of_type"]


def listed(zone: str, wanted: int | None, joint: bool, front: bool = False) -> list[str]:
    """Split the names of a list so that each has its own number, shared heads given to all.

    Args:
        zone: the words before the first number.
        wanted: how many numbers there are; None takes every part.
        joint: the list shares one number (均, 都, 分别).
        front: a last name that begins with a verb may take the first one's front.

    Returns:
        The names, or an empty list where the zone is no list of that many.
    """
    rest = unlinked(zone)
    share = SHARE_OF.search(rest)
    tail = ""
    if share and share["subject"]:
        rest, tail = unlinked(share["subject"]), share_end(share)
    rest = _LIST_END.sub("", rest)
    owned = _OWNED.search(rest)
    if owned:
        rest, tail = rest[: owned.start()], owned.group()[1:]
    for separators in (_COMMA, JOINT):
        parts = [p for p in separators.split(rest) if p.strip()]
        if wanted is None and len(parts) > 1 and parts[0].strip()[-1] in _NUMERALS and _GRADE.match(parts[1].strip()):
            return []  # 三、四级手术占比61.4% is one share
        if wanted is None and len(parts) > 1 and _LEVELS.match(rest):
            return []  # 省、市、县三级无烟党政机关建成率 is one rate
        if len(parts) > 1 and (wanted is None or len(parts) == wanted):
            if wanted is None and separators is _COMMA and JOINT.search(parts[-1]):
                continue  # the last two are joined by 和
            parts[0] = without_lead(parts[0])
            cleaned = [clean(p) for p in parts]
            if not all(cleaned):
                return []
            return [p + tail for p in (_with_verb(cleaned) if owned else _with_head(cleaned, wanted is None, front))]
    return []


def names_institutions(zone: str) -> bool:
    """Does a list before a rate name institutions (综合性医院、中医院老年医学科设置率)?"""
    parts = JOINT.split(unlinked(zone))
    return any(_INSTITUTION_END.search(part.strip()) for part in parts[:-1])


def names_instances(zone: str) -> bool:
    """Does a list give instances of what one rate is of (儿科、重症等紧缺专业医师招聘完成率)?"""
    return bool(INSTANCES.match(without_lead(unlinked(zone))))


def _with_verb(parts: list[str]) -> list[str]:
    """人口参加基本医疗保险, 大病保险 -> the objects of one verb, each with its subject and verb."""
    tokens = segment.split(parts[0])
    verb = next((i for i, t in enumerate(tokens) if t in LIST_VERBS), None)
    does = _THAT_DOES.search(parts[-1]) if verb is None else None
    if does and does.start():
        return [*(part + _doing(part, parts[-1], does) for part in parts[:-1]), parts[-1]]
    front = "" if verb is None else "".join(tokens[: verb + 1])
    return [parts[0], *(front + p for p in parts[1:])]


def _doing(part: str, last: str, does: re.Match[str]) -> str:
    """What all of a list do, with the 患者 that all of them are: 高血压, 糖尿病患者建立健康档案比例."""
    whom = _PERSON_END.search(last[: does.start()]) if not part.endswith(_PEOPLE) else None
    return last[(whom or does).start() :]


def _with_head(parts: list[str], single: bool, front: bool) -> list[str]:
    """乳腺癌, 宫颈癌治疗率 -> 乳腺癌治疗率, 宫颈癌治疗率; complete names are left as they are."""
    last = parts[-1]
    such = _SUCH_AS.match(last)
    head = HEAD_END.search(last)
    if such and head and "等" in segment.split(last):
        return [p + head.group() for p in [*parts[:-1], such["item"]]]
    if single and "的" in last and not HEAD_END.search(parts[0]):
        return []
    tokens = segment.split(last)
    stem = segment.split(last[: head.start()]) if head else tokens
    made = []
    beside = (
        head
        and not any(HEAD_END.search(p) for p in parts[:-1])
        and any(_parallel(p, stem) for p in parts[:-1] if len(segment.split(p)) == 1)
    )
    does = _THAT_DOES.search(last) if head else None
    turn = _ORDINAL_GOES_ON.match(last) if len(parts) == 2 and _ORDINAL_END.search(parts[0]) else None
    if turn:  # 第一、二剂次接种率
        return [parts[0] + turn["of"], f"{parts[0][:-2]}第{last.removeprefix('第')}"]
    for part in parts[:-1]:
        own = segment.split(part)
        grade = _GRADE.match(last)
        if grade and part in _NUMERALS:  # 三、四级手术占比
            made.append(part + last[grade.start("of") :])
            continue
        typed = _OF_TYPE.match(last)
        if head and HEAD_END.search(part):
            made.append(part)
        elif head and typed and not part.endswith(_PEOPLE):
            made.append(part + last[typed.end() :])
        elif does and does.start():
            made.append(part + _doing(part, last, does))
        elif head and part.endswith(_PEOPLE) and (whom := POPULATION.match(last)):  # 老年人、儿童中医药健康管理率
            made.append(part + last[whom.end() :])
        elif own[-1] in tokens[:-1]:
            made.append(part + "".join(tokens[len(tokens) - tokens[::-1].index(own[-1]) :]))
        elif (shared := _shared_tail(part, last)) and not (head and head.group().endswith(shared)):
            made.append(part + shared)
        elif beside and not _JOINT_INSIDE.search(last):
            made.append(part + "".join(stem[1:]) + head.group())
        elif len(tokens) > 1 and (part in ATTRIBUTES or part.endswith(("级", "类", "型"))):
            made.append(part + "".join(tokens[1:]))
        elif not head and len(own) == 1 and len(tokens) > 1 and segment.tag(tokens[-1]) in ("v", "vn"):
            made.append(part + "".join(tokens[1:]))  # 宫颈癌、乳腺癌免费检查
        elif head and len(head.group()) == 1 and len(own) < 3 and (whom := _WHOM.search(last, 1)):
            made.append(part + last[whom.start() :])  # 高血压、糖尿病患者基层规范管理服务率
        elif head and not any(HEAD_END.search(p) for p in parts[:-1]):
            made.append(part + head.group())
        else:
            made.append(part)
    made.append(_with_front(made[0], last) if front else last)
    whose = POPULATION.match(parts[0])
    own = any(POPULATION.search(p) for p in parts[1:]) if whose else True
    if not own and head and made[-1] == last and not HEAD_END.search(parts[0]):
        made[1:] = [_joined(whose.group(), p) for p in made[1:]]  # 贫困人口基本医保、大病保险参保率
    elif not own and any(_is_known(whose.group() + p) for p in made[1:]):
        made[1:] = [p if _is_known(p) else _joined(whose.group(), p) for p in made[1:]]  # 新生儿疾病筛查率、听力筛查率
    of = PROCESS_RATE.fullmatch(made[0])
    if of and of["of"]:  # 法定传染病报告及时率、审核及时率
        made[1:] = [_same_thing(made[0], of["of"], p) if is_process_rate(p) else p for p in made[1:]]
    return made


def _is_known(name: str) -> bool:
    """Is it an indicator's name, a rate's?"""
    return any(catalogue.load().find(name, unit) for unit in ("%", "‰", "/10万"))


def _same_thing(first: str, of: str, rate: str) -> str:
    """报告完整率 of 传染病报告及时率 and 完整率: of what the first is, another quality of the same process too."""
    quality = _QUALITY.search(first)
    return first[: quality.start()] + rate if quality and _QUALITY.fullmatch(rate) else _joined(of, rate)


def _parallel(part: str, stem: list[str]) -> bool:
    """Does an item stand beside the first word of the last: 门诊 and 住院|患者, 职工 and 居民|住院|报销?"""
    return len(stem) == 2 or (
        len(stem) > 2 and segment.tag(stem[0]) not in ("a", "ad", "b") and not stem[0][0].isdigit()
    )


def _shared_tail(part: str, last: str) -> str:
    """失业, 工伤保险参保人数: 失业 goes with 保险参保人数, as the dictionary has 失业保险."""
    for at in range(1, len(segment.split(last)[0]) - 1):  # no word of the last is passed over
        if any(segment.is_word(part[-own:] + last[at : at + 2]) for own in range(2, min(4, len(part)) + 1)):
            return last[at:]
    return ""


def _with_front(first: str, last: str) -> str:
    """基本药物配备品种数, 销售金额占比: the last name takes the first's front where it begins with a verb."""
    tokens, own = segment.split(first), segment.split(last)
    if len(last) + 3 < len(first) and segment.tag(own[0]) in ("v", "vn") and len(tokens) > 2:
        return _joined("".join(tokens[: max(1, len(tokens) - max(2, len(own) - 1))]), last)
    return last


def _joined(front: str, name: str) -> str:
    """A front and a name as one, what both say said once: 艾滋病抗病毒 and 抗病毒治疗成功率."""
    shared = next((n for n in range(min(len(front), len(name)), 1, -1) if front.endswith(name[:n])), 0)
    return front + name[shared:]


def each_its_own(statement: str) -> list[str]:
    """市级和县级机构分别达到三级和二级标准 as two statements; empty where it is not of that form."""
    match = _EACH_ITS_OWN.match(statement)
    if not match:
        return []
    who, what = listed(match["who"], 2, True), listed(match["what"], 2, True)
    return [a + match["verb"] + b for a, b in zip(who, what, strict=True)] if who and what else []
