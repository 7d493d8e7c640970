"""The columns of the judgement table, their types and what they mean.

One row of ``judgements`` is one achieved figure held against one target. A
figure that finds no partner still has its row, with the reason in the place of
the verdict: no figure is lost. The column docs travel in the Parquet schema's
metadata, so a downloaded file explains itself.
"""

from __future__ import annotations

import pyarrow as pa

from extract.schema import BASES, COMPARATORS, column

MET = "达标"
NOT_MET = "未达标"
LEVELS = (MET, NOT_MET)

# Whose target it is, as seen from the region of the achieved figure; nearest first.
OWNERS = ("own", "superior", "national")

# Where a target comes from.
TARGET_SOURCES = {
    "figure": "quoted in a report",
    "national": "of a national document, from data/reference/national.csv",
    "derived": "worked out of a count and the percent of its task that it makes up",
}

# Against the earlier value, by polarity.
BETTER, SAME, WORSE = "改善", "持平", "恶化"
ONE_POINT = "仅有一期数据"
DIRECTIONS = (BETTER, SAME, WORSE, ONE_POINT)

# Progress made over time spent, on the straight line from the baseline to the target.
ON_COURSE, SLOW, LAGGING, BACK = "进度达标", "偏慢", "滞后", "倒退"
# In the target year or after it.
DONE, NOT_DONE = "已完成", "未完成"
PACES = (ON_COURSE, SLOW, LAGGING, BACK, DONE, NOT_DONE, ONE_POINT)

MET_BUT_WORSE = "达标但恶化"

# The shape of the target as it was judged. Whether the bound itself counts stands in target_comparator.
FLOOR, CEILING, POINT, BAND = ">=", "<=", "~", "band"
REQUIRED = (FLOOR, CEILING, POINT, BAND)

PACE_METHODS = {
    "straight_line": "progress made over time spent: 进度达标 from 1, 偏慢 from 0.5, 滞后 from 0, 倒退 below",
    "statcan": "Statistics Canada, after Eurostat: actual over required compound annual growth; 0.95, 0.60, 0",
    "unsd": "UN Statistics Division 2023: share of the way that growth, going on, covers; 0.95, 0.10",
    "healthy_people": "Healthy People: percent of targeted change achieved; 10%",
}

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

WORD = pa.dictionary(pa.int8(), pa.string())


def listed(values: dict[str, str]) -> str:
    """A closed list as one line of a column's description."""
    return "; ".join(f"{name} = {meaning}" for name, meaning in values.items())


JUDGEMENTS = pa.schema(
    [
        column("judgement_id", pa.string(), "stable id made of achieved_id and target_id"),
        column("indicator", pa.string(), "name of the indicator, from the achieved figure; else from the target"),
        column("indicator_id", pa.string(), "id in data/reference/indicators.csv; null where it is not there"),
        column("domain", pa.string(), "field of work: 妇幼, 资源, 公卫 ...; 其他 where it is not known"),
        column("unit", pa.string(), "base unit of both values; empty where there is none"),
        column("basis", WORD, f"{' or '.join(BASES)}: a level never pairs with a change"),
        column("complete", pa.bool_(), "true where the percent is of a task or plan; never pairs with a coverage"),
        column("region", pa.string(), "place of the achieved figure, by its full name; else the target's"),
        column("region_code", pa.string(), "GB/T 2260 code of that place; null where it has none"),
        column("region_level", pa.string(), "国, 省, 市 or 县; null where unknown"),
        column("year", pa.int16(), "achieved_year, or target_year where nothing is achieved; null if unknown", "year"),
        column("achieved_id", pa.string(), "figure_id of the achieved figure; null where there is none"),
        column("achieved_value", pa.float64(), "what was achieved, in the unit"),
        column("achieved_value_high", pa.float64(), "upper bound, only where the report gives a range"),
        column("achieved_comparator", WORD, f"{' '.join(COMPARATORS)}, as the report words the achieved figure"),
        column("achieved_year", pa.int16(), "year the achieved value is of; null if unknown", "year"),
        column(
            "target_id",
            pa.string(),
            "figure_id of the target; national: or derived: and an id for one that no report quotes; null where none",
        ),
        column("target_value", pa.float64(), "what was aimed at, in the unit"),
        column("target_value_high", pa.float64(), "upper bound, only where the target is a range"),
        column("target_comparator", WORD, f"{' '.join(COMPARATORS)}, as the report words the target"),
        column("target_year", pa.int16(), "year the target is to be reached by; null if unknown", "year"),
        column("target_region", pa.string(), "place whose target it is, by its full name"),
        column(
            "target_owner",
            WORD,
            "own: the region's own; superior: of a place above it; national: of the nation (全国)",
        ),
        column("polarity", WORD, "higher, lower or neither is better; null where the catalogue does not know"),
        column(
            "required",
            WORD,
            ">= floor, <= ceiling, ~ point, band for a range, as judged; null where nothing was judged. "
            "Whether the bound itself counts stands in target_comparator",
        ),
        column("level", WORD, "达标 or 未达标; null where it cannot be said, and reason says why"),
        column(
            "distance",
            pa.float64(),
            "achieved minus target, in the unit (percentage points for %); 0 inside a band, else from its nearer edge; "
            "null where either is missing or the achieved figure is a range",
        ),
        column("baseline_id", pa.string(), "figure_id of the nearest earlier value, of any report; else null"),
        column("baseline_value", pa.float64(), "that earlier value, in the unit"),
        column("baseline_year", pa.int16(), "year of that earlier value; null if unknown", "year"),
        column("method", pa.string(), f"rule of judging; null where nothing was judged. {listed(METHODS)}"),
        column("reason_code", WORD, listed(REASON_CODES)),
        column("reason", pa.string(), "the same in a Chinese sentence, with the arithmetic"),
        column("baseline_document", pa.string(), "report that gives the earlier value, by its title, else its file"),
        column("target_source", WORD, f"{listed(TARGET_SOURCES)}; null where there is no target"),
        column("target_document", pa.string(), "the report or the national document that states the target"),
        column("target_binding", WORD, "约束性 or 预期性, where a national document says so"),
        column(
            "target_checked",
            pa.bool_(),
            "false where nobody held a national target against its document yet; null for others",
        ),
        column("target_derived_from", pa.string(), "figure_ids a derived target was worked out of, joined by '+'"),
        column("target_arithmetic", pa.string(), "how a derived target was worked out"),
        column("judgement", pa.string(), "level, direction and pace in one line; null without a level"),
        column("direction", WORD, f"{' '.join(DIRECTIONS)}, against the earlier value; null where it cannot be said"),
        column("direction_change", pa.float64(), "achieved minus baseline, in the unit; of a change itself"),
        column("direction_tolerance", pa.float64(), "largest difference that is still 持平, in the unit"),
        column("direction_reason", pa.string(), "why the direction is so, or why there is none, in Chinese"),
        column(
            "pace",
            pa.string(),
            f"{ON_COURSE} {SLOW} {LAGGING} {BACK} (or the words of another pace_method); {DONE} or {NOT_DONE} in the "
            f"target year; {ONE_POINT} without an earlier value; null where it cannot be said",
        ),
        column("pace_ratio", pa.float64(), "the number that pace_method judges by; null where it judged nothing"),
        column("pace_method", WORD, f"the method that was chosen. {listed(PACE_METHODS)}"),
        column("pace_reason", pa.string(), "why the pace is so, or why there is none, in Chinese"),
        column("progress_made", pa.float64(), "share of the way from baseline to target that is covered"),
        column("time_spent", pa.float64(), "share of the years from baseline to target that have passed"),
        column("straight_line_pace", WORD, "word of the straight line"),
        column("straight_line_ratio", pa.float64(), "progress_made over time_spent"),
        column("statcan_pace", WORD, "word of Statistics Canada's method"),
        column("cagr_actual", pa.float64(), "compound annual growth from baseline to achieved, 0.01 for 1%"),
        column("cagr_required", pa.float64(), "compound annual growth from baseline to target; 0.001 stands for a 0"),
        column("statcan_ratio", pa.float64(), "actual over required growth, negative away from the better side"),
        column("unsd_pace", WORD, "word of the UN Statistics Division's method"),
        column("expected_value", pa.float64(), "value in the target year if the growth to date goes on, in the unit"),
        column("unsd_ratio", pa.float64(), "share of the way that the expected value covers"),
        column("healthy_people_pace", WORD, "word of Healthy People's method"),
        column("targeted_change_percent", pa.float64(), "percent of targeted change achieved", "%"),
        column("baseline_change_percent", pa.float64(), "change as a percent of the baseline", "%"),
        column("method_dependent", pa.bool_(), "true where no pace fits all methods' words; null if under two judge"),
        column("national_id", pa.string(), "id in national.csv of the national value of the same year"),
        column("national_value", pa.float64(), "what the nation had in that year, in the unit; null where unknown"),
        column("national_year", pa.int16(), "year of the national value: the achieved figure's", "year"),
    ],
    metadata={
        "table": "judgements",
        "doc": "one row an achieved figure held against one target; a figure without a partner has one with the reason",
    },
)
