"""The evidence pack: one zip with the rows of a page, their reports, sentences, charts and the method.

``python -m extract verify`` checks it. The same tables and the same view give the same bytes: nothing in it tells
when it was downloaded.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import platform
import zipfile
from collections.abc import Sequence
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path

from extract.pack import (
    CORRECTIONS,
    LAYOUT,
    MANIFEST,
    METHOD,
    NATIONAL,
    QUOTES,
    README,
    VERSION,
    corrections_text,
    document_file,
    reading_stamp,
)
from extract.schema import FORMAT_VERSION
from metrics.national import NationalRow
from metrics.verify import judging_stamp, national_cells
from views import captions, download, export, pack_texts
from views.library import Library
from views.library_pack import Evidence
from views.link import Page, View
from views.pack_charts import Charts
from views.words import Words

_METHODS = {"zh": "METHODS.zh.md", "en": "METHODS.md"}
_DOCS = Path(__file__).parent.parent / "docs"
# The packages whose versions a reader may want who finds other bytes.
_PACKAGES = ("pyarrow", "duckdb", "pandas", "plotly", "kaleido", "streamlit")
# A zip knows no year before this one; the time of download is of no account.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(
    library: Library, words: Words, view: View, page: Page, address: str, found: Evidence, drawn: Charts
) -> bytes:  # fmt: skip
    """The zip of a page's evidence.

    Args:
        words: in which language the method and the page of quotes are.
        view, page: what was shown, and where.
        address: the whole address of the view.
        found: what ``library_pack.gather`` gave.
        drawn: what ``pack_charts.draw`` gave.
    """
    facts = download.facts(view, page)
    files = {
        METHOD: (_DOCS / _METHODS[words.lang]).read_bytes(),
        QUOTES: pack_texts.quotes(library, words, page, address, found).encode(),
        **{document_file(one["document_id"]): one["text"].encode() for one in found.documents},
        **drawn.files,
    }
    for name, table in (("figures", found.figures), ("judgements", found.judgements)):
        files[f"{name}.parquet"] = export.parquet([table], table.schema, facts | {"table": name})
        files[f"{name}.csv"] = export.csv([table], table.schema)
    if found.nation:
        files[NATIONAL] = _national(found.nation)
    if found.corrected:
        files[CORRECTIONS] = corrections_text(found.corrected).encode()
    files[README] = pack_texts.readme(library, page, address, found, drawn, _programs()).encode()
    files[MANIFEST] = _manifest(library, facts, page, address, found, drawn, files)
    return _zip(files)


def _manifest(
    library: Library, facts: dict[str, object], page: Page, address: str, found: Evidence, drawn: Charts,
    files: dict[str, bytes],
) -> bytes:  # fmt: skip
    said = {
        "layout": LAYOUT,
        "version": VERSION,
        "format": FORMAT_VERSION,
        "build": library.build,
        "built": captions.built(library).isoformat(),
        "page": page.name,
        "address": address,
        "filters": facts["filters"],
        "rules": {"reading": reading_stamp(), "judging": judging_stamp()},
        "programs": _programs(),
        "rows": {"figures": len(found.figures), "shown": found.shown, "judgements": len(found.judgements)},
        "documents": [
            {
                "document_id": one["document_id"], "file": document_file(one["document_id"]), "source": one["source"],
                "sha256": one["sha256"], "title": one["title"] or "", "issuer": one["issuer"] or "",
                "published": one["published"].isoformat() if one["published"] else None, "region": one["region"],
            }
            for one in found.documents
        ],
        "charts": drawn.titles,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
    }  # fmt: skip
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def _programs() -> dict[str, str]:
    return {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}}


def _national(rows: Sequence[NationalRow]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, [one.name for one in fields(NationalRow)])
    writer.writeheader()
    writer.writerows(national_cells(row) for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def _zip(files: dict[str, bytes]) -> bytes:
    """A zip with the README first and the rest by name; the same files give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files, key=lambda name: (name != README, name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith((".png", ".parquet")) else zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, files[name])
    return stream.getvalue()
