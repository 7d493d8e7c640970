"""Places held against each other on 指标: the cascade, the peers, and values that do not agree."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from views import grids_compare, library_compare, library_indicator
from views.library import Library
from views.library_compare import Subject
from views.words import Words

ZH, EN = Words("zh"), Words("en")
LITERACY = "居民健康素养水平"


@pytest.fixture(scope="module")
def library(cities: Path) -> Library:
    return Library(cities)


def subject(library: Library, name: str, unit: str, year: int = 2024) -> Subject:
    known = library.ask("SELECT DISTINCT indicator_id FROM figures_file WHERE indicator = ?", [name])
    return Subject(name, known["indicator_id"][0].as_py(), unit, year)


def href(point: str) -> str:
    return f"./indicator?figure={point}"


def test_the_cascade_goes_from_the_nation_down_to_the_county(library: Library):
    rows = library_compare.cascade(library, subject(library, LITERACY, "%")).set_index("region")
    assert list(rows.index) == ["全国", "贵州省", "贵阳市", "六盘水市", "遵义市", "红花岗区", "安顺市", "毕节市"]
    assert rows.loc["红花岗区", "gap_to_parent"] == pytest.approx(29.9 - 28.6)
    assert rows.loc["贵州省", "gap_to_parent"] == pytest.approx(27.1 - rows.loc["全国", "value"])
    # Two reports do not agree; the city's own is used, and the rule is named.
    assert (rows.loc["贵阳市", "value"], rows.loc["贵阳市", "rule"]) == (31.5, "own_report")


def test_the_cascade_of_one_place_is_its_line(library: Library):
    rows = library_compare.cascade(library, subject(library, LITERACY, "%"), "520300")
    assert rows["region"].tolist() == ["全国", "贵州省", "遵义市", "红花岗区"]


def test_the_cascade_is_drawn_with_links_gaps_and_rules(library: Library):
    rows = library_compare.cascade(library, subject(library, LITERACY, "%"))
    shown = grids_compare.cascade(rows, "%", ZH, href)
    for one in rows["figure_id"].dropna():
        assert f'href="./indicator?figure={one}"' in shown
    assert 'href="./indicator?figure=national:' in shown
    assert "比遵义市 +1.3 个百分点" in shown
    assert "出自本地区的报告" in shown
    assert "+1.3 percentage points against 遵义市" in grids_compare.cascade(rows, "%", EN, href)


def test_peers_have_rank_best_median_and_nation(library: Library):
    found = library_compare.peers(library, subject(library, "孕产妇死亡率", "/10万"), "520300")
    assert (found.rank, found.count, found.best_regions) == (2, 5, ("贵阳市",))
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", grids_compare.peers(found, "/10万", ZH)))
    assert facts["名次"] == "第 2 位，共 5 个地区"
    assert facts["最好"] == "8.1/10万（相差 +1.7/10万） · 贵阳市"
    assert facts["中位数"] == "11.2/10万（相差 −1.4/10万）"
    assert facts["全国"].startswith("14.3/10万（相差 −4.5")


def test_every_peer_is_a_dot_with_its_link(library: Library):
    wanted = subject(library, "孕产妇死亡率", "/10万")
    found = library_compare.peers(library, wanted, "520300")
    rows = library_compare.cascade(library, wanted)
    points = dict(zip(rows["region"], rows["figure_id"], strict=True))
    shown = grids_compare.strip(found, "/10万", points, ZH, href)
    assert shown.count('class="dot') == found.count
    assert re.search(r'class="dot own" style="left:[\d.]+%" title="遵义市 9.8/10万"', shown)
    places = [float(one) for one in re.findall(r'class="dot[ own]*" style="left:([\d.]+)%"', shown)]
    assert places == sorted(places)  # best first, and lower is better
    assert "中位数" in shown
    assert "全国" in shown


def test_peers_that_would_lie_on_each_other_are_one_dot_that_says_so(library: Library):
    found = library_compare.peers(library, subject(library, "孕产妇死亡率", "/10万"), "520300")
    own = dict(found.values)[found.region]
    # Two hundred places at the value of the region, as many at the best one, and the region itself.
    many = [(f"甲{n}", own) for n in range(200)] + [(f"乙{n}", found.best) for n in range(200)]
    crowd = replace(found, values=(*many, (found.region, own)), count=401)
    shown = grids_compare.strip(crowd, "/10万", {name: name for name, _ in crowd.values}, ZH, href)
    assert re.findall(r'title="([^"]*)"', shown) == [
        "甲0 9.8/10万（此处共 200 个地区）", "乙0 8.1/10万（此处共 200 个地区）", "遵义市 9.8/10万",
    ]  # fmt: skip


def test_places_of_one_name_are_a_dot_each(library: Library):
    found = library_compare.peers(library, subject(library, "孕产妇死亡率", "/10万"), "520300")
    twice = replace(found, values=(*found.values, (found.region, found.value + 5)))
    shown = grids_compare.strip(twice, "/10万", {name: name for name, _ in twice.values}, ZH, href)
    assert shown.count('class="dot') == len(twice.values)
    assert shown.count('class="dot own"') == 1
    assert "此处共" not in shown


def test_a_place_without_a_value_has_no_peers(library: Library):
    assert library_compare.peers(library, subject(library, "孕产妇死亡率", "/10万", 2023), "520300") is None


def test_conflicting_values_are_all_kept_with_the_rule(library: Library):
    rows = library_compare.conflicts(library, LITERACY)
    assert rows["value"].tolist() == [31.5, 31.2]
    assert rows["chosen"].tolist() == [True, False]
    assert rows["report"].tolist() == ["贵阳市2024年卫生健康工作总结", "贵州省2024年卫生健康工作总结"]
    shown = grids_compare.conflicts(rows, ZH, href)
    assert "✔ 采用：出自本地区的报告" in shown
    assert "– 未采用" in shown
    assert "完成数：数字互相矛盾" in shown
    for one in rows["figure_id"]:
        assert f'href="./indicator?figure={one}"' in shown


def test_the_line_and_the_ranking_use_the_chosen_value(library: Library):
    points = library_indicator.points(library, LITERACY)
    standing = points[points["standing"] & (points["region"] == "贵阳市") & (points["year"] == 2024)]
    assert standing["value"].tolist() == [31.5]


def test_no_table_of_conflicts_is_said_and_not_taken_for_none(cities: Path, tmp_path: Path):
    for name in ("figures", "documents", "judgements"):
        (tmp_path / f"{name}.parquet").write_bytes((cities / f"{name}.parquet").read_bytes())
    bare = Library(tmp_path)
    assert library_compare.conflicts(bare, LITERACY) is None
    assert len(library_indicator.points(bare, LITERACY))


def test_a_cascade_without_rows_is_empty(library: Library):
    rows = library_compare.cascade(library, subject(library, LITERACY, "%", 1999))
    assert isinstance(rows, pd.DataFrame)
    assert rows.empty
