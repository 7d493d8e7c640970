"""From report files to the three tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from extract import catalogue, figures, files
from extract.corrections import NONE, Corrections
from extract.figures import Reading
from extract.files import Document, Sidecar, Source, UnreadableError
from extract.ids import figure_id
from extract.record import Figure
from extract.schema import DOCUMENTS, FIGURES, PROBLEMS
from extract.tables import write_tables


@dataclass(frozen=True)
class Tables:
    """The tables of a build, with rows in their final order."""

    figures: pa.Table
    documents: pa.Table
    problems: pa.Table

    def write(self, folder: Path) -> None:
        """Write the tables to ``folder``: all of them, or none."""
        write_tables({folder / f"{name}.parquet": getattr(self, name) for name in ("documents", "figures", "problems")})


def build(
    paths: list[Path], progress: Callable[[list[Source]], Iterable[Source]] = iter, corrections: Corrections = NONE
) -> Tables:
    """Read report files and folders.

    Args:
        paths: files, or folders that are searched for .txt files.
        progress: wraps the list of files, to show how far the work is.
        corrections: what people corrected.

    Raises:
        CorrectionError: a correction of one of the reports cannot be applied.
    """
    sources, trouble = files.find(paths)
    figure_rows, document_rows = [], []
    problem_rows = [_problem(name, error) for name, error in trouble]
    seen: dict[str, str] = {}
    for source in progress(sources):
        try:
            document = files.load(source)
            beside = files.sidecar(source.path)
        except UnreadableError as error:
            problem_rows.append(_problem(source.name, error))
            continue
        if document.document_id in seen:
            same = UnreadableError(
                "与另一份报告内容相同", f"文字与 {seen[document.document_id]} 完全一样", "只保留一份即可"
            )
            problem_rows.append(_problem(source.name, same) | {"document_id": document.document_id})
            continue
        seen[document.document_id] = source.name
        figure_part, document_part, problem_part = rows(document, beside, corrections)
        figure_rows += figure_part
        document_rows += document_part
        problem_rows += problem_part
    return Tables(
        pa.Table.from_pylist(figure_rows, FIGURES),
        pa.Table.from_pylist(document_rows, DOCUMENTS),
        pa.Table.from_pylist(problem_rows, PROBLEMS),
    )


def rows(
    document: Document, beside: Sidecar | None = None, corrections: Corrections = NONE
) -> tuple[list[dict], list[dict], list[dict]]:
    """The rows of one document for the figures, documents and problems tables.

    Raises:
        CorrectionError: a correction of the document cannot be applied.
    """
    beside = beside or Sidecar()
    reading = figures.read_text(document.text, document.source)
    facts = replace(
        reading.facts,
        title=reading.facts.title or beside.title,
        issuer=beside.issuer or reading.facts.issuer,
        published=reading.facts.published or beside.published,
    )
    reading = replace(reading, facts=facts)
    made: dict[str, dict] = {}
    for figure in reading.figures:
        row = _figure_row(document, reading, figure)
        same = made.setdefault(row["figure_id"], row)
        if same["region"] != row["region"]:  # one number of each of several places
            place = row["region_code"] or row["region"]
            row["figure_id"] = figure_id(document.document_id, figure.start, figure.end, f"{figure.name}|{place}")
            made.setdefault(row["figure_id"], row)
    about = _document_row(document, reading)
    corrected = corrections.apply(list(made.values()), about)
    return corrected, [about], _problem_rows(document, reading, corrected)


def _figure_row(document: Document, reading: Reading, figure: Figure) -> dict:
    region = figure.region
    return {
        "figure_id": figure_id(document.document_id, figure.start, figure.end, figure.name),
        "document_id": document.document_id,
        "source": document.source,
        "title": reading.facts.title,
        "issuer": reading.facts.issuer,
        "published": reading.facts.published,
        "section": figure.section,
        "quote": document.text[figure.quote_start : figure.quote_end],
        "quote_start": figure.quote_start,
        "start": figure.start,
        "end": figure.end,
        "value_text": document.text[figure.start : figure.end],
        "value": float(figure.value),
        "value_high": None if figure.high is None else float(figure.high),
        "unit": figure.unit,
        "indicator": figure.name,
        "indicator_id": figure.indicator.id if figure.indicator else None,
        "indicator_text": figure.words,
        "domain": figure.indicator.domain if figure.indicator else catalogue.load().domain(figure.name),
        "kind": figure.kind,
        "comparator": figure.comparator,
        "basis": figure.basis,
        "complete": figure.complete,
        "year": figure.year,
        "as_of": figure.as_of,
        "region": region.name if region else None,
        "region_code": (region.code or None) if region else None,
        "region_level": (region.level or None) if region else None,
        "rule": figure.rule,
        "confidence": "sure" if figure.sure else "unsure",
    }


def _document_row(document: Document, reading: Reading) -> dict:
    home = reading.home
    return {
        "document_id": document.document_id,
        "source": document.source,
        "sha256": document.sha256,
        "title": reading.facts.title,
        "issuer": reading.facts.issuer,
        "region": home.name if home else None,
        "region_code": (home.code or None) if home else None,
        "published": reading.facts.published,
        "year": reading.facts.year,
        "text": document.text,
    }


def _problem_rows(document: Document, reading: Reading, made_rows: list[dict]) -> list[dict]:
    added = {(row["start"], row["end"]) for row in made_rows if row["confidence"] == "checked"}
    about = {"source": document.source, "document_id": document.document_id}
    made = [
        about
        | {
            "start": unread.start,
            "end": unread.end,
            "problem": "没有读出指标",
            "reason": f"“{document.text[unread.start : unread.end]}”前后找不到它衡量什么",
            "advice": "请对照原文；若是统计数字，可在 data/reference/words/names.yml 补充词语",
        }
        for unread in reading.unread
        if (unread.start, unread.end) not in added
    ]
    if not made_rows:
        made.append(
            about
            | {
                "problem": "没有读出任何数字",
                "reason": "正文里没有带指标的数字",
                "advice": "请确认文件是报告正文，而不是目录、通知或网页外壳",
            }
        )
    elif reading.home is None:
        made.append(
            about
            | {
                "problem": "不知道是哪个地区的报告",
                "reason": "标题、发文机关和正文都没有写明",
                "advice": "请把标题或发文机关一并存进文件",
            }
        )
    return made


def _problem(source: str, error: UnreadableError) -> dict:
    return {"source": source, "problem": error.problem, "reason": error.reason, "advice": error.advice}
