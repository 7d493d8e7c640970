"""The reason for each judgement: a Chinese sentence that carries its arithmetic."""

from __future__ import annotations

from decimal import Decimal

from metrics.figures import Figure
from metrics.level import ABOUT, Verdict, bound_of, margin
from metrics.pairs import Pair
from metrics.schema import BAND, CEILING, FLOOR, MET, NOT_MET

_SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "~": "约", "=": ""}
_WHOLE = {"省": "全省", "市": "全市", "县": "全县（市、区）"}
# What a difference of two values is counted in, where it is not the unit itself.
_DIFFERENCES = {"%": "个百分点", "百分点": "个百分点", "‰": "个千分点"}
_LARGE = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))


def quantity(value: Decimal, unit: str) -> str:
    """A number with its unit, exact: 75%, 12.8/10万, 48.13万座."""
    return _number(value) + unit


def quoted(figure: Figure) -> str:
    """A figure's value as a reader would write it, with its comparator: ≥95%, 85%—90%, 约82%."""
    sign = _SIGNS[figure.bound]
    if figure.is_range:
        return f"{sign}{quantity(figure.low, figure.unit)}—{quantity(figure.high, figure.unit)}"
    return sign + quantity(figure.low, figure.unit)


def reason_of_verdict(pair: Pair, verdict: Verdict) -> str:
    """Why a pair of figures got its level, or why it got none."""
    sentence = f"{_comparison(pair.achieved, pair.target, verdict)}；目标为{_whose(pair)}"
    if _is_later(pair):
        sentence += f"，{pair.achieved.year}年时尚未到目标年"
        sentence += {MET: "，已提前达到", NOT_MET: "，当时还没有达到"}.get(verdict.level, "")
    return sentence


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
        return f"按允许相差{_number(ABOUT * 100)}%计，即{range_text}"
    sign = _SIGNS[target.bound] or {FLOOR: "≥", CEILING: "≤"}.get(verdict.required, "=")
    return sign + quantity(bound, target.unit)


def _gap(distance: Decimal | None, unit: str) -> str:
    """How far above or below; empty where there is no gap."""
    if not distance:
        return ""
    side = "高出" if distance > 0 else "低"
    return side + _number(abs(distance)) + _DIFFERENCES.get(unit, unit)


def _whose(pair: Pair) -> str:
    """Whose target it is and of which year: 山西省2022年全省目标."""
    target = pair.target
    year = f"{target.year}年" if target.year is not None else "（年份不明）"
    whole = _WHOLE.get(target.region_level or "", "上级") if pair.owner == "superior" else ""
    return f"{target.region or '本报告所指地区'}{year}{whole}目标"


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


def _number(value: Decimal) -> str:
    """A decimal without needless zeros, with 亿 or 万 where that leaves at most two decimals."""
    for size, word in _LARGE:
        shifted = (value / size).normalize()
        if abs(value) >= size and shifted.as_tuple().exponent >= -2:
            return _plain(shifted) + word
    return _plain(value)


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
