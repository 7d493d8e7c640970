"""The page 地区: one region's indicators by domain, what it promised, and its reports."""

from __future__ import annotations

import html
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from extract import regions
from views import (
    answers,
    cached,
    cards,
    charts,
    frame,
    grids,
    library_region,
    link,
    marks,
    pack_panel,
    pages,
    paper_panel,
    proof,
    visit,
)
from views.visit import Visit
from views.words import Words

# A page is for reading: what is beyond stands on other pages, and this one says so.
CARDS, TABLE_ROWS, PROMISES = 120, 5000, 200


@st.cache_data(show_spinner=False, max_entries=32)
def _asked(build: str, place: str, domains: tuple[str, ...]) -> tuple:
    library = st.session_state["visit"].library
    return library_region.profile(library, place, domains), library_region.lines(library, place, domains)


@st.cache_data(show_spinner=False, max_entries=32)
def _of_place(build: str, place: str) -> tuple:
    library = st.session_state["visit"].library
    return library_region.promises(library, place, PROMISES), library_region.reports(library, place)


def option(place: str, code: str | None, words: Words) -> str:
    """A region in the list to choose from, with the place it lies in, so that two of one name are told apart."""
    known = regions.load().by_code(code) if isinstance(code, str) else None
    above = [one.name for one in regions.load().parents(known)[:-1]] if known else []
    return words("place.option", name=place, above="".join(reversed(above))) if above else place


def choose_place(seen: Visit, places: pd.DataFrame) -> str:
    """The box to search a region; returns the chosen name."""
    made_of = "places", seen.view.build, seen.words.lang
    names, listed, labels = cached.drawn(made_of, partial(_options, places, seen.words))
    chosen = seen.view.one("place") or places.sort_values("n", ascending=False, kind="stable")["region"].iloc[0]
    visit.hold_own(place=(chosen,))
    st.session_state["pick_place"] = chosen
    st.selectbox(
        seen.words("place.label"), listed if chosen in listed else [*listed, chosen], key="pick_place",
        filter_mode="contains",
        help=visit.cut(len(listed), len(names), seen.words) or None,
        format_func=lambda name: labels.get(name, name), on_change=_place_chosen, args=(labels,),
        accept_new_options=len(listed) < len(names),
    )  # fmt: skip
    return chosen


def _options(places: pd.DataFrame, words: Words) -> tuple[list[str], list[str], dict[str, str]]:
    """The names of the places, those that the box lists, and how each is called there."""
    names = places["region"].tolist()
    often = set(places.nlargest(link.LISTED, "n")["region"])
    labels = {name: option(name, code, words) for name, code in zip(names, places["region_code"], strict=True)}
    return names, [name for name in names if name in often], labels


def _place_chosen(labels: dict[str, str]) -> None:
    chosen = visit.named("place", st.session_state["pick_place"], labels)
    if chosen:
        visit.set_own(place=(chosen,), figure=(), span=())


def totals(rows: pd.DataFrame, words: Words) -> str:
    """How many indicators the region has, and how its targets stand."""
    counts = rows["verdict"].value_counts()
    cells = [(words("total.indicators"), rows["indicator"].nunique())]
    kinds = ("met", "unmet", "undecided", "pending")
    cells += [(charts.verdict_label(kind, words), int(counts.get(kind, 0))) for kind in kinds]
    items = "".join(f"<div><dt>{html.escape(name)}</dt><dd>{n:,}</dd></div>" for name, n in cells)
    return f'<dl class="verdicts">{items}</dl>'


def profile(seen: Visit, place: str, rows: pd.DataFrame, lines: dict) -> None:
    """The cards, a group a domain; ``lines`` are the values over the years."""
    look = cards.Look(lines, visit.theme(), seen.view.method)
    words, chosen = seen.words, seen.view.one("figure")
    point = partial(_point_href, seen, place)
    told = (rows["verdict"] != "no_target") | rows["earlier_id"].notna()
    st.header(words("region.cards"), anchor=False)
    if not told.any():
        st.info(words("region.no_cards"))
    for domain, group in rows[told].head(CARDS).groupby("domain", sort=False):
        st.markdown(f"### {frame.plain(words('region.domain', name=domain, n=len(group)))}")
        choices = seen.view.domain, seen.view.one("span"), chosen, words.lang, look.theme, look.method
        made_of = seen.view.build, place, domain, *choices
        st.html(cached.drawn(("cards", *made_of), partial(cards.domain_cards, group, words, point, chosen, look)))
    if told.sum() > CARDS:
        st.caption(words("region.cut", shown=CARDS, n=int(told.sum())))
    st.caption(words("region.cards_about"))
    others(seen, rows)


def others(seen: Visit, rows: pd.DataFrame) -> None:
    """Every latest value as a table, the cards' too; a click on a row opens its evidence."""
    words = seen.words
    st.header(words("region.table"), anchor=False)
    listed = rows[rows["value_id"].notna()].head(TABLE_ROWS)
    if listed.empty:
        st.info(words("region.no_values"))
        return
    names = ["domain", "indicator", "value", "unit", "year", "earlier_value", "earlier_year", "target_value"]
    shown = listed[names].copy()
    shown.insert(0, "verdict", [charts.verdict_label(verdict, words) for verdict in listed["verdict"]])
    shown["basis"] = [
        words("basis.task" if complete else f"basis.{basis}")
        for complete, basis in zip(listed["complete"], listed["basis"], strict=True)
    ]
    key = marks.table_key("region")
    st.session_state["profile_rows"] = listed["value_id"].tolist()
    chosen = [place for place, one in enumerate(listed["value_id"]) if one == seen.view.one("figure")]
    number = partial(st.column_config.NumberColumn, format="%.10g")
    year = partial(st.column_config.NumberColumn, format="%d")
    st.dataframe(
        shown, hide_index=True, key=key, on_select=partial(_row_clicked, key), selection_mode="single-row",
        placeholder="",
        selection_default={"selection": {"rows": chosen, "columns": []}}, alt=words("region.table_alt", n=len(shown)),
        column_config={
            **{name: words(f"column.{name}") for name in ("verdict", "domain", "unit", "basis")},
            "indicator": st.column_config.TextColumn(words("column.indicator"), width="medium"),
            "value": number(words("points.value")), "year": year(words("column.year")),
            "earlier_value": number(words("region.earlier")), "earlier_year": year(words("region.earlier_year")),
            "target_value": number(words("column.target_value")),
        },
    )  # fmt: skip


def _row_clicked(key: str) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    visit.set_own(figure=(st.session_state["profile_rows"][rows[0]],) if rows else ())


def _point_href(seen: Visit, place: str, point: str) -> str:
    span = seen.view.one("span")
    own = {"place": place, "figure": point} | ({"span": span} if span else {})
    chosen = {"domain": seen.view.domain, "method": seen.view.method}
    return pages.href("region", seen.library, seen.view.lang, own=own, **chosen)


def evidence(seen: Visit, place: str, rows: pd.DataFrame) -> None:
    """The sentences behind the chosen card: latest value, earlier value and target."""
    words, chosen = seen.words, seen.view.one("figure")
    found = rows[(rows["value_id"] == chosen) | (rows["target_id"] == chosen)] if chosen else rows.iloc[:0]
    if found.empty:
        if chosen:
            visit.leave_out("figure")
        proof.sheet(seen, "", "", ())
        return
    row = found.iloc[0]
    ids = [one for one in (row["value_id"], row["earlier_id"], row["target_id"]) if not pd.isna(one)]
    link = pages.href("indicator", seen.library, seen.view.lang, own={"subject": row["indicator"]})
    more = f'<p><a href="{html.escape(link)}">{html.escape(words("region.to_indicator"))}</a></p>'
    proof.sheet(seen, row["indicator"], place, [*proof.cards(seen.library, ids, words), more])


def promises(seen: Visit, place: str, rows: pd.DataFrame) -> None:
    """What the region set itself, and what came of it."""
    words = seen.words
    st.header(words("kept.title"), anchor=False)
    if rows.empty:
        st.info(words("kept.none", place=place))
        return
    open_ones = int((rows["verdict"] == "pending").sum())
    st.caption(words("kept.about", n=len(rows), open=open_ones))
    st.html(grids.kept(rows, words, partial(pages.pair_href, seen.library, seen.view.lang, method=seen.view.method)))
    if len(rows) == PROMISES:
        st.caption(words("kept.cut", shown=PROMISES))


def page(seen: Visit) -> None:
    """The page from top to bottom: choice, numbers, cards, promises, reports; the evidence beside them."""
    words, view = seen.words, seen.view
    st.title(words("page.region"), anchor=False)
    st.caption(words("page.region.about"))
    places = answers.places(view.build, seen.library)
    if places.empty:
        st.info(words("empty.no_judgement"))
        return
    place = choose_place(seen, places)
    rows, lines = _asked(view.build, place, view.domain)
    if rows.empty:
        st.info(words("region.nothing", place=place, domains=words("list.and").join(view.domain)))
        label = words("overview.lift", name=words("filter.domain"))
        st.button(label, key="lift_domain", on_click=visit.lift, args=("domain",))
        return
    st.html(totals(rows, words))
    with st.container(key="word_file"):
        paper_panel.panel(seen, place)
    seen = replace(seen, view=visit.current())  # with the place and the span that are shown
    with st.container(key="with_evidence"):
        left, right = st.columns([3, 2], gap="large")
    with left:
        profile(seen, place, rows, lines)
        promised, reports = _of_place(view.build, place)
        promises(seen, place, promised)
        st.header(words("region.reports", place=place), anchor=False)
        st.html(grids.reports(reports, words, partial(pages.report_href, seen.library, view.lang)))
        with st.container(key="files"):
            pack_panel.panel(seen)
    with right:
        evidence(seen, place, rows)


page(st.session_state["visit"])
