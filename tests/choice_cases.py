"""Choices for the address of a page: of every parameter that views.pages declares, values that exist and others."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from extract.schema import CONFIDENCES, KINDS
from metrics import national
from views import library_data, library_review, link, method_text, pages
from views.by_address import PICKS
from views.library import Library
from views.library_indicator import Measure
from views.link import ALL, NONE, Own, Page

# What a page opens with where the address does not say.
DEFAULTS = {"lang": link.LANGUAGES[0], "show": link.SHOWS[0], "method": link.METHODS[0], "judgement": NONE}
DEFAULTS |= dict.fromkeys(link.FILTERS, ALL)
# Spans of years that some reports lie in, reach over or miss.
_SPANS = ("2015-2020", "2020-2022", "2022-2022", "2022-2023", "1990-2030", "1900-1901")
_SEARCHES = ("率", "孕产妇 死亡率", "100%&a=b", "None", "a+b #1", "《规划》", "\0", '’"<b>')


@dataclass(frozen=True)
class Choice:
    """A parameter of a page's address: its default, whether it may be repeated, and the values it takes.

    ``fitting`` gives, of a figure's row, the value that goes with it where there is one.
    """

    name: str
    default: str
    many: bool
    values: tuple[str, ...]
    fitting: Callable[[Mapping], str | None]


def choices(library: Library, name: str) -> tuple[Choice, ...]:
    """Every parameter but the build of a page (one of pages.NAMES), as the program declares them.

    A new one has no values here: KeyError.
    """
    if (library.folder, name) not in _CHOICES:
        _CHOICES[library.folder, name] = _choices(library, pages.address(name, library))
    return _CHOICES[library.folder, name]


def _choices(library: Library, page: Page) -> tuple[Choice, ...]:
    of_filters = library.choices(page.of)
    made = []
    for name in page.parameters:
        own = {one.name: one for one in page.own}.get(name)
        if name in link.FILTERS:
            made.append(Choice(name, ALL, True, tuple(map(str, getattr(of_filters, name))), lambda row, n=name: row[n]))
        elif name in DEFAULTS:
            values = {"lang": link.LANGUAGES, "show": link.SHOWS, "method": link.METHODS,
                      "judgement": _judgements(library)}[name]  # fmt: skip
            made.append(Choice(name, DEFAULTS[name], False, values, lambda row: None))
        elif own is not None:
            made.append(_own(library, page, own))
    return tuple(made)


def _own(library: Library, page: Page, own: Own) -> Choice:
    rows = figures(library)
    columns = {"subject": "indicator", "place": "region", "peer": "region", "report": "document_id", "at": "year",
               "unit": "unit", "kind": "kind", "confidence": "confidence", "figure": "figure_id",
               "row": "figure_id"}  # fmt: skip
    ids = tuple(row["figure_id"] for row in rows[::97])
    listed: dict[str, tuple[str, ...]] = {
        name: tuple(sorted({str(row[column]) for row in rows if row[column] is not None}))
        for name, column in columns.items()
    }
    values = listed | {
        "measure": tuple(sorted({_measure(row) for row in rows})),
        "figure": ids if page.name == "report" else (*ids, *_other_points(library)),
        "row": (*ids, *_judgements(library)),
        "span": (*_SPANS, *(f"{year}-{year}" for year in listed["at"] if f"{year}-{year}" not in _SPANS)),
        "sort": link.SORTS if page.name == "targets" else tuple(library_data.SORTS["figures"]),
        "group": link.GROUPS, "table": library_data.TABLES, "q": _SEARCHES, "page": ("2", "3", "4000"),
        "kind": KINDS, "confidence": CONFIDENCES,
        "queue": library_review.QUEUES, "item": ("2", "7", "40000"), "keys": ("on", "off"),
        "section": method_text.SECTIONS,
    }  # fmt: skip
    column = columns.get(own.name)
    fitting = {"measure": _measure, "span": _years}.get(own.name, lambda row: row[column] if column else None)
    taken = tuple(value for value in values[own.name] if value != own.default)
    refused = [value for value in taken[:: 1 + len(taken) // 40] if not own.fits(value)]
    assert taken, own.name
    assert refused == [], (own.name, refused)
    return Choice(own.name, own.default, own.many, taken, fitting)


def figures(library: Library) -> list[dict]:
    """Every figure of the tables."""
    if library.folder not in _FIGURES:
        _FIGURES[library.folder] = library.ask("SELECT * FROM figures_file").to_pylist()
    return _FIGURES[library.folder]


# Asked once of the same tables.
_FIGURES: dict[object, list[dict]] = {}
_CHOICES: dict[object, tuple[Choice, ...]] = {}


def _measure(row: Mapping) -> str:
    return Measure(row["unit"], row["basis"], row["complete"]).key


def _years(row: Mapping) -> str | None:
    return None if row["year"] is None else f"{row['year']}-{row['year']}"


def _judgements(library: Library) -> tuple[str, ...]:
    found = library.ask("SELECT judgement_id FROM judged ORDER BY judgement_id")["judgement_id"].to_pylist()
    return tuple(found[:: max(1, len(found) // 20)])


def _other_points(library: Library) -> tuple[str, ...]:
    """Points that stand in no report: a national row, a target worked out of others."""
    derived = library.ask("SELECT target_id FROM judged WHERE target_source = 'derived' LIMIT 1")["target_id"]
    return national.PREFIX + national.load().rows[0].id, *derived.to_pylist()


def drawn(draw: random.Random, library: Library, name: str) -> dict[str, list[str]]:
    """Choices for a page (one of pages.NAMES): some at their default, some that go with one figure, some at random."""
    row, at_default, strict = draw.choice(_pairs(library)), draw.choice((0.3, 0.6, 0.8)), draw.random() < 0.7
    chosen: dict[str, list[str]] = {}
    for choice in choices(library, name):
        fitting = str(choice.fitting(row))
        several = draw.sample(choice.values, min(draw.choice((1, 2, 3)) if choice.many else 1, len(choice.values)))
        if draw.random() < at_default:
            several = [choice.default]
        elif fitting in choice.values and (strict or draw.random() < 0.5):
            several = [fitting, *(one for one in several if choice.many and one != fitting)]
        chosen[choice.name] = several
    return chosen


def _pairs(library: Library) -> list[dict]:
    """Achieved figures that are held against targets: what most pages have something to show of."""
    ids = set(library.ask("SELECT achieved_id FROM judged WHERE target_id IS NOT NULL")["achieved_id"].to_pylist())
    return [row for row in figures(library) if row["figure_id"] in ids]


def picked_unasked(name: str, values: list[str]) -> bool:
    """Whether the page picks a value of this parameter by itself: what it shows then stands in the address."""
    return name in PICKS and values == [NONE]
