"""The form “报告读错”: what is wrong with a row, as an entry for data/corrections.yml to copy."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import streamlit as st

from views import correction, correction_fields, frame, library_reports
from views.correction_fields import Unclear
from views.visit import Visit
from views.words import Words

ACTIONS = ("change", "drop", "add")
# How much of the text stands on either side of a number that is to be added.
_AROUND = 14


def form(seen: Visit, document: Mapping, chosen: str | None) -> None:
    """Ask what is wrong; show the entry that says so, checked as the next build would check it."""
    words = seen.words
    figure = seen.library.figures([chosen])[chosen] if chosen else None
    st.caption(words("correct.about"))
    action = st.radio(
        words("correct.action"), ACTIONS if figure else ACTIONS[-1:], format_func=lambda one: words(f"correct.{one}"),
        key=f"correct_action_{chosen}",
    )  # fmt: skip
    if figure and action != "add" and figure["confidence"] == "checked":
        st.info(words("correct.checked"))
        return
    try:
        written = _written(words, document, figure, action, chosen or document["document_id"])
    except Unclear as fault:
        unclear(fault, words)
        return
    show(written, seen, document)


def unclear(fault: Unclear, words: Words) -> None:
    """Say what is still missing or cannot be taken."""
    key, *field = fault.args
    st.info(words(key, field=field[0]) if field else words(key))


def show(written: str, seen: Visit, document: Mapping) -> None:
    """The entry as text to copy; why the next build would refuse it, where it would."""
    words = seen.words
    if fault := correction.refused(written, library_reports.rows(seen.library, document["document_id"]), document):
        st.warning(words("correct.refused", reason=frame.plain(fault)))
        return
    st.caption(words("correct.copy"))
    st.code(written, language="yaml")


def _written(words: Words, document: Mapping, figure: Mapping | None, action: str, key: str) -> str:
    """The entry, from the fields of the form."""
    span, new = None, {}
    if action == "add":
        span = _found(words, document["text"], key)
        blank = _blank(document, figure)
        correction_fields.draw(words, blank, correction.ADDED, key + "add")
        new = correction_fields.typed(words, correction.ADDED, key + "add")
    elif action == "change":
        names = correction_fields.settable(figure)
        correction_fields.draw(words, figure, names, key)
        new = correction_fields.changed(words, figure, names, key)
    by_hand = (
        st.text_input(words("correct.why"), key=f"correct_why_{key}").strip(),
        st.text_input(words("correct.by"), key=f"correct_by_{key}").strip(),
    )
    if action == "change" and not new:
        raise Unclear("correct.nothing")
    if not all(by_hand):
        raise Unclear("correct.who")
    on = dt.date.today()
    if action == "add":
        return correction.add(document["document_id"], document["text"], *span, new, *by_hand, on)
    return correction.drop(figure, *by_hand, on) if action == "drop" else correction.change(figure, new, *by_hand, on)


def _blank(document: Mapping, figure: Mapping | None) -> dict:
    """What a figure that was missed is likely to be: of the report's place and year."""
    return {
        "value": None, "value_high": None, "unit": figure["unit"] if figure else "%", "indicator": "",
        "kind": "achieved", "comparator": "=", "basis": "level", "year": document["year"],
        "region": document["region"], "region_code": document["region_code"],
    }  # fmt: skip


def _found(words: Words, text: str, key: str) -> tuple[int, int]:
    """Where the number that was missed stands in the text, chosen among the places that read so."""
    wanted = st.text_input(words("correct.missed"), key=f"correct_missed_{key}", help=words("correct.missed.help"))
    if not wanted.strip():
        raise Unclear("correct.which")
    wanted = wanted.strip()
    places = [match.start() for match in re.finditer(re.escape(wanted), text)]
    if not places:
        raise Unclear("correct.absent", frame.plain(wanted))

    def around(place: int) -> str:
        end = place + len(wanted)
        before, after = text[max(0, place - _AROUND) : place], text[end : end + _AROUND]
        return f"…{before}【{wanted}】{after}…".replace("\n", " ")

    place = st.selectbox(words("correct.where"), places, format_func=around, key=f"correct_where_{key}_{wanted}")
    return place, place + len(wanted)
