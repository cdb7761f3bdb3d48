"""Office documents → reports: the paragraphs of a DOCX file, the text of a PDF that has text."""

from __future__ import annotations

import io
import lzma
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree import ElementTree

from biennien.ingest.objects import report_of
from biennien.ingest.place import LIMIT, Place
from biennien.model import Issue, Report

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PART = 50_000_000  # bytes of the unpacked text part of a document
_PAGES = 500
_HYPHEN = re.compile(r"(?<=\w)-\n(?=\w)")
_RUN_ON = re.compile(r"(?<![.!?:…”\"»])\n(?=[^\W\d_])")


def read_docx(file: BinaryIO, place: Place) -> Iterator[Report | Issue]:
    """The paragraphs of a document; its headers, footers and comments are no part of the report."""
    broken = place.error("document", "this is no DOCX document, or it is damaged.", "Save its text as UTF-8.")
    try:
        with zipfile.ZipFile(file) as archive:
            part = archive.getinfo("word/document.xml")
            if part.file_size > _PART:
                yield place.too_long(_PART)
                return
            with archive.open(part) as opened:
                data = opened.read(_PART + 1)
        if b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data:
            yield broken
            return
        tree = ElementTree.fromstring(data)
    except (
        zipfile.BadZipFile,
        ElementTree.ParseError,
        OSError,
        zlib.error,
        EOFError,
        RuntimeError,
        NotImplementedError,
        ValueError,
        LookupError,
        lzma.LZMAError,
    ):
        yield broken
        return
    for node in list(tree.iter()):
        for twice in node.findall(_FALLBACK):  # a text box again, for older programs
            node.remove(twice)
    lines = ["".join(_pieces(paragraph)).strip() for paragraph in tree.iter(f"{_W}p")]
    yield _report([line for line in lines if line], place)


def _pieces(paragraph: ElementTree.Element) -> Iterator[str]:
    """Its words; those of a text box in it are paragraphs of their own, and what was moved away stands elsewhere."""
    waiting = list(reversed(paragraph))
    while waiting:
        node = waiting.pop()
        if node.tag == f"{_W}t":
            yield node.text or ""
        elif node.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " "
        elif node.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif node.tag not in (f"{_W}p", f"{_W}moveFrom"):
            waiting.extend(reversed(node))


def read_pdf(file: BinaryIO, place: Place) -> Iterator[Report | Issue]:
    """The text of a PDF; a scanned one has none. Lines that only the width of the page broke are joined."""
    data = file.read(LIMIT + 1)
    if len(data) > LIMIT:
        yield place.too_long()
        return
    try:
        from pypdf import PdfReader
    except ModuleNotFoundError as error:
        yield place.missing("PDF files", error.name, "documents")
        return
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            yield place.error(
                "document", "the PDF is locked with a password.", "Save its text: pdftotext FILE FILE.txt"
            )
            return
        pages = [page.extract_text() or "" for page in reader.pages[:_PAGES]]
    except Exception as error:  # damaged files make pypdf raise nearly anything
        yield place.error(
            "document",
            f"the PDF cannot be read: {type(error).__name__}.",
            "Save its text: pdftotext FILE FILE.txt",
        )
        return
    text = "\n".join(pages)
    if not text.strip():
        yield place.error(
            "document",
            "the PDF holds no text, only pictures of it.",
            "Give the text: it must be recognised first.",
        )
        return
    text = _RUN_ON.sub(" ", _HYPHEN.sub("", text))
    yield _report([line for line in (" ".join(line.split()) for line in text.split("\n")) if line], place)


def _report(lines: list[str], place: Place) -> Report | Issue:
    text = unicodedata.normalize("NFC", "\n".join(lines))
    if not text:
        return place.error("blank", "there are no words in it.", "Give a report with text.")
    return report_of(
        {"text": text}, where=place.where, stem=place.stem, published=place.published, outlet=place.outlet
    )
