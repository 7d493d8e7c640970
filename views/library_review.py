"""Questions of the page 校核: which figures a person should look at, in what order, and what contradicts them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from views.library import Library, where
from views.link import View

# What a list says of a figure.
LISTED = (
    "figure_id", "document_id", "indicator", "value", "value_high", "unit", "comparator", "basis", "region", "year",
    "confidence",
)  # fmt: skip
# Which figures wait for a person: all that nobody checked, those that the program doubts, those that are in conflict.
QUEUES = ("open", "unsure", "conflict")
_WAITING = {"open": "TRUE", "unsure": "confidence = 'unsure'", "conflict": "TRUE"}
# What is likeliest wrong comes first: contradictions, then doubts, then what two wordings may explain.
_ORDERS = {
    "open": """CASE WHEN difference = 'value' THEN 0 WHEN confidence = 'unsure' THEN 1
               WHEN difference IS NOT NULL THEN 2 ELSE 3 END,""",
    "unsure": "",
    "conflict": """CASE difference WHEN 'value' THEN 0 ELSE 1 END, region_code NULLS LAST, indicator_id NULLS LAST,
                   year, conflict_id, NOT chosen,""",
}
# What is asked for which queue: the few figures in conflict stand in a table of their own.
_SOURCES = {
    "open": """(SELECT place, confidence::VARCHAR AS confidence, region::VARCHAR AS region, year,
                       domain::VARCHAR AS domain, indicator::VARCHAR AS indicator, NULL AS difference
                FROM brief.figures WHERE place NOT IN (SELECT place FROM brief.conflicting)
                UNION ALL
                SELECT place, confidence, region, year, domain, indicator, difference FROM brief.conflicting)""",
    "unsure": "brief.figures LEFT JOIN (SELECT place, difference FROM brief.conflicting) USING (place)",
    "conflict": "brief.conflicting",
}


@dataclass(frozen=True)
class Asked:
    """What the page asks for: the shared filters of a view, and the figures that the corrections file has already."""

    view: View
    done: tuple[str, ...] = ()

    @classmethod
    def of(cls, view: View, done: Sequence[str]) -> Asked:
        """What a view of the page asks for: nothing else of the view makes a difference."""
        return cls(View(region=view.region, year=view.year, domain=view.domain, indicator=view.indicator), tuple(done))

    def without(self, name: str) -> Asked:
        """The same question with one filter lifted."""
        return replace(self, view=self.view.without(name))


def counts(library: Library, asked: Asked) -> dict[str, int]:
    """How many figures wait in each of QUEUES."""
    clause, values = _asked(library, asked)
    return library.ask(
        f"""SELECT count(*) AS open, count(*) FILTER (confidence = 'unsure') AS unsure,
                   (SELECT count(*) FROM brief.conflicting WHERE {clause}) AS conflict
            FROM brief.figures WHERE {clause}""",
        [*values, *values],
    ).to_pylist()[0]


def rows(library: Library, asked: Asked, queue: str, limit: int, offset: int) -> list[dict]:
    """Some figures of a queue, in order: what a list says of them, and ``difference`` where they are in conflict."""
    clause, values = _asked(library, asked)
    found = library.ask(
        f"""SELECT place, difference FROM {_SOURCES[queue]} WHERE {clause} AND {_WAITING[queue]}
            ORDER BY {_ORDERS[queue]} place LIMIT {int(limit)} OFFSET {int(offset)}""",
        values,
    )
    listed = library.fetch("figures", found["place"].to_pylist(), LISTED)
    return listed.append_column("difference", found["difference"]).to_pylist()


def figure(library: Library, document_id: str, figure_id: str) -> dict:
    """A figure of a report with all its columns."""
    # The report tells where in the file to look, which is sorted by it.
    found = library.ask(
        "SELECT * FROM figures_file WHERE document_id = ? AND figure_id = ?", [document_id, figure_id]
    ).to_pylist()
    return found[0]


def conflict(library: Library, figure_id: str, limit: int) -> list[dict]:
    """The values that contradict a figure, itself among them, the chosen one first; none where it is in no conflict.

    Figures with all their columns, and ``chosen``, ``ruled_by`` (the conflict's ``rule``: names of
    metrics.conflicts.RULES joined by +) and ``values``, how many there are in all.
    """
    conflicts = library.optional("conflicts")
    if conflicts is None:
        return []
    found = library.ask(
        f"""SELECT figure_id, chosen, rule AS ruled_by, count(*) OVER () AS "values"
            FROM {conflicts}
            WHERE conflict_id IN (SELECT conflict_id FROM {conflicts} WHERE figure_id = ?)
            ORDER BY NOT chosen, figure_id <> ?, source, start, figure_id LIMIT {int(limit)}""",
        [figure_id, figure_id],
    ).to_pylist()
    whole = library.figures([one["figure_id"] for one in found])
    return [whole[one["figure_id"]] | one for one in found]


def unbuilt(library: Library, dropped: Sequence[str], checked: Sequence[str]) -> set[str]:
    """Of the figures that the corrections file drops or makes ``checked``, those that the tables have not so yet."""
    found = library.ask(
        """SELECT brief.figure_id_text(id) AS figure_id
           FROM brief.figures JOIN (SELECT brief.figure_id_held(figure_id) AS id, checked
                                    FROM (SELECT unnest(?::VARCHAR[]) AS figure_id, FALSE AS checked
                                          UNION ALL SELECT unnest(?::VARCHAR[]), TRUE)) USING (id)
           WHERE NOT checked OR confidence <> 'checked'""",
        [list(dropped), list(checked)],
    )
    return set(found["figure_id"].to_pylist())


def fits(name: str, value: str) -> bool:
    """Whether one of the page's own choices takes a value: which queue, which item of it, the keys on or off."""
    if name == "item":
        return re.fullmatch(r"[1-9]\d{0,7}", value, re.ASCII) is not None and value != "1"
    return value in {"queue": QUEUES, "keys": ("off",)}[name]


def _asked(library: Library, asked: Asked) -> tuple[str, list[object]]:
    """WHERE clause and its values, of figures and of those in conflict."""
    clause, values = where(asked.view, "confidence <> 'checked'")
    if asked.done:
        done = library.ask(
            """SELECT place FROM brief.figures WHERE id IN (
                   SELECT brief.figure_id_held(done) FROM (SELECT unnest(?::VARCHAR[]) AS done))""",
            [list(asked.done)],
        )
        clause += " AND NOT list_contains(?, place)"
        values.append(done["place"].to_pylist())
    return clause, values
