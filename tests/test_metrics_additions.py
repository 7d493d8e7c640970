"""A report is added to a library whole, with all its tables, or nothing is written at all."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

from extract import files, tables
from extract.__main__ import main as extract
from metrics import additions
from metrics.__main__ import main as judge
from metrics.additions import About, AdditionError

TEXT = (
    "遵义市2024年卫生健康工作总结\n全市孕产妇死亡率由2020年的16.2/10万降至9.8/10万，控制在省定标准12.8/10万以内；"
    "居民健康素养水平达到28.6%。2025年，力争居民健康素养水平达到30%以上。\n"
)
ABOUT = About("遵义市2024年卫生健康工作总结", "遵义市卫生健康委员会", None, None, "工作总结和计划", "Added for a test.")
NAMES = {"documents", "figures", "problems", "judgements", "ledger", "conflicts"}
OLD = "湖州市2023年工作总结\n全市婚检率达到91.5%，超过80%的目标任务。\n"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of one report, built by the commands."""
    reports = tmp_path / "library" / "reports"
    reports.mkdir(parents=True)
    (reports / "huzhou-2023.txt").write_text(OLD, "utf8")
    assert extract([str(reports), "-o", str(reports.parent)]) == 0
    assert judge([str(reports.parent)]) == 0
    return reports.parent


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def refused(library: Path, code: str, name: str = "zunyi-2024.txt", data: bytes = TEXT.encode()) -> AdditionError:
    """The refusal, after which nothing is different."""
    before = everything(library)
    with pytest.raises(AdditionError) as error:
        additions.add(library, name, data, ABOUT)
    assert error.value.code == code
    assert everything(library) == before
    return error.value


def test_a_report_is_added_as_the_commands_would_read_it(library: Path, tmp_path: Path):
    seen: list[str] = []

    def progress(sources):
        for source in sources:
            seen.append(source.name)
            yield source

    made = additions.add(library, "zunyi-2024.txt", TEXT.encode(), ABOUT, progress)
    assert seen == ["huzhou-2023.txt", "zunyi-2024.txt"]
    assert set(made) == NAMES
    assert (library / "reports/zunyi-2024.txt").read_bytes() == TEXT.encode()
    again = tmp_path / "again"
    assert extract([str(library / "reports"), "-o", str(again)]) == 0
    assert judge([str(again)]) == 0
    for name in NAMES:
        assert (library / f"{name}.parquet").read_bytes() == (again / f"{name}.parquet").read_bytes(), name
    rows = pq.read_table(library / "figures.parquet").to_pylist()
    assert {row["source"] for row in rows} == {"huzhou-2023.txt", "zunyi-2024.txt"}
    assert [row["value"] for row in rows if row["source"] == "zunyi-2024.txt"] == [16.2, 9.8, 12.8, 28.6, 30.0]
    assert not list(library.rglob("*.tmp"))


def test_the_sidecar_is_what_the_readme_asks_for(library: Path):
    additions.add(library, "zunyi-2024.txt", TEXT.encode(), ABOUT)
    sidecar = yaml.safe_load((library / "reports/zunyi-2024.yml").read_text("utf8"))
    assert list(sidecar) == ["title", "issuer", "source_url", "published", "kind", "sha256", "bytes", "note"]
    assert sidecar["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert sidecar["bytes"] == len(TEXT.encode())
    assert files.sidecar(library / "reports/zunyi-2024.txt").issuer == "遵义市卫生健康委员会"
    documents = pq.read_table(library / "documents.parquet").to_pylist()
    assert [row["issuer"] for row in documents if row["source"] == "zunyi-2024.txt"] == ["遵义市卫生健康委员会"]


def test_another_encoding_is_kept_in_utf_8_and_that_is_noted(library: Path):
    additions.add(library, "zunyi-2024.txt", TEXT.encode("gb18030"), ABOUT)
    assert (library / "reports/zunyi-2024.txt").read_bytes() == TEXT.encode()
    note = yaml.safe_load((library / "reports/zunyi-2024.yml").read_text("utf8"))["note"]
    assert note == "Added for a test. The file came in another encoding and was converted to UTF-8."
    additions.add(library, "with-mark.txt", b"\xef\xbb\xbf" + TEXT.replace("28.6", "28.7").encode(), ABOUT)
    assert (library / "reports/with-mark.txt").read_bytes().startswith(b"\xef\xbb\xbf")


def test_into_an_empty_library(tmp_path: Path):
    made = additions.add(tmp_path / "new", "zunyi-2024.txt", TEXT.encode(), ABOUT)
    assert made["figures"].num_rows == 5
    assert {path.stem for path in (tmp_path / "new").glob("*.parquet")} == NAMES


@pytest.mark.parametrize(
    "name",
    ["", ".txt", "a.pdf", "../a.txt", "a/b.txt", "a\\b.txt", ".hidden.txt", "a b.txt", "a.txt\n", "x" * 90 + ".txt"],
)
def test_a_name_that_is_none(library: Path, name: str):
    refused(library, "name", name)


def test_names_that_are_there(library: Path):
    assert refused(library, "same", "huzhou-2023.txt", OLD.encode()).fields == {"name": "huzhou-2023.txt"}
    assert refused(library, "same", "Huzhou-2023.txt", OLD.encode("gb18030")).fields == {"name": "huzhou-2023.txt"}
    assert refused(library, "taken", "huzhou-2023.txt").fields == {"name": "huzhou-2023.txt"}
    (library / "reports/zunyi-2024.yml").write_text("title: null\n")
    assert refused(library, "taken").fields == {"name": "zunyi-2024.yml"}


@pytest.mark.parametrize("name", ["a.txt", "z.txt"])
def test_the_same_text_under_another_name(library: Path, name: str):
    assert refused(library, "known", name, OLD.encode()).fields == {"name": "huzhou-2023.txt"}


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf \n", b"%PDF-1.7\0\1\2", b"\x81\xff\xfe\xfd" * 30])
def test_what_cannot_be_read(library: Path, data: bytes):
    assert set(refused(library, "unread", data=data).fields) == {"problem", "reason", "advice"}


def test_tables_of_other_reports_are_not_lost(library: Path):
    (library / "reports/huzhou-2023.txt").unlink()
    fields = refused(library, "foreign").fields
    assert fields == {"folder": str(library / "reports"), "name": "huzhou-2023.txt", "n": 1}
    assert additions.missing(library) == ["huzhou-2023.txt"]
    shutil.rmtree(library / "reports")
    refused(library, "foreign")


def test_a_correction_that_does_not_hold_stops_it(library: Path):
    (library / "corrections.yml").write_text("- nonsense\n")
    assert "corrections.yml" in refused(library, "correction").fields["reason"]


def test_who_may_not_write_is_refused_when_all_is_worked_out(library: Path):
    before = everything(library)
    read: list[str] = []

    def refuse():
        assert read == ["huzhou-2023.txt", "zunyi-2024.txt"]
        raise LookupError("not you")

    def progress(sources):
        for source in sources:
            read.append(source.name)
            yield source

    with pytest.raises(LookupError):
        additions.add(library, "zunyi-2024.txt", TEXT.encode(), ABOUT, progress, refuse)
    assert everything(library) == before


def test_a_library_that_changes_meanwhile(library: Path):
    with pytest.raises(AdditionError) as error:
        additions.add(
            library, "zunyi-2024.txt", TEXT.encode(), ABOUT,
            before_writing=lambda: (library / "reports/new.txt").write_text("新的报告"),
        )  # fmt: skip
    assert error.value.code == "changed"
    assert not (library / "reports/zunyi-2024.txt").exists()


@pytest.mark.parametrize("table", sorted(NAMES))
def test_a_disk_that_fails_leaves_all_as_it_was(library: Path, monkeypatch: pytest.MonkeyPatch, table: str):
    write = tables._write

    def fail(rows, sink):
        if rows.schema.metadata[b"table"].decode() == table:
            raise OSError(28, "No space left on device")
        write(rows, sink)

    monkeypatch.setattr(tables, "_write", fail)
    assert refused(library, "unwritable").fields == {"reason": "No space left on device"}


def test_kinds_are_those_of_the_readme(root: Path):
    text = (root / "data/reports/README.md").read_text("utf8")
    assert [kind for kind in additions.KINDS if f"{kind} (" not in text] == []
