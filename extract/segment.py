"""Split Chinese text into words with jieba and the field's own terms.

Called only for clauses that hold a figure: jieba is the slowest part of
reading a report (about 0.4 million characters a second).
"""

from __future__ import annotations

import gc
import logging
import re
from functools import cache, lru_cache

import jieba

from extract import catalogue, words

jieba.setLogLevel(logging.WARNING)
_TAGGED = re.compile(r"^(\S+) \d+ (vn?|ad?|b)\s*$", re.MULTILINE)


@cache
def _tokenizer() -> jieba.Tokenizer:
    """jieba with the words of the catalogue and of the name table, made once."""
    made = jieba.Tokenizer()
    gc.disable()  # half a million dictionary entries are loaded: looking for garbage among them doubles the time
    try:
        made.initialize()
    finally:
        gc.enable()
    terms = set(catalogue.load().words())
    for group in ("heads", "incomplete", "attributes", "terms"):
        terms.update(words.load("names")[group])
    for term in sorted(terms):
        if 1 < len(term) <= 8 and not made.FREQ.get(term):
            made.add_word(term, freq=made.suggest_freq(term))
    return made


@cache
def _tags() -> dict[str, str]:
    """The verbs and adjectives of jieba's dictionary, with their tags."""
    with jieba.get_module_res("dict.txt") as handle:
        return dict(_TAGGED.findall(handle.read().decode("utf-8")))


@lru_cache(maxsize=4096)
def split(text: str) -> tuple[str, ...]:
    """The words of a text, in order; joined they are the text.

    The last texts are remembered: the words before and after a number are
    looked at several times over while it is named.
    """
    return tuple(_tokenizer().cut(text))


def is_word(text: str) -> bool:
    """Does jieba's dictionary, or the field's, hold the text as one word?"""
    return bool(_tokenizer().FREQ.get(text))


def tag(word: str) -> str:
    """v for a verb, vn for one used as a noun, a, ad or b for an adjective, empty for any other word."""
    return _tags().get(word, "")
