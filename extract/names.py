"""Name a quantity: which words of its sentence say what it measures.

The words stand before the number (县域内就诊率达到86.6%), after it (9所县级医院
达到三级医院建设标准), around it, or in the clause before. The word tables are
data/reference/words/names.yml.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extract import segment, words

_GROUPS = [
    "lead",
    "keep_before_count",
    "link",
    "up",
    "down",
    "turned",
    "heads",
    "incomplete",
    "covered_areas",
    "attributes",
    "predicates",
    "not_a_noun",
    "person_ends",
    "number_ends",
    "object_verbs",
    "prepositions",
    "terms",
    "rises_of_amounts",
    "rates_of_change",
    "list_verbs",
    "populations",
    "rates_of_one",
    "totals_of_one",
    "scores",
    "building",
    "not_changes",
    "institutions",
    "fillers",
    "sums",
    "spent_on",
    "process",
    "project_sums",
    "rates_of_illness",
    "enrolled",
    "of_project",
    "projects",
    "subject_ends",
    "sum_verbs",
    "movements",
    "areas",
    "recipients",
    "qualities",
    "units_of_institutions",
    "units_of_people",
    "served_by",
    "shared_verbs",
    "doses",
    "of_any",
    "less_of",
    "having",
    "held",
    "of_programme",
    "programme_ends",
    "institution_ends",
]
_TABLE = words.load("names")
_AIMS, _NAMING, _TIMES = (words.phrases(name) for name in ("aims", "naming", "time"))
WORDS = words.groups("names", _GROUPS, also=["noun_after_all"])
_LEAD = frozenset(WORDS["lead"])
KEEP = frozenset(WORDS["keep_before_count"])
_OBJECT_VERBS = frozenset(WORDS["object_verbs"])
_PREPOSITIONS = frozenset(WORDS["prepositions"])
LIST_VERBS = frozenset(WORDS["list_verbs"])
_INCOMPLETE_WORDS = frozenset(WORDS["incomplete"])
_LESS_OF, _HAVING = frozenset(WORDS["less_of"]), frozenset(WORDS["having"])
ATTRIBUTES = frozenset(WORDS["attributes"])
_LINK, _JOINT_END = _NAMING["link"], _NAMING["joint_end"]
JOINT = _NAMING["joint"]
"""What joins the names of a list."""
_COMPARED = _TIMES["compared"]
_UP, _DOWN = _NAMING["rise"], _NAMING["fall"]
TURNED = _NAMING["turned"]
INSTANCES = _NAMING["instances"]
"""The instances before what a rate is of: 儿科、重症等 of 儿科、重症等紧缺专业医师招聘完成率."""
HEAD_END = re.compile(rf"{words.alternatives(WORDS['heads'])}$")
_PREDICATE = re.compile(words.alternatives(WORDS["predicates"]))
_FILLERS = frozenset(WORDS["fillers"])
SUMS = frozenset(WORDS["sums"])
_NOT_A_NOUN = re.compile(
    "^(?:"
    + "|".join(
        re.escape(w) + (f"(?![{_TABLE['noun_after_all'][w]}])" if w in _TABLE["noun_after_all"] else "")
        for w in WORDS["not_a_noun"]
    )
    + ")"
)
_NUMBER_END = re.compile(rf"{words.alternatives(WORDS['number_ends'])}$")
_PERSON_END = re.compile(rf"{words.alternatives(WORDS['person_ends'])}$")
_TIME, _DURING = _TIMES["time_opening"], _TIMES["during"]
POPULATION = re.compile(rf".*{words.alternatives(WORDS['populations'])}(?=.)")
_SIDE = _AIMS["side"]
_NO_CHANGE = re.compile(rf"{words.alternatives(WORDS['not_changes'])}$")
_RUNNING = _NAMING["running_mark"]
SHARE_OF, _SHARE_SAID = _NAMING["share_of"], _NAMING["share_said"]
_SHARE_IN_WHOLE = _NAMING["share_in_whole"]
_ENUMERATED = _NAMING["enumerated"]
_STANDARD_ONLY, _STANDARD_AFTER = _AIMS["standard_only"], _AIMS["standard_after"]
_STANDARD_END = _AIMS["standard_end"]
_PER_BASE, _STANDARD_PER_HEAD = _NAMING["per_base"], _AIMS["standard_per_head"]
_QUOTES = str.maketrans("", "", "“”\"‘’'《》「」『』 \n\x01•●")
_SUM_VERB = _NAMING["sum_verb"]
_MOVED = re.compile(rf"^{words.alternatives(WORDS['movements'])}")
_AMONG, _OWNED = _NAMING["among"], _NAMING["owned"]
_RECIPIENT_END = re.compile(rf"{words.alternatives(WORDS['recipients'])}$")
_REACHED = _NAMING["came_to"]
_BY, _AIM_IS, _SAID_IN_PLAN = _NAMING["by_way_of"], _NAMING["aim_is"], _NAMING["said_in_plan"]
OF_AT_FRONT = _NAMING["of_at_front"]
_OFFICE_DID, _EACH_PLACE = _NAMING["office_did"], _NAMING["each_place"]
_AND_SO_ON, _OF_WHICH, _GIVEN = _NAMING["and_so_on"], _NAMING["of_which"], _NAMING["given"]
_CARRIED_OUT, _ALL_OF_THEM, _UNDER_WAY = (_NAMING[key] for key in ("carried_out", "all_of_them", "under_way"))
_NOT_COMPARED, _COUNT_END = _NAMING["not_compared"], _NAMING["number_end"]
INNER = "\x01"
"""Stands for 、 inside brackets, which separates nothing outside them."""


@dataclass(frozen=True)
class Name:
    """A name with the words it was taken from and the rule that took it."""

    text: str
    words: str
    rule: str
    subject: str = ""
    """What a bare number after it is said of, where that is not the whole name."""
    topic: str = ""
    """What an incomplete name after it (完成率) is of, where that is not the whole name."""

    def __bool__(self) -> bool:
        return bool(self.text)


def clean(text: str) -> str:
    """A name without quotation marks, spaces and the punctuation at its ends."""
    bare = text.replace(INNER, "、").translate(_QUOTES).strip(",、;:。.!?-~·*()[]【】<>=≥≤+/％%")
    for opening, closing in ("()", "[]"):
        if bare.count(opening) != bare.count(closing):
            bare = bare.replace(opening, "").replace(closing, "")
    return bare


@lru_cache(maxsize=1024)  # the words before one number are asked about a dozen times
def unlinked(text: str) -> str:
    """The text without the words that link a name to its number."""
    while True:
        shorter = _LINK.sub("", _COMPARED.sub("", _JOINT_END.sub("", text)))
        if shorter == text:
            return text
        text = shorter


@lru_cache(maxsize=4096)
def without_lead(text: str, counted: bool = False) -> str:
    """The text without leading words of place, time, manner and empty verbs.

    With ``counted`` (a number follows that counts a noun after it), verbs that
    tell what was counted stay.
    """
    text = text.rpartition("--")[2].strip() or text  # 办好民生实事--新增托位
    text = _SAID_IN_PLAN.sub("", _AIM_IS.sub("", text))
    text = _BY.sub("", _DURING.sub("", _EACH_PLACE.sub("", _RUNNING.sub("", text.lstrip("、, ")))))
    while (later := _TIME.sub("", text).lstrip("、, ")) != text:
        text = later
    tokens = segment.split(text)
    if len(tokens) > 2 and tokens[0] in _PREPOSITIONS:
        verb = next((i for i, t in enumerate(tokens) if t in _OBJECT_VERBS or (t in _PREPOSITIONS and i > 1)), None)
        tokens = tokens[verb + 1 :] if verb else tokens[1:]
    while tokens and (tokens[0] in _LEAD or _TIME.fullmatch(tokens[0]) or not tokens[0].strip("、,和及与的 ")):
        if counted and tokens[0] in KEEP:
            break
        rest = "".join(tokens[1:])
        if (
            len(tokens) == 2
            and len(rest) == 2
            and len(tokens[0]) == 2
            and segment.tag(tokens[0]) == "v"
            and rest not in _LEAD
            and rest not in _INCOMPLETE_WORDS
            and tokens[0] not in _HAVING
            and not HEAD_END.search(rest)
        ):
            break  # 实施项目, 完成手术: too little is left without the verb
        tokens = tokens[1:]
    if _TIME.match("".join(tokens)) and "".join(tokens) != text:
        return without_lead("".join(tokens), counted)
    if text.endswith(("比例", "比重", "占比")):
        return "".join(tokens)
    for i in range(len(tokens) - 2, 0, -1):
        if "".join(tokens[i + 1 :]) in _INCOMPLETE_WORDS:
            break  # 中心完成投资: what was invested in is the subject
        if tokens[i] in _OBJECT_VERBS and not tokens[0].startswith("每"):
            whose = "".join(tokens[:i])
            kept = whose if _RECIPIENT_END.search(whose) else ""
            return kept + without_lead("".join(tokens[i + 1 :]), counted)
    return "".join(tokens)


def share_end(share: re.Match[str]) -> str:
    """The end of a share's name, of a match of ``SHARE_OF``: 占医疗收入比例; 占卫生总费用比重 says it already."""
    of = clean(share["of"])
    return of if _SHARE_SAID.search(of) else of + "比例"


def change(zone: str) -> tuple[str, int] | None:
    """A zone that ends with a rise or a fall: (what is left of it, 1 or -1)."""
    bare = zone.rstrip(" ")
    if _NO_CHANGE.search(unlinked(bare)):
        return None
    for pattern, sign in ((_DOWN, -1), (_UP, 1)):
        match = pattern.search(bare)
        if match:
            return bare[: match.start()], sign
    return None


def before(zone: str) -> Name:
    """The name that ends right before a number."""
    rest = _AMONG.sub("", unlinked(zone))
    held = _STANDARD_END.search(rest)  # 孕产妇死亡率控制在省定标准12/10万以内
    rest = rest[: held.start()] if held and rest[: held.start()].strip() else rest
    share = SHARE_OF.search(rest)
    if _SHARE_IN_WHOLE.search(zone.rstrip()) and not share:
        return Name(clean(without_lead(rest)) + "占比", zone, "share-in-whole")
    if share:
        return Name(clean(without_lead(share["subject"])) + share_end(share), zone, "share-of")
    owned = _OWNED.fullmatch(rest)
    name = clean(without_lead(owned["who"])) + clean(owned["what"]) if owned else clean(without_lead(rest))
    name = INSTANCES.sub("", name)
    if name in SUMS and (verb := _SUM_VERB.search(rest.removesuffix(name))):
        name = verb["verb"] + name  # 投入资金, 争取资金
    if not name:
        last = segment.split(rest)[-1:]
        name = last[0] if last and last[0] in KEEP else ""
    return Name(name, zone, "name-before")


def after(text: str, zone: str, share: bool, previous: Name) -> Name:
    """The name of a number that counts, or is a share of, the noun that follows it.

    Args:
        text: what follows, to the next boundary.
        zone: what stands before, of which a verb or a 每-phrase is kept; a list
            of instances (甲、乙等5个项目) is not.
        share: the number is a share: the whole statement is the name.
        previous: the name of the figure before, whose noun 其中29个县 repeats.
    """
    text = _AMONG.sub("", text)
    text = _UNDER_WAY.sub("", text)
    noun = without_fillers(clean(OF_AT_FRONT.sub("", text)))
    rest = unlinked(zone)
    no_front = "、" in zone or _AND_SO_ON.search(rest) or _OFFICE_DID.search(rest)
    front = "" if no_front else without_lead(rest, counted=True)
    base = _PER_BASE.search(rest)
    if base:
        return Name(base.group() + _STANDARD_PER_HEAD.sub("", noun), zone + text, "per-population")
    if share:
        noun = _STANDARD_AFTER.sub("", noun)
        return Name(clean(front) + noun + ("" if HEAD_END.search(noun) else "比例"), zone + text, "share-after")
    if _OF_WHICH.search(zone) and previous.rule != "topic" and previous and noun and begins_with_verb(noun):
        # 公立医疗机构312家,其中291家实现一站式结报
        of = without_number_end(previous.text).rpartition("的")[2]
        return Name(f"{noun}的{of}", zone + text, "said-after", topic=of)
    split = predicate(noun)
    subject_before = subject_of(clean(without_lead(rest))) if front else ""
    if not split:
        noun = clean(_ENUMERATED.split(OF_AT_FRONT.sub("", text))[0])
        return Name(clean(front) + noun, zone + text, "name-after", subject_before)
    subject, said = split
    for word in ("免费",):
        if subject.endswith(word) and len(subject) > len(word):
            subject, said = subject.removesuffix(word), word + said  # 为10万名妇女免费开展筛查
    if _MOVED.match(said):
        return Name(clean(front) + subject, zone + text, "name-after")  # 54名骨干赴西安进修
    owner, of, thing = subject.rpartition("的")
    if of and owner:  # 村卫生室的业务系统全面上云: what is said is said of the thing, the number counts the owner
        subject, said = owner, thing + said
    if _CARRIED_OUT.match(said):
        if not _GIVEN.search(zone.rstrip()):
            return Name(clean(front) + subject, zone + text, "name-after")
        said = said.replace("进行", "")  # 为46.3万名妇女进行免费检查
    before_noun = previous.text.rpartition("的")[2]
    if _OF_WHICH.search(zone) and without_number_end(before_noun).endswith(subject):
        subject = without_number_end(before_noun)
    return Name(f"{clean(front)}{said}的{subject}", zone + text, "said-after", topic=subject)


def subject_of(text: str) -> str:
    """A subject without the verb that ends it: 地区生产总值跨越 -> 地区生产总值."""
    tokens = segment.split(text)
    while len(tokens) > 1 and segment.tag(tokens[-1]) == "v":
        tokens = tokens[:-1]
    return "".join(tokens)


def without_fillers(text: str) -> str:
    """A name without words that add nothing to what is measured (全部, 及时)."""
    tokens = segment.split(text)
    return "".join(t for t in tokens if t not in _FILLERS) or text


def predicate(noun: str) -> tuple[str, str] | None:
    """Split 县级医院达到三级医院建设标准 into what is counted and what is said of it."""
    tokens = segment.split(noun)
    for i, token in enumerate(tokens[:-1]):
        if i and _PREDICATE.fullmatch(token):
            subject, said = "".join(tokens[:i]), "".join(tokens[i:])
            return (subject, _ALL_OF_THEM.sub("", said)) if len(said) > 2 else None
    return None


def counts_what_follows(zone: str, text: str) -> bool:
    """Does the number count the noun after it (建设60个临床重点专科), not the name before it?"""
    noun = OF_AT_FRONT.sub("", text).strip()
    if _SIDE.fullmatch(noun):
        return False
    return not (not noun or noun[0] in ",;:。、()!?" or (_NOT_A_NOUN.match(noun) and not text.startswith("的")))


def less_of(zone: str) -> str:
    """What there was less of, where a zone begins with that verb (减少因病致贫户3500户); else empty."""
    tokens = segment.split(clean(without_lead(unlinked(zone))))
    return "".join(tokens[1:]) if len(tokens) > 1 and tokens[0] in _LESS_OF else ""


def begins_with_verb(name: str) -> bool:
    """Does a name tell of its own what was done (改造棚户区)?"""
    return segment.tag(segment.split(name)[0]) in ("v", "vn")


def reaches(zone: str) -> bool:
    """Do the words before a number say what an amount came to (增加386人,达到2914人)?"""
    return bool(_REACHED.search(zone))


def rises_of_amount(zone: str) -> bool:
    """Does a zone end with a rise that is one only of an amount (改造提升5000个 is none)?"""
    return zone.endswith(WORDS["rises_of_amounts"])


def is_amount(name: str) -> bool:
    """Does a name end with a word that says an amount or a rate is meant?"""
    return bool(_NUMBER_END.search(name) or HEAD_END.search(name))


def alike(one: str, other: str) -> bool:
    """Do two names share most of their characters (F1 of character pairs at least 0.8)?

    A standard name that shares few with the report's own words would hide
    them, so that the row keeps its own and the indicator's id joins the two.
    """
    a, b = (Counter(pairwise(_NOT_COMPARED.sub("", n))) for n in (one, other))
    shared = sum((a & b).values())
    return one == other or 2 * shared >= 0.8 * (sum(a.values()) + sum(b.values()))


def has_head(name: str) -> bool:
    """Does a name end with the head of a rate or an amount (率, 占比, 产值)?"""
    return bool(HEAD_END.search(name))


def is_standard_only(zone: str) -> bool:
    """Do the words before a number only say that it is a standard (控制在省定标准12.8/10万)?"""
    return bool(_STANDARD_ONLY.match(clean(zone)) or _STANDARD_ONLY.match(zone.strip()))  # 达到《妇女发展规划》, too


def without_number_end(text: str) -> str:
    """A name without the 数, 人数, 人次 with which it says that a number is meant."""
    return _COUNT_END.sub("", text)


def standard(name: str, family: str, unit: str) -> str:
    """A count's name with the word that says a number is meant: 三级医院 -> 三级医院数."""
    if not name or _NUMBER_END.search(name) or family not in ("counter", "people", "times"):
        return name
    if family == "people":
        return name + ("数" if _PERSON_END.search(name) else "人数")
    if family == "times":
        return name + (unit if unit.endswith("次") and len(unit) > 1 else f"{unit}数")
    return name + "数"
