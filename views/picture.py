"""Small pictures that stand in HTML: drawings as images, in the colours of the theme.

Streamlit takes SVG out of the HTML of a page; as the source of an image it stays.
"""

from __future__ import annotations

import html
from urllib.parse import quote


def image(
    drawing: str, box: tuple[float, float, float, float], alt: str, name: str, stretched: bool = False
) -> str:
    """An SVG drawing as an HTML image of the CSS class ``name``.

    ``box`` is what of the drawing's coordinates is seen: left, top, width, height; ``alt`` may be empty where
    the words beside it say the same. ``stretched``, it takes whatever shape the page gives it.
    """
    left, top, wide, high = box
    fit = ' preserveAspectRatio="none"' if stretched else ""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:g} {top:g} {wide:g} {high:g}"{fit}>{drawing}</svg>'
    size = f'width="{wide:g}" height="{high:g}"'
    return f'<img class="{name}" {size} alt="{html.escape(alt)}" src="data:image/svg+xml,{quote(svg)}">'
