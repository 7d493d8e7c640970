"""The pages 原文 and 数据 in a real browser: marks and links followed, rows searched, files read back."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from browsing import NARROW, Visit, choices, fits, keep, mark_of, settled, table_cells
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PREMARITAL = "95.77%"


@pytest.fixture(scope="module")
def figures(tables: Path) -> list[dict]:
    return pq.read_table(tables / "figures.parquet").to_pylist()


def one(figures: list[dict], text: str) -> dict:
    (found,) = (figure for figure in figures if figure["value_text"] == text)
    return found


def test_a_mark_of_the_chart_leads_to_the_sentence_in_the_report(reader, figures: list[dict], root: Path):
    page = reader().open(region="晋中市", year="2022")
    mark_of(page, f"完成 {PREMARITAL}").click()
    page.locator(".evidence-achieved").get_by_role("link", name="在原文中查看").click()
    expect(page.locator("h1")).to_have_text("原文")
    chosen = page.locator(".report-text mark.chosen")
    expect(chosen).to_have_text(PREMARITAL)
    expect(chosen).to_be_in_viewport()
    settled(page)
    figure = one(figures, PREMARITAL)
    assert choices(page) | {"build": None} == {
        "lang": ["zh"], "report": [figure["document_id"]], "figure": [figure["figure_id"]], "build": None,
    }  # fmt: skip
    assert "".join(page.locator(".report-text .told").all_text_contents()) == figure["quote"]
    expect(page.locator(".evidence.row h3")).to_contain_text(PREMARITAL)
    keep(page, root, "report-zh.png")
    page.go_back()
    expect(page.locator("h1")).to_have_text("目标与完成")
    expect(page.locator(".evidence-achieved mark")).to_have_text(PREMARITAL)
    page.wait_for_function("decodeURIComponent(location.search).includes('region=晋中市')")


def test_a_click_on_a_highlight_shows_its_row_and_the_link_opens_it_again(reader, figures: list[dict]):
    visit = reader()
    page = visit.open(path="report", report=one(figures, PREMARITAL)["document_id"])
    expect(page.locator(".evidence.row")).to_have_count(0)
    page.locator(".report-text mark", has_text="12.8/10万").click()
    row = page.locator(".evidence.row")
    for said in ("孕产妇死亡率", "≤12.8/10万", "不高于", "晋中市", "有把握", "说在旁边的标准或目标"):
        expect(row).to_contain_text(said)
    settled(page)
    assert choices(page)["figure"] == [one(figures, "12.8/10万")["figure_id"]]
    other = visit.open(page.url)
    expect(other.locator(".report-text mark.chosen")).to_have_text("12.8/10万")
    expect(other.locator(".report-text mark.chosen")).to_be_in_viewport()
    assert other.locator(".evidence.row").inner_text() == row.inner_text()
    page.get_by_role("button", name="下一个", exact=True).click()
    expect(page.locator(".report-text mark.chosen")).to_have_text("5.4‰")
    page.get_by_role("button", name="关闭", exact=True).click()
    expect(page.locator(".evidence.row")).to_have_count(0)
    expect(page.locator(".report-text mark.chosen")).to_have_count(0)


def test_a_highlight_is_chosen_by_keyboard(reader, figures: list[dict]):
    page = reader().open(path="report", report=one(figures, PREMARITAL)["document_id"])
    page.locator(".report-text mark", has_text=PREMARITAL).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".evidence.row h3")).to_contain_text("婚检率")


def test_the_text_is_the_report_and_marks_are_told_without_colour(reader, tables: Path):
    document = next(
        row for row in pq.read_table(tables / "documents.parquet").to_pylist() if row["source"].startswith("guizhou")
    )
    page = reader().open(path="report", report=document["document_id"])
    assert page.locator(".report-text").evaluate("e => e.textContent") == document["text"]
    lines = {
        kind: page.locator(f".report-text mark.{kind}").first.evaluate("e => getComputedStyle(e).textDecorationStyle")
        for kind in ("achieved", "target", "baseline")
    }
    assert len(set(lines.values())) == 3
    shell = page.locator(".report-text .shell").first
    assert float(shell.evaluate("e => getComputedStyle(e).opacity")) < 0.8
    assert page.locator(".report-text .shell mark").count() == 0


def test_a_wrong_reading_becomes_an_entry_to_copy(reader, figures: list[dict]):
    figure = one(figures, PREMARITAL)
    page = reader().open(path="report", figure=figure["figure_id"])
    page.get_by_text("报告读错？").click()
    value = page.get_by_role("textbox", name="数值", exact=True)
    value.fill("95.78")
    value.press("Enter")
    for name, text in (("理由", "核对了纸本"), ("更正人", "王芳")):
        box = page.get_by_role("textbox", name=name, exact=True)
        box.fill(text)
        box.press("Enter")
    entry = page.get_by_test_id("stCode")
    expect(entry).to_contain_text(f"figure: {figure['figure_id']}")
    expect(entry).to_contain_text("expect: {value: 95.77}")
    expect(entry).to_contain_text("set: {value: 95.78}")


def test_on_a_telephone_the_sentence_stands_above_its_row(reader, figures: list[dict], root: Path):
    page = reader(NARROW, has_touch=True).open(path="report", figure=one(figures, PREMARITAL)["figure_id"])
    chosen = page.locator(".report-text mark.chosen")
    expect(chosen).to_be_in_viewport()
    page.wait_for_timeout(500)
    sheet = page.locator(".st-key-evidence_sheet").bounding_box()
    box = chosen.bounding_box()
    assert box["y"] + box["height"] <= sheet["y"]
    assert fits(page)
    keep(page, root, "report-phone.png")


def test_bad_parameters_of_a_report_are_named(reader):
    page = reader().open(path="report", report="nobody", figure="nothing", region="晋中市")
    notice = page.get_by_test_id("stAlert").first
    for part in ("nobody", "nothing", "地区"):
        expect(notice).to_contain_text(part)
    assert page.locator(".report-text").count() == 1
    assert page.get_by_test_id("stException").count() == 0


def search(page: Page, text: str) -> None:
    box = page.get_by_role("searchbox", name="查找").or_(page.get_by_role("textbox", name="查找")).first
    box.fill(text)
    box.press("Enter")


def shown_count(page: Page) -> int:
    return int(re.search(r"共 ([\d,]+) 行", page.locator("[role=status].place").inner_text())[1].replace(",", ""))


def test_a_search_narrows_the_table_and_the_link_opens_the_same_rows(reader, figures: list[dict], root: Path):
    visit = reader()
    page = visit.open(path="data")
    assert shown_count(page) == len(figures)
    search(page, "孕产妇 死亡率")
    page.wait_for_function("decodeURIComponent(location.search).includes('q=孕产妇+死亡率')")
    settled(page)
    said = [" ".join((row["indicator"], row["indicator_text"], row["quote"])) for row in figures]
    wanted = sum("孕产妇" in text and "死亡率" in text for text in said)
    assert shown_count(page) == wanted < len(figures)
    cells = table_cells(page, wanted, [1, 2, 3], 6)
    other = visit.open(page.url)
    assert other.url == page.url
    assert table_cells(other, wanted, [1, 2, 3], 6) == cells
    keep(page, root, "data-zh.png")


def test_the_files_read_back_equal_to_the_rows_shown(reader, tables: Path, tmp_path: Path, figures: list[dict]):
    page = reader().open(path="data", region="湖南省", kind="target")
    whole = pq.read_table(tables / "figures.parquet")
    targets = pc.and_(pc.equal(whole["region"], "湖南省"), pc.equal(whole["kind"].cast("string"), "target"))
    wanted = whole.filter(targets)  # the page keeps the order of the file
    assert shown_count(page) == wanted.num_rows > 10
    for name in ("Parquet", "CSV", "Excel"):
        with page.expect_download() as coming:
            page.get_by_role("button", name=re.compile(f"^下载 {name}")).click()
        coming.value.save_as(tmp_path / name)
    parquet = pq.read_table(tmp_path / "Parquet")
    assert parquet.to_pylist() == wanted.to_pylist()
    csv = pd.read_csv(io.BytesIO((tmp_path / "CSV").read_bytes()), encoding="utf-8-sig")
    assert csv["figure_id"].tolist() == wanted["figure_id"].to_pylist()
    assert csv["value"].tolist() == wanted["value"].to_pylist()
    (tmp_path / "Excel").rename(tmp_path / "rows.xlsx")
    lines = list(openpyxl.load_workbook(tmp_path / "rows.xlsx")["数字"].iter_rows(values_only=True))
    names = [lines[0].index(header) for header in ("指标", "数值", "单位")]
    assert [[line[at] for at in names] for line in lines[1:]] == [
        [row["indicator"], row["value"], row["unit"] or None] for row in wanted.to_pylist()
    ]
    shown = table_cells(page, wanted.num_rows, [1, 2, 3], 6)
    assert [[name, float(value.replace(",", "")), unit] for name, value, unit in shown] == [
        [row["indicator"], row["value"], row["unit"]] for row in wanted.to_pylist()[:6]
    ]


def test_a_row_opens_its_sentence_and_the_report(reader, figures: list[dict]):
    page = reader().open(path="data", q=PREMARITAL)
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    page.mouse.click(box["x"] + 18, box["y"] + 52)
    row = page.locator(".evidence.row")
    expect(row).to_have_count(1)
    text = row.locator("mark").inner_text()
    row.get_by_role("link", name="在原文中查看").click()
    expect(page.locator("h1")).to_have_text("原文")
    expect(page.locator(".report-text mark.chosen")).to_have_text(text)


def test_pages_of_the_table(reader, figures: list[dict]):
    page = reader().open(path="data", page="2")
    expect(page.locator("[role=status].place")).to_contain_text("第 101—200 行")
    page.get_by_role("button", name="下一页").click()
    page.wait_for_function("location.search.includes('page=3')")
    expect(page.locator("[role=status].place")).to_contain_text("第 201—300 行")
    search(page, "婚检率")
    page.wait_for_function("location.search.includes('page=1')")


def test_nothing_found_says_what_was_asked_and_offers_the_way_back(reader):
    page = reader().open(path="data", q="没有这样的词", region="湖南省", page="9999", table="figures", kind="x")
    expect(page.get_by_test_id("stAlert").first).to_contain_text("x")
    expect(page.get_by_text("没有这样的词", exact=False).first).to_be_visible()
    page.get_by_role("button", name=re.compile("去掉“查找”")).click()
    expect(page.locator("[role=status].place")).to_be_visible()
    assert choices(page)["region"] == ["湖南省"]


def test_judgements_on_a_dark_telephone_in_english(reader, root: Path):
    the_table_fits(reader(NARROW, color_scheme="dark"), root, "judgements")


@pytest.fixture
def of_problems(serve, unread: Path) -> Iterator[str]:
    """The address of the app on tables of a report with numbers that could not be read."""
    with serve(unread) as url:
        yield url


def test_problems_on_a_dark_telephone_in_english(of_problems: str, readers, root: Path):
    the_table_fits(readers(of_problems, NARROW, color_scheme="dark"), root, "problems")


def the_table_fits(reader: Visit, root: Path, table: str) -> None:
    page = reader.open(path="data", table=table, lang="en", region="晋中市")
    assert fits(page)
    expect(page.locator("h1")).to_have_text("Data")
    assert page.locator("[data-testid=stDataFrame]").first.is_visible()
    said = page.get_by_test_id("stMain").evaluate("e => e.innerText")
    assert not re.search(r"[\u4e00-\u9fff]", re.sub("晋中市", "", said))
    keep(page, root, f"data-{table}-phone-dark.png")
