"""Write the parts of the READMEs that are counted or measured: columns, accuracy, cases, reference tables.

    python -m tools.readme            # writes them, and data/accuracy.json
    python -m tools.readme --check    # exits 1 where one is not as counted or measured

A part stands between ``<!-- NAME -->`` and ``<!-- /NAME -->``; everything else in these files is
written by people. Needs what the tests need (requirements-dev.txt).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import yaml

from extract.schema import FIGURES
from tools import accuracy
from views import columns, reference
from views.words import Words

ROOT = Path(__file__).resolve().parents[1]
ACCURACY_TABLE = "data/accuracy.json"
# The accuracy gate is a script beside its gold, not a package.
sys.path.insert(0, str(ROOT / "tests/accuracy"))

import gate  # noqa: E402

CASES = ROOT / "tests/cases"
KNOWN = CASES / "known_failures.yml"

ACCURACY = {
    "en": {
        "tiers": "| rows | by hand | read | found: precision | recall | F1 | row right: precision | recall | F1 |",
        "A": "A: shares, rates, ratios per head or population",
        "B": "B: counts, money, durations, scores",
        "all": "all",
        "confidence": "| `confidence` | rows | wrong | share |",
    },
    "zh": {
        "tiers": "| 行 | 人工标注 | 读出 | 找到：精确率 | 召回率 | F1 | 整行全对：精确率 | 召回率 | F1 |",
        "A": "甲（A）：百分数、率、人均或按人口计的数",
        "B": "乙（B）：件数、金额、时长、评分",
        "all": "全部",
        "confidence": "| `confidence` | 行数 | 错误 | 比例 |",
    },
}
CASES_TEXT = {
    "en": "Of {all} sentences and passages written for this purpose, {right} are read exactly as annotated; the other "
    "{known} are listed in [known_failures.yml](tests/cases/known_failures.yml), each with what goes wrong.",
    "zh": "另有专门编写的句子和段落 {all} 条，其中 {right} 条与标注完全一致；其余 {known} 条列在 "
    "[known_failures.yml](tests/cases/known_failures.yml)，逐条写明错在哪里。",
}
COLUMNS_HEAD = {"en": "| column | type | meaning |", "zh": "| 列 | 类型 | 含义 |"}
REFERENCE_TEXT = {
    "en": "{indicators} indicators with {aliases:,} aliases, {regions:,} regions ({regions_today:,} of today), "
    "{targets} national targets and {values} national values, {units} units.",
    "zh": "指标 {indicators} 个、别名 {aliases:,} 个，地区 {regions:,} 个（现行 {regions_today:,} 个），国家目标 "
    "{targets} 条、国家数值 {values} 条，单位 {units} 个。",
}


class PartError(ValueError):
    """A README lacks a part, or has it twice; the message names both."""


@dataclass(frozen=True)
class Measured:
    """What is counted and measured once for all the files."""

    accuracy: dict
    cases: dict[str, int]
    reference: dict[str, int]


def measure(figures: pd.DataFrame) -> Measured:
    """Hold a figures table of the five reports against gold, and count the cases and the reference tables."""
    return Measured(gate.measure(gate.load_gold(gate.Files()), figures), count_cases(), reference.counts())


def count_cases() -> dict[str, int]:
    """Cases in all the piles, those that are known to fail, and the rest."""
    every = sum(len(yaml.safe_load(pile.read_text("utf8"))) for pile in CASES.glob("*.yml") if pile != KNOWN)
    known = len(yaml.safe_load(KNOWN.read_text("utf8")))
    return {"all": every, "known": known, "right": every - known}


def columns_part(lang: str) -> str:
    """The columns of the figures table, a line each."""
    spoken = Words(lang)
    lines = [COLUMNS_HEAD[lang], "|---|---|---|"]
    for field in FIGURES:
        kind = "dictionary" if pa.types.is_dictionary(field.type) else str(field.type)
        meaning = columns.meaning("figures", field, spoken)
        lines.append(f"| `{field.name}` | {kind} | {meaning} |")
    return "\n".join(lines)


def accuracy_part(lang: str, result: dict) -> str:
    """Found and row figures of each tier, then how often sure and unsure rows are wrong."""
    text = ACCURACY[lang]
    lines = [text["tiers"], "|---|" + "---:|" * 8]
    for tier in ("A", "B", "all"):
        got = result[tier]
        shares = [got[part][name] for part in ("found", "row") for name in ("precision", "recall", "f1")]
        lines.append(f"| {text[tier]} | {got['gold']} | {got['made']} | {' | '.join(f'{x:.3f}' for x in shares)} |")
    lines += ["", text["confidence"], "|---|---:|---:|---:|"]
    for row in sorted(gate.rates(result)[1].itertuples(), key=lambda row: row.name):
        lines.append(f"| `{row.name}` | {row.rows} | {row.rows - row.right} | {1 - row.share:.1%} |")
    return "\n".join(lines)


def readme_parts(lang: str) -> dict[str, Callable[[Measured], str]]:
    """The parts of README.md or its Chinese twin."""
    return {
        "columns": lambda _: columns_part(lang),
        "accuracy": lambda measured: accuracy_part(lang, measured.accuracy),
        "cases": lambda measured: CASES_TEXT[lang].format_map(measured.cases),
        "reference": lambda measured: REFERENCE_TEXT[lang].format_map(measured.reference),
    }


def counts_part(measured: Measured) -> str:
    """How much each reference table holds."""
    count = measured.reference
    lines = [
        ("`indicators.csv`", f"{count['indicators']} indicators, {count['aliases']:,} aliases"),
        ("`domains.yml`", f"{count['domains']} domains"),
        ("`regions.csv`", f"{count['regions']:,} regions, {count['regions_today']:,} of them of today"),
        (
            "`national.csv`",
            f"{count['targets']} targets and {count['values']} values, {count['checked']} of them checked",
        ),
        ("`units.csv`", f"{count['units']} units in {count['spellings']} spellings"),
        ("`words/stops.yml`", f"{count['stops']} rules for numbers that are no figures"),
    ]
    return "\n".join(["| table | holds |", "|---|---|", *(f"| {name} | {holds} |" for name, holds in lines)])


PARTS: dict[str, dict[str, Callable[[Measured], str]]] = {
    "README.md": readme_parts("en"),
    "README.zh.md": readme_parts("zh"),
    "data/reference/README.md": {"counts": counts_part},
}


def filled(name: str, text: str, measured: Measured) -> str:
    """The text of a README (one of PARTS) with its parts as counted and measured.

    Raises:
        PartError: a part does not stand in the text exactly once.
    """
    for part, write in PARTS[name].items():
        opening, closing = f"<!-- {part} -->", f"<!-- /{part} -->"
        frame = re.compile(rf"({re.escape(opening)}\n).*?({re.escape(closing)})", re.DOTALL)
        if len(frame.findall(text)) != 1:
            raise PartError(f"{name} must hold {opening} and {closing} once, each on a line of its own")
        content = write(measured)
        text = frame.sub(lambda found, content=content: f"{found[1]}{content}\n{found[2]}", text)
    return text


def accuracy_table(measured: Measured) -> str:
    """The text of ACCURACY_TABLE as measured; its day changes only with what was measured."""
    path, files = ROOT / ACCURACY_TABLE, gate.Files()
    return accuracy.table(
        measured.accuracy,
        gate.rates(measured.accuracy)[1],
        measured.cases,
        gate.checksums(files, gate.load_gold(files)),
        path.read_text("utf8") if path.is_file() else None,
    )


def main(arguments: Iterable[str] | None = None) -> int:
    """The command. Returns 0, or 1 where a README lacks a part or, with --check, is not as measured."""
    parser = argparse.ArgumentParser(prog="python -m tools.readme", description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where something would change")
    options = parser.parse_args(arguments)
    try:
        measured = measure(gate.fresh_figures(ROOT / "data/reports"))
        texts = {name: (ROOT / name).read_text("utf8") for name in PARTS}
        made = {name: filled(name, text, measured) for name, text in texts.items()}
        made[ACCURACY_TABLE] = accuracy_table(measured)
        table = ROOT / ACCURACY_TABLE
        texts[ACCURACY_TABLE] = table.read_text("utf8") if table.is_file() else ""
    except (PartError, gate.GateError, OSError) as error:
        print(f"readme: {error}", file=sys.stderr)
        return 1
    stale = [name for name in made if made[name] != texts[name]]
    for name in stale:
        if options.check:
            print(f"readme: {name} is not as measured: run python -m tools.readme", file=sys.stderr)
        else:
            (ROOT / name).write_text(made[name], encoding="utf8")
            print(f"{name}: written")
    return 1 if stale and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
