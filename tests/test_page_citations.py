"""Citations in the manner of GB/T 7714, with the place in the text and the view that the numbers were taken from."""

from __future__ import annotations

import datetime as dt

import pytest

from extract.schema import FIGURES
from metrics.national import NationalRow
from views import citations
from views.words import Words

FIGURE = dict.fromkeys(FIGURES.names) | {
    "figure_id": "f1", "document_id": "d1", "source": "jinzhong-2022.txt", "title": "晋中市2022年工作总结",
    "issuer": "晋中市卫生健康委员会", "published": dt.date(2023, 12, 25), "section": "一、工作 / （五）妇幼健康",
    "start": 105, "end": 111,
}  # fmt: skip
OTHER = {"document_id": "d2", "title": "山西省2022年工作总结", "issuer": "山西省卫生健康委员会"}
NATION = NationalRow(
    "plan-1", "life-expectancy", "target", 2030, 79.0, None, "岁", "=", "预期性", "全国", "《“健康中国2030”规划纲要》",
    "2016-10-25", "第三章", True, "",
)  # fmt: skip
VIEW = "https://example.org/targets?judgement=j1"
TAIL = f"\n数据取自“达标”（版本 b1）：{VIEW}"


def cite(*figures: dict, nation: tuple[NationalRow, ...] = (), lang: str = "zh", **others: list[str]) -> str:
    return citations.of([FIGURE | one for one in figures], nation, Words(lang), "b1", VIEW, **others)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "晋中市卫生健康委员会. 晋中市2022年工作总结[R]. 2023-12-25. 见“（五）妇幼健康”部分，原文第106—111字."),
        ({"section": ""}, "晋中市卫生健康委员会. 晋中市2022年工作总结[R]. 2023-12-25. 原文第106—111字."),
        (
            {"title": "《晋中市2022年工作总结》", "section": None},
            "晋中市卫生健康委员会. 晋中市2022年工作总结[R]. 2023-12-25. 原文第106—111字.",
        ),
        (
            {"title": "", "issuer": None, "published": None, "section": ""},
            "［发布机关不详］. ［题名不详，文件 jinzhong-2022.txt］[R]. ［日期不详］. 原文第106—111字.",
        ),
        (
            {"title": float("nan"), "issuer": "", "published": float("nan"), "section": ""},
            "［发布机关不详］. ［题名不详，文件 jinzhong-2022.txt］[R]. ［日期不详］. 原文第106—111字.",
        ),
    ],
)
def test_a_report(changes: dict, line: str):
    assert cite(changes) == line + TAIL


def test_in_english():
    assert cite({}, lang="en") == (
        '晋中市卫生健康委员会. 晋中市2022年工作总结[R]. 2023-12-25. section "（五）妇幼健康", characters 106–111.\n'
        f"Data from Dabiao (build b1): {VIEW}"
    )


def test_places_of_one_report_stand_together_in_the_order_of_the_text():
    second = {"section": "一、工作 / （六）托育", "start": 300, "end": 303}
    assert cite(second, {"start": 120, "end": 123}, {}, {}) == (
        "晋中市卫生健康委员会. 晋中市2022年工作总结[R]. 2023-12-25. "
        "见“（五）妇幼健康”部分，原文第106—111字、第121—123字；见“（六）托育”部分，原文第301—303字." + TAIL
    )


def test_many_places_are_counted():
    many = [{"start": 10 * n, "end": 10 * n + 2} for n in range(citations.PLACES + 1)]
    assert cite(*many).startswith("晋中市卫生健康委员会. 晋中市2022年工作总结[R]. 2023-12-25. 引用4处.\n")


def test_reports_documents_and_arithmetic_have_a_line_each():
    unchecked = NationalRow(**(vars(NATION) | {"document": "“十四五”规划", "issued": "", "checked": False}))
    lines = cite({}, OTHER, nation=(NATION, NATION, unchecked), arithmetic=["1÷2=0.5", "1÷2=0.5"]).splitlines()
    assert lines[1].startswith("山西省卫生健康委员会. 山西省2022年工作总结[R].")
    assert lines[2:] == [
        "“健康中国2030”规划纲要[Z]. 2016-10-25. 第三章.",
        "“十四五”规划[Z]. ［日期不详］. 第三章. 尚未与原件核对.",
        "任务数由任务完成率推算：1÷2=0.5。",
        TAIL.strip(),
    ]
