"""Sentences for reports: as people wrote them down for each kind of row, and no number that its row does not hold.

The cases stand in sentence_cases.yml, to be read by people.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
import yaml
from page_cases import PENDING, PLAIN, judgements

from extract.schema import FIGURES
from views import sentences
from views.words import Words

CASES = yaml.safe_load(Path(__file__).with_name("sentence_cases.yml").read_text("utf8"))
FIGURE = dict.fromkeys(FIGURES.names) | CASES["figure"]
ZH, EN = Words("zh"), Words("en")
OWN = {"target_owner": "own", "target_region": "晋中市", "achieved_id": "a1", "indicator_id": None}


@pytest.mark.parametrize("case", CASES["judgements"], ids=lambda case: case["of"])
def test_a_judgement_in_a_sentence(case: dict):
    row = PLAIN | case["row"]
    assert sentences.of_judgements([row], ZH) == case["zh"]
    assert sentences.of_judgements([row], EN) == case["en"]


@pytest.mark.parametrize("case", CASES["figures"], ids=lambda case: case["of"])
def test_a_figure_in_a_sentence(case: dict):
    row = FIGURE | case["row"]
    assert sentences.of_figures([row], ZH) == case["zh"]
    assert sentences.of_figures([row], EN) == case["en"]


def test_rows_of_a_frame_are_told_as_rows_of_the_table():
    frame = judgements({}, PENDING | {"year": None, "target_year": None})
    rows = [dict(PLAIN, judgement_id="j1", achieved_id="a1"), PLAIN | PENDING | {"year": None, "target_year": None}]
    assert sentences.of_judgements(frame.to_dict("records"), ZH) == sentences.of_judgements(rows, ZH)


def test_an_achievement_with_several_targets_is_one_sentence_its_own_target_first():
    nation = {"target_owner": "national", "target_source": "national", "target_id": "t3"}
    rows = [
        PLAIN | OWN | nation | {"target_year": 2030, "target_value": 98.0, "level": "未达标", "distance": -2.23},
        PLAIN | OWN | {"target_owner": "superior", "target_region": "山西省"},
        PLAIN | OWN | {"target_id": "t2", "target_value": 80.0, "distance": 15.77},
    ]
    assert sentences.of_judgements(rows, ZH) == (
        "2022年，晋中市婚检率95.77%，高于80%的目标任务15.77个百分点，高于全省75%的目标任务20.77个百分点，"
        "距国家2030年98%的目标还差2.23个百分点。"
    )


def test_a_target_that_two_documents_state_is_told_once():
    nation = OWN | {"target_owner": "national", "target_source": "national"}
    rows = [PLAIN | nation | {"target_id": one, "target_comparator": sign} for one, sign in (("t1", ">="), ("t2", "="))]
    assert sentences.of_judgements(rows, ZH) == "2022年，晋中市婚检率95.77%，高于国家75%的目标20.77个百分点。"


def test_a_paragraph_is_grouped_by_place_and_year():
    plain = {"indicator_id": None, "target_owner": "own"}
    rows = [
        PLAIN | plain | {"achieved_id": "a1"},
        PLAIN | plain | {"achieved_id": "a2", "region": "太谷区", "achieved_value": 80.0, "distance": 5.0},
        PLAIN | plain | PENDING | {"target_id": "t3", "indicator": "托位数", "unit": "个", "target_value": 3000.0},
    ]
    assert sentences.of_judgements(rows, ZH) == (
        "2022年，晋中市婚检率95.77%，高于75%的目标任务20.77个百分点；托位数的目标为3000个，尚无完成数。"
        "2022年，太谷区婚检率80%，高于75%的目标任务5个百分点。"
    )
    assert sentences.of_judgements(rows, EN) == (
        "晋中市, 2022: 婚检率 95.77%, 20.77 percentage points above the target of 75%; "
        "托位数: target 3,000 个, no achievement yet. "
        "太谷区, 2022: 婚检率 80%, 5 percentage points above the target of 75%."
    )


def test_no_rows_make_no_text():
    assert sentences.of_judgements([], ZH) == sentences.of_figures([], ZH) == ""


# --- every number is one of the row's ------------------------------------------------------------


def numbers_in(sentence: str, row: dict) -> set[Decimal]:
    """The numbers that a sentence tells, 万 and 亿 multiplied out; names and units with digits taken out before."""
    for words in (row["region"], row["indicator"], row["indicator"].removeprefix(row["region"] or "")):
        sentence = sentence.replace(words or "\0", "")
    # An English name stands before a Chinese one and may hold a number of its own.
    sentence = re.sub(r"(?<=: )[^;]*?\(\)", "", sentence)
    for unit in (row["unit"] or "\0", "per 100,000", "per 10,000"):
        sentence = sentence.replace(unit, "" if re.search(r"[0-9万]", unit) else " ")
    sizes = {"万": 10**4, "亿": 10**8, "": 1}
    found = re.findall(r"([0-9][0-9,]*(?:\.[0-9]+)?)(万|亿)?", sentence)
    return {Decimal(number.replace(",", "")) * sizes[size] for number, size in found}


def numbers_of(row: dict, names: list[str]) -> set[Decimal]:
    held = (row[name] for name in names)
    return {abs(Decimal(repr(float(value)))) for value in held if value is not None and not pd.isna(value)}


JUDGED = [
    "year", "achieved_value", "achieved_value_high", "target_value", "target_value_high", "target_year", "distance",
    "baseline_value", "baseline_year", "direction_change",
]  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_number_of_a_judgements_sentence_is_in_its_row(tables: Path, lang: str):
    rows = pq.read_table(tables / "judgements.parquet").to_pylist()
    told = 0
    for row in rows:
        sentence = sentences.of_judgements([row], Words(lang))
        found = numbers_in(sentence, row)
        assert found <= numbers_of(row, JUDGED), sentence
        main = "target" if row["achieved_id"] is None else "achieved"
        assert numbers_of(row, [f"{main}_value"]) <= found, sentence
        told += len(found)
    assert told > 2 * len(rows)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_number_of_a_figures_sentence_is_in_its_row(tables: Path, lang: str):
    rows = pq.read_table(tables / "figures.parquet").to_pylist()
    for row in rows:
        sentence = sentences.of_figures([row], Words(lang))
        found, day = numbers_in(sentence, row), row["as_of"]
        wanted = numbers_of(row, ["value", "value_high"])
        assert wanted <= found, sentence
        assert found <= wanted | ({day.year, day.month, day.day} if day else {row["year"]}), sentence


def test_a_paragraph_of_everything_holds_every_achieved_value(tables: Path):
    rows = pq.read_table(tables / "judgements.parquet").to_pylist()
    paragraph = sentences.of_judgements(rows, EN)
    for row in rows:
        alone = sentences.of_judgements([row], EN).split(": ", 1)[1].rstrip(".").split(", ")[0]
        assert alone in paragraph
