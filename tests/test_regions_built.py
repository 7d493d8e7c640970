"""The hand-written changes that regions.csv is built with: refused where faulty, and all of them in the table.

The lists that tools/build_regions.py reads besides are not needed here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.regions import load
from extract.words import REFERENCE, read_csv
from tools import build_regions

HEAD = ",".join(build_regions.CHANGE_COLUMNS)
GOOD = "360721,赣县,change,2016,360704,whole,改设赣县区,国函〔2016〕167号,yes"
CHANGES = list(read_csv(REFERENCE / "region_changes.csv", build_regions.CHANGE_COLUMNS))


def corrections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *lines: str):
    (tmp_path / "region_changes.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.setattr(build_regions, "REFERENCE", tmp_path)
    return build_regions.corrections()


def test_a_good_line_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended, began, misprints = corrections(tmp_path, monkeypatch, HEAD, GOOD)
    assert ended == {("360721", "赣县"): build_regions.Change(2016, "360704", True)}
    assert not began
    assert not misprints


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([HEAD + ",note", GOOD + ","], "the columns must be code,name,kind"),
        ([HEAD, GOOD + ",more"], "line 2: 9 cells are wanted"),
        ([HEAD, GOOD.removesuffix(",yes")], "line 2: 9 cells are wanted"),
        ([HEAD, GOOD.replace("国函〔2016〕167号", "")], "why and source filled in"),
        ([HEAD, GOOD.replace("改设赣县区", "")], "why and source filled in"),
        ([HEAD, GOOD.replace("2016,", "16,")], "line 2: year must be four digits"),
        ([HEAD, GOOD.replace("yes", "ja")], "checked must be yes or no"),
        ([HEAD, GOOD.replace("whole", "most")], "land must be whole or part"),
        ([HEAD, GOOD.replace("360704", "")], "land must be whole or part with a successor, and empty without one"),
        ([HEAD, GOOD.replace("change", "merger")], "kind must be change, new or misprint"),
        ([HEAD, GOOD, GOOD], "line 3: 360721 赣县 stands there twice"),
    ],
)
def test_a_faulty_line_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str], message: str
) -> None:
    with pytest.raises(SystemExit, match=message):
        corrections(tmp_path, monkeypatch, *lines)


OLD = ("360721", "赣县", "", "2016", "360704", "yes")
NEW = ("360704", "赣县区", "2016", "", "", "")


@pytest.mark.parametrize(
    "rows",
    [
        [OLD, (*NEW[:2], "", *NEW[3:])],  # stood already
        [OLD, (*NEW[:2], "2015", *NEW[3:])],  # began in another year
        [OLD, NEW, ("360720", "某县", "", "2016", "360704", "")],  # took in another
        [OLD],  # is not there
    ],
)
def test_no_place_goes_on_with_its_land_where_that_cannot_be(rows: list[tuple[str, str, str, str, str, str]]) -> None:
    build_regions.check_successions([OLD, NEW])
    with pytest.raises(SystemExit, match="360721 赣县: 360704 did not begin in 2016 or took in"):
        build_regions.check_successions(rows)


@pytest.mark.parametrize(("at", "row"), CHANGES, ids=[row["name"] for _, row in CHANGES])
def test_every_change_is_in_the_table(at: str, row: dict[str, str]) -> None:
    found = [one for one in load().all if (one.code, one.name) == (row["code"], row["name"])]
    if row["kind"] == "misprint":
        assert not found, at
        return
    [region] = found
    if row["kind"] == "new":
        assert region.valid_from == int(row["year"]), at
    else:
        assert (region.valid_to, region.successor or "") == (int(row["year"]), row["successor"]), at
        assert region.same_land == (row["land"] == "whole"), at
