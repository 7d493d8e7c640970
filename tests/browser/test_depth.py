"""What only a browser shows of method, small pictures, several targets, and going back and forth in a hurry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browsing import NARROW, choices, fits, keep, mark_of, settled
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PICTURES = "es => es.length > 0 && es.every(e => e.complete && e.naturalWidth > 0)"


def test_the_method_follows_the_reader_from_page_to_page(reader):
    page = reader().open(region="晋中市")
    page.get_by_role("combobox", name=re.compile("进度算法")).click()
    page.get_by_role("option", name="加拿大统计局").click()
    page.wait_for_function("location.search.includes('method=statcan')")
    page.get_by_role("link", name="总览", exact=True).click()
    expect(page.locator("h1")).to_have_text("总览")
    settled(page)
    assert choices(page)["method"] == ["statcan"]
    page.locator(".grid-matrix td a").first.click()
    expect(page.locator("h1")).to_have_text("目标与完成")
    settled(page)
    assert choices(page)["method"] == ["statcan"]


def test_several_targets_of_one_value_each_open_their_own_sentence(reader, root: Path):
    page = reader().open(region="晋中市", indicator="婚检率", year="2022")
    expect(page.locator(".chart .label", has_text="完成 95.77%")).to_have_count(1)
    mark_of(page, "国家目标 70%（2030年） ✔ 达标").click()
    expect(page.locator(".evidence-target")).to_contain_text("70%")
    settled(page)
    first = choices(page)["judgement"]
    mark_of(page, "上级目标 75% ✔ 达标").click()
    expect(page.locator(".evidence-target mark")).to_have_text("75%")
    settled(page)
    assert choices(page)["judgement"] not in (first, ["none"])
    keep(page, root, "targets-several.png")


def test_the_keyboard_opens_a_mark_and_goes_on_from_there(reader):
    page = reader().open(region="晋中市", indicator="婚检率", year="2022")
    mark = mark_of(page, "上级目标 75% ✔ 达标")
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".evidence-target mark")).to_have_text("75%")
    settled(page)
    expect(page.locator(".chart a:focus")).to_have_attribute("aria-current", "true")
    page.keyboard.press("Enter")
    expect(page.locator(".evidence mark")).to_have_count(0)
    page.wait_for_function("location.search.includes('judgement=none')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_small_multiples_are_pictures_that_fit_a_telephone(reader, root: Path, scheme: str):
    page = reader(NARROW, color_scheme=scheme).open(group="multiples", show="pairs")
    expect(page.locator(".multiple").first).to_be_visible()
    assert page.locator(".multiple img").evaluate_all(PICTURES)
    assert fits(page)
    keep(page, root, f"multiples-phone-{scheme}.png")
    page.locator(".multiple").first.click()
    expect(page.locator(".evidence mark").first).to_be_in_viewport()
    settled(page)
    assert choices(page)["group"] == ["multiples"]
    assert choices(page)["judgement"] != ["none"]


def test_a_card_has_its_line(reader, root: Path):
    page = reader().open(path="region", place="贵州省")
    card = page.locator(".card", has=page.locator(".name", has_text=re.compile("^孕产妇死亡率$")))
    line = card.locator("img.spark")
    expect(line).to_have_attribute("alt", "历年：2015年 24.64/10万、2020年 15.9/10万")
    assert line.evaluate_all(PICTURES)
    keep(page, root, "region-lines.png")


def test_a_bar_of_the_largest_changes_opens_its_sentences(reader, root: Path):
    page = reader().open(path="")
    chart = page.locator(".chart", has=page.locator(".note", has_text="居民健康素养水平"))
    chart.scroll_into_view_if_needed()
    keep(page, root, "overview-changes.png")
    chart.locator(".bar").first.click()
    expect(page.locator("h1")).to_have_text("目标与完成")
    expect(page.locator(".evidence-achieved mark")).to_have_text("18.83%")
    expect(page.locator(".evidence-baseline mark")).to_have_text("2.87%")


def test_cascade_and_peers_open_their_sentences(reader, root: Path):
    page = reader().open(path="indicator", subject="孕产妇死亡率", at="2020")
    cell = page.locator(".grid-cascade a", has_text="15.9")
    cell.click()
    expect(page.locator(".evidence mark").first).to_have_text("15.90/10万")
    keep(page, root, "cascade.png")
    narrow = reader(NARROW).open(path="indicator", subject="孕产妇死亡率", at="2020", lang="en")
    expect(narrow.locator(".strip .dot")).to_have_count(1)
    assert fits(narrow)


@pytest.mark.parametrize("moves", ["b", "bfbfb"])
def test_going_back_and_forth_in_a_hurry_keeps_the_filter(reader, moves: str):
    page = reader().open(region="晋中市", year="2022")
    mark_of(page, "完成 95.77%").click()
    link = page.locator(".evidence-achieved").get_by_role("link", name="在原文中查看")
    link.click()
    page.wait_for_function("location.pathname.endsWith('/report')")
    for move in moves:
        (page.go_back if move == "b" else page.go_forward)(wait_until="commit")
    # Where the browser ends in such a hurry is its own affair; what was chosen is held.
    expect(page.locator("h1")).to_have_text(re.compile("目标与完成|原文"))
    page.get_by_role("link", name="目标与完成", exact=True).click()
    expect(page.locator("h1")).to_have_text("目标与完成")
    page.wait_for_function("decodeURIComponent(location.search).includes('region=晋中市')")
    settled(page)
    found = choices(page)
    assert (found["region"], found["year"]) == (["晋中市"], ["2022"])
    assert not page.get_by_test_id("stAlert").filter(has_text="已忽略").count()
