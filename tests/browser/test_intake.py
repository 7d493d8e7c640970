"""The page 导入 in a real browser: files dropped in and read, wide and narrow; an owner adds one, nobody else can."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from browsing import NARROW, WIDE, fits, keep, settled, table_cells
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TEXT = (
    "遵义市2024年卫生健康工作总结\n全市孕产妇死亡率由2020年的16.2/10万降至9.8/10万，控制在省定标准12.8/10万以内；"
    "居民健康素养水平达到28.6%。2025年，力争居民健康素养水平达到30%以上。\n"
)
VALUES = ["16.2/10万", "9.8/10万", "12.8/10万", "28.6%", "30%"]


def drop(page: Page, *files: tuple[str, bytes]) -> None:
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": data} for name, data in files]
    )
    expect(page.locator(".grid-uploads tbody tr")).to_have_count(len(files))
    settled(page)


@pytest.mark.parametrize(
    ("viewport", "scheme", "lang"), [(WIDE, "light", "zh"), (NARROW, "light", "zh"), (NARROW, "dark", "en")]
)
def test_files_are_read_and_a_figure_opens_beside_its_sentence(reader, root: Path, viewport, scheme: str, lang: str):
    page = reader(viewport, color_scheme=scheme).open(path="intake", lang=lang)
    box = page.get_by_test_id("stFileUploaderDropzone")
    # What the box says is set by the style sheet: Streamlit's own English is not shown, nor told to screen readers.
    expect(box.get_by_role("button")).to_have_accessible_name("选择文件" if lang == "zh" else "Choose files")
    assert "Upload" not in box.inner_text()
    assert "per file" not in box.inner_text()
    drop(page, ("zunyi-2024.txt", TEXT.encode("gb18030")), ("空.txt", b""))
    cells = page.locator(".grid-uploads tbody tr").first.locator("td").all_text_contents()
    assert cells[4:] == ["2", "2", "1", "0", "1"]
    assert page.locator(".report-text").evaluate("e => e.textContent") == TEXT
    assert table_cells(page, 5, [2]) == [[value] for value in VALUES]
    page.locator(".report-text mark", has_text="28.6%").click()
    row = page.locator(".evidence.row")
    expect(row.locator("h3")).to_contain_text("28.6%")
    expect(row).to_contain_text("居民健康素养水平")
    expect(page.locator(".report-text mark.chosen")).to_have_text("28.6%")
    # The mark stays lit: two look-outs that differ would put it out by turns.
    for _ in range(12):
        page.wait_for_timeout(80)
        assert page.locator(".report-text mark.chosen").count() == 1
    settled(page)
    assert fits(page)
    keep(page, root, f"intake-{viewport['width']}-{lang}.png")
    page.get_by_role("button", name="下一个" if lang == "zh" else "Next", exact=True).click()
    expect(row.locator("h3")).to_contain_text("30%")
    page.get_by_role("button", name="关闭" if lang == "zh" else "Close", exact=True).click()
    expect(row).to_have_count(0)
    refusal = "公开的链接只能看" if lang == "zh" else "The public link is read-only"
    expect(page.get_by_test_id("stAlert").last).to_contain_text(refusal)


def test_what_was_read_is_downloaded(reader):
    page = reader().open(path="intake")
    drop(page, ("zunyi-2024.txt", TEXT.encode()))
    for name, read in (("这一份 Parquet", pd.read_parquet), ("这一份 CSV", pd.read_csv)):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        frame = read(io.BytesIO(Path(download.value.path()).read_bytes()))
        assert frame["value_text"].tolist() == VALUES
        assert download.value.suggested_filename.startswith("zunyi-2024-figures.")


def test_the_owner_at_the_machine_adds_a_report_and_one_from_elsewhere_cannot(
    readers, serve, root: Path, tables: Path, tmp_path: Path
):
    library = tmp_path / "library"
    shutil.copytree(tables, library)
    shutil.copytree(root / "data/reports", library / "reports")
    with serve(library, DABIAO_OWNER="local", DABIAO_OWNER_NAME="王芳") as address:
        # A reader by a proxy asks the same server at the same address.
        for headers in ({"X-Forwarded-For": "203.0.113.9"}, {}):
            visit = readers(address, extra_http_headers=headers)
            page = visit.open(path="intake")
            drop(page, ("zunyi-2024.txt", TEXT.encode()))
            submit = page.get_by_role("button", name="加入资料库，重新生成各表")
            if headers:
                expect(page.get_by_test_id("stAlert").last).to_contain_text("不是从这台电脑上直接打开")
                expect(submit).to_have_count(0)
                visit.leave()
        page.get_by_label("发文机关（全称）").fill("遵义市卫生健康委员会")
        submit.click()
        expect(page.get_by_test_id("stAlertContentSuccess")).to_contain_text("现有 6 份报告")
        page.get_by_role("link", name="在原文中打开").click()
        expect(page.locator("h1")).to_have_text("原文")
        expect(page.locator(".report-text mark.figure[data-ids]")).to_have_count(5)
        visit.leave()  # before the server stops
    assert "王芳" in (library / "reports/zunyi-2024.yml").read_text("utf8")
    documents = pq.read_table(library / "documents.parquet", columns=["source"])["source"].to_pylist()
    assert len(documents) == 6
    assert "zunyi-2024.txt" in documents
