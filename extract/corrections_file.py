"""Read data/corrections.yml: what each entry says, where it stands, and that it keeps the rules.

The YAML is walked node by node. That keeps the line of every word for the
messages, and reads each word by the column it is of: to YAML alone the id
270515120048 is a number, the comparator ~ is null and the key ``on`` is true.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import yaml

from extract import catalogue, regions, units
from extract.schema import BASES, COMPARATORS, FIGURES, KINDS
from extract.words import REFERENCE

SETTABLE = ("value", "value_high", "unit", "indicator", "kind", "comparator", "basis", "complete", "year", "region")
# What an added figure may leave out: most figures are no range and no percent of a task.
_OPTIONAL = ("value_high", "complete")
_ALWAYS = ("document", "why", "by", "on", "expect")
_KEYS = {
    "set": (*_ALWAYS, "figure", "set"),
    "accept": (*_ALWAYS, "figure", "accept"),
    "drop": (*_ALWAYS, "figure", "drop"),
    "add": (*_ALWAYS, "add", "start", "end", "set"),
}
_EXPECTABLE = tuple(name for name in FIGURES.names if name not in ("figure_id", "document_id"))
_NULLABLE = ("published", "value_high", "indicator_id", "year", "as_of", "region", "region_code", "region_level")
_CLOSED = {"kind": KINDS, "comparator": COMPARATORS, "basis": BASES}
_YEARS = range(1900, 2101)

_NULL = "tag:yaml.org,2002:null"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_INTEGER = re.compile(r"-?\d+", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class CorrectionError(ValueError):
    """A correction that cannot be applied; the message names the file, the line and what to do."""


class Cell(NamedTuple):
    """A value of a column and the line it stands on (the first is 1)."""

    value: Any
    line: int


@dataclass(frozen=True)
class Correction:
    """One entry of the file.

    Attributes:
        line: where it begins.
        action: set, accept, drop or add.
        document: document_id of the report.
        figure: figure_id; empty for an added figure.
        span: start and end of an added figure, in characters of the text; else None.
        set: new values by column; empty for a figure that is accepted or dropped.
        expect: present values by column; at least one.
        why, by, on: the reason, the person and the day.
    """

    line: int
    action: str
    document: str
    figure: str
    span: tuple[int, int] | None
    set: Mapping[str, Cell]
    expect: Mapping[str, Cell]
    why: str
    by: str
    on: dt.date


class _Fault(Exception):
    """What is wrong at a line, before the file's name is known."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def read(path: Path) -> tuple[Correction, ...]:
    """The entries of a corrections file, in its order; none where it holds nothing or an empty list.

    Raises:
        CorrectionError: it cannot be read, or an entry breaks the rules.
    """
    try:
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), yaml.SafeLoader)
        return () if root is None or _is_null(root) else _entries(root)
    except (OSError, UnicodeDecodeError) as error:
        raise CorrectionError(f"{path}: cannot be read ({error}): check its rights, and that it is UTF-8") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise CorrectionError(
            f"{path}, line {mark.line + 1}: {error.problem}: mend the YAML; a value that begins "
            "with % or > needs quotes"
        ) from error
    except yaml.YAMLError as error:
        raise CorrectionError(f"{path}: {error}: mend the YAML") from error
    except _Fault as fault:
        raise CorrectionError(f"{path}, line {fault.line}: {fault}") from fault


def _entries(root: yaml.Node) -> tuple[Correction, ...]:
    if not isinstance(root, yaml.SequenceNode):
        raise _Fault(_line(root), "a list of corrections was expected: begin each entry with '- '")
    made: list[Correction] = []
    lines: dict[object, int] = {}
    for node in root.value:
        entry = _entry(node)
        if entry.action == "add":
            same, name = (entry.document, entry.span, entry.set["indicator"].value), "this figure"
        else:
            same, name = entry.figure, f"figure {entry.figure}"
        if same in lines:
            raise _Fault(entry.line, f"{name} is corrected on line {lines[same]} already: make one entry of the two")
        lines[same] = entry.line
        made.append(entry)
    return tuple(made)


def _entry(node: yaml.Node) -> Correction:
    """One entry, checked by itself."""
    line = _line(node)
    parts = _mapping(node, "a correction")
    actions = [key for key in ("accept", "drop", "add") if key in parts] or ["set"]
    if len(actions) > 1:
        raise _Fault(line, f"{' and '.join(actions)} stand in one entry: keep one")
    (action,) = actions
    keys = _KEYS[action]
    for key, (at, _) in parts.items():
        if key not in keys:
            raise _Fault(at, f"{key!r} is not a key of a correction that has {action!r}: write {', '.join(keys)}")
    missing = [key for key in keys if key not in parts]
    if missing:
        raise _Fault(line, f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing")
    if action != "set" and _plain(parts[action][1]) != "true":
        raise _Fault(parts[action][0], f"{action} must be true: leave it out otherwise")
    given = _columns(parts["set"], "set", SETTABLE) if "set" in keys else {}
    expect = _columns(parts["expect"], "expect", ("value_text",) if action == "add" else _EXPECTABLE)
    if action == "add":
        missing = [column for column in SETTABLE if column not in given and column not in _OPTIONAL]
        if missing:
            raise _Fault(parts["set"][0], f"an added figure needs {', '.join(missing)} too")
    return Correction(
        line,
        action,
        _id(parts["document"], "document", 12),
        "" if action == "add" else _id(parts["figure"], "figure", 16),
        _span(parts) if action == "add" else None,
        given,
        expect,
        _words(parts["why"], "why"),
        _words(parts["by"], "by"),
        _date(*parts["on"], "on"),
    )


def _columns(part: tuple[int, yaml.Node], key: str, allowed: tuple[str, ...]) -> dict[str, Cell]:
    """The columns under ``set`` or ``expect`` with their values."""
    at, node = part
    parts = _mapping(node, key)
    if not parts:
        raise _Fault(at, f"{key} is empty: name at least one column of {', '.join(allowed)}")
    made = {}
    for column, (line, value) in parts.items():
        if column not in allowed:
            raise _Fault(line, f"{column!r} cannot stand under {key}: write {', '.join(allowed)}")
        made[column] = Cell(_value(column, line, value), line)
        if key == "set":
            _check(column, made[column])
    return made


def _value(column: str, line: int, node: yaml.Node) -> Any:
    """The value of a column, by the column's type."""
    kind = FIGURES.field(column).type
    if not isinstance(node, yaml.ScalarNode):
        raise _Fault(line, f"{column} must be one value")
    if _is_null(node) and not (column == "comparator" and node.value == "~"):
        if column in _NULLABLE:
            return None
        raise _Fault(line, f'{column} cannot be null: write a value, or "" for an empty text')
    if pa.types.is_floating(kind):
        if not _NUMBER.fullmatch(_plain(node)) or not math.isfinite(float(node.value)):
            raise _Fault(line, f"{column} must be a number such as 95.77, not {node.value!r}")
        return float(node.value)
    if pa.types.is_integer(kind):
        return _integer(line, node, column)
    if pa.types.is_boolean(kind):
        if _plain(node) not in ("true", "false"):
            raise _Fault(line, f"{column} must be true or false, not {node.value!r}")
        return node.value == "true"
    return _date(line, node, column) if pa.types.is_date(kind) else node.value


def _check(column: str, cell: Cell) -> None:
    """Refuse a new value that the tables lack."""
    value, line = cell
    if column in _CLOSED and value not in _CLOSED[column]:
        raise _Fault(line, f"{column} {value!r} is none of {', '.join(_CLOSED[column])}; put quotes around it")
    if column == "indicator" and (not value or value != value.strip()):
        raise _Fault(line, "indicator must be a name without spaces around it")
    if column == "unit" and not _knows_unit(value):
        raise _Fault(line, f"unit {value!r} is not in data/reference/units.csv: use one from it or add it")
    if column == "year" and value is not None and value not in _YEARS:
        raise _Fault(line, f"year {value} is not between {_YEARS[0]} and {_YEARS[-1]}")
    if column == "region" and value is not None and value not in _region_names():
        raise _Fault(line, f"region {value!r} is not in data/reference/regions.csv: write the full name or code there")


@cache
def _region_names() -> frozenset[str]:
    return frozenset(word for region in regions.load().all for word in (region.name, region.code))


@cache
def _naming() -> catalogue.Naming:
    catalogue.load()  # refuses a table that breaks its own rules
    return catalogue.Naming(yaml.safe_load((REFERENCE / "indicator_names.yml").read_text(encoding="utf-8")))


def _knows_unit(unit: str) -> bool:
    """Is it a unit of the tables, or one of them per what a number can be per?"""
    counted, per, base = unit.partition("/")
    return _naming().knows(unit) or (_naming().knows(counted) and bool(re.fullmatch(units.PER_PATTERN, per + base)))


def _mapping(node: yaml.Node, what: str) -> dict[str, tuple[int, yaml.Node]]:
    """The keys of a mapping, each with its line and the node of its value."""
    if not isinstance(node, yaml.MappingNode):
        raise _Fault(_line(node), f"{what} must be keys with values, as in docs/CORRECTIONS.md")
    made: dict[str, tuple[int, yaml.Node]] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else "a list"
        if name in made:
            raise _Fault(_line(key), f"{name!r} stands here twice: keep one")
        made[name] = (_line(key), value)
    return made


def _span(parts: Mapping[str, tuple[int, yaml.Node]]) -> tuple[int, int]:
    start, end = (_integer(*parts[key], key) for key in ("start", "end"))
    if not 0 <= start < end:
        raise _Fault(parts["start"][0], f"start {start} and end {end} hold no character: end lies after start")
    return start, end


def _id(part: tuple[int, yaml.Node], key: str, length: int) -> str:
    line, node = part
    if not isinstance(node, yaml.ScalarNode) or not re.fullmatch(f"[0-9a-f]{{{length}}}", node.value):
        raise _Fault(line, f"{key} must be the {key}_id of the tables, {length} digits of 0-9 and a-f")
    return node.value


def _words(part: tuple[int, yaml.Node], key: str) -> str:
    line, node = part
    if not isinstance(node, yaml.ScalarNode) or _is_null(node) or not node.value.strip():
        raise _Fault(line, f"{key} must say something")
    return node.value


def _integer(line: int, node: yaml.Node, key: str) -> int:
    if not _INTEGER.fullmatch(_plain(node)):
        raise _Fault(line, f"{key} must be a whole number")
    return int(node.value)


def _date(line: int, node: yaml.Node, key: str) -> dt.date:
    try:
        if _DATE.fullmatch(_plain(node)):
            return dt.date.fromisoformat(node.value)
    except ValueError:
        pass  # 2023-02-30
    raise _Fault(line, f"{key} must be a day such as 2023-01-31, without quotes")


def _plain(node: yaml.Node) -> str:
    """What stands there without quotes; empty where it is a text in quotes or no single value."""
    return node.value if isinstance(node, yaml.ScalarNode) and node.style is None else ""


def _is_null(node: yaml.Node) -> bool:
    return node.tag == _NULL


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1
