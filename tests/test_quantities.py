"""Quantities in a text: what is one, what is none, and how each is written.

FROM_REPORTS holds words of the five reports, on which the finder was developed;
MADE_UP and NONE were written to try one rule each. Every case names the whole of
what is found, so a quantity too many fails as one too few does.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

import extract
from extract import quantities
from extract.units import load as load_units
from extract.units import per_population
from extract.view import view


def found(text: str) -> list[str]:
    """Quantities as "comparator value[-high] unit = words", the comparator left out where it is =."""
    seen = view(text)
    made = []
    for q in quantities.find(seen.text):
        start, end = seen.span(q.start, q.end)
        high = "" if q.high is None else f"-{q.high.normalize():f}"
        sign = "" if q.comparator == "=" else q.comparator + " "
        value = round(q.value, 2).normalize()
        made.append(f"{sign}{value:f}{high} {q.unit.name if q.unit else '?'} = {text[start:end]}")
    return made


FROM_REPORTS = [
    ("孕产妇死亡率从24.64/10万下降到15.90/10万", ["24.64 /10万 = 24.64/10万", "15.9 /10万 = 15.90/10万"]),
    ("由2015年的13.44/万降至10.96/万", ["13.44 /万 = 13.44/万", "10.96 /万 = 10.96/万"]),
    ("治疗率达98.76%和96.14%", ["98.76 % = 98.76%", "96.14 % = 96.14%"]),
    ("婴儿死亡率2.96‰、5岁以下儿童死亡率3.81‰", ["2.96 ‰ = 2.96‰", "3.81 ‰ = 3.81‰"]),
    ("控制在省定标准12.8/10万、5.4‰和6.8‰以内", ["12.8 /10万 = 12.8/10万", "5.4 ‰ = 5.4‰", "<= 6.8 ‰ = 6.8‰"]),
    ("超过75%的全省目标任务", ["> 75 % = 75%"]),
    ("全市每千人口拥有婴幼儿托位数达到3.25个", ["3.25 个 = 3.25个"]),
    ("完成核酸检测1010万余人次,接种66.9万人123.6万剂次",
     ["> 10100000 人次 = 1010万余人次", "669000 人 = 66.9万人", "1236000 剂次 = 123.6万剂次"]),
    ("已连续358天无新增本土确诊病例", ["358 天 = 358天"]),
    ("从每人每月605元提高到810元", ["605 元 = 605元", "810 元 = 810元"]),
    ("投入利益导向资金13.05亿元,惠及623.64万人次", ["1305000000 元 = 13.05亿元", "6236400 人次 = 623.64万人次"]),
    ("受益儿童近90万人", ["< 900000 人 = 90万人"]),
    ("健康素养水平提高至26%以上", [">= 26 % = 26%"]),
    ("远程医疗服务总量突破160万例次", ["> 1600000 例次 = 160万例次"]),
    ("全市孕产妇实现零死亡", ["0 /10万 = 零死亡"]),
]
MADE_UP = [
    # shares in words
    ("占比达百分之九十五", ["95 % = 百分之九十五"]),
    ("发生率为千分之五", ["5 ‰ = 千分之五"]),
    ("死亡率为十万分之15.7", ["15.7 /10万 = 十万分之15.7"]),
    ("每10万128.6", ["128.6 /10万 = 每10万128.6"]),
    ("约三分之二", ["~ 66.67 % = 三分之二"]),
    ("超过半数", ["> 50 % = 半数"]),
    ("占三成以上", [">= 30 % = 三成"]),
    ("下降两成半左右", ["~ 25 % = 两成半"]),
    ("占2/3", ["66.67 % = 2/3"]),
    # change that the words themselves state
    ("总量翻一番", ["100 % = 翻一番"]),
    ("总量翻两番", ["300 % = 翻两番"]),
    ("总量翻三番", ["700 % = 翻三番"]),
    # points are no percent
    ("提高3.2个百分点", ["3.2 百分点 = 3.2个百分点"]),
    # ranges
    ("保持在85%—90%", ["85-90 % = 85%—90%"]),
    ("保持在85-90%", ["85-90 % = 85-90%"]),
    ("建设3~5家", ["3-5 家 = 3~5家"]),
    ("培训3-5万人", ["30000-50000 人 = 3-5万人"]),
    ("培训3万至5万人", ["30000-50000 人 = 3万至5万人"]),
    # numerals in Chinese and mixed
    ("建成五所医院", ["5 所 = 五所"]),
    ("覆盖十五个县", ["15 个 = 十五个"]),
    ("新增两家", ["2 家 = 两家"]),
    ("惠及三万五千人", ["35000 人 = 三万五千人"]),
    ("超千亿元", ["> 100000000000 元 = 千亿元"]),
    ("千余家", ["> 1000 家 = 千余家"]),
    # units with a population, and money per head
    ("床位2.73张/千人", ["2.73 张 = 2.73张/千人"]),
    # no unit
    ("CMI为0.8", ["0.8 ? = 0.8"]),
    ("医护比达1.2:1", ["1.2  = 1.2:1"]),
    # a minus is part of the number
    ("增长-3.5%", ["-3.5 % = -3.5%"]),
    ("增长负百分之三", ["-3 % = 负百分之三"]),
    # traditional characters
    ("床位43.38萬張", ["433800 张 = 43.38萬張"]),
    # a number beside names with digits
    ("12345热线办结712个", ["712 个 = 712个"]),
    ("创建5A级景区3个", ["3 个 = 3个"]),
    ("2022年建成3家", ["3 家 = 3家"]),
]
NONE = [
    # dates, years, times
    "2022年10月24日召开会议", "二〇二〇年", "20222月20日", "3月份", "2023-12-25", "2021-2025年", "2016、2017年",
    "18时30分", "00:00:00",
    "10.5祁县聚集性疫情",
    # numbers that are names and grades
    "“十四五”规划", "“15+4”健康赣州行动", "9+3县(区)", "“5020”项目", "十项制度", "5A级景区", "三甲医院", "三级医院",
    "二级以上公立医院",
    "12345热线", "120急救", "H7N9", "PM2.5", "《健康中国2030规划》", "一带一路", "两癌", "十九大", "1类新药", "5G网络",
    # ordinals and ranks
    "第4个", "第十四届", "前100名", "500强", "首批", "全国第二",
    # document, phone and code numbers
    "〔2020〕12号", "赣卫字242号", "0851-86870000", "手机13912345678", "099267193/2020-04021", "中华北路242号",
    # groups, limits and rhythms
    "65岁以上老年人", "3岁以下婴幼儿", "0-6岁儿童", "35-64岁妇女", "14岁女生", "24小时内", "7天内有旅居史",
    "每3个月一次", "3天3检", "一日两调度",
    # list marks
    "1.全面推进", "(3)加强", "一是推进",
    # a multiplier or a measure word is no number by itself
    "亿元", "百万", "数十亿元", "几百人", "一家人", "零售", "各个", "①全面推进",
]
# Bare numbers: quantities until their surroundings are read, which then make no row of them.
BARE = ["360极速版", "文化路88", "版本3.0"]
# Every spelling of one quantity, each read from a sentence of its own.
FAMILIES = {
    "95 %": ["95%", "９５％", "95 %", "９５.０%", "95.0％", "百分之95", "百分之九十五", "95﹪"],
    "99.1 %": ["99.1%", "99. 1 %", "９９．１％", "百分之99.1", "百分之九十九点一"],
    "35000 人": ["35000人", "35,000人", "3.5万人", "３．５万人", "3万5千人", "三万五千人", "35000 人"],
    "481300 座": ["481300座", "48.13万座", "４８.１３万座", "48万1300座", "481,300座"],
    "1051000000 元": ["10.51亿元", "105100万元", "1051000000元", "1,051,000,000元", "１０.５１亿元"],
    "2300000000000 元": ["2.3万亿元", "23000亿元", "2万3千亿元"],
    "12.8 /10万": ["12.8/10万", "12.8／10万", "12.8/100000", "12.8/十万", "十万分之12.8", "每10万12.8",
                   "１２.８/１０万"],
    "5 ‰": ["5‰", "５‰", "千分之五", "千分之5"],
    "3.2 百分点": ["3.2个百分点", "3.2百分点", "３.２个百分点", "3.2个pct"],
}


@pytest.mark.parametrize(("text", "wanted"), FROM_REPORTS, ids=[text for text, _ in FROM_REPORTS])
def test_words_of_the_reports(text: str, wanted: list[str]):
    assert found(text) == wanted


@pytest.mark.parametrize(("text", "wanted"), MADE_UP, ids=[text for text, _ in MADE_UP])
def test_one_rule_each(text: str, wanted: list[str]):
    assert found(text) == wanted


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_quantity(text: str):
    assert found(text) == []


@pytest.mark.parametrize("text", [*NONE, *BARE])
def test_what_is_no_quantity_gives_no_row(text: str):
    sentence = f"全市各级卫生健康部门按照工作要求认真落实{text},婚检率达到95%。"
    rows = extract.read(sentence)
    assert rows["value"].tolist() == [95.0]


@pytest.mark.parametrize(("text", "wanted"), [(text, wanted) for wanted, texts in FAMILIES.items() for text in texts],
                         ids=lambda word: word)
def test_every_spelling_is_one_quantity(text: str, wanted: str):
    value, unit = wanted.split(" ")
    seen = view(f"总数达到{text}。")
    (quantity,) = quantities.find(seen.text)
    assert (quantity.value, quantity.unit.name, quantity.comparator) == (Decimal(value), unit, "=")


@pytest.mark.parametrize(("words", "comparator"), [
    ("不低于90%", ">="), ("不少于90%", ">="), ("至少90%", ">="), ("90%以上", ">="), ("90%及以上", ">="),
    ("超过90%", ">"), ("突破90%", ">"), ("高于90%", ">"), ("90多家", ">"), ("90余家", ">"),
    ("不超过90%", "<="), ("不高于90%", "<="), ("90%以下", "<="), ("90%以内", "<="),
    ("低于90%", "<"), ("不足90%", "<"), ("近90%", "<"), ("接近90%", "<"),
    ("约90%", "~"), ("90%左右", "~"), ("大约90%", "~"), ("约90%左右", "~"),
    ("90%", "="), ("达到90%", "="),
    ("不低于90%以上", ">="), ("近90%以上", ">="),
])
def test_comparator_words(words: str, comparator: str):
    (quantity,) = quantities.find(view(words).text)
    assert (quantity.comparator, quantity.value) == (comparator, 90)
    assert "以上" not in view(words).text[quantity.start : quantity.end], "comparator words are outside the figure"


def test_growth_by_a_multiple_is_a_change_in_percent():
    rows = extract.read("全市各级医疗机构服务能力稳步提升,远程会诊总量比上年增长1倍。")
    assert rows[["value", "unit", "basis"]].to_numpy().tolist() == [[100.0, "%", "change"]]


@pytest.mark.parametrize(("unit", "name", "wanted"), [
    ("人", "每千人口执业医师数", "人/千人"), ("名", "每千人口注册护士数", "名/千人"),
    ("张", "每千人口床位数", "张/千人"),
    ("个", "每千人口拥有3岁以下婴幼儿托位数", "个/千人"), ("名", "每万人口全科医生数", "名/万人"),
    ("张", "每千名老年人养老床位数", "张/千人"),
    ("元", "人均基本公共卫生服务经费", "元/人"), ("元", "每人每月特别扶助金", "元/人·月"), ("元", "次均门诊费用", "元"),
    ("元", "医疗总收入", "元"), ("%", "每千人口床位使用率", "%"), ("人", "执业医师数", "人"),
    ("人次", "每万人口就诊人次", "人次/万人"),
])
def test_a_unit_takes_its_population_from_the_name(unit: str, name: str, wanted: str):
    assert per_population(load_units()[unit], name) == wanted
