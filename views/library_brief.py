"""The tables in brief: a few narrow columns of figures and judgements, held in memory.

What a page counts, groups, filters and sorts by is asked of these; the rows that it draws are then fetched from the
files by their place there. On ten million rows that is hundredths of a second in the place of seconds.
"""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from metrics.ledger import UNMENTIONED
from metrics.measures import is_size_free
from metrics.schema import BETTER, MET, NOT_MET, OWNERS, WORSE

# One word a judgement for filters, counts and colours; the order is the order of reading.
VERDICTS = ("unmet", "met", "undecided", "pending", "no_target")
VERDICT = f"""CASE WHEN target_id IS NULL THEN 'no_target'
                   WHEN achieved_id IS NULL THEN 'pending'
                   WHEN level = '{MET}' THEN 'met'
                   WHEN level = '{NOT_MET}' THEN 'unmet'
                   ELSE 'undecided' END"""
# How far a value stands on the better side of its target, as a share of it; negative where it falls short.
LEAD = """(CASE required WHEN '>=' THEN distance WHEN '<=' THEN -distance ELSE -abs(distance) END
           / greatest(abs(target_value), 1e-9))"""

# Moves are only ranked among those of their kind: percents by percentage points, other rates and totals by how large
# the change is beside the earlier value; and by side: what the change is, by the indicator's polarity.
MOVES = ("points", "rates", "totals")
SIDES = {"better": BETTER, "worse": WORSE, "unsided": None}

# Words held as numbers whose order is that of the words.
_WORDS = {
    "figures": ("document_id", "region", "region_code", "region_level", "domain", "indicator", "indicator_id", "unit",
                "kind", "confidence"),
    "judgements": ("region", "region_code", "domain", "indicator", "unit"),
}  # fmt: skip


def _figures(con: duckdb.DuckDBPyConnection, files: dict[str, str]) -> None:
    con.execute("ATTACH IF NOT EXISTS ':memory:' AS brief (COMPRESS)")
    con.execute("USE brief")
    words, ids = _words(con, "figures", files["figures"]), _id(con, "figure_id", files["figures"])
    con.execute(
        f"""CREATE TABLE figures AS
            SELECT file_row_number::UINTEGER AS place, {ids} AS id, {words}, year, value FROM {files["figures"]}"""
    )


def _conflicts(con: duckdb.DuckDBPyConnection, files: dict[str, str]) -> None:
    con.execute(
        """CREATE TABLE conflicting (
               place UINTEGER, figure_id VARCHAR, conflict_id VARCHAR, difference VARCHAR, chosen BOOLEAN)"""
    )
    if conflicts := files.get("conflicts"):
        con.execute(
            f"""INSERT INTO conflicting
                SELECT figures.file_row_number, figure_id, conflict_id, difference, chosen
                FROM {conflicts} AS conflicts JOIN {files["figures"]} AS figures USING (figure_id)"""
        )


def _judgements(con: duckdb.DuckDBPyConnection, files: dict[str, str]) -> None:
    file = files["judgements"]
    for name, words in (("verdict", VERDICTS), ("owner", OWNERS), ("move", MOVES), ("side", tuple(SIDES))):
        con.execute(f"CREATE TYPE {name} AS ENUM {words}")
    words, ids = _words(con, "judgements", file), _id(con, "judgement_id", file)
    units = con.execute(f"SELECT DISTINCT unit FROM {file}").fetchall()
    rates = [unit for (unit,) in units if is_size_free(unit)]
    con.execute(
        f"""CREATE TABLE judged AS
            WITH moves AS (
                SELECT *, file_row_number::UINTEGER AS place, {VERDICT} AS verdict,
                       CASE direction::VARCHAR WHEN '{BETTER}' THEN 'better' WHEN '{WORSE}' THEN 'worse' END AS side,
                       abs(direction_change)
                           / CASE WHEN unit = '%' THEN 1 ELSE nullif(abs(baseline_value), 0) END AS size,
                       size > 0 AND achieved_id IS NOT NULL AND baseline_id IS NOT NULL AND basis = 'level'
                       AND NOT complete AND (side IS NOT NULL OR direction IS NULL)
                       AND achieved_id NOT IN (SELECT figure_id FROM conflicting WHERE NOT chosen) AS moved
                FROM {file})
            SELECT place, {ids} AS id, verdict::verdict AS verdict, {words}, year,
                   target_owner::VARCHAR::owner AS target_owner, target_year,
                   coalesce(achieved_value, target_value) AS value, {LEAD} AS lead,
                   CASE WHEN NOT moved THEN NULL WHEN unit = '%' THEN 'points' WHEN list_contains(?, unit) THEN 'rates'
                        ELSE 'totals' END::move AS move,
                   CASE WHEN moved THEN coalesce(side, 'unsided') END::side AS side,
                   CASE WHEN moved THEN size END AS size
            FROM moves""",
        [rates],
    )


def _ledger(con: duckdb.DuckDBPyConnection, files: dict[str, str]) -> None:
    con.execute(
        """CREATE TABLE forgotten (
               place UINTEGER, region VARCHAR, region_code VARCHAR, domain VARCHAR, indicator VARCHAR, year SMALLINT)"""
    )
    if ledger := files.get("ledger"):
        con.execute(
            f"""INSERT INTO forgotten
                SELECT file_row_number, region, region_code, domain, indicator, year FROM {ledger}
                WHERE status = '{UNMENTIONED}' AND promise_id NOT IN (
                    SELECT target_id FROM {files["judgements"]} WHERE target_id IS NOT NULL AND achieved_id IS NULL)"""
        )
    # Held small from here on.
    con.execute("CHECKPOINT brief")
    con.execute("USE memory")


def _id(con: duckdb.DuckDBPyConnection, column: str, file: str) -> str:
    """What selects ids in less room but in the same order: as numbers where all are hexadecimal, as a build's are."""
    hexadecimal = f"SELECT coalesce(bool_and(regexp_full_match({column}, '[0-9a-f]{{16}}')), FALSE) FROM {file}"
    return f"('0x' || {column})::UBIGINT" if con.execute(hexadecimal).fetchone()[0] else column


def _words(con: duckdb.DuckDBPyConnection, table: str, file: str) -> str:
    """Make an enumeration of each of the table's words; returns what selects them."""
    for column in _WORDS[table]:
        con.execute(
            f"""CREATE TYPE {table}_{column} AS ENUM (
                    SELECT DISTINCT {column}::VARCHAR FROM {file} WHERE {column} IS NOT NULL ORDER BY 1)"""
        )
    return ", ".join(f"{column}::VARCHAR::{table}_{column} AS {column}" for column in _WORDS[table])


# What makes the tables of the schema ``brief`` of each table, in this order. All have ``place``, the row's place in
# its file from 0; figures and judgements have ``id``, whose order is that of their ids:
# - brief.figures: a figure;
# - brief.conflicting: a figure that is in a conflict, at its place among the figures;
# - brief.judged: a judgement, with ``verdict`` and ``lead`` (LEAD); and where the achieved value moved away from an
#   earlier one, and none was chosen in its stead, ``move`` (MOVES), ``side`` (SIDES) and ``size`` (percentage points,
#   or the share of the earlier value);
# - brief.forgotten: a promise of the ledger that its review does not mention and that no pending judgement stands for.
# Each is given a connection and, by a table's name, what a question names to read it with ``file_row_number``; without
# conflicts or ledger theirs are empty.
STEPS: dict[str, Callable[[duckdb.DuckDBPyConnection, dict[str, str]], None]] = {
    "figures": _figures, "conflicts": _conflicts, "judgements": _judgements, "ledger": _ledger
}  # fmt: skip
