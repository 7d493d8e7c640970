"""National targets and values: the table keeps its rules, the known numbers stand in it, faulty tables are refused.

KNOWN_TARGETS and KNOWN_VALUES are typed by hand, from what is well known of the plans and
from the press on the bulletins; they are compared with the file itself, without its loader.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import pairwise
from math import isfinite

import pytest

from extract import catalogue
from extract.schema import COMPARATORS
from extract.words import REFERENCE, TableError, read_yaml
from metrics.national import load

TABLE = REFERENCE / "national.csv"
GUIDE = REFERENCE / "national.md"
CATALOGUE = catalogue.load()
with TABLE.open(encoding="utf8", newline="") as handle:
    ROWS = list(csv.DictReader(handle))

# (document, year, indicator, comparator, number)
KNOWN_TARGETS = [
    ("“健康中国2030”规划纲要", 2030, "孕产妇死亡率", "<=", 12),
    ("“健康中国2030”规划纲要", 2030, "婴儿死亡率", "<=", 5),
    ("“健康中国2030”规划纲要", 2030, "5岁以下儿童死亡率", "<=", 6),
    ("“健康中国2030”规划纲要", 2030, "人均预期寿命", "=", 79),
    ("“健康中国2030”规划纲要", 2030, "居民健康素养水平", ">=", 30),
    ("“健康中国2030”规划纲要", 2030, "个人卫生支出占卫生总费用比重", "~", 25),
    ("“健康中国2030”规划纲要", 2030, "每千人口执业（助理）医师数", "=", 3.0),
    ("“健康中国2030”规划纲要", 2030, "经常参加体育锻炼人数", "=", 530_000_000),
    ("健康中国行动（2019—2030年）", 2022, "居民健康素养水平", ">=", 22),
    ("健康中国行动（2019—2030年）", 2022, "经常参加体育锻炼人数比例", ">=", 37),
    ("健康中国行动（2019—2030年）", 2022, "15岁以上人群吸烟率", "<", 24.5),
    ("健康中国行动（2019—2030年）", 2030, "总体癌症5年生存率", ">=", 46.6),
    ("“十四五”国民健康规划", 2025, "居民健康素养水平", "=", 25),
    ("“十四五”国民健康规划", 2025, "经常参加体育锻炼人数比例", "=", 38.5),
    ("“十四五”国民健康规划", 2025, "15岁以上人群吸烟率", "=", 23.3),
    ("“十四五”国民健康规划", 2025, "人均预期寿命", "~", 78.93),
    ("“十三五”卫生与健康规划", 2020, "孕产妇死亡率", "<", 18),
    ("中国妇女发展纲要（2021—2030年）", 2030, "适龄妇女宫颈癌筛查率", ">=", 70),
    ("中国儿童发展纲要（2021—2030年）", 2030, "新生儿死亡率", "<=", 3),
]

# (indicator, numbers by year)
KNOWN_VALUES = [
    ("孕产妇死亡率", {2015: 20.1, 2019: 17.8, 2020: 16.9, 2021: 16.1, 2022: 15.7}),
    ("婴儿死亡率", {2015: 8.1, 2019: 5.6, 2020: 5.4, 2021: 5.0, 2022: 4.9}),
    ("5岁以下儿童死亡率", {2015: 10.7, 2019: 7.8, 2020: 7.5}),
    ("人均预期寿命", {2015: 76.34, 2019: 77.3, 2020: 77.93}),
    ("居民健康素养水平", {2017: 14.18, 2023: 29.7}),
    ("每千人口执业（助理）医师数", {2015: 2.21, 2021: 3.04, 2024: 3.61}),
    ("每千人口注册护士数", {2021: 3.56}),
    ("每千人口医疗卫生机构床位数", {2018: 6.03, 2019: 6.30}),
    ("每万人口全科医生数", {2019: 2.61}),
    ("医院病床使用率", {2023: 79.4}),
    ("医院平均住院日", {2023: 8.8}),
    ("医院门诊次均费用", {2023: 361.6}),
    ("医院住院次均费用", {2023: 10315.8}),
    ("总诊疗人次", {2023: 9_550_000_000}),
]

# The core indicators, which have a value for every year from 2015 to 2024 but for those left out.
CORE = {
    "maternal-mortality-ratio": set(),
    "infant-mortality-rate": set(),
    "under-five-mortality-rate": set(),
    "life-expectancy": {2022},
    "health-literacy": set(),
    "out-of-pocket-share": set(),
    "health-expenditure-per-head": set(),
    "doctors-per-1000": set(),
    "nurses-per-1000": set(),
    "general-practitioners-per-10000": set(),
    "beds-per-1000": set(),
    "visit-count": set(),
    "bed-occupancy-rate-hospital": set(),
    "length-of-stay-hospital": set(),
    "outpatient-cost-per-visit-hospital": set(),
    "inpatient-cost-per-stay-hospital": set(),
    "hospital-delivery-rate": set(),
    "maternal-systematic-management-rate": set(),
    "under-three-systematic-management-rate": set(),
    "antenatal-care-rate": {2024},
    "postnatal-visit-rate": set(),
    "basic-public-health-subsidy": set(),
}


def of(**wanted: str) -> list[dict[str, str]]:
    """The rows with these cells."""
    return [row for row in ROWS if all(row[column] == cell for column, cell in wanted.items())]


def indicator(name: str) -> str:
    """The id of the one indicator of this standard name."""
    (found,) = [i.id for i in CATALOGUE.indicators if i.name == name]
    return found


# --- the table itself ----------------------------------------------------------------------------


def test_the_table_is_written_as_people_edit_it():
    text = TABLE.read_text(encoding="utf8")
    assert text.endswith("\n")
    assert '"' not in text
    assert [id_ for id_, times in Counter(row["id"] for row in ROWS).items() if times > 1] == []


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_row_keeps_the_rules(row):
    known = CATALOGUE.by_id(row["indicator_id"])
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["id"])
    assert row["id"].endswith(f"-{row['indicator_id']}-{row['year']}")
    assert row["unit"] == known.unit
    assert row["comparator"] in COMPARATORS
    assert row["binding"] in ("", "约束性", "预期性")
    assert row["region"] == "全国"
    assert row["checked"] in ("yes", "no")
    assert re.fullmatch(r"20\d\d(-[01]\d-[0-3]\d)?", row["issued"])
    assert all(row[column].strip() for column in ("document", "locator", "note"))
    numbers = [float(row[column]) for column in ("value", "value_high") if row[column]]
    assert all(isfinite(number) and number > 0 for number in numbers)
    assert known.unit != "%" or all(number <= 100 for number in numbers)


@pytest.mark.parametrize("row", of(kind="target"), ids=lambda row: row["id"])
def test_a_target_lies_ahead_of_its_document(row):
    assert int(row["issued"][:4]) <= int(row["year"]) <= 2030
    # A floor where lower is better, or a ceiling where higher is, would be a slip. One ceiling is meant: beds are
    # to be enough, not many.
    better = CATALOGUE.by_id(row["indicator_id"]).polarity
    wrong = {"higher": ("<", "<="), "lower": (">", ">=")}[better]
    assert row["comparator"] not in wrong or row["id"] == "plan135-health-beds-per-1000-2020"


@pytest.mark.parametrize("row", of(kind="value"), ids=lambda row: row["id"])
def test_a_value_is_a_number_of_a_year_that_is_over(row):
    assert row["comparator"] == "="
    assert row["binding"] == ""
    assert 2015 <= int(row["year"]) <= 2024
    assert int(row["issued"][:4]) >= int(row["year"])


def test_one_document_says_one_thing_once():
    said = Counter((row["document"], row["kind"], row["indicator_id"], row["year"]) for row in ROWS)
    assert [key for key, times in said.items() if times > 1] == []
    values = Counter((row["indicator_id"], row["year"]) for row in of(kind="value"))
    assert [key for key, times in values.items() if times > 1] == []


def test_an_indicator_names_the_frameworks_that_aim_at_it():
    named = {entry["document"]: entry["name"] for entry in read_yaml(REFERENCE / "frameworks.yml")["frameworks"]}
    aimed = [(row["indicator_id"], named[row["document"]]) for row in of(kind="target") if row["document"] in named]
    assert len(aimed) > 90
    assert [(id_, name) for id_, name in aimed if name not in CATALOGUE.by_id(id_).frameworks] == []


def test_a_checked_row_says_by_what():
    # a row that nobody found anywhere says so, and is not checked
    assert [row["id"] for row in of(checked="yes") if "尚未" in row["note"]] == []
    assert [row["id"] for row in of(checked="no") if row["note"].endswith("所述与此相同")] == []


@pytest.mark.parametrize(("id_", "left_out"), CORE.items(), ids=CORE)
def test_a_core_indicator_has_every_year(id_, left_out):
    years = {int(row["year"]) for row in of(kind="value", indicator_id=id_)}
    assert years == set(range(2015, 2025)) - left_out


def test_the_guide_counts_the_rows():
    guide = GUIDE.read_text(encoding="utf8")
    for kind, label in (("target", "targets"), ("value", "values, 2015 to 2024")):
        assert f"| {label} | {len(of(kind=kind))} | {len(of(kind=kind, checked='yes'))} |" in guide


# --- the numbers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("document", "year", "name", "comparator", "number"), KNOWN_TARGETS)
def test_a_known_target_stands_in_the_table(document, year, name, comparator, number):
    (row,) = of(kind="target", document=f"《{document}》", year=str(year), indicator_id=indicator(name))
    assert (row["comparator"], float(row["value"])) == (comparator, number)


@pytest.mark.parametrize(
    ("name", "year", "number"), [(name, year, number) for name, by in KNOWN_VALUES for year, number in by.items()]
)
def test_a_known_value_stands_in_the_table(name, year, number):
    (row,) = of(kind="value", year=str(year), indicator_id=indicator(name))
    assert float(row["value"]) == number


@pytest.mark.parametrize(
    "id_", ["maternal-mortality-ratio", "infant-mortality-rate", "under-five-mortality-rate", "doctors-per-1000"]
)
def test_a_series_moves_one_way_and_in_small_steps(id_):
    # these four have improved every year; a slip of the pen would show as a turn or a jump
    series = [float(row["value"]) for row in sorted(of(kind="value", indicator_id=id_), key=lambda row: row["year"])]
    steps = [later / earlier for earlier, later in pairwise(series)]
    falling = CATALOGUE.by_id(id_).polarity == "lower"
    assert all((0.85 < step < 1) if falling else (1 < step < 1.1) for step in steps)


# --- loading -------------------------------------------------------------------------------------

GOOD = dict(ROWS[0]) | {"id": "new-plan-life-expectancy-2035", "year": "2035"}


def test_the_table_loads():
    national = load()
    assert len(national.rows) == len(ROWS)
    assert len(national.targets) == len(of(kind="target"))
    assert national.value("maternal-mortality-ratio", "/10万", 2019).value == 17.8
    assert national.value("maternal-mortality-ratio", "/10万", 2009) is None


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"id": ROWS[0]["id"]}, "taken already"),
        ({"indicator_id": "no-such-indicator"}, "not in indicators.csv"),
        ({"kind": "aim"}, "kind is 'aim'"),
        ({"year": "二〇三五"}, "write four digits"),
        ({"value": "many"}, "write a number"),
        ({"value": "inf"}, "write a number"),
        ({"value_high": "70"}, "value_high is not above value"),
        ({"unit": "‱"}, "not in units.csv"),
        ({"unit": "%"}, "comes in 岁, not in %"),
        ({"comparator": "≥"}, "comparator is '≥'"),
        ({"binding": "指导性"}, "binding is '指导性'"),
        ({"region": "江西省"}, "region is '江西省'"),
        ({"checked": ""}, "checked is ''"),
        ({"document": ""}, "document is empty"),
        ({"more": "cell"}, "16 cells where 15 are wanted"),
    ],
)
def test_a_faulty_row_is_refused_with_its_line(tmp_path, cells, said):
    path = tmp_path / "national.csv"
    line = ",".join((GOOD | cells).values())
    path.write_text(TABLE.read_text(encoding="utf8") + line + "\n", encoding="utf8")
    with pytest.raises(TableError) as caught:
        load(path)
    assert str(caught.value).startswith(f"national.csv, line {len(ROWS) + 2}: ")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "line 1: the columns must be id,indicator_id,"),
        (",".join(GOOD).replace("binding", "bond") + "\n", "line 1: the columns must be id,indicator_id,"),
        (",".join(GOOD) + "\n", "it has no rows"),
    ],
)
def test_a_table_of_another_shape_is_refused(tmp_path, content, said):
    path = tmp_path / "national.csv"
    path.write_text(content, encoding="utf8")
    with pytest.raises(TableError, match=re.escape(said)):
        load(path)


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(TableError, match=r"national\.csv: cannot be read"):
        load(tmp_path / "national.csv")
