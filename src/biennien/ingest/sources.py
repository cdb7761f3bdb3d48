"""Paths → reports: text files, JSON, JSON Lines, folders and standard input, in a fixed order."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from biennien.ingest.decoding import decode
from biennien.ingest.json_files import read_json, read_json_lines
from biennien.ingest.objects import report_of_text
from biennien.model import Issue, Report

LIMIT = 50_000_000  # bytes of one report: more is no report, and would not fit in memory together with what is read in it
JSON_LIMIT = 500_000_000

_KINDS = {".txt": "text", ".json": "json", ".jsonl": "lines", ".ndjson": "lines"}
_REMEDY = "Give .txt, .json or .jsonl files, or a folder that holds them."


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file to read; `kind` is text, json or lines."""

    path: Path
    kind: str
    size: int


def ingest(
    paths: Iterable[str],
    *,
    published: str | None = None,
    outlet: str | None = None,
    stdin: BinaryIO | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Report | Issue]:
    """Every report in the paths, and an issue for everything that is none; `-` is `stdin`.

    `published` dates every report before its own dates; `outlet` names the outlet of those that name none.
    `progress` is told the bytes read and the bytes in all, after each file.
    """
    sources: list[Source | Issue | BinaryIO] = []
    for path in paths:
        if path != "-":
            sources.extend(find_sources(path))
        elif stdin is not None:
            sources.append(stdin)
    total = sum(source.size for source in sources if isinstance(source, Source))
    done = 0
    for source in sources:
        if isinstance(source, Issue):
            yield source
        elif isinstance(source, Source):
            for found, read in _read(source, published, outlet):
                yield found
                progress(done + read, total)
            done += source.size
        else:
            yield from _read_stdin(source, published, outlet)


def find_sources(given: str) -> list[Source | Issue]:
    """The files behind one path: itself, or what a folder holds, sorted by path; other files of a folder are left out."""
    path = Path(given)
    try:
        if path.is_dir():
            return _in_folder(path)
        size = path.stat().st_size
    except OSError as error:
        return [_unreadable(path, error)]
    except ValueError:
        return [_error("missing", "no such file or folder.", ascii(given), "Check the path.")]
    if not path.is_file():
        return [_error("not_a_file", "neither a file nor a folder.", shown(path), _REMEDY)]
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        name = f"files of kind {path.suffix!r}" if path.suffix else "files without a suffix"
        return [_error("suffix", f"{name} are not read.", shown(path), _REMEDY)]
    return [Source(path=path, kind=kind, size=size)]


def shown(path: Path) -> str:
    """A path in words that can be printed and stored, whatever bytes its name has."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _in_folder(folder: Path) -> list[Source | Issue]:
    found: list[Source | Issue] = []
    for root, folders, names in os.walk(
        folder, onerror=lambda e: found.append(_unreadable(Path(e.filename or folder), e))
    ):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(root, name)
            if not name.startswith(".") and path.suffix.lower() in _KINDS:
                found.extend(find_sources(str(path)))
    if not found:
        return [_error("empty_folder", "the folder holds no reports.", shown(folder), _REMEDY)]
    return sorted(found, key=lambda s: s.where if isinstance(s, Issue) else shown(s.path))


def _read(source: Source, published: str | None, outlet: str | None) -> Iterator[tuple[Report | Issue, int]]:
    """What one file holds, each with the bytes read so far."""
    where = shown(source.path)
    stem = unicodedata.normalize(
        "NFC", shown(Path(source.path.stem))
    )  # a file's name is spelt in NFD on some systems
    try:
        with source.path.open("rb") as file:
            if source.kind == "lines":
                for found in read_json_lines(file, where, stem, published, outlet, LIMIT):
                    yield found, file.tell()
            elif source.kind == "json":
                data = file.read(JSON_LIMIT + 1)
                for found in (
                    [_too_long(where)]
                    if len(data) > JSON_LIMIT
                    else read_json(data, where, stem, published, outlet)
                ):
                    yield found, source.size
            else:
                yield _read_text(file.read(LIMIT + 1), where, stem, published, outlet), source.size
    except OSError as error:
        yield _unreadable(source.path, error), source.size


def _read_text(
    data: bytes, where: str, report_id: str, published: str | None, outlet: str | None
) -> Report | Issue:
    if not data.strip():
        return _error("empty", "the file is empty.", where, "Give a report with text.")
    if len(data) > LIMIT:
        return _too_long(where)
    text = decode(data, where)
    return (
        text
        if isinstance(text, Issue)
        else report_of_text(text, report_id, where=where, published=published, outlet=outlet)
    )


def _read_stdin(stdin: BinaryIO, published: str | None, outlet: str | None) -> Iterator[Report | Issue]:
    """A text, or JSON Lines where the first character is a brace; a text gets its id from its words."""
    data = stdin.read(JSON_LIMIT + 1)
    if len(data) > JSON_LIMIT:
        yield _too_long("-")
        return
    report_id = f"stdin-{hashlib.sha256(data).hexdigest()[:12]}"
    head = data.lstrip()[:2]
    if head.startswith(b"{"):
        yield from read_json_lines(data, "-", report_id, published, outlet, LIMIT)
    elif head.startswith(b"[{"):
        yield from read_json(data, "-", report_id, published, outlet)
    else:
        yield _read_text(data, "-", report_id, published, outlet)


def _unreadable(path: Path, error: OSError) -> Issue:
    where = shown(path)
    if isinstance(error, FileNotFoundError):
        return _error("missing", "no such file or folder.", where, "Check the path.")
    if isinstance(error, PermissionError):
        return _error(
            "unreadable", "you may not read it.", where, "Give yourself the right to read it: chmod u+r FILE"
        )
    return _error(
        "unreadable", f"it cannot be read: {error.strerror or error}.", where, "Check the disk and the path."
    )


def _too_long(where: str) -> Issue:
    return _error(
        "too_long",
        f"longer than {LIMIT // 1_000_000} MB: no single report is.",
        where,
        "Split it into reports.",
    )


def _error(code: str, message: str, where: str, remedy: str) -> Issue:
    return Issue(code=code, severity="error", message=message, where=where, remedy=remedy)
