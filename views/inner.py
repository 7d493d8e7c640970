"""Links between the pages that stand in HTML: a plain click changes the page without loading the app anew.

A link is an ordinary one (``./targets?...``), so it can be opened in a new tab
and copied, and it works where the script does not.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import streamlit as st

from views import pages

# Streamlit calls this anew on every change and clears up only behind the last call: one listener has to do.
_JS = """
export default function({parentElement, setTriggerValue}) {
  parentElement.go = setTriggerValue;
  if (!parentElement.leave) {
    // The keyboard goes on where it was: at the mark that has come in the place of the one pressed.
    const keep = pressed => {
      const same = mark => mark.className === pressed.className && mark.style.cssText === pressed.style.cssText;
      const end = Date.now() + 10000, look = setInterval(() => {
        if (!pressed.isConnected && document.activeElement === document.body)
          [...document.querySelectorAll('.chart a')].find(same)?.focus({preventScroll: true});
        if (!pressed.isConnected || Date.now() > end) clearInterval(look);
      }, 50);
    };
    const follow = event => {
      const link = event.target.closest?.('a[href^="./"]');
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      if (!event.detail && link.closest('.chart')) keep(link);
      parentElement.go(link.closest('.chart') ? 'mark' : 'to', link.getAttribute('href'));
    };
    document.addEventListener('click', follow);
    parentElement.leave = () => {
      document.removeEventListener('click', follow);
      parentElement.leave = null;
    };
  }
  return parentElement.leave;
}
"""
_KEY = "inner_links"
_links = st.components.v2.component("inner_links", html="<span></span>", css="span {display: none}", js=_JS)

# A page (one of pages.NAMES) and the parameters of its address.
Destination = tuple[str, dict[str, list[str]]]


def destination(href: str) -> Destination | None:
    """The page (one of pages.NAMES) and the parameters of a link; None where it leads to no page of ours."""
    parts = urlsplit(href)
    name = parts.path.removeprefix("./") or pages.NAMES[0]
    return (name, parse_qs(parts.query, keep_blank_values=True)) if name in pages.NAMES else None


def follow(choose: Callable[[Destination], bool]) -> None:
    """Listen to the links of the page, and go where the reader clicked.

    ``choose`` is asked first about the marks of charts: whether it has followed the link by itself.
    """

    def marked() -> None:
        told = st.session_state.get(_KEY)  # a run that was cut off has lost it
        where = destination(told.mark) if told else None
        st.session_state["followed"] = where is not None and choose(where)

    def led() -> None:
        st.session_state["followed"] = False

    clicked = _links(key=_KEY, on_to_change=led, on_mark_change=marked)
    where = destination(clicked.to or clicked.mark) if clicked.to or clicked.mark else None
    if where and not st.session_state.pop("followed", False):
        st.switch_page(f"views/{where[0]}.py", query_params=where[1])
