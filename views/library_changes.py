"""What the page 总览 asks of the tables about change: the largest moves from an earlier value to a later one."""

from __future__ import annotations

import pandas as pd

from views.library import Library, where
from views.library_brief import MOVES as KINDS
from views.library_brief import SIDES
from views.library_overview import frame_of
from views.link import View

# One achieved figure has a row for each of its targets; so many rows are read for one move that is shown.
_ROWS_A_MOVE = 8
# Beside what was achieved, the earlier value and the direction.
_TOLD = ("judgement_id", "indicator", "indicator_id", "domain", "unit", "basis", "complete", "region", "region_code",
         "region_level", "year", "polarity")  # fmt: skip


def changes(library: Library, view: View, limit: int) -> pd.DataFrame:
    """The largest moves that the view's filters leave, at most ``limit`` of each kind and side, the largest first.

    A move is from the nearest earlier value that any report gives to what was achieved; one within the
    tolerance of its unit is none, and one from 0 has no share to be ranked by. Of values that do not agree the
    chosen one counts. Columns: kind (KINDS), side (keys of SIDES), size (percentage points, or the share of the
    earlier value), and those of a judgement of the move.
    """
    clause, values = where(view, "TRUE")
    rows = int(limit) * _ROWS_A_MOVE
    # The sizes alone say which few rows have to be put in order.
    ranked = library.ask(
        f"""WITH kept AS (SELECT * FROM brief.judged WHERE move IS NOT NULL AND {clause}),
                 large AS (SELECT move, side, list_min(max(size, {rows})) AS least FROM kept GROUP BY ALL)
            SELECT place, move::VARCHAR AS kind, side::VARCHAR AS side, size, region_code::VARCHAR AS region_code,
                   indicator::VARCHAR AS indicator
            FROM kept JOIN large USING (move, side) WHERE size >= least
            QUALIFY row_number() OVER (PARTITION BY move, side
                                       ORDER BY size DESC, region_code NULLS LAST, region, indicator, id) <= {rows}
            ORDER BY size DESC, region_code NULLS LAST, region, indicator, id""",
        values,
    )
    achieved = library.fetch("judgements", ranked["place"].to_pylist(), columns=("achieved_id",))
    found = ranked.append_column("achieved_id", achieved["achieved_id"]).to_pandas()
    order = {name: place for place, name in enumerate((*KINDS, *SIDES))}
    found = found.drop_duplicates(["kind", "side", "achieved_id"]).assign(
        first=found["kind"].map(order), second=found["side"].map(order)
    )
    found = found.sort_values(
        ["first", "second", "size", "region_code", "indicator", "achieved_id"],
        ascending=[True, True, False, True, True, True],
    )
    found = found.groupby(["kind", "side"], sort=False).head(limit)
    moves = frame_of(library.fetch("judgements", found["place"].tolist(), columns=_columns(library)))
    for at, name in enumerate(("kind", "side", "size")):
        moves.insert(at, name, found[name].tolist())
    return moves


def _columns(library: Library) -> list[str]:
    """The columns of judgements that tell of a move."""
    names = library.schemas["judgements"].names
    return [name for name in names if name in _TOLD or name.startswith(("achieved_", "baseline_", "direction"))]
