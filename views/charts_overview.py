"""The chart of the page 总览: how many targets were met, missed or not answered, by region and year."""

from __future__ import annotations

import html
from typing import Any

import pandas as pd

from views import charts
from views.words import Words

# The order of the segments from the left, and the pattern that says what colour says.
SEGMENTS = {"met": "", "unmet": "x", "undecided": ".", "pending": "/"}

# What patterns stand on: the page's own ground, by theme.
GROUNDS = {"light": "#FFFFFF", "dark": "#14191F"}

# Line heights in pixels.
_NAME, _LINE, _BAR, _GAP = 22, 19, 18, 16
_TOP, _BOTTOM = 4, 26
# Half characters that fit the narrowest plot, and the least share of it that a number needs.
_WIDTH, _ROOM = 50, 0.05


def verdict_bars(counts: pd.DataFrame, words: Words, theme: str = "light") -> charts.Figure:
    """One bar a region and year, of the counts of its verdicts, with words and numbers above it.

    ``counts`` has the columns region, year, verdict and n, as ``library_overview.verdicts_by_place``
    gives them; rows keep their order. Every segment carries [region, year, verdict] as customdata.
    """
    colours = charts.PALETTES[theme]
    longest = int(counts.groupby(["region", "year"], dropna=False)["n"].sum().max())
    notes: list[dict] = []
    bars: dict[str, dict[str, list]] = {
        verdict: {"x": [], "y": [], "base": [], "text": [], "customdata": [], "hovertext": []} for verdict in SEGMENTS
    }
    top = 0.0
    for (region, year), rows in counts.groupby(["region", "year"], sort=False, dropna=False):
        found = dict(zip(rows["verdict"], rows["n"], strict=True))
        when = words("year.unknown") if pd.isna(year) else words("year", year=year)
        known = None if pd.isna(region) else region
        name = known or words("trend.nowhere")
        notes.append(charts.note(top, f"<b>{html.escape(f'{name} · {when}')}</b>", 14, colours["ink"]))
        lines = _lines([f"{charts.verdict_label(kind, words)} {found[kind]}" for kind in SEGMENTS if kind in found])
        for place, line in enumerate(lines):
            notes.append(charts.note(top + _NAME + place * _LINE, html.escape(line), 12, colours["ink"]))
        middle = top + _NAME + len(lines) * _LINE + 4 + _BAR / 2
        base = 0
        for kind, bar in bars.items():
            if kind in found:
                n = int(found[kind])
                bar["x"].append(n)
                bar["y"].append(middle)
                bar["base"].append(base)
                # On a pattern a number cannot be read; the words above the bar have it.
                bar["text"].append(str(n) if n / longest >= _ROOM and not SEGMENTS[kind] else "")
                bar["customdata"].append([known, None if pd.isna(year) else int(year), kind])
                bar["hovertext"].append(f"{name} {when}\n{words(f'verdict.{kind}')} {n:,}")
                base += n
        top = middle + _BAR / 2 + _GAP
    return {
        "data": [_bar(kind, bar, words, colours, theme) for kind, bar in bars.items() if bar["x"]],
        "layout": {
            "annotations": notes,
            "height": int(top + _TOP + _BOTTOM),
            "margin": {"l": 6, "r": 12, "t": _TOP, "b": _BOTTOM},
            "barmode": "overlay",
            "showlegend": False,
            "xaxis": {"range": [0, longest * 1.02], "nticks": 6, "tickformat": ",d", "zeroline": False},
            "yaxis": {"range": [top, -4], "visible": False},
        },
    }


def describe(counts: pd.DataFrame, words: Words) -> str:
    """The chart in a sentence, for those who hear the page."""
    items = []
    for (region, year), rows in counts.groupby(["region", "year"], sort=False, dropna=False):
        when = words("year.unknown") if pd.isna(year) else words("year", year=year)
        said = " ".join(f"{words(f'verdict.{kind}')} {n}" for kind, n in zip(rows["verdict"], rows["n"], strict=True))
        items.append(f"{region} {when} {said}")
    return words("overview.bars_alt", rows="；".join(items))


def by_place(counts: pd.DataFrame) -> pd.DataFrame:
    """The table twin: one row a region and year, one column a verdict, absent counts as 0."""
    years = counts.assign(year=counts["year"].astype("Int64"))
    order = years[["region", "year"]].drop_duplicates().reset_index(drop=True)
    wide = order.copy()
    for kind in SEGMENTS:
        found = years.loc[years["verdict"] == kind, ["region", "year", "n"]].rename(columns={"n": kind})
        wide = wide.merge(found, on=["region", "year"], how="left")
        wide[kind] = wide[kind].fillna(0).astype("int64")
    return wide


def _bar(kind: str, bar: dict[str, list], words: Words, colours: dict[str, str], theme: str) -> dict[str, Any]:
    colour = colours.get(kind, colours["other"])
    ground = GROUNDS[theme]
    return {
        "type": "bar", **bar, "name": words(f"verdict.{kind}"), "orientation": "h", "width": _BAR,
        "textposition": "inside", "insidetextanchor": "middle", "textangle": 0, "constraintext": "none",
        "textfont": {"size": 12, "color": ground if kind == "met" else colours["ink"]},
        "marker": {"color": colour if kind == "met" else ground, "line": {"color": colour, "width": 1.5},
                   "pattern": {"shape": SEGMENTS[kind], "fgcolor": colour, "bgcolor": ground, "size": 7,
                               "solidity": 0.25}},
    }  # fmt: skip


def _lines(parts: list[str]) -> list[str]:
    """The parts in lines that fit the narrowest plot, no part broken."""
    lines = [parts[0]]
    for part in parts[1:]:
        longer = f"{lines[-1]}　{part}"
        if charts.width(longer) <= _WIDTH:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines
