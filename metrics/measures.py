"""What the unit of a value says of it: its family, and whether places of different size can be compared by it."""

from __future__ import annotations

from functools import cache

from extract import units

# Families of data/reference/units.csv whose values do not grow with the size of the place.
_SIZE_FREE = frozenset({"share", "points", "rate", "age", "score", "duration", "density"})
# A unit with a stroke is a ratio (人/千人), save for these below it: 管/日 is a total by time.
_TIMES = frozenset({"日", "天", "周", "月", "季", "年", "小时"})

RATIO = "ratio"  # 人/千人, 元/人: one thing per so many of another
NO_UNIT = "none"


def family(unit: str) -> str:
    """The family of a unit: one of ``extract.units.FAMILIES``, ``ratio`` or ``none``.

    A total by time (管/日) is of the family of what it counts. A unit that the table does not know is ``none``.
    """
    known = _families().get(unit)
    if known:
        return known
    counted, stroke, base = unit.partition("/")
    if stroke and base not in _TIMES:
        return RATIO
    return _families().get(counted, NO_UNIT)


def is_size_free(unit: str) -> bool:
    """True where a region's value may be held against that of a larger one: rates and ratios, not totals."""
    return family(unit) in _SIZE_FREE or family(unit) == RATIO


@cache
def _families() -> dict[str, str]:
    """The family of every base unit, by its name."""
    return {unit.name: unit.family for unit in units.load().values()}
