"""The project's measure: hold a tidy table of figures against gold rows.

    python tests/accuracy/score.py GOLD.jsonl FIGURES.parquet [--spans SPANS.json] [--errors] [--json]

A predicted row is paired with at most one gold row of the same document whose
quoted span it overlaps; among several, the pairing with the closest indicator
name wins. Reported, for all rows and for each tier:

    found       precision, recall and F1 of the pairing itself
    field       share of the paired rows that have the field right
    row         precision, recall and F1 when a pair counts only if value, unit,
                indicator, kind, basis, year and region are all right: the headline

An indicator is right when, after dropping spaces, punctuation and the words that
carry no meaning in a name (数, 率's 达到 and so on), it equals an accepted name or
shares enough characters with one (F1 of character bigrams >= 0.72).

A table row needs the columns: source, start, end, value, unit, indicator, kind,
comparator, basis, year, region. `source` must begin with the gold row's `doc`
(or contain it, for a report named by its region).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pandas as pd

FIELDS = ("value", "unit", "indicator", "kind", "comparator", "basis", "year", "region")
ROW_FIELDS = ("value", "unit", "indicator", "kind", "basis", "year", "region")
TIERS = ("all", "A", "B")
NOISE = re.compile(
    r"[\s、,，。;；:：“”\"'‘’()（）\[\]【】《》·\-—/]"
    r"|全省|全市|全区|全县|我省|我市|累计|新增|共计|总数|人数|个数|数量|家数|座数|达到|比例|占比|比重|[的数率]"
)
SAME_UNIT = {"名": "人", "位": "人", "所": "家", "个/千人": "个/千人", "": ""}
CLOSE_ENOUGH = 0.72


def bigrams(name: str) -> Counter:
    """Character bigrams of a name without its filler (single characters count once)."""
    bare = NOISE.sub("", name)
    return Counter(bare[i : i + 2] for i in range(max(1, len(bare) - 1))) if bare else Counter()


def closeness(name: str, accepted: list[str]) -> float:
    """Best bigram F1 of a name against the accepted names, 0 to 1."""
    best, mine = 0.0, bigrams(name or "")
    for other in accepted:
        theirs = bigrams(other)
        shared = sum((mine & theirs).values())
        if shared:
            best = max(best, 2 * shared / (sum(mine.values()) + sum(theirs.values())))
    return best


def same_unit(a: str, b: str) -> bool:
    """Are the two units one and the same, or two words for it?"""
    a, b = (a or "").strip(), (b or "").strip()
    return SAME_UNIT.get(a, a) == SAME_UNIT.get(b, b)


def right(field: str, gold: dict, row: dict) -> bool:
    """Is this field of the predicted row what the gold row says?"""
    if field == "indicator":
        return closeness(row["indicator"], gold["indicator"]) >= CLOSE_ENOUGH
    if field == "value":
        return abs(float(row["value"]) - float(gold["value"])) <= 1e-6 * max(1.0, abs(float(gold["value"])))
    if field == "unit":
        return same_unit(row["unit"], gold["unit"])
    if field == "year":
        mine = row.get("year")
        return (None if mine is None or pd.isna(mine) else int(mine)) == gold["year"]
    return row.get(field) == gold[field]


def pair(gold: list[dict], rows: list[dict]) -> list[tuple[dict, dict]]:
    """Greedy one-to-one pairing by overlap, best agreement first."""
    options = []
    for g in gold:
        for r in rows:
            if r["start"] < g["end"] and g["start"] < r["end"]:
                agree = sum(right(f, g, r) for f in ("value", "unit", "kind", "year"))
                merit = closeness(r["indicator"], g["indicator"]) + agree / 10
                options.append((right("value", g, r), merit, id(g), id(r), g, r))
    options.sort(key=lambda o: (o[0], o[1]), reverse=True)
    taken, pairs = set(), []
    for _, _, gid, rid, g, r in options:
        if gid not in taken and rid not in taken:
            taken |= {gid, rid}
            pairs.append((g, r))
    return pairs


def tier_of(unit: str) -> str:
    """A for shares, rates and ratios per head or per population, else B."""
    return "A" if re.search(r"[%‰]|百分点|/", unit or "") else "B"


def f1(hit: int, made: int, wanted: int) -> dict:
    """Precision, recall and their harmonic mean, each 0 to 1, to four places."""
    p, r = hit / made if made else 0.0, hit / wanted if wanted else 0.0
    return {
        "precision": round(p, 4),
        "recall": round(r, 4),
        "f1": round(2 * p * r / (p + r), 4) if p + r else 0.0,
    }


def load_gold(path: Path) -> list[dict]:
    """The gold rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()]


def document_of(source: str, docs: list[str]) -> str | None:
    """The gold document that a row's source is, None for a file without gold."""
    stem = Path(str(source)).name
    return next((d for d in docs if stem.startswith(d) or d in stem), None)


def match(gold: list[dict], table: pd.DataFrame, spans: dict[str, list] | None = None) -> tuple[list, list, list]:
    """Pair the table with gold, document by document.

    Returns the pairs (gold row, table row), the gold rows missed and the table's spurious rows.
    """
    docs = sorted({g["doc"] for g in gold})
    rows_by_doc = defaultdict(list)
    for row in table.to_dict("records"):
        doc = document_of(row["source"], docs)
        inside = doc and (not spans or any(s <= row["start"] < e for s, e in spans.get(doc, [])))
        if inside:
            rows_by_doc[doc].append(row)
    pairs, missed, spurious = [], [], []
    for doc in docs:
        wanted = [g for g in gold if g["doc"] == doc]
        made = pair(wanted, rows_by_doc[doc])
        pairs += made
        got, used = {id(g) for g, _ in made}, {id(r) for _, r in made}
        missed += [g for g in wanted if id(g) not in got]
        spurious += [r for r in rows_by_doc[doc] if id(r) not in used]
    return pairs, missed, spurious


def score(gold: list[dict], table: pd.DataFrame, spans: dict[str, list] | None = None) -> dict:
    """All figures of the report, plus the wrong, missed and spurious rows, and the pairs that count."""
    pairs, missed, spurious = match(gold, table, spans)
    firm = [(g, r) for g, r in pairs if not g.get("optional")]
    lacking = [g for g in missed if not g.get("optional")]
    out = {}
    for tier in TIERS:
        p = [(g, r) for g, r in firm if tier in ("all", g["tier"])]
        miss = [g for g in lacking if tier in ("all", g["tier"])]
        extra = [r for r in spurious if tier in ("all", tier_of(r["unit"]))]
        whole = [(g, r) for g, r in p if all(right(f, g, r) for f in ROW_FIELDS)]
        out[tier] = {
            "gold": len(p) + len(miss),
            "made": len(p) + len(extra),
            "found": f1(len(p), len(p) + len(extra), len(p) + len(miss)),
            "field": {f: round(sum(right(f, g, r) for g, r in p) / len(p), 4) if p else 0.0 for f in FIELDS},
            "row": f1(len(whole), len(p) + len(extra), len(p) + len(miss)),
        }
    judged = [(g, r, [f for f in FIELDS if not right(f, g, r)]) for g, r in firm]
    out["errors"] = {
        "wrong": [(g, r, fields) for g, r, fields in judged if fields],
        "missed": lacking,
        "spurious": spurious,
    }
    out["judged"] = judged
    return out


def show(result: dict, errors: bool) -> None:
    """Print the figures of each tier; with errors, also every wrong, missed and spurious row."""
    for tier in TIERS:
        t = result[tier]
        found, row = t["found"], t["row"]
        print(
            f"tier {tier:3}  gold {t['gold']:4}  made {t['made']:4}"
            f"  found P {found['precision']:.3f} R {found['recall']:.3f} F1 {found['f1']:.3f}"
            f"  row P {row['precision']:.3f} R {row['recall']:.3f} F1 {row['f1']:.3f}"
        )
        print("          " + "  ".join(f"{f} {v:.3f}" for f, v in t["field"].items()))
    if errors:
        for g, r, fields in result["errors"]["wrong"]:
            faults = {f: (g[f] if f != "indicator" else g[f][0], r.get(f)) for f in fields}
            print("WRONG   ", g["doc"], g["start"], g["value_text"], faults, r.get("rule", ""))
        for g in result["errors"]["missed"]:
            print("MISSED  ", g["doc"], g["start"], g["value_text"], g["indicator"][0], g["kind"])
        for r in result["errors"]["spurious"]:
            columns = ("source", "start", "value", "unit", "indicator", "kind", "rule")
            print("SPURIOUS", *(r.get(column, "") for column in columns))


def main() -> int:
    """Score the table named on the command line and print the result."""
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("gold", type=Path)
    args.add_argument("figures", type=Path)
    args.add_argument("--spans", type=Path, help="JSON {doc: [[start, end], ...]}: score only inside these spans")
    args.add_argument("--errors", action="store_true")
    args.add_argument("--json", action="store_true")
    a = args.parse_args()
    spans = json.loads(a.spans.read_text(encoding="utf8")) if a.spans else None
    result = score(load_gold(a.gold), pd.read_parquet(a.figures), spans)
    if a.json:
        print(json.dumps({tier: result[tier] for tier in TIERS}, ensure_ascii=False))
    else:
        show(result, a.errors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
