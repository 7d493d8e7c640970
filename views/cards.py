"""One region's indicators as cards, by domain. A frame in, HTML out."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping

import pandas as pd

from views import charts, numbers
from views.words import Words

Href = Callable[[str], str]
# Against the earlier value: what metrics.schema says in Chinese, by the key of the words table.
DIRECTIONS = {"改善": "better", "持平": "same", "恶化": "worse"}


def domain_cards(rows: pd.DataFrame, words: Words, href: Href, selected: str | None = None) -> str:
    """The cards of one domain: latest value and year, earlier value, target, verdict.

    ``rows`` are of ``library_region.profile``; ``href`` gives the link that opens a point's evidence;
    ``selected`` is the id of the point whose card is lit up.
    """
    return f'<div class="cards">{"".join(_card(row, words, href, selected) for row in rows.to_dict("records"))}</div>'


def point_of(row: Mapping) -> str:
    """The point that a card stands for: its latest value, else its target."""
    return row["target_id"] if pd.isna(row["value_id"]) else row["value_id"]


def _card(row: Mapping, words: Words, href: Href, selected: str | None) -> str:
    lines = [f'<span class="name">{html.escape(row["indicator"])}</span>', _latest(row, words)]
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
    lit = ' aria-current="true"' if point_of(row) == selected else ""
    return f'<a class="card" href="{html.escape(href(point_of(row)))}"{lit}>{"".join(lines)}</a>'


def _latest(row: Mapping, words: Words) -> str:
    if pd.isna(row["value"]):
        return f'<span class="none">{html.escape(words("card.no_value"))}</span>'
    value = numbers.figure(row["value"], row["value_high"], row["comparator"], row["unit"], row["basis"], words)
    year = words("year.unknown") if pd.isna(row["year"]) else words("year", year=row["year"])
    basis = "basis.task" if row["complete"] else "basis.change" if row["basis"] == "change" else ""
    said = " · ".join(part for part in (year, words(basis) if basis else "") if part)
    return f'<span class="value">{html.escape(value)}</span><small>{html.escape(said)}</small>'
