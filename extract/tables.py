"""Write and read the Parquet tables: whole or not at all, the same bytes for the same rows."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from extract.schema import FORMAT_VERSION


def write_table(table: pa.Table, path: Path) -> None:
    """Write a table to ``path`` atomically and reproducibly.

    The bytes go to a temporary file in the same folder, which takes the place
    of ``path`` only when it is complete, so that a killed run leaves the old
    table whole. The schema's metadata (table and column docs) is kept and the
    format version added; nothing that changes from run to run is written.

    Args:
        table: rows in their final order, with the schema's metadata.
        path: file to write; its folder is made if it is not there.

    Raises:
        OSError: the folder cannot be written to.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    metadata = dict(table.schema.metadata or {}) | {b"format": FORMAT_VERSION.encode()}
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as sink:
            pq.write_table(
                table.replace_schema_metadata(metadata),
                sink,
                compression="zstd",
                row_group_size=1 << 17,
                data_page_version="2.0",
            )
            sink.flush()
            os.fsync(sink.fileno())
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)  # mkstemp makes it readable by its owner alone
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read_table(path: Path) -> pa.Table:
    """The table at ``path`` with its schema and metadata."""
    return pq.read_table(path)
