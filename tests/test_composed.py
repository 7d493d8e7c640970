"""Whole reports that were written and annotated apart from the program: how many of their rows are right.

Single faults are known and stay; the share of right rows must not sink. Reading is deterministic, so the floors have no
margin for noise: they are what was measured, and are set anew as reports are added.
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
FLOORS = {"A": 0.965, "all": 0.955}


@pytest.fixture(scope="module")
def measured() -> dict:
    gold, tables = [], []
    for report in REPORTS:
        gold += [{**row, "doc": report["label"], "tier": score.tier_of(row["unit"])} for row in gold_of(report)]
        tables.append(extract.read(report["text"]).assign(source=f"{report['label']}.txt"))
    return score.score(gold, pd.concat(tables, ignore_index=True))


def test_there_are_reports():
    assert len(REPORTS) >= 20
    assert sum(len(report["rows"]) for report in REPORTS) >= 600
    assert len({report["label"] for report in REPORTS}) == len(REPORTS)


@pytest.mark.parametrize("tier", FLOORS)
def test_the_share_of_right_rows_does_not_sink(measured: dict, tier: str):
    assert measured[tier]["row"]["f1"] >= FLOORS[tier]


def test_what_is_marked_sure_is_wrong_less_often(measured: dict):
    wrong = {True: [], False: []}
    for _, row, faults in measured["judged"]:
        wrong[row["confidence"] == "sure"].append(bool(set(faults) & set(score.ROW_FIELDS)))
    assert sum(wrong[True]) / len(wrong[True]) < sum(wrong[False]) / len(wrong[False]) / 2
