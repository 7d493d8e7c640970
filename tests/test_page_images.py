"""Charts as images: what is drawn into them, that Chinese is drawn, and what is said where nothing can draw."""

from __future__ import annotations

import datetime as dt
import html
import os
import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest
from page_cases import judgements

from views import captions, charts, charts_targets, images
from views.images import Image, ImagesUnavailable
from views.library import Library
from views.words import Words

ZH, EN = Words("zh"), Words("en")
CAPTION = ["来源：晋中市卫生健康委员会2022年工作总结", "地区：晋中市　年份：2022年　单位：%"]


@pytest.fixture
def asked_afresh():
    images.unavailable.cache_clear()
    yield
    images.unavailable.cache_clear()


def bars(theme: str = "light") -> charts.Figure:
    ink = charts.PALETTES[theme]["ink"]
    return {
        "data": [{"type": "bar", "x": ["婚检率", "托位数"], "y": [95.77, 3.25]}],
        "layout": {"height": 300, "margin": {"l": 40, "r": 10, "t": 20, "b": 30}, "font": {"color": ink}},
    }


def size_of(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


# --- what is drawn into the image ------------------------------------------------------------------


def test_title_and_caption_stand_outside_the_chart_itself():
    chart = bars()
    drawn = images.captioned(Image(chart, CAPTION, width=600, title="婚检率"))
    texts = [note.text for note in drawn.layout.annotations]
    assert texts == ["<b>婚检率</b>", "<br>".join(CAPTION)]
    added = drawn.layout.height - 300
    assert added == drawn.layout.margin.t - 20 + drawn.layout.margin.b - 30 > 0
    assert drawn.layout.width == 600
    assert chart == bars()


def test_a_chart_without_title_and_caption_keeps_its_size():
    drawn = images.captioned(Image(bars(), [], width=600))
    assert (drawn.layout.height, drawn.layout.margin.t, len(drawn.layout.annotations)) == (300, 20, 0)


def test_a_long_caption_is_broken_to_the_width_and_escaped():
    line = "来源：" + "卫生健康事业发展统计公报" * 12 + "<b>&"
    drawn = images.captioned(Image(bars(), [line], width=400))
    (note,) = drawn.layout.annotations
    lines = note.text.split("<br>")
    assert len(lines) > 4
    assert "".join(lines) == line.replace("&", "&amp;").replace("<b>", "&lt;b&gt;")
    assert max(charts.width(html.unescape(one)) for one in lines) * 6.0 < 400
    shorter = images.captioned(Image(bars(), [line], width=900))
    assert shorter.layout.height < drawn.layout.height


def test_the_images_height_is_the_charts_unless_given():
    assert images.captioned(Image(bars(), [], height=500)).layout.height == 500
    assert images.captioned(Image(go.Figure(), [])).layout.height == images.HEIGHT


def test_png_and_svg_are_drawn_with_their_chinese_and_the_same_each_time():
    (panel,) = charts.panels(judgements({}))
    wanted = [
        *(Image(bars(), CAPTION, 600, title="婚检率", form=form) for form in ("png", "svg", "svg")),
        *(Image(bars(), [text], 300, 200) for text in ("国家", "图表")),
        Image(charts_targets.targets_chart(panel, ZH), CAPTION, form="svg"),
    ]
    png, svg, same_svg, one, other, targets = images.draw(wanted)
    assert size_of(png) == (600 * images.SCALE, images.captioned(wanted[0]).layout.height * images.SCALE)
    assert svg == same_svg
    # Boxes for characters without a glyph would look alike, whatever they stand for.
    assert one != other
    said = "".join(ET.fromstring(svg).itertext())
    assert all(text in said for text in ["婚检率", *CAPTION])
    assert "95.77%" in "".join(ET.fromstring(targets).itertext())
    used = set(re.findall(rb"url\(['\"]?#([^)'\"]+)", svg))
    assert used
    assert used <= set(re.findall(rb'id="([^"]+)"', svg))
    # In another browser too.
    assert images.draw(wanted[:2]) == [png, svg]


def test_png_and_svg_of_one_chart_have_names_of_their_own(monkeypatch: pytest.MonkeyPatch):
    asked: list[Image] = []
    monkeypatch.setattr(images, "draw", lambda wanted: asked.extend(wanted) or [b"drawn"])
    chart = bars()
    assert images.png(chart, CAPTION, 400, 250, "婚检率") == images.svg(chart, CAPTION) == b"drawn"
    assert asked == [
        Image(chart, CAPTION, 400, 250, "婚检率", "png"),
        Image(chart, CAPTION, images.WIDTH, None, "", "svg"),
    ]


def test_a_dark_page_gives_an_image_on_white():
    assert images.captioned(Image(bars("dark"), [])).layout.template.layout.paper_bgcolor == "#FFFFFF"



# --- where nothing can draw ------------------------------------------------------------------------


@pytest.mark.usefixtures("asked_afresh")
def test_without_a_browser_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(images.Chromium, "find_browser", lambda **_: None)
    assert images.unavailable() == "browser"
    with pytest.raises(ImagesUnavailable, match="apt-get install chromium") as caught:
        images.png(bars(), CAPTION)
    assert caught.value.reason == "browser"


@pytest.mark.usefixtures("asked_afresh")
def test_without_a_chinese_font_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    lister = tmp_path / "fc-list"
    lister.write_text("#!/bin/sh\nexit 0\n", "utf-8")
    lister.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(ImagesUnavailable, match="fonts-noto-cjk"):
        images.svg(bars(), CAPTION)


@pytest.mark.usefixtures("asked_afresh")
def test_a_browser_that_dies_is_told_and_no_stack_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("BROWSER_PATH", str(broken))
    with pytest.raises(ImagesUnavailable) as caught:
        images.png(bars(), CAPTION)
    assert caught.value.reason == "failed"


def test_nothing_to_draw_needs_no_browser(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(images, "unavailable", lambda: "browser")
    assert images.draw([]) == []


def test_every_reason_has_words_in_both_languages():
    for words in (ZH, EN):
        assert all(words(f"images.{reason}", packages="p") for reason in images.REASONS if reason != "failed")


# --- the caption -----------------------------------------------------------------------------------


def test_the_caption_names_source_region_years_unit_and_build(library: Library):
    lines = captions.lines(
        library, ZH, reports=["甲", "甲", None, ""], regions=["晋中市"], years=[2022, None, 2020], unit="%"
    )
    day = captions.built(library)
    assert lines == [
        "来源：甲",
        "地区：晋中市　年份：2020—2022年　单位：%",
        f"达标，数据版本 {library.build}，生成于{day.year}年{day.month}月{day.day}日",
    ]
    english = captions.lines(library, EN, reports=["甲"], regions=["晋中市"], years=[2022], unit="")
    assert english[1] == f"Region: 晋中市　Year: 2022　Unit: {EN('panel.no_unit')}"
    assert english[2] == f"Dabiao, build {library.build} of {day.isoformat()}"


def test_a_caption_of_many_says_how_many(library: Library):
    lines = captions.lines(library, ZH, reports="甲乙丙丁戊", regions="子丑寅卯辰巳午", years=[], unit=None)
    assert lines[:2] == ["来源：甲；乙；丙等5份文件", "地区：子；丑；寅；卯；辰；巳等7个地区"]


def test_the_day_of_the_build_is_that_of_its_files_in_china(library: Library, monkeypatch: pytest.MonkeyPatch):
    late = dt.datetime(2026, 3, 31, 23, 0, tzinfo=dt.UTC).timestamp()
    monkeypatch.setattr(captions.library, "stamp", lambda _: (("figures", 1, 0), ("judgements", 1, int(late * 1e9))))
    assert captions.built(library) == dt.date(2026, 4, 1)


def test_the_caption_of_judgements_names_the_reports_of_both_sides(library: Library):
    rows = pd.DataFrame(
        library.ask("SELECT * FROM judged WHERE region = '晋中市' AND verdict = 'met' AND unit = '%'").to_pylist()
    )
    first, second, _ = captions.of_judgements(library, ZH, rows, "%")
    assert "晋中市卫生健康委员会2022年工作总结及2023年工作计划" in first
    assert all(document in first for document in rows["target_document"].unique()[:2])
    assert second.startswith("地区：晋中市　年份：2022")
