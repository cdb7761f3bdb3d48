"""Files in files: ZIP, gzip and WARC, each bounded in number, size, depth and how much it may grow."""

from __future__ import annotations

import gzip
import hashlib
import io
import logging
import lzma
import struct
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import Message
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from biennien.ingest.place import Endless, Exceeded, Place, Room
from biennien.model import Issue, Report

_CHUNK = 1 << 16
_SMALL = 1 << 20  # bytes up to which a file may grow as it likes
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    IndexError,  # a member without a name
    RuntimeError,
    NotImplementedError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    MemoryError,  # LZMA takes as much as the member asks for
)

Found = Iterator[Report | Issue]
Inner = Callable[[str, BinaryIO, Place], Found | None]


def read_zip(file: BinaryIO, place: Place, inner: Inner) -> Found:
    """What the files of an archive hold, by name; those of other kinds are counted in one warning."""
    try:
        archive = zipfile.ZipFile(file)
        members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
    except _DAMAGED as error:
        yield place.error("bad_archive", f"the archive cannot be opened: {error}.", "Pack it anew as ZIP.")
        return
    room = _room_in(place)
    if room is None:
        yield place.exceeded("archive.depth")
        return
    if len(members) > room.files:
        yield place.exceeded("archive.files")
        return
    if sum(m.file_size for m in members) > room.bytes:
        yield place.exceeded("archive.bytes")
        return
    room.files -= len(members)
    left = seen = 0
    for member in members:
        name = unicodedata.normalize("NFC", member.filename.encode("utf-8", "backslashreplace").decode())
        here = replace(
            place,
            where=f"{place.where}: {name}",
            stem=PurePosixPath(name).stem or name,
            room=room,
            depth=place.depth + 1,
        )
        if PurePosixPath(name).name.startswith((".", "__MACOSX")) or name.startswith("__MACOSX/"):
            continue
        seen += 1
        try:
            with archive.open(member) as packed, _unpacked(packed, here, member.compress_size) as content:
                found = inner(name, content, here)
                if found is None:
                    left += 1
                else:
                    yield from found
        except Exceeded as error:
            yield here.exceeded(str(error))
        except _DAMAGED as error:
            yield here.error(
                "bad_archive",
                f"it cannot be unpacked: {str(error) or type(error).__name__}.",
                "Unpack it by hand, then add the files.",
            )
    if left:
        message = f"{left} files of other kinds in it are not read."
        yield place.warning("left_out", message, "Unpack it to see what they are.")
    if not seen:
        yield place.error("empty", "the archive holds no files.", "Give an archive with reports.")


def read_gzip(file: BinaryIO, place: Place, inner: Inner) -> Found:
    """What one packed file holds; the suffix before `.gz` tells its kind, another name says nothing of it."""
    packed_name = place.where.rpartition("/")[2]
    name = packed_name[:-3] if packed_name.lower().endswith(".gz") else ""
    if (room := _room_in(place)) is None:
        yield place.exceeded("archive.depth")
        return
    stem = PurePosixPath(name).stem or place.stem
    here = replace(place, stem=stem, room=room, depth=place.depth + 1)
    try:
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        with (
            gzip.GzipFile(fileobj=file) as packed,
            _unpacked(cast(BinaryIO, packed), here, size) as content,
        ):
            found = inner(name, content, here)
            if found is None:
                yield place.error("suffix", "what it holds is of no kind that is read.", "Unpack it.")
            else:
                yield from found
    except Exceeded as error:
        yield place.exceeded(str(error))
    except (OSError, EOFError, zlib.error) as error:
        yield place.error(
            "bad_archive", f"it cannot be unpacked: {error}.", "Unpack it by hand, then add the files."
        )


def _room_in(place: Place) -> Room | None:
    """What an archive at a place may hold: all that the limits allow, or what the archives around it left. None where it lies too deep."""
    limits = place.limits.archive
    if place.depth >= limits.depth:
        return None
    return place.room or Room(files=limits.files, bytes=limits.bytes)


def _unpacked(packed: IO[bytes], place: Place, size: int) -> BinaryIO:
    """The content, on disk where it is large. Raises Exceeded beyond the room, or where it grows as no text does."""
    limits, room = place.limits, place.room
    assert room is not None
    # The caller closes it.
    content = tempfile.SpooledTemporaryFile(max_size=1 << 24)  # noqa: SIM115
    total = 0
    while chunk := packed.read(_CHUNK):
        total += len(chunk)
        room.bytes -= len(chunk)
        beyond = (
            "report.list_bytes"
            if total > limits.report.list_bytes
            else "archive.bytes"
            if room.bytes < 0
            else "archive.growth"
            if total > _SMALL and total > limits.archive.growth * max(size, 1)
            else None
        )
        if beyond:
            content.close()
            raise Exceeded(beyond)
        content.write(chunk)
    content.seek(0)
    return cast(BinaryIO, content)


def read_warc(
    file: BinaryIO, place: Place, read_html: Callable[[BinaryIO, Place, str, str | None], Found]
) -> Found:
    """The articles among the pages of a crawl; pages without one are counted in one warning. A page's id is made of its address."""
    try:
        from biennien.ingest.crawls import records_of
    except ModuleNotFoundError as error:
        yield place.missing("WARC files", error.name, "web")
        return
    # It logs addresses as they are, with whatever would steer a terminal.
    logging.getLogger("warcio").setLevel(logging.CRITICAL)
    without, seen, most = 0, 0, place.limits.page.crawled_bytes
    kind = Message()
    kind["content-type"] = "text/html"
    try:
        for record in records_of(file, place.limits.archive.growth):
            address = record.rec_headers.get_header("WARC-Target-URI")
            answer = record.http_headers
            if (
                record.rec_type != "response"
                or answer is None
                or not address
                or answer.get_statuscode() != "200"
            ):
                continue
            if "html" not in (answer.get_header("Content-Type") or ""):
                continue
            seen += 1
            data = record.content_stream().read(most + 1)
            stem = f"w-{hashlib.sha256(address.encode()).hexdigest()[:12]}"
            here = replace(place, where=f"{place.where}: {address}", stem=stem)
            if len(data) > most:
                yield here.exceeded("page.crawled_bytes")
                continue
            kind.replace_header("content-type", answer.get_header("Content-Type"))
            for found in read_html(io.BytesIO(data), here, address, kind.get_content_charset()):
                if isinstance(found, Issue) and found.code in ("no_article", "empty"):
                    without += 1
                else:
                    yield found
    except Exceeded as error:
        yield place.exceeded(str(error))
        seen += 1
    except Endless:
        message = "the headers of a page in the crawl have no end."
        yield place.error("bad_archive", message, "Fetch the file again; what came before is read.")
        seen += 1
    except Exception as error:  # damaged crawls make warcio raise nearly anything
        yield place.error(
            "bad_archive",
            f"the crawl cannot be read further: {error}.",
            "Fetch the file again; what came before is read.",
        )
        seen += 1
    if not seen:
        yield place.error("empty", "the crawl holds no web pages.", "Give a crawl with pages of articles.")
    if without:
        yield place.warning("left_out", f"{without} pages in it hold no article.", "Nothing is to be done.")
