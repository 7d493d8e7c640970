"""The numbered notes of the monitoring report: every number's sentence, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from views.citations import bare
from views.library_paper import Material, national_row
from views.words import Words


class Notes:
    """Notes in the order in which they are first referred to; a sentence is noted once, whatever it states."""

    def __init__(self, found: Material, words: Words) -> None:
        self._figures, self._words = found.figures, words
        self._reports = {one: number for number, one in enumerate(found.reports["document_id"], 1)}
        self._numbers: dict[object, int] = {}
        self._texts: list[str] = []

    def figure(self, figure_id: str) -> int | None:
        """The number of the note with a quoted figure's sentence; None where no report quotes it."""
        found = self._figures.get(figure_id)
        if found is None:
            return None
        # The innermost heading: with the quote it is enough to find the place.
        inner = found["section"].split(" / ")[-1]
        section = self._words("paper.section", section=inner) if inner else ""
        number = self._reports[found["document_id"]]
        text = self._words("paper.note", report=number, section=section, quote=found["quote"].strip())
        return self._note((found["document_id"], found["quote_start"]), text)

    def target(self, row: Mapping) -> int:
        """The number of the note on a judgement's target that no report quotes: a document's, or the arithmetic."""
        if row["target_source"] == "national":
            known = national_row(row["target_id"])
            checked = "" if row["target_checked"] is True else self._words("paper.unchecked")
            locator = known.locator if known else ""
            text = self._words("paper.national", title=bare(row["target_document"]), locator=locator, checked=checked)
            return self._note(row["target_id"], text)
        text = self._words("paper.derived", arithmetic=row["target_arithmetic"])
        found = [self.figure(one) for one in row["target_derived_from"].split("+")]
        cited = "".join(f"[{number}]" for number in dict.fromkeys(found) if number is not None)
        return self._note(row["target_id"], f"{text} {cited}".rstrip())

    def texts(self) -> Iterator[tuple[int, str]]:
        """Number and text of each note, in order."""
        yield from enumerate(self._texts, 1)

    def _note(self, key: object, text: str) -> int:
        if key not in self._numbers:
            self._texts.append(text)
            self._numbers[key] = len(self._texts)
        return self._numbers[key]


def report(row: Mapping, words: Words) -> str:
    """A report in the list of sources: title, issuer, day of publication and file, and how often it is quoted."""
    known = [str(row[name]) for name in ("issuer", "published", "source") if not pd.isna(row[name]) and row[name] != ""]
    facts = words("paper.in_brackets", text=words("list.and").join(known)) if known else ""
    title = words("paper.titled", title=bare(row["title"])) if row["title"] else words("paper.untitled")
    return words("paper.report", title=title, facts=facts, n=row["n"])
