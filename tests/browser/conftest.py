"""The app, started once for all tests of the pages, and readers with a browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

import pytest
from browsing import Tabs, Visit
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="session")
def serve(root: Path) -> Callable[..., AbstractContextManager[str]]:
    """The app on a folder of tables, with more environment where that is given: a context with its address."""

    @contextmanager
    def started(folder: Path, **environment: str) -> Iterator[str]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "streamlit", "run", "serve.py", "--server.address", "127.0.0.1"]
        log = root / "build" / f"page-{port}.log"
        log.parent.mkdir(exist_ok=True)
        with log.open("wb") as stream:
            app = subprocess.Popen(
                [*command, "--server.port", str(port)], cwd=root, stdout=stream, stderr=subprocess.STDOUT,
                env=os.environ | {"DABIAO_DATA": str(folder), "DABIAO_OWNER": ""} | environment,
            )  # fmt: skip
            try:
                _wait_until_up(f"http://127.0.0.1:{port}/_stcore/health", app, log)
                yield f"http://127.0.0.1:{port}/"
            finally:
                app.terminate()
                app.wait(20)

    return started


@pytest.fixture(scope="session")
def address(serve: Callable[..., AbstractContextManager[str]], tables: Path) -> Iterator[str]:
    """The address of the app, started on freshly built tables, with nobody who may change them."""
    with serve(tables) as url:
        yield url


def _wait_until_up(url: str, app: subprocess.Popen, log: Path) -> None:
    for _ in range(300):
        if app.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"the app did not start:\n{log.read_text('utf8', errors='replace')}", pytrace=False)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        # Without one on the PATH, playwright's own is tried; its error says how to install it.
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def tabs(chromium: Browser) -> Tabs:
    """The tabs that the readers of all tests share, one after another."""
    return Tabs(chromium)


@pytest.fixture
def readers(tabs: Tabs) -> Iterator[Callable[..., Visit]]:
    """Lets a reader arrive at an app by its address; at the end they leave, and none may have had a complaint."""
    visits: list[Visit] = []

    def arrive(address: str, *looks: dict, **options: object) -> Visit:
        visits.append(Visit(tabs, address, *looks, **options))
        return visits[-1]

    yield arrive
    for visit in visits:
        visit.leave()
    assert [complaint for visit in visits for complaint in visit.complaints] == []


@pytest.fixture
def reader(readers: Callable[..., Visit], address: str) -> Callable[..., Visit]:
    """The same at the app that all tests share."""
    return partial(readers, address)
