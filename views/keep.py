"""An owner adds a report of the page 导入 to the library: the form, the progress, and what came of it."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from extract.files import REPORT_SUFFIXES
from metrics import additions
from metrics.additions import About, AdditionError
from views import frame, owner, rebuild, visit
from views.uploads import Upload
from views.visit import Visit
from views.words import Words

_KINDS = dict(zip(additions.KINDS, ("keep.kind_review", "keep.kind_plan", "keep.kind_both"), strict=True))
_FAULTS = {
    "name": "keep.bad_name", "same": "keep.same_there", "taken": "keep.name_taken", "known": "keep.text_known",
    "unread": "keep.not_read", "foreign": "keep.foreign", "correction": "keep.correction",
    "reference": "keep.reference", "changed": "keep.changed", "unwritable": "keep.unwritable",
}  # fmt: skip
_SCHEMES = ("https://", "http://")


def offer(seen: Visit, upload: Upload | None = None) -> None:
    """Who may add reports; for those who may, the form for this one."""
    words = seen.words
    st.header(words("keep.title"), anchor=False)
    if done := st.session_state.get("keep_done"):
        st.success(words("keep.done", **done | {"name": frame.plain(done["name"])}))
    permission = owner.may_change()
    if not permission.allowed:
        st.info(words(permission.reason))
        return
    st.caption(words(permission.reason))
    reports = additions.reports_of(visit.folder())
    st.caption(words("keep.about", folder=frame.plain(str(reports))))
    if lost := additions.missing(visit.folder()):
        st.warning(_fault(AdditionError("foreign", folder=str(reports), name=lost[0], n=len(lost)), words))
    elif upload:
        _form(upload, words)


def _form(upload: Upload, words: Words) -> None:
    document, key = upload.document, upload.key
    title = document["title"] if document["title"] and document["title"] in upload.text else None
    with st.form(f"keep_{key}"):
        name = st.text_input(
            words("keep.name"), upload.name, key=f"keep_name_{key}",
            help=words("keep.name_help", suffix=REPORT_SUFFIXES[0], example="jinzhong-2022.txt"),
        ).strip()  # fmt: skip
        said = title or words("keep.title_none")
        st.text_input(words("keep.title_read"), said, disabled=True, key=f"keep_title_{key}")
        issuer = st.text_input(words("keep.issuer"), document["issuer"], key=f"keep_issuer_{key}").strip()
        kind = st.selectbox(
            words("keep.kind"), additions.KINDS, additions.KINDS.index(_kind(upload)), key=f"keep_kind_{key}",
            format_func=lambda one: words(_KINDS[one]),
        )  # fmt: skip
        published = st.date_input(
            words("keep.published"), document["published"], min_value=dt.date(1949, 10, 1), key=f"keep_published_{key}"
        )
        url = st.text_input(words("keep.source"), key=f"keep_source_{key}").strip()
        note = st.text_input(words("keep.note"), key=f"keep_note_{key}").strip()
        sent = st.form_submit_button(words("keep.submit"), key=f"keep_submit_{key}", type="primary")
    if not sent:
        return
    if not issuer:
        st.error(words("keep.no_issuer"))
    elif url and not url.startswith(_SCHEMES):
        st.error(words("keep.bad_source", schemes=words("list.separator").join(_SCHEMES)))
    else:
        _add(upload, name, About(title, issuer, url or None, published, kind, note), words)


def _kind(upload: Upload) -> str:
    """What the report is, by what was read in it: a form's first suggestion."""
    review, plan, both = additions.KINDS
    if not upload.counts["target"]:
        return review
    return both if upload.counts["achieved"] else plan


def _add(upload: Upload, name: str, about: About, words: Words) -> None:
    """Add the report and go on with the new build; or say why not. The permission is asked anew."""
    try:
        who = owner.require().who
        if not about.note:
            about = About(**vars(about) | {"note": f"Added through the page by {who} on {dt.date.today()}."})
        with rebuild.progress(words) as progress:
            made = additions.add(visit.folder(), name, upload.data, about, progress, owner.require)
    except owner.NotAllowed as error:
        st.error(words(error.permission.reason))
        return
    except AdditionError as error:
        st.error(_fault(error, words))
        return
    build = visit.open_library().build
    # It is this reader who made the new build: no notice that the data have changed.
    st.session_state["build"] = build
    st.session_state["keep_done"] = {"name": name, "n": made["documents"].num_rows, "build": build}
    st.rerun()


def _fault(error: AdditionError, words: Words) -> str:
    told = {key: frame.plain(str(value)) for key, value in error.fields.items()}
    return words(_FAULTS[error.code], **told | {"suffix": REPORT_SUFFIXES[0]})
