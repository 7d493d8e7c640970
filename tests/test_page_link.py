"""The page's link: what is written is read back, and what cannot be followed is named."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views import link
from views.link import Choices, Notice, View

CHOICES = Choices(
    region=("晋中市", "a&b=c%", "赣州市"),
    year=(2023, 2022),
    domain=("妇幼", "其他"),
    indicator=("婚检率", "5岁以下儿童死亡率", "一 + 二"),
    build="b1",
    has_judgement={"j1", "j2"}.__contains__,
)

views = st.builds(
    View,
    lang=st.sampled_from(link.LANGUAGES),
    **{
        name: st.lists(st.sampled_from(getattr(CHOICES, name)), unique=True).map(tuple)
        for name in ("region", "year", "domain", "indicator")
    },
    show=st.sampled_from(link.SHOWS),
    method=st.sampled_from(link.METHODS),
    judgement=st.sampled_from([None, "j1", "j2"]),
    build=st.just("b1"),
    own=st.tuples(
        st.sampled_from([(), (("span", ("2015-2020",)),)]),
        st.sampled_from([(), *((("sort", (one,)),) for one in link.SORTS[1:])]),
        st.sampled_from([(), *((("group", (one,)),) for one in link.GROUPS[1:])]),
        st.sampled_from([(), (("page", ("2",)),)]),
    ).map(lambda parts: sum(parts, ())),
)


@given(views)
def test_a_link_opens_the_view_it_was_copied_from(view: View):
    assert link.parse(parse_qs(link.query(view)), CHOICES) == (view, [])


def test_defaults_stand_in_the_link_too():
    assert link.serialise(View(build="b1")) == {
        "lang": ["zh"],
        "region": ["all"],
        "year": ["all"],
        "domain": ["all"],
        "indicator": ["all"],
        "show": ["pairs"],
        "method": ["straight_line"],
        "judgement": ["none"],
        "span": ["all"],
        "sort": ["verdict"],
        "group": ["none"],
        "page": ["1"],
        "build": ["b1"],
    }


def test_no_parameters_give_the_defaults():
    assert link.parse({}, CHOICES) == (View(build="b1"), [])


@pytest.mark.parametrize(
    ("params", "notice"),
    [
        ({"foo": ["1"]}, Notice("notice.parameter", "foo", "")),
        ({"region": ["火星"]}, Notice("notice.value", "region", "火星")),
        ({"year": ["abc"]}, Notice("notice.value", "year", "abc")),
        ({"year": ["2022.0"]}, Notice("notice.value", "year", "2022.0")),
        ({"lang": ["xx"]}, Notice("notice.choice", "lang", "xx")),
        ({"show": [""]}, Notice("notice.choice", "show", "")),
        ({"method": ["x"]}, Notice("notice.choice", "method", "x")),
        ({"span": ["2020-2015"]}, Notice("notice.value", "span", "2020-2015")),
        ({"span": ["2015"]}, Notice("notice.value", "span", "2015")),
        ({"sort": ["x"]}, Notice("notice.value", "sort", "x")),
        ({"group": ["x"]}, Notice("notice.value", "group", "x")),
        ({"page": ["0"]}, Notice("notice.value", "page", "0")),
        ({"judgement": ["j9"]}, Notice("notice.judgement", "judgement", "j9")),
        ({"build": ["old"]}, Notice("notice.build", "build", "old")),
        ({"show": ["all", "pairs"]}, Notice("notice.repeated", "show", "all")),
        ({"sort": ["verdict", "name", "verdict"]}, Notice("notice.repeated", "sort", "name")),
    ],
)
def test_what_cannot_be_followed_is_named_and_left_out(params: dict[str, list[str]], notice: Notice):
    assert link.parse(params, CHOICES) == (View(build="b1"), [notice])


def test_good_values_stay_beside_bad_ones():
    view, notices = link.parse({"region": ["晋中市", "火星", "晋中市"], "year": ["2022"]}, CHOICES)
    assert (view.region, view.year) == (("晋中市",), (2022,))
    assert [notice.value for notice in notices] == ["火星"]


@given(st.dictionaries(st.text(), st.lists(st.text())))
def test_any_parameters_are_read_without_an_exception(params: dict[str, list[str]]):
    link.parse(params, CHOICES)


MANY = replace(
    CHOICES, indicator=tuple(f"指标{n}率" for n in range(link.LISTED + 5)), often=frozenset({"指标7率", "指标3率"})
)


def test_a_box_lists_every_value_or_the_most_frequent():
    assert CHOICES.listed("indicator") == CHOICES.indicator
    assert MANY.listed("indicator") == ("指标3率", "指标7率")
    assert MANY.listed("region") == CHOICES.region


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("指标12率", "指标12率"),
        (" 指标12率 ", "指标12率"),
        ("标999率", "指标999率"),
        ("PM2.5", "pm2.5浓度"),
        ("没有", Notice("notice.typed_none", "indicator", "没有")),
        (" ", Notice("notice.typed_none", "indicator", "")),
    ],
)
def test_what_a_typed_text_means(typed: str, meant: str | Notice):
    assert link.understood("indicator", typed, (*MANY.indicator, "pm2.5浓度")) == meant


def test_a_text_that_several_names_hold_means_none_of_them():
    said = link.understood("indicator", "指标99", MANY.indicator)
    assert said.key == "notice.typed"
    assert said.meant == ("指标99率", *(f"指标99{n}率" for n in range(10)))
