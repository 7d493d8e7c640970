"""The page 目标与完成: each achievement against its targets, the table behind it, and the evidence."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from views import (
    arrange,
    cached,
    charts,
    charts_targets,
    copying,
    download,
    evidence,
    frame,
    link,
    marks,
    multiples,
    paces,
    pack_panel,
    pager,
    pages,
    plot,
    save_image,
    table,
    visit,
)
from views.library import SHOWN_VERDICTS, TABLES
from views.link import View
from views.proof import cards
from views.visit import Visit
from views.words import Words

# A page is for reading: more rows than these are in the download, and the page says so. The charts are turned through,
# so many rows at a time: what is drawn, seen or not, keeps a reader waiting who changes a filter.
CHART_ROWS, TABLE_ROWS, MULTIPLES, SHORT = 24, 1000, 240, 80
# What charts, their captions and the table tell of a judgement.
_COLUMNS = tuple(dict.fromkeys((
    "judgement_id", "achieved_id", *table.COLUMNS, *paces.COLUMNS, "complete", "reason_code", "achieved_value_high",
    "achieved_comparator", "target_value_high", "target_comparator", "target_document",
)))  # fmt: skip


@st.cache_data(show_spinner=False, max_entries=64)
def _rows(build: str, asked: View, limit: int) -> pd.DataFrame:
    return st.session_state["visit"].library.rows(asked, limit, _COLUMNS)


@st.cache_data(show_spinner=False, max_entries=64)
def _counts(build: str, asked: View) -> dict[str, int]:
    return st.session_state["visit"].library.verdicts(asked)


def _plain(view: View) -> View:
    """The view without what changes no row: the chosen judgement, the language, the method and the page turned to."""
    own = tuple(one for one in view.own if one[0] != "page")
    return replace(view, judgement=None, lang=link.LANGUAGES[0], method=link.METHODS[0], own=own)


def _count(seen: Visit) -> int:
    """How many rows the view shows."""
    counts = _counts(seen.view.build, _plain(seen.view))
    return sum(n for verdict, n in counts.items() if verdict in SHOWN_VERDICTS[seen.view.show])


def headline(seen: Visit) -> None:
    """How many targets are met, not met, not to be judged, and without an achievement yet."""
    counts = _counts(seen.view.build, _plain(seen.view))
    kinds = ["met", "unmet", "undecided", "pending", *(["no_target"] if seen.view.show == "all" else [])]
    cells = "".join(
        f"<div><dt>{charts.ICONS[kind]} {seen.words(f'verdict.{kind}')}</dt><dd>{counts[kind]:,}</dd></div>"
        for kind in kinds
    )
    st.html(f'<dl class="verdicts">{cells}</dl>')
    if seen.view.show == "pairs" and counts["pending"]:
        st.caption(seen.words("headline.pending", n=counts["pending"], show=seen.words("show.targets")))


def chart(seen: Visit, rows: pd.DataFrame, key: str) -> None:
    """The panels, one a unit, under a heading a group where the reader asks for groups."""
    words, group = seen.words, seen.view.one("group")
    st.html(_legend(words, charts.PALETTES[visit.theme()]))
    if group == "multiples":
        small(seen, rows)
        return
    at = pager.turned_to(
        seen, "targets", _plain(seen.view), len(rows), CHART_ROWS, "chart.place", _count(seen)
    )  # fmt: skip
    seen = replace(seen, view=visit.current())  # the page turned to may be another than was asked for
    drawn, key = rows.iloc[(at - 1) * CHART_ROWS : at * CHART_ROWS], f"{key}-{at}"
    if group is None:
        panels(seen, drawn, key)
    else:
        names = drawn[group].fillna("")
        for place, name in enumerate(dict.fromkeys(names)):
            st.markdown(f"## {frame.plain(name or words('trend.nowhere'))}")
            panels(seen, drawn[names == name], f"{key}-{place}", "h3")
    st.caption(words("chart.units"))


def panels(seen: Visit, rows: pd.DataFrame, key: str, level: str = "h2") -> None:
    """A chart a unit, under a heading of this level; a mark is the link to its judgement."""
    words, method, theme = seen.words, seen.view.method, visit.theme()
    for panel in charts.panels(rows):
        if seen.view.one("sort") == "distance":
            panel = replace(panel, frame=charts_targets.by_lead(panel.frame))
        chosen = seen.view.judgement if seen.view.judgement in set(panel.frame["judgement_id"]) else None
        plot.show(
            ("targets", key, panel.key, words.lang, chosen, method, seen.view.own),
            partial(charts_targets.targets_chart, panel, words, theme, chosen, method),
            cached.drawn(
                ("targets in words", key, panel.key, words.lang, method),
                partial(charts.describe, panel, words, method=method),
            ),
            partial(_mark, seen), chosen, f"<{level}>{html.escape(panel.title(words))}</{level}>",
        )  # fmt: skip
        save_image.judged(
            seen, f"{key}-{panel.key}-{method}", f"{words('page.targets')} · {panel.title(words)}",
            partial(charts_targets.targets_chart, panel, words, method=method), panel.frame, panel.unit,
        )  # fmt: skip


def _href(seen: Visit, judgement: str | None) -> str:
    """The page as it is, with this judgement chosen."""
    return f"./targets?{link.query(replace(seen.view, judgement=judgement), seen.page)}"


def _mark(seen: Visit, carried: Sequence[str]) -> str:
    """The link of a mark: its judgement's evidence, or its end where it is shown."""
    (judgement,) = carried
    return _href(seen, None if judgement == seen.view.judgement else judgement)


def small(seen: Visit, rows: pd.DataFrame) -> None:
    """Small multiples: a picture a region for each indicator; a click on one chooses its judgement."""
    words, view = seen.words, seen.view
    st.caption(words("multiples.about"))
    if len(rows) > MULTIPLES:
        st.caption(words("multiples.cut", shown=MULTIPLES, n=_count(seen)))

    with st.container(height=640 if len(rows) > SHORT else "content", key="multiples"):
        for name, panel in multiples.sets(rows.head(MULTIPLES)):
            st.markdown(f"## {frame.plain(name)} · {frame.plain(panel.title(words))}")
            st.html(multiples.grid(panel, words, partial(_href, seen), visit.theme(), view.method, view.judgement))


def _legend(words: Words, colours: dict[str, str]) -> str:
    signs = {"met": "●", "unmet": "◆", "undecided": "■", "pending": "▷"}
    items = [
        f'<span><b style="color:{colours.get(kind, colours["other"])}">{sign}</b> {words(f"legend.{kind}")}</span>'
        for kind, sign in signs.items()
    ]
    items += [f"<span>{words(key)}</span>" for key in ("legend.floor", "legend.ceiling", "legend.point")]
    return f'<div class="legend">{"".join(items)}</div>'


def rows_table(seen: Visit, rows: pd.DataFrame, key: str) -> None:
    """The table twin: every number of the chart, sortable; a click on a row chooses its judgement."""
    words = seen.words
    name = marks.table_key(key)
    chosen = rows.index[rows["judgement_id"] == seen.view.judgement].tolist()
    st.dataframe(
        cached.drawn(
            ("targets as a table", key, words.lang, seen.view.method),
            partial(table.worded, rows, words, seen.view.method),
        ),
        hide_index=True, key=name, placeholder="",
        on_select=partial(_table_clicked, name), selection_mode="single-row",
        selection_default={"selection": {"rows": chosen, "columns": []}},
        column_config=table.columns(words), alt=words("table.alt", n=len(rows)),
    )  # fmt: skip
    st.session_state["table_rows"] = rows["judgement_id"].tolist()
    if len(rows) == TABLE_ROWS:
        st.caption(words("table.cut", shown=TABLE_ROWS, n=_count(seen)))


def proof(seen: Visit) -> None:
    """The evidence of the chosen judgement: both figures' sentences with the numbers marked."""
    words = seen.words
    found = seen.library.judgement(seen.view.judgement) if seen.view.judgement else None
    with st.container(key="evidence"):
        if found is None:
            st.header(words("evidence.title"), anchor=False)
            st.info(words("evidence.hint"))
            return
        with st.container(key="evidence_sheet"):
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                st.html(f'<p class="verdict">{html.escape(charts.verdict_label(found["verdict"], words))}</p>')
                st.button(words("evidence.close"), on_click=visit.choose, args=(None,), key="close_evidence")
            year = words("year.unknown") if found["year"] is None else words("year", year=found["year"])
            place = " · ".join(part for part in (frame.plain(found["region"] or ""), year) if part)
            st.markdown(f"**{frame.plain(found['indicator'])}**  \n{place}")
            st.markdown(frame.plain(table.reason_text(found, words)))
            if paces.is_judged(found):
                st.html(pace_facts(found, words, seen.view.method))
            roles = {role: found[f"{role}_id"] for role in ("achieved", "target", "baseline")}
            figures = seen.library.figures([one for one in roles.values() if one])
            copying.judgement(seen, found, figures)
            st.html("".join(
                evidence.card(figures[one], words, role, pages.href("report", seen.library, words.lang, {
                    "report": figures[one]["document_id"], "figure": one}))
                for role, one in roles.items() if one in figures
            ))  # fmt: skip
            # A national or derived target is quoted in no report: its document or arithmetic stands instead.
            if others := cards(seen.library, [one for one in roles.values() if one and one not in figures], words):
                st.html("".join(others))


def pace_facts(row: Mapping, words: Words, method: str) -> str:
    """The pace of a judgement by the chosen method and by all others, with their numbers."""
    items = "".join(
        f"<div><dt>{html.escape(name)}</dt><dd>{html.escape(' · '.join(part for part in (said, number) if part))}</dd>"
        "</div>"
        for name, said, number in paces.all_methods(row, words)
    )
    note = f"<p>{html.escape(words('pace.depends'))}</p>" if paces.depends(row) else ""
    said = html.escape(paces.label(row, words, method) or words("pace.said", word=words("pace.unsaid")))
    return f'<div class="paces"><p><b>{said}</b></p>{note}<dl class="facts">{items}</dl></div>'


def nothing(seen: Visit) -> None:
    """No row is left: why, and what to lift."""
    if seen.view.one("span"):
        st.info(seen.words("empty.span", span=seen.view.one("span")))
        st.button(seen.words("empty.lift_span"), key="lift_span", on_click=arrange.lift_span)
    frame.nothing_left(seen)


def downloads(seen: Visit) -> None:
    """What is shown, as files: the figures with their quotes, and the judgements."""
    words, view = seen.words, seen.view
    st.header(words("download.title"), anchor=False)
    for name, ask in (("figures", seen.library.figure_table), ("judgements", seen.library.judgement_table)):
        st.caption(words(f"download.{name}"))
        with st.container(horizontal=True):
            st.download_button(
                words("download.parquet"), lambda ask=ask: download.parquet(ask(view), view),
                f"dabiao-{name}-{view.build}.parquet", "application/vnd.apache.parquet", key=f"{name}_parquet",
                on_click="ignore",
            )  # fmt: skip
            st.download_button(
                words("download.csv"), lambda ask=ask: download.csv(ask(view)), f"dabiao-{name}-{view.build}.csv",
                "text/csv", key=f"{name}_csv", on_click="ignore",
            )  # fmt: skip


def _table_clicked(key: str) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    visit.choose(st.session_state["table_rows"][rows[0]] if rows else None)


def page(seen: Visit) -> None:
    """The page from top to bottom: numbers, chart and table, evidence beside them, downloads."""
    st.title(seen.words("page.targets"), anchor=False)
    st.caption(seen.words("page.targets.about"))
    headline(seen)
    arrange.controls(seen, st.session_state["choices"].year)
    # What is chosen changes no row: the rows and their widgets are known by filters and order alone.
    asked = _plain(seen.view)
    rows = _rows(asked.build, asked, TABLE_ROWS)
    if rows.empty:
        if seen.library.count(View(show="all")):
            nothing(seen)
        else:
            st.info(seen.words("empty.no_judgement"))
            st.code("\n".join(dict.fromkeys(TABLES.values())), language=None)
        return
    key = hashlib.sha256(link.query(asked).encode()).hexdigest()[:10]
    with st.container(key="with_evidence"):
        left, right = st.columns([3, 2], gap="large")
    with left:
        chart(seen, rows, key)
        st.header(seen.words("table.title"), anchor=False)
        rows_table(seen, rows, key)
        copying.listed(seen, "judgements", partial(seen.library.rows, asked), _count(seen))
        with st.container(key="files"):
            downloads(seen)
            pack_panel.panel(seen)
    with right:
        proof(seen)


page(st.session_state["visit"])
