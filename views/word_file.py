"""A Word document as official papers are set: A4, 宋体 and 黑体, numbered pages, tables whose rows stay whole.

What is said stands in views/paper.py; here is how it looks. The same calls give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

# Song for reading, Hei for what stands out; letters and digits in the face that goes with them.
SONG, HEI, LATIN, LATIN_HEAD = "宋体", "黑体", "Times New Roman", "Arial"
# Width of the text between the margins, centimetres.
TEXT_WIDTH = 16.0
_BODY, _SMALL, _NOTE = Pt(12), Pt(10.5), Pt(9)
_HEADS = {1: Pt(16), 2: Pt(14)}
# In the line at the foot: where the numbers go.
PAGE, PAGES = "\ue000", "\ue001"
# What XML cannot hold.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# The least that a zip archive can say: the same words give the same bytes.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Ref:
    """A reference to a numbered note, written as a small [3] that leads there."""

    number: int


@dataclass(frozen=True)
class Strong:
    """Words that stand out."""

    text: str


Piece = str | Ref | Strong
Line = Sequence[Piece]


class WordFile:
    """A document in the making, from top to bottom. ``lang`` is zh or en, ``title`` stands in its properties."""

    def __init__(self, lang: str, title: str, day: dt.date) -> None:
        self._zh, self._title, self._day = lang == "zh", title, day
        self._doc = Document()
        self._pictures = 0
        self._styles()
        # python-docx looks through all styles whenever a paragraph is given one by its name.
        self._style_ids = {style.name: style.style_id for style in self._doc.styles}
        section = self._doc.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm((21 - TEXT_WIDTH) / 2)
        section.top_margin = section.bottom_margin = Cm(2.54)

    # --- what stands in it -----------------------------------------------------------------------

    def title(self, lines: Iterable[str], below: str) -> None:
        """The title in its lines, in the middle, and a smaller line below it."""
        for line in lines:
            self._paragraph("Title").add_run(_clean(line))
        self._paragraph("Subtitle").add_run(_clean(below))

    def heading(self, text: str, level: int = 1) -> None:
        """A heading of level 1 or 2; it stays with what follows."""
        self._paragraph(f"Heading {level}").add_run(_clean(text))

    def paragraph(self, line: Line | str, style: str = "Body Text") -> None:
        """A paragraph, the first line set in; ``style`` may be Caption, Head (above a table), List or Note."""
        self._write(self._paragraph(style), [line] if isinstance(line, str) else line)

    def note(self, number: int, text: str) -> None:
        """A numbered note that a ``Ref`` leads to."""
        paragraph = self._paragraph("Note")
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(number))
        start.set(qn("w:name"), f"note{number}")
        paragraph._p.append(start)
        paragraph.add_run(f"[{number}]")
        paragraph._p.append(end)
        paragraph.add_run(f" {_clean(text)}")

    def table(
        self, headers: Sequence[str], widths: Sequence[float], rows: Sequence[Sequence[Sequence[Line]]],
        groups: Sequence[int] = (), right: Sequence[int] = (),
    ) -> None:  # fmt: skip
        """A table whose header stands on every page and whose rows are never split.

        A cell is a sequence of lines. ``widths`` are shares of the text's width. Rows of the same number in
        ``groups`` stand together: their first cell is one. ``right`` are the columns set to the right.
        """
        table = self._doc.add_table(1, len(headers), "Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        shares = [Cm(TEXT_WIDTH * width / sum(widths)) for width in widths]
        for column, width in zip(table.columns, shares, strict=True):
            column.width = width
        _room(table)
        self._row(table.rows[0]._tr, header=True)
        for cell, text in zip(table.rows[0].cells, headers, strict=True):
            self._cell(cell, [[Strong(text)]], centred=True)
            shade = OxmlElement("w:shd")
            for name, value in (("val", "clear"), ("color", "auto"), ("fill", "E8EDF2")):
                shade.set(qn(f"w:{name}"), value)
            cell._tc.get_or_add_tcPr().append(shade)
        for at, row in enumerate(rows):
            added = table.add_row()
            self._row(added._tr)
            first = not groups or at == 0 or groups[at - 1] != groups[at]
            more = bool(groups) and at + 1 < len(rows) and groups[at + 1] == groups[at]
            for place, (cell, lines, width) in enumerate(zip(added.cells, row, shares, strict=True)):
                cell.width = width
                hidden = place == 0 and not first
                self._cell(cell, [[]] if hidden else lines, right=place in right, together=more)
                if place == 0 and (more or not first):
                    merged = OxmlElement("w:vMerge")
                    merged.set(qn("w:val"), "restart" if first else "continue")
                    cell._tc.get_or_add_tcPr().append(merged)
        self._paragraph("Note")

    def picture(self, png: bytes, alt: str, caption: str) -> None:
        """A picture across the text, at most as high as the page, with a caption below it."""
        paragraph = self._paragraph("Picture")
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Cm(TEXT_WIDTH))
        if shape.height > Cm(21):
            shape.width, shape.height = int(shape.width * Cm(21) / shape.height), Cm(21)
        self._pictures += 1
        shape._inline.docPr.set("descr", _clean(alt))
        shape._inline.docPr.set("name", f"Chart {self._pictures}")
        self.paragraph(caption, "Caption")

    def page_numbers(self, text: str) -> None:
        """A line at the foot of every page, with the page's number for PAGE and how many there are for PAGES."""
        paragraph = self._doc.sections[0].footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        fields = {PAGE: "PAGE", PAGES: "NUMPAGES"}
        for part in re.split(f"([{PAGE}{PAGES}])", text):
            if part in fields:
                holder, run = OxmlElement("w:fldSimple"), OxmlElement("w:r")
                holder.set(qn("w:instr"), fields[part])
                run.append(_text("1"))
                holder.append(run)
                paragraph._p.append(holder)
            elif part:
                paragraph.add_run(part)

    def to_bytes(self) -> bytes:
        """The file. Its dates are the day given, the archive's own times the earliest there is."""
        about = self._doc.core_properties
        midnight = dt.datetime.combine(self._day, dt.time(), dt.UTC)
        about.author, about.last_modified_by, about.comments = "Dabiao 达标", "Dabiao 达标", ""
        about.title, about.language = _clean(self._title), "zh-CN" if self._zh else "en-GB"
        about.created = about.modified = midnight
        written, settled = io.BytesIO(), io.BytesIO()
        self._doc.save(written)
        with zipfile.ZipFile(written) as source, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in source.infolist():
                target.writestr(zipfile.ZipInfo(entry.filename, _ZIP_TIME), source.read(entry), zipfile.ZIP_DEFLATED)
        return settled.getvalue()

    def _paragraph(self, style: str) -> Paragraph:
        paragraph = self._doc.add_paragraph()
        paragraph._p.style = self._style_ids[style]
        return paragraph

    # --- how it looks ----------------------------------------------------------------------------

    def _styles(self) -> None:
        styles = self._doc.styles
        _face(styles["Normal"], SONG, LATIN, _BODY)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-GB")
        language.set(qn("w:eastAsia"), "zh-CN")
        properties = styles["Normal"].element.get_or_add_rPr()
        properties.append(language)
        for level, size in _HEADS.items():
            style = styles[f"Heading {level}"]
            self._head(style, size)
            _space(style, 14 if level == 1 else 8, 6)
        self._head(styles["Title"], Pt(22))
        _space(styles["Title"], 0, 4)
        border = styles["Title"].element.pPr.find(qn("w:pBdr"))
        if border is not None:
            styles["Title"].element.pPr.remove(border)
        for style in (styles["Subtitle"], styles["Subtitle Char"]):
            _face(style, SONG, LATIN, _SMALL)
            style.font.italic = False
        _space(styles["Subtitle"], 0, 18)
        for name in ("Title", "Subtitle"):
            styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        body = styles["Body Text"]
        _face(body, SONG, LATIN, _BODY)
        _space(body, 0, 4)
        body.paragraph_format.line_spacing = 1.5
        self._first_line(body)
        listed = styles["List"]
        _face(listed, SONG, LATIN, _BODY)
        _space(listed, 0, 3)
        listed.paragraph_format.line_spacing = 1.35
        listed.paragraph_format.left_indent, listed.paragraph_format.first_line_indent = Cm(0.7), Cm(-0.7)
        _face(styles["Caption"], HEI, LATIN_HEAD, _SMALL)
        _space(styles["Caption"], 2, 10)
        styles["Caption"].font.bold = False
        styles["Caption"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for name, size in (("Note", _NOTE), ("Cell", _NOTE), ("Picture", _SMALL), ("Head", _SMALL)):
            style = styles.add_style(name, 1)
            style.base_style = styles["Normal"]
            _face(style, HEI if name == "Head" else SONG, LATIN_HEAD if name == "Head" else LATIN, size)
            _space(style, 0, 3 if name in ("Note", "Head") else 0)
        for name in ("Picture", "Head"):
            # A picture stays with the words below it, the words above a table with the table.
            styles[name].paragraph_format.keep_with_next = True
            styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _head(self, style: ParagraphStyle, size: int) -> None:
        """A heading's face, for the style of its characters too, which some readers follow."""
        for one in (style, self._doc.styles[f"{style.name} Char"]):
            _face(one, HEI, LATIN_HEAD, size)
            one.font.bold = False

    def _first_line(self, style: ParagraphStyle) -> None:
        """Chinese paragraphs begin two characters in, whatever their size."""
        if self._zh:
            style.paragraph_format.first_line_indent = _BODY * 2
            style.element.pPr.find(qn("w:ind")).set(qn("w:firstLineChars"), "200")

    @staticmethod
    def _row(row: object, header: bool = False) -> None:
        properties = row.get_or_add_trPr()
        for name in ("w:cantSplit", *(["w:tblHeader"] if header else [])):
            properties.append(OxmlElement(name))

    def _cell(
        self, cell: _Cell, lines: Sequence[Line], centred: bool = False, right: bool = False, together: bool = False
    ) -> None:
        for at, line in enumerate(lines or [[]]):
            paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
            paragraph._p.style = self._style_ids["Cell"]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else None
            if right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.keep_with_next = together or centred or None
            self._write(paragraph, line)

    @staticmethod
    def _write(paragraph: Paragraph, line: Line) -> None:
        for piece in line:
            if isinstance(piece, Ref):
                link = OxmlElement("w:hyperlink")
                link.set(qn("w:anchor"), f"note{piece.number}")
                run, look, raised = OxmlElement("w:r"), OxmlElement("w:rPr"), OxmlElement("w:vertAlign")
                raised.set(qn("w:val"), "superscript")
                look.append(raised)
                run.extend([look, _text(f"[{piece.number}]")])
                link.append(run)
                paragraph._p.append(link)
            elif isinstance(piece, Strong):
                paragraph.add_run(_clean(piece.text)).bold = True
            else:
                paragraph.add_run(_clean(piece))


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


def _text(text: str) -> object:
    element = OxmlElement("w:t")
    element.text = text
    return element


def _face(style: ParagraphStyle, eastern: str, latin: str, size: int) -> None:
    """Fonts for Chinese and for letters, size in points, in black."""
    style.font.name, style.font.size, style.font.color.rgb = latin, size, RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.lower().endswith("theme"):
            del fonts.attrib[name]
    for name, face in (("ascii", latin), ("hAnsi", latin), ("eastAsia", eastern), ("cs", latin)):
        fonts.set(qn(f"w:{name}"), face)


def _room(table: Table) -> None:
    """A little room above and below the words of every cell."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 40), ("left", 85), ("bottom", 40), ("right", 85)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    looks = properties.find(qn("w:tblLook"))
    if looks is None:
        properties.append(margins)
    else:
        looks.addprevious(margins)


def _space(style: ParagraphStyle, before: float, after: float) -> None:
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
