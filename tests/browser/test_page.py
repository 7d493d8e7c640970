"""The page 目标与完成 in a real browser: filtered, clicked, shared and downloaded from."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from browsing import NARROW, choices, fits, keep, mark_of, settled, shown_text, table_cells
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_mark_leads_to_both_sentences_and_the_copied_link_to_the_same_view(reader, root: Path):
    visit = reader()
    page = visit.open()
    defaults = choices(page)
    assert defaults | {"build": None} == {
        "lang": ["zh"], "region": ["all"], "year": ["all"], "domain": ["all"], "indicator": ["all"],
        "show": ["pairs"], "method": ["straight_line"], "judgement": ["none"], "span": ["all"], "sort": ["verdict"],
        "group": ["none"], "page": ["1"], "build": None,
    }  # fmt: skip

    box = page.get_by_role("combobox", name=re.compile("地区"))
    box.click()
    box.fill("晋中")
    page.get_by_role("option", name="晋中市", exact=True).click()
    page.wait_for_function("decodeURIComponent(location.search).includes('region=晋中市')")
    page.keyboard.press("Escape")
    settled(page)

    mark_of(page, "完成 95.77%").click()
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


def test_every_certain_pair_is_drawn_with_its_values(reader):
    page = reader().open(region="晋中市", year="2022")
    labels = set(page.locator(".chart .label").all_text_contents())
    assert labels >= {
        "完成 95.77%", "上级目标 75% ✔ 达标", "完成 0/10万", "完成 2.96‰", "完成 3.81‰", "完成 3.25个/千人",
    }  # fmt: skip
    assert any("12.8/10万" in label for label in labels)
    assert any("（2023年）" in label for label in labels)


def test_one_mark_after_another_then_back(reader):
    page = reader().open(region="晋中市", year="2022")
    mark_of(page, "完成 95.77%").click()
    expect(page.locator(".evidence-achieved mark")).to_have_text("95.77%")
    mark_of(page, "完成 2.96‰").click()
    expect(page.locator(".evidence-achieved mark")).to_have_text("2.96‰")
    settled(page)
    mark_of(page, "完成 95.77%").click()
    expect(page.locator(".evidence-achieved mark")).to_have_text("95.77%")
    settled(page)
    page.go_back()
    expect(page.locator(".evidence-achieved mark")).to_have_text("2.96‰")
    page.get_by_role("button", name="关闭原文").click()
    expect(page.locator(".evidence mark")).to_have_count(0)
    page.wait_for_function("location.search.includes('judgement=none')")


def test_a_row_of_the_table_opens_its_evidence(reader):
    page = reader().open(region="晋中市", year="2022", indicator="婚检率")
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    # The table is drawn on a canvas: the box that selects the first row stands under the header's.
    page.mouse.click(box["x"] + 18, box["y"] + 52)
    expect(page.locator(".evidence-achieved mark")).to_have_text("95.77%")
    expect(page.locator(".evidence-target mark")).to_have_text("75%")


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
    # National and derived targets are quoted in no report.
    assert {row["figure_id"] for row in figures} == {one for one in wanted - {None} if ":" not in one}
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
    assert page.locator(".chart .label").count() > 0


def test_on_a_telephone_nothing_overflows_and_the_sentence_comes_into_view(reader, root: Path):
    page = reader(NARROW, has_touch=True).open(region="晋中市", year="2022")
    assert fits(page)
    plot = page.locator(".chart").first.bounding_box()
    for label in page.locator(".chart .label").all():
        box = label.bounding_box()
        assert box["x"] >= plot["x"] - 1
        assert box["x"] + box["width"] <= plot["x"] + plot["width"] + 1
    keep(page, root, "targets-phone.png")
    mark_of(page, "完成 95.77%").click()
    quote = page.locator(".evidence-achieved mark")
    expect(quote).to_be_in_viewport()
    assert fits(page)
    keep(page, root, "evidence-phone.png")


def test_the_sentence_on_a_dark_telephone_is_light_on_dark(reader, root: Path):
    page = reader(NARROW, color_scheme="dark").open(region="晋中市", year="2022")
    mark_of(page, "完成 95.77%").click()
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
    assert page.locator(".chart .label", has_text="目标").count() > 10
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
