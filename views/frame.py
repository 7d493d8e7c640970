"""The frame round every page: language, filters, notices, the link to copy, and the page's style."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import streamlit as st

from views import link, owner, visit
from views.link import Notice
from views.visit import Visit
from views.words import Words

LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
MEANT = 5  # names told of those that a typed text may mean

_STYLE = """
.stMainBlockContainer {padding-top: 3.6rem; padding-bottom: 3rem; max-width: 1500px}
@media (min-width: 900px) {.stMainBlockContainer {padding-left: 3rem; padding-right: 3rem}}
h1 {font-size: 1.7rem !important; padding-bottom: .2rem !important}
h2 {font-size: 1.25rem !important}
h3 {font-size: 1.05rem !important}
h4 {font-size: 1rem !important}
.st-key-subject h2 {font-size: 1.5rem !important}
.verdicts {display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: .6rem;
  margin: .2rem 0 .4rem !important; padding: 0 !important}
.verdicts div {border: 1px solid rgba(128,140,152,.35); border-radius: 6px; padding: .5rem .8rem}
.verdicts dt {font-size: .85rem; margin: 0; white-space: nowrap}
.verdicts dd {padding: 0;
  font-size: 1.6rem; line-height: 1.3; margin: 0 !important; font-variant-numeric: tabular-nums; font-weight: 600}
.legend {font-size: .82rem; line-height: 1.9; display: flex; flex-wrap: wrap; gap: 0 1.1rem; margin-bottom: .2rem}
.legend span {white-space: nowrap}
.verdict {font-size: 1.15rem; font-weight: 700; margin: 0}
.evidence {margin: 0 0 1rem}
.evidence :is(h2, h3) {font-size: 1rem !important; display: flex;
  justify-content: space-between; gap: 1rem; padding: 0; margin: 0 0 .3rem}
.evidence :is(h2, h3) span {font-variant-numeric: tabular-nums}
.evidence blockquote {border-left: 4px solid #1f5f8b; margin: 0 0 .5rem; padding: .5rem .8rem; line-height: 1.75;
  background: rgba(128,140,152,.12); border-radius: 0 6px 6px 0; overflow-wrap: anywhere}
.evidence mark {background: #ffd84d; color: #1d2733; font-weight: 700; padding: 0 .15em; border-radius: 3px}
.evidence dl {padding: 0; display: grid;
  grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: .15rem .9rem; margin: 0 !important;
  font-size: .82rem}
.evidence dl div {display: flex; gap: .5rem}
.evidence dl .whole {grid-column: 1 / -1}
.evidence dt {opacity: .72; white-space: nowrap; font-weight: 400}
.evidence dd {margin: 0 !important; padding: 0; overflow-wrap: anywhere}
/* Beside the chart the evidence stays in view; on a telephone it comes up from the foot of the page. */
@media (min-width: 900px) {
  div[data-testid="stColumn"]:has(.st-key-evidence) {position: sticky; top: 4.2rem; align-self: flex-start;
    max-height: calc(100vh - 5rem); overflow-y: auto}
}
@media (max-width: 899px) {
  .st-key-with_evidence > div[data-testid="stHorizontalBlock"], .st-key-with_evidence {flex-wrap: wrap}
  .st-key-with_evidence div[data-testid="stColumn"] {min-width: 100%}
  .st-key-evidence_sheet {position: fixed; left: 0; right: 0; bottom: 0; z-index: 990; max-height: 56vh;
    overflow-y: auto; padding: .8rem 1rem 1.2rem; background: GROUND;
    gap: .4rem; border-top: 2px solid #1f5f8b; box-shadow: 0 -6px 24px rgba(0,0,0,.22)}
}
"""

# The button copies the address itself: what the reader sees is what is copied, and it works offline.
# Where the browser gives no clipboard (plain http on another host), the link stands there to be copied by hand.
_COPY_JS = """
export default function({parentElement, data}) {
  document.documentElement.lang = data.lang;
  const button = parentElement.querySelector('button'), field = parentElement.querySelector('input');
  button.textContent = data.label;
  field.hidden = true;
  field.setAttribute('aria-label', data.manual);
  button.onclick = async () => {
    const link = window.location.href.replace('/~/+/', '/');
    try {
      await navigator.clipboard.writeText(link);
      button.textContent = data.done;
    } catch {
      field.hidden = false; field.value = link; field.focus(); field.select();
      button.textContent = document.execCommand('copy') ? data.done : data.manual;
    }
    setTimeout(() => { button.textContent = data.label; }, 2500);
  };
}
"""
_COPY_CSS = """
button {width: 100%; font: inherit; padding: .4rem .8rem; border-radius: 6px; cursor: pointer; color: inherit;
  background: transparent; border: 1px solid rgba(128,140,152,.5)}
button:hover, button:focus-visible {border-color: var(--st-primary-color); color: var(--st-primary-color)}
input {width: 100%; margin-top: .4rem; font: inherit; font-size: .8rem; box-sizing: border-box}
"""
_copy_link = st.components.v2.component(
    "copy_link", html="<button type='button'></button><input readonly hidden>", css=_COPY_CSS, js=_COPY_JS
)


def style() -> None:
    """Put the page's style in place."""
    names = {"GROUND": "backgroundColor", "INK": "textColor", "LINK": "linkColor"}
    pages = Path(__file__).with_name("pages.css").read_text(encoding="utf-8")
    sheet = _STYLE + pages
    for name, option in names.items():
        sheet = re.sub(rf"\b{name}\b", st.get_option(f"theme.{visit.theme()}.{option}"), sheet)
    st.html(f"<style>{sheet}</style>")


def sidebar(library_choices: link.Choices, seen: Visit) -> None:
    """Language, filters and the link to copy. The widgets' values live in the session under their own names."""
    words = seen.words
    with st.sidebar:
        st.segmented_control(
            words("language"), link.LANGUAGES, format_func=LANGUAGE_NAMES.get, key="lang", required=True,
            on_change=visit.settle,
        )  # fmt: skip
        if seen.page.shared:
            _filters(library_choices, seen)
        owner.account(words)
        st.header(words("share"), anchor=False)
        _copy_link(
            data={"label": words("share.copy"), "done": words("share.done"), "manual": words("share.manual"),
                  "lang": "zh-CN" if words.lang == "zh" else "en"},
            key="copy_link",
        )  # fmt: skip
        st.caption(words("share.note", build=st.session_state["build"]))


def _filters(library_choices: link.Choices, seen: Visit) -> None:
    """The filters that the page shares with others."""
    words = seen.words
    st.header(words("filters"), anchor=False)
    for name in link.FILTERS:
        if name in seen.page.shared:
            listed, n = library_choices.listed(name), len(getattr(library_choices, name))
            cut = len(listed) < n
            st.multiselect(
                words(f"filter.{name}"), listed, key=name, select_all=False, accept_new_options=cut,
                placeholder=words("filter.placeholder_cut" if cut else "filter.placeholder"),
                help=words(f"filter.{name}.help") + visit.cut(len(listed), n, words),
                on_change=visit.filtered, args=(name,),
            )  # fmt: skip
    if "show" in seen.page.shared:
        st.radio(
            words("filter.show"), link.SHOWS, key="show", format_func=lambda show: words(f"show.{show}"),
            help=words("filter.show.help"), on_change=visit.choose, args=(None,),
        )  # fmt: skip
    if "method" in seen.page.shared:
        st.selectbox(
            words("filter.method"), link.METHODS, key="method", format_func=lambda method: words(f"method.{method}"),
            help=words("filter.method.help"), on_change=visit.settle,
        )  # fmt: skip


def notices(found: list[Notice], words: Words) -> None:
    """Say what in the address could not be followed, each by name."""
    if found:
        st.warning("\n".join(f"- {_notice_text(notice, words)}" for notice in found))


def _notice_text(notice: Notice, words: Words) -> str:
    name = words(f"filter.{notice.name}") if f"filter.{notice.name}" in words else notice.name
    name = words("language") if notice.name == "lang" else name
    # A bad value may be of any length; this much is enough to know it by.
    value = notice.value if len(notice.value) <= 60 else notice.value[:60] + "…"
    meant = words("list.separator").join(notice.meant[:MEANT])
    return words(notice.key, name=plain(name[:60]), value=plain(value), n=len(notice.meant), meant=plain(meant))


def plain(text: str) -> str:
    """Text from a report or the address as Markdown that shows just that text, with no markup of its own."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]()#+-.!|~$:" else char for char in html.escape(text, quote=False))


def asked(seen: Visit) -> str:
    """The filters that are set, in words, as Markdown; empty where none is."""
    words = seen.words
    said = (
        words("empty.filter", name=words(f"filter.{name}"), values=words("list.and").join(map(str, chosen)))
        for name in link.FILTERS
        if (chosen := getattr(seen.view, name))
    )
    return plain(words("list.separator").join(said))


def nothing_left(seen: Visit) -> None:
    """Say what was asked, why nothing is there, and offer the nearest filters to lift."""
    words, view = seen.words, seen.view
    st.info(words("empty.filtered", asked=asked(seen) or words("empty.no_filter"), show=words(f"show.{view.show}")))
    for name in link.FILTERS:
        if getattr(view, name) and (left := seen.library.count(view.without(name))):
            st.button(
                words("empty.lift", name=words(f"filter.{name}"), n=left), key=f"lift_{name}", on_click=visit.lift,
                args=(name,),
            )  # fmt: skip
    for show in link.SHOWS:
        if show != view.show and (left := seen.library.count(replace(view, show=show))) > 0:
            st.button(
                words("empty.widen", show=words(f"show.{show}"), n=left), key=f"widen_{show}", on_click=visit.widen,
                args=(show,),
            )  # fmt: skip
