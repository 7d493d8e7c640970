"""Regions of the past: what became of them, and which names and codes are one place."""

from __future__ import annotations

from itertools import pairwise

import pytest

from extract.regions import Region, load


@pytest.mark.parametrize(
    ("old", "until", "today"),
    [
        (("360721", "赣县"), 2016, "赣县区"),
        (("360727", "龙南县"), 2020, "龙南市"),
        (("140726", "太谷县"), 2019, "太谷区"),
        (("632121", "平安县"), 2013, "平安区"),  # by way of 630221 平安县
        (("522401", "毕节市"), 2011, "七星关区"),  # the county, not the prefecture of that name
        (("110103", "崇文区"), 2010, "东城区"),
        (("371200", "莱芜市"), 2018, None),  # divided
        (("230703", "南岔区"), 2019, "南岔县"),
    ],
)
def test_history(old: tuple[str, str], until: int, today: str | None) -> None:
    region = load().by_code(old[0], until)
    assert (region.name, region.valid_to) == (old[1], until)
    now = load().current(region)
    assert (now and now.name) == today
    assert now is None or now.valid_to is None


@pytest.mark.parametrize(
    ("code", "name", "place"),
    [
        ("140726", "太谷县", "140703"),
        ("140703", "太谷区", "140703"),
        ("140726", None, "140703"),
        ("360721", "赣县", "360704"),
        ("360727", "龙南县", "360783"),
        ("632121", "平安县", "630203"),  # a new code first, then a district
        ("542100", "昌都地区", "540300"),
        ("130602", "新市区", "130602"),  # renamed under its code
        ("469003", "儋州市", "460400"),  # a county that is a prefecture now
        # merged, divided or cut: each its own place
        ("110103", "崇文区", "110103"),
        ("110101", "东城区", "110101"),
        ("130604", "南市区", "130604"),
        ("520321", "遵义县", "520321"),
        ("130502", "桥东区", "130502 桥东区"),
        ("130502", "襄都区", "130502"),
        ("371200", "莱芜市", "371200"),
        # one code, two places
        ("500110", "万盛区", "500110 万盛区"),
        ("500110", "綦江区", "500110"),
        ("500110", None, "500110"),
        # what the table does not know is taken as it is
        ("140703", "某某区", "140703"),
        ("999999", "某某区", "999999"),
        ("100000", "全国", "100000"),
    ],
)
def test_one_place_under_all_its_names(code: str, name: str | None, place: str) -> None:
    assert load().place(code, name) == place


def test_no_two_places_are_taken_for_one() -> None:
    """Only regions that follow one another share a place; no two of one year do."""
    regions = load()
    held: dict[str, list[Region]] = {}
    for region in regions.all:
        held.setdefault(regions.place(region.code, region.name), []).append(region)
    for place, rows in held.items():
        rows.sort(key=lambda region: region.valid_from or 0)
        for earlier, later in pairwise(rows):
            assert earlier.valid_to == later.valid_from, place
            assert earlier.same_land
