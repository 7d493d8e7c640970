"""What an evidence pack asks of the tables: the rows that a page shows, and everything that they rest on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd
import pyarrow as pa

from extract import corrections
from extract.corrections import Correction
from extract.pack import MOST_DOCUMENTS, MOST_ROWS, MOST_TEXT
from metrics import national
from metrics.national import NationalRow
from views import library_address, link
from views.library import Library, as_filed
from views.library_address import Address
from views.library_overview import frame_of
from views.link import Page, View

# Tables of the page 数据 that hold no figure.
UNPROVED = ("problems",)
_OF_IDS = "FROM documents_file WHERE document_id IN (SELECT unnest(?::VARCHAR[]))"
# Charts draw this many judgements.
DRAWN = 80


class TooLarge(Exception):
    """The rows are more than a pack holds. ``what`` is rows, documents or text; ``most`` how many may be."""

    def __init__(self, what: str, most: int) -> None:
        self.what, self.most = what, most
        super().__init__(f"{what}: more than {most:,}; filter further")


@dataclass(frozen=True)
class Evidence:
    """Everything of a pack that comes from the tables.

    ``shown``: how many of the figures the page shows; the rest are those that the judgements rest on.
    ``documents``: the reports of the figures, by id, each a dict of the documents table's columns.
    ``nation``: the national targets and values that judgements use. ``corrected``: what people corrected in these
    figures. ``drawn``: judgements for charts, in the page's order, with ``verdict``.
    """

    figures: pa.Table
    judgements: pa.Table
    shown: int
    documents: list[dict]
    nation: list[NationalRow]
    corrected: list[Correction]
    drawn: pd.DataFrame


def gather(library: Library, view: View, page: Page) -> Evidence:
    """The evidence behind what a page (目标与完成, 指标, 地区 or 数据) shows.

    Raises:
        TooLarge: there is more of it than a pack holds.
        CorrectionError: the corrections beside the tables cannot be read.
    """
    own = tuple(choice for choice in view.own if choice[0] not in page.idle)
    view = replace(view, own=own, **{name: () for name in link.FILTERS if name not in page.shared})
    first = (view.one("table") or "figures") if page.name == "data" else None
    shown = _table(library, "figures", view, page) if page.name != "targets" and first != "judgements" else None
    judgements = _of_figures(library, shown) if first == "figures" else _table(library, "judgements", view, page)
    figures = _behind(library, judgements, shown)
    if shown is None:
        shown = figures
    documents = _documents(library, figures)
    ids = judgements["judgement_id"].to_pylist()
    order = {one: place for place, one in enumerate(ids)}
    found = frame_of(library.ask("SELECT * FROM judged WHERE judgement_id IN (SELECT unnest(?::VARCHAR[]))", [ids]))
    drawn = found[found["target_id"].notna()].sort_values("judgement_id", key=lambda column: column.map(order))
    return Evidence(
        figures, judgements, len(shown), documents, _nation(judgements, figures, page), _corrected(library, figures),
        drawn.head(DRAWN).reset_index(drop=True),
    )  # fmt: skip


def _table(library: Library, name: str, view: View, page: Page) -> pa.Table:
    """The rows of a table that the page's data address gives."""
    address = Address(name, view, "show" in page.shared)
    if library_address.count(library, address) > MOST_ROWS:
        raise TooLarge("rows", MOST_ROWS)
    schema = library.schemas[name]
    return pa.Table.from_batches(
        [batch for piece in library_address.stream(library, address) for batch in piece.to_batches()], schema
    )


def _of_figures(library: Library, figures: pa.Table) -> pa.Table:
    """The judgements of these figures, as achieved values or as targets."""
    found = library.ask(
        f"""SELECT judgements_file.* FROM judgements_file
            WHERE achieved_id IN (SELECT unnest($1::VARCHAR[])) OR target_id IN (SELECT unnest($1::VARCHAR[]))
            ORDER BY judgement_id LIMIT {MOST_ROWS + 1}""",
        [figures["figure_id"].to_pylist()],
    )
    if found.num_rows > MOST_ROWS:
        raise TooLarge("rows", MOST_ROWS)
    return as_filed(found, library.schemas["judgements"])


def _behind(library: Library, judgements: pa.Table, shown: pa.Table | None) -> pa.Table:
    """The figures that are shown and those that the judgements rest on, by report and place."""
    ids = {one for name in ("achieved_id", "target_id", "baseline_id") for one in judgements[name].to_pylist() if one}
    ids |= {one for joined in judgements["target_derived_from"].to_pylist() if joined for one in joined.split("+")}
    ids |= set(shown["figure_id"].to_pylist()) if shown is not None else set()
    found = library.ask(
        f"""SELECT figures_file.* FROM figures_file WHERE figure_id IN (SELECT unnest(?::VARCHAR[]))
            ORDER BY document_id, start, "end", figure_id LIMIT {2 * MOST_ROWS + 1}""",
        [sorted(ids)],
    )
    if found.num_rows > 2 * MOST_ROWS:
        raise TooLarge("rows", MOST_ROWS)
    return as_filed(found, library.schemas["figures"])


def _documents(library: Library, figures: pa.Table) -> list[dict]:
    """The reports of these figures with their texts, by id."""
    ids = sorted(set(figures["document_id"].to_pylist()))
    if len(ids) > MOST_DOCUMENTS:
        raise TooLarge("documents", MOST_DOCUMENTS)
    size = library.ask(f"SELECT coalesce(sum(strlen(text)), 0)::BIGINT AS n {_OF_IDS}", [ids])["n"][0].as_py()
    if size > MOST_TEXT:
        raise TooLarge("text", MOST_TEXT >> 20)
    return library.ask(f"SELECT * {_OF_IDS} ORDER BY document_id", [ids]).to_pylist()


def _nation(judgements: pa.Table, figures: pa.Table, page: Page) -> list[NationalRow]:
    """The national rows that the judgements use; on 指标, which shows them, all of its indicator."""
    used = {one for one in judgements["target_id"].to_pylist() if one}
    used |= {national.PREFIX + one for one in judgements["national_id"].to_pylist() if one}
    of = set(figures["indicator_id"].to_pylist()) if page.name == "indicator" else set()
    return [row for row in national.load().rows if national.PREFIX + row.id in used or row.indicator_id in of]


def _corrected(library: Library, figures: pa.Table) -> list[Correction]:
    """What people corrected in these figures, from the file beside the tables."""
    rows = figures.select(["figure_id", "document_id", "start", "end", "confidence"]).to_pylist()
    checked = {one["figure_id"] for one in rows if one["confidence"] == "checked"}
    if not checked:
        return []
    spans = {(one["document_id"], (one["start"], one["end"])) for one in rows if one["figure_id"] in checked}
    known = corrections.load(library.folder / "corrections.yml").all
    return [one for one in known if one.figure in checked or (one.document, one.span) in spans]
