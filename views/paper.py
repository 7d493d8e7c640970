"""监测评估报告: one region's targets and achievements as a Word document, in the customary outline.

Every number is one of the judgements (or of the sentences they point at); nothing is worked out here but counts
of rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from views import captions, images, numbers, paces, paper_figures, paper_notes
from views.cards import DIRECTIONS
from views.library import VERDICTS, Library
from views.library_paper import BEHIND, LOWERED, UNANSWERED, Material, material
from views.paper_notes import Notes
from views.word_file import PAGE, PAGES, Line, Piece, Ref, Strong, WordFile
from views.words import Words

# Digits of a difference: all that reports quote, and none of the noise of binary fractions.
_DIGITS = 10


def write(
    library: Library, words: Words, place: str, span: tuple[int, int] | None = None, method: str = paces.METHODS[0]
) -> bytes:
    """The document of a region and a span of years (None: all), in the language of ``words``.

    ``method`` is how the pace is told (one of paces.METHODS). Charts are left out, with a line that says why,
    where images cannot be drawn.
    """
    found = material(library, place, span, method)
    drawn, reason = _draw(library, found, words)
    return _Paper(library, found, words, drawn, reason).to_bytes()


def _draw(library: Library, found: Material, words: Words) -> tuple[list[paper_figures.Drawn], str | None]:
    """The charts as images; where none can be drawn none, and why (a key of images.REASONS)."""
    if reason := images.unavailable():
        return [], reason
    planned = paper_figures.plan(library, found, words)
    try:
        drawn = images.draw([one.image for one in planned])
    except images.ImagesUnavailable as error:
        return [], error.reason
    return [paper_figures.Drawn(one, png) for one, png in zip(planned, drawn, strict=True)], None


@dataclass
class _Paper:
    """The document section by section, with running numbers of tables, charts and notes."""

    library: Library
    found: Material
    words: Words
    drawn: list[paper_figures.Drawn]
    no_images: str | None
    tables: int = 0
    figures: int = 0
    notes: Notes = field(init=False)
    doc: WordFile = field(init=False)

    def __post_init__(self) -> None:
        words = self.words
        self.notes = Notes(self.found, words)
        day = captions.built(self.library)
        span = words("paper.in_brackets", text=self.span())
        heads = [words("paper.heading_one", place=self.found.place), words("paper.heading_two") + span]
        self.doc = WordFile(words.lang, " ".join(heads), day)
        self.doc.title(heads, words("paper.subtitle", build=self.library.build, date=captions.day(day, words)))
        self.doc.page_numbers(words("paper.pages", page=PAGE, pages=PAGES))

    def to_bytes(self) -> bytes:
        self.overall()
        self.domains()
        self.behind()
        without = self.without_target()  # before the notes are listed: it refers to some
        self.sources()
        self.method()
        self.appendix(without)
        return self.doc.to_bytes()

    # --- sections --------------------------------------------------------------------------------

    def overall(self) -> None:
        """总体情况: the counts in sentences, a table of them by domain, and a chart of them by year."""
        words, found, doc = self.words, self.found, self.doc
        doc.heading(words("paper.overall"))
        owners = {name: found.count(owner=name) for name in ("own", "superior", "national")}
        doc.paragraph(words(
            "paper.scope", reports=len(found.reports), place=found.place, span=self.span(), n=found.count(), **owners
        ))  # fmt: skip
        if found.count():
            doc.paragraph(words(
                "paper.verdicts", **{verdict: found.count(verdict=verdict) for verdict in VERDICTS[:4]}
            ))  # fmt: skip
        else:
            doc.paragraph(words("paper.no_targets"))
        ways = {DIRECTIONS.get(word, "single"): n for word, n in found.directions.items()}
        if ways:
            doc.paragraph(words(
                "paper.directions", **{way: ways.get(way, 0) for way in (*DIRECTIONS.values(), "single")}
            ))  # fmt: skip
        if found.paces:
            counted = [words("paper.pace_count", word=words(f"pace.{word}"), n=n) for word, n in found.paces.items()]
            doc.paragraph(words(
                "paper.paces", n=sum(found.paces.values()), method=words(f"method.{found.method}"),
                counts=words("list.and").join(counted),
            ))  # fmt: skip
        if worse := len(self.met_but_worse()):
            doc.paragraph(words("paper.met_worse", n=worse))
        if found.without:
            doc.paragraph(words("paper.alone", n=found.without))
        if found.count():
            self.counts()
            doc.paragraph(words("paper.counting"), "Note")
        if self.no_images and found.count():
            doc.paragraph(words("paper.no_figures", reason=words(f"paper.reason_{self.no_images}")))
        self.pictures(None)

    def counts(self) -> None:
        """How many targets of each domain were met, missed, not judged, not answered."""
        words, found = self.words, self.found
        kinds = ("met", "unmet", "undecided", "pending")
        domains = found.verdicts["domain"].drop_duplicates().tolist()
        rows = [[name, *(found.count(domain=name, verdict=kind) for kind in kinds), found.count(domain=name)]
                for name in domains]  # fmt: skip
        rows.append([words("paper.total"), *(found.count(verdict=kind) for kind in kinds), found.count()])
        headers = [words("paper.column_domain"), *(words(f"verdict.{kind}") for kind in kinds), words("paper.total")]
        self.caption_table("paper.table_counts")
        cells = [[[[str(cell)]] for cell in row] for row in rows]
        self.doc.table(headers, [3, 2, 2, 2, 2.4, 2], cells, right=range(1, len(headers)))

    def domains(self) -> None:
        """分领域指标完成情况: a table a domain, then its charts."""
        words, judged = self.words, self.found.judged
        self.doc.heading(words("paper.domains"))
        if judged.empty:
            self.doc.paragraph(words("paper.no_targets"))
            return
        for number, (name, rows) in enumerate(judged.groupby("domain", sort=False), 1):
            self.doc.heading(self.part(2, number, name), 2)
            self.caption_table("paper.table_domain", name=name)
            self.domain_table(rows)
            self.pictures(name)
        self.doc.paragraph(words("paper.dash"), "Note")
        if len(judged) < self.found.count():
            self.doc.paragraph(words("paper.cut", shown=len(judged), n=self.found.count()))

    def domain_table(self, rows: pd.DataFrame) -> None:
        """指标 / 基期 / 目标 / 实际 / 完成情况, one row a target; rows of one indicator stand together."""
        keys = ("paper.column_indicator", "paper.column_baseline", "paper.column_target", "paper.column_actual",
                "paper.column_state")  # fmt: skip
        groups = rows.groupby(["indicator", "unit", "basis", "complete"], sort=False).ngroup().tolist()
        cells = [
            [[[self.name(row)]], [self.baseline(row)], [self.target(row)], [self.actual(row)], self.state(row)]
            for row in rows.to_dict("records")
        ]
        self.doc.table([self.words(key) for key in keys], [3.3, 2.9, 4.5, 2.8, 2.5], cells, groups)

    def behind(self) -> None:
        """滞后与未再提及事项: what was missed, is behind, was not mentioned again or lowered, one line each."""
        words, judged, promises = self.words, self.found.judged, self.found.promises
        self.doc.heading(words("paper.behind"))
        method = self.found.method
        slow = judged[f"{method}_pace"].isin(BEHIND[method]) & judged["pace_method"].notna()
        lists = {
            "paper.unmet": (judged[(judged["verdict"] == "unmet") & ~slow], self.line_unmet),
            "paper.lagging": (judged[slow], self.line_pace),
            "paper.unanswered": (promises[promises["status"] == UNANSWERED], self.line_unanswered),
            "paper.lowered": (promises[promises["status"] == LOWERED], self.line_lowered),
            "paper.worse": (self.met_but_worse(), self.line_worse),
        }
        filled = {key: listed for key, listed in lists.items() if len(listed[0])}
        for number, (key, (rows, line)) in enumerate(filled.items(), 1):
            self.doc.heading(self.part(3, number, words(key)), 2)
            for at, row in enumerate(rows.to_dict("records"), 1):
                self.doc.paragraph([f"{at}. ", *line(row)], "List")
        if empty := [words(key) for key in lists if key not in filled]:
            self.doc.paragraph(words("paper.none", kinds=words("list.separator").join(empty)))
        silent = int((promises["verdict"] == "pending").sum())
        if waiting := self.found.count(verdict="pending") - silent:
            self.doc.paragraph(words("paper.pending", n=waiting))

    def without_target(self) -> list[list[list[Line]]]:
        """The rows of the appendix."""
        return [
            [[[row["domain"]]], [[self.name(row)]], [self.baseline(row)], [self.actual(row)], [[self.direction(row)]]]
            for row in self.found.alone.to_dict("records")
        ]

    def appendix(self, rows: list[list[list[Line]]]) -> None:
        """The achievements without a target."""
        words = self.words
        if not rows:
            return
        self.doc.heading(words("paper.appendix"))
        self.caption_table("paper.table_alone")
        keys = ("paper.column_domain", "paper.column_indicator", "paper.column_baseline", "paper.column_actual",
                "paper.column_moved")  # fmt: skip
        self.doc.table([words(key) for key in keys], [2, 5, 3, 3, 3], rows)
        if len(rows) < self.found.without:
            self.doc.paragraph(words("paper.cut", shown=len(rows), n=self.found.without))

    def sources(self) -> None:
        """数据来源: the reports, then every quoted sentence by its number."""
        words = self.words
        self.doc.heading(words("paper.sources"))
        self.doc.paragraph(words("paper.reports"))
        for number, row in enumerate(self.found.reports.to_dict("records"), 1):
            self.doc.paragraph(f"{number}. {paper_notes.report(row, words)}", "List")
        self.doc.paragraph(words("paper.notes"))
        for number, text in self.notes.texts():
            self.doc.note(number, text)

    def method(self) -> None:
        """方法说明, with the method and the build."""
        words = self.words
        self.doc.heading(words("paper.method"))
        for key in ("paper.method_level", "paper.method_direction"):
            self.doc.paragraph(words(key))
        rule = words(f"paper.pace_{self.found.method}")
        self.doc.paragraph(words("paper.method_pace", method=words(f"method.{self.found.method}"), rule=rule))
        self.doc.paragraph(words("paper.method_build", build=self.library.build))
        self.doc.paragraph(words("paper.method_read"))

    # --- pieces ----------------------------------------------------------------------------------

    def part(self, section: int, number: int, name: str) -> str:
        """The heading of a part of a section: （一）妇幼, 2.1. 妇幼."""
        order = _chinese(number) if self.words.lang == "zh" else f"{section}.{number}"
        return self.words("paper.part", number=order, name=name[:1].upper() + name[1:])

    def span(self) -> str:
        if self.found.span is None:
            return self.words("paper.span_none")
        first, last = self.found.span
        return self.words("paper.span_one" if first == last else "paper.span", first=first, last=last)

    def met_but_worse(self) -> pd.DataFrame:
        judged = self.found.judged
        return judged[(judged["verdict"] == "met") & (judged["direction"] == "恶化")]

    def caption_table(self, key: str, **fields: object) -> None:
        self.tables += 1
        self.doc.paragraph(self.words(key, number=self.tables, **fields), "Head")

    def pictures(self, domain: str | None) -> None:
        """The charts of a domain, or the one of them all (None)."""
        for one in self.drawn:
            if one.plan.domain == domain:
                self.figures += 1
                caption = self.words("paper.figure", number=self.figures, name=one.plan.title)
                self.doc.picture(one.png, one.plan.alt, caption)

    def name(self, row: Mapping) -> str:
        """The indicator, with what it counts where it is no plain value."""
        if row["complete"]:
            return self.words("paper.indicator_task", name=row["indicator"])
        return self.words("paper.indicator_change", name=row["indicator"]) if row["basis"] == "change" else (
            row["indicator"]
        )  # fmt: skip

    def baseline(self, row: Mapping) -> Line:
        if _absent(row["baseline_value"]):
            return [self.words("paper.nothing")]
        value = numbers.figure(row["baseline_value"], None, None, row["unit"], row["basis"], self.words)
        return [self.dated(row["baseline_year"], value), *self.refs(row["baseline_id"])]

    def actual(self, row: Mapping) -> Line:
        if _absent(row["achieved_id"]):
            return [self.words("paper.nothing")]
        return [self.dated(row["achieved_year"], self.value(row, "achieved")), *self.refs(row["achieved_id"])]

    def target(self, row: Mapping, role: str = "target") -> Line:
        """A target (``role`` target, or easier for the one that took its place) with whose and of when it is."""
        above = row["target_owner"] == "superior"
        owner = row["target_region"] if above else self.words(f"owner.{row['target_owner']}")
        year, one = row[f"{role}_year"], row[f"{role}_id"]
        value = self.value(row, role)
        text = (
            self.words("paper.target_undated", value=value, owner=owner)
            if _absent(year)
            else self.words("paper.target_of", value=value, owner=owner, year=int(year))
        )
        if role == "target" and row["target_source"] in ("national", "derived"):
            return [text, Ref(self.notes.target(row))]
        return [text, *self.refs(one)]

    def value(self, row: Mapping, role: str) -> str:
        high, comparator = row[f"{role}_value_high"], row[f"{role}_comparator"]
        return numbers.figure(row[f"{role}_value"], high, comparator, row["unit"], row["basis"], self.words)

    def dated(self, year: object, value: str) -> str:
        if _absent(year):
            return self.words("paper.undated", value=value)
        return self.words("paper.dated", year=int(year), value=value)

    def refs(self, figure_id: object) -> list[Piece]:
        """The reference to the sentence of a figure; none for one that is quoted in no report."""
        number = None if _absent(figure_id) else self.notes.figure(figure_id)
        return [] if number is None else [Ref(number)]

    def state(self, row: Mapping) -> list[Line]:
        """完成情况: the verdict, how far from the target, against the baseline, and the pace."""
        words, verdict = self.words, row["verdict"]
        worse = verdict == "met" and row["direction"] == "恶化"
        said = words("paper.met_but_worse") if worse else words(f"verdict.{verdict}")
        lines: list[Line] = [[Strong(said) if verdict == "unmet" or worse else said]]
        if verdict in ("met", "unmet") and not _absent(row["distance"]):
            lines.append([self.difference(row)])
        if _later(row):
            lines.append([words("paper.later")])
        if verdict != "pending" and not worse and (moved := self.direction(row)):
            lines.append([moved])
        if pace := paces.label(row, words, self.found.method):
            lines.append([pace])
        return lines

    def direction(self, row: Mapping) -> str:
        if _absent(row["direction"]):
            return ""
        key = f"direction.{DIRECTIONS[row['direction']]}" if row["direction"] in DIRECTIONS else "pace.仅有一期数据"
        return self.words(key)

    def difference(self, row: Mapping) -> str:
        """Achieved minus target in words: 高20.77个百分点."""
        far = round(float(row["distance"]), _DIGITS)
        if far == 0:
            return self.words("paper.equal")
        points = {"%": "paper.points", "‰": "paper.permille_points"}.get(row["unit"])
        size = numbers.plain(abs(far)) + self.words(points) if points else (
            numbers.amount(abs(far), row["unit"], self.words.lang)
        )  # fmt: skip
        return self.words("paper.higher" if far > 0 else "paper.lower", value=size)

    # --- lines of the third section --------------------------------------------------------------

    def line_unmet(self, row: Mapping) -> Line:
        difference = self.words("verdict.unmet") if _absent(row["distance"]) else self.difference(row)
        if _later(row):
            difference = self.words("paper.and_later", difference=difference)
        return self.line("paper.line_unmet", row, actual=self.actual(row), target=self.target(row),
                         difference=[difference])  # fmt: skip

    def line_pace(self, row: Mapping) -> Line:
        pace = [paces.cell(row, self.words, self.found.method)]
        return self.line("paper.line_pace", row, actual=self.actual(row), target=self.target(row), pace=pace)

    def line_unanswered(self, row: Mapping) -> Line:
        return self.line("paper.line_unanswered", row, target=self.target(row))

    def line_lowered(self, row: Mapping) -> Line:
        return self.line("paper.line_lowered", row, target=self.target(row), easier=self.target(row, "easier"))

    def line_worse(self, row: Mapping) -> Line:
        return self.line("paper.line_worse", row, actual=self.actual(row), baseline=self.baseline(row),
                         target=self.target(row))  # fmt: skip

    def line(self, key: str, row: Mapping, **parts: Line) -> Line:
        """A sentence whose placeholders take pieces with references, not only words."""
        marks = {name: chr(0xE010 + at) for at, name in enumerate(parts)}
        pieces: list[Piece] = []
        text = self.words(key, indicator=self.name(row), **marks)
        for name, mark in sorted(marks.items(), key=lambda pair: text.index(pair[1])):
            before, text = text.split(mark, 1)
            pieces += [before, *parts[name]]
        return [*pieces, text]


def _absent(value: object) -> bool:
    return value is None or bool(pd.isna(value))


def _later(row: Mapping) -> bool:
    """Whether a target was missed whose year has not come yet."""
    if row["verdict"] != "unmet" or _absent(row["target_year"]) or _absent(row["achieved_year"]):
        return False
    return row["target_year"] > row["achieved_year"]


def _chinese(number: int) -> str:
    """A number up to 99 as headings count: 一, 十, 二十一."""
    digits = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")
    tens, ones = divmod(number, 10)
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + digits[ones]
