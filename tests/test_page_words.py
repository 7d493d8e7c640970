"""The page's words: complete in both languages, none unused, faults refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extract import schema
from extract.catalogue import POLARITIES
from metrics import national
from metrics.schema import OWNERS, REASON_CODES, REQUIRED
from views import correction_form, library_data, link, row, words
from views.cards import DIRECTIONS
from views.library import VERDICTS
from views.table import COLUMNS

# Keys that the code puts together, by the closed lists they are put together from.
COMPOSED = {
    *(f"filter.{name}" for name in link.FILTERS),
    *(f"filter.{name}.help" for name in link.FILTERS),
    *(f"show.{name}" for name in link.SHOWS),
    *(f"verdict.{name}" for name in VERDICTS),
    *(f"legend.{name}" for name in ("met", "unmet", "undecided", "pending")),
    *(f"target.{name}" for name in OWNERS),
    *(f"owner.{name}" for name in OWNERS),
    *(f"required.{name}" for name in REQUIRED),
    *(f"reason.{name}" for name in REASON_CODES),
    *(f"role.{name}" for name in ("achieved", "target", "baseline")),
    *(f"kind.{name}" for name in schema.KINDS),
    *(f"comparator.{name}" for name in schema.COMPARATORS),
    *(f"basis.{name}" for name in (*schema.BASES, "task")),
    *(f"confidence.{name}" for name in schema.CONFIDENCES),
    *(f"column.{name}" for name in COLUMNS),
    *(f"column.{name}.help" for name in COLUMNS),
    *(f"total.{name}" for name in ("reports", "regions", "indicators", "figures", "targets")),
    *(f"polarity.{name}" for name in POLARITIES),
    *(f"ranking.order_{name}" for name in (*POLARITIES, "unknown")),
    *(f"level.{name}" for name in schema.REGION_LEVELS),
    *(f"direction.{name}" for name in DIRECTIONS.values()),
    *(f"national.{name}" for name in national.KINDS),
    *(f"filter.{name}" for name in ("subject", "measure", "at", "place")),
    "role.benchmark",
    *(f"sign.{name}" for name in schema.KINDS),
    *(f"row.{name}" for name in row.GROUPS),
    *(f"correct.{name}" for name in correction_form.ACTIONS),
    *(f"table.{name}" for name in library_data.TABLES),
    *(f"sort.{name}" for sorts in library_data.SORTS.values() for name in sorts),
    *(f"filter.{name}" for name in ("report", "figure", "page", "row", *library_data.FILTERS["figures"])),
    *(f"glossary.{name}" for name in ("header", "column", "meaning")),
    "data.none_rows",
    "data.none_problems",
    "download.figures",
    "download.judgements",
}


def test_the_table_holds_just_the_words_that_are_used(root: Path):
    code = "".join(path.read_text("utf-8") for path in [*(root / "views").glob("*.py"), root / "dashboard.py"])
    quoted = set(re.findall(r"""["']([a-z_]+(?:\.[a-z_]+)*)["']""", code))
    table = set(words.load())
    assert table >= COMPOSED
    assert table - COMPOSED <= quoted
    assert {key for key in quoted if re.match(r"(notice|empty|chart|panel|evidence|table|headline)\.", key)} <= table


def test_chinese_has_no_english_and_english_no_chinese():
    allowed = re.compile(r"\{[\w:,]+\}|Parquet|CSV|Excel|Power Query|make run|data/reports|data/corrections\.yml|万|亿")
    for key, texts in words.load().items():
        assert not re.search(r"[A-Za-z]", allowed.sub("", texts["zh"])), key
        assert not re.search(r"[\u4e00-\u9fff，。；：“”]", allowed.sub("", texts["en"])), key


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("key,zh\na,甲\n", "columns"),
        ("key,zh,en\na,甲\n", "three fields"),
        ("key,zh,en\na,甲,b,c\n", "three fields"),
        ("key,zh,en\na,甲, \n", "missing a text"),
        ("key,zh,en\na,甲,b\na,乙,c\n", "twice"),
        ("key,zh,en\na,{n}项,items\n", "placeholders"),
        ("key,zh,en\n", "no words"),
    ],
)
def test_faults_in_a_table_are_refused(tmp_path: Path, text: str, fault: str):
    (tmp_path / "words.csv").write_text(text, "utf-8")
    with pytest.raises(words.WordsError, match=fault):
        words.load(tmp_path)


def test_a_key_of_two_tables_is_refused(tmp_path: Path):
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text("key,zh,en\na,甲,b\n", "utf-8")
    with pytest.raises(words.WordsError, match="two.csv: a stands twice"):
        words.load(tmp_path)


def test_a_word_in_both_languages():
    assert words.Words("zh")("year", year=2022) == "2022年"
    assert words.Words("en")("year", year=2022) == "2022"
