"""The reports that a reader drops in for one visit: read as the command line reads them, kept in this session alone."""

from __future__ import annotations

import hashlib
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from extract.build import build
from extract.schema import KINDS

# A report has some tens of thousands of bytes. So much of them is read in a few seconds, and many visits fit in memory.
FILE_BYTES, VISIT_BYTES, FILES = 1 << 20, 4 << 20, 20
# What of a file's name is kept: systems allow 255 bytes, a Chinese character has three.
_NAME_LENGTH = 60
# What the pages need of every figure of a file at once; all columns are asked of one figure at a time.
MARKED = (
    "figure_id", "start", "end", "quote_start", "kind", "confidence", "indicator", "value_text", "year", "region",
)  # fmt: skip
# One file at a time in the whole server, so that a visitor with many does not slow down all the others.
_READING = threading.Lock()


class NotTaken(ValueError):
    """A file is not taken in; ``reason`` is one of size, many, full, twice. ``other`` names the file it is twice."""

    def __init__(self, reason: str, other: str = "") -> None:
        self.reason, self.other = reason, other
        super().__init__(reason)


@dataclass(frozen=True)
class Upload:
    """A file that a reader dropped in, and what was read of it.

    ``figures``, ``documents`` and ``problems`` have the columns of extract.schema; a file that could
    not be read has no documents, and a problem that says why.
    """

    name: str
    data: bytes
    figures: pa.Table
    documents: pa.Table
    problems: pa.Table

    @cached_property
    def key(self) -> str:
        """An id of the file, by its name and its bytes."""
        return hashlib.sha256(self.name.encode() + b"\0" + self.data).hexdigest()[:12]

    @cached_property
    def document(self) -> dict | None:
        """What is known of the report, without its text; None where the file could not be read."""
        return (self.documents.drop_columns("text").to_pylist() or [None])[0]

    @property
    def text(self) -> str:
        """The report's text. Raises IndexError where the file could not be read."""
        return self.documents["text"][0].as_py()

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many figures there are of each kind (extract.schema.KINDS), and how many are ``unsure``."""
        made = {kind: pc.sum(pc.equal(self.figures["kind"], kind)).as_py() or 0 for kind in KINDS}
        return made | {"unsure": pc.sum(pc.equal(self.figures["confidence"], "unsure")).as_py() or 0}

    def marks(self) -> list[dict]:
        """The figures in the text's order with the columns that marking and listing them need, and ``quote_end``."""
        places = self.figures.select(["start", "end", "figure_id"])
        ordered = self.figures.take(pc.sort_indices(places, [(name, "ascending") for name in places.column_names]))
        ends = pc.add(ordered["quote_start"], pc.utf8_length(ordered["quote"]))
        return ordered.select(MARKED).append_column("quote_end", ends).to_pylist()

    def figure(self, figure_id: str) -> dict:
        """A figure with all its columns. Raises IndexError for an unknown id."""
        return self.figures.filter(pc.equal(self.figures["figure_id"], figure_id)).to_pylist()[0]


def check(name: str, size: int, held: Sequence[Upload]) -> None:
    """Raise NotTaken where a file of so many bytes is more than a visit may hold."""
    if size > FILE_BYTES:
        raise NotTaken("size")
    if len(held) >= FILES:
        raise NotTaken("many")
    if sum(len(one.data) for one in held) + size > VISIT_BYTES:
        raise NotTaken("full")


def read(name: str, data: bytes, held: Sequence[Upload]) -> Upload:
    """Read a file that was dropped in, by its name and bytes.

    Raises:
        NotTaken: the visit's limits are reached, or its text is held already.
    """
    check(name, len(data), held)
    with _READING, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / plain_name(name)
        path.write_bytes(data)
        tables = build([Path(folder)])
    # A folder without any report has a problem of its own, which is none of the file's.
    mine = tables.problems.filter(pc.equal(tables.problems["source"], path.name))
    made = Upload(path.name, data, tables.figures, tables.documents, mine)
    for other in held:
        if made.key == other.key or (made.document and other.document and _id(made) == _id(other)):
            raise NotTaken("twice", other.name)
    return made


def _id(upload: Upload) -> str:
    return upload.document["document_id"]


def plain_name(name: str) -> str:
    """A name that any disk takes, from what a browser says that the file is called."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*').strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    if not dot:
        return (kept or "report")[:_NAME_LENGTH]
    return f"{(stem or 'report')[:_NAME_LENGTH]}.{suffix[:10]}"
