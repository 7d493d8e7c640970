"""The page 校核 without a browser: the queue, the fields, and what is written into the corrections file."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import review_cases
import streamlit as st

from extract import corrections
from extract.corrections import CorrectionError
from views import correction, correction_fields, library_reports, library_review, owner, review_entries
from views.correction_fields import Unclear
from views.library import Library
from views.library_review import Asked
from views.link import View
from views.words import Words

ZH = Words("zh")
ALL = Asked(View())
WHO = {"why": "对照原句", "by": "王芳", "on": dt.date(2023, 2, 1)}


@pytest.fixture
def folder(contradicting: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(contradicting, tmp_path / "tables"))


@pytest.fixture
def rows(folder: Path) -> dict[str, dict]:
    return review_cases.figures(folder)


def texts(library: Library, queue: str, asked: Asked = ALL) -> list[str]:
    found = library_review.rows(library, asked, queue, 100, 0)
    return [library_review.figure(library, row["document_id"], row["figure_id"])["value_text"] for row in found]


# The queue


def test_contradictions_come_first_then_doubts_then_the_rest_in_the_order_of_the_text(folder: Path, rows):
    library = Library(folder)
    unsure = [text for text, row in rows.items() if row["confidence"] == "unsure"]
    assert unsure, "else this test shows nothing"
    waiting = texts(library, "open")
    assert sorted(waiting) == sorted(rows)
    first = ["95.77%", "94.1%", *unsure]
    assert waiting == [*first, *(text for text in rows if text not in first)]
    assert texts(library, "conflict") == ["95.77%", "94.1%"]
    assert texts(library, "unsure") == unsure
    assert library_review.counts(library, ALL) == {"open": len(rows), "unsure": len(unsure), "conflict": 2}


def test_only_the_rows_asked_for_are_read(folder: Path):
    library = Library(folder)
    whole = library_review.rows(library, ALL, "open", 100, 0)
    assert library_review.rows(library, ALL, "open", 2, 1) == whole[1:3]


def test_filters_and_entries_take_rows_out_of_every_queue(folder: Path, rows):
    library = Library(folder)
    asked = Asked.of(View(year=(2022,), indicator=("婚检率",), show="all"), [rows["94.1%"]["figure_id"]])
    assert texts(library, "open", asked) == texts(library, "conflict", asked) == ["95.77%"]
    assert library_review.counts(library, asked) == {"open": 1, "unsure": 0, "conflict": 1}
    lifted = asked.without("year")
    assert sorted(texts(library, "open", lifted)) == ["95.77%", "96.2%"]


def test_what_else_a_view_holds_makes_no_other_question():
    view = View(region=("晋中市",), lang="en", show="all", build="x", own=(("item", ("3",)),))
    assert Asked.of(view, ["a"]) == Asked(View(region=("晋中市",)), ("a",))
    assert Asked.of(replace(view, lang="zh", own=()), ["a"]) == Asked.of(view, ["a"])


def test_a_conflict_has_all_its_values_the_chosen_one_first(folder: Path, rows):
    library = Library(folder)
    for text in ("95.77%", "94.1%"):
        values = library_review.conflict(library, rows[text]["figure_id"], 10)
        assert [one["value_text"] for one in values] == ["95.77%", "94.1%"]
        assert [one["chosen"] for one in values] == [True, False]
        assert values[0]["ruled_by"] == "of_its_year"
    (first,) = library_review.conflict(library, rows["94.1%"]["figure_id"], 1)
    assert first["values"] == 2
    assert library_review.conflict(library, rows["2.96‰"]["figure_id"], 10) == []


def test_without_the_table_of_conflicts_the_doubts_remain(folder: Path):
    (folder / "conflicts.parquet").unlink()
    library = Library(folder)
    counts = library_review.counts(library, ALL)
    assert counts["conflict"] == 0
    assert counts["unsure"] == len(texts(library, "unsure")) > 0
    assert library_review.conflict(library, "x", 10) == []


@pytest.mark.parametrize(
    ("name", "value", "taken"),
    [("queue", "unsure", True), ("queue", "x", False), ("item", "2", True), ("item", "1", False), ("item", "0", False),
     ("item", "-1", False), ("item", "1e3", False), ("item", "９", False),
     ("keys", "off", True), ("keys", "on", False)],
)  # fmt: skip
def test_what_the_address_may_say(name: str, value: str, taken: bool):
    assert library_review.fits(name, value) is taken


# The fields


@pytest.fixture
def widgets(monkeypatch: pytest.MonkeyPatch):
    """The session in which the form of a figure holds what the row has."""

    def fill(figure: dict) -> dict:
        state = {
            correction_fields.key(name, figure["figure_id"]): correction_fields.initial(figure, name)
            for name in correction_fields.settable(figure)
        }
        monkeypatch.setattr(st, "session_state", state)
        return state

    return fill


def changed(figure: dict) -> dict:
    return correction_fields.changed(ZH, figure, correction_fields.settable(figure), figure["figure_id"])


def test_fields_that_nobody_touched_change_nothing(rows, widgets):
    for figure in rows.values():
        widgets(figure)
        assert changed(figure) == {}


def test_fields_say_what_was_changed_by_the_columns_types(rows, widgets):
    figure = rows["95.77%"]
    state, of = widgets(figure), figure["figure_id"]
    said = {"value": "95.7", "value_high": " 96 ", "unit": "‰", "indicator": "山歌率", "kind": "target", "year": "",
            "region": "", "complete": True}  # fmt: skip
    state |= {correction_fields.key(name, of): value for name, value in said.items()}
    assert changed(figure) == {
        "value": 95.7, "value_high": 96.0, "unit": "‰", "indicator": "山歌率", "kind": "target", "year": None,
        "region": None, "complete": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"), [("value", ""), ("value", "九成"), ("value", "95,7"), ("year", "22"), ("value_high", "x")]
)
def test_what_is_no_number_is_named(rows, widgets, name: str, text: str):
    figure = rows["95.77%"]
    widgets(figure)[correction_fields.key(name, figure["figure_id"])] = text
    with pytest.raises(Unclear) as unclear:
        changed(figure)
    assert unclear.value.args[0] == "correct.number"


def test_a_place_whose_name_others_have_goes_by_its_code(rows):
    figure = rows["95.77%"] | {"region": "鼓楼区", "region_code": "320106"}
    assert correction_fields.initial(figure, "region") == "320106"
    assert correction_fields.initial(rows["95.77%"], "region") == "晋中市"
    assert correction_fields._region_label("320106", ZH) == "鼓楼区（江苏省 南京市）"
    entry = correction.change(rows["95.77%"], {"region": "320106"}, **WHO)
    assert 'set: {region: "320106"}' in entry


def test_places_are_told_apart(rows):
    for lang in ("zh", "en"):
        labels = [correction_fields._region_label(name, Words(lang)) for name in correction_fields._regions()]
        assert len(labels) == len(set(labels)) > 3000


# Writing


def test_every_row_can_be_accepted(folder: Path, rows):
    library = Library(folder)
    for figure in rows.values():
        document = library_reports.report(library, figure["document_id"])
        others = library_reports.rows(library, figure["document_id"])
        assert correction.refused(correction.accept(figure, **WHO), others, document) == ""


def test_what_is_written_is_applied_by_the_next_build(folder: Path, rows, owned):
    library = Library(folder)
    path = folder / "corrections.yml"
    sure, wrong, none = rows["95.77%"], rows["94.1%"], rows["2.96‰"]
    review_entries.write(library, sure, correction.accept(sure, **WHO))
    review_entries.write(library, wrong, correction.change(wrong, {"value": 94.2}, **WHO))
    made = review_entries.write(library, none, correction.drop(none, **WHO))
    assert [one.action for one in corrections.load(path).all] == ["accept", "set", "drop"]
    held = review_entries.kept(library)
    assert held.figures == tuple(one["figure_id"] for one in (sure, wrong, none))
    assert [one.figure for one in review_entries.waiting(library, held)] == list(held.figures)
    assert review_entries.mine(review_entries.waiting(library, held), held, "王芳") == made
    assert review_entries.mine(review_entries.waiting(library, held), held, "李雷") is None
    review_cases.build(folder)
    now = review_cases.figures(folder)
    assert "2.96‰" not in now
    assert now["95.77%"] == sure | {"confidence": "checked", "rule": f"{sure['rule']}+accepted"}
    assert (now["94.1%"]["value"], now["94.1%"]["confidence"]) == (94.2, "checked")
    after = Library(folder)
    held = review_entries.kept(after)
    assert review_entries.waiting(after, held) == []
    assert review_entries.mine([], held, "王芳") is None
    assert not {"95.77%", "94.1%"} & set(texts(after, "open"))


def test_the_last_entry_can_be_taken_back(folder: Path, rows, owned):
    library, path = Library(folder), folder / "corrections.yml"
    path.write_text("# 更正\n[]\n", encoding="utf8")
    review_entries.write(library, rows["95.77%"], correction.accept(rows["95.77%"], **WHO))
    held = review_entries.kept(library)
    review_entries.take_back(held, held.entries[-1])
    assert path.read_text("utf8") == "# 更正\n[]\n"
    assert review_entries.kept(library).figures == ()
    with pytest.raises(CorrectionError, match="another one by now"):
        review_entries.take_back(held, held.entries[-1])


def test_nobody_but_an_owner_writes(folder: Path, rows, monkeypatch: pytest.MonkeyPatch):
    library, path, figure = Library(folder), folder / "corrections.yml", rows["95.77%"]
    entry = correction.accept(figure, **WHO)
    for name in (owner.LOCAL, owner.LOCAL_NAME):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(owner.NotAllowed):
        review_entries.write(library, figure, entry)
    assert not path.exists()
    path.write_text(entry, encoding="utf8")
    held = review_entries.kept(library)
    with pytest.raises(owner.NotAllowed):
        review_entries.take_back(held, held.entries[-1])
    assert path.read_text("utf8") == entry


def test_a_row_that_reads_otherwise_by_now_is_not_judged(folder: Path, rows, owned):
    figure, path = rows["95.77%"], folder / "figures.parquet"
    table = pq.read_table(path)
    at = table["figure_id"].to_pylist().index(figure["figure_id"])
    changed = [row | {"value": 95.7} if row["figure_id"] == figure["figure_id"] else row for row in table.to_pylist()]
    for newer in (table.slice(0, at), type(table).from_pylist(changed, table.schema)):
        pq.write_table(newer, path)
        with pytest.raises(review_entries.StaleRow):
            review_entries.write(Library(folder), figure, correction.accept(figure, **WHO))
    assert not (folder / "corrections.yml").exists()


def test_what_the_build_would_refuse_is_not_written(folder: Path, rows, owned):
    library, figure = Library(folder), rows["95.77%"]
    stale = correction.accept(figure | {"value": 95.7}, **WHO)
    with pytest.raises(CorrectionError, match=r"value was expected to be 95\.7, but is 95\.77 now"):
        review_entries.write(library, figure, stale)
    with pytest.raises(CorrectionError, match="火星"):
        review_entries.write(library, figure, correction.change(figure, {"region": "火星"}, **WHO))
    assert not (folder / "corrections.yml").exists()
    review_entries.write(library, figure, correction.accept(figure, **WHO))
    before = (folder / "corrections.yml").read_bytes()
    with pytest.raises(review_entries.JudgedRow):
        review_entries.write(library, figure, correction.drop(figure, **WHO))
    assert (folder / "corrections.yml").read_bytes() == before


def test_a_broken_file_is_told_and_left_alone(folder: Path, rows, owned):
    path = folder / "corrections.yml"
    path.write_text("- figure\n", encoding="utf8")
    held = review_entries.kept(Library(folder))
    assert held.entries == ()
    assert "line 1" in held.fault
    with pytest.raises(CorrectionError):
        review_entries.write(Library(folder), rows["95.77%"], correction.accept(rows["95.77%"], **WHO))
    assert path.read_text("utf8") == "- figure\n"
