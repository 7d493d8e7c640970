"""The form “报告读错”: what is wrong with a row, as an entry for data/corrections.yml to copy."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from extract import corrections
from extract.schema import BASES, COMPARATORS, KINDS
from views import columns, correction, frame, library_reports
from views.visit import Visit
from views.words import Words

ACTIONS = ("change", "drop", "add")
_CLOSED = {"kind": KINDS, "comparator": COMPARATORS, "basis": BASES}
_NUMBERS = ("value", "value_high", "year")
# How much of the text stands on either side of a number that is to be added.
_AROUND = 14


class Unclear(ValueError):
    """What the reader typed cannot be taken; the first argument is a key of the words table, then its field."""


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
        key, *field = fault.args
        st.info(words(key, field=field[0]) if field else words(key))
        return
    if fault := refused(written, library_reports.rows(seen.library, document["document_id"]), document):
        st.warning(words("correct.refused", reason=frame.plain(fault)))
        return
    st.caption(words("correct.copy"))
    st.code(written, language="yaml")


def refused(entry: str, rows: list[dict], document: Mapping) -> str:
    """Why the next build would refuse an entry, in the build's own words; empty where it would take it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corrections.yml"
        path.write_text(entry, encoding="utf-8")
        try:
            corrections.load(path).apply(rows, document)
        except corrections.CorrectionError as fault:
            return str(fault).replace(str(path), "corrections.yml")
    return ""


def _written(words: Words, document: Mapping, figure: Mapping | None, action: str, key: str) -> str:
    """The entry, from the fields of the form."""
    span, new = None, {}
    if action == "add":
        span = _found(words, document["text"], key)
        new = _fields(words, _blank(document, figure), correction.ADDED, key + "add")
    elif action == "change":
        typed = _fields(words, figure, settable(figure), key)
        new = {name: value for name, value in typed.items() if value != figure[name]}
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


def settable(figure: Mapping) -> tuple[str, ...]:
    """What can be set of a figure: a percent may also be of a task."""
    task = ("complete",) if figure["unit"] == "%" else ()
    return ("value", "value_high", *correction.ADDED[1:], *task)


def _blank(document: Mapping, figure: Mapping | None) -> dict:
    """What a figure that was missed is likely to be: of the report's place and year."""
    return {
        "value": None, "value_high": None, "unit": figure["unit"] if figure else "%", "indicator": "",
        "kind": "achieved", "comparator": "=", "basis": "level", "year": document["year"], "region": document["region"],
    }  # fmt: skip


def _fields(words: Words, figure: Mapping, names: tuple[str, ...], key: str) -> dict[str, object]:
    """A widget for each column, filled in from the row; what stands in them now, by the column's type."""
    made: dict[str, object] = {}
    for name in names:
        label, widget = columns.header("figures", name, words), f"correct_{name}_{key}"
        if name in _CLOSED:
            options = _CLOSED[name]
            made[name] = st.selectbox(
                label, options, options.index(figure[name]), key=widget,
                format_func=lambda one, name=name: words(f"{name}.{one}"),
            )  # fmt: skip
        elif name == "complete":
            made[name] = st.checkbox(label, figure[name], key=widget)
        else:
            shown = "" if figure[name] is None else correction.text_of(figure[name])
            made[name] = _typed(name, st.text_input(label, shown, key=widget).strip(), label)
    return made


def _typed(name: str, text: str, label: str) -> object:
    if name not in _NUMBERS:
        # Only a place can be unknown; a unit that is empty is the lack of one.
        return None if name == "region" and not text else text
    if not text and name != "value":
        return None
    if not re.fullmatch(r"\d{4}" if name == "year" else r"-?\d+(\.\d+)?", text, re.ASCII):
        raise Unclear("correct.number", label)
    return int(text) if name == "year" else float(text)


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
