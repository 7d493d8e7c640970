"""证据包 in a real browser: made on a press, with charts drawn, and downloaded as what the command can check."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from browsing import NARROW, fits

from extract.__main__ import main

pytestmark = pytest.mark.browser


def test_a_pack_is_made_downloaded_and_checked(reader, root: Path, tmp_path: Path):
    page = reader(NARROW).open(region="贵州省", indicator="居民健康素养水平")
    section = page.locator(".st-key-pack")
    section.get_by_role("button", name="生成证据包").click()
    download = section.get_by_role("button", name="下载证据包")
    download.wait_for()
    assert section.get_by_role("button", name="生成证据包").count() == 0
    assert fits(page)
    with page.expect_download() as coming:
        download.click()
    path = tmp_path / coming.value.suggested_filename
    coming.value.save_as(path)
    assert path.name.startswith("dabiao-evidence-targets-")
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert archive.read("charts/01.png").startswith(b"\x89PNG")
        assert b"<svg" in archive.read("charts/01.svg")
        assert page.url.split("&build=")[0] in archive.read("README.txt").decode()
    assert main(["verify", str(path), "--reports", str(root / "data/reports")]) == 0
