"""Paths → reports: text files, JSON, JSON Lines, folders and standard input, in a fixed order."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from biennien.ingest.decoding import decode
from biennien.ingest.json_files import read_json, read_json_lines
from biennien.ingest.objects import report_of_text
from biennien.model import Issue, Report

LIMIT = 50_000_000  # bytes of one report with all that belongs to it: more is not taken into memory
JSON_LIMIT = 500_000_000

_KINDS = {".txt": "text", ".json": "json", ".jsonl": "lines", ".ndjson": "lines"}
_REMEDY = "Give .txt, .json or .jsonl files, or a folder that holds them."
# What a newcomer may take for a report: the way from it to its text. Files of other kinds are nobody's reports.
_PAGE = "Open it in a browser and save the article's words as UTF-8 text."
_TEXT = "Save its text: as plain text, in UTF-8."
_WAYS = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".mhtml", ".mht", ".webarchive"), _PAGE),
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf", ".pages", ".epub", ".eml"), _TEXT),
    **dict.fromkeys((".zip", ".gz", ".tgz", ".rar", ".7z", ".tar", ".xz", ".bz2"), "Unpack it."),
    ".pdf": "Save its text: pdftotext FILE FILE.txt",
}


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
        else:
            sources.append(_error("missing", "there is no standard input.", "-", "Give a file or a folder."))
    total = sum(source.size for source in sources if isinstance(source, Source))
    done = 0
    named: dict[str, tuple[str, str]] = {}
    for source in sources:
        if isinstance(source, Issue):
            yield source
        elif isinstance(source, Source):
            for found, read in _read(source, published, outlet):
                yield found
                progress(done + read, total)
                if source.kind == "text" and isinstance(found, Report):
                    first, text = named.setdefault(found.id, (shown(source.path), found.sha256))
                    if text != found.sha256:
                        yield _same_name(found.id, first, shown(source.path))
            done += source.size
        else:
            yield from _read_stdin(source, published, outlet)


def find_sources(given: str) -> list[Source | Issue]:
    """The files behind one path: itself, or what a folder holds, sorted by path; other files of a folder are left out."""
    path = Path(given)
    if not given:  # Python takes it for the present folder
        return [_error("missing", "the path is empty.", "''", "Check the path.")]
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
        suffix = path.suffix
        message = (
            f"files of kind {suffix!r} are not read." if suffix else "files without a suffix are not read."
        )
        return [_error("suffix", message, shown(path), _WAYS.get(suffix.lower(), _REMEDY))]
    return [Source(path=path, kind=kind, size=size)]


def shown(path: Path) -> str:
    """A path in words that can be printed and stored, whatever bytes its name has."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _in_folder(folder: Path) -> list[Source | Issue]:
    """The files of a folder and those inside it, with what could not be looked at and what may have been meant to be read."""
    found: list[Source | Issue] = []
    others: Counter[str] = Counter()
    for root, folders, names in os.walk(
        folder, onerror=lambda e: found.append(_unreadable(Path(e.filename or folder), e))
    ):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in (Path(root, name) for name in folders):
            if path.is_symlink():
                message = "a link to a folder is not followed."
                found.append(_warning("link", message, shown(path), "Give that folder itself."))
        for path in (Path(root, name) for name in names if not name.startswith(".")):
            suffix = path.suffix.lower()
            if suffix in _KINDS:
                found.extend(find_sources(str(path)))
            others[suffix] += suffix in _WAYS
    found.sort(key=lambda s: s.where if isinstance(s, Issue) else shown(s.path))
    left = [suffix for suffix, number in others.most_common() if number]
    counts = ", ".join(f"{others[suffix]} {suffix}" for suffix in left)
    if any(isinstance(source, Source) or source.severity == "error" for source in found):
        if left:
            message = f"files of other kinds in it are not read: {counts}."
            found.append(_warning("left_out", message, shown(folder), _WAYS[left[0]]))
        return found
    message = f"the folder holds no reports, only files that are not read: {counts}."
    if not left:
        return [*found, _error("empty_folder", "the folder holds no reports.", shown(folder), _REMEDY)]
    return [*found, _error("empty_folder", message, shown(folder), _WAYS[left[0]])]


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
    head = data.lstrip()[:200]
    if head.startswith(b"{"):
        yield from read_json_lines(data, "-", report_id, published, outlet, LIMIT)
    elif re.match(rb"\[\s*\{", head):
        yield from read_json(data, "-", report_id, published, outlet)
    else:
        yield _read_text(data, "-", report_id, published, outlet)


def _same_name(report_id: str, first: str, second: str) -> Issue:
    """A warning that two files of one run go by one name: the second is taken for a newer text of the first."""
    message = f"{first} has the same name, so this counts as another version of the report {report_id!r}."
    return _warning("same_name", message, second, "If they are two reports, give the files two names.")


def _unreadable(path: Path, error: OSError) -> Issue:
    where = shown(path)
    if isinstance(error, FileNotFoundError):
        if path.is_symlink():
            return _error("missing", "this link leads nowhere.", where, "Mend the link, or take it away.")
        return _error("missing", "no such file or folder.", where, "Check the path.")
    if isinstance(error, PermissionError):
        return _error(
            "unreadable",
            "you may not read it.",
            where,
            "Give yourself the right to read it: chmod -R u+rX PATH",
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


def _warning(code: str, message: str, where: str, remedy: str) -> Issue:
    return Issue(code=code, severity="warning", message=message, where=where, remedy=remedy)


def _error(code: str, message: str, where: str, remedy: str) -> Issue:
    return Issue(code=code, severity="error", message=message, where=where, remedy=remedy)
