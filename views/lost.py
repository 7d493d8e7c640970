"""Addresses beside those of the navigation: the first page by its name, and names that no page has."""

from __future__ import annotations

from urllib.parse import unquote

import streamlit as st

from views import frame, pages
from views.words import Words


def doors(words: Words) -> list[st.Page]:
    """Hidden pages for ``st.navigation``: without them Streamlit says in its own words that there is no such page."""
    first, asked = pages.NAMES[0], _asked()
    made = [st.Page(f"views/{first}.py", title=words(f"page.{first}"), url_path=first, visibility="hidden")]
    if asked and asked not in pages.NAMES and "/" not in asked:
        made.append(st.Page(_nothing, title=words("lost.title"), url_path=asked, visibility="hidden"))
    return made


def turn(page: st.Page, shown: list[st.Page], words: Words) -> None:
    """Say what is not there and end the run, where ``page`` is of that kind; ``shown`` are those of the navigation.

    A visit that begins at the first page's name goes on at the bare address, where the navigation has that page.
    """
    if page.url_path == pages.NAMES[0] and "build" not in st.session_state:
        st.switch_page(shown[0], query_params={name: st.query_params.get_all(name) for name in st.query_params})
    if page in shown or page.url_path in pages.NAMES:
        return
    st.title(words("lost.title"), anchor=False)
    st.markdown(words("lost.about", path=frame.plain(f"/{page.url_path}")))
    st.markdown(words("lost.pages"))
    for one in shown:
        st.page_link(one, query_params={"lang": words.lang})
    st.stop()


def _nothing() -> None:
    """The body of a page that is never run."""


def _asked() -> str:
    """The last part of the path that the visit began with."""
    state = st.session_state
    if "asked_path" not in state:
        state["asked_path"] = unquote((st.context.url or "").rstrip("/").rpartition("/")[2])
    return state["asked_path"]
