"""The corrections file: the repository's own keeps the rules, and what breaks them is refused with its line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from correction_cases import DOC, MARRIAGE, REPORT, added, entry

from extract import corrections
from extract.corrections import CorrectionError
from extract.corrections_file import SETTABLE, read
from extract.schema import BASES, COMPARATORS, KINDS

ROOT = Path(__file__).resolve().parents[1]


# The repository's own file


def test_the_repositorys_own_file_keeps_the_rules():
    path = ROOT / "data/corrections.yml"
    assert path.is_file()
    for correction in read(path):
        assert correction.why.strip()
        assert correction.by.strip()
        assert correction.expect
        assert set(correction.set) <= set(SETTABLE)
        assert (correction.action in ("accept", "drop")) == (not correction.set)


def test_the_example_in_the_files_header_can_be_read(tmp_path: Path):
    lines = (ROOT / "data/corrections.yml").read_text(encoding="utf8").splitlines()
    example = [line.removeprefix("#").removeprefix(" ") for line in lines if line.startswith("#")]
    begin = next(at for at, line in enumerate(example) if line.startswith("- "))
    (tmp_path / "c.yml").write_text("\n".join(example[begin:]), encoding="utf8")
    assert [correction.action for correction in read(tmp_path / "c.yml")] == ["set", "accept", "drop", "add"]


def test_the_documentation_names_every_column_and_its_examples_can_be_read(tmp_path: Path):
    text = (ROOT / "docs/CORRECTIONS.md").read_text(encoding="utf8")
    assert [column for column in SETTABLE if f"`{column}`" not in text] == []
    blocks = [part.split("```")[0] for part in text.split("```yaml\n")[1:]]
    assert blocks
    for block in blocks:
        (tmp_path / "c.yml").write_text(block, encoding="utf8")
        assert read(tmp_path / "c.yml")


@pytest.mark.parametrize("content", ["", "# nothing\n", "[]\n", "# nothing\n[]\n", "---\n", "\ufeff[]\n"])
def test_a_file_without_entries_holds_none(content: str, tmp_path: Path):
    (tmp_path / "c.yml").write_text(content, encoding="utf8")
    assert corrections.load(tmp_path / "c.yml").all == ()


def test_no_file_means_none(tmp_path: Path):
    assert corrections.load(tmp_path / "c.yml").all == ()


def test_an_entry_is_read_as_it_stands(tmp_path: Path):
    content = entry(expect="{value: 95.77, kind: achieved, as_of: null}")
    (tmp_path / "c.yml").write_text("# head\n" + content, encoding="utf8")
    (one,) = read(tmp_path / "c.yml")
    assert (one.line, one.action, one.document, one.figure, one.span) == (2, "set", DOC, MARRIAGE, None)
    assert one.expect == {"value": (95.77, 4), "kind": ("achieved", 4), "as_of": (None, 4)}
    assert (one.set["value"].value, one.why, one.by, one.on) == (96.0, "数字抄错", "王某", dt.date(2023, 2, 1))


# YAML reads these as a number, null, a marker and a sum in base 60; a correction reads the words by their column.
PLAIN_WORDS = [
    ("unit", "''", ""),
    ("comparator", "~", "~"),
    ("comparator", "=", "="),
    ("comparator", "<=", "<="),
    ("region", "360702", "360702"),
    ("value", "010", 10.0),
    ("value", "-3", -3.0),
    ("year", "null", None),
    ("region", "~", None),
]


@pytest.mark.parametrize(("column", "written", "value"), PLAIN_WORDS)
def test_a_word_is_read_by_its_column(column: str, written: str, value: object, tmp_path: Path):
    (tmp_path / "c.yml").write_text(entry(body=f"  set:\n    {column}: {written}"), encoding="utf8")
    assert read(tmp_path / "c.yml")[0].set[column].value == value


def test_an_id_of_digits_alone_needs_no_quotes(tmp_path: Path):
    (tmp_path / "c.yml").write_text(entry("0270515120048123", document="027051512004"), encoding="utf8")
    (one,) = read(tmp_path / "c.yml")
    assert (one.figure, one.document) == ("0270515120048123", "027051512004")


# What the file may not say: (name, content, line, words of the message)

REFUSED = [
    ("no list", "figure: 1\n", 1, "list of corrections"),
    ("an entry that is a word", "- figure\n", 1, "keys with values"),
    ("broken YAML", f"{entry()}- figure: 'abc\n", 9, "quot"),
    ("a bare percent sign", entry(body="  set:\n    unit: %"), 5, "quotes"),
    ("a bare greater-or-equal", entry(body="  set:\n    comparator: >="), 5, "quotes"),
    ("two documents of YAML", "--- []\n--- []\n", 2, "mend the YAML"),
    ("an unknown key", entry(body="  set: {value: 96}\n  note: x"), 5, "'note'"),
    ("a key that stands twice", entry(body="  set: {value: 96}\n  set: {value: 97}"), 5, "twice"),
    ("no figure", entry().replace(f"figure: {MARRIAGE}\n  ", ""), 1, "figure is missing"),
    ("no document", entry().replace(f"  document: {DOC}\n", ""), 1, "document is missing"),
    ("no reason, no person", entry().replace("  why: 数字抄错\n  by: 王某\n", ""), 1, "why, by are missing"),
    ("an empty reason", entry().replace("数字抄错", "' '"), 5, "why must say something"),
    ("a person who is null", entry().replace("王某", ""), 6, "by must say something"),
    ("a day that is none", entry().replace("2023-02-01", "2023-02-30"), 7, "on must be a day"),
    ("a day in words", entry().replace("2023-02-01", "yesterday"), 7, "on must be a day"),
    ("an id that is none", entry("12ab"), 1, "figure_id"),
    ("a document that is none", entry(document="report-2022"), 2, "document_id"),
    ("nothing to do", entry(body="  # nothing"), 1, "set is missing"),
    ("an empty set", entry(body="  set: {}"), 4, "set is empty"),
    ("an empty expect", entry(expect="{}"), 3, "expect is empty"),
    ("a set that is a list", entry(body="  set: [value, 96]"), 4, "set must be keys"),
    ("drop and set", entry(body="  drop: true\n  set: {value: 96}"), 5, "'set' is not a key"),
    ("drop and add", entry(body="  drop: true\n  add: true"), 1, "drop and add"),
    ("accept and drop", entry(body="  accept: true\n  drop: true"), 1, "accept and drop stand in one entry"),
    ("accept and set", entry(body="  accept: true\n  set: {value: 96}"), 5, "'set' is not a key"),
    ("accept that is false", entry(body="  accept: false"), 4, "accept must be true"),
    ("an accepted row without expectation", entry(body="  accept: true", expect="{}"), 3, "expect is empty"),
    ("drop that is false", entry(body="  drop: false"), 4, "drop must be true"),
    ("drop that is yes", entry(body="  drop: yes"), 4, "drop must be true"),
    ("a column that may not be set", entry(body="  set:\n    value: 96\n    quote: x"), 6, "'quote' cannot stand"),
    ("a column that follows from others", entry(body="  set: {region_code: '140700'}"), 4, "'region_code'"),
    ("an unknown column", entry(expect="\n    value: 95.77\n    valeu: 1"), 5, "'valeu' cannot stand under expect"),
    ("a value in words", entry(body="  set: {value: 九十六}"), 4, "value must be a number"),
    ("a value in quotes", entry(body="  set: {value: '96'}"), 4, "value must be a number"),
    ("a value that is true", entry(body="  set: {value: true}"), 4, "value must be a number"),
    ("a value that is null", entry(body="  set: {value: null}"), 4, "value cannot be null"),
    ("a value without end", entry(body="  set: {value: .inf}"), 4, "value must be a number"),
    ("a value beyond all numbers", entry(body=f"  set: {{value: {'9' * 400}}}"), 4, "value must be a number"),
    ("a value in base 60", entry(body="  set: {value: 12:30}"), 4, "value must be a number"),
    ("a value that is a list", entry(body="  set: {value: [96]}"), 4, "value must be one value"),
    ("an expected value of the wrong type", entry(expect="{value: 高}"), 3, "value must be a number"),
    ("an upper bound in words", entry(body="  set: {value_high: 高}"), 4, "value_high must be a number"),
    ("a year with a fraction", entry(body="  set: {year: 2022.5}"), 4, "year must be a whole number"),
    ("a year of another age", entry(body="  set: {year: 22}"), 4, "year 22"),
    ("complete in words", entry(body="  set: {complete: yes}"), 4, "complete must be true or false"),
    ("an unknown kind", entry(body="  set: {kind: planned}"), 4, "none of achieved, target"),
    ("an unknown comparator", entry(body="  set: {comparator: 以上}"), 4, "none of =, >="),
    ("an unknown basis", entry(body="  set: {basis: rate}"), 4, "none of level, change"),
    ("a unit that the tables lack", entry(body="  set: {unit: 瓩}"), 4, "units.csv"),
    ("a base that units lack", entry(body="  set: {unit: 人/千瓩}"), 4, "units.csv"),
    ("a unit that is null", entry(body="  set: {unit: null}"), 4, "unit cannot be null"),
    ("a region that the table lacks", entry(body="  set: {region: 晋中}"), 4, "regions.csv"),
    ("a code that the table lacks", entry(body="  set: {region: 149999}"), 4, "regions.csv"),
    ("an empty name", entry(body="  set: {indicator: ''}"), 4, "indicator must be a name"),
    ("a name with spaces around it", entry(body="  set: {indicator: ' 婚检率'}"), 4, "indicator must be a name"),
    ("two corrections of one figure", entry() + entry(body="  drop: true"), 8, "is corrected on line 1"),
    ("two additions of one figure", added() + added(), 10, "corrected on line 1"),
    ("an addition without its end", added().replace(f"  end: {REPORT.index('81.50%') + 6}\n", ""), 1, "end is missing"),
    ("an addition with a figure", added(body=f"  figure: {MARRIAGE}\n"), 7, "'figure' is not a key"),
    ("an addition without a unit", added(unit=""), 6, "needs unit too"),
    ("an addition without year and region", added(year="", region=""), 6, "needs year, region too"),
    ("an addition of nothing", added("", start=9), 3, "no character"),
    ("an addition before the text", added("晋", start=-1), 3, "no character"),
    ("an addition that expects another column", added().replace("value_text", "quote"), 5, "'quote' cannot stand"),
]


@pytest.mark.parametrize(
    ("content", "line", "words"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_a_file_that_breaks_the_rules_is_refused_with_its_line(content: str, line: int, words: str, tmp_path: Path):
    path = tmp_path / "c.yml"
    path.write_text(content, encoding="utf8")
    with pytest.raises(CorrectionError) as refused:
        corrections.load(path)
    assert str(refused.value).startswith(f"{path}, line {line}: ")
    assert words in str(refused.value)


@pytest.mark.parametrize("data", ["婚检率".encode("gb18030"), b"- \x00\n"], ids=["no UTF-8", "a control character"])
def test_a_file_that_is_no_text_is_refused(data: bytes, tmp_path: Path):
    (tmp_path / "c.yml").write_bytes(data)
    with pytest.raises(CorrectionError, match=r"c\.yml: "):
        corrections.load(tmp_path / "c.yml")


def test_a_folder_in_the_files_place_is_refused(tmp_path: Path):
    with pytest.raises(CorrectionError, match="cannot be read"):
        corrections.load(tmp_path)


UNITS = ["", "%", "/10万", "元/人·月", "元/人·年", "人/千人", "张/千人", "吨/日", "百分点", "微克/立方米"]


@pytest.mark.parametrize("unit", UNITS)
def test_units_of_the_guidelines_may_be_set(unit: str, tmp_path: Path):
    (tmp_path / "c.yml").write_text(entry(body=f"  set: {{unit: '{unit}'}}"), encoding="utf8")
    assert read(tmp_path / "c.yml")[0].set["unit"].value == unit


@pytest.mark.parametrize(("column", "words"), [("kind", KINDS), ("comparator", COMPARATORS), ("basis", BASES)])
def test_every_word_of_a_closed_list_may_be_set(column: str, words: tuple[str, ...], tmp_path: Path):
    for word in words:
        (tmp_path / "c.yml").write_text(entry(body=f"  set: {{{column}: '{word}'}}"), encoding="utf8")
        assert read(tmp_path / "c.yml")[0].set[column].value == word
