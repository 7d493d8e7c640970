"""监测评估报告: how the Word document looks, and how the page 地区 offers it."""

from __future__ import annotations

import io
import re
import zipfile
from functools import partial
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from docx.document import Document as Opened
from docx.oxml.ns import qn
from docx.shared import Cm
from paper_cases import followed, headed, judged_of, opened, texts

from views import captions, paper, paper_panel
from views.library import VERDICTS, Library
from views.words import Words

ZH, EN = Words("zh"), Words("en")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return followed(tmp_path_factory.mktemp("kept"))


@pytest.mark.usefixtures("no_browser")
def test_pages_are_a4_numbered_and_in_chinese_faces(library: Library):
    document = opened(paper.write(library, ZH, "贵州省"))
    (section,) = document.sections
    assert (round(section.page_width / Cm(1), 1), round(section.page_height / Cm(1), 1)) == (21, 29.7)
    footer = section.footer.paragraphs[0]
    fields = [one.get(qn("w:instr")) for one in footer._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "".join(one.text for one in footer._p.iter(qn("w:t"))) == "第 1 页　共 1 页"
    faces = {"Normal": "宋体", "Body Text": "宋体", "Heading 1": "黑体", "Title": "黑体", "Cell": "宋体"}
    for name, face in faces.items():
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == face
        assert not [key for key in fonts.attrib if key.lower().endswith("theme")]


@pytest.mark.usefixtures("no_browser")
def test_tables_repeat_their_header_and_never_split_a_row(library: Library):
    document = opened(paper.write(library, ZH, "晋中市"))
    assert len(document.tables) > 5
    for table in document.tables:
        heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads == [True, *[False] * (len(heads) - 1)]
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


@pytest.mark.usefixtures("no_browser")
def test_rows_of_one_indicator_share_its_cell(library: Library):
    document = opened(paper.write(library, ZH, "晋中市"))
    rows = [row for table in headed(document, "指标") for row in table.rows if row.cells[0].text == "孕产妇死亡率"]
    assert len(rows) > 1
    assert len({row.cells[0]._tc for row in rows}) == 1


@pytest.mark.usefixtures("no_browser")
def test_each_language_speaks_for_itself(library: Library):
    chinese = opened(paper.write(library, ZH, "贵州省"))
    own = [*texts(chinese, "Body Text"), *texts(chinese, "Heading 1"), *texts(chinese, "Heading 2")]
    assert not [text for text in own if re.search(r"[A-Za-z]{2}", text.replace(library.build, ""))]
    english = opened(paper.write(library, EN, "贵州省"))
    data = "|".join(["贵州省", *judged_of(library, "贵州省")["domain"].unique()])
    said = [*texts(english, "Body Text"), *texts(english, "Heading 1"), *texts(english, "Heading 2")]
    assert not [text for text in said if re.search("[一-鿿，。：；“”（）]", re.sub(data, "", text))]
    assert texts(english, "Heading 1")[0] == "1. The whole picture"


@pytest.mark.usefixtures("no_browser")
def test_the_same_build_gives_the_same_bytes(library: Library):
    content = paper.write(library, ZH, "贵州省")
    assert content == paper.write(Library(library.folder), ZH, "贵州省")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    about = opened(content).core_properties
    assert about.created.date() == about.modified.date() == captions.built(library)
    said = "\n".join(texts(opened(content), "Body Text"))
    assert f"数据版本 {library.build}" in said


@pytest.mark.usefixtures("no_browser")
def test_without_a_renderer_it_says_why_there_are_no_charts(library: Library):
    document = opened(paper.write(library, ZH, "贵州省"))
    assert not document.inline_shapes
    assert "本文档没有图：生成它的服务器上没有画图用的浏览器。" in texts(document, "Body Text")


def test_charts_are_included_with_words_for_those_who_cannot_see_them(kept: Library):
    document = opened(paper.write(kept, ZH, "晋城市"))
    captions_said = [text for text in texts(document, "Caption") if text.startswith("图")]
    assert captions_said[0] == "图1　各年目标完成情况"
    assert len(captions_said) == len(document.inline_shapes) > 2
    for shape in document.inline_shapes:
        assert shape.width <= Cm(paper_width(document)) + 500  # Word counts in twentieths of a point
        assert len(shape._inline.docPr.get("descr")) > 10
    assert "没有图" not in "".join(texts(document, "Body Text"))


def paper_width(document: Opened) -> float:
    section = document.sections[0]
    return (section.page_width - section.left_margin - section.right_margin) / Cm(1)


@pytest.mark.usefixtures("no_browser")
def test_control_characters_of_a_report_do_no_harm(tmp_path: Path, library: Library):
    for name in ("figures", "documents", "judgements"):
        table = pq.read_table(library.folder / f"{name}.parquet")
        if name == "figures":
            at = table.schema.get_field_index("quote")
            quotes = [f"\x0b{quote}\x1f" for quote in table["quote"].to_pylist()]
            table = table.set_column(at, table.schema.field(at), [quotes])
        pq.write_table(table, tmp_path / f"{name}.parquet")
    document = opened(paper.write(Library(tmp_path), ZH, "太谷区"))
    assert len(document.tables) == 1


def test_chinese_counts_of_headings():
    assert [paper._chinese(n) for n in (1, 9, 10, 11, 19, 20, 21, 99)] == [
        "一", "九", "十", "十一", "十九", "二十", "二十一", "九十九",
    ]  # fmt: skip


def test_verdicts_have_the_order_that_the_counts_rely_on():
    assert set(VERDICTS[:4]) == {"met", "unmet", "undecided", "pending"}


# --- on the page -----------------------------------------------------------------------------------


@pytest.fixture
def open_region(open_page):
    return partial(open_page, "region")


def test_the_page_offers_the_document_and_keeps_the_span(open_region):
    app = open_region(place="贵州省")
    assert "监测评估报告" in [one.value for one in app.header]
    assert [app.selectbox(key=f"paper_{end}").value for end in ("from", "to")] == [2020, 2021]
    app.selectbox(key="paper_to").set_value(2020).run()
    assert app.session_state["written"].one("span") == "2020-2020"
    app.selectbox(key="paper_from").set_value(2021).run()
    assert app.session_state["written"].one("span") == "2021-2021"
    app.selectbox(key="paper_from").set_value(2020).run()
    assert app.session_state["written"].one("span") is None


def test_a_linked_span_is_followed_and_a_bad_one_named(open_region):
    app = open_region(place="贵州省", span="2021-2021")
    assert app.selectbox(key="paper_from").value == 2021
    app = open_region(place="贵州省", span="2021-2019")
    assert [one.value for one in app.warning if "2021-2019" in one.value.replace("\\", "")]
    # Years that the region has nothing of are left out.
    app = open_region(place="贵州省", span="2001-2002")
    assert app.session_state["written"].one("span") is None


def test_one_year_only_needs_no_choice(open_region):
    app = open_region(place="赣州市")
    assert not [one for one in app.selectbox if (one.key or "").startswith("paper_")]


@pytest.mark.usefixtures("no_browser")
def test_the_button_writes_the_document_of_the_region(library: Library):
    content = paper_panel._written(library.build, "zh", "太谷区", None, "straight_line", library)
    assert texts(opened(content), "Title")[0] == "太谷区卫生健康指标"
