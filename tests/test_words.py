"""Tables of language rules: what a loader refuses, and that the tables in data/reference keep their own rules.

The first half hands small tables to the loaders; the second breaks the real
tables, one at a time in a copy, and runs the command on them.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from extract import stops, units, words
from extract.words import REFERENCE, TableError

ROOT = Path(__file__).resolve().parents[1]
# tasks.yml is read by metrics; tests/test_metrics_derived.py holds it to its keys.
TABLES = sorted(path.stem for path in (REFERENCE / "words").glob("*.yml") if path.stem != "tasks")


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Write a table, named ``trial`` unless another name is given, where the loaders look for it."""
    (tmp_path / "words").mkdir()
    monkeypatch.setattr(words, "REFERENCE", tmp_path)

    def forget() -> None:
        words.load.cache_clear()
        words.phrases.cache_clear()

    def write(content: str, name: str = "trial") -> None:
        forget()
        (tmp_path / f"words/{name}.yml").write_text(content, encoding="utf8")

    forget()
    yield write
    forget()


# load


def test_a_table_is_loaded(table: Callable[[str], None]):
    table("digits: {一: 1}\n")
    assert words.load("trial") == {"digits": {"一": 1}}


@pytest.mark.parametrize("content", ["", "# only a comment\n", "[]", "{}"])
def test_an_empty_table_is_refused(content: str, table: Callable[[str], None]):
    table(content)
    with pytest.raises(TableError, match=r"trial\.yml.*empty"):
        words.load("trial")


def test_broken_yaml_is_refused(table: Callable[[str], None]):
    table("before: [超过, 突破\n")
    with pytest.raises(TableError, match=r"(?s)trial\.yml.*mend its YAML"):
        words.load("trial")


def test_a_key_that_stands_twice_is_refused(table: Callable[[str], None]):
    table("before: [超过]\nafter: [以上]\nbefore: [突破]\n")
    with pytest.raises(TableError, match=r"trial\.yml.*before"):
        words.load("trial")


@pytest.mark.usefixtures("table")
def test_a_missing_table_is_refused():
    with pytest.raises(TableError, match=r"trial\.yml.*restore the file"):
        words.load("trial")


# groups


def test_groups_stand_longest_word_first(table: Callable[[str], None]):
    table("lead: [市, 全市, 我市, 全市各地]\nyears: [2020]\n")
    assert words.groups("trial", ["lead", "years"]) == {"lead": ("全市各地", "全市", "我市", "市"), "years": ("2020",)}


@pytest.mark.parametrize(("content", "said"), [
    ("lead: [全市]\nled: [我市]\n", "led"),
    ("led: [我市]\n", "lead"),
    ("lead: [全市, 我市, 全市]\n", "twice"),
    ("lead: []\n", "empty"),
    ("lead:\n", "empty"),
], ids=["unknown", "missing", "twice", "empty", "null"])
def test_broken_groups_are_refused(content: str, said: str, table: Callable[[str], None]):
    table(content)
    with pytest.raises(TableError, match=said):
        words.groups("trial", ["lead"])


# patterns


def test_named_patterns(table: Callable[[str], None]):
    table(r"""
- name: ordinal
  pattern: '第\d+'
  examples: [第4个, {text: 第14届第2次, match: 第14}]
- name: quoted
  pattern: '“[^”]*”'
  unless: 率
  examples: [“5020”]
""")
    (first, ordinal, none), (second, _, unless) = words.patterns("trial")
    assert (first, second) == ("ordinal", "quoted")
    assert ordinal.search("第4个").group() == "第4"
    assert none is None
    assert unless.search("“率达5%”")


@pytest.mark.parametrize(("entry", "said"), [
    (r"{name: a, pattern: '\d', examples: ['1'], note: x}", "note"),
    (r"{name: a, pattern: '\d'}", "missing"),
    (r"{name: a, examples: ['1']}", "missing"),
    (r"{pattern: '\d', examples: ['1']}", "missing"),
    (r"{name: b, pattern: '\d', examples: ['1']}", "repeated"),
    (r"{name: a, pattern: '\d', examples: [第一]}", "own example"),
    (r"{name: a, pattern: '\d', examples: ['1', 第一]}", "own example"),
    (r"{name: a, pattern: '\d+', examples: [{text: 第14届, match: '4'}]}", "own example"),
    (r"{name: a, pattern: '\d', examples: []}", "example"),
    (r"{name: a, pattern: '(\d', examples: ['1']}", "entry a.*no regex"),
    (r"{name: a, pattern: ['\d', '第['], examples: ['1']}", "entry a.*no regex"),
    (r"{name: a, pattern: '\d', examples: ['1'], unless: '('}", "entry a.*no regex"),
    (r"{name: a, pattern: '\d', examples: ['1'], not: [第一, 第2]}", "entry a.*'第2'"),
    (r"{name: a, pattern: '<<c>>', examples: ['1']}", "entry a.*<<c>> leads nowhere"),
    (r"{name: a, pattern: '<<a>>', examples: ['1']}", "entry a.*<<a>> leads nowhere"),
    (r"{name: a, pattern: ['\d', '<<list.verb>>'], examples: ['1']}", "entry a.*<<list.verb>> leads nowhere"),
    (r"{name: a, pattern: '<<other.c>>', examples: ['1']}", "entry a.*<<other.c>> leads nowhere"),
    (r"{name: a, pattern: '<<trial.b>>', examples: [b]}", "lead back to itself"),
    (r"{name: a, pattern: '<<back.b>>', examples: [b]}", "lead back to itself"),
    ("a", "'a' is no entry"),
    (r"{name: a, pattern: '<<elsewhere.c>>', examples: ['1']}", None),
], ids=["unknown-key", "no-examples", "no-pattern", "no-name", "repeated-name", "no-match", "one-no-match",
        "other-match", "examples-empty", "broken-regex", "broken-part", "broken-unless", "not-to-match",
        "no-such-entry", "itself", "no-such-group", "no-such-entry-there", "its-own-table", "in-a-ring",
        "no-entry", "no-such-table"])
def test_broken_patterns_are_refused(entry: str, said: str | None, table: Callable[..., None]):
    table("verbs: [达到]\n", "list")
    table("- {name: b, pattern: 'b', examples: [b]}\n", "other")
    table("- {name: b, pattern: '<<trial.b>>', examples: [b]}\n", "back")
    table("- {name: b, pattern: 'b', examples: [b]}\n- " + entry + "\n")
    with pytest.raises(TableError, match=rf"(?s)trial\.yml.*{said}" if said else r"elsewhere\.yml.*restore the file"):
        words.patterns("trial")


def test_a_pattern_may_be_a_list_and_be_made_of_others(table: Callable[..., None]):
    table("point: 点\nverbs: [达, 达到]\n", "list")
    table("十四五: [2021, 2025]\n", "years")
    table("- {name: kept, pattern: [稳定在, 保持在], examples: [稳定在]}\n", "other")
    table(r"""
- name: links
  pattern: [<<list.verbs>>, <<other.kept>>, 为]
  examples: [达到, 保持在, 为]
- name: linked
  pattern: ^(?P<name>率|数)<<links>>$
  examples: [率达到, 数为]
  not: [率达到了, 总数为]
- name: period
  pattern: “<<years.*>>”|<<list.point>>
  examples: [“十四五”, 点]
""")
    made = words.phrases("trial")
    assert list(made) == ["links", "linked", "period"]
    assert made["links"].search("率达到").group() == "达到", "the longest word of a group stands first"
    assert made["linked"].match("率稳定在")["name"] == "率"
    assert not made["linked"].match("率稳定在约")


def test_phrases_have_no_unless(table: Callable[..., None]):
    table("- {name: a, pattern: 'a', unless: 'b', examples: [a]}\n")
    with pytest.raises(TableError, match=r"trial\.yml.*entry a.*unless"):
        words.phrases("trial")


def test_alternatives_take_the_longest_word_and_no_word_as_a_regex():
    pattern = re.compile(words.alternatives(["人", "人次", "个(家)", "1+X"]))
    assert [m.group() for m in pattern.finditer("人次、人、个(家)、1+X、11X")] == ["人次", "人", "个(家)", "1+X"]


# units.csv


@pytest.fixture
def unit_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Write units.csv where its loader looks for it."""
    monkeypatch.setattr(units, "REFERENCE", tmp_path)

    def write(content: str) -> None:
        units.load.cache_clear()
        (tmp_path / "units.csv").write_text(content, encoding="utf8")

    yield write
    units.load.cache_clear()


def test_units_are_found_by_every_spelling(unit_table: Callable[[str], None]):
    unit_table("unit,family,spellings\n百分点,points,个百分点|百分点\n家,counter,家\n")
    found = {spelling: unit.name for spelling, unit in units.load().items()}
    assert found == {"个百分点": "百分点", "百分点": "百分点", "家": "家"}


@pytest.mark.parametrize("content", [
    "unit,family\n家,counter\n",
    "unit,family,spellings,note\n家,counter,家,x\n",
    "unit,family,spellings\n家,houses,家\n",
    "unit,family,spellings\n家,counter,家\n家,counter,户\n",
    "unit,family,spellings\n家,counter,家\n户,counter,户|家\n",
    "unit,family,spellings\n家,counter,家|家\n",
    "unit,family,spellings\n家,counter,\n",
    "unit,family,spellings\n",
], ids=["missing-column", "unknown-column", "unknown-family", "unit-twice", "spelling-of-two", "spelling-twice",
        "no-spelling", "no-unit"])
def test_broken_units_are_refused(content: str, unit_table: Callable[[str], None]):
    unit_table(content)
    with pytest.raises(TableError, match=r"units\.csv"):
        units.load()


# The tables of the project


def test_there_are_tables():
    assert {"numbers", "comparators", "stops", "names", "kinds", "pages"} <= set(TABLES)


def test_every_stop_blanks_the_digits_of_its_own_examples():
    """Together, too: an earlier rule must not take a part of what a later one stands for."""
    entries = words.load("stops")
    assert len(entries) > 10
    left = []
    for entry in entries:
        for example in entry["examples"]:
            text = str(example["text"] if isinstance(example, dict) else example)
            match = example["match"] if isinstance(example, dict) else re.search(entry["pattern"], text).group()
            at = text.index(match)
            if re.search(r"\d", stops.mask(text)[at : at + len(match)]):
                left.append((entry["name"], text, stops.mask(text).replace(stops.MASK, "■")))
    assert left == []


PATTERN_TABLES = [name for name in TABLES if name != "stops" and isinstance(words.load(name), list)]
# Every module of extract/ is loaded with a table of patterns that notes what is asked of it.
NOTE_WHAT_IS_READ = """
import importlib, json, pathlib
from extract import words
asked = set()
class Noting(dict):
    def __init__(self, name, made):
        super().__init__(made)
        self.name = name
    def __getitem__(self, key):
        asked.add((self.name, key))
        return super().__getitem__(key)
real = words.phrases
words.phrases = lambda name: Noting(name, real(name))
for path in pathlib.Path("extract").glob("[!_]*.py"):
    importlib.import_module(f"extract.{path.stem}")
print(json.dumps(sorted(asked)))
"""


def test_every_pattern_is_read_by_a_module_or_a_part_of_another():
    assert {"verbs", "time", "aims", "naming", "amounts", "lines"} <= set(PATTERN_TABLES)
    done = subprocess.run(
        [sys.executable, "-c", NOTE_WHAT_IS_READ], cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf8"
    )
    used = {tuple(pair) for pair in json.loads(done.stdout)}
    for name in PATTERN_TABLES:
        for entry in words.load(name):
            said = re.findall(r"<<(?:(\w+)\.)?(\w+)>>", str(entry["pattern"]))
            used |= {(table or name, part) for table, part in said}
    there = {(name, entry) for name in PATTERN_TABLES for entry in words.phrases(name)}
    assert there - used == set()


def test_no_regex_in_the_code_names_a_chinese_word():
    """Numerals and runs of Chinese characters may stand in code; every other word is a table's."""
    allowed = re.compile("一-[龥鿕]|[零〇一二两三四五六七八九十百千万亿]| # .*")
    found = []
    for path in sorted((ROOT / "extract").glob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("re."):
                parts = [part for part in ast.walk(call.args[0]) if isinstance(part, ast.Constant)]
                said = [str(part.value) for part in parts if re.search("[一-鿿]", allowed.sub("", str(part.value)))]
                found += [(path.name, call.lineno, words) for words in said]
    assert found == []


@pytest.mark.parametrize("text", [
    "婚检率达到95.77%", "孕产妇死亡率为12.8/10万", "投入资金13.05亿元", "会议提出“婚检率达到95%以上”",
    "平均住院日8.5天", "",
])
def test_stops_leave_figures_alone(text: str):
    assert stops.mask(text) == text


@pytest.mark.parametrize("text", ["2022年召开第4次会议,婚检率95%", "“十四五”期间", "①②③", "第第第4"])
def test_masking_moves_no_character(text: str):
    masked = stops.mask(text)
    assert len(masked) == len(text)
    assert all(m in (stops.MASK, t) for m, t in zip(masked, text, strict=True))


def test_comparator_words_have_one_meaning():
    table = words.load("comparators")
    for side in ("before", "after"):
        listed = [word for group in table[side].values() for word in group]
        assert len(set(listed)) == len(listed)
        assert set(table[side]) <= {">=", ">", "<=", "<", "~"}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of extract/ and data/reference/ that a test may break, with a report to read."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "extract", folder / "extract", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(REFERENCE, folder / "data/reference")
    (folder / "report.txt").write_text("全市各级卫生健康部门认真落实各项工作要求,婚检率达到95%。\n", encoding="utf8")
    return folder


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "extract", "report.txt", "-o", "out"],
        cwd=folder, capture_output=True, text=True, encoding="utf8", check=False,
    )


def test_the_copy_works_while_it_is_whole(copy: Path):
    done = run(copy)
    assert done.returncode == 0, done.stderr
    assert "report.txt: 1 figures" in done.stdout


def misspelled(content: object) -> object:
    """The table with something in it that no code reads."""
    if isinstance(content, list):
        return [content[0] | {"patern": "x"}, *content[1:]]
    return content | {"unknown_group": ["词"]}


@pytest.mark.parametrize("name", TABLES)
def test_a_misspelled_key_stops_the_command_with_the_tables_name(name: str, copy: Path):
    path = copy / "data/reference/words" / f"{name}.yml"
    whole = path.read_text(encoding="utf8")
    try:
        broken = yaml.safe_dump(misspelled(yaml.safe_load(whole)), allow_unicode=True, sort_keys=False)
        path.write_text(broken, encoding="utf8")
        done = run(copy)
    finally:
        path.write_text(whole, encoding="utf8")
    assert done.returncode == 1, f"{name}.yml has a key that nobody reads, and the command did not say so"
    assert f"{name}.yml" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_unit_table_stops_the_command_with_its_name(copy: Path):
    path = copy / "data/reference/units.csv"
    whole = path.read_text(encoding="utf8")
    try:
        path.write_text(whole + "家,counter,家\n", encoding="utf8")
        done = run(copy)
    finally:
        path.write_text(whole, encoding="utf8")
    assert done.returncode == 1
    assert "units.csv" in done.stderr
    assert "Traceback" not in done.stderr
