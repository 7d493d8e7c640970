"""The page's words: complete in both languages, none unused, faults refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extract import schema
from extract.catalogue import POLARITIES
from metrics import conflicts, national
from metrics.ledger import STATUSES
from metrics.progress import AGREES
from metrics.schema import OWNERS, PACES, REASON_CODES, REQUIRED
from views import (
    by_address,
    correction_form,
    images,
    library_address,
    library_changes,
    library_data,
    library_review,
    link,
    review_actions,
    review_keys,
    row,
    words,
)
from views.cards import DIRECTIONS
from views.library import VERDICTS
from views.table import COLUMNS

# Every word that a method has for a pace.
PACE_WORDS = {*PACES, *(word for words_of in AGREES.values() for word in words_of)}

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
    *(f"filter.{name}" for name in ("method", "sort", "group", "span")),
    *(f"filter.{name}.help" for name in ("sort", "group")),
    *(f"span.{name}" for name in ("from", "to")),
    *(f"changes.{name}" for name in (*library_changes.KINDS, *library_changes.SIDES)),
    *(f"status.{word}" for word in STATUSES),
    *(f"conflict.{name}" for name in (*conflicts.RULES, *conflicts.KINDS)),
    *(f"conflict.by_{name}" for name in conflicts.DIFFERENCES),
    *(f"peers.{name}" for name in ("median", "nation")),
    "filter.peer",
    "filter.section",
    *(key for key in words.load() if key.startswith("rule.")),
    *(f"method.{name}" for name in link.METHODS),
    *(f"paper.pace_{name}" for name in link.METHODS),
    *(f"paper.reason_{reason}" for reason in images.REASONS),
    *(f"paper.figure_{name}" for name in ("panel", "task", "change")),
    *(f"images.{name}" for name in (*images.FORMATS, *(reason for reason in images.REASONS if reason != "failed"))),
    *(f"pace.{word}" for word in PACE_WORDS),
    *(f"sort.{name}" for name in link.SORTS),
    *(f"group.{name}" for name in link.GROUPS),
    *(f"queue.{name}" for name in library_review.QUEUES),
    *(f"filter.{name}" for name in ("queue", "item", "keys")),
    *(f"review.{part}{name}" for part in ("why_", "done_") for name in review_actions.ACTIONS),
    *(f"review.{name}" for name in review_keys.KEYS),
    *(f"review.stopped_{name}" for name in review_actions.STOPS),
    *(f"address.{name}" for name in library_address.NARROWS),
    *(f"routes.table_{name}" for name in library_address.NARROWS),
    *(f"routes.by_{name}" for names in library_address.NARROWS.values() for name in (*names, *by_address.PORTION)),
    *(f"pack.step_{name}" for name in ("rows", "charts", "zip")),
    *(f"pack.too_many_{name}" for name in ("rows", "documents", "text")),
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
    allowed = re.compile(
        r"\{[\w:,]+\}|Parquet|CSV|Excel|Power Query|make run|data/reports|data/corrections\.yml|万|亿"
        r"|Word|PNG|SVG|docs/OWNERS\.md|DABIAO_OWNER_NAME"
    )
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
    with pytest.raises(words.WordsError, match=r"two\.csv: a stands twice"):
        words.load(tmp_path)


def test_a_word_in_both_languages():
    assert words.Words("zh")("year", year=2022) == "2022年"
    assert words.Words("en")("year", year=2022) == "2022"
