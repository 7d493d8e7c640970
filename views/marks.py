"""Charts and tables whose marks can be clicked: their keys, and which of them holds the reader's choice."""

from __future__ import annotations

import streamlit as st


def widget_key(kind: str, name: str) -> str:
    """A key that changes when another widget takes the choice over, so that no old selection stays lit.

    ``kind`` is chart or table, ``name`` tells it from the others of its page.
    """
    key = f"{kind}-{name}-{st.session_state['arrivals']}"
    turns = st.session_state.setdefault("turns", {})
    return f"{key}-{turns.setdefault(key, 0)}"


def others_let_go(holder: str) -> None:
    """Give every other chart or table that still holds a selection a fresh start."""
    turns = st.session_state["turns"]
    for key, turn in list(turns.items()):
        state = st.session_state.get(f"{key}-{turn}")
        if f"{key}-{turn}" != holder and (key.startswith("table-") or (state and state["selection"]["points"])):
            turns[key] += 1
