"""The figures as judging needs them: exact numbers, and a bound read in signed terms."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cached_property, lru_cache

import pyarrow as pa

from extract import regions
from extract.schema import BASES, COMPARATORS, FIGURES, KINDS

NATION = "100000"
NATION_NAME = "全国"

_MIRROR = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}
_NUMBER = re.compile(r"[0-9]+(?:\.([0-9]+))?")


class FiguresError(ValueError):
    """The figures table cannot be judged as it is; the message says what is wrong and what to do."""


def exact(value: float) -> Decimal:
    """The decimal number that the float was written as: 0.1 is 0.1, not 0.1000000000000000055."""
    return Decimal(repr(value))


@lru_cache(maxsize=65_536)
def place_of(region: str | None, code: str | None, holder: str | None = None) -> str | None:
    """What a region is matched by: its code, or its full name and what holds it where it has none; None where unknown.

    A place that was renamed, raised or given another code is matched under its last
    code (太谷县, 140726, under 太谷区's 140703); one that merged or was divided is a
    place of its own. ``extract.region_table.Regions.place`` has the rule. Two counties
    may each have a 城关镇, so a place without a code is the same only inside one
    ``holder``: the region whose reports name it, by its code.
    """
    if region == NATION_NAME:
        return NATION
    if code or not region:
        return regions.load().place(code, region) if code else None
    return f"{region} {holder}" if holder else region


@lru_cache(maxsize=65_536)
def places_above(code: str | None, year: int | None = None) -> tuple[str, ...]:
    """What the prefecture and the province that hold a region are matched by, nearest first.

    Args:
        code: GB/T 2260 code of the region; they are read from it.
        year: when it had that code; None for today.
    """
    if code is None or code == NATION:
        return ()
    known = regions.load()
    above = []
    for other in (code[:4] + "00", code[:2] + "0000"):
        held = known.by_code(other, year)
        place = known.place(other, held and held.name)
        if other != code and place not in above:
            above.append(place)
    return tuple(above)


@dataclass(frozen=True)
class Origin:
    """Where a target comes from, where it is not quoted in a report.

    Attributes:
        source: ``figure`` (quoted in a report), ``national`` (data/reference/national.csv) or ``derived``
            (worked out of a count and the percent of its task).
        document: the national document; for a derived target the report of both figures.
        binding: 约束性 or 预期性 where the national document says so.
        checked: whether somebody held the number against the national document.
        arithmetic: how a derived target was worked out.
        derived_from: ids of the figures it was worked out of.
    """

    source: str = "figure"
    document: str | None = None
    binding: str | None = None
    checked: bool = True
    arithmetic: str | None = None
    derived_from: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """One row of the figures table, in the columns that judging reads; ``extract.schema.FIGURES`` has their meaning.

    ``origin`` is no column: it tells the few targets apart that are quoted in no report; nor is ``holder``.
    """

    figure_id: str
    document_id: str | None
    source: str | None
    title: str | None
    quote_start: int | None
    start: int | None
    value_text: str | None
    value: float
    value_high: float | None
    unit: str
    indicator: str
    indicator_id: str | None
    indicator_text: str | None
    domain: str | None
    kind: str
    comparator: str
    basis: str
    complete: bool
    year: int | None
    region: str | None
    region_code: str | None
    region_level: str | None
    confidence: str | None
    origin: Origin = Origin()
    holder: str | None = None
    """What holds a region without a code: the region of its report, else the report itself."""

    @cached_property
    def low(self) -> Decimal:
        """The value, or the lower end of a range."""
        if self.value_high is None:
            return exact(self.value)
        return min(exact(self.value), exact(self.value_high))

    @cached_property
    def high(self) -> Decimal:
        """The value, or the upper end of a range."""
        if self.value_high is None:
            return exact(self.value)
        return max(exact(self.value), exact(self.value_high))

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    @property
    def is_exact(self) -> bool:
        """Whether it is one number as it stands: no range, no bound, no 约."""
        return self.comparator == "=" and not self.is_range

    @property
    def document(self) -> str | None:
        """The report it is quoted in, by its title, else its file; for a target of no report the document it is of."""
        return self.origin.document or self.title or self.source

    @property
    def bound(self) -> str:
        """The comparator in signed terms.

        “下降10%以上” is quoted as -10 with ``>=``: at least that much of a fall,
        which is a change of -10 or less. So a negative change turns its comparator round.
        """
        if self.basis == "change" and self.high < 0:
            return _MIRROR.get(self.comparator, self.comparator)
        return self.comparator

    @cached_property
    def step(self) -> Decimal:
        """The smallest step of the number as quoted: 0.01 for 3.25, 100 for 48.13万; 0 where it cannot be told."""
        quoted = _NUMBER.search(self.value_text or "")
        if quoted is None or self.is_range or self.low == 0 or not Decimal(quoted.group()):
            return Decimal(0)
        decimals = len(quoted.group(1) or "")
        scale = (abs(self.low) / Decimal(quoted.group())).normalize()
        if scale.as_tuple().digits != (1,):
            return Decimal(0)  # “3万5千”, “三分之二”: more than one number, or none, makes the value
        return scale * Decimal(1).scaleb(-decimals)

    @cached_property
    def place(self) -> str | None:
        """What the region is matched by, whatever it was called: see ``place_of``; null where unknown."""
        return place_of(self.region, self.region_code, self.holder or self.document_id)

    @cached_property
    def above(self) -> tuple[str, ...]:
        """What the regions above are matched by, nearest first, without the nation; of a zone its holder and those."""
        if self.region_code or not self.holder or not self.holder.isdecimal():
            return places_above(self.region_code, self.year)
        return place_of(None, self.holder), *places_above(self.holder, self.year)

    @property
    def subject(self) -> tuple[str, str]:
        """What tells indicators apart within one list: the catalogue's id, else the name."""
        return ("id", self.indicator_id) if self.indicator_id else ("name", self.indicator)

    @property
    def measure(self) -> tuple[str, str, bool]:
        """Unit, basis and whether it is of a task: values are only ever compared within one measure."""
        return self.unit, self.basis, self.complete


# The columns of the figures table that a Figure is made of.
COLUMNS = tuple(field.name for field in fields(Figure) if field.name not in ("origin", "holder"))
_PLAIN = pa.schema(
    [
        pa.field(name, pa.string() if pa.types.is_dictionary(FIGURES.field(name).type) else FIGURES.field(name).type)
        for name in COLUMNS
    ]
)


def read(table: pa.Table) -> list[Figure]:
    """The rows of a figures table, in its order.

    Raises FiguresError for a missing column, a wrong type, a figure_id that
    comes twice, a value that is no number, or a word outside its closed list.
    """
    missing = [name for name in COLUMNS if name not in table.column_names]
    if missing:
        raise FiguresError(f"the figures table has no column {', '.join(missing)}: build it anew")
    try:
        rows = table.select(COLUMNS).cast(_PLAIN).to_pylist()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise FiguresError(f"a column of the figures table has the wrong type ({error}): build it anew") from error
    figures = []
    seen = set()
    for row in rows:
        row["unit"] = row["unit"] or ""
        row["complete"] = bool(row["complete"])
        figure = Figure(**row)
        _check(figure, seen)
        seen.add(figure.figure_id)
        figures.append(figure)
    return figures


def _check(figure: Figure, seen: set[str]) -> None:
    """Raise FiguresError where a row breaks the contract of the figures table."""
    name = f"figure {figure.figure_id}"
    if not figure.figure_id or figure.figure_id in seen:
        raise FiguresError(f"{name}: figure_id must be there and be unique; build the figures table anew")
    if not figure.indicator:
        raise FiguresError(f"{name}: it has no indicator; build the figures table anew")
    if figure.value is None or not math.isfinite(figure.value):
        raise FiguresError(f"{name}: value {figure.value} is no number; correct it or build the figures table anew")
    if figure.value_high is not None and not math.isfinite(figure.value_high):
        raise FiguresError(f"{name}: value_high {figure.value_high} is no number; correct it")
    for column, word, words in (
        ("kind", figure.kind, KINDS),
        ("comparator", figure.comparator, COMPARATORS),
        ("basis", figure.basis, BASES),
    ):
        if word not in words:
            raise FiguresError(f"{name}: {column} is {word!r}, which is none of {', '.join(words)}; correct it")
