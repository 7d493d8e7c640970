"""What a rerun need not make anew: charts and tables of links, by all that they are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

Made = TypeVar("Made")


def drawn(made_of: tuple[object, ...], make: Callable[[], Made]) -> Made:
    """What ``make`` returns, made once for the same ``made_of``; nobody may change it.

    ``made_of`` names everything that the outcome depends on: what it is, the build of the data, the view or
    its parts, language and theme. All of it must be plain values or views.
    """
    return _drawn(made_of, make)


@st.cache_resource(show_spinner=False, max_entries=512)
def _drawn(made_of: tuple[object, ...], _make: Callable[[], Made]) -> Made:
    return _make()
