"""Paths → reports: text files, JSON, JSON Lines, folders and standard input, in a fixed order."""

from __future__ import annotations

import hashlib
import io
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from biennien.ingest.kinds import read_fetched, read_text_file, reader_for, reader_of, sniffed, suffix_of
from biennien.ingest.place import Fetched, Place
from biennien.model import Issue, Limits, Report

_REMEDY = "Give .txt, .html, .json or .jsonl files, or a folder that holds them."
# What a newcomer may take for a report: the way from it to its text. Files of other kinds are nobody's reports.
_PAGE = "Open it in a browser and save the article's words as UTF-8 text."
_TEXT = "Save its text: as plain text, in UTF-8."
_WAYS = {
    **dict.fromkeys((".mhtml", ".mht", ".webarchive"), _PAGE),
    **dict.fromkeys((".doc", ".odt", ".rtf", ".pages", ".epub", ".eml"), _TEXT),
    **dict.fromkeys((".tgz", ".rar", ".7z", ".tar", ".xz", ".bz2"), "Unpack it."),
}


_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_PIECE = 1 << 30  # bytes

Fetch = Callable[[str], Fetched | Issue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file to read."""

    path: Path
    size: int


def ingest(
    paths: Iterable[str],
    *,
    published: str | None = None,
    outlet: str | None = None,
    stdin: BinaryIO | None = None,
    given: Iterable[tuple[str, bytes]] = (),
    fetch: Fetch | None = None,
    limits: Limits | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Report | Issue]:
    """Every report in the paths, and an issue for everything that is none; `-` is `stdin`.

    `fetch` gets what is at an address (`https://…`), or says why not. `given` are files by name and content that lie on no disk; one that is named `-` holds what standard input would. `published` dates every report before its own dates; `outlet` names the outlet of those that name none.
    `progress` is told the bytes read and the bytes in all, after each file.
    """
    run = Place(where="", stem="", published=published, outlet=outlet, limits=limits or Limits())
    sources = list(_sources(paths, stdin))
    total = sum(source.size for source in sources if isinstance(source, Source))
    done = 0
    named: dict[str, tuple[str, str]] = {}
    for source in sources:
        if isinstance(source, Issue):
            yield source
        elif isinstance(source, str):
            yield from _read_address(source, fetch, run)
        elif isinstance(source, Source):
            for found, read, alone in _read(source, run):
                yield found
                progress(done + read, total)
                if alone and isinstance(found, Report):
                    first, text = named.setdefault(found.id, (shown(source.path), found.sha256))
                    if text != found.sha256:
                        yield _same_name(found.id, first, shown(source.path))
            done += source.size
        else:
            yield from _read_stdin(source, run)
    uploads = list(given)
    total, done = total + sum(len(data) for _, data in uploads), total
    for name, data in uploads:
        if name == "-":
            yield from _read_stdin(io.BytesIO(data), run)
        else:
            yield from _read_given(name, data, run)
        progress(done := done + len(data), total)


def _sources(paths: Iterable[str], stdin: BinaryIO | None) -> Iterator[Source | Issue | BinaryIO | str]:
    """What the paths stand for: files, addresses, standard input, and what is wrong with them."""
    for path in paths:
        if _ADDRESS.match(path):
            yield path
        elif path != "-":
            yield from find_sources(path)
        elif stdin is not None:
            yield stdin
        else:
            yield _error("missing", "there is no standard input.", "-", "Give a file or a folder.")


def _read_address(url: str, fetch: Fetch | None, run: Place) -> Iterator[Report | Issue]:
    """The reports at an address; a page without an id of its own has that of its address."""
    if fetch is None:
        yield _error(
            "address", "addresses of the web are not asked here.", url, "Save the page, then add the file."
        )
        return
    found = fetch(url)
    if isinstance(found, Issue):
        yield found
        return
    stem = f"w-{hashlib.sha256(found.url.encode()).hexdigest()[:12]}"
    yield from read_fetched(found, replace(run, where=url, stem=stem))


def _read_given(name: str, data: bytes, run: Place) -> Iterator[Report | Issue]:
    """What one file holds that never lay on our disk, whatever folders its name tells of."""
    path = Path(re.split(r"[/\\]", name.encode("utf-8", "backslashreplace").decode())[-1])
    file = io.BytesIO(data)
    if (read := reader_for(path.name, file)) is None:
        yield _not_read(path)
    else:
        yield from read(file, _place(path, run))


def _place(path: Path, run: Place) -> Place:
    """The place of a file; its name is spelt in NFD on some systems."""
    stem = shown(Path(path.name.removesuffix(path.name[len(path.name) - len(suffix_of(path.name)) :])))
    return replace(run, where=shown(path), stem=unicodedata.normalize("NFC", stem))


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
    return [Source(path=path, size=size)]


def _not_read(path: Path) -> Issue:
    """That a file is of another kind."""
    suffix = path.suffix
    message = f"files of kind {suffix!r} are not read." if suffix else "files without a suffix are not read."
    return _error("suffix", message, shown(path), _WAYS.get(suffix.lower(), _REMEDY))


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
            if reader_of(path.name):
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


def _read(source: Source, run: Place) -> Iterator[tuple[Report | Issue, int, bool]]:
    """What one file holds, each with the bytes read so far, and whether it goes by the name of the file."""
    try:
        with _InPieces(source.path.open("rb", buffering=0)) as file:
            if (read := reader_for(source.path.name, file)) is None:
                yield _not_read(source.path), source.size, False
                return
            for found in read(file, _place(source.path, run)):
                yield found, source.size if file.closed else file.tell(), read is read_text_file
    except OSError as error:
        yield _unreadable(source.path, error), source.size, False


def _read_most(read: Callable[[int], bytes], size: int) -> bytes:
    """What comes of so many bytes. Room is made for all that is asked for at once, so a limit of petabytes is asked for in pieces."""
    pieces = []
    while size > 0 and (piece := read(min(size, _PIECE))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


class _InPieces(io.BufferedReader):
    """A file that is read to any length, however little memory there is beyond what it holds."""

    def read(self, size: int | None = -1, /) -> bytes:
        """At most so many bytes; all that are left with -1."""
        return super().read(size) if size is None or size < 0 else _read_most(super().read, size)


def _read_stdin(stdin: BinaryIO, run: Place) -> Iterator[Report | Issue]:
    """What bytes without a name hold, read as what they look like; a text gets its id from its words."""
    most = run.limits.report.list_bytes
    data = _read_most(stdin.read, most + 1)
    here = replace(run, where="-", stem=f"stdin-{hashlib.sha256(data).hexdigest()[:12]}")
    if len(data) > most:
        yield here.exceeded("report.list_bytes")
    else:
        yield from sniffed(data)(io.BytesIO(data), here)


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


def _warning(code: str, message: str, where: str, remedy: str) -> Issue:
    return Issue(code=code, severity="warning", message=message, where=where, remedy=remedy)


def _error(code: str, message: str, where: str, remedy: str) -> Issue:
    return Issue(code=code, severity="error", message=message, where=where, remedy=remedy)
