"""The pages in the order of the navigation, and what stands in the address of each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from views import library_data as data
from views import library_indicator as indicator
from views import library_region as region
from views import library_review as review
from views import link, method_text
from views.library import Library
from views.link import Own, Page, View

# The first is the one that opens at the bare address.
NAMES = ("overview", "targets", "indicator", "region", "report", "data", "intake", "review", "methods")

# What stands in the address after the host, as far as a page is named there.
PATHS = ("", *NAMES[1:])


def address(name: str, library: Library) -> Page:
    """What the address of a page (one of NAMES) holds, its own choices checked against the tables."""
    if name == "report":
        figure = Own("figure", link.NONE, library.has_figure)
        return Page("report", (), (Own("report", link.NONE, library.has_report), figure))
    if name == "data":
        single = (("table", data.TABLES[0]), ("q", link.NONE), ("sort", "report"), ("page", "1"), ("row", link.NONE))
        many = ("kind", "confidence", "unit")
        own = (
            *(Own(pick, default, partial(data.fits, library, pick)) for pick, default in single[:2]),
            *(Own(pick, link.ALL, partial(data.fits, library, pick), many=True) for pick in many),
            *(Own(pick, default, partial(data.fits, library, pick)) for pick, default in single[2:]),
        )
        return Page("data", link.FILTERS, own, of="figures")
    if name == "review":
        own = (("queue", review.QUEUES[0]), ("item", "1"), ("keys", "on"))
        picks = tuple(Own(pick, default, partial(review.fits, pick)) for pick, default in own)
        return Page("review", link.FILTERS, picks, of="figures")
    if name == "methods":
        sections = method_text.SECTIONS
        return Page("methods", (), (Own("section", sections[0], sections.__contains__),), of="figures")
    if name == "intake":
        return Page("intake", (), (), of="figures")
    if name == "overview":
        return Page("overview", ("region", "year", "domain", "method"), of="figures")
    if name == "indicator":
        return Page(
            "indicator",
            ("region",),
            (
                Own("subject", link.NONE, partial(indicator.has_subject, library)),
                Own("measure", link.NONE, partial(indicator.has_measure, library)),
                Own("at", indicator.LATEST, partial(indicator.has_year, library)),
                Own("peer", link.NONE, partial(region.has_place, library)),
                Own("figure", link.NONE, partial(indicator.has_point, library)),
            ),
            of="figures",
        )
    if name == "region":
        own = ("place", region.has_place), ("figure", indicator.has_point)
        picks = tuple(Own(pick, link.NONE, partial(fits, library)) for pick, fits in own)
        # The span is of the Word document that the page writes, not of the rows that it shows.
        span = Own("span", link.ALL, link.is_span)
        return Page("region", ("domain", "method"), (*picks, span), of="figures", idle=(span.name,))
    return link.TARGETS


def href(name: str, library: Library, lang: str, own: Mapping[str, str] | None = None, **shared: object) -> str:
    """A link to a page (one of NAMES) with these choices, the rest at their defaults, relative to any other page.

    ``own`` are the page's own choices, ``shared`` fields of ``link.View``.
    """
    chosen = tuple((pick, (value,)) for pick, value in (own or {}).items())
    view = View(lang=lang, build=library.build, own=chosen, **shared)
    return f"./{'' if name == NAMES[0] else name}?{link.query(view, address(name, library))}"


def pair_href(library: Library, lang: str, row: Mapping, method: str = link.METHODS[0]) -> str:
    """A link to a judgement on 目标与完成, among all those of its indicator and region.

    A promise without a judgement, of the ledger alone, leads to its sentence in the report.
    ``row`` has region, indicator, verdict and judgement_id; ``method`` is how the pace is told there.
    """
    if not isinstance(row["judgement_id"], str):
        return href("report", library, lang, own={"report": row["document_id"], "figure": row["target_id"]})
    show = "targets" if row["verdict"] == "pending" else "pairs"
    chosen = {"region": (row["region"],), "indicator": (row["indicator"],), "judgement": row["judgement_id"]}
    return href("targets", library, lang, show=show, method=method, **chosen)


def report_href(library: Library, lang: str, document_id: str) -> str:
    """A link to a report on the page 原文."""
    return href("report", library, lang, own={"report": document_id})
