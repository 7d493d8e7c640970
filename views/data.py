"""The page 数据: the tables themselves, searched and filtered, with downloads of exactly what is left."""

from __future__ import annotations

import hashlib

import pandas as pd
import pyarrow as pa
import streamlit as st

from extract.schema import CONFIDENCES, KINDS
from views import (
    address_panel,
    copying,
    data_table,
    download,
    evidence,
    export,
    frame,
    library_data,
    link,
    pack_panel,
    pager,
    pages,
    recipes,
    report_style,
    routes,
    row,
    visit,
)
from views.library import TableMissing, TableUnreadable
from views.library_data import Asked
from views.visit import Visit
from views.words import Words

PAGE_ROWS = 100
# More rows than this are for programs: they come as Parquet, which is written piece by piece and stays small.
TEXT_ROWS = 1_000_000


@st.cache_resource(show_spinner=False, max_entries=2)
def _found(build: str, asked: Asked) -> pa.Array | None:
    return library_data.found(st.session_state["visit"].library, asked)


@st.cache_data(show_spinner=False, max_entries=16)
def _first(build: str, asked: Asked) -> pd.DataFrame | None:
    return library_data.first(st.session_state["visit"].library, asked, PAGE_ROWS)


@st.cache_data(show_spinner=False, max_entries=64)
def _count(build: str, asked: Asked) -> int:
    return library_data.count(st.session_state["visit"].library, asked, _found(build, asked))


@st.cache_data(show_spinner=False, max_entries=64)
def _rows(build: str, asked: Asked, offset: int) -> pd.DataFrame:
    return library_data.rows(st.session_state["visit"].library, asked, PAGE_ROWS, offset, _found(build, asked))


@st.cache_data(show_spinner=False, max_entries=4)
def _units(build: str) -> tuple[str, ...]:
    return library_data.units(st.session_state["visit"].library)


def _made(seen: Visit, asked: Asked) -> str:
    """What tells one making of a table from another: the build, and for the problems, which it leaves out, the file."""
    if asked.table != "problems":
        return seen.view.build
    status = (seen.library.folder / "problems.parquet").stat()
    return f"{status.st_size}-{status.st_mtime_ns}"


def ask(seen: Visit) -> None:
    """Which table, what to search for, and the filters of the figures; each in the address."""
    words, view = seen.words, seen.view

    def single(name: str) -> None:
        visit.set_own(**{name: (st.session_state[f"data_{name}"],), "page": (), "row": ()})

    def search() -> None:
        wanted = " ".join(st.session_state["data_q"].split())
        # The word that stands for no search in the address; capitals are searched like small letters.
        wanted = wanted.upper() if wanted == link.NONE else wanted
        visit.set_own(q=(wanted,) if wanted else (), page=(), row=())

    def several(name: str) -> None:
        visit.set_own(**{name: st.session_state[f"data_{name}"], "page": (), "row": ()})

    table = view.one("table") or library_data.TABLES[0]
    state = st.session_state
    state["data_table"], state["data_q"] = table, view.one("q") or ""
    state["data_sort"] = Asked.of(view).sort
    with st.container(key="data_ask"):
        st.segmented_control(
            words("filter.table"), library_data.TABLES, key="data_table", required=True, on_change=single,
            args=("table",), format_func=lambda one: words(f"table.{one}"),
        )  # fmt: skip
        left, right = st.columns([3, 1])
        left.text_input(
            words("filter.q"), key="data_q", on_change=search, help=words("filter.q.help"), type="search",
            placeholder=words("filter.q.placeholder"), max_chars=library_data.SEARCH_LENGTH,
        )  # fmt: skip
        right.selectbox(
            words("filter.sort"), list(library_data.SORTS[table]), key="data_sort", on_change=single, args=("sort",),
            format_func=lambda one: words(f"sort.{one}"),
        )  # fmt: skip
        own = [name for name in library_data.FILTERS[table] if name not in link.FILTERS]
        offers = {"unit": _units(view.build), "kind": KINDS, "confidence": CONFIDENCES}
        for place, name in zip(st.columns(len(own)) if own else (), own, strict=True):
            state[f"data_{name}"] = list(view.many(name))
            place.multiselect(
                words(f"filter.{name}"), offers[name], key=f"data_{name}", on_change=several, args=(name,),
                placeholder=words("filter.placeholder"), select_all=False,
                format_func=lambda one, name=name: _option(words, name, one),
            )  # fmt: skip
    lacking = [name for name in library_data.FILTERS["figures"] if name not in library_data.FILTERS[table]]
    idle = [name for name in lacking if _held(seen, name)]
    if idle:
        names = words("list.and").join(words(f"filter.{name}") for name in idle)
        st.caption(words("data.idle", names=names, table=words(f"table.{table}")))


def _held(seen: Visit, name: str) -> bool:
    return bool(getattr(seen.view, name) if name in link.FILTERS else seen.view.many(name))


def _option(words: Words, name: str, value: str) -> str:
    return value or words("panel.no_unit") if name == "unit" else words(f"{name}.{value}")


def _asked_text(seen: Visit, asked: Asked) -> str:
    words = seen.words
    said = [
        words("empty.filter", name=words(f"filter.{name}"),
              values=words("list.and").join(
                  str(one) if name in link.FILTERS else _option(words, name, one) for one in chosen))
        for name, chosen in asked.filters
    ]  # fmt: skip
    if asked.search:
        said.append(words("empty.filter", name=words("filter.q"), values=asked.search))
    return words("list.separator").join(said)


def nothing(seen: Visit, asked: Asked) -> None:
    """Say what was asked, why nothing is there, and offer each filter whose lifting helps."""
    words = seen.words
    if not asked.filters and not asked.search:
        st.info(words(f"data.none_{'problems' if asked.table == 'problems' else 'rows'}"))
        return
    st.info(words("data.nothing", asked=frame.plain(_asked_text(seen, asked)), table=words(f"table.{asked.table}")))
    for name in [*(name for name, _ in asked.filters), *(["q"] if asked.search else [])]:
        if left := _count(_made(seen, asked), asked.without(name)):
            lift = visit.lift if name in link.FILTERS else lambda name: visit.set_own(**{name: ()})
            text = words("empty.lift", name=words(f"filter.{name}"), n=left)
            st.button(text, key=f"lift_{name}", on_click=lift, args=(name,))


def table(seen: Visit, asked: Asked, schema: pa.Schema, rows: pd.DataFrame, at: int) -> None:
    """The rows; a click on one shows its sentence below."""
    words, view = seen.words, seen.view
    ids = rows["judgement_id" if asked.table == "judgements" else "figure_id"].tolist() if _opens(asked) else []
    row_chosen = view.one("row")
    stamp = hashlib.sha256(f"{asked}|{at}|{view.build}".encode()).hexdigest()[:10]
    key = f"data_rows_{stamp}_{st.session_state['arrivals']}"

    def chosen() -> None:
        picked = st.session_state[key]["selection"]["rows"]
        visit.set_own(row=(ids[picked[0]],) if picked else ())

    lit = [ids.index(row_chosen)] if row_chosen in ids else []
    selecting = {
        "on_select": chosen, "selection_mode": "single-row",
        "selection_default": {"selection": {"rows": lit, "columns": []}},
    } if ids else {}  # fmt: skip
    st.dataframe(
        data_table.worded(rows, words), hide_index=True, key=key, column_order=data_table.order(asked.table, schema),
        column_config=data_table.screen(asked.table, schema, words), height=min(560, 36 * len(rows) + 40),
        placeholder="",
        alt=words("data.alt", table=words(f"table.{asked.table}"), n=len(rows)), **selecting,
    )  # fmt: skip
    if ids:
        st.caption(words("data.hint"))


def _opens(asked: Asked) -> bool:
    return asked.table != "problems"


def proof(seen: Visit, asked: Asked) -> None:
    """The sentence (or sentences) behind the chosen row."""
    chosen, words = seen.view.one("row"), seen.words
    if not chosen or not _opens(asked):
        return
    if asked.table == "figures":
        roles = {"row": chosen}
    else:
        found = seen.library.judgement(chosen)
        roles = {role: found[f"{role}_id"] for role in ("achieved", "target", "baseline")} if found else {}
    figures = seen.library.figures([one for one in roles.values() if one])
    shown = {role: figures[one] for role, one in roles.items() if one in figures}
    with st.container(key="data_proof"):
        copying.row(seen, asked.table, chosen, figures)
        for role, figure in shown.items():
            opener = pages.href(
                "report", seen.library, words.lang, {"report": figure["document_id"], "figure": figure["figure_id"]}
            )
            card = row.card(figure, words, opener) if role == "row" else evidence.card(figure, words, role, opener)
            st.html(card)
        if shown:
            st.button(words("row.close"), key="data_close", on_click=visit.set_own, kwargs={"row": ()})


def downloads(seen: Visit, asked: Asked, schema: pa.Schema, total: int) -> None:
    """Exactly the rows that are left, as files."""
    words, view = seen.words, seen.view
    told = download.facts(view, seen.page) | {"table": asked.table}
    name = f"dabiao-{asked.table}-{view.build}"
    notes = [
        (words("export.table"), words(f"table.{asked.table}")),
        (words("export.rows"), f"{total:,}"),
        (words("filters"), _asked_text(seen, asked) or words("empty.no_filter")),
        (words("export.link"), str(told["link"])),
        (words("export.build"), view.build),
    ]
    st.header(words("download.title"), anchor=False)
    st.caption(words("data.download", n=total, table=words(f"table.{asked.table}")))

    def pieces():
        return library_data.stream(seen.library, asked)

    with st.container(horizontal=True):
        st.download_button(
            words("download.parquet"), lambda: export.parquet(pieces(), schema, told), f"{name}.parquet",
            "application/vnd.apache.parquet", key="data_parquet", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            words("download.csv"), lambda: export.csv(pieces(), schema), f"{name}.csv", "text/csv", key="data_csv",
            on_click="ignore", disabled=total > TEXT_ROWS,
        )  # fmt: skip
        st.download_button(
            words("download.excel"), lambda: data_table.excel(pieces(), asked.table, schema, notes, words),
            f"{name}.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", key="data_excel",
            on_click="ignore", disabled=total > TEXT_ROWS,
        )  # fmt: skip
    if total > TEXT_ROWS:
        st.caption(words("data.too_many", n=TEXT_ROWS))
    with st.expander(words("data.recipes")):
        st.caption(words("data.recipes.about", file=f"{name}.parquet"))
        _tabs(recipes.programs(f"{name}.parquet", asked.table, words))
        if routes.served():
            st.caption(words("recipes.link"))
            addresses = {
                form: address_panel.absolute(view, seen.page, asked.table, form) for form in ("parquet", "csv")
            }
            _tabs(recipes.programs_by_address(addresses, asked.table, words))
    with st.expander(words("data.columns")):
        glossary = data_table.glossary(asked.table, schema, words)
        st.dataframe(
            glossary, hide_index=True, alt=words("data.columns"), key=f"data_glossary_{asked.table}",
            column_config={one: words(f"glossary.{one}") for one in glossary.columns},
        )  # fmt: skip


def _tabs(programs: list[tuple[str, str | None, str]]) -> None:
    for tab, (_, language, text) in zip(st.tabs([one[0] for one in programs]), programs, strict=True):
        tab.code(text, language=language)


def page(seen: Visit) -> None:
    """The page from top to bottom: what is asked, the rows, the chosen one's sentence, the files."""
    words = seen.words
    st.html(f"<style>{report_style.style(visit.theme())}</style>")
    st.title(words("page.data"), anchor=False)
    st.caption(words("page.data.about"))
    ask(seen)
    asked = Asked.of(seen.view)
    try:
        schema = library_data.schema(seen.library, asked.table)
        # How many rows a search leaves takes seconds in a large table; the first are there at once.
        above, listed = st.container(), st.container()
        rows = _first(_made(seen, asked), asked) if seen.view.one("page") is None else None
        if rows is not None:
            with listed:
                table(seen, asked, schema, rows, 1)
        total = _count(_made(seen, asked), asked)
    except (TableMissing, TableUnreadable) as error:
        st.info(visit.failure_text(error, words))
        st.code(error.command, language=None)
        return
    if not total:
        nothing(seen, asked)
        return
    with above:
        at = pager.turned_to(seen, "data", asked, total, PAGE_ROWS, "data.place", row=())
    if rows is None:
        rows = _rows(_made(seen, asked), asked, (at - 1) * PAGE_ROWS)
        with listed:
            table(seen, asked, schema, rows, at)
    proof(seen, asked)
    copying.listed(seen, asked.table, rows.head, total)
    with st.container(key="files"):
        downloads(seen, asked, schema, total)
        pack_panel.panel(seen)


page(st.session_state["visit"])
