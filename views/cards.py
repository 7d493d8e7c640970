"""One region's indicators as cards, by domain. A frame in, HTML out."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from views import charts, numbers, paces, picture
from views.words import Words

Href = Callable[[str], str]
# Against the earlier value: what metrics.schema says in Chinese, by the key of the words table.
DIRECTIONS = {"改善": "better", "持平": "same", "恶化": "worse"}
# The small line's own coordinates.
_WIDE, _HIGH = 150, 30


@dataclass(frozen=True)
class Look:
    """What a card is drawn with besides its row.

    Attributes:
        lines: values over the years by indicator, unit, basis and complete, as ``library_region.lines`` gives them.
        theme: a key of charts.PALETTES.
        method: how the pace is told, one of paces.METHODS.
    """

    lines: Mapping[tuple, Sequence[tuple[int, float]]] = field(default_factory=dict)
    theme: str = "light"
    method: str = paces.METHODS[0]


def domain_cards(
    rows: pd.DataFrame, words: Words, href: Href, selected: str | None = None, look: Look | None = None
) -> str:
    """The cards of one domain: latest value and year, its line over the years, earlier value, target, verdict, pace.

    ``rows`` are of ``library_region.profile``; ``href`` gives the link that opens a point's evidence;
    ``selected`` is the id of the point whose card is lit up.
    """
    look = look or Look()
    drawn = "".join(_card(row, words, href, selected, look) for row in rows.to_dict("records"))
    return f'<div class="cards">{drawn}</div>'


def point_of(row: Mapping) -> str:
    """The point that a card stands for: its latest value, else its target."""
    return row["target_id"] if pd.isna(row["value_id"]) else row["value_id"]


def _card(row: Mapping, words: Words, href: Href, selected: str | None, look: Look) -> str:
    lines = [f'<span class="name">{html.escape(row["indicator"])}</span>', _latest(row, words)]
    if points := look.lines.get((row["indicator"], row["unit"], row["basis"], row["complete"])):
        lines.append(spark(points, row, words, charts.PALETTES[look.theme]))
    if not pd.isna(row["earlier_value"]):
        earlier = numbers.figure(row["earlier_value"], None, "=", row["unit"], row["basis"], words)
        lines.append(f"<small>{html.escape(words('card.earlier', year=row['earlier_year'], value=earlier))}</small>")
    moved = DIRECTIONS.get(row["direction"]) if not pd.isna(row["direction"]) else None
    if moved and not pd.isna(row["earlier_value"]):
        arrow = "↑" if row["value"] > row["earlier_value"] else "↓" if row["value"] < row["earlier_value"] else "→"
        lines.append(f'<small class="moved">{arrow} {words(f"direction.{moved}")}</small>')
    if row["verdict"] != "no_target":
        year = {"year": row["year"] if not pd.isna(row["year"]) else row["target_year"]}
        target = charts.target_label({**row, **year, "basis": row["basis"]}, words)
        lines.append(f"<small>{html.escape(target)}</small>")
        verdict = html.escape(charts.verdict_label(row["verdict"], words))
        lines.append(f'<span class="stands is-{row["verdict"]}">{verdict}</span>')
        if paced := paces.label(row, words, look.method):
            lines.append(f"<small>{html.escape(paced)}</small>")
    lit = ' aria-current="true"' if point_of(row) == selected else ""
    return f'<a class="card" href="{html.escape(href(point_of(row)))}"{lit}>{"".join(lines)}</a>'


def spark(points: Sequence[tuple[int, float]], row: Mapping, words: Words, colours: Mapping[str, str]) -> str:
    """The values over the years as a small line, the target as a dashed one; the text tells every year."""
    aim = None if row["verdict"] == "no_target" or row["basis"] == "change" else row["target_value"]
    values = [value for _, value in points] + ([] if aim is None else [aim])
    first, last = points[0][0], points[-1][0]
    low, high = min(values), max(values)

    def at(year: int, value: float) -> tuple[float, float]:
        rise = 0.5 if high == low else (value - low) / (high - low)
        return round((year - first) / (last - first) * _WIDE, 1), round((1 - rise) * _HIGH, 1)

    places = [at(year, value) for year, value in points]
    path = " L".join(f"{x:g} {y:g}" for x, y in places)
    parts = [f'<path d="M{path}" fill="none" stroke="{colours["met"]}" stroke-width="2"/>']
    parts += [f'<circle cx="{x:g}" cy="{y:g}" r="2.5" fill="{colours["met"]}"/>' for x, y in places]
    if aim is not None:
        _, level = at(last, aim)
        parts.insert(0, f'<path d="M0 {level:g} H{_WIDE}" stroke="{colours["unmet"]}" stroke-dasharray="4 3"/>')
    said = words("list.and").join(
        words("spark.point", year=year, value=numbers.amount(value, row["unit"], words.lang)) for year, value in points
    )
    return picture.image("".join(parts), (-4, -4, _WIDE + 8, _HIGH + 8), words("spark.alt", rows=said), "spark")


def _latest(row: Mapping, words: Words) -> str:
    if pd.isna(row["value"]):
        return f'<span class="none">{html.escape(words("card.no_value"))}</span>'
    value = numbers.figure(row["value"], row["value_high"], row["comparator"], row["unit"], row["basis"], words)
    year = words("year.unknown") if pd.isna(row["year"]) else words("year", year=row["year"])
    basis = "basis.task" if row["complete"] else "basis.change" if row["basis"] == "change" else ""
    said = " · ".join(part for part in (year, words(basis) if basis else "") if part)
    return f'<span class="value">{html.escape(value)}</span><small>{html.escape(said)}</small>'
