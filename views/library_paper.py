"""What the monitoring report (监测评估报告) of one region asks of the tables: judgements, and their sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from metrics import national
from metrics.schema import OWNERS
from views.library import VERDICTS, Library
from views.library_overview import REPORT_NAME, frame_of

# A document is for reading: more targets, values and promises than these stand on the pages, and it says so.
TARGETS, ALONE = 400, 300
# The words of each method for a pace that is behind.
BEHIND = {
    "straight_line": ("偏慢", "滞后", "倒退"),
    "statcan": ("有进展但需加快", "进展有限", "恶化"),
    "unsd": ("有进展但需加快", "停滞或倒退"),
    "healthy_people": ("变化很小", "变差"),
}
# What the ledger says of promises that were not kept as promised.
UNANSWERED, LOWERED = "未再提及", "目标下调"

# What no domain is known of stands last.
_BY_DOMAIN = "domain = '其他', domain"
_IDS = ("achieved_id", "target_id", "baseline_id")


@dataclass(frozen=True)
class Material:
    """Everything the document of a region says, of a span of years (None: all), the pace by one method.

    ``judged``: judgements with a target, by domain and indicator, at most TARGETS, with ``verdict``.
    ``alone``: achieved figures without a target, at most ALONE of ``without``.
    ``verdicts``: how many targets there are in all: columns domain, verdict, owner, n.
    ``directions``: how many figures went which way. ``paces``: how many targets not yet due are at which pace.
    ``promises``: targets whose promise the ledger calls UNANSWERED or LOWERED, with ``status`` and the easier
    target as easier_value, easier_value_high, easier_comparator, easier_year, easier_id.
    ``reports``: document_id, title, name (never empty), issuer, published, source, n.
    ``figures``: every quoted figure by id.
    """

    place: str
    chosen: tuple[int, int] | None
    method: str
    judged: pd.DataFrame
    alone: pd.DataFrame
    without: int
    verdicts: pd.DataFrame
    directions: Mapping[str, int]
    paces: Mapping[str, int]
    promises: pd.DataFrame
    reports: pd.DataFrame
    figures: Mapping[str, Mapping]

    @property
    def span(self) -> tuple[int, int] | None:
        """The first and last year the document is of: those chosen, else those of its judgements."""
        found = [int(year) for year in [*self.judged["year"], *self.alone["year"]] if not pd.isna(year)]
        return self.chosen or ((min(found), max(found)) if found else None)

    def count(self, **wanted: str) -> int:
        """How many targets there are, by ``domain``, ``verdict`` or ``owner``."""
        rows = self.verdicts
        for name, value in wanted.items():
            rows = rows[rows[name] == value]
        return int(rows["n"].sum())


def years(library: Library, place: str) -> list[int]:
    """The years that the region's judgements are of, the latest first."""
    found = library.ask(
        "SELECT DISTINCT year::INTEGER AS year FROM judged WHERE region = ? AND year IS NOT NULL ORDER BY year DESC",
        [place],
    )
    return found["year"].to_pylist()


def material(library: Library, place: str, chosen: tuple[int, int] | None, method: str) -> Material:
    """All that the document of a region says, of the span of years ``chosen`` (None: all).

    ``method`` is one of metrics.schema.PACE_METHODS. Judgements of an unknown year belong to no span.
    """
    where, values = "region = $1", [place]
    if chosen:
        where, values = f"{where} AND year BETWEEN $2 AND $3", [place, *chosen]
    judged = frame_of(
        library.ask(
            f"""SELECT * FROM judged WHERE {where} AND target_id IS NOT NULL
                ORDER BY {_BY_DOMAIN}, verdict = 'pending', indicator_id IS NULL, indicator, unit, basis, complete,
                         year DESC NULLS LAST, achieved_id, list_position({list(OWNERS)}, target_owner),
                         target_year NULLS LAST, judgement_id
                LIMIT {TARGETS}""",
            values,
        )
    )
    alone = frame_of(
        library.ask(
            f"""SELECT * FROM judged WHERE {where} AND target_id IS NULL
                ORDER BY indicator_id IS NULL, {_BY_DOMAIN}, indicator, unit, year DESC NULLS LAST, judgement_id
                LIMIT {ALONE}""",
            values,
        )
    )
    promises = _promises(library, place, chosen)
    ids = {one for name in _IDS for rows in (judged, alone) for one in rows[name].dropna()}
    ids |= {one for name in ("target_id", "easier_id") for one in promises[name].dropna()}
    ids |= {one for joined in judged["target_derived_from"].dropna() for one in joined.split("+")}
    figures = library.figures(sorted(ids))
    pace = f"{method}_pace::VARCHAR"
    return Material(
        place, chosen, method, judged, alone,
        library.ask(f"SELECT count(*) AS n FROM judged WHERE {where} AND target_id IS NULL", values)["n"][0].as_py(),
        frame_of(library.ask(
            f"""SELECT * FROM (SELECT domain, verdict, target_owner::VARCHAR AS owner, count(*)::BIGINT AS n
                               FROM judged WHERE {where} AND target_id IS NOT NULL GROUP BY ALL)
                ORDER BY {_BY_DOMAIN}, list_position({list(VERDICTS)}, verdict), owner""", values)),
        _counts(library, f"""SELECT direction::VARCHAR AS word, count(DISTINCT achieved_id)::BIGINT AS n FROM judged
                WHERE {where} AND achieved_id IS NOT NULL AND direction IS NOT NULL GROUP BY word""", values),
        _counts(library, f"""SELECT {pace} AS word, count(*)::BIGINT AS n FROM judged
                WHERE {where} AND pace_method IS NOT NULL AND {pace} IS NOT NULL GROUP BY word""", values),
        promises, _reports(library, figures), figures,
    )  # fmt: skip


def _counts(library: Library, sql: str, values: list[object]) -> dict[str, int]:
    found = library.ask(sql, values)
    return dict(zip(found["word"].to_pylist(), found["n"].to_pylist(), strict=True))


def _promises(library: Library, place: str, chosen: tuple[int, int] | None) -> pd.DataFrame:
    """The judgements of the region's own promises for those years that were not mentioned again, or lowered.

    None without a ledger.
    """
    span = "AND target_year BETWEEN $2 AND $3" if chosen else ""
    path = library.folder / "ledger.parquet"
    source = "(SELECT NULL::VARCHAR AS promise_id, NULL AS region, NULL::VARCHAR AS status, NULL AS lowered_id)"
    if path.is_file():
        file = str(path).replace("'", "''")
        source = f"read_parquet('{file}')"
    return frame_of(
        library.ask(
            f"""WITH told AS (
                    SELECT promise_id, any_value(status)::VARCHAR AS status, any_value(lowered_id)::VARCHAR AS easier_id
                    FROM {source} WHERE region = $1 AND status IN ('{UNANSWERED}', '{LOWERED}') GROUP BY promise_id),
                easier AS (
                    SELECT DISTINCT ON (target_id) target_id AS easier_id, target_value AS easier_value,
                           target_value_high AS easier_value_high, target_comparator::VARCHAR AS easier_comparator,
                           target_year AS easier_year
                    FROM judged WHERE target_id IN (SELECT easier_id FROM told) ORDER BY target_id, judgement_id),
                own AS (SELECT DISTINCT ON (target_id) * FROM judged
                        WHERE region = $1 AND target_owner = 'own' {span} ORDER BY target_id, judgement_id)
                SELECT own.*, told.status, easier.* FROM told JOIN own ON own.target_id = told.promise_id
                       LEFT JOIN easier USING (easier_id)
                ORDER BY status, {_BY_DOMAIN}, indicator, judgement_id LIMIT {TARGETS}""",
            [place, *(chosen or ())],
        )
    )


def _reports(library: Library, figures: Mapping[str, Mapping]) -> pd.DataFrame:
    """The reports of these figures, and how many of the figures each has."""
    return frame_of(
        library.ask(
            f"""SELECT document_id, any_value(title) AS title, any_value(issuer) AS issuer,
                       any_value(published) AS published, any_value(source) AS source,
                       any_value({REPORT_NAME}) AS name, count(*)::BIGINT AS n
                FROM figures_file WHERE list_contains(?, figure_id) GROUP BY document_id
                ORDER BY published NULLS LAST, source, document_id""",
            [list(figures)],
        )
    )


def national_row(target_id: str) -> national.NationalRow | None:
    """The row of the national table that a judgement's target stands for; None for another target."""
    if not target_id.startswith(national.PREFIX):
        return None
    return next((row for row in national.load().rows if national.PREFIX + row.id == target_id), None)
