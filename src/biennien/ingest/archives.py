"""Files in files: ZIP, gzip and WARC, each bounded in number, size and how much it may grow."""

from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import struct
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from biennien.ingest.place import LIST_LIMIT, Place
from biennien.model import Issue, Report

MEMBERS = 100_000  # files of one archive
GROWN = 2_000_000_000  # bytes that one archive may hold unpacked
RATIO = 500  # times the size of the archive that a file in it may have; news text packs to a fifth
RECORD = 20_000_000  # bytes of one page in a WARC file
_CHUNK = 1 << 16

Found = Iterator[Report | Issue]
Inner = Callable[[str, BinaryIO, Place], Found | None]


class _TooMuch(Exception):
    """More comes out than may."""


def read_zip(file: BinaryIO, place: Place, inner: Inner) -> Found:
    """What the files of an archive hold, by name; those of other kinds are counted in one warning."""
    try:
        archive = zipfile.ZipFile(file)
        members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        struct.error,
    ) as error:
        yield place.error("bad_archive", f"the archive cannot be opened: {error}.", "Pack it anew as ZIP.")
        return
    if len(members) > MEMBERS or sum(m.file_size for m in members) > GROWN:
        message = f"it holds more than {MEMBERS:,} files, or {GROWN // 1_000_000:,} MB."
        yield place.error("too_long", message, "Give it in parts.")
        return
    left, left_bytes = 0, GROWN
    for member in members:
        name = unicodedata.normalize("NFC", member.filename.encode("utf-8", "backslashreplace").decode())
        here = replace(place, where=f"{place.where}: {name}", stem=PurePosixPath(name).stem or name)
        if PurePosixPath(name).name.startswith((".", "__MACOSX")) or name.startswith("__MACOSX/"):
            continue
        try:
            with (
                archive.open(member) as packed,
                _unpacked(packed, min(left_bytes, LIST_LIMIT), member.compress_size) as content,
            ):
                found = inner(name, content, here)
                left_bytes -= content.seek(0, io.SEEK_END)
                content.seek(0)
                if found is None:
                    left += 1
                else:
                    yield from found
        except _TooMuch:
            yield here.error(
                "too_long", "it unpacks to more than any report is.", "Unpack it by hand and look at it."
            )
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            RuntimeError,
            NotImplementedError,
            ValueError,
            lzma.LZMAError,
            struct.error,
        ) as error:
            yield here.error(
                "bad_archive", f"it cannot be unpacked: {error}.", "Unpack it by hand, then add the files."
            )
    if left:
        message = f"{left} files of other kinds in it are not read."
        yield place.warning("left_out", message, "Unpack it to see what they are.")


def read_gzip(file: BinaryIO, place: Place, inner: Inner) -> Found:
    """What one packed file holds."""
    name = place.where.rpartition("/")[2].removesuffix(".gz")
    here = replace(place, stem=PurePosixPath(name).stem or name)
    try:
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        with (
            gzip.GzipFile(fileobj=file) as packed,
            _unpacked(cast(BinaryIO, packed), LIST_LIMIT, size) as content,
        ):
            found = inner(name, content, here)
            if found is None:
                yield place.error("suffix", "what it holds is of no kind that is read.", "Unpack it.")
            else:
                yield from found
    except _TooMuch:
        yield place.error(
            "too_long", "it unpacks to more than any report is.", "Unpack it by hand and look at it."
        )
    except (OSError, EOFError, zlib.error) as error:
        yield place.error(
            "bad_archive", f"it cannot be unpacked: {error}.", "Unpack it by hand, then add the files."
        )


def _unpacked(packed: IO[bytes], limit: int, size: int) -> BinaryIO:
    """The content, on disk where it is large. Raises _TooMuch beyond the limit, or where it grows as no text does."""
    # The caller closes it.
    content = tempfile.SpooledTemporaryFile(max_size=1 << 24)  # noqa: SIM115
    total = 0
    while chunk := packed.read(_CHUNK):
        total += len(chunk)
        if total > limit or (total > 1 << 20 and total > RATIO * max(size, 1)):
            content.close()
            raise _TooMuch
        content.write(chunk)
    content.seek(0)
    return cast(BinaryIO, content)


def read_warc(file: BinaryIO, place: Place, read_html: Callable[[BinaryIO, Place, str], Found]) -> Found:
    """The articles among the pages of a crawl; pages without one are counted in one warning. A page's id is made of its address."""
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ModuleNotFoundError as error:
        yield place.missing("WARC files", error.name, "web")
        return
    without = 0
    try:
        for record in ArchiveIterator(file):
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
            data = record.content_stream().read(RECORD + 1)
            here = replace(
                place,
                where=f"{place.where}: {address}",
                stem=f"w-{hashlib.sha256(address.encode()).hexdigest()[:12]}",
            )
            for found in (
                read_html(io.BytesIO(data), here, address) if len(data) <= RECORD else [here.too_long(RECORD)]
            ):
                if isinstance(found, Issue) and found.code in ("no_article", "empty", "too_long"):
                    without += 1
                else:
                    yield found
    except Exception as error:  # damaged crawls make warcio raise nearly anything
        yield place.error(
            "bad_archive",
            f"the crawl cannot be read further: {error}.",
            "Fetch the file again; what came before is read.",
        )
    if without:
        yield place.warning("left_out", f"{without} pages in it hold no article.", "Nothing is to be done.")
