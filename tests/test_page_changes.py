"""What changed most: the largest moves by kind of unit and by side, their chart and their table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pyarrow.parquet as pq
import pytest

from views import charts_changes, grids, library_changes
from views.library import Library
from views.link import View
from views.words import Words

ZH, EN = Words("zh"), Words("en")


@pytest.fixture(scope="module")
def library(cities: Path) -> Library:
    return Library(cities)


@pytest.fixture(scope="module")
def moves(library: Library) -> pd.DataFrame:
    return library_changes.changes(library, View(), 10**4)


def test_every_move_of_the_tables_is_there_once(moves: pd.DataFrame, cities: Path):
    rows = pq.read_table(cities / "judgements.parquet").to_pylist()
    passed = {row["figure_id"] for row in pq.read_table(cities / "conflicts.parquet").to_pylist() if not row["chosen"]}
    levels = [row for row in rows if row["achieved_id"] and row["baseline_id"] and row["basis"] == "level"]
    moved = {row["achieved_id"] for row in levels if row["direction"] in ("改善", "恶化")}
    assert moved & passed
    assert set(moves["achieved_id"]) == moved - passed
    assert moves["achieved_id"].is_unique


def test_moves_are_ranked_within_their_kind_and_side(moves: pd.DataFrame):
    assert list(dict.fromkeys(moves["kind"])) == ["points", "rates"]
    for (kind, side), group in moves.groupby(["kind", "side"]):
        assert group["size"].is_monotonic_decreasing, (kind, side)
        assert (group["unit"] == "%").all() == (kind == "points")
        assert set(group["direction"]) == {library_changes.SIDES[side]}
    row = moves[(moves["region"] == "贵阳市") & (moves["indicator"] == "婴儿死亡率")].iloc[0]
    assert (row["side"], row["kind"]) == ("worse", "rates")
    assert row["size"] == pytest.approx(0.7 / 3.2)
    row = moves[(moves["region"] == "遵义市") & (moves["indicator"] == "居民健康素养水平")].iloc[0]
    assert (row["side"], row["size"]) == ("better", pytest.approx(7.3))


def test_no_more_than_asked_for_and_only_what_the_filters_leave(library: Library):
    few = library_changes.changes(library, View(), 2)
    assert few.groupby(["kind", "side"]).size().max() == 2
    one = library_changes.changes(library, View(region=("贵阳市",)), 9)
    assert set(one["region"]) == {"贵阳市"}
    assert library_changes.changes(library, View(region=("红花岗区",)), 9).empty


def test_moves_are_told_without_a_table_of_conflicts(cities: Path, tmp_path: Path, moves: pd.DataFrame):
    for name in ("figures", "documents", "judgements"):
        (tmp_path / f"{name}.parquet").write_bytes((cities / f"{name}.parquet").read_bytes())
    assert len(library_changes.changes(Library(tmp_path), View(), 10**4)) > len(moves)


def test_each_bar_has_its_move_in_words_and_leads_to_it(moves: pd.DataFrame):
    rates = moves[moves["kind"] == "rates"]
    figure = go.Figure(charts_changes.changes_chart(rates, ZH))
    assert [trace.name for trace in figure.data] == ["改善", "恶化"]
    drawn = [one[0] for trace in figure.data for one in trace.customdata]
    assert drawn == rates["judgement_id"].tolist()
    assert [x for trace in figure.data for x in trace.x] == rates["size"].tolist()
    notes = "".join(note.text for note in figure.layout.annotations)
    assert "婴儿死亡率 · 贵阳市" in notes
    assert "3.2‰（2020年） → 3.9‰（2024年）" in notes
    assert "+21.9%" in notes
    patterns = {trace.marker.pattern.shape for trace in go.Figure(charts_changes.changes_chart(rates, ZH, "dark")).data}
    assert len(patterns) == 2


def test_points_are_told_without_the_noise_of_binary_fractions(moves: pd.DataFrame):
    row = moves[(moves["region"] == "遵义市") & (moves["kind"] == "points")].iloc[0]
    assert charts_changes.moved(row, ZH) == "+7.3 个百分点"
    assert charts_changes.moved(row, EN) == "+7.3 percentage points"
    assert charts_changes.journey(row, EN) == "21.3% (2020) → 28.6% (2024)"
    text = charts_changes.describe(moves[moves["kind"] == "points"], ZH)
    assert "遵义市 21.3%（2020年） → 28.6%（2024年） +7.3 个百分点 改善" in text


def test_a_move_without_a_better_side_stands_apart(tables: Path):
    found = library_changes.changes(Library(tables), View(), 100)
    unsided = found[found["side"] == "unsided"]
    assert len(unsided)
    assert unsided["direction"].isna().all()
    assert "◇ 不知道往哪边好" in grids.changes(unsided, ZH, lambda row: "./")


def test_the_table_twin_holds_every_move_with_its_link(moves: pd.DataFrame):
    shown = grids.changes(moves, ZH, lambda row: f"./targets?judgement={row['judgement_id']}")
    for row in moves.to_dict("records"):
        assert f'href="./targets?judgement={row["judgement_id"]}"' in shown
    assert shown.count("<tr>") == len(moves) + 1
    assert "▼ 恶化" in shown
