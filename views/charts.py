"""Charts of targets against achievements: a frame of judgements in, figures out.

Units never share an axis: a panel holds one unit, and a level stands apart
from a change, a coverage from the percent of a task. Every row of a panel has
its own lines for name, verdict and labels, laid out in pixels, so that long
Chinese names are whole on a wide screen and on a telephone.
"""

from __future__ import annotations

import html
import math
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd
import plotly.graph_objects as go

from views import numbers
from views.words import Words

# Blue and vermilion of the Okabe-Ito palette: told apart in every kind of colour blindness.
# The dark theme takes lighter tones of the same hues.
PALETTES = {
    "light": {
        "met": "#0072B2",
        "unmet": "#C44900",
        "other": "#5B6670",
        "track": "#D9DFE5",
        "select": "#FFF3C4",
        "ink": "#1D2733",
    },
    "dark": {
        "met": "#56B4E9",
        "unmet": "#FF9A5C",
        "other": "#A7B1BC",
        "track": "#3C444E",
        "select": "#4A4325",
        "ink": "#EEF2F6",
    },
}
# Shape says what colour says; a hollow shape is a target that waits for its achievement.
SYMBOLS = {"met": "circle", "unmet": "diamond", "undecided": "square", "no_target": "circle-open"}
ICONS = {"met": "✔", "unmet": "✘", "undecided": "?", "pending": "○", "no_target": "–"}

# Units in the order people read them; the rest follow by how many rows they have.
_UNIT_ORDER = ("%", "‰", "/万", "/10万", "百分点")
_RATES = (*_UNIT_ORDER, "元/人", "元/人·月")

# Line heights and marks in pixels.
_NAME, _VERDICT, _LABEL, _MARK, _GAP = 20, 20, 18, 14, 12
_SIDE, _TOP, _BOTTOM = 14, 4, 30
# Narrowest plot the layout must suit: a telephone of 390 px less the page's own margins.
_NARROW = 330
_NAME_WIDTH, _NOTE_WIDTH = 46, 52


@dataclass(frozen=True)
class Panel:
    """Rows that may share an axis: one unit, one basis, coverage or task, and for counts one size."""

    unit: str
    basis: str
    complete: bool
    size: int
    frame: pd.DataFrame

    @property
    def key(self) -> str:
        """A name for the panel that stays the same while its rows change."""
        return f"{self.unit}-{self.basis}-{'task' if self.complete else 'plain'}-{self.size}"

    def title(self, words: Words) -> str:
        """What the axis measures, in words."""
        unit = self.unit or words("panel.no_unit")
        if self.complete:
            return words("panel.task", unit=unit)
        return words("panel.change" if self.basis == "change" else "panel.level", unit=unit)


def panels(frame: pd.DataFrame) -> list[Panel]:
    """Split judgements into panels that share an axis, the order of rows kept.

    Counts and sums of money that differ more than a hundredfold stand in separate panels: on one
    axis the small ones could not be told from nothing.
    """
    if frame.empty:
        return []
    values = frame[["achieved_value", "target_value", "target_value_high"]].abs().max(axis=1)
    sizes = [
        0 if unit in _RATES or "/" in unit or value < 100 else int(math.log10(value)) // 2
        for unit, value in zip(frame["unit"], values, strict=True)
    ]
    made = [
        Panel(unit, basis, bool(complete), int(size), rows)
        for (unit, basis, complete, size), rows in frame.groupby(
            [frame["unit"], frame["basis"], frame["complete"], pd.Series(sizes, frame.index)], sort=False
        )
    ]

    def place(panel: Panel) -> tuple:
        judged = panel.frame["verdict"].isin(["met", "unmet"]).sum()
        known = _UNIT_ORDER.index(panel.unit) if panel.unit in _UNIT_ORDER else len(_UNIT_ORDER)
        return (judged == 0, panel.complete, panel.basis == "change", known, -len(panel.frame), panel.unit, panel.size)

    return sorted(made, key=place)


def target_label(row: Mapping, words: Words) -> str:
    """The target as the report has it: 目标 ≤12.8/10万, with owner and year where they are not its own."""
    value = numbers.figure(
        row["target_value"], row["target_value_high"], row["target_comparator"], row["unit"], row["basis"], words
    )
    text = words(f"target.{row['target_owner']}", value=value)
    if not pd.isna(row["target_year"]) and (pd.isna(row["year"]) or row["target_year"] != row["year"]):
        text += words("target.year", year=row["target_year"])
    return text


def achieved_label(row: Mapping, words: Words) -> str:
    """What was achieved, as the report has it: 完成 95.77%."""
    value = numbers.figure(
        row["achieved_value"], row["achieved_value_high"], row["achieved_comparator"], row["unit"], row["basis"], words
    )
    return words("achieved.value", value=value)


def verdict_label(verdict: str, words: Words) -> str:
    """The verdict with its icon, never by colour alone: ✔ 达标."""
    return f"{ICONS[verdict]} {words(f'verdict.{verdict}')}"


def describe(panel: Panel, words: Words, limit: int = 12) -> str:
    """The panel in a sentence, for those who hear the page: its axis and its first ``limit`` rows."""
    items = []
    for row in panel.frame.head(limit).to_dict("records"):
        parts = [row["indicator"], row["region"]]
        if row["verdict"] != "pending":
            parts.append(achieved_label(row, words))
        if row["verdict"] != "no_target":
            parts.append(target_label(row, words))
        items.append(" ".join([*(str(part) for part in parts if part), words(f"verdict.{row['verdict']}")]))
    text = words("chart.alt", title=panel.title(words), n=len(panel.frame), rows="；".join(items))
    return text if len(panel.frame) <= limit else text + words("chart.alt_more", n=len(panel.frame) - limit)


def width(text: str) -> int:
    """How wide a text stands, in halves of a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def wrap(text: str, limit: int) -> list[str]:
    """Break a text into lines of at most ``limit`` half characters; words of letters stay whole where they fit."""
    lines, line = [], ""
    for piece in _pieces(text):
        while width(line + piece) > limit and width(piece) > limit:
            cut = next(i for i in range(len(piece) + 1) if width(line + piece[: i + 1]) > limit)
            lines.append(line + piece[:cut])
            line, piece = "", piece[cut:]
        if width(line + piece) > limit:
            lines.append(line)
            line = ""
        line += piece
    return [*lines, line]


def _pieces(text: str) -> Iterator[str]:
    """Single wide characters, and runs of narrow ones up to and including a space."""
    run = ""
    for char in text:
        if width(char) == 1:
            run += char
            if char == " ":
                yield run
                run = ""
        else:
            if run:
                yield run
                run = ""
            yield char
    if run:
        yield run


def targets_chart(panel: Panel, words: Words, theme: str = "light", selected: str | None = None) -> go.Figure:
    """Draw one panel: what was achieved as a filled mark, the target as a line with its allowed side shaded.

    ``theme`` is a key of PALETTES; ``selected`` is the judgement whose row is lit up. Marks carry
    their judgement's id as customdata.
    """
    colours = PALETTES[theme]
    span = _span(panel)
    drawing = _Drawing(colours["ink"])
    targets, achievements = _Marks(), _Marks()

    top = 0.0
    for row in panel.frame.to_dict("records"):
        verdict, colour = row["verdict"], colours.get(row["verdict"], colours["other"])
        lines = wrap(row["indicator"], _NAME_WIDTH)
        mark = top + len(lines) * _NAME + _VERDICT + (_LABEL + 5 if verdict != "pending" else 4) + _MARK / 2
        bottom = mark + _MARK / 2 + (_LABEL if verdict != "no_target" else 0)
        if row["judgement_id"] == selected:
            drawing.box(0, 1, top - 4, bottom + 4, colours["select"], across=True)
        drawing.write(top, "<br>".join(f"<b>{html.escape(line)}</b>" for line in lines), 14)
        note = f"{_verdict_html(verdict, colour, words)}　{html.escape(_where_when(row, words))}"
        drawing.write(top + len(lines) * _NAME, note, 12)
        drawing.line(0, 1, mark, mark, {"color": colours["track"], "width": 1}, across=True)
        hover = _hover(row, words)
        if verdict != "no_target":
            _draw_target(drawing, row, mark, span, colour)
            side = _side("bottom", row, "target", span, words)
            targets.add(row["target_value"], mark, target_label(row, words), side)
            targets.look(_target_symbol(row), colour, verdict == "pending", hover, row["judgement_id"])
        if verdict != "pending":
            side = _side("top", row, "achieved", span, words)
            achievements.add(row["achieved_value"], mark, achieved_label(row, words), side)
            achievements.look(SYMBOLS[verdict], colour, verdict == "no_target", hover, row["judgement_id"])
        top = bottom + _GAP

    # One call with everything: adding shapes one by one costs plotly seconds on a long panel.
    return go.Figure(
        data=[
            targets.trace(words("trace.target"), 13, colours["ink"]),
            achievements.trace(words("trace.achieved"), 14, colours["ink"]),
        ],
        layout={
            "shapes": drawing.shapes,
            "annotations": drawing.notes,
            "height": int(top + _TOP + _BOTTOM),
            "margin": {"l": _SIDE, "r": _SIDE, "t": _TOP, "b": _BOTTOM},
            "showlegend": False,
            "dragmode": False,
            "clickmode": "event+select",
            "hovermode": "closest",
            "xaxis": {
                "range": span, "fixedrange": True, "zeroline": True, "nticks": 6, "ticks": "outside",
                "ticksuffix": panel.unit if panel.unit in ("%", "‰") else "", "separatethousands": True,
                "exponentformat": "none", "showgrid": True,
            },
            "yaxis": {"range": [top, -4], "fixedrange": True, "visible": False},
        },
    )  # fmt: skip


@dataclass
class _Drawing:
    """Shapes and texts of a panel. ``across`` spans the plot's width in shares of it, else x is in the unit."""

    ink: str
    shapes: list[dict] = field(default_factory=list)
    notes: list[dict] = field(default_factory=list)

    def box(
        self, x0: float, x1: float, y0: float, y1: float, fill: str, opacity: float = 1, across: bool = False
    ) -> None:
        self.shapes.append(
            {"type": "rect", "xref": "paper" if across else "x", "x0": x0, "x1": x1, "y0": y0, "y1": y1,
             "fillcolor": fill, "opacity": opacity, "line": {"width": 0}, "layer": "below"}
        )  # fmt: skip

    def line(self, x0: float, x1: float, y0: float, y1: float, look: dict, across: bool = False) -> None:
        self.shapes.append(
            {"type": "line", "xref": "paper" if across else "x", "x0": x0, "x1": x1, "y0": y0, "y1": y1,
             "line": look, "layer": "below" if across else "above"}
        )  # fmt: skip

    def write(self, top: float, text: str, size: int) -> None:
        self.notes.append(
            {"xref": "paper", "x": 0, "y": top, "text": text, "showarrow": False, "xanchor": "left", "yanchor": "top",
             "align": "left", "font": {"size": size, "color": self.ink}, "borderpad": 0}
        )  # fmt: skip


class _Marks:
    """The points of one trace, column by column."""

    def __init__(self) -> None:
        self._points: dict[str, list] = {
            name: [] for name in ("x", "y", "text", "textposition", "hovertext", "customdata")
        }
        self._looks: dict[str, list] = {"symbol": [], "color": [], "width": []}

    def add(self, x: float, y: float, label: str, side: str) -> None:
        for name, value in (("x", x), ("y", y), ("text", html.escape(label)), ("textposition", side)):
            self._points[name].append(value)

    def look(self, symbol: str, colour: str, hollow: bool, hover: str, judgement: str) -> None:
        self._points["hovertext"].append(hover)
        self._points["customdata"].append([judgement])
        for name, value in (("symbol", symbol), ("color", colour), ("width", 2 if hollow or "line" in symbol else 0)):
            self._looks[name].append(value)

    def trace(self, name: str, size: int, ink: str) -> go.Scatter:
        """The scatter trace: marks with their labels."""
        return go.Scatter(
            name=name, mode="markers+text", **self._points, hovertemplate="%{hovertext}<extra></extra>",
            cliponaxis=False, textfont={"size": 12, "color": ink},
            marker={"symbol": self._looks["symbol"], "color": self._looks["color"], "size": size, "opacity": 1,
                    "line": {"width": self._looks["width"], "color": self._looks["color"]}},
            # The chosen row is lit by its ground; plotly would dim every other mark.
            selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
        )  # fmt: skip


def _span(panel: Panel) -> tuple[float, float]:
    """The axis: from nothing (or the lowest fall) to a little past the highest value; percents up to 100 whole."""
    values = panel.frame[["achieved_value", "achieved_value_high", "target_value", "target_value_high"]].stack()
    lowest, highest = min(0.0, float(values.min())), max(0.0, float(values.max()))
    if panel.unit == "%" and panel.basis == "level" and lowest == 0 and 50 <= highest <= 100:
        return -3, 104
    room = (highest - lowest) or 1.0
    return (lowest - room * 0.12 if lowest < 0 else -room * 0.03), highest + room * 0.12


def _required(row: Mapping) -> str | None:
    """The side that meets the target: as judged, else as the report's own comparator has it."""
    if not pd.isna(row["required"]):
        return row["required"]
    return {">=": ">=", ">": ">=", "<=": "<=", "<": "<="}.get(row["target_comparator"])


def _target_symbol(row: Mapping) -> str:
    symbol = {">=": "triangle-right", "<=": "triangle-left", "band": "line-ns", "~": "line-ns"}.get(
        _required(row), "line-ns"
    )
    # plotly draws a line symbol only in its open form.
    return symbol + "-open" if row["verdict"] == "pending" or symbol == "line-ns" else symbol


def _draw_target(drawing: _Drawing, row: Mapping, mark: float, span: tuple[float, float], colour: str) -> None:
    """The target's line, and its allowed side shaded: to the right of a floor, left of a ceiling, a band between."""
    low, high = span
    pending = row["verdict"] == "pending"
    edges = [row["target_value"]]
    if not pd.isna(row["target_value_high"]):
        edges.append(row["target_value_high"])
    sides = {">=": (edges[0], high), "<=": (low, edges[-1]), "band": (edges[0], edges[-1])}
    required = _required(row)
    if required in sides:
        drawing.box(*sides[required], mark - _MARK / 2, mark + _MARK / 2, colour, 0.06 if pending else 0.14)
    for edge in edges:
        look = {"color": colour, "width": 2, "dash": "dot" if pending else "solid"}
        drawing.line(edge, edge, mark - _MARK / 2, mark + _MARK / 2, look)


def _verdict_html(verdict: str, colour: str, words: Words) -> str:
    return f'<span style="color:{colour}"><b>{html.escape(verdict_label(verdict, words))}</b></span>'


def _where_when(row: Mapping, words: Words) -> str:
    year = row["year"]
    when = words("year.unknown") if pd.isna(year) else words("year", year=year)
    text = " · ".join(str(part) for part in (row["region"], when) if not pd.isna(part))
    return wrap(text, _NOTE_WIDTH)[0]


def _hover(row: Mapping, words: Words) -> str:
    lines = [*(f"<b>{html.escape(line)}</b>" for line in wrap(row["indicator"], _NAME_WIDTH)),
             html.escape(_where_when(row, words))]  # fmt: skip
    if row["verdict"] != "pending":
        lines.append(html.escape(achieved_label(row, words)))
    if row["verdict"] != "no_target":
        lines.append(html.escape(target_label(row, words)))
    lines += [html.escape(verdict_label(row["verdict"], words)), html.escape(words("chart.hover"))]
    return "<br>".join(lines)


def _side(line: str, row: Mapping, role: str, span: tuple[float, float], words: Words) -> str:
    """Where a label stands over or under its mark so that it stays inside the narrowest plot."""
    label = target_label(row, words) if role == "target" else achieved_label(row, words)
    share = (row[f"{role}_value"] - span[0]) / (span[1] - span[0])
    half = width(label) * 6 / 2 / _NARROW
    return f"{line} {'right' if share < half else 'left' if share > 1 - half else 'center'}"
