"""What charts share: colours, panels of rows that may stand on one axis, and labels.

Units never share an axis: a panel holds one unit, and a level stands apart
from a change, a coverage from the percent of a task.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from views import numbers, paces
from views.words import Words

# A chart in plotly's form, data and layout, as plain values: plotly's own class checks each of them at a price.
Figure = dict[str, Any]

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
ICONS = {"met": "✔", "unmet": "✘", "undecided": "?", "pending": "○", "no_target": "–"}

# Units in the order people read them; the rest follow by how many rows they have.
_UNIT_ORDER = ("%", "‰", "/万", "/10万", "百分点")
_RATES = (*_UNIT_ORDER, "元/人", "元/人·月")


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


def describe(panel: Panel, words: Words, limit: int = 12, method: str = paces.METHODS[0]) -> str:
    """The panel in a sentence, for those who hear the page: its axis and its first ``limit`` rows."""
    items = []
    for row in panel.frame.head(limit).to_dict("records"):
        parts = [row["indicator"], row["region"]]
        if row["verdict"] != "pending":
            parts.append(achieved_label(row, words))
        if row["verdict"] != "no_target":
            parts.append(target_label(row, words))
        parts += [words(f"verdict.{row['verdict']}"), paces.label(row, words, method)]
        items.append(" ".join(str(part) for part in parts if part))
    text = words("chart.alt", title=panel.title(words), n=len(panel.frame), rows="；".join(items))
    return text if len(panel.frame) <= limit else text + words("chart.alt_more", n=len(panel.frame) - limit)


def hover(lines: Iterable[str], words: Words, chosen: bool = False) -> str:
    """What a mark says under the mouse, line by line, and what a click on it does."""
    return "\n".join(line for line in (*lines, words("chart.hover_chosen" if chosen else "chart.hover")) if line)


def note(top: float, text: str, size: int, ink: str) -> dict:
    """A line of text of a chart that is laid out in pixels: from the left edge, ``top`` pixels down."""
    return {"xref": "paper", "x": 0, "y": top, "text": text, "showarrow": False, "xanchor": "left", "yanchor": "top",
            "align": "left", "font": {"size": size, "color": ink}, "borderpad": 0}  # fmt: skip


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
