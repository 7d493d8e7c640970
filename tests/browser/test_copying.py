"""复制为材料文字 in a real browser: what lands on the clipboard, and what is offered where there is none."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from browsing import NARROW, WIDE, choices, fits
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SENTENCE = "2022年，晋中市婚检率95.77%，高于全省75%的目标任务20.77个百分点。"


@pytest.fixture(scope="module")
def judgement(tables: Path) -> str:
    rows = duckdb.sql(
        f"SELECT judgement_id FROM '{tables / 'judgements.parquet'}' WHERE region = '晋中市' AND indicator = '婚检率' "
        "AND target_owner = 'superior'"
    ).fetchall()
    return rows[0][0]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_sentence_and_source_of_a_judgement(reader, judgement: str, size: dict):
    page = reader(size).open(judgement=judgement)
    sheet = page.locator(".st-key-evidence_sheet")
    sheet.get_by_role("button", name="复制为材料文字").click()
    expect(sheet.get_by_role("status")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == SENTENCE
    expect(sheet.get_by_role("textbox", name="将要复制的文字")).to_have_value(SENTENCE)
    sheet.get_by_role("button", name="复制出处").click()
    expect(sheet.get_by_role("textbox")).not_to_have_value(SENTENCE)
    source = page.evaluate("navigator.clipboard.readText()")
    assert source.startswith("晋中市卫生健康委员会. ")
    assert source.endswith(page.url)
    assert fits(page)


def test_without_a_clipboard_the_text_stands_there_to_be_copied(reader, judgement: str):
    page = reader().open(judgement=judgement)
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false;"
    )
    sheet = page.locator(".st-key-evidence_sheet")
    sheet.get_by_role("button", name="复制为材料文字").click()
    expect(sheet.get_by_role("status")).to_have_text("请手工复制下面的文字")
    field = sheet.get_by_role("textbox", name="将要复制的文字")
    expect(field).to_be_focused()
    assert field.evaluate("e => e.value.slice(e.selectionStart, e.selectionEnd)") == SENTENCE


def test_another_choice_takes_the_old_text_away(reader, judgement: str):
    page = reader().open(path="data", region="晋中市", q="婚检率")
    page.get_by_text("把这些写成材料文字").click()
    listed = page.locator(".st-key-copy_listed")
    listed.get_by_role("button", name="复制为材料文字").click()
    expect(listed.get_by_role("textbox")).to_be_visible()
    page.get_by_role("radio", name="判定").or_(page.get_by_role("button", name="判定")).first.click()
    page.wait_for_function("location.search.includes('table=judgements')")
    expect(page.locator(".st-key-copy_listed").get_by_role("textbox")).to_be_hidden()
    assert choices(page)["table"] == ["judgements"]
