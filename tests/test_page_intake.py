"""The page 导入: files are read as the command line reads them, kept for the visit, and added by owners alone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml
from page_cases import html_of
from streamlit.testing.v1 import AppTest

from extract.build import build
from metrics import additions
from views import keep, owner, uploads

TEXT = (
    "遵义市2024年卫生健康工作总结\n全市孕产妇死亡率由2020年的16.2/10万降至9.8/10万，控制在省定标准12.8/10万以内；"
    "居民健康素养水平达到28.6%。2025年，力争居民健康素养水平达到30%以上。\n"
)
ZUNYI = ("zunyi-2024.txt", TEXT.encode(), "text/plain")
LOGIN = {"auth": {"client_id": "x"}, "owners": {"emails": ["fang@example.org"]}}
FANG = {"is_logged_in": True, "email": "fang@example.org"}


@pytest.fixture
def library(root: Path, tables: Path, tmp_path: Path) -> Path:
    """A library of the five reports that a test may change."""
    folder = tmp_path / "library"
    shutil.copytree(tables, folder)
    shutil.copytree(root / "data/reports", folder / "reports")
    return folder


@pytest.fixture
def arrive(root: Path, tables: Path, monkeypatch: pytest.MonkeyPatch):
    """The page 导入 with these files dropped in, for a reader or an owner."""

    def run(*files: tuple, folder: Path = tables, owns: bool = False, lang: str = "zh") -> AppTest:
        monkeypatch.setenv("DABIAO_DATA", str(folder))
        monkeypatch.delenv("DABIAO_OWNER", raising=False)
        app = AppTest.from_file(str(root / "dashboard.py"), default_timeout=60)
        if owns:
            app.secrets, app.user = LOGIN, FANG
        app.switch_page("views/intake.py")
        app.query_params["lang"] = lang
        app.run()
        if files:
            app.file_uploader[0].set_value(list(files)).run()
        assert not app.exception
        return app

    return run


def listed(app: AppTest) -> list[list[str]]:
    """The cells of the list of files."""
    (body,) = re.findall(r"<tbody>(.*?)</tbody>", html_of(app))
    return [re.findall(r"<td>(.*?)</td>", line) for line in body.split("</tr>")[:-1]]


def button(app: AppTest, label: str):
    (found,) = (one for one in app.button if one.label == label)
    return found


# --- reading --------------------------------------------------------------------------------------


def test_an_empty_page_says_what_it_takes_and_that_the_link_is_read_only(arrive):
    app = arrive()
    assert "还没有放入报告" in app.info[0].value
    assert "公开的链接只能看" in app.info[1].value
    assert any("1 MB" in caption.value and "20 份" in caption.value for caption in app.caption)
    assert not app.dataframe
    assert not app.button


def test_rows_text_and_counts_are_those_of_the_command_line(arrive, tmp_path: Path):
    (tmp_path / ZUNYI[0]).write_bytes(ZUNYI[1])
    wanted = build([tmp_path]).figures.to_pylist()
    app = arrive(ZUNYI)
    assert listed(app) == [
        [ZUNYI[0], "遵义市 2024年 · 遵义市2024年卫生健康工作总结", "1 KB", "✓ 已读", "2", "2", "1", "0", "1"]
    ]
    shown = app.dataframe[0].value
    assert shown["indicator"].tolist() == [row["indicator"] for row in wanted]
    assert shown["value_text"].tolist() == ["16.2/10万", "9.8/10万", "12.8/10万", "28.6%", "30%"]
    assert shown["kind"].tolist() == ["基期值", "已完成", "目标", "已完成", "目标"]
    assert shown["year"].tolist() == [2020, 2024, 2024, 2024, 2025]
    article = re.search(r"<article.*</article>", html_of(app), re.DOTALL).group()
    assert re.findall(r'data-ids="(\w+)"', article) == [row["figure_id"] for row in wanted]
    assert re.sub(r"<[^>]+>", "", article) == TEXT


def test_a_report_of_the_library_is_read_the_same_and_leads_there(arrive, root: Path, tables: Path):
    path = root / "data/reports/jinzhong-2022.txt"
    app = arrive((path.name, path.read_bytes(), "text/plain"))
    rows = [row for row in pq.read_table(tables / "figures.parquet").to_pylist() if row["source"] == path.name]
    assert app.dataframe[0].value["value_text"].tolist() == [row["value_text"] for row in rows]
    assert f"report={rows[0]['document_id']}" in html_of(app)
    assert "资料库里已有这份报告" in html_of(app)


def test_every_kind_of_bad_file_is_told_with_what_to_do(arrive, root: Path):
    app = arrive(
        ("空.txt", b"", "text/plain"),
        ("扫描.pdf", b"%PDF-1.7\0\1", "application/pdf"),
        ("二进制.txt", b"\0\1\2\3" * 40, "text/plain"),
        ("通知.txt", "湖州市卫生健康委员会关于召开会议的通知\n请各单位参加。\n".encode(), "text/plain"),
        ("gb.txt", TEXT.encode("gb18030"), "text/plain"),
        ("hijacked.txt", (root / "data/reports/guizhou-2020.txt").read_bytes(), "text/plain"),
    )
    cells = {line[0]: line[1:] for line in listed(app)}
    for name, said in (("空.txt", "文件是空的"), ("扫描.pdf", "只读 .txt"), ("二进制.txt", "含有二进制内容")):
        assert said in cells[name][0]
        assert "请" in cells[name][0]
        assert cells[name][2:] == ["✗ 没有读出", "", "", "", "", ""]
    assert cells["通知.txt"][3:] == ["0"] * 5
    assert cells["gb.txt"][3:] == ["2", "2", "1", "0", "1"]
    assert int(cells["hijacked.txt"][3]) > 100
    # The first file with figures is shown; the others are chosen.
    assert app.selectbox(key="intake_pick").value
    assert len(app.dataframe[0].value) == 5
    keys = app.selectbox(key="intake_pick").options
    assert [option.split("（")[0] for option in keys] == list(cells)
    app.selectbox(key="intake_pick").select_index(3).run()
    assert not app.exception
    assert any("没有读出任何数字" in warning.value and "请确认" in warning.value for warning in app.warning)
    assert not app.dataframe
    app.selectbox(key="intake_pick").select_index(0).run()
    assert any("文件是空的" in warning.value for warning in app.warning)
    assert "<article" not in html_of(app)


def test_what_a_visit_may_hold(arrive, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(uploads, "FILES", 2)
    big = ("big.txt", b"a" * (uploads.FILE_BYTES + 1), "text/plain")
    twice = ("again.txt", TEXT.encode("gb18030"), "text/plain")
    other = ("other.txt", TEXT.replace("28.6", "28.7").encode(), "text/plain")
    app = arrive(big, ZUNYI, twice, other, ("third.txt", "第三份。".encode(), "text/plain"))
    said = [warning.value for warning in app.warning]
    assert ["big" in said[0] and "1 MB" in said[0], "again" in said[1] and "zunyi" in said[1]] == [True, True]
    assert "third" in said[2]
    assert [line[0] for line in listed(app)] == ["zunyi-2024.txt", "other.txt"]
    button(app, "移除这一份").click().run()
    assert [line[0] for line in listed(app)] == ["other.txt"]
    app.file_uploader[0].set_value([ZUNYI]).run()
    button(app, "全部移除").click().run()
    assert "还没有放入报告" in app.info[0].value


def test_a_visit_that_is_full():
    held = [uploads.read("a.txt", b"a" * 100, [])]
    uploads.check("b.txt", uploads.FILE_BYTES, held)
    with pytest.raises(uploads.NotTaken) as error:
        uploads.check("b.txt", uploads.FILE_BYTES, held * (uploads.VISIT_BYTES // 100))
    assert error.value.reason in ("full", "many")
    wide = [uploads.Upload("w.txt", b"a" * uploads.FILE_BYTES, *[held[0].figures] * 3)] * 4
    with pytest.raises(uploads.NotTaken) as error:
        uploads.check("b.txt", 1, wide)
    assert error.value.reason == "full"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("晋中市2022.txt", "晋中市2022.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\报告\\a.TXT", "a.TXT"),
        (".hidden.txt", "hidden.txt"),
        ("a\x00\n<b>.txt", "ab.txt"),
        ("", "report"),
        ("..", "report"),
        ("长" * 90 + ".txt", "长" * 60 + ".txt"),
        ("no suffix", "no suffix"),
    ],
)
def test_names_that_browsers_send(given: str, kept: str):
    assert uploads.plain_name(given) == kept
    made = uploads.read(given, b"", [])
    assert made.document is None
    assert made.problems.num_rows == 1


def test_english_has_no_chinese_of_its_own(arrive):
    app = arrive(lang="en")
    said = [*app.caption, *app.title, *app.header, *app.info]
    app = arrive(("zunyi-2024.txt", TEXT.encode(), "text/plain"), lang="en")
    said += [*app.caption, *app.header, *app.info, *app.button]
    texts = [element.label if hasattr(element, "label") else element.value for element in said]
    assert not [text for text in texts if re.search(r"[\u4e00-\u9fff，。；]", text)]


def test_what_was_read_stays_on_other_pages_and_not_in_the_address(arrive):
    app = arrive(ZUNYI)
    app.switch_page("views/methods.py").run()
    app.switch_page("views/intake.py").run()
    assert not app.exception
    assert [line[0] for line in listed(app)] == ["zunyi-2024.txt"]
    assert set(app.query_params) == {"lang", "build"}


# --- adding to the library ------------------------------------------------------------------------


def fill(app: AppTest, **fields: str) -> None:
    for name, text in fields.items():
        (box,) = (one for one in app.text_input if one.key.startswith(f"keep_{name}_"))
        box.set_value(text)


SUBMIT = "加入资料库，重新生成各表"


def test_readers_get_no_form(arrive):
    app = arrive(ZUNYI)
    assert "公开的链接只能看" in app.info[-1].value
    assert SUBMIT not in [one.label for one in app.button]


def test_an_owner_adds_a_report_and_the_page_shows_the_new_build(arrive, library: Path):
    app = arrive(ZUNYI, folder=library, owns=True)
    before = app.query_params["build"]
    fill(app, issuer="遵义市卫生健康委员会")
    button(app, SUBMIT).click().run()
    assert not app.exception
    assert [error.value for error in app.error] == []
    (said,) = (success.value for success in app.success)
    build_now = app.query_params["build"]
    assert build_now != before
    assert "6 份报告" in said
    assert build_now[0] in said
    assert not app.warning
    assert (library / "reports/zunyi-2024.txt").read_bytes() == ZUNYI[1]
    sidecar = yaml.safe_load((library / "reports/zunyi-2024.yml").read_text("utf8"))
    assert sidecar["title"] == "遵义市2024年卫生健康工作总结"
    assert sidecar["issuer"] == "遵义市卫生健康委员会"
    assert sidecar["kind"] == "工作总结和计划"
    assert sidecar["published"] is None
    assert "fang@example.org" in sidecar["note"]
    rows = pq.read_table(library / "judgements.parquet").to_pylist()
    own = [row for row in rows if row["region"] == "遵义市" and row["target_owner"] == "own" and row["achieved_id"]]
    assert {(row["achieved_value"], row["target_value"], row["level"]) for row in own} == {
        (9.8, 12.8, "达标"), (28.6, 30.0, "未达标"),
    }  # fmt: skip
    # The report that was added is led to, and no second form is offered.
    assert "资料库里已有这份报告" in html_of(app)
    assert SUBMIT not in [one.label for one in app.button]
    (link,) = re.findall(r'href="\./report\?([^"]+)"', html_of(app))
    assert f"build={build_now[0]}" in link


def test_what_an_owner_must_say(arrive, library: Path):
    app = arrive(ZUNYI, folder=library, owns=True)
    button(app, SUBMIT).click().run()
    assert "发文机关" in app.error[0].value
    fill(app, issuer="遵义市卫生健康委员会", source="遵义市政府网站")
    button(app, SUBMIT).click().run()
    assert "https://" in app.error[0].value
    fill(app, source="https://www.zunyi.example/1.html", name="../zunyi.txt")
    button(app, SUBMIT).click().run()
    assert "文件名" in app.error[0].value
    fill(app, name="jinzhong-2022.txt")
    button(app, SUBMIT).click().run()
    assert "内容不同" in app.error[0].value
    assert sorted(path.name for path in (library / "reports").glob("zunyi*")) == []


def test_tables_of_other_reports_are_not_overwritten(arrive, library: Path):
    (library / "reports/jinzhong-2022.txt").unlink()
    app = arrive(ZUNYI, folder=library, owns=True)
    assert "jinzhong" in app.warning[-1].value
    assert "会丢掉" in app.warning[-1].value
    assert SUBMIT not in [one.label for one in app.button]


@pytest.mark.parametrize("asked", [1, 2])
def test_the_server_refuses_a_login_that_ends_while_the_form_is_open(
    arrive, library: Path, monkeypatch: pytest.MonkeyPatch, asked: int
):
    """The button was shown; by the time of the first or the last question before writing the login is over."""
    app = arrive(ZUNYI, folder=library, owns=True)
    fill(app, issuer="遵义市卫生健康委员会")
    before = {path: path.read_bytes() for path in library.rglob("*") if path.is_file()}
    may_change = owner.may_change
    left = iter([True] * asked)  # the form is drawn by the first question; `require` asks the next ones

    def until_then() -> owner.Permission:
        return may_change() if next(left, False) else owner.Permission(False, "", "owner.not_logged_in")

    monkeypatch.setattr(owner, "may_change", until_then)
    button(app, SUBMIT).click().run()
    assert not app.exception
    assert "请先在侧栏登录" in app.error[0].value
    assert {path: path.read_bytes() for path in library.rglob("*") if path.is_file()} == before


def test_every_refusal_has_its_words():
    raised = re.findall(r'AdditionError\(\s*"(\w+)"', Path(additions.__file__).read_text("utf8"))
    assert {*raised, "taken"} == set(keep._FAULTS)
