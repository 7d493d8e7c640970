"""What the page 地区 asks of the tables: one region's indicators, its promises and its reports."""

from __future__ import annotations

import pandas as pd

from views import library_overview
from views.library import Library
from views.library_overview import SPEAKS, frame_of
from views.link import View


def places(library: Library) -> pd.DataFrame:
    """Every region that the figures are of: region, region_code, region_level, n; by code."""
    return frame_of(
        library.ask(
            """SELECT region, min(region_code) AS region_code, min(region_level) AS region_level, count(*)::BIGINT AS n
               FROM figures_file WHERE region IS NOT NULL GROUP BY region
               ORDER BY region_code NULLS LAST, region"""
        )
    )


def has_place(library: Library, value: str) -> bool:
    """Whether any figure is of that region."""
    return library.ask("SELECT 1 FROM figures_file WHERE region = ? LIMIT 1", [value]).num_rows > 0


def profile(library: Library, place: str, domains: tuple[str, ...] = ()) -> pd.DataFrame:
    """One region's indicators, one row an indicator and measure, by domain.

    Columns: domain, indicator, indicator_id, unit, basis, complete; the latest value as value_id,
    value, value_high, comparator, year; the one before it as earlier_id, earlier_value, earlier_year;
    the target that speaks for the indicator as judgement_id, target_id, target_value,
    target_value_high, target_comparator, target_year, target_owner, verdict; direction of the latest
    value; and ``targets``, how many there are. Nulls where the reports say nothing.
    """
    wanted = "AND list_contains($2, domain)" if domains else ""
    table = library.ask(
        f"""WITH said AS (
                SELECT *, row_number() OVER (PARTITION BY indicator, unit, basis, complete
                          ORDER BY year DESC NULLS LAST, kind = 'baseline', comparator <> '=', document_id, start)
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


def promises(library: Library, place: str, limit: int) -> pd.DataFrame:
    """The region's own targets, those without an answer first, at most ``limit``; the latest year first.

    Columns: those of the judgement, ``verdict``, and ``status``, what the ledger says came of the
    promise; null where it does not say, or no ledger was built.
    """
    path = library.folder / "ledger.parquet"
    ledger = "SELECT NULL::VARCHAR AS promise_id, NULL::VARCHAR AS status"
    if path.is_file():
        file = str(path).replace("'", "''")
        ledger = (
            f"SELECT promise_id, any_value(status)::VARCHAR AS status FROM read_parquet('{file}') GROUP BY promise_id"
        )
    return frame_of(
        library.ask(
            f"""SELECT judged.*, ledger.status FROM judged LEFT JOIN ({ledger}) AS ledger ON promise_id = target_id
                WHERE region = ? AND target_owner = 'own' AND target_id IS NOT NULL
                ORDER BY target_year DESC NULLS LAST, verdict <> 'pending', domain, indicator, judgement_id
                LIMIT {int(limit)}""",
            [place],
        )
    )


def reports(library: Library, place: str) -> pd.DataFrame:
    """The reports that speak of the region, by year: as ``library_overview.reports`` gives them."""
    return library_overview.reports(library, View(region=(place,)))
