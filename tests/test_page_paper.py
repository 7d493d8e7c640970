"""监测评估报告: the Word document opened again, and every number in it held against the judgements."""

from __future__ import annotations

import re

import pandas as pd
import pyarrow.parquet as pq
import pytest
from docx.document import Document as Opened
from docx.oxml.ns import qn
from paper_cases import REF, followed, headed, judged_of, opened, rows_of, texts

from metrics.schema import PACE_METHODS
from views import library_paper, numbers, paper
from views.library import Library
from views.words import Words

ZH, EN = Words("zh"), Words("en")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return followed(tmp_path_factory.mktemp("kept"))


def shown(value: float, high: float | None, comparator: str | None, row: pd.Series, words: Words) -> str:
    return numbers.figure(value, high, comparator, row["unit"], row["basis"], words)


def cells_of(row: pd.Series, words: Words) -> tuple[str, str, str]:
    """What baseline, target and actual must say of a judgement, without references."""
    dash, zh = words("paper.nothing"), words.lang == "zh"

    def dated(year: float, value: str) -> str:
        return f"{year:.0f}年 {value}" if zh else f"{year:.0f}: {value}"

    baseline = actual = dash
    if pd.notna(row["baseline_value"]):
        baseline = dated(row["baseline_year"], shown(row["baseline_value"], None, None, row, words))
    if pd.notna(row["achieved_id"]):
        value = shown(row["achieved_value"], row["achieved_value_high"], row["achieved_comparator"], row, words)
        actual = dated(row["achieved_year"], value)
    value = shown(row["target_value"], row["target_value_high"], row["target_comparator"], row, words)
    owner = {"own": ("本级", "own"), "national": ("国家", "national")}.get(row["target_owner"])
    owner = row["target_region"] if owner is None else owner[0 if zh else 1]
    target = f"{value}（{owner}，{row['target_year']:.0f}年）" if zh else f"{value} ({owner}, {row['target_year']:.0f})"
    return baseline, target, actual


@pytest.mark.usefixtures("no_browser")
@pytest.mark.parametrize(
    ("place", "words"), [("晋中市", ZH), ("贵州省", ZH), ("赣州市", ZH), ("湖南省", ZH), ("江西省", EN), ("晋中市", EN)]
)
def test_every_target_has_its_row_and_every_row_its_judgement(library: Library, place: str, words: Words):
    document = opened(paper.write(library, words, place))
    found = [
        tuple(REF.sub("", text) for text in row[1:4])
        for table in headed(document, words("paper.column_indicator"))
        for row in rows_of(table)[1:]
    ]
    judged = judged_of(library, place)
    expected = [cells_of(row, words) for _, row in judged[judged["target_id"].notna()].iterrows()]
    assert len(expected) > 0
    assert sorted(found) == sorted(expected)


@pytest.mark.usefixtures("no_browser")
@pytest.mark.parametrize("place", ["晋中市", "贵州省", "赣州市", "太谷区"])
def test_the_counts_are_those_of_the_judgements(library: Library, place: str):
    document = opened(paper.write(library, ZH, place))
    judged = judged_of(library, place)
    targets = judged[judged["target_id"].notna()]
    said = "\n".join(texts(document, "Body Text"))
    level = targets["level"].astype(object)
    done = targets["achieved_id"].notna()
    assert f"与目标对照{len(targets)}项" in said
    for owner, name in (("own", "本级"), ("superior", "上级"), ("national", "国家")):
        assert f"{name}目标{(targets['target_owner'] == owner).sum()}项" in said
    counts = [(level == "达标").sum(), (level == "未达标").sum(), (done & level.isna()).sum(), (~done).sum()]
    if len(targets):
        assert "达标{}项，未达标{}项，不能判定{}项，尚无完成数{}项。".format(*counts) in said
        (table,) = headed(document, "领域")[:1]
        body = [[int(cell) for cell in row[1:]] for row in rows_of(table)[1:]]
        assert body[-1] == [*counts, len(targets)] == [sum(column) for column in zip(*body[:-1], strict=True)]
    else:
        assert "没有给出可对照的目标" in said
    moved = judged.dropna(subset=["achieved_id", "direction"]).drop_duplicates("achieved_id")["direction"]
    ways = [(moved == way).sum() for way in ("改善", "持平", "恶化", "仅有一期数据")]
    moves = "完成数改善{}个、持平{}个、恶化{}个，仅有一期数据的{}个".format(*ways)
    assert (moves in said) == ("完成数改善" in said) == (len(moved) > 0)
    alone = judged["target_id"].isna().sum()
    assert (f"另有{alone}个完成数没有找到可对照的目标" in said) == (alone > 0)


@pytest.mark.usefixtures("no_browser")
def test_every_reference_leads_to_its_sentence(library: Library):
    document = opened(paper.write(library, ZH, "晋中市"))
    figures = pq.read_table(library.folder / "figures.parquet").to_pandas().set_index("figure_id")
    notes = {int(REF.match(text)[1]): text for text in texts(document, "Note") if REF.match(text)}
    assert list(notes) == list(range(1, len(notes) + 1))
    body = document.element.body
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    links = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    assert links == marks == {f"note{number}" for number in notes}
    judged = judged_of(library, "晋中市")
    judged = judged[judged["achieved_id"].notna() & judged["target_id"].notna()].set_index("indicator")
    table_rows = [row for table in headed(document, "指标") for row in rows_of(table)[1:] if row[3] != "—"]
    assert len(table_rows) == len(judged)
    for name, _, _, actual, _ in table_rows:
        (number,) = REF.findall(actual)
        quote = figures.loc[judged.loc[[name], "achieved_id"].iloc[0], "quote"].strip()
        assert quote in notes[int(number)]


@pytest.mark.usefixtures("no_browser")
def test_what_no_report_quotes_names_its_document_or_arithmetic(library: Library):
    notes = "\n".join(texts(opened(paper.write(library, ZH, "晋中市")), "Note"))
    judged = judged_of(library, "晋中市")
    national = judged[judged["target_source"] == "national"]
    assert len(national) > 0
    assert all(document.strip("《》") in notes for document in national["target_document"])
    assert ("尚未与原件核对" in notes) == bool((national["target_checked"] == False).any())  # noqa: E712
    derived = judged[judged["target_source"] == "derived"]["target_arithmetic"]
    assert len(derived) > 0
    assert all(arithmetic in notes for arithmetic in derived)


@pytest.mark.usefixtures("no_browser")
def test_without_targets_it_says_so_and_lists_what_there_is(library: Library):
    document = opened(paper.write(library, ZH, "太谷区"))
    said = "\n".join(texts(document, "Body Text"))
    assert "没有给出可对照的目标" in said
    assert [heading for heading in texts(document, "Heading 1") if "附表" in heading]
    (table,) = document.tables
    assert len(rows_of(table)) == 1 + len(judged_of(library, "太谷区"))
    assert not document.inline_shapes


@pytest.mark.usefixtures("no_browser")
def test_a_place_that_nobody_speaks_of_gives_an_empty_document(library: Library):
    document = opened(paper.write(library, ZH, "火星"))
    assert texts(document, "Title") == ["火星卫生健康指标", "监测评估报告（年份不明）"]
    assert document.tables == []


def listed(document: Opened, heading: str) -> list[str]:
    """The lines below a heading of the third section, without references."""
    found: list[str] = []
    inside = False
    for one in document.paragraphs:
        if one.style.name.startswith("Heading"):
            inside = heading in one.text
        elif inside and one.style.name == "List":
            found.append(REF.sub("", one.text))
    return found


@pytest.mark.usefixtures("no_browser")
def test_what_lags_was_not_mentioned_or_lowered_is_listed(kept: Library):
    document = opened(paper.write(kept, ZH, "晋城市"))
    assert listed(document, "未再提及") == [
        "1. 产前筛查率：目标为≥90%（本级，2023年），该年的总结没有再提及。",
        "2. 新建社区卫生服务中心数：目标为12家（本级，2023年），该年的总结没有再提及。",
    ]
    assert listed(document, "目标下调") == [
        "1. 居民健康素养水平：目标为≥30%（本级，2023年），后来改为≥28%（本级，2024年）。"
    ]
    assert listed(document, "进度偏慢") == [
        "1. 居民健康素养水平：2022年 21.2%，目标为≥30%（本级，2023年），进度滞后。"
    ]
    assert "2023年 93%，目标为≥95%（本级，2023年），低2个百分点。" in "".join(listed(document, "未达标"))
    assert "低3.5个百分点，目标年份未到。" in "".join(listed(document, "未达标"))
    assert listed(document, "达标但恶化")[0] == (
        "1. 孕产妇死亡率：2022年 17.8/10万，更早为2020年 16.2/10万，仍达到目标≤18/10万（本级，2022年）。"
    )


@pytest.mark.usefixtures("no_browser")
def test_every_number_of_the_lists_is_one_of_the_judgements(kept: Library):
    document = opened(paper.write(kept, ZH, "晋城市"))
    judged = judged_of(kept, "晋城市")
    columns = ["achieved_value", "target_value", "baseline_value", "distance", "year", "target_year", "baseline_year"]
    known = {round(abs(value), 10) for value in judged[columns].to_numpy().ravel() if pd.notna(value)} | {10.0}
    third = [line for name in ("未达标", "进度", "未再提及", "下调", "恶化") for line in listed(document, name)]
    assert len(third) > 6
    for line in third:
        said = {float(number.replace(",", "")) for number in NUMBER.findall(line.split(". ", 1)[1])}
        assert said <= known, line


@pytest.mark.usefixtures("no_browser")
def test_a_span_takes_the_targets_of_its_years_only(kept: Library):
    document = opened(paper.write(kept, ZH, "晋城市", (2023, 2023)))
    assert texts(document, "Title")[1] == "监测评估报告（2023年）"
    judged = judged_of(kept, "晋城市")
    inside = judged[(judged["year"] == 2023) & judged["target_id"].notna()]
    rows = [row for table in headed(document, "指标") for row in rows_of(table)[1:]]
    assert len(rows) == len(inside) > 0
    # A promise for 2023 belongs to 2023, though the value it was held against is of 2022.
    assert len(listed(document, "目标下调")) == 1
    assert listed(opened(paper.write(kept, ZH, "晋城市", (2022, 2022))), "未再提及") == []


@pytest.mark.usefixtures("no_browser")
@pytest.mark.parametrize("method", PACE_METHODS)
def test_the_pace_follows_the_method(kept: Library, method: str):
    document = opened(paper.write(kept, ZH, "晋城市", method=method))
    judged = judged_of(kept, "晋城市")
    paces = judged.loc[judged["pace_method"].notna(), f"{method}_pace"].dropna().astype(str)
    said = "\n".join(texts(document, "Body Text"))
    assert f"按{ZH(f'method.{method}')}：" in said
    for word, n in paces.value_counts().items():
        assert f"{ZH(f'pace.{word}')}{n}项" in said
    slow = paces.isin(library_paper.BEHIND[method]).sum()
    assert len(listed(document, "进度偏慢")) == slow


@pytest.mark.usefixtures("no_browser")
def test_what_is_too_much_is_counted_and_cut(library: Library, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(library_paper, "TARGETS", 3)
    monkeypatch.setattr(library_paper, "ALONE", 5)
    document = opened(paper.write(library, ZH, "晋中市"))
    judged = judged_of(library, "晋中市")
    said = "\n".join(texts(document, "Body Text"))
    assert f"只列3行，共{judged['target_id'].notna().sum()}行" in said
    assert f"只列5行，共{judged['target_id'].isna().sum()}行" in said
