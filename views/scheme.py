"""Light and dark: when the reader's system or Streamlit's own menu changes them, the page is drawn again in the other.

Streamlit changes its own colours at once but runs no script for it, and what is
drawn here (charts, marks, the style sheet) would keep the colours of before.
"""

from __future__ import annotations

import streamlit as st

from views import visit

# Streamlit calls this again whenever the theme changes. It asks once for each change, so that a browser whose theme
# never reaches the server is not asked for ever.
_JS = """
export default function({parentElement, data, setTriggerValue}) {
  const shown = getComputedStyle(document.querySelector('.stApp')).colorScheme;
  document.documentElement.dataset.drawn = data.drawn;
  if (shown === data.drawn) {
    parentElement.asked = '';
  } else if (parentElement.asked !== shown) {
    parentElement.asked = shown;
    setTriggerValue('scheme', shown);
  }
}
"""
_scheme = st.components.v2.component("scheme", html="<span></span>", css="span {display: none}", js=_JS)


def follow() -> None:
    """Tell the browser in which theme the page was drawn; it asks for another run where it shows the other."""
    _scheme(data={"drawn": visit.theme()}, key="scheme", on_scheme_change=lambda: None)
