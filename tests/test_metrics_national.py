"""National targets and values: the table's loader, whom the targets answer, and the value set beside a region's."""

from __future__ import annotations

import pytest
from metrics_cases import achieved, polarity, table, target

from extract.words import TableError
from metrics.build import build
from metrics.national import NATIONAL, load

HEAD = (
    "id,indicator_id,kind,year,value,value_high,unit,comparator,binding,region,document,issued,locator,checked,note\n"
)
TARGET = "a-2025,maternal-mortality-ratio,target,2025,14.5,,/10万,<=,预期性,全国,《规划》,2022-04-27,表1,no,\n"
VALUE = "a-2022,maternal-mortality-ratio,value,2022,15.7,,/10万,=,,全国,《公报》,2023,表19,yes,\n"
LATER = "b-2022,maternal-mortality-ratio,value,2022,15.6,,/10万,=,,全国,《更正》,2024,表1,yes,\n"
COUNT = "c-2025,hospital-count,target,2025,40000,,家,>=,,全国,《规划》,2022,表1,yes,\n"
BAND = "d-2025,life-expectancy,target,2025,78,79,岁,=,,全国,《规划》,2022,表1,yes,\n"


@pytest.fixture
def made(tmp_path):
    """Write rows below the head (or a whole text) and load them."""

    def make(*rows, text=None):
        path = tmp_path / "national.csv"
        path.write_text(text if text is not None else HEAD + "".join(rows), encoding="utf-8")
        load.cache_clear()
        return load(path)

    return make


def test_the_table_of_the_repository_loads():
    national = load()
    assert {row.kind for row in national.rows} == {"target", "value"}
    assert len(national.targets) == sum(row.kind == "target" for row in national.rows)
    by_id = {row.id: row for row in national.rows}
    row = by_id["hc2030-maternal-mortality-ratio-2030"]
    assert (row.value, row.unit, row.comparator, row.year) == (12.0, "/10万", "<=", 2030)
    assert national.value("maternal-mortality-ratio", "/10万", 2022).value == 15.7
    assert NATIONAL.name == "national.csv"


FAULTS = [
    ("unknown column", HEAD.replace("note", "notes") + TARGET, r"line 1: the columns must be id,indicator_id"),
    ("too many cells", HEAD + TARGET.replace("表1", "表1,表2"), "line 2: 16 cells where 15 are wanted"),
    ("repeated id", HEAD + TARGET + TARGET, "line 3: the id a-2025 is taken already"),
    ("unknown indicator", HEAD + TARGET.replace("maternal-mortality-ratio", "joy"), "'joy' is not in indicators"),
    ("unknown unit", HEAD + TARGET.replace("/10万", "光年"), r"unit '光年' is not in units.csv"),
    ("another indicator's unit", HEAD + TARGET.replace("/10万", "%"), "comes in /10万, not in %"),
    ("unknown kind", HEAD + TARGET.replace("target", "hope"), "kind is 'hope'; write one of target, value"),
    ("unknown comparator", HEAD + TARGET.replace("<=", "=<"), "comparator is '=<'"),
    ("unknown binding", HEAD + TARGET.replace("预期性", "指导性"), "binding is '指导性'; write one of 约束性, 预期性"),
    ("a region", HEAD + TARGET.replace("全国", "江西省"), "region is '江西省'; write one of 全国"),
    ("checked by whom", HEAD + TARGET.replace(",no,", ",maybe,"), "checked is 'maybe'; write one of yes, no"),
    ("no number", HEAD + TARGET.replace("14.5", "many"), "value is 'many'; write a number"),
    ("infinite", HEAD + TARGET.replace("14.5", "inf"), "value is 'inf'; write a number"),
    ("range upside down", HEAD + TARGET.replace("14.5,,", "14.5,12,"), "value_high is not above value"),
    ("year", HEAD + TARGET.replace(",2025,14", ",25,14"), "year is '25'; write four digits"),
    ("no document", HEAD + TARGET.replace("《规划》", ""), "document is empty; fill it in"),
    ("no rows", HEAD, "it has no rows"),
    ("empty", "", "line 1: the columns must be"),
]


@pytest.mark.parametrize(("text", "message"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_a_faulty_table_is_refused(made, text, message):
    with pytest.raises(TableError, match=message):
        made(text=text)


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(TableError, match="cannot be read"):
        load(tmp_path / "national.csv")


MMR = {"indicator_id": "maternal-mortality-ratio", "indicator": "孕产妇死亡率", "unit": "/10万"}


def judged(national, *figures):
    return build(table(list(figures)), lambda *_: "lower", national).to_pylist()


def test_a_national_target_is_labelled_with_its_document(made):
    [row] = judged(made(TARGET), achieved(13, **MMR))
    assert (row["target_id"], row["target_owner"], row["target_source"]) == ("national:a-2025", "national", "national")
    assert (row["target_region"], row["target_year"], row["target_binding"]) == ("全国", 2025, "预期性")
    assert (row["target_document"], row["target_checked"]) == ("《规划》", False)
    assert row["level"] == "达标"
    assert row["reason"].startswith(
        "13/10万 ≤ 14.5/10万，低1.5/10万；目标为全国2025年目标（见《规划》，预期性，尚未与原文核对）"
    )


def test_a_checked_target_is_not_flagged(made):
    [row] = judged(made(TARGET.replace(",no,", ",yes,")), achieved(13, **MMR))
    assert row["target_checked"] is True
    assert "核对" not in row["reason"]


def test_own_superior_and_national_targets_stand_side_by_side(made):
    rows = judged(made(TARGET), achieved(13, **MMR), target(12, **MMR), target(14, region="山西省", **MMR))
    assert [(row["target_owner"], row["target_source"], row["target_value"]) for row in rows] == [
        ("own", "figure", 12), ("superior", "figure", 14), ("national", "national", 14.5),
    ]  # fmt: skip
    assert [row["target_document"] for row in rows] == ["report.txt", "report.txt", "《规划》"]


@pytest.mark.parametrize(
    ("row", "figure"),
    [
        # a total is its own place's
        (COUNT, achieved(50, indicator_id="hospital-count", indicator="医院数", unit="家")),
        (TARGET, achieved(13, year=2026, **MMR)),  # the target is of an earlier year
        (TARGET, achieved(13, **MMR | {"unit": "‰"})),
        (TARGET, achieved(-5, basis="change", **MMR)),
        (TARGET, achieved(101, complete=True, **MMR)),
        (TARGET, achieved(13, **MMR | {"indicator_id": None})),  # the name alone does not tell the definition
    ],
)
def test_whom_a_national_target_does_not_answer(made, row, figure):
    [alone] = judged(made(row), figure)
    assert alone["target_id"] is None


def test_the_nations_own_total_is_held_against_its_target(made):
    nation = achieved(39000, indicator_id="hospital-count", indicator="医院数", unit="家", region="全国")
    [row] = judged(made(COUNT), nation)
    assert row["target_id"] == "national:c-2025"


def test_a_national_target_that_nobody_answers_makes_no_row(made):
    assert build(table([]), polarity, made(TARGET, BAND)).num_rows == 0


def test_a_range_of_the_nation_is_a_band(made):
    [row] = judged(made(BAND), achieved(78.5, indicator_id="life-expectancy", indicator="人均预期寿命", unit="岁"))
    assert (row["required"], row["level"], row["target_value_high"]) == ("band", "达标", 79)


def test_the_national_value_of_the_same_year_stands_beside(made):
    [row] = judged(made(VALUE), achieved(13, **MMR))
    assert (row["national_id"], row["national_value"], row["national_year"]) == ("a-2022", 15.7, 2022)
    [row] = judged(made(VALUE), achieved(13, year=2021, **MMR))
    assert (row["national_id"], row["national_value"], row["national_year"]) == (None, None, None)


def test_of_two_national_values_the_later_checked_one_is_taken(made):
    assert made(VALUE, LATER).value("maternal-mortality-ratio", "/10万", 2022).id == "b-2022"
    unchecked = LATER.replace(",yes,", ",no,")
    national = made(unchecked, VALUE)
    assert national.value("maternal-mortality-ratio", "/10万", 2022).id == "a-2022"
    assert [row.id for row in national.of("maternal-mortality-ratio")] == ["a-2022", "b-2022"]
