"""Data by address: HTTP routes beside the pages that give the rows of a page's query string as files.

``/data/figures.parquet?...`` and its like, for pandas, DuckDB, R, Excel and whatever else reads a link;
``/data/`` lists what there is. ``serve.py`` puts them beside the pages.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
import os
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from email.utils import formatdate
from typing import BinaryIO
from urllib.parse import quote, urlencode

import pyarrow as pa
import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from views import by_address, export, library_address, library_data, link, routes_index, visit
from views.by_address import FORMATS, Address, Refused
from views.library import Library, TableMissing, TableUnreadable
from views.library_address import NARROWS
from views.link import Choices
from views.shelf import Lent, Shelf
from views.words import Words

FOLDER = "data"
MEDIA = {
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json",
}
SOURCE = "Dabiao: figures quoted in official reports; the columns source, title and quote lead back to them"
# What the process says of itself while it serves the routes; with its number, as a child would inherit the word.
_SERVED = "DABIAO_DATA_ROUTES"
# A program in a page of another site may read all of these.
_EXPOSED = ("Content-Disposition", "Content-Range", "ETag", "Link", "Last-Modified", "Dabiao-Build", "Dabiao-Total",
            "Dabiao-Notice", "Dabiao-Bad-Parameters")  # fmt: skip


def prefix() -> str:
    """The path of the index: /data/, below the path that Streamlit's own option puts everything under."""
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/{FOLDER}/" if base else f"/{FOLDER}/"


def served() -> bool:
    """Whether this process serves the routes."""
    return os.environ.get(_SERVED) == str(os.getpid())


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """The tables are opened beside the start of the server. While it runs, the pages know that the routes are served;
    afterwards the temporary files go."""
    os.environ[_SERVED] = str(os.getpid())
    threading.Thread(target=visit.prepare, daemon=True).start()
    try:
        yield
    finally:
        os.environ.pop(_SERVED, None)
        _shelf.close()


def routes() -> list[BaseRoute]:
    """The routes, for ``st.App(routes=...)``."""
    open_to_all = Middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD"], allow_headers=["*"], expose_headers=_EXPOSED
    )
    methods = ["GET", "HEAD", "OPTIONS"]
    return [
        Route(prefix(), index, methods=methods, middleware=[open_to_all]),
        Route(prefix() + "{file:path}", table, methods=methods, middleware=[open_to_all]),
    ]


_shelf = Shelf()


@st.cache_resource(show_spinner=False, max_entries=2)
def _choices(build: str, _library: Library) -> Choices:
    return by_address.choices(_library)


async def index(request: Request) -> Response:
    """What there is: HTML for a browser, JSON for a program."""
    return await run_in_threadpool(_index, request)


async def table(request: Request) -> Response:
    """The rows of a table, as the file that the address names."""
    return await run_in_threadpool(_table, request)


def _words(request: Request) -> Words:
    lang = request.query_params.get("lang")
    return Words(lang if lang in link.LANGUAGES else link.LANGUAGES[0])


def _index(request: Request) -> Response:
    words = _words(request)
    try:
        library = visit.open_library()
    except (TableMissing, TableUnreadable) as error:
        return _lacking(error, words)
    found = routes_index.contents(library, str(request.url.replace(query="", fragment="")), words)
    headers = _headers(library) | {"Vary": "Accept"}
    accepted = request.headers.get("accept", "")
    if "text/html" in accepted:
        return HTMLResponse(routes_index.page(found, words), headers=headers)
    return _json(found, headers=headers)


def _table(request: Request) -> Response:
    words = _words(request)
    name, _, form = request.path_params["file"].partition(".")
    if name not in NARROWS or form not in FORMATS:
        return _unknown(request, words)
    try:
        library = visit.open_library()
        schema = library_data.schema(library, name)
        params = {key: request.query_params.getlist(key) for key in request.query_params}
        address, notice = by_address.read(params, name, form, library, _choices(library.build, library))
    except (TableMissing, TableUnreadable) as error:
        return _lacking(error, words)
    except Refused as refused:
        return _refused(refused, request, words)
    here = str(request.url)
    tag = _tag(library, address, form, here if form == "parquet" else "")
    headers = _headers(library, name) | {
        "ETag": f'"{tag}"' if form == "parquet" else f'W/"{tag}"',
        "Content-Disposition": f"{'inline' if form == 'json' else 'attachment'}; "
        f'filename="dabiao-{name}-{library.build}.{form}"',
    }
    if notice is not None:
        headers["Dabiao-Notice"] = f"build={quote(notice.value[:60])}; the data are now of build {library.build}"
    if _has(request, tag):
        return Response(status_code=304, headers=headers)
    answer = {"parquet": _parquet, "csv": _csv, "json": _rows}[form]
    return answer(request, library, address, schema, headers, tag)


def _parquet(
    request: Request, library: Library, address: Address, schema: pa.Schema, headers: Mapping[str, str], tag: str
) -> Response:
    facts = {
        "table": address.table, "filters": by_address.told(address), "build": library.build,
        "link": str(request.url), "source": SOURCE, "limit": address.limit, "offset": address.offset,
    }  # fmt: skip

    def make(stream: BinaryIO) -> None:
        export.write_parquet(stream, library_address.stream(library, address), schema, facts)

    return Lent(_shelf, tag, make, headers=headers, media_type=MEDIA["parquet"])


def _csv(
    request: Request, library: Library, address: Address, schema: pa.Schema, headers: dict[str, str], _tag: str
) -> Response:
    if address.limit is not None:
        headers |= _next(request, address, library_address.count(library, address))
    if request.method == "HEAD":
        answer = Response(headers=headers, media_type=MEDIA["csv"])
        del answer.headers["Content-Length"]  # how long it is shows only when it is written
        return answer
    pieces = export.csv_pieces(library_address.stream(library, address), schema)
    return StreamingResponse(pieces, headers=headers, media_type=MEDIA["csv"])


def _rows(
    request: Request, library: Library, address: Address, schema: pa.Schema, headers: dict[str, str], _tag: str
) -> Response:
    total = library_address.count(library, address)
    headers |= _next(request, address, total)
    rows = [row for piece in library_address.stream(library, address) for row in piece.to_pylist()]
    body = {
        "table": address.table,
        "build": library.build,
        "filters": by_address.told(address),
        "total": total,
        "offset": address.offset,
        "limit": address.limit,
        "next": _following(request, address, total),
        "columns": routes_index.columns_of(schema),
        "rows": rows,
        "source": SOURCE,
    }
    return _json(body, headers=headers)


def _following(request: Request, address: Address, total: int) -> str | None:
    """The address of the next portion; None after the last."""
    offset = address.offset + (address.limit or 0)
    if not address.limit or offset >= total:
        return None
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in ("limit", "offset")]
    return str(request.url.replace(query=urlencode([*kept, ("limit", address.limit), ("offset", offset)])))


def _next(request: Request, address: Address, total: int) -> dict[str, str]:
    following = _following(request, address, total)
    return {"Dabiao-Total": str(total)} | ({"Link": f'<{following}>; rel="next"'} if following else {})


def _headers(library: Library, name: str = "figures") -> dict[str, str]:
    """Headers of every answer that comes of the tables. A reader's copy is asked about each time: it costs no rows."""
    changed = (library.folder / f"{name}.parquet").stat().st_mtime
    return {
        "Cache-Control": "public, no-cache",
        "Dabiao-Build": library.build,
        "Last-Modified": formatdate(changed, usegmt=True),
    }


def _tag(library: Library, address: Address, form: str, here: str) -> str:
    """What tells one answer from another: the build, the rows asked for, the format."""
    rows = [address.table, by_address.told(address), address.limit, address.offset]
    said = json.dumps([library.build, rows, form, here], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _has(request: Request, tag: str) -> bool:
    """Whether the reader has this very answer already."""
    held = [one.strip().removeprefix("W/").strip('"') for one in request.headers.get("if-none-match", "").split(",")]
    return tag in held or held == ["*"]


def _refused(refused: Refused, request: Request, words: Words) -> Response:
    named = ", ".join(f"{quote(one.name[:60])}={quote(one.value[:60])}" for one in refused.bad)
    body = {
        "error": words("routes.refused"),
        "bad": [
            {"name": one.name, "value": one.value, "reason": words(one.why, most=by_address.JSON_MOST)}
            for one in refused.bad
        ],
        "index": _index_of(request),
    }
    return _json(body, 400, {"Dabiao-Bad-Parameters": named, "Cache-Control": "no-store"})


def _unknown(request: Request, words: Words) -> Response:
    body = {
        "error": words("routes.no_table", file=request.path_params["file"][:60]),
        "tables": [f"{name}.{form}" for name in NARROWS for form in FORMATS],
        "index": _index_of(request),
    }
    return _json(body, 404, {"Cache-Control": "no-store"})


def _lacking(error: TableMissing | TableUnreadable, words: Words) -> Response:
    body = {"error": visit.failure_text(error, words), "table": error.table, "command": error.command}
    return _json(body, 503, {"Cache-Control": "no-store"})


def _index_of(request: Request) -> str:
    return str(request.url.replace(path=prefix(), query="", fragment=""))


class _Json(JSONResponse):
    """JSON with dates as ISO text and nothing that JSON lacks: a number that is none is null."""

    def render(self, content: object) -> bytes:
        return json.dumps(_plain(content), ensure_ascii=False, allow_nan=False).encode()


def _json(content: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return _Json(content, status, headers)


def _plain(content: object) -> object:
    if isinstance(content, dict):
        return {name: _plain(value) for name, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [_plain(one) for one in content]
    if isinstance(content, float) and not math.isfinite(content):
        return None
    return content.isoformat() if isinstance(content, dt.date) else content
