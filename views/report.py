"""The page 原文: a report's own text with every figure marked; a click on a mark shows its row."""

from __future__ import annotations

import streamlit as st

from views import (
    copying,
    correction_form,
    frame,
    library_reports,
    link,
    reading,
    report_style,
    report_text,
    row,
    visit,
)
from views.library import TableMissing
from views.visit import Visit
from views.words import Words


@st.cache_data(show_spinner=False, max_entries=16)
def _opened(build: str, document_id: str) -> tuple[dict, list[dict]]:
    library = st.session_state["visit"].library
    return library_reports.report(library, document_id), library_reports.figures(library, document_id)


@st.cache_data(show_spinner=False, max_entries=16)
def _text(build: str, document_id: str, lang: str) -> str:
    document, figures = _opened(build, document_id)
    return reading.marked(document["text"], figures, Words(lang))


def chosen_report(seen: Visit, first: str) -> str:
    """The report that the address asks for, by its figure or by itself; else the first. The address is told."""
    figure, wanted = seen.view.one("figure"), seen.view.one("report")
    found = library_reports.report_of(seen.library, figure) if figure else None
    if found and wanted and found != wanted:
        st.warning(seen.words("report.mismatch"))
    chosen = found or wanted or first
    if chosen != wanted:
        visit.hold_own(report=(chosen,))
    return chosen


def choose_report(seen: Visit, chosen: str) -> None:
    """The box that chooses a report; of many, behind a search by place, year and title."""
    words, library, search = seen.words, seen.library, ""
    total, most = library_reports.count(library), library_reports.LISTED
    if total > most:
        # Not in the address, no more than what is typed into a box to find a line of it.
        search = st.text_input(
            words("report.find"), key="report_find", placeholder=words("report.find.placeholder", n=total),
            type="search",
        )  # fmt: skip
    reports = library_reports.reports(library, search, most)
    if search and not reports:
        st.info(words("report.find.none", q=frame.plain(search)))
    if total > most and len(reports) == most:
        st.caption(words("report.find.cut", shown=most))
    if chosen not in {one["document_id"] for one in reports}:
        reports.insert(0, library_reports.named(library, chosen))
    names = {one["document_id"]: report_text.name_of(one, words) for one in reports}
    counts = {one["document_id"]: one["figures"] for one in reports}
    st.session_state["report_box"] = chosen
    st.selectbox(
        words("filter.report"), list(names), key="report_box",
        format_func=lambda one: words("report.option", name=names[one], n=counts[one]),
        on_change=lambda: visit.set_own(report=(st.session_state["report_box"],), figure=()),
    )  # fmt: skip


def text_pane(seen: Visit, document: dict, figures: list[dict]) -> None:
    """The text; a click on a mark puts its figure into the address."""
    words, view = seen.words, seen.view
    st.html(report_text.legend(figures, words))
    report_text.show(
        document, _text(view.build, document["document_id"], words.lang), view.one("figure"),
        lambda figure: visit.set_own(figure=(figure,)), words,
    )  # fmt: skip


def problems(seen: Visit, document: dict) -> None:
    """What could not be read of this report, with what to do."""
    words = seen.words
    try:
        found = library_reports.problems(seen.library, document["document_id"])
    except TableMissing as error:
        st.info(visit.failure_text(error, words))
        st.code(error.command, language=None)
        return
    if found:
        with st.expander(words("report.problems", n=len(found))):
            for one in found:
                st.markdown("  \n".join(frame.plain(one[name]) for name in ("problem", "reason", "advice")))


def panel(seen: Visit, document: dict, figures: list[dict]) -> None:
    """The row of the chosen figure, and of the others that stand on the same characters."""
    words, chosen = seen.words, seen.view.one("figure")
    with st.container(key="evidence"):
        if chosen is None:
            st.header(words("row.title"), anchor=False)
            st.info(words("row.hint" if figures else "report.no_figures"))
        else:
            with st.container(key="evidence_sheet"):
                _row(seen, figures, chosen)
        with st.expander(words("correct.title"), key="correct"):
            correction_form.form(seen, document, chosen)


def _row(seen: Visit, figures: list[dict], chosen: str) -> None:
    words = seen.words
    ids = [figure["figure_id"] for figure in figures]
    report_text.stepper(ids, chosen, lambda figure: visit.set_own(figure=(figure,) if figure else ()), words)
    at = ids.index(chosen)
    place = (figures[at]["start"], figures[at]["end"])
    same = [chosen, *(one["figure_id"] for one in figures if (one["start"], one["end"]) == place)]
    rows = seen.library.figures(same)
    if len(rows) > 1:
        st.caption(words("row.several", n=len(rows)))
    copying.point(seen, chosen)
    st.html("".join(row.card(rows[one], words) for one in dict.fromkeys(same)))
    for judged in library_reports.judgements_of(seen.library, chosen):
        year = judged["target_year"] if judged["year"] is None else judged["year"]
        st.page_link(
            "views/targets.py",
            label=words("row.judged", verdict=words(f"verdict.{judged['verdict']}"),
                        year=words("year.unknown") if year is None else words("year", year=year)),
            query_params=link.serialise(
                link.View(lang=words.lang, show="all", judgement=judged["judgement_id"], build=seen.view.build)
            ),
        )  # fmt: skip


def page(seen: Visit) -> None:
    """The page from top to bottom: which report, its text, the chosen figure's row beside it."""
    words = seen.words
    st.html(f"<style>{report_style.style(visit.theme())}</style>")
    st.title(words("page.report"), anchor=False)
    st.caption(words("page.report.about"))
    first = library_reports.reports(seen.library, limit=1)
    if not first:
        st.info(words("report.none"))
        st.code("python -m extract data/reports -o data\npython -m metrics data", language=None)
        return
    chosen = chosen_report(seen, first[0]["document_id"])
    choose_report(seen, chosen)
    document, figures = _opened(seen.view.build, chosen)
    with st.container(key="with_evidence"):
        left, right = st.columns([3, 2], gap="large")
    with left:
        text_pane(seen, document, figures)
        problems(seen, document)
    with right:
        panel(seen, document, figures)


page(st.session_state["visit"])
