"""Figures as they are written on the page: value, unit and comparator in one label."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from views.words import Words

_SIGNS = {">=": "≥", ">": "＞", "<=": "≤", "<": "＜", "~": "≈"}
_WAN, _YI = Decimal(10_000), Decimal(100_000_000)


def plain(value: float) -> str:
    """A number without exponent or trailing zeros: 95.77, 0, 1,832."""
    number = Decimal(repr(float(value)))
    if number == number.to_integral_value():
        return f"{number:,.0f}"
    return f"{number.normalize():,f}"


def amount(value: float, unit: str, lang: str) -> str:
    """A number with its unit: 95.77%, 12.8/10万; in Chinese, large ones by 万 and 亿: 48.13万座."""
    number = Decimal(repr(float(value)))
    if lang == "zh":
        for size, word in ((_YI, "亿"), (_WAN, "万")):
            if abs(number) >= size:
                scaled = (number / size).normalize()
                if -scaled.as_tuple().exponent <= 4:
                    return f"{scaled:,f}{word}{unit}"
    return plain(value) + (f" {unit}" if lang == "en" and unit[:1].isalpha() else unit)


def figure(value: float, high: float | None, comparator: str | None, unit: str, basis: str | None, words: Words) -> str:
    """A figure's label: comparator sign, value or range, unit; a change carries its sign."""
    if high is not None and not pd.isna(high):
        return f"{plain(value)}—{amount(high, unit, words.lang)}"
    sign = _SIGNS.get(comparator or "", "")
    plus = "+" if basis == "change" and value > 0 else ""
    return f"{sign}{plus}{amount(value, unit, words.lang)}"
