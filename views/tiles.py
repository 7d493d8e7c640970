"""Where each province stands on the tile grid: data/reference/province_tiles.csv.

The grid keeps neighbours together as well as equal squares can; it shows no boundary.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract import regions
from extract.words import REFERENCE, TableError

TILES = REFERENCE / "province_tiles.csv"
COLUMNS = ["code", "name", "column", "row"]


@dataclass(frozen=True)
class Tile:
    """One province: its code of GB/T 2260, its short name, and its place counted from the upper left, from 0."""

    code: str
    name: str
    column: int
    row: int


@cache
def load(path: Path = TILES) -> tuple[Tile, ...]:
    """Every province of today by its tile.

    Raises:
        TableError: the table cannot be read, has other columns, lacks a province or names one twice,
            or puts two on one place; the message names the line and what to do.
    """
    try:
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{path.name}: cannot be read ({error}); restore the file, in UTF-8") from error
    if not rows or rows[0] != COLUMNS:
        raise TableError(f"{path.name}, line 1: the columns must be {','.join(COLUMNS)}; mend the first line")
    provinces = {one.code: one.short for one in regions.load().all if one.level == "省" and one.valid(None)}
    made: dict[str, Tile] = {}
    places: dict[tuple[int, int], str] = {}
    for line, cells in enumerate(rows[1:], start=2):
        at = f"{path.name}, line {line}"
        if len(cells) != len(COLUMNS) or not (cells[2].isdecimal() and cells[3].isdecimal()):
            raise TableError(f"{at}: wanted a code, a name and two whole numbers, found {','.join(cells)}")
        tile = Tile(cells[0], cells[1], int(cells[2]), int(cells[3]))
        if provinces.get(tile.code) != tile.name:
            raise TableError(f"{at}: {tile.code} {tile.name} is no province of regions.csv; mend code or name")
        if tile.code in made:
            raise TableError(f"{at}: {tile.name} stands twice; keep one")
        if other := places.get((tile.column, tile.row)):
            raise TableError(f"{at}: {tile.name} stands where {other} does; give each its own place")
        made[tile.code], places[tile.column, tile.row] = tile, tile.name
    if missing := set(provinces) - set(made):
        raise TableError(
            f"{path.name}: {'、'.join(provinces[code] for code in sorted(missing))} missing; add a line each"
        )
    return tuple(made.values())
