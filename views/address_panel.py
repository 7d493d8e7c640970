"""The address of a page's data, in the sidebar: to copy into pandas, DuckDB, R or Excel."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode, urljoin

import streamlit as st

from views import library_data, link, pages, routes, visit
from views.by_address import FORMATS
from views.library_address import NARROWS
from views.link import Page, View
from views.visit import Visit

PROGRAMS = ("pandas", "DuckDB", "R", "Excel")
# The tables behind each page, the nearest first; a page that is not here shows what the index shows.
BEHIND = {
    "overview": ("judgements", "figures"),
    "targets": ("judgements", "figures"),
    "indicator": ("figures", "judgements"),
    "region": ("figures", "judgements", "ledger"),
    "report": ("figures", "documents", "problems"),
    "review": ("figures", "conflicts"),
}
# Streamlit's own words for what a screen reader is told, and the look of its own fields.
_HTML = """<div class="pick"><label><span></span><select class="table"></select></label>
<label><span></span><select class="format"></select></label></div>
<input readonly><button type="button"></button><a target="_blank" rel="noopener"></a>"""
_CSS = """
.pick {display: grid; grid-template-columns: 1fr 1fr; gap: .5rem; margin-bottom: .5rem}
label span {display: block; font-size: .8rem; opacity: .8}
select, input {width: 100%; box-sizing: border-box; font: inherit; font-size: .85rem; padding: .35rem .4rem;
  color: inherit; background: var(--st-background-color); border: 1px solid rgba(128,140,152,.5); border-radius: 6px}
button {width: 100%; font: inherit; padding: .4rem .8rem; border-radius: 6px; cursor: pointer; color: inherit;
  background: transparent; border: 1px solid rgba(128,140,152,.5); margin: .5rem 0 .3rem}
button:hover, button:focus-visible {border-color: var(--st-primary-color); color: var(--st-primary-color)}
a {font-size: .85rem; color: var(--st-link-color)}
"""
_JS = """
export default function({parentElement, data}) {
  const [table, format] = parentElement.querySelectorAll('select');
  const field = parentElement.querySelector('input'), button = parentElement.querySelector('button');
  const index = parentElement.querySelector('a');
  const here = window.location.href.replace('/~/+/', '/');
  parentElement.querySelectorAll('label span').forEach((e, i) => { e.textContent = [data.table, data.format][i]; });
  const fill = (select, options) => {
    const chosen = select.value;
    select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
    if (options.some(([value]) => value === chosen)) select.value = chosen;
  };
  fill(table, data.tables.map(one => [one.name, one.label]));
  fill(format, data.formats.map(one => [one, one === 'parquet' ? 'Parquet' : one.toUpperCase()]));
  const show = () => {
    const query = data.tables.find(one => one.name === table.value).query;
    field.value = new URL(`data/${table.value}.${format.value}?${query}`, here).href;
  };
  table.onchange = format.onchange = show;
  show();
  field.setAttribute('aria-label', data.field);
  field.onfocus = () => field.select();
  button.textContent = data.copy;
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = data.done;
    } catch {
      field.focus(); field.select();
      button.textContent = document.execCommand('copy') ? data.done : data.manual;
    }
    setTimeout(() => { button.textContent = data.copy; }, 2500);
  };
  index.textContent = data.index;
  index.href = new URL(`data/?lang=${data.lang}`, here).href;
}
"""
_panel = st.components.v2.component("data_address", html=_HTML, css=_CSS, js=_JS)


def behind(view: View, page: Page) -> tuple[str, ...]:
    """The tables that a page's rows are of, the nearest first."""
    if page.name == "data":
        return (view.one("table") or library_data.TABLES[0],)
    return BEHIND.get(page.name, ())


def query(view: View, page: Page, table: str) -> str:
    """The query string that gives a page's rows of a table: the page's own, without filters the table does not have."""
    params: Mapping[str, list[str]] = link.serialise(view, page)
    many = {own.name: own.default for own in page.own}
    kept = {}
    for name, held in params.items():
        values = [many[name]] if name in page.idle else held
        everything = values in ([many.get(name)], [link.ALL], [link.NONE])
        if name in NARROWS[table] or everything or name not in _narrowing():
            kept[name] = values
    if page.name == "overview" and table == "judgements":
        kept["show"] = ["targets"]  # 总览 speaks of targets, with or without an achievement
    return urlencode(kept, doseq=True)


def _narrowing() -> set[str]:
    return {name for names in NARROWS.values() for name in names}


def absolute(view: View, page: Page, table: str, form: str) -> str:
    """The whole address of a page's rows of a table in one of by_address.FORMATS, as the reader's browser would ask."""
    here = (st.context.url or "").replace("/~/+/", "/") + ("/" if page.name == pages.NAMES[0] else "")
    return urljoin(here, f"data/{table}.{form}?{query(view, page, table)}")


def show(seen: Visit) -> None:
    """The panel in the sidebar; where the routes are not served, a line that says so."""
    words, page = seen.words, seen.page
    with st.sidebar:
        st.header(words("address.title"), anchor=False)
        if not routes.served():
            st.caption(words("address.absent"))
            if page.name != "data":
                st.page_link("views/data.py", label=words("address.to_data"), query_params={"lang": words.lang})
            return
        view = visit.current()
        tables = behind(view, page)
        if not tables:
            st.markdown(f"[{words('address.index')}](data/?lang={words.lang})")
            return
        st.caption(words("address.about", programs=words("list.and").join(PROGRAMS)))
        _panel(
            data={
                "tables": [
                    {"name": one, "label": words(f"address.{one}"), "query": query(view, page, one)} for one in tables
                ],
                "formats": list(FORMATS), "lang": words.lang, "table": words("address.table"),
                "format": words("address.format"), "field": words("address.field"), "copy": words("address.copy"),
                "done": words("address.done"), "manual": words("address.manual"), "index": words("address.index"),
            },
            key="data_address",
        )  # fmt: skip
