"""Sentences for reports, out of rows: what was achieved, held against its targets, and paragraphs of many.

Rows in, words out: no question to the tables, no widget. Every number is one of the row's own, exact, with 万
and 亿 as a Chinese report writes them; nothing is worked out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import pandas as pd

from extract import catalogue
from metrics import measures, quantities
from metrics.schema import BAND, CEILING, FLOOR, MET, NOT_MET, POINT
from views import captions, numbers
from views.words import Words

_BOUNDS = {
    ">=": "sentence.at_least", ">": "sentence.more_than", "<=": "sentence.at_most", "<": "sentence.less_than",
    "~": "sentence.about",
}  # fmt: skip
# Units that a sentence in English has words for; the others stay as the report has them.
_ENGLISH_UNITS = {"/万": "sentence.per_ten_thousand", "/10万": "sentence.per_hundred_thousand"}
# What a difference of two values is counted in, one and more, where it is not the unit itself.
_POINTS = dict.fromkeys(("%", "百分点"), ("sentence.point", "sentence.points")) | {
    "‰": ("sentence.permille_point", "sentence.permille_points")
}
# Ends of names that say by themselves what a percent of a task is of.
_RATES = ("率", "比例", "占比")
_TASKS = ("任务", "任务数", "任务量", "工程量", "计划", "投资", "投资额")
_VALUES = {
    "value": "sentence.value", "goal_named": "sentence.value", "task": "sentence.task",
    "task_named": "sentence.task_named",
}  # fmt: skip
_GOALS = {
    "value": "sentence.goal", "goal_named": "sentence.goal_named", "task": "sentence.goal_task",
    "task_named": "sentence.goal_task_named",
}  # fmt: skip
# What a place above is called from below, by how its name ends.
_WHOLE = {
    "自治区": "sentence.whole_region", "自治州": "sentence.whole_prefecture", "省": "sentence.whole_province",
    "市": "sentence.whole_city",
}  # fmt: skip
# What a target is called by its shape.
_NOUNS = {CEILING: "sentence.noun_ceiling", BAND: "sentence.noun_band"}
# Families of units whose values go up and down rather than grow in number.
_LEVELS = {"share", "points", "rate", "age", "score"}
_OWNERS = ("own", "superior", "national")
# Decimals that are told: more than reports quote, and none of the noise of binary fractions.
_DIGITS = 10


def of_figures(figures: Iterable[Mapping], words: Words) -> str:
    """Figures (rows of the figures table) as text: a sentence for each place and year, in the order given.

    A target is told as one, without an answer; a benchmark as a value for comparison. Empty for no figures.
    """
    return _paragraph([(_head(row, words), _figure(row, words)) for row in map(plain, figures)], words)


def of_judgements(rows: Iterable[Mapping], words: Words) -> str:
    """Judgements (rows of the judgements table) as text: a sentence for each place and year, in the order given.

    Targets that one achieved figure is held against stand together behind it, the region's own first. Of a target
    without an achievement the text says so. Empty for no rows.
    """
    achieved: dict[str, list[dict]] = {}
    for row in map(plain, rows):
        achieved.setdefault(row["achieved_id"] or row["target_id"], []).append(row)
    items = [(_head(group[0], words), _judged(group, words)) for group in achieved.values()]
    return _paragraph(items, words)


def plain(row: Mapping) -> dict:
    """A row as a dict whose absent values are None, whatever frame it comes from."""
    return {name: None if pd.isna(value) else value for name, value in row.items()}


def _paragraph(items: Sequence[tuple[str, str]], words: Words) -> str:
    """The items under their headings (place and year), each heading once, in order of first appearance."""
    groups: dict[str, list[str]] = {}
    for head, text in items:
        groups.setdefault(head, []).append(text)
    lines = [
        words("sentence.line", head=head, items=words("list.separator").join(dict.fromkeys(texts)))
        for head, texts in groups.items()
    ]
    return ("" if words.lang == "zh" else " ").join(lines)


def _head(row: Mapping, words: Words) -> str:
    place = row["region"] or words("sentence.no_place")
    if row.get("as_of"):
        return words("sentence.head_day", place=place, day=captions.day(row["as_of"], words))
    if row["year"] is None:
        return words("sentence.head_no_year", place=place)
    return words("sentence.head", place=place, year=int(row["year"]))


def _figure(row: Mapping, words: Words) -> str:
    text = _told(row, "", words, goal=row["kind"] == "target")
    return words("sentence.compared", item=text) if row["kind"] == "benchmark" else text


def _judged(rows: list[dict], words: Words) -> str:
    """One achieved figure with all its targets, or one target that nothing answers."""
    first = rows[0]
    if first["achieved_id"] is None:
        return words("sentence.pending", item=_told(first, "target_", words, goal=True))
    targets = [row for row in rows if row["target_id"] is not None]
    targets.sort(key=lambda row: (_OWNERS.index(row["target_owner"]), row["target_year"] or 0))
    clauses = [_told(first, "achieved_", words), _since(first, words), *(_against(row, words) for row in targets)]
    return ("，" if words.lang == "zh" else ", ").join(dict.fromkeys(clause for clause in clauses if clause))


# --- values ----------------------------------------------------------------------------------------


def _exact(value: float) -> Decimal:
    """The number as it is written, without the noise of binary fractions."""
    return Decimal(repr(round(float(value), _DIGITS)))


def _quantity(value: float, unit: str, words: Words) -> str:
    """A number with its unit: 75%, 48.13万座; in English 12.8 per 100,000."""
    if words.lang == "zh":
        return quantities.quantity(_exact(value), "个百分点" if unit == "百分点" else unit)
    number = numbers.plain(float(_exact(value)))
    if unit == "百分点":
        return _points(number, unit, words)
    if unit in _ENGLISH_UNITS:
        return words(_ENGLISH_UNITS[unit], n=number)
    return f"{number}{unit}" if unit in ("", "%", "‰") else f"{number} {unit}"


def _difference(value: float, unit: str, words: Words) -> str:
    """The size of a difference of two values: 20.77个百分点."""
    if words.lang == "zh":
        return quantities.difference(_exact(value), unit)
    if unit in _POINTS:
        return _points(numbers.plain(float(abs(_exact(value)))), unit, words)
    return _quantity(abs(value), unit, words)


def _points(number: str, unit: str, words: Words) -> str:
    one, more = _POINTS[unit]
    return words(one if number == "1" else more, n=number)


def _bounded(row: Mapping, role: str, words: Words, size: bool = False) -> str:
    """A value as the report words it: 26%以上, 85%—90%. ``size`` leaves the sign out, for rises and falls."""
    low, high, comparator = (row[f"{role}{name}"] for name in ("value", "value_high", "comparator"))
    text = _quantity(abs(low) if size else low, row["unit"], words)
    if high is not None:
        text = words("sentence.range", low=text, high=_quantity(abs(high) if size else high, row["unit"], words))
    if comparator == "<" and not measures.is_size_free(row["unit"]):
        return words("sentence.under", value=text)
    return words(_BOUNDS[comparator], value=text) if comparator in _BOUNDS else text


def _moved(value: float, size: str, row: Mapping, words: Words) -> str:
    """A rise or fall in words, by its sign; ``size`` is how far."""
    if value == 0:
        return words("sentence.unmoved")
    if measures.family(row["unit"]) not in _LEVELS:
        return words("sentence.add" if value > 0 else "sentence.cut", value=size)
    rise = "sentence.raise" if _polarity(row) == "higher" else "sentence.climb"
    return words(rise if value > 0 else "sentence.drop", value=size)


def _change(row: Mapping, role: str, words: Words) -> str:
    """A figure that is itself a change: 增长20%以上, 下降2个百分点."""
    value, size = row[f"{role}value"], _bounded(row, role, words, size=True)
    if row["unit"] == "%" and value:
        return words("sentence.grow" if value > 0 else "sentence.drop", value=size)
    return _moved(value, size, row, words)


def _known(row: Mapping) -> catalogue.Indicator | None:
    """The catalogue's entry of a row's indicator; None where it has none (any more)."""
    try:
        return catalogue.load().by_id(row["indicator_id"])
    except KeyError:
        return None


def _polarity(row: Mapping) -> str | None:
    if row.get("polarity"):
        return row["polarity"]
    known = _known(row)
    return known.polarity if known else None


def _name(row: Mapping, words: Words) -> str:
    """The indicator for a sentence that begins with its place; in English with the catalogue's English name."""
    name, known = row["indicator"], _known(row)
    if words.lang == "en" and known and known.name_en and known.name == name:
        return f"{known.name_en} ({name})"
    return name.removeprefix(row["region"] or "") or name


def _told(row: Mapping, role: str, words: Words, *, goal: bool = False) -> str:
    """The indicator with its value, as something achieved or (``goal``) aimed at; shares of a task as such."""
    name = _name(row, words)
    value = _change(row, role, words) if row["basis"] == "change" else _bounded(row, role, words)
    kind = "task" if row["complete"] else "value"
    if kind == "task" and name.endswith(_RATES):
        kind = "value"  # a name that is a rate already (产前筛查完成率) says what the percent is of
    if kind == "task" and name.endswith(_TASKS):
        kind = "task_named"
    if kind == "value" and name.endswith("目标"):
        kind = "goal_named"
    return words((_GOALS if goal else _VALUES)[kind], name=name, value=value)


def _since(row: Mapping, words: Words) -> str:
    """How a value moved since the earlier one; empty where there is none to compare with."""
    before, moved, year = (row[name] for name in ("baseline_value", "direction_change", "baseline_year"))
    if before is None or moved is None or row["basis"] == "change":
        return ""
    if moved == 0:
        return words("sentence.same_before") if year is None else words("sentence.same_since", year=int(year))
    fields = {
        "value": _quantity(before, row["unit"], words),
        "change": _moved(moved, _difference(moved, row["unit"], words), row, words),
    }
    return words("sentence.since_before", **fields) if year is None else (
        words("sentence.since", year=int(year), **fields)
    )  # fmt: skip


# --- against a target ------------------------------------------------------------------------------


def _against(row: Mapping, words: Words) -> str:
    """How the achieved value stands to one target, true to its level."""
    if row["level"] is None:
        return words("sentence.undecided", target=_target(row, words, worded=True))
    clause = _relation(row, words)
    # A target that is not due yet is not missed: how much is lacking is all there is to say.
    due = row["level"] == NOT_MET and not _is_later(row)
    return words("sentence.missed", clause=clause) if due else clause


def _relation(row: Mapping, words: Words) -> str:
    required, met, far = row["required"], row["level"] == MET, row["distance"]
    target = _target(row, words)
    early = met and _is_later(row) and required in (FLOOR, CEILING) and row["basis"] == "level"
    if far is None or row["achieved_comparator"] != "=" or row["achieved_value_high"] is not None:
        return words("sentence.early" if early else _standing(required, met), target=target)
    if required == BAND and far == 0:
        return words("sentence.fits", target=target)
    if far == 0:
        strict = {FLOOR: "sentence.equal_not_more", CEILING: "sentence.equal_not_less"}
        return words(("sentence.early" if early else "sentence.equal") if met else strict[required], target=target)
    gap = _difference(far, row["unit"], words)
    if row["basis"] == "change":
        return _changes(row, target, gap, words)
    # Met, though on the other side of the number: an approximate target, or one that is met when rounded to.
    if met and (required == POINT or (required, far > 0) in ((FLOOR, False), (CEILING, True))):
        return words("sentence.close", target=target, gap=gap)
    if early:
        return words("sentence.early_above" if far > 0 else "sentence.early_below", target=target, gap=gap)
    if _is_later(row) and required in (FLOOR, CEILING):
        over = "sentence.over" if measures.is_size_free(row["unit"]) else "sentence.over_count"
        return words("sentence.short" if required == FLOOR else over, target=target, gap=gap)
    if measures.is_size_free(row["unit"]) or not row["unit"]:
        return words("sentence.above" if far > 0 else "sentence.below", target=target, gap=gap)
    return words("sentence.more" if far > 0 else "sentence.fewer", target=target, gap=gap)


def _standing(required: str, met: bool) -> str:
    """The key for a value that is only known by its bounds: no gap can be told."""
    if required == FLOOR:
        return "sentence.reached" if met else "sentence.not_reached"
    if required == CEILING:
        return "sentence.within" if met else "sentence.exceeds"
    return "sentence.fits" if met else "sentence.unfit"


def _changes(row: Mapping, target: str, gap: str, words: Words) -> str:
    """Two rises, two falls, or one of each: 比增长10%的目标多2个百分点."""
    got, wanted = row["achieved_value"], row["target_value"]
    if got * wanted < 0:
        return words("sentence.change_apart", target=target, gap=gap)
    return words("sentence.change_more" if abs(got) > abs(wanted) else "sentence.change_less", target=target, gap=gap)


def _target(row: Mapping, words: Words, worded: bool = False) -> str:
    """A target with whose and of when it is: 全省75%的目标任务, 国家2030年70%的目标.

    ``worded`` keeps its comparator; else what is asked for stands in the noun and in the relation.
    """
    if row["basis"] == "change":
        value = _change(row, "target_", words)
    elif worded or row["target_value_high"] is not None or row["target_comparator"] == "~":
        value = _bounded(row, "target_", words)
    else:
        value = _quantity(row["target_value"], row["unit"], words)
    year = words("sentence.target_year", year=int(row["target_year"])) if _is_later(row) else ""
    noun = words(_noun(row))
    if row["target_source"] == "derived":
        return words("sentence.target_derived", year=year, value=value, noun=noun)
    if row["target_owner"] == "own":
        return words("sentence.target_own", year=year, value=value, noun=noun)
    whose = words("sentence.nation") if row["target_owner"] == "national" else _superior(row["target_region"], words)
    return words("sentence.target", whose=whose, year=year, value=value, noun=noun)


def _noun(row: Mapping) -> str:
    """The key of what a target is called: 目标任务 for a floor that is due, 控制目标 for a ceiling."""
    if row["basis"] == "change":
        return "sentence.noun"
    due = row["target_owner"] != "national" and not _is_later(row)
    return "sentence.noun_task" if row["required"] == FLOOR and due else _NOUNS.get(row["required"], "sentence.noun")


def _superior(region: str, words: Words) -> str:
    whole = next((key for end, key in _WHOLE.items() if region.endswith(end)), None)
    return words(whole) if whole else words("sentence.superior", region=region)


def _is_later(row: Mapping) -> bool:
    years = row["target_year"], row["achieved_year"]
    return None not in years and years[0] > years[1]
