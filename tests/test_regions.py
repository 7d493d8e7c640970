"""The region table, the finder of places in text, and whose report it is.

IN_THE_REPORTS follow sentences of the five reports, on which the finder was developed;
MADE_UP were written to try one rule each; the resolver's made-up reports are of
places that none of the five is of.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.regions import NATION, Region, find, load, read_regions, read_words, speaks_for, words
from extract.schema import REGION_LEVELS
from extract.words import REFERENCE, TableError

REPORTS = Path(__file__).resolve().parents[1] / "data" / "reports"

# text, home, places found as "written=code"
IN_THE_REPORTS = [
    ("打造于都县、南康区、信丰县等样板县(区)", "赣州市", ["于都县=360731", "南康区=360703", "信丰县=360722"]),
    ("处置太谷、榆次、平遥等多起散发疫情", "晋中市", ["太谷=140703", "榆次=140702", "平遥=140728"]),
    ("和10.5祁县聚集性疫情", "晋中市", ["祁县=140727"]),
    ("学习贯彻习近平总书记视察江西重要讲话精神", "江西省", ["江西=360000"]),
    ("率先出台《湖南省城乡居民基本医疗保险办法》", "湖南省", ["湖南省=430000"]),
    ("邵东、浏阳入选", "湖南省", ["邵东=430582", "浏阳=430181"]),
    ("赣州市中医院、上犹县妇保院", "赣州市", ["赣州市=360700", "上犹县=360724"]),
    ("与上海信托、阿里巴巴、西安交大合作", "江西省", ["上海=310000", "西安=610100"]),
    ("石城县、大余县、赣县区", "赣州市", ["石城县=360735", "大余县=360723", "赣县区=360704"]),
    ("综合医改示范县,余庆县、遵义市", "贵州省", ["余庆县=520329", "遵义市=520300"]),
    ("开展“9+3”县(区)健康扶贫挂牌督战", "贵州省", []),
    ("“贵州战法”", "贵州省", ["贵州=520000"]),
]
MADE_UP = [
    # full names, the longest first
    ("内蒙古自治区和新疆维吾尔自治区", None, ["内蒙古自治区=150000", "新疆维吾尔自治区=650000"]),
    ("在长沙市召开", None, ["长沙市=430100"]),
    ("恩施州、黔东南州、威宁县", None, ["恩施州=422800", "黔东南州=522600", "威宁县=520526"]),
    ("江西省赣州市上犹县", None, ["江西省=360000", "赣州市=360700", "上犹县=360724"]),
    ("通道县婚检率", None, ["通道县=431230"]),
    ("安徽省和县", None, ["安徽省=340000", "和县=340523"]),
    # no place: level words after ordinary ones
    ("示范县和县级医院", None, []),
    ("建成县级公立医院", "甘肃省", []),
    ("各县、贫困县、样板县", None, []),
    ("对应县区、健康县(区)、信息县乡一体", "河北省", []),
    ("新建区域医疗中心", "江西省", []),
    ("新建区人民医院", "江西省", ["新建区=360112"]),
    ("中心城区、主城区、郊区", None, []),
    # short names that are ordinary words
    ("合作、资源、通道、平安医院、光明行动、和平与振兴", "甘肃省", []),
    ("合作市、平安区", None, ["合作市=623001", "平安区=630203"]),
    ("长治久安", "山西省", []),
    ("长治市", "山西省", ["长治市=140400"]),
    # a county's short name far from home
    ("太谷、榆次", "赣州市", []),
    ("太谷、榆次", None, []),
    ("山西太谷", None, ["山西=140000", "太谷=140703"]),
    # names that several places have
    ("鼓楼区", None, []),
    ("鼓楼区", "南京市", ["鼓楼区=320106"]),
    ("鼓楼区", "福建省", ["鼓楼区=350102"]),
    ("福州市鼓楼区、台江区", "江苏省", ["福州市=350100", "鼓楼区=350102", "台江区=350103"]),
    ("朝阳区", "北京市", ["朝阳区=110105"]),
    ("河南、河北", None, ["河南=410000", "河北=130000"]),
    # chance meetings
    ("其中卫生技术人员5人", None, []),
    ("巩固原有成果，均衡水平，推广安全用药，创新乡村治理", None, []),
    ("民营口腔医院、美丽江苏", "江苏省", ["江苏=320000"]),
    ("集中卫生资源，推广西藏经验", None, ["西藏=540000"]),
    ("新兴县", None, ["新兴县=445321"]),
    ("沿海城市群", "江苏省", []),
    ("湖南通过验收", None, ["湖南=430000"]),
    ("指南通过评审", None, []),
    ("贵阳路", None, []),
    # one character is never a mention
    ("赣、晋、黔三省", None, []),
    ("全省、全市、全国", "江西省", []),
]


def found(text: str, home: str | None, year: int | None = None) -> list[str]:
    place = load().by_name(home) if home else None
    assert home is None or place, f"no such home: {home}"
    return [f"{text[m.start : m.end]}={m.region.code}" for m in find(text, place, year)]


@pytest.mark.parametrize(("text", "home", "expected"), IN_THE_REPORTS + MADE_UP)
def test_find(text: str, home: str | None, expected: list[str]) -> None:
    assert found(text, home) == expected


@pytest.mark.parametrize(
    ("name", "code", "level", "parent"),
    [
        ("全国", "100000", "国", None),
        ("晋中市", "140700", "市", "山西省"),
        ("太谷区", "140703", "县", "晋中市"),
        ("赣州市", "360700", "市", "江西省"),
        ("上犹县", "360724", "县", "赣州市"),
        ("仙桃市", "429004", "县", "湖北省"),
        ("海淀区", "110108", "县", "北京市"),
        ("北京市", "110000", "省", "全国"),
        ("香港特别行政区", "810000", "省", "全国"),
    ],
)
def test_codes(name: str, code: str, level: str, parent: str | None) -> None:
    region = load().by_name(name)
    assert region == load().by_code(code)
    assert (region.code, region.level) == (code, level)
    assert [p.name for p in load().parents(region)][:1] == ([parent] if parent else [])


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("江西省", "江西"),
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("香港特别行政区", "香港"),
        ("黔东南苗族侗族自治州", "黔东南"),
        ("恩施土家族苗族自治州", "恩施"),
        ("伊犁哈萨克自治州", "伊犁"),
        ("东乡族自治县", "东乡"),
        ("鄂伦春自治旗", "鄂伦春"),
        ("土默特左旗", "土默特左旗"),
        ("神农架林区", "神农架"),
        ("赣县区", "赣县"),
        ("碑林区", "碑林"),
        ("祁县", "祁县"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert load().by_name(name).short == short


@pytest.mark.parametrize(
    ("text", "home", "year", "expected"),
    [
        ("赣县", "赣州市", None, ["赣县=360704"]),  # today the short name of 赣县区
        ("赣县", "赣州市", 2015, ["赣县=360721"]),
        ("赣县", None, None, ["赣县=360721"]),
        ("巢湖市", None, 2010, ["巢湖市=341400"]),
        ("巢湖市", None, None, ["巢湖市=340181"]),
        ("襄樊市", None, None, ["襄樊市=420600"]),
    ],
)
def test_names_of_a_year(text: str, home: str | None, year: int | None, expected: list[str]) -> None:
    assert found(text, home, year) == expected


def test_by_name() -> None:
    regions = load()
    assert regions.by_name("鼓楼区") is None
    assert regions.by_name("鼓楼区", within=regions.by_name("南京市")).code == "320106"
    assert regions.by_name("太谷县", year=2018).code == "140726"
    assert regions.by_name("太谷") is None


def test_children_and_parents() -> None:
    regions = load()
    home = regions.by_name("赣州市")
    names = {child.name for child in regions.children(home)}
    assert len(names) == 18
    assert {"上犹县", "赣县区"} < names
    assert "赣县" not in names
    county = regions.by_name("上犹县")
    assert [p.name for p in regions.parents(county)] == ["赣州市", "江西省", "全国"]
    assert regions.is_within(county, regions.by_name("江西省"))
    assert not regions.is_within(county, regions.by_name("湖南省"))
    assert regions.is_within(county, regions.by_code(NATION))


def test_table_is_whole() -> None:
    today = [region for region in load().all if region.valid_to is None]
    assert [sum(r.level == level for r in today) for level in REGION_LEVELS] == [1, 34, 333, 2847]
    assert tuple(words().levels) == REGION_LEVELS
    assert set(words().abbreviations) == {r.name for r in today if r.level == "省"}


def test_ordinary_words_are_names_too() -> None:
    """A word in the table that shortens no region's name would be there in vain."""
    short = {region.short for region in load().all if region.level in ("市", "县")}
    assert {word for group in words().ordinary.values() for word in group} <= short


HEADER = "code,name,short,level,parent,valid_from,valid_to,successor,same_land\n"
ROOT_ROW = "100000,全国,全国,国,,,,,\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEADER, "no rows"),
        (HEADER.replace("short", "brief") + ROOT_ROW, "columns"),
        (HEADER.replace("same_land", "same_land,note") + ROOT_ROW, "columns"),
        (HEADER + ROOT_ROW + "360000,江西省,江西,省\n", "4 cells where 9"),
        (HEADER + ROOT_ROW + "36,江西省,江西,省,100000,,,,\n", "six digits"),
        (HEADER + ROOT_ROW + "360000,江西省,江西,州,100000,,,,\n", "level"),
        (HEADER + ROOT_ROW + "360000,江西县,江西,省,100000,,,,\n", "does not end"),
        (HEADER + ROOT_ROW + "360000,江西省,山西,省,100000,,,,\n", "short"),
        (HEADER + ROOT_ROW + "360000,江西省,江西,省,100000,早年,,,\n", "years"),
        (HEADER + ROOT_ROW + "360000,江西省,江西,省,110000,,,,\n", "parent 110000"),
        (HEADER + ROOT_ROW + "360000,江西省,江西,省,,,,,\n", "no parent"),
        (HEADER + ROOT_ROW + "360000,江西省,江西,省,100000,,2012,370000,\n", "successor 370000"),
        (HEADER + ROOT_ROW + "360000,江西省,江西,省,100000,,,,\n360000,赣省,赣省,省,100000,,,,\n", "at one time"),
        (HEADER + ROOT_ROW + "360000,江西省,江西,省,100000,,2012,,是\n", "same_land must be yes"),
        (HEADER + ROOT_ROW + "360000,江西省,江西,省,100000,,2012,,yes\n", "under no code"),
        (HEADER + ROOT_ROW + "360000,江西省,江西,省,100000,,2012,100000,yes\n", "under 100000"),
        (
            HEADER
            + ROOT_ROW
            + "360000,江西省,江西,省,100000,,2012,370000,yes\n360100,南昌市,南昌,市,100000,,2012,370000,yes\n"
            "370000,赣省,赣省,省,100000,2012,,,\n",
            "南昌市: no region of its own",
        ),
        (
            HEADER + ROOT_ROW + "360000,江西省,江西,省,100000,,2014,,\n360000,赣省,赣省,省,100000,2012,,,\n",
            "at one time",
        ),
    ],
)
def test_bad_region_tables_are_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "regions.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match=message):
        read_regions(path, words())


def test_a_code_may_change_hands(tmp_path: Path) -> None:
    path = tmp_path / "regions.csv"
    rows = "360000,江西省,江西,省,100000,,2012,360000,\n360000,赣省,赣省,省,100000,2012,,,\n"
    path.write_text(HEADER + ROOT_ROW + rows, encoding="utf-8")
    regions = read_regions(path, words())
    assert regions.by_code("360000").name == "赣省"
    assert regions.by_code("360000", 2010).name == "江西省"
    assert regions.current(regions.by_code("360000", 2010)).name == "赣省"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("list_marks:", "list_signs:"), r"missing \['list_marks'\], unknown \['list_signs'\]"),
        (("kept: [左旗, 右旗", "kept: [左旗, 左旗"), "kept"),
        (("national: [国家, 国务院, 中华人民共和国]", "national: []"), "national"),
        (("levels:", "levels: ["), "cannot be read"),
    ],
)
def test_bad_word_tables_are_refused(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    good = (REFERENCE / "region_words.yml").read_text(encoding="utf-8")
    assert change[0] in good
    path = tmp_path / "region_words.yml"
    path.write_text(good.replace(*change, 1), encoding="utf-8")
    with pytest.raises(TableError, match=message):
        read_words(path)


SPAM = "太阳城娱乐\n全国最大的赌博平台 赌球平台推荐 太阳城娱乐官网\n"
COUNTY = "全县坚持人民至上。上犹县中医院通过验收。我县婚检率达95%。上犹县疾控中心挂牌。全市排名第二。全县完成。"
DISTRICT = "全区共有机构30家。我区在全国率先试点。海淀区妇幼保健院投用。海淀区疾控中心揭牌。北京市排名第一。全区完成。"
CAPITAL = "全市共有机构300家。健康北京行动推进。北京市疾控中心挂牌。海淀区、朝阳区试点。全市完成。"
PREFECTURE = "全州共有机构90家。健康恩施行动推进。恩施州中心医院挂牌。利川市、来凤县试点。湖北省排名第一。"
LEAGUE = "全盟共有机构90家。锡林郭勒盟医院挂牌。锡林浩特市、多伦县试点。我盟排名自治区第一。"
REGION = "全区共有机构900家。健康宁夏行动推进。宁夏回族自治区人民医院挂牌。银川市、固原市试点。我区完成。"


@pytest.mark.parametrize(
    ("title", "issuer", "head", "body", "file_name", "expected"),
    [
        ("", "贵州省卫生健康委员会", "", "", "", "贵州省"),
        ("", "晋中市卫生健康委员会", "", "全省推进。山西省试点。", "", "晋中市"),
        ("", "江西省赣州市上犹县卫生健康委员会", "", "", "", "上犹县"),
        ("", "国家卫生健康委员会", "", "", "", "全国"),
        ("", "国家统计局贵州调查总队", "", "", "", "贵州省"),
        ("江西省卫生健康委2019年工作总结和2020年工作思路", "省卫生健康委员会", "", "", "", "江西省"),
        ("2026年江苏省政府工作报告", "", "", "", "", "江苏省"),
        ("政府工作报告", "", "——2026年1月26日在广东省第十四届\n人民代表大会第五次会议上", "", "", "广东省"),
        ("鼓楼区卫生健康局2022年工作总结", "", "", "全区推进。南京市下达任务。南京市疾控中心。", "", "鼓楼区"),
        ("太阳城娱乐", "太阳城娱乐官网", SPAM, "", "太阳城.txt", None),
        ("", "", "", COUNTY, "", "上犹县"),
        ("", "", "", DISTRICT, "", "海淀区"),
        ("", "", "", CAPITAL, "", "北京市"),
        ("", "", "", PREFECTURE, "", "恩施土家族苗族自治州"),
        ("", "", "", LEAGUE, "", "锡林郭勒盟"),
        ("", "", "", REGION, "", "宁夏回族自治区"),
        ("", "", "", "全市完成任务。", "gz/赣州市2023年总结.txt", "赣州市"),
        ("", "", "", "全市完成任务。", "赣州2023.txt", "赣州市"),
        ("", "", "", "全市完成任务。", "ganzhou-2023.txt", None),
        ("苏州工业园区2020年卫生健康工作总结", "", "", "园区签约率达85%。", "", "苏州工业园区"),
        ("苏州工业园区2020年卫生健康工作总结", "", "", "全市签约率达85%。", "", "苏州市"),
        ("泰安市高新区2020年卫生健康工作总结", "", "", "全区签约率达85%。", "", "泰安市高新区"),
        ("健康中原行动2022年工作进展", "", "", "全省签约率达85%。", "", "河南省"),
        ("三秦大地妇幼健康十年回眸", "", "", "全省签约率达85%。", "", "陕西省"),
        ("巴渝健康行2021年总结", "", "", "全市签约率达85%。", "", "重庆市"),
        ("健康中原行动2022年工作进展", "", "", "全市签约率达85%。", "", None),
        # two places, neither in the other: nothing is guessed
        ("赣州市与上海市对口合作总结", "", "", "", "", None),
        ("", "", "", "湖南省、湖北省、江西省各有试点。全省推进。", "", None),
        ("", "", "", "", "", None),
    ],
)
def test_whose_report(title: str, issuer: str, head: str, body: str, file_name: str, expected: str | None) -> None:
    region = speaks_for(title, issuer, head, body, file_name)
    assert (region and region.name) == expected


THE_FIVE = {
    "jiangxi-2020": "江西省",
    "guizhou-2020": "贵州省",
    "hunan-2020": "湖南省",
    "ganzhou-2023": "赣州市",
    "jinzhong-2022": "晋中市",
}


@pytest.mark.parametrize(("report", "expected"), THE_FIVE.items())
def test_whose_reports_the_five_are(report: str, expected: str) -> None:
    text = (REPORTS / f"{report}.txt").read_text(encoding="utf-8")
    assert speaks_for("", "", text[:500], text, "report.txt").name == expected
    assert speaks_for("", "", "", text, "").name == expected, "the text's own words should be enough"


PIECES = [*"省市县区和平安中卫生赣州上犹鼓楼全我、，。 a1", "赣州市", "和县", "其中卫生", "江西"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_mentions_stand_in_the_text_in_order(text: str) -> None:
    end = 0
    for mention in find(text, load().by_name("赣州市")):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        written = text[mention.start : mention.end]
        assert isinstance(mention.region, Region)
        assert mention.region.name.startswith(written[:2])


@pytest.mark.parametrize(
    "text",
    [
        (REPORTS / "jinzhong-2022.txt").read_text(encoding="utf-8"),
        "鼓楼区" * 400,  # never told which, each compared with the place named before
        "赣州市" * 400,
    ],
    ids=["report", "ambiguous", "dense"],
)
def test_time_grows_with_the_text_alone(text: str) -> None:
    home = load().by_name("晋中市")

    def seconds(times: int) -> float:
        long = "晋中市" + text * times
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            find(long, home)
            best = min(best, time.process_time() - start)
        return best

    seconds(1)
    # Eight times the text; quadratic time would take 64 times as long.
    assert seconds(16) < 8 * 3 * max(seconds(2), 0.005)
