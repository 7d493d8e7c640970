"""Find report files and turn their bytes into text, character for character."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

import yaml
from charset_normalizer import from_bytes

REPORT_SUFFIXES = (".txt",)
# What stands beside reports in their folder and is none.
BESIDE_SUFFIXES = (".yml", ".yaml", ".md")
# Tried in this order; a page in another encoding is left to detection.
ENCODINGS = ("utf-8-sig", "gb18030")


class UnreadableError(ValueError):
    """A file that cannot be read as a report: what is wrong, why, and what to do."""

    def __init__(self, problem: str, reason: str, advice: str) -> None:
        super().__init__(f"{problem}：{reason}。{advice}")
        self.problem, self.reason, self.advice = problem, reason, advice


_CHINESE = re.compile(r"[一-龥]{2}")


@dataclass(frozen=True)
class Source:
    """A report file and the name its rows carry: its path relative to the folder that was given."""

    path: Path
    name: str


@dataclass(frozen=True)
class Document:
    """The text of a report with the id made of it and the digest of its bytes."""

    document_id: str
    source: str
    sha256: str
    text: str


@dataclass(frozen=True)
class Sidecar:
    """What the file beside a report says of its origin; nothing the program works out itself."""

    title: str = ""
    issuer: str = ""
    published: dt.date | None = None


def find(paths: list[Path]) -> tuple[list[Source], list[tuple[str, UnreadableError]]]:
    """The report files of paths and folders, sorted by name, and what cannot be read, with the reason."""
    found: dict[Path, Source] = {}
    trouble: list[tuple[str, UnreadableError]] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
            reports = [p for p in inside if p.suffix.lower() in REPORT_SUFFIXES]
            for report in reports:
                found.setdefault(report.resolve(), Source(report, report.relative_to(path).as_posix()))
            for other in inside:
                if other.suffix.lower() not in (*REPORT_SUFFIXES, *BESIDE_SUFFIXES):
                    trouble.append((other.relative_to(path).as_posix(), _not_text(other.suffix)))
            if not reports:
                trouble.append(
                    (
                        str(path),
                        UnreadableError(
                            "文件夹里没有报告", "找不到 .txt 文件", "请把报告正文存为 UTF-8 的 .txt 文件放进这个文件夹"
                        ),
                    )
                )
        elif path.is_file():
            found.setdefault(path.resolve(), Source(path, path.name))
        else:
            trouble.append((str(path), UnreadableError("路径不存在", "没有这个文件或文件夹", "请检查路径是否写对")))
    return _told_apart(list(found.values())), sorted(trouble, key=lambda t: t[0])


def _told_apart(sources: list[Source]) -> list[Source]:
    """The files sorted by name; those of one name in several folders go by their path from where these meet."""
    names = [source.name for source in sources]
    twice = [s for s in sources if names.count(s.name) > 1]
    if twice:
        meet = Path(os.path.commonpath([s.path.resolve().parent for s in twice]))
        sources = [Source(s.path, s.path.resolve().relative_to(meet).as_posix()) if s in twice else s for s in sources]
    return sorted(sources, key=lambda source: source.name)


def _not_text(suffix: str) -> UnreadableError:
    return UnreadableError(
        "不是文本文件", f"扩展名为 {suffix or '（无）'}，只读 .txt", "请把报告正文另存为 UTF-8 的 .txt 文件"
    )


def load(source: Source) -> Document:
    """Read a file.

    Raises:
        UnreadableError: it is empty, no text, or in no known encoding.
    """
    try:
        data = source.path.read_bytes()
    except OSError as error:
        raise UnreadableError("文件打不开", error.strerror or str(error), "请检查文件权限") from error
    return document(decode(data), source.name, data)


def document(text: str, source: str = "", data: bytes | None = None) -> Document:
    """A document of a text, with its ids."""
    encoded = text.encode("utf-8", "surrogatepass")
    return Document(
        hashlib.sha256(encoded).hexdigest()[:12],
        source,
        hashlib.sha256(encoded if data is None else data).hexdigest(),
        text,
    )


def decode(data: bytes) -> str:
    """The text of a file's bytes, line ends as they stand.

    Raises:
        UnreadableError: the bytes are no text.
    """
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \r\n\t"):
        raise UnreadableError("文件是空的", "没有任何文字", "请确认保存的是报告正文")
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableError("不是文本文件", "含有二进制内容", "请把报告正文另存为 UTF-8 的 .txt 文件")
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_prose(text):
            return text
    best = from_bytes(data).best()
    if best is None or not _is_prose(str(best)) or not _CHINESE.search(str(best)):
        raise UnreadableError(
            "认不出文字编码", "既不是 UTF-8，也不是 GB 18030", "请把报告正文另存为 UTF-8 的 .txt 文件"
        )
    return str(best)


def _is_prose(text: str) -> bool:
    """Text, not bytes that happen to decode: next to no control or private-use characters."""
    odd = sum(1 for c in text if (ord(c) < 32 and c not in "\n\r\t\f\v") or 0xE000 <= ord(c) <= 0xF8FF)
    return odd <= len(text) // 200


def sidecar(path: Path) -> Sidecar:
    """The origin of a report from the .yml file beside it, empty where there is none.

    Raises:
        UnreadableError: the file beside it is no valid YAML table.
    """
    beside = path.with_suffix(".yml")
    if not beside.is_file():
        return Sidecar()
    try:
        known = yaml.safe_load(beside.read_text(encoding="utf-8")) or {}
        published = known.get("published")
        if published is not None and not isinstance(published, dt.date):
            raise ValueError(f"published is {published!r}")
        return Sidecar(known.get("title") or "", known.get("issuer") or "", published)
    except (yaml.YAMLError, AttributeError, ValueError, OSError) as error:
        raise UnreadableError(
            "报告旁的说明文件读不了", f"{beside.name}: {error}", "请按 data/reports/README.md 的格式改正"
        ) from error
