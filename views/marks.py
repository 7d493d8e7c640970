"""What can be clicked on a page to see its sentences: tables that hold a choice, and the marks of charts."""

from __future__ import annotations

import streamlit as st

from views import inner, link, visit

# The choices that a mark of the open page stands for: with these alone the rest of the page stays as it is.
_CHOICES = {"judgement", "figure"}


def table_key(name: str) -> str:
    """The key of a table's widget; it changes when a mark takes the choice over, so that no old row stays lit."""
    return f"table-{name}-{st.session_state['arrivals']}-{st.session_state.get('turn', 0)}"


def follow() -> None:
    """Listen to the page's links; a mark of the open page changes what is chosen, and nothing else."""
    inner.follow(_choose)


def _choose(where: inner.Destination) -> bool:
    """Take the choice of a link that differs from the open page in that alone; whether it was one."""
    state = st.session_state
    page, (name, params) = state["page"], where
    here = link.serialise(visit.current(), page)
    changed = {one for one in {*here, *params} if here.get(one) != params.get(one)}
    if name != page.name or not changed or not changed <= _CHOICES & set(page.parameters):
        return False
    view, _ = link.parse(params, state["choices"], page)
    if "judgement" in changed:
        visit.choose(view.judgement)
    else:
        visit.set_own(figure=view.many("figure"))
    state["turn"] = state.get("turn", 0) + 1
    visit.write_address()  # a quick reader leaves before the page is whole, and comes back to what was chosen
    return True
