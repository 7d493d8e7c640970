"""The five reports, pair by pair, against a list that was worked out by reading them and the national documents.

No other achieved figure of the five has a target. What 赣州市, 湖南省 and 江西省 plan, and the rest of what 晋中市
does, is reviewed by none of them; 贵州省's doctors are 执业医师, the nation's target is of 执业（助理）医师.

Columns: accepted names stand best first. ``target_words`` are the words of the report, for a target of
national.csv its id there, for a derived target the words of the percent of the task.
"""

from __future__ import annotations

import csv

import pyarrow.parquet as pq
import pytest

from metrics.national import PREFIX, load

KEYS = (
    "source", "indicator", "unit", "region", "achieved_value", "achieved_year", "target_value", "target_comparator",
    "target_year", "target_region", "target_owner", "target_source", "required", "level", "direction", "pace",
    "baseline_value", "national",
)  # fmt: skip


@pytest.fixture(scope="module")
def by_hand(root):
    with (root / "tests/judgements_by_hand.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    if not rows:
        pytest.fail("tests/judgements_by_hand.csv has no rows")
    for row in rows:
        row["national"] = row["target_words"] if row["target_source"] == "national" else ""
        for name in ("achieved_value", "target_value", "baseline_value"):
            row[name] = str(float(row[name])) if row[name] else ""
    return rows


@pytest.fixture(scope="module")
def judged(tables, by_hand):
    """The judgements that have both sides, with the source and the name of the list by hand."""
    figures = {row["figure_id"]: row for row in pq.read_table(tables / "figures.parquet").to_pylist()}
    names = {name: row["indicator"] for row in by_hand for name in row["indicator"].split("|")}
    rows = []
    for row in pq.read_table(tables / "judgements.parquet").to_pylist():
        if row["achieved_id"] and row["target_id"]:
            national = row["target_id"].removeprefix(PREFIX) if row["target_source"] == "national" else ""
            source, name = figures[row["achieved_id"]]["source"], names.get(row["indicator"], row["indicator"])
            rows.append(row | {"source": source, "indicator": name, "national": national})
    return figures, rows


def key(row):
    return tuple("" if row[name] is None else str(row[name]) for name in KEYS)


def test_the_words_of_the_list_stand_in_the_reports_and_in_the_national_table(root, by_hand):
    national = {row.id: row for row in load().rows}
    for row in by_hand:
        text = (root / "data/reports" / row["source"]).read_text(encoding="utf-8")
        assert row["achieved_words"] in text
        if row["target_source"] == "national":
            entry = national[row["target_words"]]
            assert (str(entry.value), entry.comparator) == (row["target_value"], row["target_comparator"])
            assert (str(entry.year), entry.unit) == (row["target_year"], row["unit"])
        else:
            assert row["target_words"] in text


def test_the_five_reports_give_exactly_the_pairs_worked_out_by_hand(by_hand, judged):
    _, rows = judged
    assert sorted(map(key, rows)) == sorted(map(key, by_hand))


def test_every_pair_stands_on_the_words_of_the_list(by_hand, judged):
    figures, rows = judged
    expected = {key(row): row for row in by_hand}
    for row in rows:
        words = expected[key(row)]
        assert words["achieved_words"] in figures[row["achieved_id"]]["quote"]
        if row["target_source"] == "figure":
            assert words["target_words"] in figures[row["target_id"]]["quote"]
        if row["target_source"] == "derived":
            count, percent = row["target_derived_from"].split("+")
            assert count == row["achieved_id"]
            assert words["target_words"] in figures[percent]["quote"]


def test_no_figure_is_lost(tables):
    figures = pq.read_table(tables / "figures.parquet").to_pylist()
    judgements = pq.read_table(tables / "judgements.parquet").to_pylist()
    for kind in ("achieved", "target"):
        wanted = {row["figure_id"] for row in figures if row["kind"] == kind}
        named = {row[f"{kind}_id"] for row in judgements if row["target_source"] in (None, "figure")}
        assert wanted <= named | {row["achieved_id"] for row in judgements}
        assert {row["achieved_id"] for row in judgements} - {None} <= {row["figure_id"] for row in figures}


def test_what_the_plans_promise_is_in_the_ledger(tables):
    rows = pq.read_table(tables / "ledger.parquet").to_pylist()
    # 26% of health literacy in 赣州市 by 2023; no review of 2023 is among the five.
    [row] = [row for row in rows if (row["region"], row["indicator"]) == ("赣州市", "居民健康素养水平")]
    assert (row["year"], row["promise_value"], row["promise_comparator"]) == (2023, 26, ">=")
    assert (row["status"], row["answer_id"]) == (None, None)
    assert row["reason"] == "承诺2023年≥26%，还没有读到2023年的总结"
