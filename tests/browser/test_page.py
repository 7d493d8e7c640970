"""The page in a real browser: the app is started, filtered, clicked, shared and downloaded from.

Screenshots go to build/screenshots; with UPDATE_SCREENSHOTS=1 the best two also to docs/screenshots.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

pytestmark = pytest.mark.browser

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
SLOW = 60_000
KEPT = {"targets-zh.png", "targets-phone.png"}
expect.set_options(timeout=SLOW)


@pytest.fixture(scope="module")
def address(root: Path, tables: Path) -> Iterator[str]:
    """The address of the app, started on freshly built tables."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.address", "127.0.0.1"]
    log = root / "build" / "page.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("wb") as stream:
        app = subprocess.Popen(
            [*command, "--server.port", str(port)], cwd=root, stdout=stream, stderr=subprocess.STDOUT,
            env=os.environ | {"DABIAO_DATA": str(tables)},
        )  # fmt: skip
        try:
            _wait_until_up(f"http://127.0.0.1:{port}/_stcore/health", app, log)
            yield f"http://127.0.0.1:{port}/"
        finally:
            app.terminate()
            app.wait(20)


def _wait_until_up(url: str, app: subprocess.Popen, log: Path) -> None:
    for _ in range(300):
        if app.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"the app did not start:\n{log.read_text('utf8', errors='replace')}", pytrace=False)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        # Without one on the PATH, playwright's own is tried; its error says how to install it.
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


class Visit:
    """One reader: a browser window, and what its console complained of."""

    def __init__(self, browser: Browser, address: str, **options: object) -> None:
        self.address = address
        self.context: BrowserContext = browser.new_context(accept_downloads=True, **options)
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.complaints: list[str] = []

    def open(self, url: str = "", **params: str | list[str]) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(SLOW)
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(url or f"{self.address}?{urlencode(params, doseq=True)}")
        page.locator("h1").wait_for()
        settled(page)
        return page


@pytest.fixture
def reader(chromium: Browser, address: str) -> Iterator:
    visits: list[Visit] = []

    def arrive(viewport: dict = WIDE, **options: object) -> Visit:
        visits.append(Visit(chromium, address, viewport=viewport, **options))
        return visits[-1]

    yield arrive
    for visit in visits:
        visit.context.close()
    assert [complaint for visit in visits for complaint in visit.complaints] == []


def settled(page: Page) -> None:
    """Wait until the app has finished its run and the address is written."""
    page.wait_for_function("location.search.includes('build=')")
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]')?.getAttribute('data-test-script-state') === 'notRunning'"
    )
    # Charts and tables are drawn after the run, each when its code has been fetched.
    page.wait_for_function(
        """() => !document.querySelector('[data-testid=stSkeleton]')
            && [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(e => e.querySelector('.textpoint'))
            && [...document.querySelectorAll('[data-testid=stDataFrame]')].every(e => e.querySelector('canvas'))"""
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


def test_a_mark_leads_to_both_sentences_and_the_copied_link_to_the_same_view(reader, root: Path):
    visit = reader()
    page = visit.open()
    defaults = choices(page)
    assert defaults | {"build": None} == {
        "lang": ["zh"], "region": ["all"], "year": ["all"], "domain": ["all"], "indicator": ["all"],
        "show": ["pairs"], "judgement": ["none"], "build": None,
    }  # fmt: skip

    box = page.get_by_role("combobox", name=re.compile("地区"))
    box.click()
    box.fill("晋中")
    page.get_by_role("option", name="晋中市", exact=True).click()
    page.wait_for_function("decodeURIComponent(location.search).includes('region=晋中市')")
    page.keyboard.press("Escape")
    settled(page)

    click(page, mark_of(page, "完成 95.77%"))
    marks = page.locator(".evidence mark")
    expect(marks).to_have_text(["95.77%", "75%"])
    expect(page.locator(".evidence-achieved blockquote")).to_contain_text("婚检率95.77%")
    expect(page.locator(".evidence-target blockquote")).to_contain_text("75%的全省目标任务")
    settled(page)
    assert choices(page)["judgement"] != ["none"]
    keep(page, root, "targets-zh.png")

    page.get_by_role("button", name="复制链接").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url

    other = visit.open(copied)
    assert other.url == copied
    expect(other.locator(".evidence mark")).to_have_text(["95.77%", "75%"])
    assert shown_text(other) == shown_text(page)
    assert not other.get_by_test_id("stAlert").count()


def shown_text(page: Page) -> list[list[str]]:
    """The labels of every mark, and the numbers at the head."""
    return [
        page.locator(".js-plotly-plot .textpoint").all_text_contents(),
        page.locator(".verdicts").all_text_contents(),
    ]


def table_cells(page: Page, rows: int, columns: list[int]) -> list[list[str]]:
    """Cells of the table as it tells them to a screen reader: the first ``rows`` rows, columns counted from 1."""
    grid = page.locator("[data-testid=stDataFrame] canvas table[role=grid]").first
    assert grid.get_attribute("aria-rowcount") == str(rows + 1)  # its header is a row too
    return [
        [grid.get_by_test_id(f"glide-cell-{column}-{row}").text_content() for column in columns] for row in range(rows)
    ]


def test_every_certain_pair_is_drawn_with_its_values(reader):
    page = reader().open(region="晋中市", year="2022")
    labels = set(page.locator(".js-plotly-plot .textpoint").all_text_contents())
    assert labels >= {"完成 95.77%", "上级目标 75%", "完成 0/10万", "完成 2.96‰", "完成 3.81‰", "完成 3.25个/千人"}
    assert any("12.8/10万" in label for label in labels)
    assert any("（2023年）" in label for label in labels)


def test_one_mark_after_another_then_back(reader):
    page = reader().open(region="晋中市", year="2022")
    click(page, mark_of(page, "完成 95.77%"))
    expect(page.locator(".evidence-achieved mark")).to_have_text("95.77%")
    click(page, mark_of(page, "完成 2.96‰"))
    expect(page.locator(".evidence-achieved mark")).to_have_text("2.96‰")
    settled(page)
    click(page, mark_of(page, "完成 95.77%"))
    expect(page.locator(".evidence-achieved mark")).to_have_text("95.77%")
    settled(page)
    page.go_back()
    expect(page.locator(".evidence-achieved mark")).to_have_text("2.96‰")
    page.get_by_role("button", name="关闭原文").click()
    expect(page.locator(".evidence mark")).to_have_count(0)
    page.wait_for_function("location.search.includes('judgement=none')")


def test_a_row_of_the_table_opens_its_evidence(reader):
    page = reader().open(region="晋中市", year="2022", indicator="婴儿死亡率")
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    # The table is drawn on a canvas: the box that selects the first row stands under the header's.
    page.mouse.click(box["x"] + 18, box["y"] + 52)
    expect(page.locator(".evidence-achieved mark")).to_have_text("2.96‰")
    expect(page.locator(".evidence-target mark")).to_contain_text("5.4‰")


def test_downloads_hold_what_the_table_shows(reader, tables: Path, tmp_path: Path):
    page = reader().open(region="晋中市", year="2022", show="pairs")
    names = ["figures.parquet", "figures.csv", "judgements.parquet", "judgements.csv"]
    buttons = page.get_by_test_id("stDownloadButton").locator("button")
    expect(buttons).to_have_count(len(names))
    for place, name in enumerate(names):
        with page.expect_download() as coming:
            buttons.nth(place).click()
        coming.value.save_as(tmp_path / name)

    judged = pq.read_table(tmp_path / "judgements.parquet")
    whole = pq.read_table(tables / "judgements.parquet")
    shown = whole.filter(
        pc.and_(
            pc.and_(pc.equal(whole["region"], "晋中市"), pc.equal(whole["year"], 2022)),
            pc.and_(pc.is_valid(whole["achieved_id"]), pc.is_valid(whole["target_id"])),
        )
    )
    assert shown.num_rows > 0
    key = [("judgement_id", "ascending")]
    assert judged.sort_by(key).to_pylist() == shown.sort_by(key).to_pylist()
    names = ["indicator", "region", "year"]
    assert table_cells(page, judged.num_rows, [2, 3, 4]) == [
        [str(row[name]) for name in names] for row in judged.select(names).to_pylist()
    ]

    figures = pq.read_table(tmp_path / "figures.parquet").to_pylist()
    wanted = {row[name] for row in judged.to_pylist() for name in ("achieved_id", "target_id", "baseline_id")}
    assert {row["figure_id"] for row in figures} == wanted - {None}
    texts = {row["document_id"]: row["text"] for row in pq.read_table(tables / "documents.parquet").to_pylist()}
    assert all(texts[row["document_id"]][row["start"] : row["end"]] == row["value_text"] for row in figures)

    for name, rows in (("figures.csv", len(figures)), ("judgements.csv", judged.num_rows)):
        written = (tmp_path / name).read_bytes()
        assert written.startswith(b"\xef\xbb\xbf")
        assert written.count(b"\n") >= rows + 1


def test_bad_parameters_are_named_and_ignored(reader):
    page = reader().open(region=["晋中市", "火星"], year="abc", show="zzz", foo="<b>1", lang="xx", build="old")
    notice = page.get_by_test_id("stAlert").first
    for part in ("火星", "abc", "zzz", "foo", "xx", "old"):
        expect(notice).to_contain_text(part)
    assert page.get_by_test_id("stException").count() == 0
    found = choices(page)
    assert (found["region"], found["year"], found["show"], found["lang"]) == (["晋中市"], ["all"], ["pairs"], ["zh"])
    assert "foo" not in found
    assert page.locator(".js-plotly-plot .textpoint").count() > 0


def test_on_a_telephone_nothing_overflows_and_the_sentence_comes_into_view(reader, root: Path):
    page = reader(NARROW, has_touch=True).open(region="晋中市", year="2022")
    assert fits(page)
    plot = page.locator(".js-plotly-plot").first.bounding_box()
    for label in page.locator(".js-plotly-plot .textpoint").all():
        box = label.bounding_box()
        assert box["x"] >= plot["x"] - 1
        assert box["x"] + box["width"] <= plot["x"] + plot["width"] + 1
    keep(page, root, "targets-phone.png")
    click(page, mark_of(page, "完成 95.77%"))
    quote = page.locator(".evidence-achieved mark")
    expect(quote).to_be_in_viewport()
    assert fits(page)
    keep(page, root, "evidence-phone.png")


def test_the_sentence_on_a_dark_telephone_is_light_on_dark(reader, root: Path):
    page = reader(NARROW, color_scheme="dark").open(region="晋中市", year="2022")
    click(page, mark_of(page, "完成 95.77%"))
    expect(page.locator(".evidence-achieved mark")).to_be_in_viewport()
    ground, ink = (
        page.locator(".st-key-evidence_sheet").evaluate(f"e => getComputedStyle(e).{name}")
        for name in ("backgroundColor", "color")
    )
    brightness = [sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in (ground, ink)]
    assert brightness[0] < 150
    assert brightness[1] > 600
    keep(page, root, "evidence-phone-dark.png")


def test_all_targets_of_a_plan_are_drawn_hollow(reader, root: Path):
    page = reader().open(region="赣州市", year="2023", show="targets")
    expect(page.locator(".verdicts")).to_contain_text("尚无完成数")
    assert page.locator(".js-plotly-plot .textpoint", has_text="目标").count() > 10
    keep(page, root, "plan-zh.png")
    narrow = reader(NARROW).open(region="赣州市", year="2023", show="targets")
    assert fits(narrow)
    keep(narrow, root, "plan-phone.png")


def test_english_and_dark(reader, root: Path):
    page = reader(color_scheme="dark").open(lang="en", region="晋中市")
    expect(page.locator("h1")).to_have_text("Targets and achievements")
    assert page.evaluate("document.documentElement.lang") == "en"
    said = page.get_by_test_id("stSidebar").inner_text()
    assert not re.search(r"[\u4e00-\u9fff]", re.sub("中文|晋中市", "", said))
    keep(page, root, "targets-en-dark.png")
    page.get_by_role("radio", name="中文").or_(page.get_by_role("button", name="中文")).first.click()
    expect(page.locator("h1")).to_have_text("目标与完成")
    page.wait_for_function("location.search.includes('lang=zh')")
    assert choices(page)["region"] == ["晋中市"]
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
