"""One figure's row with every field in words: what the tables hold of it, nothing left out."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from views import columns, evidence, numbers, rules
from views.words import Words

# What a reader asks first; each group is a block of the card.
GROUPS = {
    "reading": (
        "indicator", "indicator_text", "value", "value_high", "unit", "value_text", "kind", "comparator", "basis",
        "complete", "year", "as_of", "region", "region_code", "region_level", "domain", "indicator_id",
    ),
    "reliance": ("confidence", "rule"),
    "place": (
        "section", "title", "issuer", "published", "source", "document_id", "start", "end", "quote_start", "figure_id",
    ),
}  # fmt: skip
# Fields in a closed list are told in the words of the list.
_CODED = ("kind", "comparator", "basis", "confidence")
_LONG = ("indicator", "indicator_text", "section", "title", "rule")


def field_text(figure: Mapping, name: str, words: Words) -> str:
    """One field of a figure in words; where it is empty, that it is."""
    value = figure[name]
    if value is None or value == "":
        return words("row.empty")
    if name in _CODED:
        return words(f"{name}.{value}")
    if name == "rule":
        return rules.names(value, words)
    if name == "complete":
        return words("row.yes" if value else "row.no")
    if name in ("value", "value_high"):
        return numbers.plain(value)
    return str(value)


def card(figure: Mapping, words: Words, report: str | None = None) -> str:
    """The row as an HTML section: value, sentence with the number marked, and all fields by group.

    ``report`` is the link that opens the report at the figure.
    """
    label = numbers.figure(
        figure["value"], figure["value_high"], figure["comparator"], figure["unit"], figure["basis"], words
    )
    quote = evidence.quote(figure, words)
    groups = "".join(
        f"<h4>{html.escape(words(f'row.{group}'))}</h4>{facts(figure, names, words)}"
        for group, names in GROUPS.items()
    )
    kind = figure["kind"]
    return (
        f'<section class="evidence row" data-figure="{figure["figure_id"]}">'
        f"<h3>{html.escape(figure['indicator'])}<span>{html.escape(label)}</span></h3>"
        f'<p class="kind"><b class="sign {kind}">{words("sign." + kind)}</b> {words("kind." + kind)}</p>'
        f"{quote}{evidence.opener(report, words)}{groups}</section>"
    )


def facts(figure: Mapping, names: Sequence[str], words: Words) -> str:
    """Some fields of a figure as an HTML list of terms, in words."""
    return f"<dl>{''.join(_fact(figure, name, words) for name in names)}</dl>"


def _fact(figure: Mapping, name: str, words: Words) -> str:
    whole = ' class="whole"' if name in _LONG else ""
    header = html.escape(columns.header("figures", name, words))
    return f"<div{whole}><dt>{header}</dt><dd>{html.escape(field_text(figure, name, words))}</dd></div>"
