"""An address of data read strictly: /data/figures.csv?region=... is followed to the letter or refused.

A page names a bad parameter and ignores it; a program that reads data would not see the
notice and take rows that were never asked for. So every parameter that cannot be followed
is named, and no rows are given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from views import library_review, link, pages
from views.library import Library
from views.library_address import NARROWS, Address
from views.link import Choices, Notice, Own, Page, View

FORMATS = ("parquet", "csv", "json")
# JSON comes a page at a time; the other formats hold everything unless told otherwise.
JSON_ROWS, JSON_MOST = 1000, 10_000
# Where a reader stands on a page, how it looks, and the marks that are chosen: no row comes or goes by these.
PLACES = ("lang", "method", "judgement", "figure", "row", "page", "at", "peer", "item", "keys", "table", "group",
          "section", "build")  # fmt: skip
# Order and portion of the rows.
PORTION = ("sort", "limit", "offset")
# What a page picks by itself where its address says none: data are never picked unasked.
PICKS = ("subject", "measure", "place", "report")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,11}", re.ASCII)


@dataclass(frozen=True)
class Bad:
    """A parameter that cannot be followed; ``why`` is a key of the words table."""

    name: str
    value: str
    why: str


class Refused(Exception):
    """The address cannot be followed; ``bad`` names every parameter with the reason."""

    def __init__(self, bad: Sequence[Bad]) -> None:
        self.bad = tuple(bad)
        super().__init__("; ".join(f"{one.name}={one.value}" for one in bad))


def parameters() -> tuple[str, ...]:
    """Every parameter that an address of data may hold."""
    return (*dict.fromkeys(name for names in NARROWS.values() for name in names), *PORTION, *PLACES)


def choices(library: Library) -> Choices:
    """What the filters take: every value of the figures or the judgements."""
    first, second = library.choices("figures"), library.choices("judgements")
    offered = {name: tuple(dict.fromkeys((*getattr(first, name), *getattr(second, name)))) for name in link.FILTERS}
    return replace(first, **offered)


def anywhere(library: Library) -> Page:
    """One page that has every choice of every page (of pages.NAMES): an address of data does not say whose it is."""
    found: dict[str, list[Own]] = {}
    for name in pages.NAMES:
        for own in pages.address(name, library).own:
            found.setdefault(own.name, []).append(own)
    # Of one name on several pages: what any of them takes.
    merged = [
        Own(name, owns[0].default, partial(_any_fits, owns), many=any(one.many for one in owns))
        for name, owns in found.items()
    ]
    shared = dict.fromkeys(name for page in pages.NAMES for name in pages.address(page, library).shared)
    return Page("anywhere", tuple(shared), tuple(merged), of="figures")


def _any_fits(owns: Sequence[Own], value: str) -> bool:
    return any(value == one.default or one.fits(value) for one in owns)


def read(
    params: Mapping[str, Sequence[str]], table: str, form: str, library: Library, offered: Choices
) -> tuple[Address, Notice | None]:
    """The rows that the parameters (name to values) ask for, of a table (one of NARROWS) in one of FORMATS.

    The notice is of a link that was made of another build of the data, which does no harm. Raises Refused.
    """
    page = anywhere(library)
    bad = [Bad(name, ", ".join(held), "routes.unknown") for name, held in params.items() if name not in parameters()]
    asked = {
        name: held
        for name, held in params.items()
        if name == "build" or (name in parameters() and name not in (*PLACES, "limit", "offset"))
    }
    view, notices = link.parse(asked, offered, page)
    of_build = [notice for notice in notices if notice.key == "notice.build"]
    # What is given twice is refused below, as such.
    others = [*of_build, *(notice for notice in notices if notice.key == "notice.repeated")]
    bad += [Bad(notice.name, notice.value, "routes.value") for notice in notices if notice not in others]

    many = {*link.FILTERS, *(own.name for own in page.own if own.many)}
    for name, held in asked.items():
        if name == "build" or name in {one.name for one in bad}:
            continue
        if name not in many and len(set(held)) > 1:
            bad.append(Bad(name, ", ".join(held), "routes.twice"))
        elif name in PICKS and name in NARROWS[table] and link.NONE in held:
            bad.append(Bad(name, link.NONE, "routes.unpicked"))
        elif name not in (*NARROWS[table], *PORTION) and _chosen(name, view):
            bad.append(Bad(name, ", ".join(held), "routes.idle"))

    portion: dict[str, int | None] = {"limit": JSON_ROWS if form == "json" else None, "offset": 0}
    for name in portion:
        held = params.get(name, ())
        if len(set(held)) > 1:
            bad.append(Bad(name, ", ".join(held), "routes.twice"))
        elif held and not _WHOLE.fullmatch(held[0]):
            bad.append(Bad(name, held[0], "routes.whole"))
        elif held:
            portion[name] = int(held[0])
    if form == "json" and portion["limit"] > JSON_MOST:
        bad.append(Bad("limit", str(portion["limit"]), "routes.most"))
    if bad:
        raise Refused(bad)
    # Where these stand in the address at all, they narrow, at their defaults too.
    queue = view.one("queue") or (library_review.QUEUES[0] if "queue" in params else None)
    return Address(table, view, "show" in params, queue, **portion), of_build[0] if of_build else None


def _chosen(name: str, view: View) -> bool:
    """Whether a parameter asks for anything: at its default it leaves every row in place, but for ``show``."""
    return name == "show" or bool(getattr(view, name) if name in link.FILTERS else view.many(name))


def told(address: Address) -> dict[str, object]:
    """The parameters that decide the rows, as the files and the JSON say them: name to value or values."""
    view, said = address.view, {}
    for name in NARROWS[address.table]:
        if name == "show":
            said |= {"show": view.show} if address.shown else {}
        elif name == "queue":
            said |= {"queue": address.queue} if address.queue else {}
        elif chosen := getattr(view, name) if name in link.FILTERS else view.many(name):
            said[name] = list(chosen) if name in link.FILTERS or len(chosen) > 1 else chosen[0]
    if sort := view.one("sort"):
        said["sort"] = sort
    return said
