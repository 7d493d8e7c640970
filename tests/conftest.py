"""What tests of every room share: where the repository is, and the tables of the five reports built once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from depth_cases import REPORTS

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with figures, documents, problems and judgements.parquet, freshly built from data/reports."""
    return _built(ROOT / "data/reports", tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="session")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of the invented reports of a province and its cities, in depth_cases."""
    reports = tmp_path_factory.mktemp("reports")
    for name, text in REPORTS.items():
        (reports / name).write_text(text, "utf-8")
    return _built(reports, tmp_path_factory.mktemp("cities"))


def _built(reports: Path, folder: Path) -> Path:
    """Build by the commands that people use, so that a test of these tables is a test of the whole way."""
    for command in (["extract", str(reports), "-o", str(folder)], ["metrics", str(folder)]):
        built = subprocess.run(
            [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, encoding="utf8", check=False
        )
        if built.returncode != 0:
            pytest.fail(f"python -m {' '.join(command)} ended with {built.returncode}:\n{built.stderr}", pytrace=False)
    return folder
