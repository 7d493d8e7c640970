"""Numerals to numbers: Arabic, Chinese and mixed. An unknown character means no number, never 0."""

from __future__ import annotations

import re
from decimal import Decimal

from extract import words

_TABLE = words.table(
    "numbers",
    [
        "digits",
        "tens",
        "myriads",
        "point",
        "more",
        "parts",
        "per",
        "halves",
        "doublings",
        "zeros",
        "spelled_units",
        "spelled_units_long",
        "not_followed_by",
    ],
)
DIGITS: dict[str, int] = _TABLE["digits"]
TENS: dict[str, int] = _TABLE["tens"]
MYRIADS: dict[str, int] = _TABLE["myriads"]
PARTS: dict[str, str] = _TABLE["parts"]
PER: dict[str, str] = _TABLE["per"]
MULTIPLIERS = {**TENS, **MYRIADS}

DIGIT_CLASS = "".join(DIGITS)
TEN_CLASS = "".join(TENS)
MYRIAD_CLASS = "".join(MYRIADS)
MORE = "".join(_TABLE["more"])

_ARABIC = re.compile(r"\d+(?:\.\d+)?")
_SEPARATORS = re.compile(r"[\s,]")


def arabic(text: str) -> Decimal | None:
    """The value of Arabic digits with thousands separators, inner spaces and 万/亿/千 parts.

    >>> arabic("1,234.5"), arabic("3万5千"), arabic("48.13万"), arabic("1万亿")
    (Decimal('1234.5'), Decimal('35000'), Decimal('481300.00'), Decimal('1000000000000'))
    >>> arabic("万") is None, arabic("3x") is None
    (True, True)
    """
    rest = _SEPARATORS.sub("", text)
    if not rest or not rest[0].isdigit():
        return None
    for mark in ("亿", "万"):  # what stands before the last 亿 is multiplied as a whole: 2万3千亿
        head, found, tail = rest.rpartition(mark)
        if found:
            counted = arabic(head)
            more = arabic(tail) if tail else Decimal(0)
            return None if counted is None or more is None else counted * MYRIADS[mark] + more
    total = Decimal(0)
    while rest:
        match = _ARABIC.match(rest)
        if not match:
            return None
        part = Decimal(match.group())
        rest = rest[match.end() :]
        while rest and rest[0] in MULTIPLIERS:
            part *= MULTIPLIERS[rest[0]]
            rest = rest[1:]
        total += part
    return total


def _section(text: str) -> int | None:
    """The value of a Chinese numeral below ten thousand (三百零五, 十二, 两千)."""
    if not text:
        return None
    if all(c in DIGITS for c in text):  # read digit by digit: 二〇二〇, or a single digit
        return int("".join(str(DIGITS[c]) for c in text))
    total, digit, last = 0, None, 10_000
    for char in text:
        if char in DIGITS:
            if digit not in (None, 0):
                return None
            digit = DIGITS[char]
        elif char in TENS and TENS[char] < last:
            last = TENS[char]
            total += (1 if digit in (None, 0) and last == 10 and not total else digit or 0) * last
            if digit is None and last != 10:
                return None
            digit = None
        else:
            return None
    if digit and last > 10 and text[-2] not in ("零", "〇"):  # 三百二: colloquial 320
        return total + digit * last // 10
    return total + (digit or 0)


def chinese(text: str) -> Decimal | None:
    """The value of a Chinese numeral, or None where it is none.

    >>> [int(chinese(t)) for t in ("九十五", "一百零二", "三万五千", "两亿", "十二", "三百二")]
    [95, 102, 35000, 200000000, 12, 320]
    >>> chinese("九十五点三"), chinese("亿元"), chinese("一带一路")
    (Decimal('95.3'), None, None)
    """
    whole, point, fraction = text.partition(_TABLE["point"])
    if point and (not fraction or any(c not in DIGITS for c in fraction)):
        return None
    total, rest = 0, whole
    for mark in ("亿", "万"):
        head, found, tail = rest.partition(mark)
        if found:
            part = chinese(head) if mark == "亿" and "万" in head else _section(head)
            if part is None:
                return None
            total += int(part) * MYRIADS[mark]
            rest = tail
    if rest.startswith(("零", "〇")) and total:
        rest = rest[1:]
    if rest or not total:
        part = _section(rest)
        if part is None:
            return None
        colloquial = total and len(rest) == 1 and not whole.endswith(("零" + rest, "〇" + rest))
        total += part * (MYRIADS[whole[-2]] // 10 if colloquial else 1)  # 三万五 is 35000
    value = Decimal(total)
    if point:
        value += Decimal("0." + "".join(str(DIGITS[c]) for c in fraction))
    return value
