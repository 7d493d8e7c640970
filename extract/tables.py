"""Write and read the Parquet tables: whole or not at all, the same bytes for the same rows."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from extract.schema import FORMAT_VERSION

# A reader that wants one row reads its row group: groups of narrow rows are long, those of whole texts short.
_GROUP_ROWS, _GROUP_BYTES = 1 << 17, 1 << 27
# Columns that a reader looks up one value of, and about how many values a row group has: where the file has several
# groups, a Bloom filter of each says which of them to read.
_LOOKED_UP = dict.fromkeys(
    ("figure_id", "judgement_id", "achieved_id", "target_id", "baseline_id", "promise_id"), _GROUP_ROWS
) | dict.fromkeys(("document_id", "region"), 1 << 12)  # fmt: skip


def write_table(table: pa.Table, path: Path) -> None:
    """Write one table to ``path`` atomically and reproducibly; see ``write_tables``."""
    write_tables({Path(path): table})


def write_tables(tables: dict[Path, pa.Table]) -> None:
    """Write tables that belong together: all of them are complete before the first takes its place.

    The bytes go to temporary files beside the targets, which take the place of
    the old tables only when all are written, so that a run that is killed or
    runs out of space leaves the old tables whole. The schemas' metadata (table
    and column docs) is kept and the format version added; nothing that changes
    from run to run is written.

    Args:
        tables: rows in their final order by the file to write; folders are
            made where they are not there.

    Raises:
        OSError: a folder cannot be written to.
    """
    written: dict[Path, str] = {}
    try:
        for path, table in tables.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, written[path] = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
            with os.fdopen(handle, "wb") as sink:
                _write(table, sink)
            umask = os.umask(0)
            os.umask(umask)
            os.chmod(written[path], 0o666 & ~umask)  # mkstemp makes it readable by its owner alone
        for path in tables:
            os.replace(written.pop(path), path)
    finally:
        for temporary in written.values():
            Path(temporary).unlink(missing_ok=True)


def _write(table: pa.Table, sink: BinaryIO) -> None:
    metadata = dict(table.schema.metadata or {}) | {b"format": FORMAT_VERSION.encode()}
    pq.write_table(
        table.replace_schema_metadata(metadata),
        sink,
        row_group_size=group_rows(table),
        **writing(table.schema, table.num_rows > group_rows(table)),
    )
    sink.flush()
    os.fsync(sink.fileno())


def writing(schema: pa.Schema, several: bool) -> dict[str, object]:
    """How every table is written: options of pyarrow's writers. ``several``: the file has more than one row group."""
    filters = {name: {"ndv": values, "fpp": 0.01} for name, values in _LOOKED_UP.items() if name in schema.names}
    return {
        "compression": "zstd", "data_page_version": "2.0", "bloom_filter_options": filters if several else None
    }  # fmt: skip


def group_rows(table: pa.Table) -> int:
    """How many rows of a table go into one row group of its file."""
    return max(1, min(_GROUP_ROWS, _GROUP_BYTES * table.num_rows // max(table.nbytes, 1)))


def read_table(path: Path) -> pa.Table:
    """The table at ``path`` with its schema and metadata."""
    return pq.read_table(path)
