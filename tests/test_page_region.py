"""The page 地区: one region's indicators, its promises and its cards."""

from __future__ import annotations

from pathlib import Path

from views import cards, library_region
from views.library import Library
from views.link import View
from views.words import Words

ZH = Words("zh")


def row_of(library: Library, place: str, indicator: str, **fields: object) -> dict:
    rows = library_region.profile(library, place)
    rows = rows[rows["indicator"] == indicator]
    for name, value in fields.items():
        rows = rows[rows[name] == value]
    (row,) = rows.to_dict("records")
    return row


def test_latest_earlier_and_direction_of_guizhou(library: Library):
    row = row_of(library, "贵州省", "孕产妇死亡率")
    latest = row["value"], row["year"], row["unit"], row["earlier_value"], row["earlier_year"], row["direction"]
    assert latest == (15.9, 2020, "/10万", 24.64, 2015, "改善")


def test_the_regions_own_target_speaks_before_the_nations(library: Library):
    row = row_of(library, "晋中市", "孕产妇死亡率")
    assert (row["target_value"], row["target_owner"], row["verdict"]) == (12.8, "own", "met")
    assert row["targets"] == library.count(View(region=("晋中市",), indicator=("孕产妇死亡率",), show="targets"))


def test_a_plan_without_values_still_has_its_rows(library: Library):
    rows = library_region.profile(library, "赣州市")
    assert rows["value_id"].isna().all()
    assert set(rows["verdict"]) == {"pending"}
    assert rows["targets"].sum() == library.count(View(region=("赣州市",), show="targets"))


def test_every_indicator_and_measure_has_one_row(library: Library):
    for place in library_region.places(library)["region"]:
        rows = library_region.profile(library, place)
        assert not rows.duplicated(["indicator", "unit", "basis", "complete"]).any(), place
    domain = library_region.profile(library, "贵州省", ("健康水平",))
    assert set(domain["domain"]) == {"健康水平"}


def test_promises_are_the_regions_own_with_what_came_of_them(library: Library):
    rows = library_region.promises(library, "晋中市", 10**6)
    assert set(rows["target_owner"]) == {"own"}
    assert {"met", "unmet", "pending"} >= set(rows["verdict"])
    assert (rows["verdict"] == "pending").sum() == library.verdicts(View(region=("晋中市",)))["pending"]


def test_promises_are_listed_without_a_ledger_too(library: Library, tables: Path, tmp_path: Path):
    for name in ("figures", "documents", "judgements"):
        (tmp_path / f"{name}.parquet").write_bytes((tables / f"{name}.parquet").read_bytes())
    bare = library_region.promises(Library(tmp_path), "晋中市", 10**6)
    assert len(bare) == len(library_region.promises(library, "晋中市", 10**6))
    assert bare["status"].isna().all()


def test_a_place_is_known_or_not(library: Library):
    assert library_region.has_place(library, "贵州省")
    assert not library_region.has_place(library, "火星")
    assert set(library_region.reports(library, "贵州省")["region"]) == {"贵州省"}


def test_a_card_tells_all_and_opens_its_point(library: Library):
    rows = library_region.profile(library, "贵州省", ("健康水平",))
    row = row_of(library, "贵州省", "孕产妇死亡率")
    shown = cards.domain_cards(rows, ZH, lambda point: f"./region?figure={point}", row["value_id"])
    (card,) = [one for one in shown.split('<a class="card"') if "孕产妇死亡率" in one]
    for part in ("15.9/10万", "2020年", "2015年 24.64/10万", "↓ 改善", "国家目标", "✔ 达标", 'aria-current="true"'):
        assert part in card
    assert f'href="./region?figure={row["value_id"]}"' in card


def test_a_card_without_a_value_says_so(library: Library):
    rows = library_region.profile(library, "赣州市").head(1)
    shown = cards.domain_cards(rows, ZH, lambda point: f"./region?figure={point}")
    assert "还没有完成数" in shown
    assert "○ 尚无完成数" in shown
    assert rows["target_id"].iloc[0] in shown
