"""Where a number was taken from, as a citation in the manner of GB/T 7714: issuer. title[R]. date. place.

Rows in, words out, as ``sentences``: the address of the view is put in by whoever copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from metrics.national import NationalRow
from views.sentences import plain
from views.words import Words

# Kinds of documents by GB/T 7714: a report; another document, such as a plan of the state.
_REPORT, _OTHER = "[R]", "[Z]"
# More places than this in one report are counted, not listed.
PLACES = 3


def of(
    figures: Iterable[Mapping],
    nation: Sequence[NationalRow],
    words: Words,
    build: str,
    address: str,
    arithmetic: Sequence[str] = (),
) -> str:
    """The sources of some figures, a line each: every report with the places of its figures, then national documents.

    ``figures`` are rows of the figures table, ``arithmetic`` says how targets that no report quotes were worked
    out. The last line names the build of the data and ``address``, the view that the numbers were taken from.
    """
    reports: dict[str, list[Mapping]] = {}
    for figure in map(plain, figures):
        reports.setdefault(figure["document_id"], []).append(figure)
    documents = {(row.document, row.locator): row for row in nation}
    lines = [
        *(_report(found, words) for found in reports.values()),
        *(_national(row, words) for row in documents.values()),
        *(words("cite.arithmetic", text=text) for text in dict.fromkeys(arithmetic)),
    ]
    return "\n".join([*lines, words("cite.view", build=build, address=address)])


def _report(figures: Sequence[Mapping], words: Words) -> str:
    """One report, with where in its text the figures stand, in the order of the text."""
    first = figures[0]
    title = bare(first["title"]) if first["title"] else words("cite.untitled", file=first["source"])
    placed = {(one["section"], one["start"], one["end"]): None for one in figures}
    where = sorted(placed, key=lambda place: place[1:])
    if len(where) > PLACES:
        places = words("cite.places", n=len(where))
    else:
        places = words("list.separator").join(_places(where, words))
    return _joined([
        first["issuer"] or words("cite.no_issuer"),
        title + _REPORT,
        str(first["published"]) if first["published"] else words("cite.undated"),
        places,
    ])  # fmt: skip


def _places(where: Sequence[tuple[str | None, int, int]], words: Words) -> list[str]:
    """Sections with their characters, counted from 1: 见“（五）妇幼健康”部分，原文第5321—5326字."""
    sections: dict[str, list[str]] = {}
    for section, start, end in where:
        # The innermost heading: with the characters it is enough to find the place.
        inner = (section or "").split(" / ")[-1]
        sections.setdefault(inner, []).append(words("cite.characters", first=start + 1, last=end))
    joined = {inner: words("list.and").join(spans) for inner, spans in sections.items()}
    return [
        words("cite.section" if inner else "cite.text", section=inner, spans=spans) for inner, spans in joined.items()
    ]


def _national(row: NationalRow, words: Words) -> str:
    parts = [bare(row.document) + _OTHER, row.issued or words("cite.undated"), row.locator]
    if not row.checked:
        parts.append(words("cite.unchecked"))
    return _joined([part for part in parts if part])


def _joined(parts: Sequence[str]) -> str:
    """The elements as the standard parts them, with a full stop and a space."""
    return f"{'. '.join(parts)}."


def bare(title: str) -> str:
    """A title without its own《》, for the place that says that it is one."""
    return title[1:-1] if title.startswith("《") and title.endswith("》") and title.count("《") == 1 else title
