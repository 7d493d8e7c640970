"""The charts of an evidence pack: those of the page, drawn from the rows that the pack holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract import catalogue
from views import captions, charts, charts_places, charts_targets, charts_trend, images, library_indicator
from views.images import Image, ImagesUnavailable
from views.library import Library
from views.library_pack import Evidence
from views.link import Page, View
from views.words import Words

# Charts in one pack; bands of a trend and bars of a ranking: more than the page draws at once, for nobody waits.
_CHARTS, _BANDS, _PLACES = 12, 16, 60


@dataclass(frozen=True)
class Plan:
    """A chart to draw, and what it is called."""

    title: str
    image: Image


@dataclass(frozen=True)
class Charts:
    """Images by file name with their titles; ``lacking`` says why there are none (a key of images.REASONS)."""

    files: dict[str, bytes]
    titles: dict[str, str]
    lacking: str | None = None


def plan(library: Library, words: Words, view: View, page: Page, found: Evidence) -> list[Plan]:
    """The charts of a page's evidence, at most _CHARTS: values by year and place on 指标, else targets by unit."""
    made = _of_indicator(library, words, view, _polarity(found)) if page.name == "indicator" else []
    for panel in charts.panels(found.drawn):
        title = f"{words('page.targets')} · {panel.title(words)}"
        caption = captions.of_judgements(library, words, panel.frame, panel.unit)
        made.append(_plan(title, charts_targets.targets_chart(panel, words, method=view.method), caption))
    return made[:_CHARTS]


def _plan(title: str, chart: charts.Figure, caption: list[str]) -> Plan:
    return Plan(title, Image(chart, caption, title=title))


def _polarity(found: Evidence) -> str | None:
    """Which side of the indicator is better, where the catalogue knows it."""
    ids = set(found.figures["indicator_id"].to_pylist())
    return next((one.polarity for one in catalogue.load().indicators if one.id in ids), None)


def _of_indicator(library: Library, words: Words, view: View, polarity: str | None) -> list[Plan]:
    """Values over the years, and places by their latest value or that of the year that is chosen."""
    subject = view.one("subject")
    if subject is None:
        return []
    found = library_indicator.points(library, subject)
    chosen = next((one for one in library_indicator.measures(found) if one.key == view.one("measure")), None)
    points = library_indicator.of_measure(found, chosen) if chosen else found.iloc[:0]
    if view.region:
        points = points[points["region"].isin([*view.region, "全国"])]
    made = []
    dated = points[points["year"].notna()]
    if not dated.empty:
        bands = list(dict.fromkeys(dated["region"].fillna("")))[:_BANDS]
        drawn = dated[dated["region"].fillna("").isin(bands)]
        title = f"{subject} · {words('trend.title')}"
        made.append(_plan(title, charts_trend.trend_chart(drawn, words), captions.of_points(library, words, drawn)))
    at = view.one("at")
    standing = library_indicator.standings(points, int(at) if at else None)
    rows = charts_places.ranked(standing[standing["value"].notna()], polarity)
    if not rows.empty:
        drawn = rows.head(_PLACES)
        title = f"{subject} · {words('ranking.title')}"
        made.append(_plan(title, charts_places.ranking_chart(drawn, words), captions.of_points(library, words, drawn)))
        title = f"{subject} · {words('tiles.title')}"
        made.append(_plan(title, charts_places.tile_chart(rows, words), captions.of_points(library, words, rows)))
    return made


def draw(plans: Sequence[Plan]) -> Charts:
    """The charts as PNG and SVG; without any where nothing can draw."""
    wanted, titles = {}, {}
    for at, plan in enumerate(plans, 1):
        for form in images.FORMATS:
            name = f"charts/{at:02d}.{form}"
            image = plan.image
            wanted[name] = Image(image.chart, image.caption, image.width, image.height, image.title, form)
            titles[name] = plan.title
    try:
        return Charts(dict(zip(wanted, images.draw(list(wanted.values())), strict=True)), titles)
    except ImagesUnavailable as error:
        return Charts({}, {}, error.reason)
