"""Places without a code that a report of a city or a county names: towns, streets, zones."""

from __future__ import annotations

import pytest

from extract.regions import load, mentions

# label, text, whose report, the places with no code that it names
NAMED = [
    ("towns in a list", "其中羊流镇92.1%、汶南镇88.4%、楼德镇85.2%", "新泰市", ["羊流镇", "汶南镇", "楼德镇"]),
    ("a street", "最低的是青云街道,为60.5%", "新泰市", ["青云街道"]),
    ("townships", "上坪乡和东山民族乡均达标", "上犹县", ["上坪乡", "东山民族乡"]),
    ("a town of a county", "宁阳县磁窑镇、泗店镇签约率较高", "泰安市", ["磁窑镇", "泗店镇"]),
    ("zones beside counties", "泰山区92.1%、高新区88.4%、新泰市95.2%", "泰安市", ["高新区"]),
    ("a zone with a name", "泰山景区90.1%,旅游经济开发区89.2%", "泰安市", ["泰山景区", "旅游经济开发区"]),
    ("with its city's short name", "泰安高新区建档率91%", "泰安市", ["泰安高新区"]),
    ("with the level of its city", "市高新区建档率91%", "泰安市", ["高新区"]),
    ("a street of a city that is a province", "欧阳路街道45.1%", "上海市", ["欧阳路街道"]),
    # none
    ("towns as a class", "全市12个乡镇卫生院、城镇居民参保率95.2%", "泰安市", []),
    ("a town that is called one for its merits", "建成国家卫生乡镇8个、特色小镇3个", "泰安市", []),
    ("what belongs to a town", "羊流镇卫生院门诊量3.2万人次,青云街道办事处投入8万元", "新泰市", []),
    ("zones by their grade", "国家级经济开发区2家、省级高新区1家", "泰安市", []),
    ("a zone of experiments", "国家中医药综合改革示范区建设", "泰安市", []),
    ("each town", "各乡镇、每个街道均设立", "新泰市", []),
    ("cities and towns", "占城镇单位就业人员的40%,城镇妇女91.2%,参加城镇职工养老保险", "泰安市", []),
    ("classes of towns and streets", "教育强镇覆盖率95%、主要街道绿化率92%,新建省健康镇8个,山区镇82%", "泰安市", []),
    ("classes of zones", "旅游景区接待320万人次,省级及以上开发区12家,规模以上工业园区8个", "泰安市", []),
    ("a street whose name begins as a list goes on", "泰山区和平路街道签约率81%", "泰安市", ["和平路街道"]),
    ("after a year", "2021年泰安高新区建档率91%", "泰安市", ["泰安高新区"]),
    ("villages and counties", "培训县乡妇幼人员860人次", "泰安市", []),
    ("going to the country", "医师下乡1200人次,城乡居民医保", "新泰市", []),
    ("in a province's report a class", "高新区、开发区产值占全省的50%", "山东省", []),
    ("whose report is not known", "羊流镇签约率92.1%", None, []),
]


@pytest.mark.parametrize(("text", "home", "expected"), [c[1:] for c in NAMED], ids=[c[0] for c in NAMED])
def test_places_without_a_code(text: str, home: str | None, expected: list[str]) -> None:
    found = [m for m in mentions(text, home and load().by_name(home)) if not m.region.code]
    assert [m.region.name for m in found] == expected
    assert all(text[m.start : m.end].endswith(m.region.name) and not m.region.level for m in found)


def test_a_town_lies_in_the_county_before_it() -> None:
    city, county = load().by_name("泰安市"), load().by_name("宁阳县")
    town, other = mentions("宁阳县磁窑镇95.2%、羊流镇91.2%", city)
    assert (town.start, town.end) == (0, 6), "the county is a part of the town's name"
    assert load().parents(town.region)[:2] == [county, city]
    assert load().parents(other.region)[0] == city


def test_the_places_of_find_are_all_there() -> None:
    home = load().by_name("泰安市")
    assert [m.region.name for m in mentions("全国、山东省、泰安市、新泰市", home)] == ["山东省", "泰安市", "新泰市"]
