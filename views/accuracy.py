"""How right the reading is, as measured: data/accuracy.json, which ``make tables`` writes, in tables to read."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd

from views.words import Words

FILE = Path(__file__).resolve().parents[1] / "data" / "accuracy.json"
COMMAND = "make tables"
# The rows of the measure, by what was counted: shares and rates, counts, both.
TIERS = {"A": "accuracy.tier_a", "B": "accuracy.tier_b", "all": "accuracy.tier_all"}
_SHARES = {
    ("found", "precision"): "accuracy.found_precision", ("found", "recall"): "accuracy.found_recall",
    ("found", "f1"): "accuracy.found_mean", ("row", "precision"): "accuracy.row_precision",
    ("row", "recall"): "accuracy.row_recall", ("row", "f1"): "accuracy.row_mean",
}  # fmt: skip
# A field of the measure and the column of the figures that it is.
FIELDS = ("value", "unit", "indicator", "kind", "comparator", "basis", "year", "region")


class AccuracyMissing(Exception):
    """The file is not there or is not what was written; the message says why."""


def load(path: Path = FILE) -> dict:
    """What was measured: ``measured`` (a date), ``tiers``, ``confidence``, ``cases``, ``sha256``.

    Raises AccuracyMissing where there is no such file, or one of another form.
    """
    try:
        found = json.loads(path.read_text("utf8"))
        found["measured"] = date.fromisoformat(found["measured"])
        lacking = [name for name in ("tiers", "confidence", "cases", "sha256") if name not in found]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AccuracyMissing(f"{path}: {error}") from error
    if lacking:
        raise AccuracyMissing(f"{path}: no {', '.join(lacking)}")
    return found


def reports(found: dict) -> list[str]:
    """The reports it was measured on, by file."""
    return sorted(Path(name).name for name in found["sha256"] if name.endswith(".txt"))


def tiers(found: dict, words: Words) -> pd.DataFrame:
    """Rows by hand and rows read, then precision, recall and F1 of finding and of whole rows; a column a tier."""
    names = [words(key) for key in ("accuracy.gold", "accuracy.made", *_SHARES.values())]
    made = {words("accuracy.rows"): names}
    for tier, key in TIERS.items():
        got = found["tiers"][tier]
        shares = (f"{got[part][name]:.3f}" for part, name in _SHARES)
        made[words(key)] = [str(got["gold"]), str(got["made"]), *shares]
    return pd.DataFrame(made)


def fields(found: dict, words: Words, header: dict[str, str]) -> pd.DataFrame:
    """How often each field of a found row is right, by tier; ``header`` names the fields."""
    return pd.DataFrame(
        {words("accuracy.field"): [header[name] for name in FIELDS]}
        | {words(key): [f"{found['tiers'][tier]['field'][name]:.1%}" for name in FIELDS] for tier, key in TIERS.items()}
    )


def confidence(found: dict, words: Words) -> pd.DataFrame:
    """Rows and wrong rows by how sure the program was."""
    return pd.DataFrame(
        {
            words("accuracy.confidence"): words(f"confidence.{name}"),
            words("accuracy.count"): got["rows"],
            words("accuracy.wrong"): got["wrong"],
            words("accuracy.share"): f"{got['wrong'] / got['rows']:.1%}" if got["rows"] else "",
        }
        for name, got in found["confidence"].items()
    )
