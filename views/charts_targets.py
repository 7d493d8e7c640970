"""The chart of targets against achievements: a panel in, a figure out.

One achievement is one entry. With several targets (its own, its superior's, the
nation's, of several years) each has a lane below, on the same axis, with its own
allowed side and verdict. Every entry is laid out in pixels, so that long Chinese
names are whole on a wide screen and on a telephone.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from metrics.schema import OWNERS
from views import charts, paces
from views.charts import PALETTES, Figure, Panel, achieved_label, note, target_label, verdict_label, width, wrap
from views.words import Words

# Shape says what colour says; a hollow shape is a target that waits for its achievement.
SYMBOLS = {"met": "circle", "unmet": "diamond", "undecided": "square", "no_target": "circle-open"}

# Line heights and marks in pixels.
_NAME, _VERDICT, _LABEL, _MARK, _GAP = 20, 20, 18, 14, 12
_SIDE, _TOP, _BOTTOM = 14, 4, 30
# Narrowest plot the layout must suit: a telephone of 390 px less the page's own margins.
_NARROW = 330
# Half a Chinese character of a label.
_HALF = 6
# How far from the middle of its mark a label beside it begins.
_OFF = 11
_NAME_WIDTH, _NOTE_WIDTH = 46, 52


def entries(frame: pd.DataFrame) -> list[list[dict]]:
    """The judgements of a panel by achievement, in the order in which each first appears.

    Within one, the region's own target comes first, then the superior's, then the nation's; earlier years first.
    A target that has no achievement is an entry of its own.
    """
    found: dict[str, list[dict]] = {}
    for row in frame.to_dict("records"):
        key = f"target {row['judgement_id']}" if pd.isna(row["achieved_id"]) else row["achieved_id"]
        found.setdefault(key, []).append(row)

    def place(row: dict) -> tuple:
        owner = OWNERS.index(row["target_owner"]) if row["target_owner"] in OWNERS else len(OWNERS)
        return owner, 0 if pd.isna(row["target_year"]) else row["target_year"], row["judgement_id"]

    return [sorted(rows, key=place) for rows in found.values()]


def lanes(rows: list[dict]) -> list[list[dict]]:
    """The judgements of one achievement by target: documents that set the same number for the same year are one."""
    made: dict[tuple, list[dict]] = {}
    for row in rows:
        number = str(row["target_value"]), str(row["target_value_high"]), row["target_comparator"]
        made.setdefault((row["target_owner"], str(row["target_year"]), *number, row["verdict"]), []).append(row)
    return list(made.values())


def by_lead(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of one unit by how far they stand on the better side of their target, the farthest short first."""
    lead = frame["distance"].where(frame["required"] == ">=", -frame["distance"].abs())
    lead = lead.where(frame["required"] != "<=", -frame["distance"])
    return frame.assign(lead=lead).sort_values("lead", kind="stable", na_position="last").drop(columns="lead")


def targets_chart(
    panel: Panel, words: Words, theme: str = "light", selected: str | None = None, method: str = paces.METHODS[0]
) -> Figure:
    """Draw one panel: what was achieved as a filled mark, the target as a line with its allowed side shaded.

    ``theme`` is a key of PALETTES; ``selected`` is the judgement whose row is lit up; ``method`` is how
    the pace is told (one of paces.METHODS). Marks carry their judgement's id as customdata.
    """
    drawing = _Drawing(panel, words, theme, selected, method)
    top = 0.0
    for rows in entries(panel.frame):
        top = (drawing.one if len(rows) == 1 else drawing.several)(rows, top) + _GAP
    return {
        "data": [
            drawing.targets.trace(words("trace.target"), 13, drawing.colours["ink"]),
            drawing.achievements.trace(words("trace.achieved"), 14, drawing.colours["ink"]),
        ],
        "layout": {
            "shapes": drawing.shapes,
            "annotations": drawing.notes,
            "height": int(top + _TOP + _BOTTOM),
            "margin": {"l": _SIDE, "r": _SIDE, "t": _TOP, "b": _BOTTOM},
            "showlegend": False,
            "xaxis": {
                "range": drawing.span, "zeroline": True, "nticks": 6, "ticks": "outside",
                "ticksuffix": panel.unit if panel.unit in ("%", "‰") else "", "separatethousands": True,
                "exponentformat": "none", "showgrid": True,
            },
            "yaxis": {"range": [top, -4], "visible": False},
        },
    }  # fmt: skip


class _Drawing:
    """Shapes, texts and marks of a panel. ``across`` spans the plot's width in shares of it, else x is in the unit."""

    def __init__(self, panel: Panel, words: Words, theme: str, selected: str | None, method: str) -> None:
        self.words, self.colours, self.selected, self.method = words, PALETTES[theme], selected, method
        self.span = axis_span(panel.frame, panel.unit, panel.basis)
        self.targets, self.achievements = _Marks(), _Marks()
        self.shapes: list[dict] = []
        self.notes: list[dict] = []

    def one(self, rows: list[dict], top: float) -> float:
        """An entry of one judgement: name, verdict, pace, and one line of marks; returns where it ends."""
        (row,) = rows
        verdict, words = row["verdict"], self.words
        paced = self._paced(row)
        start = self._name(row, top)
        mark = start + _VERDICT + len(paced) * _LABEL + (_LABEL + 5 if verdict != "pending" else 4) + _MARK / 2
        label = [] if verdict == "no_target" else [target_label(row, words)]
        bottom = mark + _MARK / 2 + len(label) * _LABEL
        self._light(row, top, bottom)
        said = f"{self._verdict(row)}　{html.escape(_where_when(row, words))}"
        self._write("<br>".join([said, *paced]), start, 12)
        self._track(mark)
        if label:
            self._target(row, mark, label)
        if verdict != "pending":
            self._achieved(row, mark)
        return bottom

    def several(self, rows: list[dict], top: float) -> float:
        """An achievement with several targets: name and value once, then a lane for each target."""
        words = self.words
        start = self._name(rows[0], top)
        said = words("targets.several", n=len(rows))
        self._write(html.escape(f"{_where_when(rows[0], words)}　{said}"), start, 12)
        first = mark = start + _VERDICT + _LABEL + 5 + _MARK / 2
        self._track(mark)
        self._achieved(rows[0], mark)
        bottom = mark + _MARK / 2
        for same in lanes(rows):
            # The chosen one of several documents that say the same speaks for them.
            row = next((one for one in same if one["judgement_id"] == self.selected), same[0])
            paced = self._paced(row)
            begin, mark = bottom + 3, bottom + 3 + len(paced) * _LABEL + _MARK / 2
            more = words("targets.documents", n=len(same)) if len(same) > 1 else ""
            said = target_label(row, words), f"{more} {verdict_label(row['verdict'], words)}"
            label = self._lines(row["target_value"], said)
            bottom = mark + _MARK / 2 + len(label) * _LABEL
            self._light(row, begin + 3, bottom - 3)
            if paced:
                self._write(paced[0], begin - 2, 12)
            self._target(row, mark, label)
        # From the value down through the lanes: which side of each target it is on.
        reach = {"color": self.colours["other"], "width": 1, "dash": "dot"}
        self._line(rows[0]["achieved_value"], first, mark + _MARK / 2, reach, "below")
        return bottom

    def _name(self, row: Mapping, top: float) -> float:
        lines = wrap(row["indicator"], _NAME_WIDTH)
        self._write("<br>".join(f"<b>{html.escape(line)}</b>" for line in lines), top, 14)
        return top + len(lines) * _NAME

    def _paced(self, row: Mapping) -> list[str]:
        text = paces.label(row, self.words, self.method)
        return [html.escape(text)] if text else []

    def _colour(self, row: Mapping) -> str:
        return self.colours.get(row["verdict"], self.colours["other"])

    def _verdict(self, row: Mapping) -> str:
        label = html.escape(verdict_label(row["verdict"], self.words))
        return f'<span style="color:{self._colour(row)}"><b>{label}</b></span>'

    def _light(self, row: Mapping, top: float, bottom: float) -> None:
        if row["judgement_id"] == self.selected:
            self._box(0, 1, top - 4, bottom + 4, self.colours["select"], across=True)

    def _track(self, mark: float) -> None:
        self.shapes.append(
            {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": mark, "y1": mark, "layer": "below",
             "line": {"color": self.colours["track"], "width": 1}}
        )  # fmt: skip

    def _achieved(self, row: Mapping, mark: float) -> None:
        text = achieved_label(row, self.words)
        self.achievements.add(row["achieved_value"], mark, [text], self._side("top", row["achieved_value"], [text]))
        hollow = row["verdict"] == "no_target"
        self.achievements.look(
            SYMBOLS[row["verdict"]], self._colour(row), hollow, self._hover(row), row["judgement_id"]
        )

    def _target(self, row: Mapping, mark: float, label: list[str]) -> None:
        """The target's line and mark, and its allowed side shaded: to the right of a floor, left of a ceiling."""
        colour, pending = self._colour(row), row["verdict"] == "pending"
        low, high = self.span
        edges = [row["target_value"]]
        if not pd.isna(row["target_value_high"]):
            edges.append(row["target_value_high"])
        sides = {">=": (edges[0], high), "<=": (low, edges[-1]), "band": (edges[0], edges[-1])}
        if (asked := required(row)) in sides:
            self._box(*sides[asked], mark - _MARK / 2, mark + _MARK / 2, colour, 0.06 if pending else 0.14)
        for edge in edges:
            look = {"color": colour, "width": 2, "dash": "dot" if pending else "solid"}
            self._line(edge, mark - _MARK / 2, mark + _MARK / 2, look)
        self.targets.add(row["target_value"], mark, label, self._side("bottom", row["target_value"], label))
        self.targets.look(_target_symbol(row), colour, pending, self._hover(row), row["judgement_id"])

    def _box(
        self, x0: float, x1: float, y0: float, y1: float, fill: str, opacity: float = 1, across: bool = False
    ) -> None:
        self.shapes.append(
            {"type": "rect", "xref": "paper" if across else "x", "x0": x0, "x1": x1, "y0": y0, "y1": y1,
             "fillcolor": fill, "opacity": opacity, "line": {"width": 0}, "layer": "below"}
        )  # fmt: skip

    def _line(self, x: float, y0: float, y1: float, look: dict, layer: str = "above") -> None:
        self.shapes.append(
            {"type": "line", "xref": "x", "x0": x, "x1": x, "y0": y0, "y1": y1, "line": look, "layer": layer}
        )

    def _write(self, text: str, top: float, size: int) -> None:
        self.notes.append(note(top, text, size, self.colours["ink"]))

    def _share(self, value: float) -> float:
        """How far along the axis a value stands, from 0 to 1."""
        return (value - self.span[0]) / (self.span[1] - self.span[0])

    def _lines(self, value: float, parts: tuple[str, str]) -> list[str]:
        """A label in one line where the narrowest plot has room for it beside its mark or centred, else in two."""
        share = self._share(value)
        beside, centred = max(share, 1 - share) * _NARROW + _SIDE - _OFF, 2 * min(share, 1 - share) * _NARROW
        label = "".join(parts)
        return [label] if width(label) * _HALF <= max(beside, centred) else [part.strip() for part in parts]

    def _side(self, line: str, value: float, label: list[str]) -> str:
        """Where a label stands over or under its mark so that it stays inside the narrowest plot."""
        share = self._share(value)
        half = max(map(width, label)) * _HALF / 2 / _NARROW
        return f"{line} {'right' if share < half else 'left' if share > 1 - half else 'center'}"

    def _hover(self, row: Mapping) -> str:
        words = self.words
        lines = [row["indicator"], _where_when(row, words)]
        if row["verdict"] != "pending":
            lines.append(achieved_label(row, words))
        if row["verdict"] != "no_target":
            lines.append(target_label(row, words))
        lines += [verdict_label(row["verdict"], words), paces.label(row, words, self.method)]
        return charts.hover(lines, words, row["judgement_id"] == self.selected)


@dataclass
class _Marks:
    """The points of one trace, column by column."""

    points: dict[str, list] = field(
        default_factory=lambda: {name: [] for name in ("x", "y", "text", "textposition", "hovertext", "customdata")}
    )
    looks: dict[str, list] = field(default_factory=lambda: {"symbol": [], "color": [], "width": []})

    def add(self, x: float, y: float, label: list[str], side: str) -> None:
        text = "<br>".join(map(html.escape, label))
        for name, value in (("x", x), ("y", y), ("text", text), ("textposition", side)):
            self.points[name].append(value)

    def look(self, symbol: str, colour: str, hollow: bool, hover: str, judgement: str) -> None:
        self.points["hovertext"].append(hover)
        self.points["customdata"].append([judgement])
        for name, value in (("symbol", symbol), ("color", colour), ("width", 2 if hollow or "line" in symbol else 0)):
            self.looks[name].append(value)

    def trace(self, name: str, size: int, ink: str) -> dict[str, Any]:
        """The scatter trace: marks with their labels."""
        return {
            "type": "scatter", "name": name, "mode": "markers+text", **self.points, "cliponaxis": False,
            "textfont": {"size": 12, "color": ink},
            "marker": {"symbol": self.looks["symbol"], "color": self.looks["color"], "size": size, "opacity": 1,
                       "line": {"width": self.looks["width"], "color": self.looks["color"]}},
        }  # fmt: skip


def axis_span(frame: pd.DataFrame, unit: str, basis: str) -> tuple[float, float]:
    """The axis: from nothing (or the lowest fall) to a little past the highest value; percents up to 100 whole."""
    values = frame[["achieved_value", "achieved_value_high", "target_value", "target_value_high"]].stack()
    lowest, highest = min(0.0, float(values.min())), max(0.0, float(values.max()))
    if unit == "%" and basis == "level" and lowest == 0 and 50 <= highest <= 100:
        return -3, 104
    room = (highest - lowest) or 1.0
    return (lowest - room * 0.12 if lowest < 0 else -room * 0.03), highest + room * 0.12


def required(row: Mapping) -> str | None:
    """The side that meets the target: as judged, else as the report's own comparator has it."""
    if not pd.isna(row["required"]):
        return row["required"]
    return {">=": ">=", ">": ">=", "<=": "<=", "<": "<="}.get(row["target_comparator"])


def _target_symbol(row: Mapping) -> str:
    symbol = {">=": "triangle-right", "<=": "triangle-left", "band": "line-ns", "~": "line-ns"}.get(
        required(row), "line-ns"
    )
    # plotly draws a line symbol only in its open form.
    return symbol + "-open" if row["verdict"] == "pending" or symbol == "line-ns" else symbol


def _where_when(row: Mapping, words: Words) -> str:
    year = row["year"]
    when = words("year.unknown") if pd.isna(year) else words("year", year=year)
    text = " · ".join(str(part) for part in (row["region"], when) if not pd.isna(part))
    return wrap(text, _NOTE_WIDTH)[0]
