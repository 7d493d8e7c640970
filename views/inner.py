"""Links between the pages that stand in HTML: a plain click changes the page without loading the app anew.

A link is an ordinary one (``./targets?...``), so it can be opened in a new tab
and copied, and it works where the script does not.
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import streamlit as st

from views import pages

# Streamlit calls this anew on every change and clears up only behind the last call: one listener has to do.
_JS = """
export default function({parentElement, setTriggerValue}) {
  parentElement.go = setTriggerValue;
  if (!parentElement.leave) {
    const follow = event => {
      const link = event.target.closest?.('a[href^="./"]');
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      parentElement.go('to', link.getAttribute('href'));
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
_links = st.components.v2.component("inner_links", html="<span></span>", css="span {display: none}", js=_JS)


def destination(href: str) -> tuple[str, dict[str, list[str]]] | None:
    """The page (one of pages.NAMES) and the parameters of a link; None where it leads to no page of ours."""
    parts = urlsplit(href)
    name = parts.path.removeprefix("./") or pages.NAMES[0]
    return (name, parse_qs(parts.query, keep_blank_values=True)) if name in pages.NAMES else None


def follow() -> None:
    """Listen to the links of the page, and go where the reader clicked."""
    clicked = _links(key="inner_links", on_to_change=lambda: None).to
    where = destination(clicked) if clicked else None
    if where:
        st.switch_page(f"views/{where[0]}.py", query_params=where[1])
