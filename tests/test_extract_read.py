"""``extract.read`` and ``extract.read_batch``: one reader behind every door."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from pandas.testing import assert_frame_equal

import extract
from extract import files, segment
from extract.schema import FIGURES

REPORTS = sorted((Path(__file__).resolve().parents[1] / "data/reports").glob("*.txt"))
NO_FIGURE = "今天天气很好,大家都到公园里去散步,傍晚时分才慢慢走回家。\n"


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [path.read_text(encoding="utf8") for path in REPORTS]


def batch(texts: list[str | None], sources: list[str] | None = None) -> pa.RecordBatch:
    columns = {"text": pa.array(texts, pa.string())}
    return pa.RecordBatch.from_pydict(columns | ({"source": pa.array(sources, pa.string())} if sources else {}))


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_text_and_its_file_give_the_same_rows(path: Path):
    of_file = extract.read(path)
    of_text = extract.read(path.read_text(encoding="utf8"))
    assert len(of_file) > 0
    assert set(of_file["source"]) == {path.name}
    assert set(of_text["source"]) == {""}
    # a file's name is the last resort for a report that says nowhere whose it is
    columns = [c for c in of_file.columns if c != "source"]
    assert_frame_equal(of_file[columns], of_text[columns])


def test_a_frame_has_the_columns_of_the_schema():
    for frame in (extract.read(REPORTS[0]), extract.read(NO_FIGURE), extract.read("")):
        assert isinstance(frame, pd.DataFrame)
        assert list(frame.columns) == FIGURES.names
    assert len(extract.read(NO_FIGURE)) == 0
    assert len(extract.read("")) == 0


@pytest.mark.parametrize("sentence", [
    "全市婴儿死亡率2.96‰。",
    "婚检率达到95.77%",
    "孕产妇死亡率为12.8/10万。",
])
def test_one_short_sentence_is_a_text_too(sentence: str):
    rows = extract.read(sentence)
    assert len(rows) == 1
    assert sentence[rows.loc[0, "start"] : rows.loc[0, "end"]] == rows.loc[0, "value_text"]


def test_line_ends_change_no_reading(texts: list[str]):
    facts = ["indicator", "value", "value_high", "unit", "kind", "comparator", "basis", "year", "region"]
    for text in texts:
        assert_frame_equal(extract.read(text)[facts], extract.read(text.replace("\n", "\r\n"))[facts])


# Wrong input


@pytest.mark.parametrize("wrong", [None, 7, b"bytes", ["a list"], {"text": "a"}])
def test_a_report_is_a_text_or_a_path(wrong: object):
    with pytest.raises(TypeError, match=type(wrong).__name__):
        extract.read(wrong)


def test_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(files.UnreadableError, match=r"nowhere\.txt.*请"):
        extract.read(tmp_path / "nowhere.txt")


def test_a_file_that_is_no_text(tmp_path: Path):
    (tmp_path / "a.txt").write_bytes(b"\0\1\2")
    with pytest.raises(files.UnreadableError, match="不是文本文件"):
        extract.read(tmp_path / "a.txt")


# Batches


def test_a_batch_is_its_documents_one_after_the_other(texts: list[str]):
    rows = extract.read_batch(batch(texts))
    assert rows.schema.equals(FIGURES, check_metadata=True)
    one_by_one = [extract.read_batch(batch([text])) for text in texts]
    assert all(part.num_rows for part in one_by_one)
    assert rows.to_pylist() == [row for part in one_by_one for row in part.to_pylist()]
    frames = [extract.read(text) for text in texts]
    assert rows.column("figure_id").to_pylist() == [i for frame in frames for i in frame["figure_id"]]
    assert rows.column("value").to_pylist() == [v for frame in frames for v in frame["value"]]


@pytest.mark.parametrize("cuts", [(0,), (2,), (1, 4), (1, 2, 3, 4)], ids=str)
def test_a_batch_may_be_split_anywhere(cuts: tuple[int, ...], texts: list[str]):
    whole = batch(texts, [path.name for path in REPORTS])
    edges = [0, *cuts, len(texts)]
    parts = [extract.read_batch(whole.slice(a, b - a)) for a, b in pairwise(edges)]
    assert pa.Table.from_batches(parts).to_pylist() == extract.read_batch(whole).to_pylist()


def test_what_a_batch_may_hold(texts: list[str]):
    assert extract.read_batch(batch([])).num_rows == 0
    assert extract.read_batch(batch([])).schema.equals(FIGURES)
    assert extract.read_batch(batch([None, "", NO_FIGURE])).num_rows == 0
    named = extract.read_batch(batch(texts[:1], ["mine.txt"]))
    assert set(named.column("source").to_pylist()) == {"mine.txt"}
    more = pa.RecordBatch.from_pydict({"id": [1], "text": texts[:1], "note": ["x"]})
    assert extract.read_batch(more).num_rows == named.num_rows, "other columns are left alone"


# What reading may not touch


@pytest.fixture
def split_texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are handed to jieba while a test runs."""
    handed: list[str] = []
    real = segment._tokenizer()

    class Spy:
        def cut(self, text: str, *arguments: object, **options: object) -> Iterable[str]:
            handed.append(text)
            return real.cut(text, *arguments, **options)

    monkeypatch.setattr(segment, "_tokenizer", Spy)
    segment.split.cache_clear()
    return handed


def test_jieba_is_not_run_over_text_without_figures(split_texts: list[str]):
    dates = "2022年10月24日,在“十四五”规划指导下,全市召开第4次会议,印发〔2020〕12号文件,65岁以上老年人积极参加。\n"
    assert len(extract.read((NO_FIGURE + dates) * 200)) == 0
    assert split_texts == []


def test_jieba_is_run_only_near_figures(split_texts: list[str]):
    sentence = "全市妇幼健康服务水平稳步提高,婚前医学检查率达到95.77%,农村妇女两癌检查覆盖率达到81.5%。\n"
    assert len(extract.read(NO_FIGURE * 200 + sentence + NO_FIGURE * 200)) == 2
    assert split_texts, "the spy sees what is split"
    assert sum(map(len, split_texts)) < 10 * len(sentence)
    assert not any("公园" in text for text in split_texts)


def test_what_is_known_of_a_report_is_not_read_from_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = next(path for path in REPORTS if path.stem == "jinzhong-2022")
    alone, accompanied = tmp_path / "alone", tmp_path / "accompanied"
    for folder in (alone, accompanied):
        folder.mkdir()
        shutil.copy(path, folder / "report.txt")
    (accompanied / "report.yml").write_text(
        "title: 某市2010年工作计划\nissuer: 某市卫生局\npublished: 2010-01-01\nkind: 工作计划\nyear: 2010\n",
        encoding="utf8",
    )

    def forbidden(beside: Path) -> None:
        raise AssertionError(f"{beside} was read")

    monkeypatch.setattr(files, "sidecar", forbidden)
    assert_frame_equal(extract.read(alone / "report.txt"), extract.read(accompanied / "report.txt"))
