"""What the page 总览 asks of the tables: totals, verdicts by region and year, the matrix, promises, reports."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from metrics.ledger import UNMENTIONED
from views import paces
from views.library import VERDICTS, Library, decoded, where
from views.link import View

# A report that has no title is known by who issued it and by its file.
REPORT_NAME = "coalesce(nullif(title, ''), nullif(issuer, '') || '（' || source || '）', source)"

# Which of several targets of one indicator and region speaks for them: one with a verdict, then the
# latest, then the region's own.
SPEAKS = f"""verdict = 'pending', year DESC NULLS LAST, list_position(['own', 'superior', 'national'], target_owner),
             list_position({list(VERDICTS)}, verdict), target_year DESC NULLS LAST, judgement_id"""


def frame_of(table: pa.Table) -> pd.DataFrame:
    """An Arrow table as a frame: words as plain strings, years and other whole numbers as Int64."""
    plain = decoded(table)
    frame = plain.to_pandas()
    for field in plain.schema:
        if pa.types.is_integer(field.type):
            frame[field.name] = (
                plain[field.name].cast(pa.int64()).to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
            )
    return frame


def totals(library: Library, view: View) -> dict[str, int]:
    """How many reports, regions, indicators, figures and targets the view's filters leave."""
    clause, values = where(view, "TRUE")
    table = library.ask(
        f"""SELECT count(DISTINCT region) AS regions, count(DISTINCT indicator) AS indicators, count(*) AS figures,
                   count(*) FILTER (kind = 'target') AS targets
            FROM figures_file WHERE {clause}""",
        values,
    )
    return {"reports": len(reports(library, view)), **table.to_pylist()[0]}


def verdicts_by_place(library: Library, view: View) -> pd.DataFrame:
    """Targets by region, year and verdict: columns region, region_code, year, verdict, n; the latest year first."""
    clause, values = where(view, "target_id IS NOT NULL")
    return frame_of(
        library.ask(
            f"""SELECT region, min(region_code) AS region_code, year, verdict, count(*)::BIGINT AS n
                FROM judged WHERE {clause} GROUP BY region, year, verdict
                ORDER BY region_code NULLS LAST, region, year DESC NULLS LAST,
                         list_position({list(VERDICTS)}, verdict)""",
            values,
        )
    )


def matrix(library: Library, view: View) -> pd.DataFrame:
    """Indicators that have a target, by region: one row a cell, with the judgement that speaks for it.

    Columns: those of the judgement that a cell shows, ``verdict``, and ``n``, how many targets the
    cell stands for. Indicators with a verdict come first, those of more regions before others.
    """
    clause, values = where(view, "target_id IS NOT NULL AND region IS NOT NULL")
    return frame_of(
        library.ask(
            f"""WITH cells AS (
                    SELECT judgement_id, indicator, domain, unit, basis, complete, region, region_code, year,
                           achieved_value, achieved_value_high, achieved_comparator, target_value, target_value_high,
                           target_comparator, target_year, target_owner, verdict, {", ".join(paces.COLUMNS)},
                           count(*) OVER (PARTITION BY indicator, region)::BIGINT AS n,
                           row_number() OVER (PARTITION BY indicator, region ORDER BY {SPEAKS}) AS place
                    FROM judged WHERE {clause})
                SELECT * EXCLUDE place FROM cells WHERE place = 1
                ORDER BY max(verdict IN ('met', 'unmet')) OVER (PARTITION BY indicator) DESC,
                         count(*) OVER (PARTITION BY indicator) DESC, domain, indicator,
                         region_code NULLS LAST, region""",
            values,
        )
    )


def promises(library: Library, view: View, limit: int) -> pd.DataFrame:
    """Targets that no achievement answers, the earliest due first, at most ``limit``; ``n`` is how many there are.

    A region's own promise that its review does not mention again is one too, though others' values were held
    against it; its judgement_id is null. ``report`` is who made the promise; ``status`` is what the ledger says
    came of it.
    """
    clause, values = where(view, "verdict = 'pending'")
    said, more = where(view, f"status = '{UNMENTIONED}'")
    ledger = f"({statuses(library)}) AS ledger ON promise_id = target_id"
    return frame_of(
        library.ask(
            f"""WITH pending AS (SELECT judged.*, status FROM (SELECT * FROM judged WHERE {clause}) AS judged
                                 LEFT JOIN {ledger}),
                     forgotten AS (SELECT * FROM ({entries(library)}) WHERE {said}
                                   AND target_id NOT IN (SELECT target_id FROM pending)),
                     open AS (SELECT *, count(*) OVER ()::BIGINT AS n
                              FROM (SELECT * FROM pending UNION ALL BY NAME SELECT * FROM forgotten))
                SELECT open.*, report FROM open
                LEFT JOIN (SELECT figure_id, {REPORT_NAME} AS report FROM figures_file) AS figures
                     ON figures.figure_id = open.target_id
                ORDER BY target_year NULLS LAST, region_code NULLS LAST, region, domain, indicator, judgement_id,
                         target_id
                LIMIT {int(limit)}""",
            [*values, *more],
        )
    )


def entries(library: Library) -> str:
    """A question for the ledger's promises in the columns of judgements, none where no ledger was built.

    judgement_id is null and the verdict pending; ``document_id`` is the report that made the promise.
    """
    ledger = library.optional("ledger")
    if ledger is None:
        return """SELECT *, NULL::VARCHAR AS status, NULL::VARCHAR AS document_id FROM judged WHERE FALSE"""
    return f"""SELECT NULL::VARCHAR AS judgement_id, region, region_code, region_level, indicator, indicator_id, domain,
                      unit, basis, complete, year, promise_id AS target_id, promise_value AS target_value,
                      promise_value_high AS target_value_high, promise_comparator AS target_comparator,
                      year AS target_year, region AS target_region, 'own' AS target_owner, 'pending' AS verdict,
                      status::VARCHAR AS status, promise_document_id AS document_id
               FROM {ledger}"""


def statuses(library: Library) -> str:
    """A question for what came of each promise: promise_id and status; of no row where no ledger was built."""
    ledger = library.optional("ledger")
    if ledger is None:
        return "SELECT NULL::VARCHAR AS promise_id, NULL::VARCHAR AS status WHERE FALSE"
    return f"SELECT promise_id, any_value(status)::VARCHAR AS status FROM {ledger} GROUP BY promise_id"


def reports(library: Library, view: View) -> pd.DataFrame:
    """The reports that a view's filters leave, by region and year.

    Columns: document_id, title (else issuer and file), issuer, region, year, published, url (None where the
    source page is not known), and figures and unsure, counted under the filters.
    """
    clause, values = where(view, "TRUE")
    url = "documents_file.source_url" if "source_url" in library.schemas["documents"].names else "NULL::VARCHAR"
    least = 0 if clause == "TRUE" else 1
    return frame_of(
        library.ask(
            f"""WITH kept AS (SELECT document_id, confidence FROM figures_file WHERE {clause})
                SELECT documents_file.document_id, any_value({REPORT_NAME}) AS title,
                       any_value(issuer) AS issuer, any_value(region) AS region, any_value(year) AS year,
                       any_value(published) AS published, any_value({url}) AS url,
                       count(kept.document_id)::BIGINT AS figures,
                       (count(*) FILTER (kept.confidence = 'unsure'))::BIGINT AS unsure
                FROM documents_file LEFT JOIN kept ON kept.document_id = documents_file.document_id
                GROUP BY documents_file.document_id HAVING count(kept.document_id) >= {least}
                ORDER BY min(region_code) NULLS LAST, year, title""",
            values,
        )
    )
