"""The columns of the tables in words: a header and what each means, from columns.csv and the schema."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pyarrow as pa

from views.words import Words

TABLE = Path(__file__).with_name("columns.csv")
FIELDS = ["table", "column", "zh", "en", "meaning"]


class ColumnsError(ValueError):
    """The table of columns has a fault; the message names the line and what to mend."""


@cache
def load(path: Path = TABLE) -> dict[tuple[str, str], dict[str, str]]:
    """Read the table: (table, column) to its headers ``zh`` and ``en`` and its Chinese ``meaning``.

    Raises ColumnsError on other fields than FIELDS, an empty field, or a column that stands twice.
    """
    made: dict[tuple[str, str], dict[str, str]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        if reader.fieldnames != FIELDS:
            raise ColumnsError(f"{path.name}: the columns must be {', '.join(FIELDS)}, not {reader.fieldnames}")
        for row in reader:
            where = f"{path.name} line {reader.line_num}"
            if None in row or not all(row.values()):
                raise ColumnsError(f"{where}: write exactly {len(FIELDS)} fields, none empty")
            key = row.pop("table"), row.pop("column")
            if key in made:
                raise ColumnsError(f"{where}: {'.'.join(key)} stands twice; keep one")
            made[key] = row
    return made


def header(table: str, column: str, words: Words) -> str:
    """The column's name for readers; its own where the table of columns lacks it."""
    known = load().get((table, column))
    return known[words.lang] if known else column


def meaning(table: str, field: pa.Field, words: Words) -> str:
    """What a column holds: the schema's own text, in Chinese from the table of columns."""
    known = load().get((table, field.name))
    if known and words.lang == "zh":
        return known["meaning"]
    metadata = field.metadata or {}
    unit = metadata.get(b"unit", b"").decode()
    return metadata.get(b"doc", b"").decode() + (f" ({unit})" if unit else "")
