"""The page's words in Chinese and English, read from the tables of wording/."""

from __future__ import annotations

import csv
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("wording")
COLUMNS = ["key", "zh", "en"]


class WordsError(ValueError):
    """The table of words has a fault; the message names the line and what to mend."""


@cache
def load(folder: Path = FOLDER) -> dict[str, dict[str, str]]:
    """Read every table of the folder: key to {language: text}.

    Raises WordsError on other columns than key, zh, en, on a missing
    translation, a key that stands twice (in one table or in two), or
    placeholders that differ between the two languages.
    """
    table: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*.csv")):
        for key, texts in _read(path):
            if key in table:
                raise WordsError(f"{path.name}: {key} stands twice; keep one")
            table[key] = texts
    if not table:
        raise WordsError(f"{folder.name}: no words")
    return table


def _read(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        if reader.fieldnames != COLUMNS:
            raise WordsError(f"{path.name}: the columns must be {', '.join(COLUMNS)}, not {reader.fieldnames}")
        for row in reader:
            where = f"{path.name} line {reader.line_num}"
            if None in row or None in row.values():
                raise WordsError(f"{where}: write exactly three fields; quote a text that holds a comma")
            key = row.pop("key")
            if not key or not all(text.strip() for text in row.values()):
                raise WordsError(f"{where}: {key or 'the key'} is missing a text; give both zh and en")
            if _placeholders(row["zh"]) != _placeholders(row["en"]):
                raise WordsError(f"{where}: {key} has other placeholders in zh than in en")
            yield key, row


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


class Words:
    """The words of one language: ``words("verdict.met")``, ``words("rows", n=3)``."""

    def __init__(self, lang: str, table: dict[str, dict[str, str]] | None = None) -> None:
        self.lang = lang
        self._table = load() if table is None else table

    def __call__(self, key: str, **fields: object) -> str:
        """The text of a key with its placeholders filled. Raises KeyError for an unknown key."""
        return self._table[key][self.lang].format(**fields)

    def __contains__(self, key: str) -> bool:
        return key in self._table
