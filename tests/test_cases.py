"""The piles of report language in tests/cases: every case gives just the rows that stand beside it.

The piles were written and annotated apart from the program and by the
annotation standard (tests/accuracy/GUIDELINES.md). Rules were improved on
them, so they are no held-out measure; tests/cases/README.md says how each was
used. Cases that are wanted but not read yet stand in known_failures.yml and
are strict: one that starts to pass must be taken off the list.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import score
import yaml

import extract

CASES = Path(__file__).parent / "cases"
PILES = ("synthetic", "negative", "passages", "excerpts", "paragraphs", "fields")
COMPARED = (*score.ROW_FIELDS, "comparator")


def load() -> list[tuple[str, dict]]:
    return [(pile, case) for pile in PILES for case in yaml.safe_load((CASES / f"{pile}.yml").read_text("utf8"))]


ALL = load()
KNOWN: dict[str, str] = yaml.safe_load((CASES / "known_failures.yml").read_text("utf8"))


def gold_of(case: dict) -> list[dict]:
    """The case's rows with their offsets, as score.py takes them."""
    made = []
    for row in case["rows"]:
        written, start = str(row["text"]), -1
        for _ in range(row.get("nth", 1)):
            start = case["text"].index(written, start + 1)
        defaults = {"unit": "", "comparator": "=", "basis": "level", "year": None, "region": None}
        made.append({**defaults, **row, "doc": "case", "start": start, "end": start + len(written)})
    return made


def faults(case: dict) -> list[str]:
    """What is wrong, missed or made without ground, a line each."""
    gold = gold_of(case)
    rows = [
        {key: None if value != value else value for key, value in row.items()}
        for row in extract.read(case["text"]).astype(object).to_dict("records")
    ]
    pairs = score.pair(gold, rows)
    found = [
        f"{g['text']}: {field} is {r[field]!r}, wanted {g[field]!r}"
        for g, r in pairs
        for field in COMPARED
        if not score.right(field, g, r)
    ]
    paired = {id(x) for pair in pairs for x in pair}
    found += [f"{g['text']}: missed" for g in gold if id(g) not in paired and not g.get("optional")]
    return found + [f"{r['value_text']}: made without ground ({r['indicator']})" for r in rows if id(r) not in paired]


def test_labels_are_unique_and_known_failures_are_cases():
    labels = [case["label"] for _, case in ALL]
    assert len(labels) == len(set(labels))
    assert set(KNOWN) <= set(labels)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=f"{pile}-{case['label']}",
            marks=[pytest.mark.xfail(strict=True, reason=KNOWN[case["label"]])] if case["label"] in KNOWN else [],
        )
        for pile, case in ALL
    ],
)
def test_case(case: dict):
    assert faults(case) == []
