"""Write and read the Parquet tables: whole or not at all, the same bytes for the same rows."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from extract.schema import FORMAT_VERSION


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
        compression="zstd",
        row_group_size=1 << 17,
        data_page_version="2.0",
    )
    sink.flush()
    os.fsync(sink.fileno())


def read_table(path: Path) -> pa.Table:
    """The table at ``path`` with its schema and metadata."""
    return pq.read_table(path)
