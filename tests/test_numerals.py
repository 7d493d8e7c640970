"""Numerals to numbers. The tables were written from how numerals are read, before looking at what comes out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.numerals import arabic, chinese

# One value, and every way it is written.
CHINESE = {
    "0": ["零", "〇"],
    "2": ["二", "两", "贰"],
    "10": ["十", "一十", "拾"],
    "12": ["十二", "一十二", "拾贰"],
    "95": ["九十五", "玖拾伍"],
    "95.3": ["九十五点三"],
    "0.05": ["零点零五"],
    "100": ["一百", "壹佰"],
    "102": ["一百零二", "一百〇二"],
    "123": ["一百二十三", "壹佰贰拾叁"],
    "320": ["三百二十", "三百二"],
    "1010": ["一千零一十", "一千〇一十"],
    "2020": ["两千零二十", "二〇二〇", "二零二零"],
    "10040": ["一万零四十", "壹万零肆拾"],
    "30005": ["三万零五"],
    "32100": ["三万二千一百"],
    "35000": ["三万五千", "三万五"],
    "100000": ["十万", "一十万"],
    "1200000": ["一百二十万"],
    "120000000": ["一亿二千万"],
    "200000000": ["两亿", "二亿"],
    "1000000000000": ["一万亿"],
}
ARABIC = {
    "5": ["5", "５", " 5 "],
    "0.30": ["0.30"],
    "12": ["12", "１２", "1 2"],
    "99.1": ["99.1", "99. 1", "９９.１"],
    "1234.5": ["1234.5", "1,234.5"],
    "1234567": ["1234567", "1,234,567"],
    "12345.6": ["12345.6", "1.23456万"],
    "35000": ["35000", "3.5万", "3万5千"],
    "481300": ["481300", "48.13万", "48万1300"],
    "2300000000000": ["2.3万亿", "2万3千亿"],
    "1070000000000": ["1.07万亿", "10700亿"],
    "9007199254740993": ["9007199254740993"],  # not a float: its last digit must stay
}
NOT_CHINESE = [
    "", "万", "亿", "百", "千", "万万", "亿亿", "三亿亿", "亿元", "数十", "几百", "一带一路", "十百", "百十", "十十",
    "三十五十", "点五", "三点", "三点x", "九十五%", "1", "１", "半", "甲", "三 十",
]
NOT_ARABIC = ["", " ", "万", "亿元", "3x", "x3", "1.2.3", "1.", ".5", "-3", "三万", "十", "①", "½", "1²", "3万五千",
              "3/4"]


def families(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(text, value) for value, texts in table.items() for text in texts]


@pytest.mark.parametrize(("text", "value"), families(CHINESE), ids=lambda word: word)
def test_chinese_numerals(text: str, value: str):
    assert chinese(text) == Decimal(value)


@pytest.mark.parametrize(("text", "value"), families(ARABIC), ids=lambda word: word)
def test_arabic_numerals(text: str, value: str):
    assert arabic(text) == Decimal(value)


@pytest.mark.parametrize("text", NOT_CHINESE)
def test_what_is_no_chinese_numeral_has_no_value(text: str):
    assert chinese(text) is None


@pytest.mark.parametrize("text", NOT_ARABIC)
def test_what_is_no_arabic_numeral_has_no_value(text: str):
    assert arabic(text) is None


DIGITS = "零一二三四五六七八九"


def spelled(number: int) -> str:
    """A number below 10^12 in Chinese, as a bank clerk writes it: 零 for every gap, 一十 in full."""
    if number >= 10**8:
        return joined(spelled(number // 10**8) + "亿", number % 10**8, 10**7)
    if number >= 10**4:
        return joined(spelled(number // 10**4) + "万", number % 10**4, 10**3)
    for size, mark in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= size:
            return joined(DIGITS[number // size] + mark, number % size, size // 10)
    return DIGITS[number]


def joined(head: str, rest: int, full: int) -> str:
    if not rest:
        return head
    return head + ("零" if rest < full else "") + spelled(rest)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**12 - 1))
def test_a_number_that_is_spelled_is_read_back(number: int):
    assert chinese(spelled(number)) == number


@settings(max_examples=100, deadline=None)
@given(st.decimals(0, 10**9, places=3))
def test_a_number_in_digits_is_read_back(number: Decimal):
    whole, point, fraction = f"{number:f}".partition(".")
    assert arabic(f"{number:f}") == number
    assert arabic(f"{int(whole):,}{point}{fraction}") == number
    assert arabic(f"{number:f}万") == number * 10_000


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="零〇一二两三九十百千万亿点壹拾余多3５,. x%"))
def test_any_text_is_a_number_or_none(text: str):
    for read in (arabic, chinese):
        value = read(text)
        assert value is None or (value.is_finite() and value >= 0)
