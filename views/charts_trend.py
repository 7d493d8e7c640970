"""The chart of one indicator over the years: a band a region, values as a line, base points and targets as marks.

All points of a chart are of one measure: a level never shares an axis with a
change, nor a coverage with the percent of a task.
"""

from __future__ import annotations

import html

import pandas as pd

from metrics.figures import NATION
from metrics.measures import is_size_free
from views import charts, numbers
from views.words import Words

# A hollow circle is an earlier value that a later report recalls; triangles point to the side that meets the target.
SYMBOLS = {"achieved": "circle", "baseline": "circle-open", "benchmark": "square-open", "other": "diamond-open"}
TARGETS = {">=": "triangle-up", ">": "triangle-up", "<=": "triangle-down", "<": "triangle-down"}

# Sizes in pixels.
_HEAD, _BAND, _FOOT = 34, 150, 34
_LEFT, _RIGHT = 46, 20
# Narrowest plot the labels must suit: a telephone of 390 px less margins and scale.
_NARROW = 290


def trend_chart(points: pd.DataFrame, words: Words, theme: str = "light", selected: str | None = None) -> charts.Figure:
    """Values over years, one band a region in the order of the rows.

    ``points`` are rows of ``library_indicator.points``, all of one measure; those without a year are
    not drawn. Where the values can be held against those of a larger place the bands share one scale
    and the nation's line stands faintly in each. ``selected`` is the id of the point that is lit up.
    Every mark carries its id as customdata.
    """
    drawn = points[points["year"].notna()]
    colours = charts.PALETTES[theme]
    places = list(dict.fromkeys(drawn["region"].fillna("")))
    comparable = is_size_free(drawn["unit"].iloc[0])
    height = len(places) * (_HEAD + _BAND) + _FOOT
    nation = drawn[(drawn["region_code"] == NATION) & drawn["standing"]]
    layout = {
        "height": height, "margin": {"l": _LEFT, "r": _RIGHT, "t": 0, "b": _FOOT}, "showlegend": False,
        "xaxis": _years(drawn, len(places)),
    }  # fmt: skip
    span, years = _span(drawn), layout["xaxis"]["range"]
    traces, notes = [], []
    for number, place in enumerate(places, 1):
        rows = drawn[drawn["region"].fillna("") == place]
        axis = "y" if number == 1 else f"y{number}"
        top = (number - 1) * (_HEAD + _BAND) + _HEAD
        plot = height - _FOOT
        layout[f"yaxis{'' if number == 1 else number}"] = {
            "domain": [1 - (top + _BAND) / plot, 1 - top / plot], "range": span if comparable else _span(rows),
            "nticks": 4, "separatethousands": True, "exponentformat": "none", "zeroline": False,
            "anchor": "x",
        }  # fmt: skip
        notes.append(
            {"xref": "paper", "yref": "paper", "x": 0, "xshift": -_LEFT + 6, "y": 1 - (top - _HEAD + 5) / plot,
             "text": f"<b>{html.escape(place or words('trend.nowhere'))}</b>", "showarrow": False, "xanchor": "left",
             "yanchor": "top", "font": {"size": 14, "color": colours["ink"]}}
        )  # fmt: skip
        if comparable and len(nation) and not (rows["region_code"] == NATION).any():
            traces.append(_line(nation, axis, colours["other"], words("trend.nation"), "dot"))
        traces.append(_line(rows[rows["standing"]], axis, colours["met"], place, "solid"))
        values, targets = _values(rows), _targets(rows)
        traces.append(_marks(values, _sides(values, targets), axis, years, colours, words, selected))
        traces.append(_marks(targets, _sides(targets, values, "bottom"), axis, years, colours, words, selected))
    return {"data": [trace for trace in traces if trace is not None], "layout": layout | {"annotations": notes}}


def describe(points: pd.DataFrame, words: Words, limit: int = 24) -> str:
    """The chart in a sentence, for those who hear the page: its first ``limit`` points."""
    drawn = points[points["year"].notna()]
    items = [
        " ".join(
            [row["region"] or words("trend.nowhere"), str(row["year"]), words("kind." + row["kind"]), label(row, words)]
        )
        for row in drawn.head(limit).to_dict("records")
    ]
    text = words("trend.alt", n=len(drawn), rows="；".join(items))
    return text if len(drawn) <= limit else text + words("chart.alt_more", n=len(drawn) - limit)


def label(row: dict, words: Words) -> str:
    """A point as the report has it: ≥95%, 15.9/10万."""
    return numbers.figure(row["value"], row["value_high"], row["comparator"], row["unit"], row["basis"], words)


def _values(rows: pd.DataFrame) -> pd.DataFrame:
    values = rows[rows["kind"] != "target"]
    beside = values["kind"].isin(["achieved", "baseline"]) & ~values["standing"]
    return values.assign(look=values["kind"].where(~beside, "other"))


def _targets(rows: pd.DataFrame) -> pd.DataFrame:
    """Targets, those of one year and number once: two documents that say the same make one mark."""
    targets = rows[rows["kind"] == "target"]
    return targets.drop_duplicates(["year", "value", "value_high"]).assign(look="target")


def _line(rows: pd.DataFrame, axis: str, colour: str, name: str, dash: str) -> dict | None:
    if len(rows) < 2:
        return None
    rows = rows.sort_values("year")
    return {
        "type": "scatter", "x": rows["year"].tolist(), "y": rows["value"].tolist(), "yaxis": axis, "name": name,
        "mode": "lines",
        "line": {"color": colour, "width": 1.2 if dash == "dot" else 2, "dash": dash},
    }  # fmt: skip


def _thinned(at: list[int], texts: list[str], years: list[float]) -> list[str]:
    """The labels without those that would run into others on the narrowest plot: the ends stay, then the latest."""
    scale = _NARROW / (years[1] - years[0])
    latest = sorted(range(len(at)), key=lambda place: -at[place])
    kept: dict[int, tuple[float, float]] = {}
    for place in dict.fromkeys([latest[0], latest[-1], *latest]):
        middle, half = at[place] * scale, charts.width(texts[place]) * 3 + 1.5
        if all(middle + half <= left or middle - half >= right for left, right in kept.values()):
            kept[place] = (middle - half, middle + half)
    return [text if place in kept else "" for place, text in enumerate(texts)]


def _sides(rows: pd.DataFrame, others: pd.DataFrame, alone: str = "top") -> list[str]:
    """Over or under its mark, where each label keeps clear of the mark of the other kind in the same year."""
    across = others.groupby("year")["value"].mean().to_dict()
    sides = []
    for year, value in zip(rows["year"], rows["value"], strict=True):
        other = across.get(year)
        side = alone if other is None or other == value else "top" if value > other else "bottom"
        sides.append(f"{side} center")
    return sides


def _marks(
    rows: pd.DataFrame,
    sides: list[str],
    axis: str,
    years: list[float],
    colours: dict,
    words: Words,
    selected: str | None,
) -> dict | None:
    if rows.empty:
        return None
    records = rows.to_dict("records")
    aim = records[0]["kind"] == "target"
    colour = colours["unmet"] if aim else colours["met"]
    texts = [
        numbers.figure(row["value"], row["value_high"], row["comparator"], "", row["basis"], words) for row in records
    ]
    texts = _thinned([row["year"] for row in records], texts, years)
    return {
        "type": "scatter", "x": [row["year"] for row in records], "y": [row["value"] for row in records],
        "yaxis": axis, "name": words("trace.target" if aim else "trace.achieved"), "mode": "markers+text",
        "text": texts, "textposition": sides, "textfont": {"size": 11, "color": colours["ink"]}, "cliponaxis": False,
        "customdata": [[row["figure_id"]] for row in records],
        "hovertext": [_hover(row, words, row["figure_id"] == selected) for row in records],
        "marker": {
            "symbol": [_symbol(row, aim) for row in records],
            "size": [15 if row["figure_id"] == selected else 10 for row in records], "color": colour, "opacity": 1,
            "line": {"color": colour, "width": 2},
        },
    }  # fmt: skip


def _symbol(row: dict, aim: bool) -> str:
    # plotly draws a line symbol only in its open form.
    return TARGETS.get(row["comparator"], "line-ew-open") if aim else SYMBOLS[row["look"]]


def _hover(row: dict, words: Words, chosen: bool) -> str:
    where = f"{row['region'] or words('trend.nowhere')} {words('year', year=row['year'])}"
    said = f"{words('kind.' + row['kind'])} {label(row, words)}"
    return charts.hover([where, said], words, chosen)


def _years(drawn: pd.DataFrame, bands: int) -> dict:
    first, last = int(drawn["year"].min()), int(drawn["year"].max())
    room = max((last - first) * 0.06, 0.6)
    step = next(step for step in (1, 2, 5, 10, 20, 50) if (last - first) / step <= 6)
    return {
        "range": [first - room, last + room], "dtick": step, "tick0": first, "tickformat": "d",
        "ticks": "outside", "anchor": "y" if bands == 1 else f"y{bands}", "zeroline": False,
    }  # fmt: skip


def _span(rows: pd.DataFrame) -> list[float]:
    """The scale, with room for the labels above and below."""
    ends = pd.concat([rows["value"], rows["value_high"].dropna()])
    low, high = float(ends.min()), float(ends.max())
    room = (high - low) * 0.25 or abs(high) * 0.25 or 1.0
    return [low - room, high + room]
