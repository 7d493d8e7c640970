"""The charts of the largest changes: a frame in, a figure out."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

import pandas as pd

from views import charts, charts_overview, numbers
from views.words import Words

# Colour of the palette, pattern and icon of each side: what got better, worse, or has no better side.
TONES = {"better": "met", "worse": "unmet", "unsided": "other"}
PATTERNS = {"better": "", "worse": "x", "unsided": "."}
ICONS = {"better": "▲", "worse": "▼", "unsided": "◇"}

# Line heights in pixels.
_HEAD, _NAME, _LINE, _BAR, _GAP = 26, 20, 18, 12, 12
_BOTTOM = 26
# Half characters that fit the narrowest plot: a third of a page 1,440 pixels wide.
_WIDTH = 42


def changes_chart(rows: pd.DataFrame, words: Words, theme: str = "light") -> charts.Figure:
    """One bar a move, its length the size of it, under a heading a side.

    ``rows`` are those of one kind, as ``library_changes.changes`` gives them. Every bar carries its
    judgement's id as customdata.
    """
    colours = charts.PALETTES[theme]
    longest = float(rows["size"].max())
    notes: list[dict] = []
    traces = []
    top = 0.0
    for side, group in rows.groupby("side", sort=False):
        notes.append(
            charts.note(top, f"<b>{ICONS[side]} {html.escape(words(f'changes.{side}'))}</b>", 13, colours["ink"])
        )
        top += _HEAD
        bar: dict[str, list] = {"x": [], "y": [], "customdata": [], "hovertext": []}
        for row in group.to_dict("records"):
            name = f"{row['indicator']} · {row['region'] or words('trend.nowhere')}"
            lines = charts.wrap(name, _WIDTH)
            notes.append(
                charts.note(top, "<br>".join(f"<b>{html.escape(line)}</b>" for line in lines), 13, colours["ink"])
            )
            top += _NAME * len(lines)
            told = [f"{journey(row, words)}　{moved(row, words)}"]
            if charts.width(told[0]) > _WIDTH + 4:
                told = [*charts.wrap(journey(row, words), _WIDTH + 4), moved(row, words)]
            notes.append(charts.note(top, "<br>".join(html.escape(line) for line in told), 12, colours["ink"]))
            top += _LINE * len(told) + 4
            bar["x"].append(row["size"])
            bar["y"].append(top + _BAR / 2)
            bar["customdata"].append([row["judgement_id"]])
            bar["hovertext"].append(charts.hover([name, f"{journey(row, words)}　{moved(row, words)}"], words))
            top += _BAR + _GAP
        traces.append(_trace(side, bar, words, colours, theme))
    percent = rows["kind"].iloc[0] != "points"
    return {
        "data": traces,
        "layout": {
            "annotations": notes, "height": int(top + _BOTTOM), "margin": {"l": 10, "r": 14, "t": 2, "b": _BOTTOM},
            "showlegend": False, "barmode": "overlay",
            "xaxis": {"range": [0, longest * 1.04], "nticks": 5, "zeroline": False,
                      "tickformat": ",.0%" if percent else "", "ticks": "outside", "ticklabeloverflow": "allow"},
            "yaxis": {"range": [top, -2], "visible": False},
        },
    }  # fmt: skip


def describe(rows: pd.DataFrame, words: Words) -> str:
    """The chart in a sentence, for those who hear the page."""
    items = [
        f"{row['indicator']} {row['region'] or ''} {journey(row, words)} {moved(row, words)} "
        + words(f"changes.{row['side']}")
        for row in rows.to_dict("records")
    ]
    kind = words(f"changes.{rows['kind'].iloc[0]}")
    return words("changes.alt", kind=kind, n=len(rows), rows="；".join(items))


def journey(row: Mapping, words: Words) -> str:
    """From the earlier value to the later one, each with its year: 24.64/10万（2015年）→ 15.9/10万（2020年）."""
    ends = []
    for side in ("baseline", "achieved"):
        value = numbers.amount(row[f"{side}_value"], row["unit"], words.lang)
        year = row[f"{side}_year"]
        when = words("year.unknown") if pd.isna(year) else words("year", year=year)
        ends.append(words("changes.end", value=value, year=when))
    return " → ".join(ends)


def moved(row: Mapping, words: Words) -> str:
    """How far, with its sign: +15.96 percentage points, or −35.5%."""
    sign = "+" if row["direction_change"] > 0 else "−"
    if row["kind"] == "points":
        # The difference of two quoted numbers: what binary fractions add is no part of it.
        size = float(format(row["size"], ".10g"))
        return words("changes.by_points", size=f"{sign}{numbers.plain(size)}")
    return f"{sign}{row['size']:.1%}"


def _trace(side: str, bar: dict[str, list], words: Words, colours: dict[str, str], theme: str) -> dict[str, Any]:
    colour, ground = colours[TONES[side]], charts_overview.GROUNDS[theme]
    solid = not PATTERNS[side]
    return {
        "type": "bar", **bar, "name": words(f"changes.{side}"), "orientation": "h", "width": _BAR,
        "marker": {"color": colour if solid else ground, "line": {"color": colour, "width": 1.5},
                   "pattern": {"shape": PATTERNS[side], "fgcolor": colour, "bgcolor": ground, "size": 7,
                               "solidity": 0.25}},
    }  # fmt: skip
