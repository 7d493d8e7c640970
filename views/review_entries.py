"""What the page 校核 knows of the corrections file beside the tables, and how it writes there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extract import corrections, corrections_edit
from extract.corrections import Correction, CorrectionError
from extract.corrections_file import SETTABLE
from views import correction, library_reports, library_review, owner
from views.library import Library


class StaleRow(Exception):
    """The tables read otherwise by now than the row that the reader judged."""


class JudgedRow(Exception):
    """The corrections file has an entry about the row already."""


@dataclass(frozen=True)
class Kept:
    """The entries of the corrections file; ``fault`` says why it cannot be read, empty where it can."""

    path: Path
    entries: tuple[Correction, ...]
    fault: str

    @property
    def figures(self) -> tuple[str, ...]:
        """The ids of all figures that have an entry."""
        return tuple(entry.figure for entry in self.entries if entry.figure)


def kept(library: Library) -> Kept:
    """The corrections file that the next build into the tables' folder applies, as it is now."""
    path = library.folder / "corrections.yml"
    status = path.stat() if path.exists() else None
    return _read(path, status and (status.st_mtime_ns, status.st_size, status.st_ino))


@lru_cache(maxsize=4)
def _read(path: Path, _stamp: tuple | None) -> Kept:
    try:
        return Kept(path, corrections.load(path).all, "")
    except CorrectionError as error:
        return Kept(path, (), str(error))


def waiting(library: Library, held: Kept) -> list[Correction]:
    """The entries about figures of these tables that the next build will apply, in the file's order."""
    dropped = [entry.figure for entry in held.entries if entry.action == "drop"]
    checked = [entry.figure for entry in held.entries if entry.action in ("set", "accept")]
    left = library_review.unbuilt(library, dropped, checked)
    return [entry for entry in held.entries if entry.figure in left]


def write(library: Library, figure: Mapping, entry: str) -> Correction:
    """Add an entry about a figure to the corrections file.

    Args:
        library: the tables as they are now.
        figure: the row as the reader saw it.
        entry: the entry, of views.correction.

    Raises:
        JudgedRow: the file has an entry about the row already.
        StaleRow: the row is not there any more, or reads otherwise.
        CorrectionError: the next build would refuse the entry, or the file cannot be changed.
        NotAllowed: the reader may not change things.
    """
    held = kept(library)
    if figure["figure_id"] in held.figures:
        raise JudgedRow(figure["figure_id"])
    found = library.figures([figure["figure_id"]]).get(figure["figure_id"])
    if found is None or any(found[name] != figure[name] for name in (*SETTABLE, "value_text", "confidence")):
        raise StaleRow(figure["figure_id"])
    document = library_reports.report(library, figure["document_id"])
    if fault := correction.refused(entry, library_reports.rows(library, figure["document_id"]), document):
        raise CorrectionError(fault)
    owner.require()
    return corrections_edit.append(held.path, entry)


def mine(entries: Sequence[Correction], held: Kept, who: str) -> Correction | None:
    """The entry that a person can take back: the last of the file, if it still waits and bears the person's name."""
    last = held.entries[-1] if held.entries else None
    return last if last and last.by == who and last in entries else None


def take_back(held: Kept, entry: Correction) -> None:
    """Remove the last entry of the file. Raises CorrectionError where it is another by now, NotAllowed."""
    owner.require()
    corrections_edit.withdraw(held.path, entry)
