"""The columns of the judgement table, their types and what they mean.

One row of ``judgements`` is one achieved figure held against one target. A
figure that finds no partner still has its row, with the reason in the place of
the verdict: no figure is lost. The column docs travel in the Parquet schema's
metadata, so a downloaded file explains itself.
"""

from __future__ import annotations

import pyarrow as pa

from extract.schema import BASES, COMPARATORS

MET = "达标"
NOT_MET = "未达标"
LEVELS = (MET, NOT_MET)

# Whose target it is, as seen from the region of the achieved figure; nearest first.
OWNERS = ("own", "superior", "national")
POLARITIES = ("higher", "lower", "neither")

# The shape of the target as it was judged. Whether the bound itself counts stands in target_comparator.
FLOOR, CEILING, POINT, BAND = ">=", "<=", "~", "band"
REQUIRED = (FLOOR, CEILING, POINT, BAND)

METHODS = {
    "comparator": "the target's own words give the bound: at least, more than, at most, less than",
    "polarity": "a plain number is a floor where higher is better, a ceiling where lower is better",
    "point": "a plain number where neither side is better: met when equal within the target's quoted precision",
    "about": "an approximate target, read by polarity, with a tolerance of 2% of the target",
    "band": "a range: met inside it, or beyond it on the better side by polarity",
}

REASON_CODES = {
    "met": "达标: the achieved figure satisfies a target of its own year",
    "not_met": "未达标: the achieved figure misses a target of its own year",
    "target_later_year": "a level is given, but the target is for a later year than the achieved figure",
    "indeterminate": "no level: the achieved figure is a bound or a range that lies only partly within the target",
    "polarity_unknown": "no level: the target names no bound and it is not known which side is better",
    "no_target": "no level: no target of the same indicator, unit, basis and region answers the achieved figure",
    "no_achievement": "no level: no achieved figure answers the target",
}

_WORD = pa.dictionary(pa.int8(), pa.string())


def _column(name: str, kind: pa.DataType, doc: str, unit: str = "") -> pa.Field:
    """A nullable column whose description (and unit of measure) stand in its metadata."""
    metadata = {"doc": doc}
    if unit:
        metadata["unit"] = unit
    return pa.field(name, kind, metadata=metadata)


def _listed(values: dict[str, str]) -> str:
    """A closed list as one line of a column's description."""
    return "; ".join(f"{name} = {meaning}" for name, meaning in values.items())


JUDGEMENTS = pa.schema(
    [
        _column("judgement_id", pa.string(), "stable id made of achieved_id and target_id"),
        _column("indicator", pa.string(), "name of the indicator, from the achieved figure; else from the target"),
        _column("indicator_id", pa.string(), "id in data/reference/indicators.csv; null where it is not there"),
        _column("domain", pa.string(), "field of work: 妇幼, 资源, 公卫 ...; 其他 where it is not known"),
        _column("unit", pa.string(), "base unit of both values; empty where there is none"),
        _column("basis", _WORD, f"{' or '.join(BASES)}: a level never pairs with a change"),
        _column("complete", pa.bool_(), "true where the percent is of a task or plan; never pairs with a coverage"),
        _column("region", pa.string(), "place of the achieved figure, by its full name; else the target's"),
        _column("region_code", pa.string(), "GB/T 2260 code of that place; null where it has none"),
        _column("region_level", pa.string(), "国, 省, 市 or 县; null where unknown"),
        _column("year", pa.int16(), "achieved_year, or target_year where nothing is achieved; null if unknown", "year"),
        _column("achieved_id", pa.string(), "figure_id of the achieved figure; null where there is none"),
        _column("achieved_value", pa.float64(), "what was achieved, in the unit"),
        _column("achieved_value_high", pa.float64(), "upper bound, only where the report gives a range"),
        _column("achieved_comparator", _WORD, f"{' '.join(COMPARATORS)}, as the report words the achieved figure"),
        _column("achieved_year", pa.int16(), "year the achieved value is of; null if unknown", "year"),
        _column("target_id", pa.string(), "figure_id of the target; null where there is none"),
        _column("target_value", pa.float64(), "what was aimed at, in the unit"),
        _column("target_value_high", pa.float64(), "upper bound, only where the target is a range"),
        _column("target_comparator", _WORD, f"{' '.join(COMPARATORS)}, as the report words the target"),
        _column("target_year", pa.int16(), "year the target is to be reached by; null if unknown", "year"),
        _column("target_region", pa.string(), "place whose target it is, by its full name"),
        _column(
            "target_owner",
            _WORD,
            "own: the region's own; superior: of a place above it; national: of the nation (全国)",
        ),
        _column("polarity", _WORD, "higher, lower or neither is better; null where the catalogue does not know"),
        _column(
            "required",
            _WORD,
            ">= floor, <= ceiling, ~ point, band for a range, as judged; null where nothing was judged. "
            "Whether the bound itself counts stands in target_comparator",
        ),
        _column("level", _WORD, "达标 or 未达标; null where it cannot be said, and reason says why"),
        _column(
            "distance",
            pa.float64(),
            "achieved minus target, in the unit (percentage points for %); 0 inside a band, else from its nearer edge; "
            "null where either is missing or the achieved figure is a range",
        ),
        _column("baseline_id", pa.string(), "figure_id of the earlier value that the same report gives; else null"),
        _column("baseline_value", pa.float64(), "that earlier value, in the unit"),
        _column("baseline_year", pa.int16(), "year of that earlier value; null if unknown", "year"),
        _column("method", pa.string(), f"rule of judging; null where nothing was judged. {_listed(METHODS)}"),
        _column("reason_code", _WORD, _listed(REASON_CODES)),
        _column("reason", pa.string(), "the same in a Chinese sentence, with the arithmetic"),
    ],
    metadata={
        "table": "judgements",
        "doc": "one row an achieved figure held against one target; a figure without a partner has one with the reason",
    },
)
