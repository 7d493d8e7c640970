"""The judgement table as a whole: its columns, nothing lost, the command, and the five reports worked out by hand."""

from __future__ import annotations

import subprocess
import sys

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from metrics_cases import achieved, figure, frame, polarity, table, target

import metrics
from extract.catalogue import POLARITIES
from extract.schema import DOCUMENTS
from extract.tables import write_table
from extract.words import TableError
from metrics.__main__ import main, summary
from metrics.build import build
from metrics.figures import FiguresError
from metrics.schema import (
    DIRECTIONS,
    JUDGEMENTS,
    LEVELS,
    METHODS,
    OWNERS,
    PACE_METHODS,
    PACES,
    REASON_CODES,
    REQUIRED,
    TARGET_SOURCES,
)


def judged(*figures):
    """The judgements of a few figures, one dict a row."""
    return build(table(list(figures)), polarity).to_pylist()


def test_a_row_carries_both_figures_and_the_whole_arithmetic():
    done = achieved(95.77, indicator_id="check", start=100)
    aim = target(75, indicator_id="check", region="山西省", document_id="plan")
    base = figure("baseline", 90, indicator_id="check", year=2020, start=90)
    [row] = judged(done, aim, base)
    assert len(row.pop("judgement_id")) == 16
    assert row == {
        "indicator": "婚检率", "indicator_id": "check", "domain": "妇幼",
        "unit": "%", "basis": "level", "complete": False,
        "region": "晋中市", "region_code": "140700", "region_level": "市", "year": 2022,
        "achieved_id": done.figure_id, "achieved_value": 95.77, "achieved_value_high": None, "achieved_comparator": "=",
        "achieved_year": 2022,
        "target_id": aim.figure_id, "target_value": 75.0, "target_value_high": None, "target_comparator": "=",
        "target_year": 2022, "target_region": "山西省", "target_owner": "superior",
        "polarity": "higher", "required": ">=", "level": "达标", "distance": 20.77,
        "baseline_id": base.figure_id, "baseline_value": 90.0, "baseline_year": 2020,
        "baseline_document": "report.txt",
        "method": "polarity", "reason_code": "met",
        "reason": "95.77% ≥ 75%，高出20.77个百分点；目标为山西省2022年全省目标",
        "target_source": "figure", "target_document": "report.txt", "target_binding": None, "target_checked": None,
        "target_derived_from": None, "target_arithmetic": None,
        "judgement": "达标，改善，已完成",
        "direction": "改善", "direction_change": 5.77, "direction_tolerance": 0.1,
        "direction_reason": "比2020年的90%上升5.77个百分点",
        "pace": "已完成", "pace_reason": "目标年2022年已到，只看是否达标",
        **dict.fromkeys((
            "pace_ratio", "pace_method", "progress_made", "time_spent", "straight_line_pace", "straight_line_ratio",
            "statcan_pace", "cagr_actual", "cagr_required", "statcan_ratio", "unsd_pace", "expected_value",
            "unsd_ratio", "healthy_people_pace", "targeted_change_percent", "baseline_change_percent",
            "method_dependent", "national_id", "national_value", "national_year",
        )),
    }  # fmt: skip


# label, figures -> (level, reason_code, year, reason or its beginning) of each row, alone ones included
ROWS = [
    ("met", [achieved(96), target(75)], [("达标", "met", 2022, "96% ≥ 75%")]),
    ("not met", [achieved(70), target(75)], [("未达标", "not_met", 2022, "70% < 75%")]),
    ("later and met", [achieved(96), target(75, year=2023)], [("达标", "target_later_year", 2022, "96% ≥ 75%")]),
    ("later and not met", [achieved(70), target(75, year=2023)], [("未达标", "target_later_year", 2022, "70% < 75%")]),
    ("later and undecided", [achieved(70, ">="), target(75, year=2023)], [(None, "indeterminate", 2022, "完成值≥70%")]),
    ("polarity unknown", [achieved(70, indicator="甲率"), target(75, indicator="甲率")],
     [(None, "polarity_unknown", 2022, "完成值70%，目标75%；")]),
    ("no target", [achieved(96)],
     [(None, "no_target", 2022, "没有找到晋中市“婚检率”（%，同一口径）的目标，不作评判")]),
    ("no target, a completion rate", [achieved(101, complete=True)],
     [(None, "no_target", 2022, "没有找到晋中市“婚检率”（%，任务完成率，同一口径）的目标，不作评判")]),
    ("no achievement", [target(75, year=2025, basis="change")],
     [(None, "no_achievement", 2025, "没有找到晋中市“婚检率”（%，增减幅度，同一口径）的完成值，不作评判")]),
    ("an earlier target does not answer", [achieved(96), target(75, year=2020)],
     [(None, "no_achievement", 2020, "2020年目标没有对应的完成值（已有完成值：2022年"),
      (None, "no_target", 2022, "没有2022年或以后的同口径目标（已有目标：2020年，不用来评判），不作评判")]),
    ("years unknown on one side", [achieved(96, year=None), target(75)],
     [(None, "no_target", None, "完成值的年份不明，与已有的目标（2022年）无法对应，不作评判"),
      (None, "no_achievement", 2022, "2022年目标没有对应的完成值（已有完成值：年份不明")]),
    ("target of unknown year", [achieved(96), target(75, year=None)],
     [(None, "no_achievement", None, "目标的年份不明，与已有的完成值（2022年）无法对应，不作评判"),
      (None, "no_target", 2022, "没有2022年或以后的同口径目标（已有目标：年份不明")]),
    ("baselines and benchmarks alone", [figure("baseline", 90), figure("benchmark", 91)], []),
]  # fmt: skip


@pytest.mark.parametrize(("figures", "expected"), [case[1:] for case in ROWS], ids=[case[0] for case in ROWS])
def test_level_code_year_and_reason(figures, expected):
    rows = judged(*figures)
    assert [(row["level"], row["reason_code"], row["year"]) for row in rows] == [line[:3] for line in expected]
    for row, (*_, reason) in zip(rows, expected, strict=True):
        assert row["reason"].startswith(reason)


KINDS = st.sampled_from(["achieved", "target", "baseline", "benchmark"])
FIGURES = st.builds(
    lambda kind, value, comparator, **others: figure(kind, value, comparator, **others),
    KINDS,
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["=", ">=", ">", "<=", "<", "~"]),
    indicator=st.sampled_from(["婚检率", "死亡率", "出生人口性别比", "甲率"]),
    value_high=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    value_text=st.sampled_from([None, "零死亡", "3.25", "1.5万"]),
    basis=st.sampled_from(["level", "change"]),
    year=st.sampled_from([None, 2021, 2022, 2023]),
    region=st.sampled_from(["晋中市", "山西省", "全国", None]),
)


@settings(max_examples=60)
@given(st.lists(FIGURES, max_size=8))
def test_nothing_is_lost_and_nothing_is_said_without_its_reason(figures):
    rows = build(table(figures), polarity)
    assert rows.schema == JUDGEMENTS
    rows = rows.to_pylist()
    for kind in ("achieved", "target"):
        wanted = {one.figure_id for one in figures if one.kind == kind}
        assert {row[f"{kind}_id"] for row in rows} - {None} == wanted
    assert len({row["judgement_id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["reason"]
        assert row["reason_code"] in REASON_CODES
        assert row["level"] in (None, *LEVELS)
        assert row["polarity"] in (None, *POLARITIES)
        assert row["required"] in (None, *REQUIRED)
        assert row["method"] in (None, *METHODS)
        if row["target_id"]:
            assert row["target_owner"] in OWNERS
        assert row["direction"] in (None, *DIRECTIONS)
        assert row["pace"] in (None, *PACES)
        assert row["pace_method"] in (None, *PACE_METHODS)
        assert row["target_source"] in (None, *TARGET_SOURCES)
        assert row["direction_reason"]
        assert row["pace_reason"]
        assert (row["judgement"] is None) == (row["level"] is None)
        if not row["target_id"]:
            assert (row["level"], row["pace"], row["judgement"]) == (None, None, None)
        if row["level"]:
            assert row["achieved_id"]
            assert row["target_id"]
            assert row["required"]
            assert row["method"]


def test_the_order_of_the_figures_does_not_show():
    figures = [achieved(96), target(75), target(80, year=2025), achieved(90, year=2021), target(99, region="全国")]
    assert build(table(figures), polarity).equals(build(table(figures[::-1]), polarity))


def test_every_column_is_described():
    for column in JUDGEMENTS:
        assert column.metadata[b"doc"], column.name
    for code, meaning in REASON_CODES.items():
        assert f"{code} = {meaning}".encode() in JUDGEMENTS.field("reason_code").metadata[b"doc"]


def test_judge_takes_and_gives_a_frame():
    figures = [achieved(96, region=None), target(75, region=None), achieved(1, year=None, unit="家")]
    result = metrics.judge(frame(figures), polarity)
    pd.testing.assert_frame_equal(result, build(table(figures), polarity).to_pandas())
    assert list(result.columns) == JUDGEMENTS.names
    words = frame(figures).astype({"kind": "str", "comparator": "str", "basis": "str"})
    pd.testing.assert_frame_equal(metrics.judge(words, polarity), result)


def test_judge_of_no_figure_gives_the_columns():
    result = metrics.judge(frame([]), polarity)
    assert (len(result), list(result.columns)) == (0, JUDGEMENTS.names)


# label, change to one good row -> what the message must say
FAULTS = [
    ("twice", lambda rows: rows * 2, "figure_id must be there and be unique"),
    ("value missing", lambda rows: [rows[0] | {"value": None}], "value None is no number"),
    ("value not a number", lambda rows: [rows[0] | {"value": float("nan")}], "value nan is no number"),
    ("range without end", lambda rows: [rows[0] | {"value_high": float("inf")}], "value_high inf is no number"),
    ("kind unknown", lambda rows: [rows[0] | {"kind": "hope"}], "kind is 'hope', which is none of achieved"),
    ("comparator missing", lambda rows: [rows[0] | {"comparator": None}], "comparator is None"),
    ("basis unknown", lambda rows: [rows[0] | {"basis": "x"}], "basis is 'x'"),
    ("no name", lambda rows: [rows[0] | {"indicator": None}], "it has no indicator"),
]


@pytest.mark.parametrize(("spoil", "message"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_a_broken_figures_table_is_refused(spoil, message):
    good = table([achieved(96)])
    with pytest.raises(FiguresError, match=message):
        build(pa.Table.from_pylist(spoil(good.to_pylist()), good.schema), polarity)


def test_a_missing_column_or_a_wrong_type_is_refused():
    good = table([achieved(96)])
    with pytest.raises(FiguresError, match="no column unit, basis"):
        build(good.drop_columns(["unit", "basis"]), polarity)
    with pytest.raises(FiguresError, match="no column value:"):
        metrics.judge(good.to_pandas().drop(columns="value"), polarity)
    with pytest.raises(FiguresError, match="wrong type"):
        build(good.set_column(good.column_names.index("value"), "value", pa.array(["many"])), polarity)
    with pytest.raises(FiguresError, match="wrong type"):
        metrics.judge(good.to_pandas().assign(value="many"), polarity)


def test_a_polarity_outside_its_list_is_refused():
    with pytest.raises(ValueError, match="polarity of 婚检率 is 'up'"):
        build(table([achieved(96), target(75)]), lambda *_: "up")


def test_an_indicator_that_the_catalogue_lacks_asks_for_a_new_build():
    def unknown(indicator_id, name):
        raise KeyError(indicator_id)

    with pytest.raises(FiguresError, match=r"indicator_id old .* is not in the catalogue of today: build the figures"):
        build(table([achieved(96, indicator_id="old")]), unknown)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a figures table, judged with the polarities of these tests."""
    monkeypatch.setattr("metrics.__main__.catalogue_polarity", lambda: polarity)
    write_table(table([achieved(96), target(75), target(80, region="山西省", year=2023)]), tmp_path / "figures.parquet")
    report = {"document_id": "report", "region": "晋中市", "region_code": "140700", "year": 2022}
    rows = [{name: report.get(name) for name in DOCUMENTS.names}]
    write_table(pa.Table.from_pylist(rows, DOCUMENTS), tmp_path / "documents.parquet")
    return tmp_path


def test_the_command_writes_the_same_described_table_twice(folder, capsys):
    result = folder / "judgements.parquet"
    assert main([str(folder)]) == 0
    made = [folder / f"{name}.parquet" for name in ("judgements", "ledger", "conflicts")]
    first = [path.read_bytes() for path in made]
    assert main([str(folder)]) == 0
    assert [path.read_bytes() for path in made] == first
    written = pq.read_table(result)
    assert written.num_rows == 2
    assert written.schema.metadata[b"table"] == b"judgements"
    assert written.schema.metadata[b"format"]
    for column in JUDGEMENTS:
        assert written.schema.field(column.name).metadata[b"doc"] == column.metadata[b"doc"]
    printed = capsys.readouterr().out
    assert "晋中市: 2 pairs (2 达标, 0 未达标, 0 no verdict), 0 without a target, 0 not answered" in printed
    assert sorted(path.name for path in folder.iterdir()) == [
        "conflicts.parquet", "documents.parquet", "figures.parquet", "judgements.parquet", "ledger.parquet",
    ]  # fmt: skip
    assert pq.read_table(folder / "ledger.parquet").schema.metadata[b"table"] == b"ledger"


def test_the_command_takes_a_method(folder):
    rows = [figure("baseline", 0.5, year=2020), achieved(1.1, year=2023), target(3.2, year=2030)]
    write_table(table(rows), folder / "figures.parquet")
    assert main([str(folder), "--method", "unsd"]) == 0
    assert pq.read_table(folder / "judgements.parquet")["pace"].to_pylist() == ["已达目标或进度正常"]


def test_figures_without_their_documents_end_with_1(folder, capsys):
    (folder / "documents.parquet").unlink()
    assert main([str(folder)]) == 1
    assert "documents.parquet is not there: run python -m extract" in capsys.readouterr().err


def test_the_summary_counts_every_row_of_a_region():
    rows = build(table([achieved(70), target(75), achieved(1, unit="家"), target(9, unit="所"),
                        target(1, region="山西省", unit="家")]), polarity)  # fmt: skip
    assert summary(rows).splitlines() == [
        "山西省: 0 pairs (0 达标, 0 未达标, 0 no verdict), 0 without a target, 1 not answered",
        "晋中市: 1 pairs (0 达标, 1 未达标, 0 no verdict), 1 without a target, 1 not answered",
    ]
    assert summary(rows.slice(0, 0)) == "no achieved figure and no target"


def test_missing_or_unreadable_tables_end_with_1_and_say_what_to_run(folder, capsys):
    advice = "run python -m extract data/reports -o data first"
    assert main([str(folder / "nowhere")]) == 1
    assert advice in capsys.readouterr().err
    (folder / "figures.parquet").write_bytes(b"not a parquet file")
    assert main([str(folder)]) == 1
    assert advice in capsys.readouterr().err
    write_table(pa.table({"figure_id": ["a"]}), folder / "figures.parquet")
    assert main([str(folder)]) == 1
    error = capsys.readouterr().err
    assert advice in error
    assert "no column" in error
    assert not (folder / "judgements.parquet").exists()


def test_a_faulty_reference_table_ends_with_1_and_is_named(folder, capsys, monkeypatch):
    def faulty():
        raise TableError("polarity.yml: lower names 费用 twice")

    monkeypatch.setattr("metrics.__main__.catalogue_polarity", faulty)
    assert main([str(folder)]) == 1
    assert "polarity.yml: lower names 费用 twice" in capsys.readouterr().err


def test_a_failed_write_leaves_the_old_table_whole(folder, capsys, monkeypatch):
    assert main([str(folder)]) == 0
    before = (folder / "judgements.parquet").read_bytes()

    def full(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr("metrics.__main__.write_table", full)
    assert main([str(folder)]) == 1
    assert "cannot be written (No space left on device)" in capsys.readouterr().err
    assert (folder / "judgements.parquet").read_bytes() == before


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["--what"]])
def test_wrong_use_ends_with_2(root, arguments):
    ended = subprocess.run([sys.executable, "-m", "metrics", *arguments], cwd=root, capture_output=True, check=False)
    assert ended.returncode == 2
    assert b"usage: python -m metrics" in ended.stderr
