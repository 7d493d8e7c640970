"""The columns of the tidy tables, their types and what they mean.

One row of ``figures`` is one quoted figure. Every row points at its
characters: ``documents.text[start:end] == value_text``. The column docs below
travel in the Parquet schema's metadata, so a downloaded file explains itself.
"""

from __future__ import annotations

import pyarrow as pa

KINDS = ("achieved", "target", "baseline", "benchmark")
COMPARATORS = ("=", ">=", ">", "<=", "<", "~")
BASES = ("level", "change")
CONFIDENCES = ("checked", "sure", "unsure")
REGION_LEVELS = ("国", "省", "市", "县")

# Bumped when a column is added, dropped or changes its meaning.
FORMAT_VERSION = "1"

_WORD = pa.dictionary(pa.int8(), pa.string())


def column(name: str, kind: pa.DataType, doc: str, unit: str = "") -> pa.Field:
    """A nullable column whose description (and unit of measure) stand in its metadata."""
    metadata = {"doc": doc}
    if unit:
        metadata["unit"] = unit
    return pa.field(name, kind, metadata=metadata)


FIGURES = pa.schema(
    [
        column("figure_id", pa.string(), "stable id made of the document, the span and the name"),
        column("document_id", pa.string(), "id of the report, from the bytes of its text"),
        column("source", pa.string(), "file the report was read from, relative to the folder that was given"),
        column("title", pa.string(), "title of the report; empty where it has none"),
        column("issuer", pa.string(), "body that issued the report; empty where unknown"),
        column("published", pa.date32(), "date of publication; null where unknown"),
        column("section", pa.string(), "headings above the figure, outermost first, joined by ' / '"),
        column("quote", pa.string(), "the sentence that states the figure, as the report has it"),
        column("quote_start", pa.int32(), "where the quote begins in documents.text", "characters"),
        column("start", pa.int32(), "where value_text begins in documents.text", "characters"),
        column("end", pa.int32(), "where value_text ends (exclusive) in documents.text", "characters"),
        column("value_text", pa.string(), "the number with its unit, as quoted"),
        column("value", pa.float64(), "the number in the base unit, 万 and 亿 multiplied out; percent stays percent"),
        column("value_high", pa.float64(), "upper bound, only where the report gives a range"),
        column(
            "unit", pa.string(), "base unit: %, ‰, /万, /10万, 百分点, 人/千人, 元, 家 ...; empty where there is none"
        ),
        column(
            "indicator",
            pa.string(),
            "standard name where the catalogue knows it and the report's own words are near it, "
            "else these words cleaned; indicator_id joins all spellings",
        ),
        column(
            "indicator_id",
            pa.string(),
            "id in data/reference/indicators.csv; null where the catalogue does not know it",
        ),
        column("indicator_text", pa.string(), "the words the name was taken from, as written"),
        column("domain", pa.string(), "field of work: 妇幼, 资源, 公卫 ...; 其他 where the catalogue does not know it"),
        column(
            "kind",
            _WORD,
            "achieved, target, baseline (the earlier value of a from-to pair) or benchmark (somebody else's value)",
        ),
        column("comparator", _WORD, "= >= > <= < or ~ (about)"),
        column("basis", _WORD, "level: a value; change: a rise or (negative) fall against an earlier value"),
        column("complete", pa.bool_(), "true where the percent is of a task or plan, else false"),
        column(
            "year", pa.int16(), "year the value is of, or is to be reached by; null where it cannot be known", "year"
        ),
        column("as_of", pa.date32(), "date the value was taken at, where the report names one"),
        column("region", pa.string(), "smallest named place the figure is of, by its full name; 全国 for the nation"),
        column(
            "region_code",
            pa.string(),
            "GB/T 2260 code of the region (100000 for 全国); null where it has none, as a town or a zone",
        ),
        column("region_level", pa.string(), "国, 省, 市 or 县; null where unknown"),
        column("rule", pa.string(), "names of the rules that made the row, joined by '+'"),
        column("confidence", _WORD, "checked (by a person), sure or unsure"),
    ],
    metadata={"table": "figures", "doc": "one row a figure quoted in a report"},
)

DOCUMENTS = pa.schema(
    [
        column("document_id", pa.string(), "id of the report, from the bytes of its text"),
        column("source", pa.string(), "file the report was read from, relative to the folder that was given"),
        column("sha256", pa.string(), "SHA-256 of the file's bytes"),
        column("title", pa.string(), "title of the report; empty where it has none"),
        column("issuer", pa.string(), "body that issued the report; empty where unknown"),
        column("region", pa.string(), "place the report speaks for, by its full name; null where unknown"),
        column("region_code", pa.string(), "GB/T 2260 code of that place"),
        column("published", pa.date32(), "date of publication; null where unknown"),
        column(
            "year", pa.int16(), "the report's own year: the year reviewed, or planned where nothing is reviewed", "year"
        ),
        column("text", pa.string(), "the report's text, character for character; offsets of figures count in it"),
    ],
    metadata={"table": "documents", "doc": "one row a report"},
)

PROBLEMS = pa.schema(
    [
        column("source", pa.string(), "file that could not be read, or the report the problem is in"),
        column("document_id", pa.string(), "id of the report; null where it could not be read at all"),
        column(
            "start", pa.int32(), "where the trouble begins in documents.text; null for the whole file", "characters"
        ),
        column("end", pa.int32(), "where it ends (exclusive)", "characters"),
        column("problem", pa.string(), "what could not be read"),
        column("reason", pa.string(), "why"),
        column("advice", pa.string(), "what to do about it"),
    ],
    metadata={"table": "problems", "doc": "what could not be read, why, and what to do"},
)

TABLES = {"figures": FIGURES, "documents": DOCUMENTS, "problems": PROBLEMS}
