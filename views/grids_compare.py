"""Places beside each other as HTML: the cascade, a region among its peers, conflicting values. Rows in, HTML out."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from metrics.compare import Peers
from views import charts_trend, grids, numbers
from views.words import Words

# The link that opens a figure; None for what has no sentence.
Href = Callable[[str], str]
LEVELS = ("国", "省", "市", "县")
# Dots beside each other that can be told apart across a page.
DOTS = 150


def cascade(rows: pd.DataFrame, unit: str, words: Words, href: Href) -> str:
    """全国 → 省 → 市 → 县: each place indented by its level, its value, and how far it is from the place above.

    ``rows`` are of ``library_compare.cascade``; ``href`` gives the link that opens a value's evidence.
    """
    names = {
        row["region_code"]: row["region"] for row in rows.to_dict("records") if isinstance(row["region_code"], str)
    }
    largest = float(rows["value"].abs().max()) or 1.0
    head = "".join(
        f'<th scope="col">{html.escape(words(name))}</th>'
        for name in ("column.region", "points.value", "cascade.gap", "cascade.rule")
    )
    body = ""
    for row in rows.to_dict("records"):
        depth = LEVELS.index(row["region_level"]) if row["region_level"] in LEVELS else 0
        point = row["figure_id"] if isinstance(row["figure_id"], str) else f"national:{row['national_id']}"
        value = charts_trend.label({**row, "unit": unit, "basis": "level"}, words)
        bar = f'<i class="bar" style="width:{abs(row["value"]) / largest * 100:.1f}%"></i>'
        gap = ""
        if not pd.isna(row["gap_to_parent"]):
            gap = words("cascade.to", name=names[row["parent_code"]], gap=_gap(row["gap_to_parent"], unit, words))
        body += (
            f'<tr><th scope="row" style="padding-left:{0.6 + depth * 1.1:.1f}rem">{html.escape(row["region"])}</th>'
            f'<td><a href="{html.escape(href(point))}">{html.escape(value)}</a>{bar}</td>'
            f"<td>{html.escape(gap)}</td><td>{html.escape(rule_names(row['rule'], words))}</td></tr>"
        )
    return grids.table("cascade", words("cascade.alt", n=len(rows)), head, body)


def rule_names(rules: str | None, words: Words) -> str:
    """The rules that chose a value among several, by their names; empty where there was but one."""
    return words("list.and").join(words(f"conflict.{rule}") for rule in rules.split("+")) if rules else ""


def peers(found: Peers, unit: str, words: Words) -> str:
    """Rank, and distance to the best, the median and the nation, as a list of facts."""
    facts = {"peers.value": _value(found.value, unit, words)}
    if found.rank is not None:
        facts["peers.rank"] = words("peers.of", rank=found.rank, n=found.count)
        who = words("list.and").join(found.best_regions)
        facts["peers.best"] = _beside(found.best, found.to_best, unit, words, who)
    facts["peers.median"] = _beside(found.median, found.to_median, unit, words)
    if found.nation is not None:
        facts["peers.nation"] = _beside(found.nation, found.to_nation, unit, words)
    rows = "".join(
        f"<div><dt>{html.escape(words(key))}</dt><dd>{html.escape(fact)}</dd></div>" for key, fact in facts.items()
    )
    return f'<dl class="facts peers">{rows}</dl>'


def strip(found: Peers, unit: str, points: Mapping[str, str], words: Words, href: Href) -> str:
    """Every peer as a dot on one line, the region itself marked, with the median and the nation; each dot a link.

    ``points`` are the ids of the places' figures by name. Of more than DOTS peers those that would lie on each other
    are one dot, which leads to the first of them and says how many they are.
    """
    marks: Sequence[tuple[str, float]] = [("median", float(found.median))]
    marks = [*marks, *([("nation", float(found.nation))] if found.nation is not None else [])]
    ends = [float(value) for _, value in found.values] + [value for _, value in marks]
    low, high = min(ends), max(ends)

    def share(value: float) -> float:
        return 0.5 if high == low else (value - low) / (high - low)

    def at(value: float) -> str:
        return f"left:{4 + share(value) * 92:.2f}%"

    # A name on the right half stands to the left of its line, so that it stays within the page.
    lines = ""
    for name, value in marks:
        late = " late" if share(value) > 0.5 else ""
        told = f"<small>{html.escape(words(f'peers.{name}'))}</small>"
        lines += f'<span class="mark {name}{late}" style="{at(value)}">{told}</span>'
    dots = ""
    crowded = len(found.values) > DOTS
    spots: dict[object, list[tuple[str, float]]] = {}
    for place, (region, value) in enumerate(found.values):
        if region in points:
            alone = not crowded or (region, value) == (found.region, found.value)
            spot = ("alone", place) if alone else round(share(float(value)) * DOTS)
            spots.setdefault(spot, []).append((region, float(value)))
    for (region, value), *others in spots.values():
        more = words("peers.more", n=len(others) + 1) if others else ""
        said = html.escape(f"{region} {_value(value, unit, words)}{more}")
        own = " own" if (region, value) == (found.region, float(found.value)) else ""
        where = f'class="dot{own}" style="{at(value)}" title="{said}" aria-label="{said}"'
        dots += f'<a href="{html.escape(href(points[region]))}" {where}></a>'
    label = html.escape(words("peers.alt", name=found.region, n=found.count))
    return f'<div class="strip" role="group" aria-label="{label}">{lines}{dots}</div>'


def conflicts(rows: pd.DataFrame, words: Words, href: Href) -> str:
    """Each conflict with all its values: which is used and by which rule; every value a link to its sentence."""
    names = ("column.region", "column.year", "evidence.kind", "points.value", "evidence.report", "conflict.used")
    head = "".join(f'<th scope="col">{html.escape(words(name))}</th>' for name in names)
    body = ""
    groups: dict[str, list[dict]] = {}
    for row in rows.to_dict("records"):
        groups.setdefault(row["conflict_id"], []).append(row)
    for group in groups.values():
        for place, row in enumerate(group):
            value = charts_trend.label(row, words)
            what = words(
                "conflict.what", kind=words(f"conflict.{row['kind']}"), by=words(f"conflict.by_{row['difference']}")
            )
            used = words("conflict.passed_over")
            if row["chosen"]:
                used = words("conflict.chosen", rule=rule_names(row["rule"], words))
            told = (row["region"] or "", str(row["year"]), what) if place == 0 else ("", "", "")
            cells = [html.escape(part) for part in told]
            cells.append(f'<a href="{html.escape(href(row["figure_id"]))}">{html.escape(value)}</a>')
            cells += [html.escape(row["report"] or ""), html.escape(used)]
            body += "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    return grids.table("conflicts", words("conflict.alt", n=len(groups)), head, body)


def _value(value: object, unit: str, words: Words) -> str:
    return numbers.amount(float(value), unit, words.lang)


def _gap(gap: object, unit: str, words: Words) -> str:
    """A difference with its sign; of percents in percentage points."""
    if float(gap) == 0:
        return words("compare.same")
    size = numbers.plain(float(format(abs(float(gap)), ".10g")))
    sign = "+" if float(gap) > 0 else "−"
    return words("changes.by_points", size=f"{sign}{size}") if unit == "%" else f"{sign}{size}{unit}"


def _beside(other: object, gap: object, unit: str, words: Words, who: str = "") -> str:
    text = words("compare.beside", value=_value(other, unit, words), gap=_gap(gap, unit, words))
    return f"{text} · {who}" if who else text
