"""The page's words in Chinese and English, read from words.csv."""

from __future__ import annotations

import csv
import string
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("words.csv")
COLUMNS = ["key", "zh", "en"]


class WordsError(ValueError):
    """The table of words has a fault; the message names the line and what to mend."""


@cache
def load(path: Path = TABLE) -> dict[str, dict[str, str]]:
    """Read the table: key to {language: text}.

    Raises WordsError on other columns than key, zh, en, on a missing
    translation, a key that stands twice, or placeholders that differ between
    the two languages.
    """
    table: dict[str, dict[str, str]] = {}
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
            if key in table:
                raise WordsError(f"{where}: {key} stands twice; keep one")
            if _placeholders(row["zh"]) != _placeholders(row["en"]):
                raise WordsError(f"{where}: {key} has other placeholders in zh than in en")
            table[key] = row
    if not table:
        raise WordsError(f"{path.name}: no words")
    return table


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
