"""The rows shown as files: Parquet that explains itself, CSV that a spreadsheet opens right."""

from __future__ import annotations

import io
import json

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from views import link
from views.library import decoded
from views.link import View

# A spreadsheet takes a CSV for UTF-8 only where it begins with this mark.
_BOM = b"\xef\xbb\xbf"


def parquet(table: pa.Table, view: View) -> bytes:
    """The table as Parquet; its metadata keep the column docs and add filters, link and build."""
    filters = {name: list(getattr(view, name)) for name in link.FILTERS} | {"show": view.show}
    metadata = dict(table.schema.metadata or {})
    metadata[b"filters"] = json.dumps(filters, ensure_ascii=False).encode()
    metadata[b"link"] = ("?" + link.query(view)).encode()
    metadata[b"build"] = view.build.encode()
    stream = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(metadata), stream, compression="zstd")
    return stream.getvalue()


def csv(table: pa.Table) -> bytes:
    """The table as CSV in UTF-8 with a byte order mark; absent values are empty."""
    stream = io.BytesIO()
    stream.write(_BOM)
    pyarrow.csv.write_csv(decoded(table), stream)
    return stream.getvalue()
