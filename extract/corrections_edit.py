"""Write into data/corrections.yml: an entry added at its end, or the last one taken back.

The file belongs to people: what else stands in it, comments too, stays as it is. It changes as a whole
or not at all, and only into a file that the next build can read.
"""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import yaml

from extract.corrections_file import Correction, CorrectionError, read

# Two people at one server may write at the same time.
_WRITING = threading.Lock()


def append(path: Path, entry: str) -> Correction:
    """Put one entry at the end of the list; a file that is not there yet is made.

    Args:
        path: the corrections file.
        entry: the entry as YAML, its ``- `` at the left margin.

    Returns:
        The entry as the build reads it, with the line where it stands.

    Raises:
        CorrectionError: the entry or the file breaks the rules of docs/CORRECTIONS.md, the figure is
            corrected there already, or the file cannot be written.
    """
    with _WRITING:
        old = read(path) if path.exists() else ()
        text, margin = _text(path), ""
        root = _list(path, text)
        if root is not None and root.flow_style:
            # The empty list held the place of the first entry.
            rest = text[root.end_mark.index :].lstrip(" \t")
            text = text[: root.start_mark.index] + rest.removeprefix("\r\n").removeprefix("\n")
        elif root is not None:
            margin = " " * root.start_mark.column
        end = "\r\n" if "\r\n" in text else "\n"
        gap = "" if not text.strip("\ufeff") or text.endswith("\n") else end
        added = "".join(f"{margin}{line}{end}" for line in entry.splitlines())
        return _replace(path, text + gap + added, old, 1)[-1]


def withdraw(path: Path, entry: Correction) -> None:
    """Take the last entry of the list back.

    Args:
        path: the corrections file.
        entry: what the last entry must be, as ``append`` or ``load`` gave it.

    Raises:
        CorrectionError: the last entry is another one by now, or the file cannot be written.
    """
    with _WRITING:
        old = read(path) if path.exists() else ()
        if not old or old[-1] != entry:
            raise CorrectionError(f"{path}: the last entry is another one by now: remove it in the file")
        text = _text(path)
        node = _list(path, text).value[-1]
        begin = text.rfind("\n", 0, text.rindex("-", 0, node.start_mark.index)) + 1
        # To YAML a block goes on to the next thing that is no comment; comments after the entry are to stay.
        finish = text.find("\n", _last(node).end_mark.index) + 1 or len(text)
        rest = text[:begin] + text[finish:]
        _replace(path, rest if old[:-1] else f"{rest}[]\n", old[:-1], 0)


def _text(path: Path) -> str:
    """The file's text, its line ends as they are; empty where it is not there."""
    return path.read_bytes().decode("utf-8") if path.exists() else ""


def _list(path: Path, text: str) -> yaml.SequenceNode | None:
    """The list of entries; None where the file holds nothing. Refuses entries in brackets, which cannot be edited."""
    root = yaml.compose(text, yaml.SafeLoader)
    if not isinstance(root, yaml.SequenceNode):
        return None
    if root.flow_style and root.value:
        raise CorrectionError(
            f"{path}, line {root.start_mark.line + 1}: the entries stand in brackets, which only a person can change: "
            "write them as a list, each from '- ' on"
        )
    return root


def _last(node: yaml.Node) -> yaml.Node:
    """The last part of a node that has an end of its own: a word, or what stands in brackets."""
    while not isinstance(node, yaml.ScalarNode) and not node.flow_style:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return node


def _replace(path: Path, text: str, kept: tuple[Correction, ...], more: int) -> tuple[Correction, ...]:
    """Put a new text in the file's place, if it holds the entries ``kept`` and so many ``more`` after them."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with beside.open("w", encoding="utf-8", newline="") as sink:
            sink.write(text)
            sink.flush()
            os.fsync(sink.fileno())
        if path.exists():
            shutil.copymode(path, beside)
        try:
            made = read(beside)
        except CorrectionError as fault:
            raise CorrectionError(str(fault).replace(str(beside), str(path))) from fault
        if made[: len(kept)] != kept or len(made) != len(kept) + more:
            raise CorrectionError(f"{path}: the file cannot be changed without touching other entries: edit it by hand")
        os.replace(beside, path)
    except OSError as error:
        raise CorrectionError(f"{path} cannot be written ({error}): check its rights and free space") from error
    finally:
        beside.unlink(missing_ok=True)
    return made
