"""What pages ask of whole tables, worked out once for a build and view: before anybody asks, where the server starts.

Each is given the build beside the tables, by which the answers are kept.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from views import library_changes, library_indicator, library_overview, library_region, link
from views.library import Library
from views.link import View

# 总览 is for reading: what is beyond stands on 目标与完成, and the page says so.
ROWS, COLUMNS, PROMISES, MOVES, REPORTS, LISTED = 60, 34, 100, 4, 200, 1000


def overview(library: Library, view: View) -> tuple:
    """What 总览 shows under a view's region, year and domain: totals; verdicts by place with the number of places;
    the matrix and its size; promises; reports; verdicts; changes."""
    plain = View(region=view.region, year=view.year, domain=view.domain, build=library.build)
    return _overview(library.build, replace(plain, show="targets", method=link.METHODS[0]), library)


@st.cache_data(show_spinner=False, max_entries=64)
def _overview(build: str, asked: View, _library: Library) -> tuple:
    counts = library_overview.verdicts_by_place(_library, asked, LISTED)
    return (
        library_overview.totals(_library, asked),
        (counts, 0 if counts.empty else int(counts["places"].iloc[0])),
        library_overview.matrix(_library, asked, ROWS, COLUMNS),
        library_overview.matrix_size(_library, asked),
        library_overview.promises(_library, asked, PROMISES),
        library_overview.reports(_library, asked, REPORTS),
        _library.verdicts(asked),
        library_changes.changes(_library, asked, MOVES),
    )


@st.cache_data(show_spinner=False, max_entries=2)
def subjects(build: str, _library: Library) -> pd.DataFrame:
    """Every indicator, as ``library_indicator.subjects``."""
    return library_indicator.subjects(_library)


@st.cache_data(show_spinner=False, max_entries=2)
def places(build: str, _library: Library) -> pd.DataFrame:
    """Every region, as ``library_region.places``."""
    return library_region.places(_library)


def prepare(library: Library) -> None:
    """Work out what the pages show first, where nothing is chosen."""
    overview(library, View())
    subjects(library.build, library)
    places(library.build, library)
