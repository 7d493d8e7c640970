"""Entries for data/corrections.yml, from what a reader says of a row.

They have the form of docs/CORRECTIONS.md, with ``expect`` filled in from the row, so that the build
stops once the program reads something else there.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from extract import corrections
from extract.corrections_file import SETTABLE

# What an added figure must say, in the order of the documentation.
ADDED = ("value", "unit", "indicator", "kind", "comparator", "basis", "year", "region")


def change(figure: Mapping, new: Mapping[str, object], why: str, by: str, on: dt.date) -> str:
    """The entry that sets columns of a figure: ``new`` holds only those that are to change."""
    if not new:
        raise ValueError("a correction must set at least one column")
    return _entry(
        [("figure", _Plain(figure["figure_id"])), ("document", _Plain(figure["document_id"]))],
        {name: figure[name] for name in new}, {"set": new}, why, by, on,
    )  # fmt: skip


def accept(figure: Mapping, why: str, by: str, on: dt.date) -> str:
    """The entry that says that a row is right as it is read: every column that could be set is to stay so."""
    return _entry(
        [("figure", _Plain(figure["figure_id"])), ("document", _Plain(figure["document_id"]))],
        {name: figure[name] for name in SETTABLE}, {"accept": True}, why, by, on,
    )  # fmt: skip


def drop(figure: Mapping, why: str, by: str, on: dt.date) -> str:
    """The entry that says that a number is no figure."""
    return _entry(
        [("figure", _Plain(figure["figure_id"])), ("document", _Plain(figure["document_id"]))],
        {name: figure[name] for name in ("value_text", "indicator")}, {"drop": True}, why, by, on,
    )  # fmt: skip


def add(
    document_id: str, text: str, start: int, end: int, new: Mapping[str, object], why: str, by: str, on: dt.date
) -> str:
    """The entry that adds the figure at text[start:end]; ``new`` must hold all of ADDED."""
    missing = [name for name in ADDED if name not in new]
    if missing:
        raise ValueError(f"an added figure needs {', '.join(missing)} too")
    return _entry(
        [("add", True), ("document", _Plain(document_id)), ("start", start), ("end", end)],
        {"value_text": text[start:end]}, {"set": new}, why, by, on,
    )  # fmt: skip


def refused(entry: str, rows: list[dict], document: Mapping) -> str:
    """Why the next build would refuse an entry, in the build's own words; empty where it would take it.

    ``rows`` are all figures of the report ``document`` with all columns, as they stand in the tables.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corrections.yml"
        path.write_text(entry, encoding="utf-8")
        try:
            corrections.load(path).apply(rows, document)
        except corrections.CorrectionError as fault:
            return str(fault).replace(str(path), "corrections.yml")
    return ""


class _Plain(str):
    """A text that stands without quotes: ids, which are hexadecimal digits."""


def _entry(head: list, expect: Mapping, body: Mapping, why: str, by: str, on: dt.date) -> str:
    pairs = [*head, ("expect", expect), *body.items(), ("why", why), ("by", by), ("on", on)]
    lines = [f"{key}: {_value(value)}" for key, value in pairs]
    return "- " + "\n  ".join(lines) + "\n"


def text_of(value: object) -> str:
    """A value as it is typed: numbers without exponent, commas or trailing zeros."""
    if isinstance(value, float):
        number = Decimal(repr(value))
        return f"{number.to_integral_value() if number == number.to_integral_value() else number.normalize():f}"
    return str(value)


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_value(one)}" for key, one in value.items()) + "}"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (_Plain, int, float, dt.date)):
        return text_of(value)
    # Every JSON string is a double-quoted string of YAML.
    return json.dumps(value, ensure_ascii=False)
