"""The arrangement of 目标与完成: its span of years, the order of its rows, and how they are grouped."""

from __future__ import annotations

import streamlit as st

from views import link, visit
from views.visit import Visit


def controls(seen: Visit, years: tuple[int, ...]) -> None:
    """The three choices in a row; each is kept in the address. ``years`` are those that the judgements offer."""
    words, view, state = seen.words, seen.view, st.session_state
    with st.container(horizontal=True, vertical_alignment="bottom", key="arrange"):
        for name, options in (("sort", link.SORTS), ("group", link.GROUPS)):
            state[f"pick_{name}"] = view.one(name) or options[0]
            st.selectbox(
                words(f"filter.{name}"), options, key=f"pick_{name}", on_change=_chosen, args=(name, options[0]),
                format_func=lambda option, name=name: words(f"{name}.{option}"), help=words(f"filter.{name}.help"),
                width=210,
            )  # fmt: skip
        ends = sorted(years)
        if len(ends) > 1:
            state["pick_from"], state["pick_to"] = _within(view.one("span"), ends)
            for name, offered in (("from", ends), ("to", ends[::-1])):
                st.selectbox(
                    words(f"span.{name}"), offered, key=f"pick_{name}", on_change=_span_chosen, args=(ends, name),
                    help=words("filter.span.help"), width=110,
                )  # fmt: skip


def _within(span: str | None, ends: list[int]) -> tuple[int, int]:
    """First and last year of the span as far as the data have them, else of all the data."""
    if span is None:
        return ends[0], ends[-1]
    first, last = (int(year) for year in span.split("-"))
    inside = [year for year in ends if first <= year <= last]
    return (inside[0], inside[-1]) if inside else (ends[0], ends[-1])


def _chosen(name: str, default: str) -> None:
    value = st.session_state[f"pick_{name}"]
    visit.set_own(**{name: () if value == default else (value,)})


def _span_chosen(ends: list[int], moved: str) -> None:
    first, last = st.session_state["pick_from"], st.session_state["pick_to"]
    if first > last:
        # The end that was not moved comes along.
        first, last = (first, first) if moved == "from" else (last, last)
    visit.set_own(span=() if (first, last) == (ends[0], ends[-1]) else (f"{first}-{last}",))
    visit.choose(None)


def lift_span() -> None:
    """Look at all years again."""
    visit.set_own(span=())
