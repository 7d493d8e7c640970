"""Whether a value got better, stayed or got worse, with the tolerance that its unit asks for.

The tolerances stand in data/reference/tolerances.csv: by unit, else by the
family of the unit. ``absolute`` is in the unit itself (percentage points for
%), ``relative`` is a share of the earlier value. A difference as large as the
tolerance is still 持平.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from extract import units
from extract.words import REFERENCE, TableError, read_csv
from metrics.measures import NO_UNIT, RATIO, family
from metrics.schema import BETTER, SAME, WORSE

TOLERANCES = REFERENCE / "tolerances.csv"
COLUMNS = ["measure", "kind", "tolerance", "reason"]
KINDS = ("absolute", "relative")


@dataclass(frozen=True)
class Tolerance:
    """How far two values of a unit may differ and still be the same: ``kind`` absolute or relative."""

    kind: str
    amount: Decimal

    def around(self, value: Decimal) -> Decimal:
        """The tolerance at this value, in its unit; never negative."""
        return self.amount if self.kind == "absolute" else self.amount * abs(value)


def tolerance(unit: str) -> Tolerance:
    """The tolerance of a unit: its own where the table has it, else that of its family."""
    table = load()
    return table.get(unit) or table[family(unit)]


def direction(earlier: Decimal, later: Decimal, side: str, slack: Decimal) -> str:
    """改善, 持平 or 恶化.

    Args:
        earlier, later: the two values, in one unit.
        side: which is better, ``higher`` or ``lower``.
        slack: the largest difference that is still no change.

    Raises:
        ValueError: ``side`` is neither.
    """
    if side not in ("higher", "lower"):
        raise ValueError(f"side is {side!r}; a direction takes higher or lower")
    gain = later - earlier if side == "higher" else earlier - later
    if abs(gain) <= slack:
        return SAME
    return BETTER if gain > 0 else WORSE


@cache
def load(path: Path = TOLERANCES) -> dict[str, Tolerance]:
    """The tolerances by unit and by family.

    Raises:
        TableError: other columns, an unknown or repeated measure, a tolerance that is no number or below 0,
            or a family without a row.
    """
    families = {*units.FAMILIES, RATIO, NO_UNIT}
    measures = families | {unit.name for unit in units.load().values()}
    made: dict[str, Tolerance] = {}
    for at, cells in read_csv(path, COLUMNS):
        if not all(cells.values()):
            raise TableError(f"{at}: {','.join(COLUMNS)} are wanted, each filled in")
        measure, kind, amount, _ = cells.values()
        if measure not in measures or measure in made:
            raise TableError(f"{at}: {measure} is no unit and no family of units.csv, or stands there twice")
        try:
            number = Decimal(amount)
        except InvalidOperation:
            number = Decimal("NaN")
        if kind not in KINDS or not number.is_finite() or number < 0:
            raise TableError(f"{at}: wanted {' or '.join(KINDS)} and a number from 0 up, found {kind} {amount}")
        made[measure] = Tolerance(kind, number)
    missing = sorted(families - set(made))
    if missing:
        raise TableError(f"{path.name}: no row for {', '.join(missing)}; add one")
    return made
