"""Small multiples: one indicator's targets and achievements, a small picture a region. A frame in, HTML out.

The pictures of one indicator and measure share one axis, so that regions can be compared at a glance.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping

import pandas as pd

from views import charts, charts_targets, paces, picture
from views.words import Words

# The link that opens a judgement.
Href = Callable[[str], str]
# The picture's own coordinates: width of the axis, height of the lane.
_WIDE, _HIGH = 200, 26
# Shape says what colour says, as in charts_targets.SYMBOLS.
_SHAPES = {
    "met": '<circle cx="{x}" cy="13" r="6" fill="{colour}"/>',
    "unmet": '<path d="M{x} 6 l7 7 l-7 7 l-7 -7 z" fill="{colour}"/>',
    "undecided": '<path d="M{x} 7 h6 v12 h-12 v-12 z" fill="{colour}"/>',
    "no_target": '<circle cx="{x}" cy="13" r="5" fill="none" stroke="{colour}" stroke-width="2"/>',
}


def sets(frame: pd.DataFrame) -> list[tuple[str, charts.Panel]]:
    """The rows by indicator and what may share an axis; those of most regions first, the order of rows kept."""
    made = [
        (indicator, panel)
        for indicator, rows in frame.groupby("indicator", sort=False)
        for panel in charts.panels(rows)
    ]
    return sorted(made, key=lambda one: -one[1].frame["region"].nunique())


def grid(panel: charts.Panel, words: Words, href: Href, theme: str, method: str, selected: str | None = None) -> str:
    """The small pictures of one panel, a link each, in the order of its rows; ``selected`` is lit up.

    ``theme`` is a key of charts.PALETTES, ``method`` how the pace is told.
    """
    span = charts_targets.axis_span(panel.frame, panel.unit, panel.basis)
    cards = []
    for rows in charts_targets.entries(panel.frame):
        for same in charts_targets.lanes(rows):
            row = next((one for one in same if one["judgement_id"] == selected), same[0])
            lit = ' aria-current="true"' if row["judgement_id"] == selected else ""
            told = _told(row, _picture(row, span, charts.PALETTES[theme]), words, method)
            cards.append(f'<a class="multiple" href="{html.escape(href(row["judgement_id"]))}"{lit}>{told}</a>')
    return f'<div class="multiples">{"".join(cards)}</div>'


def _told(row: Mapping, drawing: str, words: Words, method: str) -> str:
    verdict = row["verdict"]
    where = row["region"] if isinstance(row["region"], str) else words("trend.nowhere")
    when = words("year.unknown") if pd.isna(row["year"]) else words("year", year=row["year"])
    said = [
        "" if verdict == "pending" else charts.achieved_label(row, words),
        "" if verdict == "no_target" else charts.target_label(row, words),
        paces.label(row, words, method),
    ]
    return (
        f'<span class="name">{html.escape(where)} · {html.escape(when)}</span>'
        f'<b class="stands is-{verdict}">{html.escape(charts.verdict_label(verdict, words))}</b>{drawing}'
        + "".join(f"<small>{html.escape(one)}</small>" for one in said if one)
    )


def _picture(row: Mapping, span: tuple[float, float], colours: Mapping[str, str]) -> str:
    """Track, the target's allowed side and line, and the achievement's mark; the words beside it say the same."""

    def at(value: float) -> float:
        return round((value - span[0]) / (span[1] - span[0]) * _WIDE, 1)

    verdict, colour = row["verdict"], colours.get(row["verdict"], colours["other"])
    parts = [f'<path d="M0 13 H{_WIDE}" stroke="{colours["track"]}" stroke-width="2"/>']
    if verdict != "no_target":
        edges = [at(row["target_value"])]
        if not pd.isna(row["target_value_high"]):
            edges.append(at(row["target_value_high"]))
        sides = {">=": (edges[0], _WIDE), "<=": (0, edges[-1]), "band": (edges[0], edges[-1])}
        if (asked := charts_targets.required(row)) in sides:
            left, right = sides[asked]
            parts.append(f'<path d="M{left} 3 H{right} V23 H{left} z" fill="{colour}" opacity="0.16"/>')
        dash = ' stroke-dasharray="3 2"' if verdict == "pending" else ""
        parts += [f'<path d="M{edge} 3 V23" stroke="{colour}" stroke-width="2"{dash}/>' for edge in edges]
    if verdict != "pending":
        parts.append(_SHAPES[verdict].format(x=at(row["achieved_value"]), colour=colour))
    return picture.image("".join(parts), (-8, 0, _WIDE + 16, _HIGH), "", "lane")
