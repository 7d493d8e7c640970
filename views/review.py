"""The page 校核: figures that a person should look at, one by one, the sentence beside the fields."""

from __future__ import annotations

import html

import streamlit as st

from views import (
    columns,
    correction_fields,
    evidence,
    frame,
    grids_compare,
    library_reports,
    library_review,
    link,
    numbers,
    owner,
    pages,
    review_actions,
    review_entries,
    review_keys,
    row,
    visit,
)
from views.library_review import QUEUES, Asked
from views.owner import Permission
from views.visit import Visit
from views.words import Words

# Figures shown ahead of the present one, and values of one conflict.
AHEAD, VALUES = 6, 12
# Characters of the report shown on either side of the sentence.
_AROUND = 120
_FACTS = ("title", "source", "section", "indicator_text", "rule")


@st.cache_data(show_spinner=False, max_entries=64)
def _counts(build: str, asked: Asked) -> dict[str, int]:
    return library_review.counts(st.session_state["visit"].library, asked)


@st.cache_data(show_spinner=False, max_entries=64)
def _rows(build: str, asked: Asked, queue: str, offset: int) -> list[dict]:
    return library_review.rows(st.session_state["visit"].library, asked, queue, AHEAD + 1, offset)


@st.cache_data(show_spinner=False, max_entries=64)
def _figure(build: str, document_id: str, figure_id: str) -> dict:
    return library_review.figure(st.session_state["visit"].library, document_id, figure_id)


@st.cache_data(show_spinner=False, max_entries=64)
def _conflict(build: str, figure_id: str) -> list[dict]:
    return library_review.conflict(st.session_state["visit"].library, figure_id, VALUES)


@st.cache_data(show_spinner=False, max_entries=16)
def _document(build: str, document_id: str) -> dict:
    return library_reports.report(st.session_state["visit"].library, document_id)


def choose(seen: Visit, counts: dict[str, int], queue: str) -> None:
    """Which queue, and whether the keys work; both in the address."""
    words = seen.words
    state = st.session_state
    state["review_queue"], state["review_keys_on"] = queue, seen.view.one("keys") != "off"
    with st.container(horizontal=True, vertical_alignment="bottom", key="review_choose"):
        st.segmented_control(
            words("filter.queue"), QUEUES, key="review_queue", required=True,
            format_func=lambda one: words("review.queue", name=words(f"queue.{one}"), n=counts[one]),
            on_change=lambda: visit.set_own(queue=(state["review_queue"],), item=()),
        )  # fmt: skip
        st.toggle(
            words("filter.keys"), key="review_keys_on", help=words("review.keys.help"),
            on_change=lambda: visit.set_own(keys=() if state["review_keys_on"] else ("off",)),
        )  # fmt: skip


def position(seen: Visit, asked: Asked, queue: str, total: int) -> int:
    """Which figure of the queue is shown (the first is 1). The address is told where it differs."""
    wanted, state = int(seen.view.one("item") or 1), st.session_state
    # A filter of the sidebar was changed since the last run: another queue begins at its first figure.
    now = (state["arrivals"], asked.view, queue)
    before, state["review_asked"] = state.get("review_asked"), now
    arrived = before is None or before[0] != now[0]
    if not arrived and before != now:
        wanted = 1
    if wanted > total and arrived:
        st.warning(seen.words("review.beyond", item=wanted, n=total))
    at = min(wanted, total)
    visit.hold_own(item=(str(at),) if at > 1 else ())
    return at


def move(seen: Visit, at: int, total: int, keys: bool, done: str) -> None:
    """Where in the queue the reader is, what was just done, and the way on and back."""
    words = seen.words

    def to(item: int) -> None:
        visit.set_own(item=(str(item),) if item > 1 else ())

    with st.container(horizontal=True, vertical_alignment="center", key="review_move"):
        # Beside the place, so that nothing below moves while row after row is judged.
        told = f'<span class="done">✔ {html.escape(done)}</span>' if done else ""
        st.html(f'<span class="place" role="status">{words("review.place", at=at, n=total)}{told}</span>')
        st.button(
            review_keys.label(words, "previous", keys), key=f"review_previous_{at}", disabled=at == 1, on_click=to,
            args=(at - 1,),
        )  # fmt: skip
        st.button(
            review_keys.label(words, "next", keys), key=f"review_next_{at}", disabled=at == total, on_click=to,
            args=(at + 1,),
        )  # fmt: skip


def reasons(figure: dict, words: Words) -> str:
    """Why a figure should be looked at, as HTML badges; none where only nobody did so far."""
    said = []
    if figure["difference"] is not None:
        said.append(words(f"conflict.by_{figure['difference']}"))
    if figure["confidence"] == "unsure":
        said.append(words("confidence.unsure"))
    return "".join(f'<span class="badge">{html.escape(one)}</span>' for one in said)


def label(figure: dict, words: Words) -> str:
    """A figure's value as it is read."""
    return numbers.figure(
        figure["value"], figure["value_high"], figure["comparator"], figure["unit"], figure["basis"], words
    )


def sentence(seen: Visit, figure: dict) -> str:
    """The sentence with the number marked and what stands round it, with its section, report and reading."""
    words, text = seen.words, _document(seen.view.build, figure["document_id"])["text"]
    begin, end = figure["quote_start"], figure["quote_start"] + len(figure["quote"])
    before = text[max(0, begin - _AROUND) : begin].lstrip()
    after = text[end : end + _AROUND].strip()
    cut = "…" if begin > _AROUND else "", "…" if end + _AROUND < len(text) else ""
    known = [name for name in _FACTS if figure[name] and not (name == "source" and figure["title"])]
    return (
        f'<section class="evidence row review-figure" data-figure="{figure["figure_id"]}">'
        f"<h2>{html.escape(figure['indicator'])}<span>{html.escape(label(figure, words))}</span></h2>"
        f'<p class="badges">{reasons(figure, words)}</p>'
        f'<p class="around">{cut[0]}{html.escape(before)}</p>{evidence.quote(figure, words)}'
        f'<p class="around">{html.escape(after)}{cut[1]}</p>'
        f"{evidence.opener(_report(seen, figure), words)}{row.facts(figure, known, words)}</section>"
    )


def _report(seen: Visit, figure: dict) -> str:
    own = {"report": figure["document_id"], "figure": figure["figure_id"]}
    return pages.href("report", seen.library, seen.words.lang, own)


def contradictions(seen: Visit, figure: dict, waiting: set[str]) -> None:
    """Every value of the conflict that a figure is in, side by side, the chosen one with the rules that chose it."""
    words, values = seen.words, _conflict(seen.view.build, figure["figure_id"])
    if not values:
        return
    st.header(words("review.conflict", n=values[0]["values"]), anchor=False)
    cards = []
    for one in values:
        rules = grids_compare.rule_names(one["ruled_by"], words)
        badges = [words("conflict.chosen", rule=rules) if one["chosen"] else words("conflict.passed_over")]
        badges += [words("review.is_shown")] if one["figure_id"] == figure["figure_id"] else []
        badges += [words("review.is_waiting")] if one["figure_id"] in waiting else []
        marks = "".join(f'<span class="badge">{html.escape(badge)}</span>' for badge in badges)
        year = words("year.unknown") if one["year"] is None else words("year", year=one["year"])
        place = f"{words('kind.' + one['kind'])} · {one['region']} · {year} · {one['title'] or one['source']}"
        cards.append(
            f'<section class="evidence{" is-chosen" if one["chosen"] else ""}">'
            f"<h3>{html.escape(one['indicator'])}<span>{html.escape(label(one, words))}</span></h3>"
            f'<p class="badges">{marks}</p><p class="around">{html.escape(place)}</p>'
            f"{evidence.quote(one, words)}{evidence.opener(_report(seen, one), words)}</section>"
        )
    st.html(f'<div class="review-values">{"".join(cards)}</div>')
    if values[0]["values"] > len(values):
        st.caption(words("review.conflict_cut", shown=len(values), n=values[0]["values"]))


def ahead(seen: Visit, rows: list[dict], queue: str, at: int) -> None:
    """The next figures of the queue, each a link."""
    words, view = seen.words, seen.view
    if not rows:
        return
    st.header(words("review.ahead"), anchor=False)
    chosen = {name: getattr(view, name) for name in link.FILTERS}
    keys = {"keys": "off"} if view.one("keys") == "off" else {}
    lines = []
    for item, one in enumerate(rows, at + 1):
        own = {"queue": queue, "item": str(item)} | keys
        href = html.escape(pages.href("review", seen.library, words.lang, own, **chosen))
        year = words("year.unknown") if one["year"] is None else words("year", year=one["year"])
        lines.append(
            f'<tr><td>{item:,}</td><td><a href="{href}">{html.escape(one["indicator"])}</a></td>'
            f"<td>{html.escape(label(one, words))}</td><td>{html.escape(one['region'] or words('row.empty'))}</td>"
            f"<td>{html.escape(year)}</td><td>{reasons(one, words)}</td></tr>"
        )
    named = (columns.header("figures", name, words) for name in ("indicator", "value", "region", "year", "confidence"))
    head = "".join(f'<th scope="col">{html.escape(one)}</th>' for one in (words("filter.item"), *named))
    st.html(
        f'<div class="grid-box"><table class="grid grid-ahead"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def nothing(seen: Visit, asked: Asked, counts: dict[str, int], queue: str) -> None:
    """Say that nothing waits, and offer the nearest filter to lift and the other queues."""
    words, said = seen.words, frame.asked(seen)
    st.info(words("review.nothing", queue=words(f"queue.{queue}"), asked=said or words("empty.no_filter")))
    for other in QUEUES:
        if other != queue and counts[other]:
            st.button(
                words("empty.widen", show=words(f"queue.{other}"), n=counts[other]), key=f"review_to_{other}",
                on_click=visit.set_own, kwargs={"queue": (other,), "item": ()},
            )  # fmt: skip
    chosen = [name for name in link.FILTERS if getattr(seen.view, name)]
    helps = {name: left for name in chosen if (left := _counts(seen.view.build, asked.without(name))[queue])}
    for name, left in helps.items():
        text = words("empty.lift", name=words(f"filter.{name}"), n=left)
        st.button(text, key=f"lift_{name}", on_click=visit.lift, args=(name,))
    if len(chosen) > 1 and not helps and (left := _counts(seen.view.build, Asked(link.View(), asked.done))[queue]):
        text = words("review.lift_all", n=left)
        st.button(text, key="lift_all", on_click=lambda: [visit.lift(name) for name in chosen])


def judge(seen: Visit, figure: dict, permission: Permission, keys: bool) -> None:
    """The fields of the row, and what can be said of it: written by an owner, as text to copy by anybody else."""
    words = seen.words
    if permission.allowed:
        review_actions.buttons(seen, figure, permission, keys)
    st.header(words("review.fields"), anchor=False)
    if keys:
        with st.container(key="review_keys_note"):
            st.caption(words("review.keys_note", edit=review_keys.FIELDS, leave="Esc"))
    with st.container(key="review_fields"):
        correction_fields.draw(words, figure, correction_fields.settable(figure), review_actions.form(seen, figure))
    review_actions.entry(seen, figure, _document(seen.view.build, figure["document_id"]), permission)


def page(seen: Visit) -> None:
    """The page from top to bottom: which queue, the figure beside its fields, what comes next, what was written."""
    words, view = seen.words, seen.view
    st.title(words("page.review"), anchor=False)
    st.caption(words("page.review.about"))
    permission = owner.may_change()
    held = review_entries.kept(seen.library)
    if held.fault:
        st.warning(words("review.file_broken", reason=frame.plain(held.fault)))
        permission = Permission(False, "", "review.file_first")
    if not permission.allowed:
        st.info(words(permission.reason))
    done = review_actions.said()
    asked = Asked.of(view, held.figures)
    counts = _counts(view.build, asked)
    queue, keys = view.one("queue") or QUEUES[0], view.one("keys") != "off"
    choose(seen, counts, queue)
    waiting = review_entries.waiting(seen.library, held)
    if not counts[queue]:
        if done:
            st.success(frame.plain(done))
        nothing(seen, asked, counts, queue)
    else:
        at = position(seen, asked, queue, counts[queue])
        first, *rest = _rows(view.build, asked, queue, at - 1)
        figure = _figure(view.build, first["document_id"], first["figure_id"]) | {"difference": first["difference"]}
        move(seen, at, counts[queue], keys, done)
        with st.container(key="review_pair"):
            left, right = st.columns([3, 2], gap="large")
        with left:
            st.html(sentence(seen, figure))
            contradictions(seen, figure, {entry.figure for entry in waiting})
        with right:
            judge(seen, figure, permission, keys)
        ahead(seen, rest, queue, at)
        review_keys.listen(keys, figure["figure_id"])
    review_actions.written(seen, held, waiting, permission, keys)


page(st.session_state["visit"])
