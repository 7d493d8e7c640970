"""What every page shares: the tables, the reader's choices, and the address that keeps them.

The address is read once, when a visit begins. From then on the widgets hold
the choices and the address follows them, so that it can be copied at any time.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from views import link
from views.library import Library, TableMissing, TableUnreadable, stamp
from views.link import Choices, Notice, View
from views.words import Words

DEFAULT_FOLDER = Path(__file__).parent.parent / "data"
_WIDGETS = ("lang", *link.FILTERS, "show")


@dataclass(frozen=True)
class Visit:
    """The tables, the words and the present choices, as a page gets them."""

    library: Library
    words: Words
    view: View


def folder() -> Path:
    """Where the tables are: data/ beside dashboard.py, or the folder that DABIAO_DATA names."""
    return Path(os.environ.get("DABIAO_DATA") or DEFAULT_FOLDER)


@st.cache_resource(show_spinner=False, max_entries=2)
def _library(path: Path, _stamp: tuple, key: str) -> Library:
    return Library(path)


@st.cache_resource(show_spinner=False, max_entries=2)
def _choices(build: str, _opened: Library) -> Choices:
    return _opened.choices()


def language() -> str:
    """The language of this run: the switch, else the address, else Chinese."""
    wanted = st.session_state.get("lang") or st.query_params.get("lang")
    return wanted if wanted in link.LANGUAGES else link.LANGUAGES[0]


def theme() -> str:
    """The reader's theme, light or dark; light until the browser has told."""
    return "dark" if st.context.theme.type == "dark" else "light"


def open_library() -> Library:
    """The tables as they are on disk now. Raises TableMissing or TableUnreadable."""
    path = folder()
    found = stamp(path)
    return _library(path, found, repr(found))


def begin(library: Library) -> Visit:
    """Take the choices from the address when a visit begins, from the widgets' state after.

    The address is read again when the reader goes back in the browser's history, and the choices are
    held against the data again when a newer build has come; what it no longer offers is dropped with
    a notice.
    """
    choices = _choices(library.build, library)
    state = st.session_state
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    if "build" not in state or _went_back(params):
        _take(params, choices)
    elif state["build"] != library.build:
        _take(link.serialise(current()), choices)
    state["choices"] = choices
    return Visit(library, Words(state["lang"]), current())


def _went_back(params: dict[str, list[str]]) -> bool:
    """Whether the address changed while no widget did. An empty address is a change of page, not a wish."""
    state = st.session_state
    written: View | None = state.get("written")
    return bool(params) and written is not None and written == current() and params != link.serialise(written)


def _take(params: dict[str, list[str]], choices: Choices) -> None:
    """Set every choice from query parameters; charts and tables start afresh, with nothing selected of old."""
    state = st.session_state
    view, state["notices"] = link.parse(params, choices)
    for name in _WIDGETS:
        value = getattr(view, name)
        state[name] = list(value) if name in link.FILTERS else value
    state["judgement"], state["build"] = view.judgement, choices.build
    state["arrivals"] = state.get("arrivals", 0) + 1


def current() -> View:
    """The view that the widgets hold now."""
    state = st.session_state
    return View(
        lang=state["lang"],
        **{name: tuple(state[name]) for name in link.FILTERS},
        show=state["show"],
        judgement=state["judgement"],
        build=state["build"],
    )


def choose(judgement: str | None) -> None:
    """Put a judgement's evidence on the page, or take it off (None)."""
    st.session_state["judgement"] = judgement
    settle()


def lift(name: str) -> None:
    """Clear one filter (one of link.FILTERS)."""
    st.session_state[name] = []
    settle()


def widen(show: str) -> None:
    """Show another kind of rows (one of link.SHOWS)."""
    st.session_state["show"] = show
    settle()


def settle() -> None:
    """The reader has moved on: what was said about the address is no longer of use."""
    st.session_state["notices"] = []


def notices() -> list[Notice]:
    """What in the address could not be followed."""
    return st.session_state["notices"]


def write_address() -> None:
    """Make the address say what the page shows."""
    st.session_state["written"] = current()
    wanted = link.serialise(st.session_state["written"])
    if {name: st.query_params.get_all(name) for name in st.query_params} != wanted:
        st.query_params.from_dict(wanted)


def failure_text(error: TableMissing | TableUnreadable, words: Words) -> str:
    """Why there is nothing to show, and the command that mends it."""
    if isinstance(error, TableMissing):
        return words("empty.missing", table=error.table, path=error.path, command=error.command)
    return words("empty.unreadable", table=error.table, path=error.path, command=error.command, reason=error.reason)
