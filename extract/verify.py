"""Hold the figures of an evidence pack against the original reports, number by number.

A figure holds where its characters stand at its offsets in the report, its sentence round them, and the report, read
again by this program, gives the same row. ``metrics.verify`` does the same for judgements; the command
``python -m extract verify`` runs both.
"""

from __future__ import annotations

import csv
import hashlib
import io
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow as pa

from extract import build, corrections, files
from extract.corrections import NONE, CorrectionError, Corrections
from extract.files import Document, Sidecar, UnreadableError
from extract.pack import CORRECTIONS, MANIFEST, QUOTES, TABLES, Original, Pack, reading_stamp
from extract.schema import FIGURES

# What the file beside a report tells of it, and what the folder that was given decides.
_BESIDE = ("title", "issuer", "published")
# How a row came about is no claim about the report.
_NOT_READ = ("figure_id", "document_id", "source", "rule", *_BESIDE)
_READ = tuple(name for name in FIGURES.names if name not in _NOT_READ)


@dataclass(frozen=True)
class Fault:
    """Something in a pack that does not hold.

    Attributes:
        check: what was checked: a column, ``place``, ``quote``, ``file`` ...
        id: figure_id, judgement_id, document_id or file.
        report: the report by its title, else its file; empty where it is of none.
        quoted: the number as quoted; empty where it is of none.
        stated, found: what the pack says, and what is so.
    """

    check: str
    id: str
    report: str
    quoted: str
    stated: str
    found: str


@dataclass
class Outcome:
    """What came of a check: ``faults``, ``notes`` for the reader, and how many of each there were (``counts``)."""

    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Text:
    """The text that figures of a report are held against; ``beside`` is None where no original is at hand."""

    original: Original
    text: str
    beside: Sidecar | None


def told(value: object) -> str:
    """A value of a row as a fault tells it."""
    return "nothing" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)


def differences(
    stated: Mapping[str, Any], found: Mapping[str, Any], names: Iterable[str], about: Sequence[str]
) -> list[Fault]:
    """A fault for each of these columns that differs; ``about`` is the id, report and quoted text of the row."""
    return [Fault(name, *about, told(stated[name]), told(found[name])) for name in names if stated[name] != found[name]]


def figures(
    pack: Pack,
    reports: Path,
    must_be_there: bool = False,
    progress: Callable[[list[Original]], Iterable[Original]] = iter,
) -> Outcome:
    """Check every figure of a pack, and that its files are those that the manifest names.

    Args:
        pack: the opened pack.
        reports: folder of the original reports; they are found by name, else by their content.
        must_be_there: whether a report that is not there is a fault; else it is noted.
        progress: wraps the list of reports, to show how far the work is.

    Raises:
        PackError: the table of figures cannot be read.
        TableError: a reference table of this program is broken.
    """
    outcome = Outcome()
    outcome.faults += _files(pack)
    table = pack.table("figures", FIGURES)
    if table is None:
        return outcome
    if pack.reading != reading_stamp():
        outcome.notes.append(
            "the pack was made by other rules of reading than this program has: what differs may come of that"
        )
    rows = table.to_pylist()
    by_document: dict[str, list[dict]] = {}
    for row in rows:
        by_document.setdefault(row["document_id"], []).append(row)
    named = {one.document_id: one for one in pack.originals}
    for stranger in sorted(by_document.keys() - named.keys(), key=str):
        row = by_document[stranger][0]
        about = (told(row["figure_id"]), told(row["title"] or row["source"]), told(row["value_text"]))
        outcome.faults.append(Fault("document", *about, told(stranger), f"no such report in {MANIFEST}"))
    corrected = _corrections(pack, outcome)
    there = _Folder(reports)
    for original in progress([one for one in pack.originals if one.document_id in by_document]):
        held = _text(pack, original, there, must_be_there, outcome)
        if held is not None:
            outcome.faults += _document(held, by_document[original.document_id], corrected, outcome)
    outcome.faults += twin(pack, "figures", table) + _quotes(pack, rows)
    outcome.counts |= {"figures": len(rows), "reports": len(by_document)}
    return outcome


def _files(pack: Pack) -> list[Fault]:
    """Files that are missing, that the manifest does not name, or whose bytes are not those it names."""
    faults = []
    wanted = {*pack.digests, *(f"{name}.{form}" for name in TABLES for form in ("parquet", "csv")), QUOTES}
    wanted |= {one.file for one in pack.originals}
    for name in sorted(wanted):
        if name not in pack.files:
            faults.append(Fault("file", name, "", "", "there", "missing from the pack"))
        elif name not in pack.digests:
            faults.append(Fault("file", name, "", "", "there", f"not named in {MANIFEST}"))
        elif (found := hashlib.sha256(pack.files[name]).hexdigest()) != pack.digests[name]:
            faults.append(Fault("sha256", name, "", "", pack.digests[name], found))
    strays = sorted(pack.files.keys() - wanted - {MANIFEST})
    return faults + [Fault("file", name, "", "", f"not named in {MANIFEST}", "in the pack") for name in strays]


def _corrections(pack: Pack, outcome: Outcome) -> Corrections:
    """What people corrected, as the pack carries it; each of them is told, for no program can judge it."""
    data = pack.files.get(CORRECTIONS)
    if data is None:
        return NONE
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / CORRECTIONS
        path.write_bytes(data)
        try:
            made = corrections.load(path)
        except (CorrectionError, RecursionError) as error:
            said = str(error).replace(str(path), CORRECTIONS)
            outcome.faults.append(Fault("corrections", CORRECTIONS, "", "", "corrections by people", said))
            return NONE
    for one in made.all:
        cells = ", ".join(f"{column} {told(cell.value)}" for column, cell in (one.set or one.expect).items())
        name = one.figure or f"{one.document} {one.span}"
        outcome.notes.append(f"set by {one.by} on {one.on}, not by the program: {name}: {cells} ({one.why})")
    return Corrections(CORRECTIONS, made.all)


class _Folder:
    """The original reports of a folder, found by name, else by their content; none where it is not there."""

    def __init__(self, folder: Path) -> None:
        self._named = {one.name: one.path for one in files.find([folder])[0]} if folder.is_dir() else {}
        self._by_digest: dict[str, Path] | None = None

    def find(self, original: Original) -> tuple[Path | None, bool]:
        """The file of a report, and whether its bytes are others than the manifest says."""
        named = self._named.get(original.source)
        if named and _digest(named) == original.sha256:
            return named, False
        if self._by_digest is None:
            self._by_digest = {_digest(path): path for path in self._named.values()}
        same = self._by_digest.get(original.sha256)
        return (same, False) if same else (named, named is not None)


def _digest(path: Path) -> str:
    """The SHA-256 of a file; empty where it cannot be read, which is like no other."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _text(pack: Pack, original: Original, there: _Folder, must_be_there: bool, outcome: Outcome) -> _Text | None:
    """What the figures of a report are held against: the original's text where it is at hand, else the pack's."""
    data = pack.files.get(original.file)
    carried = None if data is None else data.decode("utf-8", "replace")
    about = (original.document_id, original.name, "")
    if data is not None:
        made_of = hashlib.sha256(data).hexdigest()[:12]
        if made_of != original.document_id:
            stated = f"{original.file}, whose name is made of its text"
            outcome.faults.append(Fault("text", *about, stated, f"a text that makes {made_of}"))
    path, altered = there.find(original)
    if path is None:
        if must_be_there:
            outcome.faults.append(Fault("original", *about, original.source, "no such report in the folder"))
        else:
            outcome.notes.append(
                f"{original.source or original.name} is not in the folder of reports: its figures were held against "
                "the text in the pack alone; name the folder with --reports"
            )
        return None if carried is None else _Text(original, carried, None)
    try:
        loaded, beside = files.load(files.Source(path, original.source)), files.sidecar(path)
    except UnreadableError as error:
        outcome.faults.append(Fault("original", *about, original.source, str(error)))
        return None if carried is None else _Text(original, carried, None)
    if altered:
        outcome.faults.append(Fault("original", *about, original.sha256, loaded.sha256))
    elif carried is not None and carried != loaded.text:
        outcome.faults.append(Fault("text", *about, original.file, "not the text of the original"))
    outcome.counts["originals"] = outcome.counts.get("originals", 0) + 1
    return _Text(original, loaded.text, None if altered else beside)


def _document(held: _Text, rows: list[dict], corrected: Corrections, outcome: Outcome) -> list[Fault]:
    """The faults of the figures of one report."""
    document = Document(held.original.document_id, held.original.source, held.original.sha256, held.text)
    try:
        read = build.rows(document, held.beside, corrected)[0]
    except CorrectionError as error:
        about = (held.original.document_id, held.original.name, "")
        outcome.faults.append(Fault("corrections", *about, "corrections that hold", str(error)))
        read = build.rows(document, held.beside)[0]
    by_id = {row["figure_id"]: row for row in read}
    faults, seen = [], set()
    for row in rows:
        about = (told(row["figure_id"]), held.original.name, told(row["value_text"]))
        if row["figure_id"] in seen:
            faults.append(Fault("figure_id", *about, "once", "in two rows"))
        seen.add(row["figure_id"])
        astray = _placed(row, held.text, about)
        # Where the characters are not there, nothing else can be said of a figure.
        faults += astray or _same(row, by_id, read, held.beside is not None, about)
    return faults


def _placed(row: Mapping[str, Any], text: str, about: Sequence[str]) -> list[Fault]:
    """Whether the number stands at its offsets, and its sentence round it."""
    start, end, quote_start, quote = row["start"], row["end"], row["quote_start"], row["quote"]
    if None in (start, end, quote_start, quote, row["value_text"]) or not 0 <= quote_start <= start < end:
        return [Fault("place", *about, f"characters {start} to {end}", "no place in a text")]
    if text[start:end] != row["value_text"]:
        return [Fault("place", *about, f"characters {start} to {end}", text[start:end] or "the text ends before")]
    quoted = text[quote_start : quote_start + len(quote)]
    if quoted != quote or end > quote_start + len(quote):
        return [Fault("quote", *about, quote, quoted)]
    return []


def _same(
    row: Mapping[str, Any], by_id: Mapping[str, dict], read: list[dict], beside: bool, about: Sequence[str]
) -> list[Fault]:
    """Whether reading the report again gives the same row."""
    found = by_id.get(row["figure_id"])
    if found is None:
        here = [one for one in read if (one["start"], one["end"]) == (row["start"], row["end"])]
        stated = f"{row['indicator']} {told(row['value'])} {row['unit']}"
        said = "; ".join(f"{one['figure_id']}: {one['indicator']} {told(one['value'])} {one['unit']}" for one in here)
        return [Fault("reading", *about, stated, said or "no figure is read there")]
    return differences(row, found, (*_READ, *_BESIDE) if beside else _READ, about)


def twin(pack: Pack, name: str, table: pa.Table) -> list[Fault]:
    """Where the CSV of one of TABLES does not say the same as its Parquet; nothing and an empty text are one there."""
    file = f"{name}.csv"
    data = pack.files.get(file)
    if data is None:
        return []  # named among the files that are missing
    limit = csv.field_size_limit(len(data) + 1)
    try:
        lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig", "replace"), newline=""), strict=True))
    except csv.Error as error:
        return [Fault("file", file, "", "", f"the rows of {name}.parquet", f"cannot be read ({error})")]
    finally:
        csv.field_size_limit(limit)
    names = table.schema.names
    if lines[:1] != [names] or len(lines) != table.num_rows + 1 or any(len(line) != len(names) for line in lines):
        stated = f"{table.num_rows} rows of {len(names)} columns, as {name}.parquet"
        return [Fault("file", file, "", "", stated, "other rows or columns")]
    faults = []
    for at, column in enumerate(names):
        kind = table.schema.field(column).type
        for line, value in zip(lines[1:], table[column].to_pylist(), strict=True):
            if not _is_written(line[at], value, kind):
                found = f"{told(value)} in {name}.parquet"
                faults.append(Fault(f"{file}: {column}", line[0], "", "", line[at], found))
    return faults


def _is_written(cell: str, value: Any, kind: pa.DataType) -> bool:
    """Whether a cell of a CSV says a value."""
    if value is None:
        return cell == ""
    if pa.types.is_floating(kind):
        try:
            return float(cell) == value
        except ValueError:
            return False
    return cell == (str(value).lower() if isinstance(value, bool) else str(value))


class _Quotes(HTMLParser):
    """The quotations of the page of quotes, by figure: the sentence, and what is marked in it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._open: list[str] | None = None
        self._marking = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "blockquote":
            self._open = self.found.setdefault(dict(attrs).get("data-figure") or "", ["", ""])
        self._marking = self._marking or tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._open = None if tag == "blockquote" else self._open
        self._marking = self._marking and tag != "mark"

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open[0] += data
            self._open[1] += data if self._marking else ""


def _quotes(pack: Pack, rows: list[dict]) -> list[Fault]:
    """Whether the page of quotes has the sentence of every figure, the number marked, and no other."""
    data = pack.files.get(QUOTES)
    if data is None:
        return []
    parser = _Quotes()
    parser.feed(data.decode("utf-8", "replace"))
    parser.close()
    faults = []
    for row in rows:
        quote, marked = parser.found.pop(row["figure_id"], ("", ""))
        if (quote, marked) != (row["quote"], row["value_text"]):
            about = (told(row["figure_id"]), told(row["title"] or row["source"]), told(row["value_text"]))
            found = f"{told(row['value_text'])} in: {row['quote']}"
            faults.append(Fault(QUOTES, *about, f"{marked} in: {quote}" if quote else "no such quotation", found))
    return faults + [Fault(QUOTES, one, "", "", "a quotation", "no such figure") for one in sorted(parser.found)]
