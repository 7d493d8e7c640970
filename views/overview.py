"""The page 总览: what is in the library, how targets stand by region, year and indicator, what is unanswered."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from views import (
    answers,
    cached,
    charts,
    charts_changes,
    charts_overview,
    frame,
    grids,
    link,
    pages,
    plot,
    save_image,
    visit,
)
from views.answers import CELLS, COLUMNS, LISTED, ROWS
from views.visit import Visit
from views.words import Words

# A page is for reading: what is beyond stands on 目标与完成, and the page says so.
BARS = 24
TOTALS = ("reports", "regions", "indicators", "figures", "targets")


def _made_of(seen: Visit) -> tuple[object, ...]:
    """What the charts and tables of this page are made of: the data, its filters, language and theme."""
    view = seen.view
    return view.build, view.region, view.year, view.domain, view.method, seen.words.lang, visit.theme()


def totals(seen: Visit, counts: dict[str, int]) -> None:
    """How much there is."""
    cells = "".join(f"<div><dt>{seen.words(f'total.{name}')}</dt><dd>{counts[name]:,}</dd></div>" for name in TOTALS)
    st.html(f'<dl class="totals">{cells}</dl>')


def bars(seen: Visit, counts: pd.DataFrame, total: int) -> None:
    """Verdicts by region and year, of which there are so many in all; a segment is the link to those targets."""
    words = seen.words
    st.header(words("overview.bars"), anchor=False)
    places = counts[["region", "year"]].drop_duplicates()
    drawn = counts.merge(places.head(BARS), on=["region", "year"])
    plot.show(
        ("verdicts", *_made_of(seen)), partial(charts_overview.verdict_bars, drawn, words, visit.theme()),
        charts_overview.describe(drawn, words), partial(_bar, seen),
    )  # fmt: skip
    make = partial(charts_overview.verdict_bars, drawn, words)
    save_image.counted(seen, f"verdicts {_made_of(seen)}", words("overview.bars"), make, drawn)
    st.caption(words("overview.bars_hint"))
    if total > BARS:
        st.caption(words("overview.bars_cut", shown=BARS, n=total))
    _twin("bars", words, partial(_places, words, counts, total))


@st.fragment
def _twin(name: str, words: Words, draw: Callable[[], None]) -> None:
    """The table twin of a chart, drawn once a reader opens it: it is long, and its program is large."""
    box = st.expander(words("twin.title"), key=f"twin_{name}", on_change="rerun")
    if box.open:
        with box:
            draw()


def _places(words: Words, counts: pd.DataFrame, total: int) -> None:
    if total > LISTED:
        st.caption(words("overview.twin_cut", shown=LISTED, n=total))
    st.dataframe(
        charts_overview.by_place(counts), hide_index=True, placeholder="", alt=words("overview.bars_twin"),
        column_config={
            "region": words("column.region"),
            "year": st.column_config.NumberColumn(words("column.year"), format="%d"),
            **{kind: words(f"verdict.{kind}") for kind in charts_overview.SEGMENTS},
        },
    )  # fmt: skip


def _bar(seen: Visit, carried: Sequence) -> str | None:
    """The link of a segment: the targets of its region and year; none where the region is not known."""
    region, year, verdict = carried
    if region is None:
        return None
    return pages.href(
        "targets", seen.library, seen.view.lang, region=(region,), year=() if year is None else (year,),
        domain=seen.view.domain, method=seen.view.method, show="targets" if verdict == "pending" else "pairs",
    )  # fmt: skip


def _pair(seen: Visit) -> partial:
    return partial(pages.pair_href, seen.library, seen.view.lang, method=seen.view.method)


def matrix(seen: Visit, cells: pd.DataFrame, size: tuple[int, int]) -> None:
    """Indicators by region, each cell a link to its pair."""
    words = seen.words
    st.header(words("matrix.title"), anchor=False)
    st.caption(words("matrix.about"))
    indicators, regions = size
    rows = min(ROWS, CELLS // max(1, min(regions, COLUMNS)))
    st.html(cached.drawn(
        ("matrix", *_made_of(seen)),
        partial(grids.matrix, cells, words, _pair(seen), rows, COLUMNS, seen.view.method),
    ))  # fmt: skip
    if indicators > rows and regions > COLUMNS:
        st.caption(words("matrix.cut", rows=rows, indicators=indicators, columns=COLUMNS, regions=regions))
    elif indicators > rows:
        st.caption(words("matrix.cut_rows", rows=rows, indicators=indicators))
    elif regions > COLUMNS:
        st.caption(words("matrix.cut_columns", columns=COLUMNS, regions=regions))


def changes(seen: Visit, rows: pd.DataFrame) -> None:
    """What changed most, a chart a kind of unit; a bar is the link to the sentences of both values."""
    words = seen.words
    st.header(words("changes.title"), anchor=False)
    if rows.empty:
        st.info(words("changes.none"))
        return
    st.caption(words("changes.about"))
    for column, (kind, group) in zip(
        st.columns(rows["kind"].nunique(), gap="large"), rows.groupby("kind", sort=False), strict=True
    ):
        with column:
            st.markdown(f"### {words(f'changes.{kind}')}")
            moves = {row["judgement_id"]: row for row in group.to_dict("records")}
            plot.show(
                ("changes", kind, *_made_of(seen)),
                partial(charts_changes.changes_chart, group, words, visit.theme()),
                charts_changes.describe(group, words),
                lambda carried, moves=moves: _move_href(seen, moves[carried[0]]),
            )  # fmt: skip
            title = f"{words('changes.title')} · {words(f'changes.{kind}')}"
            make = partial(charts_changes.changes_chart, group, words)
            save_image.moved(seen, f"{kind} {_made_of(seen)}", title, make, group)
    _twin("changes", words, lambda: st.html(grids.changes(rows, words, partial(_move_href, seen))))


def _move_href(seen: Visit, row: Mapping) -> str:
    chosen = {"region": (row["region"],) if row["region"] else (), "indicator": (row["indicator"],)}
    chosen |= {"judgement": row["judgement_id"], "method": seen.view.method}
    return pages.href("targets", seen.library, seen.view.lang, show="all", **chosen)


def promises(seen: Visit, rows: pd.DataFrame) -> None:
    """What was promised and not answered."""
    words = seen.words
    pending = 0 if rows.empty else int(rows["n"].iloc[0])
    st.header(words("promises.title", n=pending), anchor=False)
    if rows.empty:
        st.info(words("promises.none"))
        return
    st.caption(words("promises.about"))
    st.html(cached.drawn(
        ("promises", *_made_of(seen)), partial(grids.promises, rows, words, _pair(seen))
    ))  # fmt: skip
    if pending > len(rows):
        st.caption(words("promises.cut", shown=len(rows), n=pending))


def reports(seen: Visit, rows: pd.DataFrame, total: int) -> None:
    """The reports that all of this was read from."""
    words = seen.words
    st.header(words("reports.title"), anchor=False)
    st.html(grids.reports(rows, words, partial(pages.report_href, seen.library, seen.view.lang)))
    if total > len(rows):
        st.caption(words("reports.cut", shown=len(rows), n=total))


def _filters(seen: Visit) -> list[str]:
    """The filters of this page, without the choices that leave nothing out."""
    return [name for name in seen.page.shared if name in link.FILTERS]


def empty(seen: Visit) -> None:
    """Say what was asked and why nothing is there, and offer the filters to lift."""
    words, view = seen.words, seen.view
    asked = words("list.separator").join(
        words("empty.filter", name=words(f"filter.{name}"), values=words("list.and").join(map(str, chosen)))
        for name in _filters(seen)
        if (chosen := getattr(view, name))
    )
    if not asked:
        st.info(words("empty.no_judgement"))
        return
    st.info(words("empty.overview", asked=frame.plain(asked)))
    for name in _filters(seen):
        if getattr(view, name):
            label = words("overview.lift", name=words(f"filter.{name}"))
            st.button(label, key=f"lift_{name}", on_click=visit.lift, args=(name,))


def page(seen: Visit) -> None:
    """The page from top to bottom: totals, verdicts, matrix, promises, reports."""
    words = seen.words
    st.title(words("page.overview"), anchor=False)
    st.caption(words("page.overview.about"))
    asked = partial(answers.overview, seen.library, seen.view)
    # What stands above is sent before what stands below is asked for.
    counts = asked("totals")
    if not counts["figures"]:
        empty(seen)
        if counts["reports"]:
            reports(seen, asked("reports"), counts["reports"])
        return
    totals(seen, counts)
    places = asked("places")
    if places.empty:
        st.info(words("overview.no_target"))
    else:
        verdicts, kinds = asked("verdicts"), ("met", "unmet", "undecided", "pending")
        st.html('<dl class="verdicts">' + "".join(
            f"<div><dt>{html.escape(charts.verdict_label(kind, words))}</dt><dd>{verdicts[kind]:,}</dd></div>"
            for kind in kinds
        ) + "</dl>")  # fmt: skip
        left, right = st.columns([1, 2], gap="large")
        with left:
            bars(seen, places, int(places["places"].iloc[0]))
        with right:
            matrix(seen, asked("matrix"), asked("matrix_size"))
        changes(seen, asked("changes"))
        promises(seen, asked("promises"))
    reports(seen, asked("reports"), counts["reports"])


page(st.session_state["visit"])
