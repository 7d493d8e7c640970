"""Tables given one cell a line: which lines are the cells of one row."""

import time

import pytest
from table_cases import cells_of

import extract
from extract import stacked_tables

HEAD = "指标 单位 2020年 2025年目标 指标性质"
# Cells in the order of the page, and the rows they are; a row stands between bars.
TABLES = [
    ("every cell", HEAD, "死亡率 ‰ 9.6 ≤9 约束性|床位数 张 4.1 5 预期性"),
    ("no unit", HEAD, "死亡率 9.6 ≤9 约束性|床位数 张 4.1 5 预期性"),
    ("no note", HEAD, "死亡率 ‰ 9.6 ≤9|床位数 张 4.1 5|接种率 % 90 95"),
    ("value not known", HEAD, "死亡率 ‰ - ≤9 约束性|床位数 张 4.1 5 预期性"),
    ("value in words", HEAD, "死亡率 ‰ 9.6 持续下降 约束性|床位数 张 4.1 5 预期性"),
    ("groups", "领域 指标 2020年 2025年", "健康 死亡率 9.6 9|期望寿命 78 79|服务 床位数 4.1 5"),
    ("serials", "序号 指标 2020年 2025年", "1 死亡率 9.6 9|其中:城市 8.1 8|2 床位数 4.1 5"),
]  # fmt: skip


def _page(*cells):
    return "\n\n".join(cells) + "\n"


def _rows(text):
    return cells_of(stacked_tables, text)


@pytest.mark.parametrize(("head", "body"), [t[1:] for t in TABLES], ids=[t[0] for t in TABLES])
def test_rows_are_told_apart(head, body):
    rows = [row.split() for row in body.split("|")]
    page = _page("某市规划", *head.split(), *(cell for row in rows for cell in row), "以上指标由各部门负责。")
    assert _rows(page) == [head.split(), *rows]


@pytest.mark.parametrize(
    ("why", "cells"),
    [
        ("no year and no target in the head", "指标 单位 备注 死亡率 ‰ 9.6 床位数 张 4.1"),
        ("no name in the head", "2020年 2021年 2022年 死亡率 9.6 9.5 9.4"),
        ("two columns only", "指标 2020年 死亡率 9.6 床位数 4.1"),
        ("nothing but links below", "指标 2020年 2025年 首页 政务公开 联系我们 网站地图"),
        ("one row", "指标 2020年 2025年 死亡率 9.6 9"),
    ],
)
def test_what_is_no_table(why, cells):
    assert _rows(_page(*cells.split())) == [], why


def test_a_row_without_one_of_its_values_gives_no_number_the_wrong_column():
    cells = f"{HEAD} 死亡率 ‰ 9.6 ≤9 约束性 吸烟率 % ≤20 预期性 床位数 张 4.1 5 预期性"
    assert [row[0] for row in _rows(_page(*cells.split()))[1:]] == ["死亡率", "床位数"]


def test_rows_lead_back_to_the_cells_of_the_page():
    page = _page("某市规划", *f"{HEAD} 死亡率 ‰ ９.６ ≤９ 约束性 床位数 张 4.1 5 预期性".split())
    rows = extract.read(page)
    assert [page[r.start : r.end] for r in rows.itertuples()] == list(rows["value_text"]) == ["９.６", "９", "4.1", "5"]
    assert all(row.value_text in row.quote and row.indicator in row.quote for row in rows.itertuples())


def test_time_is_linear_in_the_number_of_lines():
    def seconds(times):
        page = _page(*(["指标", "2020年", "2025年", "死亡率", "9"] * times))
        begun = time.process_time()
        _rows(page)
        return time.process_time() - begun

    seconds(100)
    assert seconds(4000) < 12 * seconds(1000)
