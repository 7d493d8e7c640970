"""The layout of an evidence pack, and how one is opened that may come from anywhere.

A pack is a zip file: figures with their sentences, the texts that they stand in, judgements, charts, the method,
and ``manifest.json``, which names the digest of every file. docs/EVIDENCE.md describes it. Nothing of a pack is
ever written to disk by those who check it.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import yaml

from extract.corrections_file import Correction
from extract.words import REFERENCE

LAYOUT, VERSION = "dabiao-evidence-pack", 1
README, MANIFEST, METHOD, QUOTES = "README.txt", "manifest.json", "method.md", "quotes.html"
NATIONAL, CORRECTIONS = "national.csv", "corrections.yml"
TABLES = ("figures", "judgements")
# What a pack holds at most; whoever makes one keeps to the same.
MOST_ROWS, MOST_DOCUMENTS, MOST_TEXT = 20_000, 2_000, 64 << 20
# What is opened at most: of one file, of all together, and of a table once it is unfolded.
_FILE, _ALL, _FILES, _UNFOLDED = 64 << 20, 256 << 20, 3_000, 256 << 20

_SHA = re.compile(r"[0-9a-f]{64}")
_DOCUMENT = re.compile(r"[0-9a-f]{12}")
_MAKE_ANEW = "download the pack anew from the page"


class PackError(Exception):
    """A file that is no evidence pack, or none that this program can read; the message says what to do."""


@dataclass(frozen=True)
class Original:
    """A report as the manifest names it.

    Attributes:
        document_id: its id in the tables.
        source: the file it was read from, relative to the folder of reports.
        sha256: digest of that file's bytes.
        title, issuer: as in the documents table; may be empty.
    """

    document_id: str
    source: str
    sha256: str
    title: str
    issuer: str

    @property
    def file(self) -> str:
        """Where the pack has its text."""
        return document_file(self.document_id)

    @property
    def name(self) -> str:
        """Its title, else its file."""
        return self.title or self.source or self.document_id


@dataclass(frozen=True)
class Pack:
    """An opened pack: its files by name, the digests that the manifest gives them, and the reports.

    ``reading`` and ``judging`` stand for the rules of the program that made the pack, as ``stamp`` gives them.
    """

    files: Mapping[str, bytes]
    digests: Mapping[str, str]
    originals: tuple[Original, ...]
    build: str
    reading: str
    judging: str

    def table(self, name: str, schema: pa.Schema) -> pa.Table | None:
        """One of TABLES with the columns of a schema; None where its file is not there.

        Raises:
            PackError: the file is no Parquet, lacks a column, has one of another type, or is too large.
        """
        data = self.files.get(f"{name}.parquet")
        return None if data is None else _table(f"{name}.parquet", data, schema)


def document_file(document_id: str) -> str:
    """Where a pack has the text of a report."""
    return f"documents/{document_id}.txt"


def stamp(folders: Iterable[Path]) -> str:
    """What tells one state of the rules in these folders from another: a digest of code and reference tables."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(one for one in folder.rglob("*") if one.suffix in (".py", ".csv", ".yml")):
            # Line ends differ between checkouts of the same state.
            content = path.read_bytes().replace(b"\r\n", b"\n")
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()[:16]


def reading_stamp() -> str:
    """The stamp of the rules of reading."""
    return stamp([Path(__file__).parent, REFERENCE])


def corrections_text(entries: Iterable[Correction]) -> str:
    """Corrections as a file that ``extract.corrections.load`` reads."""

    def plain(value: Any) -> Any:
        # Large floats would come out with an exponent, which the reader of corrections does not take.
        return int(value) if isinstance(value, float) and value.is_integer() else value

    made = []
    for one in entries:
        entry: dict[str, Any] = {"document": one.document}
        entry |= {"add": True, "start": one.span[0], "end": one.span[1]} if one.span else {"figure": one.figure}
        entry["expect"] = {column: plain(cell.value) for column, cell in one.expect.items()}
        if one.set:
            entry["set"] = {column: plain(cell.value) for column, cell in one.set.items()}
        elif one.action != "add":
            entry[one.action] = True
        made.append(entry | {"why": one.why, "by": one.by, "on": one.on})
    return yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=1000)


def open_pack(path: Path) -> Pack:
    """Open a pack in memory.

    Raises:
        PackError: it is not there, no zip file, too large, has names that lead out of it, or another layout.
    """
    if not path.is_file():
        raise PackError(f"{path} is not there: name the zip file of an evidence pack")
    try:
        with zipfile.ZipFile(path) as archive:
            files = _files(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise PackError(f"{path} is no zip file that can be read ({error}): {_MAKE_ANEW}") from error
    except OSError as error:
        raise PackError(f"{path} cannot be read ({error.strerror or error}): check the file's rights") from error
    if MANIFEST not in files:
        raise PackError(f"{path} holds no {MANIFEST}, so it is no evidence pack: name one, or {_MAKE_ANEW}")
    return _with_manifest(files)


def _files(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Every file of the archive by name, none of them larger than is allowed."""
    entries = archive.infolist()
    if len(entries) > _FILES:
        raise PackError(f"the pack holds {len(entries):,} files, more than {_FILES:,}: no pack of this program does")
    if sum(entry.file_size for entry in entries) > _ALL:
        raise PackError(f"the pack unfolds to more than {_ALL >> 20} MB: no pack of this program does")
    files: dict[str, bytes] = {}
    for entry in entries:
        name = entry.filename
        parts = name.split("/")
        if "\\" in name or ":" in name or "\0" in name or "" in parts or "." in parts or ".." in parts:
            raise PackError(f"the pack holds a file called {name!r}, which leads out of it: do not unpack it")
        if name in files:
            raise PackError(f"the pack holds {name} twice: {_MAKE_ANEW}")
        if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise PackError(f"{name} is encrypted or packed in a way that packs never are: {_MAKE_ANEW}")
        if entry.file_size > _FILE:
            raise PackError(f"{name} unfolds to more than {_FILE >> 20} MB: no file of a pack does")
        with archive.open(entry) as stream:
            data = stream.read(_FILE + 1)  # whatever size the archive claims
        if len(data) > _FILE:
            raise PackError(f"{name} unfolds to more than {_FILE >> 20} MB: no file of a pack does")
        files[name] = data
    return files


def _with_manifest(files: dict[str, bytes]) -> Pack:
    try:
        said = json.loads(files[MANIFEST])
        layout, version = said["layout"], said["version"]
    except (ValueError, RecursionError, TypeError, KeyError) as error:
        raise PackError(f"{MANIFEST} cannot be read ({error!r}): {_MAKE_ANEW}") from error
    if layout != LAYOUT:
        raise PackError(f"{MANIFEST} is of a {layout!r}, not of an evidence pack ({LAYOUT}): name another file")
    if version != VERSION:
        raise PackError(
            f"the pack is of layout {version!r}, this program reads layout {VERSION}: "
            f"take the program's version that made it, or {_MAKE_ANEW}"
        )
    try:
        digests = {str(name): _match(_SHA, digest) for name, digest in said["files"].items()}
        originals = tuple(
            Original(
                _match(_DOCUMENT, one["document_id"]), str(one["source"]), _match(_SHA, one["sha256"]),
                str(one["title"]), str(one["issuer"]),
            )
            for one in said["documents"]
        )  # fmt: skip
        build, rules = str(said["build"]), said["rules"]
        return Pack(files, digests, originals, build, str(rules["reading"]), str(rules["judging"]))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise PackError(f"{MANIFEST} lacks what a manifest holds ({error!r}): {_MAKE_ANEW}") from error


def _match(pattern: re.Pattern[str], text: object) -> str:
    if not isinstance(text, str) or not pattern.fullmatch(text):
        raise ValueError(f"{str(text)[:80]!r} is not of the form {pattern.pattern}")
    return text


def _table(file: str, data: bytes, schema: pa.Schema) -> pa.Table:
    try:
        parquet = pq.ParquetFile(io.BytesIO(data))
        rows, names = parquet.metadata.num_rows, parquet.schema_arrow.names
        missing = [name for name in schema.names if name not in names]
        if missing:
            raise PackError(f"{file} has no column {', '.join(missing)}: take the program's version that made it")
        if rows > MOST_ROWS * 2:  # the rows that are shown, and those that they rest on
            raise PackError(f"{file} has {rows:,} rows, more than a pack holds: {_MAKE_ANEW}")
        groups = [parquet.metadata.row_group(at) for at in range(parquet.metadata.num_row_groups)]
        if sum(group.total_byte_size for group in groups) > _UNFOLDED:
            raise PackError(f"{file} unfolds to more than {_UNFOLDED >> 20} MB: no table of a pack does")
        words = [field.name for field in schema if _is_text(field.type)]
        # One long text may stand in thousands of rows: it is counted before it is written out for each.
        folded = pq.read_table(io.BytesIO(data), columns=schema.names, read_dictionary=words)
        folded.validate(full=True)
        if sum(_length(folded[name]) for name in words) > _UNFOLDED:
            raise PackError(f"{file} unfolds to more than {_UNFOLDED >> 20} MB: no table of a pack does")
        plain = pa.schema([pa.field(one.name, pa.string() if _is_text(one.type) else one.type) for one in schema])
        return folded.select(schema.names).cast(plain)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise PackError(f"{file} cannot be read ({error}): {_MAKE_ANEW}") from error


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_dictionary(kind)


def _length(column: pa.ChunkedArray) -> int:
    """How many bytes the texts of a column take, each row's by itself."""
    total = 0
    for chunk in column.chunks:
        if not pa.types.is_dictionary(chunk.type):
            raise PackError(f"a column of texts is of type {chunk.type}: {_MAKE_ANEW}")
        lengths = pc.binary_length(chunk.dictionary).cast(pa.int64())
        total += pc.sum(pc.take(lengths, chunk.indices)).as_py() or 0
    return total
