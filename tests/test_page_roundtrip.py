"""Addresses of every page, with every choice that the program declares: what an address says is what is shown."""

from __future__ import annotations

import html
import random
import re

import pytest
from choice_cases import Choice, choices, drawn, picked_unasked
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from page_cases import html_of
from screen_cases import address, assert_same, shown, warned
from streamlit.testing.v1 import AppTest

from views import frame, inner, link, pages
from views.library import Library
from views.words import Words

# A page takes a fifth of a second or more to open: few examples, the same each time, none tried again to be shortened.
some = settings(
    max_examples=4, derandomize=True, deadline=None, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.large_base_example],
)  # fmt: skip
# Of the links of a page so many are followed.
LINKS = 12
# Names that no page has: of other programs, of pages that are gone, and such as people mistype.
STRANGE = ("utm_source", "Region", "region[]", "years", "<b>x</b>", "参数 一", "__proto__")


def readable(name: str, lang: str = "zh") -> str:
    """A parameter as the notices call it: every one that a page has is called by words of the page's language."""
    words = Words(lang)
    return frame.plain(words("language") if name == "lang" else name if name in STRANGE else words(f"filter.{name}"))


def hrefs(app: AppTest) -> list[str]:
    """The links to pages of ours that a page has."""
    return sorted({html.unescape(one) for one in re.findall(r'href="(\./[^"]*)"', html_of(app))})


@pytest.mark.parametrize("name", pages.NAMES)
@given(seed=st.integers(0, 10**6))
@some
def test_an_address_opens_just_what_it_says(open_page, library: Library, name: str, seed: int):
    draw = random.Random(seed)
    chosen = drawn(draw, library, name)
    first = open_page(name, **chosen, build=library.build)
    held, said = address(first), warned(first)
    assert set(held) == set(pages.address(name, library).parameters)
    assert held.pop("build") == [library.build]
    for choice in choices(library, name):
        if held[choice.name] != chosen[choice.name] and not picked_unasked(choice.name, chosen[choice.name]):
            name_or_value = readable(choice.name, held["lang"][0]), frame.plain(chosen[choice.name][0])
            assert any(one.lower() in said.lower() for one in name_or_value), (choice.name, chosen, held)

    for lead in draw.sample(links := hrefs(first), min(LINKS, len(links))):
        where, params = inner.destination(lead)
        there = pages.address(where, library)
        assert set(params) == set(there.parameters), lead
        assert link.parse(params, library.choices(there.of), there)[1] == [], lead

    again = open_page(name, **held, build=library.build)
    assert address(again) == held | {"build": [library.build]}
    assert warned(again) == ""
    assert_same(shown(first), shown(again))


@pytest.fixture(scope="module")
def plain_pages() -> dict[str, tuple]:
    """Address and screen of the pages as the bare address opens them, as far as they were opened."""
    return {}


def bad_values(choice: Choice) -> st.SearchStrategy[str]:
    """Texts that are no value of a parameter: odd ones, and near misses of good ones."""
    near = [text for one in choice.values[:3] for text in (f"{one} ", f"０{one}", f"{one}\n", f"{one.upper()}x")]
    odd = ["", " ", "火星", "<script>alert(1)</script>", "2022.0", "1e3", "-1", "0", "9" * 80, "a\0b", "\u202ex", "%",
           "'\"; --", "**_`$\\[x](y)", "😀" * 70]  # fmt: skip
    return st.sampled_from([*near, *odd]) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@pytest.mark.parametrize("name", pages.NAMES)
@given(data=st.data())
@settings(some, max_examples=3)
def test_what_does_not_exist_is_named_and_ignored(
    open_page, library: Library, plain_pages: dict[str, tuple], name: str, data: st.DataObject
):
    page = pages.address(name, library)
    fits = {own.name: own.fits for own in page.own}
    bad: dict[str, list[str]] = {}
    for choice in choices(library, name):
        if choice.name == "lang":
            continue
        texts = data.draw(st.lists(bad_values(choice), min_size=1, max_size=2 if choice.many else 1, unique=True))
        known = {*choice.values, choice.default}
        texts = [text for text in texts if text not in known and not fits.get(choice.name, known.__contains__)(text)]
        if texts:
            bad[choice.name] = texts
    odd = data.draw(st.lists(st.sampled_from(STRANGE), max_size=3, unique=True))
    odd += [one.name for other in pages.NAMES for one in choices(library, other) if one.name not in page.parameters][:2]
    app = open_page(name, **bad, **dict.fromkeys(odd, "1"), build="old")
    said = warned(app)
    for one in odd:
        assert f"“{readable(one)}”" in said
    for one, text in [("build", "old"), *((one, text) for one, texts in bad.items() for text in texts)]:
        assert frame.plain(text[:60]) in said
        assert one in ("build", "judgement") or readable(one) in said
    if name not in plain_pages:
        plain = open_page(name)
        plain_pages[name] = address(plain), shown(plain)
    assert address(app) == plain_pages[name][0]
    assert_same(shown(app), plain_pages[name][1])


@pytest.mark.parametrize("name", pages.NAMES)
def test_of_a_choice_that_is_given_twice_the_last_counts_and_the_others_are_named(
    open_page, library: Library, name: str
):
    twice = {
        choice.name: [choice.values[-1], choice.default] for choice in choices(library, name) if not choice.many
    } | {"lang": ["en", "zh"]}
    app = open_page(name, **twice)
    for first, _ in twice.values():
        assert frame.plain(first) in warned(app)
    assert address(app) == address(open_page(name))


def test_the_cards_that_are_kept_for_the_next_reader_lead_on_with_that_readers_span(open_page):
    for span in ("2022-2022", "all"):
        cards = [lead for lead in hrefs(open_page("region", place="晋中市", span=span)) if lead.startswith("./region")]
        assert cards
        assert [lead for lead in cards if f"&span={span}&" not in lead] == []
