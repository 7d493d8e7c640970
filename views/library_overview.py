"""What the page 总览 asks of the tables: totals, verdicts by region and year, the matrix, promises, reports."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from views import paces
from views.library import SHOWN, Library, decoded, in_brief, where
from views.library_brief import VERDICT, VERDICTS
from views.link import View

# A report that has no title is known by who issued it and by its file.
REPORT_NAME = "coalesce(nullif(title, ''), nullif(issuer, '') || '（' || source || '）', source)"

# Which of several targets of one indicator and region speaks for them: one with a verdict, then the
# latest, then the region's own.
SPEAKS = f"""verdict = 'pending', year DESC NULLS LAST, list_position(['own', 'superior', 'national'], target_owner),
             list_position({list(VERDICTS)}, verdict), target_year DESC NULLS LAST, judgement_id"""

# What a cell of the matrix tells.
_CELL = ("judgement_id", "indicator", "domain", "unit", "basis", "complete", "region", "region_code", "year",
         "achieved_value", "achieved_value_high", "achieved_comparator", "target_value", "target_value_high",
         "target_comparator", "target_year", "target_owner", "verdict")  # fmt: skip


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
        f"""SELECT count(DISTINCT document_id) AS reports, count(DISTINCT region) AS regions,
                   count(DISTINCT indicator) AS indicators, count(*) AS figures,
                   count(*) FILTER (kind = 'target') AS targets
            FROM brief.figures WHERE {clause}""",
        values,
    )
    found = table.to_pylist()[0]
    if clause == "TRUE":  # a report without a figure is one too
        found["reports"] = library.ask("SELECT count(*) AS n FROM documents_file")["n"][0].as_py()
    return found


def verdicts_by_place(library: Library, view: View) -> pd.DataFrame:
    """Targets by region, year and verdict: columns region, region_code, year, verdict, n; the latest year first."""
    clause, values = where(view, SHOWN["targets"])
    return frame_of(
        library.ask(
            f"""SELECT region, min(region_code) AS region_code, year, verdict, count(*)::BIGINT AS n
                FROM brief.judged WHERE {clause} GROUP BY region, year, verdict
                ORDER BY region_code NULLS LAST, region, year DESC NULLS LAST, verdict""",
            values,
        )
    )


def matrix(library: Library, view: View, rows: int | None = None, columns: int | None = None) -> pd.DataFrame:
    """Indicators that have a target, by region: one row a cell, with the judgement that speaks for it.

    At most so many indicators (rows) and regions (columns), the regions by code. Columns: those of a judgement,
    ``verdict``, and ``n``, how many targets the cell stands for. Indicators with a verdict come first, those of
    more regions before others.
    """
    clause, values = where(view, f"{SHOWN['targets']} AND region IS NOT NULL")
    chosen = library.ask(
        f"""WITH kept AS (SELECT * FROM brief.judged WHERE {clause}),
                 places AS (SELECT region FROM kept GROUP BY region
                            ORDER BY min(region_code) NULLS LAST, region {_limit(columns)}),
                 cells AS (
                     SELECT *, count(*) OVER (PARTITION BY indicator, region)::BIGINT AS n,
                            row_number() OVER (PARTITION BY indicator, region ORDER BY {in_brief(SPEAKS)}) AS turn
                     FROM kept WHERE region IN (FROM places)),
                 speaking AS (SELECT * FROM cells WHERE turn = 1),
                 names AS (SELECT indicator, bool_or(verdict IN ('met', 'unmet')) AS decided, count(*) AS regions,
                                  min(domain) AS field
                           FROM speaking GROUP BY indicator
                           ORDER BY decided DESC, regions DESC, field, indicator {_limit(rows)})
            SELECT speaking.place, n FROM speaking JOIN names USING (indicator)
            ORDER BY decided DESC, regions DESC, speaking.domain, indicator, region_code NULLS LAST, region""",
        values,
    )
    cells = library.fetch("judgements", chosen["place"].to_pylist(), columns=(*_CELL, *paces.COLUMNS))
    return frame_of(cells.append_column("n", chosen["n"]))


def matrix_size(library: Library, view: View) -> tuple[int, int]:
    """How many indicators and regions the matrix has without a limit."""
    clause, values = where(view, f"{SHOWN['targets']} AND region IS NOT NULL")
    table = library.ask(
        f"SELECT count(DISTINCT indicator) AS i, count(DISTINCT region) AS r FROM brief.judged WHERE {clause}", values
    )
    return table["i"][0].as_py(), table["r"][0].as_py()


def promises(library: Library, view: View, limit: int) -> pd.DataFrame:
    """Targets that no achievement answers, the earliest due first, at most ``limit``; ``n`` is how many there are.

    A region's own promise that its review does not mention again is one too, though others' values were held
    against it; its judgement_id is null. ``report`` is who made the promise; ``status`` is what the ledger says
    came of it.
    """
    clause, values = where(view, "TRUE")
    found = library.ask(
        f"""WITH open AS (SELECT 'judgements' AS file, place, target_year AS due, region_code::VARCHAR AS region_code,
                                 region::VARCHAR AS region, domain::VARCHAR AS domain, indicator::VARCHAR AS indicator
                          FROM brief.judged WHERE verdict = 'pending' AND {clause}
                          UNION ALL
                          SELECT 'ledger', place, year, region_code, region, domain, indicator
                          FROM brief.forgotten WHERE {clause})
            SELECT file, place, count(*) OVER ()::BIGINT AS n FROM open
            ORDER BY due NULLS LAST, region_code NULLS LAST, region, domain, indicator, file, place
            LIMIT {int(limit)}""",
        [*values, *values],
    ).to_pylist()
    places = {name: [row["place"] for row in found if row["file"] == name] for name in ("judgements", "ledger")}
    at = {name: f"file_row_number IN (SELECT unnest({chosen}::BIGINT[]))" for name, chosen in places.items()}
    ledger = library.placed("ledger")
    forgotten = f"(SELECT * FROM {ledger} WHERE {at['ledger']})" if ledger else None
    return frame_of(
        library.ask(
            f"""WITH pending AS (SELECT *, {VERDICT} AS verdict FROM {library.placed("judgements")}
                                 WHERE {at["judgements"]}),
                     said AS (SELECT pending.*, status FROM pending
                              LEFT JOIN ({statuses(library, "promise_id IN (SELECT target_id FROM pending)")})
                              ON promise_id = target_id),
                     open AS (SELECT * FROM said UNION ALL BY NAME SELECT * FROM ({entries(forgotten)})),
                     untitled AS (SELECT source, {REPORT_NAME} AS name FROM documents_file
                                  WHERE coalesce(title, '') = '')
                SELECT open.* EXCLUDE (file_row_number), coalesce(untitled.name, target_document) AS report,
                       ?::BIGINT AS n
                FROM open LEFT JOIN untitled ON untitled.source = target_document
                ORDER BY target_year NULLS LAST, region_code NULLS LAST, region, domain, indicator, judgement_id,
                         target_id""",
            [found[0]["n"] if found else 0],
        )
    )


def entries(ledger: str | None) -> str:
    """A question for the ledger's promises in the columns of judgements, none where no ledger was built.

    ``ledger`` is what a question names to ask it. judgement_id is null and the verdict pending; ``document_id`` is
    the report that made the promise, ``target_document`` its title, else its file.
    """
    if ledger is None:
        return """SELECT *, NULL::VARCHAR AS status, NULL::VARCHAR AS document_id FROM judged WHERE FALSE"""
    return f"""SELECT NULL::VARCHAR AS judgement_id, region, region_code, region_level, indicator, indicator_id, domain,
                      unit, basis, complete, year, promise_id AS target_id, promise_value AS target_value,
                      promise_value_high AS target_value_high, promise_comparator AS target_comparator,
                      year AS target_year, region AS target_region, 'own' AS target_owner, 'pending' AS verdict,
                      status::VARCHAR AS status, promise_document_id AS document_id, promise_document AS target_document
               FROM {ledger}"""


def statuses(library: Library, of: str = "TRUE") -> str:
    """A question for what came of each promise that a condition leaves: promise_id and status; of no row where no
    ledger was built."""
    ledger = library.optional("ledger")
    if ledger is None:
        return "SELECT NULL::VARCHAR AS promise_id, NULL::VARCHAR AS status WHERE FALSE"
    return f"SELECT promise_id, any_value(status)::VARCHAR AS status FROM {ledger} WHERE {of} GROUP BY promise_id"


def reports(library: Library, view: View, limit: int | None = None) -> pd.DataFrame:
    """The reports that a view's filters leave, by region and year, at most ``limit``.

    Columns: document_id, title (else issuer and file), issuer, region, year, published, url (None where the
    source page is not known), and figures and unsure, counted under the filters.
    """
    clause, values = where(view, "TRUE")
    url = "source_url" if "source_url" in library.schemas["documents"].names else "NULL::VARCHAR"
    least = 0 if clause == "TRUE" else 1
    return frame_of(
        library.ask(
            f"""WITH kept AS (SELECT document_id::VARCHAR AS document_id, count(*)::BIGINT AS figures,
                                     (count(*) FILTER (confidence = 'unsure'))::BIGINT AS unsure
                              FROM brief.figures WHERE {clause} GROUP BY ALL)
                SELECT document_id, {REPORT_NAME} AS title, issuer, region, year, published, {url} AS url,
                       coalesce(figures, 0) AS figures, coalesce(unsure, 0) AS unsure
                FROM documents_file LEFT JOIN kept USING (document_id) WHERE coalesce(figures, 0) >= {least}
                ORDER BY region_code NULLS LAST, documents_file.year, documents_file.title, document_id
                {_limit(limit)}""",
            values,
        )
    )


def _limit(rows: int | None) -> str:
    return "" if rows is None else f"LIMIT {int(rows)}"
