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
                "kind", "basis", "comparator", "confidence"),
    "judgements": ("region", "region_code", "domain", "indicator", "unit"),
    "told": ("indicator_id", "basis", "region_level", "achieved_comparator", "target_comparator", "target_region",
             "required", "reason_code", "direction", "pace", "pace_method", "straight_line_pace", "statcan_pace",
             "unsd_pace", "healthy_people_pace", "target_document", "baseline_document",
             "target_source"),
}  # fmt: skip
# Numbers and the like that are held beside the words.
_PLAIN = {
    "figures": ("year", "value", "value_high", "complete", "start"),
    "told": ("complete", "achieved_value", "achieved_value_high", "achieved_year", "target_value", "target_value_high",
             "distance", "baseline_value", "baseline_year", "direction_change", "method_dependent"),
}  # fmt: skip
# So many rows are taken in at a time: only what is taken in stands in memory as it is read, what was before is packed.
_AT_A_TIME = 2_500_000


def _figures(con: duckdb.DuckDBPyConnection, files: dict[str, str]) -> None:
    con.execute("ATTACH IF NOT EXISTS ':memory:' AS brief (COMPRESS)")
    con.execute("USE brief")
    words, ids = _words(con, "figures", files["figures"]), _id(con, "figure_id", files["figures"])
    _take_in(
        con,
        "figures",
        f"SELECT file_row_number::UINTEGER AS place, {ids} AS id, {words}, {_plain('figures')} FROM {files['figures']}",
        files["figures"],
    )


def _conflicts(con: duckdb.DuckDBPyConnection, files: dict[str, str]) -> None:
    con.execute(
        """CREATE TABLE conflicting (
               place UINTEGER, figure_id VARCHAR, conflict_id VARCHAR, difference VARCHAR, chosen BOOLEAN,
               confidence VARCHAR, region VARCHAR, region_code VARCHAR, year SMALLINT, domain VARCHAR,
               indicator VARCHAR, indicator_id VARCHAR)"""
    )
    if conflicts := files.get("conflicts"):
        con.execute(
            f"""INSERT INTO conflicting
                SELECT place, figure_id, conflict_id, difference, chosen, confidence, figures.region,
                       figures.region_code, figures.year, domain, figures.indicator, figures.indicator_id
                FROM {conflicts} AS conflicts JOIN figures ON figures.id = figure_id_held(conflicts.figure_id)"""
        )


def _documents(con: duckdb.DuckDBPyConnection, files: dict[str, str]) -> None:
    con.execute(
        f"""CREATE TABLE documents AS
            SELECT documents.* EXCLUDE (text), coalesce(figures, 0)::BIGINT AS figures,
                   coalesce(unsure, 0)::BIGINT AS unsure
            FROM (SELECT * EXCLUDE (file_row_number) FROM {files["documents"]}) AS documents
                 LEFT JOIN (SELECT document_id::VARCHAR AS id, count(*) AS figures,
                                   count(*) FILTER (confidence = 'unsure') AS unsure
                            FROM figures GROUP BY ALL) ON id = document_id"""
    )


def _judgements(con: duckdb.DuckDBPyConnection, files: dict[str, str]) -> None:
    file = files["judgements"]
    for name, words in (("verdict", VERDICTS), ("owner", OWNERS), ("move", MOVES), ("side", tuple(SIDES))):
        con.execute(f"CREATE TYPE {name} AS ENUM {words}")
    words, ids = _words(con, "judgements", file), _id(con, "judgement_id", file)
    _take_in(
        con,
        "judged",
        f"""SELECT file_row_number::UINTEGER AS place, {ids} AS id, ({VERDICT})::verdict AS verdict, {words}, year,
                   target_owner::VARCHAR::owner AS target_owner, target_year,
                   coalesce(achieved_value, target_value) AS value, {LEAD} AS lead FROM {file}""",
        file,
    )
    words, ids = _words(con, "told", file), _id(con, "achieved_id", file)
    _take_in(
        con,
        "told",
        f"""SELECT file_row_number::UINTEGER AS place, {ids} AS achieved_id, {words}, {_plain("told")} FROM {file}""",
        file,
    )
    _moves(con)


def _moves(con: duckdb.DuckDBPyConnection) -> None:
    units = con.execute("SELECT DISTINCT unit FROM judged").fetchall()
    rates = [unit for (unit,) in units if is_size_free(unit)]
    con.execute(
        f"""CREATE TABLE moves AS
            WITH held AS (
                SELECT judged.place, judged.id, achieved_id, region, region_code, year, domain, indicator,
                       CASE WHEN unit = '%' THEN 'points' WHEN list_contains(?, unit) THEN 'rates'
                            ELSE 'totals' END::move AS move,
                       CASE direction WHEN '{BETTER}' THEN 'better' WHEN '{WORSE}' THEN 'worse'
                            ELSE 'unsided' END::side AS side,
                       abs(direction_change)
                           / CASE WHEN unit = '%' THEN 1 ELSE nullif(abs(baseline_value), 0) END AS size
                FROM judged JOIN told USING (place)
                WHERE size > 0 AND achieved_id IS NOT NULL AND baseline_value IS NOT NULL AND basis = 'level'
                      AND NOT complete AND (direction IS NULL OR direction IN ('{BETTER}', '{WORSE}'))
                      AND achieved_id NOT IN (
                          SELECT achieved_id_held(figure_id) FROM conflicting
                          WHERE NOT chosen AND achieved_id_held(figure_id) IS NOT NULL)),
            first AS (SELECT * FROM held
                      QUALIFY row_number() OVER (PARTITION BY achieved_id, year, domain ORDER BY size DESC, id) = 1)
            SELECT move, side, size, region, year, domain, indicator, achieved_id, place
            FROM first ORDER BY move, side, size DESC, region_code NULLS LAST, region, indicator, id""",
        [rates],
    )
    con.execute("CHECKPOINT brief")


def _promises(con: duckdb.DuckDBPyConnection, files: dict[str, str]) -> None:
    """Pending judgements, and what the ledger alone knows."""
    ledger, judgements = files.get("ledger"), files["judgements"]
    con.execute("CREATE TYPE source AS ENUM ('judgements', 'ledger')")
    came = "SELECT NULL::VARCHAR AS promise_id, NULL::VARCHAR AS status WHERE FALSE"
    alone = ""
    if ledger:
        came = f"SELECT promise_id, any_value(status)::VARCHAR AS status FROM {ledger} GROUP BY promise_id"
        alone = f"""UNION ALL
                    SELECT 'ledger', file_row_number, NULL, region, region_code, domain, indicator, year, year,
                           status::VARCHAR
                    FROM {ledger}
                    WHERE status = '{UNMENTIONED}' AND promise_id NOT IN (SELECT target_id FROM pending)"""
    con.execute(
        f"""CREATE TABLE promises AS
            WITH pending AS (SELECT target_id, file_row_number AS place FROM {judgements}
                             WHERE target_id IS NOT NULL AND achieved_id IS NULL),
                 known AS (SELECT place, status FROM pending JOIN ({came}) ON promise_id = target_id),
                 all_of_them AS (
                     SELECT 'judgements' AS file, judged.place::BIGINT AS place, id, region::VARCHAR AS region,
                            region_code::VARCHAR AS region_code, domain::VARCHAR AS domain,
                            indicator::VARCHAR AS indicator, year, target_year AS due, status
                     FROM judged LEFT JOIN known USING (place) WHERE verdict = 'pending'
                     {alone})
            SELECT file::source AS file, place::UINTEGER AS place, region, year, domain, indicator, status
            FROM all_of_them
            ORDER BY due NULLS LAST, region_code NULLS LAST, region, domain, indicator, file, id, place"""
    )
    # Held small from here on.
    con.execute("CHECKPOINT brief")
    con.execute("USE memory")


def _id(con: duckdb.DuckDBPyConnection, column: str, file: str) -> str:
    """What selects ids in less room but in the same order: as numbers where all are hexadecimal, as a build's are.

    What they are in the file is told by a macro, the column's name with ``_text``, and the other way by ``_held``.
    """
    hexadecimal = con.execute(
        f"SELECT coalesce(bool_and(regexp_full_match({column}, '[0-9a-f]{{16}}')), FALSE) FROM {file}"
    ).fetchone()[0]
    told, held = ("lpad(lower(hex(id)), 16, '0')", "try_cast('0x' || id AS UBIGINT)") if hexadecimal else ("id", "id")
    con.execute(f"CREATE MACRO {column}_text(id) AS {told}")
    con.execute(f"CREATE MACRO {column}_held(id) AS {held}")
    return f"('0x' || {column})::UBIGINT" if hexadecimal else column


def _words(con: duckdb.DuckDBPyConnection, table: str, file: str) -> str:
    """Make an enumeration of each of the table's words; returns what selects them."""
    for column in _WORDS[table]:
        con.execute(
            f"""CREATE TYPE {table}_{column} AS ENUM (
                    SELECT DISTINCT {column}::VARCHAR FROM {file} WHERE {column} IS NOT NULL ORDER BY 1)"""
        )
    return ", ".join(f"{column}::VARCHAR::{table}_{column} AS {column}" for column in _WORDS[table])


def _plain(table: str) -> str:
    return ", ".join(_PLAIN[table])


def _take_in(con: duckdb.DuckDBPyConnection, name: str, select: str, file: str) -> None:
    """Make a table of a question to a file, some rows at a time, in their order."""
    con.execute(f"CREATE TABLE {name} AS {select} LIMIT 0")
    rows = con.execute(f"SELECT count(*) FROM {file}").fetchone()[0]
    for first in range(0, rows, _AT_A_TIME):
        con.execute(
            f"INSERT INTO {name} {select} WHERE file_row_number BETWEEN {first} AND {first + _AT_A_TIME - 1}"
        )
        con.execute("CHECKPOINT brief")


def _held(table: str, **ids: str) -> dict[str, tuple[str, str]]:
    words = {column: (table, f"{column}::VARCHAR") for column in _WORDS.get(table, ())}
    plain = {column: (table, column) for column in _PLAIN.get(table, ())}
    return words | plain | {name: (table, f"brief.{name}_text({column})") for name, column in ids.items()}


# Which columns of the files are held: the table of ``brief``, and what selects them as they stand in the file.
HELD: dict[str, dict[str, tuple[str, str]]] = {
    "figures": _held("figures", figure_id="id"),
    "judgements": _held("told", achieved_id="achieved_id")
    | {column: ("judged", f"{column}::VARCHAR") for column in (*_WORDS["judgements"], "verdict", "target_owner")}
    | {column: ("judged", column) for column in ("year", "target_year")}
    | {"judgement_id": ("judged", "brief.judgement_id_text(id)")},
}

# What makes the tables of the schema ``brief`` of each table, in this order. Those of figures and judgements have
# ``place``, the row's place in its file from 0, and ``id``, whose order is that of their ids:
# - brief.figures: a figure;
# - brief.conflicting: a figure that is in a conflict, at its place among the figures, with what it is filtered by;
# - brief.documents: a report without its text, with how many figures it has, and how many of them are unsure;
# - brief.judged: a judgement, with ``verdict`` and ``lead`` (LEAD);
# - brief.told: a judgement at the same place, with what charts and tables tell of it;
# - brief.moves: where the achieved value moved away from an earlier one, and none was chosen in its stead: the first
#   judgement of each achieved figure, year and domain, with ``move`` (MOVES), ``side`` (SIDES) and ``size``
#   (percentage points, or the share of the earlier value), the largest first within each move and side;
# - brief.promises: a pending judgement, or a promise of the ledger that its review does not mention and that no pending
#   judgement stands for, at its place in its file, with what the ledger says came of it; the earliest due first.
# Each is given a connection and, by a table's name, what a question names to read it with ``file_row_number``; without
# conflicts or ledger theirs are empty.
STEPS: dict[str, Callable[[duckdb.DuckDBPyConnection, dict[str, str]], None]] = {
    "figures": _figures, "conflicts": _conflicts, "documents": _documents, "judgements": _judgements,
    "ledger": _promises,
}  # fmt: skip
