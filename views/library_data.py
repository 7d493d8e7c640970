"""Questions of the page 数据: the rows of a table that a reader's search and filters leave, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from extract.schema import CONFIDENCES, KINDS
from views import link
from views.library import Library, TableMissing, TableUnreadable, as_filed, decoded
from views.library_brief import VERDICT
from views.link import View

TABLES = ("figures", "judgements", "problems")
# Which of the page's filters a table can be narrowed by; the search works on all of them.
FILTERS = {
    "figures": (*link.FILTERS, "unit", "kind", "confidence"),
    "judgements": (*link.FILTERS, "unit"),
    "problems": (),
}
# The first is the order of the file itself where nothing is said: ten million rows then need no sorting.
SORTS = {
    "figures": {
        "report": "",
        "indicator": "indicator, region_code NULLS LAST, region, year DESC NULLS LAST, figure_id",
        "region": "region_code NULLS LAST, region, indicator, year DESC NULLS LAST, figure_id",
        "newest": "year DESC NULLS LAST, region_code NULLS LAST, region, indicator, figure_id",
        "largest": "unit, value DESC, figure_id",
    },
    "judgements": {
        "report": "list_position(['unmet', 'met', 'undecided', 'pending', 'no_target'], verdict), "
        "region_code NULLS LAST, region, indicator, year NULLS LAST, judgement_id",
        "indicator": "indicator, region_code NULLS LAST, region, year DESC NULLS LAST, judgement_id",
        "region": "region_code NULLS LAST, region, indicator, year DESC NULLS LAST, judgement_id",
        "newest": "year DESC NULLS LAST, region_code NULLS LAST, region, indicator, judgement_id",
        "largest": "unit, coalesce(achieved_value, target_value) DESC, judgement_id",
    },
    "problems": {"report": 'source, start NULLS FIRST, "end", problem'},
}
_SOURCES = {"figures": "figures_file", "judgements": "judged", "problems": "read_parquet(?)"}
# Without a search, what is left and in which order is asked of the tables in brief.
_BRIEFS = {"figures": "brief.figures", "judgements": "brief.judged"}
_IN_BRIEF = {"figure_id": "id", "judgement_id": "id", "coalesce(achieved_value, target_value)": "value"}
_SEARCHED = {
    "figures": ("indicator", "indicator_text", "quote"),
    "judgements": ("indicator", "reason"),
    "problems": ("source", "problem", "reason", "advice"),
}
# A search looks through so many rows first.
_FIRST_LOOK = 300_000
# A search longer than this is no search; an address that holds one is told so.
SEARCH_LENGTH = 200


@dataclass(frozen=True)
class Asked:
    """What the page asks for: a table (one of TABLES), its order (a key of SORTS) and its filters."""

    table: str
    sort: str
    search: str
    filters: tuple[tuple[str, tuple], ...]

    @classmethod
    def of(cls, view: View) -> Asked:
        """What a view of the page asks for; filters that the table does not have are left out."""
        table = view.one("table") or TABLES[0]
        sort = view.one("sort") or "report"
        held = {name: getattr(view, name) if name in link.FILTERS else view.many(name) for name in FILTERS[table]}
        return cls(
            table,
            sort if sort in SORTS[table] else "report",
            view.one("q") or "",
            tuple((name, tuple(chosen)) for name, chosen in held.items() if chosen),
        )

    def without(self, name: str) -> Asked:
        """The same question without one filter, or without its search (``q``)."""
        kept = tuple((key, chosen) for key, chosen in self.filters if key != name)
        return Asked(self.table, self.sort, "" if name == "q" else self.search, kept)


def schema(library: Library, table: str) -> pa.Schema:
    """The columns of a table with their docs. Raises TableMissing or TableUnreadable for one of library.OPTIONAL."""
    if table in library.schemas:
        return library.schemas[table]
    path = library.folder / f"{table}.parquet"
    if not path.is_file():
        raise TableMissing(table, path)
    try:
        return pq.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        raise TableUnreadable(table, path, str(error)) from error


def first(library: Library, asked: Asked, limit: int) -> pd.DataFrame | None:
    """The first rows that a search in the file's own order leaves, where a look at its beginning finds so many: long
    before it is known how many there are. Else None."""
    if not asked.search or asked.table not in _BRIEFS or ordered(asked.table, asked.sort):
        return None
    _, clause, values = condition(library, asked)
    places = library.ask(
        f"""SELECT file_row_number AS place FROM {library.placed(asked.table)}
            WHERE file_row_number < {_FIRST_LOOK} AND {clause} ORDER BY file_row_number LIMIT {int(limit)}""",
        values,
    )["place"].combine_chunks()
    return rows(library, asked, limit, 0, places) if len(places) == limit else None


def found(library: Library, asked: Asked) -> pa.Array | None:
    """The places in the file of all rows that a search leaves, in order: the sentences are gone through once, however
    often rows and their number are asked for. None where nothing is searched for, or in a small table."""
    if not asked.search or asked.table not in _BRIEFS:
        return None
    _, clause, values = condition(library, asked)
    source = f"(SELECT *, {VERDICT} AS verdict FROM {library.placed(asked.table)})"
    if asked.table == "figures":
        source = library.placed("figures")
    order = ordered(asked.table, asked.sort) or " ORDER BY file_row_number"
    places = library.ask(f"SELECT file_row_number::UINTEGER AS place FROM {source} WHERE {clause}{order}", values)[
        "place"
    ]
    return places.combine_chunks()


def count(library: Library, asked: Asked, places: pa.Array | None = None) -> int:
    """How many rows are left; ``places`` are those that were ``found`` by a search."""
    if places is not None:
        return len(places)
    source, clause, values = condition(library, asked)
    if not asked.search:
        source = _BRIEFS.get(asked.table, source)
    return library.ask(f"SELECT count(*) AS n FROM {source} WHERE {clause}", values)["n"][0].as_py()


def rows(library: Library, asked: Asked, limit: int, offset: int, places: pa.Array | None = None) -> pd.DataFrame:
    """Some of the rows, in order; whole numbers that may be absent as Int64, words as plain strings. ``places`` are
    those that were ``found`` by a search."""
    source, clause, values = condition(library, asked)
    names = schema(library, asked.table).names
    order, part = ordered(asked.table, asked.sort), f"LIMIT {int(limit)} OFFSET {int(offset)}"
    if places is not None:
        table = library.fetch(asked.table, places[offset : offset + limit].to_pylist()).select(names)
    elif not asked.search and asked.table in _BRIEFS:
        for said, held in _IN_BRIEF.items():
            order = order.replace(said, held)
        brief = f"SELECT place FROM {_BRIEFS[asked.table]} WHERE {clause}{order or ' ORDER BY place'} {part}"
        table = library.fetch(asked.table, library.ask(brief, values)["place"].to_pylist()).select(names)
    else:
        table = library.ask(f"SELECT {_columns(names)} FROM {source} WHERE {clause}{order} {part}", values)
    plain = decoded(table)
    frame = plain.to_pandas()
    for field in plain.schema:
        if pa.types.is_integer(field.type):
            whole = plain[field.name].cast(pa.int64())
            frame[field.name] = whole.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    return frame


def stream(library: Library, asked: Asked) -> Iterator[pa.Table]:
    """All the rows, in order, in pieces with the schema of the file: never all of them in memory at once."""
    source, clause, values = condition(library, asked)
    filed = schema(library, asked.table)
    reader = library.read(
        f"SELECT {_columns(filed.names)} FROM {source} WHERE {clause}{ordered(asked.table, asked.sort)}", values
    )
    for batch in reader:
        yield as_filed(pa.Table.from_batches([batch]), filed)


def ordered(table: str, sort: str) -> str:
    """ORDER BY for one of the table's SORTS."""
    return f" ORDER BY {SORTS[table][sort]}" if SORTS[table][sort] else ""


def units(library: Library) -> tuple[str, ...]:
    """Every unit of the figures, the most frequent first; the empty one stands for none."""
    table = library.ask("SELECT unit FROM brief.figures GROUP BY unit ORDER BY count(*) DESC, unit")
    return tuple(table["unit"].to_pylist())


def fits(library: Library, name: str, value: str) -> bool:
    """Whether one of the page's own choices takes a value."""
    if name == "row":
        return library.has_figure(value) or library.has_judgement(value)
    if name == "q":
        return value.strip() != "" and len(value) <= SEARCH_LENGTH
    if name == "page":
        return link.is_page(value)
    if name == "unit":
        return value in units(library)
    return value in {"table": TABLES, "sort": SORTS["figures"], "kind": KINDS, "confidence": CONFIDENCES}[name]


def _columns(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _holds(table: str, word: str) -> str:
    """A condition that one of the searched columns holds a word, asked in lower case, once a column."""
    # Small and large letters are told apart nowhere; most words are Chinese and need no folding, which is slow.
    cased = word.lower() != word.upper()
    found = (f"contains(lower({name}), ?)" if cased else f"contains({name}, ?)" for name in _SEARCHED[table])
    return f"({' OR '.join(found)})"


def condition(library: Library, asked: Asked) -> tuple[str, str, list[object]]:
    """Source, WHERE clause and the values of both."""
    clauses, values = ["TRUE"], []
    if asked.table == "problems":
        schema(library, asked.table)  # a table that is not there says so
        values.append(str(library.folder / "problems.parquet"))
    for name, chosen in asked.filters:
        clauses.append(f"list_contains(?, {name})")
        values.append(list(chosen))
    for word in asked.search.split():
        clause = _holds(asked.table, word)
        values += [word.lower()] * len(_SEARCHED[asked.table])
        if asked.table == "judgements":
            # The sentences are gone through once for all three figures of a judgement.
            clause = f"""({clause} OR judgement_id IN (
                SELECT judgement_id
                FROM (SELECT judgement_id, unnest([achieved_id, target_id, baseline_id]) AS id FROM judgements_file)
                WHERE id IN (SELECT figure_id FROM figures_file WHERE {_holds("figures", word)})))"""
            values += [word.lower()] * len(_SEARCHED["figures"])
        clauses.append(clause)
    return _SOURCES[asked.table], " AND ".join(clauses), values
