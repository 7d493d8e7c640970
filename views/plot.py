"""A chart on a page: a figure in the fonts and colours of the page's theme, whose marks can be clicked."""

from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go
import streamlit as st

from views import cached, charts, charts_overview, visit

_CONFIG = {"displayModeBar": False, "displaylogo": False}


def show(
    key: str, made_of: tuple[object, ...], make: Callable[[], go.Figure], alt: str, clicked: Callable[[], None]
) -> None:
    """Draw what ``make`` returns, a figure in the page's theme, under a widget's key.

    ``made_of`` names what it depends on, as for ``cached.drawn``; ``alt`` is for those who hear the page.
    """
    theme = visit.theme()
    st.plotly_chart(
        cached.drawn((*made_of, "dressed", theme), lambda: dressed(make(), theme)), key=key, theme=None, alt=alt,
        on_select=clicked, selection_mode="points", config=_CONFIG,
    )  # fmt: skip


def dressed(figure: go.Figure, theme: str) -> go.Figure:
    """The figure in the theme's fonts and colours (a key of ``charts.PALETTES``), such that it is drawn once.

    Streamlit hands each new figure to plotly.js twice: before its width is known and after. What plotly.js
    finds unchanged it does not draw again. A template, Streamlit's own theme too, it always takes for changed, and so
    it does lists of numbers without a revision; Streamlit itself changes a ``dragmode`` that is off. The width it
    measures in whole pixels only where pages.css makes it whole.
    """
    colours, ground = charts.PALETTES[theme], charts_overview.GROUNDS[theme]
    lines = dict.fromkeys(("gridcolor", "zerolinecolor", "tickcolor"), colours["track"])
    figure.update_layout(
        datarevision=1, autosize=True, dragmode="pan", paper_bgcolor=ground, plot_bgcolor=ground,
        font={"family": st.get_option("theme.font"), "size": 12, "color": colours["other"]},
        hoverlabel={"bgcolor": ground, "bordercolor": colours["track"], "font": {"color": colours["ink"]}},
    )  # fmt: skip
    for axis in figure.select_xaxes():
        axis.update(lines, showgrid=bool(axis.showgrid), zeroline=bool(axis.zeroline))
    figure.update_yaxes(lines, automargin=True)
    figure.__class__ = _Plain  # it is nobody else's, and a copy would be checked mark by mark once more
    return figure


class _Plain(go.Figure):
    """A figure without a template, not even the empty one that plotly writes for none."""

    def to_dict(self) -> dict:
        made = super().to_dict()
        made["layout"].pop("template", None)
        return made
