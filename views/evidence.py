"""The evidence of a figure as HTML: the sentence of the report with the number marked."""

from __future__ import annotations

import html
from collections.abc import Mapping

from views import numbers, rules
from views.words import Words

# Facts that may be long: each has a line of its own.
_LONG = ("evidence.report", "evidence.section", "evidence.rule")


class EvidenceError(ValueError):
    """A figure's offsets do not lead to its characters in the quoted sentence."""


def marked_quote(figure: Mapping) -> str:
    """The quoted sentence, escaped, with the number in ``<mark>``.

    Raises EvidenceError where the characters at the figure's offsets are not its ``value_text``.
    """
    sentence, text = figure["quote"], figure["value_text"]
    begin = figure["start"] - figure["quote_start"]
    end = figure["end"] - figure["quote_start"]
    if begin < 0 or sentence[begin:end] != text:
        raise EvidenceError(f"figure {figure['figure_id']}: {text!r} does not stand at its place in the quote")
    return f"{html.escape(sentence[:begin])}<mark>{html.escape(text)}</mark>{html.escape(sentence[end:])}"


def card(figure: Mapping, words: Words, role: str, report: str | None = None) -> str:
    """One figure's evidence as an HTML section: role, value, quote with the mark, and where it stands.

    ``role`` is what the figure is in the judgement: achieved, target or baseline. ``report`` is the
    link that opens the report at the figure.
    """
    value = numbers.figure(
        figure["value"], figure["value_high"], figure["comparator"], figure["unit"], figure["basis"], words
    )
    facts = {
        "evidence.report": figure["title"] or figure["source"],
        "evidence.section": figure["section"],
        "evidence.indicator": figure["indicator_text"],
        "evidence.kind": words(f"kind.{figure['kind']}"),
        "evidence.region": figure["region"],
        "evidence.year": words("year.unknown") if figure["year"] is None else words("year", year=figure["year"]),
        "evidence.comparator": words(f"comparator.{figure['comparator']}"),
        "evidence.basis": words("basis.task" if figure["complete"] else f"basis.{figure['basis']}"),
        "evidence.confidence": words(f"confidence.{figure['confidence']}"),
        "evidence.published": figure["published"],
        "evidence.issuer": figure["issuer"],
        "evidence.source": figure["source"],
        "evidence.rule": rules.names(figure["rule"] or "", words),
    }
    rows = "".join(
        _fact(words(key), str(fact), whole=key in _LONG) for key, fact in facts.items() if fact not in (None, "")
    )
    return (
        f'<section class="evidence evidence-{role}"><h3>{html.escape(words(f"role.{role}"))}'
        f"<span>{html.escape(value)}</span></h3>{quote(figure, words)}{opener(report, words)}<dl>{rows}</dl></section>"
    )


def quote(figure: Mapping, words: Words) -> str:
    """The sentence as an HTML quotation with the number marked; without the mark, saying so, where it is misplaced."""
    try:
        return f"<blockquote>{marked_quote(figure)}</blockquote>"
    except EvidenceError:
        return (
            f"<p><em>{html.escape(words('evidence.misplaced'))}</em></p>"
            f"<blockquote>{html.escape(figure['quote'])}</blockquote>"
        )


def opener(report: str | None, words: Words) -> str:
    """The link that opens the report at a figure; nothing without one."""
    if report is None:
        return ""
    return f'<p class="opener"><a href="{html.escape(report)}">{html.escape(words("evidence.open"))}</a></p>'


def _fact(name: str, fact: str, whole: bool) -> str:
    line = ' class="whole"' if whole else ""
    return f"<div{line}><dt>{html.escape(name)}</dt><dd>{html.escape(fact)}</dd></div>"
