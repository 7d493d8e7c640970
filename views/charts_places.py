"""Charts that hold places against each other: a ranking, and the provinces as tiles. A frame in, a figure out."""

from __future__ import annotations

import html
from typing import Any

import pandas as pd

from views import charts, charts_overview, numbers, tiles
from views.charts_trend import label
from views.words import Words

# From pale to deep, by theme; ink that is read on either end.
SHADES = {"light": ("#E3F0F8", "#0A5A8F"), "dark": ("#1E3A4D", "#7CC4F0")}
INKS = {"light": ("#1D2733", "#FFFFFF"), "dark": ("#EEF2F6", "#10171D")}
LEVELS = ("国", "省", "市", "县")

# Sizes in pixels.
_HEAD, _NAME, _ROW = 30, 20, 40
_TILE = 62


def ranked(standings: pd.DataFrame, polarity: str | None) -> pd.DataFrame:
    """Places of each level by value, the better first; with ``rank``, equal values sharing one.

    ``standings`` are rows of ``library_indicator.points``, one a region. Where lower is better the
    lowest comes first, else the highest.
    """
    ascending = polarity == "lower"
    level = pd.Categorical(standings["region_level"], LEVELS, ordered=True)
    rows = standings.assign(level=level).sort_values(
        ["level", "value", "region_code"], ascending=[True, ascending, True], na_position="last", kind="stable"
    )
    groups = rows.groupby(rows["region_level"].fillna(""), sort=False)["value"]
    return rows.assign(rank=groups.rank(method="min", ascending=ascending).astype("int64")).drop(columns="level")


def ranking_chart(rows: pd.DataFrame, words: Words, theme: str = "light", selected: str | None = None) -> charts.Figure:
    """Places by value, each level by itself: provinces are not ranked among counties.

    ``rows`` are as ``ranked`` gives them. Every mark carries its point's id as customdata.
    """
    colours = charts.PALETTES[theme]
    low, high = min(0.0, float(rows["value"].min())), max(0.0, float(rows["value"].max()))
    room = (high - low) or 1.0
    shapes, notes, top = [], [], 0.0
    marks: dict[str, list] = {name: [] for name in ("x", "y", "hovertext", "customdata", "size")}
    for level, group in rows.groupby(rows["region_level"].fillna(""), sort=False):
        title = words(f"level.{level}") if f"level.{level}" in words else words("level.none")
        notes.append(charts.note(top, f"<b>{html.escape(title)}</b>", 13, colours["ink"]))
        top += _HEAD - 6
        for row in group.to_dict("records"):
            year = words("year.unknown") if pd.isna(row["year"]) else words("year", year=row["year"])
            # One place alone is in no order.
            turn = f"{row['rank']}　" if len(group) > 1 else ""
            text = f"{turn}{html.escape(row['region'])} <b>{html.escape(label(row, words))}</b> · {year}"
            notes.append(charts.note(top, text, 13, colours["ink"]))
            middle = top + _NAME + 7
            shapes += [
                _bar(low, high + room * 0.04, middle, colours["track"], 1),
                _bar(0, row["value"], middle, colours["met"], 8),
            ]
            marks["x"].append(row["value"])
            marks["y"].append(middle)
            chosen = row["figure_id"] == selected
            marks["hovertext"].append(charts.hover([f"{row['region']} {label(row, words)} {year}"], words, chosen))
            marks["customdata"].append([row["figure_id"]])
            marks["size"].append(17 if chosen else 12)
            top += _ROW
        top += 8
    sizes = marks.pop("size")
    return {
        "data": [
            {
                "type": "scatter", **marks, "mode": "markers", "cliponaxis": False,
                "marker": {"size": sizes, "color": colours["met"], "opacity": 1, "line": {"width": 0}},
            }
        ],
        "layout": {
            "height": int(top + 34), "margin": {"l": 8, "r": 12, "t": 4, "b": 30}, "showlegend": False,
            "shapes": shapes, "annotations": notes,
            "xaxis": {"range": [low - room * 0.02, high + room * 0.05], "nticks": 6, "exponentformat": "none",
                      "separatethousands": True, "zeroline": True, "ticks": "outside"},
            "yaxis": {"range": [top, -2], "visible": False},
        },
    }  # fmt: skip


def describe_ranking(rows: pd.DataFrame, words: Words) -> str:
    """The ranking in a sentence."""
    items = [f"{row['rank']} {row['region']} {label(row, words)}" for row in rows.to_dict("records")]
    return words("ranking.alt", rows="；".join(items))


def tile_chart(
    standings: pd.DataFrame, words: Words, theme: str = "light", selected: str | None = None
) -> charts.Figure:
    """The provinces as equal tiles: shaded by value where it is known, hatched where it is not.

    ``standings`` are rows of ``library_indicator.points``, one a region; those of no province are left
    out. Every tile with a value carries its point's id as customdata.
    """
    known = {row["region_code"]: row for row in _provinces(standings)}
    values = [row["value"] for row in known.values()]
    low, high = (min(values), max(values)) if values else (0.0, 0.0)
    colours, (pale, deep), (dark, bright) = charts.PALETTES[theme], SHADES[theme], INKS[theme]
    ground = charts_overview.GROUNDS[theme]
    # Two traces: only a trace of one colour can be hatched.
    shaded, hatched = _Tiles(), _Tiles()
    for tile in tiles.load():
        row = known.get(tile.code)
        if row is None:
            hatched.add(tile, tile.name, f"{tile.name}\n{words('tiles.unknown')}", None)
            hatched.look(ground, colours["ink"], colours["track"])
            continue
        share = 0.5 if high == low else (row["value"] - low) / (high - low)
        value = numbers.figure(row["value"], row["value_high"], row["comparator"], "", row["basis"], words)
        year = words("year.unknown") if pd.isna(row["year"]) else words("year", year=row["year"])
        chosen = row["figure_id"] == selected
        hover = charts.hover([f"{row['region']} {label(row, words)} {year}"], words, chosen)
        shaded.add(tile, f"{tile.name}<br><b>{html.escape(value)}</b>", hover, row["figure_id"])
        edge = colours["unmet"] if chosen else colours["track"]
        shaded.look(_between(pale, deep, share), bright if share > 0.55 else dark, edge)
    columns = max(tile.column for tile in tiles.load()) + 1
    lines = max(tile.row for tile in tiles.load()) + 1
    pattern = {"shape": "/", "fgcolor": colours["track"], "bgcolor": ground, "size": 6, "solidity": 0.25}
    return {
        "data": [
            shaded.trace(words("tiles.known"), None),
            hatched.trace(words("tiles.unknown"), pattern),
        ],
        "layout": {
            "height": lines * _TILE + 8, "margin": {"l": 2, "r": 2, "t": 4, "b": 4}, "showlegend": False,
            "barmode": "overlay",
            "xaxis": {"range": [-0.5, columns - 0.5], "visible": False},
            "yaxis": {"range": [-lines - 0.03, 0], "visible": False},
        },
    }  # fmt: skip


class _Tiles:
    """The tiles of one trace, column by column."""

    def __init__(self) -> None:
        self._bars: dict[str, list] = {name: [] for name in ("x", "base", "text", "hovertext", "customdata")}
        self._fills: list[str] = []
        self._inks: list[str] = []
        self._edges: list[str] = []

    def add(self, tile: tiles.Tile, text: str, hover: str, point: str | None) -> None:
        for name, value in (("x", tile.column), ("base", -tile.row - 1), ("text", text), ("hovertext", hover)):
            self._bars[name].append(value)
        self._bars["customdata"].append([point])

    def look(self, fill: str, ink: str, edge: str) -> None:
        self._fills.append(fill)
        self._inks.append(ink)
        self._edges.append(edge)

    def trace(self, name: str, pattern: dict | None) -> dict[str, Any]:
        return {
            "type": "bar", **self._bars, "name": name, "y": [0.94] * len(self._fills), "width": 0.94,
            "textposition": "inside", "insidetextanchor": "middle", "textangle": 0, "constraintext": "none",
            "textfont": {"size": 12, "color": self._inks},
            # plotly draws a pattern only where one colour is given for all.
            "marker": {"color": self._fills[0] if pattern else self._fills, "pattern": pattern or {},
                       "line": {"color": self._edges[0] if pattern else self._edges, "width": 2}},
        }  # fmt: skip


def describe_tiles(standings: pd.DataFrame, words: Words) -> str:
    """The tiles in a sentence: which provinces have which value."""
    rows = _provinces(standings)
    said = "；".join(f"{row['region']} {label(row, words)}" for row in rows)
    return words("tiles.alt", n=len(rows), all=len(tiles.load()), rows=said or words("tiles.unknown"))


def _provinces(standings: pd.DataFrame) -> list[dict]:
    return standings[standings["region_level"] == "省"].to_dict("records")


def _between(pale: str, deep: str, share: float) -> str:
    ends = [[int(colour[place : place + 2], 16) for place in (1, 3, 5)] for colour in (pale, deep)]
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(*ends, strict=True))


def _bar(start: float, end: float, middle: float, colour: str, width: int) -> dict:
    return {"type": "line", "xref": "x", "x0": start, "x1": end, "y0": middle, "y1": middle, "layer": "below",
            "line": {"color": colour, "width": width}}  # fmt: skip
