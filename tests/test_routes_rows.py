"""The rows of an address of data are those of the page with the same query string, in every format."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from routes_cases import reader_of_routes, table_of
from starlette.testclient import TestClient

from views import (
    address_panel,
    by_address,
    download,
    library_address,
    library_data,
    library_review,
    link,
    pages,
)
from views.library import Library
from views.library_address import NARROWS
from views.library_data import Asked
from views.link import View


@pytest.fixture
def client(tables: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("DABIAO_DATA", str(tables))
    with reader_of_routes() as reader:
        yield reader


def random_views(library: Library, page: link.Page, seed: int, several: int) -> list[View]:
    """Views of a page with some of its filters set, from what the data hold."""
    draw, choices = random.Random(seed), library.choices(page.of)
    views = []
    for _ in range(several):
        chosen = {
            name: tuple(draw.sample(offered, min(draw.choice((0, 0, 1, 2)), len(offered))))
            for name in link.FILTERS
            if name in page.shared and (offered := getattr(choices, name))
        }
        views.append(View(build=library.build, show=draw.choice(link.SHOWS), **chosen))
    return views


def test_the_address_of_targets_gives_what_the_page_downloads(client: TestClient, library: Library):
    page = pages.address("targets", library)
    for view in random_views(library, page, 1, 12):
        query = link.query(view, page)
        for name, wanted in (("judgements", library.judgement_table(view)), ("figures", library.figure_table(view))):
            assert table_of(client.get(f"/data/{name}.parquet?{query}")).equals(wanted), query
            assert client.get(f"/data/{name}.csv?{query}").content == download.csv(wanted)
            told = client.get(f"/data/{name}.json?{query}").json()
            assert told["total"] == wanted.num_rows
            key = f"{name.removesuffix('s')}_id"
            assert [row[key] for row in told["rows"]] == wanted[key].to_pylist()


def test_the_address_of_data_gives_what_the_page_downloads(client: TestClient, library: Library):
    page, draw = pages.address("data", library), random.Random(2)
    for view in random_views(library, page, 2, 16):
        name = draw.choice(library_data.TABLES)
        own = {
            "table": (name,),
            "q": draw.choice(((), ("率",), ("妇女 儿童",))),
            "sort": (draw.choice(list(library_data.SORTS["figures"])),),
            "kind": draw.choice(((), ("target",), ("target", "achieved"))),
            "unit": draw.choice(((), ("%",))),
            "page": draw.choice(((), ("3",))),
        }
        view = View(
            build=library.build, **{one: getattr(view, one) for one in link.FILTERS},
            own=tuple((one, chosen) for one, chosen in own.items() if chosen),
        )  # fmt: skip
        pieces = list(library_data.stream(library, Asked.of(view)))
        wanted = pa.concat_tables([library_data.schema(library, name).empty_table(), *pieces])
        query = address_panel.query(view, page, name)
        found = table_of(client.get(f"/data/{name}.parquet?{query}"))
        assert found.to_pylist() == wanted.to_pylist(), query
        assert client.get(f"/data/{name}.csv?{query}").content == download.csv(wanted)


def test_the_address_of_the_other_pages(client: TestClient, library: Library):
    figures = library.ask("SELECT * FROM figures_file").to_pylist()
    subject, place = "孕产妇死亡率", "贵州省"
    report = figures[0]["document_id"]
    ids = {row["figure_id"] for row in figures if row["document_id"] == report}

    def rows(name: str, **params: str | list[str]) -> list[dict]:
        return table_of(client.get(f"/data/{name}.parquet?{urlencode(params, doseq=True)}")).to_pylist()

    assert rows("figures", subject=subject, region=place) == [
        row for row in figures if row["indicator"] == subject and row["region"] in (place, "全国")
    ]
    assert rows("figures", subject=subject, measure="level:/10万") == [
        row for row in figures
        if row["indicator"] == subject and (row["unit"], row["basis"], row["complete"]) == ("/10万", "level", False)
    ]  # fmt: skip
    assert rows("figures", place=place, domain="妇幼") == [
        row for row in figures if row["region"] == place and row["domain"] == "妇幼"
    ]
    assert {row["figure_id"] for row in rows("figures", report=report)} == ids
    assert [row["document_id"] for row in rows("documents", report=report)] == [report]
    judged = rows("judgements", report=report)
    assert judged
    assert all(ids & {row["achieved_id"], row["target_id"], row["baseline_id"]} for row in judged)
    ledger = rows("ledger", region="山西省", year="2020")
    assert {(row["region"], row["year"]) for row in ledger} <= {("山西省", 2020)}
    assert len(rows("ledger")) == pq.read_metadata(library.folder / "ledger.parquet").num_rows
    spanned = rows("figures", span="2020-2021")
    assert {row["year"] for row in spanned} == {2020, 2021}


def test_the_address_of_review_gives_the_figures_of_its_queue(client: TestClient, library: Library):
    page = pages.address("review", library)
    for queue in library_review.QUEUES:
        view = View(build=library.build, own=() if queue == library_review.QUEUES[0] else (("queue", (queue,)),))
        wanted = library_review.rows(library, library_review.Asked.of(view, ()), queue, 10**6, 0)
        found = table_of(client.get(f"/data/figures.parquet?{address_panel.query(view, page, 'figures')}"))
        assert set(found["figure_id"].to_pylist()) == {row["figure_id"] for row in wanted}
        assert found.num_rows == len(wanted) > 0


def test_every_page_has_an_address_that_is_followed(client: TestClient, library: Library):
    for name in pages.NAMES:
        page = pages.address(name, library)
        for table in address_panel.behind(View(build=library.build), page):
            answer = client.head(f"/data/{table}.parquet?{address_panel.query(View(build=library.build), page, table)}")
            picks = {own.name for own in page.own} & set(by_address.PICKS)
            # A page that was opened names what it picked; before that its address is of no rows.
            assert answer.status_code == (400 if picks & set(NARROWS[table]) else 200), (name, table)


def test_it_is_known_of_every_parameter_of_every_page_what_it_means_for_rows(library: Library):
    held = {name for page in pages.NAMES for name in pages.address(page, library).parameters}
    assert held - set(by_address.parameters()) == set(), "add it to NARROWS or to PLACES"
    narrowing = {name for names in NARROWS.values() for name in names}
    assert narrowing & set(by_address.PLACES) == set()


def test_the_limits_of_an_address_are_those_of_its_rows(library: Library):
    view = View(region=("晋中市",), build=library.build)
    address = library_address.Address("figures", view, limit=3, offset=2)
    (piece,) = library_address.stream(library, address)
    whole = pa.concat_tables(library_address.stream(library, library_address.Address("figures", view)))
    assert piece.to_pylist() == whole.to_pylist()[2:5]
    assert library_address.count(library, address) == whole.num_rows
