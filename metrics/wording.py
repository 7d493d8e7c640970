"""The reason for each judgement: a Chinese sentence that carries its arithmetic."""

from __future__ import annotations

from decimal import Decimal

from metrics.figures import Figure
from metrics.level import ABOUT, Verdict, bound_of, margin
from metrics.pairs import Pair
from metrics.quantities import SIGNS, difference, number, quantity, quoted
from metrics.schema import BAND, CEILING, FLOOR, MET, MET_BUT_WORSE, NOT_MET, WORSE

_WHOLE = {"省": "全省", "市": "全市", "县": "全县（市、区）"}


def reason_of_verdict(pair: Pair, verdict: Verdict) -> str:
    """Why a pair of figures got its level, or why it got none."""
    sentence = f"{_comparison(pair.achieved, pair.target, verdict)}；目标为{_whose(pair)}"
    if _is_later(pair):
        sentence += f"，{pair.achieved.year}年时尚未到目标年"
        sentence += {MET: "，已提前达到", NOT_MET: "，当时还没有达到"}.get(verdict.level, "")
    return sentence


def in_one_line(level: str | None, direction: str | None, pace: str | None) -> str | None:
    """Level, direction and pace together: 未达标，改善，偏慢. 达标但恶化 says it all; None without a level."""
    if level is None:
        return None
    if level == MET and direction == WORSE:
        return MET_BUT_WORSE
    return "，".join(dict.fromkeys(word for word in (level, direction, pace) if word))


def reason_of_loneliness(pair: Pair) -> str:
    """Why an achieved figure has no target, or a target no achieved figure."""
    figure = pair.achieved or pair.target
    others = "、".join("年份不明" if year is None else f"{year}年" for year in pair.other_years)
    if pair.achieved is not None:
        if not others:
            return f"没有找到{_scope(figure)}的目标，不作评判"
        if figure.year is None:
            return f"完成值的年份不明，与已有的目标（{others}）无法对应，不作评判"
        return f"没有{figure.year}年或以后的同口径目标（已有目标：{others}，不用来评判），不作评判"
    if not others:
        return f"没有找到{_scope(figure)}的完成值，不作评判"
    if figure.year is None:
        return f"目标的年份不明，与已有的完成值（{others}）无法对应，不作评判"
    why = "晚于目标年、年份不明或已有更近的目标"
    return f"{figure.year}年目标没有对应的完成值（已有完成值：{others}，{why}），不作评判"


def _comparison(achieved: Figure, target: Figure, verdict: Verdict) -> str:
    """The two values and how they stand to each other."""
    if verdict.code == "polarity_unknown":
        return (
            f"完成值{quoted(achieved)}，目标{quoted(target)}；"
            "目标没有写明是下限还是上限，指标也不知是越高越好还是越低越好，无法判断是否达标"
        )
    if verdict.code == "indeterminate":
        return f"完成值{quoted(achieved)}，目标{_allowed(target, verdict)}，只知其范围，无法判断是否达标"
    if achieved.is_range or achieved.bound != "=":
        inside = "都在目标以内" if verdict.level == MET else "都在目标以外"
        return f"完成值{quoted(achieved)}，目标{_allowed(target, verdict)}，{inside}"
    value = quantity(achieved.low, achieved.unit)
    gap = _gap(verdict.distance, achieved.unit)
    if verdict.required == BAND:
        return f"{value}，目标{_allowed(target, verdict)}，{gap or '在范围以内'}"
    bound = quantity(bound_of(target, verdict.required), target.unit)
    if margin(target):
        return f"{value} {_relation(target, verdict)} 约{bound}（{_allowed(target, verdict)}），{gap or '与目标持平'}"
    return f"{value} {_relation(target, verdict)} {bound}，{gap or '与目标持平'}"


def _relation(target: Figure, verdict: Verdict) -> str:
    """The sign that stands between the achieved value and the bound, true as written."""
    strict = target.bound in (">", "<")
    met = verdict.level == MET
    if verdict.required == FLOOR:
        return {(True, False): "≥", (True, True): ">", (False, False): "<", (False, True): "≤"}[met, strict]
    if verdict.required == CEILING:
        return {(True, False): "≤", (True, True): "<", (False, False): ">", (False, True): "≥"}[met, strict]
    if not met:
        return "≠"
    return "=" if verdict.distance == 0 else "≈"


def _allowed(target: Figure, verdict: Verdict) -> str:
    """What the target asks for: ≥90%, 85%—90%, 约25%（允许相差2%，即不高于25.5%）."""
    if verdict.required == BAND:
        return quoted(target)
    bound, slack = bound_of(target, verdict.required), margin(target)
    if slack:
        low, high = quantity(bound - slack, target.unit), quantity(bound + slack, target.unit)
        range_text = {FLOOR: f"不低于{low}", CEILING: f"不高于{high}"}.get(verdict.required, f"{low}—{high}")
        return f"按允许相差{number(ABOUT * 100)}%计，即{range_text}"
    sign = SIGNS[target.bound] or {FLOOR: "≥", CEILING: "≤"}.get(verdict.required, "=")
    return sign + quantity(bound, target.unit)


def _gap(distance: Decimal | None, unit: str) -> str:
    """How far above or below; empty where there is no gap."""
    if not distance:
        return ""
    return ("高出" if distance > 0 else "低") + difference(distance, unit)


def _whose(pair: Pair) -> str:
    """Whose target it is and of which year: 山西省2022年全省目标."""
    target, origin = pair.target, pair.target.origin
    if origin.source == "derived":
        return f"由任务完成率推算的任务数（{origin.arithmetic}）"
    year = f"{target.year}年" if target.year is not None else "（年份不明）"
    whole = _WHOLE.get(target.region_level or "", "上级") if pair.owner == "superior" else ""
    whose = f"{_name(pair)}{year}{whole}目标"
    if origin.source == "national":
        notes = [f"见{origin.document}", *([origin.binding] if origin.binding else [])]
        return f"{whose}（{'，'.join(notes if origin.checked else [*notes, '尚未与原文核对'])}）"
    return whose


def _name(pair: Pair) -> str:
    """The region whose target it is, with its other name where the achieved figure has that: 太谷县（即太谷区）."""
    name, other = pair.target.region, pair.achieved and pair.achieved.region
    if pair.owner == "own" and name and other and name != other:
        return f"{name}（即{other}）"
    return name or "本报告所指地区"


def _scope(figure: Figure) -> str:
    """What a partner would have to be of: 晋中市婚检率（%，同一口径）."""
    measure = [figure.unit] if figure.unit else []
    if figure.basis == "change":
        measure.append("增减幅度")
    if figure.complete:
        measure.append("任务完成率")
    return f"{figure.region or '本报告所指地区'}“{figure.indicator}”（{'，'.join([*measure, '同一口径'])}）"


def _is_later(pair: Pair) -> bool:
    return pair.achieved.year is not None and pair.target.year is not None and pair.target.year > pair.achieved.year
