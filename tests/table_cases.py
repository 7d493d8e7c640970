"""What a reader of tables makes of a text."""

from types import ModuleType


def cells_of(reader: ModuleType, text: str) -> list[list[str]]:
    """The cells of the rows that ``reader.rows`` finds in the lines of a text."""
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append((at, at + len(line)))
        at += len(line) + 1
    return [[text[start:end] for start, end in row] for row in reader.rows(text, lines)]
