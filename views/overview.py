"""The page 总览: what is in the library, how targets stand by region, year and indicator, what is unanswered."""

from __future__ import annotations

import html
from collections.abc import Mapping
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
    inner,
    link,
    marks,
    pages,
    plot,
    save_image,
    visit,
)
from views.answers import COLUMNS, LISTED, ROWS
from views.link import View
from views.visit import Visit

# A page is for reading: what is beyond stands on 目标与完成, and the page says so.
BARS = 24
TOTALS = ("reports", "regions", "indicators", "figures", "targets")


def _made_of(seen: Visit) -> tuple[object, ...]:
    """What the charts and tables of this page are made of: the data, its filters, language and theme."""
    view = seen.view
    return view.build, view.region, view.year, view.domain, seen.words.lang, visit.theme()


def totals(seen: Visit, counts: dict[str, int]) -> None:
    """How much there is."""
    cells = "".join(f"<div><dt>{seen.words(f'total.{name}')}</dt><dd>{counts[name]:,}</dd></div>" for name in TOTALS)
    st.html(f'<dl class="totals">{cells}</dl>')


def bars(seen: Visit, counts: pd.DataFrame, total: int) -> None:
    """Verdicts by region and year, of which there are so many in all; a click on a segment opens those targets."""
    words = seen.words
    st.header(words("overview.bars"), anchor=False)
    places = counts[["region", "year"]].drop_duplicates()
    drawn = counts.merge(places.head(BARS), on=["region", "year"])
    name = marks.widget_key("chart", "overview")
    plot.show(
        name, ("verdicts", *_made_of(seen)), partial(charts_overview.verdict_bars, drawn, words, visit.theme()),
        charts_overview.describe(drawn, words), partial(_bar_clicked, name),
    )  # fmt: skip
    make = partial(charts_overview.verdict_bars, drawn, words)
    save_image.counted(seen, f"verdicts {_made_of(seen)}", words("overview.bars"), make, drawn)
    st.caption(words("overview.bars_hint"))
    if total > BARS:
        st.caption(words("overview.bars_cut", shown=BARS, n=total))
    with st.expander(words("twin.title")):
        if total > LISTED:
            st.caption(words("overview.twin_cut", shown=LISTED, n=total))
        shown = charts_overview.by_place(counts)
        st.dataframe(
            shown, hide_index=True, placeholder="", alt=words("overview.bars_twin"),
            column_config={
                "region": words("column.region"),
                "year": st.column_config.NumberColumn(words("column.year"), format="%d"),
                **{kind: words(f"verdict.{kind}") for kind in charts_overview.SEGMENTS},
            },
        )  # fmt: skip


def _bar_clicked(key: str) -> None:
    points = st.session_state[key]["selection"]["points"]
    if points:
        region, year, verdict = points[0]["customdata"]
        seen: Visit = st.session_state["visit"]
        chosen = {"region": (region,), "year": () if year is None else (year,)}
        show = "targets" if verdict == "pending" else "pairs"
        kept = {"lang": seen.view.lang, "build": seen.view.build, "domain": seen.view.domain}
        target = View(**kept, method=seen.view.method, show=show, **chosen)
        st.session_state["go"] = ("targets", link.serialise(target))


def _pair(seen: Visit) -> partial:
    return partial(pages.pair_href, seen.library, seen.view.lang, method=seen.view.method)


def matrix(seen: Visit, cells: pd.DataFrame, size: tuple[int, int]) -> None:
    """Indicators by region, each cell a link to its pair."""
    words = seen.words
    st.header(words("matrix.title"), anchor=False)
    st.caption(words("matrix.about"))
    method = seen.view.method
    st.html(cached.drawn(
        ("matrix", method, *_made_of(seen)),
        partial(grids.matrix, cells, words, _pair(seen), ROWS, COLUMNS, method),
    ))  # fmt: skip
    indicators, regions = size
    if indicators > ROWS and regions > COLUMNS:
        st.caption(words("matrix.cut", rows=ROWS, indicators=indicators, columns=COLUMNS, regions=regions))
    elif indicators > ROWS:
        st.caption(words("matrix.cut_rows", rows=ROWS, indicators=indicators))
    elif regions > COLUMNS:
        st.caption(words("matrix.cut_columns", columns=COLUMNS, regions=regions))


def changes(seen: Visit, rows: pd.DataFrame) -> None:
    """What changed most, a chart a kind of unit; a click on a bar opens the sentences of both values."""
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
            name = marks.widget_key("chart", f"changes-{kind}")
            plot.show(
                name, ("changes", kind, *_made_of(seen)),
                partial(charts_changes.changes_chart, group, words, visit.theme()),
                charts_changes.describe(group, words), partial(_change_clicked, name),
            )  # fmt: skip
            title = f"{words('changes.title')} · {words(f'changes.{kind}')}"
            make = partial(charts_changes.changes_chart, group, words)
            save_image.moved(seen, f"{kind} {_made_of(seen)}", title, make, group)
    with st.expander(words("twin.title")):
        st.html(grids.changes(rows, words, partial(_move_href, seen)))


def _move_href(seen: Visit, row: Mapping) -> str:
    chosen = {"region": (row["region"],) if row["region"] else (), "indicator": (row["indicator"],)}
    chosen |= {"judgement": row["judgement_id"], "method": seen.view.method}
    return pages.href("targets", seen.library, seen.view.lang, show="all", **chosen)


def _change_clicked(key: str) -> None:
    points = st.session_state[key]["selection"]["points"]
    if points:
        seen: Visit = st.session_state["visit"]
        found = seen.library.judgement(points[0]["customdata"][0])
        st.session_state["go"] = inner.destination(_move_href(seen, found))


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
        ("promises", seen.view.method, *_made_of(seen)), partial(grids.promises, rows, words, _pair(seen))
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
    if going := st.session_state.pop("go", None):
        st.switch_page(f"views/{going[0]}.py", query_params=going[1])
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
