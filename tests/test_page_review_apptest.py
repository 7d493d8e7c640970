"""The page 校核 run by Streamlit's own test harness: the queue walked, rows judged, refusals told."""

from __future__ import annotations

import re
import shutil
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import review_cases
from page_cases import html_of
from streamlit.testing.v1 import AppTest

from extract import corrections
from extract.schema import FIGURES
from views import owner

REFUSED = owner.Permission(False, "", "owner.from_elsewhere")


@pytest.fixture
def folder(contradicting: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(contradicting, tmp_path / "tables"))


@pytest.fixture
def rows(folder: Path) -> dict[str, dict]:
    return review_cases.figures(folder)


@pytest.fixture
def open_page(open_page, folder: Path):
    return partial(open_page, "review", folder)


def shown(app: AppTest) -> str | None:
    """The id of the figure that is under review."""
    found = re.search(r'review-figure" data-figure="(\w+)"', html_of(app))
    return found and found[1]


def place(app: AppTest) -> str:
    return re.search(r'<span class="place" role="status">([^<]*)<', html_of(app))[1]


def done(app: AppTest) -> str:
    """What the page says was just done; empty where it says nothing."""
    found = re.search(r'<span class="done">✔ (.*?)</span>', html_of(app))
    return found[1] if found else ""


def address(app: AppTest, name: str) -> list[str]:
    held = app.query_params[name]
    return held if isinstance(held, list) else [held]


def form(app: AppTest) -> str:
    """The name of the form of the figure under review, of which its widgets' keys are made."""
    return f"{shown(app)}_{address(app, 'build')[0]}"


def press(app: AppTest, action: str, figure: dict) -> None:
    app.button(key=f"review_{action}_{figure['figure_id']}").click().run()
    assert not app.exception


def test_a_reader_sees_the_queue_the_sentence_and_the_fields(open_page, rows):
    app = open_page()
    assert app.title[0].value == "校核"
    assert shown(app) == rows["95.77%"]["figure_id"]
    assert place(app) == f"第 1 条，共 {len(rows)} 条"
    body = html_of(app)
    assert "<mark>95.77%</mark>" in body
    assert "一、2022年工作情况" in body
    assert f"figure={rows['95.77%']['figure_id']}" in body
    assert app.text_input(key=f"correct_indicator_{form(app)}").value == "婚检率"
    assert app.text_input(key=f"correct_value_{form(app)}").value == "95.77"
    assert app.selectbox(key=f"correct_region_{form(app)}").value == "晋中市"
    # both values of the conflict with the rule that chose one
    assert body.count("<mark>94.1%</mark>") == 1
    assert body.count("采用：是当期的完成数") == 1
    assert address(app, "queue") == ["open"]
    assert (address(app, "item"), address(app, "keys")) == (["1"], ["on"])


def test_a_reader_without_ownership_gets_the_entry_to_copy_and_no_button(open_page, rows, folder: Path):
    app = open_page()
    assert any("只能看，不能改" in info.value for info in app.info)
    assert not [button for button in app.button if button.key.startswith(("review_accept", "review_change"))]
    assert not app.code
    app.text_input(key="review_by").set_value("李雷").run()
    (entry,) = (code.value for code in app.code)
    assert entry.startswith(f"- figure: {rows['95.77%']['figure_id']}\n")
    assert "accept: true" in entry
    assert "李雷" in entry
    app.text_input(key=f"correct_value_{form(app)}").set_value("95.78")
    app.segmented_control(key=f"review_say_{form(app)}").set_value("change").run()
    assert "expect: {value: 95.77}\n  set: {value: 95.78}" in app.code[0].value
    assert not (folder / "corrections.yml").exists()


def test_an_accepted_row_leaves_the_queue_and_the_next_build_makes_it_checked(open_page, owned, rows, folder: Path):
    app = open_page()
    press(app, "accept", rows["95.77%"])
    assert done(app) == "已接受：婚检率 95.77%"
    assert shown(app) == rows["94.1%"]["figure_id"]
    assert place(app) == f"第 1 条，共 {len(rows) - 1} 条"
    (entry,) = corrections.load(folder / "corrections.yml").all
    assert (entry.action, entry.figure, entry.by) == ("accept", rows["95.77%"]["figure_id"], "王芳")
    assert entry.why == "对照原句，读得对"
    again = open_page()
    assert shown(again) == rows["94.1%"]["figure_id"], "a reload does not bring it back"
    assert any("等下次生成的有 1 条" in one.value for one in again.header)
    review_cases.build(folder)
    assert review_cases.figures(folder)["95.77%"]["confidence"] == "checked"
    later = open_page()
    assert not [one for one in later.header if "等下次生成" in one.value]
    assert shown(later) != rows["95.77%"]["figure_id"]


def test_a_corrected_and_a_dropped_row_are_built_so(open_page, owned, rows, folder: Path):
    app = open_page(indicator="婚检率")
    first, second = rows["95.77%"], rows["94.1%"]
    app.text_input(key=f"correct_value_{form(app)}").set_value("95.7")
    app.text_input(key=f"review_why_{form(app)}").set_value("核对了纸本")
    press(app, "change", first)
    assert shown(app) == second["figure_id"]
    press(app, "drop", second)
    assert place(app) == "第 1 条，共 1 条"
    assert [(one.action, one.why) for one in corrections.load(folder / "corrections.yml").all] == [
        ("set", "核对了纸本"), ("drop", "不是指标数字"),
    ]  # fmt: skip
    review_cases.build(folder)
    now = review_cases.figures(folder)
    assert now["95.77%"]["value"] == 95.7
    assert "94.1%" not in now


def test_a_correction_of_nothing_and_an_acceptance_of_something_else_are_not_written(open_page, owned, rows, folder):
    app, figure = open_page(), rows["95.77%"]
    press(app, "change", figure)
    assert "先在上面改成正确的内容" in app.info[0].value
    app.text_input(key=f"correct_value_{form(app)}").set_value("95.7")
    press(app, "accept", figure)
    assert "您改动了栏里的内容" in app.info[0].value
    app.text_input(key=f"correct_value_{form(app)}").set_value("九成")
    press(app, "change", figure)
    assert "普通的数" in app.info[0].value
    assert shown(app) == figure["figure_id"]
    assert not (folder / "corrections.yml").exists()


def test_the_owner_makes_the_tables_anew_on_the_page(open_page, owned, rows, folder: Path):
    app = open_page()
    press(app, "accept", rows["95.77%"])
    app.button(key="review_renew").click().run()
    assert not app.exception
    assert "共 2 份报告" in done(app)
    assert not app.warning, "a build of one's own is no news"
    assert review_cases.figures(folder)["95.77%"]["confidence"] == "checked"
    assert place(app) == f"第 1 条，共 {len(rows) - 1} 条"
    assert not [one for one in app.header if "等下次生成" in one.value]


def test_a_build_that_would_lose_reports_or_is_not_allowed_is_not_made(open_page, owned, rows, folder, monkeypatch):
    app = open_page()
    press(app, "accept", rows["95.77%"])
    before = (folder / "figures.parquet").read_bytes()
    (folder / "reports/b.txt").rename(folder / "b.txt")
    app.button(key="review_renew").click().run()
    assert "如“b\\.txt”" in app.warning[0].value
    (folder / "b.txt").rename(folder / "reports/b.txt")
    with monkeypatch.context() as patch:
        patch.setattr(owner, "require", lambda: (_ for _ in ()).throw(owner.NotAllowed(REFUSED)))
        app.button(key="review_renew").click().run()
    assert not app.exception
    assert "不是从这台电脑上直接打开的" in app.warning[0].value
    assert (folder / "figures.parquet").read_bytes() == before


def test_a_name_of_the_catalogue_fills_the_field(open_page, owned, rows, folder: Path):
    app = open_page()
    app.selectbox(key=f"correct_indicator_{form(app)}_known").set_value("居民健康素养水平").run()
    assert app.text_input(key=f"correct_indicator_{form(app)}").value == "居民健康素养水平"
    press(app, "change", rows["95.77%"])
    (entry,) = corrections.load(folder / "corrections.yml").all
    assert {name: cell.value for name, cell in entry.set.items()} == {"indicator": "居民健康素养水平"}


def test_the_last_entry_is_taken_back(open_page, owned, rows, folder: Path):
    (folder / "corrections.yml").write_text("# 更正\n[]\n", encoding="utf8")
    app = open_page()
    press(app, "accept", rows["95.77%"])
    press(app, "accept", rows["94.1%"])
    for text in ("94.1%", "95.77%"):
        app.button(key=f"review_back_{rows[text]['figure_id']}").click().run()
        assert not app.exception
        assert done(app) == "已撤销。"
        assert shown(app) == rows[text]["figure_id"]
    assert (folder / "corrections.yml").read_text("utf8") == "# 更正\n[]\n"
    assert not [button for button in app.button if button.key.startswith("review_back")]


def test_entries_of_other_people_cannot_be_taken_back(open_page, owned, rows, folder: Path, monkeypatch):
    app = open_page()
    press(app, "accept", rows["95.77%"])
    monkeypatch.setattr(owner, "may_change", lambda: owner.Permission(True, "李雷", "owner.login"))
    app.run()
    assert not [button for button in app.button if button.key.startswith("review_back")]


def test_the_server_refuses_whoever_lost_the_right_meanwhile(open_page, owned, rows, folder, monkeypatch):
    app = open_page()
    monkeypatch.setattr(owner, "may_change", lambda: REFUSED)
    press(app, "accept", rows["95.77%"])
    assert "不是从这台电脑上直接打开的" in app.warning[0].value
    assert not (folder / "corrections.yml").exists()


def test_a_row_that_was_read_anew_meanwhile_is_not_judged(open_page, owned, rows, folder: Path):
    app, figure = open_page(), rows["95.77%"]
    path = folder / "figures.parquet"
    newer = [row | ({"value": 95.7} if row["figure_id"] == figure["figure_id"] else {})
             for row in pq.read_table(path).to_pylist()]  # fmt: skip
    pq.write_table(pa.Table.from_pylist(newer, FIGURES), path)
    press(app, "accept", figure)
    assert "重新生成了" in app.warning[-1].value
    assert not (folder / "corrections.yml").exists()
    press(app, "accept", figure)
    assert done(app)
    (entry,) = corrections.load(folder / "corrections.yml").all
    assert entry.expect["value"].value == 95.7


def test_a_broken_file_is_told_and_nothing_can_be_written(open_page, owned, rows, folder: Path):
    (folder / "corrections.yml").write_text("- figure\n", encoding="utf8")
    app = open_page()
    assert "更正文件读不了" in app.warning[0].value
    assert shown(app) == rows["95.77%"]["figure_id"]
    assert not [button for button in app.button if button.key.startswith("review_accept")]


def test_on_and_back_and_beyond_the_end(open_page, rows):
    app = open_page(queue="conflict")
    assert app.button(key="review_previous_1").disabled
    app.button(key="review_next_1").click().run()
    assert shown(app) == rows["94.1%"]["figure_id"]
    assert address(app, "item") == ["2"]
    assert app.button(key="review_next_2").disabled
    app.button(key="review_previous_2").click().run()
    assert shown(app) == rows["95.77%"]["figure_id"]
    app = open_page(queue="conflict", item="9")
    assert "第 9 条" in app.warning[0].value
    assert shown(app) == rows["94.1%"]["figure_id"]
    app.multiselect(key="year").set_value([2022]).run()
    assert shown(app) == rows["95.77%"]["figure_id"], "another filter begins at the first"
    assert not app.warning


def test_another_queue_and_the_keys_stand_in_the_address(open_page, rows):
    app = open_page(item="3")
    app.segmented_control(key="review_queue").set_value("unsure").run()
    assert (address(app, "queue"), address(app, "item")) == (["unsure"], ["1"])
    assert "互相矛盾" not in place(app)
    app.toggle(key="review_keys_on").set_value(False).run()
    assert address(app, "keys") == ["off"]
    assert app.button(key="review_previous_1").label == "上一条"
    app.toggle(key="review_keys_on").set_value(True).run()
    assert address(app, "keys") == ["on"]
    assert app.button(key="review_previous_1").label == "上一条 `K`"


def test_an_empty_queue_says_so_and_offers_the_nearest(open_page, rows):
    app = open_page(queue="conflict", indicator="孕产妇死亡率", year="2022")
    assert "“互相矛盾”里没有要校核的数字" in app.info[-1].value
    assert "孕产妇死亡率" in app.info[-1].value
    offered = {button.key: button.label for button in app.button}
    assert "（有 1 项）" in offered["review_to_open"]
    assert "（有 2 项）" in offered["lift_indicator"]
    assert "lift_year" not in offered
    app.button(key="lift_indicator").click().run()
    assert shown(app) == rows["95.77%"]["figure_id"]
    assert address(app, "year") == ["2022"]


def test_all_filters_are_lifted_where_no_single_one_helps(open_page, rows):
    app = open_page(queue="conflict", indicator="孕产妇死亡率", year="2023")
    assert not [button for button in app.button if button.key in ("lift_indicator", "lift_year")]
    app.button(key="lift_all").click().run()
    assert shown(app) == rows["95.77%"]["figure_id"]
    assert address(app, "indicator") == address(app, "year") == ["all"]


def test_english_has_no_chinese_of_its_own(open_page, owned, rows):
    app = open_page(lang="en", queue="conflict")
    press(app, "accept", rows["95.77%"])
    said = [*app.title, *app.header, *app.info, *app.caption]
    own = [re.sub("婚检率|王芳", "", text) for text in [*(element.value for element in said), done(app)]]
    assert not [text for text in own if re.search(r"[\u4e00-\u9fff]", text)]
    assert not [one.label for one in (*app.text_input, *app.selectbox) if re.search(r"[\u4e00-\u9fff]", one.label)]
