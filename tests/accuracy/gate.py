"""The accuracy gate: read the reports afresh, hold the rows against gold, fail below the pinned floors.

    python tests/accuracy/gate.py [--figures PATH] [--errors] [--update] [--allow-regression]

pins.json holds, for all rows and for each tier, the floors of row F1 and of found
precision, and the SHA-256 of gold, of the measure and of every report that has gold:
neither the answers, nor the measure, nor the questions change unnoticed. Reading is
deterministic, so the floors have no margin for noise.

Exit code 0: every figure is at its floor or above; 1: a figure is below, a pinned file
changed or nothing could be measured; 2: wrong use. The message says what to run next.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import score

ROOT = Path(__file__).resolve().parents[2]
# name of the floor in pins.json -> where score() has the figure
FLOORS = {"row_f1": ("row", "f1"), "found_precision": ("found", "precision")}
COLUMNS = frozenset({"source", "start", "end", "rule", "confidence", *score.FIELDS})
COMMAND = "python tests/accuracy/gate.py"


class GateError(Exception):
    """Nothing could be measured, or the pins cannot be used; the message says what to do next."""


@dataclass(frozen=True)
class Files:
    """Where the gate's inputs are; the tests of the gate bring their own."""

    root: Path = ROOT
    gold: Path = ROOT / "tests/accuracy/gold.jsonl"
    measure: Path = ROOT / "tests/accuracy/score.py"
    reports: Path = ROOT / "data/reports"
    pins: Path = ROOT / "tests/accuracy/pins.json"


def load_gold(files: Files) -> list[dict]:
    """The gold rows; GateError when there is none to score."""
    gold = score.load_gold(files.gold)
    if not gold:
        raise GateError(f"{files.gold} holds no gold row: restore it from version control")
    return gold


def checksums(files: Files, gold: list[dict]) -> dict[str, str]:
    """SHA-256 of gold, of the measure and of every report that has gold, by path below the root."""
    paths = [files.gold, files.measure, *(files.reports / f"{doc}.txt" for doc in sorted({g["doc"] for g in gold}))]
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        raise GateError(f"{', '.join(missing)}: no such file; gold cannot be scored without, restore it")
    return {
        path.relative_to(files.root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
    }


def fresh_figures(reports: Path) -> pd.DataFrame:
    """The figures table of a fresh build in a temporary folder, by the program's own command."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "extract", str(reports), "-o", folder]
        built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf8", check=False)
        if built.returncode != 0:
            output = (built.stderr or built.stdout).strip()
            raise GateError(f"python -m extract {reports} -o {folder} ended with {built.returncode}:\n{output}")
        return pd.read_parquet(Path(folder) / "figures.parquet")


def load_figures(path: Path) -> pd.DataFrame:
    """A figures table that is already built."""
    if not path.is_file():
        raise GateError(f"{path}: no such file; build it with python -m extract data/reports -o data")
    return pd.read_parquet(path)


def measure(gold: list[dict], table: pd.DataFrame) -> dict:
    """score() of the table; GateError where the table lacks a column that the gate needs."""
    lacking = sorted(COLUMNS - set(table.columns))
    if lacking:
        raise GateError(f"the figures table has no column {', '.join(lacking)}: build it with python -m extract")
    return score.score(gold, table)


def load_pins(path: Path) -> dict:
    """The pinned floors and checksums; GateError where the file is absent or of another form."""
    if not path.is_file():
        raise GateError(f"{path}: no such file; restore it, or pin what is measured now with {COMMAND} --update")
    pins = json.loads(path.read_text(encoding="utf8"))
    floors = pins.get("floors", {})
    if set(pins) != {"floors", "sha256"} or set(floors) != set(score.TIERS):
        raise GateError(f"{path} must hold floors for {', '.join(score.TIERS)} and sha256, nothing else")
    for tier, wanted in floors.items():
        if set(wanted) != set(FLOORS):
            raise GateError(f"{path}: the floors of {tier} must be {' and '.join(FLOORS)}")
    return pins


def measured(result: dict) -> dict[str, dict[str, float]]:
    """The figures that have a floor, by tier and floor name."""
    return {tier: {name: result[tier][a][b] for name, (a, b) in FLOORS.items()} for tier in score.TIERS}


def below(floors: dict, figures: dict) -> list[str]:
    """What lies below its floor, one line each."""
    return [
        f"tier {tier}: {name} {figures[tier][name]:.4f} is below its floor {floor:.4f}"
        for tier, wanted in floors.items()
        for name, floor in wanted.items()
        if figures[tier][name] < floor
    ]


def changed(pinned: dict[str, str], now: dict[str, str]) -> list[str]:
    """Which pinned files are not what they were, one line each."""
    return [
        f"{name} {'is no longer scored' if name not in now else 'is not pinned' if name not in pinned else 'changed'}"
        for name in sorted(pinned.keys() | now.keys())
        if pinned.get(name) != now.get(name)
    ]


def rates(result: dict) -> tuple[pd.DataFrame, pd.DataFrame]:
    """How often rows are right, by rule and by confidence: two frames of rows, right and share, worst first.

    A row is right when it is paired with gold and every field of the row figure is right. Rows
    paired with optional gold count neither way. A row made by several rules counts for each.
    """
    judged = [(row, not set(faults) & set(score.ROW_FIELDS)) for _, row, faults in result["judged"]]
    judged += [(row, False) for row in result["errors"]["spurious"]]

    def tally(names_of) -> pd.DataFrame:
        rows, right = Counter(), Counter()
        for row, good in judged:
            for name in names_of(row):
                rows[name] += 1
                right[name] += good
        frame = pd.DataFrame([(n, rows[n], right[n], right[n] / rows[n]) for n in rows])
        frame.columns = ["name", "rows", "right", "share"]
        return frame.sort_values(["share", "rows", "name"], ascending=[True, False, True], ignore_index=True)

    return tally(lambda row: sorted(set(str(row["rule"]).split("+")))), tally(lambda row: [str(row["confidence"])])


def show_rates(result: dict) -> None:
    """Print the share of right rows by rule, and the share of wrong ones by confidence."""
    by_rule, by_confidence = rates(result)
    print("\nright rows by rule")
    for rule in by_rule.itertuples():
        print(f"  {rule.share:.3f}  {rule.right:4} of {rule.rows:4}  {rule.name}")
    print("\nwrong rows by confidence")
    for word in by_confidence.itertuples():
        print(f"  {1 - word.share:.3f}  {word.rows - word.right:4} of {word.rows:4}  {word.name}")


def update(files: Files, figures: dict, sums: dict[str, str], allow_regression: bool) -> list[str]:
    """Pin what was measured. Returns why it was refused, nothing where the pins were written."""
    if files.pins.is_file() and not allow_regression:
        lower = below(load_pins(files.pins)["floors"], figures)
        if lower:
            return [*lower, f"to lower a floor on purpose: {COMMAND} --update --allow-regression"]
    text = json.dumps({"floors": figures, "sha256": sums}, ensure_ascii=False, indent=2)
    files.pins.write_text(text + "\n", encoding="utf8")
    return []


def check(files: Files, figures: dict, sums: dict[str, str]) -> list[str]:
    """What fails against the pins, with the command to run; empty where all is well."""
    pins = load_pins(files.pins)
    lower, other = below(pins["floors"], figures), changed(pins["sha256"], sums)
    messages = [*lower, *other]
    if lower:
        messages.append("to see every wrong, missed and spurious row: make accuracy ARGS=--errors")
    if other:
        messages.append(f"restore the file, or pin a change that is meant: {COMMAND} --update")
    return messages


def run(options: argparse.Namespace, files: Files) -> list[str]:
    """Measure, print the table, then check or update the pins. Returns what fails."""
    gold = load_gold(files)
    sums = checksums(files, gold)
    result = measure(gold, load_figures(options.figures) if options.figures else fresh_figures(files.reports))
    score.show(result, options.errors)
    if options.errors and result["all"]["made"]:
        show_rates(result)
    if options.update:
        return update(files, measured(result), sums, options.allow_regression)
    return check(files, measured(result), sums)


def main(arguments: list[str] | None = None, files: Files | None = None) -> int:
    """The command. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="gate.py", description=__doc__.splitlines()[0])
    parser.add_argument("--figures", type=Path, help="measure this table instead of a fresh build")
    parser.add_argument("--errors", action="store_true", help="list every fault, and how each rule does")
    parser.add_argument("--update", action="store_true", help="pin the figures and checksums as they are now")
    parser.add_argument("--allow-regression", action="store_true", help="let --update lower a floor")
    options = parser.parse_args(arguments)
    if options.allow_regression and not options.update:
        parser.error("--allow-regression is for --update")
    try:
        failures = run(options, files or Files())
    except GateError as trouble:
        failures = [str(trouble)]
    sys.stdout.flush()
    for line in failures:
        print(f"accuracy gate: {line}", file=sys.stderr)
    if not failures:
        print("accuracy gate: pinned" if options.update else "accuracy gate: passed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
