"""Bytes → text: UTF-8 to the letter; anything else is named together with the way to convert it."""

from __future__ import annotations

import re
from collections import Counter

from biennien.model import Issue

BOM = b"\xef\xbb\xbf"

_MAGIC = (
    (b"%PDF", "a PDF", "Save its text: pdftotext FILE FILE.txt"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "Save its text as UTF-8, or unpack it."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it: gunzip FILE"),
    (b"\x89PNG", "an image", "Only text can be read."),
    (b"\xff\xd8\xff", "an image", "Only text can be read."),
    (b"GIF8", "an image", "Only text can be read."),
    (b"SQLite format 3\0", "an SQLite database", "To query a record name it with --store."),
    (b"\xd0\xcf\x11\xe0", "an old office document", "Save its text as UTF-8."),
    (b"{\\rtf", "a document in RTF", "Save its text as UTF-8."),
    (b"Rar!", "a RAR archive", "Unpack it."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it."),
)
_PAGE_REMEDY = (
    "Open it in a browser and save the article's words as UTF-8 text, without the page around them."
)
_PAGE = re.compile(
    rb"\s*(?>(?:<!--.*?-->\s*)*+)<(?:!doctype\s+html|html|head|body|\?xml)\b", re.IGNORECASE | re.DOTALL
)
_MAIL = re.compile(rb"^(?:MIME-Version:|Content-Type: multipart/)", re.IGNORECASE | re.MULTILINE)
# Bytes that stand for ă â ê ô ơ ư đ and the toned vowels in the two encodings that old Vietnamese pages are found in.
_TCVN3 = frozenset(
    b"\xa8\xa9\xaa\xab\xac\xad\xae\xb5\xb6\xb7\xb8\xb9\xbb\xbc\xbd\xbe\xc6\xc7\xc8\xc9\xca\xcb\xcc\xce\xd0\xd1"
)
_CP1258 = frozenset(b"\xcc\xd2\xde\xec\xf2\xe2\xe3\xea\xf0\xf4\xf5\xfd")

_SAMPLE = 20_000  # characters that are looked at for what may be wrong with a text
_TAG = re.compile(
    r"</?(?:p|div|br|span|a|img|h[1-6]|strong|em|figure|table|script)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9\u0309\u031b\u0323]|[aeiouy][\u0300-\u0303]", re.IGNORECASE)
_MOJIBAKE = re.compile("á[º»]|Æ[°¯]|Ä[‘\u0090\u0091]|Ã[\u00a0-\u00bf]")
_OLD_FONT = re.compile("[a-zA-Z][¨©ª«¬\u00ad®µ¸¹·¶»¼½¾](?=[a-z ])")


def is_page(data: bytes) -> bool:
    """Whether bytes are a web page."""
    return bool(_PAGE.match(data[:4096].removeprefix(BOM)))


def decode(data: bytes, where: str) -> str | Issue:
    """The text of a file; a byte order mark is a mark of the encoding and no part of the text."""
    if wrong := diagnose(data, where):
        return wrong
    try:
        return data.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        return not_utf8(data, where, error.start + (len(BOM) if data.startswith(BOM) else 0))


def diagnose(data: bytes, where: str) -> Issue | None:
    """What the bytes are where they are no text at all, or text in UTF-16 or UTF-32; None where they may be UTF-8."""
    for magic, name, remedy in _MAGIC:
        if data.startswith(magic):
            return _issue("binary", f"this is {name}, not text.", where, remedy)
    head = data[:4096].removeprefix(BOM)
    if is_page(data):
        return _issue("markup", "this is a web page (HTML), not its text.", where, _PAGE_REMEDY)
    if head[:1].isalpha() and _MAIL.search(head.split(b"\n\n")[0].split(b"\r\n\r\n")[0]):
        return _issue(
            "markup", "this is a saved web page (MHTML) or a mail, not its text.", where, _PAGE_REMEDY
        )
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return _other("UTF-32", where)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _other("UTF-16", where)
    if b"\0" not in data:
        return None
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if len(data) >= 8 and max(even, odd) * 5 > len(data) and min(even, odd) * 8 < max(even, odd):
        return _other("UTF-16LE" if odd > even else "UTF-16BE", where)
    at = data.index(b"\0")
    return _issue(
        "binary", f"a binary file (a zero byte at offset {at}), not text.", where, "Give UTF-8 text."
    )


def not_utf8(data: bytes, where: str, at: int) -> Issue:
    """The issue for bytes that break UTF-8 at offset `at`, with the likely encoding and how to convert from it."""
    high = Counter(b for b in data if b >= 0x80)
    control = sum(data.count(c) for c in (*range(1, 9), *range(14, 27), *range(28, 32)))
    if control * 20 > len(data):
        return _issue(
            "binary",
            f"a binary file (byte {data[at]:#04x} at offset {at}), not text.",
            where,
            "Give UTF-8 text.",
        )
    tcvn3, cp1258 = (sum(n for b, n in high.items() if b in table) for table in (_TCVN3, _CP1258))
    name, code = ("TCVN3 (ABC)", "TCVN") if tcvn3 > cp1258 else ("Windows-1258", "CP1258")
    total = sum(high.values())
    if total >= 2 and max(tcvn3, cp1258) * 2 >= total:
        return _issue(
            "encoding",
            f"not valid UTF-8: byte {data[at]:#04x} at offset {at}; it looks like {name}.",
            where,
            f"Convert it: iconv -f {code} -t UTF-8 FILE > NEW",
        )
    found = f"not valid UTF-8: byte {data[at]:#04x} at offset {at}."
    return _issue("encoding", found, where, "Convert the file to UTF-8, or mend the damaged place.")


def doubt(text: str, where: str) -> Issue | None:
    """A warning where a text can be read but seems not to be what it was: broken letters, tags of a page, another language."""
    text = text[:_SAMPLE]
    if len(_TAG.findall(text)) >= 3:
        message, remedy = (
            "there are HTML tags in it; they are read as words.",
            "Give the words without the tags.",
        )
        return _warning("markup", message, where, remedy)
    if _VIETNAMESE.search(text):
        return None
    if len(_MOJIBAKE.findall(text)) >= 4:
        message = "its letters are broken: UTF-8 that was read as Windows-1252 and saved again."
        return _warning("broken_letters", message, where, "Save it anew from its source as UTF-8.")
    if len(_OLD_FONT.findall(text)) >= 4:
        message = "its letters are those of an old font (TCVN3), not of Vietnamese."
        return _warning("broken_letters", message, where, "Convert it to Unicode, with UniKey for one.")
    if sum(map(str.isalpha, text)) >= 200:
        message = "there is no Vietnamese letter in it, and only Vietnamese is read yet."
        return _warning("not_vietnamese", message, where, "Give Vietnamese with its diacritics.")
    return None


def _other(encoding: str, where: str) -> Issue:
    remedy = f"Convert it: iconv -f {encoding} -t UTF-8 FILE > NEW"
    return _issue("encoding", f"the text is {encoding}, not UTF-8.", where, remedy)


def _issue(code: str, message: str, where: str, remedy: str) -> Issue:
    return Issue(code=code, severity="error", message=message, where=where, remedy=remedy)


def _warning(code: str, message: str, where: str, remedy: str) -> Issue:
    return Issue(code=code, severity="warning", message=message, where=where, remedy=remedy)
