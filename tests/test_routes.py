"""Data by address: the rows are those of the page with the same query string, in every format, or they are refused."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from routes_cases import reader_of_routes, table_of
from starlette.applications import Starlette
from starlette.testclient import TestClient

from metrics.schema import JUDGEMENTS
from views import by_address, middleware, routes
from views.library import Library
from views.library_address import NARROWS

JINZHONG = {"region": "晋中市", "year": "2022"}


@pytest.fixture
def client(tables: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("DABIAO_DATA", str(tables))
    with reader_of_routes() as reader:
        yield reader


# --- the files themselves --------------------------------------------------------------------------


def test_parquet_tells_where_its_rows_are_from(client: TestClient, library: Library):
    answer = client.get("/data/figures.parquet", params=JINZHONG)
    metadata = pq.read_schema(io.BytesIO(answer.content)).metadata
    assert json.loads(metadata[b"filters"]) == {"region": ["晋中市"], "year": [2022]}
    assert metadata[b"build"].decode() == library.build
    assert metadata[b"link"].decode() == str(answer.request.url)
    assert metadata[b"source"].startswith(b"Dabiao")
    field = pq.read_schema(io.BytesIO(answer.content)).field("unit")
    assert field.metadata[b"doc"] == library.schemas["figures"].field("unit").metadata[b"doc"]


def test_types_names_and_no_gzip_round_parquet(client: TestClient, library: Library):
    types = {"parquet": "application/vnd.apache.parquet", "json": "application/json"}
    for form in by_address.FORMATS:
        answer = client.get(f"/data/judgements.{form}", params=JINZHONG, headers={"Accept-Encoding": "gzip"})
        assert answer.headers["content-type"].startswith(types.get(form, "text/csv; charset=utf-8"))
        name = f'filename="dabiao-judgements-{library.build}.{form}"'
        assert name in answer.headers["content-disposition"]
        assert answer.headers["dabiao-build"] == library.build
    assert "content-encoding" not in client.get("/data/figures.parquet", headers={"Accept-Encoding": "gzip"}).headers


def test_csv_opens_in_a_spreadsheet(client: TestClient):
    answer = client.get("/data/figures.csv", params=JINZHONG)
    assert answer.content.startswith(b"\xef\xbb\xbf")
    frame = pd.read_csv(io.BytesIO(answer.content))
    assert set(frame["region"]) == {"晋中市"}
    assert frame.columns[0] == "figure_id"


def test_ranges_and_heads(client: TestClient):
    whole = client.get("/data/figures.parquet")
    head = client.head("/data/figures.parquet")
    assert head.headers["content-length"] == str(len(whole.content))
    assert head.headers["accept-ranges"] == "bytes"
    assert not head.content
    part = client.get("/data/figures.parquet", headers={"Range": "bytes=-8", "If-Range": whole.headers["etag"]})
    assert part.status_code == 206
    assert part.content == whole.content[-8:]
    size = len(whole.content)
    assert part.headers["content-range"] == f"bytes {size - 8}-{size - 1}/{size}"
    for form in ("csv", "json"):
        answer = client.head(f"/data/figures.{form}", params=JINZHONG)
        assert (answer.status_code, answer.content) == (200, b"")


def test_what_a_reader_has_is_not_sent_again(client: TestClient):
    tags = set()
    for url in ("/data/figures.parquet", "/data/figures.csv", "/data/figures.json", "/data/figures.csv?year=2022",
                "/data/figures.csv?limit=5", "/data/judgements.csv?year=2022"):  # fmt: skip
        tag = client.get(url).headers["etag"]
        tags.add(tag)
        again = client.get(url, headers={"If-None-Match": f'"other", {tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert client.get(url, headers={"If-None-Match": '"other"'}).status_code == 200
    assert len(tags) == 6


def test_a_new_build_has_new_tags(client: TestClient, tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for path in tables.glob("*.parquet"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    first = client.get("/data/figures.csv")
    monkeypatch.setenv("DABIAO_DATA", str(tmp_path))
    assert client.get("/data/figures.csv").headers["etag"] == first.headers["etag"]
    judged = pq.read_table(tmp_path / "judgements.parquet")
    pq.write_table(judged.slice(1), tmp_path / "judgements.parquet")
    second = client.get("/data/figures.csv")
    assert second.headers["etag"] != first.headers["etag"]
    assert second.headers["dabiao-build"] != first.headers["dabiao-build"]


def test_json_comes_in_portions_that_make_up_the_whole(client: TestClient, library: Library):
    wanted = library.ask("SELECT figure_id FROM figures_file")["figure_id"].to_pylist()
    found, url = [], "/data/figures.json?limit=100&lang=en"
    while url:
        answer = client.get(url)
        told = answer.json()
        found += [row["figure_id"] for row in told["rows"]]
        assert told["total"] == len(wanted) == int(answer.headers["dabiao-total"])
        assert (told["next"] is None) == ("link" not in answer.headers)
        url = told["next"]
    assert found == wanted
    assert client.get("/data/figures.json?offset=100000").json()["rows"] == []
    first = client.get("/data/figures.csv?limit=2&offset=1")
    assert pd.read_csv(io.BytesIO(first.content))["figure_id"].tolist() == wanted[1:3]
    assert first.headers["link"].endswith('limit=2&offset=3>; rel="next"')


def test_json_is_json(client: TestClient):
    told = client.get("/data/judgements.json?limit=444").text
    rows = json.loads(told, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))["rows"]
    assert list(rows[0]) == JUDGEMENTS.names
    row = next(row for row in rows if row["target_id"] is None)
    assert row["target_value"] is None


# --- what cannot be followed -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "query", "named"),
    [
        ("figures", "foo=1", {"foo": "routes.unknown"}),
        ("figures", "region=火星&year=2022", {"region": "routes.value"}),
        ("figures", "year=", {"year": "routes.value"}),
        ("figures", "kind=wish&q=%20", {"kind": "routes.value", "q": "routes.value"}),
        ("figures", "q=a&q=b", {"q": "routes.twice"}),
        ("figures", "span=2021-2020", {"span": "routes.value"}),
        ("figures", "subject=none", {"subject": "routes.unpicked"}),
        ("figures", "place=none&report=none", {"place": "routes.unpicked", "report": "routes.unpicked"}),
        ("judgements", "kind=target", {"kind": "routes.idle"}),
        ("judgements", "show=some", {"show": "routes.value"}),
        ("problems", "region=晋中市", {"region": "routes.idle"}),
        ("ledger", "show=pairs", {"show": "routes.idle"}),
        ("figures", "limit=-1&offset=x", {"limit": "routes.whole", "offset": "routes.whole"}),
        ("figures", "limit=1&limit=2", {"limit": "routes.twice"}),
    ],
)
def test_a_bad_parameter_is_named_and_nothing_is_given(client: TestClient, table: str, query: str, named: dict):
    for form in by_address.FORMATS:
        answer = client.get(f"/data/{table}.{form}?{query}")
        assert answer.status_code == 400
        assert {one["name"] for one in answer.json()["bad"]} == set(named)
        words = routes.Words("zh")
        assert {one["name"]: one["reason"] for one in answer.json()["bad"]} == {
            name: words(why) for name, why in named.items()
        }
        header = answer.headers["dabiao-bad-parameters"]
        assert [one.split("=")[0] for one in header.split(", ")] == [one["name"] for one in answer.json()["bad"]]
        assert header.isascii()
        assert "etag" not in answer.headers


def test_json_has_its_limit(client: TestClient):
    answer = client.get(f"/data/figures.json?limit={by_address.JSON_MOST + 1}&lang=en")
    assert answer.status_code == 400
    assert "10,000" in answer.json()["bad"][0]["reason"]
    assert client.get(f"/data/figures.csv?limit={by_address.JSON_MOST + 1}").status_code == 200


def test_where_a_reader_stands_refuses_nothing(client: TestClient, library: Library):
    places = "lang=xx&judgement=gone&figure=gone&row=gone&page=7&at=1901&table=judgements&group=x&method=unsd"
    answer = client.get(f"/data/figures.parquet?{places}")
    assert table_of(answer).num_rows == library.ask("SELECT count(*) AS n FROM figures_file")["n"][0].as_py()
    assert "dabiao-notice" not in answer.headers


def test_a_link_of_another_build_is_followed_and_says_so(client: TestClient, library: Library):
    answer = client.get("/data/figures.csv?build=0ld&year=2022")
    assert answer.status_code == 200
    assert answer.headers["dabiao-notice"] == f"build=0ld; the data are now of build {library.build}"
    assert "dabiao-notice" not in client.get(f"/data/figures.csv?build={library.build}").headers


@pytest.mark.parametrize("file", ["no.csv", "figures.xlsx", "figures", "figures/2022.csv", ".csv", "_stcore/health"])
def test_what_is_not_there_lists_what_is(client: TestClient, file: str):
    answer = client.get(f"/data/{file}")
    assert answer.status_code == 404
    assert len(answer.json()["tables"]) == len(NARROWS) * len(by_address.FORMATS)
    assert answer.json()["index"].endswith("/data/")


def test_missing_tables_say_what_makes_them(client: TestClient, tables: Path, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("DABIAO_DATA", str(tmp_path))
    for url in ("/data/figures.csv", "/data/"):
        answer = client.get(url)
        assert answer.status_code == 503
        assert answer.json()["command"] == "python -m extract data/reports -o data"
    for name in ("figures", "documents", "judgements"):
        (tmp_path / f"{name}.parquet").write_bytes((tables / f"{name}.parquet").read_bytes())
    assert client.get("/data/figures.csv").status_code == 200
    answer = client.get("/data/ledger.csv?lang=en")
    assert (answer.status_code, answer.json()["command"]) == (503, "python -m metrics data")
    lacking = {one["name"] for one in client.get("/data/").json()["tables"] if "missing" in one}
    assert lacking == {"ledger", "conflicts", "problems"}


def test_nothing_is_written(client: TestClient):
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert client.request(method, "/data/figures.csv").status_code == 405


# --- the index, other sites, headers ---------------------------------------------------------------


def test_the_index_lists_tables_columns_and_parameters(client: TestClient, library: Library):
    told = client.get("/data/").json()
    assert [one["name"] for one in told["tables"]] == list(NARROWS)
    figures = told["tables"][0]
    assert [one["name"] for one in figures["columns"]] == library.schemas["figures"].names
    assert all(one["about"] for one in figures["columns"])
    assert client.get(figures["addresses"]["csv"]).status_code == 200
    assert {one["name"] for one in told["parameters"]} == set(by_address.parameters()) - set(by_address.PLACES)
    assert figures["rows"] == client.get("/data/figures.json?limit=1").json()["total"]


@pytest.mark.parametrize(("lang", "title"), [("zh", "数据地址"), ("en", "Data by address")])
def test_a_browser_gets_the_index_as_a_page(client: TestClient, lang: str, title: str):
    answer = client.get(f"/data/?lang={lang}", headers={"Accept": "text/html,*/*"})
    assert answer.headers["content-type"].startswith("text/html")
    assert f"<h1>{title}</h1>" in answer.text
    assert "figures.parquet" in answer.text


def test_other_sites_may_read(client: TestClient):
    origin = {"Origin": "https://elsewhere.example"}
    assert client.get("/data/figures.json?limit=1", headers=origin).headers["access-control-allow-origin"] == "*"
    refused = client.get("/data/figures.json?foo=1", headers=origin)
    assert refused.headers["access-control-allow-origin"] == "*"
    assert "Dabiao-Bad-Parameters" in refused.headers["access-control-expose-headers"]
    asked = client.options("/data/figures.parquet", headers=origin | {
        "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "range"})  # fmt: skip
    assert asked.status_code == 200
    denied = client.options("/data/figures.parquet", headers=origin | {"Access-Control-Request-Method": "POST"})
    assert denied.status_code == 400


def test_every_answer_is_cautious(client: TestClient):
    for url in ("/data/", "/data/figures.csv", "/data/none.csv", "/a/b", "/nowhere"):
        headers = client.get(url).headers
        assert {name: headers[name] for name in middleware.CAUTION} == middleware.CAUTION, url


def test_a_path_of_several_parts_leads_nowhere_and_says_so(client: TestClient):
    answer = client.get("/a/<b>")
    assert answer.status_code == 404
    assert "没有这一页" in answer.text
    assert "&lt;b&gt;" in answer.text
    assert "There is no such page" in client.get("/a/b?lang=en").text
    for path in ("/static/js/x.js", "/_stcore/health", "/targets/_stcore/health", "/component/x/y", "/targets"):
        assert "没有这一页" not in client.get(path).text


def test_the_pages_know_whether_the_routes_are_served(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    assert routes.served()
    monkeypatch.setenv("DABIAO_DATA_ROUTES", "1")  # as a child process would inherit it
    assert not routes.served()


def test_below_another_path(tables: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DABIAO_DATA", str(tables))
    monkeypatch.setattr(routes.st, "get_option", {"server.baseUrlPath": "/health/"}.get)
    with TestClient(Starlette(routes=routes.routes(), middleware=middleware.stack())) as reader:
        assert reader.get("/health/data/figures.json?limit=1").status_code == 200
        assert reader.get("/data/figures.json").status_code == 404
        assert "没有这一页" in reader.get("/health/a/b").text
