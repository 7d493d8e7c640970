"""Every page, wide and on a telephone, light and dark, in both languages: its values, its looks, and who can use it.

A page is loaded once a language; theme and size change in place, as they do for a reader at dusk or with a turned
telephone. axe-core tells what keeps people out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import CUT_LABELS, NARROW, WIDE, choices, fits, keep, settled
from playwright.sync_api import Page, expect

from views import pages

pytestmark = pytest.mark.browser

SIZES = {"wide": WIDE, "phone": NARROW}
# In this order each step changes one thing. axe runs at two of them: both themes, both sizes.
SETTINGS = (("light", "wide"), ("light", "phone"), ("dark", "phone"), ("dark", "wide"))
LOOKED_INTO = {("light", "wide"), ("dark", "phone")}
# What axe finds in Streamlit's own markup, which no option, theme or style sheet changes: rule, place, why it may be.
EXCUSED = (("region", "stSkipToContent", "the link past the sidebar stands before every landmark, as such links do"),)

# Where the program itself speaks; sentences, names and file names of the reports stay as they are.
SPOKEN = """h1, h2, h3, th, dt, summary, .legend, .report-legend, [data-testid=stWidgetLabel], [data-testid=stAlert],
    [data-testid=stCaptionContainer], [data-testid=stTopNavLink], [data-testid=stBaseButton-secondary],
    [data-testid=stBaseButton-primary], [data-testid=stBaseButton-tertiary], .verdicts, .totals"""
HAN = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[A-Za-z]{3,}")
# Names of things that are called so in Chinese, too; the nation's in the tables; each language's name for itself.
PROPER = {"Parquet", "Excel", "CSV", "Word", "pandas", "DuckDB", "txt", "make", "run", "docs", "OWNERS", "Esc"}
OWN_NAMES = {"zh": PROPER | {"English"}, "en": {"中文", "全国"}}


@dataclass(frozen=True)
class Shown:
    """A page as it is asked for, and what it then shows: texts by the place where they stand."""

    asked: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def shown(tables: Path) -> dict[str, Shown]:
    """What each page must show of the five reports, counted from the tables."""
    figures = pq.read_table(tables / "figures.parquet").to_pylist()
    unchecked = sum(row["confidence"] != "checked" for row in figures)
    first = next(row["source"] for row in figures if row["confidence"] == "unsure")
    (check,) = (row for row in figures if row["value_text"] == "95.77%")
    return {
        "overview": Shown({}, {".totals": f"{len(figures)}", ".grid-matrix": "婚检率"}),
        "targets": Shown({"region": "晋中市", "year": "2022"}, {".chart >> nth=0": "95.77%"}),
        "indicator": Shown({"subject": "孕产妇死亡率"}, {".st-key-subject h2": "孕产妇死亡率",
                           ".chart >> nth=0": "24.64"}),
        "region": Shown({"place": "贵州省"}, {".cards >> nth=1": "15.9/10万"}),
        "report": Shown({"report": check["document_id"], "figure": check["figure_id"]},
                        {".evidence mark": "95.77%", ".report-text": "婚检率95.77%"}),
        "data": Shown({}, {".place": f"{len(figures)}", "[data-testid=stDataFrame] table": "居民健康素养水平"}),
        "intake": Shown({}, {"[data-testid=stMainBlockContainer]": "1 MB"}),
        "review": Shown({}, {".place": f"{unchecked}", ".review-figure": first}),
        "methods": Shown({}, {"[data-testid=stMainBlockContainer]": "GB/T 2260"}),
    }  # fmt: skip


@pytest.fixture(scope="module")
def names(tables: Path) -> set[str]:
    """The words that names and units of the data are made of, which stay as they are in every language."""
    columns = ["indicator", "region", "domain", "unit", "title", "issuer", "source"]
    figures = pq.read_table(tables / "figures.parquet", columns=columns)
    judged = pq.read_table(tables / "judgements.parquet", columns=["indicator", "unit"])
    found = chain.from_iterable(column.to_pylist() for column in chain(figures.columns, judged.columns))
    return {word for name in found if name for word in chain(HAN.findall(name), LATIN.findall(name))}


def faults(page: Page) -> list[str]:
    """What axe finds that keeps people out: the rule, the place and why."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['impact']} {one['id']}: {node['target']}: {node['html'][:120]}: {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
        if not any(one["id"] == rule and place in node["html"] for rule, place, _ in EXCUSED)
    ]


def foreign_words(page: Page, lang: str, names: set[str]) -> list[str]:
    """Words of the program in the other language, with the text they stand in."""
    script, kept = HAN if lang == "en" else LATIN, names | OWN_NAMES[lang]
    (build,) = choices(page)["build"]  # a hash: three letters may stand side by side in it
    told = page.locator(SPOKEN).evaluate_all(
        """all => all.filter(e => !e.closest('.report-text')).map(e => {
             const texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), seen = [];
             while (texts.nextNode()) {
               const holder = texts.currentNode.parentElement;
               if (holder.checkVisibility() && !holder.closest('code, [data-testid=stIconMaterial]'))
                 seen.push(texts.currentNode.data);
             }
             return seen.join('');
           })"""
    )
    return [
        f"{word} in “{text[:80]}”"
        for text in told
        for word in script.findall(text.replace(build, ""))
        if word not in kept
    ]


def raw(page: Page) -> list[str]:
    """What no reader should see: an exception, or a value as the program holds it."""
    told = page.locator("body").inner_text() + " ".join(page.locator("[data-testid=stDataFrame] td").all_inner_texts())
    exceptions = ["an exception"] * page.get_by_test_id("stException").count()
    return exceptions + re.findall(r"Traceback|\b(?:None|NaN|NaT|nan|undefined|null)\b", told)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", pages.NAMES)
def test_a_page_in_every_setting(reader, root: Path, shown: dict[str, Shown], names: set[str], name: str, lang: str):
    wanted = shown[name]
    page = reader().open(path="" if name == pages.NAMES[0] else name, lang=lang, **wanted.asked)
    bad: list[str] = []
    for scheme, size in SETTINGS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(SIZES[size])
        # The server draws the page anew in the other theme.
        page.wait_for_function("scheme => document.documentElement.dataset.drawn === scheme", arg=scheme)
        settled(page)
        for place, text in wanted.texts.items():
            expect(page.locator(place).first, f"{scheme} {size}").to_contain_text(text)
        found = [f"raw: {text}" for text in raw(page)]
        found += [] if fits(page) else ["wider than the window"]
        found += [f"label cut: {text}" for text in page.evaluate(CUT_LABELS)]
        found += [f"other language: {text}" for text in foreign_words(page, lang, names)]
        if lang == "zh" and (scheme, size) in LOOKED_INTO:
            found += faults(page)
        bad += [f"{scheme} {size}: {fault}" for fault in found]
        keep(page, root, f"{name}-{lang}-{scheme}-{size}.png")
    assert bad == []
