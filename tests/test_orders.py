"""What holds whatever the wording's accidents: the order of a list, and the spelling of a number.

A list in another order gives the same rows, and one value in all its spellings gives one row with the
same value and unit. Every permutation is read; numbers are drawn, and every way to write each is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import extract

SOME = settings(max_examples=30, deadline=None)

# A list in another order

RATES = [
    ("学前教育毛入园率", "93.4%", 93.4, "%"),
    ("农村自来水普及率", "96.2%", 96.2, "%"),
    ("森林覆盖率", "41.7%", 41.7, "%"),
    ("人口自然出生率", "6.31‰", 6.31, "‰"),
    ("孕产妇死亡率", "8.2/10万", 8.2, "/10万"),
]
COUNTS = [
    ("公共图书馆", "12座", 12, "座"),
    ("普惠性幼儿园", "318所", 318, "所"),
    ("规模以上工业企业", "1426家", 1426, "家"),
    ("农民专业合作社", "2.3万个", 23000, "个"),
    ("社区工作者", "5680名", 5680, "名"),
]
MONEY = [
    ("地区生产总值", "1286.4亿元", 128_640_000_000, "元"),
    ("一般公共预算收入", "86.2亿元", 8_620_000_000, "元"),
    ("外贸进出口总额", "38.9亿美元", 3_890_000_000, "美元"),
    ("城镇居民人均可支配收入", "43126元", 43126, "元/人"),
    ("农村居民人均可支配收入", "2.18万元", 21800, "元/人"),
]
MIXED = [RATES[0], RATES[4], COUNTS[1], MONEY[1], MONEY[3]]
GROWTHS = [
    ("地区生产总值", "6.3%", 6.3, "%"),
    ("规模以上工业增加值", "8.1%", 8.1, "%"),
    ("固定资产投资", "10.4%", 10.4, "%"),
    ("社会消费品零售总额", "5.2%", 5.2, "%"),
    ("进出口总额", "12.7%", 12.7, "%"),
]
# Short heads whose tail, “专任教师学历合格率”, stands once behind the last of them.
HEADS = [
    ("小学", "99.8%", 99.8, "%"),
    ("初中", "98.6%", 98.6, "%"),
    ("普通高中", "97.4%", 97.4, "%"),
    ("中等职业学校", "93.1%", 93.1, "%"),
]

FAMILIES = {"rates": RATES, "counts": COUNTS, "money": MONEY, "mixed": MIXED}


def each_its_own(frame: str, joint: str, items: tuple) -> str:
    """“A a、B b、C c”: every name with its value."""
    pairs = [name + value for name, value, *_ in items]
    return frame.format("、".join(pairs[:-1]) + joint + pairs[-1])


def names_then_values(frame: str, joint: str, items: tuple) -> str:
    """“A、B、C分别达到a、b、c”: the names first, the values in the same order."""
    names, values = [item[0] for item in items], [item[1] for item in items]
    return frame.format("、".join(names[:-1]) + joint + names[-1], "、".join(values[:-1]) + joint + values[-1])


ARRANGEMENTS = [
    *((each_its_own, "全市{}。", family) for family in FAMILIES),
    (each_its_own, "全市有{}。", "counts"),
    (each_its_own, "全市新增{}。", "counts"),
    (each_its_own, "2025年，全市实现{}。", "money"),
    (each_its_own, "到2027年，全市{}。", "rates"),
    *((names_then_values, "{}分别达到{}。", family) for family in FAMILIES),
    (names_then_values, "全市{}分别为{}。", "rates"),
    (names_then_values, "{}分别增长{}。", "growths"),
    (names_then_values, "力争{}分别增长{}。", "growths"),
    (names_then_values, "全市{}专任教师学历合格率分别达到{}。", "heads"),
]


def rows_of(text: str) -> Counter[tuple[str, float, str, str]]:
    """The rows of a text, their order and offsets left out."""
    columns = ["indicator", "value", "unit", "kind"]
    return Counter(extract.read(text)[columns].itertuples(index=False, name=None))


def order_faults(write, frame: str, joint: str, chosen: tuple) -> list[str]:
    """The orders of these items that are not read as the first order is, or not as what was written."""
    written = Counter((value, unit) for _, _, value, unit in chosen)
    first = rows_of(write(frame, joint, chosen))
    found = []
    for items in permutations(chosen):
        text = write(frame, joint, items)
        rows = rows_of(text)
        if Counter((value, unit) for _, value, unit, _ in rows.elements()) != written:
            found.append(f"{text} is read as {sorted(rows.elements())}")
        elif rows != first:
            found.append(f"{text} gives {sorted(rows - first)} where its first order gives {sorted(first - rows)}")
    return found


@pytest.mark.parametrize("joint", ["、", "和"])
@pytest.mark.parametrize(
    ("write", "frame", "family"), [pytest.param(*a, id=f"{a[0].__name__}-{a[1]}-{a[2]}") for a in ARRANGEMENTS]
)
def test_a_list_in_another_order_gives_the_same_rows(write, frame: str, family: str, joint: str):
    items = {**FAMILIES, "growths": GROWTHS, "heads": HEADS}[family]
    faults = [fault for chosen in combinations(items, 3) for fault in order_faults(write, frame, joint, chosen)]
    assert not faults, f"{len(faults)} orders are read otherwise, such as\n" + "\n".join(faults[:6])


# One value in all its spellings

FULL_WIDTH = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A whole number below 100 million in Chinese: 35000 is 三万五千, 108 is 一百零八."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        link = "零" if 0 < low < 1000 else ""
        return chinese(high) + "万" + link + (chinese(low) if low else "")
    made, gap = "", False
    for place, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            made += ("零" if gap and made else "") + DIGITS[digit] + mark
        gap = not digit
    return made.removeprefix("一") if 10 <= number < 20 else made or "零"


def decimal(number: int, base: int) -> str:
    """A whole number as so many of a base, without trailing zeros: 385000 of 10000 is 38.5."""
    whole, rest = divmod(number, base)
    return f"{whole}.{rest:0{len(str(base)) - 1}d}".rstrip("0").rstrip(".")


def spaced(written: str) -> Iterator[str]:
    """A number with a gap inside or before its unit, as bad conversions leave it."""
    for at in {1, len(written) - 1, len(written)}:
        if at > 0:
            yield f"{written[:at]} {written[at:]}"
    if "." in written:
        yield written.replace(".", ". ")


def spellings_of_a_count(number: int) -> set[str]:
    """Ways that a report may write a whole number, without its unit."""
    plain = str(number)
    made = {plain, plain.translate(FULL_WIDTH), f"{number:,}", f"{number:,}".replace(",", " "), *spaced(plain)}
    if number >= 10_000:
        short = decimal(number, 10_000)
        made |= {short + "万", short.translate(FULL_WIDTH) + "万", f"{short} 万", *(s + "万" for s in spaced(short))}
        high, low = divmod(number, 10_000)
        if low and low % 1000 == 0:
            made.add(f"{high}万{low // 1000}千")
    if number >= 100_000_000:
        short = decimal(number, 100_000_000)
        made |= {short + "亿", short.translate(FULL_WIDTH) + "亿", f"{short} 亿"}
        high, low = divmod(number, 100_000_000)
        if low and low % 10_000 == 0:
            made.add(f"{high}亿{low // 10_000}万")
    # Nothing longer than 三万五千 is spelt out; 一个 is rather an article than a number, and nobody says 二个.
    if 2 < number < 100 or (100 <= number < 100_000_000 and len(plain.rstrip("0")) <= 2):
        made.add(chinese(number))
    if number in (2, 200, 2000, 20_000) or (len(plain) in (3, 4, 5) and plain[0] == "2" and not int(plain[2:])):
        made.add("两" + chinese(number)[1:])
    return made


def spellings_of_a_percentage(tenths: int) -> set[str]:
    """Ways that a report may write a percentage of so many tenths."""
    plain = decimal(tenths, 10)
    whole, tenth = divmod(tenths, 10)
    spelt = chinese(whole) + (f"点{DIGITS[tenth]}" if tenth else "")
    made = {
        f"{plain}%", f"{plain}％", f"{plain}%".translate(FULL_WIDTH), f"{plain} %", f"{plain} ％", f"百分之{plain}",
        f"百分之{spelt}", *(f"{s}%" for s in spaced(plain)),
    }
    if tenth:
        made |= {f"{plain}0%", f"{plain.replace('.', '．')}%", f"{plain.replace('.', '。')}%"}
    if tenths == 1000:
        made.add("百分之百")
    if tenths < 1000 and tenths % 100 == 0:
        made.add(f"{DIGITS[tenths // 100]}成")
    return made


def spelling_faults(frame: str, spellings: set[str], value: float, unit: str) -> list[str]:
    """The spellings that do not give exactly one row, of this value and unit and with these characters quoted."""
    found = []
    for spelt in sorted(spellings):
        text = frame.format(spelt)
        rows = extract.read(text)[["value_text", "value", "unit"]].values.tolist()
        if len(rows) != 1 or rows[0][0] != spelt or rows[0][1] != pytest.approx(value) or rows[0][2] != unit:
            found.append(f"{text!r} is read as {rows}, wanted {[spelt, value, unit]}")
    return found


# Small numbers, numbers that are no years, round numbers and any others below 100 million.
NUMBERS = (
    st.integers(1, 99)
    | st.integers(100, 1899)
    | st.builds(lambda head, zeros: head * 10**zeros, st.integers(1, 99), st.integers(1, 6))
    | st.integers(10_000, 99_999_999)
)
HOLDERS = {
    "所": "公办幼儿园", "家": "科技型中小企业", "户": "个体工商户", "名": "养老护理员", "个": "便民服务点",
    "亩": "设施农业面积",
}


@pytest.mark.parametrize("unit", HOLDERS)
@SOME
@given(number=NUMBERS)
def test_one_count_in_all_its_spellings_gives_one_row(unit: str, number: int):
    spellings = {spelt + unit for spelt in spellings_of_a_count(number)}
    faults = spelling_faults(f"全市{HOLDERS[unit]}达到{{}}。", spellings, number, unit)
    assert not faults, "\n".join(faults)


@SOME
@given(number=st.integers(100, 99_999).map(lambda n: n * 1_000_000) | NUMBERS.filter(lambda n: n > 1000))
def test_one_sum_in_all_its_spellings_gives_one_row(number: int):
    spellings = {spelt + "元" for spelt in spellings_of_a_count(number)}
    faults = spelling_faults("全市社会保险基金支出达到{}。", spellings, number, "元")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("frame", ["全市森林覆盖率达到{}。", "农村自来水普及率为{}，居民生活更加便利。"])
@SOME
@given(tenths=st.integers(1, 1000) | st.integers(1, 100).map(lambda n: n * 10))
def test_one_percentage_in_all_its_spellings_gives_one_row(frame: str, tenths: int):
    faults = spelling_faults(frame, spellings_of_a_percentage(tenths), tenths / 10, "%")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("frame", "spellings", "value", "unit"),
    [
        ("人口自然增长率为{}。", {"5‰", "５‰", "5 ‰", "5.0‰", "千分之五", "千分之5"}, 5, "‰"),
        ("婴儿死亡率为{}。", {"2.6‰", "２．６‰", "2. 6‰", "2.6 ‰", "千分之二点六", "千分之2.6"}, 2.6, "‰"),
        (
            "孕产妇死亡率为{}。",
            {"12.8/10万", "１２．８/10万", "12.8／10万", "12. 8/10万", "12.8/10 万", "十万分之12.8", "每10万12.8"},
            12.8,
            "/10万",
        ),
        (
            "规模以上工业增加值增速比上年提高{}。",
            {"2.5个百分点", "２．５个百分点", "2. 5个百分点", "2.5 个百分点", "两点五个百分点"},
            2.5,
            "百分点",
        ),
        ("新能源汽车产量增长{}。", {"50%", "５０％", "百分之五十", "五成", "0.5倍"}, 50, "%"),
        ("新能源汽车产量增长{}。", {"100%", "百分之百", "1倍", "一倍", "１倍"}, 100, "%"),
        ("数字经济产值三年{}。", {"翻一番", "翻了一番", "增长1倍", "增长一倍", "增长100%"}, 100, "%"),
    ],
    ids=["permille", "permille-decimal", "per-100000", "points", "half-more", "once-more", "doubled"],
)
def test_one_rate_in_all_its_spellings_gives_one_row(frame: str, spellings: set[str], value: float, unit: str):
    found = []
    for spelt in sorted(spellings):
        rows = extract.read(frame.format(spelt))[["value", "unit"]].values.tolist()
        if len(rows) != 1 or rows[0][0] != pytest.approx(value) or rows[0][1] != unit:
            found.append(f"{frame.format(spelt)!r} is read as {rows}, wanted {[value, unit]}")
    assert not found, "\n".join(found)


def test_numbers_are_spelt_as_meant():
    """The spellings above are what they are taken for."""
    assert [chinese(n) for n in (1, 10, 12, 45, 100, 108, 3500, 20_000, 35_000, 108_000)] == [
        "一", "十", "十二", "四十五", "一百", "一百零八", "三千五百", "二万", "三万五千", "十万八千",
    ]
    assert {"35000", "３５０００", "35,000", "35 000", "3.5万", "3万5千", "三万五千"} <= spellings_of_a_count(35_000)
    assert "两" in spellings_of_a_count(2)
    assert "二" not in spellings_of_a_count(2)
    assert {"两百", "二百"} <= spellings_of_a_count(200)
    assert {"98.6%", "９８．６％", "98. 6%", "百分之九十八点六", "98。6%"} <= spellings_of_a_percentage(986)
    assert {"百分之百"} <= spellings_of_a_percentage(1000)
    assert {"九成"} <= spellings_of_a_percentage(900)
