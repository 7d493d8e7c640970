"""What leaves a page: its address of data and its downloads give what is on screen, whatever is chosen."""

from __future__ import annotations

import html
import io
import json
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from choice_cases import drawn
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pack_cases import DRAWN, contents
from page_cases import html_of
from paper_cases import headed, opened, rows_of
from routes_cases import reader_of_routes, table_of
from screen_cases import Download, address, component, keep_downloads
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from views import columns, data_table, numbers, pack_charts
from views import table as twin
from views.address_panel import BEHIND
from views.library import Library
from views.words import Words

some = settings(
    max_examples=4, derandomize=True, deadline=None, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.large_base_example],
)  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """A page with what it offers: ``rows`` of each of its tables by the address that it shows, and its downloads."""

    app: AppTest
    library: Library
    rows: dict[str, list[dict]]
    downloads: dict[str, Download]

    @property
    def words(self) -> Words:
        return Words(address(self.app)["lang"][0])

    def ids(self, table: str) -> list[str]:
        return [row[f"{table.removesuffix('s')}_id"] for row in self.rows[table]]

    def frame(self, column: str) -> pd.DataFrame | None:
        """The table on screen that has a column; None where none is drawn."""
        return next((one.value for one in self.app.dataframe if column in one.value), None)

    def numbers(self, pattern: str) -> list[int]:
        """The numbers that the page's own HTML has where a pattern stands."""
        return [int(one.replace(",", "")) for one in re.findall(pattern, html_of(self.app))]

    def read(self, key: str) -> pd.DataFrame:
        """A download of rows, read back by its kind."""
        made = self.downloads[key]
        if made.file_name.endswith(".parquet"):
            return pq.read_table(io.BytesIO(made.content())).to_pandas()
        return pd.read_csv(io.BytesIO(made.content()), encoding="utf-8-sig", dtype=str, keep_default_na=False)

    def pack(self) -> dict[str, bytes]:
        """The evidence pack, made by the page's button; nothing where the page has nothing to prove."""
        if "pack_make" not in {one.key for one in self.app.button} and "pack_download" not in self.downloads:
            return {}
        if "pack_download" not in self.downloads:
            self.app.button("pack_make").click().run()
            assert not self.app.exception
        return contents(self.downloads["pack_download"].content()) if "pack_download" in self.downloads else {}


@pytest.fixture
def see(open_page, library: Library, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Seen]]:
    monkeypatch.setenv("DABIAO_DATA", str(library.folder))
    monkeypatch.setenv("DABIAO_DATA_ROUTES", str(os.getpid()))
    monkeypatch.setattr(pack_charts, "draw", lambda _: DRAWN)
    kept = keep_downloads(monkeypatch)

    def run(client: TestClient, name: str, **chosen: list[str]) -> Seen:
        kept.clear()
        app = open_page(name, library.folder, {"twin_bars": True}, **chosen)  # the table of 总览 is opened
        shown = component(app, "data_address")["tables"]
        rows = {
            one["name"]: table_of(client.get(f"/data/{one['name']}.parquet?{one['query']}")).to_pylist()
            for one in shown
        }
        return Seen(app, library, rows, kept)

    with reader_of_routes() as client:
        yield lambda name, **chosen: run(client, name, **chosen)


def overview(seen: Seen) -> None:
    totals = seen.numbers(r"(?s)(?<=<dd>)[\d,]+(?=</dd>)")
    if not totals:
        assert seen.rows["figures"] == []
        return
    assert totals[3] == len(seen.rows["figures"])
    if len(totals) > 5:
        judged = verdicts(seen)
        assert totals[5:9] == [judged[kind] for kind in ("met", "unmet", "undecided", "pending")]
        assert totals[5:9] == seen.frame("undecided")[["met", "unmet", "undecided", "pending"]].sum().tolist()


def verdicts(seen: Seen) -> Counter[str]:
    found = seen.library.ask(
        "SELECT verdict FROM judged WHERE judgement_id IN (SELECT unnest(?::VARCHAR[]))", [seen.ids("judgements")]
    )
    return Counter(found["verdict"].to_pylist())


def targets(seen: Seen) -> None:
    shown, words = seen.frame("verdict"), seen.words
    assert (shown is None) == (seen.rows["judgements"] == [])
    if shown is None:
        return
    ids = seen.app.session_state["table_rows"]
    assert seen.ids("judgements") == ids
    roles = {row[f"{role}_id"] for row in seen.rows["judgements"] for role in ("achieved", "target", "baseline")}
    assert set(seen.ids("figures")) == {one for one in roles if one and ":" not in one}
    for table in ("judgements", "figures"):
        parquet, csv = seen.read(f"{table}_parquet"), seen.read(f"{table}_csv")
        key = f"{table.removesuffix('s')}_id"
        assert parquet[key].tolist() == csv[key].tolist() == seen.ids(table)
        assert list(csv.columns) == list(parquet.columns)
    judged = seen.read("judgements_parquet")
    for name in ("indicator", "region", "year", "achieved_value", "target_value", "unit", "distance", "target_year",
                 "domain", "baseline_value", "baseline_year"):  # fmt: skip
        assert same_cells(judged[name], shown[name]), name
    assert twin.worded(judged.assign(verdict="met"), words)["reason"].tolist() == shown["reason"].tolist()
    packed = table_in(seen.pack(), "judgements")
    assert sorted(packed["judgement_id"]) == sorted(ids)


def same_cells(one: pd.Series, other: pd.Series) -> bool:
    """Whether two columns hold the same; absent is absent, however it is kept."""
    return [None if pd.isna(cell) else cell for cell in one] == [None if pd.isna(cell) else cell for cell in other]


def table_in(pack: dict[str, bytes], name: str) -> pd.DataFrame:
    """A table of an evidence pack, the same in both of its files."""
    parquet = pq.read_table(io.BytesIO(pack[f"{name}.parquet"])).to_pandas()
    csv = pd.read_csv(io.BytesIO(pack[f"{name}.csv"]), encoding="utf-8-sig", dtype=str, keep_default_na=False)
    assert csv.iloc[:, 0].tolist() == parquet.iloc[:, 0].tolist()
    return parquet


def indicator(seen: Seen) -> None:
    shown = seen.frame("comparator")
    if shown is None:
        return
    ids = seen.app.session_state["point_rows"]
    quoted = [one for one in ids if ":" not in one]
    assert sorted(quoted) == sorted(seen.ids("figures"))
    pack = seen.pack()
    packed = table_in(pack, "figures").set_index("figure_id") if pack else None
    assert (packed is None) == (quoted == [])
    if packed is not None:
        assert json.loads(pack["manifest.json"])["rows"]["shown"] == len(quoted)
        assert same_cells(packed.loc[quoted, "value"], shown["value"][[":" not in one for one in ids]])


def region(seen: Seen) -> None:
    place, words = address(seen.app)["place"][0], seen.words
    counted = seen.numbers(r'(?<=<dl class="verdicts"><div><dt>' + words("total.indicators") + r"</dt><dd>)[\d,]+")
    valued = {row["indicator"] for row in seen.rows["figures"] if row["kind"] in ("achieved", "baseline")}
    aimed = {row["indicator"] for row in seen.rows["judgements"] if row["target_id"]}
    assert counted == ([len(valued | aimed)] if valued | aimed else [])
    shown = seen.frame("earlier_value")
    if shown is not None:
        ids = seen.app.session_state["profile_rows"]
        found = {row["figure_id"]: row for row in seen.rows["figures"]}
        assert same_cells(pd.Series([found[one]["value"] for one in ids]), shown["value"])
        packed = table_in(seen.pack(), "figures").set_index("figure_id")
        assert same_cells(packed.loc[ids, "value"], shown["value"])
        document(seen, place)


def document(seen: Seen, place: str) -> None:
    """The Word document has every target of the region and its span, and each that is on screen among them."""
    words, boxes = seen.words, [one for one in seen.app.selectbox if one.key in ("paper_from", "paper_to")]
    whole = all(one.index == 0 for one in boxes)
    judged = seen.library.ask(
        "SELECT * FROM judged WHERE region = ? AND target_id IS NOT NULL AND (? OR year BETWEEN ? AND ?)",
        [place, whole, *([0, 0] if whole else [one.value for one in boxes])],
    ).to_pylist()
    tables = headed(opened(seen.downloads["paper_download"].content()), words("paper.column_indicator"))
    lines = [row for table in tables for row in rows_of(table)[1:]]
    assert len(lines) == len(judged)
    for row in judged:
        value = numbers.figure(row["target_value"], row["target_value_high"], row["target_comparator"], row["unit"],
                               row["basis"], words)  # fmt: skip
        said = words(f"verdict.{row['verdict']}"), words("paper.met_but_worse")
        assert any(row["indicator"] in line[0] and value in line[2] and line[4].startswith(said) for line in lines), (
            row["indicator"],
            value,
        )
    if whole:
        names = " ".join(line[0] for line in lines)
        on_screen = seen.frame("earlier_value")
        assert [one for one in on_screen.loc[on_screen["target_value"].notna(), "indicator"] if one not in names] == []


def report(seen: Seen) -> None:
    figures = seen.rows["figures"]
    kinds = Counter(row["kind"] for row in figures)
    unsure = sum(row["confidence"] == "unsure" for row in figures)
    legend = seen.numbers(r"(?<=</mark> )[\d,]+(?=</span>)")
    assert Counter(legend) == Counter([*(kinds[kind] for kind in ("achieved", "target", "baseline", "benchmark")),
                                       unsure])  # fmt: skip
    (text,) = seen.rows["documents"]
    body = re.search(r'(?s)<article class="report-text".*?</article>', html_of(seen.app))[0]
    read = re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", body)))
    assert re.sub(r"\s+", "", text["text"]) in read
    told = [one.label for one in seen.app.expander if re.search(r"\d", one.label)]
    n = len(seen.rows["problems"])
    assert told == ([seen.words("report.problems", n=n)] if n else [])


def data(seen: Seen) -> None:
    (table,), words = address(seen.app)["table"], seen.words
    rows, shown = seen.rows[table], next((one.value for one in seen.app.dataframe), None)
    assert (shown is None) == (rows == [])
    if shown is None:
        return
    at = (int(address(seen.app)["page"][0]) - 1) * 100
    part = pd.DataFrame(rows[at : at + 100])
    for name in shown:
        wanted = [data_table.cell(words, name, one) for one in part[name].astype(object)]
        assert same_cells(pd.Series(wanted, dtype=object), shown[name]), name
    assert len(shown) == len(part)
    parquet, csv = seen.read("data_parquet"), seen.read("data_csv")
    assert parquet.iloc[:, 0].tolist() == csv.iloc[:, 0].tolist() == [row[parquet.columns[0]] for row in rows]
    sheet = openpyxl.load_workbook(io.BytesIO(seen.downloads["data_excel"].content()))[words(f"table.{table}")]
    header, *lines = sheet.iter_rows(values_only=True)
    assert len(lines) == len(rows)
    for name in ("indicator", "value_text", "reason", "quote", "region", "unit", "year", "kind", "problem"):
        if name in shown:
            place = header.index(columns.header(table, name, words))
            cells = pd.Series([line[place] for line in lines[at : at + 100]], dtype=object)
            assert same_cells(cells, shown[name].replace("", None)), name
    pack = seen.pack()
    if table != "problems":
        key = f"{table.removesuffix('s')}_id"
        assert set(seen.ids(table)) <= set(table_in(pack, table)[key])
        assert table != "figures" or json.loads(pack["manifest.json"])["rows"]["shown"] == len(rows)


def review(seen: Seen) -> None:
    told = seen.numbers(r'(?<=role="status">)[^<]*?([\d,]+)(?=[^\d<]*<)')
    places = re.findall(r'role="status">([^<]*)<', html_of(seen.app))
    n = len(seen.rows["figures"])
    assert (places == []) == (n == 0), told
    if places:
        item = address(seen.app)["item"][0]
        assert places == [seen.words("review.place", at=int(item), n=n)]
        (shown,) = re.findall(r'class="evidence row review-figure" data-figure="(\w+)"', html_of(seen.app))
        assert shown in seen.ids("figures")


CHECKS = {"overview": overview, "targets": targets, "indicator": indicator, "region": region, "report": report,
          "data": data, "review": review}  # fmt: skip


def test_every_page_with_an_address_of_data_is_looked_at():
    assert set(CHECKS) == {*BEHIND, "data"}


@pytest.mark.parametrize("name", CHECKS)
@given(seed=st.integers(0, 10**6))
@some
@pytest.mark.usefixtures("no_browser")
def test_the_address_of_the_data_and_the_files_give_what_is_on_screen(see, library: Library, name: str, seed: int):
    CHECKS[name](see(name, **drawn(random.Random(seed), library, name)))


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        # The span is of the Word document; the page shows the figures of other years too.
        ("region", {"place": ["晋中市"], "span": ["2022-2022"]}),
        # The files are in the order of the page.
        ("targets", {"show": ["all"], "sort": ["name"]}),
    ],
)
@pytest.mark.usefixtures("no_browser")
def test_choices_that_once_gave_other_rows(see, name: str, chosen: dict[str, list[str]]):
    CHECKS[name](see(name, **chosen))
