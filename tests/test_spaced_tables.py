"""Tables whose cells are parted by single spaces: which lines are rows of one."""

import time

import pytest
from table_cases import cells_of

import extract
from extract import layout, spaced_tables, view

HEAD = "序号 指标 2020年 2025年 属性"
# A line a row; cells are parted by spaces, and a bar stands where a cell holds one of its own.
TABLES = [
    ("every cell", HEAD, "1 死亡率 9.6 ≤9 约束性\n2 床位数 4.1 5 预期性"),
    ("a unit in brackets", HEAD, "1 死亡率(1/10万) 9.6 ≤9 约束性"),
    ("no serial and no note", HEAD, "死亡率 9.6 ≤9\n床位数 4.1 5"),
    ("a value not known", HEAD, "1 死亡率 - ≤9 约束性"),
    ("a space in a name", HEAD, "1 每千人口_床位数 4.1 5 预期性"),
    ("a column of units", "指标 单位 2020年 2025年目标", "死亡率 ‰ 9.6 ≤9\n床位数 张 4.1 5"),
    ("full-width spaces", "指标　2020年　2025年", "死亡率　9.6　9\n床位数　4.1　5"),
]


def _rows(text):
    return cells_of(spaced_tables, text)


@pytest.mark.parametrize(("head", "body"), [t[1:] for t in TABLES], ids=[t[0] for t in TABLES])
def test_rows_are_told_apart(head, body):
    page = f"某市规划\n{head}\n{body}\n以上指标由各部门负责。".replace("_", " ")
    wanted = [[cell.replace("_", " ") for cell in line.split()] for line in (head, *body.split("\n"))]
    assert _rows(page) == wanted


@pytest.mark.parametrize(
    ("why", "head", "body"),
    [
        ("a title of words and a year", "某市 卫生健康 2020年", "全市 床位 4.1 万张"),
        ("two columns only", "指标 2020年", "死亡率 9.6"),
        ("no year and no target", "指标 单位 备注", "死亡率 ‰ 9.6"),
    ],
)
def test_what_is_no_table(why, head, body):
    assert _rows(f"{head}\n{body}\n") == [], why


def test_prose_below_a_table_is_prose():
    page = f"某市规划\n{HEAD}\n1 死亡率 9.6 ≤9 约束性\n到2025年 全市 新增床位 500 张。"
    assert len(_rows(page)) == 2


def test_figures_of_such_a_table():
    table = f"　　{HEAD}\n　　1 孕产妇死亡率（1/10万） 9.86 ≤10 预期性\n　　2 每千人口床位数（张） 6.17 7.2 预期性"
    page = f"甲市“十四五”卫生健康规划\n\n二、主要目标\n{table.replace(' ', '　')}\n三、重点任务\n"
    read = extract.read(page)
    assert read[["value_text", "kind", "comparator", "year", "unit"]].values.tolist() == [
        ["9.86", "baseline", "=", 2020, "/10万"], ["10", "target", "<=", 2025, "/10万"],
        ["6.17", "baseline", "=", 2020, "张/千人"], ["7.2", "target", "=", 2025, "张/千人"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line", ["1 死亡率 9.6 ≤9 约束性\n", "甲  乙\t1\n", "| 甲乙 | 1 | 2 |\n", "甲 ", "中、"], ids=repr
)
def test_time_is_linear_in_the_length(line):
    def seconds(times):
        page = f"{HEAD}\n{line * times}"
        began = time.perf_counter()
        view.view(page)
        layout.slots(page, [], 0)
        return time.perf_counter() - began

    seconds(100)
    assert seconds(16_000) < 40 * max(seconds(1600), 0.002)
