"""What the server adds to its answers: the scripts that every page begins with are named with the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from views import pages
from views.middleware import ALSO, FIRST, SCRIPTS, Ahead


def client(answer: type = HTMLResponse) -> TestClient:
    async def page(_request: object) -> HTMLResponse:
        return answer("<p>page</p>")

    return TestClient(Ahead(Starlette(routes=[Route("/{path:path}", page)])))


@pytest.mark.parametrize("path", pages.PATHS)
def test_a_page_names_what_it_begins_with_and_all_that_belongs_to_it(path: str):
    named = client().get(f"/{path}?region=晋中市").headers["link"].split(", ")
    names = [re.fullmatch(rf"</{SCRIPTS}/(.+\.js)>; rel=modulepreload", one)[1] for one in named]
    assert len(set(names)) == len(names)
    folder = Path(streamlit.__file__).parent / "static" / SCRIPTS
    start = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")
    for first in (*FIRST, *ALSO.get(path, ())):
        assert any(name.startswith(f"{first}.") for name in names), first
    for name in names:
        assert name not in start  # the start page names it already
        for other in re.findall(r'from"\./([^"]+\.js)"', (folder / name).read_text("utf-8")):
            assert other in names or other in start, (name, other)


def test_nothing_is_named_with_other_answers():
    for path in ("elsewhere", "data/", "static/js/index.js"):
        assert "link" not in client().get(f"/{path}").headers
    assert "link" not in client(PlainTextResponse).get("/targets").headers


def test_a_streamlit_without_such_scripts_names_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(streamlit, "__file__", str(tmp_path / "__init__.py"))
    assert "link" not in client().get("/targets").headers
