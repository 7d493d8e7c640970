"""What a page shows as files, with the view it was taken from."""

from __future__ import annotations

import pyarrow as pa

from views import export, link
from views.link import Page, View


def facts(view: View, page: Page = link.TARGETS) -> dict[str, object]:
    """What a file says of the view it was taken from: its filters, its link and the build of the data."""
    filters: dict[str, object] = {name: list(getattr(view, name)) for name in link.FILTERS}
    filters |= {name: getattr(view, name) for name in ("show", "method") if name in page.shared}
    filters |= {name: list(chosen) for name, chosen in view.own}
    return {"filters": filters, "link": "?" + link.query(view, page), "build": view.build}


def parquet(table: pa.Table, view: View) -> bytes:
    """The table as Parquet; its metadata keep the column docs and add filters, link and build."""
    return export.parquet([table], table.schema, facts(view))


def csv(table: pa.Table) -> bytes:
    """The table as CSV in UTF-8 with a byte order mark; absent values are empty."""
    return export.csv([table], table.schema)
