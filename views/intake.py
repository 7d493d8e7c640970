"""The page 导入: reports that a reader drops in are read at once, for this visit; owners add them to the library."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

import pandas as pd
import pyarrow as pa
import streamlit as st

from extract.files import REPORT_SUFFIXES
from extract.schema import FIGURES, KINDS
from views import (
    data_table,
    export,
    file_box,
    frame,
    keep,
    pages,
    reading,
    report_style,
    report_text,
    row,
    uploads,
    visit,
)
from views.uploads import NotTaken, Upload
from views.visit import Visit
from views.words import Words

# The columns that fit beside the text; the row of a figure that is chosen has them all.
_COLUMNS = ("indicator", "value_text", "kind", "year", "region", "confidence")
_NOT_TAKEN = {
    "size": "intake.too_big", "many": "intake.too_many", "full": "intake.too_full", "twice": "intake.twice",
}  # fmt: skip


def _held() -> list[Upload]:
    """The files of this visit."""
    return st.session_state.setdefault("intake_held", [])


def _limits() -> dict[str, object]:
    """What a visit may hold, as it is told."""
    size, total = (f"{limit >> 20} MB" for limit in (uploads.FILE_BYTES, uploads.VISIT_BYTES))
    return {"suffix": " / ".join(REPORT_SUFFIXES), "size": size, "total": total, "n": uploads.FILES}


def receive(words: Words) -> None:
    """The box that files are dropped into; what comes is read, with its progress, and the box is empty again."""
    state = st.session_state
    given = file_box.box(words("intake.drop"), f"intake_box_{state.setdefault('intake_turn', 0)}", words)
    st.caption(words("intake.limits", **_limits()))
    if not given:
        return
    held, new, refused = _held(), [], []
    bar = st.progress(0.0)
    for at, file in enumerate(given):
        name = uploads.plain_name(file.name)
        said = words("intake.reading", name=frame.plain(name), n=at + 1, total=len(given))
        bar.progress(at / len(given), text=said)
        try:
            uploads.check(name, file.size, held)
            held.append(uploads.read(name, file.getvalue(), held))
            new.append(held[-1])
        except NotTaken as error:
            refused.append((error.reason, name, error.other))
    state["intake_refused"] = refused
    state["intake_turn"] += 1
    if new:
        _show(next((one for one in new if one.figures.num_rows), new[0]).key)
    st.rerun()


def _show(key: str | None) -> None:
    """Show another file, none of its figures chosen."""
    st.session_state["intake_shown"] = key
    st.session_state.pop("keep_done", None)
    _choose(None)


def _choose(figure_id: str | None) -> None:
    """Choose a figure; the table takes the choice over."""
    st.session_state["intake_figure"] = figure_id
    st.session_state["intake_table"] = st.session_state.get("intake_table", 0) + 1


def _remove(keys: Sequence[str]) -> None:
    state = st.session_state
    state["intake_held"] = [one for one in _held() if one.key not in keys]
    state["intake_refused"] = []
    _show(None)


def refused(words: Words) -> None:
    """The files that were not taken in, each with the reason and what to do."""
    for reason, name, other in st.session_state.get("intake_refused", ()):
        limits = _limits()
        st.warning(words(_NOT_TAKEN[reason], **limits | {"name": frame.plain(name), "other": frame.plain(other)}))


def listing(held: Sequence[Upload], words: Words) -> str:
    """The files of this visit as a table: what each is, and how many figures of each kind it has."""
    heads = [words(key) for key in ("intake.file", "intake.report", "intake.size", "intake.state")]
    heads += [words(f"kind.{kind}") for kind in KINDS] + [words("report.unsure")]
    body = ""
    for one in held:
        cells = [one.name, _what(one, words), f"{-(-len(one.data) // 1024):,} KB", _state(one, words)]
        cells += [f"{one.counts[name]:,}" if one.document else "" for name in (*KINDS, "unsure")]
        body += "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in heads)
    label = html.escape(words("intake.files"))
    return (
        f'<div class="grid-box" role="region" tabindex="0" aria-label="{label}">'
        f'<table class="grid grid-uploads"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _what(one: Upload, words: Words) -> str:
    """The report that a file holds, or why none was read and what to do."""
    if one.document:
        return report_text.name_of(one.document, words)
    return words("list.separator").join(one.problems.to_pylist()[0][name] for name in ("problem", "reason", "advice"))


def _state(one: Upload, words: Words) -> str:
    if one.document is None:
        return words("intake.unread")
    return words("intake.read_with", n=one.problems.num_rows) if one.problems.num_rows else words("intake.read")


def choose_file(held: Sequence[Upload], words: Words) -> Upload:
    """Which file is shown; boxes and buttons to show another, and to remove."""
    state = st.session_state
    by_key = {one.key: one for one in held}
    chosen = state.get("intake_shown") if state.get("intake_shown") in by_key else held[0].key
    with st.container(horizontal=True, vertical_alignment="bottom", key="intake_choice"):
        if len(held) > 1:
            state["intake_pick"] = chosen
            st.selectbox(
                words("intake.show"), list(by_key), key="intake_pick",
                format_func=lambda key: words("intake.option", name=by_key[key].name, n=by_key[key].figures.num_rows),
                on_change=lambda: _show(st.session_state["intake_pick"]),
            )  # fmt: skip
        st.button(words("intake.remove"), key="intake_remove", on_click=_remove, args=([chosen],))
        if len(held) > 1:
            st.button(words("intake.remove_all"), key="intake_remove_all", on_click=_remove, args=(list(by_key),))
    return by_key[chosen]


def problems(one: Upload, words: Words) -> None:
    """What could not be read: of the whole file at once, of single numbers on demand; each with what to do."""
    found = one.problems.to_pylist()
    told = [("  \n".join(frame.plain(row[name]) for name in ("problem", "reason", "advice")), row) for row in found]
    for text, row_ in told:
        if row_["start"] is None:
            st.warning(text)
    numbers = [text for text, row_ in told if row_["start"] is not None]
    if numbers:
        with st.expander(words("report.problems", n=len(numbers))):
            for text in numbers:
                st.markdown(text)


def _marked(one: Upload, words: Words) -> tuple[list[dict], str]:
    """The figures of the file that is shown and its marked text, made once for a file and a language."""
    wanted = (one.key, words.lang)
    if st.session_state.get("intake_marked", (None,))[0] != wanted:
        figures = one.marks()
        st.session_state["intake_marked"] = wanted, (figures, reading.marked(one.text, figures, words))
    return st.session_state["intake_marked"][1]


def shown(one: Upload, words: Words) -> None:
    """The text of a file with its figures marked, beside its rows and the row that is chosen."""
    chosen = st.session_state.get("intake_figure")
    figures, body = _marked(one, words)
    st.html(report_text.legend(figures, words))
    with st.container(key="with_evidence"):
        left, right = st.columns([5, 4], gap="large")
    with left, st.container(key="intake_text_box"):
        report_text.show(one.document, body, chosen, _choose, words)
    with right, st.container(key="evidence"):
        if figures:
            _rows(one, figures, chosen, words)
        if chosen:
            with st.container(key="evidence_sheet"):
                report_text.stepper([figure["figure_id"] for figure in figures], chosen, _choose, words)
                st.html(row.card(one.figure(chosen), words))


def _rows(one: Upload, figures: Sequence[Mapping], chosen: str | None, words: Words) -> None:
    ids = [figure["figure_id"] for figure in figures]
    key = f"intake_rows_{one.key}_{st.session_state.get('intake_table', 0)}"

    def picked() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        _choose(ids[rows[0]] if rows else None)

    table = pd.DataFrame([{name: figure[name] for name in _COLUMNS} for figure in figures])
    table["year"] = table["year"].astype("Int64")
    st.header(words("intake.rows"), anchor=False)
    st.dataframe(
        data_table.worded(table, words), hide_index=True, key=key, height=min(320, 36 * len(table) + 40),
        column_config=data_table.screen("figures", pa.schema([FIGURES.field(name) for name in _COLUMNS]), words),
        placeholder="", alt=words("intake.rows_alt", name=one.name, n=len(ids)), on_select=picked,
        selection_mode="single-row",
        selection_default={"selection": {"rows": [ids.index(chosen)] if chosen else [], "columns": []}},
    )  # fmt: skip
    st.caption(words("intake.rows_hint"))


def downloads(one: Upload, held: Sequence[Upload], words: Words) -> None:
    """What was read as files: of the file that is shown, and of all."""
    st.header(words("intake.download"), anchor=False)
    read = [each for each in held if each.document]
    offers = [("intake.one_parquet", "intake.one_csv", [one])]
    if len(read) > 1:
        offers.append(("intake.all_parquet", "intake.all_csv", read))
    with st.container(horizontal=True):
        for parquet, csv, of in offers:
            stem = of[0].name.rpartition(".")[0] if len(of) == 1 else "dabiao"
            pieces = [each.figures for each in of]
            facts = {"scope": "one visit", "files": [each.name for each in of]}
            st.download_button(
                words(parquet, n=len(of)),
                lambda pieces=pieces, facts=facts: export.parquet(pieces, FIGURES, facts),
                f"{stem}-figures.parquet", "application/vnd.apache.parquet", key=parquet, on_click="ignore",
            )  # fmt: skip
            st.download_button(
                words(csv, n=len(of)), lambda pieces=pieces: export.csv(pieces, FIGURES),
                f"{stem}-figures.csv", "text/csv", key=csv, on_click="ignore",
            )  # fmt: skip


def in_library(one: Upload, seen: Visit) -> bool:
    """Whether the library has the report; if so, the page says it and leads there."""
    document_id = one.document["document_id"]
    if not seen.library.has_report(document_id):
        return False
    words = seen.words
    link = html.escape(pages.report_href(seen.library, words.lang, document_id))
    st.html(
        f'<p class="opener">{html.escape(words("intake.known"))} '
        f'<a href="{link}">{html.escape(words("intake.open"))}</a></p>'
    )
    return True


def page(seen: Visit) -> None:
    """The page from top to bottom: the box, the files, one file's text and rows, what to do with them."""
    words = seen.words
    st.html(f"<style>{report_style.style(visit.theme())}</style>")
    st.title(words("page.intake"), anchor=False)
    st.caption(words("intake.about"))
    receive(words)
    refused(words)
    held = _held()
    if not held:
        st.info(words("intake.none"))
        keep.offer(seen)
        return
    st.header(words("intake.files"), anchor=False)
    st.html(listing(held, words))
    one = choose_file(held, words)
    problems(one, words)
    if one.document is None:
        return
    known = in_library(one, seen)
    shown(one, words)
    if one.figures.num_rows:
        downloads(one, held, words)
    keep.offer(seen, None if known else one)


page(st.session_state["visit"])
