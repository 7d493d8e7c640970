"""The accuracy gate on a small gold file and table of its own: it must trip, and refuse, when it should."""

from __future__ import annotations

import json
from pathlib import Path

import gate
import pandas as pd
import pytest
import score

TEXT = "婚检率95.77%,建成托位3.25万个。"


def gold_row(value_text: str, value: float, unit: str, tier: str, indicator: str) -> dict:
    start = TEXT.index(value_text)
    return {
        "doc": "sample-2022",
        "start": start,
        "end": start + len(value_text),
        "value_text": value_text,
        "value": value,
        "unit": unit,
        "tier": tier,
        "indicator": [indicator],
        "kind": "achieved",
        "comparator": "=",
        "basis": "level",
        "year": 2022,
        "region": "晋中市",
    }


GOLD = [gold_row("95.77%", 95.77, "%", "A", "婚检率"), gold_row("3.25万个", 32500.0, "个", "B", "托位数")]


def right_table() -> pd.DataFrame:
    """A table that says what gold says."""
    extra = {"source": "sample-2022.txt", "rule": "number+after-name", "confidence": "sure"}
    return pd.DataFrame([{**row, "indicator": row["indicator"][0], **extra} for row in GOLD])


@pytest.fixture
def files(tmp_path: Path) -> gate.Files:
    """A repository in miniature with gold, a report, a measure and no pins."""
    reports = tmp_path / "data/reports"
    reports.mkdir(parents=True)
    (reports / "sample-2022.txt").write_text(TEXT, encoding="utf8")
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in GOLD), encoding="utf8")
    measure = tmp_path / "score.py"
    measure.write_text("# the measure\n", encoding="utf8")
    return gate.Files(root=tmp_path, gold=gold, measure=measure, reports=reports, pins=tmp_path / "pins.json")


@pytest.fixture
def call(files: gate.Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Run the gate's command on a table; gives exit code, standard output and standard error."""

    def run(table: pd.DataFrame, *options: str) -> tuple[int, str, str]:
        path = tmp_path / "figures.parquet"
        table.to_parquet(path)
        code = gate.main(["--figures", str(path), *options], files)
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_right_table_passes_at_floors_of_one(call, files):
    assert call(right_table(), "--update")[0] == 0
    assert json.loads(files.pins.read_text(encoding="utf8"))["floors"]["A"] == {"row_f1": 1.0, "found_precision": 1.0}
    code, out, err = call(right_table())
    assert (code, err) == (0, "")
    assert "accuracy gate: passed" in out


@pytest.mark.parametrize("field", score.ROW_FIELDS)
def test_every_field_of_the_row_figure_counts(call, field):
    wrong = {
        "value": 9.577,
        "unit": "‰",
        "indicator": "住院分娩率",
        "kind": "target",
        "basis": "change",
        "year": 2021,
        "region": "山西省",
    }
    call(right_table(), "--update")
    table = right_table()
    table.loc[0, field] = wrong[field]
    code, _, err = call(table)
    assert code == 1
    assert "tier A: row_f1 0.0000 is below its floor 1.0000" in err
    assert "tier B" not in err
    assert "make accuracy ARGS=--errors" in err


def test_spurious_row_lowers_found_precision(call):
    call(right_table(), "--update")
    stray = right_table().iloc[[1]].assign(start=0, end=1)
    code, _, err = call(pd.concat([right_table(), stray], ignore_index=True))
    assert code == 1
    assert "tier B: found_precision 0.5000 is below its floor 1.0000" in err


def test_missed_row_is_below_the_floor(call):
    call(right_table(), "--update")
    code, _, err = call(right_table().iloc[:1])
    assert code == 1
    assert "tier B: row_f1 0.0000 is below its floor 1.0000" in err


@pytest.mark.parametrize("name", ["gold.jsonl", "score.py", "data/reports/sample-2022.txt"])
def test_changed_file_trips_until_it_is_pinned(call, files, name):
    call(right_table(), "--update")
    with (files.root / name).open("a", encoding="utf8") as file:
        file.write("\n")
    code, _, err = call(right_table())
    assert code == 1
    assert f"{name} changed" in err
    assert "--update" in err
    assert call(right_table(), "--update")[0] == 0
    assert call(right_table())[0] == 0


def test_update_lowers_a_floor_only_on_request(call, files):
    call(right_table(), "--update")
    before = files.pins.read_bytes()
    code, _, err = call(right_table().iloc[:1], "--update")
    assert code == 1
    assert "--allow-regression" in err
    assert files.pins.read_bytes() == before
    assert call(right_table().iloc[:1], "--update", "--allow-regression")[0] == 0
    assert json.loads(files.pins.read_text(encoding="utf8"))["floors"]["B"]["row_f1"] == 0.0


def test_errors_lists_each_fault_and_how_rules_do(call):
    call(right_table(), "--update")
    table = right_table()
    table.loc[0, ["kind", "confidence", "rule"]] = ["target", "unsure", "number+target-word"]
    stray = right_table().iloc[[1]].assign(start=0, end=1, indicator="多出来的")
    _, out, _ = call(pd.concat([table.iloc[:1], stray], ignore_index=True), "--errors")
    assert "WRONG    sample-2022 3 95.77% {'kind': ('achieved', 'target')} number+target-word" in out
    assert "MISSED   sample-2022" in out
    assert "SPURIOUS sample-2022.txt 0" in out
    assert "多出来的" in out
    assert "0.000     0 of    2  number\n" in out
    assert "1.000     1 of    1  unsure" in out


def test_rates_count_a_row_for_each_of_its_rules():
    table = right_table()
    table.loc[1, "year"] = 2020
    table.loc[1, ["rule", "confidence"]] = ["number+year-of-report", "unsure"]
    by_rule, by_confidence = gate.rates(gate.measure(GOLD, table))
    assert by_rule.set_index("name")["share"].to_dict() == {"year-of-report": 0.0, "number": 0.5, "after-name": 1.0}
    assert by_confidence.set_index("name")["share"].to_dict() == {"unsure": 0.0, "sure": 1.0}


def test_optional_gold_is_neither_rewarded_nor_punished():
    gold = [GOLD[0], {**GOLD[1], "optional": True}]
    for table in (right_table(), right_table().iloc[:1]):
        result = gate.measure(gold, table)
        assert (result["all"]["gold"], result["all"]["made"], result["all"]["row"]["f1"]) == (1, 1, 1.0)


@pytest.mark.parametrize(
    ("break_it", "message"),
    [
        (lambda files: files.gold.write_text("\n", encoding="utf8"), "holds no gold row"),
        (lambda files: (files.reports / "sample-2022.txt").unlink(), "sample-2022.txt: no such file"),
        (lambda files: files.pins.unlink(), "pins.json: no such file"),
        (lambda files: files.pins.write_text('{"floors": {}, "sha256": {}}', encoding="utf8"), "must hold floors for"),
    ],
)
def test_nothing_to_measure_is_a_failure(call, files, break_it, message):
    call(right_table(), "--update")
    break_it(files)
    code, _, err = call(right_table())
    assert code == 1
    assert message in err


def test_table_without_a_column_is_named(call):
    code, _, err = call(right_table().drop(columns="rule"))
    assert code == 1
    assert "no column rule" in err


def test_missing_table_is_named(files, tmp_path, capsys):
    assert gate.main(["--figures", str(tmp_path / "none.parquet")], files) == 1
    assert "none.parquet: no such file" in capsys.readouterr().err


def test_allow_regression_alone_is_wrong_use(files):
    with pytest.raises(SystemExit) as stopped:
        gate.main(["--allow-regression"], files)
    assert stopped.value.code == 2


def test_the_projects_own_pins_are_whole():
    files = gate.Files()
    gold = gate.load_gold(files)
    pins = gate.load_pins(files.pins)
    assert gate.changed(pins["sha256"], gate.checksums(files, gold)) == []
    assert pins["floors"]["all"]["row_f1"] >= 0.75
    assert pins["floors"]["A"]["row_f1"] >= 0.85


def test_gold_offsets_lead_to_their_text(root):
    gold = gate.load_gold(gate.Files())
    texts = {g["doc"]: (root / f"data/reports/{g['doc']}.txt").read_bytes().decode() for g in gold}
    astray = [(g["doc"], g["start"]) for g in gold if texts[g["doc"]][g["start"] : g["end"]] != g["value_text"]]
    assert astray == []
