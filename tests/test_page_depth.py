"""The pages on reports of a province and its cities: method, order, groups, span, changes, cascade, lines."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from page_cases import html_of
from streamlit.testing.v1 import AppTest

from views.library import Library

LITERACY, NURSERY = "居民健康素养水平", "每千人口托位数"


@pytest.fixture
def open_page(open_page, cities: Path):
    def run(name: str, folder: Path = cities, **params: str | list[str]) -> AppTest:
        return open_page(name, folder, **params)

    return run


@pytest.fixture(scope="module")
def library(cities: Path) -> Library:
    return Library(cities)


def table(app: AppTest):
    return app.dataframe[0].value


def asked(cities: Path, what: str, where: str) -> list[tuple]:
    return duckdb.sql(f"SELECT {what} FROM '{cities}/judgements.parquet' WHERE {where}").fetchall()


# --- 目标与完成 ----------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["straight_line", "statcan", "unsd", "healthy_people"])
def test_the_table_has_the_pace_by_the_method_of_the_link(open_page, cities: Path, method: str):
    shown = table(open_page("targets", region="贵阳市", indicator=NURSERY, method=method))
    words = asked(cities, f"DISTINCT {method}_pace", f"region = '贵阳市' AND indicator = '{NURSERY}'")
    assert set(shown["pace"]) == {f"{word} ※因算法而异" for (word,) in words}


def test_the_switch_changes_the_pace_and_no_verdict(open_page):
    app = open_page("targets", region="贵阳市")
    before = table(app)
    app.selectbox(key="method").set_value("healthy_people").run()
    assert not app.exception
    after = table(app)
    assert after["verdict"].tolist() == before["verdict"].tolist()
    assert after["pace"].tolist() != before["pace"].tolist()
    assert any("有改善" in str(word) for word in after["pace"])


def test_the_evidence_tells_every_methods_word_and_number(open_page, cities: Path):
    ((one, ratio),) = asked(
        cities, "judgement_id, straight_line_ratio", f"region = '贵州省' AND indicator = '{NURSERY}' AND year = 2024 "
        "AND target_owner = 'own'"
    )  # fmt: skip
    shown = html_of(open_page("targets", judgement=one, method="statcan"))
    assert "进度：有进展但需加快 ※因算法而异" in shown
    assert "没有一种进度是四种算法都认可的" in shown
    assert f"<dt>直线法（默认）</dt><dd>滞后 · {ratio:.4f}" in shown
    for name in ("加拿大统计局", "联合国统计司", "美国“健康国民”"):
        assert f"<dt>{name}</dt>" in shown


def test_by_distance_the_farthest_short_comes_first(open_page):
    shown = table(open_page("targets", sort="distance"))
    lead = shown["distance"].where(shown["required"] == "不低于", -shown["distance"]) / shown["target_value"]
    assert lead.is_monotonic_increasing
    assert lead.iloc[0] < 0 < lead.iloc[-1]


@pytest.mark.parametrize(("sort", "column"), [("name", "indicator"), ("domain", "domain")])
def test_by_name_and_by_domain(open_page, sort: str, column: str):
    app = open_page("targets")
    app.selectbox(key="pick_sort").set_value(sort).run()
    assert not app.exception
    column = table(app)[column]
    assert column.is_monotonic_increasing


def test_groups_have_headings(open_page):
    app = open_page("targets", group="region", indicator=LITERACY)
    headings = [said.value.removeprefix("## ") for said in app.markdown if said.value.startswith("## ")]
    assert set(headings) == set(table(app)["region"])
    by_domain = open_page("targets", group="domain")
    headings = [said.value.removeprefix("## ") for said in by_domain.markdown if said.value.startswith("## ")]
    assert set(headings) == set(table(by_domain)["domain"])


def test_small_multiples_hold_every_row_that_differs(open_page, cities: Path):
    app = open_page("targets", indicator=LITERACY, group="multiples")
    links = re.findall(r'<a class="multiple" href="\./targets\?[^"]*judgement=(\w+)', html_of(app))
    wanted = asked(
        cities, "judgement_id", f"indicator = '{LITERACY}' AND achieved_id IS NOT NULL AND target_id IS NOT NULL"
    )
    assert set(links) == {one for (one,) in wanted}
    assert "group=multiples" in html_of(app)


def test_a_span_of_years_narrows_table_numbers_and_link(open_page):
    app = open_page("targets", span="2022-2023")
    assert set(table(app)["year"]) == {2022}
    counts = re.findall(r"<dd>([\d,]+)</dd>", html_of(app))
    assert sum(map(int, counts[:3])) == len(table(app))
    app.selectbox(key="pick_to").set_value(2024).run()
    assert not app.exception
    assert set(table(app)["year"]) == {2022, 2024}
    app.selectbox(key="pick_from").set_value(2025).run()
    assert not app.exception
    assert (app.selectbox(key="pick_from").value, app.selectbox(key="pick_to").value) == (2025, 2025)


def test_a_span_without_rows_says_so_and_can_be_lifted(open_page):
    app = open_page("targets", span="1990-1995")
    assert "1990-1995" in app.info[0].value
    app.button(key="lift_span").click().run()
    assert not app.exception
    assert len(table(app))


# --- 总览 ----------------------------------------------------------------------------------------


def test_the_overview_tells_what_changed_most_with_links(open_page, cities: Path):
    app = open_page("overview")
    shown = html_of(app)
    ((one,),) = asked(
        cities, "min(judgement_id)", "region = '贵阳市' AND indicator = '婴儿死亡率' AND direction = '恶化'"
    )
    assert "▼ 恶化" in shown
    assert "+21.9%" in shown
    assert re.search(rf'href="\./targets\?[^"]*show=all[^"]*judgement={one}', shown)


def test_the_matrix_and_its_links_keep_the_method(open_page):
    shown = html_of(open_page("overview", method="statcan"))
    assert "进度：有进展但需加快 ※因算法而异" in shown
    assert "method=statcan" in shown
    assert "method=straight_line" not in shown


@pytest.mark.parametrize(("name", "params"), [("overview", {}), ("region", {"place": "贵州省"})])
def test_a_forgotten_promise_is_listed_though_others_were_held_against_it(open_page, cities: Path, name: str, params):
    ledger = f"{cities}/ledger.parquet"
    ((promise, report),) = duckdb.sql(
        f"SELECT promise_id, promise_document_id FROM '{ledger}' WHERE status = '未再提及'"
    ).fetchall()
    assert asked(cities, "count(*)", f"target_id = '{promise}' AND target_owner = 'superior'") != [(0,)]
    shown = html_of(open_page(name, **params))
    assert "… 未再提及" in shown
    assert re.search(rf'href="\./report\?[^"]*report={report}[^"]*figure={promise}[^"]*">婚检率</a>', shown)


# --- 指标 ----------------------------------------------------------------------------------------


def test_cascade_peers_and_conflicts_stand_on_the_page(open_page):
    app = open_page("indicator", subject=LITERACY, peer="遵义市")
    shown = html_of(app)
    assert "比遵义市 +1.3 个百分点" in shown
    assert app.selectbox(key="pick_peer").value == "遵义市"
    assert "第 2 位，共 5 个地区" in shown
    assert "✔ 采用：出自本地区的报告" in shown
    assert not any("只供参考" in said.value for said in app.caption if "同级" in said.value)
    app.selectbox(key="pick_peer").set_value("贵州省").run()
    assert not app.exception
    assert any("同级地区只有 1 个有数" in said.value for said in app.caption)


def test_a_change_has_no_cascade_and_says_why(open_page, tables: Path):
    app = open_page("indicator", tables, subject=LITERACY, measure="change:百分点")
    assert any("不作逐级和同级比较" in said.value for said in app.caption)


def test_without_a_table_of_conflicts_the_page_says_so(open_page, cities: Path, tmp_path: Path):
    for name in ("figures", "documents", "judgements"):
        (tmp_path / f"{name}.parquet").write_bytes((cities / f"{name}.parquet").read_bytes())
    app = open_page("indicator", tmp_path, subject=LITERACY)
    assert any("说法不一的表" in said.value for said in app.caption)


# --- 地区 ----------------------------------------------------------------------------------------


def test_cards_have_lines_and_paces(open_page, library: Library):
    shown = html_of(open_page("region", place="贵阳市", method="statcan"))
    assert "历年：2020年 11.4/10万、2024年 8.1/10万" in shown
    assert "进度：进度正常 ※因算法而异" in shown
    # Of two values that do not agree the card has the chosen one.
    card = next(one for one in shown.split('<a class="card"') if f'"name">{LITERACY}' in one)
    assert '<span class="value">31.5%</span>' in card
    assert "2024年 31.5%" in card


def test_a_promise_is_listed_once_with_what_came_of_it(open_page):
    shown = html_of(open_page("region", place="贵州省"))
    (kept,) = re.findall(r'<table class="grid grid-kept">.*?</table>', shown, re.DOTALL)
    assert kept.count("≤12/10万") == 1
    assert "✘ 未兑现" in kept


@pytest.mark.parametrize("name", ["overview", "targets", "indicator", "region"])
def test_english_pages_have_no_chinese_words_of_their_own(open_page, name: str):
    app = open_page(name, lang="en", method="statcan", **({"group": "multiples"} if name == "targets" else {}))
    said = [*app.caption, *app.info, *app.title, *app.header]
    data = r"[一-鿿]+(?:省|市|区|水平|率|数)|/10万"
    assert not [one.value for one in said if re.search(r"[一-鿿]", re.sub(data, "", one.value))]
    words = "改善|恶化|进度|达标|完成|目标(?!任务)"
    heads = re.findall(r"<(?:th|dt|small|b)[^>]*>(.*?)</(?:th|dt|small|b)>", html_of(app))
    assert not [head for head in heads if re.search(words, head)]
