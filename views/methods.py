"""The page 方法: formulas, words with worked examples, columns, accuracy as measured, limits, versions and sources."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from importlib import metadata

import pandas as pd
import streamlit as st

from extract.schema import FIGURES, FORMAT_VERSION
from metrics.schema import JUDGEMENTS
from views import (
    accuracy,
    captions,
    columns,
    data_table,
    examples,
    frame,
    method_text,
    numbers,
    reference,
    sentences,
    visit,
)
from views.examples import Example
from views.visit import Visit
from views.words import Words

_NAMES = {
    "judging": "methods.section_judging", "pace": "methods.section_pace", "words": "methods.section_words",
    "ledger": "methods.section_ledger", "columns": "methods.section_columns", "accuracy": "methods.section_accuracy",
    "limits": "methods.section_limits", "about": "methods.section_about",
}  # fmt: skip
# What a build of the tables and of the page depends on.
PACKAGES = ("streamlit", "duckdb", "pyarrow", "pandas", "plotly", "jieba")
# Decimals of a ratio in a worked example; the columns have all of them.
_SHOWN = 2


def choose(seen: Visit) -> str:
    """Which section is shown, with the way to the others; it stands in the address."""
    words, chosen = seen.words, seen.view.one("section") or method_text.SECTIONS[0]
    st.session_state["method_section"] = chosen
    st.pills(
        words("methods.sections"), method_text.SECTIONS, key="method_section", required=True,
        label_visibility="collapsed", format_func=lambda one: words(_NAMES[one]),
        on_change=lambda: visit.set_own(section=(st.session_state["method_section"],)),
    )  # fmt: skip
    return chosen


def prose(seen: Visit, section: str) -> None:
    """A section of docs/METHODS.md, in the language of the page; formulas are set by the browser, offline too."""
    st.markdown(method_text.method(seen.words.lang, section))


def words_of_verdicts(seen: Visit) -> None:
    """What each word means, with an example that metrics judges as it does a report's figures."""
    words = seen.words
    st.caption(words("methods.examples", place=words("methods.place")))
    groups = {
        "methods.level": (examples.LEVELS, _level_numbers),
        "methods.direction": (examples.DIRECTIONS, _direction_numbers),
        "methods.pace": (examples.PACES, _pace_numbers),
    }
    for title, (listed, told) in groups.items():
        st.header(words(title), anchor=False)
        st.markdown("\n".join(_item(one, told(examples.judged(one, words("methods.place"))), words) for one in listed))


def _item(example: Example, numbers_told: Mapping[str, str], words: Words) -> str:
    """A word as a list item: meaning, example, arithmetic."""
    row = examples.judged(example, words("methods.place"))
    lines = [
        words("methods.word", word=f"**{frame.plain(words(example.shown))}**", meaning=words(example.word)),
        words("methods.example", text=frame.plain(sentences.of_judgements([row], words))),
    ]
    if numbers_told:
        lines.append(frame.plain(words(numbers_told["key"], **{k: v for k, v in numbers_told.items() if k != "key"})))
    return "- " + "  \n  ".join(lines)


def _level_numbers(row: Mapping) -> dict[str, str]:
    if row["distance"] is None or row["level"] is None:
        return {}
    names = ("achieved_value", "target_value", "distance")
    return {"key": "methods.level_numbers"} | {name: _number(row[name]) for name in names}


def _direction_numbers(row: Mapping) -> dict[str, str]:
    if row["direction_change"] is None:
        return {}
    names = ("achieved_value", "baseline_value", "direction_change", "direction_tolerance")
    return {"key": "methods.direction_numbers"} | {name: _number(row[name]) for name in names}


def _pace_numbers(row: Mapping) -> dict[str, str]:
    if row["pace_ratio"] is None:
        return {}
    made, spent = (_number(round(row[name] * 100, _SHOWN)) for name in ("progress_made", "time_spent"))
    ratio = _number(round(row["pace_ratio"], _SHOWN))
    return {"key": "methods.pace_numbers", "made": made, "spent": spent, "ratio": ratio}


def _number(value: float) -> str:
    """A number with a minus sign, not a hyphen."""
    return numbers.plain(value).replace("-", "−")


def all_columns(seen: Visit) -> None:
    """Every column of figures and judgements: its header, its name in the files, what it holds."""
    words = seen.words
    for table, schema in (("figures", FIGURES), ("judgements", JUDGEMENTS)):
        st.header(words(f"table.{table}"), anchor=False)
        st.caption(words("methods.figures_row" if table == "figures" else "methods.judgements_row"))
        _table(words, data_table.glossary(table, schema, words), words(f"table.{table}"), glossary=True)


def measured(seen: Visit) -> None:
    """Accuracy as measured, with the day and what it was measured on."""
    words = seen.words
    try:
        found = accuracy.load()
    except accuracy.AccuracyMissing as error:
        st.info(words("accuracy.missing", reason=str(error)))
        st.code(accuracy.COMMAND, language=None)
        return
    gold = found["tiers"]["all"]["gold"]
    names = accuracy.reports(found)
    st.markdown(words("accuracy.about", day=captions.day(found["measured"], words), n=len(names), gold=gold))
    st.caption(frame.plain(words("list.and").join(names)))
    st.header(words("accuracy.found_and_right"), anchor=False)
    st.caption(words("accuracy.means"))
    _table(words, accuracy.tiers(found, words), words("accuracy.found_and_right"))
    st.header(words("accuracy.by_field"), anchor=False)
    header = {name: columns.header("figures", name, words) for name in accuracy.FIELDS}
    _table(words, accuracy.fields(found, words, header), words("accuracy.by_field"))
    st.header(words("accuracy.by_confidence"), anchor=False)
    _table(words, accuracy.confidence(found, words), words("accuracy.by_confidence"))
    st.markdown(words("accuracy.cases", **found["cases"]))
    st.info(words("accuracy.caution"))


def about(seen: Visit) -> None:
    """Versions, the build, the licence, and the reference tables with their sources."""
    words, library = seen.words, seen.library
    st.header(words("methods.versions"), anchor=False)
    facts = [
        (words("export.build"), library.build),
        (words("methods.built"), captions.day(captions.built(library), words)),
        (words("methods.format"), FORMAT_VERSION),
        ("Python", platform.python_version()),
        *((name, metadata.version(name)) for name in PACKAGES),
    ]
    _pairs(words, facts, ("methods.what", "methods.version"))
    st.header(words("methods.licence"), anchor=False)
    st.markdown(method_text.readme(words.lang, "licence"))
    st.header(words("methods.reference"), anchor=False)
    st.caption(words("methods.reference_about"))
    held = {name: f"{n:,}" for name, n in reference.counts().items()}
    rows = [(name, words(holds, **held), words(source)) for name, holds, source in reference.TABLES]
    _pairs(words, rows, ("methods.file", "methods.holds", "methods.source"))
    st.header(words("methods.region_sources"), anchor=False)
    sources = [(name, licence, words(use)) for name, licence, use in reference.SOURCES]
    _pairs(words, sources, ("methods.source", "methods.licence", "methods.used_for"))


def _pairs(words: Words, rows: Sequence[tuple[str, ...]], headers: Sequence[str]) -> None:
    frame_of = pd.DataFrame(rows, columns=[words(key) for key in headers])
    _table(words, frame_of, words(headers[0]))


def _table(words: Words, rows: pd.DataFrame, alt: str, glossary: bool = False) -> None:
    """A table of words as text, so that it can be searched and printed."""
    shown = rows.rename(columns={name: words(f"glossary.{name}") for name in rows.columns}) if glossary else rows
    # A table shows its cells as Markdown; here they are plain words.
    st.table(shown.map(lambda cell: frame.plain(str(cell))), hide_index=True, alt=alt)


def page(seen: Visit) -> None:
    """The page: which section, and the section."""
    words = seen.words
    st.title(words("page.methods"), anchor=False)
    st.caption(words("page.methods.about"))
    section = choose(seen)
    with st.container(key="method_text"):
        if section == "words":
            words_of_verdicts(seen)
        elif section == "columns":
            all_columns(seen)
        elif section == "accuracy":
            measured(seen)
        elif section == "limits":
            st.markdown(method_text.readme(words.lang, "limits"))
        elif section == "about":
            about(seen)
        else:
            prose(seen, section)


page(st.session_state["visit"])
