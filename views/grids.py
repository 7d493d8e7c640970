"""Tables of links as HTML: the matrix of indicators and regions, promises, reports. A frame in, HTML out."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping

import pandas as pd

from views import charts, charts_changes, paces
from views.words import Words

# The link of a row.
Href = Callable[[Mapping], str]


def matrix(
    cells: pd.DataFrame, words: Words, href: Href, rows: int, columns: int, method: str = paces.METHODS[0]
) -> str:
    """Indicators down, regions across; a cell says by icon, word and colour how its target stands.

    ``cells`` are rows of ``library_overview.matrix``; at most ``rows`` indicators and ``columns``
    regions are drawn. ``href`` gives the link of a cell; ``method`` is how the pace is told.
    """
    indicators = list(dict.fromkeys(cells["indicator"]))[:rows]
    places = cells.drop_duplicates("region").sort_values(["region_code", "region"], na_position="last")["region"]
    regions = list(places)[:columns]
    found = {(cell["indicator"], cell["region"]): cell for cell in cells.to_dict("records")}
    head = "".join(f'<th scope="col">{html.escape(region)}</th>' for region in regions)
    body = "".join(
        f'<tr><th scope="row">{html.escape(indicator)}</th>'
        + "".join(_cell(found.get((indicator, region)), words, href, method) for region in regions)
        + "</tr>"
        for indicator in indicators
    )
    return table("matrix", words("matrix.alt"), f'<th scope="col">{words("column.indicator")}</th>{head}', body)


def _cell(cell: Mapping | None, words: Words, href: Href, method: str) -> str:
    if cell is None:
        return f'<td class="nothing"><span aria-label="{html.escape(words("matrix.nothing"))}">·</span></td>'
    year = words("year.unknown") if pd.isna(cell["year"]) else words("year", year=cell["year"])
    more = words("matrix.more", n=cell["n"]) if cell["n"] > 1 else ""
    target = charts.target_label(cell, words)
    done = "" if cell["verdict"] == "pending" else charts.achieved_label(cell, words)
    paced = paces.label(cell, words, method)
    said = " · ".join(part for part in (cell["indicator"], cell["region"], year, done, target, paced) if part)
    pace = f"<small>{html.escape(paced)}</small>" if paced else ""
    return (
        f'<td class="is-{cell["verdict"]}"><a href="{html.escape(href(cell))}" title="{html.escape(said)}">'
        f"<b>{charts.verdict_label(cell['verdict'], words)}</b><small>{html.escape(year + more)}</small>{pace}</a></td>"
    )


def promises(rows: pd.DataFrame, words: Words, href: Href) -> str:
    """Targets without an answer: region, indicator as a link, what was promised, for when, in which report."""
    told = rows["status"].notna().any()
    names = ("region", "indicator", "target_value", "target_year", *(["status"] if told else []))
    head = "".join(f'<th scope="col">{words(f"column.{name}")}</th>' for name in names)
    head += f'<th scope="col">{words("evidence.report")}</th>'
    body = ""
    for row in rows.to_dict("records"):
        year = words("year.unknown") if pd.isna(row["target_year"]) else words("year", year=row["target_year"])
        cells = (
            html.escape(row["region"] or ""),
            f'<a href="{html.escape(href(row))}">{html.escape(row["indicator"])}</a>',
            html.escape(charts.target_label({**row, "target_year": row["year"]}, words)),
            html.escape(year),
            *([html.escape(status(row, words))] if told else []),
            html.escape(row["report"] if isinstance(row["report"], str) else ""),
        )
        body += "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    return table("promises", words("promises.alt", n=len(rows)), head, body)


def status(row: Mapping, words: Words) -> str:
    """What came of a promise, as the ledger has it, with an icon; empty where it does not say."""
    return words(f"status.{row['status']}") if isinstance(row["status"], str) else ""


def changes(rows: pd.DataFrame, words: Words, href: Href) -> str:
    """The largest moves: indicator as a link, region, both values with their years, how far, to which side."""
    names = ("column.indicator", "column.region", "changes.journey", "changes.size", "changes.side", "changes.since")
    head = "".join(f'<th scope="col">{words(name)}</th>' for name in names)
    body = ""
    for row in rows.to_dict("records"):
        cells = (
            f'<a href="{html.escape(href(row))}">{html.escape(row["indicator"])}</a>',
            html.escape(row["region"] or ""),
            html.escape(charts_changes.journey(row, words)),
            html.escape(charts_changes.moved(row, words)),
            html.escape(f"{charts_changes.ICONS[row['side']]} {words('changes.' + row['side'])}"),
            html.escape(row["baseline_document"] or ""),
        )
        body += "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    return table("changes", words("changes.twin", n=len(rows)), head, body)


def reports(rows: pd.DataFrame, words: Words, href: Callable[[str], str]) -> str:
    """Reports: title as a link, region, year, figures read, how many unsure, and the page it was published on."""
    names = ("evidence.report", "column.region", "column.year", "reports.figures", "reports.unsure", "evidence.issuer",
             "evidence.published", "reports.url")  # fmt: skip
    known = rows["url"].notna().any()
    head = "".join(f'<th scope="col">{words(name)}</th>' for name in names if known or name != "reports.url")
    body = ""
    for row in rows.to_dict("records"):
        url = row["url"] if isinstance(row["url"], str) and row["url"].startswith(("https://", "http://")) else None
        cells = [
            f'<a href="{html.escape(href(row["document_id"]))}">{html.escape(row["title"])}</a>',
            *(html.escape(str(row[name])) if _is(row[name]) else "" for name in ("region", "year", "figures", "unsure",
                                                                                  "issuer", "published")),
        ]  # fmt: skip
        if known:
            cells.append(f'<a href="{html.escape(url)}" rel="noopener">{words("reports.open")}</a>' if url else "")
        body += "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    return table("reports", words("reports.alt", n=len(rows)), head, body)


def _is(value: object) -> bool:
    return value is not None and not pd.isna(value)


def table(name: str, label: str, head: str, body: str) -> str:
    """A table in a box of its own that scrolls, by the keyboard too, and never the page."""
    label = html.escape(label)
    return (
        f'<div class="grid-box" tabindex="0" role="region" aria-label="{label}"><table class="grid grid-{name}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def kept(rows: pd.DataFrame, words: Words, href: Href) -> str:
    """Every target of one region: what was promised, for when, and what came of it."""
    names = ("indicator", "target_value", "target_year", "verdict", "achieved_value")
    head = "".join(f'<th scope="col">{words(f"column.{name}")}</th>' for name in names)
    told = rows["status"].notna().any()
    head += f'<th scope="col">{words("column.status")}</th>' if told else ""
    body = ""
    for row in rows.to_dict("records"):
        year = words("year.unknown") if pd.isna(row["target_year"]) else words("year", year=row["target_year"])
        cells = [
            f'<a href="{html.escape(href(row))}">{html.escape(row["indicator"])}</a>',
            html.escape(charts.target_label({**row, "target_year": row["year"]}, words)),
            html.escape(year),
            html.escape(charts.verdict_label(row["verdict"], words)),
            "" if row["verdict"] == "pending" else html.escape(charts.achieved_label(row, words)),
        ]
        if told:
            cells.append(html.escape(status(row, words)))
        body += "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    return table("kept", words("kept.alt", n=len(rows)), head, body)
