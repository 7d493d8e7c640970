"""Load the tables of language rules in data/reference/ that people can read and extend.

A table with an unknown key, a missing part or an example that its own rule
does not cover is refused when it is loaded, with the file and entry named.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

REFERENCE = Path(__file__).resolve().parent.parent / "data" / "reference"


class TableError(ValueError):
    """A reference table breaks its own rules; the message names the file and the entry."""


@cache
def load(name: str) -> Any:
    """The content of data/reference/words/NAME.yml."""
    path = REFERENCE / "words" / f"{name}.yml"
    content = read_yaml(path)
    if not content:
        raise TableError(f"{path.name}: the table is empty")
    return content


class _OneOfEachKey(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # the one in C is ten times faster
    """YAML in which a key may not stand twice: the second would hide the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        keys = [self.construct_object(key) for key, _ in node.value]
        for (key, _), value in zip(node.value, keys, strict=True):
            if keys.count(value) > 1:
                raise yaml.MarkedYAMLError(problem=f"the key {value} stands twice", problem_mark=key.start_mark)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> Any:
    """The content of a YAML table.

    Raises:
        TableError: the file cannot be read, or a key stands in it twice.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_OneOfEachKey)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise TableError(f"{path.name}: cannot be read ({error}); restore the file or mend its YAML") from error


def read_csv(path: Path, columns: Sequence[str]) -> list[tuple[str, dict[str, str]]]:
    """The lines of a CSV table below its head, each by column, with the words that say where it stands.

    Args:
        path: the table, in UTF-8; no cell holds a line break.
        columns: the columns that it must have, in their order.

    Raises:
        TableError: the file cannot be read, has other columns or no rows, or a row has more or fewer cells.
    """
    try:
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{path.name}: cannot be read ({error}); restore the file, in UTF-8") from error
    if not rows or rows[0] != list(columns):
        raise TableError(f"{path.name}, line 1: the columns must be {','.join(columns)}; mend the first line")
    if len(rows) == 1:
        raise TableError(f"{path.name}: it has no rows; restore the file")
    made = []
    for line, cells in enumerate(rows[1:], start=2):
        at = f"{path.name}, line {line}"
        if len(cells) != len(columns):
            raise TableError(f"{at}: {len(cells)} cells where {len(columns)} are wanted; add or drop commas")
        made.append((at, dict(zip(columns, cells, strict=True))))
    return made


def table(name: str, keys: Iterable[str]) -> dict[str, Any]:
    """A table with just these keys, none of them empty.

    Raises:
        TableError: a key is missing, unknown or empty.
    """
    content, wanted = load(name), set(keys)
    if not isinstance(content, dict) or set(content) != wanted:
        found = set(content) if isinstance(content, dict) else set()
        raise TableError(f"{name}.yml: missing {sorted(wanted - found)}, unknown {sorted(map(str, found - wanted))}")
    empty = sorted(key for key, value in content.items() if not value)
    if empty:
        raise TableError(f"{name}.yml: {', '.join(empty)} is empty; fill it in")
    return content


def regex(name: str, patterns: Iterable[str]) -> re.Pattern[str]:
    """One regex that matches what any of a table's patterns does.

    Raises:
        TableError: a pattern is no regex.
    """
    try:
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    except re.error as error:
        raise TableError(f"{name}.yml: {error.pattern!r} is no regex ({error}); mend the pattern") from error


def groups(name: str, wanted: Iterable[str], also: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """A table of word lists: every wanted group, each without repeats, longest word first.

    Groups named in ``also`` are of another shape and left to the caller.

    Raises:
        TableError: a group is missing, unknown, empty or names a word twice.
    """
    content, wanted = load(name), set(wanted)
    content = {group: words for group, words in content.items() if group not in also}
    if set(content) != wanted:
        raise TableError(
            f"{name}.yml: missing {sorted(wanted - set(content))}, unknown {sorted(set(content) - wanted)}"
        )
    for group, words in content.items():
        if not words or len(set(map(str, words))) != len(words):
            raise TableError(f"{name}.yml: group {group} is empty or names a word twice")
    return {group: tuple(sorted(map(str, words), key=lambda w: (-len(w), w))) for group, words in content.items()}


def alternatives(words: Iterable[str]) -> str:
    """A regex that matches any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) + ")"


_PLACEHOLDER = re.compile(r"<<(?:(\w+)\.)?(\w+|\*)>>")
_BEING_READ: list[str] = []


def patterns(name: str) -> list[tuple[str, re.Pattern[str], re.Pattern[str] | None]]:
    """A table of named patterns as (name, pattern, unless), in the table's order.

    A pattern is a regex, or a list of regexes any of which may stand there. In it ``<<entry>>`` stands for an earlier
    entry of the table, ``<<table.entry>>`` for one of another table of patterns, ``<<table.group>>`` for the words of
    a group, and ``<<table.*>>`` for all keys of a table of words, longest first.

    Raises:
        TableError: an unknown key, a repeated name, a placeholder that leads nowhere, no example, an example that the
            pattern does not match, or a text under ``not`` that it does.
    """
    if name in _BEING_READ:
        raise TableError(
            f"{name}.yml: its patterns lead back to itself; an entry of its own is named without the table"
        )
    _BEING_READ.append(name)
    try:
        return _patterns(name)
    finally:
        _BEING_READ.remove(name)


def _patterns(name: str) -> list[tuple[str, re.Pattern[str], re.Pattern[str] | None]]:
    made: dict[str, tuple[re.Pattern[str], re.Pattern[str] | None]] = {}
    for entry in load(name):
        if not isinstance(entry, dict):
            raise TableError(f"{name}.yml: {entry!r} is no entry with a name, a pattern and examples; mend the table")
        at = f"{name}.yml: entry {entry.get('name')}"
        unknown = set(entry) - {"name", "pattern", "unless", "examples", "not"}
        if unknown or not {"name", "pattern", "examples"} <= set(entry) or entry["name"] in made:
            raise TableError(f"{at}: unknown {sorted(map(str, unknown))}, missing or repeated keys")
        if not entry["examples"]:
            raise TableError(f"{at} has no example; give one that it matches")
        known = {earlier: pattern.pattern for earlier, (pattern, _) in made.items()}
        pattern = _pattern(at, entry["pattern"], known)
        for example in entry["examples"]:
            text, match = (example["text"], example["match"]) if isinstance(example, dict) else (str(example), None)
            found = [m.group() for m in pattern.finditer(text)]
            if not found or (match is not None and match not in found):
                raise TableError(f"{at} does not match its own example {example!r}")
        for text in entry.get("not", ()):
            if pattern.search(str(text)):
                raise TableError(f"{at} matches {text!r}, which it must not; mend the pattern or the text")
        made[entry["name"]] = pattern, _pattern(at, entry["unless"], known) if entry.get("unless") else None
    return [(entry, pattern, unless) for entry, (pattern, unless) in made.items()]


@cache
def phrases(name: str) -> dict[str, re.Pattern[str]]:
    """A table of named patterns, none of which has an ``unless``, by name.

    Raises:
        TableError: as ``patterns``, or a pattern has an ``unless``.
    """
    made = patterns(name)
    for entry, _, unless in made:
        if unless:
            raise TableError(f"{name}.yml: entry {entry}: nobody reads its unless; write it into the pattern")
    return {entry: pattern for entry, pattern, _ in made}


def _pattern(at: str, written: str | list[str], known: dict[str, str]) -> re.Pattern[str]:
    """The regex of an entry, its placeholders filled in."""

    def filled(match: re.Match[str]) -> str:
        other, key = match.groups()
        part = _words_of(other, key) if other else known.get(key)
        if part is None:
            raise TableError(f"{at}: {match.group()} leads nowhere; name an earlier entry, or a group of a table")
        return f"(?:{part})"

    parts = [_PLACEHOLDER.sub(filled, str(part)) for part in (written if isinstance(written, list) else [written])]
    try:
        return re.compile("|".join(parts))
    except re.error as error:
        raise TableError(f"{at}: {error.pattern!r} is no regex ({error}); mend the pattern") from error


def _words_of(name: str, key: str) -> str | None:
    """What a placeholder of another table stands for: an entry's pattern, or the words of a group or all keys."""
    content = load(name)
    if isinstance(content, list):
        found = phrases(name).get(key)
        return found.pattern if found else None
    words = content if key == "*" else content.get(key)
    words = [words] if isinstance(words, str) else words
    return alternatives(map(str, words)) if isinstance(words, dict | list) else None
