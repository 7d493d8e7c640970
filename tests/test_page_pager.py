"""The charts of 目标与完成 a page at a time: the table beside them keeps every row."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest


@pytest.fixture
def open_page(open_page, root: Path):
    def run(**params: str) -> AppTest:
        return open_page("targets", root / "data", **params)

    return run


def place(app: AppTest) -> tuple[int, ...]:
    """The first and last item of the charts, and how many there are."""
    (said,) = (found for one in app.get("html") if (found := re.search(r'class="place".*?>(.*?)<', one.proto.body)))
    return tuple(int(number.replace(",", "")) for number in re.findall(r"[\d,]+", said[1]))


def test_the_charts_are_turned_through_and_the_table_is_whole(open_page):
    app = open_page()
    first, last, n = place(app)
    assert (first, last) == (1, 24)
    rows = len(app.dataframe[0].value)
    assert rows == min(n, 1000)
    assert app.button(key="targets_previous").disabled
    app.button(key="targets_next").click().run()
    assert not app.exception
    assert place(app) == (25, min(48, rows), n)
    assert "".join(app.query_params["page"]) == "2"
    assert len(app.dataframe[0].value) == rows


def test_other_rows_begin_at_their_first_page(open_page):
    app = open_page(page="2")
    assert place(app)[0] == 25
    app.selectbox(key="pick_sort").set_value("name").run()
    assert place(app)[0] == 1
    assert "".join(app.query_params["page"]) == "1"


def test_a_page_past_the_end_is_the_last_and_said(open_page):
    app = open_page(page="4000")
    assert "4000" in app.warning[0].value
    assert app.button(key="targets_next").disabled
    assert "".join(app.query_params["page"]) == str((place(app)[0] - 1) // 24 + 1)
