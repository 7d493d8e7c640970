"""The page 原文: the text as it stands, its marks, the row in words, and the entries that correct it."""

from __future__ import annotations

import datetime as dt
import html
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import corrections
from extract.schema import FIGURES, PROBLEMS
from metrics.schema import JUDGEMENTS
from views import columns, correction, correction_fields, library_reports, reading, row, rules
from views.library import Library, TableMissing
from views.words import Words

ZH = Words("zh")
WHO = {"why": "个位数在下一行", "by": "王芳", "on": dt.date(2023, 2, 1)}


def plain(marked: str) -> str:
    """What a reader sees and copies of HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", marked))


def figure(start: int, end: int, quote: tuple[int, int], name: str = "f", **fields: str) -> dict:
    return {
        "figure_id": name, "start": start, "end": end, "quote_start": quote[0], "quote_end": quote[1],
        "kind": "achieved", "confidence": "sure", "indicator": "率", "value_text": "95%",
    } | fields  # fmt: skip


def test_the_reports_are_listed_with_their_figures(library: Library, tables: Path):
    listed = library_reports.reports(library)
    assert len(listed) == 5
    counts = pq.read_table(tables / "figures.parquet")["document_id"].value_counts().to_pylist()
    assert {one["document_id"]: one["figures"] for one in listed} == {one["values"]: one["counts"] for one in counts}


def test_every_report_is_shown_character_for_character_with_every_figure_marked(library: Library):
    for listed in library_reports.reports(library):
        document = library_reports.report(library, listed["document_id"])
        figures = library_reports.figures(library, listed["document_id"])
        shown = reading.marked(document["text"], figures, ZH)
        assert plain(shown) == document["text"]
        marks = dict.fromkeys(one["figure_id"] for one in figures)
        for ids, body in re.findall(r'<mark [^>]*data-ids="([^"]*)"[^>]*>([^<]*)</mark>', shown):
            for one in ids.split():
                marks[one] = (marks[one] or "") + html.unescape(body)
        assert marks == {one["figure_id"]: one["value_text"] for one in figures}


def test_the_shell_of_the_hijacked_page_is_dimmed_and_holds_no_figure(library: Library):
    (listed,) = (one for one in library_reports.reports(library) if one["source"].startswith("guizhou"))
    document = library_reports.report(library, listed["document_id"])
    shown = reading.marked(document["text"], library_reports.figures(library, listed["document_id"]), ZH)
    shells = re.findall(r'<span class="shell".*?</span>', shown, flags=re.DOTALL)
    assert sum("太阳城" in one or "赌博" in one for one in shells) >= 2
    assert not any("<mark" in one for one in shells)
    rest = re.sub(r'<span class="shell".*?</span>', "", shown, flags=re.DOTALL)
    assert "太阳城" not in rest
    assert "孕产妇死亡率" in rest


def test_kind_and_doubt_are_told_by_more_than_colour():
    shown = reading.marked("率达95%。", [figure(2, 5, (0, 6), kind="target", confidence="unsure")], ZH)
    assert 'class="figure target unsure"' in shown
    assert 'data-sign="目"' in shown
    assert 'aria-label="95% 率 目标；没有把握"' in shown
    assert 'tabindex="0"' in shown


def test_figures_on_the_same_characters_share_a_mark():
    same = [figure(4, 7, (0, 8), "a", indicator="甲率"), figure(4, 7, (0, 8), "b", indicator="乙率")]
    shown = reading.marked("甲、乙达95%。", same, ZH)
    assert shown.count("<mark") == 1
    assert 'data-ids="a b"' in shown


def test_figures_that_overlap_keep_every_character_once():
    text = "由10%—95%<b>&升"
    shown = reading.marked(text, [figure(1, 8, (0, 13), "a"), figure(5, 8, (0, 13), "b")], ZH)
    assert plain(shown) == text
    assert 'data-ids="a"' in shown
    assert 'data-ids="a b"' in shown
    assert "<b>" not in shown


@given(
    st.text(st.sampled_from("率达9%。\n一、<&太阳城娱乐 "), min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(1, 9), st.integers(0, 5), st.integers(0, 5)), max_size=6),
)
def test_any_text_with_any_figures_stays_itself(text: str, spans: list[tuple[int, int, int, int]]):
    figures = []
    for number, (start, length, before, after) in enumerate(spans):
        start = min(start, len(text) - 1)
        end = min(start + length, len(text))
        figures.append(figure(start, end, (max(0, start - before), min(len(text), end + after)), f"f{number}"))
    shown = reading.marked(text, figures, ZH)
    assert plain(shown) == text
    assert {one for ids in re.findall(r'data-ids="([^"]*)"', shown) for one in ids.split()} == {
        one["figure_id"] for one in figures
    }


def test_the_row_tells_every_field(library: Library):
    assert sorted(name for names in row.GROUPS.values() for name in names) == sorted(
        name for name in FIGURES.names if name != "quote"
    )
    found = next(one for one in all_rows(library) if one["value_text"] == "95.77%")
    card = row.card(found, ZH)
    told = ("婚检率", "95.77", "已完成", "等于", "水平值", "2022", "晋中市", "有把握", rules.names(found["rule"], ZH))
    assert [said for said in told if said not in card] == []
    assert "<mark>95.77%</mark>" in card


def all_rows(library: Library) -> list[dict]:
    ids = [listed["document_id"] for listed in library_reports.reports(library)]
    return [one for document_id in ids for one in library_reports.rows(library, document_id)]


def test_every_column_has_its_words():
    known = columns.load()
    for table, schema in (("figures", FIGURES), ("problems", PROBLEMS), ("judgements", JUDGEMENTS)):
        assert {name for of, name in known if of == table} == set(schema.names), "views/columns.csv must name these"
        headers = [columns.header(table, name, ZH) for name in schema.names]
        assert len(set(headers)) == len(headers)
    for row_ in known.values():
        assert not re.search(r"[A-Za-z]", row_["zh"] + row_["meaning"])
        assert not re.search(r"[\u4e00-\u9fff]", row_["en"])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("table,column,zh,en\n", "columns must be"),
        ("table,column,zh,en,meaning\nfigures,a,甲,A,\n", "none empty"),
        ("table,column,zh,en,meaning\nfigures,a,甲,A,意\nfigures,a,甲,A,意\n", "twice"),
    ],
)
def test_faults_in_the_table_of_columns_are_refused(tmp_path: Path, text: str, fault: str):
    path = tmp_path / "columns.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(columns.ColumnsError, match=fault):
        columns.load(path)


def applied(entry: str, library: Library, document_id: str, tmp_path: Path) -> list[dict]:
    path = tmp_path / "corrections.yml"
    path.write_text(entry, "utf-8")
    rows, document = library_reports.rows(library, document_id), library_reports.report(library, document_id)
    return corrections.load(path).apply(rows, document)


@pytest.mark.parametrize(
    "new",
    [
        {"value": 1234567.0, "unit": "人"},
        {"comparator": ">=", "value": 0.00005},
        {"comparator": "~", "kind": "target"},
        {"year": None, "region": None},
        {"indicator": "甲“乙”: \"丙\" #丁", "complete": True},
    ],
)
def test_a_change_is_taken_by_the_build_as_meant(library: Library, tmp_path: Path, new: dict):
    found = next(one for one in all_rows(library) if one["value_text"] == "95.77%")
    entry = correction.change(found, new, **WHO)
    rows = applied(entry, library, found["document_id"], tmp_path)
    (made,) = (one for one in rows if one["figure_id"] == found["figure_id"])
    assert {name: made[name] for name in new} == new
    assert made["confidence"] == "checked"


def test_a_drop_takes_the_figure_out(library: Library, tmp_path: Path):
    found = all_rows(library)[0]
    rows = applied(correction.drop(found, **WHO), library, found["document_id"], tmp_path)
    assert found["figure_id"] not in {one["figure_id"] for one in rows}


def test_an_added_figure_stands_at_its_characters(library: Library, tmp_path: Path):
    found = next(one for one in all_rows(library) if one["value_text"] == "95.77%")
    document = library_reports.report(library, found["document_id"])
    new = {name: found[name] for name in correction.ADDED} | {"indicator": "另一个率"}
    span = (found["start"], found["end"])
    entry = correction.add(found["document_id"], document["text"], *span, new, **WHO)
    rows = applied(entry, library, found["document_id"], tmp_path)
    (made,) = (one for one in rows if one["indicator"] == "另一个率")
    assert (made["start"], made["end"], made["value_text"]) == (*span, "95.77%")


def test_every_row_can_be_corrected(library: Library, tmp_path: Path):
    for listed in library_reports.reports(library):
        rows = library_reports.rows(library, listed["document_id"])
        entries = "".join(
            correction.change(one, {name: one[name] for name in correction_fields.settable(one)}, **WHO) for one in rows
        )
        document = library_reports.report(library, listed["document_id"])
        assert correction.refused(entries, rows, document) == ""


def test_an_entry_that_the_build_would_refuse_is_told(library: Library):
    found = all_rows(library)[0]
    document = library_reports.report(library, found["document_id"])
    entry = correction.change(found, {"region": "火星"}, **WHO)
    assert "火星" in correction.refused(entry, [found], document)


def test_a_missing_table_of_problems_says_so(tables: Path, tmp_path: Path):
    for name in ("figures", "documents", "judgements"):
        (tmp_path / f"{name}.parquet").write_bytes((tables / f"{name}.parquet").read_bytes())
    with pytest.raises(TableMissing, match="python -m extract"):
        library_reports.problems(Library(tmp_path), "x")
