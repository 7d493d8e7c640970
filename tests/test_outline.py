"""Lines of a page, headings and sentences. PAGE is made up after the five reports, with the furniture of such sites."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from extract.outline import outline
from extract.view import view

REPORTS = sorted((Path(__file__).resolve().parents[1] / "data/reports").glob("*.txt"))

# Each line of a page with what it is.
PAGE = [
    ("spam", "金沙娱乐城"),
    ("chrome", "• 今天是:00:00:00 农历:"),
    ("chrome", "当前位置: 首页 > 政务公开"),
    ("label", "索引号: 099267193/2020-04021 发布日期: 2023-01-05"),
    ("label", "发布机构: 清河县卫生健康局"),
    ("head", "清河县卫生健康局2022年工作总结和2023年工作计划"),
    ("heading", "一、2022年工作总结"),
    ("prose", "2022年是极不平凡的一年,全县卫生健康系统众志成城、攻坚克难,各项工作取得新成效。"),
    ("heading", "(一)妇幼健康"),
    ("prose", "全县婚检率达到95.77%,孕产妇死亡率为12.8/10万,均好于省定标准。婴儿死亡率2.96‰。"),
    ("prose", "1.基层服务能力稳步提升,建成标准化卫生院12家,配备执业医师345名。"),
    ("prose", "一是推进分级诊疗,县域内就诊率达到90.2%。二是推进家庭医生签约,签约率达到75%。"),
    ("heading", "二、2023年工作计划"),
    ("prose", "全县力争婚检率达到96%以上,孕产妇死亡率控制在12/10万以内,婴儿死亡率控制在5‰以内。"),
    ("chrome", "扫一扫在手机打开当前页面"),
    ("chrome", "主办单位:清河县卫生健康局 网站标识码:5200000034 黔ICP备14006722号-9"),
    ("chrome", "上一篇:清河县2021年诊疗人次达到100万人次,床位使用率达到85%。"),
    ("spam", "全球最大的博彩公司 十大赌博正规平台"),
]
REVIEW, PLAN = "一、2022年工作总结", "二、2023年工作计划"
# Beginning of a sentence and the headings above it.
HEADINGS = [
    ("2022年是极不平凡的一年", (REVIEW,)),
    ("全县婚检率", (REVIEW, "(一)妇幼健康")),
    ("婴儿死亡率2.96", (REVIEW, "(一)妇幼健康")),
    ("1.基层服务", (REVIEW, "(一)妇幼健康", "1.基层服务能力稳步提升,建成标准化卫生院12家,配备执业医师345名")),
    ("一是推进分级诊疗", (REVIEW, "(一)妇幼健康", "1.基层服务能力稳步提升,建成标准化卫生院12家,配备执业医师345名",
                 "一是推进分级诊疗,县域内就诊率达到90.2%")),
    ("二是推进家庭", (REVIEW, "(一)妇幼健康", "1.基层服务能力稳步提升,建成标准化卫生院12家,配备执业医师345名",
              "二是推进家庭医生签约,签约率达到75%")),
    ("全县力争", (PLAN,)),
]


@pytest.fixture(scope="module")
def page() -> str:
    return view("\n\n".join(text for _, text in PAGE)).text


def test_what_each_line_is(page: str):
    assert [(line.what, line.text) for line in outline(page).lines] == [(what, view(text).text) for what, text in PAGE]


@pytest.mark.parametrize(("beginning", "headings"), HEADINGS, ids=[beginning for beginning, _ in HEADINGS])
def test_the_headings_above_a_sentence(beginning: str, headings: tuple[str, ...], page: str):
    (sentence,) = [s for s in outline(page).sentences if page.startswith(beginning, s.start)]
    assert sentence.headings == headings


def test_sentences_are_the_reports_own(page: str):
    sentences = [page[s.start : s.end] for s in outline(page).sentences]
    furniture = ("博彩", "娱乐", "ICP备", "扫一扫", "上一篇", "索引号", "农历")
    assert [s for s in sentences if any(word in s for word in furniture)] == []
    assert [s for s in sentences if "发布机构" in s or s.startswith("清河县卫生健康局2022")] == []


def test_paragraphs_are_counted(page: str):
    made = outline(page).sentences
    by_paragraph = {}
    for sentence in made:
        by_paragraph.setdefault(sentence.paragraph, []).append(page[sentence.start : sentence.end])
    together = ["全县婚检率达到95.77%,孕产妇死亡率为12.8/10万,均好于省定标准。", "婴儿死亡率2.96‰。"]
    assert together in by_paragraph.values()


def test_the_reports_prose_begins_at_its_first_heading(page: str):
    assert page.startswith("一、2022年", outline(page).head)


@pytest.mark.parametrize(("text", "wanted"), [
    ("婚检率达到95%。孕产妇死亡率12.8/10万!完成了吗?", ["婚检率达到95%。", "孕产妇死亡率12.8/10万!", "完成了吗?"]),
    ("会议提出“婚检率要达到95%以上。”各县认真落实了这项要求。",
     ["会议提出“婚检率要达到95%以上。”", "各县认真落实了这项要求。"]),
    # a last line without its full stop
    ("全县各级卫生健康部门认真落实工作要求,婚检率达到95%;随访率达到96%",
     ["全县各级卫生健康部门认真落实工作要求,婚检率达到95%;随访率达到96%"]),
    ("  全县各级卫生健康部门认真落实各项工作要求。  ", ["全县各级卫生健康部门认真落实各项工作要求。"]),
])
def test_sentences_of_a_paragraph(text: str, wanted: list[str]):
    made = [text[s.start : s.end] for s in outline(text).sentences]
    assert [s.rstrip() for s in made if s.strip()] == wanted


@pytest.mark.parametrize("text", ["", "\n\n", "   ", "首页\n联系电话:0851-86870000\n", "全国最大的赌博平台"])
def test_a_page_without_prose_has_no_sentence(text: str):
    assert outline(text).sentences == []


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_sentences_of_the_reports_stand_in_order_and_apart(path: Path):
    text = view(path.read_text(encoding="utf8")).text
    sentences = outline(text).sentences
    assert len(sentences) > 20
    for one, other in pairwise(sentences):
        assert one.start < one.end <= other.start
    assert all("\n" not in text[s.start : s.end] for s in sentences)
    # whatever its beginning is like, the second half of a report stands under headings
    assert all(s.headings for s in sentences[len(sentences) // 2 :])
