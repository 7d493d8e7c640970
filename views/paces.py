"""How fast a value moves to its target, by the method that the reader chose.

The table of judgements carries every method's word and number; nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from metrics.schema import PACE_METHODS
from views import numbers
from views.words import Words

METHODS = tuple(PACE_METHODS)
# The columns of the judgements table that this module reads.
COLUMNS = ("pace", "pace_method", *(f"{method}_pace" for method in METHODS), "method_dependent")
# The number that each method judges by, and whether it is a percent.
NUMBERS = {
    "straight_line": "straight_line_ratio",
    "statcan": "statcan_ratio",
    "unsd": "unsd_ratio",
    "healthy_people": "targeted_change_percent",
}
_SHOWN = 4


def word(row: Mapping, method: str) -> str | None:
    """The pace of a judgement in the method's own Chinese word; None where it cannot be said.

    Where no method judges (in the target year, or with one value only) the word is the same for all.
    """
    said = row["pace"] if pd.isna(row["pace_method"]) else row[f"{method}_pace"]
    return None if pd.isna(said) else said


def is_judged(row: Mapping) -> bool:
    """Whether the methods judge the pace of this judgement: between its baseline and its target's year."""
    return not pd.isna(row["pace_method"])


def depends(row: Mapping) -> bool:
    """Whether no pace fits the words of all methods, so that the choice of the method decides."""
    return not pd.isna(row["method_dependent"]) and bool(row["method_dependent"])


def label(row: Mapping, words: Words, method: str) -> str:
    """The pace in words, with the mark of those that depend on the method; empty where the method does not judge.

    In the target year the pace says only once more what the verdict says.
    """
    said = word(row, method) if is_judged(row) else None
    if said is None:
        return ""
    text = words("pace.said", word=words(f"pace.{said}"))
    return f"{text} {words('pace.mark')}" if depends(row) else text


def cell(row: Mapping, words: Words, method: str) -> str | None:
    """The pace as a cell of a table: the word, marked where it depends on the method; None where there is none."""
    said = word(row, method)
    if said is None:
        return None
    return words(f"pace.{said}") + (f" {words('pace.mark')}" if depends(row) else "")


def all_methods(row: Mapping, words: Words) -> list[tuple[str, str, str]]:
    """Every method's name, word and number for one judgement; none where no method judges."""
    if not is_judged(row):
        return []
    lines = []
    for method in METHODS:
        said, number = row[f"{method}_pace"], row[NUMBERS[method]]
        shown = "" if pd.isna(number) else numbers.plain(round(number, _SHOWN)) + ("%" if method == METHODS[3] else "")
        lines.append((words(f"method.{method}"), words("pace.unsaid" if pd.isna(said) else f"pace.{said}"), shown))
    return lines
