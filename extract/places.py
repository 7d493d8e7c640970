"""Which place a report speaks for, and which place a figure is of."""

from __future__ import annotations

import re

from extract import regions
from extract.heads import Facts
from extract.layout import Slot
from extract.outline import Outline, Sentence
from extract.regions import Region
from extract.view import View

_WHOLE = re.compile(r"全(?:省|市|县|区|州|盟|旗)|我(?:省|市|县|区|州)")
_SUPERIOR = re.compile(r"^的?(?:全省|省定|省级?|省里|省委省政府)(?:下达)?的?(?:目标|任务|标准|要求|指标|考核)")
_NATION = re.compile(r"全国(?:平均|水平|均值)?")


def home_of(page: Outline, text: str, facts: Facts, file_name: str) -> Region | None:
    """The place a report speaks for; spam and site chrome are never read for it."""
    body = "\n".join(text[s.start : s.end] for s in page.sentences)
    head = "\n".join(line.text for line in page.lines if line.what == "head")
    return regions.speaks_for(facts.title, facts.issuer, head, body, file_name)


def place_of(seen: View, sentence: Sentence, slot: Slot, home: Region | None, name: str, kind: str, text: str) -> tuple[Region | None, str]:
    """The place a figure is of, and the rule that found it.

    One place named in the figure's clause inside the report's own is the
    figure's, unless 全市 or 全省 stands after it; several are a list of
    examples, and the figure is the report's own.
    """
    all_regions = regions.load()
    if kind == "benchmark" and _NATION.search(slot.clause):
        return all_regions.by_code("100000"), "place-nation"
    if kind == "target" and home and _SUPERIOR.match(slot.after) and home.level != "省":
        above = all_regions.parents(home)
        return (above[-2] if len(above) > 1 else home), "place-superior"
    clause = slot.clause + slot.after
    whole = [m.end() for m in _WHOLE.finditer(slot.clause)]
    found = [m for m in regions.find(clause, home) if home is None or (m.region != home and all_regions.is_within(m.region, home))]
    if re.search(r"等$", slot.zone):
        return home, "place-report"  # 甲市、乙市等9个县: instances of the report's own
    found = [m for m in found if m.start >= (whole[-1] if whole else 0)]
    if len({m.region for m in found}) == 1 and found[0].end <= len(slot.clause):
        return found[0].region, "place-named"
    return home, "place-report"
