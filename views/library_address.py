"""What an address of data asks of the tables: rows of any of them, narrowed as the pages narrow them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pyarrow as pa

from metrics.figures import NATION_NAME
from views import library_data, link
from views.library import ORDERS, SHOWN, Library, as_filed, where
from views.library_data import Asked
from views.library_indicator import MEASURE
from views.link import View

_SHARED = (*link.FILTERS, "span")
# Every table that has addresses, and the parameters that narrow it; any other parameter of a page narrows nothing.
NARROWS = {
    "figures": (
        *_SHARED, "show", "queue", "unit", "kind", "confidence", "q", "subject", "measure", "place", "report",
    ),
    "judgements": (*_SHARED, "show", "unit", "q", "subject", "measure", "place", "report"),
    "ledger": (*_SHARED, "unit", "subject", "measure", "place", "report"),
    "conflicts": ("region", "year", "indicator", "span", "unit", "subject", "measure", "place", "report"),
    "documents": ("region", "year", "span", "place", "report"),
    "problems": ("q", "report"),
}  # fmt: skip
# Rows of a piece: several readers at a time hold several pieces.
PIECE = 25_000
# Which figures wait for a person, as on 校核.
_QUEUES = {
    "open": "confidence <> 'checked'",
    "unsure": "confidence = 'unsure'",
    "conflict": "confidence <> 'checked' AND figure_id IN (SELECT figure_id FROM {conflicts})",
}
# A parameter that is one value of one column, and a report by the columns that name it.
_EQUALS = {"subject": "indicator", "place": "region", "measure": MEASURE}
_OF_REPORT = "SELECT figure_id FROM figures_file WHERE document_id = ?"
_REPORT = {
    "judgements": " OR ".join(f"{role}_id IN ({_OF_REPORT})" for role in ("achieved", "target", "baseline")),
    "ledger": "promise_document_id = ? OR answer_document_id = ?",
}


@dataclass(frozen=True)
class Address:
    """Rows of a table (one of NARROWS): those that ``view`` leaves, from ``offset`` on, at most ``limit`` (None: all).

    ``shown``: ``view.show`` counts too, as on 目标与完成. Judgements are then of that kind, and figures
    those that such judgements rest on. ``queue``: only figures that wait for a person, as on 校核.
    """

    table: str
    view: View
    shown: bool = False
    queue: str | None = None
    limit: int | None = None
    offset: int = 0


def count(library: Library, address: Address) -> int:
    """How many rows there are in all, whatever the limit and the offset."""
    source, clause, values = _rows(library, address)
    return library.ask(f"SELECT count(*) AS n FROM {source} WHERE {clause}", values)["n"][0].as_py()


def stream(library: Library, address: Address) -> Iterator[pa.Table]:
    """The rows in pieces with the schema of the file: never all of them in memory at once."""
    filed = library_data.schema(library, address.table)
    source, clause, values = _rows(library, address)
    columns = ", ".join(f'"{name}"' for name in filed.names)
    limit = "" if address.limit is None else f" LIMIT {int(address.limit)}"
    offset = f" OFFSET {int(address.offset)}" if address.offset else ""
    question = f"SELECT {columns} FROM {source} WHERE {clause}{_ordered(address)}{limit}{offset}"
    for batch in library.read(question, values, PIECE):
        yield as_filed(pa.Table.from_batches([batch]), filed)


def _ordered(address: Address) -> str:
    """ORDER BY as on the page that has such an address; nothing for the order of the file itself."""
    sort, table = address.view.one("sort"), address.table
    if table == "judgements" and address.shown:
        return f" ORDER BY {ORDERS.get(sort, ORDERS['verdict'])}"
    if table == "figures" and address.shown:
        return ' ORDER BY document_id, start, "end", figure_id'
    if table not in library_data.TABLES:
        return ""
    return library_data.ordered(table, sort if sort in library_data.SORTS[table] else "report")


def _rows(library: Library, address: Address) -> tuple[str, str, list[object]]:
    """Source, WHERE clause and the values of both."""
    table, view = address.table, address.view
    clauses: list[str] = []
    if table in library_data.TABLES:
        filters = tuple(
            (name, chosen)
            for name in library_data.FILTERS[table]
            if name not in link.FILTERS and (chosen := view.many(name))
        )
        source, clause, values = library_data.condition(library, Asked(table, "report", view.one("q") or "", filters))
        clauses.append(clause)
    else:
        source, values = ("documents_file" if table == "documents" else library.optional(table)), []
        if "unit" in NARROWS[table] and view.many("unit"):
            clauses.append("list_contains(?, unit)")
            values.append(list(view.many("unit")))

    if table == "figures" and address.shown:
        kept, chosen = where(view, SHOWN[view.show])
        clause = f"figure_id IN (SELECT unnest([achieved_id, target_id, baseline_id]) FROM judged WHERE {kept})"
    else:
        if table == "figures" and view.one("subject") and view.region:
            # 指标 keeps the nation beside the regions that are chosen.
            view = replace(view, region=tuple(dict.fromkeys((*view.region, NATION_NAME))))
        clause, chosen = where(view, SHOWN[view.show] if address.shown else "TRUE")
    clauses.append(clause)
    values += chosen

    if address.queue and table == "figures":
        conflicts = library.optional("conflicts") or "(SELECT NULL::VARCHAR AS figure_id WHERE FALSE)"
        clauses.append(_QUEUES[address.queue].format(conflicts=conflicts))
    for name, column in _EQUALS.items():
        if value := view.one(name):
            clauses.append(f"{column} = ?")
            values.append(value)
    if report := view.one("report"):
        clause = _REPORT.get(table, "document_id = ?")
        clauses.append(f"({clause})")
        values += [report] * clause.count("?")
    return source, " AND ".join(clauses), values
