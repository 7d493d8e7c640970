"""The panel of the page 地区 that writes the region's monitoring report: a span of years, and the button."""

from __future__ import annotations

from functools import partial

import streamlit as st

from views import library_paper, paper, visit
from views.library import Library
from views.visit import Visit
from views.words import Words

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@st.cache_data(show_spinner=False, max_entries=64)
def _years(build: str, place: str) -> list[int]:
    return sorted(library_paper.years(st.session_state["visit"].library, place))


@st.cache_data(show_spinner=False, max_entries=16)
def _written(
    build: str, lang: str, place: str, span: tuple[int, int] | None, method: str, _library: Library
) -> bytes:  # fmt: skip
    return paper.write(_library, Words(lang), place, span, method)


def panel(seen: Visit, place: str) -> None:
    """Years and button; the document is written on the click, and kept for the next reader of the same build."""
    words = seen.words
    st.header(words("paper.title"), anchor=False)
    st.caption(words("paper.about"))
    with st.container(horizontal=True, vertical_alignment="bottom", key="paper"):
        span = _span(seen, _years(seen.view.build, place))
        st.download_button(
            words("paper.download"),
            partial(_written, seen.view.build, words.lang, place, span, seen.view.method, seen.library),
            f"{words('paper.file', place=place)}.docx", MIME, key="paper_download", on_click="ignore", type="primary",
        )  # fmt: skip


def _span(seen: Visit, years: list[int]) -> tuple[int, int] | None:
    """The two boxes where there are several years; returns the span, None for all of them."""
    wanted = seen.view.one("span")
    inside = [year for year in years if wanted is None or int(wanted[:4]) <= year <= int(wanted[5:])]
    if not inside:
        visit.leave_out("span")
    if len(years) < 2:
        return None
    span = (inside[0], inside[-1]) if inside and inside != years else None
    st.session_state["paper_from"], st.session_state["paper_to"] = span or (years[0], years[-1])
    for name, offered in (("from", years), ("to", years[::-1])):
        st.selectbox(
            seen.words(f"span.{name}"), offered, key=f"paper_{name}", on_change=_chosen, args=(years, name), width=110
        )
    return span


def _chosen(years: list[int], moved: str) -> None:
    first, last = st.session_state["paper_from"], st.session_state["paper_to"]
    if first > last:
        # The end that was not moved comes along.
        first, last = (first, first) if moved == "from" else (last, last)
    visit.set_own(span=() if (first, last) == (years[0], years[-1]) else (f"{first}-{last}",))
