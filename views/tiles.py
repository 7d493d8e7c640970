"""Where each province stands on the tile grid: data/reference/province_tiles.csv.

The grid keeps neighbours together as well as equal squares can; it shows no boundary.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract import regions
from extract.words import REFERENCE, TableError, read_csv

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
    provinces = {one.code: one.short for one in regions.load().all if one.level == "省" and one.valid(None)}
    made: dict[str, Tile] = {}
    places: dict[tuple[int, int], str] = {}
    for at, cells in read_csv(path, COLUMNS):
        code, name, column, row = cells.values()
        if not (column.isdecimal() and row.isdecimal()):
            raise TableError(f"{at}: wanted a code, a name and two whole numbers, found {','.join(cells.values())}")
        tile = Tile(code, name, int(column), int(row))
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
