"""方法 in a real browser: formulas are set, a section is chosen by a click, nothing overflows."""

from __future__ import annotations

import pytest
from browsing import NARROW, WIDE, choices, fits, settled
from playwright.sync_api import expect

from views import method_text

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("size", "lang"), [(WIDE, "zh"), (NARROW, "en")], ids=["wide-zh", "narrow-en"])
def test_formulas_are_set_and_fit(reader, size: dict, lang: str):
    visit = reader(size, color_scheme="dark" if lang == "en" else "light")
    page = visit.open(path="methods", section="pace", lang=lang)
    formulas = method_text.method(lang, "pace").count("$$") // 2
    expect(page.locator(".st-key-method_text .katex-display")).to_have_count(formulas)
    assert page.locator(".katex-error").count() == 0
    assert fits(page)


def test_a_section_is_chosen_by_a_click_and_stands_in_the_link(reader):
    visit = reader(NARROW)
    page = visit.open(path="methods")
    assert choices(page)["section"] == ["judging"]
    page.get_by_text("读得有多准", exact=True).click()
    page.wait_for_function("location.search.includes('section=accuracy')")
    settled(page)
    expect(page.get_by_role("heading", name="各栏的正确率")).to_be_visible()
    assert fits(page)
    again = visit.open(page.url)
    expect(again.get_by_role("heading", name="各栏的正确率")).to_be_visible()
