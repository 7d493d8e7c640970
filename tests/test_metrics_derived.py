"""Targets implied by a count and the percent of its task: which belong together, and the whole number behind them."""

from __future__ import annotations

import pytest
from metrics_cases import achieved, table

from extract import words
from metrics.build import build
from metrics.derived import implied_targets

TOILETS = {"indicator": "农村改厕座数", "indicator_text": "已完成农村改厕", "unit": "座", "value_text": "48.13万座"}


def count(value, unit="家", **others):
    given = {"indicator": "产前筛查人数", "start": 10, "value_text": f"{value}{unit}", "unit": unit}
    return achieved(value, **given | others)


def percent(value, **others):
    given = {"indicator": "产前筛查完成率", "start": 20, "value_text": f"{value}%", "complete": True}
    return achieved(value, **given | others)


def test_toilets_of_a_task_of_375000():
    done = count(481300, **TOILETS)
    share = percent(128.3, indicator="省政府规定年度任务数", indicator_text="完成省政府规定年度任务数的")
    made = implied_targets([share, done])
    task = made[done.figure_id]
    # 481300 / 1.283 = 375136.4; 481250/1.2835 = 374951.3 to 481350/1.2825 = 375321.6
    assert (task.value, task.comparator, task.unit, task.year, task.kind) == (375000, ">=", "座", 2022, "target")
    assert task.origin.derived_from == (done.figure_id, share.figure_id)
    assert task.origin.arithmetic == (
        "48.13万座÷128.3%≈375136.4座，按引用精度在374951.3至375321.6之间，取最整的37.5万座"
    )


# count, percent -> the task, worked out by hand
TASKS = [
    (3042, 101.4, 3000),  # exactly
    (15233, 97.74, 15585),  # 15585.2; 15584.4 to 15586.0
    (100, 100, 100),
    (99, 99, 100),
    (50, 50, 100),
    (120, 120, 100),
    (7, 70, 10),
    (1, 33.3, 3),  # 2.99 to 3.01
    (3, 128.3, None),  # 2.337 to 2.339: no whole number, so not of this count
]


@pytest.mark.parametrize(("done", "share", "task"), TASKS)
def test_the_task_is_a_whole_number_that_fits_both(done, share, task):
    one = count(done)
    found = implied_targets([one, percent(share)])
    assert [target.value for target in found.values()] == ([] if task is None else [task])
    if task is not None:
        assert (one.value >= task) == (share >= 100)


# label, count, percent, do they belong together
TOGETHER = [
    ("name of the percent in that of the count", count(50), percent(50), True),
    ("by the words as written", count(50, indicator="甲", indicator_text="已完成产前筛查"), percent(50), True),
    ("the percent first", count(50, start=30), percent(50), True),
    ("another name", count(50, indicator="建档份数"), percent(50), False),
    ("nothing but the task, count before",
     count(50, indicator="建档份数"), percent(50, indicator="全年目标任务"), True),
    ("nothing but the task, count after",
     count(50, indicator="建档份数", start=30), percent(50, indicator="全年目标任务"), False),
    ("another sentence", count(50), percent(50, quote_start=90), False),
    ("another report", count(50), percent(50, document_id="other"), False),
    ("another year", count(50), percent(50, year=2021), False),
    ("another region", count(50), percent(50, region="太谷区"), False),
    ("a coverage rate is no count", count(50, unit="%"), percent(50), False),
    ("a ratio is no count", count(50, unit="人/千人"), percent(50), False),
    ("a coverage is no percent of a task", count(50), percent(50, complete=False), False),
    ("at least so many", count(50, comparator=">="), percent(50), False),
    ("at least so much of the task", count(50), percent(50, comparator=">="), False),
    ("a rise", count(50, basis="change"), percent(50), False),
    ("nothing done", count(0), percent(0), False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("done", "share", "belong"), [case[1:] for case in TOGETHER], ids=[case[0] for case in TOGETHER]
)
def test_what_belongs_together(done, share, belong):
    assert bool(implied_targets([done, share])) is belong


def test_the_nearest_count_is_taken_and_each_gets_one_task():
    far, near = count(50, start=5), count(80, start=15)
    assert list(implied_targets([far, near, percent(50)])) == [near.figure_id]
    found = implied_targets([far, near, percent(50), percent(25, start=40)])
    assert {key: target.value for key, target in found.items()} == {near.figure_id: 160, far.figure_id: 200}


def test_a_completion_rate_gives_a_target_and_never_meets_a_coverage():
    done, share = count(50), percent(50)
    rate = achieved(95, indicator="产前筛查率", start=60)
    rows = build(table([done, share, rate]), lambda *_: "higher").to_pylist()
    pairs = [row for row in rows if row["target_id"]]
    [row] = pairs
    assert (row["achieved_id"], row["target_source"], row["target_owner"]) == (done.figure_id, "derived", "own")
    assert row["target_id"].startswith("derived:")
    assert row["target_derived_from"] == f"{done.figure_id}+{share.figure_id}"
    assert (row["target_value"], row["level"], row["distance"], row["pace"]) == (100, "未达标", -50, "未完成")
    assert row["reason"] == "50家 < 100家，低50家；目标为由任务完成率推算的任务数（50家÷50%=100家）"
    assert row["target_document"] == "report.txt"
    alone = {row["achieved_id"]: row["reason_code"] for row in rows if not row["target_id"]}
    assert alone == {share.figure_id: "no_target", rate.figure_id: "no_target"}


def test_the_table_of_tasks_refuses_a_key_that_nobody_reads(monkeypatch: pytest.MonkeyPatch):
    content = dict(words.load("tasks")) | {"misspelled": ["x"]}
    monkeypatch.setattr(words, "load", lambda name: content)
    with pytest.raises(words.TableError, match=r"tasks\.yml.*misspelled"):
        words.groups("tasks", set(content) - {"misspelled"})
