"""The pace by the method that the reader chose: words, marks and numbers, and that the table carries every method."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from page_cases import judgements

from metrics.progress import AGREES
from views import paces, table
from views.words import Words

ZH, EN = Words("zh"), Words("en")
JUDGED = {
    "pace": "偏慢",
    "pace_method": "straight_line",
    "straight_line_pace": "偏慢",
    "straight_line_ratio": 0.83333333,
    "statcan_pace": "进度正常",
    "statcan_ratio": 0.97,
    "unsd_pace": "已达目标或进度正常",
    "unsd_ratio": 1.1,
    "healthy_people_pace": "有改善",
    "targeted_change_percent": 66.66666,
    "method_dependent": True,
}


def only(**changes: object) -> dict:
    (row,) = judgements(changes).to_dict("records")
    return row


@pytest.mark.parametrize(
    ("method", "word"),
    [("straight_line", "偏慢"), ("statcan", "进度正常"), ("unsd", "已达目标或进度正常"), ("healthy_people", "有改善")],
)
def test_each_method_has_its_own_word(method: str, word: str):
    row = only(**JUDGED)
    assert paces.word(row, method) == word
    assert paces.label(row, ZH, method) == f"进度：{word} ※因算法而异"
    assert paces.cell(row, ZH, method) == f"{word} ※因算法而异"


def test_a_pace_that_all_methods_share_has_no_mark():
    row = only(**JUDGED | {"method_dependent": False})
    assert paces.label(row, ZH, "statcan") == "进度：进度正常"
    assert paces.label(row, EN, "statcan") == "Pace: on track"


@pytest.mark.parametrize("word", ["已完成", "未完成", "仅有一期数据"])
def test_where_no_method_judges_the_word_is_the_same_for_all(word: str):
    row = only(pace=word)
    assert {paces.word(row, method) for method in paces.METHODS} == {word}
    # Beside the verdict it would only say the same once more; the table has it.
    assert paces.label(row, ZH, "unsd") == ""
    assert paces.cell(row, ZH, "unsd") == word
    assert paces.all_methods(row, ZH) == []


def test_a_method_that_cannot_tell_is_no_word_of_another():
    row = only(**JUDGED | {"straight_line_pace": None, "pace": None})
    assert paces.word(row, "straight_line") is None
    assert paces.label(row, ZH, "straight_line") == ""
    assert paces.all_methods(row, ZH)[0][1] == "不能判定"


def test_a_table_that_was_built_by_another_method_is_told_by_the_chosen_one():
    row = only(**JUDGED | {"pace": "进度正常", "pace_method": "statcan"})
    assert paces.word(row, "straight_line") == "偏慢"


def test_every_method_is_told_with_its_number():
    lines = paces.all_methods(only(**JUDGED), ZH)
    assert [line[0] for line in lines] == ["直线法（默认）", "加拿大统计局", "联合国统计司", "美国“健康国民”"]
    assert [line[2] for line in lines] == ["0.8333", "0.97", "1.1", "66.6667%"]


def test_the_table_twin_has_the_pace_by_the_method():
    rows = judgements(JUDGED, {"pace": "已完成"}, {})
    shown = table.worded(rows, ZH, "statcan")["pace"]
    assert shown.iloc[:2].tolist() == ["进度正常 ※因算法而异", "已完成"]
    assert shown.isna().tolist() == [False, False, True]


def test_the_judgements_carry_every_methods_word(cities: Path):
    rows = pq.read_table(cities / "judgements.parquet").to_pylist()
    judged = [row for row in rows if row["pace_method"]]
    assert {row["method_dependent"] for row in judged} == {True, False}
    for method, words_of in AGREES.items():
        said = {row[f"{method}_pace"] for row in judged} - {None}
        assert said
        assert said <= set(words_of)
    assert all(row["pace"] == row["straight_line_pace"] for row in judged)
