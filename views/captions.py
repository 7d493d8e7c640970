"""What stands at the foot of a chart's image: where the numbers come from, of where and when, and of which build."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pandas as pd

from views import library, library_overview
from views.library import Library
from views.library_overview import REPORT_NAME
from views.link import View
from views.words import Words

# An image names this many reports and places; of more it says how many there are.
NAMED_REPORTS, NAMED_PLACES = 3, 6
# The day of a build is told in China's time, as everything in the reports.
_CHINA = dt.timezone(dt.timedelta(hours=8))


def built(tables: Library) -> dt.date:
    """The day the tables were written, by the latest time of change of their files, in China's time."""
    return dt.datetime.fromtimestamp(max(time for *_, time in library.stamp(tables.folder)) / 1e9, _CHINA).date()


def day(date: dt.date, words: Words) -> str:
    """A day as readers of the language write it: 2026年11月22日, 2026-11-22."""
    return words("caption.day", year=date.year, month=date.month, day=date.day)


def lines(
    tables: Library, words: Words, *, reports: Iterable[object], regions: Iterable[object], years: Iterable[object],
    unit: str | None,
) -> list[str]:  # fmt: skip
    """The caption's lines: reports; regions, years and unit; build, its day, and the program.

    ``reports``, ``regions`` and ``years`` may repeat and hold nulls, both of which are left out. ``unit``
    is the chart's unit, empty for a number without one, None for a chart that counts rows.
    """
    named = _listed(reports, NAMED_REPORTS, "caption.reports", words)
    places = _listed(regions, NAMED_PLACES, "caption.places", words)
    span = sorted({int(year) for year in years if not pd.isna(year)})
    facts = []
    if places:
        facts.append(words("caption.region", places=places))
    if span:
        key = "caption.year" if len(span) == 1 else "caption.years"
        facts.append(words(key, first=span[0], last=span[-1]))
    if unit is not None:
        facts.append(words("caption.unit", unit=unit or words("panel.no_unit")))
    return [
        *([words("caption.source", reports=named)] if named else []),
        *(["　".join(facts)] if facts else []),
        words("caption.build", build=tables.build, date=day(built(tables), words)),
    ]


def of_judgements(tables: Library, words: Words, rows: pd.DataFrame, unit: str) -> list[str]:
    """The caption of a chart of judgements: the reports of their achieved figures, and what states their targets."""
    reports = [*_reports(tables, rows["achieved_id"]), *rows["target_document"]]
    years = [*rows["year"], *rows["target_year"]]
    return lines(tables, words, reports=reports, regions=rows["region"], years=years, unit=unit)


def of_moves(tables: Library, words: Words, rows: pd.DataFrame) -> list[str]:
    """The caption of a chart of moves, from the earlier value of a judgement to what was achieved."""
    ids = tables.ask(
        """SELECT unnest([achieved_id, baseline_id]) AS id FROM judgements_file
           WHERE judgement_id IN (SELECT unnest(?::VARCHAR[]))""",
        [rows["judgement_id"].tolist()],
    )
    reports = _reports(tables, ids["id"].to_pandas())
    years = [*rows["year"], *rows["baseline_year"]]
    return lines(tables, words, reports=reports, regions=rows["region"], years=years, unit=None)


def of_points(tables: Library, words: Words, rows: pd.DataFrame, legend: str = "") -> list[str]:
    """The caption of a chart of one indicator's points (``library_indicator.points``), in one unit.

    ``legend`` says what the signs mean, where the chart does not.
    """
    unit = rows["unit"].iloc[0]
    # The reports first: of the nation's documents there are many.
    reports = [*rows.loc[rows["origin"] == "figure", "report"], *rows["report"]]
    facts = lines(tables, words, reports=reports, regions=rows["region"], years=rows["year"], unit=unit)
    return [legend, *facts] if legend else facts


def of_counts(tables: Library, words: Words, view: View, rows: pd.DataFrame) -> list[str]:
    """The caption of a chart that counts the targets of a view by region and year."""
    reports = library_overview.reports(tables, view)["title"]
    return lines(tables, words, reports=reports, regions=rows["region"], years=rows["year"], unit=None)


def _reports(tables: Library, ids: pd.Series) -> list[str]:
    """The names of the reports that quote these figures, in order."""
    found = tables.ask(
        f"SELECT DISTINCT {REPORT_NAME} AS report FROM figures_file WHERE list_contains(?, figure_id) ORDER BY report",
        [ids.dropna().unique().tolist()],
    )
    return found["report"].to_pylist()


def _listed(values: Iterable[object], limit: int, key: str, words: Words) -> str:
    """The different values in order, at most ``limit`` by name."""
    found = list(dict.fromkeys(str(one) for one in values if not pd.isna(one) and one != ""))
    text = words("list.separator").join(found[:limit])
    return words(key, named=text, n=len(found)) if len(found) > limit else text
