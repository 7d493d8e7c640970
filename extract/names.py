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
    "building",
    "not_changes",
    "institutions",
    "fillers",
    "sums",
    "spent_on",
    "process",
    "project_sums",
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
    "institution_ends",
]
_TABLE = words.load("names")
WORDS = words.groups("names", _GROUPS, also=["noun_after_all", "joints"])
_LEAD = frozenset(WORDS["lead"])
KEEP = frozenset(WORDS["keep_before_count"])
_OBJECT_VERBS = frozenset(WORDS["object_verbs"])
_PREPOSITIONS = frozenset(WORDS["prepositions"])
LIST_VERBS = frozenset(WORDS["list_verbs"])
_INCOMPLETE_WORDS = frozenset(WORDS["incomplete"])
ATTRIBUTES = frozenset(WORDS["attributes"])
# 约 and 达 at the end of a word are no links: 签约, 到达
_LINK = re.compile(
    rf"(?:(?<![签预节合制公契])约|(?<!到)达|{words.alternatives(w for w in WORDS['link'] if w not in ('约', '达'))})$"
)
_JOINT_END = re.compile(r"(?:[ 、和与]|(?<![惠涉普以])及)+$")
JOINT = "(?:" + "|".join(_TABLE["joints"]) + ")"
"""Regex of what joins the names of a list."""
# 较“十三五”末, 比2020年, 连续7年: beside the name, no part of it
_COMPARED = re.compile(
    r"(?:(?:较|比|与|同)(?:上年末|上年底|去年底|去年末|上年|去年|上一年|年初|上月|上季度|改革前|改造前|建设前|实施前|整改前|改革之前|同期|上年同期|去年同期|前年|上期|“?十[一二三四五六]五”?(?:末期?|期末|初期?|时期|期间)?|(?:19|20)\d{2}年(?:底|末|初)?)(?:同期|相比)?"
    r"|(?:较|比|与|同)[^,;:、较比与同]{2,16}(?:的(?:19|20)\d{2}年(?:底|末|初)?|之初|初期|以前|之前)(?:相比)?"
    r"|[一二三四五六七八九十]+年(?:内|来|间)?"
    r"|按(?:可比|不变|当年|现行)价格?(?:计算)?"
    r"|(?:每人每月|每生每月|每月每人|每人每年|每年每人|每人每学期|每学期|每人|每户|每亩|每吨|每天|每日)"
    r"|(?:已)?连续[\d一二三四五六七八九十]+(?:多|余)?(?:年|个月|天|个季度))$"
)
_SAID = r"(?:约|近|了|达到|达|为|超|分别|均|要|应|须|可|将)*$"
_RATE_SAID = (
    rf"{words.alternatives(WORDS['rates_of_change'])}(?:均|分别|约|预计|年均)*"
    "(?:要|应|力争|达到|达|为|保持在|稳定在|控制在|控制到|压到|压减到|压降到|降到|降至|在|约)*$"
)
_UP = re.compile(rf"{words.alternatives(WORDS['up'])}{_SAID}|{_RATE_SAID}")
_DOWN = re.compile(
    rf"{words.alternatives(WORDS['down'])}{_SAID}|(?:降|减|下降|减少|降价)(?:幅|幅度|率)(?:分别)?(?:达到|达|为|在|约)*$"
)
TURNED = re.compile(
    rf"(?:[,]?[\w()]{{0,8}}?)(?:{words.alternatives(WORDS['turned'])}了?)?(?:到|至|为|成)了?(?:(?:现在|目前|如今)的?|(?:\d{{4}}年|今年|去年)?(?:底|末)?的)?$"
)
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
_TIME = re.compile(
    r"^(?:截至|截止|到|至|自|从|由)?(?:(?:19|20)\d{2}年(?:度)?(?:\d{1,2}月(?:份)?(?:\d{1,2}[日号])?)?|(?:\d{1,2}-)?\d{1,2}月(?:份)?(?:\d{1,2}[日号])?|“?十[一二三四五六]五”?(?:期间|时期|末期?)?|前?[一二三四]个?季度|上半年|目前)"
    r"(?:底|末|初|以来|期间|起|时|前|全年)?(?:的)?"
)
POPULATION = re.compile(rf".*{words.alternatives(WORDS['populations'])}(?=.)")
# 比全省平均水平23.7%低4.8个百分点: the side the next number is on
_SIDE = re.compile(r"低于?|高[于出]?|多|少")
_NO_CHANGE = re.compile(rf"{words.alternatives(WORDS['not_changes'])}$")
_RUNNING = re.compile(r"^(?:[(][一二三四五六七八九十]{1,3}[)]、?|[一二三四五六七八九十]{1,2}是)")
_DURING = re.compile(r"^[^,]{2,10}(?:期间|以来),?")
SHARE_OF = re.compile(r"(?P<subject>.*?)(?P<of>占(?!比|用|地|道)[^占]+)$")
_SHARE_SAID = re.compile(r"(?:比例|比重|占比|比率)$")
# 12支医疗队、3个基地 ...: a list after the number; the first is what is counted
_ENUMERATED = re.compile(r"(?<=..)、(?!.{0,12}(?:化|性)建设$|.{0,14}等)|(?<=.{3})及(?=省|市|县|国家)")
_STANDARD_ONLY = re.compile(
    r"^(?:(?:与|距|离)(?:(?:19|20)\d{2}年)?)?(?:但|仍|还|也|未|尚未|没有|全部|均|都|已|并|且|提前|超额|远|分别|大幅|明显)*(?:控制在|达到|超过|高于|低于|完成|优于|好于|不低于|在|比|为|是|相当于)?"
    r"(?:全省|全市|全国|全区|自治区|自治州|上级|下达|超额|省定|市定|国定|国家|省级|市级|省|市|既定|规定|年度|全年|预期|规划|目标值?|任务|标准|要求|指标|计划|的|数|以内|内|平均|水平|平均值|均值|当年)*(?:为|是|达|的)?$"
)
_PER_BASE = re.compile(r"每(?:十|百|千|万|十万|百万|\d+万?)(?:名|位|个|户)?(?:人口|人|[一-龥]{0,8})$")
_QUOTES = str.maketrans("", "", "“”\"‘’'《》「」『』 \n\x01•●")
_SUM_VERB = re.compile(rf"(?P<verb>{words.alternatives(WORDS['sum_verbs'])})了?(?:各级|各类|中央|省级)?$")
_MOVED = re.compile(rf"^{words.alternatives(WORDS['movements'])}")
# 9家三级医院中有7家在城区
_AMONG = re.compile(r"(?<=..)(?<![初高其期年集])(?:之)?中有?$")
_RECIPIENT_END = re.compile(rf"{words.alternatives(WORDS['recipients'])}$")
_REACHED = re.compile("(?:达到|达|增至|升至|降至|为|到|至)了?$")
_BY = re.compile(
    r"^(?:以[^,]{2,40}?为[^,的]{2,12}的|作为[^,]{2,20}?的|受[^,]{2,12}?影响,?|[^,]{2,16}?(?:显示|表明|统计),?)(?=.{2})|^受[^,]{2,12}?影响$"
)
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
    text = _BY.sub("", _DURING.sub("", _RUNNING.sub("", text.lstrip("、, "))))
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
    share = SHARE_OF.search(rest)
    if re.search(r"占(?:约|到|了)?$", zone.rstrip()) and not share:
        return Name(clean(without_lead(rest)) + "占比", zone, "share-in-whole")
    if share:
        return Name(clean(without_lead(share["subject"])) + share_end(share), zone, "share-of")
    name = clean(without_lead(rest))
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
    noun = without_fillers(clean(re.sub(r"^的", "", text)))
    rest = unlinked(zone)
    front = "" if "、" in zone or re.search(r"等$", rest) else without_lead(rest, counted=True)
    base = _PER_BASE.search(rest)
    if base:
        return Name(base.group() + re.sub(r"的?(?:标准|要求|目标|目标任务)$", "", noun), zone + text, "per-population")
    if share:
        noun = re.sub(r"的(?:标准|要求|目标)$", "", noun)
        return Name(clean(front) + noun + ("" if HEAD_END.search(noun) else "比例"), zone + text, "share-after")
    split = predicate(noun)
    subject_before = subject_of(clean(without_lead(rest))) if front else ""
    if not split:
        noun = clean(_ENUMERATED.split(re.sub(r"^的", "", text))[0])
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
    if re.match(r"(?:免费)?进行", said):
        if not re.search(r"[为给]$", zone.rstrip()):
            return Name(clean(front) + subject, zone + text, "name-after")
        said = said.replace("进行", "")  # 为46.3万名妇女进行免费检查
    before_noun = previous.text.rpartition("的")[2]
    if re.search(r"其中$", zone) and without_number_end(before_noun).endswith(subject):
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
            return (subject, re.sub(r"^(?:全部|均|都|已)+", "", said)) if len(said) > 2 else None
    return None


def counts_what_follows(zone: str, text: str) -> bool:
    """Does the number count the noun after it (建设60个临床重点专科), not the name before it?"""
    noun = re.sub(r"^的", "", text).strip()
    if _SIDE.fullmatch(noun):
        return False
    return not (not noun or noun[0] in ",;:。、()!?" or (_NOT_A_NOUN.match(noun) and not text.startswith("的")))


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
    """Do two names share most of their characters (F1 of character pairs at least 0.72)?

    A standard name that shares few with the report's own words would hide
    them, so that the row keeps its own and the indicator's id joins the two.
    """
    a, b = (Counter(pairwise(re.sub(r"[、(),的数]", "", n))) for n in (one, other))
    shared = sum((a & b).values())
    return one == other or 2 * shared >= 0.72 * (sum(a.values()) + sum(b.values()))


def has_head(name: str) -> bool:
    """Does a name end with the head of a rate or an amount (率, 占比, 产值)?"""
    return bool(HEAD_END.search(name))


def is_standard_only(zone: str) -> bool:
    """Do the words before a number only say that it is a standard (控制在省定标准12.8/10万)?"""
    return bool(_STANDARD_ONLY.match(clean(zone)))


def without_number_end(text: str) -> str:
    """A name without the 数, 人数, 人次 with which it says that a number is meant."""
    return re.sub(r"(?<=..)(?:总?人数|人次|座数|家数|数量|次数|数|人次数)$", "", text)


def standard(name: str, family: str, unit: str) -> str:
    """A count's name with the word that says a number is meant: 三级医院 -> 三级医院数."""
    if not name or _NUMBER_END.search(name) or family not in ("counter", "people", "times"):
        return name
    if family == "people":
        return name + ("数" if _PERSON_END.search(name) else "人数")
    if family == "times":
        return name + (unit if unit.endswith("次") and len(unit) > 1 else f"{unit}数")
    return name + "数"
