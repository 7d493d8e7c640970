"""While all reports of the library are read anew: which one is being read, and how far that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from extract.files import Source
from views import frame
from views.words import Words


@contextmanager
def progress(words: Words) -> Iterator[Callable[[list[Source]], Iterator[Source]]]:
    """A bar on the page for as long as the context lasts; what it gives passes the reports on and tells of each."""
    bar = st.progress(0.0)

    def told(sources: list[Source]) -> Iterator[Source]:
        for at, source in enumerate(sources):
            said = words("rebuild.reading", name=frame.plain(source.name), n=at + 1, total=len(sources))
            bar.progress(at / len(sources), text=said)
            yield source

    try:
        yield told
    finally:
        bar.empty()
