"""The tables on disk, asked through DuckDB: only the rows a page draws come into memory."""

from __future__ import annotations

import hashlib
import tempfile
import uuid
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from metrics.schema import OWNERS
from views import library_brief
from views.library_brief import LEAD, VERDICT, VERDICTS
from views.link import FILTERS, LISTED, Choices, View

# Each table and the command that writes it.
TABLES = {
    "figures": "python -m extract data/reports -o data",
    "documents": "python -m extract data/reports -o data",
    "judgements": "python -m metrics data",
}
# Tables that only the pages that show them ask for; without them the other pages stay whole.
OPTIONAL = {"problems": TABLES["figures"], "ledger": TABLES["judgements"], "conflicts": TABLES["judgements"]}

# What DuckDB may hold before it goes on in temporary files: sorting ten million rows would take ten times as much.
MEMORY = "1GB"
# So many rows are looked up one by one.
_FEW = 16

# Which judgements each of link.SHOWS keeps.
SHOWN = {
    "pairs": "verdict IN ('met', 'unmet', 'undecided')",
    "targets": "verdict <> 'no_target'",
    "all": "TRUE",
}
SHOWN_VERDICTS = {
    "pairs": ("met", "unmet", "undecided"), "targets": ("met", "unmet", "undecided", "pending"), "all": VERDICTS
}  # fmt: skip
_VERDICT_ORDER = f"list_position({list(VERDICTS)}, verdict)"
_OWNER_ORDER = f"list_position({list(OWNERS)}, target_owner)"
_TIES = f"""{_VERDICT_ORDER}, region_code NULLS LAST, region, domain, indicator, unit, year NULLS LAST, {_OWNER_ORDER},
            target_year NULLS LAST, judgement_id"""
ORDERS = {
    "verdict": _TIES,
    "distance": f"{LEAD} NULLS LAST, {_TIES}",
    "name": f"indicator, region_code NULLS LAST, region, {_TIES}",
    "region": f"region_code NULLS LAST, region, {_TIES}",
    "domain": f"domain, indicator, region_code NULLS LAST, region, {_TIES}",
}
# The same of the tables in brief, whose words are held in these orders.
_IN_BRIEF = {LEAD: "lead", _VERDICT_ORDER: "verdict", _OWNER_ORDER: "target_owner", "judgement_id": "id"}


class TableMissing(Exception):
    """A table is not there. ``table``, ``path`` and ``command`` say which, where, and what makes it."""

    def __init__(self, table: str, path: Path) -> None:
        self.table, self.path, self.command = table, path, (TABLES | OPTIONAL)[table]
        super().__init__(f"{path} is missing; make it with: {self.command}")


class TableUnreadable(Exception):
    """A table is there but cannot be read. ``reason`` is the reader's own message."""

    def __init__(self, table: str, path: Path, reason: str) -> None:
        self.table, self.path, self.command, self.reason = table, path, (TABLES | OPTIONAL)[table], reason
        super().__init__(f"{path} cannot be read ({reason}); make it again with: {self.command}")


def stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Size and time of change of each table that is there: cheap to ask on every run, differs after a new build.

    Raises TableMissing for the first table that is not there and cannot be done without.
    """
    found = []
    for name in (*TABLES, *OPTIONAL):
        path = folder / f"{name}.parquet"
        if not path.is_file():
            if name in OPTIONAL:
                continue
            raise TableMissing(name, path)
        status = path.stat()
        found.append((name, status.st_size, status.st_mtime_ns))
    return tuple(found)


class Library:
    """The tables of one folder, opened for reading.

    ``build`` is made of the bytes of the tables: the same build has the same hash everywhere.
    Raises TableMissing or TableUnreadable when opened on a folder that cannot serve.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        stamp(folder)
        digest = hashlib.sha256()
        spill = Path(tempfile.gettempdir()) / f"dabiao-{uuid.uuid4().hex[:12]}"
        self._con = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(spill)})
        self.schemas: dict[str, pa.Schema] = {}
        for name in TABLES:
            path = folder / f"{name}.parquet"
            try:
                self.schemas[name] = pq.read_schema(path)
                self._con.execute(f"CREATE VIEW {name}_file AS SELECT * FROM {_reader(path)}")
            except (pa.ArrowException, duckdb.Error, OSError) as error:
                raise TableUnreadable(name, path, str(error)) from error
        for name in (*TABLES, *OPTIONAL):
            path = folder / f"{name}.parquet"
            if path.is_file():
                with path.open("rb") as stream:
                    digest.update(hashlib.file_digest(stream, "sha256").digest())
        self._files = {
            name: _reader(folder / f"{name}.parquet", "file_row_number = true")
            for name in (*TABLES, *OPTIONAL)
            if (folder / f"{name}.parquet").is_file()
        }
        try:
            self._con.execute(f"CREATE VIEW judged AS SELECT *, {VERDICT} AS verdict FROM judgements_file")
        except duckdb.Error as error:
            raise TableUnreadable("judgements", folder / "judgements.parquet", str(error)) from error
        for name, make in library_brief.STEPS.items():
            try:
                make(self._con, self._files)
            except duckdb.Error as error:
                raise TableUnreadable(name, folder / f"{name}.parquet", str(error)) from error
        self.build = digest.hexdigest()[:10]

    def ask(self, sql: str, values: Sequence[object] = ()) -> pa.Table:
        """The answer to a question in SQL over judged, judgements_file, figures_file, documents_file and ``brief``."""
        # A cursor per question: sessions ask at the same time, and one connection is not for two threads.
        return self._con.cursor().sql(sql, params=list(values)).to_arrow_table()

    def read(self, sql: str, values: Sequence[object] = (), rows: int = 100_000) -> pa.RecordBatchReader:
        """The same, in pieces of so many rows: for answers that memory should not hold whole."""
        return self._con.cursor().sql(sql, params=list(values)).to_arrow_reader(rows)

    def optional(self, name: str) -> str | None:
        """What a question names to ask one of OPTIONAL: its place after FROM; None where the table is not there."""
        path = self.folder / f"{name}.parquet"
        return _reader(path) if path.is_file() else None

    def placed(self, name: str) -> str | None:
        """The same of any table with ``file_row_number``, the place of each row in its file, from 0."""
        return self._files.get(name)

    def fetch(self, name: str, places: Sequence[int], columns: Sequence[str] = ("*",)) -> pa.Table:
        """Rows of a table by their places in its file, in the order given: all columns, or some; with all those of
        judgements ``verdict``. What the tables in brief hold is not read from the file: where the rows stand far
        apart, that takes a hundred times as long."""
        held = {} if "*" in columns else library_brief.HELD.get(name, {})
        found: dict[str, pa.ChunkedArray] = {}
        for source in dict.fromkeys(held[one][0] for one in columns if one in held):
            asked = {one: held[one][1] for one in columns if one in held and held[one][0] == source}
            found |= self._at(f"brief.{source}", "place", places, [f"{said} AS {one}" for one, said in asked.items()])
        if rest := [one for one in columns if one not in held]:
            if name == "judgements" and "*" in rest:
                rest.append(f"{VERDICT} AS verdict")
            found |= self._at(self._files[name], "file_row_number", places, rest)
        names = [one for one in found if one != "file_row_number"] if "*" in columns else columns
        return pa.table({one: found[one] for one in names})

    def _at(self, source: str, key: str, places: Sequence[int], columns: Sequence[str]) -> dict[str, pa.ChunkedArray]:
        """Columns of the rows whose ``key`` is one of the places, in their order."""
        wanted = pa.array(places, pa.int64())
        found = self.ask(
            f"""SELECT {", ".join(columns)}, {key}::BIGINT AS "the place" FROM {source}
                WHERE {key} BETWEEN ? AND ? AND {key} IN (SELECT unnest(?::BIGINT[]))""",
            [min(places, default=0), max(places, default=0), wanted.to_pylist()],
        )
        found = found.take(pc.index_in(wanted, found["the place"]))
        return {one: found[one] for one in found.column_names if one != "the place"}

    def choices(self, of: str = "judgements") -> Choices:
        """What the filters can offer: every region, year, domain and indicator of the judgements or figures."""
        judged = "brief.judged", SHOWN["targets"]
        source, targets = ("brief.figures", "kind = 'target'") if of == "figures" else judged

        often: set[str] = set()

        def values(column: str, order: str) -> tuple:
            table = self.ask(
                f"""SELECT {column} AS value, count(*) AS n FROM {source} WHERE {column} IS NOT NULL
                    GROUP BY ALL ORDER BY {order}"""
            )
            if table.num_rows > LISTED:
                most = pc.select_k_unstable(table, LISTED, [("n", "descending")])
                often.update(table["value"].take(most).to_pylist())
            return tuple(table["value"].to_pylist())

        return Choices(
            region=values("region", "min(region_code) NULLS LAST, value"),
            year=values("year", "value DESC"),
            domain=values("domain", "count(*) DESC, value"),
            indicator=values("indicator", f"count(*) FILTER ({targets}) DESC, count(*) DESC, value"),
            build=self.build,
            has_judgement=self.has_judgement,
            often=frozenset(often),
        )

    def has_judgement(self, judgement_id: str) -> bool:
        """Whether a judgement of that id is in the table."""
        return self.ask("SELECT 1 FROM judged WHERE judgement_id = ? LIMIT 1", [judgement_id]).num_rows > 0

    def has_figure(self, figure_id: str) -> bool:
        """Whether a figure of that id is in the table."""
        return self.ask("SELECT 1 FROM figures_file WHERE figure_id = ? LIMIT 1", [figure_id]).num_rows > 0

    def has_report(self, document_id: str) -> bool:
        """Whether a report of that id is in the table."""
        return self.ask("SELECT 1 FROM documents_file WHERE document_id = ? LIMIT 1", [document_id]).num_rows > 0

    def count(self, view: View) -> int:
        """How many judgements a view shows."""
        clause, values = where(view, SHOWN[view.show])
        return self.ask(f"SELECT count(*) AS n FROM brief.judged WHERE {clause}", values)["n"][0].as_py()

    def verdicts(self, view: View) -> dict[str, int]:
        """How many judgements of each verdict the view's filters leave, whatever its ``show`` draws."""
        clause, values = where(view, "TRUE")
        table = self.ask(f"SELECT verdict, count(*) AS n FROM brief.judged WHERE {clause} GROUP BY verdict", values)
        found = dict(zip(table["verdict"].to_pylist(), table["n"].to_pylist(), strict=True))
        return {verdict: found.get(verdict, 0) for verdict in VERDICTS}

    def rows(self, view: View, limit: int, columns: Sequence[str] = ("*",)) -> pd.DataFrame:
        """The judgements a view shows in the order it asks for (link.SORTS), at most ``limit``: all columns with
        ``verdict``, or some.

        By distance, the farthest from the better side of its target comes first, as a share of the target.
        """
        clause, values = where(view, SHOWN[view.show])
        order = in_brief(_order(view))
        places = self.ask(
            f"SELECT place FROM brief.judged WHERE {clause} ORDER BY {order} LIMIT {int(limit)}", values
        )["place"].to_pylist()
        return _frame(self.fetch("judgements", places, columns))

    def judgement(self, judgement_id: str) -> dict | None:
        """One judgement as a dict with ``verdict``, nulls as None; None where the id is unknown."""
        found = self.ask("SELECT * FROM judged WHERE judgement_id = ?", [judgement_id]).to_pylist()
        return found[0] if found else None

    def figures(self, figure_ids: Sequence[str]) -> dict[str, dict]:
        """Figures by id, each a dict of all columns, nulls as None."""
        if len(figure_ids) <= _FEW:
            # One question an id: each reads only the part of the file that may hold it.
            ask = " UNION ALL ".join(["SELECT * FROM figures_file WHERE figure_id = ?"] * len(figure_ids))
            table = self.ask(ask or "SELECT * FROM figures_file WHERE FALSE", figure_ids)
        else:
            places = self.ask(
                """SELECT place FROM brief.figures WHERE id IN (
                       SELECT brief.figure_id_held(wanted) FROM (SELECT unnest(?::VARCHAR[]) AS wanted))
                   ORDER BY place""",
                [list(figure_ids)],
            )
            table = self.fetch("figures", places["place"].to_pylist())
        return {row["figure_id"]: row for row in table.to_pylist()}

    def judgement_table(self, view: View) -> pa.Table:
        """All judgements a view shows, in the order it asks for, with the schema (and column docs) of the file."""
        clause, values = where(view, SHOWN[view.show])
        table = self.ask(
            f"SELECT * EXCLUDE verdict FROM (SELECT * FROM judged WHERE {clause} ORDER BY {_order(view)})", values
        )
        return as_filed(table, self.schemas["judgements"])

    def figure_table(self, view: View) -> pa.Table:
        """All figures behind the judgements a view shows (achieved, target, baseline), as in the file."""
        clause, values = where(view, SHOWN[view.show])
        table = self.ask(
            f"""WITH shown AS (SELECT * FROM judged WHERE {clause}),
                     ids AS (SELECT achieved_id AS id FROM shown UNION SELECT target_id FROM shown
                             UNION SELECT baseline_id FROM shown)
                SELECT figures_file.* FROM figures_file JOIN ids ON figures_file.figure_id = ids.id
                ORDER BY document_id, start, "end", figure_id""",
            values,
        )
        return as_filed(table, self.schemas["figures"])


def _order(view: View) -> str:
    """The ORDER BY of ``judged`` that a view asks for; a page of figures has orders of its own."""
    return ORDERS.get(view.one("sort"), ORDERS["verdict"])


def in_brief(order: str) -> str:
    """An ORDER BY of ``judged`` (one of ORDERS) as one of ``brief.judged``."""
    for said, held in _IN_BRIEF.items():
        order = order.replace(said, held)
    return order


def _reader(path: Path, options: str = "") -> str:
    """What a question names to read a file."""
    literal = str(path).replace("'", "''")
    return f"read_parquet('{literal}'{', ' if options else ''}{options})"


def where(view: View, shown: str) -> tuple[str, list[object]]:
    """A WHERE clause with its values: the view's filters, its span of years, and the kind of rows shown."""
    clauses, values = [shown], []
    for name in FILTERS:
        wanted = getattr(view, name)
        if len(wanted) == 1:  # a year is found so in half the time that a list takes
            clauses.append(f"{name} = ?")
            values.append(wanted[0])
        elif wanted:
            clauses.append(f"list_contains(?, {name})")
            values.append(list(wanted))
    if span := view.one("span"):
        clauses.append("year BETWEEN ? AND ?")
        values += [int(year) for year in span.split("-")]
    return " AND ".join(clauses), values


def as_filed(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with the columns, types and docs of a schema."""
    return pa.table([table[name].cast(schema.field(name).type) for name in schema.names], schema=schema)


def decoded(table: pa.Table) -> pa.Table:
    """The table with dictionary columns written out as strings."""
    columns = [column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column for column in table.columns]
    return pa.table(columns, names=table.column_names)


def _frame(table: pa.Table) -> pd.DataFrame:
    """An Arrow table as a frame: words as plain strings, whole numbers that may be absent as Int64."""
    plain = decoded(table)
    frame = plain.to_pandas()
    for name in {"year", "achieved_year", "target_year", "baseline_year"}.intersection(plain.column_names):
        frame[name] = plain[name].to_pandas(types_mapper={pa.int16(): pd.Int64Dtype()}.get).astype("Int64")
    return frame
