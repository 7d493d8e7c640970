"""Charts on a page: in the theme's look, and such that plotly.js finds nothing to draw a second time."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from views import charts, charts_overview, plot


def figure() -> go.Figure:
    return go.Figure(
        go.Scatter(x=[1, 2], y=[3, 4]), {"dragmode": False, "xaxis": {"zeroline": True}, "yaxis": {"range": [0, 5]}}
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chart_is_in_the_look_of_its_theme(theme: str):
    layout = plot.dressed(figure(), theme).layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == charts_overview.GROUNDS[theme]
    assert layout.font.color == charts.PALETTES[theme]["other"]
    assert layout.xaxis.gridcolor == layout.yaxis.gridcolor == charts.PALETTES[theme]["track"]
    assert (layout.xaxis.showgrid, layout.xaxis.zeroline, layout.yaxis.range) == (False, True, (0, 5))


def test_what_makes_plotly_draw_twice_is_not_sent():
    sent = plot.dressed(figure(), "light").to_dict()["layout"]
    assert "template" not in sent
    # Streamlit puts "pan" where dragging is off; a width that was measured counts as changed where none was to be.
    assert (sent["dragmode"], sent["autosize"]) == ("pan", True)
    assert sent["datarevision"]
