"""Corrections by people: data/corrections.yml, read and applied on every run.

A correction sets columns of a figure, accepts it as it is read, drops what is no
figure, or adds one that was missed; docs/CORRECTIONS.md tells how to write one. It
names the figure by its id and expects what the program reads there now, so that it
stops the build, with its line in the file, once the program reads something else.

A corrected row keeps its ``figure_id``, even where its name is another now:
judgements and links that people shared hold on to the id, and the next build
finds the figure by it again. What follows from the corrected columns
(``indicator_id``, ``domain``, ``region_code``, ``region_level``) is worked out
anew, the rule ``corrected``, ``accepted`` or ``added`` is named, and the confidence
is ``checked``.

Corrections of a report that is not among those read are passed over: the same
file serves every folder of reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract import catalogue, outline, regions
from extract.corrections_file import Correction, CorrectionError, read
from extract.ids import figure_id
from extract.regions import Region
from extract.view import view

__all__ = ["NONE", "Correction", "CorrectionError", "Corrections", "load"]

_NAMED_BY = ("indicator", "unit", "basis")


@dataclass(frozen=True)
class Corrections:
    """The corrections of one file, checked by themselves, ready to be applied to reports."""

    file: str
    all: tuple[Correction, ...]

    def of(self, document_id: str) -> list[Correction]:
        """The corrections of one report, in the file's order."""
        return [correction for correction in self.all if correction.document == document_id]

    def apply(self, rows: list[dict[str, Any]], document: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The figures of one report as people corrected them.

        Args:
            rows: every row of the report for the figures table, as the program reads it.
            document: the report's row for the documents table.

        Returns:
            New rows, in the order of the old ones; an added row stands before
            the first that begins after it.

        Raises:
            CorrectionError: a correction names a figure that is not there,
                expects what no longer holds, or gives a row that cannot be;
                the message has a line for each.
        """
        read = {row["figure_id"]: row for row in rows}
        made, added, faults = dict(read), {}, []
        for correction in self.of(document["document_id"]):
            try:
                if correction.action == "add":
                    row = self._added(correction, document)
                    if row["figure_id"] in (read | added):
                        raise self._fault(
                            correction.line,
                            f"figure {row['figure_id']} is read there already: "
                            "remove this entry, or write one that corrects that figure",
                        )
                    added[row["figure_id"]] = row
                    continue
                if correction.figure not in read:
                    raise self._fault(correction.line, _not_found(correction, rows))
                row = read[correction.figure]
                self._expect(correction, row)
                if correction.action == "drop":
                    del made[correction.figure]
                elif correction.action == "accept":
                    made[correction.figure] = _checked(row, "accepted")
                else:
                    made[correction.figure] = self._set(correction, row, document, "corrected")
            except CorrectionError as fault:
                faults.append(str(fault))
        if faults:
            raise CorrectionError("\n".join(faults))
        return _in_order(list(made.values()), added.values())

    def _set(
        self, correction: Correction, row: Mapping[str, Any], document: Mapping[str, Any], rule: str
    ) -> dict[str, Any]:
        """A row with its corrected columns and what follows from them."""
        given = {column: cell.value for column, cell in correction.set.items()}
        new = _checked({**row, **given}, rule)
        if any(column in given for column in _NAMED_BY):
            new |= _indicator(new)
        if "region" in given:
            new |= self._region(correction, new, document)
        if new["as_of"] is not None and new["as_of"].year != new["year"]:
            new["as_of"] = None  # a date in another year was not the figure's
        if new["complete"] and new["unit"] != "%":
            raise self._fault(
                correction.line, f"complete is true, but the unit is {new['unit']!r}: only % can be a percent of a task"
            )
        if new["value_high"] is not None and new["value_high"] <= new["value"]:
            raise self._fault(
                correction.line,
                f"value_high {new['value_high']:g} is not above value {new['value']:g}: "
                "set both, or value_high to null where there is no range",
            )
        return new

    def _added(self, correction: Correction, document: Mapping[str, Any]) -> dict[str, Any]:
        """The row of a figure that the program missed."""
        text, (start, end) = document["text"], correction.span
        if end > len(text):
            raise self._fault(
                correction.line, f"end is {end}, but the text has {len(text)} characters: count in documents.text"
            )
        section, quote_start, quote_end = _sentence(text, start, end)
        row = {
            "document_id": document["document_id"],
            **{column: document[column] for column in ("source", "title", "issuer", "published")},
            "section": section,
            "quote": text[quote_start:quote_end],
            "quote_start": quote_start,
            "start": start,
            "end": end,
            "value_text": text[start:end],
            "value_high": None,
            "complete": False,
            "as_of": None,
            "rule": "",
        }
        self._expect(correction, row)
        row = self._set(correction, row, document, "added")
        name = correction.set["indicator"].value
        row["indicator_text"] = name if name in row["quote"] else ""
        return {"figure_id": figure_id(row["document_id"], start, end, row["indicator"]), **row}

    def _expect(self, correction: Correction, row: Mapping[str, Any]) -> None:
        for column, cell in correction.expect.items():
            if row[column] != cell.value:
                raise self._fault(
                    cell.line,
                    f"{column} was expected to be {cell.value!r}, but is {row[column]!r} now: "
                    "look at the report, then mend this correction or remove it",
                )

    def _region(self, correction: Correction, row: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
        """The columns of the place that ``region`` names, by full name or code."""
        cell = correction.set["region"]
        if cell.value is None:
            return {"region": None, "region_code": None, "region_level": None}
        places = regions.load()
        if cell.value.isdecimal():
            found = places.by_code(cell.value, row["year"])
        else:
            home = places.by_code(document["region_code"]) if document["region_code"] else None
            near = (places.by_name(cell.value, row["year"], around) for around in _around(home))
            found = next(filter(None, near), None)
        if found is None:
            raise self._fault(
                cell.line,
                f"several places are called {cell.value}: write the code of the one meant, "
                "as in data/reference/regions.csv",
            )
        return {"region": found.name, "region_code": found.code, "region_level": found.level}

    def _fault(self, line: int, message: str) -> CorrectionError:
        return CorrectionError(f"{self.file}, line {line}: {message}")


NONE = Corrections("", ())


def load(path: Path) -> Corrections:
    """The corrections of a file; none where there is no such file.

    Raises:
        CorrectionError: the file cannot be read, or an entry breaks the rules;
            the message names the line and what to do.
    """
    return Corrections(str(path), read(path)) if path.exists() else NONE


def _checked(row: Mapping[str, Any], rule: str) -> dict[str, Any]:
    """The row as one that a person looked at, by a rule of this room."""
    return {**row, "confidence": "checked", "rule": "+".join(filter(None, (row["rule"], rule)))}


def _in_order(rows: list[dict[str, Any]], added: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with each added one before the first that begins after it."""
    for row in sorted(added, key=lambda row: (row["start"], row["end"], row["indicator"])):
        after = (at for at, other in enumerate(rows) if other["start"] > row["start"])
        rows.insert(next(after, len(rows)), row)
    return rows


def _indicator(row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of the indicator that a row's name, unit and basis give."""
    known = catalogue.load().find(row["indicator"], row["unit"], row["basis"])
    if known is None:
        return {"indicator_id": None, "domain": catalogue.load().domain(row["indicator"])}
    return {"indicator": known.name, "indicator_id": known.id, "domain": known.domain}


def _around(home: Region | None) -> Iterator[Region | None]:
    """Where to look for a place of a report: in its own place, in those around it, then anywhere."""
    if home is not None:
        yield home
        yield from regions.load().parents(home)
    yield None


def _sentence(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Section, start and end of the sentence that holds a span; of its lines where it is in no sentence."""
    seen = view(text)
    for sentence in outline.outline(seen.text).sentences:
        begin, stop = seen.span(sentence.start, sentence.end)
        if begin <= start and end <= stop:
            return " / ".join(sentence.headings), begin, stop
    stop = text.find("\n", end)
    return "", text.rfind("\n", 0, start) + 1, len(text) if stop < 0 else stop


def _not_found(correction: Correction, rows: list[dict[str, Any]]) -> str:
    """What to say of a figure that is not there: those that are as expected may be it, under a new id."""
    expected = correction.expect.items()
    fitting = [row["figure_id"] for row in rows if all(row[column] == cell.value for column, cell in expected)]
    hint = f"as expected: {', '.join(fitting[:3])}" if fitting else "none is as expected"
    return (
        f"report {correction.document} has no figure {correction.figure} now ({hint}): "
        "mend the id, or remove this correction"
    )
