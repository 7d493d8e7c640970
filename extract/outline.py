"""The outline of a report: which lines are its own, under which headings each paragraph stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extract import quantities, words
from extract.view import CELL

_PAGES = words.table(
    "pages",
    [
        "chrome",
        "chrome_weak",
        "foot",
        "spam",
        "spam_but",
        "title_labels",
        "issuer_labels",
        "host_labels",
        "news",
        "date_labels",
        "other_labels",
        "title_words",
        "title_ends",
        "review",
        "plan",
        "plan_weak",
        "plan_turns",
        "plan_ahead",
        "fields_of_work",
        "part_trailers",
        "plan_anywhere",
        "problems",
        "bare_beside",
    ],
)
_LINES = words.phrases("lines")
_CHROME = re.compile(words.alternatives(_PAGES["chrome"]))
_CHROME_WEAK = re.compile(words.alternatives(_PAGES["chrome_weak"]))
_FOOT = re.compile(rf"^\W*{words.alternatives(_PAGES['foot'])}")
_SPAM = re.compile(words.alternatives(_PAGES["spam"]))
_SPAM_BUT = re.compile(words.alternatives(_PAGES["spam_but"]))
_LABELS = [w for key in ("title_labels", "issuer_labels", "date_labels", "other_labels") for w in _PAGES[key]]
_LABEL = re.compile(
    "(?:" + "|".join(r"\s*".join(map(re.escape, w)) for w in sorted(_LABELS, key=len, reverse=True)) + r")\s*:"
)

# Key words strung together for search engines.
_STRUNG = _LINES["strung_words"]
_CHINESE_NUMBER = "[一二三四五六七八九十]{1,3}"
# Marks of headings, outermost first. The last opens a heading inside a paragraph.
_MARKS = (
    _LINES["chapter_mark"],
    _LINES["section_mark"],
    re.compile(rf"^{_CHINESE_NUMBER}、"),
    re.compile(rf"^[(]{_CHINESE_NUMBER}[)]、?"),
    re.compile(r"^(?:\d{1,3}[.、](?!\d)|\d{1,2}(?=\n|$))"),
    re.compile(r"^[(]\d{1,2}[)]"),
)
_RUNNING_MARK = _LINES["running_mark"]
_PART = re.compile(
    rf"{words.alternatives([*_PAGES['review'], *_PAGES['plan'], *_PAGES['plan_weak']])}"
    rf"|{words.phrases('time')['dated'].pattern}"
)
_CHINESE_TEXT = re.compile(r"[一-龥]")
_SENTENCE_END = re.compile(r"[。;:!?,][”」』)]?(?:[(][^()]*[)])?$")
_TEXT_LINE = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"[^。!?\n]+(?:[。!?]+[”’」』)]*|$)?|[。!?]+")


@dataclass
class Line:
    """One line of a view's text and what it is: blank, chrome, spam, label, table, head, heading or prose."""

    start: int
    end: int
    text: str
    what: str


@dataclass
class Sentence:
    """One sentence of the report's own prose with the headings above it, outermost first."""

    start: int
    end: int
    headings: tuple[str, ...]
    paragraph: int

    def is_heading(self, said: str) -> bool:
        """Is the sentence, with this text, itself the innermost of its headings?"""
        return bool(self.headings) and _heading_text(said) == self.headings[-1]


@dataclass
class Outline:
    """The lines of a page and the sentences of the report it carries."""

    lines: list[Line]
    sentences: list[Sentence] = field(default_factory=list)
    head: int = 0
    """Where the report's own prose begins."""

    def text_of(self, what: str) -> list[str]:
        """The texts of the lines that are of one kind, in order."""
        return [line.text for line in self.lines if line.what == what]


def outline(text: str) -> Outline:
    """Sort out the lines of a view's text and split the report's own into sentences under headings."""
    lines = _classified(text)
    made = Outline(lines)
    body = [i for i, line in enumerate(lines) if line.what in ("prose", "heading")]
    if not body:
        return made
    made.head = lines[body[0]].start
    open_headings: list[tuple[float, str]] = []
    for number, index in enumerate(body):
        line = lines[index]
        level = _heading_level(line.text)
        for position, (start, end) in enumerate(_sentences(line)):
            sentence = text[start:end]
            heading_level = level if position == 0 else None
            if heading_level is None and _RUNNING_MARK.match(sentence):
                heading_level = len(_MARKS)
            if heading_level is None and position == 0 and line.what == "heading":
                # without a mark: a part of the report where it says so, else a heading below 一、
                heading_level = -1 if _PART.search(sentence) else 2.5
            if position == 0 and open_headings and open_headings[-1][1].isdigit():
                heading_level = open_headings.pop()[0]  # a number on a line of its own, its words on the next
            if heading_level is not None:
                open_headings = [(lv, h) for lv, h in open_headings if lv < heading_level]
                open_headings.append((heading_level, _heading_text(sentence)))
            made.sentences.append(Sentence(start, end, tuple(h for _, h in open_headings), number))
    return made


def _heading_text(sentence: str) -> str:
    return sentence.strip().rstrip("。:;")[:80]


def has_mark(text: str) -> bool:
    """Does a line begin with the mark of a heading (一、)?"""
    return _heading_level(text) is not None


def _heading_level(text: str) -> int | None:
    text = text.lstrip()
    return next((level for level, mark in enumerate(_MARKS) if mark.match(text)), None)


def _classified(text: str) -> list[Line]:
    """Every line with its kind; the head and the foot of the page are cut off from the prose between."""
    lines = []
    for match in _TEXT_LINE.finditer(text):
        raw = match.group()
        lines.append(Line(match.start(), match.end(), raw, _kind(raw.strip(" \r"))))
    prose = [i for i, line in enumerate(lines) if line.what in ("prose", "table")]
    if not prose:
        return lines
    foot = False
    for line in lines[prose[-1] + 1 :]:
        foot = foot or bool(_FOOT.search(line.text.strip()))
        if foot and line.what != "spam":
            line.what = "chrome"
    first = prose[0]
    for i, line in enumerate(lines):
        if line.what == "short":
            near_prose = first < i < prose[-1]
            line.what = (
                "heading"
                if near_prose or (i > first - 3 and i < first and _heading_level(line.text) is not None)
                else "head"
            )
        elif line.what == "marked":
            line.what = "heading" if i >= first - 3 and i < prose[-1] + 1 else "head"
    return lines


def _kind(text: str) -> str:
    if CELL in text.strip(CELL):
        return "label" if _LABEL.match(text) else "table"
    chinese = len(_CHINESE_TEXT.findall(text))
    if not text:
        return "blank"
    if _SPAM.search(_SPAM_BUT.sub("", text)) or _STRUNG.search(text):
        return "spam"
    if _LABEL.match(text):
        return "label"
    ends = bool(_SENTENCE_END.search(text)) or (chinese > 60 and "。" in text)
    if (_CHROME.search(text) and not (ends and chinese > 80)) or (_CHROME_WEAK.search(text) and not ends):
        return "chrome"
    if _heading_level(text) is not None:
        return "prose" if ends and (chinese > 30 or "," in text or quantities.measured(text)) else "marked"
    if (ends and chinese >= 12) or chinese > 60 or (chinese > 1 and (text[-1] in "。!?" or quantities.measured(text))):
        return "prose"
    return "short" if chinese or text.isdigit() else "chrome"


# A sentence longer than this is a list; it is read clause by clause so that time stays linear in its length.
_LONGEST = 800
_CUT = re.compile(rf".{{1,{_LONGEST}}}(?:[;,]|$)|.{{1,{_LONGEST}}}", re.DOTALL)


def _sentences(line: Line) -> list[tuple[int, int]]:
    """Spans of the sentences of a line, closing quotes kept with the sentence they close."""
    spans = []
    for match in _SENTENCE.finditer(line.text):
        start, end = match.span()
        while start < end and line.text[start].isspace():
            start += 1
        if end - start > _LONGEST:
            spans += [(line.start + m.start(), line.start + m.end()) for m in _CUT.finditer(line.text, start, end)]
        elif start < end:
            spans.append((line.start + start, line.start + end))
    return spans
