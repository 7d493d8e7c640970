"""``python -m extract verify``: packs of the five reports hold, and whatever is tampered with is named."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pack_cases import contents, figure_of, made, rows, sealed, with_cell, with_rows, zipped

from extract import verify
from extract.__main__ import main
from extract.pack import open_pack
from extract.verify import Fault
from metrics import verify as judged
from views.library import Library
from views.link import View

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "data/reports"
VIEWS = {
    "all targets and figures": ("targets", View(show="all")),
    "one region's pairs": ("targets", View(region=("晋中市",))),
    "an indicator": ("indicator", View(own=(("subject", ("孕产妇死亡率",)), ("measure", ("level:/10万",))))),
    "a region": ("region", View(own=(("place", ("贵州省",)),))),
    "figures": ("data", View(region=("湖南省",), own=(("kind", ("target",)),))),
    "judgements": ("data", View(own=(("table", ("judgements",)), ("q", ("死亡率",))))),
}


@pytest.fixture(scope="module")
def files(library: Library) -> dict[str, bytes]:
    """The files of a pack of 晋中市's pairs: one report, a few judgements."""
    return contents(made(library, *VIEWS["one region's pairs"]))


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., list[Fault]]:
    """The faults of a pack."""

    def faults(data: bytes, reports: Path = REPORTS, must_be_there: bool = True) -> list[Fault]:
        path = tmp_path / "pack.zip"
        path.write_bytes(data)
        pack = open_pack(path)
        return verify.figures(pack, reports, must_be_there).faults + judged.judgements(pack).faults

    return faults


def named(faults: list[Fault]) -> set[tuple[str, str]]:
    return {(one.check, one.id) for one in faults}


def judgement_of(files: dict[str, bytes], indicator: str, owner: str) -> dict:
    found = [one for one in rows(files, "judgements") if (one["indicator"], one["target_owner"]) == (indicator, owner)]
    return found[0]


# --- what holds ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", VIEWS)
def test_packs_of_the_five_reports_hold(library: Library, check, name: str):
    data = made(library, *VIEWS[name])
    found = contents(data)
    assert len(rows(found, "figures")) > 3
    assert len(rows(found, "judgements")) > 3
    assert check(data) == []


def test_targets_of_every_kind_are_among_them(library: Library):
    found = rows(contents(made(library, *VIEWS["all targets and figures"])), "judgements")
    assert {row["target_source"] for row in found} == {"figure", "national", "derived", None}
    assert {row["direction"] for row in found} > {"改善", "仅有一期数据"}


def test_paces_and_all_owners_hold_too(cities: Path, tmp_path: Path, check):
    library = Library(cities)
    data = made(library, "targets", View(show="all"))
    found = rows(contents(data), "judgements")
    assert {row["pace"] for row in found} > {"进度达标", "偏慢"}
    assert {row["target_owner"] for row in found} >= {"own", "superior", "national"}
    assert check(data, tmp_path / "nowhere", False) == []


def test_a_report_under_another_name_is_known_by_its_content(files: dict[str, bytes], tmp_path: Path, check):
    folder = tmp_path / "reports"
    folder.mkdir()
    shutil.copy(REPORTS / "jinzhong-2022.txt", folder / "2022年总结.txt")
    shutil.copy(REPORTS / "jinzhong-2022.yml", folder / "2022年总结.yml")
    assert check(zipped(files), folder) == []


def test_what_people_corrected_holds_and_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    text = "晋城市2023年工作总结\n全市婚检率达到91.5%，超过80%的目标任务。孕产妇死亡率为9.8/10万。\n"
    folder, out = tmp_path / "reports", tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_text(text, "utf-8")
    assert main([str(folder), "-o", str(out)]) == 0
    by_text = {row["value_text"]: row for row in pq.read_table(out / "figures.parquet").to_pylist()}
    first, other = by_text["91.5%"], by_text["9.8/10万"]
    (out / "corrections.yml").write_text(
        f"- figure: {first['figure_id']}\n  document: {first['document_id']}\n  expect: {{value: 91.5}}\n"
        "  set: {value: 95.0, year: 2022}\n  why: 表格中另有说明\n  by: 王芳\n  on: 2024-02-01\n"
        f"- figure: {other['figure_id']}\n  document: {other['document_id']}\n  expect: {{unit: /10万}}\n"
        "  accept: true\n  why: 已对照原句\n  by: 王芳\n  on: 2024-02-01\n",
        "utf-8",
    )
    assert main([str(folder), "-o", str(out)]) == 0
    subprocess.run([sys.executable, "-m", "metrics", str(out)], cwd=ROOT, check=True, capture_output=True)
    data = made(Library(out), "targets", View(show="all"))
    path = tmp_path / "pack.zip"
    path.write_bytes(data)
    capsys.readouterr()
    assert main(["verify", str(path), "--reports", str(folder)]) == 0
    said = capsys.readouterr().out
    assert f"set by 王芳 on 2024-02-01, not by the program: {first['figure_id']}: value 95, year 2022" in said
    without = contents(data)
    del without["corrections.yml"]
    path.write_bytes(sealed(without))
    assert main(["verify", str(path), "--reports", str(folder)]) == 1
    said = capsys.readouterr().out
    assert any(line.startswith("value ") and first["figure_id"] in line for line in said.splitlines())


# --- what was tampered with ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "check_named"),
    [
        ({"value": 96.77}, "value"),
        ({"value_high": 99.0}, "value_high"),
        ({"unit": "‰"}, "unit"),
        ({"year": 2021}, "year"),
        ({"region": "太原市"}, "region"),
        ({"kind": "target"}, "kind"),
        ({"indicator": "产检率"}, "indicator"),
        ({"start": 1}, "place"),
        ({"start": 10**6, "end": 10**6 + 6}, "place"),
        ({"quote_start": None}, "place"),
        ({"quote": "全市婚检率达到96.77%"}, "quote"),
        ({"title": "另一份报告"}, "title"),
        ({"figure_id": "0" * 16}, "reading"),
        ({"document_id": "0" * 12}, "document"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_an_altered_figure_is_named(files: dict[str, bytes], check, cells: dict, check_named: str):
    row = figure_of(files, "95.77%")
    faults = check(sealed(with_cell(files, "figures", row["figure_id"], **cells)))
    wanted = cells.get("figure_id", row["figure_id"])
    (found,) = [one for one in faults if (one.check, one.id) == (check_named, wanted)]
    assert found.quoted == "95.77%"
    if check_named == "value":
        assert (found.report, found.stated, found.found) == (row["title"], "96.77", "95.77")


def test_offsets_that_are_shifted_by_one(files: dict[str, bytes], check):
    row = figure_of(files, "95.77%")
    shifted = {"start": row["start"] + 1, "end": row["end"] + 1}
    faults = check(sealed(with_cell(files, "figures", row["figure_id"], **shifted)))
    (found,) = [one for one in faults if one.check == "place"]
    assert (found.id, found.quoted) == (row["figure_id"], "95.77%")
    assert found.found.startswith("5.77%")


@pytest.mark.parametrize(
    ("cells", "check_named"),
    [
        ({"level": "未达标"}, "level"),
        ({"distance": 25.77}, "distance"),
        ({"direction": "恶化"}, "direction"),
        ({"pace": "滞后"}, "pace"),
        ({"achieved_value": 99.0}, "achieved_value"),
        ({"target_value": 70.0}, "target_value"),
        ({"required": "<="}, "required"),
        ({"polarity": "lower"}, "polarity"),
        ({"reason": "99% ≥ 75%"}, "reason"),
        ({"target_owner": "own"}, "target_owner"),
        ({"judgement_id": "0" * 16}, "judgement_id"),
        ({"achieved_id": "0" * 16}, "achieved_id"),
        ({"target_id": None, "achieved_id": None}, "achieved_id"),
        ({"pace_method": "unsd"}, "pace_method"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_an_altered_judgement_is_named(files: dict[str, bytes], check, cells: dict, check_named: str):
    row = judgement_of(files, "婚检率", "superior")
    faults = check(sealed(with_cell(files, "judgements", row["judgement_id"], **cells)))
    assert (check_named, cells.get("judgement_id", row["judgement_id"])) in named(faults)
    assert {one.id for one in faults} <= {row["judgement_id"], cells.get("judgement_id")}


def test_a_target_of_another_indicator_does_not_answer(files: dict[str, bytes], check):
    row = judgement_of(files, "婚检率", "superior")
    quoted = [one for one in rows(files, "judgements") if one["target_source"] == "figure"]
    other = next(one for one in quoted if one["indicator"] != "婚检率")
    judgement_id = hashlib.sha256(f"{row['achieved_id']}|{other['target_id']}".encode()).hexdigest()[:16]
    swapped = {"target_id": other["target_id"], "judgement_id": judgement_id}
    faults = check(sealed(with_cell(files, "judgements", row["judgement_id"], **swapped)))
    assert named(faults) == {("target_id", judgement_id)}


def test_a_national_target_that_was_made_easier(files: dict[str, bytes], check):
    row = judgement_of(files, "婚检率", "national")
    changed = with_cell(files, "judgements", row["judgement_id"], target_value=60.0)
    wanted = f"{row['target_id'].removeprefix('national:')},".encode()
    lines = [line.replace(b",70,", b",60,") if line.startswith(wanted) else line for line in
             changed["national.csv"].split(b"\r\n")]  # fmt: skip
    changed["national.csv"] = b"\r\n".join(lines)
    assert changed["national.csv"] != files["national.csv"]
    faults = named(check(sealed(changed)))
    assert {("target_value", row["judgement_id"]), ("national.csv: value", row["target_id"])} <= faults


def test_rows_that_stand_twice_or_are_left_out(files: dict[str, bytes], check):
    for name, key in (("figures", "figure_id"), ("judgements", "judgement_id")):
        held = rows(files, name)
        faults = check(sealed(with_rows(files, name, [*held, held[0]])))
        assert (key, held[0][key]) in named(faults)
    row = figure_of(files, "95.77%")
    without = [one for one in rows(files, "figures") if one != row]
    faults = named(check(sealed(with_rows(files, "figures", without))))
    assert ("achieved_id", judgement_of(files, "婚检率", "superior")["judgement_id"]) in faults
    assert ("quotes.html", row["figure_id"]) in faults


def test_an_altered_document_is_named_with_and_without_its_original(files: dict[str, bytes], tmp_path: Path, check):
    row = figure_of(files, "95.77%")
    file = f"documents/{row['document_id']}.txt"
    altered = sealed(dict(files) | {file: files[file].replace(b"95.77%", b"96.77%")})
    assert named(check(altered)) == {("text", row["document_id"])}
    faults = named(check(altered, tmp_path / "nowhere", False))
    assert {("text", row["document_id"]), ("place", row["figure_id"])} <= faults


def test_an_original_that_was_altered_is_named_with_the_figures_that_it_takes_away(
    files: dict[str, bytes], tmp_path: Path, check
):
    row = figure_of(files, "95.77%")
    text = (REPORTS / "jinzhong-2022.txt").read_bytes()
    (tmp_path / "jinzhong-2022.txt").write_bytes(text.replace(b"95.77%", b"59.77%"))
    faults = check(zipped(files), tmp_path)
    assert [(one.id, one.found) for one in faults if one.check == "place"] == [(row["figure_id"], "59.77%")]
    # Other figures of that sentence no longer stand in the one that the pack quotes.
    beside = {one["figure_id"] for one in rows(files, "figures") if "95.77%" in one["quote"]} - {row["figure_id"]}
    assert {one.id for one in faults if one.check == "quote"} == beside
    assert {one.check for one in faults} == {"original", "place", "quote"}


def test_an_original_that_is_not_there(files: dict[str, bytes], tmp_path: Path, check):
    row = figure_of(files, "95.77%")
    assert named(check(zipped(files), tmp_path)) == {("original", row["document_id"])}
    assert check(zipped(files), tmp_path, False) == []
    (tmp_path / "jinzhong-2022.txt").write_bytes(b"\0\1")
    assert ("original", row["document_id"]) in named(check(zipped(files), tmp_path))


@pytest.mark.parametrize("name", ["figures.parquet", "figures.csv", "judgements.parquet", "quotes.html", "method.md",
                                  "charts/01.png", "national.csv", "README.txt"])  # fmt: skip
def test_a_file_that_is_missing_or_altered_is_named(files: dict[str, bytes], check, name: str):
    without = {key: data for key, data in files.items() if key != name}
    assert ("file", name) in named(check(zipped(without)))
    if not name.endswith(".parquet"):
        assert ("sha256", name) in named(check(zipped(dict(files) | {name: files[name] + b" "})))


def test_a_file_that_the_manifest_does_not_name(files: dict[str, bytes], check):
    assert named(check(zipped(dict(files) | {"more.txt": b"more"}))) == {("file", "more.txt")}


def test_the_csv_and_the_page_of_quotes_say_what_the_tables_say(files: dict[str, bytes], check):
    row = figure_of(files, "95.77%")
    csv = files["figures.csv"].replace(b",95.77,", b",96.77,", 1)
    assert csv != files["figures.csv"]
    faults = check(sealed(dict(files) | {"figures.csv": csv}))
    assert [(one.check, one.id, one.stated) for one in faults] == [("figures.csv: value", row["figure_id"], "96.77")]
    quotes = files["quotes.html"].replace(b"<mark>95.77%</mark>", b"<mark>96.77%</mark>", 1)
    assert named(check(sealed(dict(files) | {"quotes.html": quotes}))) == {("quotes.html", row["figure_id"])}
    torn = files["figures.csv"].split(b"\n", 1)[0] + b"\n"
    assert named(check(sealed(dict(files) | {"figures.csv": torn}))) == {("file", "figures.csv")}
