"""A chart as HTML: what a figure in plotly's form says, laid out by the browser without a script.

Plotly's script is 4.7 MB: a browser that opens the app reads it for a second before the first chart, and it lays every
chart out anew at each change of a filter. Here all places are known beforehand, across as shares of the width and down
in pixels, so that lines, bars, marks and texts can stand in HTML: there with the page's words, their marks ordinary
links, their texts found, copied, read aloud and printed as any other. The images that readers save are drawn by plotly
from the same figure (``views.images``).
"""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from views import charts, charts_overview, numbers, picture
from views.charts import Figure

# The link of a mark by its customdata; None where it has nothing to open.
Href = Callable[[Sequence[Any]], str | None]

# Corners of the marks by plotly's names, in halves of their size from the middle; circles and lines apart.
_CORNERS = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "triangle-right": ((-0.6, -1.1), (1.25, 0), (-0.6, 1.1)),
    "triangle-left": ((0.6, -1.1), (-1.25, 0), (0.6, 1.1)),
    "triangle-up": ((-1.1, 0.6), (0, -1.25), (1.1, 0.6)),
    "triangle-down": ((-1.1, -0.6), (0, 1.25), (1.1, -0.6)),
    "line-ns": ((0, -1.4), (0, 1.4)),
    "line-ew": ((-1.4, 0), (1.4, 0)),
}
# What plotly's dashes are called in style sheets and in drawings.
_BORDERS = {"solid": "solid", "dot": "dotted"}
_DASHES = {"solid": "", "dot": ' stroke-dasharray="2 3"'}
# Grounds of bars by plotly's patterns, in the colour F on the page's own, which is white on paper.
_PATTERNS = {
    "": "F",
    "x": "repeating-linear-gradient(45deg,F 0 1px,transparent 1px 6px),"
    "repeating-linear-gradient(-45deg,F 0 1px,transparent 1px 6px),var(--ground)",
    ".": "radial-gradient(circle,F 1px,transparent 1.5px) 0 0/6px 6px,var(--ground)",
    "/": "repeating-linear-gradient(-45deg,F 0 1px,transparent 1px 6px),var(--ground)",
}
# Half a Chinese character of a number at an axis, and the room between two of them, in pixels.
_HALF, _ROOM = 6.2, 14
# The narrowest plot: a telephone of 390 px less the page's own margins.
_NARROW = 330
# Lines between points are drawn so wide, and stretched to the plot.
_WIDE = 1000
# Up to the first share of the width what a mark says grows to its right, beyond the second to its left.
_EARLY, _LATE = 0.35, 0.65
# The least step between numbers that an axis tells by such a form.
_LEAST = {"d": 1.0, "%": 0.01}


def markup(figure: Figure, alt: str, theme: str, href: Href, chosen: str | None = None) -> str:
    """The chart, under the name ``alt`` for those who hear the page; the mark of the id ``chosen`` is the one shown.

    ``figure`` holds what the builders of this package put in: horizontal or upright bars with a ``base``, scattered
    marks, texts and lines, shapes, notes hung at their upper left; texts and notes are HTML. ``theme`` is a key of
    charts.PALETTES, for what the figure leaves open.
    """
    layout, colours = figure["layout"], charts.PALETTES[theme]
    plot = _Plot(layout)
    grid = [*_grid(plot, layout)]
    below = [_shape(plot, one) for one in layout.get("shapes", ()) if one.get("layer") == "below"]
    above = [_shape(plot, one) for one in layout.get("shapes", ()) if one.get("layer") != "below"]
    lines = _lines(plot, [trace for trace in figure["data"] if trace.get("mode") == "lines"])
    # Who hears the page hears names and marks in the order in which they stand.
    read = [(plot.down(note["y"], note.get("yref", "y")), _note(plot, note)) for note in layout.get("annotations", ())]
    opens = _Opens(href, chosen)
    for layer, trace in enumerate(figure["data"]):
        read += _bars(plot, trace, opens) if trace["type"] == "bar" else _marks(plot, trace, layer, opens)
    read.sort(key=lambda one: one[0])
    left, right = plot.left, layout["margin"]["r"]
    look = f"--line:{colours['track']};--ink:{colours['ink']};--faint:{colours['other']}"
    look += f";--ground:{charts_overview.GROUNDS[theme]}"
    return (
        f'<div class="chart" role="group" aria-label="{html.escape(alt)}" style="height:{layout["height"]}px;{look}">'
        f'<div class="plot" style="left:{left:g}px;right:{right}px;top:{layout["margin"]["t"]}px;'
        f'height:{plot.height:g}px">{"".join([*grid, *below, lines, *above, *(one for _, one in read)])}</div></div>'
    )


@dataclass
class _Plot:
    """Where values stand: across in percent of the plot's width, down in pixels from its upper edge."""

    layout: dict[str, Any]
    height: float = field(init=False)
    left: float = field(init=False)

    def __post_init__(self) -> None:
        margin = self.layout["margin"]
        self.height = self.layout["height"] - margin["t"] - margin["b"]
        sides = [text for axis in _upright(self.layout) for _, text in ticks(axis, None)]
        self.left = max([margin["l"], *(charts.width(text) * _HALF + 10 for text in sides)])

    def across(self, value: float, ref: str = "x") -> float:
        """Percent of the width; ``ref`` paper is plotly's for shares of it."""
        if ref == "paper":
            return value * 100
        low, high = self.layout["xaxis"]["range"]
        return (value - low) / (high - low) * 100

    def down(self, value: float, ref: str = "y") -> float:
        """Pixels from the upper edge, by the axis ``ref`` (y, y2, ...) or as a share from below (paper)."""
        if ref == "paper":
            return (1 - value) * self.height
        axis = self.layout[ref.replace("y", "yaxis", 1)]
        low, high = axis["range"]
        bottom, top = axis.get("domain", (0, 1))
        return (1 - bottom - (value - low) / (high - low) * (top - bottom)) * self.height


def ticks(axis: dict[str, Any], room: float | None = _NARROW) -> list[tuple[float, str]]:
    """Round values within the axis' range with their texts: at most ``nticks`` or so, each ``dtick`` from ``tick0`` on
    where that is given; fewer where they have no ``room`` beside each other, in pixels (None: they stand above)."""
    low, high = sorted(axis["range"])
    if "dtick" in axis:
        return [(value, _worded(value, axis)) for value in _stepped(low, high, axis["dtick"], axis["tick0"])]
    least = _LEAST.get(axis.get("tickformat", "")[-1:], 0.0)
    for most in range(axis["nticks"], 1, -1):
        step = max(_round((high - low) / most), least)
        found = [(value, _worded(value, axis)) for value in _stepped(low, high, step, 0)]
        if room is None or sum(charts.width(text) * _HALF + _ROOM for _, text in found) <= room:
            break
    return found


def _stepped(low: float, high: float, step: float, start: float) -> list[float]:
    first, last = math.ceil((low - start) / step - 1e-9), math.floor((high - start) / step + 1e-9)
    return [start + place * step for place in range(first, last + 1)]


def _round(least: float) -> float:
    """The smallest of 1, 2, 5, 10, 20, ... and their tenths that is not below."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * one for one in (1, 2, 5, 10) if power * one >= least * (1 - 1e-9))


def _worded(value: float, axis: dict[str, Any]) -> str:
    form = axis.get("tickformat")
    if form:
        text = format(round(value) if form.endswith("d") else value, form)
    else:
        text = numbers.plain(float(format(value, ".10g")))  # what steps of binary fractions add is no part of it
    return text.replace("-", "−", 1) + axis.get("ticksuffix", "")


def _upright(layout: dict[str, Any]) -> list[dict[str, Any]]:
    """The axes that stand upright and can be seen."""
    return [axis for name, axis in layout.items() if name.startswith("yaxis") and axis.get("visible", True)]


def _grid(plot: _Plot, layout: dict[str, Any]) -> Iterator[str]:
    """Numbers at the axes, with the lines that are asked for."""
    axis = layout["xaxis"]
    if axis.get("visible", True):
        low, high = sorted(axis["range"])
        kind = "rule" if axis.get("showgrid") else "tooth"
        for value, text in ticks(axis):
            yield f'<i class="{kind}" style="left:{plot.across(value):.4g}%"><b>{text}</b></i>'
        if axis.get("zeroline") and low < 0 < high:
            yield f'<i class="zero" style="left:{plot.across(0):.4g}%"></i>'
    for name, axis in layout.items():
        if name.startswith("yaxis") and axis.get("visible", True):
            for value, text in ticks(axis, None):
                yield f'<b class="side" style="top:{plot.down(value, name.replace("axis", "")):.4g}px">{text}</b>'


def _shape(plot: _Plot, shape: dict[str, Any]) -> str:
    """A rectangle, or a line that is level or upright."""
    left, right = sorted(plot.across(shape[end], shape["xref"]) for end in ("x0", "x1"))
    top, bottom = sorted(plot.down(shape[end]) for end in ("y0", "y1"))
    if shape["type"] == "rect":
        return (
            f'<i style="left:{left:.4g}%;width:{right - left:.4g}%;top:{top:g}px;height:{bottom - top:g}px;'
            f'background:{shape["fillcolor"]};opacity:{shape["opacity"]:g}"></i>'
        )
    line = shape["line"]
    drawn = f"{line['width']:g}px {_BORDERS[line.get('dash', 'solid')]} {line['color']}"
    if top == bottom:
        return (
            f'<i style="left:{left:.4g}%;width:{right - left:.4g}%;top:{top - line["width"] / 2:g}px;'
            f'border-top:{drawn}"></i>'
        )
    half = line["width"] / 2
    return (
        f'<i style="left:{left:.4g}%;margin-left:-{half:g}px;top:{top:g}px;height:{bottom - top:g}px;'
        f'border-left:{drawn}"></i>'
    )


def _note(plot: _Plot, note: dict[str, Any]) -> str:
    across = f"{plot.across(note['x'], note['xref']):g}%"
    left = f"calc({across} + {note['xshift']}px)" if "xshift" in note else across
    top, font = plot.down(note["y"], note.get("yref", "y")), note["font"]
    return (
        f'<span class="note" style="left:{left};top:{top:g}px;font-size:{font["size"]}px;color:{font["color"]}">'
        f"{note['text']}</span>"
    )


def _lines(plot: _Plot, traces: list[dict[str, Any]]) -> str:
    """All lines between points as one picture, stretched to the plot."""
    if not traces:
        return ""
    drawing = "".join(
        f'<path d="M{points}" fill="none" stroke="{trace["line"]["color"]}" stroke-width="{trace["line"]["width"]:g}" '
        f'vector-effect="non-scaling-stroke"{_DASHES[trace["line"]["dash"]]}/>'
        for trace in traces
        for points in [
            " ".join(
                f"{plot.across(x) * _WIDE / 100:.5g} {plot.down(y, trace.get('yaxis', 'y')):.5g}"
                for x, y in zip(trace["x"], trace["y"], strict=True)
            )
        ]
    )
    return picture.image(drawing, (0, 0, _WIDE, plot.height), "", "lines", stretched=True)


@dataclass
class _Opens:
    """What marks and bars open, and which of them is shown."""

    href: Href
    chosen: str | None
    told: set[str] = field(default_factory=set)

    def tag(self, trace: dict[str, Any], place: int, name: str, across: float, where: str, inside: str) -> str:
        """A mark or bar: a link where it has something to open; what it says stands beside it under the mouse.

        Of several that open the same, the keyboard stops at the first.
        """
        said, carried = trace["hovertext"][place], trace["customdata"][place]
        side = " late" if across > _LATE * 100 else "" if across < _EARLY * 100 else " mid"
        told = f'class="{name}{side}" style="{where}" data-tip="{html.escape(said)}"'
        label = html.escape(_line(said))
        to = self.href(carried)
        if to is None:
            return f'<span {told} role="img" aria-label="{label}">{inside}</span>'
        told += ' aria-current="true"' if self.chosen is not None and carried[0] == self.chosen else ""
        told += ' tabindex="-1"' if to in self.told else ""
        self.told.add(to)
        return f'<a {told} href="{html.escape(to)}" aria-label="{label}">{inside}</a>'


def _marks(plot: _Plot, trace: dict[str, Any], layer: int, opens: _Opens) -> Iterator[tuple[float, str]]:
    """The marks of a trace with how far down they stand, each with its label; those of later traces lie above."""
    if trace["mode"] == "lines":
        return
    marker, n = trace["marker"], len(trace["x"])
    looks = {name: _each(marker.get(name), n) for name in ("symbol", "size", "color")}
    widths = _each(marker["line"]["width"], n)
    texts, sides = _each(trace.get("text", ""), n), _each(trace.get("textposition", "top center"), n)
    ink = trace.get("textfont", {}).get("color", "")
    for place, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        top, across = plot.down(y, trace.get("yaxis", "y")), plot.across(x)
        size = looks["size"][place]
        sign = _sign(looks["symbol"][place] or "circle", size, looks["color"][place], widths[place])
        label = (
            f'<span class="label {sides[place]}" style="color:{ink};--off:{size / 2 + 2:g}px">{texts[place]}</span>'
            if texts[place]
            else ""
        )
        where = f"left:{across:.4g}%;top:{top:.5g}px;z-index:{layer}"
        yield top, opens.tag(trace, place, "mark", across, where, sign + label)


def _sign(symbol: str, size: float, colour: str, width: float) -> str:
    """A mark as a picture: filled, or with its edge alone where plotly's name for it says open."""
    name, hollow = symbol.removesuffix("-open"), symbol.endswith("-open")
    half = size / 2
    fill, edge = ("none", max(width, 2)) if hollow else (colour, width)
    look = f'fill="{fill}" stroke="{colour}" stroke-width="{edge:g}"'
    if name == "circle":
        drawing = f'<circle r="{half:g}" {look}/>'
    else:
        corners = " ".join(f"{x * half:g} {y * half:g}" for x, y in _CORNERS[name])
        drawing = f'<path d="M{corners}{"" if name.startswith("line") else "z"}" {look}/>'
    reach = math.ceil(half * 1.4 + 1)
    return picture.image(drawing, (-reach, -reach, 2 * reach, 2 * reach), "", "sign")


def _bars(plot: _Plot, trace: dict[str, Any], opens: _Opens) -> Iterator[tuple[float, str]]:
    """The bars of a trace with how far down they stand, each with the text in it."""
    marker, n = trace["marker"], len(trace["x"])
    fills, edges = _each(marker["color"], n), _each(marker["line"]["color"], n)
    bases, widths = _each(trace.get("base", 0), n), _each(trace["width"], n)
    texts, inks = _each(trace.get("text", ""), n), _each(trace.get("textfont", {}).get("color", ""), n)
    pattern = marker.get("pattern") or {}
    for place in range(n):
        x, y, base, half = trace["x"][place], trace["y"][place], bases[place], widths[place] / 2
        ends = ((base, base + x), (y - half, y + half))
        if trace.get("orientation") != "h":
            ends = ((x - half, x + half), (base, base + y))
        left, right = sorted(map(plot.across, ends[0]))
        top, bottom = sorted(map(plot.down, ends[1]))
        ground = _PATTERNS[pattern.get("shape") or ""]
        ground = ground.replace("F", pattern["fgcolor"] if pattern.get("shape") else fills[place])
        where = (
            f"left:{left:.4g}%;width:{right - left:.4g}%;top:{top:.5g}px;height:{bottom - top:.4g}px;"
            f"background:{ground};border:{marker['line']['width']:g}px solid {edges[place]};color:{inks[place]}"
        )
        inside = f"<span>{texts[place]}</span>" if texts[place] else ""
        yield top, opens.tag(trace, place, "bar", (left + right) / 2, where, inside)


def _line(text: str) -> str:
    return " ".join(text.split("\n"))


def _each(value: Any, n: int) -> Sequence[Any]:
    """A value for each of n marks, where plotly's form gives one for all or a list."""
    return value if isinstance(value, list) else [value] * n
