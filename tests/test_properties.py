"""What holds for every text: it is read, every row points at its characters, and time grows with length alone."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import extract
from extract import schema

REPORTS = sorted((Path(__file__).resolve().parents[1] / "data/reports").glob("*.txt"))

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Pieces that reports are made of, whole and broken.
PIECES = st.sampled_from([
    "全市", "晋中市", "婚检率", "孕产妇死亡率", "A、B和C均", "分别", "达到", "从", "由", "提高到", "降至", "控制在",
    "较上年", "增长", "同比", "力争",
    "95%", "９５．７％", "12.8/10万", "5.4‰", "3.25个", "每千人口", "1,234人", "48.13万座", "10.51亿元",
    "百分之九十", "三分之二", "85%—90%", "三万五千人",
    "翻一番", "零死亡", "0.8", "2.5:1", "3个百分点", "超过", "以上", "以内", "约", "近", "多", "余", "万", "亿", "%",
    "/10万",
    "2022年", "到2025年", "“十四五”", "第4个", "65岁以上", "〔2020〕12号", "(", ")", "（其中", "）", "“", "”", "《",
    "》", "、", "，", ",", "。", "；", "：", "\n", "\r\n", "\n\n",
    " ", "\u3000", "\t", "一、", "(一)", "1.", "一是", "2022年工作总结", "2023年工作计划", "\0", "①", "½", "²", "٣",
    "𠮷", "\ufeff", "\u200b", "x", "A1",
])
MADE_OF_PIECES = st.lists(PIECES, max_size=60).map("".join)


def check(text: str, rows: pd.DataFrame) -> None:
    """Law 1, and the values that every row must have."""
    for row in rows.itertuples():
        assert text[row.start : row.end] == row.value_text != ""
        quote_end = row.quote_start + len(row.quote)
        assert text[row.quote_start : quote_end] == row.quote
        assert row.quote_start <= row.start < row.end <= quote_end
        assert row.value == row.value
        assert row.indicator
        assert row.rule
        assert (row.kind, row.comparator, row.basis) in _WORDS
    assert rows["figure_id"].is_unique


_WORDS = {(k, c, b) for k in schema.KINDS for c in schema.COMPARATORS for b in schema.BASES}


@FEW
@given(st.text(max_size=400))
def test_any_text_is_read(text: str):
    check(text, extract.read(text))


@FEW
@given(MADE_OF_PIECES)
def test_any_text_of_a_reports_pieces_is_read(text: str):
    check(text, extract.read(text))


@FEW
@given(st.data())
def test_a_damaged_report_is_read(data: st.DataObject):
    whole = data.draw(st.sampled_from(REPORTS)).read_text(encoding="utf8")
    start = data.draw(st.integers(0, len(whole) - 1))
    text = whole[start : start + 1500]
    at = data.draw(st.integers(0, len(text)))
    gone = data.draw(st.integers(0, 5))
    text = text[:at] + data.draw(MADE_OF_PIECES) + text[at + gone :]
    check(text, extract.read(text))


def test_the_pieces_make_figures():
    """The texts above are worth reading: such a sentence has rows."""
    text = "全市各级卫生健康部门认真落实工作要求,婚检率达到９５．７％，孕产妇死亡率从12.8/10万降至11/10万。"
    assert len(extract.read(text)) == 3


# A sentence without figures changes nothing of the others

WITHOUT_FIGURES = [
    "各级卫生健康部门认真落实了有关工作。", "群众满意度进一步提升。", "相关经验在会上作了交流。",
    "医务人员的积极性得到充分调动。",
]


def readings(rows: pd.DataFrame) -> list[tuple]:
    columns = ["value_text", "value", "unit", "indicator", "kind", "comparator", "basis", "year", "region"]
    return [tuple(None if pd.isna(v) else v for v in row) for row in rows[columns].itertuples(index=False)]


@pytest.fixture(scope="module")
def read_reports() -> dict[str, list[tuple]]:
    return {path.stem: readings(extract.read(path)) for path in REPORTS}


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_sentence_without_figures_changes_no_other_row(read_reports: dict[str, list[tuple]], data: st.DataObject):
    path = data.draw(st.sampled_from(REPORTS))
    lines = path.read_text(encoding="utf8").split("\n")
    ends = [i for i, line in enumerate(lines) if len(line) > 60 and line.rstrip().endswith("。")]
    at = data.draw(st.sampled_from(ends))
    lines[at] = lines[at].rstrip() + data.draw(st.sampled_from(WITHOUT_FIGURES))
    assert readings(extract.read("\n".join(lines))) == read_reports[path.stem]


# Time


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Stop what takes more of the processor, however busy the machine is."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"not done after {seconds} seconds of the processor")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def seconds(text: str) -> float:
    """CPU time of reading a text, the best of two."""
    taken = []
    for _ in range(2):
        start = time.process_time()
        extract.read(text)
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_time_grows_with_length_alone(path: Path):
    text = path.read_text(encoding="utf8")
    extract.read(text)  # dictionaries are loaded once
    once = seconds(text)
    with within(60):
        assert seconds(text * 4) < 4 * 2 * once


# A page that was cut, garbled or made to do harm must not stop the run. Read in time that grows
# with the length, each of these takes about a second or less.
HARMFUL = {
    "nines": "9" * 50_000,
    "separators": "1," * 20_000,
    "decimals": "1." * 20_000,
    "spaced_digits": "1 " * 20_000,
    "chinese_digits": "一" * 50_000,
    "myriads": "万" * 20_000,
    "tens": "十百千" * 10_000,
    "codes": "A1" * 20_000,
    "letters": "A" * 50_000,
    "dotted_letters": "A." * 20_000,
    "open_brackets": "（" * 20_000,
    "open_quotes": "“" * 20_000,
    "open_titles": "《" * 20_000,
    "commas": "、" * 20_000,
    "spaces": " " * 50_000,
    "lines": "\n" * 50_000,
    "dashes": "1-" * 20_000,
    "shares": "百分之" * 10_000,
    "every": "每" * 20_000,
    "years": "2022年" * 10_000,
    "places": "晋中市" * 10_000,
    "rates": "5%" * 10_000,
    "listed_rates": "5%、" * 10_000,
    "from_to": "从5%到" * 10_000,
    "one_endless_sentence": "婚检率达到95%，" * 5_000,
    "one_endless_clause": "婚检率" * 10_000 + "达到95%。",
    "endless_headings": "一是推进。" * 10_000,
    "bracketed": "(1" * 20_000,
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_text_does_not_stop_the_run(name: str):
    extract.read("全市各级卫生健康部门认真落实工作要求,婚检率达到95%。")  # dictionaries are loaded once
    with within(6):
        rows = extract.read(HARMFUL[name])
    check(HARMFUL[name], rows)
