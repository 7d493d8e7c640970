"""Corrections by people: what one changes, what stops the build, and the command that applies them."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from correction_cases import (
    BY_WORDS,
    DOC,
    DOCUMENT,
    INFANTS,
    MARRIAGE,
    MOTHERS,
    OTHER,
    OTHER_REPORT,
    READ,
    REPORT,
    added,
    entry,
)

from extract import build, catalogue, corrections, files, regions
from extract.__main__ import main
from extract.corrections import CorrectionError
from extract.schema import FIGURES


@pytest.fixture
def corrected(tmp_path: Path):
    """A function from the file's content to the report's rows: figures, documents, problems."""
    def apply(content: str, document: files.Document = DOCUMENT):
        path = tmp_path / "corrections.yml"
        path.write_text(content, encoding="utf8")
        return build.rows(document, corrections=corrections.load(path))

    return apply


def only(rows: list[dict], figure: str) -> dict:
    (row,) = [row for row in rows if row["figure_id"] == figure]
    return row


# Setting columns


def test_set_changes_the_columns_it_names_and_no_others(corrected):
    row = only(corrected(entry(body="  set: {value: 96, kind: target, comparator: '>=', year: 2023}"))[0], MARRIAGE)
    was = only(READ, MARRIAGE)
    assert (row["value"], row["kind"], row["comparator"], row["year"]) == (96.0, "target", ">=", 2023)
    assert row["confidence"] == "checked"
    assert row["rule"] == f"{was['rule']}+corrected"
    changed = {"value", "kind", "comparator", "year", "confidence", "rule"}
    assert {key: row[key] for key in FIGURES.names if key not in changed} == {
        key: was[key] for key in FIGURES.names if key not in changed
    }


def test_set_leaves_other_rows_and_their_order_alone(corrected):
    rows, documents, problems = corrected(entry(MOTHERS, "  set: {value: 12.9}", "{value: 12.8}"))
    assert [row for row in rows if row["figure_id"] != MOTHERS] == [row for row in READ if row["figure_id"] != MOTHERS]
    assert [row["figure_id"] for row in rows] == [row["figure_id"] for row in READ]
    assert (documents, problems) == build.rows(DOCUMENT)[1:]


def test_an_accepted_row_stays_as_it_is_read_and_is_checked(corrected):
    row, was = only(corrected(entry(body="  accept: true"))[0], MARRIAGE), only(READ, MARRIAGE)
    assert row == was | {"confidence": "checked", "rule": f"{was['rule']}+accepted"}


def test_a_corrected_name_takes_its_indicator_along_and_keeps_its_id(corrected):
    content = entry(INFANTS, "  set: {indicator: 5岁以下儿童死亡率}", "{indicator: 婴儿死亡率}")
    row = only(corrected(content)[0], INFANTS)
    known = catalogue.load().find("5岁以下儿童死亡率", "‰")
    assert (row["indicator"], row["indicator_id"], row["domain"]) == (known.name, known.id, known.domain)
    assert row["indicator_id"] != only(READ, INFANTS)["indicator_id"]


def test_an_alias_becomes_the_standard_name(corrected):
    known = next(i for i in catalogue.load().indicators if i.unit == "%" and i.aliases)
    row = only(corrected(entry(body=f"  set: {{indicator: {known.aliases[0]}}}"))[0], MARRIAGE)
    assert (row["indicator"], row["indicator_id"]) == (known.name, known.id)


def test_a_name_that_the_catalogue_does_not_know_stands_as_written(corrected):
    row = only(corrected(entry(body="  set: {indicator: 山歌传唱率}"))[0], MARRIAGE)
    assert (row["indicator"], row["indicator_id"], row["domain"]) == ("山歌传唱率", None, "其他")


def test_a_corrected_unit_takes_its_indicator_along(corrected):
    row = only(corrected(entry(INFANTS, "  set: {unit: '%'}", "{unit: ‰}"))[0], INFANTS)
    assert (row["unit"], row["indicator"], row["indicator_id"]) == ("%", "婴儿死亡率", None)


REGIONS = [
    ("太谷区", "太谷区", "140703", "县"),
    ("山西省", "山西省", "140000", "省"),
    ("全国", "全国", "100000", "国"),
    ("320106", "鼓楼区", "320106", "县"),
    ("null", None, None, None),
]


@pytest.mark.parametrize(("written", "name", "code", "level"), REGIONS, ids=[case[0] for case in REGIONS])
def test_a_corrected_region_takes_its_code_along(written: str, name: str, code: str, level: str, corrected):
    row = only(corrected(entry(body=f"  set: {{region: {written}}}"))[0], MARRIAGE)
    assert (row["region"], row["region_code"], row["region_level"]) == (name, code, level)


def test_a_name_that_several_places_have_is_the_one_in_the_reports_own(corrected):
    document = files.document(REPORT.replace("晋中市", "南京市"))
    figure = next(row["figure_id"] for row in build.rows(document)[0] if row["value"] == 95.77)
    row = only(corrected(entry(figure, "  set: {region: 鼓楼区}", document=document.document_id), document)[0], figure)
    assert row["region_code"] == "320106"
    assert regions.load().by_name("鼓楼区") is None, "there are several"


def test_a_range_may_be_set_and_taken_away(corrected):
    row = only(corrected(entry(body="  set: {value: 85, value_high: 90}"))[0], MARRIAGE)
    assert (row["value"], row["value_high"]) == (85.0, 90.0)
    row = only(corrected(entry(body="  set: {value_high: null}", expect="{value_high: null}"))[0], MARRIAGE)
    assert row["value_high"] is None


def test_a_date_in_another_year_does_not_stay(corrected):
    document = files.document(REPORT.replace("婚检率达到", "截至2022年6月30日婚检率达到"))
    was = next(row for row in build.rows(document)[0] if row["value"] == 95.77)
    assert was["as_of"] == dt.date(2022, 6, 30)
    for year, as_of in ((2022, was["as_of"]), (2021, None)):
        content = entry(was["figure_id"], f"  set: {{year: {year}}}", document=document.document_id)
        assert only(corrected(content, document)[0], was["figure_id"])["as_of"] == as_of


# Dropping


def test_drop_takes_the_row_away_and_nothing_else(corrected):
    rows, _, problems = corrected(entry(body="  drop: true"))
    assert rows == [row for row in READ if row["figure_id"] != MARRIAGE]
    assert problems == build.rows(DOCUMENT)[2]


# Adding


def test_an_added_figure_is_a_whole_row_that_points_at_its_characters(corrected):
    assert "81.50%" not in BY_WORDS, "else this test would add what the program reads"
    rows = corrected(added())[0]
    (row,) = [row for row in rows if row["figure_id"] not in {read["figure_id"] for read in READ}]
    assert set(row) == set(FIGURES.names)
    assert REPORT[row["start"] : row["end"]] == row["value_text"] == "81.50%"
    assert REPORT[row["quote_start"] :].startswith(row["quote"])
    assert row["quote_start"] <= row["start"] < row["end"] <= row["quote_start"] + len(row["quote"])
    assert row["quote"].startswith("规范管理如下")
    assert row["section"] == READ[0]["section"] != ""
    known = catalogue.load().find("高血压患者规范管理率", "%")
    wanted = {
        "value": 81.5, "value_high": None, "unit": "%",
        "indicator": known.name, "indicator_id": known.id, "domain": known.domain,
        "kind": "achieved", "comparator": "=", "basis": "level", "complete": False, "year": 2022, "as_of": None,
        "region": "晋中市", "region_code": "140700", "region_level": "市", "rule": "added", "confidence": "checked",
        "document_id": DOC, "source": "a.txt", "title": READ[0]["title"], "issuer": READ[0]["issuer"],
    }
    assert {key: row[key] for key in wanted} == wanted
    assert len(row["figure_id"]) == 16


def test_an_added_figure_stands_where_it_stands_in_the_text(corrected):
    first = added("2022", value="2022", unit="''", indicator="某项", start=REPORT.index("2022"))
    rows = corrected(added() + first)[0]
    starts = [row["start"] for row in rows]
    assert len(rows) == len(READ) + 2
    assert starts == sorted(starts)
    assert corrected(first + added())[0] == rows, "the order of the entries does not matter"


def test_an_added_figure_in_no_sentence_is_quoted_with_its_line(corrected):
    rows = corrected(added("2022", value="2022", unit="''", indicator="某项", start=REPORT.index("2022")))[0]
    assert (rows[0]["quote"], rows[0]["quote_start"]) == (REPORT.split("\n")[0], 0)


def test_two_names_may_share_one_number(corrected):
    rows = corrected(added() + added(indicator="高血压患者管理率"))[0]
    both = [row for row in rows if row["value_text"] == "81.50%"]
    assert len({row["figure_id"] for row in both}) == len({row["indicator"] for row in both}) == 2


def test_an_added_figure_has_the_id_that_the_program_would_give_it(corrected, tmp_path: Path):
    dropped = corrected(entry(body="  drop: true"))[0]
    was = only(READ, MARRIAGE)
    content = added("95.77%", value="95.77", indicator=was["indicator"])
    path = tmp_path / "c.yml"
    path.write_text(content, encoding="utf8")
    about = build.rows(DOCUMENT)[1][0]
    row = only(corrections.load(path).apply(dropped, about), MARRIAGE)
    assert row["indicator_id"] == was["indicator_id"]


def test_an_added_figure_is_no_problem_any_more(corrected):
    document = files.document(
        "晋中市2022年工作总结\n\n一、2022年工作情况\n95.77%,全市各项工作取得了很好的成绩,大家都很高兴。\n"
    )
    _, _, before = build.rows(document)
    unread = [problem for problem in before if problem.get("start") is not None]
    assert [document.text[p["start"] : p["end"]] for p in unread] == ["95.77%"], "the number has no name"
    content = added("95.77%", start=unread[0]["start"], indicator="婚检率").replace(DOC, document.document_id)
    figures, _, problems = corrected(content, document)
    assert [row["value_text"] for row in figures] == ["95.77%"]
    assert problems == []


# What no longer holds: (name, content, line, words of the message)

BROKEN = [
    ("a figure that is gone", entry("f" * 16), 1, f"has no figure {'f' * 16}"),
    ("a figure that is gone, with a hint", entry("f" * 16), 1, f"as expected: {MARRIAGE}"),
    ("a figure that is gone, with none like it", entry("f" * 16, expect="{value: 1}"), 1, "none is as expected"),
    ("a value that is another now", entry(expect="\n    kind: achieved\n    value: 95.7"), 5, "be 95.7, but is 95.77"),
    ("a value of an accepted row", entry(body="  accept: true", expect="{value: 95.77, year: 2021}"), 3, "be 2021"),
    ("a value of a dropped figure", entry(body="  drop: true", expect="{year: 2021}"), 3, "be 2021, but is 2022"),
    ("a value that was unknown", entry(expect="{region: null}"), 3, "be None, but is '晋中市'"),
    ("a percent of a task in /10万", entry(MOTHERS, "  set: {complete: true}", "{value: 12.8}"), 1, "only % can be"),
    ("a range upside down", entry(body="  set: {value_high: 90}"), 1, "value_high 90 is not above value 95.77"),
    ("a name that several places have", entry(body="  set: {region: 鼓楼区}"), 4, "several places are called 鼓楼区"),
    ("an addition elsewhere", added(start=REPORT.index("81.50%") - 1), 5, "expected to be '81.50%', but is ':81.50'"),
    ("an addition beyond the text", added(start=10**6), 1, f"the text has {len(REPORT)} characters"),
    ("an addition of what is read", added("95.77%", indicator=BY_WORDS["95.77%"]["indicator"]), 1, "there already"),
]


@pytest.mark.parametrize(("content", "line", "words"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_correction_that_does_not_hold_stops_with_its_line(content: str, line: int, words: str, corrected):
    with pytest.raises(CorrectionError) as broken:
        corrected(content)
    assert f"corrections.yml, line {line}: " in str(broken.value)
    assert words in str(broken.value)


def test_every_correction_of_a_report_that_does_not_hold_is_named(corrected):
    with pytest.raises(CorrectionError) as broken:
        corrected(entry(expect="{value: 1}") + entry(MOTHERS, "  set: {value: 1}", "{value: 12.8}") + entry("f" * 16))
    assert [line.split(": ")[0].rpartition(" ")[2] for line in str(broken.value).splitlines()] == ["3", "15"]


def test_a_figure_of_another_report_is_not_found(corrected):
    other = build.rows(OTHER)[0][0]["figure_id"]
    with pytest.raises(CorrectionError, match=f"has no figure {other}"):
        corrected(entry(other))


def test_corrections_of_other_reports_are_passed_over(corrected):
    assert corrected(entry("f" * 16, document="f" * 12) + added().replace(DOC, "e" * 12)) == build.rows(DOCUMENT)


# The command


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder with two reports, the first of which the entries above correct."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT, encoding="utf8")
    (folder / "b.txt").write_text(OTHER_REPORT, encoding="utf8")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def contents(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.parquet")}


def written(folder: Path) -> list[dict]:
    return pq.read_table(folder / "figures.parquet").to_pylist()


def test_the_file_beside_the_output_is_applied(reports: Path, out: Path, capsys: pytest.CaptureFixture[str]):
    (out / "corrections.yml").write_text(
        entry() + entry(MOTHERS, "  drop: true", "{value: 12.8}") + added() + entry("f" * 16, document="f" * 12),
        encoding="utf8",
    )
    assert main([str(reports), "-o", str(out)]) == 0
    rows = written(out)
    assert only(rows, MARRIAGE)["value"] == 96.0
    assert MOTHERS not in {row["figure_id"] for row in rows}
    assert [row["value_text"] for row in rows if row["confidence"] == "checked"] == ["95.77%", "81.50%"]
    texts = {row["document_id"]: row["text"] for row in pq.read_table(out / "documents.parquet").to_pylist()}
    assert [row for row in rows if texts[row["document_id"]][row["start"] : row["end"]] != row["value_text"]] == []
    assert pq.read_schema(out / "figures.parquet").types == FIGURES.types
    said = capsys.readouterr().out
    assert f"{out / 'corrections.yml'}: 3 corrections applied, 1 of reports that were not read" in said


def test_another_file_may_be_named(reports: Path, out: Path, tmp_path: Path):
    (out / "corrections.yml").write_text(entry(expect="{value: 1}"), encoding="utf8")
    other = tmp_path / "mine.yml"
    other.write_text(entry(), encoding="utf8")
    assert main([str(reports), "-o", str(out), "--corrections", str(other)]) == 0
    assert only(written(out), MARRIAGE)["value"] == 96.0


def test_no_file_and_an_empty_one_give_the_same_tables(
    reports: Path, out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (out / "corrections.yml").write_text("[]\n", encoding="utf8")
    assert main([str(reports), "-o", str(out)]) == 0
    assert main([str(reports), "-o", str(tmp_path / "other")]) == 0
    assert contents(out) == contents(tmp_path / "other") != {}
    assert "corrections" not in capsys.readouterr().out


def test_the_same_corrections_give_the_same_bytes(reports: Path, out: Path, tmp_path: Path):
    (out / "corrections.yml").write_text(entry() + added(), encoding="utf8")
    (tmp_path / "turned.yml").write_text(added() + entry(), encoding="utf8")
    assert main([str(reports), "-o", str(out)]) == 0
    first = contents(out)
    assert main([str(reports), "-o", str(out)]) == 0
    assert contents(out) == first
    assert main([str(reports), "-o", str(out), "--corrections", str(tmp_path / "turned.yml")]) == 0
    assert contents(out) == first, "the order of the entries does not matter"


@pytest.mark.parametrize(("content", "line"), [(entry(expect="{value: 1}"), 3), (entry(body="  set: {valeu: 1}"), 4)],
                         ids=["does not hold", "breaks the rules"])
def test_the_build_stops_and_nothing_is_written(
    content: str, line: int, reports: Path, out: Path, capsys: pytest.CaptureFixture[str]
):
    assert main([str(reports / "b.txt"), "-o", str(out)]) == 0
    old = contents(out)
    capsys.readouterr()
    path = out / "corrections.yml"
    path.write_text(content, encoding="utf8")
    assert main([str(reports), "-o", str(out)]) == 1
    shown = capsys.readouterr()
    assert "nothing was written" in shown.err
    assert f"{path}, line {line}: " in shown.err
    assert shown.out == ""
    assert contents(out) == old


def test_a_named_file_that_is_not_there_is_wrong_use(reports: Path, out: Path, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main([str(reports), "-o", str(out), "--corrections", str(out / "nowhere.yml")])
    assert ended.value.code == 2
    assert "nowhere.yml is not there" in capsys.readouterr().err
    assert contents(out) == {}
