"""Rows as files, written piece by piece: Parquet that explains itself, CSV and Excel that open right."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import xlsxwriter

from views.library import decoded

# A spreadsheet takes a CSV for UTF-8 only where it begins with this mark.
_BOM = b"\xef\xbb\xbf"
# What a sheet of Excel and one of its cells can hold.
SHEET_ROWS, CELL_CHARACTERS = 1_048_575, 32_767
_CUT = "…"


def parquet(pieces: Iterable[pa.Table], schema: pa.Schema, facts: Mapping[str, object]) -> bytes:
    """Tables of one schema as one Parquet file; its metadata keep the column docs and add ``facts``."""
    stream = io.BytesIO()
    write_parquet(stream, pieces, schema, facts)
    return stream.getvalue()


def write_parquet(stream: BinaryIO, pieces: Iterable[pa.Table], schema: pa.Schema, facts: Mapping[str, object]) -> None:
    """The same, written to a stream: no more than a piece is held in memory."""
    metadata = dict(schema.metadata or {})
    for key, fact in facts.items():
        metadata[key.encode()] = (fact if isinstance(fact, str) else json.dumps(fact, ensure_ascii=False)).encode()
    whole = schema.with_metadata(metadata)
    with pq.ParquetWriter(stream, whole, compression="zstd") as writer:
        for piece in pieces:
            writer.write_table(piece.replace_schema_metadata(whole.metadata))


def csv(pieces: Iterable[pa.Table], schema: pa.Schema) -> bytes:
    """Tables of one schema as CSV in UTF-8 with a byte order mark; absent values are empty."""
    return b"".join(csv_pieces(pieces, schema))


def csv_pieces(pieces: Iterable[pa.Table], schema: pa.Schema) -> Iterator[bytes]:
    """The same, piece by piece, the line of names and the mark before it first."""
    stream = io.BytesIO()
    stream.write(_BOM)
    plain = decoded(schema.empty_table()).schema
    with pyarrow.csv.CSVWriter(stream, plain) as writer:
        for piece in pieces:
            writer.write_table(decoded(piece))
            yield stream.getvalue()
            stream.seek(0)
            stream.truncate()
    yield stream.getvalue()


def excel(
    pieces: Iterable[pa.Table],
    headers: Mapping[str, str],
    worded: Callable[[str, object], object],
    sheet: str,
    notes_sheet: str,
    notes: Sequence[Sequence[str]],
) -> bytes:
    """Tables as an Excel workbook: the rows with readers' headers, and a sheet of notes.

    ``headers`` name the columns, in order; ``worded(column, value)`` gives a cell as readers see it.
    A text longer than a cell can hold ends in an ellipsis. Raises ValueError for more rows than a sheet holds.
    """
    stream = io.BytesIO()
    # No text becomes a formula or a link; the same rows give the same bytes.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})
        bold, date = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        page = book.add_worksheet(sheet)
        page.freeze_panes(1, 0)
        page.set_column(0, len(headers) - 1, 16)
        page.write_row(0, 0, list(headers.values()), bold)
        at = 0
        for piece in pieces:
            if at + piece.num_rows > SHEET_ROWS:
                raise ValueError(f"a sheet of Excel holds {SHEET_ROWS:,} rows: filter further, or take Parquet or CSV")
            for row in piece.select(list(headers)).to_pylist():
                at += 1
                for column, (name, value) in enumerate(row.items()):
                    _cell(page, at, column, worded(name, value), date)
        page.autofilter(0, 0, at, len(headers) - 1)
        told = book.add_worksheet(notes_sheet)
        told.set_column(0, 1, 24)
        told.set_column(2, 2, 90)
        for line, texts in enumerate(notes):
            told.write_row(line, 0, texts)
    return stream.getvalue()


def _cell(page: xlsxwriter.workbook.Worksheet, row: int, column: int, value: object, date: object) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, (int, float)):
        page.write_number(row, column, value)
    elif isinstance(value, dt.date):
        page.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), date)
    else:
        text = str(value)
        page.write_string(row, column, text if len(text) <= CELL_CHARACTERS else text[: CELL_CHARACTERS - 1] + _CUT)
