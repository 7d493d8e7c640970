"""The table twin of the chart: its columns, their words and their help."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from views import charts, paces
from views.words import Words

COLUMNS = (
    "verdict", "indicator", "region", "year", "achieved_value", "target_value", "required", "unit", "distance",
    "pace", "target_year", "target_owner", "target_region", "domain", "basis", "baseline_value", "baseline_year",
    "reason",
)  # fmt: skip


def worded(rows: pd.DataFrame, words: Words, method: str = paces.METHODS[0]) -> pd.DataFrame:
    """Judgements as the reader sees them: COLUMNS, numbers as they are, codes in words, the pace by ``method``."""
    shown = rows[[name for name in COLUMNS if name != "reason"]].copy()
    shown["verdict"] = [charts.verdict_label(verdict, words) for verdict in rows["verdict"]]
    shown["required"] = _in_words(rows["required"], "required", words)
    shown["target_owner"] = _in_words(rows["target_owner"], "owner", words)
    shown["basis"] = [
        words("basis.task" if complete else f"basis.{basis}")
        for basis, complete in zip(rows["basis"], rows["complete"], strict=True)
    ]
    # Only what is asked of a row becomes one: making rows of all columns takes longer than the rest.
    shown["pace"] = [paces.cell(row, words, method) for row in rows[[*paces.COLUMNS]].to_dict("records")]
    shown["reason"] = [reason_text(row, words) for row in rows[["reason", "reason_code"]].to_dict("records")]
    return shown


def reason_text(row: Mapping, words: Words) -> str:
    """Why the verdict is what it is: the judgement's own Chinese sentence, in English by its reason code."""
    key = f"reason.{row['reason_code']}"
    if words.lang == "zh" or key not in words:
        return row["reason"]
    return words(key)


def columns(words: Words) -> dict[str, object]:
    """Header, help and number format of each column, for ``st.dataframe``."""
    return {name: _column(name, words) for name in COLUMNS}


def _column(name: str, words: Words) -> object:
    label, help_text = words(f"column.{name}"), words(f"column.{name}.help")
    if name.endswith("_value") or name == "distance":
        # Ten digits: all that reports quote, and none of the noise of binary fractions.
        return st.column_config.NumberColumn(label, help=help_text, format="%.10g")
    if name.endswith("year"):
        return st.column_config.NumberColumn(label, help=help_text, format="%d")
    size = {"indicator": "medium", "reason": "large"}.get(name)
    return st.column_config.TextColumn(label, help=help_text, width=size, pinned=name == "verdict" or None)


def _in_words(column: pd.Series, group: str, words: Words) -> list[str | None]:
    return [None if pd.isna(value) else words(f"{group}.{value}") for value in column]
