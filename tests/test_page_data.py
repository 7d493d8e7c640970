"""What the page shows of the real tables: rows, downloads, evidence."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from page_cases import JINZHONG_PAIRS

from extract.schema import FIGURES
from metrics.schema import JUDGEMENTS
from views import download, evidence
from views.library import Library, TableMissing, TableUnreadable
from views.link import View
from views.words import Words

JINZHONG = View(region=("晋中市",), year=(2022,))


@pytest.mark.parametrize(("name", "achieved", "target", "target_year"), JINZHONG_PAIRS)
def test_the_pairs_of_jinzhong(library: Library, name: str, achieved: float, target: float, target_year: int):
    rows = library.rows(JINZHONG, 10**6)
    found = rows[(rows["achieved_value"] == achieved) & (rows["target_value"] == target)]
    assert found["indicator"].str.contains(name).tolist() == [True]
    assert found["target_year"].tolist() == [target_year]
    assert found["verdict"].tolist() == ["met"]


def test_verdict_counts_are_the_rows(library: Library):
    rows = library.rows(View(show="all"), 10**6)
    counts = library.verdicts(View())
    assert {verdict: n for verdict, n in counts.items() if n} == rows["verdict"].value_counts().to_dict()
    assert len(rows) == library.count(View(show="all")) == sum(counts.values())


def test_what_is_shown(library: Library):
    pairs, targets, everything = (library.rows(View(show=show), 10**6) for show in ("pairs", "targets", "all"))
    assert pairs["achieved_id"].notna().all()
    assert pairs["target_id"].notna().all()
    assert targets["target_id"].notna().all()
    assert 0 < len(pairs) < len(targets) < len(everything)
    assert set(everything["verdict"]) >= {"met", "pending", "no_target"}


def test_choices_are_those_of_the_rows(library: Library):
    choices, rows = library.choices(), library.rows(View(show="all"), 10**6)
    assert set(choices.region) == set(rows["region"].dropna())
    assert set(choices.year) == set(rows["year"].dropna())
    assert choices.has_judgement(rows["judgement_id"][0])
    assert not choices.has_judgement("nobody")


def test_parquet_is_read_back_with_docs_filters_and_build(library: Library):
    view = replace(JINZHONG, build=library.build)
    table = library.figure_table(view)
    back = pq.read_table(io.BytesIO(download.parquet(table, view)))
    assert back.equals(table)
    assert back.schema.equals(FIGURES)
    assert back.schema.field("unit").metadata == FIGURES.field("unit").metadata
    metadata = back.schema.metadata
    assert json.loads(metadata[b"filters"]) == {
        "region": ["晋中市"], "year": [2022], "domain": [], "indicator": [], "show": "pairs", "method": "straight_line",
    }  # fmt: skip
    assert metadata[b"build"].decode() == library.build
    assert f"build={library.build}" in metadata[b"link"].decode()


def test_figures_are_just_those_of_the_rows_shown(library: Library):
    rows = library.rows(JINZHONG, 10**6)
    ids = set(pd.concat([rows["achieved_id"], rows["target_id"], rows["baseline_id"]]).dropna())
    # National and derived targets are quoted in no report.
    ids = {one for one in ids if ":" not in one}
    table = library.figure_table(JINZHONG)
    assert set(table["figure_id"].to_pylist()) == ids
    assert table.num_rows == len(ids)


def test_judgements_are_just_the_rows_shown_in_their_order(library: Library):
    table = library.judgement_table(JINZHONG)
    assert table.schema.equals(JUDGEMENTS)
    assert table["judgement_id"].to_pylist() == library.rows(JINZHONG, 10**6)["judgement_id"].tolist()
    by_name = replace(JINZHONG, own=(("sort", ("name",)),))
    ids = library.judgement_table(by_name)["judgement_id"].to_pylist()
    assert ids == library.rows(by_name, 10**6)["judgement_id"].tolist() != table["judgement_id"].to_pylist()


def test_csv_opens_in_a_spreadsheet_and_is_read_back(library: Library):
    table = library.figure_table(JINZHONG)
    written = download.csv(table)
    assert written.startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(io.BytesIO(written), encoding="utf-8-sig")
    assert list(back.columns) == FIGURES.names
    assert back["quote"].tolist() == table["quote"].to_pylist()
    assert back["value"].tolist() == table["value"].to_pylist()


def test_every_figure_behind_a_judgement_has_its_quote_marked(library: Library):
    table = library.figure_table(View(show="all"))
    assert table.num_rows > 0
    for figure in table.to_pylist():
        assert f"<mark>{figure['value_text']}</mark>" in evidence.marked_quote(figure).replace("&quot;", '"')
        assert figure["indicator_text"] is not None


FIGURE = {
    "figure_id": "f", "quote": "率<b>&达95%以上", "quote_start": 10, "start": 16, "end": 19, "value_text": "95%",
    "value": 95.0, "value_high": None, "unit": "%", "comparator": ">=", "basis": "level", "complete": False,
    "indicator_text": "率", "title": "报告<script>", "source": "x.txt", "issuer": "", "published": None,
    "section": "一、", "region": "晋中市", "year": 2022, "kind": "achieved", "rule": "plain", "confidence": "sure",
}  # fmt: skip


def test_evidence_is_escaped_and_marked():
    assert evidence.marked_quote(FIGURE) == "率&lt;b&gt;&amp;达<mark>95%</mark>以上"
    card = evidence.card(FIGURE, Words("zh"), "achieved")
    assert "<script>" not in card
    assert "≥95%" in card
    assert "2022年" in card
    assert "发布机关" not in card


def test_evidence_that_leads_elsewhere_is_not_marked():
    moved = FIGURE | {"start": 15, "end": 18}
    with pytest.raises(evidence.EvidenceError):
        evidence.marked_quote(moved)
    assert "<mark>" not in evidence.card(moved, Words("zh"), "achieved")


def test_a_missing_table_names_the_command(tmp_path: Path):
    with pytest.raises(TableMissing, match="python -m extract data/reports -o data"):
        Library(tmp_path)


def test_a_broken_table_names_the_command(tmp_path: Path):
    for name in ("figures", "documents", "judgements"):
        (tmp_path / f"{name}.parquet").write_bytes(b"not a table")
    with pytest.raises(TableUnreadable, match="make it again with"):
        Library(tmp_path)


def test_tables_without_rows_are_opened(tmp_path: Path):
    from extract.schema import DOCUMENTS

    for name, schema in (("figures", FIGURES), ("documents", DOCUMENTS), ("judgements", JUDGEMENTS)):
        pq.write_table(pa.Table.from_pylist([], schema), tmp_path / f"{name}.parquet")
    library = Library(tmp_path)
    assert library.rows(View(show="all"), 10).empty
    assert library.choices().region == ()


def test_the_build_is_the_bytes_of_the_tables(library: Library, tables: Path, tmp_path: Path):
    names = ("figures", "documents", "judgements", "problems", "ledger", "conflicts")
    for name in names:
        (tmp_path / f"{name}.parquet").write_bytes((tables / f"{name}.parquet").read_bytes())
    assert Library(tmp_path).build == library.build
    for name in names[3:]:
        (tmp_path / f"{name}.parquet").unlink()
        assert Library(tmp_path).build != library.build, name
