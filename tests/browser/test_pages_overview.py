"""总览, 指标 and 地区 in a real browser: counts, the way from a cell to its pair, and the sentences behind points."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from browsing import choices, keep, mark_of, settled
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

MATERNAL = "孕产妇死亡率"


def no_trouble(page: Page) -> bool:
    return page.get_by_test_id("stException").count() == 0


def names_of_charts(page: Page) -> list[str | None]:
    """What a screen reader calls each chart."""
    return [chart.get_attribute("aria-label") for chart in page.locator(".chart").all() if chart.is_visible()]


def test_the_landing_page_shows_the_counts_and_a_cell_leads_to_its_pair(reader, root: Path, tables: Path):
    page = reader().open(path="")
    expect(page.locator("h1")).to_have_text("总览")
    figures = pq.read_table(tables / "figures.parquet", columns=["indicator"])
    named = len(set(figures["indicator"].to_pylist()))
    expect(page.locator(".totals")).to_contain_text(f"报告5地区9指标{named}数字{figures.num_rows}")
    assert choices(page) | {"build": None} == {
        "lang": ["zh"], "region": ["all"], "year": ["all"], "domain": ["all"], "build": None,
        "method": ["straight_line"],
    }  # fmt: skip
    names = names_of_charts(page)
    assert all(names)
    assert any("晋中市 2022年 未达标" in name for name in names)
    keep(page, root, "overview-zh.png")

    row = page.locator(".grid-matrix tr", has=page.get_by_role("rowheader", name="婚检率", exact=True))
    cell = row.locator("td.is-met a").first
    expect(cell).to_contain_text("✔ 达标")
    cell.click()
    expect(page.locator("h1")).to_have_text("目标与完成")
    expect(page.locator(".evidence mark")).to_have_text(["95.77%", "75%"])
    settled(page)
    assert (choices(page)["region"], choices(page)["indicator"]) == (["晋中市"], ["婚检率"])
    page.go_back()
    expect(page.locator("h1")).to_have_text("总览")


def test_a_segment_opens_its_targets(reader):
    page = reader().open(path="")
    page.get_by_role("link", name=re.compile("晋中市 2022年 达标")).click()
    expect(page.locator("h1")).to_have_text("目标与完成")
    settled(page)
    assert (choices(page)["region"], choices(page)["year"], choices(page)["show"]) == (["晋中市"], ["2022"], ["pairs"])


def test_a_promise_and_a_report_lead_on(reader):
    page = reader().open(path="", region="湖南省")
    page.locator(".grid-promises a").first.click()
    expect(page.locator("h1")).to_have_text("目标与完成")
    settled(page)
    assert choices(page)["show"] == ["targets"]
    expect(page.locator(".evidence-target mark")).to_have_count(1)
    other = reader().open(path="", region="湖南省")
    link = other.locator(".grid-reports a").first
    expect(link).to_have_text("湖南省卫生健康委员会（hunan-2020.txt）")
    link.click()
    expect(other.locator("h1")).to_have_text("原文")


def test_maternal_mortality_of_guizhou_is_found_with_its_sentences(reader, root: Path):
    visit = reader()
    page = visit.open(path="")
    page.get_by_role("link", name="指标", exact=True).click()
    expect(page.locator("h1")).to_have_text("指标")
    settled(page)
    box = page.get_by_role("combobox", name=re.compile("选一个指标"))
    box.click()
    box.fill("孕产妇死亡比")  # another name of it
    page.get_by_role("option", name=re.compile(MATERNAL)).first.click()
    expect(page.locator(".st-key-subject h2")).to_have_text(MATERNAL)
    settled(page)

    mark_of(page, "24.64").click()
    expect(page.locator(".evidence mark")).to_have_text("24.64/10万")
    expect(page.locator(".evidence blockquote")).to_contain_text("孕产妇死亡率从24.64/10万下降到15.90/10万")
    settled(page)
    mark_of(page, "15.9").click()
    expect(page.locator(".evidence mark")).to_have_text("15.90/10万")
    expect(page.locator(".evidence-achieved")).to_contain_text("2020年")
    settled(page)
    keep(page, root, "indicator-zh.png")
    assert choices(page)["subject"] == [MATERNAL]
    assert choices(page)["figure"] != ["none"]

    other = visit.open(page.url)
    expect(other.locator(".evidence mark")).to_have_text("15.90/10万")
    assert other.url == page.url
    assert not other.get_by_test_id("stAlert").count()
    assert all(names_of_charts(other))
    assert no_trouble(other)


def test_a_national_target_names_its_document(reader):
    page = reader().open(path="indicator", subject=MATERNAL)
    mark_of(page, "≤12").click()
    expect(page.locator(".evidence-target").first).to_contain_text("国家目标")
    expect(page.locator(".evidence-target").first).to_contain_text("2030")


def test_a_tile_opens_its_sentence(reader):
    page = reader().open(path="indicator", subject=MATERNAL)
    page.locator(".st-key-tiles .bar", has_text="贵州").click()
    expect(page.locator(".evidence mark")).to_have_text("15.90/10万")


def test_a_card_opens_its_sentences(reader, root: Path):
    page = reader().open(path="region", place="贵州省")
    card = page.locator(".card", has_text=MATERNAL)
    expect(card).to_contain_text("15.9/10万")
    expect(card).to_contain_text("2015年 24.64/10万")
    card.click()
    expect(page.locator(".evidence mark")).to_have_text(["15.90/10万", "24.64/10万"])
    settled(page)
    assert choices(page)["place"] == ["贵州省"]
    keep(page, root, "region-zh.png")
    page.get_by_role("button", name="关闭原文").click()
    expect(page.locator(".evidence mark")).to_have_count(0)
