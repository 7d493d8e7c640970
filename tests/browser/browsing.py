"""A reader at a page: opening it, waiting for it, finding marks and cells, keeping screenshots.

Screenshots go to build/screenshots; with UPDATE_SCREENSHOTS=1 the best also to docs/screenshots.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Locator, Page, expect

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
SLOW = 60_000
KEPT = {
    "targets-zh.png", "targets-phone.png", "overview-zh-light-wide.png", "indicator-zh.png", "region-zh-light-wide.png",
    "report-zh-dark-phone.png", "data-zh-light-wide.png", "review-zh-dark-wide.png",
}  # fmt: skip
expect.set_options(timeout=SLOW)

# Script: the texts of charts that stand out over the edge of their chart.
CUT_LABELS = """() => [...document.querySelectorAll('.chart')].flatMap(chart => {
  const frame = chart.getBoundingClientRect();
  return [...chart.querySelectorAll('.note, .label, .side, i > b, .bar span')].filter(text => {
    const box = text.getBoundingClientRect();
    return box.width && frame.width && (box.left < frame.left - 1 || box.right > frame.right + 1
                         || box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
  }).map(text => text.textContent);
})"""


class Tabs:
    """Tabs of a browser that are lent and taken back, each emptied of what the last reader left in it.

    The program's scripts are ready in a tab that has shown a page before: it shows the next in half the time.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: dict[str, BrowserContext] = {}
        self._free: dict[tuple[str, str], list[Page]] = {}

    def lend(self, address: str, viewport: dict, color_scheme: str, **options: object) -> Page:
        """A tab for the app at an address; ``options`` are those of playwright's contexts."""
        kind = repr(options)
        if kind not in self._contexts:
            self._contexts[kind] = self._browser.new_context(accept_downloads=True, **options)
            self._contexts[kind].grant_permissions(["clipboard-read", "clipboard-write"])
        free = self._free.setdefault((kind, address), [])
        page = free.pop() if free else self._contexts[kind].new_page()
        page.set_default_timeout(SLOW)
        page.set_viewport_size(viewport)
        page.emulate_media(media="null", color_scheme=color_scheme, reduced_motion="reduce")
        page.bring_to_front()
        return page

    def take_back(self, page: Page, address: str, **options: object) -> None:
        """Empty a tab that was lent so, and keep it. It stays with the server, so that its scripts stay ready."""
        page.goto(f"{address}_stcore/health")
        page.evaluate("localStorage.clear(), sessionStorage.clear()")
        page.context.clear_cookies()
        self._free[repr(options), address].append(page)


class Visit:
    """One reader: tabs of a browser, and what their console complained of."""

    def __init__(self, tabs: Tabs, address: str, viewport: dict = WIDE, color_scheme: str = "light", **options: object):
        self.address, self.complaints = address, []
        self._tabs, self._options, self._opened = tabs, options, []
        self._looks = {"viewport": viewport, "color_scheme": color_scheme}

    def tab(self) -> Page:
        """A tab with nothing in it yet."""
        page = self._tabs.lend(self.address, **self._looks, **self._options)
        self._opened.append(page)
        page.on("console", self._hear)
        page.on("pageerror", self._be_told)
        return page

    def leave(self) -> None:
        """Give all tabs back."""
        for page in self._opened:
            page.remove_listener("console", self._hear)
            page.remove_listener("pageerror", self._be_told)
            self._tabs.take_back(page, self.address, **self._options)
        self._opened.clear()

    def open(self, url: str = "", path: str = "targets", **params: str | list[str]) -> Page:
        """A page of the app by its path and parameters, or by a whole link."""
        page = self.tab()
        page.goto(url or f"{self.address}{path}?{urlencode(params, doseq=True)}")
        page.locator("h1").wait_for()
        settled(page)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        # Opened below the root, Streamlit's script asks there for its own two files first, then at the root.
        if message.type == "error" and not re.search(r"/_stcore/(health|host-config)$", message.location["url"]):
            self.complaints.append(message.text)

    def _be_told(self, error: Error) -> None:
        self.complaints.append(str(error))


def settled(page: Page) -> None:
    """Wait until the app has finished its run and the address is written."""
    # Asked ten times a second: asked at each frame, as is the default, the questions slow down the drawing itself.
    page.wait_for_function("location.search.includes('build=')", polling=100)
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]')?.getAttribute('data-test-script-state') === 'notRunning'",
        polling=100,
    )
    # Tables are drawn after the run, when their code has been fetched.
    page.wait_for_function(
        """() => !document.querySelector('[data-testid=stSkeleton]')
            && [...document.querySelectorAll('[data-testid=stDataFrame]')]
                 .every(e => !e.checkVisibility() || e.querySelector('canvas'))""",
        polling=100,
    )
    page.wait_for_timeout(300)


def choices(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)


def mark_of(page: Page, label: str) -> Locator:
    """The mark of a chart that has this label, the first of them."""
    named = page.locator(".label", has_text=re.compile(f"^{re.escape(label)}$"))
    return page.locator(".chart .mark", has=named).first


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
        page.locator(".chart .label").all_text_contents(),
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
