"""What the page 地区 asks of the tables: one region's indicators, its promises and its reports."""

from __future__ import annotations

import pandas as pd

from views import library_overview, paces
from views.library import Library
from views.library_overview import SPEAKS, frame_of
from views.link import View


def places(library: Library) -> pd.DataFrame:
    """Every region that the figures are of: region, region_code, region_level, n; by code."""
    return frame_of(
        library.ask(
            """SELECT region, min(region_code) AS region_code, min(region_level) AS region_level, count(*)::BIGINT AS n
               FROM brief.figures WHERE region IS NOT NULL GROUP BY region
               ORDER BY region_code NULLS LAST, region"""
        )
    )


def has_place(library: Library, value: str) -> bool:
    """Whether any figure is of that region."""
    return library.ask("SELECT 1 FROM brief.figures WHERE region = ? LIMIT 1", [value]).num_rows > 0


def profile(library: Library, place: str, domains: tuple[str, ...] = ()) -> pd.DataFrame:
    """One region's indicators, one row an indicator and measure, by domain.

    Columns: domain, indicator, indicator_id, unit, basis, complete; the latest value as value_id,
    value, value_high, comparator, year; the one before it as earlier_id, earlier_value, earlier_year;
    the target that speaks for the indicator as judgement_id, target_id, target_value,
    target_value_high, target_comparator, target_year, target_owner, verdict, and the columns of its
    pace (paces.COLUMNS); direction of the latest value; and ``targets``, how many there are. Nulls where
    the reports say nothing.
    """
    wanted = "AND list_contains($2, domain)" if domains else ""
    table = library.ask(
        f"""WITH said AS (
                SELECT *, row_number() OVER (PARTITION BY indicator, unit, basis, complete
                          ORDER BY year DESC NULLS LAST, {_passed_over(library)}, kind = 'baseline',
                                   comparator <> '=', document_id, start)
                          AS turn
                FROM figures_file WHERE region = $1 AND kind IN ('achieved', 'baseline') {wanted}),
            latest AS (SELECT * FROM said WHERE turn = 1),
            earlier AS (
                SELECT said.* FROM said JOIN latest USING (indicator, unit, basis, complete)
                WHERE said.year < latest.year
                QUALIFY row_number() OVER (PARTITION BY indicator, unit, basis, complete ORDER BY said.turn) = 1),
            aimed AS (
                SELECT *, count(*) OVER same AS targets, row_number() OVER (same ORDER BY {SPEAKS}) AS turn
                FROM judged WHERE region = $1 AND target_id IS NOT NULL {wanted}
                WINDOW same AS (PARTITION BY indicator, unit, basis, complete)),
            target AS (SELECT * FROM aimed WHERE turn = 1),
            moved AS (SELECT DISTINCT ON (achieved_id) achieved_id, direction FROM judged
                      WHERE region = $1 AND achieved_id IS NOT NULL ORDER BY achieved_id, judgement_id),
            joined AS (
            SELECT coalesce(latest.domain, target.domain) AS domain, indicator,
                   coalesce(latest.indicator_id, target.indicator_id) AS indicator_id, unit, basis, complete,
                   latest.figure_id AS value_id, latest.value, latest.value_high, latest.comparator, latest.year,
                   earlier.figure_id AS earlier_id, earlier.value AS earlier_value, earlier.year AS earlier_year,
                   target.judgement_id, target.target_id, target.target_value, target.target_value_high,
                   target.target_comparator, target.target_year, target.target_owner,
                   coalesce(target.verdict, 'no_target') AS verdict, moved.direction,
                   {", ".join(f"target.{name}" for name in paces.COLUMNS)},
                   coalesce(target.targets, 0)::BIGINT AS targets
            FROM latest FULL JOIN target USING (indicator, unit, basis, complete)
                 LEFT JOIN earlier USING (indicator, unit, basis, complete)
                 LEFT JOIN moved ON moved.achieved_id = latest.figure_id)
            SELECT * FROM joined
            ORDER BY domain = '其他', count(CASE WHEN verdict <> 'no_target' OR earlier_id IS NOT NULL THEN 1 END)
                     OVER (PARTITION BY domain) DESC, count(*) OVER (PARTITION BY domain) DESC, domain,
                     verdict = 'no_target', earlier_id IS NULL, indicator_id IS NULL, indicator, unit, basis,
                     complete""",
        [place, list(domains)] if domains else [place],
    )
    return frame_of(table)


def lines(library: Library, place: str, domains: tuple[str, ...] = ()) -> dict[tuple, list[tuple[int, float]]]:
    """The values over the years of every indicator and measure that has two years or more.

    By (indicator, unit, basis, complete): years with their values, the earliest first. Of several values of a
    year the one that was chosen among conflicting ones, then an achieved one, then an exact one.
    """
    wanted = "AND list_contains($2, domain)" if domains else ""
    found = library.ask(
        f"""WITH said AS (
                SELECT indicator, unit, basis::VARCHAR AS basis, complete, year, value FROM figures_file
                WHERE region = $1 AND kind IN ('achieved', 'baseline') AND year IS NOT NULL {wanted}
                QUALIFY row_number() OVER (PARTITION BY indicator, unit, basis, complete, year
                        ORDER BY {_passed_over(library)}, kind = 'baseline', comparator <> '=', document_id, start) = 1)
            SELECT indicator, unit, basis, complete, list(year ORDER BY year) AS years,
                   list(value ORDER BY year) AS "values"
            FROM said GROUP BY indicator, unit, basis, complete HAVING count(*) > 1""",
        [place, list(domains)] if domains else [place],
    )
    return {
        (row["indicator"], row["unit"], row["basis"], row["complete"]): list(
            zip(row["years"], row["values"], strict=True)
        )
        for row in found.to_pylist()
    }


def _passed_over(library: Library) -> str:
    """A condition of a figure: a named rule passed it over where reports do not agree."""
    conflicts = library.optional("conflicts")
    return f"figure_id IN (SELECT figure_id FROM {conflicts} WHERE NOT chosen)" if conflicts else "FALSE"


def promises(library: Library, place: str, limit: int) -> pd.DataFrame:
    """The region's own targets, those without an answer first, at most ``limit``; the latest year first.

    A target that was held against the values of several years is listed once, with the latest of them.

    A promise that only other regions' values were held against has no judgement: its judgement_id is null and
    ``document_id`` is the report that made it. Columns: those of the judgement, ``verdict``, and ``status``, what
    the ledger says came of the promise; null where it does not say, or no ledger was built.
    """
    own = "promise_id IN (SELECT target_id FROM judged WHERE region = $1 AND target_owner = 'own')"
    return frame_of(
        library.ask(
            f"""WITH held AS (
                    SELECT judged.*, ledger.status FROM judged
                    LEFT JOIN ({library_overview.statuses(library, own)}) AS ledger ON promise_id = target_id
                    WHERE region = $1 AND target_owner = 'own' AND target_id IS NOT NULL
                    QUALIFY row_number() OVER (PARTITION BY target_id ORDER BY year DESC NULLS LAST, judgement_id) = 1),
                rest AS (SELECT * FROM ({library_overview.entries(library.optional("ledger"))})
                         WHERE region = $1 AND target_id NOT IN (SELECT target_id FROM held))
                SELECT * FROM (SELECT * FROM held UNION ALL BY NAME SELECT * FROM rest)
                ORDER BY target_year DESC NULLS LAST, verdict <> 'pending', domain, indicator, judgement_id, target_id
                LIMIT {int(limit)}""",
            [place],
        )
    )


def reports(library: Library, place: str) -> pd.DataFrame:
    """The reports that speak of the region, by year: as ``library_overview.reports`` gives them."""
    return library_overview.reports(library, View(region=(place,)))
