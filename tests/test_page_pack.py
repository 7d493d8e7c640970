"""证据包 on the pages: what goes into one, that it is the same each time, and that what is downloaded holds."""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import streamlit as st
from pack_cases import ADDRESS, DRAWN, contents, made, rows
from streamlit.testing.v1 import AppTest

from extract import corrections, pack
from extract.__main__ import main
from extract.corrections_file import read as read_corrections
from views import images, library_pack, pack_charts, pages
from views.images import ImagesUnavailable
from views.library import Library
from views.library_pack import TooLarge
from views.link import View
from views.pack_charts import Charts
from views.words import Words

JINZHONG = View(region=("晋中市",))
MORTALITY = View(own=(("subject", ("孕产妇死亡率",)), ("measure", ("level:/10万",))))


def ask(tables: Path, sql: str) -> list:
    return [row[0] for row in duckdb.sql(sql.replace("TABLES", str(tables))).fetchall()]


# --- what goes into one ----------------------------------------------------------------------------


def test_the_rows_of_a_pack_are_those_of_the_page(library: Library, tables: Path):
    found = contents(made(library, "targets", JINZHONG))
    wanted = "SELECT judgement_id FROM 'TABLES/judgements.parquet' WHERE region = '晋中市' AND level IS NOT NULL"
    assert {row["judgement_id"] for row in rows(found, "judgements")} == set(ask(tables, wanted))
    ids = {row[f"{side}_id"] for row in rows(found, "judgements") for side in ("achieved", "target", "baseline")}
    ids |= {one for row in rows(found, "judgements") for one in (row["target_derived_from"] or "").split("+")}
    quoted = {one for one in ids if one and ":" not in one}
    assert {row["figure_id"] for row in rows(found, "figures")} == quoted


def test_a_filter_that_another_page_left_behind_takes_no_row_away(library: Library):
    """指标 and 地区 do not have every filter of the sidebar."""
    for name, view in (("indicator", MORTALITY), ("region", View(own=(("place", ("晋中市",)),)))):
        left = replace(view, year=(1999,), indicator=("婚检率",))
        first, second = (contents(made(library, name, one)) for one in (view, left))
        assert rows(first, "figures") == rows(second, "figures") != []


def test_figures_of_the_page_data_bring_their_judgements_and_what_these_rest_on(library: Library, tables: Path):
    view = View(region=("晋中市",), own=(("q", ("婚检率",)), ("kind", ("achieved",))))
    found = contents(made(library, "data", view))
    wanted = (
        "SELECT figure_id FROM 'TABLES/figures.parquet' WHERE region = '晋中市' AND kind = 'achieved' "
        "AND (indicator LIKE '%婚检率%' OR quote LIKE '%婚检率%')"
    )
    shown = set(ask(tables, wanted))
    kept = {row["figure_id"] for row in rows(found, "figures")}
    assert shown < kept
    assert json.loads(found["manifest.json"])["rows"]["shown"] == len(shown)
    owners = {row["target_owner"] for row in rows(found, "judgements") if row["indicator"] == "婚检率"}
    assert owners == {"superior", "national"}


def test_the_tables_carry_their_columns_meaning_and_the_view(library: Library):
    found = contents(made(library, "targets", JINZHONG))
    schema = pq.read_schema(io.BytesIO(found["figures.parquet"]))
    assert schema.field("value").metadata[b"doc"]
    assert json.loads(schema.metadata[b"filters"])["region"] == ["晋中市"]
    assert found["figures.csv"].startswith(b"\xef\xbb\xbf")


def test_the_texts_are_the_reports_and_the_manifest_names_their_files(library: Library, root: Path):
    found = contents(made(library, "targets", JINZHONG))
    said = json.loads(found["manifest.json"])
    (document,) = said["documents"]
    original = (root / "data/reports/jinzhong-2022.txt").read_bytes()
    assert found[document["file"]].decode() == original.decode("utf-8-sig")
    assert document["source"] == "jinzhong-2022.txt"
    assert document["issuer"] == "晋中市卫生健康委员会"
    assert set(said["files"]) == set(found) - {"manifest.json"}
    assert said["build"] == library.build
    assert said["address"] == ADDRESS
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", said["built"])


def test_national_targets_come_with_their_document(library: Library):
    found = contents(made(library, "targets", JINZHONG))
    lines = found["national.csv"].decode("utf-8-sig").splitlines()
    used = {row["target_id"] for row in rows(found, "judgements") if row["target_source"] == "national"}
    ids = {"national:" + line.split(",")[0] for line in lines[1:]}
    assert used <= ids
    documents = {row["target_document"] for row in rows(found, "judgements") if row["target_source"] == "national"}
    for file in ("national.csv", "quotes.html"):
        assert [name for name in documents if name not in html.unescape(found[file].decode())] == []


def test_the_same_view_gives_the_same_bytes(library: Library, tables: Path):
    first, second = made(library, "targets", JINZHONG), made(Library(tables), "targets", JINZHONG)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        names = archive.namelist()
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names[0] == "README.txt"
    assert names[1:] == sorted(names[1:])


def test_the_readme_speaks_both_languages_and_names_every_file(library: Library):
    found = contents(made(library, "targets", JINZHONG))
    text = found["README.txt"].decode()
    assert text.index("达标：证据包") < text.index("Dabiao: evidence pack")
    folders = {name.split("/")[0] + ("/" if "/" in name else "") for name in found} - {"README.txt"}
    assert [name for name in folders if text.count(name) < 2] == []
    for word in (ADDRESS, library.build, "python -m extract verify", "pyarrow " + pa.__version__):
        assert text.count(word) >= 2


def test_the_page_of_quotes_and_the_method_are_in_the_readers_language(library: Library):
    zh, en = (contents(made(library, "targets", replace(JINZHONG, lang=lang))) for lang in ("zh", "en"))
    assert "<title>达标 · 证据包 · 目标与完成：原句</title>" in zh["quotes.html"].decode()
    title = "<title>Dabiao · Evidence pack · Targets and achievements: the sentences</title>"
    assert title in en["quotes.html"].decode()
    assert zh["method.md"] != en["method.md"]
    assert "<script" not in zh["quotes.html"].decode()


def test_what_people_corrected_is_written_as_it_is_read(tmp_path: Path):
    path = tmp_path / "corrections.yml"
    path.write_text(
        "- figure: '0123456789012345'\n  document: '012345678901'\n  expect: {value: 1.0e0, value_text: '15'}\n"
        "  set: {value: 100000000000000000000, comparator: '~', unit: '%', year: null}\n  why: '1'\n  by: yes\n"
        "  on: 2024-02-01\n".replace("1.0e0", "1.5"),
        "utf-8",
    )
    path.write_text(
        path.read_text("utf-8") + "- figure: 0123456789abcdef\n  document: 0123456789ab\n  expect: {value: 3}\n"
        "  accept: true\n  why: 对照原句\n  by: 王芳\n  on: 2024-02-01\n"
        "- add: true\n  document: 0123456789ab\n  start: 1\n  end: 4\n  expect: {value_text: 81%}\n"
        "  set: {value: 81, unit: '%', indicator: 高血压患者规范管理率, kind: achieved, comparator: '=', basis: level,"
        " year: 2022, region: 赣州市}\n  why: 漏读\n  by: 王芳\n  on: 2024-02-01\n",
        "utf-8",
    )
    known = corrections.load(path).all
    again = tmp_path / "again.yml"
    again.write_text(pack.corrections_text(known), "utf-8")

    def plain(one: object) -> tuple:
        cells = [{name: cell.value for name, cell in part.items()} for part in (one.set, one.expect)]
        return one.action, one.document, one.figure, one.span, *cells, one.why, one.by, one.on

    assert [plain(one) for one in read_corrections(again)] == [plain(one) for one in known]
    assert len(known) == 3
    assert known[0].on == dt.date(2024, 2, 1)


# --- charts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "view", "titles"),
    [
        ("targets", JINZHONG, ["目标与完成"]),
        ("indicator", MORTALITY, ["孕产妇死亡率 · 历年数值与目标", "孕产妇死亡率 · 各地比较", "目标与完成"]),
        ("region", View(own=(("place", ("贵州省",)),)), ["目标与完成"]),
        ("data", View(region=("湖南省",)), ["目标与完成"]),
    ],
)
def test_charts_are_those_of_the_rows(library: Library, name: str, view: View, titles: list[str]):
    page = pages.address(name, library)
    found = library_pack.gather(library, view, page)
    plans = pack_charts.plan(library, Words("zh"), view, page, found)
    assert [one for one in titles if not any(plan.title.startswith(one) for plan in plans)] == []
    assert all(plan.image.caption[-1].startswith("达标，数据版本") for plan in plans)


def test_each_chart_is_drawn_as_png_and_svg(library: Library, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(images, "draw", lambda wanted: [one.form.encode() for one in wanted])
    page = pages.address("targets", library)
    plans = pack_charts.plan(library, Words("zh"), JINZHONG, page, library_pack.gather(library, JINZHONG, page))
    drawn = pack_charts.draw(plans)
    assert len(drawn.files) == 2 * len(plans) > 2
    assert all(name.endswith(data.decode()) for name, data in drawn.files.items())


def test_where_nothing_can_draw_the_readme_says_so(library: Library, monkeypatch: pytest.MonkeyPatch):
    def fail(_: object) -> list[bytes]:
        raise ImagesUnavailable("browser")

    monkeypatch.setattr(images, "draw", fail)
    drawn = pack_charts.draw([])
    found = contents(made(library, "targets", JINZHONG, drawn))
    assert [name for name in found if name.startswith("charts/")] == []
    text = found["README.txt"].decode()
    assert "charts/：没有图，因为" + Words("zh")("paper.reason_browser") in text
    assert "charts/: none: " + Words("en")("paper.reason_browser") in text
    none = contents(made(library, "targets", JINZHONG, Charts({}, {})))["README.txt"].decode()
    assert "charts/：没有图，因为这些数字没有可画的图" in none


# --- what is too much ------------------------------------------------------------------------------


@pytest.mark.parametrize(("limit", "what"), [("MOST_ROWS", "rows"), ("MOST_DOCUMENTS", "documents"),
                                             ("MOST_TEXT", "text")])  # fmt: skip
def test_more_than_a_pack_holds_is_refused(library: Library, monkeypatch: pytest.MonkeyPatch, limit: str, what: str):
    monkeypatch.setattr(library_pack, limit, 2)
    for name in ("targets", "data"):
        with pytest.raises(TooLarge) as refused:
            library_pack.gather(library, View(), pages.address(name, library))
        assert refused.value.what == what


# --- on the page -----------------------------------------------------------------------------------


@pytest.fixture
def open_page(open_page, monkeypatch: pytest.MonkeyPatch):
    """A page opened with its downloads kept: label, callable and file name by key."""
    offered: dict[str, tuple] = {}

    def download(label: str, data: object, file_name: str, *_: object, key: str, **__: object) -> bool:
        offered[key] = (label, data, file_name)
        return False

    def run(name: str, *folder: Path, **params: str | list[str]) -> tuple[AppTest, dict[str, tuple]]:
        monkeypatch.setattr(st, "download_button", download)
        monkeypatch.setattr(pack_charts, "draw", lambda _: DRAWN)
        app = open_page(name, *folder, **params)
        assert "pack_download" not in offered
        return app, offered

    st.cache_resource.clear()
    return run


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("targets", {"region": "晋中市"}),
        ("indicator", {"subject": "孕产妇死亡率"}),
        ("region", {"place": "贵州省"}),
        ("data", {"region": "湖南省", "kind": "target"}),
    ],
)
def test_what_a_page_gives_holds(open_page, root: Path, tmp_path: Path, name: str, params: dict, capsys):
    app, offered = open_page(name, **params)
    app.button("pack_make").click().run()
    assert not app.exception
    label, give, file_name = offered["pack_download"]
    assert re.fullmatch(r"下载证据包（\d+\.\d MB）", label)
    assert re.fullmatch(rf"dabiao-evidence-{name}-[0-9a-f]{{10}}\.zip", file_name)
    path = tmp_path / file_name
    path.write_bytes(give())
    assert main(["verify", str(path), "--reports", str(root / "data/reports")]) == 0
    assert "everything holds" in capsys.readouterr().out
    said = json.loads(contents(path.read_bytes())["manifest.json"])
    for key, value in params.items():
        assert value in str(said["filters"][key])
    # What was made is there for the next run and the next reader; another view has its own.
    offered.clear()
    app.run()
    assert "pack_download" in offered
    assert "pack_make" not in {button.key for button in app.button}


def test_another_view_has_a_pack_of_its_own(open_page):
    app, offered = open_page("targets", region="晋中市")
    app.button("pack_make").click().run()
    offered.clear()
    app.multiselect("region").set_value(["贵州省"]).run()
    assert "pack_download" not in offered
    assert "pack_make" in {button.key for button in app.button}


def test_too_many_rows_are_told(open_page, monkeypatch: pytest.MonkeyPatch):
    app, offered = open_page("data", lang="en")
    monkeypatch.setattr(library_pack, "MOST_ROWS", 5)
    app.button("pack_make").click().run()
    assert "pack_download" not in offered
    assert any("more than 5 rows here" in warning.value for warning in app.warning)


def test_a_page_of_problems_has_none(open_page, unread: Path):
    app, _ = open_page("data", unread, table="problems")
    assert app.dataframe
    assert "pack_make" not in {button.key for button in app.button}
