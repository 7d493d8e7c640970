"""What paper needs that a style sheet alone cannot know.

A table that scrolls is printed as the note that stands for it. And when the browser turns to paper, the script notes
whether letters are pale: what was noted when the page was drawn may be untrue by then, for the browser shows a paper in
light colours, and Streamlit follows it there and back in its own time, the charts in theirs.
"""

from __future__ import annotations

import streamlit as st

from views.words import Words

# One listener has to do: Streamlit calls this anew on every change. The browser tells that it turns to paper before it
# lays the sheets out; Chromium does so for a PDF, too.
_JS = """
export default function({parentElement, data}) {
  document.documentElement.style.setProperty('--table-note', JSON.stringify(data.note));
  if (!parentElement.leave) {
    const turn = event => {
      const paper = event.type === 'beforeprint';
      const letters = getComputedStyle(document.querySelector('.stApp')).color.match(/[0-9.]+/g).slice(0, 3);
      const root = document.documentElement;
      root.toggleAttribute('data-pale', paper && (Math.min(...letters) > 128 || root.dataset.drawn === 'dark'));
    };
    const moments = ['beforeprint', 'afterprint'];
    moments.forEach(moment => window.addEventListener(moment, turn));
    parentElement.leave = () => {
      moments.forEach(moment => window.removeEventListener(moment, turn));
      parentElement.leave = null;
    };
  }
  return parentElement.leave;
}
"""
_printing = st.components.v2.component("printing", html="<span></span>", css="span {display: none}", js=_JS)


def follow(words: Words) -> None:
    """Tell the style sheet of paper whether letters are pale, whenever the reader prints, and the note of a table."""
    _printing(data={"note": words("print.table")}, key="printing")
