"""The catalogue of indicators: one standard name, unit, domain and polarity for the many ways a name is written.

What is known of each indicator stands in data/reference/indicators.csv. How two
spellings of a name are brought together (indicator_names.yml), the domain of a name
of no indicator (domains.yml), which side of it is better (polarity.yml), and which
documents set indicators (frameworks.yml) stand beside it; indicators.md is their guide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from pathlib import Path

from extract import units
from extract.schema import BASES
from extract.words import REFERENCE, TableError, alternatives, read_csv, read_yaml

INDICATORS = REFERENCE / "indicators.csv"
POLARITIES = ("higher", "lower", "neither")

_LISTS, _FLAGS, _YES_NO = ("aliases", "frameworks"), ("change_form", "task_form"), {"yes": True, "no": False}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HALF_WIDTH = {0x3000: 0x20} | {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# What jieba takes as one run of text; a name with any other character can never be one of its words.
_ONE_RUN = re.compile(r"[一-鿕A-Za-z0-9+#&._%-]+")


@dataclass(frozen=True)
class Indicator:
    """One indicator of the catalogue; the fields are the columns of indicators.csv.

    Attributes:
        id: short, stable, lower-case English words joined by hyphens.
        name: standard Chinese name.
        name_en: the field's standard English term.
        aliases: other names by which reports call the very same thing.
        domain: field of work, one of domains.yml.
        unit: base unit of its values, as in figures.unit; empty where there is none.
        polarity: higher, lower or neither is better.
        change_form: do reports tell its rise or fall (增长3.8%, 提高2个百分点)?
        task_form: do reports tell it as a percent of a task (完成年度任务的128.3%)?
        definition: one Chinese sentence, with numerator and denominator.
        numerator, denominator: what is divided by what, in words; both empty where it is no ratio.
        frameworks: documents that set it, names of frameworks.yml.
        source: document that defines it; empty where that is not known.
    """

    id: str
    name: str
    name_en: str
    aliases: tuple[str, ...]
    domain: str
    unit: str
    polarity: str
    change_form: bool
    task_form: bool
    definition: str
    numerator: str
    denominator: str
    frameworks: tuple[str, ...]
    source: str


class Catalogue:
    """The indicators, found by name and unit, and what is known of names that are none of them."""

    def __init__(self, indicators: Iterable[Indicator], naming: Naming, domains: Domains, endings: Endings) -> None:
        self.indicators = tuple(indicators)
        self.domain_names: Mapping[str, str] = domains.english
        self._naming, self._domains, self._endings = naming, domains, endings
        self._by_id = {indicator.id: indicator for indicator in self.indicators}
        self._full: dict[str, dict[str, Indicator]] = {}
        self._short: dict[str, dict[str, Indicator]] = {}
        for indicator in self.indicators:
            for name in (indicator.name, *indicator.aliases):
                key = naming.key(name)
                self._full.setdefault(key, {})[indicator.id] = indicator
                for short in (key, naming.without_count(key)):
                    self._short.setdefault(short, {})[indicator.id] = indicator

    def find(self, name: str, unit: str, basis: str = "level") -> Indicator | None:
        """The indicator of this name whose values come in this unit, or None.

        Args:
            name: an indicator's name as a report writes it.
            unit: base unit of the figure; 人, 名 and 位 count alike, so do 家, 所 and 个.
            basis: ``level``, or ``change`` for a rise or fall, which may also be
                in % of the earlier value, or in 百分点 of a % or ‰.

        Returns:
            The one indicator that fits; None where none does, or two do.

        Raises:
            ValueError: ``basis`` is neither level nor change.
        """
        if basis not in BASES:
            raise ValueError(f"basis is {basis!r}; give one of {', '.join(BASES)}")
        for index, keys in self._ways(name, basis):
            named = {i.id: i for key in keys for i in index.get(key, {}).values()}.values()
            same = [i for i in named if self._naming.alike(i.unit, unit)]
            fitting = same or [i for i in named if basis == "change" and _measures_change(unit, i.unit)]
            if fitting:
                return fitting[0] if len(fitting) == 1 else None
        return None

    def unit_of(self, name: str) -> str | None:
        """The unit of an indicator whose number is given without one; None where no indicator has this name, or two."""
        units_of = {indicator.unit for indicator in self._full.get(self._naming.key(name), {}).values()}
        return units_of.pop() if len(units_of) == 1 else None

    def by_id(self, indicator_id: str) -> Indicator:
        """The indicator of this id.

        Raises:
            KeyError: the catalogue has no such id.
        """
        return self._by_id[indicator_id]

    def polarity(self, indicator_id: str | None, name: str) -> str | None:
        """Which side is better: ``higher``, ``lower``, ``neither``, or None where it is not known.

        Args:
            indicator_id: the catalogue's id; None where the catalogue does not know the name.
            name: the indicator's name; its ending decides where there is no id.

        Raises:
            KeyError: the catalogue has no such id.
        """
        if indicator_id:
            return self.by_id(indicator_id).polarity
        return self._endings.polarity(self._naming.key(name))

    def domain(self, name: str) -> str:
        """The domain of an indicator's name, whatever its unit; 其他 where nothing tells."""
        for index, keys in self._ways(name, "change"):
            found = {i.domain for key in keys for i in index.get(key, {}).values()}
            if len(found) == 1:
                return found.pop()
        return self._domains.of(fold(name))

    def words(self) -> list[str]:
        """Names, aliases and key terms for jieba's user dictionary, sorted, each once."""
        named = (name for i in self.indicators for name in (i.name, *i.aliases))
        return sorted({w for w in (*named, *self._domains.words, *self._endings.words) if _ONE_RUN.fullmatch(w)})

    def _ways(self, name: str, basis: str) -> Iterator[tuple[dict[str, dict[str, Indicator]], tuple[str, ...]]]:
        """Indexes to look into, the strictest first, each with the keys to look for."""
        key = self._naming.key(name)
        yield self._full, (key,)
        yield self._short, (self._naming.without_count(key),)
        if basis == "change":
            level = self._naming.without_change(key)
            yield self._full, (level,)
            yield self._short, (self._naming.without_count(level),)


def _measures_change(unit: str, of: str) -> bool:
    """Can a rise or fall of an indicator in the unit ``of`` be told in this unit?"""
    return unit == "%" or (unit == "百分点" and of in ("%", "‰"))


def fold(text: str) -> str:
    """A name with full-width forms made half-width, in lower case and without spaces."""
    return "".join(text.translate(_HALF_WIDTH).lower().split())


class Naming:
    """The rules of indicator_names.yml: when two names, or two units, are one."""

    def __init__(self, table: Mapping[str, object]) -> None:
        self._drop = str.maketrans("", "", fold(table["drop"]))
        self._first_prefix = {fold(word): fold(group[0]) for group in table["prefixes"] for word in group}
        self._first_suffix = {fold(word): fold(group[0]) for group in table["suffixes"] for word in group}
        self._prefix = re.compile(f"^{alternatives(self._first_prefix)}(?=.)")
        self._suffix = re.compile(f"(?<=.){alternatives(self._first_suffix)}$")
        self._place = re.compile(f"^{alternatives(table['places'])}(?=.)")
        self._count = re.compile(f"(?<=..){alternatives(table['counts'])}$")
        self._change = re.compile(f"(?<=..){alternatives(table['changes'])}$")
        self._unit = {unit: group[0] for group in table["units"] for unit in group}
        self._bases = frozenset(table["bases"])

        # Reports repeat their names, and each is looked up in several ways.
        self.key = lru_cache(maxsize=65_536)(self._key)

    def _key(self, name: str) -> str:
        """What two spellings of one name have in common."""
        bare = self._place.sub("", fold(name).translate(self._drop))
        bare = self._prefix.sub(lambda m: self._first_prefix[m.group()], bare)
        return self._suffix.sub(lambda m: self._first_suffix[m.group()], bare)

    def without_count(self, key: str) -> str:
        """A key without an ending that says no more than the unit (床位数: 床位)."""
        return self._count.sub("", key)

    def without_change(self, key: str) -> str:
        """A key without an ending that says no more than ``basis: change`` (费用增幅: 费用)."""
        return self._change.sub("", self.without_count(key))

    def alike(self, one: str, other: str) -> bool:
        """Do two units count alike (家 and 个; 人 and 名)?"""
        return self._unit.get(one, one) == self._unit.get(other, other)

    def knows(self, unit: str) -> bool:
        """Is this a unit of units.csv, or one per one of the table's bases?"""
        names = {known.name for known in units.load().values()} | {""}
        counted, per, base = unit.partition("/")
        return unit in names or bool(per and counted in names and base in self._bases)


class Domains:
    """The rules of domains.yml: the closed list of domains, and their key words."""

    def __init__(self, table: list[Mapping[str, object]]) -> None:
        self.english: dict[str, str] = {entry["name"]: entry["en"] for entry in table}
        self.words: list[str] = [word for entry in table for word in entry["words"]]
        self._said = [(e["name"], re.compile(alternatives(map(fold, e["words"])))) for e in table if e["words"]]

    def of(self, folded: str) -> str:
        """The first domain with a word in this folded name, else the last one."""
        return next((domain for domain, words in self._said if words.search(folded)), [*self.english][-1])


class Endings:
    """The rules of polarity.yml: which side is better, by how a name ends."""

    def __init__(self, table: Mapping[str, list], naming: Naming) -> None:
        self.words = [word for side in (*POLARITIES, "unknown") for word in table[side]]
        self._sides: dict[str, str | None] = {naming.key(word): side for side in POLARITIES for word in table[side]}
        self._sides |= dict.fromkeys(map(naming.key, table["unknown"]))
        self._longest = max(map(len, self._sides))
        self._except = [(naming.key(rule["ends"]), rule["has"], rule["polarity"]) for rule in table["except"]]

    def polarity(self, key: str) -> str | None:
        """The better side of a name, by its key; None where its ending tells nothing."""
        for ends, has, side in self._except:
            if key.endswith(ends) and has in key.removesuffix(ends):
                return side
        for length in range(min(self._longest, len(key)), 0, -1):
            if key[-length:] in self._sides:
                return self._sides[key[-length:]]
        return None


@cache
def load(path: Path = INDICATORS, rules: Path = REFERENCE) -> Catalogue:
    """Read the catalogue and the rules beside it.

    Args:
        path: table of indicators.
        rules: folder with indicator_names.yml, domains.yml, polarity.yml and frameworks.yml.

    Raises:
        TableError: a table cannot be read or breaks its own rules; the message
            names the file, the line or the entry, and what to do.
    """
    naming = Naming(_naming_table(rules / "indicator_names.yml"))
    domains = Domains(_domain_table(rules / "domains.yml"))
    endings = Endings(_polarity_table(rules / "polarity.yml"), naming)
    frameworks = _framework_names(rules / "frameworks.yml")
    return Catalogue(_indicators(path, naming, domains, frameworks), naming, domains, endings)


def _indicators(path: Path, naming: Naming, domains: Domains, frameworks: frozenset[str]) -> list[Indicator]:
    made: list[Indicator] = []
    ids: set[str] = set()
    spoken_for: dict[str, list[tuple[Indicator, str]]] = {}
    for at, row in read_csv(path, [field.name for field in fields(Indicator)]):
        indicator = _indicator(row, at)
        _check(indicator, at, naming, domains, frameworks)
        if indicator.id in ids:
            raise TableError(f"{at}: the id {indicator.id} is taken already; give every indicator its own")
        ids.add(indicator.id)
        for name in dict.fromkeys(map(naming.key, (indicator.name, *indicator.aliases))):
            for other, where in spoken_for.setdefault(name, []):
                if naming.alike(other.unit, indicator.unit):
                    raise TableError(
                        f"{at}: {name} in {indicator.unit or 'no unit'} is a name of {other.id} ({where}) and of "
                        f"{indicator.id}; leave it with the one whose definition it has, or with neither"
                    )
            spoken_for[name].append((indicator, at.partition(", ")[2]))
        made.append(indicator)
    return made


def _indicator(row: Mapping[str, str], at: str) -> Indicator:
    cells: dict[str, object] = {column: tuple(filter(None, row[column].split("|"))) for column in _LISTS}
    for column in _FLAGS:
        if row[column] not in _YES_NO:
            raise TableError(f"{at}: {column} {row[column]!r} is unknown; write yes or no")
        cells[column] = _YES_NO[row[column]]
    return Indicator(**row | cells)


def _check(indicator: Indicator, at: str, naming: Naming, domains: Domains, frameworks: frozenset[str]) -> None:
    """Refuse an indicator whose own cells are not in order."""
    if not _ID.fullmatch(indicator.id):
        raise TableError(f"{at}: the id {indicator.id!r} must be lower-case English words joined by hyphens")
    for column in ("name", "name_en", "definition"):
        if not getattr(indicator, column).strip():
            raise TableError(f"{at}: {column} of {indicator.id} is empty; fill it in")
    names = (indicator.name, *indicator.aliases)
    if len(set(names)) != len(names) or any(name != name.strip() for name in names):
        raise TableError(f"{at}: {indicator.id} has a name twice or with spaces around it; keep each once, bare")
    if indicator.polarity not in POLARITIES:
        raise TableError(f"{at}: polarity {indicator.polarity!r} is unknown; write {', '.join(POLARITIES)}")
    if indicator.domain not in domains.english:
        raise TableError(f"{at}: domain {indicator.domain!r} is not in domains.yml; use a name from it or add one")
    if not frameworks.issuperset(indicator.frameworks) or len(set(indicator.frameworks)) != len(indicator.frameworks):
        raise TableError(f"{at}: frameworks must be names of frameworks.yml, each once; mend the cell or add the name")
    if bool(indicator.numerator) != bool(indicator.denominator):
        raise TableError(f"{at}: {indicator.id} has half a ratio; give numerator and denominator, or neither")
    if not naming.knows(indicator.unit):
        raise TableError(f"{at}: unit {indicator.unit!r} is not in units.csv; use one from it or add it")


def _naming_table(path: Path) -> Mapping[str, object]:
    table = _entries(read_yaml(path), "drop prefixes suffixes places counts changes units bases", path.name)
    for group in ("places", "counts", "changes", "bases"):
        _distinct(table[group], f"{path.name}: {group}")
    for groups in ("prefixes", "suffixes", "units"):
        _distinct([word for group in table[groups] for word in group], f"{path.name}: {groups}")
    return table


def _domain_table(path: Path) -> list[Mapping[str, object]]:
    table = _entries(read_yaml(path), "domains", path.name)["domains"]
    for number, entry in enumerate(table, start=1):
        _entries(entry, "name en words", f"{path.name}, domain {number}")
    _distinct([entry["name"] for entry in table], f"{path.name}: domains")
    _distinct([word for entry in table for word in entry["words"]], f"{path.name}: words")
    if [entry["name"] for entry in table if not entry["words"]] != [table[-1]["name"]]:
        raise TableError(f"{path.name}: the last domain, and no other, must have no words; mend the list")
    return table


def _polarity_table(path: Path) -> Mapping[str, list]:
    table = _entries(read_yaml(path), "lower higher neither unknown except", path.name)
    _distinct([word for side in (*POLARITIES, "unknown") for word in table[side]], f"{path.name}: endings")
    for number, rule in enumerate(table["except"], start=1):
        _entries(rule, "ends has polarity", f"{path.name}, except {number}")
        if rule["polarity"] not in POLARITIES:
            raise TableError(f"{path.name}, except {number}: polarity must be one of {', '.join(POLARITIES)}")
    return table


def _framework_names(path: Path) -> frozenset[str]:
    table = _entries(read_yaml(path), "frameworks", path.name)["frameworks"]
    for number, entry in enumerate(table, start=1):
        _entries(entry, "name en document", f"{path.name}, framework {number}")
    _distinct([entry["name"] for entry in table], f"{path.name}: frameworks")
    return frozenset(entry["name"] for entry in table)


def _entries(table: object, keys: str, at: str) -> Mapping:
    """A mapping with just these keys."""
    if not isinstance(table, Mapping) or set(table) != set(keys.split()):
        found = ", ".join(map(str, table)) if isinstance(table, Mapping) else "something else"
        raise TableError(f"{at}: wanted the keys {', '.join(keys.split())}, found {found}; mend the keys")
    return table


def _distinct(words: Iterable[object], at: str) -> None:
    """Refuse a list that is empty, or holds a word twice or something that is not a word."""
    words = list(words)
    wrong = {w for w in words if not isinstance(w, str) or words.count(w) > 1}
    if wrong or not words:
        raise TableError(f"{at}: {', '.join(sorted(map(str, wrong))) or 'nothing'} stands there; name every word once")
