"""What the READMEs say is so: examples run, columns and files are the tables', figures are as measured.

The parts that are counted or measured are written by tools/readme.py; where such a test fails after
a change that is meant, run ``python -m tools.readme``.
"""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import duckdb
import gate
import pandas as pd
import pyarrow.parquet as pq
import pytest

import extract
import metrics
from extract.schema import FIGURES
from metrics.schema import JUDGEMENTS
from tools import readme
from views import pages
from views.words import Words

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = {"README.md": "en", "README.zh.md": "zh"}
READMES = sorted(LANGUAGES)
REFERENCE = ROOT / "data/reference"


def content(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf8")


def fences(name: str, language: str) -> list[str]:
    """The code blocks of a README in a language; each README must have some."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", content(name), re.DOTALL | re.MULTILINE)
    if not found:
        raise LookupError(f"{name} has no {language} block")
    return found


def tables_in(text: str) -> list[list[list[str]]]:
    """The cells of every Markdown table, its head first, without the line under the head."""
    blocks = re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE)
    return [
        [[cell.strip() for cell in line.strip("|").split(" | ")] for n, line in enumerate(block.splitlines()) if n != 1]
        for block in blocks
    ]


def examples_of(name: str, columns: list[str]) -> list[dict[str, str]]:
    """The one table of a README whose head holds nothing but these columns, as rows of text."""
    (found,) = [table for table in tables_in(content(name)) if len(table[0]) > 3 and set(table[0]) <= set(columns)]
    return [dict(zip(found[0], row, strict=True)) for row in found[1:]]


def as_written(frame: pd.DataFrame, columns: list[str]) -> list[dict[str, str]]:
    """The same columns of a frame as a README writes them: numbers without needless digits."""

    def written(value: object) -> str:
        return f"{value:g}" if isinstance(value, float) else str(value)

    return [{key: written(row[key]) for key in columns} for row in frame.astype(object).to_dict("records")]


@pytest.fixture(scope="module")
def measured(tables: Path) -> readme.Measured:
    return readme.measure(pd.read_parquet(tables / "figures.parquet"))


# --- what is counted and measured ----------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(readme.PARTS))
def test_counted_and_measured_parts_are_fresh(name: str, measured: readme.Measured):
    assert content(name) == readme.filled(name, content(name), measured), "run python -m tools.readme"


@pytest.mark.parametrize("name", READMES)
def test_figures_of_accuracy_are_what_the_gate_measures(name: str, tables: Path):
    """Read back from the page, apart from the code that wrote them."""
    result = gate.measure(gate.load_gold(gate.Files()), pd.read_parquet(tables / "figures.parquet"))
    part = content(name).split("<!-- accuracy -->")[1].split("<!-- /accuracy -->")[0]
    by_tier, by_confidence = tables_in(part)
    said = [[float(cell) for cell in row[1:]] for row in by_tier[1:]]
    for row, tier in zip(said, ("A", "B", "all"), strict=True):
        found, whole = result[tier]["found"], result[tier]["row"]
        wanted = [result[tier]["gold"], result[tier]["made"]]
        wanted += [shares[key] for shares in (found, whole) for key in ("precision", "recall", "f1")]
        assert row == pytest.approx(wanted, abs=0.00051)
    rows, wrong = ({line[0].strip("`"): int(line[n]) for line in by_confidence[1:]} for n in (1, 2))
    rates = gate.rates(result)[1].set_index("name")
    assert rows == rates["rows"].to_dict()
    assert wrong == (rates["rows"] - rates["right"]).to_dict()
    assert [line[3] for line in by_confidence[1:]] == [f"{100 * wrong[word] / rows[word]:.1f}%" for word in rows]


def test_a_readme_without_a_part_is_refused(measured: readme.Measured):
    text = content("README.md")
    for broken in (text.replace("<!-- /accuracy -->\n", ""), text + "\n<!-- accuracy -->\n<!-- /accuracy -->\n"):
        with pytest.raises(readme.PartError, match=r"README\.md must hold <!-- accuracy -->"):
            readme.filled("README.md", broken, measured)


def test_a_stale_part_is_written_anew(measured: readme.Measured):
    text = content("README.md")
    stale = re.sub(r"\| `sure` \|.*\n", "| `sure` | 1 | 0 | 0.0% |\n", text)
    assert stale != text
    assert readme.filled("README.md", stale, measured) == readme.filled("README.md", text, measured)


# --- tables --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READMES)
def test_every_column_of_the_figures_is_told(name: str):
    part = content(name).split("<!-- columns -->")[1].split("<!-- /columns -->")[0]
    (table,) = tables_in(part)
    assert [row[0].strip("`") for row in table[1:]] == FIGURES.names
    assert all(len(row) == 3 and row[2] for row in table)


@pytest.mark.parametrize("name", READMES)
def test_every_file_of_a_build_is_told(name: str, tables: Path):
    told = set(re.findall(r"`(\w+\.parquet)`", content(name)))
    assert told == {path.name for path in tables.glob("*.parquet")}


def test_columns_carry_their_meaning_in_the_files(tables: Path):
    """As the READMEs promise, in every file of a build."""
    for path in tables.glob("*.parquet"):
        schema = pq.read_schema(path)
        assert [field.name for field in schema if not (field.metadata or {}).get(b"doc")] == [], path.name


@pytest.mark.parametrize("name", READMES)
def test_every_page_is_told_by_its_name(name: str):
    titles = [Words("zh")(f"page.{page}") for page in pages.NAMES]
    if LANGUAGES[name] == "en":
        titles = [f"{title} {Words('en')(f'page.{page}')}" for title, page in zip(titles, pages.NAMES, strict=True)]
    (table,) = [rows for rows in tables_in(content(name)) if rows[0][0] in ("page", "页面")]
    assert [row[0] for row in table[1:]] == titles


# --- examples ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READMES)
def test_the_sentence_gives_the_rows_beside_it(name: str):
    (sentence,) = fences(name, "text")
    rows = extract.read(sentence)
    told = examples_of(name, FIGURES.names)
    assert told == as_written(rows, list(told[0]))
    judged = examples_of(name, JUDGEMENTS.names)
    assert judged == as_written(metrics.judge(rows), list(judged[0]))


@pytest.mark.parametrize("name", READMES)
def test_python_sessions_give_what_they_show(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    for session in fences(name, "pycon"):
        test = doctest.DocTestParser().get_doctest(session, {}, name, name, 0)
        assert len(test.examples) > 3
        said: list[str] = []
        result = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF).run(test, out=said.append)
        assert result.failed == 0, "".join(said)


@pytest.mark.parametrize("name", READMES)
def test_reading_from_pandas_and_duckdb(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    (program,), (query,) = fences(name, "python"), fences(name, "sql")
    made: dict = {}
    exec(program, made)
    assert set(made["targets"]["kind"]) == {"target"}
    rows = duckdb.connect().sql(query).fetchall()
    assert ("晋中市", 2022, "婚检率", 95.77, 75.0, "%", "达标") in rows


# --- the twins, and the table of reference tables -------------------------------------------------


def test_the_readmes_are_twins():
    """The same sections, blocks of code, tables and links, whatever the language."""

    def shape(name: str) -> dict:
        text = content(name)
        links = re.findall(r"\]\(([^)\s]+)\)", text)
        other = next(twin for twin in READMES if twin != name)
        code = re.sub(r"#.*", "", "\n".join(re.findall(r"^```.*?^```$", text, re.DOTALL | re.MULTILINE)))
        return {
            "headings": re.findall(r"^#+(?= )", text, re.MULTILINE),
            "code": [line.rstrip() for line in code.splitlines()],
            "tables": [(len(table), len(table[0])) for table in tables_in(text)],
            "links": sorted("the twin" if link == other else link for link in links),
        }

    assert shape("README.md") == shape("README.zh.md")


def test_chinese_prose_has_chinese_punctuation():
    text = re.sub(r"^```.*?^```$|`[^`]*`", "", content("README.zh.md"), flags=re.DOTALL | re.MULTILINE)
    assert re.findall(r".{0,8}[一-龥][,;:?!()].{0,8}", text) == []


def test_reference_readme_lists_every_table():
    text = (REFERENCE / "README.md").read_text(encoding="utf8")
    rows = [row for table in tables_in(text)[1:] for row in table[1:]]
    told = [row[0].strip("`") for row in rows]
    files = [path for path in REFERENCE.rglob("*") if path.suffix in (".csv", ".yml")]
    assert sorted(told) == sorted(path.relative_to(REFERENCE).as_posix() for path in files)
    assert all(len(row) == 3 and all(row) for row in rows)


def test_reference_readme_names_files_that_are_there_and_read_the_table():
    text = (REFERENCE / "README.md").read_text(encoding="utf8")
    named = re.findall(r"`((?:extract|metrics|views|tools)/\w+\.py)`", text)
    assert [name for name in named if not (ROOT / name).is_file()] == []
    readers = re.findall(r"^\| `(?:words/)?(\w+)\.\w+` \|.*\| `((?:extract|metrics)/\w+\.py)` \|$", text, re.MULTILINE)
    assert len(readers) > 5
    assert [pair for pair in readers if pair[0] not in content(pair[1])] == []
    links = re.findall(r"\]\(([^)#\s]+)\)", text)
    assert [link for link in links if not (REFERENCE / link).exists()] == []
    guides = {path.name for path in REFERENCE.glob("*.md")} - {"README.md"}
    assert guides <= set(links)


def test_changelog_begins_with_the_unreleased():
    headings = re.findall(r"^## (.+)$", content("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert all(re.fullmatch(r"\d+\.\d+\.\d+ - \d{4}-\d\d-\d\d", heading) for heading in headings[1:])
