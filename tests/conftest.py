"""What tests of every room share: where the repository is, and the tables of the five reports built once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with figures, documents, problems and judgements.parquet, freshly built from data/reports.

    Built by the commands that people use, so that a test of these tables is a test of the whole way.
    """
    folder = tmp_path_factory.mktemp("tables")
    for command in (["extract", str(ROOT / "data/reports"), "-o", str(folder)], ["metrics", str(folder)]):
        built = subprocess.run(
            [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, encoding="utf8", check=False
        )
        if built.returncode != 0:
            pytest.fail(f"python -m {' '.join(command)} ended with {built.returncode}:\n{built.stderr}", pytrace=False)
    return folder
