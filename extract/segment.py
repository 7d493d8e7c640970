"""Split Chinese text into words with jieba and the field's own terms.

Called only for clauses that hold a figure: jieba is the slowest part of
reading a report (about 0.4 million characters a second).
"""

from __future__ import annotations

import logging
from functools import cache

import jieba

from extract import catalogue, words

jieba.setLogLevel(logging.WARNING)


@cache
def _tokenizer() -> jieba.Tokenizer:
    """jieba with the words of the catalogue and of the name table, made once."""
    made = jieba.Tokenizer()
    made.initialize()
    terms = set(catalogue.load().words())
    for group in ("heads", "incomplete", "attributes", "terms"):
        terms.update(words.load("names")[group])
    for term in sorted(terms):
        if 1 < len(term) <= 8 and not made.FREQ.get(term):
            made.add_word(term, freq=made.suggest_freq(term))
    return made


@cache
def _tags() -> dict[str, str]:
    """The part of speech jieba's dictionary gives each word."""
    tags = {}
    with jieba.get_module_res("dict.txt") as handle:
        for line in handle:
            word, _, tag = line.decode("utf-8").split()
            tags[word] = tag
    return tags


def split(text: str) -> list[str]:
    """The words of a text, in order; joined they are the text."""
    return _tokenizer().lcut(text)


def is_word(text: str) -> bool:
    """Does jieba's dictionary, or the field's, hold the text as one word?"""
    return bool(_tokenizer().FREQ.get(text))


def tag(word: str) -> str:
    """jieba's part of speech (n, v, d, p ...); n where the word is not in its dictionary."""
    return _tags().get(word, "n")
