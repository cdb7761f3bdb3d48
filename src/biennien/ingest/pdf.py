"""The paragraphs of a PDF that has text: lines put together by where they stand, without what stands on every page."""

from __future__ import annotations

import ctypes
import io
import re
import statistics
import threading
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from biennien.ingest.languages import language_of
from biennien.ingest.packed import measured
from biennien.ingest.place import Exceeded
from biennien.model import Limits

_GAP = 1.3  # times the size of the letters between two words that stand in two columns
_PITCH = 1.75  # times the size of the letters from a line to the next of the same paragraph
_SIZES = 0.12  # by which the letters of one paragraph may differ in size
_INDENT = 0.8  # times the size of the letters by which the first line of a paragraph may stand in
_SHORT = 0.8  # of the width of its column: a line that ends before it may end its paragraph
_NUMBER = re.compile(
    r"\W*(?:(?:trang|page|стр\.?|số)\s*)?\d{1,4}(?:\s*(?:/|\||of|trên|из)\s*(?:page\s*)?\d{0,4})?\W*",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?:…][”\"’»)\]]*$")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\ufffe": "\x02"}
)
_SOFT = "\u00ad"  # a hyphen that only breaks a word
_AT_END = re.compile(
    r"(?<=([^\W\d_]))\x02(?=([^\W\d_]))|\x02"
)  # what PDFium makes of a hyphen at the end of a line, with the next line behind it
_BROKEN = re.compile(r"[^\W\d_]{2}-$")
_ONE_AT_A_TIME = threading.Lock()  # PDFium is not for several threads at a time


@dataclass(slots=True, kw_only=True)
class Line:
    """A run of words on one line of a column. Places in points from the lower left corner of the page."""

    text: str
    left: float
    right: float
    bottom: float
    size: float
    page: int


class Letter(NamedTuple):
    """A letter where it stands; `size` is the height of its line."""

    letter: str
    left: float
    right: float
    bottom: float
    size: float


class Locked(Exception):
    """It is locked with a password."""


def paragraphs_of(data: bytes, limits: Limits, clock: Callable[[], float] = time.monotonic) -> list[str]:
    """The paragraphs; none where it holds only pictures. Raises Locked, Exceeded, and ValueError for what is no PDF.

    Raises ModuleNotFoundError where the package is missing that reads it.
    """
    import pypdfium2

    data = measured(data, limits)
    with _ONE_AT_A_TIME:
        pages = _pages_of(data, limits, clock, pypdfium2)
    lines = [line for page in _without_margins(pages) for line in page]
    is_hyphenated = language_of(" ".join(line.text for line in lines)[:20_000]) not in ("vi", None)
    return list(_paragraphs(lines, is_hyphenated))


def _pages_of(data: bytes, limits: Limits, clock: Callable[[], float], pypdfium2: Any) -> list[list[Line]]:
    """The lines of each page in the order in which they are read."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise Locked from error
        raise ValueError(str(error)) from error
    end, left, pages = clock() + limits.document.seconds, limits.report.characters, list[list[Line]]()
    try:
        if (plain := _decrypted(document, pypdfium2)) is not None:
            document.close()
            document = pypdfium2.PdfDocument(measured(plain, limits))
        if len(document) > limits.document.pages:
            raise Exceeded("document.pages")
        for number in range(len(document)):
            found = list(_lines_of(document, number, lambda: clock() > end))
            left -= sum(len(line.text) for line in found)
            if left < 0:
                raise Exceeded("report.characters")
            pages.append(_in_order(found))
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    finally:
        document.close()
    return pages


def _decrypted(document: Any, pypdfium2: Any) -> bytes | None:
    """The same document without its encryption, which needs no password to be read; None where it has none."""
    if pypdfium2.raw.FPDF_GetSecurityHandlerRevision(document.raw) < 0:
        return None
    plain = io.BytesIO()
    document.save(plain, flags=pypdfium2.raw.FPDF_REMOVE_SECURITY)
    return plain.getvalue()


def _lines_of(document: Any, number: int, is_over: Callable[[], bool]) -> Iterator[Line]:
    """The lines of a page in the order in which it was written; a wide gap parts two columns. Raises Exceeded when the time is over."""
    page = document[number]
    text = page.get_textpage()
    run: list[Letter] = []
    last: Letter | None = None  # that is no blank
    try:
        for index in range(text.count_chars()):
            if index % 1000 == 0 and is_over():
                raise Exceeded("document.seconds")
            here = _letter(text, index)
            is_blank = here.letter.isspace() or not here.letter
            far = (
                not is_blank
                and last is not None
                and here.left - last.right > _GAP * max(here.size, last.size)
            )
            if here.letter in ("\r", "\n") or far:
                yield from _line(run, number)
                run, last = [], None
            if here.letter not in ("\r", "\n", ""):
                run.append(here)
            last = last if is_blank else here
        yield from _line(run, number)
    finally:
        text.close()
        page.close()


def _letter(text: Any, index: int) -> Letter:
    import pypdfium2.raw as raw

    box = raw.FS_RECTF()
    code = raw.FPDFText_GetUnicode(text.raw, index)
    raw.FPDFText_GetLooseCharBox(text.raw, index, ctypes.byref(box))
    return Letter(
        letter=chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "",
        left=box.left,
        right=box.right,
        bottom=box.bottom,
        size=max(box.top - box.bottom, 1.0),
    )


def _line(run: Sequence[Letter], page: int) -> Iterator[Line]:
    seen = [one for one in run if not one.letter.isspace()]
    words = "".join(one.letter for one in run).translate(_LIGATURES)
    if seen and (text := " ".join(unicodedata.normalize("NFC", words).split())):
        yield Line(
            text=text,
            left=min(one.left for one in seen),
            right=max(one.right for one in seen),
            bottom=statistics.median(one.bottom for one in seen),
            size=statistics.median(one.size for one in seen),
            page=page,
        )


def _in_order(lines: list[Line]) -> list[Line]:
    """The lines as they are read: as they were written, but for two columns that were written row by row."""
    beside = [
        index
        for index, (one, other) in enumerate(pairwise(lines))
        if abs(one.bottom - other.bottom) < 0.5 * one.size and other.left > one.right
    ]
    if len(beside) < 3:
        return lines
    middle = statistics.median((lines[index].right + lines[index + 1].left) / 2 for index in beside)
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        if line.left < middle < line.right:  # it stands over both columns
            ordered += [*left, *right, line]
            left, right = [], []
        else:
            (left if line.right <= middle else right).append(line)
    return [*ordered, *left, *right]


def _without_margins(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without what stands at the top or the bottom of most of them, and without their numbers."""
    edges = [_edges(page) for page in pages]
    seen = Counter(key for page in edges for key in {_key(line) for line in page})
    often = max(2, len(pages) // 2)
    left_out = {
        id(line)
        for page in edges
        for line in page
        if (len(pages) > 1 and seen[_key(line)] >= often) or _NUMBER.fullmatch(line.text)
    }
    return [[line for line in page if id(line) not in left_out] for page in pages]


def _edges(page: list[Line]) -> list[Line]:
    """What stands at the top and the bottom of a page, one or two lines apart from all others; a number stands there alone."""
    rows: dict[int, list[Line]] = {}
    for line in page:
        rows.setdefault(round(line.bottom), []).append(line)
    down = sorted(rows, reverse=True)
    found: list[Line] = []
    for order in (down, down[::-1]):
        for count in (1, 2):
            edge, rest = order[:count], order[count:]
            size = max((line.size for row in edge for line in rows[row]), default=0)
            apart = bool(rest) and abs(rest[0] - edge[-1]) > _PITCH * size
            if apart and abs(edge[0] - edge[-1]) <= 3 * size:
                found += [line for row in edge for line in rows[row]]
                break
        else:
            found += [line for row in order[:1] for line in rows[row] if _NUMBER.fullmatch(line.text)]
    return found


def _key(line: Line) -> tuple[str, int]:
    """What is the same of a line that stands on every page: its words but for numbers, and about where it stands."""
    return re.sub(r"\d+", "#", line.text), round(line.bottom / 6)


def _paragraphs(lines: Sequence[Line], is_hyphenated: bool) -> Iterator[str]:
    ends: dict[int, float] = {}  # where the columns end, by where they begin
    for line in lines:
        ends[round(line.left / 6)] = max(line.right, ends.get(round(line.left / 6), 0.0))
    words, last = "", None
    for line in lines:
        text = _unbroken(line.text, is_hyphenated)
        if last is not None and _goes_on(last, line, ends):
            words = _joined(words, text, is_hyphenated)
        else:
            if words:
                yield words.strip(_SOFT)
            words = text
        last = line
    if words:
        yield words.strip(_SOFT)


def _unbroken(words: str, is_hyphenated: bool) -> str:
    """Words whose hyphens at the ends of lines are those of the words, or none."""
    broken = lambda found: "" if is_hyphenated and (found[2] or "").islower() else "-"  # noqa: E731
    return _AT_END.sub(broken, words)


def _goes_on(last: Line, line: Line, ends: dict[int, float]) -> bool:
    """Whether a line goes on with the paragraph of the last one."""
    if abs(line.size - last.size) > _SIZES * max(line.size, last.size):
        return False
    down = last.bottom - line.bottom
    if line.page == last.page and down > 0:
        if down > _PITCH * line.size or line.left - last.left > _INDENT * line.size:
            return False
        width = ends[round(last.left / 6)] - last.left
        is_short = last.right - last.left < _SHORT * width
        return not (is_short and _ENDED.search(last.text))
    return not _ENDED.search(last.text)  # in the next column, or on the next page


def _joined(words: str, more: str, is_hyphenated: bool) -> str:
    """Words with those of the next line; a hyphen at the end of a line breaks a word in languages that hyphenate, in Vietnamese it joins two."""
    if words[-1] in _SOFT:
        return words[:-1] + more
    if _BROKEN.search(words):
        return words[:-1] + more if is_hyphenated and more[:1].islower() else words + more
    return f"{words} {more}"
