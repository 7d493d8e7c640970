"""Rows a page at a time: which page is shown stands in the address (``page``), with the way to the others."""

from __future__ import annotations

import math
from collections.abc import Hashable

import streamlit as st

from views import visit
from views.visit import Visit


def turned_to(
    seen: Visit, name: str, asked: Hashable, rows: int, size: int, said: str, n: int | None = None, **beside: tuple
) -> int:
    """Which page of so many rows is shown (the first is 1), ``size`` rows a page, said by a key of the words.

    ``name`` begins the keys of the widgets; ``asked`` is what the rows answer: once it changes they begin at their
    first page. ``n`` is how many there are in all, where not all can be turned to; ``beside`` are choices of the
    page's own that are set along with a turn.
    """
    words, last = seen.words, math.ceil(rows / size)
    wanted = int(seen.view.one("page") or 1)
    # A filter of the sidebar was changed since the last run: other rows begin at their first page.
    held, arrival = f"{name}_asked", st.session_state["arrivals"]
    before, st.session_state[held] = st.session_state.get(held), (arrival, asked)
    if before and before[0] == arrival and before[1] != asked and wanted > 1:
        visit.hold_own(page=())
        wanted = 1
    if wanted > last:
        st.warning(words("data.beyond", page=wanted, last=last))
    at = min(wanted, last)
    if at != wanted:
        visit.hold_own(page=(str(at),) if at > 1 else ())

    def turn(to: int) -> None:
        visit.set_own(page=(str(to),) if to > 1 else (), **beside)

    first = (at - 1) * size
    with st.container(horizontal=True, vertical_alignment="center", key=f"{name}_pager"):
        st.html(
            f'<span class="place" role="status">'
            f"{words(said, first=first + 1, last=min(first + size, rows), n=rows if n is None else n)}</span>"
        )
        if last > 1:
            st.button(words("data.previous"), key=f"{name}_previous", disabled=at == 1, on_click=turn, args=(at - 1,))
            st.button(words("data.next"), key=f"{name}_next", disabled=at == last, on_click=turn, args=(at + 1,))
    return at
