"""Office documents → reports: the paragraphs of a DOCX file, the text of a PDF that has text."""

from __future__ import annotations

import lzma
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree import ElementTree
from xml.parsers import expat

from biennien.ingest.objects import report_of
from biennien.ingest.pdf import Locked, paragraphs_of
from biennien.ingest.place import Exceeded, Place
from biennien.model import Issue, Report

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PIECE = 1 << 12  # bytes


def is_docx(file: BinaryIO) -> bool:
    """Whether a ZIP archive is a DOCX document. Where the file stands is left as it was."""
    at = file.tell()
    try:
        with zipfile.ZipFile(file) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, struct.error):
        return False
    finally:
        file.seek(at)


def read_docx(file: BinaryIO, place: Place) -> Iterator[Report | Issue]:
    """The paragraphs of a document; its headers, footers and comments are no part of the report."""
    broken = place.error("document", "this is no DOCX document, or it is damaged.", "Save its text as UTF-8.")
    try:
        with zipfile.ZipFile(file) as archive:
            part = archive.getinfo("word/document.xml")
            most = place.limits.document.bytes
            with archive.open(part) as opened:
                data = b"" if part.file_size > most else opened.read(most + 1)
            if max(part.file_size, len(data)) > most:
                yield place.exceeded("document.bytes")
                return
        if _declares_a_type(data):
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
        expat.ExpatError,
        MemoryError,  # LZMA takes as much as the archive asks for
    ):
        yield broken
        return
    for node in list(tree.iter()):
        if node.find(_FALLBACK) is not None:  # a text box again, for older programs
            node[:] = [part for part in node if part.tag != _FALLBACK]
    lines = ["".join(_pieces(paragraph)).strip() for paragraph in tree.iter(f"{_W}p")]
    yield _report([line for line in lines if line], place)


def _declares_a_type(data: bytes) -> bool:
    """Whether XML in any charset declares its document type, and with it entities. Raises ExpatError where it breaks before."""
    seen: list[bool] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: seen.append(True)
    parser.StartElementHandler = lambda *_: seen.append(False)  # behind the root no type can be declared
    for at in range(0, len(data), _PIECE):
        parser.Parse(data[at : at + _PIECE])
        if seen:
            break
    return seen[:1] == [True]


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
    """The paragraphs of a PDF; a scanned one has none."""
    data = file.read(place.limits.report.bytes + 1)
    if len(data) > place.limits.report.bytes:
        yield place.exceeded("report.bytes")
        return
    try:
        paragraphs = paragraphs_of(data, place.limits)
    except ModuleNotFoundError as error:
        yield place.missing("PDF files", error.name, "documents")
    except Exceeded as error:
        yield place.exceeded(str(error))
    except Locked:
        remedy = "Save its text: pdftotext FILE FILE.txt"
        yield place.error("document", "the PDF is locked with a password.", remedy)
    except (ValueError, OSError, MemoryError) as error:
        message = f"the PDF cannot be read: {type(error).__name__}."
        yield place.error("document", message, "Save its text: pdftotext FILE FILE.txt")
    else:
        if paragraphs:
            yield _report(paragraphs, place)
        else:
            message = "the PDF holds no text, only pictures of it."
            yield place.error("document", message, "Give the text: it must be recognised first.")


def _report(lines: list[str], place: Place) -> Report | Issue:
    text = unicodedata.normalize("NFC", "\n".join(lines))
    if not text:
        return place.error("blank", "there are no words in it.", "Give a report with text.")
    return report_of(
        {"text": text, **place.found_at},
        where=place.where,
        stem=place.stem,
        published=place.published,
        outlet=place.outlet,
        limits=place.limits,
    )
