"""The row type: one figure as it is read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from extract.catalogue import Indicator
from extract.regions import Region


@dataclass(frozen=True)
class Figure:
    """One figure as it is read; offsets count in the report's own characters."""

    start: int
    end: int
    quote_start: int
    quote_end: int
    section: str
    value: Decimal
    high: Decimal | None
    unit: str
    name: str
    indicator: Indicator | None
    words: str
    kind: str
    comparator: str
    basis: str
    complete: bool
    year: int | None
    as_of: dt.date | None
    region: Region | None
    rule: str
    sure: bool
