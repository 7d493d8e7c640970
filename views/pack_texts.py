"""What people read of an evidence pack: README.txt in both languages, and the page of quotes."""

from __future__ import annotations

import html
from collections.abc import Mapping

from extract.pack import CORRECTIONS, MANIFEST, METHOD, NATIONAL, QUOTES
from views import captions, evidence, numbers
from views.evidence import EvidenceError
from views.library import Library
from views.library_pack import Evidence
from views.link import LANGUAGES, Page
from views.pack_charts import Charts
from views.words import Words

# What checks a pack.
COMMAND = "python -m extract verify"
_CSS = """
:root {color-scheme: light dark}
body {font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; line-height: 1.7;
  max-width: 60rem; margin: 0 auto; padding: 1rem 1.2rem 3rem; overflow-wrap: anywhere}
h2 {margin: 2.4rem 0 .2rem; font-size: 1.2rem}
h3 {margin: 1.4rem 0 .2rem; font-size: 1rem}
p {margin: .2rem 0; font-size: .9rem}
blockquote {margin: .2rem 0; padding: .4rem .9rem; border-left: 4px solid #1f5f8b; background: rgba(128,140,152,.12);
  white-space: pre-wrap}
mark {background: #ffd84d; color: #1d2733; font-weight: 700}
code {font-size: .85rem}
section {break-inside: avoid}
"""


def readme(
    library: Library, page: Page, address: str, found: Evidence, drawn: Charts, programs: Mapping[str, str]
) -> str:  # fmt: skip
    """What the pack is, what is in it and how to check it, in Chinese and English."""
    return "\n\n".join(_readme(Words(lang), library, page, address, found, drawn, programs) for lang in LANGUAGES)


def _readme(
    words: Words, library: Library, page: Page, address: str, found: Evidence, drawn: Charts,
    programs: Mapping[str, str],
) -> str:  # fmt: skip
    day = captions.day(captions.built(library), words)
    contents = {
        "figures.parquet, figures.csv": words("pack.readme.figures", n=found.figures.num_rows, shown=found.shown),
        "judgements.parquet, judgements.csv": words("pack.readme.judgements", n=found.judgements.num_rows),
        "documents/": words("pack.readme.documents", n=len(found.documents), start="start", end="end"),
        QUOTES: words("pack.readme.quotes"),
        "charts/": _charts(words, drawn),
        NATIONAL: words("pack.readme.national", n=len(found.nation)) if found.nation else "",
        CORRECTIONS: words("pack.readme.corrections", n=len(found.corrected)) if found.corrected else "",
        METHOD: words("pack.readme.method"),
        MANIFEST: words("pack.readme.manifest", digest="SHA-256"),
    }
    versions = ", ".join(f"{name} {number}" for name, number in programs.items())
    return "\n".join([
        words("pack.readme.title"), "",
        words("pack.readme.about"), "",
        words("pack.readme.page", page=words(f"page.{page.name}")),
        words("pack.readme.address", address=address),
        words("pack.readme.build", build=library.build, date=day),
        words("pack.readme.versions", versions=versions), "",
        words("pack.readme.contents"),
        *(f"  {words('pack.readme.line', file=file, text=text)}" for file, text in contents.items() if text), "",
        words("pack.readme.check", folder="FOLDER", default="data/reports"),
        f"  {COMMAND} PACK.zip",
        f"  {COMMAND} PACK.zip --reports FOLDER", "",
        words("pack.readme.limits", method=METHOD), "",
    ])  # fmt: skip


def _charts(words: Words, drawn: Charts) -> str:
    if drawn.lacking:
        return words("pack.readme.no_images", reason=words(f"paper.reason_{drawn.lacking}"))
    if not drawn.files:
        return words("pack.readme.no_charts")
    return words("pack.readme.charts", n=len(drawn.files) // 2, file=MANIFEST)


def quotes(library: Library, words: Words, page: Page, address: str, found: Evidence) -> str:
    """Every sentence with its number marked, by report, as a page that opens without the net."""
    by_report: dict[str, list[dict]] = {}
    for row in found.figures.to_pylist():
        by_report.setdefault(row["document_id"], []).append(row)
    parts = [_report(one, by_report[one["document_id"]], words) for one in found.documents]
    title = words("pack.quotes.title", page=words(f"page.{page.name}"))
    build = words("caption.build", build=library.build, date=captions.day(captions.built(library), words))
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if words.lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>{_CSS}</style>\n</head>\n<body>\n<h1>{html.escape(title)}</h1>\n"
        f"<p>{html.escape(build)}</p>\n<p>{html.escape(address)}</p>\n{''.join(parts)}{_nation(found, words)}"
        "</body>\n</html>\n"
    )


def _report(document: Mapping, rows: list[dict], words: Words) -> str:
    facts = [document["issuer"], document["published"] and document["published"].isoformat(), document["source"]]
    about = " · ".join(str(fact) for fact in facts if fact)
    return (
        f"<h2>{html.escape(document['title'] or document['source'] or document['document_id'])}</h2>\n"
        f"<p>{html.escape(about)}<br><code>sha256 {document['sha256']}</code></p>\n"
        f"{''.join(_figure(row, words) for row in rows)}"
    )


def _figure(row: Mapping, words: Words) -> str:
    year = words("year.unknown") if row["year"] is None else words("year", year=row["year"])
    head = " · ".join(part for part in (row["indicator"], row["region"], year, words(f"kind.{row['kind']}")) if part)
    try:
        sentence = evidence.marked_quote(row)
    except EvidenceError:
        sentence = html.escape(row["quote"])
    where = words("pack.quotes.where", start=row["start"] + 1, end=row["end"])
    facts = " · ".join(part for part in (row["section"], where) if part)
    return (
        f"<section><h3>{html.escape(head)}</h3>\n"
        f'<blockquote data-figure="{html.escape(row["figure_id"])}">{sentence}</blockquote>\n'
        f"<p>{html.escape(facts)} · <code>{html.escape(row['figure_id'])}</code></p></section>\n"
    )


def _nation(found: Evidence, words: Words) -> str:
    """The national targets and values, with where they stand; they are quoted in no report."""
    if not found.nation:
        return ""
    items = []
    for row in found.nation:
        value = numbers.figure(row.value, row.value_high, row.comparator, row.unit, "level", words)
        said = " · ".join(
            part
            for part in (words(f"national.{row.kind}"), words("year", year=row.year), value, row.document, row.locator,
                         words("national.checked" if row.checked else "national.unchecked"))
            if part
        )  # fmt: skip
        items.append(f"<p><code>{html.escape(row.id)}</code> {html.escape(said)}</p>\n")
    return f"<h2>{html.escape(words('pack.quotes.national', file=NATIONAL))}</h2>\n{''.join(items)}"
