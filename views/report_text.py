"""A report's text with every figure marked, as the pages that open reports show it."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from extract.schema import KINDS
from views import report_style
from views.words import Words

_KEY = "follow_marks"
_follow = st.components.v2.component(_KEY, js=report_style.FOLLOW)


def name_of(document: Mapping, words: Words) -> str:
    """A report's title, else its file, with place and year."""
    year = "" if document["year"] is None else words("year", year=document["year"])
    place = " ".join(part for part in (document["region"] or "", year) if part)
    title = document["title"] or document["source"]
    return f"{place} · {title}" if place else title


def legend(figures: Sequence[Mapping], words: Words) -> str:
    """What the marks mean, with how many of each there are."""
    kinds = [figure["kind"] for figure in figures]
    unsure = sum(figure["confidence"] == "unsure" for figure in figures)
    items = [
        f'<span><mark class="figure {kind}" data-sign="{words("sign." + kind)}">{words("kind." + kind)}</mark>'
        f" {kinds.count(kind):,}</span>"
        for kind in KINDS
    ]
    items.append(f'<span><mark class="figure unsure">{words("report.unsure")}</mark> {unsure:,}</span>')
    return f'<div class="legend report-legend">{"".join(items)}</div>'


def stepper(ids: Sequence[str], chosen: str, choose: Callable[[str | None], None], words: Words) -> None:
    """Buttons to the figure before and after the chosen one, and to close its row (None is chosen then)."""
    at, last = ids.index(chosen), len(ids) - 1
    with st.container(horizontal=True, vertical_alignment="center", key="row_bar"):
        st.button(
            words("row.previous"), key="row_previous", disabled=at == 0, on_click=choose, args=(ids[max(at - 1, 0)],)
        )
        st.button(
            words("row.next"), key="row_next", disabled=at == last, on_click=choose, args=(ids[min(at + 1, last)],)
        )
        st.html(f'<span class="place">{at + 1:,} / {last + 1:,}</span>')
        st.button(words("row.close"), key="row_close", on_click=choose, args=(None,))


def show(document: Mapping, body: str, chosen: str | None, choose: Callable[[str], None], words: Words) -> None:
    """The text with the chosen figure's sentence in view; ``choose`` gets the id of a figure that is clicked.

    ``body`` is the text as ``reading.marked`` makes it.
    """
    name = html.escape(name_of(document, words))
    st.html(
        f'<article class="report-text" lang="zh-CN" tabindex="0" aria-label="{name}"'
        f' data-report="{document["document_id"]}">{body}</article>'
    )

    def clicked() -> None:
        if wanted := st.session_state[_KEY].figure:
            choose(wanted)

    _follow(
        data={"report": document["document_id"], "figure": chosen or "", "lang": words.lang}, key=_KEY,
        on_figure_change=clicked,
    )  # fmt: skip
