"""The page 校核 in a real browser: rows judged by the keyboard alone, and the page on a telephone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import review_cases
from browsing import NARROW, Visit, choices, fits, keep, settled
from playwright.sync_api import Locator, Page, expect

from extract import corrections
from extract.corrections import Correction

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    review_cases.build(folder)
    return folder


@pytest.fixture(scope="module")
def owned(serve, folder: Path) -> Iterator[str]:
    """The app as its owner starts it, on tables of its own."""
    with serve(folder, DABIAO_OWNER="local", DABIAO_OWNER_NAME="王芳") as url:
        yield url


@pytest.fixture
def visit(readers: Callable[..., Visit], owned: str, folder: Path) -> Callable[..., Visit]:
    (folder / "corrections.yml").unlink(missing_ok=True)
    return partial(readers, owned)


def under_review(page: Page) -> Locator:
    return page.locator(".review-figure mark")


def ready(page: Page) -> Page:
    """The page once it is drawn and hears the keys."""
    settled(page)
    expect(page.locator("[class*=st-key-review_accept] button[aria-keyshortcuts=A]")).to_have_count(1)
    return page


def written(folder: Path) -> list[Correction]:
    return list(corrections.load(folder / "corrections.yml").all)


def test_rows_are_judged_by_the_keyboard_alone(visit, folder: Path, root: Path):
    page = ready(visit().open(path="review"))
    rows = review_cases.figures(folder)
    expect(under_review(page)).to_have_text("95.77%")
    page.keyboard.press("j")
    expect(under_review(page)).to_have_text("94.1%")
    page.keyboard.press("k")
    expect(under_review(page)).to_have_text("95.77%")
    page.keyboard.press("a")
    expect(under_review(page)).to_have_text("94.1%")
    expect(page.locator(".place .done")).to_contain_text("已接受：婚检率 95.77%")
    ready(page)
    # E leads into the fields, where letters are letters; Escape leads out again, and the value is taken.
    page.keyboard.press("e")
    name = page.get_by_role("textbox", name="指标", exact=True)
    expect(name).to_be_focused()
    page.keyboard.type("asdj")
    page.keyboard.press("Escape")
    expect(name).not_to_be_focused()
    settled(page)
    expect(name).to_have_value("asdj")
    expect(under_review(page)).to_have_text("94.1%")
    assert [one.action for one in written(folder)] == ["accept"]
    page.keyboard.press("s")
    unsure = next(text for text, row in rows.items() if row["confidence"] == "unsure")
    expect(under_review(page)).to_have_text(unsure)
    settled(page)
    page.keyboard.press("d")
    expect(under_review(page)).not_to_have_text(unsure)
    settled(page)
    keep(page, root, "review-zh.png")
    page.keyboard.press("z")
    expect(under_review(page)).to_have_text(unsure)
    made = [(one.action, one.figure, one.by) for one in written(folder)]
    assert made == [("accept", rows["95.77%"]["figure_id"], "王芳"), ("set", rows["94.1%"]["figure_id"], "王芳")]
    assert written(folder)[1].set["indicator"].value == "asdj"
    page.reload()
    settled(page)
    expect(under_review(page)).to_have_text(unsure)


def test_a_key_held_down_judges_one_row_and_keys_can_be_switched_off(visit, folder: Path):
    page = ready(visit().open(path="review"))
    expect(under_review(page)).to_have_text("95.77%")
    page.keyboard.down("a")
    for _ in range(20):
        page.wait_for_timeout(60)
        page.keyboard.down("a")
    page.keyboard.up("a")
    settled(page)
    expect(under_review(page)).to_have_text("94.1%")
    assert len(written(folder)) == 1
    page.locator(".st-key-review_keys_on label").first.click()
    page.wait_for_function("location.search.includes('keys=off')")
    settled(page)
    for key in "asdjz":
        page.keyboard.press(key)
    page.wait_for_timeout(700)
    expect(under_review(page)).to_have_text("94.1%")
    assert len(written(folder)) == 1


def test_a_value_typed_and_a_click_at_once_are_taken_and_buttons_keep_the_focus(visit, folder: Path):
    page = ready(visit().open(path="review"))
    page.get_by_role("textbox", name="数值", exact=True).fill("95.7")
    page.get_by_role("button", name=re.compile("^改正")).click()
    expect(under_review(page)).to_have_text("94.1%")
    (entry,) = written(folder)
    assert entry.set["value"].value == 95.7
    ready(page)
    page.get_by_role("button", name=re.compile("^接受")).focus()
    page.keyboard.press("Enter")
    expect(under_review(page)).not_to_have_text("94.1%")
    expect(ready(page).get_by_role("button", name=re.compile("^接受"))).to_be_focused()


def test_presses_in_quick_succession_judge_only_what_was_in_view(visit, folder: Path):
    page = ready(visit().open(path="review"))
    shown = page.locator(".review-figure")
    judged = []
    for key in "jkajdka":
        figure = shown.get_attribute("data-figure")
        judged += [figure] if key in "ad" else []
        page.keyboard.press(key)
    settled(page)
    made = [one.figure for one in written(folder)]
    assert set(made) <= set(judged)
    assert len(made) == len(set(made))


def test_the_list_and_the_report_are_a_click_away(visit, folder: Path):
    page = visit().open(path="review", year="2022")
    shown = page.locator(".review-figure")
    first = shown.get_attribute("data-figure")
    page.locator(".grid-ahead a").nth(1).click()
    # The address changes with the click, the page when the server has answered.
    page.wait_for_function("location.search.includes('item=3')")
    expect(shown).not_to_have_attribute("data-figure", first)
    settled(page)
    assert choices(page)["year"] == ["2022"]
    text = under_review(page).inner_text()
    shown.get_by_role("link", name="在原文中查看").click()
    expect(page.locator(".report-text mark.chosen")).to_have_text(text)


@pytest.mark.parametrize(("lang", "scheme"), [("zh", "light"), ("en", "dark")])
def test_on_a_telephone(visit, root: Path, lang: str, scheme: str):
    page = visit(NARROW, color_scheme=scheme, has_touch=True).open(path="review", lang=lang, queue="conflict")
    expect(page.locator("h1")).to_have_text("校核" if lang == "zh" else "Review")
    expect(page.locator(".review-values .evidence")).to_have_count(2)
    assert fits(page)
    keep(page, root, f"review-phone-{lang}.png")
    page.get_by_role("button", name=re.compile("^接受" if lang == "zh" else "^Accept")).tap()
    expect(under_review(page)).to_have_text("94.1%")
    assert fits(page)


def test_the_public_page_cannot_write(reader, tables: Path):
    page = reader().open(path="review")
    expect(page.get_by_text("公开的链接只能看，不能改").first).to_be_visible()
    assert page.get_by_role("button", name=re.compile("^接受")).count() == 0
    page.get_by_role("textbox", name="更正人", exact=True).fill("李雷")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stCode")).to_contain_text("accept: true")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    settled(page)
    assert not (tables / "corrections.yml").exists()
