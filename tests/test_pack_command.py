"""``python -m extract verify``: exit codes, what it says, and files that are no pack."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pack_cases import contents, figure_of, made, rows, sealed, with_cell, zipped

from extract.__main__ import main
from views.library import Library
from views.link import View

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "data/reports"


@pytest.fixture(scope="module")
def files(tables: Path) -> dict[str, bytes]:
    """The files of a pack of 晋中市's pairs: one report, a few judgements."""
    return contents(made(Library(tables), "targets", View(region=("晋中市",))))


# --- what is no pack -------------------------------------------------------------------------------


def refused(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command says of a file that it cannot read."""
    assert main(["verify", str(path)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    return shown.err


def manifest_with(files: dict[str, bytes], /, **changes: object) -> bytes:
    return zipped(files | {"manifest.json": json.dumps(json.loads(files["manifest.json"]) | changes).encode()})


def bomb(files: dict[str, bytes]) -> bytes:
    """A table of a few kilobytes in which one long text stands in every row."""
    schema = pq.read_schema(pa.BufferReader(files["figures.parquet"]))
    row = rows(files, "figures")[0] | {"quote": "长" * 1_000_000}
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist([row] * 200, schema), sink, compression="zstd")
    data = sink.getvalue().to_pybytes()
    assert len(data) < 200_000
    return zipped(files | {"figures.parquet": data})


@pytest.mark.parametrize(
    ("forge", "said"),
    [
        (lambda files: b"no zip", "no zip file"),
        (lambda files: zipped(files)[:-400], "no zip file"),
        (lambda files: zipped({"a.txt": b"a"}), "holds no manifest.json"),
        (lambda files: zipped(files | {"manifest.json": b"{"}), "manifest.json cannot be read"),
        (lambda files: zipped(files | {"manifest.json": b"[" * 100_000}), "manifest.json cannot be read"),
        (lambda files: manifest_with(files, layout="other"), "'other'"),
        (lambda files: manifest_with(files, version=2), "layout 2, this program reads layout 1"),
        (lambda files: manifest_with(files, documents=[{"document_id": "../a"}]), "lacks what a manifest holds"),
        (lambda files: manifest_with(files, files={"a": "b"}), "lacks what a manifest holds"),
        (lambda files: zipped(files | {"../../evil.txt": b"x"}), "leads out of it"),
        (lambda files: zipped(files | {"/etc/evil": b"x"}), "leads out of it"),
        (lambda files: zipped(files | {"documents/..\\evil": b"x"}), "leads out of it"),
        (lambda files: zipped(files | {"zeros": bytes((64 << 20) + 1)}), "unfolds to more than 64 MB"),
        (lambda files: zipped(files | {f"{n}.txt": b"" for n in range(3001)}), "more than 3,000"),
        (lambda files: zipped(files | {"figures.parquet": b"no parquet"}), "figures.parquet cannot be read"),
        (bomb, "figures.parquet unfolds to more than 256 MB"),
    ],
    ids=["text", "cut", "other-zip", "broken-manifest", "deep-manifest", "other-layout", "newer", "path-in-manifest",
         "no-digests", "path", "absolute", "backslash", "zip-bomb", "many-files", "no-parquet", "parquet-bomb"],
)  # fmt: skip
def test_what_is_no_pack_is_refused_with_what_to_do(
    files: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str], forge: Callable, said: str
):
    path = tmp_path / "pack.zip"
    path.write_bytes(forge(files))
    assert said in refused(path, capsys)


def test_a_name_twice_a_missing_column_and_a_missing_file(
    files: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "pack.zip"
    assert "is not there" in refused(path, capsys)
    path.write_bytes(zipped(files))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("method.md", b"other")
    assert "holds method.md twice" in refused(path, capsys)
    frame = pd.DataFrame(rows(files, "figures")).drop(columns="value")
    path.write_bytes(zipped(files | {"figures.parquet": frame.to_parquet()}))
    assert "figures.parquet has no column value" in refused(path, capsys)


# --- the command -----------------------------------------------------------------------------------


def command(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "extract", "verify", *map(str, arguments)],
        cwd=cwd, env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True, text=True, encoding="utf8", check=False,
    )  # fmt: skip


def test_the_command_says_that_all_holds_or_what_does_not(files: dict[str, bytes], tmp_path: Path):
    path = tmp_path / "pack.zip"
    path.write_bytes(zipped(files))
    figures, judgements = (len(rows(files, name)) for name in ("figures", "judgements"))
    done = command(path)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{figures} figures and {judgements} judgements checked" in done.stdout
    assert "1 of 1 reports held against the original file\neverything holds\n" in done.stdout

    row = figure_of(files, "95.77%")
    path.write_bytes(sealed(with_cell(files, "figures", row["figure_id"], value=96.77)))
    done = command(path, "--reports", REPORTS)
    assert done.returncode == 1
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("value ")]
    assert [part for part in (row["figure_id"], "晋中市卫生健康委员会", "95.77%", "96.77") if part not in line] == []
    assert line.endswith("95.77")
    assert done.stdout.endswith("checks fail\n")


def test_without_the_reports_it_says_so(files: dict[str, bytes], tmp_path: Path):
    path = tmp_path / "pack.zip"
    path.write_bytes(zipped(files))
    done = command(path, cwd=tmp_path)
    assert done.returncode == 0
    assert "note: jinzhong-2022.txt is not in the folder of reports" in done.stdout
    assert "0 of 1 reports held against the original file" in done.stdout


@pytest.mark.parametrize("arguments", [[], ["a.zip", "--reports", "no/such/folder"], ["a.zip", "--unknown"]])
def test_wrong_use(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(["verify", *arguments])
    assert ended.value.code == 2
    assert "usage: python -m extract verify" in capsys.readouterr().err


def test_other_rules_are_noted(files: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "pack.zip"
    path.write_bytes(manifest_with(files, rules={"reading": "0", "judging": "0"}))
    assert main(["verify", str(path), "--reports", str(REPORTS)]) == 0
    said = capsys.readouterr().out
    assert "other rules of reading" in said
    assert "other rules of judging" in said


def test_a_folder_called_verify_is_read_by_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    Path("verify").mkdir()
    Path("verify/a.txt").write_text("晋城市2023年工作总结\n全市婚检率达到91.5%。\n", "utf-8")
    assert main(["./verify", "-o", "out"]) == 0
    assert Path("out/figures.parquet").is_file()


def test_what_a_terminal_would_act_on_is_not_printed(files: dict[str, bytes], tmp_path: Path, capsys):
    row = figure_of(files, "95.77%")
    path = tmp_path / "pack.zip"
    path.write_bytes(sealed(with_cell(files, "figures", row["figure_id"], indicator="\x1b[2J\n假")))
    assert main(["verify", str(path), "--reports", str(REPORTS)]) == 1
    assert "\x1b" not in capsys.readouterr().out


def test_reading_knows_nothing_of_judging():
    """The command line asks metrics; the room of reading does not."""
    code = "import sys, extract, extract.build, extract.verify, extract.__main__; print('metrics' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md", "docs/EVIDENCE.md"])
def test_the_options_stand_in_the_papers(readme: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        main(["verify", "--help"])
    assert "--reports" in capsys.readouterr().out
    text = (ROOT / readme).read_text("utf8")
    assert [word for word in ("python -m extract verify", "--reports") if word not in text] == []
