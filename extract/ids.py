"""The id of a figure, by which corrections, judgements and shared links hold on to it."""

from __future__ import annotations

import hashlib


def figure_id(document_id: str, start: int, end: int, name: str) -> str:
    """The id of the figure of this name at ``text[start:end]`` of a document: 16 hexadecimal digits.

    It holds as long as the text, the span and the name do, whatever else of
    the row is read otherwise.
    """
    return hashlib.sha256(f"{document_id}|{start}|{end}|{name}".encode()).hexdigest()[:16]
