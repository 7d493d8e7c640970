"""The button under a chart that gives it as an image, drawn when a reader asks for it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from views import captions, images, visit
from views.charts import Figure
from views.visit import Visit

Make = Callable[[], Figure]
# What a server lacks that draws no images, by the names of packages.txt.
PACKAGES = "chromium, fonts-noto-cjk"


@st.cache_data(show_spinner=False, max_entries=64)
def _drawn(key: str, form: str, title: str, _make: Make, _caption: Callable[[], Sequence[str]]) -> bytes:
    return images.draw([images.Image(_make(), _caption(), title=title, form=form)])[0]


@st.fragment
def offer(seen: Visit, name: str, title: str, make: Make, caption: Callable[[], Sequence[str]]) -> None:
    """A small button that opens the choice of PNG and SVG; says why where no image can be drawn.

    ``name`` tells the chart from every other of its page and changes with what is drawn; ``title`` is drawn
    above it. ``make`` gives the chart in the light theme, ``caption`` the lines at its foot; both are called on the
    click alone, outside the page's run, so they must not ask for session state. What was drawn is kept for the
    next reader of the same build.
    """
    # What is in it is sent once it is open: a page of many charts has many of them, and most stay shut.
    words, build = seen.words, seen.library.build
    mark = hashlib.sha256(name.encode()).hexdigest()[:10]
    box = st.popover(words("images.open"), type="tertiary", key=f"images-{mark}", on_change="rerun")
    if not box.open:
        return
    with box:
        if reason := images.unavailable():
            st.caption(words(f"images.{reason}", packages=PACKAGES))
            return
        st.caption(words("images.about"))
        key = f"{build} {words.lang} {seen.page.name} {name}"
        for form, kind in images.FORMATS.items():
            st.download_button(
                words(f"images.{form}"), partial(_drawn, key, form, title, make, caption),
                f"dabiao-{seen.page.name}-{mark}-{build}.{form}", kind, key=f"images-{mark}-{form}", on_click="ignore",
                width="stretch",
            )  # fmt: skip


def judged(seen: Visit, name: str, title: str, make: Make, rows: pd.DataFrame, unit: str) -> None:
    """The same for a chart of judgements, all in one ``unit``."""
    offer(seen, name, title, make, partial(captions.of_judgements, seen.library, seen.words, rows, unit))


def moved(seen: Visit, name: str, title: str, make: Make, rows: pd.DataFrame) -> None:
    """The same for a chart of moves from earlier values to achieved ones, of several units."""
    offer(seen, name, title, make, partial(captions.of_moves, seen.library, seen.words, rows))


def points(seen: Visit, name: str, heading: str, make: Make, rows: pd.DataFrame, legend: str = "") -> None:
    """The same for a chart of the points of the indicator that the page 指标 is of, in one unit."""
    title = f"{visit.current().one('subject')} · {heading}"
    caption = partial(captions.of_points, seen.library, seen.words, rows, legend)
    offer(seen, name, title, make, caption)


def counted(seen: Visit, name: str, title: str, make: Make, rows: pd.DataFrame) -> None:
    """The same for a chart that counts the targets of the view, by region and year."""
    offer(seen, name, title, make, partial(captions.of_counts, seen.library, seen.words, seen.view, rows))
