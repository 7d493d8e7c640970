"""The page 方法: its documents agree with each other and with the program, its examples earn their words."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import partial
from pathlib import Path

import gate
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from metrics.progress import AGREES, HEALTHY_PERCENT, STATCAN_THRESHOLDS, UNSD_THRESHOLDS
from tools import accuracy as accuracy_tool
from tools import readme
from views import accuracy, examples, method_text, reference
from views.words import Words

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ["zh", "en"]
PROSE = ("judging", "pace", "ledger")


@pytest.fixture
def open_page(open_page):
    return partial(open_page, "methods")


def text_of(app: AppTest) -> str:
    return "\n".join(said.value for said in (*app.markdown, *app.caption, *app.header, *app.info))


# --- the documents ---------------------------------------------------------------------------------


def shape(lang: str) -> dict:
    text = (ROOT / method_text.METHODS[lang]).read_text("utf8")
    return {
        "headings": re.findall(r"^#+(?= )", text, re.MULTILINE),
        "marks": re.findall(r"^<!-- \w+ -->$", text, re.MULTILINE),
        "formulas": re.findall(r"^\$\$\n(.*)\n\$\$$", text, re.MULTILINE),
        "tables": [line.count("|") for line in re.findall(r"^\|.*\|$", text, re.MULTILINE)],
        "numbers": sorted(re.findall(r"[≥<] ?[0-9.]+", text)),
        "code": {word for word in re.findall(r"`([^`]+)`", text) if re.fullmatch(r"[a-z_./]+", word)},
    }


def test_the_methods_are_twins():
    chinese, english = shape("zh"), shape("en")
    assert len(english["formulas"]) >= 6
    assert chinese == english


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_and_thresholds_are_the_programs(lang: str):
    text = method_text.method(lang, "pace")
    for method, agrees in AGREES.items():
        part = text.split(f"`{method}`")[1].split("###")[0]
        rows = [line.strip("|").split("|") for line in re.findall(r"^\|.*\|$", part, re.MULTILINE)][2:]
        told = {re.sub(r"[（(].*", "", row[1]).strip(): row[2] for row in rows}
        assert list(told) == list(agrees)
        limits = {"statcan": STATCAN_THRESHOLDS, "unsd": UNSD_THRESHOLDS, "healthy_people": (HEALTHY_PERCENT,) * 2}
        numbers = [float(number) for row in rows for number in re.findall(r"≥ ?([0-9.]+)", row[0])]
        assert numbers == [float(limit) for limit in limits.get(method, (1, 0.5, 0))]
        for word, paces in agrees.items():
            several = re.findall("|".join(("进度达标", "偏慢", "滞后", "倒退")), told[word])
            assert not several or set(several) == paces


@pytest.mark.parametrize("lang", LANGUAGES)
def test_prose_leads_nowhere_that_is_not_there(lang: str):
    texts = [method_text.method(lang, section) for section in PROSE]
    texts += [method_text.readme(lang, part) for part in ("limits", "licence")]
    for text in texts:
        assert text
        assert re.findall(r"\]\((?!https?:)", text) == []
        assert re.findall(r"^# |<!--", text, re.MULTILINE) == []


def test_chinese_lines_are_joined_without_a_space():
    text = method_text.method("zh", "judging")
    assert re.findall(r"^[^#|$\n].*[一-鿿，。；]\n[一-鿿].*", text, re.MULTILINE) == []
    assert re.search(r"^## 三个词\n", text, re.MULTILINE)


def test_a_document_without_a_part_is_refused(tmp_path: Path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/METHODS.md").write_text("# Methods\n\n<!-- judging -->\n## Pairs\n", "utf8")
    (tmp_path / "README.md").write_text("<!-- limits -->\n- none\n", "utf8")
    assert method_text.method("en", "judging", tmp_path) == "## Pairs"
    with pytest.raises(method_text.TextError, match=r"METHODS\.md must hold <!-- pace -->"):
        method_text.method("en", "pace", tmp_path)
    with pytest.raises(method_text.TextError, match=r"README\.md must hold <!-- limits --> and"):
        method_text.readme("en", "limits", tmp_path)


# --- the examples ----------------------------------------------------------------------------------


def test_every_example_earns_its_word():
    zh = Words("zh")
    for example in (*examples.LEVELS, *examples.DIRECTIONS, *examples.PACES):
        row, said = examples.judged(example, "甲市"), zh(example.shown)
        if example in examples.PACES:
            assert row["pace"] == said
        elif example in examples.DIRECTIONS:
            assert said in (row["direction"], row["judgement"])
        else:
            assert row["level"] == (said if said in ("达标", "未达标") else None)
            assert row["reason_code"] == {
                "达标": "met", "未达标": "not_met", "不能判定": "indeterminate", "尚无完成数": "no_achievement",
                "没有目标": "no_target",
            }[said]  # fmt: skip


def test_every_pace_of_the_straight_line_has_an_example():
    told = {Words("zh")(example.shown) for example in examples.PACES}
    assert told == {*AGREES["straight_line"], "已完成", "未完成"}


# --- accuracy --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def measured(tables: Path) -> readme.Measured:
    return readme.measure(pd.read_parquet(tables / "figures.parquet"))


def test_the_accuracy_that_is_shown_is_what_is_measured(measured: readme.Measured):
    kept = (ROOT / readme.ACCURACY_TABLE).read_text("utf8")
    assert readme.accuracy_table(measured) == kept, "run make tables"


def test_the_day_changes_only_with_what_was_measured(measured: readme.Measured):
    rates = gate.rates(measured.accuracy)[1]
    sums = {"data/reports/a.txt": "0" * 64}
    first = accuracy_tool.table(measured.accuracy, rates, measured.cases, sums, None)
    old = json.dumps(json.loads(first) | {"measured": "2020-01-01"})
    again = accuracy_tool.table(measured.accuracy, rates, measured.cases, sums, old)
    assert json.loads(again)["measured"] == "2020-01-01"
    other = accuracy_tool.table(measured.accuracy, rates, measured.cases, {"data/reports/b.txt": "1" * 64}, old)
    assert json.loads(other)["measured"] == json.loads(first)["measured"] == date.today().isoformat()


@pytest.mark.parametrize("text", [None, "{", "[]", '{"measured": "today"}', '{"measured": "2026-01-01", "tiers": {}}'])
def test_a_measurement_that_cannot_be_shown_is_said(tmp_path: Path, text: str | None):
    path = tmp_path / "accuracy.json"
    if text is not None:
        path.write_text(text, "utf8")
    with pytest.raises(accuracy.AccuracyMissing, match=r"accuracy\.json"):
        accuracy.load(path)


def test_the_page_shows_the_numbers_of_the_file(open_page):
    found = accuracy.load()
    app = open_page(section="accuracy")
    tiers, fields, confidence = (table.value for table in app.table)
    plain = [[re.sub(r"\\", "", str(cell)) for cell in row] for row in tiers.to_numpy().tolist()]
    for place, tier in enumerate(accuracy.TIERS, 1):
        got = found["tiers"][tier]
        shares = [f"{got[part][name]:.3f}" for part in ("found", "row") for name in ("precision", "recall", "f1")]
        assert [row[place] for row in plain] == [str(got["gold"]), str(got["made"]), *shares]
    assert len(fields) == len(accuracy.FIELDS)
    wrong = [int(cell) for cell in confidence.iloc[:, 2]]
    assert wrong == [one["wrong"] for one in found["confidence"].values()]
    assert str(found["cases"]["right"]) in text_of(app)


# --- the page --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("section", method_text.SECTIONS)
def test_every_section_opens_by_its_address(open_page, section: str, lang: str):
    app = open_page(section=section, lang=lang)
    assert not app.warning
    assert app.title[0].value == Words(lang)("page.methods")
    body = text_of(app) + " ".join(str(table.value.to_numpy().tolist()) for table in app.table)
    assert len(body) > 200


def test_the_section_that_is_chosen_stands_in_the_address(open_page):
    app = open_page()
    app.get("button_group")[0].set_value("limits").run()
    assert not app.exception
    assert "OCR" in text_of(open_page(section="limits", lang="en"))
    assert "扫描件" in text_of(app)


def test_the_sources_of_regions_are_those_of_the_guide():
    guide = (ROOT / "data/reference/regions.md").read_text("utf8")
    for name, licence, _ in reference.SOURCES:
        assert re.search(rf"^\| PyPI {re.escape(name)}\b.* \| {licence} \|", guide, re.MULTILINE)
    assert len(re.findall(r"^\| PyPI ", guide, re.MULTILINE)) == len(reference.SOURCES)


def test_the_reference_tables_are_counted(open_page):
    app = open_page(section="about")
    told = [re.sub(r"\\", "", str(cell)) for cell in app.table[1].value.iloc[:, 1]]
    assert told[0].startswith(f"指标 {reference.counts()['indicators']} 个")
