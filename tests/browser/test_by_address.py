"""Data by address on the real server: the link that a page shows is read by pandas, DuckDB and plain HTTP."""

from __future__ import annotations

import io
import json
import re
import urllib.error
import urllib.request
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from browsing import NARROW, fits, keep, settled
from playwright.sync_api import Page, expect

from views.library import Library
from views.link import View

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def library(tables: Path) -> Library:
    return Library(tables)


def shown_address(page: Page, table: str = "", form: str = "") -> str:
    """The address that the panel shows, after choosing a table and a format."""
    panel = page.get_by_test_id("stSidebar")
    if table:
        panel.locator("select.table").select_option(table)
    if form:
        panel.locator("select.format").select_option(form)
    return panel.get_by_role("textbox", name=re.compile("Address of the data|数据地址")).input_value()


def test_the_link_of_a_page_is_read_by_pandas(reader, library: Library):
    page = reader().open(region="晋中市", year="2022", show="targets")
    view = View(region=("晋中市",), year=(2022,), show="targets")
    wanted = library.judgement_table(view).to_pandas()
    frame = pd.read_parquet(shown_address(page))
    assert frame["judgement_id"].tolist() == wanted["judgement_id"].tolist()
    frame = pd.read_csv(shown_address(page, "figures", "csv"))
    assert frame["figure_id"].tolist() == library.figure_table(view)["figure_id"].to_pylist()
    with urllib.request.urlopen(shown_address(page, "judgements", "json"), timeout=60) as answer:
        assert json.load(answer)["total"] == len(wanted)


def test_the_link_follows_the_filters_and_is_copied(reader, library: Library):
    page = reader().open(path="data", lang="en", table="figures", kind="target", region="湖南省")
    address = shown_address(page)
    frame = pd.read_parquet(address)
    assert set(frame["kind"]) == {"target"}
    assert set(frame["region"]) == {"湖南省"}
    page.get_by_role("button", name="Copy the data's address").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address
    # Judgements have no kind: that filter is left out of their address, as it is on the page.
    page.get_by_test_id("stMain").get_by_text("Judgements", exact=True).first.click()
    settled(page)
    expect(page.locator("select.table")).to_have_value("judgements")
    assert "kind=" not in shown_address(page)
    judged = library.ask("SELECT judgement_id FROM judged WHERE region = '湖南省'")["judgement_id"].to_pylist()
    assert sorted(pd.read_parquet(shown_address(page))["judgement_id"]) == sorted(judged)


def test_duckdb_reads_the_link(address: str, library: Library):
    url = f"{address}data/figures.parquet?kind=target&domain=%E5%A6%87%E5%B9%BC"
    wanted = library.ask("SELECT 1 FROM figures_file WHERE kind = 'target' AND domain = '妇幼'").num_rows
    con = duckdb.connect(config={"autoinstall_known_extensions": False})
    try:
        con.execute("LOAD httpfs")
    except duckdb.Error:  # DuckDB fetches it from the net: without it the bytes are read as it reads them
        assert read_by_ranges(url).num_rows == wanted
    else:
        assert con.sql(f"SELECT count(*) FROM read_parquet('{url}')").fetchone() == (wanted,)


def read_by_ranges(url: str) -> pa.Table:
    """Parquet as DuckDB reads it over HTTP: how long it is, the footer, then the rest, each by a range."""

    def part(first: int, last: int) -> bytes:
        asked = urllib.request.Request(url, headers={"Range": f"bytes={first}-{last}"})
        with urllib.request.urlopen(asked, timeout=60) as answer:
            assert answer.status == 206
            return answer.read()

    with urllib.request.urlopen(urllib.request.Request(url, method="HEAD"), timeout=60) as answer:
        size = int(answer.headers["Content-Length"])
        assert answer.headers["Accept-Ranges"] == "bytes"
    footer = part(size - 8, size - 1)
    assert footer.endswith(b"PAR1")
    length = int.from_bytes(footer[:4], "little")
    body = part(0, size - length - 9) + part(size - length - 8, size - 9) + footer
    return pq.read_table(io.BytesIO(body))


def test_the_program_of_the_documentation_runs(root: Path, address: str):
    (program,) = re.findall(r"^```python\n(.*?)^```$", (root / "docs/ADDRESSES.md").read_text("utf8"), re.S | re.M)
    made: dict = {}
    exec(program.replace("http://127.0.0.1:8501/", address), made)
    assert set(made["targets"]["kind"]) == {"target"}
    assert set(made["targets"]["region"]) == {"贵州省"}


def test_a_bad_parameter_is_refused_by_the_server(address: str):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{address}data/figures.csv?foo=1", timeout=60)
    assert refused.value.code == 400
    assert refused.value.headers["Dabiao-Bad-Parameters"] == "foo=1"
    assert refused.value.headers["X-Content-Type-Options"] == "nosniff"
    assert json.load(refused.value)["bad"][0]["name"] == "foo"


def test_the_recipes_name_the_link(reader):
    page = reader().open(path="data", region="晋中市")
    page.get_by_text("怎样用别的软件读").click()
    recipe = page.locator("code", has_text="read_parquet").filter(has_text="/data/figures.parquet?").first
    recipe.wait_for()
    link = re.search(r'"(http[^"]+)"', recipe.text_content()).group(1)
    assert set(pd.read_parquet(link)["region"]) == {"晋中市"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_index_opens_in_a_browser(reader, address: str, root: Path, lang: str):
    visit = reader(NARROW, color_scheme="dark")
    page = visit.tab()
    page.goto(f"{address}data/?lang={lang}")
    page.locator("summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    keep(page, root, f"data-index-{lang}.png")
    page.get_by_role("link", name={"zh": "回到页面", "en": "Back to the pages"}[lang]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text({"zh": "总览", "en": "Overview"}[lang])


def test_the_first_page_opens_by_its_name(reader, address: str):
    page = reader().open(f"{address}overview?lang=en&region=%E6%99%8B%E4%B8%AD%E5%B8%82")
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    assert page.url.startswith(f"{address}?lang=en&region=%E6%99%8B%E4%B8%AD%E5%B8%82")
    assert page.get_by_role("dialog").count() == 0


@pytest.mark.parametrize(("path", "said"), [("nowhere?x=1", "地址“/nowhere”"), ("没有?lang=en", "Nothing is at /没有")])
def test_a_page_that_is_not_there_is_named(reader, address: str, path: str, said: str):
    page = reader(NARROW).tab()
    page.goto(f"{address}{path}")
    expect(page.get_by_text(said)).to_be_visible()
    assert page.get_by_role("dialog").count() == 0
    assert fits(page)
    page.get_by_test_id("stMain").get_by_role("link", name=re.compile("目标与完成|Targets")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("目标与完成|Targets"))
    settled(page)


def test_a_path_of_several_parts_is_named_too(reader, address: str):
    visit = reader()
    page = visit.tab()
    answer = page.goto(f"{address}targets/2022")
    assert answer.status == 404
    (complaint,) = visit.complaints  # the browser's own, of such an answer
    assert "404" in complaint
    visit.complaints.clear()
    expect(page.get_by_role("heading", level=1)).to_have_text("没有这一页")
    page.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("总览")
