"""Evidence packs for tests: made of a page's view without drawing its charts, and tampered with."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.parquet as pq

from views import export, library_pack, pack, pages
from views.library import Library
from views.link import View
from views.pack_charts import Charts
from views.words import Words

DRAWN = Charts({"charts/01.png": b"png", "charts/01.svg": b"svg"}, {"charts/01.png": "one", "charts/01.svg": "one"})
ADDRESS = "https://example.org/targets?lang=zh"


def made(library: Library, name: str, view: View, drawn: Charts = DRAWN) -> bytes:
    """The pack of a page by its name."""
    page = pages.address(name, library)
    found = library_pack.gather(library, view, page)
    return pack.write(library, Words(view.lang), view, page, ADDRESS, found, drawn)


def contents(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def sealed(files: Mapping[str, bytes]) -> bytes:
    """A zip whose manifest names the digests of these files: the work of a forger who knows the layout."""
    said = json.loads(files["manifest.json"])
    said["files"] = {name: hashlib.sha256(one).hexdigest() for name, one in files.items() if name != "manifest.json"}
    return zipped(dict(files) | {"manifest.json": json.dumps(said).encode()})


def rows(files: Mapping[str, bytes], name: str) -> list[dict]:
    return pq.read_table(io.BytesIO(files[f"{name}.parquet"])).to_pylist()


def with_rows(files: Mapping[str, bytes], name: str, changed: list[dict]) -> dict[str, bytes]:
    """The files with other rows in a table, in its Parquet and its CSV."""
    schema = pq.read_schema(io.BytesIO(files[f"{name}.parquet"]))
    table = pa.Table.from_pylist(changed, schema)
    made_anew = {f"{name}.parquet": export.parquet([table], schema, {}), f"{name}.csv": export.csv([table], schema)}
    return dict(files) | made_anew


def with_cell(files: Mapping[str, bytes], name: str, row_id: str, **cells: object) -> dict[str, bytes]:
    """The files with other values in one row, known by the id in its first column."""
    key = {"figures": "figure_id", "judgements": "judgement_id"}[name]
    changed = [row | cells if row[key] == row_id else row for row in rows(files, name)]
    return with_rows(files, name, changed)


def figure_of(files: Mapping[str, bytes], value_text: str) -> dict:
    """The one figure that is quoted so."""
    (row,) = [row for row in rows(files, "figures") if row["value_text"] == value_text]
    return row
