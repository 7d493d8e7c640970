"""``python -m extract``: exit codes, what it says, what it writes and what it leaves alone.

The command runs in a process of its own where its exit code and streams are the
point, and through ``main()`` elsewhere.
"""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import extract.tables
from extract.__main__ import main

ROOT = Path(__file__).resolve().parents[1]
WRITTEN = ["documents.parquet", "figures.parquet", "problems.parquet"]

REPORT = (
    "晋中市卫生健康委员会2022年工作总结\n\n"
    "一、2022年工作情况\n"
    "全市妇幼健康服务水平稳步提高,婚检率达到95.77%,孕产妇死亡率为12.8/10万,婴儿死亡率为2.96‰。\n"
)
OTHER_REPORT = (
    "赣州市卫生健康委员会2023年工作总结\n\n"
    "一、2023年工作情况\n"
    "全市医疗服务水平稳步提高,每千人口执业医师数达到2.73人,高血压患者规范管理率达到81.5%。\n"
)
NO_FIGURE = "今天天气很好,大家都到公园里去散步,傍晚时分才慢慢走回家。\n"

# name of the file, its bytes, a word that the message must hold
UNREADABLE = [
    ("binary.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "不是文本文件"),
    ("empty.txt", b"", "空"),
    ("blank.txt", b" \r\n\t\n", "空"),
    ("only_a_byte_order_mark.txt", b"\xef\xbb\xbf", "空"),
    ("cut_in_the_middle_of_a_character.txt", REPORT.encode()[1:], "编码"),
    ("no_encoding_at_all.txt", bytes(range(128, 256)) * 20, "编码"),
    ("noise_that_some_code_page_can_decode.txt", b"\xff\xff\xfe\x81" * 50, "编码"),
    ("utf16_without_its_mark.txt", REPORT.encode("utf-16-le"), "UTF-8"),
]


def command(*arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """``python -m extract`` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "extract", *map(str, arguments)],
        cwd=cwd, env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | environment,
        capture_output=True, text=True, encoding="utf8", check=False,
    )


def contents(folder: Path) -> dict[str, str]:
    """The digest of every file of a folder, hidden ones too, by name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def rows(folder: Path, name: str) -> list[dict]:
    return pq.read_table(folder / f"{name}.parquet").to_pylist()


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder with two good reports."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT, encoding="utf8")
    (folder / "b.txt").write_text(OTHER_REPORT, encoding="utf8")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


# What is read


def test_the_five_reports(out: Path):
    done = command("data/reports", "-o", out)
    assert done.returncode == 0
    assert sorted(contents(out)) == WRITTEN
    names = sorted(path.name for path in (ROOT / "data/reports").glob("*.txt"))
    assert len(names) == 5
    for name in names:
        counted = sum(row["source"] == name for row in rows(out, "figures"))
        assert counted > 0
        assert f"{name}: {counted} figures" in done.stdout
    assert done.stderr == "", "nothing was wrong and no terminal watches"


def test_a_folder_gives_its_reports_by_their_path_in_it(reports: Path, out: Path):
    (reports / "2022").mkdir()
    (reports / "2022/c.TXT").write_text(REPORT + OTHER_REPORT, encoding="utf8")
    assert main([str(reports), "-o", str(out)]) == 0
    assert [row["source"] for row in rows(out, "documents")] == ["2022/c.TXT", "a.txt", "b.txt"]
    assert {row["source"] for row in rows(out, "figures")} == {"2022/c.TXT", "a.txt", "b.txt"}


def test_a_file_gives_its_report_by_its_name(reports: Path, out: Path):
    assert main([str(reports / "b.txt"), "-o", str(out)]) == 0
    assert [row["source"] for row in rows(out, "documents")] == ["b.txt"]


def test_files_and_folders_and_each_file_once(reports: Path, tmp_path: Path, out: Path):
    single = tmp_path / "z.txt"
    single.write_text(REPORT + OTHER_REPORT, encoding="utf8")
    assert main([str(single), str(reports), str(reports / "a.txt"), "-o", str(out)]) == 0
    assert [row["source"] for row in rows(out, "documents")] == ["a.txt", "b.txt", "z.txt"]
    assert rows(out, "problems") == []


def test_what_stands_beside_reports_is_no_trouble(reports: Path, out: Path):
    (reports / "a.yml").write_text("title: 总结\nissuer: 某委\npublished: 2023-01-05\n", encoding="utf8")
    (reports / "README.md").write_text("# 报告\n", encoding="utf8")
    (reports / ".hidden").write_bytes(b"\0")
    assert main([str(reports), "-o", str(out)]) == 0
    assert rows(out, "problems") == []


def test_other_files_of_a_folder_are_named(reports: Path, out: Path, capsys: pytest.CaptureFixture[str]):
    (reports / "c.pdf").write_bytes(b"%PDF-1.7 \0")
    assert main([str(reports), "-o", str(out)]) == 1
    assert [row["source"] for row in rows(out, "documents")] == ["a.txt", "b.txt"]
    assert [(row["source"], row["document_id"]) for row in rows(out, "problems")] == [("c.pdf", None)]
    assert "c.pdf" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_another_encoding_gives_the_same_rows(encoding: str, tmp_path: Path):
    tables = []
    for name in ("utf-8", encoding):
        folder, made = tmp_path / f"in-{name}", tmp_path / f"out-{name}"
        folder.mkdir()
        (folder / "a.txt").write_bytes(REPORT.encode(name))
        assert main([str(folder), "-o", str(made)]) == 0
        tables.append((rows(made, "figures"), [row | {"sha256": None} for row in rows(made, "documents")]))
    assert len(tables[0][0]) == 3
    assert tables[0] == tables[1]


def test_traditional_text_in_big5_is_read_or_refused_but_never_garbled(tmp_path: Path, out: Path):
    text = "晉中市衛生健康委員會工作總結，全市婦幼健康服務水平穩步提高，婚檢率達到95.77%，嬰兒死亡率為5%。"
    report = tmp_path / "a.txt"
    report.write_bytes(text.encode("big5"))
    if main([str(report), "-o", str(out)]) == 0:
        assert [row["text"] for row in rows(out, "documents")] == [text]


def test_two_files_with_the_same_text_are_one_report(reports: Path, out: Path, capsys: pytest.CaptureFixture[str]):
    (reports / "c.txt").write_text(REPORT, encoding="utf8")
    main([str(reports), "-o", str(out)])
    assert [row["source"] for row in rows(out, "documents")] == ["a.txt", "b.txt"]
    assert "c.txt" not in {row["source"] for row in rows(out, "figures")}
    (problem,) = rows(out, "problems")
    assert problem["source"] == "c.txt"
    assert "a.txt" in problem["reason"]
    assert "c.txt" in capsys.readouterr().err


def two_folders(tmp_path: Path) -> list[str]:
    """Two folders, each with a report of its own named 2022.txt."""
    for place, text in (("jinzhong", REPORT), ("ganzhou", OTHER_REPORT)):
        (tmp_path / place).mkdir()
        (tmp_path / place / "2022.txt").write_text(text, encoding="utf8")
    return [str(tmp_path / "jinzhong"), str(tmp_path / "ganzhou")]


def test_files_of_one_name_are_told_apart(tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]):
    assert main([*two_folders(tmp_path), "-o", str(out)]) == 0
    assert len({row["document_id"] for row in rows(out, "documents")}) == 2
    assert len({row["source"] for row in rows(out, "documents")}) == 2, "a source names one report"
    assert capsys.readouterr().out.count("figures (") == 2, "the summary has a line for each report"


def test_a_report_without_a_figure(tmp_path: Path, out: Path):
    (tmp_path / "walk.txt").write_text(NO_FIGURE, encoding="utf8")
    done = command(tmp_path / "walk.txt", "-o", out)
    assert done.returncode == 0
    assert "walk.txt: 0 figures" in done.stdout
    assert "walk.txt: 没有读出任何数字" in done.stderr
    assert rows(out, "figures") == []
    assert [(row["source"], row["text"]) for row in rows(out, "documents")] == [("walk.txt", NO_FIGURE)]
    (problem,) = rows(out, "problems")
    assert problem["source"] == "walk.txt"
    assert problem["document_id"] == rows(out, "documents")[0]["document_id"]
    assert all(problem[key] for key in ("problem", "reason", "advice"))


# What cannot be read


@pytest.mark.parametrize(("name", "data", "said"), UNREADABLE, ids=[case[0] for case in UNREADABLE])
def test_a_file_that_cannot_be_read(
    name: str, data: bytes, said: str, tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / name).write_bytes(data)
    assert main([str(tmp_path / name), "-o", str(out)]) == 1
    shown = capsys.readouterr()
    assert name in shown.err
    assert said in shown.err
    assert "请" in shown.err, "the message says what to do"
    assert shown.out == ""
    assert not out.exists(), "nothing was read, so nothing is written"


def test_an_empty_folder(tmp_path: Path, out: Path):
    empty = tmp_path / "empty"
    empty.mkdir()
    done = command(empty, "-o", out)
    assert done.returncode == 1
    assert str(empty) in done.stderr
    assert ".txt" in done.stderr
    assert "请" in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()


def test_a_missing_path(tmp_path: Path, out: Path):
    done = command(tmp_path / "nowhere.txt", "-o", out)
    assert done.returncode == 1
    assert "nowhere.txt" in done.stderr
    assert "请检查路径" in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()


def test_one_bad_file_does_not_keep_the_good_ones(reports: Path, out: Path, capsys: pytest.CaptureFixture[str]):
    (reports / "bad.txt").write_bytes(b"\0\1\2")
    assert main([str(reports), str(reports / "missing.txt"), "-o", str(out)]) == 1
    assert [row["source"] for row in rows(out, "documents")] == ["a.txt", "b.txt"]
    assert {row["source"] for row in rows(out, "figures")} == {"a.txt", "b.txt"}
    problems = {Path(row["source"]).name: row for row in rows(out, "problems")}
    assert set(problems) == {"bad.txt", "missing.txt"}
    for problem in problems.values():
        assert problem["document_id"] is None
        assert problem["start"] is None
        assert all(problem[key] for key in ("problem", "reason", "advice"))
    shown = capsys.readouterr()
    assert "bad.txt" in shown.err
    assert "a.txt: 3 figures" in shown.out


def test_a_broken_file_beside_a_report_is_named(reports: Path, out: Path, capsys: pytest.CaptureFixture[str]):
    (reports / "a.yml").write_text("published: soon\n", encoding="utf8")
    assert main([str(reports), "-o", str(out)]) == 1
    assert [row["source"] for row in rows(out, "problems")] == ["a.txt"]
    assert "a.yml" in capsys.readouterr().err


# Wrong use


def test_no_argument_is_wrong_use():
    done = command()
    assert done.returncode == 2
    assert "usage: python -m extract" in done.stderr
    assert "PATH" in done.stderr


def test_an_output_that_is_a_file_is_wrong_use(reports: Path, tmp_path: Path):
    taken = tmp_path / "taken"
    taken.write_bytes(b"mine")
    done = command(reports, "-o", taken)
    assert done.returncode == 2
    assert "is a file" in done.stderr
    assert "-o" in done.stderr
    assert taken.read_bytes() == b"mine"


# Whole or not at all


@pytest.fixture
def old(reports: Path, out: Path) -> dict[str, str]:
    """Tables of an earlier run, made of the first report alone."""
    assert main([str(reports / "a.txt"), "-o", str(out)]) == 0
    return contents(out)


def test_nothing_is_written_when_nothing_was_read(old: dict[str, str], tmp_path: Path, out: Path):
    (tmp_path / "bad.txt").write_bytes(b"\0")
    assert main([str(tmp_path / "bad.txt"), str(tmp_path / "missing"), "-o", str(out)]) == 1
    assert contents(out) == old


def failing_writer(monkeypatch: pytest.MonkeyPatch, at: int, error: BaseException) -> None:
    """Make the writing of the table number ``at`` stop half way."""
    real, count = pq.write_table, [0]

    def write(table: pa.Table, sink, **options) -> None:
        if count[0] == at:
            sink.write(b"PAR1 half a table")
            raise error
        count[0] += 1
        real(table, sink, **options)

    monkeypatch.setattr(extract.tables.pq, "write_table", write)


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()], ids=repr)
def test_a_run_that_stops_half_way_leaves_the_old_tables_whole(
    error: BaseException, at: int, old: dict[str, str], reports: Path, out: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    failing_writer(monkeypatch, at, error)
    with suppress(KeyboardInterrupt):
        assert main([str(reports), "-o", str(out)]) == 1
        assert "No space left" in capsys.readouterr().err
    assert contents(out) == old, "all of the old tables, and no temporary file"


KILLED = """
import os, signal, sys
import pyarrow.parquet as pq
real, count = pq.write_table, 0
def write(table, sink, **options):
    global count
    if count == int(sys.argv[1]):
        sink.write(b"PAR1 half a table")
        sink.flush()
        os.kill(os.getpid(), signal.SIGKILL)
    count += 1
    real(table, sink, **options)
pq.write_table = write
from extract.__main__ import main
main(sys.argv[2:])
"""


@pytest.mark.parametrize("at", [0, 2])
def test_a_killed_run_leaves_the_old_tables_whole(
    at: int, old: dict[str, str], reports: Path, out: Path, tmp_path: Path
):
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(at), str(reports), "-o", str(out)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert {name: data for name, data in contents(out).items() if name in WRITTEN} == old
    assert sorted(path.name for path in out.glob("*.parquet")) == WRITTEN, "what is left looks like no table"
    # and the next run is as if nothing had happened
    assert main([str(reports), "-o", str(out)]) == 0
    assert main([str(reports), "-o", str(tmp_path / "fresh")]) == 0
    assert {name: data for name, data in contents(out).items() if name in WRITTEN} == contents(tmp_path / "fresh")


def test_no_temporary_file_is_left_and_tables_can_be_read_by_others(reports: Path, out: Path):
    for _ in range(2):
        assert main([str(reports), "-o", str(out)]) == 0
        assert sorted(contents(out)) == WRITTEN
    umask = os.umask(0)
    os.umask(umask)
    for path in out.iterdir():
        assert path.stat().st_mode & 0o777 == 0o666 & ~umask


def test_a_folder_that_cannot_be_made(reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "taken").write_bytes(b"mine")
    assert main([str(reports), "-o", str(tmp_path / "taken/out")]) == 1
    shown = capsys.readouterr()
    assert "cannot be written" in shown.err
    assert "check" in shown.err
    assert shown.out == "", "no success is told"


# The same bytes for the same input


def test_a_second_run_writes_the_same_bytes(tmp_path: Path):
    first = command("data/reports", "-o", tmp_path / "one", PYTHONHASHSEED="1")
    second = command(ROOT / "data/reports", "-o", tmp_path / "two", cwd=tmp_path, PYTHONHASHSEED="2")
    assert (first.returncode, second.returncode) == (0, 0)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_the_order_of_arguments_does_not_matter(reports: Path, tmp_path: Path):
    files = [str(reports / "a.txt"), str(reports / "b.txt")]
    assert main([*files, "-o", str(tmp_path / "one")]) == 0
    assert main([*reversed(files), "-o", str(tmp_path / "two")]) == 0
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_the_order_of_folders_with_files_of_one_name_does_not_matter(tmp_path: Path):
    folders = two_folders(tmp_path)
    assert main([*folders, "-o", str(tmp_path / "one")]) == 0
    assert main([*reversed(folders), "-o", str(tmp_path / "two")]) == 0
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
