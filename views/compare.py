"""The sections of 指标 that hold places against each other: cascade, peers, conflicting values."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from metrics.compare import FEW
from metrics.figures import NATION
from views import cached, frame, grids_compare, library_compare, library_indicator, pages, visit
from views.library import OPTIONAL
from views.library_compare import Subject
from views.library_indicator import Measure
from views.visit import Visit

# A page is for reading: what is beyond stands in the table of the page.
ROWS = 100
# What stays as it is when a point is chosen.
_KEPT = ("subject", "measure", "at", "peer")


@st.cache_resource(show_spinner=False, max_entries=8)
def _values(build: str, subject: Subject) -> library_compare.Found:
    return library_compare.values(st.session_state["visit"].library, subject)


@st.cache_data(show_spinner=False, max_entries=64)
def _cascade(build: str, subject: Subject, below: str | None) -> pd.DataFrame:
    return library_compare.cascade(st.session_state["visit"].library, subject, below, _values(build, subject))


@st.cache_data(show_spinner=False, max_entries=128)
def _peers(build: str, subject: Subject, place: str) -> object:
    return library_compare.peers(st.session_state["visit"].library, subject, place, _values(build, subject))


@st.cache_data(show_spinner=False, max_entries=64)
def _conflicts(build: str, name: str) -> pd.DataFrame | None:
    return library_compare.conflicts(st.session_state["visit"].library, name)


def sections(seen: Visit, name: str, indicator_id: str | None, measure: Measure, points: pd.DataFrame) -> None:
    """Cascade, peers and conflicts of one indicator; ``points`` are those that the page shows."""
    words = seen.words
    if measure.complete or measure.basis != "level":
        st.caption(words("compare.levels_only"))
    else:
        years = library_indicator.years(points)
        if years:
            # The nation has values for years of which no report speaks: nothing could be held against them.
            reported = library_indicator.years(points[points["region_code"] != NATION])
            year = int(seen.view.one("at") or (reported or years)[0])
            subject = Subject(name, indicator_id, measure.unit, year)
            cascade(seen, subject, points)
            peers(seen, subject)
    conflicts(seen, name, measure)


def _made_of(seen: Visit) -> tuple[object, ...]:
    """What the links of these sections are made of, besides their rows."""
    return replace(seen.view, own=()), *(seen.view.one(key) for key in _KEPT)


def _href(seen: Visit, name: str, point: str) -> str:
    own = {key: value for key in _KEPT if (value := seen.view.one(key))}
    own |= {"subject": name, "figure": point}
    return pages.href("indicator", seen.library, seen.view.lang, own=own, region=seen.view.region)


def cascade(seen: Visit, subject: Subject, points: pd.DataFrame) -> None:
    """From the nation down to the county, one year; on the line of the region chosen, where one is."""
    words = seen.words
    st.header(words("cascade.title", year=subject.year), anchor=False)
    chosen = seen.view.region[0] if len(seen.view.region) == 1 else None
    codes = points.loc[(points["region"] == chosen) & points["region_code"].notna(), "region_code"]
    rows = _cascade(seen.view.build, subject, None if codes.empty else codes.iloc[0])
    if rows.empty:
        st.info(words("cascade.none", year=subject.year))
        return
    st.caption(words("cascade.about"))
    st.html(cached.drawn(
        ("cascade", subject, *_made_of(seen)),
        partial(grids_compare.cascade, rows.head(ROWS), subject.unit, words, partial(_href, seen, subject.name)),
    ))  # fmt: skip
    if len(rows) > ROWS:
        st.caption(words("cascade.cut", shown=ROWS, n=len(rows)))


def peers(seen: Visit, subject: Subject) -> None:
    """One region among those of its level."""
    words = seen.words
    rows = _cascade(seen.view.build, subject, None)
    rows = rows[(rows["region_code"] != NATION) & (rows["comparator"] == "=") & rows["value_high"].isna()]
    st.header(words("peers.title"), anchor=False)
    if rows.empty:
        st.info(words("peers.none", year=subject.year))
        return
    names = rows["region"].tolist()
    wanted = seen.view.one("peer")
    if wanted not in names:
        if wanted:
            st.caption(words("peers.other", name=wanted, year=subject.year))
        # Where nobody is asked for, one of the level that has most to compare.
        level = rows["region_level"].fillna("").mode().iloc[0]
        first = rows.loc[rows["region_level"].fillna("") == level, "region"].iloc[0]
        wanted = next((name for name in seen.view.region if name in names), first)
    st.session_state["pick_peer"] = wanted
    st.selectbox(words("peers.place"), names, key="pick_peer", on_change=_peer_chosen, filter_mode="contains")
    row = rows[rows["region"] == wanted].iloc[0]
    found = _peers(seen.view.build, subject, row["region_code"] if isinstance(row["region_code"], str) else wanted)
    if found is None:
        st.info(words("peers.none", year=subject.year))
        return
    points = dict(zip(names, rows["figure_id"], strict=True))
    href = partial(_href, seen, subject.name)
    st.html(
        cached.drawn(
            ("strip", subject, wanted, *_made_of(seen)),
            partial(grids_compare.strip, found, subject.unit, points, words, href),
        )
        + grids_compare.peers(found, subject.unit, words)
    )
    said = [words("peers.few", n=found.count)] if found.count < FEW else []
    said += [words("peers.unranked")] if found.rank is None else []
    said += [words("peers.no_nation", year=subject.year)] if found.nation is None else []
    if said:
        st.caption(" ".join(said))


def _peer_chosen() -> None:
    visit.set_own(peer=(st.session_state["pick_peer"],))


def conflicts(seen: Visit, name: str, measure: Measure) -> None:
    """Where reports do not agree: every value kept, the one in use and the rule that chose it."""
    words = seen.words
    rows = _conflicts(seen.view.build, name)
    if rows is None:
        st.caption(words("conflict.no_table", command=frame.plain(OPTIONAL["conflicts"])))
        return
    rows = rows[
        (rows["unit"] == measure.unit) & (rows["basis"] == measure.basis) & (rows["complete"] == measure.complete)
    ]
    if seen.view.region:
        rows = rows[rows["region"].isin(seen.view.region)]
    if rows.empty:
        return
    st.header(words("conflict.title", n=rows["conflict_id"].nunique()), anchor=False)
    st.caption(words("conflict.about"))
    st.html(cached.drawn(
        ("conflicts", name, measure, *_made_of(seen)),
        partial(grids_compare.conflicts, rows.head(ROWS), words, partial(_href, seen, name)),
    ))  # fmt: skip
    if len(rows) > ROWS:
        st.caption(words("conflict.cut", shown=ROWS, n=len(rows)))
