"""Every page, wide and on a telephone, light and dark, in both languages: its values, its looks, and who can use it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import NARROW, WIDE, fits, keep, settled
from playwright.sync_api import Page, expect

from views import pages

pytestmark = pytest.mark.browser

SIZES = {"wide": WIDE, "phone": NARROW}
SCHEMES = ("light", "dark")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Shown:
    """A page as it is asked for, and what it then shows: texts by the place where they stand."""

    asked: dict[str, str]
    texts: dict[str, str]


@pytest.fixture(scope="module")
def shown(tables: Path) -> dict[str, Shown]:
    """What each page must show of the five reports, counted from the tables."""
    figures = pq.read_table(tables / "figures.parquet").to_pylist()
    unchecked = sum(row["confidence"] != "checked" for row in figures)
    (check,) = (row for row in figures if row["value_text"] == "95.77%")
    return {
        "overview": Shown({}, {".totals": f"{len(figures)}", ".grid-matrix": "婚检率"}),
        "targets": Shown({"region": "晋中市", "year": "2022"}, {".js-plotly-plot >> nth=0": "95.77%"}),
        "indicator": Shown({"subject": "孕产妇死亡率"}, {"h4 >> nth=0": "孕产妇死亡率",
                           ".js-plotly-plot >> nth=0": "24.64"}),
        "region": Shown({"place": "贵州省"}, {".cards >> nth=0": "15.9/10万"}),
        "report": Shown({"report": check["document_id"], "figure": check["figure_id"]},
                        {".evidence mark": "95.77%", ".report-text": "婚检率95.77%"}),
        "data": Shown({}, {".place": f"{len(figures)}"}),
        "intake": Shown({}, {".st-key-file_box": ""}),
        "review": Shown({}, {".place": f"{unchecked}"}),
        "methods": Shown({}, {"h3 >> nth=0": ""}),
    }  # fmt: skip


def faults(page: Page) -> list[str]:
    """What axe finds that keeps people out: the rule, the place and why."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']}: {node['target']}: {node['html'][:120]}: {node['failureSummary']}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def words_of_the_other_language(page: Page, lang: str) -> list[str]:
    """Headings and labels that stand in the wrong language; names and sentences of the reports are Chinese in both."""
    said = page.locator("h1, h2, h3, [data-testid=stWidgetLabel], [data-testid=stBaseButton-secondary]")
    texts = [text.strip() for text in said.all_inner_texts()]
    if lang == "en":
        return [text for text in texts if CHINESE.search(text) and not re.search("中文|省|市|婚检率|死亡率|…", text)]
    return [text for text in texts if re.search("[A-Za-z]{4}", re.sub("Parquet|Excel|English", "", text))]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", pages.NAMES)
def test_a_page_in_every_setting(reader, root: Path, shown: dict[str, Shown], name: str, lang: str):
    wanted = shown[name]
    page = reader().open(path="" if name == pages.NAMES[0] else name, lang=lang, **wanted.asked)
    bad = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for size, viewport in SIZES.items():
            page.set_viewport_size(viewport)
            page.wait_for_timeout(300)
            settled(page)
            setting = f"{scheme} {size}"
            for place, text in wanted.texts.items():
                expect(page.locator(place).first, setting).to_contain_text(text)
            if page.get_by_test_id("stException").count() or "Traceback" in page.locator("body").inner_text():
                bad.append(f"{setting}: an exception is shown")
            if not fits(page):
                bad.append(f"{setting}: wider than the window")
            bad += [f"{setting}: {text}" for text in words_of_the_other_language(page, lang)]
            if lang == "zh" or name == pages.NAMES[0]:
                bad += [f"{setting}: {fault}" for fault in faults(page)]
            keep(page, root, f"every-{name}-{lang}-{scheme}-{size}.png")
    assert bad == []
