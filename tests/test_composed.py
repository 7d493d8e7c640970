"""Whole reports that were written and annotated apart from the program: how many of their rows are right.

Single faults are known and stay; the share of right rows must not sink. Reading is deterministic, so the floors have no
margin for noise: they are what was measured. Reports that are added get floors of their own beside those of the reports
before, which stay.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import score
import yaml
from test_cases import gold_of

import extract

REPORTS = yaml.safe_load((Path(__file__).parent / "accuracy" / "composed.yml").read_text("utf8"))
FLOORS = [  # of the first so many reports
    (70, "A", 0.973), (70, "all", 0.961), (75, "A", 0.971), (75, "all", 0.959),
    (115, "A", 0.972), (115, "all", 0.960), (130, "A", 0.972), (130, "all", 0.960),
    (150, "A", 0.971), (150, "all", 0.959),
]  # fmt: skip


@pytest.fixture(scope="module")
def read() -> list[tuple[list[dict], pd.DataFrame]]:
    """Of each report its gold rows, and the rows read."""
    return [
        (
            [{**row, "doc": report["label"], "tier": score.tier_of(row["unit"])} for row in gold_of(report)],
            extract.read(report["text"]).assign(source=f"{report['label']}.txt"),
        )
        for report in REPORTS
    ]


def measured(read: list[tuple[list[dict], pd.DataFrame]]) -> dict:
    gold = [row for rows, _ in read for row in rows]
    return score.score(gold, pd.concat([table for _, table in read], ignore_index=True))


def test_there_are_reports():
    assert len(REPORTS) >= max(reports for reports, *_ in FLOORS)
    assert sum(len(report["rows"]) for report in REPORTS) >= 6200
    assert len({report["label"] for report in REPORTS}) == len(REPORTS)


@pytest.mark.parametrize(("reports", "tier", "floor"), FLOORS)
def test_the_share_of_right_rows_does_not_sink(read: list, reports: int, tier: str, floor: float):
    assert measured(read[:reports])[tier]["row"]["f1"] >= floor


def test_what_is_marked_sure_is_wrong_less_often(read: list):
    wrong = {True: [], False: []}
    for _, row, faults in measured(read)["judged"]:
        wrong[row["confidence"] == "sure"].append(bool(set(faults) & set(score.ROW_FIELDS)))
    assert sum(wrong[True]) / len(wrong[True]) < sum(wrong[False]) / len(wrong[False]) / 2
