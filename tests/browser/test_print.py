"""The pages on paper: A4, from a screen wider than the sheet, in either theme."""

from __future__ import annotations

import re

import pytest
from browsing import CUT_LABELS, settled
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# A4 without its margins of 12 and 14 mm, in CSS pixels.
SHEET = {"width": 703, "height": 1016}
# The charts across such a window are wider than the sheet.
DESK = {"width": 1920, "height": 1000}

# Lays the page out as the printer does, in one step: nothing of the page may run between telling it and measuring.
MEASURE = f"""([width, height]) => {{
  const seen = all => [...document.querySelectorAll(all)].filter(e => e.checkVisibility());
  const name = e => (e.className.baseVal ?? e.className) || e.dataset.testid || e.tagName;
  const body = document.querySelector('[data-testid=stMainBlockContainer]');
  dispatchEvent(new Event('beforeprint'));
  body.style.setProperty('width', width + 'px', 'important');
  const frame = body.getBoundingClientRect();
  const charts = seen('.chart');
  const wide = [...charts, ...seen('.grid, .card, .strip, .multiple, .evidence, .report-text, .totals, .verdicts')]
    .filter(e => e.getBoundingClientRect().right > frame.right + 1 || e.getBoundingClientRect().left < frame.left - 1);
  const whole = [...seen('.chart, .card, tr, .evidence')]
    .filter(e => getComputedStyle(e).breakInside !== 'avoid' || e.getBoundingClientRect().height > height);
  const shut = [...seen('*')].filter(e => body.contains(e) || e.contains(body))
    .filter(e => getComputedStyle(e).overflowY !== 'visible' && e.scrollHeight > e.clientHeight + 1
                 && !e.closest('[data-testid=stSelectbox], .card, svg'));
  const last = seen('[data-testid=stMainBlockContainer] :is(h2, h3, .heading)').at(-1);
  const said = {{
    charts: charts.length, wide: wide.map(name), whole: whole.map(name), shut: shut.map(name),
    cut: ({CUT_LABELS})(), last: last.textContent, below: frame.bottom - last.getBoundingClientRect().bottom,
    controls: seen('button, input, [data-testid=stSidebar], [data-testid=stHeader]')
      .filter(e => !e.closest('[data-testid=stSelectbox]')).map(name),
    pale: seen('[data-testid=stMainBlockContainer] :is(h1, h2, p, td, th, dd, .note, .label)')
      .filter(e => !e.closest('mark') && Math.min(...getComputedStyle(e).color.match(/[0-9.]+/g).slice(0, 3)) > 128
      ).map(name),
  }};
  body.style.removeProperty('width');
  dispatchEvent(new Event('afterprint'));
  return {{...said, left: document.querySelectorAll('[data-pale]').length}};
}}"""


def sheets(page: Page) -> list[tuple[float, float]]:
    """Width and height in points of each sheet of the page as a PDF."""
    pdf = page.pdf(format="A4", print_background=True)
    assert pdf.startswith(b"%PDF")
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", pdf)
    return [(float(width), float(height)) for width, height in boxes]


@pytest.mark.parametrize(
    ("name", "asked", "least", "charts", "last", "scheme"),
    [
        ("", {}, 4, 4, "报告", "light"),
        ("targets", {"region": "晋中市", "year": "2022"}, 2, 5, "对照表", "light"),
        ("indicator", {"subject": "孕产妇死亡率"}, 2, 3, "全部数字", "light"),
        ("indicator", {"subject": "孕产妇死亡率"}, 2, 3, "全部数字", "dark"),
        ("region", {"place": "贵州省"}, 2, 0, "说到贵州省的报告", "dark"),
        ("report", {}, 2, 0, "", "dark"),
    ],
    ids=["overview", "targets", "indicator", "indicator-dark", "region-dark", "report-dark"],
)
def test_a_page_on_paper(reader, name: str, asked: dict, least: int, charts: int, last: str, scheme: str):
    page = reader(DESK, color_scheme=scheme).open(path=name, lang="zh", **asked)
    page.wait_for_function("scheme => document.documentElement.dataset.drawn === scheme", arg=scheme)
    settled(page)
    found = sheets(page)
    assert len(found) >= least
    assert all(size == pytest.approx((595, 842), abs=1) for size in found)

    page.emulate_media(media="print")
    said = page.evaluate(MEASURE, [SHEET["width"], SHEET["height"]])
    assert said["charts"] == charts
    for fault in ("wide", "cut", "shut", "controls", "pale"):
        assert said[fault] == [], fault
    assert said["whole"] == []
    assert last in said["last"]
    assert said["below"] >= 0
    assert said["left"] == 0  # back on the screen, nothing of the paper is left

    # A browser that prints shows light colours, and what was dark may be anywhere between them.
    page.emulate_media(media="print", color_scheme="light")
    assert page.evaluate(MEASURE, [SHEET["width"], SHEET["height"]])["pale"] == []
