"""What the page 总览 asks of the tables: totals, verdicts by region and year, the matrix, promises, reports."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from views import paces
from views.library import SHOWN, Library, decoded, in_brief, where
from views.library_brief import VERDICTS
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
# What a promise tells.
_PROMISE = (*_CELL, "region_level", "indicator_id", "achieved_id", "target_region", "target_document")


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
        found["reports"] = library.ask("SELECT count(*) AS n FROM brief.documents")["n"][0].as_py()
    return found


def verdicts_by_place(library: Library, view: View, places: int | None = None) -> pd.DataFrame:
    """Targets by region, year and verdict: columns region, region_code, year, verdict, n; the latest year first.

    At most of so many regions and years; ``places`` is how many of them there are in all.
    """
    clause, values = where(view, SHOWN["targets"])
    few = "" if places is None else f"WHERE turn <= {int(places)}"
    return frame_of(
        library.ask(
            f"""WITH counted AS (SELECT region, min(region_code) AS region_code, year, verdict, count(*)::BIGINT AS n
                                 FROM brief.judged WHERE {clause} GROUP BY region, year, verdict),
                     turned AS (SELECT *, dense_rank() OVER (
                                    ORDER BY region_code NULLS LAST, region, year DESC NULLS LAST) AS turn FROM counted)
                SELECT * EXCLUDE (turn), (SELECT max(turn) FROM turned) AS places FROM turned {few}
                ORDER BY turn, verdict""",
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
    if columns is not None:
        # The first regions stand together: what stands before and after them is then not looked at.
        first = library.ask(
            f"""SELECT region::VARCHAR AS region, min(place) AS first, max(place) AS last FROM brief.judged
                WHERE {clause} GROUP BY region ORDER BY min(region_code) NULLS LAST, region LIMIT {int(columns)}""",
            values,
        ).to_pydict()
        clause += " AND list_contains(?, region) AND place BETWEEN ? AND ?"
        values = [*values, first["region"], min(first["first"], default=0), max(first["last"], default=0)]
    chosen = library.ask(
        f"""WITH cells AS (
                     SELECT *, count(*) OVER (PARTITION BY indicator, region)::BIGINT AS n,
                            row_number() OVER (PARTITION BY indicator, region ORDER BY {in_brief(SPEAKS)}) AS turn
                     FROM brief.judged WHERE {clause}),
                 speaking AS (SELECT * FROM cells WHERE turn = 1),
                 names AS (SELECT indicator, bool_or(verdict IN ('met', 'unmet')) AS decided, count(*) AS regions,
                                  min(domain) AS field
                           FROM speaking GROUP BY indicator
                           ORDER BY decided DESC, regions DESC, field, indicator {_limit(rows)})
            SELECT speaking.place, n FROM speaking JOIN names USING (indicator)
            ORDER BY decided DESC, regions DESC, speaking.domain, indicator, region_code NULLS LAST, region""",
        values,
    )
    cells = library.fetch("judgements", chosen["place"].to_pylist(), (*_CELL, *paces.COLUMNS))
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
    # They are held in order.
    found = library.ask(
        f"""SELECT file::VARCHAR AS file, place, status, count(*) OVER ()::BIGINT AS n FROM brief.promises
            WHERE {clause} ORDER BY rowid LIMIT {int(limit)}""",
        values,
    )
    judged = frame_of(library.fetch("judgements", _of_file(found, "judgements"), _PROMISE))
    parts = [judged.assign(place=_of_file(found, "judgements"), file="judgements")]
    if alone := _of_file(found, "ledger"):
        asked = f"(SELECT * FROM {library.placed('ledger')} WHERE list_contains(?, file_row_number))"
        parts.append(frame_of(library.ask(entries(asked, "file_row_number AS place"), [alone])).assign(file="ledger"))
    whole = pd.concat([part for part in parts if len(part)] or parts).drop(columns="status", errors="ignore")
    rows = frame_of(found).merge(whole, on=["file", "place"], how="left")
    untitled = library.ask(
        f"""SELECT source, {REPORT_NAME} AS name FROM brief.documents
            WHERE coalesce(title, '') = '' AND list_contains(?, source)""",
        [rows["target_document"].dropna().unique().tolist()],
    )
    names = dict(zip(untitled["source"].to_pylist(), untitled["name"].to_pylist(), strict=True))
    rows["report"] = [names.get(name, name) for name in rows["target_document"]]
    return rows.drop(columns=["file", "place"])


def _of_file(found: pa.Table, name: str) -> list[int]:
    return [one["place"] for one in found.to_pylist() if one["file"] == name]


def entries(ledger: str | None, more: str = "") -> str:
    """A question for the ledger's promises in the columns of judgements, none where no ledger was built.

    ``ledger`` is what a question names to ask it, ``more`` what else to select. judgement_id is null and the verdict
    pending; ``document_id`` is the report that made the promise, ``target_document`` its title, else its file.
    """
    if ledger is None:
        return """SELECT *, NULL::VARCHAR AS status, NULL::VARCHAR AS document_id FROM judged WHERE FALSE"""
    return f"""SELECT NULL::VARCHAR AS judgement_id, region, region_code, region_level, indicator, indicator_id, domain,
                      unit, basis, complete, year, promise_id AS target_id, promise_value AS target_value,
                      promise_value_high AS target_value_high, promise_comparator AS target_comparator,
                      year AS target_year, region AS target_region, 'own' AS target_owner, 'pending' AS verdict,
                      status::VARCHAR AS status, promise_document_id AS document_id, promise_document AS target_document
                      {", " * bool(more)}{more}
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
    if clause == "TRUE":  # a report without a figure is one too
        kept = "SELECT document_id, figures, unsure FROM brief.documents"
    else:
        kept = f"""SELECT document_id::VARCHAR AS document_id, count(*)::BIGINT AS figures,
                          (count(*) FILTER (confidence = 'unsure'))::BIGINT AS unsure
                   FROM brief.figures WHERE {clause} GROUP BY ALL"""
    return frame_of(
        library.ask(
            f"""WITH kept AS ({kept})
                SELECT document_id, {REPORT_NAME} AS title, issuer, region, year, published, {url} AS url,
                       kept.figures, kept.unsure
                FROM brief.documents AS documents JOIN kept USING (document_id)
                ORDER BY region_code NULLS LAST, documents.year, documents.title, document_id {_limit(limit)}""",
            values,
        )
    )


def _limit(rows: int | None) -> str:
    return "" if rows is None else f"LIMIT {int(rows)}"
