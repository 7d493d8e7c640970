"""What judging needs to know of a report: whose it is, and of which year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from extract.schema import DOCUMENTS
from metrics.figures import FiguresError, place_of


@dataclass(frozen=True)
class Report:
    """One row of the documents table, in the columns that judging reads; see ``extract.schema.DOCUMENTS``."""

    document_id: str
    source: str | None
    title: str | None
    region: str | None
    region_code: str | None
    published: date | None
    year: int | None

    @property
    def name(self) -> str:
        """Its title, else its file."""
        return self.title or self.source or self.document_id

    @property
    def holder(self) -> str:
        """What holds the regions without a code that it names: its own region, else itself."""
        return self.region_code or self.region or self.document_id

    @property
    def place(self) -> str | None:
        """What its region is matched by, as ``Figure.place``."""
        return place_of(self.region, self.region_code, self.holder)

    def later_than(self, other: Report) -> bool:
        """Whether it is of a later year, or of the same year and published later; False where that is not known."""
        if self.year is None or other.year is None:
            return False
        if self.year != other.year:
            return self.year > other.year
        return bool(self.published and other.published and self.published > other.published)


COLUMNS = tuple(Report.__dataclass_fields__)


def read(table: pa.Table) -> dict[str, Report]:
    """The reports of a documents table by id.

    Raises FiguresError for a missing column, a wrong type or an id that comes twice.
    """
    missing = [name for name in COLUMNS if name not in table.column_names]
    if missing:
        raise FiguresError(f"the documents table has no column {', '.join(missing)}: build it anew")
    try:
        rows = table.select(COLUMNS).cast(pa.schema([DOCUMENTS.field(name) for name in COLUMNS])).to_pylist()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise FiguresError(f"a column of the documents table has the wrong type ({error}): build it anew") from error
    made = {row["document_id"]: Report(**row) for row in rows}
    if len(made) < len(rows):
        raise FiguresError("a document_id stands twice in the documents table: build it anew")
    return made


def report_of(reports: dict[str, Report], document_id: str | None) -> Report:
    """The report of a figure.

    Raises FiguresError where the documents table lacks it.
    """
    if document_id not in reports:
        raise FiguresError(f"document {document_id} is not in the documents table: build both tables anew")
    return reports[document_id]
