"""The shelf of files made on demand: each made once, none gone while it is read, the oldest first to go."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from views.shelf import Shelf


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    made = Shelf(kept=100)
    yield made
    made.close()


def of(size: int):
    def make(stream: BinaryIO) -> None:
        stream.write(b"x" * size)

    return make


def read(shelf: Shelf, key: str, size: int) -> Path:
    path = shelf.lend(key, of(size))
    shelf.give_back(key)
    return path


def test_a_file_is_made_once_for_many_readers(shelf: Shelf):
    made, paths = [], []

    def make(stream: BinaryIO) -> None:
        made.append(1)
        stream.write(b"rows")

    def borrow() -> None:
        paths.append(shelf.lend("one", make))

    readers = [threading.Thread(target=borrow) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert made == [1]
    assert len(paths) == 8
    assert {path.read_bytes() for path in paths} == {b"rows"}


def test_the_one_read_longest_ago_goes_first(shelf: Shelf):
    first, second = read(shelf, "first", 40), read(shelf, "second", 40)
    read(shelf, "first", 40)
    third = read(shelf, "third", 40)
    assert (first.exists(), second.exists(), third.exists()) == (True, False, True)


def test_what_is_read_stays(shelf: Shelf):
    held = shelf.lend("held", of(90))
    other = read(shelf, "other", 90)
    assert held.exists()
    assert not other.exists()
    shelf.give_back("held")
    assert held.exists()


def test_a_file_that_could_not_be_made_is_tried_again(shelf: Shelf):
    def fail(stream: BinaryIO) -> None:
        stream.write(b"half")
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        shelf.lend("one", fail)
    assert read(shelf, "one", 4).read_bytes() == b"xxxx"


def test_nothing_is_left_behind(shelf: Shelf):
    path = shelf.lend("one", of(4))
    shelf.close()
    shelf.give_back("one")
    assert not path.parent.exists()
