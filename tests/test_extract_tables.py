"""The tables of the five reports: law 1 over every row, the columns, the closed lists, and what must stand in them."""

from __future__ import annotations

import csv
import hashlib
import math
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extract import catalogue, names, schema, units

ROOT = Path(__file__).resolve().parents[1]
REPORTS = sorted((ROOT / "data/reports").glob("*.txt"))

# What a count can be per, written after a slash: people, a head, and the bases of densities.
PER = {"百人", "千人", "万人", "10万人", "100万人", "人", "人·月", "人·年", "人次", "户", "床", "个", "件", "次",
       "亩", "平方公里", "千克", "公斤", "吨", "日", "天", "月", "年"}


@pytest.fixture(scope="module")
def figures(tables: Path) -> list[dict]:
    rows = pq.read_table(tables / "figures.parquet").to_pylist()
    if not rows:
        pytest.fail("figures.parquet has no row, so these tests would hold nothing")
    return rows


@pytest.fixture(scope="module")
def documents(tables: Path) -> dict[str, dict]:
    """Rows of documents.parquet by id."""
    return {row["document_id"]: row for row in pq.read_table(tables / "documents.parquet").to_pylist()}


def wrong(rows: list[dict], right) -> list[tuple]:
    """The rows that are not right, in short, so that a failure shows all of them."""
    return [(r["source"], r["start"], r["value_text"], r["indicator"]) for r in rows if not right(r)]


# Law 1: every row points at its characters


def test_every_row_points_at_its_characters(figures: list[dict], documents: dict[str, dict]):
    assert wrong(figures, lambda r: documents[r["document_id"]]["text"][r["start"] : r["end"]] == r["value_text"]) == []
    assert wrong(figures, lambda r: r["value_text"].strip()) == []


def test_every_quote_holds_its_figure(figures: list[dict], documents: dict[str, dict]):
    def stands(row: dict) -> bool:
        begin, text = row["quote_start"], documents[row["document_id"]]["text"]
        end = begin + len(row["quote"])
        return text[begin:end] == row["quote"] and begin <= row["start"] < row["end"] <= end

    assert wrong(figures, stands) == []


def test_every_problem_points_at_its_characters(unread: Path):
    documents = {row["document_id"]: row for row in pq.read_table(unread / "documents.parquet").to_pylist()}
    problems = pq.read_table(unread / "problems.parquet").to_pylist()
    assert problems
    for row in problems:
        assert row["source"]
        assert all(row[key] for key in ("problem", "reason", "advice"))
        assert (row["start"] is None) == (row["end"] is None)
        if row["start"] is not None:
            text = documents[row["document_id"]]["text"]
            assert 0 <= row["start"] < row["end"] <= len(text)
            assert text[row["start"] : row["end"]] in row["reason"]


def test_texts_are_the_files_character_for_character(documents: dict[str, dict]):
    assert len(REPORTS) == 5
    assert sorted(d["source"] for d in documents.values()) == [path.name for path in REPORTS]
    for document in documents.values():
        data = (ROOT / "data/reports" / document["source"]).read_bytes()
        assert document["text"] == data.decode("utf8")
        assert document["sha256"] == hashlib.sha256(data).hexdigest()


def test_what_a_row_says_of_its_report_is_what_the_report_says(figures: list[dict], documents: dict[str, dict]):
    shared = ("source", "title", "issuer", "published")
    assert wrong(figures, lambda r: all(r[key] == documents[r["document_id"]][key] for key in shared)) == []


# Columns


@pytest.mark.parametrize("name", sorted(schema.TABLES))
def test_columns_are_those_of_the_schema(name: str, tables: Path):
    wanted = schema.TABLES[name]
    found = pq.read_schema(tables / f"{name}.parquet")
    assert found.names == wanted.names
    assert found.types == wanted.types
    for field in wanted:
        metadata = found.field(field.name).metadata
        assert metadata[b"doc"] == field.metadata[b"doc"] != b""
        assert metadata.get(b"unit") == field.metadata.get(b"unit")
    assert found.metadata[b"table"] == name.encode()
    assert found.metadata[b"doc"] == wanted.metadata[b"doc"]
    assert found.metadata[b"format"] == schema.FORMAT_VERSION.encode()


def test_types_are_those_that_readers_were_promised(tables: Path):
    found = pq.read_schema(tables / "figures.parquet")
    word = pa.dictionary(pa.int8(), pa.string())
    promised = {
        "figure_id": pa.string(), "published": pa.date32(), "start": pa.int32(), "end": pa.int32(),
        "quote_start": pa.int32(), "value": pa.float64(), "value_high": pa.float64(), "unit": pa.string(),
        "kind": word, "comparator": word, "basis": word, "complete": pa.bool_(), "year": pa.int16(),
        "as_of": pa.date32(), "region_code": pa.string(), "confidence": word,
    }
    assert {name: found.field(name).type for name in promised} == promised


# Values


def test_ids_are_unique(figures: list[dict], documents: dict[str, dict]):
    ids = [row["figure_id"] for row in figures]
    assert len(set(ids)) == len(ids)
    assert all(ids)
    assert len(documents) == len(REPORTS)


@pytest.mark.parametrize(("column", "words"), [
    ("kind", schema.KINDS), ("comparator", schema.COMPARATORS),
    ("basis", schema.BASES), ("confidence", schema.CONFIDENCES),
])
def test_words_are_of_the_closed_lists(column: str, words: tuple[str, ...], figures: list[dict]):
    assert wrong(figures, lambda r: r[column] in words) == []


def test_every_row_names_its_indicator_and_its_rules(figures: list[dict]):
    assert wrong(figures, lambda r: r["indicator"] and r["indicator"].strip() == r["indicator"]) == []
    assert wrong(figures, lambda r: r["rule"] and all(r["rule"].split("+"))) == []
    assert wrong(figures, lambda r: r["domain"]) == []


def test_indicators_are_those_of_the_catalogue(figures: list[dict]):
    known = [row for row in figures if row["indicator_id"] is not None]
    assert known
    by_id = catalogue.load().by_id
    # A standard name far from the report's own words does not take their place: the id joins the two.
    standard = [r for r in known if names.alike(by_id(r["indicator_id"]).name, r["indicator"])]
    assert len(standard) > 0.8 * len(known)
    assert wrong(standard, lambda r: by_id(r["indicator_id"]).name == r["indicator"]) == []
    assert wrong(known, lambda r: by_id(r["indicator_id"]).domain == r["domain"]) == []


def test_values_are_numbers_and_ranges_ascend(figures: list[dict]):
    assert wrong(figures, lambda r: r["value"] is not None and math.isfinite(r["value"])) == []
    assert wrong(figures, lambda r: r["value_high"] is None or r["value_high"] > r["value"]) == []
    assert wrong(figures, lambda r: r["value"] >= 0 or r["basis"] == "change" or r["unit"] == "百分点") == []
    assert wrong(figures, lambda r: r["complete"] is not None and (not r["complete"] or r["unit"] == "%")) == []
    shares = [row for row in figures if row["unit"] == "%" and row["basis"] == "level" and not row["complete"]]
    assert wrong(shares, lambda r: r["value"] <= 100) == []


def test_units_are_known(figures: list[dict]):
    names = {unit.name for unit in units.load().values()}

    def known(row: dict) -> bool:
        counted, slash, per = row["unit"].partition("/")
        return row["unit"] in names | {""} or (bool(slash) and counted in names and per in PER)

    assert wrong(figures, lambda r: r["unit"] is not None and known(r)) == []


def test_years_are_of_our_time(figures: list[dict], documents: dict[str, dict]):
    assert wrong(figures, lambda r: r["year"] is None or 1990 <= r["year"] <= 2060) == []
    assert wrong(figures, lambda r: r["as_of"] is None or r["as_of"].year == r["year"]) == []
    assert {d["source"]: d["year"] for d in documents.values()} == {
        "ganzhou-2023.txt": 2023, "guizhou-2020.txt": 2020, "hunan-2020.txt": 2020,
        "jiangxi-2020.txt": 2019, "jinzhong-2022.txt": 2022,
    }


def test_regions_are_those_of_the_region_table(figures: list[dict], documents: dict[str, dict]):
    with (ROOT / "data/reference/regions.csv").open(encoding="utf8", newline="") as handle:
        known = {(row["code"], row["name"], row["level"]) for row in csv.DictReader(handle)}
    assert known
    unknown = (None, None, None)
    assert wrong(figures, lambda r: (r["region_code"], r["region"], r["region_level"]) in known | {unknown}) == []
    assert {d["source"]: (d["region_code"], d["region"]) for d in documents.values()} == {
        "ganzhou-2023.txt": ("360700", "赣州市"),
        "guizhou-2020.txt": ("520000", "贵州省"),
        "hunan-2020.txt": ("430000", "湖南省"),
        "jiangxi-2020.txt": ("360000", "江西省"),
        "jinzhong-2022.txt": ("140700", "晋中市"),
    }
    own = {d["source"]: d["region_code"].rstrip("0") for d in documents.values()}
    achieved = [row for row in figures if row["kind"] in ("achieved", "baseline")]
    # what was done, was done in the report's own place
    assert wrong(achieved, lambda r: r["region_code"].startswith(own[r["source"]])) == []


# The page that was hijacked


def test_nothing_comes_from_the_gambling_site(figures: list[dict], documents: dict[str, dict]):
    (page,) = [d for d in documents.values() if d["source"] == "guizhou-2020.txt"]
    text = page["text"]
    head, foot = text.index("“十三五”期间和2020年全省卫生健康工作总结"), text.index("扫一扫")
    assert "太阳城" in text[:head]
    assert "博彩" in text[foot:]
    rows = [row for row in figures if row["source"] == page["source"]]
    assert rows
    assert wrong(rows, lambda r: head <= r["quote_start"] and r["quote_start"] + len(r["quote"]) <= foot) == []
    assert (page["region"], page["region_code"]) == ("贵州省", "520000")
    assert page["title"] == "“十三五”期间和2020年全省卫生健康工作总结"
    columns = ("section", "quote", "indicator", "indicator_text", "region")
    said = [page["title"], page["issuer"], *(row[column] or "" for row in rows for column in columns)]
    spam = ("太阳城", "娱乐", "博彩", "赌", "ICP备", "浏览器", "扫一扫", "主办单位")
    assert [words for words in said if any(word in words for word in spam)] == []


def test_no_problem_is_of_the_gambling_site(tables: Path, documents: dict[str, dict]):
    (page,) = [d for d in documents.values() if d["source"] == "guizhou-2020.txt"]
    foot = page["text"].index("扫一扫")
    problems = pq.read_table(tables / "problems.parquet").to_pylist()
    starts = [row["start"] for row in problems if row["document_id"] == page["document_id"]]
    assert [start for start in starts if start is not None and start >= foot] == []


# What must stand


# indicator, achieved value, its year and words of its quote; target, its year and words of its quote
PAIRS = [
    ("婚检率", 95.77, 2022, "婚检率95.77%", 75.0, 2022, "75%"),
    ("孕产妇死亡率", 0.0, 2022, "孕产妇实现零死亡", 12.8, 2022, "12.8/10万"),
    ("婴儿死亡率", 2.96, 2022, "2.96‰", 5.4, 2022, "5.4‰"),
    ("5岁以下儿童死亡率", 3.81, 2022, "3.81‰", 6.8, 2022, "6.8‰"),
    ("托位数", 3.25, 2022, "3.25个", 3.0, 2023, None),
]


@pytest.mark.parametrize("pair", PAIRS, ids=[pair[0] for pair in PAIRS])
def test_jinzhong_is_judged(pair: tuple, tables: Path, figures: list[dict]):
    name, achieved, achieved_year, achieved_words, target, target_year, target_words = pair
    judgements = pq.read_table(tables / "judgements.parquet").to_pylist()
    by_id = {row["figure_id"]: row for row in figures}
    own = [j for j in judgements if j["region"] == "晋中市"]
    found = [j for j in own if (j["achieved_value"], j["target_value"]) == (achieved, target)]
    assert len(found) == 1, f"one judgement holds {achieved} against {target}"
    (judgement,) = found
    one, other = by_id[judgement["achieved_id"]], by_id[judgement["target_id"]]
    if name == "婚检率":
        assert one["indicator_id"] == other["indicator_id"] is not None, "婚检率 and 婚前医学检查率 are one indicator"
    else:
        assert name in judgement["indicator"]
    assert (one["value"], one["year"], one["kind"]) == (achieved, achieved_year, "achieved")
    assert (other["value"], other["year"], other["kind"]) == (target, target_year, "target")
    assert one["unit"] == other["unit"] == judgement["unit"]
    assert judgement["year"] == 2022
    assert (judgement["achieved_year"], judgement["target_year"]) == (achieved_year, target_year)
    assert judgement["level"] == "达标"
    assert achieved_words in one["quote"]
    assert (target_words or other["value_text"]) in other["quote"]
    assert one["value_text"] in one["quote"]
    assert other["value_text"] in other["quote"]


def test_judgements_lead_back_to_figures(tables: Path, figures: list[dict]):
    ids = {row["figure_id"] for row in figures}
    judgements = pq.read_table(tables / "judgements.parquet").to_pylist()
    assert judgements
    for column in ("achieved_id", "target_id", "baseline_id"):
        named = [j[column] for j in judgements if j[column] is not None]
        # a target that no report quotes says so in its id
        quoted = [i for i in named if column != "target_id" or not i.startswith(("national:", "derived:"))]
        assert named
        assert [i for i in quoted if i not in ids] == []


# The committed tables


@pytest.mark.parametrize("name", ["figures", "documents", "problems", "judgements"])
def test_the_committed_table_is_a_fresh_build(name: str, tables: Path):
    committed = ROOT / "data" / f"{name}.parquet"
    if not committed.is_file():
        pytest.fail(f"data/{name}.parquet is not there: run `make tables`", pytrace=False)
    if committed.read_bytes() != (tables / f"{name}.parquet").read_bytes():
        pytest.fail(f"data/{name}.parquet is not what the reports give now: run `make tables`", pytrace=False)
