"""What the server adds to its answers: the script of the charts is named with the pages that begin with charts."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from views import pages
from views.middleware import CHARTED, SCRIPTS, Ahead


def client(answer: type = HTMLResponse) -> TestClient:
    async def page(_request: object) -> HTMLResponse:
        return answer("<p>page</p>")

    return TestClient(Ahead(Starlette(routes=[Route("/{path:path}", page)])))


@pytest.mark.parametrize("path", CHARTED)
def test_a_page_with_charts_names_the_script_that_draws_them(path: str):
    link = client().get(f"/{path}?region=晋中市").headers["link"]
    address, relation = link.split("; ")
    assert relation == "rel=modulepreload"
    name = address.strip("<>").removeprefix(f"/{SCRIPTS}/")
    assert (Path(streamlit.__file__).parent / "static" / SCRIPTS / name).is_file()


def test_nothing_is_named_with_other_pages_and_files():
    assert {*CHARTED} <= {"", *pages.NAMES}
    for path in ("methods", "data/", "static/js/index.js"):
        assert "link" not in client().get(f"/{path}").headers
    assert "link" not in client(PlainTextResponse).get("/targets").headers


def test_a_streamlit_without_such_a_script_names_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(streamlit, "__file__", str(tmp_path / "__init__.py"))
    assert "link" not in client().get("/targets").headers
