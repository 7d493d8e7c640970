"""What is held in brief answers as the files themselves do, whatever the filters: each summary against all rows."""

from __future__ import annotations

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from views import library_changes, library_data, library_overview, library_reports, library_review
from views.library import SHOWN, SHOWN_VERDICTS, Library, where
from views.library_brief import HELD, MOVES, SIDES, VERDICT
from views.library_data import Asked
from views.library_review import QUEUES
from views.link import SHOWS, View

PROPERTY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = ("率", "孕产妇", "%", "a", "死亡", "2022", "没有的词")


@pytest.fixture(scope="module", params=["tables", "cities"])
def library(request: pytest.FixtureRequest) -> Library:
    """The committed tables, and some with conflicts and promises of every kind."""
    return Library(request.getfixturevalue(request.param))


def chosen(data: st.DataObject, library: Library, names: tuple[str, ...]) -> dict[str, tuple]:
    """Values of some filters, few or none of each."""
    choices = library.choices("figures")
    return {name: tuple(data.draw(st.lists(st.sampled_from(getattr(choices, name)), max_size=2, unique=True), name))
            for name in names}  # fmt: skip


def views(data: st.DataObject, library: Library, names: tuple[str, ...] = ("region", "year", "domain")) -> View:
    return View(**chosen(data, library, names))


def judged(library: Library, view: View, shown: str = "TRUE") -> pd.DataFrame:
    """All judgements that a view leaves, from the file."""
    clause, values = where(view, shown)
    return library.ask(f"SELECT * FROM judged WHERE {clause}", values).to_pandas()


@pytest.mark.parametrize("name", HELD)
def test_every_column_that_is_held_is_that_of_the_file(library: Library, name: str):
    places = list(range(pq.read_metadata(library.folder / f"{name}.parquet").num_rows))[::-1]
    held = library.fetch(name, places, tuple(HELD[name]))
    told = ", ".join(
        f"{column}::VARCHAR AS {column}" if column != "verdict" else f"{VERDICT} AS verdict" for column in HELD[name]
    )
    filed = library.ask(f"SELECT {told} FROM {library.placed(name)} ORDER BY file_row_number DESC")
    assert held.num_rows == filed.num_rows > 20
    for column in HELD[name]:
        mine = [_written(one) for one in held[column].to_pylist()]
        assert mine == filed[column].to_pylist(), column


def _written(value: object) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(value) if abs(value) < 1e16 and value == value else str(value)
    return None if value is None else str(value)


@PROPERTY
@given(data=st.data())
def test_the_number_of_rows_of_a_view_is_that_of_its_verdicts(library: Library, data: st.DataObject):
    view = views(data, library, ("region", "year", "domain", "indicator"))
    counts = library.verdicts(view)
    for show in SHOWS:
        assert sum(counts[verdict] for verdict in SHOWN_VERDICTS[show]) == len(judged(library, view, SHOWN[show]))


@PROPERTY
@given(data=st.data())
def test_the_largest_moves_are_those_of_all_rows(library: Library, data: st.DataObject):
    view, limit = views(data, library), data.draw(st.integers(1, 5))
    rows = judged(library, view, "achieved_id IS NOT NULL AND baseline_id IS NOT NULL AND basis = 'level'")
    conflicts = library.optional("conflicts")
    passed = (
        library.ask(f"SELECT figure_id FROM {conflicts} WHERE NOT chosen")["figure_id"].to_pylist() if conflicts else ()
    )
    rows = rows[~rows["complete"].astype(bool) & ~rows["achieved_id"].isin(passed)]
    share = rows["baseline_value"].abs().where(rows["unit"] != "%", 1)
    rows = rows.assign(size=rows["direction_change"].abs() / share.where(share != 0))
    rows = rows[
        (rows["size"] > 0) & (rows["direction"].isna() | rows["direction"].isin([*filter(None, SIDES.values())]))
    ]
    found = library_changes.changes(library, view, limit)
    sides = {word: side for side, word in SIDES.items()}
    for side, word in SIDES.items():
        of_side = rows[rows["direction"].isna()] if word is None else rows[rows["direction"] == word]
        wanted = sorted(of_side[of_side["unit"] == "%"].drop_duplicates("achieved_id")["size"], reverse=True)[:limit]
        mine = found[(found["side"] == side) & (found["kind"] == "points")]
        assert mine["size"].tolist() == pytest.approx(wanted)
    assert set(found["achieved_id"]) <= set(rows["achieved_id"])
    assert set(found["kind"]) <= set(MOVES)
    assert set(found["side"]) <= set(sides.values())


@PROPERTY
@given(data=st.data())
def test_promises_without_an_answer_are_those_of_all_rows(library: Library, data: st.DataObject):
    view = views(data, library)
    found = library_overview.promises(library, view, 10**6)
    pending = judged(library, view, "target_id IS NOT NULL AND achieved_id IS NULL")
    assert sorted(found["judgement_id"].dropna()) == sorted(pending["judgement_id"])
    ledger = library.optional("ledger")
    clause, values = where(view, "status = '未再提及'")
    alone = library.ask(
        f"""SELECT promise_id, status FROM {ledger} WHERE {clause} AND promise_id NOT IN (
                SELECT target_id FROM judgements_file WHERE target_id IS NOT NULL AND achieved_id IS NULL)""",
        values,
    )
    told = found[found["judgement_id"].isna()]
    assert sorted(told["target_id"] if len(told) else []) == sorted(alone["promise_id"].to_pylist())
    assert (found["n"] == len(found)).all()
    assert found["target_year"].dropna().is_monotonic_increasing
    assert found["report"].notna().all()
    few = library_overview.promises(library, view, 2)
    assert few["indicator"].tolist() == found["indicator"].tolist()[:2]
    came = library.ask(
        f"SELECT promise_id, any_value(status)::VARCHAR AS status FROM {ledger} GROUP BY ALL"
    ).to_pandas()
    targets = pending.set_index("judgement_id")["target_id"]
    status = dict(zip(came["promise_id"], came["status"], strict=True))
    for row in found[found["judgement_id"].notna()].to_dict("records"):
        wanted = status.get(targets[row["judgement_id"]])
        assert row["status"] == wanted or (pd.isna(wanted) and pd.isna(row["status"]))


@PROPERTY
@given(data=st.data())
def test_the_first_places_are_the_first_of_all(library: Library, data: st.DataObject):
    view, limit = views(data, library), data.draw(st.integers(1, 9))
    whole = library_overview.verdicts_by_place(library, view)
    few = library_overview.verdicts_by_place(library, view, limit)
    places = whole[["region", "year"]].drop_duplicates()
    wanted = whole.merge(places.head(limit), on=["region", "year"])
    assert few["n"].tolist() == wanted["n"].tolist()
    assert few["region"].tolist() == wanted["region"].tolist()
    assert few.empty or few["places"].iloc[0] == len(places)
    assert whole["n"].sum() == len(judged(library, view, SHOWN["targets"]))


@PROPERTY
@given(data=st.data())
def test_some_columns_of_the_matrix_are_those_of_the_whole(library: Library, data: st.DataObject):
    view, columns = views(data, library), data.draw(st.integers(1, 4))
    whole = library_overview.matrix(library, view)
    few = library_overview.matrix(library, view, columns=columns)
    regions = whole.sort_values("region_code", na_position="last", kind="stable")["region"].drop_duplicates()
    assert set(few["region"]) == set(regions.head(columns))
    same = whole[whole["region"].isin(set(few["region"]))]
    assert sorted(few["judgement_id"]) == sorted(same["judgement_id"])


@PROPERTY
@given(data=st.data())
def test_reports_and_totals_are_counted_as_in_the_file(library: Library, data: st.DataObject):
    view = views(data, library)
    clause, values = where(view, "TRUE")
    figures = library.ask(f"SELECT * FROM figures_file WHERE {clause}", values).to_pandas()
    rows = library_overview.reports(library, view).set_index("document_id")
    counted = figures["document_id"].value_counts().to_dict()
    assert {name: n for name, n in rows["figures"].items() if n} == counted
    unsure = figures[figures["confidence"] == "unsure"]["document_id"].value_counts().to_dict()
    assert {name: n for name, n in rows["unsure"].items() if n} == unsure
    assert library_overview.totals(library, view)["reports"] == len(rows)


@PROPERTY
@given(data=st.data())
def test_the_queues_hold_what_waits(library: Library, data: st.DataObject):
    view = views(data, library, ("region", "year", "domain", "indicator"))
    asked = library_review.Asked.of(view, ())
    clause, values = where(view, "confidence <> 'checked'")
    figures = library.ask(f"SELECT * FROM figures_file WHERE {clause}", values).to_pandas()
    conflicts = library.optional("conflicts")
    of_conflict = library.ask(f"SELECT figure_id FROM {conflicts}")["figure_id"].to_pylist() if conflicts else []
    waiting = {"open": figures, "unsure": figures[figures["confidence"] == "unsure"],
               "conflict": figures[figures["figure_id"].isin(of_conflict)]}  # fmt: skip
    counts = library_review.counts(library, asked)
    for queue in QUEUES:
        found = library_review.rows(library, asked, queue, 10**6, 0)
        assert counts[queue] == len(found) == len(waiting[queue])
        assert {one["figure_id"] for one in found} == set(waiting[queue]["figure_id"])


@PROPERTY
@given(data=st.data())
def test_a_search_finds_the_rows_that_it_counts(library: Library, data: st.DataObject):
    table = data.draw(st.sampled_from(("figures", "judgements")))
    sort = data.draw(st.sampled_from(tuple(library_data.SORTS[table])))
    filters = tuple((name, values) for name, values in chosen(data, library, ("region", "year")).items() if values)
    asked = Asked(table, sort, data.draw(st.sampled_from(WORDS)), filters)
    places = library_data.found(library, asked)
    assert len(places) == library_data.count(library, asked, places) == library_data.count(library, asked)
    begin = library_data.first(library, asked, 10)
    if begin is not None:
        pd.testing.assert_frame_equal(begin, library_data.rows(library, asked, 10, 0))
    assert (begin is not None) == (table == "figures" and sort == "report" and len(places) >= 10)
    start = data.draw(st.integers(0, 30))
    mine = library_data.rows(library, asked, 10, start, places)
    pd.testing.assert_frame_equal(mine, library_data.rows(library, asked, 10, start))


def test_only_searches_of_the_large_tables_are_kept(library: Library):
    assert library_data.found(library, Asked("figures", "report", "", ())) is None
    assert library_data.found(library, Asked("problems", "report", "a", ())) is None


def test_a_report_is_found_by_words_of_its_place_year_and_title(library: Library):
    every = library_reports.reports(library)
    assert library_reports.count(library) == len(every) > 1
    for one in every:
        search = f"{one['region'] or ''} {one['source']}"
        assert one in library_reports.reports(library, search)
        assert library_reports.named(library, one["document_id"]) == one
    assert library_reports.reports(library, limit=1) == every[:1]
    assert library_reports.reports(library, "没有这份报告") == []
    assert library_reports.named(library, "none") is None
