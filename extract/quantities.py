"""Find the quantities of a text: a number with its unit, and the words that make it a bound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extract import numerals, stops, units, words
from extract.units import Unit

_TABLE = words.load("numbers")
_AMOUNTS = words.phrases("amounts")
_COMPARATORS = words.table("comparators", ("before", "after", "not_after"))

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
_MULTIPLE = f"(?:{_AMOUNTS['multiple'].pattern})"
_MIXED = rf"(?:{_NUMBER}(?:亿|万)\d{{1,4}}(?:万|千|百)?)"
_ARABIC = rf"(?:{_MIXED}|{_NUMBER}{_MULTIPLE}?)"
_MORE = f"[{numerals.MORE}]"
_SIGN = f"[{numerals.DIGIT_CLASS}{numerals.TEN_CLASS}{numerals.MYRIAD_CLASS}]"
_CHINESE = f"(?<!{_SIGN}){_SIGN}{{1,16}}(?!{_SIGN})(?:{numerals._TABLE['point']}[{numerals.DIGIT_CLASS}]+)?"
_NOT_FOLLOWED = "|".join(f"(?<={unit})[{after}]" for unit, after in _TABLE["not_followed_by"].items())
_UNIT = rf"(?:{units.PATTERN})(?![A-Za-z]|{_NOT_FOLLOWED})"
_DASH = _AMOUNTS["range_dash"].pattern

_WITH_UNIT = re.compile(
    rf"""(?<![\d.A-Za-z])
    (?:
      # a range, 85%-90%, 3~5家
      (?P<low>{_ARABIC})(?P<low_unit>%|‰|{_UNIT})?{_DASH}(?P<high>{_ARABIC})
        (?P<more_r>{_MORE}?)(?P<unit_r>{_UNIT})
      # a number with its unit, 19万余人次, 1000多个
    | (?P<number>{_ARABIC})(?P<more>{_MORE}?)(?P<multiple>{_MULTIPLE}?)[ ]?
        (?P<unit>{_UNIT})(?P<per>{units.PER_PATTERN}?)
    )""",
    re.VERBOSE,
)
_SHARE_IN_WORDS = _AMOUNTS["share_in_words"]
_FRACTION = _AMOUNTS["fraction"]
_RATIO = re.compile(r"(?<![\d:.])(?P<ratio>\d+(?:\.\d+)?):1(?![\d:.])")
_SPELLED_UNIT = words.alternatives(_TABLE["spelled_units"])
_SPELLED_UNIT_LONG = words.alternatives(_TABLE["spelled_units"] + _TABLE["spelled_units_long"])
_SPELLED = re.compile(
    rf"(?<!{_AMOUNTS['no_count_before'].pattern})(?P<spelled>{_CHINESE})(?P<more>[{numerals.MORE}]?)"
    rf"(?:(?P<unit>{_SPELLED_UNIT})|(?P<unit_long>{_SPELLED_UNIT_LONG}))(?!{_NOT_FOLLOWED})"
)
_ROUND = re.compile(rf"(?:{_AMOUNTS['round_number'].pattern})(?P<unit>{_UNIT})?")
_REACHED = ("达到", "增至", "降至", "增加到", "减少到", "增加至")
_BARE = re.compile(
    rf"(?<![\d.A-Za-z/])(?P<number>{_ARABIC})(?P<more>{_MORE}?)(?P<multiple>{_MULTIPLE}?)(?![\d.A-Za-z/+\-~]|:(?!100(?!\d)))"
)

# 孕产妇死亡率(1/10万)10.2: the unit stands in brackets before the number
_BRACKETED = re.compile(
    rf"\((?:{_AMOUNTS['unit_label'].pattern})?(?P<scale>[十百千]?[万亿])?(?P<unit>1?/10万|1/万|{units.PATTERN})\)"
    rf"{_AMOUNTS['after_unit_label'].pattern}"
)
_MINUS = _AMOUNTS["minus"]
_BEFORE = sorted(((w, sign) for sign, ws in _COMPARATORS["before"].items() for w in ws), key=lambda p: -len(p[0]))
_NOT_AFTER = _COMPARATORS["not_after"]
_AT_LEAST = _AMOUNTS["at_least"]
_SCALE = re.compile("[十百千万亿]+$")
_TIMES = re.compile("[一两三四]")
_AFTER = sorted(((w, sign) for sign, ws in _COMPARATORS["after"].items() for w in ws), key=lambda p: -len(p[0]))


@dataclass(frozen=True)
class Quantity:
    """A quantity in a text: ``text[start:end]`` is the number with its unit.

    ``left`` and ``right`` take in the comparator words around it; ``unit`` is
    None for a bare number. ``change`` is set where the phrase itself says so
    (翻一番). ``rule`` names how it was read.
    """

    start: int
    end: int
    left: int
    right: int
    value: Decimal
    high: Decimal | None
    unit: Unit | None
    per: str
    comparator: str
    rule: str
    change: bool = False


_JOINED = ("、", "和", "与", "及", ",")
_IN_TURN = re.compile(rf"{words.phrases('verbs')['respectively'].pattern}[^,;。]{{0,12}}$")
NO_UNIT = Unit("", "none", ())


def find(text: str) -> list[Quantity]:
    """Every quantity of a view's text, in order; numbers that are no figures are passed over."""
    masked = stops.mask(text)
    made: list[Quantity] = []
    taken = bytearray(len(text))
    for quantity in _candidates(masked):
        if any(taken[quantity.start : quantity.end]):
            continue
        taken[quantity.start : quantity.end] = b"\1" * (quantity.end - quantity.start)
        if quantity.unit is None:
            quantity = _with_bracketed_unit(text, quantity)
        made.append(_bounded(text, quantity))
    made.sort(key=lambda q: q.start)
    for i in reversed(range(len(made) - 1)):
        one, other = made[i], made[i + 1]
        if text[one.end : other.left] not in _JOINED or other.unit is None:
            continue
        # 提高0.87个和1.12个百分点: the first is of points too
        counted = one.unit is not None and one.unit.name == "个" and other.unit.family == "points"
        # 分别提高0.62和1.05个百分点: the unit is said once
        bare = one.unit is None and other.unit.family == "points" and _IN_TURN.search(text, 0, one.left)
        if counted or bare:
            made[i] = replace(one, unit=other.unit, per=other.per)
    return made


def measured(text: str) -> bool:
    """Does a text hold a number with a unit?"""
    return any(quantity.unit is not None for quantity in find(text))


def _with_bracketed_unit(text: str, quantity: Quantity) -> Quantity:
    """A bare number with the unit in brackets before it, if there is one."""
    match = _BRACKETED.search(text[max(0, quantity.start - 24) : quantity.start])
    if not match:
        return quantity
    value = quantity.value
    for mark in match["scale"] or "":
        value *= numerals.MULTIPLIERS[mark]
    unit = units.load().get(match["unit"])
    return replace(quantity, left=quantity.start - len(match.group()), value=value, unit=unit, rule="unit-in-brackets")


def _bounded(text: str, quantity: Quantity) -> Quantity:
    """The quantity with the comparator words on its two sides."""
    left, right, sign = quantity.left, quantity.end, quantity.comparator
    window = text[max(0, left - 6) : left]
    for word, before in _BEFORE:
        if window.endswith(word) and (
            len(window) == len(word) or window[-len(word) - 1] not in _NOT_AFTER.get(word, "")
        ):
            left, sign = left - len(word), before
            break
    else:
        sign = ">=" if _AT_LEAST.search(window) else sign
    tail = text[right : right + 5]
    for word, after in _AFTER:
        if tail.startswith(word):
            right += len(word)
            sign = after if sign in ("=", "~") or before_is_weak(sign, after) else sign
            break
    if _MINUS.search(text[max(0, left - 2) : left]) and quantity.start == left:
        quantity = replace(quantity, start=left - 1, value=-quantity.value)
        left -= 1
    return Quantity(
        quantity.start,
        quantity.end,
        left,
        right,
        quantity.value,
        quantity.high,
        quantity.unit,
        quantity.per,
        sign,
        quantity.rule,
        quantity.change,
    )


def before_is_weak(before: str, after: str) -> bool:
    """A bound after the number (达到近90%以上) outweighs an estimate before it."""
    return before == "<" and after in (">=", ">")


def _candidates(text: str) -> Iterator[Quantity]:
    """Quantities in the order of trust: words that are a share, numbers with units, bare numbers."""
    by_spelling = units.load()
    for m in _SHARE_IN_WORDS.finditer(text):
        quantity = _share_in_words(m)
        if quantity:
            yield quantity
    for m in _WITH_UNIT.finditer(text):
        if m["number"]:
            value = numerals.arabic(m["number"])
            for mark in m["multiple"]:
                value *= numerals.MULTIPLIERS[mark]
            more = bool(m["more"])
            yield _quantity(m, value, None, by_spelling[m["unit"]], m["per"], ">" if more else "=", "number-unit")
        else:
            low, high = numerals.arabic(m["low"]), numerals.arabic(m["high"])
            scale = _SCALE.search(m["high"])
            if scale and not _SCALE.search(m["low"]) and not m["low_unit"]:
                low *= high / numerals.arabic(m["high"][: scale.start()])
            if high > low:
                yield _quantity(m, low, high, by_spelling[m["unit_r"]], "", "=", "range")
    for m in _FRACTION.finditer(text):
        below, above = Decimal(m["below"]), Decimal(m["above"])
        if 0 < above < below:
            yield _quantity(
                m, (above * 100 / below).quantize(Decimal("0.0001")), None, by_spelling["%"], "", "=", "fraction"
            )
    for m in _RATIO.finditer(text):
        yield _quantity(m, Decimal(m["ratio"]), None, NO_UNIT, "", "=", "ratio")
    for m in _SPELLED.finditer(text):
        value = numerals.chinese(m["spelled"])
        if (
            value is not None
            and (value >= 2 or (m["unit"] or m["unit_long"]) == "倍")
            and (m["unit"] or len(m["spelled"]) > 1 or text.endswith(_REACHED, 0, m.start()))
        ):
            yield _quantity(
                m,
                value,
                None,
                by_spelling[m["unit"] or m["unit_long"]],
                "",
                ">" if m["more"] else "=",
                "spelled-number",
            )
    for m in _ROUND.finditer(text):
        mark = m["round"] or m["round_more"]
        value = Decimal(1)
        for char in mark:
            value *= numerals.MULTIPLIERS[char]
        unit = by_spelling[m["unit"]] if m["unit"] else None
        if unit or (m["round"] and value >= 10**11):
            yield _quantity(m, value, None, unit, "", ">" if m["round_more"] else "=", "round-number")
    for m in _BARE.finditer(text):
        value = numerals.arabic(m["number"])
        for mark in m["multiple"]:
            value *= numerals.MULTIPLIERS[mark]
        yield _quantity(m, value, None, None, "", ">" if m["more"] else "=", "bare-number")


def _share_in_words(m: re.Match[str]) -> Quantity | None:
    """百分之九十五, 三分之二, 两成半, 半数, 翻一番, 零死亡, 每10万15.7."""
    unit = units.load()
    if m["part"]:
        value = (
            numerals.arabic(m["of"])
            if m["of"][0].isdigit()
            else Decimal(100)
            if m["of"] == "百"
            else numerals.chinese(m["of"])
        )
        return (
            None
            if value is None
            else _quantity(m, value, None, unit[_TABLE["parts"][m["part"]]], "", "=", "share-in-words")
        )
    if m["below"]:
        below, above = numerals.chinese(m["below"]), numerals.chinese(m["above"])
        if not below or above is None or above >= below:
            return None
        # 三分之二 is 66.67, as the annotation standard has it
        return _quantity(m, (above * 100 / below).quantize(Decimal("0.01")), None, unit["%"], "", "=", "share-in-words")
    if m["half"]:
        return _quantity(m, Decimal(50), None, unit["%"], "", "=", "share-in-words")
    if m["tenths"] or m["tenths_b"]:
        written = m["tenths"] or m["tenths_b"]
        tenths = numerals.arabic(written) or numerals.chinese(written)
        more = {"半": Decimal(5), None: Decimal(0)}.get(m["more_tenths"])
        more = numerals.chinese(m["more_tenths"]) if more is None else more
        return None if tenths is None else _quantity(m, tenths * 10 + more, None, unit["%"], "", "=", "share-in-words")
    if m["doubling"]:
        times = _TIMES.search(m["doubling"])
        doublings = numerals.chinese(times.group()) if times else Decimal(1)
        return _quantity(m, (2**doublings - 1) * 100, None, unit["%"], "", "=", "doubling", change=True)
    if m["nil"]:
        return _quantity(m, Decimal(0), None, None, "", "=", "bare-number")
    if m["zero"]:
        return _quantity(m, Decimal(0), None, unit["/10万"], "", "=", "zero-deaths")
    return _quantity(m, Decimal(m["rate"]), None, unit[_TABLE["per"][m["per"]]], "", "=", "share-in-words")


def _quantity(
    m: re.Match[str],
    value: Decimal,
    high: Decimal | None,
    unit: Unit | None,
    per: str,
    sign: str,
    rule: str,
    change: bool = False,
) -> Quantity:
    return Quantity(m.start(), m.end(), m.start(), m.end(), value, high, unit, per, sign, rule, change)
