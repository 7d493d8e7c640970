"""Editable fields of a figure: a widget for each column that a correction can set, filled in from the row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

import streamlit as st

from extract import catalogue, regions
from extract.schema import BASES, COMPARATORS, KINDS
from views import columns, correction
from views.words import Words

_CLOSED = {"kind": KINDS, "comparator": COMPARATORS, "basis": BASES}
_NUMBERS = ("value", "value_high", "year")


class Unclear(ValueError):
    """What the reader typed cannot be taken; the first argument is a key of the words table, then its field."""


def settable(figure: Mapping) -> tuple[str, ...]:
    """What can be set of a figure, in the order of the form: a percent may also be of a task."""
    task = ("complete",) if figure["unit"] == "%" else ()
    return ("indicator", "value", "value_high", "unit", "kind", "comparator", "basis", "year", "region", *task)


def key(name: str, of: str) -> str:
    """The session's name for the widget of a column, of the form called ``of``."""
    return f"correct_{name}_{of}"


def draw(words: Words, figure: Mapping, names: Sequence[str], of: str) -> None:
    """A widget for each column, filled in from the row; what stands in them is asked by ``typed``."""
    for name in names:
        label, widget, held = columns.header("figures", name, words), key(name, of), initial(figure, name)
        if name == "complete":
            st.checkbox(label, held, key=widget)
        elif name in _CLOSED:
            options = _CLOSED[name]
            st.selectbox(
                label, options, options.index(held), key=widget,
                format_func=lambda one, name=name: words(f"{name}.{one}"),
            )  # fmt: skip
        elif name == "indicator":
            st.text_input(label, held, key=widget)
            # Streamlit's box that takes new words too cuts off the end of a name that ends in the old one.
            st.selectbox(
                words("correct.catalogue"), [*_indicators()], None, key=f"{widget}_known", on_change=_chosen,
                args=(widget,), format_func=lambda one: _indicator_label(one, words),
                placeholder=words("correct.catalogue.placeholder"),
            )  # fmt: skip
        elif name == "region":
            options = ["", *(() if held in ("", *_regions()) else (held,)), *_regions()]
            st.selectbox(
                label, options, options.index(held), key=widget, format_func=lambda one: _region_label(one, words)
            )
        else:
            st.text_input(label, held, key=widget)


def _chosen(widget: str) -> None:
    """Put the name chosen from the catalogue into the field of the name."""
    if known := st.session_state[f"{widget}_known"]:
        st.session_state[widget] = known


def initial(figure: Mapping, name: str) -> object:
    """What stands in a column's widget before anybody touches it."""
    value = figure[name]
    if name == "region":
        shared = value is not None and value not in _regions()
        return (figure["region_code"] or value) if shared else value or ""
    if name in _NUMBERS:
        return "" if value is None else correction.text_of(value)
    return value


def typed(words: Words, names: Sequence[str], of: str) -> dict[str, object]:
    """What stands in the widgets now, by the columns' types. Raises Unclear for what is no number."""
    return {name: _taken(name, st.session_state[key(name, of)], words) for name in names}


def changed(words: Words, figure: Mapping, names: Sequence[str], of: str) -> dict[str, object]:
    """The columns whose widgets hold another value than the row. Raises Unclear for what is no number."""
    now = typed(words, names, of)
    return {name: value for name, value in now.items() if value != _taken(name, initial(figure, name), words)}


def _taken(name: str, held: object, words: Words) -> object:
    """The value of a column that a widget holds."""
    if name in _CLOSED or name == "complete":
        return held
    text = (held or "").strip()
    if name not in _NUMBERS:
        # Only a place can be unknown; a unit that is empty is the lack of one.
        return None if name == "region" and not text else text
    if not text and name != "value":
        return None
    if not re.fullmatch(r"\d{4}" if name == "year" else r"-?\d+(\.\d+)?", text, re.ASCII):
        raise Unclear("correct.number", columns.header("figures", name, words))
    return int(text) if name == "year" else float(text)


@cache
def _indicators() -> dict[str, tuple[str, ...]]:
    """Every indicator of the catalogue and how else it is called."""
    return {one.name: one.aliases for one in catalogue.load().indicators}


def _indicator_label(name: str, words: Words) -> str:
    others = _indicators().get(name, ())
    return words("subject.option", name=name, others=words("list.and").join(others)) if others else name


@cache
def _regions() -> dict[str, regions.Region]:
    """Every place by what a correction calls it: its full name, or its code where several have the name."""
    codes: dict[str, set[str]] = {}
    for one in regions.load().all:
        codes.setdefault(one.name, set()).add(one.code)
    made: dict[str, regions.Region] = {}
    for one in regions.load().all:
        name = one.name if len(codes[one.name]) == 1 else one.code
        if name not in made or one.valid(None):
            made[name] = one
    return made


@cache
def _place(name: str, lang: str) -> str:
    """A place with those it lies in, as readers know it, and until when it stood."""
    words, place = Words(lang), _regions().get(name)
    if place is None:
        return name
    above = [one.name for one in regions.load().parents(place) if one.level != "国"]
    name = words("place.option", name=place.name, above=" ".join(reversed(above))) if above else place.name
    return name if place.valid_to is None else words("correct.until", name=name, year=place.valid_to)


def _region_label(name: str, words: Words) -> str:
    return _place(name, words.lang) if name else words("row.empty")
