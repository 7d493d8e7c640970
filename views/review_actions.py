"""What a person does on the page 校核: accept, correct or drop a figure, take the last entry back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from extract.corrections import Correction, CorrectionError
from metrics import additions
from metrics.additions import AdditionError
from views import (
    correction,
    correction_fields,
    correction_form,
    frame,
    owner,
    rebuild,
    review_entries,
    review_keys,
    visit,
)
from views.correction_fields import Unclear
from views.library import TableMissing, TableUnreadable
from views.owner import NotAllowed, Permission
from views.review_entries import JudgedRow, Kept, StaleRow
from views.visit import Visit
from views.words import Words

# What can be said of a row, and what may stop a new build.
ACTIONS = ("accept", "change", "drop")
STOPS = ("foreign", "correction", "reference", "changed", "unwritable")


def form(seen: Visit, figure: Mapping) -> str:
    """The name of the form of a row: another one after a build, so that its fields hold what is read now."""
    return f"{figure['figure_id']}_{seen.view.build}"


def buttons(seen: Visit, figure: Mapping, permission: Permission, keys: bool) -> None:
    """The buttons that write. They are new ones for each row: none can judge another row than the reader sees."""
    words = seen.words
    with st.container(horizontal=True, key="review_bar"):
        for action in ACTIONS:
            st.button(
                review_keys.label(words, action, keys), key=f"review_{action}_{figure['figure_id']}", on_click=_press,
                args=(words, action, figure, form(seen, figure), permission.who),
                type="primary" if action == "accept" else "secondary",
            )  # fmt: skip


def entry(seen: Visit, figure: Mapping, document: Mapping, permission: Permission) -> None:
    """The reason, and for readers who cannot write the entry as text to copy."""
    words, of = seen.words, form(seen, figure)
    st.text_input(words("correct.why"), key=_why(of), placeholder=words("review.why_left_out"))
    if permission.allowed:
        st.caption(words("review.signed", who=frame.plain(permission.who)))
        return
    action = st.segmented_control(
        words("review.to_say"), ACTIONS, key=f"review_say_{of}", default="accept", required=True,
        format_func=lambda one: words(f"review.{one}"),
    )  # fmt: skip
    by = st.text_input(words("correct.by"), key="review_by").strip()
    try:
        if not by:
            raise Unclear("correct.who_only")
        text = _text(words, action, figure, of, by)
    except Unclear as fault:
        correction_form.unclear(fault, words)
        return
    correction_form.show(text, seen, document)


def _name(figure: Mapping) -> str:
    """A figure in few words, as the report has it."""
    return f"{figure['indicator']} {figure['value_text']}"


def _why(of: str) -> str:
    return f"review_why_{of}"


def _text(words: Words, action: str, figure: Mapping, of: str, by: str) -> str:
    """The entry that says what the form called ``of`` holds. Raises Unclear where that is not enough."""
    why = st.session_state.get(_why(of), "").strip() or words(f"review.why_{action}")
    signed = (why, by, dt.date.today())
    if action == "accept":
        return correction.accept(figure, *signed)
    if action == "drop":
        return correction.drop(figure, *signed)
    new = correction_fields.changed(words, figure, correction_fields.settable(figure), of)
    if not new:
        raise Unclear("correct.nothing")
    return correction.change(figure, new, *signed)


def _press(words: Words, action: str, figure: Mapping, of: str, who: str) -> None:
    """Write what the reader says of a row in the form called ``of``, and remember what is to be told of it."""
    try:
        if action == "accept" and correction_fields.changed(words, figure, correction_fields.settable(figure), of):
            raise Unclear("review.changed")
        review_entries.write(visit.open_library(), figure, _text(words, action, figure, of, who))
    except Unclear as fault:
        key, *field = fault.args
        _say("info", words(key, field=field[0]) if field else words(key))
    except JudgedRow:
        _say("info", words("review.judged"))
    except StaleRow:
        _say("warning", words("review.stale"))
    except NotAllowed as refused:
        _say("warning", words(refused.permission.reason))
    except CorrectionError as fault:
        _say("warning", words("correct.refused", reason=frame.plain(str(fault))))
    except (TableMissing, TableUnreadable) as error:
        _say("warning", visit.failure_text(error, words))
    else:
        _say("done", words(f"review.done_{action}", name=_name(figure)))


def _renew(words: Words) -> None:
    """Make the tables anew and go on with them; or say why not. The permission is asked right before the writing."""
    try:
        with rebuild.progress(words) as progress:
            made = additions.renew(visit.folder(), progress, owner.require)
    except NotAllowed as refused:
        _say("warning", words(refused.permission.reason))
    except AdditionError as error:
        told = {name: frame.plain(str(value)) for name, value in error.fields.items()}
        _say("warning", words(f"review.stopped_{error.code}", **told))
    else:
        # It is this reader who made the new build: no notice that the data have changed.
        st.session_state["build"] = visit.open_library().build
        _say("done", words("review.renewed", n=made["documents"].num_rows))
    st.rerun()


def _take_back(words: Words, held: Kept, last: Correction) -> None:
    try:
        review_entries.take_back(held, last)
    except NotAllowed as refused:
        _say("warning", words(refused.permission.reason))
    except CorrectionError as fault:
        _say("warning", words("review.not_taken_back", reason=frame.plain(str(fault))))
    else:
        _say("done", words("review.taken_back"))


def _say(how: str, text: str) -> None:
    st.session_state["review_said"] = (how, text)
    visit.settle()


def said() -> str:
    """Tell once what kept the last press from being done; what was done is returned, empty where nothing was."""
    how, text = st.session_state.pop("review_said", ("done", ""))
    if how == "done":
        return text
    getattr(st, how)(text)
    return ""


def written(seen: Visit, held: Kept, waiting: Sequence[Correction], permission: Permission, keys: bool) -> None:
    """What is written and waits for the next build, with the way to take the last entry back."""
    words = seen.words
    if not waiting:
        return
    st.header(words("review.waiting", n=len(waiting)), anchor=False)
    last = review_entries.mine(waiting, held, permission.who) if permission.allowed else None
    if last:
        figure = seen.library.figures([last.figure])[last.figure]
        kind = "change" if last.action == "set" else last.action
        label = review_keys.label(words, "back", keys, action=words(f"review.{kind}"), name=frame.plain(_name(figure)))
        st.button(label, key=f"review_back_{last.figure}", on_click=_take_back, args=(words, held, last))
    if permission.allowed:
        st.caption(words("review.next_build_or"))
        if st.button(words("review.renew"), key="review_renew"):
            _renew(words)
    else:
        st.caption(words("review.next_build"))
    folder = Path("data") if seen.library.folder == visit.DEFAULT_FOLDER else seen.library.folder
    reports = additions.reports_of(folder)
    st.code(f"python -m extract {reports} -o {folder}\npython -m metrics {folder}", language=None)
