"""What the page 指标 asks of the tables: every value, base point and target of one indicator."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from metrics import national
from views.library import Library
from views.library_overview import REPORT_NAME, frame_of

# Kinds that say what a region had in a year; the rest are aims and other people's values.
VALUES = ("achieved", "baseline")
# In the address, in the place of a year: every region by its latest value.
LATEST = "latest"
# The key of a row's Measure, in SQL.
MEASURE = "((CASE WHEN complete THEN 'task' ELSE basis::VARCHAR END) || ':' || unit)"
_POINT = ("figure_id", "origin", "kind", "unit", "basis", "complete", "region", "region_code", "region_level", "year",
          "value", "value_high", "comparator", "report", "document_id", "start")  # fmt: skip


@dataclass(frozen=True)
class Measure:
    """How an indicator is counted: values of two measures never share an axis. ``points`` is how many there are."""

    unit: str
    basis: str
    complete: bool
    points: int = 0

    @property
    def key(self) -> str:
        """Its name in the address: level:%, change:百分点, task:%."""
        return f"{'task' if self.complete else self.basis}:{self.unit}"


def subjects(library: Library) -> pd.DataFrame:
    """Every indicator that the reports speak of: indicator, indicator_id, domain, n; those of most regions first."""
    return frame_of(
        library.ask(
            """WITH counted AS (SELECT indicator, region, year, min(indicator_id) AS indicator_id,
                                       min(domain) AS domain, count(*) AS n,
                                       bool_or(kind IN ('achieved', 'baseline')) AS valued
                                FROM brief.figures WHERE indicator <> '' GROUP BY ALL)
               SELECT indicator, min(indicator_id) AS indicator_id, min(domain) AS domain, sum(n)::BIGINT AS n
               FROM counted GROUP BY indicator
               ORDER BY count(*) FILTER (valued) DESC,
                        min(indicator_id) IS NULL, n DESC, indicator"""
        )
    )


def points(library: Library, subject: str) -> pd.DataFrame:
    """Everything that is known of one indicator, one row a point.

    Columns: figure_id (or national: or derived: and an id), origin (figure, national or derived),
    kind, unit, basis, complete, region, region_code, region_level, year, value, value_high,
    comparator, report, document_id, start, and ``standing``: whether this is the value that lines and
    rankings use of several for one region and year.
    """
    quoted = f"""SELECT brief.figure_id_text(id) AS figure_id, 'figure' AS origin, kind::VARCHAR AS kind,
                        unit::VARCHAR AS unit, basis::VARCHAR AS basis, complete, figures.region::VARCHAR AS region,
                        figures.region_code::VARCHAR AS region_code, figures.region_level::VARCHAR AS region_level,
                        figures.year::BIGINT AS year, value, value_high, comparator::VARCHAR AS comparator,
                        {REPORT_NAME} AS report, document_id, start::BIGINT AS start
                 FROM (SELECT * REPLACE (document_id::VARCHAR AS document_id) FROM brief.figures
                       WHERE indicator = ?) AS figures
                      LEFT JOIN brief.documents AS documents USING (document_id)"""
    found = frame_of(library.ask(quoted, [subject]))
    if len(derived := _derived(library, subject)):
        found = pd.concat([found, derived], ignore_index=True)
    nation = national_points(library, subject)
    found = pd.concat([found, nation], ignore_index=True) if len(nation) else found
    found["year"] = found["year"].astype("Int64")
    found["standing"] = _standing(found, _passed_over(library, subject))
    order = found["kind"].map(
        {kind: place for place, kind in enumerate(("achieved", "baseline", "target", "benchmark"))}
    )
    return (
        found.assign(order=order)
        .sort_values(
            ["region_code", "region", "year", "order", "document_id", "start"], kind="stable", na_position="last"
        )
        .drop(columns="order")
        .reset_index(drop=True)
    )


def _derived(library: Library, subject: str) -> pd.DataFrame:
    """The targets of an indicator that were worked out of others, as points."""
    places = library.ask(
        """SELECT place FROM brief.judged WHERE indicator = ?
           AND place IN (SELECT place FROM brief.told WHERE target_source = 'derived') ORDER BY place""",
        [subject],
    )["place"].to_pylist()
    asked = f"(SELECT * FROM {library.placed('judgements')} WHERE list_contains(?, file_row_number))"
    return frame_of(
        library.ask(
            f"""SELECT DISTINCT target_id AS figure_id, 'derived' AS origin, 'target' AS kind, unit,
                       basis::VARCHAR AS basis, complete, target_region AS region,
                       CASE WHEN target_region = region THEN region_code END AS region_code,
                       CASE WHEN target_region = region THEN region_level END AS region_level,
                       target_year::BIGINT AS year, target_value AS value, target_value_high AS value_high,
                       target_comparator::VARCHAR AS comparator, target_document AS report,
                       NULL::VARCHAR AS document_id, NULL::BIGINT AS start
                FROM {asked}""",
            [places],
        )
        if places
        else pa.table({name: [] for name in _POINT})
    )


def national_points(library: Library, subject: str) -> pd.DataFrame:
    """The nation's values and targets of an indicator, from data/reference/national.csv, as points."""
    ids = library.ask(
        """SELECT DISTINCT indicator_id::VARCHAR AS indicator_id FROM brief.figures
           WHERE indicator = ? AND indicator_id IS NOT NULL""",
        [subject],
    )["indicator_id"].to_pylist()
    rows = [row for indicator_id in ids for row in national.load().of(indicator_id)]
    made = [
        (national.PREFIX + row.id, "national", "target" if row.kind == "target" else "achieved", row.unit, "level",
         False, row.region, "100000", "国", row.year, row.value, row.value_high, row.comparator, row.document,
         None, None)
        for row in rows
    ]  # fmt: skip
    return pd.DataFrame(made, columns=list(_POINT)).astype({"value": "float64", "value_high": "float64"})


def _passed_over(library: Library, subject: str) -> list[str]:
    """The figures that a named rule passed over where reports do not agree; none where that was not worked out."""
    table = library.optional("conflicts")
    if table is None:
        return []
    asked = f"SELECT figure_id FROM {table} WHERE NOT chosen AND indicator = ? ORDER BY figure_id"
    return library.ask(asked, [subject])["figure_id"].to_pylist()


def _standing(found: pd.DataFrame, passed_over: list[str]) -> pd.Series:
    """Of several values of one region, year and measure the one to draw the line through: the one that was chosen
    among conflicting ones, achieved before recalled, an exact number before a bound, what stands first before what
    comes later."""
    values = found[found["kind"].isin(VALUES) & found["year"].notna() & found["region"].notna()]
    ranked = values.assign(
        passed=values["figure_id"].isin(passed_over), recalled=values["kind"] != "achieved",
        bound=(values["comparator"] != "=") | values["value_high"].notna(),
    ).sort_values(["passed", "recalled", "bound", "document_id", "start", "figure_id"], kind="stable")
    first = ranked.drop_duplicates(["unit", "basis", "complete", "region", "year"]).index
    return pd.Series(found.index.isin(first), index=found.index)


def measures(found: pd.DataFrame) -> list[Measure]:
    """How the points are counted: levels before changes and shares of a task, the most points first."""
    counted = found.groupby(["unit", "basis", "complete"], sort=False).size()
    made = [Measure(unit, basis, bool(complete), int(n)) for (unit, basis, complete), n in counted.items()]
    return sorted(made, key=lambda one: (one.complete, one.basis != "level", -one.points, one.unit))


def of_measure(found: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """The points of one measure."""
    return found[
        (found["unit"] == measure.unit) & (found["basis"] == measure.basis) & (found["complete"] == measure.complete)
    ]


def years(found: pd.DataFrame) -> list[int]:
    """The years in which some region has a value, the latest first."""
    return sorted({int(year) for year in found.loc[found["standing"], "year"]}, reverse=True)


def standings(found: pd.DataFrame, year: int | None) -> pd.DataFrame:
    """One value a region, to be compared: that of a year, or with None the latest of each region."""
    values = found[found["standing"]]
    if year is not None:
        return values[values["year"] == year]
    return values.sort_values("year", kind="stable").drop_duplicates("region", keep="last").sort_index()


def has_subject(library: Library, value: str) -> bool:
    """Whether the reports speak of that indicator."""
    return library.ask("SELECT 1 FROM brief.figures WHERE indicator = ? LIMIT 1", [value]).num_rows > 0


def has_measure(library: Library, value: str) -> bool:
    """Whether any figure is counted in the measure of that key."""
    return library.ask(f"SELECT 1 FROM brief.figures WHERE {MEASURE} = ? LIMIT 1", [value]).num_rows > 0


def has_year(library: Library, value: str) -> bool:
    """Whether any figure is of that year."""
    if not re.fullmatch("[1-9][0-9]{3}", value):
        return False
    wanted = library.ask("SELECT 1 FROM brief.figures WHERE year = ? LIMIT 1", [int(value)]).num_rows
    return wanted > 0 or any(str(row.year) == value for row in national.load().rows)


def has_point(library: Library, value: str) -> bool:
    """Whether a figure, a national row or a derived target has that id."""
    if value.startswith(national.PREFIX):
        return any(national.PREFIX + row.id == value for row in national.load().rows)
    return (
        library.ask(
            """SELECT 1 WHERE EXISTS (SELECT 1 FROM figures_file WHERE figure_id = $1)
                           OR EXISTS (SELECT 1 FROM judged WHERE target_id = $1)""",
            [value],
        ).num_rows
        > 0
    )
