"""What the page 总览 asks of the tables about change: the largest moves from an earlier value to a later one."""

from __future__ import annotations

import pandas as pd

from views.library import Library, where
from views.library_brief import MOVES as KINDS
from views.library_brief import SIDES
from views.library_overview import frame_of
from views.link import View

# One achieved figure may stand in several years or domains; so many rows are read for one move that is shown.
_ROWS_A_MOVE = 4
_COLUMNS = ("judgement_id", "indicator", "indicator_id", "domain", "unit", "basis", "complete", "region", "region_code",
            "region_level", "year", "achieved_id", "achieved_value", "achieved_value_high", "achieved_comparator",
            "achieved_year", "baseline_value", "baseline_year", "baseline_document", "direction",
            "direction_change")  # fmt: skip


def changes(library: Library, view: View, limit: int) -> pd.DataFrame:
    """The largest moves that the view's filters leave, at most ``limit`` of each kind and side, the largest first.

    A move is from the nearest earlier value that any report gives to what was achieved; one within the
    tolerance of its unit is none, and one from 0 has no share to be ranked by. Of values that do not agree the
    chosen one counts. Columns: kind (KINDS), side (keys of SIDES), size (percentage points, or the share of the
    earlier value), and those of a judgement of the move.
    """
    clause, values = where(view, "TRUE")
    # They are held in order: the first that are left are the largest.
    ranked = library.ask(
        " UNION ALL ".join(
            f"""(SELECT move::VARCHAR AS kind, side::VARCHAR AS side, size, achieved_id, place, rowid AS turn
                 FROM brief.moves WHERE move = '{move}' AND side = '{side}' AND {clause}
                 ORDER BY turn LIMIT {int(limit) * _ROWS_A_MOVE})"""
            for move in KINDS
            for side in SIDES
        ),
        values * (len(KINDS) * len(SIDES)),
    )
    found = ranked.to_pandas().sort_values("turn")
    found = found.drop_duplicates(["kind", "side", "achieved_id"]).groupby(["kind", "side"], sort=False).head(limit)
    moves = frame_of(library.fetch("judgements", found["place"].tolist(), _COLUMNS))
    for at, name in enumerate(("kind", "side", "size")):
        moves.insert(at, name, found[name].tolist())
    return moves
