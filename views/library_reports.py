"""Questions of the page 原文: the reports there are, one report's text, and the figures read in it."""

from __future__ import annotations

from views.library import Library, TableMissing

# A box of more reports than this is no longer read by anybody: it lists those that a search finds first.
LISTED = 200


def reports(library: Library, search: str = "", limit: int | None = None) -> list[dict]:
    """Every report without its text, by place and year: document_id, title, source, region, year, figures.

    With a search only those whose place, year, title or file hold all of its words; at most ``limit``.
    """
    words = search.lower().split()
    name = "lower(concat_ws(' ', region, year, title, source))"
    return library.ask(
        f"""SELECT document_id, title, source, region, year, figures FROM brief.documents
            WHERE {" AND ".join([f"contains({name}, ?)"] * len(words)) or "TRUE"}
            ORDER BY region_code NULLS LAST, region, year DESC NULLS LAST, title, source
            {"" if limit is None else f"LIMIT {int(limit)}"}""",
        words,
    ).to_pylist()


def count(library: Library) -> int:
    """How many reports there are."""
    return library.ask("SELECT count(*) AS n FROM brief.documents")["n"][0].as_py()


def named(library: Library, document_id: str) -> dict | None:
    """One report as ``reports`` gives it; None where the id is unknown."""
    found = library.ask(
        "SELECT document_id, title, source, region, year, figures FROM brief.documents WHERE document_id = ?",
        [document_id],
    ).to_pylist()
    return found[0] if found else None


def report(library: Library, document_id: str) -> dict | None:
    """One report with its text, nulls as None; None where the id is unknown."""
    found = library.ask("SELECT * FROM documents_file WHERE document_id = ?", [document_id]).to_pylist()
    return found[0] if found else None


def figures(library: Library, document_id: str) -> list[dict]:
    """The figures of a report as they stand in its text; just what marking them needs."""
    return library.ask(
        """SELECT figure_id, start, "end", quote_start, quote_start + length(quote) AS quote_end, kind, confidence,
                  indicator, value_text
           FROM figures_file WHERE document_id = ? ORDER BY start, "end", figure_id""",
        [document_id],
    ).to_pylist()


def rows(library: Library, document_id: str) -> list[dict]:
    """The figures of a report with all their columns, in the text's order."""
    return library.ask(
        'SELECT * FROM figures_file WHERE document_id = ? ORDER BY start, "end", figure_id', [document_id]
    ).to_pylist()


def report_of(library: Library, figure_id: str) -> str | None:
    """The document_id of a figure's report; None where the figure is unknown."""
    found = library.ask("SELECT document_id FROM figures_file WHERE figure_id = ?", [figure_id])
    return found["document_id"][0].as_py() if found.num_rows else None


def judgements_of(library: Library, figure_id: str) -> list[dict]:
    """The judgements that a figure is the achievement, the target or the baseline of, with their verdicts."""
    # One question a role: each reads only the parts of the file that may hold the id.
    roles = " UNION ".join(
        f"""SELECT judgement_id, verdict, indicator, year, target_year, achieved_id, target_id, baseline_id
            FROM judged WHERE {role}_id = $1"""
        for role in ("achieved", "target", "baseline")
    )
    return library.ask(f"{roles} ORDER BY year, target_year, judgement_id", [figure_id]).to_pylist()


def problems(library: Library, document_id: str) -> list[dict]:
    """What could not be read of a report. Raises TableMissing where there is no table of problems."""
    table = library.optional("problems")
    if table is None:
        raise TableMissing("problems", library.folder / "problems.parquet")
    return library.ask(
        f'SELECT * FROM {table} WHERE document_id = ? ORDER BY start NULLS FIRST, "end"', [document_id]
    ).to_pylist()
