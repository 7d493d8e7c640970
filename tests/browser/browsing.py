"""A reader at a page: opening it, waiting for it, finding marks and cells, keeping screenshots.

Screenshots go to build/screenshots; with UPDATE_SCREENSHOTS=1 the best also to docs/screenshots.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
SLOW = 60_000
KEPT = {
    "targets-zh.png", "targets-phone.png", "overview-zh-light-wide.png", "indicator-zh.png", "region-zh-light-wide.png",
    "report-zh-dark-phone.png", "data-zh-light-wide.png", "review-zh-dark-wide.png",
}  # fmt: skip
expect.set_options(timeout=SLOW)

# Script: the labels of charts that stand out over the edge of their chart.
CUT_LABELS = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
  const frame = plot.getBoundingClientRect();
  return [...plot.querySelectorAll('svg text')].filter(text => {
    const box = text.getBoundingClientRect();
    return box.width && frame.width && (box.left < frame.left - 1 || box.right > frame.right + 1
                         || box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
  }).map(text => text.textContent);
})"""


class Visit:
    """One reader: a browser window, and what its console complained of."""

    def __init__(self, browser: Browser, address: str, **options: object) -> None:
        self.address = address
        self.context: BrowserContext = browser.new_context(accept_downloads=True, reduced_motion="reduce", **options)
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.complaints: list[str] = []

    def open(self, url: str = "", path: str = "targets", **params: str | list[str]) -> Page:
        """A page of the app by its path and parameters, or by a whole link."""
        page = self.context.new_page()
        page.set_default_timeout(SLOW)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(url or f"{self.address}{path}?{urlencode(params, doseq=True)}")
        page.locator("h1").wait_for()
        settled(page)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        # Opened below the root, Streamlit's script asks there for its own two files first, then at the root.
        if message.type == "error" and not re.search(r"/_stcore/(health|host-config)$", message.location["url"]):
            self.complaints.append(message.text)


def settled(page: Page) -> None:
    """Wait until the app has finished its run and the address is written."""
    # Asked ten times a second: asked at each frame, as is the default, the questions slow down the drawing itself.
    page.wait_for_function("location.search.includes('build=')", polling=100)
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]')?.getAttribute('data-test-script-state') === 'notRunning'",
        polling=100,
    )
    # Charts and tables are drawn after the run, each when its code has been fetched.
    page.wait_for_function(
        """() => !document.querySelector('[data-testid=stSkeleton]')
            && [...document.querySelectorAll('[data-testid=stPlotlyChart]')]
                 .every(e => !e.checkVisibility() || e.querySelector('.point'))
            && [...document.querySelectorAll('[data-testid=stDataFrame]')]
                 .every(e => !e.checkVisibility() || e.querySelector('canvas'))""",
        polling=100,
    )
    page.wait_for_timeout(300)


def choices(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)


def mark_of(page: Page, label: str):
    """The mark that stands with a label, found by its place among the labels of its trace."""
    text = page.locator(".js-plotly-plot .textpoint", has_text=re.compile(f"^{re.escape(label)}$")).first
    text.wait_for()
    place = text.evaluate("e => [...e.parentElement.children].indexOf(e)")
    return text.locator("xpath=ancestor::*[contains(@class, 'trace')][1]").locator("path.point").nth(place)


def click(page: Page, target) -> None:
    """A real mouse click in the middle of a mark: plotly listens on a layer above its marks."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def keep(page: Page, root: Path, name: str) -> None:
    folder = root / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / name)
    if os.environ.get("UPDATE_SCREENSHOTS") == "1" and name in KEPT:
        kept = root / "docs" / "screenshots"
        kept.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / name, kept / name)


def fits(page: Page) -> bool:
    return page.evaluate(
        """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
                 .every(e => e.scrollWidth <= e.clientWidth)"""
    )


def shown_text(page: Page) -> list[list[str]]:
    """The labels of every mark, and the numbers at the head."""
    return [
        page.locator(".js-plotly-plot .textpoint").all_text_contents(),
        page.locator(".verdicts").all_text_contents(),
    ]


def table_cells(page: Page, rows: int, columns: list[int], first: int | None = None) -> list[list[str]]:
    """Cells of the table of so many rows as it tells them to a screen reader, columns counted from 1.

    A long table tells only the rows in view: ``first`` asks for no more than that many.
    """
    grid = page.locator("[data-testid=stDataFrame] canvas table[role=grid]").first
    assert grid.get_attribute("aria-rowcount") == str(rows + 1)  # its header is a row too
    return [
        [grid.get_by_test_id(f"glide-cell-{column}-{row}").text_content() for column in columns]
        for row in range(rows if first is None else min(first, rows))
    ]
