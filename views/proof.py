"""The evidence beside a chart: the sentences behind a chosen point, in a sheet that comes into view."""

from __future__ import annotations

import html
from collections.abc import Sequence

import streamlit as st

from metrics import national
from views import copying, evidence, frame, numbers, pages, visit
from views.library import Library
from views.visit import Visit
from views.words import Words


def sheet(seen: Visit, title: str, where: str, cards: Sequence[str], note: str = "") -> None:
    """The chosen point's evidence: its name, where and when, and the cards; without cards a hint what to click."""
    words = seen.words
    with st.container(key="evidence"):
        if not cards:
            st.header(words("evidence.title"), anchor=False)
            st.info(words("evidence.hint_point"))
            return
        with st.container(key="evidence_sheet"):
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                st.html(f'<p class="verdict">{html.escape(title)}</p>')
                st.button(words("evidence.close"), on_click=visit.set_own, kwargs={"figure": ()}, key="close_evidence")
            st.markdown(frame.plain(where))
            if note:
                st.markdown(frame.plain(note))
            if chosen := seen.view.one("figure"):
                copying.point(seen, chosen)
            st.html("".join(cards))


def cards(library: Library, ids: Sequence[str], words: Words) -> list[str]:
    """One card a point: a figure's sentence, a national row's document, a derived target's arithmetic and figures."""
    derived = library.ask(
        """SELECT DISTINCT ON (target_id) target_id, target_arithmetic, target_derived_from, target_value,
                  target_value_high, target_comparator::VARCHAR AS target_comparator, unit, basis::VARCHAR AS basis
           FROM judged WHERE list_contains(?, target_id) AND target_source = 'derived'
           ORDER BY target_id, judgement_id""",
        [list(ids)],
    ).to_pylist()
    worked_out = {row["target_id"]: row for row in derived}
    sources = {row["target_id"]: row["target_derived_from"].split("+") for row in derived}
    figures = library.figures([*ids, *(one for group in sources.values() for one in group)])
    made = []
    for one in ids:
        if one in figures:
            made.append(_figure(library, figures[one], words))
        elif one.startswith(national.PREFIX):
            made += [_national(row, words) for row in national.load().rows if national.PREFIX + row.id == one]
        elif one in worked_out:
            made.append(_derived(worked_out[one], words))
            made += [_figure(library, figures[of], words) for of in sources[one] if of in figures]
    return made


def _figure(library: Library, figure: dict, words: Words) -> str:
    own = {"report": figure["document_id"], "figure": figure["figure_id"]}
    return evidence.card(figure, words, figure["kind"], pages.href("report", library, words.lang, own))


def _national(row: national.NationalRow, words: Words) -> str:
    value = numbers.figure(row.value, row.value_high, row.comparator, row.unit, "level", words)
    role = "target" if row.kind == "target" else "achieved"
    facts = {
        "evidence.report": row.document,
        "evidence.section": row.locator,
        "evidence.published": row.issued,
        "evidence.region": row.region,
        "evidence.year": words("year", year=row.year),
        "evidence.comparator": words(f"comparator.{row.comparator}"),
        "evidence.binding": row.binding,
        "evidence.confidence": words("national.checked" if row.checked else "national.unchecked"),
    }
    return _card(role, words(f"national.{row.kind}"), value, facts, words)


def _derived(row: dict, words: Words) -> str:
    value = numbers.figure(
        row["target_value"], row["target_value_high"], row["target_comparator"], row["unit"], row["basis"], words
    )
    return _card("target", words("derived.target"), value, {"evidence.arithmetic": row["target_arithmetic"]}, words)


def _card(role: str, name: str, value: str, facts: dict[str, str], words: Words) -> str:
    rows = "".join(
        f'<div class="whole"><dt>{html.escape(words(key))}</dt><dd>{html.escape(fact)}</dd></div>'
        for key, fact in facts.items()
        if fact
    )
    return (
        f'<section class="evidence evidence-{role}"><h3>{html.escape(name)}<span>{html.escape(value)}</span></h3>'
        f"<dl>{rows}</dl></section>"
    )
