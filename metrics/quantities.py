"""Numbers as a Chinese reader writes them, exact: 75%, 12.8/10万, 48.13万座, ≥95%, 5个百分点."""

from __future__ import annotations

from decimal import Decimal

from metrics.figures import Figure

SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "~": "约", "=": ""}
# What a difference of two values is counted in, where it is not the unit itself.
_DIFFERENCES = {"%": "个百分点", "百分点": "个百分点", "‰": "个千分点"}
_LARGE = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))


def quantity(value: Decimal, unit: str) -> str:
    """A number with its unit: 75%, 12.8/10万, 48.13万座."""
    return number(value) + unit


def quoted(figure: Figure) -> str:
    """A figure's value with its comparator: ≥95%, 85%—90%, 约82%."""
    sign = SIGNS[figure.bound]
    if figure.is_range:
        return f"{sign}{quantity(figure.low, figure.unit)}—{quantity(figure.high, figure.unit)}"
    return sign + quantity(figure.low, figure.unit)


def difference(value: Decimal, unit: str) -> str:
    """The size of a difference of two values: 5个百分点, 12.8/10万."""
    return number(abs(value)) + _DIFFERENCES.get(unit, unit)


def rounded(value: Decimal, decimals: int = 2) -> str:
    """A number cut to so many decimals for a sentence; the exact one stands in a column."""
    return plain(round(value, decimals))


def number(value: Decimal) -> str:
    """A decimal without needless zeros, with 亿 or 万 where that leaves at most two decimals."""
    for size, word in _LARGE:
        shifted = (value / size).normalize()
        if abs(value) >= size and shifted.as_tuple().exponent >= -2:
            return plain(shifted) + word
    return plain(value)


def plain(value: Decimal) -> str:
    """A decimal in digits, without needless zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
