"""What the page 总览 asks of the tables about change: the largest moves from an earlier value to a later one."""

from __future__ import annotations

import pandas as pd

from metrics.measures import is_size_free
from metrics.schema import BETTER, WORSE
from views.library import Library, where
from views.library_overview import frame_of
from views.link import View

# Moves are only ranked among those of their kind: percents by percentage points, other rates and totals by
# how large the change is beside the earlier value.
KINDS = ("points", "rates", "totals")
# What the change is, by the indicator's polarity; the word of the table of judgements.
SIDES = {"better": BETTER, "worse": WORSE, "unsided": None}
# One achieved figure has a row for each of its targets; so many rows are read for one move that is shown.
_ROWS_A_MOVE = 8


def changes(library: Library, view: View, limit: int) -> pd.DataFrame:
    """The largest moves that the view's filters leave, at most ``limit`` of each kind and side, the largest first.

    A move is from the nearest earlier value that any report gives to what was achieved; one within the
    tolerance of its unit is none, and one from 0 has no share to be ranked by. Of values that do not agree the
    chosen one counts. Columns: kind (KINDS), side (keys of SIDES), size (percentage points, or the share of the
    earlier value), and those of a judgement of the move.
    """
    kinds = _kinds(library)
    clause, values = where(view, "achieved_id IS NOT NULL AND baseline_id IS NOT NULL AND basis = 'level'")
    if conflicts := library.optional("conflicts"):
        clause += f" AND achieved_id NOT IN (SELECT figure_id FROM {conflicts} WHERE NOT chosen)"
    parts, asked = [], []
    for kind in KINDS:
        size = "abs(direction_change)" if kind == "points" else "abs(direction_change) / nullif(abs(baseline_value), 0)"
        for side, word in SIDES.items():
            moved = "direction IS NULL AND direction_change <> 0" if word is None else f"direction = '{word}'"
            parts.append(
                f"""(SELECT '{kind}' AS kind, '{side}' AS side, {size} AS size, judged.* FROM judged
                     WHERE {clause} AND NOT complete AND list_contains(?, unit) AND {moved} AND {size} > 0
                     ORDER BY size DESC, region_code NULLS LAST, region, indicator, achieved_id, judgement_id
                     LIMIT {int(limit) * _ROWS_A_MOVE})"""
            )
            asked += [*values, kinds[kind]]
    found = frame_of(library.ask(" UNION ALL ".join(parts), asked))
    order = {name: place for place, name in enumerate((*KINDS, *SIDES))}
    found = found.drop_duplicates(["kind", "side", "achieved_id"]).assign(
        first=found["kind"].map(order), second=found["side"].map(order)
    )
    # An order that does not depend on how the pieces came together.
    found = found.sort_values(
        ["first", "second", "size", "region_code", "indicator", "achieved_id"],
        ascending=[True, True, False, True, True, True],
    )
    return found.groupby(["kind", "side"], sort=False).head(limit).drop(columns=["first", "second"])


def _kinds(library: Library) -> dict[str, list[str]]:
    """The units of the moves, by kind."""
    units = library.ask("SELECT DISTINCT unit FROM judged WHERE baseline_id IS NOT NULL ORDER BY unit")["unit"]
    made: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for unit in units.to_pylist():
        made["points" if unit == "%" else "rates" if is_size_free(unit) else "totals"].append(unit)
    return made
