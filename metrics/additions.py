"""Changes of a library: a report or a correction is added and every table is made anew, or nothing is.

A library is a folder of tables with the reports they are read from in its folder ``reports`` and the
corrections in its ``corrections.yml``, as data/ is.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from extract import corrections, files
from extract.build import build
from extract.files import Source
from extract.tables import write_tables
from extract.words import TableError
from metrics import catalogue_polarity
from metrics.build import build_tables
from metrics.figures import FiguresError
from metrics.national import load as load_national

Progress = Callable[[list[Source]], Iterable[Source]]
# What data/reports/README.md lets `kind` be.
KINDS = ("工作总结", "工作计划", "工作总结和计划")
_NAME = re.compile(r"\w[\w.-]{0,79}\.txt")
# One at a time: each makes the tables of all the reports.
_ADDING = threading.Lock()


class AdditionError(Exception):
    """A report cannot be added, and nothing was written. ``code`` says why, ``fields`` with what.

    name: the file name cannot be used; same, taken: it is there, with the same or another content (name);
    known: its text is there under another name (name); unread: it cannot be read (problem, reason, advice);
    foreign: the tables hold reports that are not in the folder (folder, name, n), and would lose them;
    correction, reference: a correction or a reference table does not hold (reason);
    changed: somebody else changed the library in the meantime; unwritable: the disk refused (reason).
    """

    def __init__(self, code: str, **fields: object) -> None:
        self.code, self.fields = code, fields
        super().__init__(f"{code}: {fields}")


@dataclass(frozen=True)
class About:
    """What the file beside a report says of its origin, as data/reports/README.md has it; None: unknown."""

    title: str | None
    issuer: str
    source_url: str | None
    published: dt.date | None
    kind: str
    note: str


def reports_of(folder: Path) -> Path:
    """The folder of the reports that the tables of a folder are read from."""
    return folder / "reports"


def every_table(
    paths: list[Path], corrected: corrections.Corrections = corrections.NONE, progress: Progress = iter
) -> dict[str, pa.Table]:
    """All tables of these reports by name, as ``python -m extract`` and ``python -m metrics`` write them.

    Raises:
        CorrectionError, TableError, FiguresError: as these commands.
    """
    read = build(paths, progress, corrected)
    judged = build_tables(read.figures, read.documents, catalogue_polarity(), load_national())
    return {"documents": read.documents, "figures": read.figures, "problems": read.problems, **judged}


def missing(folder: Path) -> list[str]:
    """The reports of the tables in a folder that are not in its folder of reports, by their names."""
    there = {source.name for source in files.find([reports_of(folder)])[0]} if reports_of(folder).is_dir() else set()
    documents = folder / "documents.parquet"
    held = pq.read_table(documents, columns=["source"])["source"].to_pylist() if documents.is_file() else []
    return sorted(set(held) - there)


def add(
    folder: Path,
    name: str,
    data: bytes,
    about: About,
    progress: Progress = iter,
    before_writing: Callable[[], object] = lambda: None,
) -> dict[str, pa.Table]:
    """Add a report to the library in ``folder`` and write all its tables; returns these by name.

    Args:
        folder: where the tables are.
        name: the report's file name, ending in .txt.
        data: its bytes; what is not in UTF-8 is kept in UTF-8, and its note says so.
        about: what is known of its origin.
        progress: wraps the list of reports while they are read.
        before_writing: called once all is worked out and nothing is written yet; may raise to prevent it.

    Raises:
        AdditionError: it cannot be added.
    """
    with _ADDING, _as_additions():
        return _add(folder, name, data, about, progress, before_writing)


def renew(
    folder: Path, progress: Progress = iter, before_writing: Callable[[], object] = lambda: None
) -> dict[str, pa.Table]:
    """Make all tables of the library in ``folder`` anew, with its corrections as they are now; returns these by name.

    ``progress`` and ``before_writing`` are those of ``add``.

    Raises:
        AdditionError: foreign, correction, reference, changed or unwritable; the tables are as they were.
    """
    with _ADDING, _as_additions():
        if lost := missing(folder):
            raise AdditionError("foreign", folder=str(reports_of(folder)), name=lost[0], n=len(lost))
        before = _state(folder)
        tables = every_table([reports_of(folder)], corrections.load(folder / "corrections.yml"), progress)
        before_writing()
        if _state(folder) != before:
            raise AdditionError("changed")
        write_tables({folder / f"{table}.parquet": rows for table, rows in tables.items()})
        return tables


@contextmanager
def _as_additions() -> Iterator[None]:
    """What stops a build, as what stops an addition."""
    try:
        yield
    except corrections.CorrectionError as error:
        raise AdditionError("correction", reason=str(error)) from error
    except (TableError, FiguresError) as error:
        raise AdditionError("reference", reason=str(error)) from error
    except OSError as error:
        raise AdditionError("unwritable", reason=error.strerror or str(error)) from error


def _add(
    folder: Path, name: str, data: bytes, about: About, progress: Progress, before_writing: Callable[[], object]
) -> dict[str, pa.Table]:
    reports = reports_of(folder)
    kept, note = _in_utf8(data)
    _refuse_names(reports, name, (data, kept))
    if lost := missing(folder):
        raise AdditionError("foreign", folder=str(reports), name=lost[0], n=len(lost))
    beside = _sidecar(about, kept, note)
    before = _state(folder)
    with tempfile.TemporaryDirectory() as apart:
        # Beside the others, the report has the same name, place and sidecar as it will have among them.
        report = Path(apart) / name
        report.write_bytes(kept)
        report.with_suffix(".yml").write_bytes(beside)
        corrected = corrections.load(folder / "corrections.yml")
        paths = [reports] if reports.is_dir() and any(reports.rglob("*.txt")) else []
        tables = every_table([*paths, report], corrected, progress)
    _refuse_unread(tables, name, kept)
    before_writing()
    if _state(folder) != before:
        raise AdditionError("changed")
    _write(folder, name, kept, beside, tables)
    return tables


def _in_utf8(data: bytes) -> tuple[bytes, str]:
    """A report's bytes in UTF-8, and what is to be noted of that."""
    try:
        text = files.decode(data)
    except files.UnreadableError as error:
        raise AdditionError("unread", problem=error.problem, reason=error.reason, advice=error.advice) from error
    if text == data.decode("utf-8-sig", "replace"):
        return data, ""
    return text.encode("utf-8"), "The file came in another encoding and was converted to UTF-8."


def _refuse_names(reports: Path, name: str, contents: tuple[bytes, ...]) -> None:
    """Refuse a name that is none, or that is there already; upper and lower case are the same to some disks."""
    if not _NAME.fullmatch(name):
        raise AdditionError("name")
    stem = Path(name).stem.casefold()
    for other in sorted(reports.iterdir()) if reports.is_dir() else ():
        if other.stem.casefold() == stem and other.suffix.casefold() in (".txt", ".yml"):
            same = other.suffix.casefold() == ".txt" and other.read_bytes() in contents
            raise AdditionError("same" if same else "taken", name=other.name)


def _refuse_unread(tables: dict[str, pa.Table], name: str, data: bytes) -> None:
    """Refuse a report that was not read, or whose text is there already under another name."""
    document_id = files.document(files.decode(data)).document_id
    columns = ["source", "document_id"]
    rows = [*tables["documents"].select(columns).to_pylist(), *tables["problems"].select(columns).to_pylist()]
    others = {row["source"] for row in rows if row["document_id"] == document_id} - {name}
    if others:
        raise AdditionError("known", name=min(others))
    for problem in tables["problems"].to_pylist():
        if problem["source"] == name and problem["document_id"] is None:
            raise AdditionError("unread", **{key: problem[key] for key in ("problem", "reason", "advice")})


def _sidecar(about: About, data: bytes, note: str) -> bytes:
    """The file beside the report, in the order of data/reports/README.md."""
    facts = asdict(about)
    said = " ".join(part for part in (facts.pop("note"), note) if part)
    facts |= {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "note": said}
    return yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, width=100).encode()


def _state(folder: Path) -> list[tuple[str, int, int]]:
    """The files that the tables are made from, and when they were changed."""
    made_from = [*reports_of(folder).rglob("*"), folder / "corrections.yml"]
    found = [(str(path), path.stat()) for path in made_from if path.is_file()]
    return sorted((path, status.st_size, status.st_mtime_ns) for path, status in found)


def _write(folder: Path, name: str, data: bytes, beside: bytes, tables: dict[str, pa.Table]) -> None:
    """The sidecar, the report, then the tables; what went before is taken back where one of them cannot be written."""
    report = reports_of(folder) / name
    report.parent.mkdir(parents=True, exist_ok=True)
    placed: list[Path] = []
    try:
        for path, content in ((report.with_suffix(".yml"), beside), (report, data)):
            _place(path, content)
            placed.append(path)
        write_tables({folder / f"{table}.parquet": rows for table, rows in tables.items()})
    except BaseException:
        for path in placed:
            path.unlink(missing_ok=True)
        raise


def _place(path: Path, content: bytes) -> None:
    """Write a file whole under a name that nothing has yet. Raises OSError."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as sink:
            sink.write(content)
            sink.flush()
            os.fsync(sink.fileno())
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)  # mkstemp makes it readable by its owner alone
        os.link(temporary, path)  # unlike a rename, it never takes the place of another file
    finally:
        os.unlink(temporary)
