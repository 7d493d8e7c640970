"""The catalogue of indicators: near twins stay apart, spellings come together, faulty tables are refused.

The names that are looked up stand in catalogue_cases.py.
"""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest
from catalogue_cases import CHANGES, NEAR_TWINS, NO_TWINS, NOT_FOUND, SPELLINGS

import extract
from extract.catalogue import INDICATORS, POLARITIES, Catalogue, Indicator, load
from extract.words import REFERENCE, TableError

CATALOGUE = load()


# --- finding -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "unit", "other", "other_unit"), NEAR_TWINS)
def test_near_twins_are_two(one, unit, other, other_unit):
    first, second = CATALOGUE.find(one, unit), CATALOGUE.find(other, other_unit)
    assert first is not None
    assert second is not None
    assert first.id != second.id


@pytest.mark.parametrize(("one", "unit", "other"), NO_TWINS)
def test_what_only_looks_like_twins_is_one(one, unit, other):
    assert CATALOGUE.find(one, unit) is CATALOGUE.find(other, unit) is not None


@pytest.mark.parametrize(
    ("name", "unit", "wanted"), [(name, unit, wanted) for wanted, unit, names in SPELLINGS for name in names.split()]
)
def test_spellings_of_one_name_come_together(name, unit, wanted):
    assert CATALOGUE.find(name, unit) == CATALOGUE.by_id(wanted)


@pytest.mark.parametrize("said", ["的比重降至", "比重降至", "占比为", "的比例达到", "的"])
def test_a_share_says_its_kind_once(said):
    """However it is put: 占卫生总费用比重降至26.9% is no 比重比例."""
    [row] = extract.read(f"个人卫生支出占卫生总费用{said}26.9%。").to_dict("records")
    assert (row["indicator_id"], row["indicator"].count("比")) == ("out-of-pocket-share", 1)


@pytest.mark.parametrize(("name", "unit", "basis", "wanted"), CHANGES)
def test_a_change_finds_its_level(name, unit, basis, wanted):
    assert CATALOGUE.find(name, unit, basis) == CATALOGUE.by_id(wanted)


@pytest.mark.parametrize(("name", "unit", "basis"), NOT_FOUND)
def test_what_is_not_known_is_none(name, unit, basis):
    assert CATALOGUE.find(name, unit, basis) is None


@pytest.mark.parametrize(("name", "units"), [("三级医院数", "家所个"), ("注册护士", "人名位"), ("平均住院日", "天日")])
def test_count_words_are_alike(name, units):
    assert len({CATALOGUE.find(name, unit).id for unit in units}) == 1


def test_another_basis_is_refused():
    with pytest.raises(ValueError, match="level, change"):
        CATALOGUE.find("婴儿死亡率", "‰", "growth")


@pytest.mark.parametrize("indicator", CATALOGUE.indicators, ids=lambda indicator: indicator.id)
def test_every_entry_is_found_by_each_of_its_names(indicator):
    for name in (indicator.name, *indicator.aliases):
        for written in (name, f"全市{name}", name.replace("（", "(").replace("）", ")"), f"{name[:2]} {name[2:]}\n"):
            assert CATALOGUE.find(written, indicator.unit) == indicator
    assert CATALOGUE.by_id(indicator.id) is indicator
    assert CATALOGUE.domain(indicator.name) == indicator.domain
    assert CATALOGUE.polarity(indicator.id, "") == indicator.polarity


def test_the_catalogue_is_of_the_promised_size():
    assert len(CATALOGUE.indicators) >= 250
    health = [i for i in CATALOGUE.indicators if i.domain not in {"经济", "教育", "环境", "就业", "社保"}]
    assert len(health) >= 200


def test_an_unknown_id_is_refused():
    with pytest.raises(KeyError):
        CATALOGUE.by_id("no-such-indicator")
    with pytest.raises(KeyError):
        CATALOGUE.polarity("no-such-indicator", "婴儿死亡率")


# --- names of no indicator -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "polarity"),
    [
        ("某病死亡率", "lower"),
        ("手足口病报告发病率", "lower"),
        ("新冠肺炎重症率", "lower"),
        ("骨科次均费用", "lower"),
        ("居民卫生支出占卫生总费用的比例", "lower"),
        ("学校卫生监督覆盖率", "higher"),
        ("流感疫苗接种率", "higher"),
        ("职工满意度（第三方）调查满意度", "higher"),
        ("社区医院数", "higher"),
        ("产前筛查完成率", "higher"),
        ("某院床位使用率", "neither"),
        ("县域内就诊率", "higher"),
        ("县域外就诊率", "lower"),
        ("老年人就诊率", None),
        ("不良事件报告率", None),
        ("累计出院病例数", "higher"),
        ("新增确诊病例数", "lower"),
        ("节省群众就医费用", "higher"),
        ("指挥部令数", None),
        ("", None),
    ],
)
def test_polarity_is_read_from_the_ending(name, polarity):
    assert CATALOGUE.polarity(None, name) == polarity


def test_the_catalogue_knows_better_than_the_ending():
    # by its ending 婚检率 is higher; the id decides
    assert CATALOGUE.polarity("cesarean-rate", "婚检率") == "neither"


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("公办托育机构乡镇覆盖率", "托育"),
        ("中医药高层次人才引进人数", "中医"),
        ("妇幼保健机构床位数", "妇幼"),
        ("儿童流感疫苗接种率", "疾控"),
        ("每个行政村合格乡村医生数", "资源"),
        ("安宁疗护试点数", "老龄"),
        ("无烟学校建设率", "爱卫"),
        ("省级卫生县城数", "爱卫"),
        ("尘肺病农民工救治人数", "职业健康"),
        ("慢阻肺患者签约人数", "服务"),
        ("城市医疗集团数", "医改"),
        ("清廉医院示范单位数", "党建"),
        ("定向医学生招录人数", "人才"),
        ("职业技能培训人次", "就业"),
        ("规上企业复工率", "经济"),
        ("全国性会议次数", "其他"),
        ("", "其他"),
    ],
)
def test_domain_is_read_from_key_words(name, domain):
    assert CATALOGUE.domain(name) == domain


def test_words_are_what_jieba_can_use():
    words = CATALOGUE.words()
    assert words == sorted(set(words))
    assert {"孕产妇死亡率", "婚检率", "家庭医生", "医联体", "覆盖率", "3岁以下儿童系统管理率"} <= set(words)
    assert [word for word in words if any(sign in word for sign in "（）()、《》～~ ")] == []


# --- faulty tables -------------------------------------------------------------------------------


TABLES = ("indicators.csv", "indicator_names.yml", "domains.yml", "polarity.yml", "frameworks.yml")


def tables(folder: Path) -> Path:
    """A folder with copies of the five tables."""
    for name in TABLES:
        shutil.copy(REFERENCE / name, folder)
    return folder


def refusal(folder: Path) -> str:
    """The message with which the tables of this folder are refused."""
    with pytest.raises(TableError) as caught:
        load(folder / "indicators.csv", folder)
    return str(caught.value)


GOOD = {
    "id": "new-thing-rate",
    "name": "新事物管理率",
    "name_en": "New thing rate",
    "aliases": "新事物规范管理率|新事物服务率",
    "domain": "服务",
    "unit": "%",
    "polarity": "higher",
    "change_form": "yes",
    "task_form": "no",
    "definition": "接受管理的人数占总人数的比例。",
    "numerator": "接受管理的人数",
    "denominator": "总人数",
    "frameworks": "健康中国2030|SDG",
    "source": "",
}


def with_row(folder: Path, **cells: str) -> Path:
    """The tables with one more indicator, its cells changed as told."""
    tables(folder)
    with (folder / "indicators.csv").open("a", encoding="utf8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerow((GOOD | cells).values())
    return folder


def test_a_good_row_is_taken(tmp_path):
    with_row(tmp_path)
    made = load(tmp_path / "indicators.csv", tmp_path)
    assert isinstance(made, Catalogue)
    assert made.find("新事物服务率", "%") == Indicator(
        **GOOD
        | {
            "aliases": ("新事物规范管理率", "新事物服务率"),
            "frameworks": ("健康中国2030", "SDG"),
            "change_form": True,
            "task_form": False,
        }
    )


def test_one_name_in_two_units_is_two_indicators(tmp_path):
    with_row(tmp_path, name="婚检率", aliases="", unit="人")
    made = load(tmp_path / "indicators.csv", tmp_path)
    assert made.find("婚检率", "人").id == "new-thing-rate"
    assert made.find("婚检率", "%").id == "premarital-check-rate"


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"id": "gdp"}, "the id gdp is taken already"),
        ({"id": "New Thing"}, "lower-case English words"),
        ({"name": "婚检率"}, "婚检率 in % is a name of premarital-check-rate"),
        ({"aliases": "免费 婚检率"}, "leave it with the one whose definition it has"),
        ({"name": "（三级）医院数", "unit": "所"}, "a name of tertiary-hospital-count"),
        ({"aliases": "新事物管理率"}, "has a name twice"),
        ({"polarity": "up"}, "polarity 'up' is unknown; write higher, lower, neither"),
        ({"domain": "公卫"}, "domain '公卫' is not in domains.yml"),
        ({"unit": "‱"}, "unit '‱' is not in units.csv"),
        ({"unit": "人/亩"}, "unit '人/亩' is not in units.csv"),
        ({"definition": ""}, "definition of new-thing-rate is empty; fill it in"),
        ({"name_en": " "}, "name_en of new-thing-rate is empty; fill it in"),
        ({"change_form": ""}, "change_form '' is unknown; write yes or no"),
        ({"task_form": "是"}, "task_form '是' is unknown; write yes or no"),
        ({"frameworks": "健康中国2050"}, "frameworks must be names of frameworks.yml, each once"),
        ({"frameworks": "SDG|SDG"}, "frameworks must be names of frameworks.yml, each once"),
        ({"numerator": ""}, "new-thing-rate has half a ratio; give numerator and denominator, or neither"),
        ({"denominator": ""}, "new-thing-rate has half a ratio; give numerator and denominator, or neither"),
        ({"more": "cell"}, "15 cells where 14 are wanted"),
    ],
)
def test_a_faulty_row_is_refused_with_its_line(tmp_path, cells, message):
    with_row(tmp_path, **cells)
    said = refusal(tmp_path)
    assert said.startswith(f"indicators.csv, line {len(CATALOGUE.indicators) + 2}: ")
    assert message in said


def test_other_columns_are_refused(tmp_path):
    path = tables(tmp_path) / "indicators.csv"
    path.write_text(path.read_text(encoding="utf8").replace("polarity", "direction", 1), encoding="utf8")
    assert refusal(tmp_path).startswith("indicators.csv, line 1: the columns must be id,name,")


@pytest.mark.parametrize("content", ["", ",".join(GOOD) + "\n"])
def test_a_catalogue_of_nothing_is_refused(tmp_path, content):
    (tables(tmp_path) / "indicators.csv").write_text(content, encoding="utf8")
    assert refusal(tmp_path).startswith("indicators.csv")


@pytest.mark.parametrize("name", TABLES)
def test_a_missing_table_is_named(tmp_path, name):
    (tables(tmp_path) / name).unlink()
    assert refusal(tmp_path).startswith(f"{name}: cannot be read")


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("domains.yml", "    en: Childcare", "    english: Childcare", "wanted the keys name, en, words, found"),
        ("domains.yml", "托位, ", "托位, 托位, ", "托位 stands there; name every word once"),
        ("domains.yml", "name: 老龄", "name: 托育", "托育 stands there"),
        ("domains.yml", "words: []", "words: [其他]", "the last domain, and no other, must have no words"),
        ("frameworks.yml", "name: SDG", "name: 妇女发展纲要", "妇女发展纲要 stands there"),
        ("frameworks.yml", "    en: Sustainable", "    english: Sustainable", "keys name, en, document, found"),
        ("polarity.yml", "lower: [", "lower: [覆盖率, ", "覆盖率 stands there"),
        ("polarity.yml", "unknown: [", "lower: [", "the key lower stands twice"),
        ("polarity.yml", "polarity: higher}", "polarity: up}", "polarity must be one of higher, lower, neither"),
        ("polarity.yml", "has: 节省", "holds: 节省", "wanted the keys ends, has, polarity"),
        ("indicator_names.yml", "places:", "leads:", "wanted the keys drop, prefixes"),
        ("indicator_names.yml", "[家, 所, 个]", "[家, 所, 人]", "人 stands there"),
        ("indicator_names.yml", "places: [全省", "places: [[全省", "cannot be read"),
    ],
)
def test_faulty_rules_are_refused(tmp_path, name, old, new, message):
    path = tables(tmp_path) / name
    content = path.read_text(encoding="utf8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf8")
    said = refusal(tmp_path)
    assert said.startswith(name)
    assert message in said


# --- the table itself ----------------------------------------------------------------------------


def test_the_table_is_written_as_people_edit_it():
    text = INDICATORS.read_text(encoding="utf8")
    assert text.endswith("\n")
    assert '"' not in text  # no cell needs quotes, so every line can be edited by hand
    for indicator in CATALOGUE.indicators:
        assert indicator.polarity in POLARITIES
        assert indicator.definition.endswith("。")
        assert indicator.definition.count("。") == 1
        assert not set("(),;") & set(indicator.name + "".join(indicator.aliases) + indicator.definition)


@pytest.mark.parametrize(
    "indicator",
    [i for i in CATALOGUE.indicators if i.unit in ("%", "‰", "/10万", "/万") or "/" in i.unit[1:]],
    ids=lambda indicator: indicator.id,
)
def test_every_rate_names_what_it_divides(indicator):
    # money a head and month is set by decree, no quotient
    assert (indicator.numerator != indicator.denominator) == (indicator.unit != "元/人·月")


def test_forms_in_which_indicators_come():
    forms = {i.id: (i.change_form, i.task_form) for i in CATALOGUE.indicators}
    # 改厕完成年度任务的128.3%, but a mortality is no task; 涨幅 is itself a change
    assert forms["rural-toilet-renovations"] == (True, True)
    assert forms["maternal-mortality-ratio"] == (True, False)
    assert forms["consumer-price-inflation"] == (False, False)
    # a percent of a task is told of what is counted, never of a rate
    assert [i.id for i in CATALOGUE.indicators if i.task_form and i.unit in ("%", "‰", "/10万")] == []


def test_every_framework_is_used():
    used = {framework for indicator in CATALOGUE.indicators for framework in indicator.frameworks}
    listed = re.findall(r"- name: (.+)", (REFERENCE / "frameworks.yml").read_text(encoding="utf8"))
    assert sorted(used) == sorted(listed)
    assert {"健康中国2030", "健康中国行动", "妇女发展纲要", "SDG"} <= set(
        CATALOGUE.by_id("maternal-mortality-ratio").frameworks
    )


def test_every_domain_of_the_list_but_the_last_is_used_or_has_words():
    used = {indicator.domain for indicator in CATALOGUE.indicators}
    assert used <= set(CATALOGUE.domain_names)
    assert all(english.isascii() and english for english in CATALOGUE.domain_names.values())
    assert list(CATALOGUE.domain_names)[-1] == "其他"
