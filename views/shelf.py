"""Files made on demand and kept for the next reader: Parquet over HTTP is read in many ranges of one file."""

from __future__ import annotations

import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from starlette.responses import FileResponse
from starlette.types import Receive, Scope, Send

# Bytes of files that are kept while nobody reads them, and how many are made at a time.
KEPT, MAKERS = 2 * 2**30, 2


class _File:
    """A file on the shelf: where it is (None until it is made), its size and how many read it now."""

    def __init__(self) -> None:
        self.making = threading.Lock()
        self.path: Path | None = None
        self.size = 0
        self.readers = 0


class Shelf:
    """Files by key, in a folder for temporary files; those read longest ago go first when there are too many bytes.

    For several threads at a time: a file is made once, and none goes while it is read.
    """

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._files: OrderedDict[str, _File] = OrderedDict()
        self._lock = threading.Lock()
        self._makers = threading.Semaphore(MAKERS)
        self._folder: tempfile.TemporaryDirectory | None = None

    def lend(self, key: str, make: Callable[[BinaryIO], None]) -> Path:
        """The file of a key, written by ``make`` unless it is there; every lending ends with ``give_back``."""
        with self._lock:
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix="dabiao-data-")
            folder = Path(self._folder.name)
            file = self._files.setdefault(key, _File())
            self._files.move_to_end(key)
            file.readers += 1
        try:
            with file.making:
                if file.path is None:
                    self._make(file, folder / key, make)
        except BaseException:
            self.give_back(key)
            raise
        return file.path

    def _make(self, file: _File, path: Path, make: Callable[[BinaryIO], None]) -> None:
        with self._makers:
            try:
                with path.open("wb") as stream:
                    make(stream)
            except BaseException:
                path.unlink(missing_ok=True)
                raise
        file.size = path.stat().st_size
        file.path = path

    def give_back(self, key: str) -> None:
        """A reader of a key's file is done."""
        with self._lock:
            if key not in self._files:  # the shelf was closed meanwhile
                return
            self._files[key].readers -= 1
            held = sum(file.size for file in self._files.values())
            for one, file in list(self._files.items()):
                if file.readers or (file.path is not None and held <= self._kept):
                    continue
                if file.path is not None:
                    file.path.unlink(missing_ok=True)
                    held -= file.size
                del self._files[one]

    def close(self) -> None:
        """Take every file away."""
        with self._lock:
            self._files.clear()
            if self._folder is not None:
                self._folder.cleanup()
                self._folder = None


class Lent(FileResponse):
    """A file of the shelf as an answer, whole or in ranges; given back when the reader has it or has gone."""

    def __init__(self, shelf: Shelf, key: str, make: Callable[[BinaryIO], None], **options: object) -> None:
        self._shelf, self._key = shelf, key
        path = shelf.lend(key, make)
        super().__init__(path, stat_result=path.stat(), **options)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._shelf.give_back(self._key)
