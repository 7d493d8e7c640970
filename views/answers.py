"""What pages ask of whole tables, worked out once for a build and view: before anybody asks, where the server starts.

Each is given the build beside the tables, by which the answers are kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from views import library_changes, library_indicator, library_overview, library_region, link
from views.library import Library
from views.link import Choices, View

# 总览 is for reading: what is beyond stands on 目标与完成, and the page says so.
ROWS, COLUMNS, PROMISES, MOVES, REPORTS, LISTED = 60, 34, 100, 4, 100, 1000
# Each cell of its matrix is a link: with more than these a reader who changes a filter waits for what nobody looks
# through, so that of many regions fewer indicators are shown.
CELLS = 500


# The views whose answers are kept; and from how many figures on those of a single year or domain are worked out before
# anybody asks, for so many work longer than a reader waits.
_VIEWS, _MANY = 160, 1_000_000

# What 总览 shows, by part, in the order of the page.
_PARTS: dict[str, Callable[[Library, View], object]] = {
    "totals": library_overview.totals,
    "places": partial(library_overview.verdicts_by_place, places=LISTED),
    "verdicts": Library.verdicts,
    "matrix": partial(library_overview.matrix, rows=ROWS, columns=COLUMNS),
    "matrix_size": library_overview.matrix_size,
    "changes": partial(library_changes.changes, limit=MOVES),
    "promises": partial(library_overview.promises, limit=PROMISES),
    "reports": partial(library_overview.reports, limit=REPORTS),
}


def overview(library: Library, view: View, part: str) -> Any:
    """A part (one of _PARTS) of what 总览 shows under a view's region, year and domain.

    Each by itself: what stands above is sent to the reader before what stands below is asked for.
    """
    plain = View(region=view.region, year=view.year, domain=view.domain, build=library.build)
    return _overview(library.build, part, replace(plain, show="targets", method=link.METHODS[0]), library)


@st.cache_data(show_spinner=False, max_entries=_VIEWS * len(_PARTS))
def _overview(build: str, part: str, asked: View, _library: Library) -> object:
    return _PARTS[part](_library, asked)


@st.cache_data(show_spinner=False, max_entries=2)
def subjects(build: str, _library: Library) -> pd.DataFrame:
    """Every indicator, as ``library_indicator.subjects``."""
    return library_indicator.subjects(_library)


@st.cache_data(show_spinner=False, max_entries=2)
def places(build: str, _library: Library) -> pd.DataFrame:
    """Every region, as ``library_region.places``."""
    return library_region.places(_library)


def prepare(library: Library, choices: Choices) -> None:
    """Work out what the pages show first, where nothing is chosen; of many figures then 总览 under each year and
    domain, the latest year first, in a third of the time, so that those who are there already are not kept waiting."""
    for part in _PARTS:
        overview(library, View(), part)
    subjects(library.build, library)
    places(library.build, library)
    if overview(library, View(), "totals")["figures"] < _MANY:
        return
    single = [{"year": (year,)} for year in choices.year] + [{"domain": (domain,)} for domain in choices.domain]
    for view in (View(**chosen) for chosen in single):
        for part in _PARTS:
            began = time.perf_counter()
            overview(library, view, part)
            time.sleep(2 * (time.perf_counter() - began))
