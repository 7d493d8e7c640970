"""Better, the same or worse: the tolerances by unit, their table, and what the reason says."""

from __future__ import annotations

from decimal import Decimal

import pytest
from metrics_cases import achieved, figure

from extract.words import TableError
from metrics import direction
from metrics.direction import TOLERANCES, load, tolerance
from metrics.measures import family, is_size_free
from metrics.movement import direction_of


def base(value, comparator="=", **others):
    return figure("baseline", value, comparator, **{"year": 2020} | others)


RATE = {"unit": "/10万"}
# label, achieved, baseline, side, word, a part of the reason
CASES = [
    ("higher is better, up", achieved(92), base(90.1), "higher", "改善", "比2020年的90.1%上升1.9个百分点"),
    ("higher is better, down", achieved(96.2), base(97), "higher", "恶化", "下降0.8个百分点"),
    ("lower is better, down", achieved(15.1, **RATE), base(16.9, **RATE), "lower", "改善", "下降1.8/10万"),
    ("lower is better, up", achieved(4.8, unit="‰"), base(3.9, unit="‰"), "lower", "恶化", "上升0.9个千分点"),
    ("equal", achieved(90), base(90), "higher", "持平", "没有变化"),
    ("within a tenth of a point", achieved(90.1), base(90), "higher", "持平", "未超过容许的0.1个百分点"),
    ("more than a tenth of a point", achieved(90.11), base(90), "higher", "改善", ""),
    ("per mille to a twentieth", achieved(5.05, unit="‰"), base(5, unit="‰"), "lower", "持平", ""),
    ("per mille beyond", achieved(5.06, unit="‰"), base(5, unit="‰"), "lower", "恶化", ""),
    ("mortality by one percent", achieved(16.05, **RATE), base(15.9, **RATE), "lower", "持平", "0.159/10万"),
    ("one more clinic is one more", achieved(8, unit="所"), base(7, unit="所"), "higher", "改善", ""),
    ("ratio by half a percent", achieved(2.74, unit="人/千人"), base(2.73, unit="人/千人"), "higher", "持平", ""),
    ("from 0", achieved(1, **RATE), base(0, **RATE), "lower", "恶化", "上升1/10万"),
    ("a fall is its own direction", achieved(-10, basis="change"), None, "lower", "改善", "比上期下降10个百分点"),
    ("a fall of a good thing", achieved(-10, basis="change"), None, "higher", "恶化", ""),
    ("no change at all", achieved(0, basis="change"), None, "higher", "持平", ""),
    ("a change of no side", achieved(3, basis="change"), None, "neither", None, "没有越高越好"),
    ("one point", achieved(90), None, "higher", "仅有一期数据", "没有找到"),
    ("neither side", achieved(90), base(80), "neither", None, "没有越高越好或越低越好之分"),
    ("side unknown", achieved(90), base(80), None, None, "不知这一指标"),
    ("a bound", achieved(90, ">="), base(80), "higher", None, "完成值只是约数或范围"),
    ("a bound to start from", achieved(90), base(80, ">="), "higher", None, "基期值≥80%只是约数或范围"),
    ("percent of a task", achieved(101, complete=True), base(98, complete=True), "higher", None, "任务完成率"),
    ("year of the baseline unknown", achieved(84), base(79, year=None), "higher", "改善", "比基期的79%上升"),
]


@pytest.mark.parametrize(
    ("done", "earlier", "side", "word", "why"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_direction(done, earlier, side, word, why):
    found = direction_of(done, earlier, side)
    assert found.word == word
    assert why in found.why
    assert found.why


def test_a_direction_takes_a_better_side():
    with pytest.raises(ValueError, match="takes higher or lower"):
        direction.direction(Decimal(1), Decimal(2), "neither", Decimal(0))


FAMILIES = [
    ("%", "share", True), ("人/千人", "ratio", True), ("元/人", "ratio", True), ("家", "counter", False),
    ("管/日", "counter", False), ("", "none", False), ("/10万", "rate", True), ("光年", "none", False),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "expected", "free"), FAMILIES)
def test_family_of_a_unit(unit, expected, free):
    assert (family(unit), is_size_free(unit)) == (expected, free)
    assert tolerance(unit).around(Decimal(-100)) >= 0


FAULTS = [
    ("columns", lambda text: text.replace("measure,", "name,"), "line 1: the columns must be"),
    ("unknown measure", lambda text: text + "光年,absolute,1,x\n", "光年 is no unit"),
    ("twice", lambda text: text + "share,absolute,1,x\n", "stands there twice"),
    ("unknown kind", lambda text: text.replace("share,absolute", "share,about"), "found about"),
    ("no number", lambda text: text.replace("share,absolute,0.1", "share,absolute,x"), "a number from 0 up"),
    ("below 0", lambda text: text.replace("share,absolute,0.1", "share,absolute,-1"), "a number from 0 up"),
    ("no reason", lambda text: text + "家,absolute,1,\n", "each filled in"),
    ("a family is missing", lambda text: text.replace("counter,absolute", "家,absolute"), "no row for counter"),
]


@pytest.mark.parametrize(("spoil", "message"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_a_faulty_table_of_tolerances_is_refused(tmp_path, spoil, message):
    text = TOLERANCES.read_text(encoding="utf-8")
    path = tmp_path / "tolerances.csv"
    path.write_text(spoil(text), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    with pytest.raises(TableError, match=message):
        load(path)


def test_a_missing_table_of_tolerances_is_named(tmp_path):
    with pytest.raises(TableError, match=r"nowhere\.csv: cannot be read"):
        load(tmp_path / "nowhere.csv")
