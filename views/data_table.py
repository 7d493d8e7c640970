"""The rows of the page 数据 in words: cells, columns for the screen, and the sheets of the Excel file."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import pyarrow as pa
import streamlit as st

from views import columns, export
from views.words import Words

# Columns whose values are codes, told in the words of their lists.
_CODED = {
    "kind": "kind", "comparator": "comparator", "basis": "basis", "confidence": "confidence", "required": "required",
    "target_owner": "owner", "achieved_comparator": "comparator", "target_comparator": "comparator",
}  # fmt: skip
# What a reader looks for stands first on the screen; the files keep the order of the table.
FIRST = {
    "figures": (
        "indicator", "value", "unit", "kind", "year", "region", "comparator", "quote", "title", "confidence",
        "value_text",
    ),
    "judgements": (
        "indicator", "region", "year", "level", "achieved_value", "target_value", "unit", "distance", "target_year",
        "target_owner", "reason",
    ),
    "problems": ("source", "problem", "reason", "advice"),
}  # fmt: skip
_WIDE = ("quote", "reason", "advice", "section", "direction_reason", "pace_reason")


def cell(words: Words, name: str, value: object) -> object:
    """A value as readers see it: codes in words, yes and no; numbers, dates and texts as they are."""
    if value is None:
        return None
    if name in _CODED:
        key = f"{_CODED[name]}.{value}"
        return words(key) if key in words else value
    if isinstance(value, bool):
        return words("row.yes" if value else "row.no")
    return value


def worded(frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    """A page of rows with every cell as readers see it."""
    shown = frame.copy()
    for name in shown:
        if name in _CODED or any(isinstance(value, bool) for value in shown[name]):
            shown[name] = [cell(words, name, None if pd.isna(value) else value) for value in frame[name]]
    return shown


def order(table: str, schema: pa.Schema) -> list[str]:
    """The columns as they stand on the screen."""
    first = [name for name in FIRST[table] if name in schema.names]
    return [*first, *(name for name in schema.names if name not in first)]


def screen(table: str, schema: pa.Schema, words: Words) -> dict[str, object]:
    """Header, help and number format of each column, for ``st.dataframe``."""
    return {field.name: _column(table, field, words) for field in schema}


def _column(table: str, field: pa.Field, words: Words) -> object:
    label, told = columns.header(table, field.name, words), columns.meaning(table, field, words)
    if pa.types.is_floating(field.type):
        # Ten digits: all that reports quote, and none of the noise of binary fractions.
        return st.column_config.NumberColumn(label, help=told, format="%.10g")
    if pa.types.is_integer(field.type):
        return st.column_config.NumberColumn(label, help=told, format="%d")
    if pa.types.is_date(field.type):
        return st.column_config.DateColumn(label, help=told, format="YYYY-MM-DD")
    size = "large" if field.name in _WIDE else "medium" if field.name in ("indicator", "title", "problem") else None
    return st.column_config.TextColumn(label, help=told, width=size)


def glossary(table: str, schema: pa.Schema, words: Words) -> pd.DataFrame:
    """What each column is called, and what it holds."""
    return pd.DataFrame(
        {
            "header": [columns.header(table, name, words) for name in schema.names],
            "column": schema.names,
            "meaning": [columns.meaning(table, field, words) for field in schema],
        }
    )


def excel(
    pieces: Iterable[pa.Table], table: str, schema: pa.Schema, facts: list[tuple[str, str]], words: Words
) -> bytes:
    """The rows as an Excel workbook with readers' headers and words, and a sheet that says where they are from."""
    told = glossary(table, schema, words)
    notes = [
        *facts, (),
        (words("glossary.header"), words("glossary.column"), words("glossary.meaning")),
        *told.itertuples(index=False, name=None),
    ]  # fmt: skip
    return export.excel(
        pieces, dict(zip(told["column"], told["header"], strict=True)), lambda name, value: cell(words, name, value),
        words(f"table.{table}"), words("export.notes"), notes,
    )  # fmt: skip
