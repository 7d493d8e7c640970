"""Going from page to page faster than the pages run: what the reader chose stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from views import link, pages
from views.library import Library
from views.link import View


@pytest.fixture
def targets(root: Path, tables: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("DABIAO_DATA", str(tables))
    app = AppTest.from_file(str(root / "dashboard.py"), default_timeout=60)
    app.switch_page("views/targets.py")
    app.query_params["region"] = "晋中市"
    app.query_params["method"] = "statcan"
    app.run()
    assert not app.exception
    return app


def arrive(app: AppTest, params: dict[str, list[str]]) -> AppTest:
    app.query_params.clear()
    for name, values in params.items():
        app.query_params[name] = values
    app.run()
    assert not app.exception
    return app


def test_going_back_before_the_other_page_wrote_its_address_keeps_the_filters(targets: AppTest, tables: Path):
    # The page 原文 had begun, and was cut off before it wrote its address: the reader went back at once, and the
    # browser handed over the address of 原文.
    library = Library(tables)
    report = pages.address("report", library)
    targets.session_state["page"] = report
    arrive(targets, link.serialise(View(build=library.build), report))
    assert targets.multiselect(key="region").value == ["晋中市"]
    assert targets.selectbox(key="method").value == "statcan"
    assert not targets.warning


def test_the_address_of_another_page_is_no_wish_in_a_second_run_either(targets: AppTest, tables: Path):
    # The run that began the page was cut off too, and the next one of the same page still gets that address.
    library = Library(tables)
    arrive(targets, link.serialise(View(build=library.build), pages.address("report", library)))
    assert targets.multiselect(key="region").value == ["晋中市"]
    assert not targets.warning


def test_a_link_to_the_page_is_followed_after_a_run_that_was_cut_off(targets: AppTest, tables: Path):
    library = Library(tables)
    targets.session_state["page"] = pages.address("report", library)
    arrive(targets, link.serialise(View(region=("贵州省",), build=library.build)))
    assert targets.multiselect(key="region").value == ["贵州省"]
    assert targets.selectbox(key="method").value == "straight_line"


def test_part_of_an_address_is_followed_too(targets: AppTest, tables: Path):
    targets.session_state["page"] = pages.address("report", Library(tables))
    arrive(targets, {"region": ["贵州省"]})
    assert targets.multiselect(key="region").value == ["贵州省"]


def test_choices_outlive_a_run_that_ended_before_the_sidebar(targets: AppTest):
    # The first page has a second address, from which the run goes on to the bare one before any widget is drawn:
    # Streamlit sweeps away what the widgets held.
    targets.switch_page("views/overview.py").run()
    targets.run()
    assert not targets.exception
    assert targets.multiselect(key="region").value == ["晋中市"]
    assert targets.selectbox(key="method").value == "statcan"
