"""What a name is of where it does not say it itself: the project of a sum, the subject of a clause, whom a rate is of.

The words are data/reference/words/names.yml.
"""

from __future__ import annotations

import re

from extract import segment, words
from extract.names import SUMS, WORDS, Name, clean, unlinked, without_lead

_PROJECT_SUM = re.compile(
    rf"(?:^|[^一-龥]|年内|全年|今年|当年|累计|计划|已|共){words.alternatives(WORDS['project_sums'])}$"
)
_SUBJECT_ENDS = frozenset(WORDS["subject_ends"])
PROCESS_RATE = re.compile(rf"(?P<of>.*?){words.alternatives(WORDS['process'])}+(?:率|比例)$")
"""A rate named by what is done to those it is of, and these."""
_PROCESS = frozenset(WORDS["process"])
_SERVED = re.compile(
    rf"(?:对|为|给|面向|针对)?(?P<whom>.*?{words.alternatives(WORDS['recipients'])})(?:免费)?"
    rf"(?P<verb>{words.alternatives(WORDS['served_by'])})(?P<what>.*)"
)
# What may be said of anything that is done.
_OF_ANY = frozenset(("完成", "任务", "目标任务", *WORDS["doses"]))
_FREE = re.compile("^(?:免费|继续)")
_ITEM = re.compile("^[一二三四五六七八九十]+是")
_SUM_FOR = re.compile(rf"^{words.alternatives(WORDS['sums'])}(?:{words.alternatives(WORDS['spent_on'])}|完成)$")
_SPENT_ON = re.compile(rf"^(?:主要|重点|专项|全部)?{words.alternatives(WORDS['spent_on'])}")


def of_project(stated: str) -> bool:
    """Do the words before a number only say that it is what a project cost (年内完成投资)?"""
    return bool(_PROJECT_SUM.search(unlinked(stated))) or bool(_PROJECT_SUM.search(stated.rstrip()))


def project_sum(stated: str) -> str:
    """The words for what a project cost, at the end of those before a number."""
    return re.search(rf"{words.alternatives(WORDS['project_sums'])}$", stated.rstrip()).group()


def project_of(clause: str) -> str:
    """The project that a clause without a number speaks of: 推进片区医疗中心建设 -> 片区医疗中心建设."""
    return clean(clause_subject(without_lead(clause)))


def clause_subject(text: str) -> str:
    """What a clause speaks of, without what it says of that: 因病致贫户大幅减少 -> 因病致贫户."""
    tokens = segment.split(text)
    for i, token in enumerate(tokens):
        if i and token in _SUBJECT_ENDS:
            return "".join(tokens[:i])
    return text


def topic_of(clause: str, rate: str) -> str:
    """What a clause without a number says is done to whom, for a rate or a count named by that alone; else empty.

    Args:
        clause: 对65岁及以上老年人实行分类分级健康服务.
        rate: 服务率, 筛查, 完成率: its first word must be what the clause says is done, or one of a task.
    """
    text = _FREE.sub("", without_lead(_ITEM.sub("", clause.strip())))
    served = _SERVED.match(text)
    topic = clean(served["whom"] + served["what"] if served else text)
    done = rate.removeprefix("已").removesuffix("率")
    of_it = done in _OF_ANY or topic.endswith(done) or (served and served["verb"] == done)
    ends = segment.split(topic)[-1:]
    if not of_it or len(topic) > 30 or not ends or topic == done or "," in topic:
        return ""
    return topic if (served or ends[0] in _PROCESS or topic.endswith(done)) else ""


def without_process(text: str) -> str:
    """A count's name without the verb that says what was done: 管理高血压患者 -> 高血压患者."""
    tokens = segment.split(text)
    rest = "".join(tokens[1:])
    return rest if tokens[0] in _PROCESS and len(rest) > 2 else text


def is_process_rate(text: str) -> bool:
    """Is a rate named by what is done alone (规范管理率)?"""
    match = PROCESS_RATE.fullmatch(text)
    return bool(match) and not match["of"]


def sum_for(name: Name, following: str) -> Name:
    """A sum of money named by what it is spent on, where its own name says no more than that it is one."""
    spent = _SPENT_ON.match(following)
    if (name.text and name.text not in SUMS) or not spent:
        return name
    purpose = clean(without_lead(following[spent.end() :]))
    return Name(purpose[:30] + "资金", name.words + following, "sum-for") if purpose else name


def is_sum(name: str) -> bool:
    """Does a name say no more than that money is meant?"""
    return not name or name in SUMS or (_SUM_FOR.match(name) is not None)
