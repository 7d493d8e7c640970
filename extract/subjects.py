"""What a name is of where it does not say it itself: the project of a sum, the subject of a clause, whom a rate is of.

The words are data/reference/words/names.yml.
"""

from __future__ import annotations

import re

from extract import segment, words
from extract.names import SUMS, WORDS, Name, clean, unlinked, without_lead

_NAMING = words.phrases("naming")
_PROJECT_SUM = _NAMING["project_sum"]
_SUM_END = re.compile(rf"{words.alternatives(WORDS['project_sums'])}$")
_SUBJECT_ENDS = frozenset(WORDS["subject_ends"])
PROCESS_RATE = _NAMING["process_rate"]
"""A rate named by what is done to those it is of, and these."""
_PROCESS = frozenset(WORDS["process"])
_SERVED, _FREE, _ITEM = _NAMING["served"], _NAMING["free_of_charge"], _NAMING["item_said"]
_WHOM = _NAMING["whom"]
# What may be said of anything that is done, and doses of it.
_OF_ANY = frozenset((*WORDS["of_any"], *WORDS["doses"]))
_OF_PROGRAMME, _PROGRAMME_ENDS = frozenset(WORDS["of_programme"]), frozenset(WORDS["programme_ends"])
_SUM_FOR, _SPENT_ON = _NAMING["sum_for"], _NAMING["spent_on"]


def of_project(stated: str) -> bool:
    """Do the words before a number only say that it is what a project cost (年内完成投资)?"""
    return bool(_PROJECT_SUM.search(unlinked(stated))) or bool(_PROJECT_SUM.search(stated.rstrip()))


def project_sum(stated: str) -> str:
    """The words for what a project cost, at the end of those before a number."""
    return _SUM_END.search(stated.rstrip()).group()


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
    dose = next((dose for dose in WORDS["doses"] if rate.startswith(dose)), "")
    done = rate.removeprefix("已").removesuffix("率").removeprefix(dose) or rate
    of_it = done in _OF_ANY or topic.endswith(done) or (served and served["verb"] == done)
    ends = segment.split(topic)[-1:]
    of_programme = done in _OF_PROGRAMME and bool(ends) and ends[0] in _PROGRAMME_ENDS
    if of_programme and len(topic) <= 30 and "," not in topic:
        return topic
    if not of_it or len(topic) > 30 or not ends or topic == done or "," in topic:
        return ""
    return topic if (served or ends[0] in _PROCESS or topic.endswith(done)) else ""


def whom(clause: str) -> str:
    """Whom a clause without a number begins with: 65岁以上老年人免费健康体检有序开展; else empty."""
    match = _WHOM.match(without_lead(_ITEM.sub("", clause.strip())))
    return clean(match.group()) if match else ""


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
