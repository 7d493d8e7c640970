"""A chart on a page, in the colours of its theme; its marks are links."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from views import cached, chart_html, visit
from views.charts import Figure


def show(
    made_of: tuple[object, ...],
    make: Callable[[], Figure],
    alt: str,
    href: chart_html.Href,
    chosen: str | None = None,
    heading: str = "",
) -> None:
    """Put the chart that ``make`` returns on the page, below a heading (HTML).

    ``made_of`` names what it and its links depend on, as for ``cached.drawn``; ``alt`` is for those who hear the page;
    ``href`` gives the link of a mark, ``chosen`` is the id of the mark whose sentences are shown.
    """
    theme = visit.theme()
    drawn = cached.drawn((*made_of, "as HTML", theme), lambda: chart_html.markup(make(), alt, theme, href, chosen))
    st.html(heading + drawn)
