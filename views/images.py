"""Charts as images, PNG and SVG, with where they come from drawn in.

plotly.js draws them in a Chromium on this machine (kaleido finds it on the PATH, or where the variable
BROWSER_PATH says); nothing is fetched from the net. Where there is none, ImagesUnavailable says what to do.
"""

from __future__ import annotations

import asyncio
import html
import re
import shutil
import subprocess
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from threading import Lock

import kaleido
import plotly.graph_objects as go
from choreographer.browsers.chromium import Chromium
from kaleido.errors import BrowserClosedError, BrowserFailedError, ChromeNotFoundError, JavascriptError, KaleidoError

from views import charts
from views.charts import Figure

FORMATS = {"png": "image/png", "svg": "image/svg+xml"}
WIDTH, HEIGHT = 900, 480
# Dots of a PNG to one pixel of the layout: sharp in print.
SCALE = 2

# What went wrong, and what to do; the page words the same by the keys images.REASON.
REASONS = {
    "browser": "no Chromium found to draw charts with: install one (Debian: apt-get install chromium), "
    "or name it in the variable BROWSER_PATH",
    "fonts": "no Chinese font found, charts would show boxes: install one (Debian: apt-get install fonts-noto-cjk)",
    "failed": "Chromium did not draw the chart: try again, or take the chart's table",
}

# Fonts that systems ship with, in the order of .streamlit/config.toml; the SVG takes the reader's.
_FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, WenQuanYi Micro Hei"
_LOOK = charts.PALETTES["light"]
_AXIS = {"gridcolor": _LOOK["track"], "linecolor": _LOOK["track"], "zerolinecolor": _LOOK["track"],
         "tickcolor": _LOOK["track"], "automargin": False}  # fmt: skip
_TEMPLATE = {
    "layout": {
        "font": {"family": f"{_FONT}, sans-serif", "size": 12, "color": _LOOK["ink"]},
        "paper_bgcolor": "#FFFFFF", "plot_bgcolor": "#FFFFFF", "xaxis": _AXIS, "yaxis": _AXIS,
    }
}  # fmt: skip
# Sizes in pixels: room round the texts, and a line of each.
_PAD, _TITLE, _CAPTION = 14, 22, 17
# Half a Chinese character at the size of the text, with a little to spare for wider fonts.
_HALF_TITLE, _HALF_CAPTION = 8.2, 6.2
_TIMEOUT = 60
# One browser at a time: it takes some 400 MB while it draws.
_ONE = Lock()


class ImagesUnavailable(Exception):
    """No image can be drawn here. ``reason`` is a key of REASONS; the message says what to do."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        super().__init__(REASONS[reason] + (f" ({detail})" if detail else ""))


@dataclass(frozen=True)
class Image:
    """A chart to draw: ``caption`` lines at its foot, ``title`` above it.

    ``width`` and ``height`` are the chart's own in pixels, without title and caption, which make the
    image taller; without ``height`` it is the chart's (else HEIGHT). ``form`` is a key of FORMATS.
    """

    chart: Figure
    caption: Sequence[str]
    width: int = WIDTH
    height: int | None = None
    title: str = ""
    form: str = "png"


@cache
def unavailable() -> str | None:
    """Why no image can be drawn here (a key of REASONS), found without starting a browser; None where all is there."""
    if Chromium.find_browser(skip_local=False) is None:
        return "browser"
    # Only where fontconfig is at work: other systems ship with Chinese fonts.
    if lister := shutil.which("fc-list"):
        found = subprocess.run([lister, ":lang=zh", "family"], capture_output=True, text=True, check=False)
        if found.returncode == 0 and not found.stdout.strip():
            return "fonts"
    return None


def png(
    chart: Figure, caption: Sequence[str], width: int = WIDTH, height: int | None = None, title: str = ""
) -> bytes:
    """A chart as PNG, SCALE dots to a pixel; the same chart gives the same bytes. Raises ImagesUnavailable."""
    return draw([Image(chart, caption, width, height, title, "png")])[0]


def svg(
    chart: Figure, caption: Sequence[str], width: int = WIDTH, height: int | None = None, title: str = ""
) -> bytes:
    """A chart as SVG, its texts as text; the same chart gives the same bytes. Raises ImagesUnavailable."""
    return draw([Image(chart, caption, width, height, title, "svg")])[0]


def draw(images: Sequence[Image]) -> list[bytes]:
    """Draw several images in one browser, in order: starting it takes longer than drawing. Raises ImagesUnavailable."""
    if not images:
        return []
    if reason := unavailable():
        raise ImagesUnavailable(reason)
    try:
        with _ONE:
            drawn = asyncio.run(_draw(images))
    except ChromeNotFoundError as error:
        raise ImagesUnavailable("browser") from error
    except (BrowserClosedError, BrowserFailedError, JavascriptError, KaleidoError, TimeoutError, OSError) as error:
        raise ImagesUnavailable("failed", f"{type(error).__name__}: {error}") from error
    return [_settled(one) if image.form == "svg" else one for image, one in zip(images, drawn, strict=True)]


async def _draw(images: Sequence[Image]) -> list[bytes]:
    async with asyncio.timeout(_TIMEOUT + 5 * len(images)):
        # Without MathJax, which would be fetched from the net.
        async with kaleido.Kaleido(n=1, timeout=_TIMEOUT, mathjax=False) as browser:
            return [await browser.calc_fig(captioned(image), opts=_options(image)) for image in images]


def _options(image: Image) -> dict[str, object]:
    return {"format": image.form, "scale": SCALE if image.form == "png" else 1}


def captioned(image: Image) -> go.Figure:
    """The chart as it is drawn: on white, with its title above and the caption below, taller by both."""
    chart = go.Figure(deepcopy(image.chart))
    for place, trace in enumerate(chart.data):
        trace.uid = f"{place}"  # else plotly.js names it by chance, and an SVG shows it
    layout = chart.layout
    title = charts.wrap(image.title, int((image.width - 2 * _PAD) / _HALF_TITLE)) if image.title else []
    limit = int((image.width - 2 * _PAD) / _HALF_CAPTION)
    lines = [line for text in image.caption for line in charts.wrap(text, limit)]
    above = len(title) * _TITLE + _PAD if title else 0
    below = len(lines) * _CAPTION + 2 * _PAD if lines else 0
    margin = {side: 80 if layout.margin[side] is None else layout.margin[side] for side in "lrtb"}
    own = image.height or layout.height or HEIGHT
    notes = [
        _note(title, 1, margin["t"] + above - _PAD, "top", 16, margin["l"]) if title else None,
        _note(lines, 0, -margin["b"] - below + _PAD, "bottom", 12, margin["l"]) if lines else None,
    ]
    chart.update_layout(
        template=_TEMPLATE, width=image.width, height=own + above + below, autosize=False,
        margin=margin | {"t": margin["t"] + above, "b": margin["b"] + below},
        annotations=[*layout.annotations, *(note for note in notes if note)],
    )  # fmt: skip
    return chart


def _note(lines: Sequence[str], edge: int, shift: float, anchor: str, size: int, left: float) -> dict[str, object]:
    """Lines of text hung at the image's left edge, ``shift`` pixels up from the upper (1) or lower (0) edge of
    the plot."""
    escaped = [html.escape(line, quote=False) for line in lines]
    text = "<br>".join(f"<b>{line}</b>" if edge else line for line in escaped)
    return {"text": text, "xref": "paper", "yref": "paper", "x": 0, "y": edge, "xshift": _PAD - left, "yshift": shift,
            "xanchor": "left", "yanchor": anchor, "align": "left", "showarrow": False, "borderpad": 0,
            "font": {"size": size, "color": _LOOK["ink"] if edge else _LOOK["other"]}}  # fmt: skip


def _settled(drawing: bytes) -> bytes:
    """An SVG without plotly.js' chance id, new at each drawing, in its ids and the references to them."""
    chance = re.search(rb'<defs id="defs-([0-9a-f]{6})"', drawing)
    if chance is None:
        return drawing
    return re.sub(rb"""((?: id="|url\(['"&quot;]*#|href="#)[^"'\s)]*?)""" + chance[1], rb"\g<1>000000", drawing)
