"""What the index of data by address says: tables, columns and parameters, for programs as JSON, for people as HTML."""

from __future__ import annotations

import html
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.parquet as pq

from views import by_address, columns, library_data
from views.by_address import FORMATS
from views.library import Library, TableMissing, TableUnreadable
from views.library_address import NARROWS
from views.words import Words

_STYLE = """
:root {color-scheme: light dark}
body {font-family: 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif; line-height: 1.6;
  max-width: 62rem; margin: 0 auto; padding: 1.2rem 1rem 3rem}
h1 {font-size: 1.6rem} h2 {font-size: 1.2rem; margin: 1.6rem 0 .2rem}
code {font-size: .9em; overflow-wrap: anywhere}
.scroll {overflow-x: auto} table {border-collapse: collapse; width: 100%; font-size: .9rem}
th, td {text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0;
  border-bottom: 1px solid rgba(128,140,152,.35)}
summary {cursor: pointer; padding: .3rem 0} a {color: #1f5f8b} .missing {opacity: .8}
@media (prefers-color-scheme: dark) {body {background: #14191f; color: #eef2f6} a {color: #6cb6e8}}
"""


def columns_of(schema: pa.Schema, table: str = "", words: Words | None = None) -> list[dict[str, str]]:
    """Name, type, meaning and unit of every column; the meaning in the language of ``words`` where they are given."""
    made = []
    for field in schema:
        metadata = field.metadata or {}
        about = columns.meaning(table, field, words) if words else metadata.get(b"doc", b"").decode()
        kind = "string" if pa.types.is_dictionary(field.type) else str(field.type)
        made.append({"name": field.name, "type": kind, "about": about, "unit": metadata.get(b"unit", b"").decode()})
    return made


def contents(library: Library, here: str, words: Words) -> dict[str, object]:
    """What there is. ``here`` is the address of the index, its slash at the end."""
    tables = []
    for name, narrows in NARROWS.items():
        about = {"name": name, "about": words(f"routes.table_{name}")}
        try:
            schema = library_data.schema(library, name)
        except (TableMissing, TableUnreadable) as error:
            tables.append(about | {"missing": str(error.path.name), "command": error.command})
            continue
        tables.append(about | {
            "rows": pq.read_metadata(library.folder / f"{name}.parquet").num_rows,
            "addresses": {form: f"{here}{name}.{form}" for form in FORMATS},
            "parameters": [*narrows, *by_address.PORTION],
            "columns": columns_of(schema, name, words),
        })  # fmt: skip
    narrowing = dict.fromkeys(name for names in NARROWS.values() for name in names)
    about = [*narrowing, *by_address.PORTION]
    return {
        "title": words("routes.title"),
        "about": words("routes.about"),
        "build": library.build,
        "tables": tables,
        "parameters": [{"name": name, "about": _parameter(name, words)} for name in about],
        "ignored": {"names": list(by_address.PLACES), "about": words("routes.ignored")},
        "strict": words("routes.strict"),
    }


def _parameter(name: str, words: Words) -> str:
    return words(f"routes.by_{name}", rows=by_address.JSON_ROWS, most=by_address.JSON_MOST)


def page(found: Mapping, words: Words) -> str:
    """The same as a page of HTML that needs no script."""
    other = "en" if words.lang == "zh" else "zh"
    language = {"zh": "中文", "en": "English"}[other]
    parameters = "".join(
        f"<tr><td><code>{one['name']}</code></td><td>{html.escape(one['about'])}</td></tr>"
        for one in found["parameters"]
    )
    ignored = " ".join(f"<code>{name}</code>" for name in found["ignored"]["names"])
    return f"""<!doctype html>
<html lang="{"zh-CN" if words.lang == "zh" else "en"}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(found["title"])} · {words("app.title")}</title><style>{_STYLE}</style></head><body><main>
<h1>{html.escape(found["title"])}</h1>
<p><a href="../?lang={words.lang}">{words("routes.to_pages")}</a> ·
<a href="?lang={other}" lang="{other}">{language}</a></p>
<p>{html.escape(found["about"])}</p><p>{html.escape(found["strict"])}</p>
<p>{words("routes.build", build=found["build"])}</p>
{"".join(_table(one, words) for one in found["tables"])}
<h2>{words("routes.parameters")}</h2>
<div class="scroll"><table><tbody>{parameters}</tbody></table></div>
<p>{html.escape(found["ignored"]["about"])} {ignored}</p>
</main></body></html>"""


def _table(one: Mapping, words: Words) -> str:
    head = f"<h2><code>{one['name']}</code> {html.escape(one['about'])}</h2>"
    if "missing" in one:
        return f'{head}<p class="missing">{words("routes.missing")} <code>{html.escape(one["command"])}</code></p>'
    links = " · ".join(
        f'<a href="{html.escape(link)}?lang={words.lang}">{form}</a>' for form, link in one["addresses"].items()
    )
    rows = "".join(
        f"<tr><td><code>{column['name']}</code></td><td>{html.escape(column['type'])}</td>"
        f"<td>{html.escape(column['about'])}</td></tr>"
        for column in one["columns"]
    )
    names = " ".join(f"<code>{name}</code>" for name in one["parameters"])
    return (
        f"{head}<p>{links} · {words('routes.rows', n=one['rows'])}<br>{words('routes.narrows')} {names}</p>"
        f"<details><summary>{words('data.columns')}</summary><div class='scroll'><table>"
        f"<thead><tr><th scope='col'>{words('glossary.column')}</th><th scope='col'>{words('routes.type')}</th>"
        f"<th scope='col'>{words('glossary.meaning')}</th></tr></thead><tbody>{rows}</tbody></table></div></details>"
    )
