"""The address of a page's data: which tables stand behind a page, and what a host without the routes says."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from views import address_panel, pages
from views.library import Library
from views.link import View
from views.recipes import programs_by_address
from views.words import Words


def said(app: AppTest) -> list[str]:
    return [element.value for element in app.sidebar.caption]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_host_without_the_routes_says_so(root: Path, tables: Path, monkeypatch: pytest.MonkeyPatch, lang: str):
    monkeypatch.setenv("DABIAO_DATA", str(tables))
    words = Words(lang)
    app = AppTest.from_file(str(root / "dashboard.py"), default_timeout=60)
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    assert words("address.absent") in said(app)
    monkeypatch.setenv("DABIAO_DATA_ROUTES", str(os.getpid()))
    app.run()
    assert not app.exception
    assert words("address.absent") not in said(app)
    assert any("DuckDB" in text for text in said(app))


def test_filters_that_a_table_does_not_have_are_left_out(library: Library):
    page = pages.address("data", library)
    view = View(build=library.build, region=("晋中市",), own=(("kind", ("target",)), ("q", ("率",)), ("page", ("3",))))
    figures = parse_qs(address_panel.query(view, page, "figures"))
    assert (figures["region"], figures["kind"], figures["q"]) == (["晋中市"], ["target"], ["率"])
    judgements = parse_qs(address_panel.query(view, page, "judgements"))
    assert "kind" not in judgements
    assert judgements["q"] == ["率"]
    problems = parse_qs(address_panel.query(view, page, "problems"))
    assert "region" not in problems
    assert problems["q"] == ["率"]


def test_the_overview_is_of_targets(library: Library):
    page = pages.address("overview", library)
    assert parse_qs(address_panel.query(View(build="b"), page, "judgements"))["show"] == ["targets"]
    assert "show" not in parse_qs(address_panel.query(View(build="b"), page, "figures"))


def test_the_data_page_has_the_table_that_it_shows(library: Library):
    page = pages.address("data", library)
    assert address_panel.behind(View(), page) == ("figures",)
    assert address_panel.behind(View(own=(("table", ("problems",)),)), page) == ("problems",)


@pytest.mark.parametrize("table", ["figures", "judgements", "problems"])
def test_every_program_reads_the_address(table: str):
    addresses = {form: f"http://host/data/{table}.{form}?region=%E6%99%8B" for form in ("parquet", "csv")}
    for name, _, text in programs_by_address(addresses, table, Words("en")):
        assert addresses["csv" if name == "Excel" else "parquet"] in text, name
