"""Charts on paper: printed, a chart keeps the width it has on the screen; here it learns to shrink to the sheet.

Plotly lays a chart out anew only when its box changes on the screen, not for paper, and its drawings have a size in
pixels and no view box: narrowed by a style sheet they would be cut. So the script gives each drawing a view box and
its frame the proportions when the browser turns to paper, and takes them away after; pages.css does the scaling.

It notes at that moment whether letters are pale, too. What was noted when the page was drawn may be untrue by then: the
browser shows a paper in light colours, and Streamlit follows it there and back in its own time, the charts in theirs.
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
      document.querySelectorAll('.js-plotly-plot .svg-container').forEach(frame => {
        frame.style.setProperty('--wide', frame.style.width);
        frame.style.setProperty('--shape', `${parseFloat(frame.style.width)} / ${parseFloat(frame.style.height)}`);
        frame.querySelectorAll('svg.main-svg').forEach(drawing => {
          if (paper) {
            drawing.setAttribute('viewBox', `0 0 ${drawing.getAttribute('width')} ${drawing.getAttribute('height')}`);
          } else {
            drawing.removeAttribute('viewBox');
          }
        });
      });
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
    """Fit the charts to the paper whenever the reader prints, and give the note that stands for a scrolling table."""
    _printing(data={"note": words("print.table")}, key="printing")
