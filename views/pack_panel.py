"""The section 证据包 of a page: makes one zip of what is shown, when a reader asks for it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urljoin

import streamlit as st

from extract.corrections import CorrectionError
from extract.pack import MOST_ROWS, README
from views import library_pack, link, pack, pack_charts, pack_texts, visit
from views.library_pack import TooLarge
from views.link import View
from views.visit import Visit

# The steps of making one, each a key of the words table, and how much of the way is covered before it.
_STEPS = {"rows": 0.05, "charts": 0.3, "zip": 0.85}
# What only tells where on the page a reader is.
_PLACES = ("figure", "row", "page")


@st.cache_resource(show_spinner=False, max_entries=4)
def _made(key: str) -> dict[str, bytes]:
    """Where the pack of a build and view is kept, once it is made, for the next reader too."""
    return {}


def panel(seen: Visit) -> None:
    """The heading, the button that makes the pack, how far it is, and the download; nothing on a page of problems."""
    words, view = seen.words, _settled(visit.current())
    if seen.page.name == "data" and view.one("table") in library_pack.UNPROVED:
        return
    address = _address(view, seen)
    kept = _made(f"{seen.library.folder} {address}")
    st.header(words("pack.title"), anchor=False)
    st.caption(words("pack.about", most=f"{MOST_ROWS:,}"))
    with st.container(key="pack"):
        # Once the pack is made, its button gives way to the download.
        spot = st.empty()
        if "zip" not in kept and spot.button(words("pack.make"), key="pack_make"):
            _make(seen, view, address, kept)
        if "zip" in kept:
            spot.empty()
            st.download_button(
                words("pack.download", size=f"{len(kept['zip']) / 1e6:.1f} MB"), lambda: kept["zip"],
                f"dabiao-evidence-{seen.page.name}-{view.build}.zip", "application/zip", key="pack_download",
                on_click="ignore", type="primary",
            )  # fmt: skip
            st.caption(words("pack.ready", command=pack_texts.COMMAND, readme=README))


def _make(seen: Visit, view: View, address: str, kept: dict[str, bytes]) -> None:
    """Make the pack step by step, and say so; or say why there is none."""
    words, library, page = seen.words, seen.library, seen.page
    bar = st.progress(0.0)

    def step(name: str) -> None:
        bar.progress(_STEPS[name], words(f"pack.step_{name}"))

    try:
        step("rows")
        found = library_pack.gather(library, view, page)
        if not found.figures.num_rows:
            st.info(words("pack.nothing"))
            return
        step("charts")
        drawn = pack_charts.draw(pack_charts.plan(library, words, view, page, found))
        step("zip")
        kept["zip"] = pack.write(library, words, view, page, address, found, drawn)
    except TooLarge as error:
        most = f"{error.most:,}" + (" MB" if error.what == "text" else "")
        st.warning(words(f"pack.too_many_{error.what}", most=most))
    except CorrectionError as error:
        st.warning(words("pack.corrections", reason=error))
    finally:
        bar.empty()


def _settled(view: View) -> View:
    """The view without the mark or row that is lit up and the page of the table that is open: no row comes by them."""
    kept = tuple((name, values) for name, values in view.own if name not in _PLACES)
    return replace(view, judgement=None, own=kept)


def _address(view: View, seen: Visit) -> str:
    """The whole address of the view, as far as the server knows it; else its query alone."""
    here = (st.context.url or "").replace("/~/+/", "/")
    return urljoin(here, "?" + link.query(view, seen.page))
