"""Small judgement tables for the tests of charts and pages."""

from __future__ import annotations

import pandas as pd
from streamlit.testing.v1 import AppTest

from metrics.schema import JUDGEMENTS

# Certain by the report of 晋中市 for 2022: words of the name, achieved, target, the target's own year.
JINZHONG_PAIRS = (
    ("婚检率", 95.77, 75.0, 2022),
    ("孕产妇死亡率", 0.0, 12.8, 2022),
    ("婴儿死亡率", 2.96, 5.4, 2022),
    ("5岁以下儿童死亡率", 3.81, 6.8, 2022),
    ("托位数", 3.25, 3.0, 2023),
)

# A row of every column that metrics writes; what a test does not speak of is absent.
PLAIN = dict.fromkeys(JUDGEMENTS.names) | {
    "judgement_id": "j1",
    "indicator": "婚检率",
    "indicator_id": "premarital-check-rate",
    "domain": "妇幼",
    "unit": "%",
    "basis": "level",
    "complete": False,
    "region": "晋中市",
    "region_code": "140700",
    "region_level": "市",
    "year": 2022,
    "achieved_id": "a1",
    "achieved_value": 95.77,
    "achieved_value_high": None,
    "achieved_comparator": "=",
    "achieved_year": 2022,
    "target_id": "t1",
    "target_value": 75.0,
    "target_value_high": None,
    "target_comparator": "=",
    "target_year": 2022,
    "target_region": "山西省",
    "target_owner": "superior",
    "polarity": "higher",
    "required": ">=",
    "level": "达标",
    "distance": 20.77,
    "baseline_id": None,
    "baseline_value": None,
    "baseline_year": None,
    "method": "polarity",
    "reason_code": "met",
    "reason": "95.77% ≥ 75%，高出20.77个百分点",
    "verdict": "met",
}

PENDING = {
    "achieved_id": None,
    "achieved_value": None,
    "achieved_comparator": None,
    "achieved_year": None,
    "level": None,
    "distance": None,
    "required": None,
    "reason_code": "no_achievement",
    "verdict": "pending",
}


def judgements(*changes: dict) -> pd.DataFrame:
    """A frame of judgements as the page draws them, one row for each set of changes to PLAIN."""
    rows = [
        PLAIN | {"judgement_id": f"j{number}", "achieved_id": f"a{number}"} | change
        for number, change in enumerate(changes, 1)
    ]
    frame = pd.DataFrame(rows)
    for name in ("year", "achieved_year", "target_year", "baseline_year"):
        frame[name] = frame[name].astype("Int64")
    for name in frame.columns[frame.columns.str.contains("value|distance")]:
        frame[name] = frame[name].astype("float64")
    return frame


def html_of(app: AppTest) -> str:
    """All that a page writes as HTML of its own."""
    return "\n".join(element.proto.body for element in app.get("html"))
