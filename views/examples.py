"""Worked examples of the words of a verdict: a few figures, judged by ``metrics`` as any report's are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd

import metrics
from extract import catalogue
from metrics.figures import COLUMNS
from metrics.national import National

# What the examples are of: an indicator of the catalogue in percent, of which higher is better.
INDICATOR = "premarital-check-rate"


@dataclass(frozen=True, eq=False)
class Example:
    """A word and the figures that earn it: year, value and comparator by kind.

    ``word`` is the key of what the word means, ``shown`` the key of the word itself.
    """

    word: str
    shown: str
    figures: Mapping[str, tuple[int, float, str]]


def _example(word: str, shown: str, **figures: tuple[int, float, str]) -> Example:
    return Example(word, shown, figures)


_START, _GOAL = (2020, 80.0, "="), (2025, 90.0, ">=")
LEVELS = (
    _example("methods.met", "verdict.met", achieved=(2022, 95.77, "="), target=(2022, 75.0, "=")),
    _example("methods.unmet", "verdict.unmet", achieved=(2022, 70.0, "="), target=(2022, 75.0, "=")),
    _example("methods.undecided", "verdict.undecided", achieved=(2022, 70.0, ">="), target=(2022, 75.0, ">=")),
    _example("methods.pending", "verdict.pending", target=(2023, 98.0, ">=")),
    _example("methods.no_target", "verdict.no_target", achieved=(2022, 95.77, "=")),
)
DIRECTIONS = (
    _example("methods.better", "direction.better", baseline=_START, achieved=(2022, 82.0, "=")),
    _example("methods.same", "direction.same", baseline=_START, achieved=(2022, 80.05, "=")),
    _example("methods.worse", "direction.worse", baseline=_START, achieved=(2022, 79.0, "=")),
    _example("methods.one_point", "pace.仅有一期数据", achieved=(2022, 82.0, "=")),
    _example(
        "methods.met_but_worse", "paper.met_but_worse", baseline=(2020, 96.5, "="), achieved=(2022, 95.77, "="),
        target=(2022, 75.0, "="),
    ),
)  # fmt: skip
PACES = (
    _example("methods.on_course", "pace.进度达标", baseline=_START, achieved=(2023, 87.0, "="), target=_GOAL),
    _example("methods.slow", "pace.偏慢", baseline=_START, achieved=(2023, 84.0, "="), target=_GOAL),
    _example("methods.lagging", "pace.滞后", baseline=_START, achieved=(2023, 81.0, "="), target=_GOAL),
    _example("methods.back", "pace.倒退", baseline=_START, achieved=(2023, 79.0, "="), target=_GOAL),
    _example("methods.done", "pace.已完成", baseline=_START, achieved=(2025, 90.0, "="), target=_GOAL),
    _example("methods.not_done", "pace.未完成", baseline=_START, achieved=(2025, 89.0, "="), target=_GOAL),
)


@cache
def judged(example: Example, place: str) -> dict:
    """The judgement of an example's figures, of an invented ``place``; absent values are None."""
    known = catalogue.load()
    rows = [
        dict.fromkeys(COLUMNS)
        | {
            "figure_id": f"{example.word}-{kind}", "document_id": "example", "kind": kind, "value": value,
            "comparator": comparator, "year": year, "unit": "%", "basis": "level", "complete": False,
            "indicator": known.by_id(INDICATOR).name, "indicator_id": INDICATOR, "region": place, "quote_start": 0,
            "domain": known.by_id(INDICATOR).domain, "start": 0, "confidence": "sure",
        }
        for kind, (year, value, comparator) in example.figures.items()
    ]  # fmt: skip
    # Without national targets: the example's own is the only one.
    (row,) = metrics.judge(pd.DataFrame(rows), national=National((), known)).to_dict("records")
    return {name: None if pd.isna(value) else value for name, value in row.items()}
