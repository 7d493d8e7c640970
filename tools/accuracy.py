"""What data/accuracy.json holds: accuracy as measured, with the day and the bytes it was measured on.

The page 方法 shows it. ``python -m tools.readme`` writes it together with the same numbers of the READMEs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

import pandas as pd

TIERS = ("A", "B", "all")


def table(
    result: Mapping, confidence: pd.DataFrame, cases: Mapping[str, int], sums: Mapping[str, str], before: str | None
) -> str:
    """The file's text.

    Args:
        result: what the accuracy gate measured (``gate.measure``).
        confidence: rows and right rows by confidence (the second frame of ``gate.rates``).
        cases: how many cases there are, and how many are read as annotated.
        sums: SHA-256 of gold, measure and reports, by path (``gate.checksums``).
        before: the file's text until now; None where there is none.

    Returns:
        JSON. The day is today's where anything else differs from ``before``, else the day that stands there.
    """
    made = {
        "tiers": {tier: dict(result[tier]) for tier in TIERS},
        "confidence": {
            row.name: {"rows": int(row.rows), "wrong": int(row.rows - row.right)}
            for row in sorted(confidence.itertuples(), key=lambda row: row.name)
        },
        "cases": dict(cases),
        "sha256": dict(sums),
    }
    old = json.loads(before) if before else {}
    day = old.pop("measured", None)
    if old != made or day is None:
        day = date.today().isoformat()
    return json.dumps({"measured": day} | made, ensure_ascii=False, indent=2) + "\n"
