"""What national documents aim at, and what the nation has reached: data/reference/national.csv.

A row of kind ``target`` is a target of the nation, which regions are held
against too; a row of kind ``value`` is what the nation had in that year.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from extract import catalogue, units
from extract.schema import COMPARATORS
from extract.words import REFERENCE, TableError, read_csv
from metrics.figures import NATION, NATION_NAME, Figure, Origin

NATIONAL = REFERENCE / "national.csv"
KINDS = ("target", "value")
BINDINGS = ("约束性", "预期性")
# Before the id of a national row where it stands among the ids of figures.
PREFIX = "national:"


@dataclass(frozen=True)
class NationalRow:
    """One row of national.csv; the fields are its columns.

    Attributes:
        id: short and stable; judgements hold on to it.
        indicator_id: id in indicators.csv.
        kind: target or value.
        year: year the target is to be reached by, or the value is of.
        value: the number, in the unit.
        value_high: upper end of a range; None for a single number.
        unit: base unit; one in which the catalogue has the indicator.
        comparator: one of ``extract.schema.COMPARATORS``.
        binding: 约束性, 预期性, or empty where the document does not say.
        region: 全国.
        document: the document that states it.
        issued: when the document was issued, as the table has it.
        locator: where in the document to check it.
        checked: whether somebody held the number against the document.
        note: anything a reader has to know; may be empty.
    """

    id: str
    indicator_id: str
    kind: str
    year: int
    value: float
    value_high: float | None
    unit: str
    comparator: str
    binding: str
    region: str
    document: str
    issued: str
    locator: str
    checked: bool
    note: str


class National:
    """The national targets as figures to hold others against, and the national values by indicator and year."""

    def __init__(self, rows: tuple[NationalRow, ...], known: catalogue.Catalogue) -> None:
        self.rows = rows
        self.targets: tuple[Figure, ...] = tuple(_target(row, known) for row in rows if row.kind == "target")
        self._values: dict[tuple[str, str, int], list[NationalRow]] = defaultdict(list)
        for row in rows:
            if row.kind == "value":
                self._values[row.indicator_id, row.unit, row.year].append(row)

    def value(self, indicator_id: str | None, unit: str, year: int | None) -> NationalRow | None:
        """What the nation had in that year, in that unit; None where the table does not say.

        Of several rows a checked one goes first, then the one that was issued last, then the first by id.
        """
        found = self._values.get((indicator_id or "", unit, year or 0), [])
        by_id = sorted(found, key=lambda row: row.id)
        return max(by_id, key=lambda row: (row.checked, row.issued), default=None)

    def of(self, indicator_id: str) -> list[NationalRow]:
        """Every row of an indicator, targets and values, by year and id."""
        found = [row for row in self.rows if row.indicator_id == indicator_id]
        return sorted(found, key=lambda row: (row.year, row.id))


def _target(row: NationalRow, known: catalogue.Catalogue) -> Figure:
    """A national target in the shape of a figure."""
    indicator = known.by_id(row.indicator_id)
    return Figure(
        figure_id=PREFIX + row.id,
        document_id=None,
        source=None,
        title=None,
        quote_start=None,
        start=None,
        value_text=None,
        value=row.value,
        value_high=row.value_high,
        unit=row.unit,
        indicator=indicator.name,
        indicator_id=row.indicator_id,
        indicator_text=None,
        domain=indicator.domain,
        kind="target",
        comparator=row.comparator,
        basis="level",
        complete=False,
        year=row.year,
        region=NATION_NAME,
        region_code=NATION,
        region_level="国",
        confidence=None,
        origin=Origin("national", row.document, row.binding or None, row.checked),
    )


@cache
def load(path: Path = NATIONAL) -> National:
    """Read the table of national targets and values.

    Raises:
        TableError: the table cannot be read, has other columns, names an id twice, an indicator that the
            catalogue lacks, a unit that units.csv lacks or the indicator does not come in, or a word outside
            its closed list; the message names the line and what to do.
    """
    known = catalogue.load()
    made: dict[str, NationalRow] = {}
    for at, cells in read_csv(path, [field.name for field in fields(NationalRow)]):
        row = _row(cells, at, known)
        if row.id in made:
            raise TableError(f"{at}: the id {row.id} is taken already; give every row its own")
        made[row.id] = row
    return National(tuple(made.values()), known)


def _row(cells: dict[str, str], at: str, known: catalogue.Catalogue) -> NationalRow:
    """One row of the table, every cell of it checked."""
    for column in ("id", "document"):
        if not cells[column].strip():
            raise TableError(f"{at}: {column} is empty; fill it in")
    for column, words in (
        ("kind", KINDS),
        ("comparator", COMPARATORS),
        ("binding", ("", *BINDINGS)),
        ("region", (NATION_NAME,)),
        ("checked", ("yes", "no")),
    ):
        if cells[column] not in words:
            raise TableError(f"{at}: {column} is {cells[column]!r}; write one of {', '.join(filter(None, words))}")
    _check_unit(cells, at, known)
    value = _number(cells, "value", at)
    value_high = _number(cells, "value_high", at) if cells["value_high"] else None
    if value_high is not None and value_high <= value:
        raise TableError(f"{at}: value_high is not above value; swap them, or leave it empty for a single number")
    if not (cells["year"].isascii() and cells["year"].isdigit() and len(cells["year"]) == 4):
        raise TableError(f"{at}: year is {cells['year']!r}; write four digits")
    given = {"year": int(cells["year"]), "value": value, "value_high": value_high, "checked": cells["checked"] == "yes"}
    return NationalRow(**cells | given)


def _check_unit(cells: dict[str, str], at: str, known: catalogue.Catalogue) -> None:
    """Refuse an indicator that the catalogue lacks, and a unit that nobody or this indicator does not have."""
    try:
        indicator = known.by_id(cells["indicator_id"])
    except KeyError as error:
        raise TableError(
            f"{at}: indicator_id {cells['indicator_id']!r} is not in indicators.csv; correct it or add it there"
        ) from error
    names = {unit.name for unit in units.load().values()}
    counted = cells["unit"].partition("/")[0]
    if cells["unit"] and cells["unit"] not in names and counted not in names:
        raise TableError(f"{at}: unit {cells['unit']!r} is not in units.csv; use one from it or add it")
    if known.find(indicator.name, cells["unit"]) != indicator:
        raise TableError(
            f"{at}: {indicator.id} comes in {indicator.unit or 'no unit'}, not in {cells['unit'] or 'no unit'}; "
            "correct the unit or the indicator_id"
        )


def _number(cells: dict[str, str], column: str, at: str) -> float:
    """The number of a cell."""
    try:
        number = float(cells[column])
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise TableError(f"{at}: {column} is {cells[column]!r}; write a number")
    return number
