"""What the page 方法 tells in prose: the parts of docs/METHODS.md and of the README, each written in one place only."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# The documents by language.
METHODS = {"zh": "docs/METHODS.zh.md", "en": "docs/METHODS.md"}
READMES = {"zh": "README.zh.md", "en": "README.md"}

# The sections of the page in order; the first opens at the bare address.
SECTIONS = ("judging", "pace", "words", "ledger", "columns", "accuracy", "limits", "about")

_MARK = re.compile(r"^<!-- ([a-z]+) -->\n", re.MULTILINE)
# A line broken between two Chinese characters would show a space there; headings, tables and formulas end their lines.
_BROKEN = re.compile(r"^((?![#|$]).*[\u3000-\u9fff\uff00-\uffef])\n *(?=[\u3000-\u9fff\uff00-\uffef])", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\((?!https?:)[^)]*\)")


class TextError(ValueError):
    """A document lacks a part; the message names both."""


@cache
def method(lang: str, section: str, root: Path = ROOT) -> str:
    """A section of the methods, as Markdown: from its mark ``<!-- section -->`` to the next.

    Raises TextError where the document of the language has no such mark.
    """
    name = METHODS[lang]
    _, *parts = _MARK.split((root / name).read_text("utf8"))
    found = dict(zip(parts[::2], parts[1::2], strict=True))
    if section not in found:
        raise TextError(f"{name} must hold <!-- {section} --> on a line of its own")
    return _shown(found[section])


@cache
def readme(lang: str, part: str, root: Path = ROOT) -> str:
    """A part of the README, as Markdown: what stands between ``<!-- part -->`` and ``<!-- /part -->``.

    Raises TextError where the README of the language does not hold it once.
    """
    name = READMES[lang]
    frame = re.compile(rf"<!-- {part} -->\n(.*?)\n<!-- /{part} -->", re.DOTALL)
    found = frame.findall((root / name).read_text("utf8"))
    if len(found) != 1:
        raise TextError(f"{name} must hold <!-- {part} --> and <!-- /{part} --> once, each on a line of its own")
    return _shown(found[0])


def _shown(text: str) -> str:
    """The text as a page shows it: no links to files of the repository, which lead nowhere."""
    before = None
    while before != text:
        before, text = text, _BROKEN.sub(r"\1", text)
    return _LINK.sub(r"\1", text).strip()
