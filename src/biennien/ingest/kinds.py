"""The kinds of files that are read, by their suffix; each reader takes an open file and its place and yields reports and issues."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from biennien.ingest.archives import read_gzip, read_warc, read_zip
from biennien.ingest.charsets import decode_legacy, repaired, with_charset
from biennien.ingest.decoding import decode, is_page
from biennien.ingest.documents import read_docx, read_pdf
from biennien.ingest.feeds import is_feed, read_feed
from biennien.ingest.json_files import read_json, read_json_lines
from biennien.ingest.objects import report_of, report_of_text
from biennien.ingest.place import LIMIT, LIST_LIMIT, Fetched, Place
from biennien.ingest.rows import read_csv
from biennien.model import Issue, Report

Found = Iterator[Report | Issue]
_PAGE_REMEDY = "Open it in a browser and save the article's words as UTF-8 text."


def read_text_file(file: BinaryIO, place: Place) -> Found:
    """The report that a text file is; an old charset is put into Unicode with a warning."""
    data = file.read(LIMIT + 1)
    if not data.strip():
        yield place.error("empty", "the file is empty.", "Give a report with text.")
        return
    if len(data) > LIMIT:
        yield place.too_long()
        return
    text, charset = decode(data, place.where), None
    if isinstance(text, Issue):
        known = decode_legacy(data) if text.code == "encoding" else None
    else:
        known = repaired(text)
    if known is not None:
        text, charset = known
    if isinstance(text, Issue):
        yield text
        return
    report = report_of_text(
        text, place.stem, where=place.where, published=place.published, outlet=place.outlet
    )
    yield (
        report if charset is None or isinstance(report, Issue) else with_charset(report, charset, place.where)
    )


def read_json_file(file: BinaryIO, place: Place) -> Found:
    """The report of a JSON file, or those of its list."""
    data = file.read(LIST_LIMIT + 1)
    if len(data) > LIST_LIMIT:
        yield place.too_long()
    else:
        yield from read_json(data, place.where, place.stem, place.published, place.outlet)


def read_lines(file: BinaryIO, place: Place) -> Found:
    """The reports of a JSON Lines file."""
    yield from read_json_lines(file, place.where, place.stem, place.published, place.outlet, LIMIT)


def read_html(
    file: BinaryIO, place: Place, url: str | None = None, charset: str | None = None, told: str | None = None
) -> Found:
    """The report on a web page, or why there is none.

    `url` is where it was found, `charset` what the server says of it, `told` the date of the feed that led there.
    """
    data = file.read(LIMIT + 1)
    if not data.strip():
        yield place.error("empty", "the file is empty.", "Give a page with an article.")
        return
    if len(data) > LIMIT:
        yield place.too_long()
        return
    try:
        from biennien.ingest.pages import read_page
    except ModuleNotFoundError as error:
        yield place.missing("web pages", error.name, "web")
        return
    row = read_page(data, url=url, charset=charset)
    if row is None:
        yield place.error("no_article", "no article is found on this page.", _PAGE_REMEDY)
        return
    row = {"published": told, **row} if told else row
    report = report_of(
        row, where=place.where, stem=place.stem, published=place.published, outlet=place.outlet
    )
    old = found_by.get("charset") if isinstance(found_by := row["found_by"], dict) else None
    yield with_charset(report, old, place.where) if old and isinstance(report, Report) else report


def read_xml(file: BinaryIO, place: Place) -> Found:
    """The entries of a feed."""
    data = file.read(LIST_LIMIT + 1)
    if len(data) > LIST_LIMIT:
        yield place.too_long()
    elif not is_feed(data):
        yield place.error(
            "no_feed", "this is no RSS or Atom feed.", "Give a feed, or the pages that it leads to."
        )
    else:
        yield from read_feed(data, place)


def read_archive(file: BinaryIO, place: Place) -> Found:
    """What the files in a ZIP archive hold."""
    yield from read_zip(file, place, _inner)


def read_compressed(file: BinaryIO, place: Place) -> Found:
    """What a file holds that was packed with gzip: the suffix before `.gz` tells its kind."""
    yield from read_gzip(file, place, _inner)


def read_crawl(file: BinaryIO, place: Place) -> Found:
    """The articles among the pages of a WARC file."""
    yield from read_warc(file, place, read_html)


def _inner(name: str, file: BinaryIO, place: Place) -> Found | None:
    """What a file inside another holds; None where its kind is not read. Archives in archives are not opened."""
    reader = reader_of(name)
    return None if reader is None or reader in (read_archive, read_compressed) else reader(file, place)


Reader = Callable[[BinaryIO, Place], Found]
KINDS: dict[str, Reader] = {
    ".txt": read_text_file, ".json": read_json_file, ".jsonl": read_lines, ".ndjson": read_lines, ".html": read_html, ".htm": read_html,
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


def sniffed(data: bytes) -> Reader:
    """Who reads bytes that have no name: JSON where they begin so, a page, a feed, a document, else text."""
    head = data.lstrip()[:200]
    if head.startswith(b"{"):
        return read_lines
    if re.match(rb"\[\s*\{", head):
        return read_json_file
    if head.startswith(b"%PDF"):
        return read_pdf
    if head.startswith(b"WARC/"):
        return read_crawl
    if is_feed(data):
        return read_xml
    return read_html if is_page(data) else read_text_file


def read_fetched(found: Fetched, place: Place) -> Found:
    """The reports at an address: a page, a feed, a document or a text."""
    file = io.BytesIO(found.body)
    if found.kind in ("text/html", "application/xhtml+xml") or (not found.kind and is_page(found.body)):
        yield from read_html(file, place, found.url, found.charset, found.published)
    elif found.kind in _KINDS_OF:
        yield from KINDS[_KINDS_OF[found.kind]](file, place)
    else:
        yield from sniffed(found.body)(file, place)


_KINDS_OF = {
    "application/pdf": ".pdf",
    "text/csv": ".csv",
    "application/zip": ".zip",
    "application/json": ".json",
    "text/plain": ".txt",
}
