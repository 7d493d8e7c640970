"""What every page shares: the tables, the reader's choices, and the address that keeps them.

The address is read once, when a visit begins. From then on the widgets hold
the choices and the address follows them, so that it can be copied at any time.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from views import link, pages
from views.library import Library, TableMissing, TableUnreadable, stamp
from views.link import Choices, Notice, Page, View
from views.words import Words

DEFAULT_FOLDER = Path(__file__).parent.parent / "data"
_WIDGETS = ("lang", *link.FILTERS, "show", "method")


@dataclass(frozen=True)
class Visit:
    """The tables, the words and the present choices, as a page gets them."""

    library: Library
    words: Words
    view: View
    page: Page = link.TARGETS


def folder() -> Path:
    """Where the tables are: data/ beside dashboard.py, or the folder that DABIAO_DATA names."""
    return Path(os.environ.get("DABIAO_DATA") or DEFAULT_FOLDER)


@st.cache_resource(show_spinner=False, max_entries=2)
def _library(path: Path, _stamp: tuple, key: str) -> Library:
    return Library(path)


@st.cache_resource(show_spinner=False, max_entries=4)
def _choices(build: str, of: str, _opened: Library) -> Choices:
    return _opened.choices(of)


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


def prepare() -> None:
    """Open the tables before anybody asks for them: of ten million figures that takes a minute. Where they cannot be
    opened, the pages say so."""
    from views import answers  # not above: Streamlit complains of caches that are made before the server runs

    with suppress(TableMissing, TableUnreadable):
        library = open_library()
        for of in ("figures", "judgements"):
            _choices(library.build, of, library)
        answers.prepare(library, _choices(library.build, "figures", library))


def begin(library: Library, name: str) -> Visit:
    """Take the choices of a page (one of pages.NAMES) from the address when the reader comes by one.

    That is when a visit begins, when a link inside the pages is followed, and when the reader goes back
    in the browser's history; else the widgets' state holds them, across pages too. They are held against
    the data again when a newer build has come; what it no longer offers is dropped with a notice.
    """
    page = pages.address(name, library)
    choices = _choices(library.build, page.of, library)
    state = st.session_state
    params = {key: st.query_params.get_all(key) for key in st.query_params}
    first = "build" not in state
    if not first:
        # The state of a widget that this page does not draw would be swept away. A run that was cut off before it
        # came here, by a reader who goes on at once, has lost it already: then what was held last counts.
        for kept in _WIDGETS:
            state[kept] = state[kept] if kept in state else state["held"][kept]
    moved_on = state.pop("moved_on", None) == page.name
    if first or (not moved_on and _led_by_address(params, page, library)):
        _take(params, choices, page, _WIDGETS if first else ("lang", *page.shared))
        state["by_link"] = True
    elif state["build"] != library.build:
        _take(link.serialise(current(page), page), choices, page, page.shared)
    elif page.name != state["page"].name:
        _take(link.serialise(current(page), page), choices, page, page.shared)
        # Other pages offer other values: it was no link that asked for those that this one lacks.
        state["notices"] = [replace(notice, key="notice.page") for notice in state["notices"]]
    state["choices"], state["page"] = choices, page
    state["held"] = {name: state[name] for name in _WIDGETS}
    return Visit(library, Words(state["lang"]), current(page), page)


def _led_by_address(params: dict[str, list[str]], page: Page, library: Library) -> bool:
    """Whether the address changed while no widget did. An empty address is a change of page, not a wish."""
    state = st.session_state
    written: View | None = state.get("written")
    # Going back, the browser still hands over the address of a page that is left: the choices of the one it goes
    # back to are held already. What was written last does not tell, for the run that should have written it may
    # have been cut off; the names in the address do.
    if not params or (set(params) != set(page.parameters) and _is_of_another(params, page, library)):
        return False
    if page.name != state["page"].name:
        return written is None or params != link.serialise(written, state["page"])
    return written is not None and written == current(page) and params != link.serialise(written, page)


def _is_of_another(params: dict[str, list[str]], page: Page, library: Library) -> bool:
    """Whether the parameters are just those of another page's address: whatever is chosen, all of them stand there."""
    others = (pages.address(name, library) for name in pages.NAMES if name != page.name)
    return any(set(params) == set(other.parameters) for other in others)


def _take(params: dict[str, list[str]], choices: Choices, page: Page, names: Sequence[str]) -> None:
    """Set the named choices and the page's own from query parameters; tables start afresh."""
    state = st.session_state
    view, state["notices"] = link.parse(params, choices, page)
    for name in _WIDGETS:
        if name in names:
            value = getattr(view, name)
            state[name] = list(value) if name in link.FILTERS else value
    if "judgement" in page.shared or "judgement" not in state:
        state["judgement"] = view.judgement
    state.setdefault("own", {})[page.name] = view.own
    state["build"] = choices.build
    state["arrivals"] = state.get("arrivals", 0) + 1


def current(page: Page | None = None) -> View:
    """The view that the widgets hold now, of the page that is open or the one given."""
    state = st.session_state
    page = page or state["page"]
    return View(
        lang=state["lang"],
        **{name: tuple(state[name]) for name in link.FILTERS},
        show=state["show"],
        method=state["method"],
        judgement=state["judgement"],
        build=state["build"],
        own=state["own"].get(page.name, ()),
    )


def hold_own(**chosen: Sequence[str]) -> None:
    """Set some of the open page's own choices, by name; no values put one at its default."""
    page: Page = st.session_state["page"]
    held = dict(current().own) | {name: tuple(values) for name, values in chosen.items()}
    st.session_state["own"][page.name] = tuple((own.name, held[own.name]) for own in page.own if held.get(own.name))


def leave_out(name: str) -> None:
    """Put one of the open page's own choices at its default, for it does not go with the others; of a link, say so."""
    if st.session_state["by_link"]:
        st.session_state["notices"] += [Notice("notice.unfit", name, value) for value in current().many(name)]
    hold_own(**{name: ()})


def set_own(**chosen: Sequence[str]) -> None:
    """The same as a wish of the reader."""
    hold_own(**chosen)
    settle()


def choose(judgement: str | None) -> None:
    """Put a judgement's evidence on the page, or take it off (None)."""
    st.session_state["judgement"] = judgement
    settle()


def filtered(name: str) -> None:
    """Follow what was chosen or typed in the box of a filter; say what a typed text leaves open."""
    state = st.session_state
    choices: Choices = state["choices"]
    values = getattr(choices, name)
    said = [value if value in values else link.understood(name, value, values) for value in state[name]]
    state[name] = list(dict.fromkeys(value for value in said if not isinstance(value, Notice)))
    choose(None)
    state["notices"] = [notice for notice in said if isinstance(notice, Notice)]


def cut(listed: int, n: int, words: Words) -> str:
    """For the help of a box: that it lists only some of its values; empty where it lists them all."""
    return words("filter.cut", listed=listed, n=n) if listed < n else ""


def named(name: str, typed: str, called: Mapping[str, str]) -> str | None:
    """The value that a reader chose or typed in a box of the open page; None, and a notice says so, if it is none."""
    said = link.understood(name, typed, [*called], called)
    if isinstance(said, str):
        return said
    settle()
    st.session_state["notices"] = [said]
    return None


def lift(name: str) -> None:
    """Clear one filter (one of link.FILTERS)."""
    st.session_state[name] = []
    settle()


def widen(show: str) -> None:
    """Show another kind of rows (one of link.SHOWS)."""
    st.session_state["show"] = show
    settle()


def settle() -> None:
    """The reader has moved on: what was said about the address is no longer of use, nor what it says by now."""
    st.session_state["notices"] = []
    st.session_state["by_link"] = False
    # A quick reader's next press leaves the browser before the last address got there.
    st.session_state["moved_on"] = st.session_state["page"].name


def notices() -> list[Notice]:
    """What in the address could not be followed."""
    return st.session_state["notices"]


def write_address() -> None:
    """Make the address say what the page shows."""
    st.session_state["written"] = current()
    wanted = link.serialise(st.session_state["written"], st.session_state["page"])
    if {name: st.query_params.get_all(name) for name in st.query_params} != wanted:
        st.query_params.from_dict(wanted)


def failure_text(error: TableMissing | TableUnreadable, words: Words) -> str:
    """Why there is nothing to show, and the command that mends it."""
    if isinstance(error, TableMissing):
        return words("empty.missing", table=error.table, path=error.path, command=error.command)
    return words("empty.unreadable", table=error.table, path=error.path, command=error.command, reason=error.reason)
