"""The look of a marked report, and the script that follows its marks."""

from __future__ import annotations

# Ground and line of each kind's mark: the Okabe-Ito hues, each pair readable with the page's own ink on it.
_COLOURS = {
    "light": {
        "achieved": ("#d6eaf6", "#0072b2"), "target": ("#fde3d2", "#c44900"), "baseline": ("#e6e9ec", "#5b6670"),
        "benchmark": ("#efe0ec", "#8a3f73"),
    },
    "dark": {
        "achieved": ("#123f5a", "#56b4e9"), "target": ("#5a2d12", "#ff9a5c"), "baseline": ("#3a424b", "#a7b1bc"),
        "benchmark": ("#4c2b43", "#e39ecb"),
    },
}  # fmt: skip
# The underline says the kind as well as the colour does, and so does the sign behind the number.
_LINES = {"achieved": "solid", "target": "double", "baseline": "dashed", "benchmark": "wavy"}

_STYLE = """
.report-text {white-space: pre-wrap; overflow-wrap: anywhere; line-height: 2; font-size: 1rem; max-width: 46em}
.report-text .heading {font-weight: 700; font-size: 1.05em}
.report-text .shell {display: block; font-size: .82rem; line-height: 1.6; opacity: .66; padding: .1rem .7rem .3rem;
  border-left: 3px dashed currentColor; background: rgba(128,140,152,.1)}
.report-text .shell::before {content: attr(data-label); display: block; font-weight: 700}
mark.figure {color: inherit; white-space: pre; padding: 0 .1em; border-radius: 3px; text-underline-offset: 4px;
  text-decoration-thickness: 2px; border: 1px solid transparent}
.report-text mark.figure {cursor: pointer}
.report-text [data-quotes] {scroll-margin-top: 5rem}
mark.figure::after, .sign {font-size: .68em; font-weight: 700; vertical-align: super; text-decoration: none}
mark.figure::after {content: attr(data-sign); display: inline-block; margin-left: .1em; line-height: 1}
mark.figure.unsure {border: 2px dotted currentColor}
mark.figure.unsure:not([data-ids]) {background: none}
.report-text mark.figure:hover, .report-text mark.figure:focus-visible {outline: 2px solid currentColor}
.report-text .told {background: CHOSEN}
.report-text mark.figure.chosen {outline: 2px solid INK; font-weight: 700}
.report-legend {margin: .2rem 0 .6rem}
.evidence .kind {margin: 0 0 .3rem; font-size: .9rem}
.evidence h4 {font-size: .85rem !important; padding: 0; margin: .6rem 0 .15rem;
  border-top: 1px solid rgba(128,140,152,.35); padding-top: .4rem}
.st-key-row_bar .place {font-variant-numeric: tabular-nums; font-size: .9rem}
@media print {.st-key-evidence {display: none} .report-text mark.figure {break-inside: avoid}}
"""


def style(theme: str) -> str:
    """The style sheet of a marked report in the light or the dark theme; on paper the marks are the light one's."""
    chosen, ink = ("#fff3c4", "#1d2733") if theme == "light" else ("#4a4325", "#eef2f6")
    sheet = _STYLE.replace("CHOSEN", chosen).replace("INK", ink)
    return f"{_marks(theme)}{sheet}@media print {{{_marks('light')}.report-text .told {{background: #fff3c4}}}}\n"


def _marks(theme: str) -> str:
    return "".join(
        f"mark.figure.{kind} {{background: {ground}; text-decoration: underline {_LINES[kind]} {line}}}"
        f" mark.figure.{kind}::after, .sign.{kind} {{color: {line}}}\n"
        for kind, (ground, line) in _COLOURS[theme].items()
    )


# The text is sent to the browser once a report; this small script alone hears what is chosen. It waits for the
# text, lights the sentence of the chosen figure, brings it into view unless the reader clicked there, and tells
# clicks. Streamlit may draw the text anew (another language), so it looks again now and then.
FOLLOW = """
export default function({data, parentElement, setTriggerValue}) {
  // Streamlit calls this again for new data and cleans up only at the end: one look-out at a time.
  clearInterval(parentElement.following);
  const follow = () => {
    const text = document.querySelector(`.report-text[data-report="${data.report}"]`);
    if (!text) return;
    if (text.told === data.figure) return;
    const byClick = text.clicked === data.figure;
    text.told = data.figure;
    for (const old of text.querySelectorAll('.chosen, .told')) old.classList.remove('chosen', 'told');
    for (const old of text.querySelectorAll('[aria-pressed]')) old.removeAttribute('aria-pressed');
    const mark = data.figure && text.querySelector(`mark[data-ids~="${data.figure}"]`);
    const tell = target => {
      const chosen = target.closest && target.closest('mark[data-ids]');
      if (!chosen) return false;
      text.clicked = chosen.dataset.ids.split(' ')[0];
      setTriggerValue('figure', text.clicked);
      return true;
    };
    text.onclick = event => tell(event.target);
    text.onkeydown = event => {
      if ((event.key === 'Enter' || event.key === ' ') && tell(event.target)) event.preventDefault();
    };
    if (!mark) return;
    mark.classList.add('chosen');
    mark.setAttribute('aria-pressed', 'true');
    for (const quote of (mark.dataset.quotes || '').split(' ').filter(Boolean))
      for (const part of text.querySelectorAll(`[data-quotes~="${quote}"]`)) part.classList.add('told');
    // On a telephone the row comes up from the foot of the page: the sentence must stand above it.
    const narrow = window.innerWidth < 900;
    if (narrow) (text.querySelector('.told') || mark).scrollIntoView({block: 'start'});
    else if (!byClick) mark.scrollIntoView({block: 'center'});
  };
  follow();
  const timer = parentElement.following = setInterval(follow, 150);
  return () => clearInterval(timer);
}
"""
