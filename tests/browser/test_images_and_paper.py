"""Files that the server draws and writes: a chart as an image, a region's monitoring report as a Word document."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from browsing import NARROW, Visit, fits
from docx import Document
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
# A browser of its own has to start on the server, on a machine that runs one already.
PATIENCE = 120_000


def downloaded(page: Page, button: str):
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("button", name=button).last.click()
    return download.value


def test_a_chart_can_be_taken_as_png_and_svg_with_its_source(reader: Callable[..., Visit]):
    page = reader().open(path="indicator", lang="zh", subject="孕产妇死亡率")
    page.get_by_role("button", name="图片", exact=True).first.click()
    png = downloaded(page, "下载图片（PNG）")
    assert png.suggested_filename.endswith(".png")
    assert png.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    svg = downloaded(page, "下载矢量图（SVG）")
    said = "".join(ET.parse(svg.path()).getroot().itertext())
    build = page.url.split("build=")[1]
    for text in ("孕产妇死亡率", "贵州省", "24.64", "15.9", "来源：", "单位：/10万", f"数据版本 {build}"):
        assert text in said


@pytest.mark.parametrize(("lang", "button", "title"), [
    ("zh", "下载 Word 文档", "贵州省卫生健康指标"),
    ("en", "Download the Word document", "贵州省: health targets and achievements"),
])  # fmt: skip
def test_one_click_writes_the_monitoring_report(reader: Callable[..., Visit], lang: str, button: str, title: str):
    page = reader(NARROW).open(path="region", lang=lang, place="贵州省", span="2020-2020")
    assert fits(page)
    file = downloaded(page, button)
    assert file.suggested_filename.startswith("贵州省")
    document = Document(str(file.path()))
    assert next(one.text for one in document.paragraphs if one.style.name == "Title") == title
    assert len(document.inline_shapes) > 1
    assert "24.64/10万" in "".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
