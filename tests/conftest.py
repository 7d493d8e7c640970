"""What tests of every room share: where the repository is, the tables of the five reports, the pages on them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import review_cases
import streamlit as st
from depth_cases import REPORTS
from streamlit.testing.v1 import AppTest

from views import images, owner
from views.library import Library

ROOT = Path(__file__).resolve().parents[1]

UNREAD = "晋中市2022年卫生健康工作总结\n全市婚检率达到95.77%。分别为8%和9%。\n"


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with figures, documents, problems and judgements.parquet, freshly built from data/reports."""
    return _built(ROOT / "data/reports", tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="module")
def library(tables: Path) -> Library:
    """What the pages ask of these tables."""
    return Library(tables)


@pytest.fixture
def open_page(root: Path, tables: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """A page run by Streamlit's own test harness, by its name: on these tables or another folder's, with what its
    address says and what the session holds already."""

    def run(
        name: str, folder: Path = tables, state: Mapping[str, object] | None = None, **params: str | list[str]
    ) -> AppTest:
        monkeypatch.setenv("DABIAO_DATA", str(folder))
        app = AppTest.from_file(str(root / "dashboard.py"), default_timeout=60)
        app.switch_page(f"views/{name}.py")
        for key, value in params.items():
            app.query_params[key] = value
        for key, value in (state or {}).items():
            app.session_state[key] = value
        app.run()
        assert not app.exception
        return app

    return run


@pytest.fixture(scope="session")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of the invented reports of a province and its cities, in depth_cases."""
    reports = tmp_path_factory.mktemp("reports")
    for name, text in REPORTS.items():
        (reports / name).write_text(text, "utf-8")
    return _built(reports, tmp_path_factory.mktemp("cities"))


@pytest.fixture(scope="session")
def contradicting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables of two invented reports that contradict each other, in review_cases; to be copied by who changes them."""
    folder = tmp_path_factory.mktemp("review")
    review_cases.build(folder)
    return folder


@pytest.fixture(scope="session")
def unread(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of a report that names two of its three numbers by nothing."""
    reports = tmp_path_factory.mktemp("reports")
    (reports / "a.txt").write_text(UNREAD, "utf-8")
    return _built(reports, tmp_path_factory.mktemp("unread"))


@pytest.fixture
def short_boxes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Boxes that list one of several values, so that the others are typed."""
    monkeypatch.setattr("views.link.LISTED", 1)
    monkeypatch.setattr("views.library.LISTED", 1)
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def owned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a page may change the tables."""
    monkeypatch.setattr(owner, "may_change", lambda: review_cases.OWNER)


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """No browser is there to draw charts as images."""
    monkeypatch.setattr(images, "unavailable", lambda: "browser")


def _built(reports: Path, folder: Path) -> Path:
    """Build by the commands that people use, so that a test of these tables is a test of the whole way."""
    for command in (["extract", str(reports), "-o", str(folder)], ["metrics", str(folder)]):
        built = subprocess.run(
            [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, encoding="utf8", check=False
        )
        if built.returncode != 0:
            pytest.fail(f"python -m {' '.join(command)} ended with {built.returncode}:\n{built.stderr}", pytrace=False)
    return folder
