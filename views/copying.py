"""复制为材料文字: buttons that copy a sentence ready for a report, and its source, for a row or what a page shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict

import pandas as pd
import streamlit as st

from extract import catalogue
from metrics import national
from metrics.national import NationalRow
from views import citations, sentences
from views.library_paper import national_row
from views.visit import Visit

# A paragraph of more items than this is no longer read by anybody.
ITEMS = 50
# The tables whose rows are told in sentences.
_TABLES = ("figures", "judgements")
# Stands in a citation for the address that the reader's browser knows best, and puts in when it copies.
_ADDRESS = "\ue000"

# As the button of the sidebar: the browser copies, offline too; what is copied is shown, and where there is
# no clipboard it stands there to be copied by hand.
_JS = """
export default function({parentElement, data}) {
  const [sentence, citation] = parentElement.querySelectorAll('button');
  const field = parentElement.querySelector('textarea'), said = parentElement.querySelector('span');
  field.setAttribute('aria-label', data.field);
  // A run that changed nothing leaves what is shown in place.
  const shown = data.sentence + data.citation;
  if (parentElement.shown !== shown) { field.hidden = true; said.textContent = ''; parentElement.shown = shown; }
  const offer = (button, label, text) => {
    button.textContent = label;
    button.onclick = async () => {
      const link = window.location.href.replace('/~/+/', '/');
      field.value = text.replaceAll(data.mark, link);
      field.hidden = false;
      field.style.height = 'auto';
      field.style.height = Math.min(field.scrollHeight + 4, 260) + 'px';
      try {
        await navigator.clipboard.writeText(field.value);
        said.textContent = data.done;
      } catch {
        field.focus(); field.select();
        said.textContent = document.execCommand('copy') ? data.done : data.manual;
      }
    };
  };
  offer(sentence, data.label, data.sentence);
  offer(citation, data.source, data.citation);
}
"""
_CSS = """
p {display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: 0}
button {font: inherit; padding: .3rem .8rem; border-radius: 6px; cursor: pointer; color: inherit;
  background: transparent; border: 1px solid rgba(128,140,152,.5)}
button:hover, button:focus-visible {border-color: var(--st-primary-color); color: var(--st-primary-color)}
span {font-size: .85rem}
textarea {width: 100%; margin-top: .5rem; font: inherit; font-size: .9rem; line-height: 1.7; box-sizing: border-box;
  padding: .5rem .7rem; border-radius: 6px; border: 1px solid rgba(128,140,152,.5); color: inherit;
  background: var(--st-secondary-background-color); resize: vertical}
textarea[hidden] {display: none}
"""
_copy_text = st.components.v2.component(
    "copy_text",
    html="<p><button type='button'></button><button type='button'></button><span role='status'></span></p>"
    "<textarea readonly hidden></textarea>",
    css=_CSS,
    js=_JS,
)


@st.cache_data(show_spinner=False, max_entries=64)
def _figures(build: str, ids: tuple[str, ...]) -> dict[str, dict]:
    return st.session_state["visit"].library.figures(ids)


@st.cache_data(show_spinner=False, max_entries=64)
def _judgements_of(build: str, figure_id: str) -> list[dict]:
    """The judgements whose sentence tells of a figure: those of an achievement, or of a target without one."""
    library = st.session_state["visit"].library
    found = library.ask(
        """SELECT * FROM judged WHERE target_id IS NOT NULL AND (achieved_id = $1
             OR (target_id = $1 AND (achieved_id IS NULL OR target_source = 'derived')))
           ORDER BY judgement_id LIMIT $2""",
        [figure_id, ITEMS],
    )
    return found.to_pylist()


def row(seen: Visit, table: str, row_id: str, figures: Mapping[str, Mapping]) -> None:
    """The buttons for a row of the figures or the judgements (``table``), by its id; ``figures`` as ``judgement``'s."""
    if table == "figures":
        point(seen, row_id)
    elif found := seen.library.judgement(row_id):
        judgement(seen, found, figures)


def judgement(seen: Visit, found: Mapping, figures: Mapping[str, Mapping]) -> None:
    """The buttons for one judgement: the achieved value against this target.

    ``figures`` are those that the page has looked up already, by id: a table of millions is not asked twice.
    """
    _offer(seen, "judgement", sentences.of_judgements([found], seen.words), *_sources(seen, [found], figures))


def point(seen: Visit, point_id: str) -> None:
    """The buttons for a figure, a national row or a derived target, by id.

    An achieved figure is told with all its targets, a target without an achievement as such. Nothing is
    drawn for an id that is none of these.
    """
    if point_id.startswith(national.PREFIX):
        if row := national_row(point_id):
            _offer(seen, "point", sentences.of_figures([_as_figure(row)], seen.words), [], [row], [])
        return
    if rows := _judgements_of(seen.library.build, point_id):
        _offer(seen, "point", sentences.of_judgements(rows, seen.words), *_sources(seen, rows))
    elif found := _figures(seen.library.build, (point_id,)):
        _offer(seen, "point", sentences.of_figures(found.values(), seen.words), [*found.values()], [], [])


def listed(seen: Visit, table: str, first: Callable[[int], pd.DataFrame], total: int) -> None:
    """A box with the buttons for the rows that a page lists of figures or judgements: a paragraph of the first ITEMS.

    ``first`` gives so many of the rows, ``total`` is how many there are. For any other table nothing is drawn.
    """
    words = seen.words
    if table not in _TABLES:
        return
    # Closed until a reader asks: the sources of many rows are looked up in the whole table.
    box = st.expander(words("copy.listed"), key="copy_box", on_change="rerun")
    if not box.open:
        return
    taken, notes = first(ITEMS).to_dict("records"), [words("copy.note")]
    if total > len(taken):
        notes.append(words("copy.cut", shown=len(taken), n=f"{total:,}"))
    with box:
        st.caption(("" if words.lang == "zh" else " ").join(notes))
        if table == "judgements":
            _offer(seen, "listed", sentences.of_judgements(taken, words), *_sources(seen, taken))
        else:
            _offer(seen, "listed", sentences.of_figures(taken, words), taken, [], [])


def _sources(
    seen: Visit, rows: Iterable[Mapping], known: Mapping[str, Mapping] | None = None
) -> tuple[list[Mapping], list[NationalRow], list[str]]:
    """The figures behind judgements, the national rows, and the arithmetic of derived targets.

    ``known`` figures need not be looked up.
    """
    ids: dict[str, None] = {}
    nation, arithmetic = [], []
    for row in rows:
        target = row["target_id"]
        if not pd.isna(target) and row["target_source"] == "national":
            nation += [stated for stated in [national_row(target)] if stated]
        elif not pd.isna(target) and row["target_source"] == "derived":
            arithmetic.append(row["target_arithmetic"])
            ids |= dict.fromkeys(row["target_derived_from"].split("+"))
        roles = (row[f"{role}_id"] for role in ("achieved", "target", "baseline"))
        ids |= dict.fromkeys(one for one in roles if not pd.isna(one))
    found = dict(known or {})
    # The ids of national and derived targets are no figures'.
    if lacking := tuple(one for one in ids if one not in found and ":" not in one):
        found |= _figures(seen.library.build, lacking)
    return [found[one] for one in ids if one in found], nation, arithmetic


def _as_figure(row: NationalRow) -> dict:
    """A national row in the columns that a sentence is made of."""
    known = catalogue.load().by_id(row.indicator_id)
    kind = "target" if row.kind == "target" else "achieved"
    return asdict(row) | {"kind": kind, "indicator": known.name, "basis": "level", "complete": False}


def _offer(
    seen: Visit, key: str, text: str, rows: Sequence[Mapping], nation: Sequence[NationalRow], arithmetic: Sequence[str]
) -> None:
    words = seen.words
    _copy_text(
        data={
            "sentence": text,
            "citation": citations.of(rows, nation, words, seen.library.build, _ADDRESS, arithmetic),
            "label": words("copy.paragraph" if key == "listed" else "copy.sentence"),
            "source": words("copy.citation"),
            "done": words("copy.done"),
            "manual": words("copy.manual"),
            "field": words("copy.text"),
            "mark": _ADDRESS,
        },
        key=f"copy_{key}",
    )
    if any(row["confidence"] == "unsure" for row in rows):
        st.caption(words("copy.unsure"))
