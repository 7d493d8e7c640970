"""Writing the corrections file: what is added, what stays as it is, and what is refused with nothing changed."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from correction_cases import INFANTS, MARRIAGE, MOTHERS, entry

from extract import corrections, corrections_edit
from extract.corrections import CorrectionError

ROOT = Path(__file__).resolve().parents[1]
NEW = entry(MOTHERS, "  accept: true", "{value: 12.8}")
DROP = entry(INFANTS, "  drop: true", "{value: 2.96}")

# Names and contents of files that people have; each takes one entry more.
FILES = {
    "not there": None,
    "empty": b"",
    "a comment alone": "# 更正\n".encode(),
    "the empty list": b"[]\n",
    "the repository's own": (ROOT / "data/corrections.yml").read_bytes(),
    "an empty list with a remark": "# head\n[]  # 还没有\n# foot\n".encode(),
    "one entry": entry().encode(),
    "one entry, no line end": entry().rstrip("\n").encode(),
    "two entries and remarks": f"# head\n{entry()}\n# between\n{DROP}# foot\n".encode(),
    "an indented list": "".join(f"  {line}\n" for line in entry().splitlines()).encode(),
    "lines of Windows": entry().replace("\n", "\r\n").encode(),
    "a mark at its head": b"\xef\xbb\xbf" + entry().encode(),
    "a mark and nothing": b"\xef\xbb\xbf",
    "an entry that ends in brackets": entry().replace("  on: 2023-02-01\n", "").replace(
        "  expect", "  on: 2023-02-01\n  expect").encode() + b"  # last\n",
}  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "corrections.yml"


def put(path: Path, name: str) -> bytes:
    if FILES[name] is not None:
        path.write_bytes(FILES[name])
    return FILES[name] or b""


@pytest.mark.parametrize("name", FILES)
def test_an_entry_is_added_and_all_else_stays(name: str, path: Path):
    was = put(path, name)
    old = corrections.load(path).all
    made = corrections_edit.append(path, NEW)
    assert (made.figure, made.action, made.expect["value"].value) == (MOTHERS, "accept", 12.8)
    assert corrections.load(path).all == (*old, made)
    now = path.read_bytes()
    assert now.startswith(was if old else was.replace(b"[]\n", b"").replace(b"[]  ", b""))
    assert sorted(os.listdir(path.parent)) == ["corrections.yml"]


@pytest.mark.parametrize("name", FILES)
def test_the_entry_taken_back_leaves_the_file_as_it_was(name: str, path: Path):
    was = put(path, name)
    old = corrections.load(path).all
    corrections_edit.withdraw(path, corrections_edit.append(path, NEW))
    assert corrections.load(path).all == old
    now = path.read_bytes()
    if old:
        assert now.rstrip() == was.rstrip()
    elif was.endswith(b"[]\n"):
        assert now == was
    else:
        assert b"[]" in now


def test_lines_of_windows_stay_so(path: Path):
    put(path, "lines of Windows")
    corrections_edit.append(path, NEW)
    assert path.read_bytes().count(b"\r\n") == path.read_bytes().count(b"\n") > 7


def test_remarks_after_the_last_entry_stay(path: Path):
    put(path, "two entries and remarks")
    last = corrections.load(path).all[-1]
    corrections_edit.withdraw(path, last)
    assert path.read_text("utf8") == f"# head\n{entry()}\n# between\n# foot\n"


def test_rights_of_the_file_stay(path: Path):
    put(path, "one entry")
    path.chmod(0o640)
    corrections_edit.append(path, NEW)
    assert path.stat().st_mode & 0o777 == 0o640


REFUSED = [
    ("the same figure twice", entry(), entry(), "is corrected on line 1 already"),
    ("a broken file", "- figure\n", NEW, "corrections.yml, line 1"),
    ("a broken entry", entry(), NEW.replace("accept: true", "accept: no"), "corrections.yml, line 11: accept must"),
    ("no entry", entry(), "# nothing\n", "edit it by hand"),
    ("two entries", entry(), NEW + DROP, "edit it by hand"),
    ("entries in brackets", f"[{{figure: {INFANTS}, document: {'a' * 12}, drop: true, expect: {{value: 1}}, "
     "why: a, by: b, on: 2023-01-01}]\n", NEW, "stand in brackets"),
    ("a file that is closed", f"{entry()}...\n", NEW, "corrections.yml, line 9"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "new", "words"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_cannot_be_added_changes_nothing(content: str, new: str, words: str, path: Path):
    path.write_text(content, encoding="utf8")
    with pytest.raises(CorrectionError) as refused:
        corrections_edit.append(path, new)
    assert words in str(refused.value)
    assert str(path) in str(refused.value)
    assert path.read_text("utf8") == content
    assert os.listdir(path.parent) == ["corrections.yml"]


def test_another_last_entry_is_not_taken_back(path: Path):
    path.write_text(entry(), encoding="utf8")
    made = corrections_edit.append(path, NEW)
    with path.open("a", encoding="utf8") as file:
        file.write(DROP)
    before = path.read_bytes()
    with pytest.raises(CorrectionError, match="another one by now"):
        corrections_edit.withdraw(path, made)
    assert path.read_bytes() == before
    path.unlink()
    with pytest.raises(CorrectionError, match="another one by now"):
        corrections_edit.withdraw(path, made)


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path):
    with pytest.raises(CorrectionError, match="cannot be written"):
        corrections_edit.append(tmp_path / "nowhere" / "corrections.yml", NEW)


def test_several_people_write_at_once_and_none_is_lost(path: Path):
    ids = [f"{n:016x}" for n in range(24)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: corrections_edit.append(path, entry(one)), ids))
    assert sorted(one.figure for one in corrections.load(path).all) == ids
    assert MARRIAGE not in ids
