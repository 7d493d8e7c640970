"""What the page 指标 asks about places beside each other: the cascade, a region's peers, and conflicting values.

``metrics.compare`` works them out; here only the figures that it needs are fetched.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from extract import catalogue
from metrics import compare, national
from metrics import figures as metric_figures
from metrics import reports as metric_reports
from metrics.compare import Peers
from metrics.figures import Figure
from metrics.reports import Report
from views.library import Library
from views.library_overview import REPORT_NAME, frame_of


@dataclass(frozen=True)
class Subject:
    """One indicator in one unit and year: what places are held against each other by."""

    name: str
    indicator_id: str | None
    unit: str
    year: int

    @property
    def key(self) -> tuple[str, str]:
        """As ``Figure.subject``."""
        return ("id", self.indicator_id) if self.indicator_id else ("name", self.name)


Found = tuple[list[Figure], dict[str, Report]]


def values(library: Library, subject: Subject) -> Found:
    """Everything that was reached in that year, levels only, with the reports that say so.

    Of a figure what places are held against each other by: not the words it was read from.
    """
    wanted = "indicator_id = ?" if subject.indicator_id else "indicator_id IS NULL AND indicator = ?"
    chosen = library.ask(
        f"""SELECT place FROM brief.figures
            WHERE {wanted} AND unit = ? AND basis = 'level' AND NOT complete AND year = ?
                  AND kind IN ('achieved', 'baseline')
            ORDER BY document_id, start, id""",
        [subject.indicator_id or subject.name, subject.unit, subject.year],
    )
    left_out = ("source", "title", "quote_start", "indicator_text")
    columns = [name for name in metric_figures.COLUMNS if name not in left_out]
    found = library.fetch("figures", chosen["place"].to_pylist(), columns)
    names = ", ".join(metric_reports.COLUMNS)
    documents = library.ask(
        f"SELECT {names} FROM brief.documents WHERE list_contains(?, document_id)",
        [sorted(set(found["document_id"].to_pylist()))],
    )
    known = {one["document_id"]: one for one in documents.select(["document_id", "source", "title"]).to_pylist()}
    for name in ("source", "title"):
        said = [known.get(one, {}).get(name) for one in found["document_id"].to_pylist()]
        found = found.append_column(name, pa.array(said, pa.string()))
    for name, kind in (("quote_start", pa.int32()), ("indicator_text", pa.string())):
        found = found.append_column(name, pa.nulls(found.num_rows, kind))
    return metric_figures.read(found), metric_reports.read(documents)


def cascade(library: Library, subject: Subject, below: str | None = None, found: Found | None = None) -> pd.DataFrame:
    """全国 → 省 → 市 → 县: rows of ``metrics.compare.CASCADE``; with a code, only those on its line.

    ``found`` are the subject's ``values``, where they are known already.
    """
    figures, reports = found or values(library, subject)
    table = compare.cascade(figures, reports, subject.key, subject.unit, subject.year, national.load(), below)
    return frame_of(table)


def peers(library: Library, subject: Subject, place: str, found: Found | None = None) -> Peers | None:
    """A region (its code, or its name where it has none) among those of its level; None without an exact value.

    ``found`` as for ``cascade``.
    """
    figures, reports = found or values(library, subject)
    known = next((one for one in catalogue.load().indicators if one.id == subject.indicator_id), None)
    side = known.polarity if known else None
    return compare.peers(figures, reports, subject.key, subject.unit, subject.year, place, side, national.load())


def conflicts(library: Library, name: str) -> pd.DataFrame | None:
    """Values of an indicator that are quoted differently for one region and year; all of them, the chosen one first.

    Columns: those of ``metrics.conflicts.CONFLICTS`` and ``report``, the name of the report. None where no
    table of conflicts was built.
    """
    table = library.optional("conflicts")
    if table is None:
        return None
    return frame_of(
        library.ask(
            f"""WITH meant AS (SELECT DISTINCT conflict_id FROM {table} WHERE indicator = $1)
                SELECT conflicts.*, report FROM {table} AS conflicts JOIN meant USING (conflict_id)
                LEFT JOIN (SELECT document_id, {REPORT_NAME} AS report FROM brief.documents) USING (document_id)
                ORDER BY region_code NULLS LAST, region, year DESC, conflict_id, NOT chosen, source, start,
                         figure_id""",
            [name],
        )
    )
