"""A report's text as HTML: every figure marked by its kind, the page round the report dimmed.

The characters are the report's own, none added and none left out: signs and
labels are drawn by the style sheet, so that what a reader copies is the text.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.outline import outline
from extract.view import view
from views.words import Words

# What the outline calls the lines that stand round a report on its web page.
_SHELL = ("chrome", "spam")


@dataclass(frozen=True)
class Block:
    """A stretch of the text: text[start:end], and what it is: text, heading or shell."""

    start: int
    end: int
    what: str


@dataclass(frozen=True)
class Part:
    """text[start:end] with the figures that it quotes and the sentences (by where they begin) it belongs to."""

    start: int
    end: int
    figures: tuple[Mapping, ...]
    quotes: tuple[int, ...]


def blocks(text: str) -> list[Block]:
    """The text cut into headings, the shell of its web page, and the rest, without gaps.

    The outline that the reading of figures goes by says which lines these are.
    """
    seen = view(text)
    made: list[Block] = []
    at = 0
    for line in outline(seen.text).lines:
        what = "shell" if line.what in _SHELL else line.what
        if what not in ("shell", "heading"):
            continue
        start, end = seen.span(line.start, line.end)
        if made and made[-1].what == what == "shell" and not text[at:start].strip():
            made[-1] = Block(made[-1].start, end, what)  # lines of the shell in a row are one
        else:
            if start > at:
                made.append(Block(at, start, "text"))
            made.append(Block(start, end, what))
        at = end
    if at < len(text):
        made.append(Block(at, len(text), "text"))
    return made


def parts(start: int, end: int, figures: Sequence[Mapping], cuts: Sequence[int] = ()) -> Iterator[Part]:
    """text[start:end] cut wherever a figure or its sentence begins or ends, and at the offsets ``cuts``."""
    begin: dict[int, list[Mapping]] = {}
    places = {start, end, *cuts}
    for figure in figures:
        ends = (figure["quote_start"], figure["quote_end"], figure["start"], figure["end"])
        begin.setdefault(max(start, min(ends)), []).append(figure)
        places.update(ends)
    going: list[Mapping] = []
    ordered = sorted(place for place in places if start <= place <= end)
    for left, right in pairwise(ordered):
        going = [one for one in going if max(one["quote_end"], one["end"]) > left] + begin.get(left, [])
        yield Part(
            left,
            right,
            tuple(one for one in going if one["start"] <= left < one["end"]),
            tuple(dict.fromkeys(one["quote_start"] for one in going if one["quote_start"] <= left < one["quote_end"])),
        )


def marked(text: str, figures: Sequence[Mapping], words: Words) -> str:
    """The text as HTML with a mark on every figure.

    ``figures`` are rows with figure_id, start, end, quote_start, quote_end, kind, confidence, indicator
    and value_text. Figures that share characters share a mark (``data-ids``); a stretch of text knows
    the sentences it belongs to (``data-quotes``).
    """
    stretches = blocks(text)
    cut = list(parts(0, len(text), figures, [block.start for block in stretches]))
    made, at = [], 0
    for block in stretches:
        first = at
        while at < len(cut) and cut[at].end <= block.end:
            at += 1
        body = "".join(_part_html(part, text, words) for part in cut[first:at])
        if block.what == "heading":
            body = f'<span class="heading" role="heading" aria-level="2">{body}</span>'
        elif block.what == "shell":
            label = html.escape(words("report.shell"))
            body = f'<span class="shell" role="note" aria-label="{label}" data-label="{label}">{body}</span>'
        made.append(body)
    return "".join(made)


def _part_html(part: Part, text: str, words: Words) -> str:
    body = html.escape(text[part.start : part.end], quote=False)
    quotes = f' data-quotes="{" ".join(map(str, part.quotes))}"' if part.quotes else ""
    if not part.figures:
        return f"<span{quotes}>{body}</span>" if quotes else body
    # Figures on the same characters are of one sentence: the first gives the mark its look.
    kind = part.figures[0]["kind"]
    unsure = any(figure["confidence"] == "unsure" for figure in part.figures)
    said = [f"{one['value_text']} {one['indicator']} {words('kind.' + one['kind'])}" for one in part.figures]
    said += [words("report.unsure")] * unsure
    ids = " ".join(figure["figure_id"] for figure in part.figures)
    return (
        f'<mark class="figure {kind}{" unsure" if unsure else ""}" role="button" tabindex="0" data-ids="{ids}"'
        f' data-sign="{words("sign." + kind)}" aria-label="{html.escape(words("list.separator").join(said))}"{quotes}>'
        f"{body}</mark>"
    )
