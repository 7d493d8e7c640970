"""The charts of the monitoring report: one of all targets by year, then those of each domain."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from views import captions, charts, charts_overview, charts_targets, library_overview
from views.images import Image
from views.library import Library
from views.library_paper import Material
from views.link import View
from views.words import Words

# Wide enough for the words, narrow enough that they can be read across a page of A4.
_WIDTH = 640
# Achievements on one chart, so that it fits a page; charts in one document.
_ENTRIES, _CHARTS = 6, 12


@dataclass(frozen=True)
class Plan:
    """A chart to draw, the domain it stands under (None: the whole), what it is called below it, and its words for
    those who cannot see it."""

    domain: str | None
    title: str
    image: Image
    alt: str


@dataclass(frozen=True)
class Drawn:
    """A chart as PNG."""

    plan: Plan
    png: bytes


def plan(library: Library, found: Material, words: Words) -> list[Plan]:
    """The charts of a document in its order, at most _CHARTS; none for a region without targets."""
    if not found.count():
        return []
    return [_verdicts(library, found, words), *_domains(library, found, words)][:_CHARTS]


def _verdicts(library: Library, found: Material, words: Words) -> Plan:
    counts = library_overview.verdicts_by_place(library, View(region=(found.place,)))
    if found.chosen:
        counts = counts[counts["year"].between(*found.chosen)]
    title = words("paper.figure_verdicts")
    caption = captions.lines(
        library, words, reports=found.reports["name"], regions=[found.place], years=counts["year"], unit=None
    )
    chart = charts_overview.verdict_bars(counts, words)
    return Plan(None, title, Image(chart, caption, _WIDTH), charts_overview.describe(counts, words))


def _domains(library: Library, found: Material, words: Words) -> list[Plan]:
    """Achievements against their targets, by domain and unit, a few to a chart."""
    made = []
    pairs = found.judged[found.judged["verdict"].isin(["met", "unmet", "undecided"])]
    for domain, rows in pairs.groupby("domain", sort=False):
        for panel in charts.panels(rows):
            for part in _parts(panel):
                key = "task" if part.complete else "change" if part.basis == "change" else "panel"
                title = words(f"paper.figure_{key}", domain=domain, unit=part.unit or words("panel.no_unit"))
                caption = captions.of_judgements(library, words, part.frame, part.unit)
                image = Image(charts_targets.targets_chart(part, words, method=found.method), caption, _WIDTH)
                made.append(Plan(domain, title, image, charts.describe(part, words, method=found.method)))
    return made


def _parts(panel: charts.Panel) -> list[charts.Panel]:
    """A panel in pieces of at most _ENTRIES achievements."""
    order = {one: at // _ENTRIES for at, one in enumerate(panel.frame["achieved_id"].drop_duplicates())}
    part = panel.frame["achieved_id"].map(order)
    return [
        charts.Panel(panel.unit, panel.basis, panel.complete, panel.size, rows)
        for _, rows in pd.DataFrame(panel.frame).groupby(part, sort=True)
    ]
