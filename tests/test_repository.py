"""The repository holds what it says: frozen reports, rooms that keep apart, pinned packages, documented commands."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "data/reports"
TEXTS = sorted(path.name for path in REPORTS.glob("*.txt"))
READMES = ("README.md", "README.zh.md")

SIDECAR_TYPES = {
    "title": (str, type(None)),
    "issuer": (str,),
    "source_url": (str, type(None)),
    "published": (date, type(None)),
    "kind": (str,),
    "sha256": (str,),
    "bytes": (int,),
    "note": (str,),
}
SIDECAR_KINDS = {"工作总结", "工作计划", "工作总结和计划"}

LINE_LIMIT = 400
# Python files that may be longer, each with its reason. An entry that is no longer needed must go.
LONGER: dict[str, str] = {}

# Packages that Streamlit imports for the program: `st.login` needs them.
LENT = {"authlib", "httpx"}

# The way of the data has one direction: what a room must not import.
FOREIGN = {
    "extract": {"streamlit", "plotly", "metrics", "views", "dashboard"},
    "metrics": {"streamlit", "plotly", "views", "dashboard"},
    "views": {"dashboard"},
}
# Only a command line stands before the rooms: `python -m extract verify` asks each for its part, and no other module.
DOORS = {"extract/__main__.py": {"metrics"}}


def python_files(*folders: str) -> list[Path]:
    """The Python files of these folders; each must have some."""
    found = {folder: sorted((ROOT / folder).rglob("*.py")) for folder in folders}
    empty = [folder for folder, files in found.items() if not files]
    if empty:
        raise FileNotFoundError(f"no Python file in {', '.join(empty)}")
    return [path for files in found.values() for path in files]


def imported(path: Path) -> set[str]:
    """Top-level names that a file imports, relative imports left out."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


def requirements(name: str) -> list[str]:
    """The lines of a requirements file without comments."""
    lines = [line.split("#")[0].strip() for line in (ROOT / name).read_text(encoding="utf8").splitlines()]
    return [line for line in lines if line]


def make_targets() -> list[str]:
    """The public targets of the Makefile: those that `make help` describes."""
    return re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf8"), re.MULTILINE)


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make on a copy of the Makefile in an empty folder, apart from any make that runs these tests."""
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, folder)
    environment = {key: value for key, value in os.environ.items() if key not in {"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}}
    return subprocess.run(
        ["make", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


# --- the reports ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS)
def test_report_has_a_true_sidecar(text):
    sidecar = yaml.safe_load((REPORTS / text).with_suffix(".yml").read_text(encoding="utf8"))
    assert set(sidecar) == set(SIDECAR_TYPES)
    wrong = {key for key, types in SIDECAR_TYPES.items() if not isinstance(sidecar[key], types) or sidecar[key] == ""}
    assert wrong == set()
    assert sidecar["kind"] in SIDECAR_KINDS
    assert sidecar["source_url"] is None or sidecar["source_url"].startswith(("https://", "http://"))
    content = (REPORTS / text).read_bytes()
    assert (sidecar["sha256"], sidecar["bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))
    assert sidecar["title"] is None or sidecar["title"] in content.decode("utf8")


def test_every_file_beside_the_reports_belongs_to_one():
    expected = {"README.md", *TEXTS, *(Path(text).with_suffix(".yml").name for text in TEXTS)}
    assert {path.name for path in REPORTS.iterdir()} == expected


def test_the_readme_of_the_reports_lists_each_and_every_kind():
    readme = (REPORTS / "README.md").read_text(encoding="utf8")
    assert re.findall(r"^\| `([\w.-]+\.txt)` \|", readme, re.MULTILINE) == TEXTS
    assert [word for word in sorted(SIDECAR_KINDS | set(SIDECAR_TYPES)) if word not in readme] == []


# --- the rooms -----------------------------------------------------------------------------------


@pytest.mark.parametrize("room", sorted(FOREIGN))
def test_room_imports_nothing_from_further_down_the_way(room):
    strays = {path.relative_to(ROOT).as_posix(): imported(path) & FOREIGN[room] for path in python_files(room)}
    assert {path: names for path, names in strays.items() if names - DOORS.get(path, set())} == {}


def test_python_files_are_short():
    # Folders with a dot hold what is installed or cached, build/ what is made.
    rooms = [path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "build", "__"))]
    files = [*ROOT.glob("*.py"), *(path for room in rooms for path in (ROOT / room).rglob("*.py"))]
    assert len(files) > len(FOREIGN)
    sizes = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf8").splitlines()) for path in files}
    assert {path for path, size in sizes.items() if size > LINE_LIMIT} == set(LONGER)


@pytest.mark.parametrize("room", ["extract", "metrics", "views", "benchmarks", "tools"])
def test_the_program_asks_over_connections_of_its_own(room):
    """Through ``duckdb`` itself all of a process ask over one connection: an answer of one, not read to its end,
    is a failure of the others."""
    strays = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        for path in python_files(room)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "duckdb"
        and node.attr in {"sql", "query", "execute", "executemany", "table", "view", "values", "cursor"}
    ]  # fmt: skip
    assert strays == []


def test_an_empty_list_of_cases_fails():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["tool"]["pytest"]["ini_options"]
    assert settings["empty_parameter_set_mark"] == "fail_at_collect"
    assert settings["xfail_strict"] is True


# --- the packages --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned(name):
    loose = [line for line in requirements(name) if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9a-z.]*", line)]
    assert loose == ([] if name == "requirements.txt" else ["-r requirements.txt"])


def test_the_program_imports_just_what_requirements_name():
    files = [ROOT / "dashboard.py", ROOT / "serve.py", *python_files("extract", "metrics", "views")]
    names = set().union(*(imported(path) for path in files)) - sys.stdlib_module_names - {*FOREIGN, "dashboard"}
    owners = packages_distributions()
    used = {owners[name][0].lower().replace("_", "-") for name in names}
    assert not used & LENT
    assert used | LENT == {line.split("==")[0].lower() for line in requirements("requirements.txt")}


# --- the commands --------------------------------------------------------------------------------


def test_make_help_lists_every_public_command(tmp_path):
    listed = re.findall(r"^  make (\w+)", make(tmp_path).stdout, re.MULTILINE)
    assert listed == make_targets()
    assert {"run", "test", "accuracy"} <= set(listed)


@pytest.mark.parametrize("readme", READMES)
def test_readme_names_every_public_command(readme):
    text = (ROOT / readme).read_text(encoding="utf8")
    commands = [*(f"make {target}" for target in make_targets()), "python -m extract", "python -m metrics"]
    assert [command for command in commands if command not in text] == []


@pytest.mark.parametrize("module", ["extract", "metrics"])
def test_every_option_has_help_and_stands_in_the_readmes(module):
    shown = subprocess.run(
        [sys.executable, "-m", module, "--help"], cwd=ROOT, capture_output=True, text=True, encoding="utf8", check=True
    ).stdout
    options = re.findall(r"^  (?:-\w(?: \S+)?, )?(--[\w-]+)", shown, re.MULTILINE)
    assert "--help" in options
    for readme in READMES:
        text = (ROOT / readme).read_text(encoding="utf8")
        assert [option for option in options if option != "--help" and option not in text] == []


@pytest.mark.parametrize("readme", [*READMES, "data/reports/README.md"])
def test_links_lead_to_files(readme):
    path = ROOT / readme
    links = re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf8"))
    local = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in local if not (path.parent / link).exists()] == []


def test_python_that_is_missing_gets_one_line(tmp_path):
    made = make(tmp_path, "run", "PYTHON=no-such-python")
    said = [line for line in made.stderr.splitlines() if not line.startswith("make")]
    assert made.returncode == 2
    assert len(said) == 1
    assert "Python 3.11 or newer was not found as no-such-python: install python3" in said[0]


def test_venv_that_is_missing_gets_one_line(tmp_path):
    bare = tmp_path / "bare-python"
    bare.write_text('#!/bin/sh\ncase "$*" in *ensurepip*) exit 1;; esac\n', encoding="utf8")
    bare.chmod(0o755)
    made = make(tmp_path, "run", f"PYTHON={bare}")
    said = [line for line in made.stderr.splitlines() if not line.startswith("make")]
    assert made.returncode == 2
    assert len(said) == 1
    assert "has no venv module: install python3-venv" in said[0]


def test_ci_runs_make_test():
    script = ROOT / ".ci/run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf8").splitlines()[-1] == "make test"
