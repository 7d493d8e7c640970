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
