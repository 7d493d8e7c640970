"""What every answer of the server has round it: headers of caution, and a page for addresses that lead nowhere."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from views import pages, routes
from views.words import Words

# A browser takes every answer for what it says it is, and tells no other site which page was left.
CAUTION = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
# Where Streamlit keeps its scripts, and those of the elements that stand first: on every page, and on one by its path.
SCRIPTS = "static/js"
FIRST = ("Html", "ButtonGroup", "Multiselect", "Selectbox", "BidiComponent", "Button")
ALSO = {"data": ("DataFrame",)}
_IMPORT = re.compile(r"""(?:from|import)\s*["']\./([\w.~-]+\.js)["']""")
# First parts of the paths that Streamlit itself answers below the top.
_STREAMLIT = ("_stcore", "static", "media", "component", "app", "auth", "~")


def stack() -> list[Middleware]:
    """The middleware, for ``st.App(middleware=...)``."""
    return [Middleware(Cautious), Middleware(Ahead), Middleware(Lost), Middleware(Uncompressed)]


class Cautious:
    """Adds the headers of CAUTION where an answer lacks them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in CAUTION.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


class Ahead:
    """Names the scripts of what every page begins with: the browser fetches them while the page is made, instead of
    each when the first of its kind has come and the server is at work. What this Streamlit has not is not named."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.links = {page: _links((*FIRST, *ALSO.get(page, ()))) for page in pages.PATHS}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_link(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("Link", links)
            await send(message)

        links = self.links.get(scope["path"].removeprefix(_base()), "") if scope["type"] == "http" else ""
        await self.app(scope, receive, with_link if links else send)


def _links(first: Iterable[str]) -> str:
    folder = Path(streamlit.__file__).parent / "static" / SCRIPTS
    return ", ".join(f"<{_base()}{SCRIPTS}/{name}>; rel=modulepreload" for name in _with_imports(folder, first))


def _with_imports(folder: Path, first: Iterable[str]) -> list[str]:
    """The files of scripts by the names that Streamlit's build gives them, with all that they import; but for what the
    start page itself names."""
    start = folder.parents[1] / "index.html"
    given = start.read_text("utf-8") if start.is_file() else ""
    waiting = [file.name for name in first for file in folder.glob(f"{name}.*.js")]
    found: dict[str, None] = {}
    while waiting:
        name = waiting.pop()
        if name not in found and name not in given and (folder / name).is_file():
            found[name] = None
            waiting += _IMPORT.findall((folder / name).read_text("utf-8"))
    return [*found]


class Lost:
    """Says that there is no page where a path has several parts: what Streamlit sends there stays empty.

    Paths of one part are left to the dashboard, which says it in the frame of its pages.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and (path := _lost(scope["path"])):
            await _page(Request(scope), path)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _base() -> str:
    """The path that everything is below: / where Streamlit's own option sets none."""
    return routes.prefix().removesuffix(f"{routes.FOLDER}/")


def _lost(path: str) -> str:
    """The path as it was asked for where nothing can be there, else nothing."""
    base = _base()
    parts = [part for part in path.removeprefix(base).split("/") if part] if path.startswith(base) else []
    if len(parts) < 2 or parts[0] in (*_STREAMLIT, routes.FOLDER) or "_stcore" in parts:
        return ""
    return path


def _page(request: Request, path: str) -> HTMLResponse:
    wanted = request.query_params.get("lang")
    words = Words("en" if wanted == "en" else "zh")
    home = _base()
    body = f"""<!doctype html>
<html lang="{"zh-CN" if words.lang == "zh" else "en"}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{words("lost.title")}</title>
<style>:root {{color-scheme: light dark}} body {{font-family: sans-serif; margin: 12vh auto; max-width: 40rem;
padding: 0 1rem; line-height: 1.6; overflow-wrap: anywhere}}</style></head><body><main><h1>{words("lost.title")}</h1>
<p>{html.escape(words("lost.about", path=path[:200]))}</p>
<p><a href="{html.escape(home)}?lang={words.lang}">{words("lost.home")}</a></p></main></body></html>"""
    return HTMLResponse(body, 404, {"Cache-Control": "no-store"})


class Uncompressed:
    """Keeps Streamlit's gzip off Parquet: it is compressed already, and ranges must be ranges of the file itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(routes.prefix()) and scope["path"].endswith(".parquet"):
            kept = [(name, value) for name, value in Headers(scope=scope).raw if name != b"accept-encoding"]
            scope = scope | {"headers": kept}
        await self.app(scope, receive, send)
