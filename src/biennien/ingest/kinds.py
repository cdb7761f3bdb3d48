"""The kinds of files that are read, by their suffix; each reader takes an open file and its place and yields reports and issues."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from biennien.ingest.archives import read_gzip, read_warc, read_zip
from biennien.ingest.charsets import repaired, with_charset
from biennien.ingest.decoding import BOM, is_page
from biennien.ingest.documents import is_docx, read_docx, read_pdf
from biennien.ingest.feeds import is_feed, read_feed
from biennien.ingest.json_files import read_json, read_json_lines
from biennien.ingest.letters import letters_of, marked_as
from biennien.ingest.objects import report_of, report_of_text
from biennien.ingest.place import Exceeded, Fetched, Place, TooDeep
from biennien.ingest.rows import read_csv
from biennien.model import Issue, Report

Found = Iterator[Report | Issue]
_HEAD = 1 << 16  # bytes by which the kind of a file is known
_PAGE_REMEDY = "Open it in a browser and save the article's words as UTF-8 text."


def read_text_file(file: BinaryIO, place: Place) -> Found:
    """The report that a text file is; an old charset is put into Unicode with a warning."""
    data = file.read(place.limits.report.bytes + 1)
    if not data.strip():
        yield place.error("empty", "the file is empty.", "Give a report with text.")
        return
    if len(data) > place.limits.report.bytes:
        yield place.exceeded("report.bytes")
        return
    found = letters_of(data, place.where)
    if isinstance(found, Issue):
        yield found
        return
    text, charset = found
    if charset is None and (known := repaired(text)) is not None:
        text, charset = known
    report = _report_of(text, place)
    yield (
        report if charset is None or isinstance(report, Issue) else with_charset(report, charset, place.where)
    )


def _report_of(text: str, place: Place) -> Report | Issue:
    """The report that a text is; one that was fetched has its address."""
    where, published, outlet, limits = place.where, place.published, place.outlet, place.limits
    if place.found_at:
        row = {"text": text, **place.found_at}
        return report_of(row, where=where, stem=place.stem, published=published, outlet=outlet, limits=limits)
    return report_of_text(text, place.stem, where=where, published=published, outlet=outlet, limits=limits)


def read_json_file(file: BinaryIO, place: Place) -> Found:
    """The report of a JSON file, or those of its list; the entries of a JSON feed."""
    data = file.read(place.limits.report.list_bytes + 1)
    if len(data) > place.limits.report.list_bytes:
        yield place.exceeded("report.list_bytes")
    elif is_feed(data):
        yield from read_feed(data, place)
    else:
        yield from read_json(data, place)


def read_html(
    file: BinaryIO, place: Place, url: str | None = None, charset: str | None = None, told: str | None = None
) -> Found:
    """The report on a web page, or why there is none.

    `url` is where it was found, `charset` what the server says of it, `told` the date of the feed that led there.
    """
    data = file.read(place.limits.report.bytes + 1)
    if not data.strip():
        yield place.error("empty", "the file is empty.", "Give a page with an article.")
        return
    if len(data) > place.limits.report.bytes:
        yield place.exceeded("report.bytes")
        return
    try:
        from biennien.ingest.pages import read_page
    except ModuleNotFoundError as error:
        yield place.missing("web pages", error.name, "web")
        return
    try:
        row = read_page(data, url=url, charset=charset, limits=place.limits.page)
    except Exceeded as error:
        yield place.exceeded(str(error))
        return
    except TooDeep:
        message = "the elements of this page are nested deeper than its parser goes."
        yield place.error("too_long", message, _PAGE_REMEDY)
        return
    if row is None:
        yield place.error("no_article", "no article is found on this page.", _PAGE_REMEDY)
        return
    row = {"published": told, **row} if told else row
    report = report_of(
        row,
        where=place.where,
        stem=place.stem,
        published=place.published,
        outlet=place.outlet,
        limits=place.limits,
    )
    found_by = row["found_by"]
    if isinstance(report, Report) and isinstance(found_by, dict):
        if old := found_by.get("charset"):
            report = with_charset(report, old, place.where)
        if beyond := found_by.get("exceeded"):
            warning = replace(place.warning("too_long", *place.limits.exceeded(beyond)), report_id=report.id)
            report = replace(report, issues=(*report.issues, warning))
    yield report


def read_xml(file: BinaryIO, place: Place) -> Found:
    """The entries of a feed."""
    data = file.read(place.limits.report.list_bytes + 1)
    if len(data) > place.limits.report.list_bytes:
        yield place.exceeded("report.list_bytes")
    elif not is_feed(data):
        yield place.error(
            "no_feed", "this is no RSS, Atom or JSON feed.", "Give a feed, or the pages that it leads to."
        )
    else:
        yield from read_feed(data, place)


def read_archive(file: BinaryIO, place: Place) -> Found:
    """What the files in a ZIP archive hold."""
    yield from read_zip(file, place, _inner)


def read_compressed(file: BinaryIO, place: Place) -> Found:
    """What a file holds that was packed with gzip: the suffix before `.gz` tells its kind, where there is none its first bytes do."""
    yield from read_gzip(file, place, _unpacked)


def read_crawl(file: BinaryIO, place: Place) -> Found:
    """The articles among the pages of a WARC file."""
    yield from read_warc(file, place, read_html)


def _inner(name: str, file: BinaryIO, place: Place) -> Found | None:
    """What a file inside another holds; None where its kind is not read, or it is an archive and lies too deep."""
    reader = reader_for(name, file)
    deep = reader in (read_archive, read_compressed) and place.depth >= place.limits.archive.depth
    return None if reader is None or deep else reader(file, place)


def _unpacked(name: str, file: BinaryIO, place: Place) -> Found | None:
    """What was packed by itself holds."""
    if suffix_of(name):
        return _inner(name, file, place)
    head = file.read(_HEAD)
    file.seek(0)
    return _inner(name, file, place) if _by_first_bytes(head, file) else sniffed(head)(file, place)


Reader = Callable[[BinaryIO, Place], Found]
KINDS: dict[str, Reader] = {
    ".txt": read_text_file, ".json": read_json_file, ".jsonl": read_json_lines, ".ndjson": read_json_lines, ".html": read_html, ".htm": read_html,
    ".xhtml": read_html, ".xml": read_xml, ".rss": read_xml, ".atom": read_xml, ".csv": read_csv, ".tsv": read_csv, ".docx": read_docx,
    ".pdf": read_pdf, ".zip": read_archive, ".gz": read_compressed, ".warc": read_crawl, ".warc.gz": read_crawl,
}  # fmt: skip


def suffix_of(name: str) -> str:
    """The suffix that tells the kind: `.warc.gz` of `cc.warc.gz`, `.txt` of `a.b.txt`."""
    found = re.search(r"(?:\.warc)?\.[^./\\]*$", name.lower())
    return found.group() if found else ""


def reader_of(name: str) -> Reader | None:
    """Who reads files of this name."""
    return KINDS.get(suffix_of(name))


def reader_for(name: str, file: BinaryIO) -> Reader | None:
    """Who reads a file: by its first bytes where they are those of an archive or a document, whatever its name says; else by its name.

    A file that was packed with gzip and has no other suffix is read as what it looks like.
    """
    named = reader_of(name)
    at = file.tell()
    head = file.read(_HEAD)
    file.seek(at)
    packed = _by_first_bytes(head, file)
    if packed is None or (packed is read_archive and named is read_docx):
        return named
    return named if packed is read_compressed and named is read_crawl else packed


def sniffed(data: bytes) -> Reader:
    """Who reads bytes that have no name: an archive or a document by its first bytes, JSON where they begin so, a page, a feed, else text."""
    if (packed := _by_first_bytes(data[:_HEAD], io.BytesIO(data))) is not None:
        return packed
    if is_feed(data):
        return read_json_file if _opens_object(data) else read_xml
    charset = marked_as(data)
    head = (
        (data[2:400].decode(charset, "ignore").encode() if charset else data[:200]).removeprefix(BOM).lstrip()
    )
    if head.startswith(b"{"):
        return read_json_lines
    if re.match(rb"\[\s*\{", head):
        return read_json_file
    return read_html if is_page(data) else read_text_file


def _opens_object(data: bytes) -> bool:
    return data[:_HEAD].removeprefix(BOM).lstrip().startswith(b"{")


def _by_first_bytes(head: bytes, file: BinaryIO) -> Reader | None:
    """Who reads an archive or a document; None where the first bytes are those of neither."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return read_docx if is_docx(file) else read_archive
    if head.startswith(b"\x1f\x8b"):
        return read_crawl if _unpacked_head(head).startswith(b"WARC/") else read_compressed
    if head.startswith(b"WARC/"):
        return read_crawl
    return read_pdf if head.lstrip().startswith(b"%PDF") else None


def _unpacked_head(head: bytes) -> bytes:
    """The first bytes of what is packed."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, 16)
    except zlib.error:
        return b""


def read_fetched(found: Fetched, place: Place) -> Found:
    """The reports at an address: a page, a feed, a document or a text."""
    file = io.BytesIO(found.body)
    told = {"published": found.published} if found.published else {}
    document = replace(place, found_at={"url": found.url, **told})
    if (packed := _by_first_bytes(found.body[:_HEAD], file)) is not None:
        yield from packed(file, document if packed in (read_pdf, read_docx) else place)
    elif found.kind in ("text/html", "application/xhtml+xml") or (not found.kind and is_page(found.body)):
        yield from read_html(file, place, found.url, found.charset, found.published)
    elif found.kind in _KINDS_OF:
        reader = KINDS[_KINDS_OF[found.kind]]
        yield from reader(file, document if reader is read_text_file else place)
    else:
        reader = sniffed(found.body)
        yield from reader(file, document if reader is read_text_file else place)


_KINDS_OF = {
    "application/pdf": ".pdf",
    "text/csv": ".csv",
    "application/zip": ".zip",
    "application/json": ".json",
    "text/plain": ".txt",
}
