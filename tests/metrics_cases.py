"""Figures made by hand for the tests of metrics/: a row with the columns of the figures table and quiet defaults."""

from __future__ import annotations

from itertools import count

import pandas as pd
import pyarrow as pa

from extract.schema import FIGURES
from metrics.figures import COLUMNS, Figure

PLACES = {
    "全国": ("100000", "国"),
    "山西省": ("140000", "省"),
    "晋中市": ("140700", "市"),
    "太谷区": ("140703", "县"),
    "江西省": ("360000", "省"),
    None: (None, None),
}

POLARITIES = {"死亡率": "lower", "婚检率": "higher", "出生人口性别比": "neither"}

_numbers = count(1)


def figure(kind: str, value: float, comparator: str = "=", **others) -> Figure:
    """A figure of 晋中市 in 2022, in percent, of an indicator whose polarity is 'higher'."""
    region = others.setdefault("region", "晋中市")
    code, level = PLACES.get(region, (None, None))
    row = {
        "figure_id": f"f{next(_numbers):06}",
        "document_id": "report",
        "source": "report.txt",
        "title": None,
        "quote_start": 0,
        "start": 0,
        "value_text": None,
        "value": float(value),
        "value_high": None,
        "unit": "%",
        "indicator": "婚检率",
        "indicator_id": None,
        "indicator_text": None,
        "domain": "妇幼",
        "kind": kind,
        "comparator": comparator,
        "basis": "level",
        "complete": False,
        "year": 2022,
        "region_code": code,
        "region_level": level,
        "confidence": "sure",
    }
    return Figure(**row | others)


def achieved(value: float, comparator: str = "=", **others) -> Figure:
    return figure("achieved", value, comparator, **others)


def target(value: float, comparator: str = "=", **others) -> Figure:
    return figure("target", value, comparator, **others)


def polarity(indicator_id: str | None, name: str) -> str | None:
    """The polarity of the few indicators that the tests use."""
    return POLARITIES.get(name)


def table(figures: list[Figure]) -> pa.Table:
    """The figures as rows of the figures table, columns that judging does not read left out."""
    rows = [{name: getattr(one, name) for name in COLUMNS} for one in figures]
    return pa.Table.from_pylist(rows, pa.schema([FIGURES.field(name) for name in COLUMNS]))


def frame(figures: list[Figure]) -> pd.DataFrame:
    return table(figures).to_pandas()
