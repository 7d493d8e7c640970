"""Every rule that the program can name has a name for readers, and the cards show it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from views import row, rules
from views.words import Words, load

ZH, EN = Words("zh"), Words("en")
# A rule is a code with a hyphen, or a word where one is given. The evidence pack has codes of its own.
NOT_READING = {"pack.py", "verify.py"}
CODE = re.compile(r"[a-z]+(?:-[a-z]+)+")
# Calls whose arguments name a rule.
CALLS = {"Name", "_quantity"}


def named_rules(root: Path) -> set[str]:
    """What the modules of extract/ write as rules: every code with a hyphen, and what is given as a rule."""
    found: set[str] = set()
    for path in sorted((root / "extract").glob("*.py")):
        if path.name in NOT_READING:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                found.add(node.value)
            if isinstance(node, ast.Call):
                given = [keyword.value for keyword in node.keywords if keyword.arg == "rule"]
                if isinstance(node.func, ast.Name) and node.func.id in CALLS:
                    given += node.args[-1:]
                if isinstance(node.func, ast.Name) and node.func.id == "_checked":
                    given += node.args[1:]
                texts = (one.value for one in given if isinstance(one, ast.Constant))
                found |= {text for text in texts if isinstance(text, str) and text}
    return found


def test_every_rule_that_the_program_can_name_has_a_name(root: Path):
    named = named_rules(root)
    assert len(named) > 40
    known = {key.removeprefix("rule.") for key in load() if key.startswith("rule.")}
    assert named - known == set()


def test_no_name_is_of_a_rule_that_is_gone(root: Path):
    code = "\n".join(path.read_text("utf-8") for path in sorted((root / "extract").glob("*.py")))
    known = {key.removeprefix("rule.") for key in load() if key.startswith("rule.")}
    assert {one for one in known if f'"{one}"' not in code} == set()


def test_every_rule_of_the_tables_has_a_name(tables: Path):
    for rule in set(pq.read_table(tables / "figures.parquet", columns=["rule"])["rule"].to_pylist()):
        assert not re.search(r"[a-z]", rules.names(rule, ZH)), rule
        assert not re.search(r"[一-鿿]", rules.names(rule, EN)), rule


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("number-unit+name-before", "数字带单位、名称在数字前面"),
        ("number-unit+from-another-version", "数字带单位、from-another-version"),
    ],
)
def test_names_are_joined_and_an_unknown_code_is_kept(rule: str, said: str):
    assert rules.names(rule, ZH) == said


def test_the_row_card_shows_names(tables: Path):
    figure = pq.read_table(tables / "figures.parquet").slice(0, 1).to_pylist()[0]
    shown = row.field_text(figure, "rule", ZH)
    assert shown == rules.names(figure["rule"], ZH)
    assert shown in row.card(figure, ZH, "./report")
