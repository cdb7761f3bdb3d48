"""The bytes of a page → its element tree, whatever charset it says to be in."""

from __future__ import annotations

import codecs
import re
import unicodedata
from html import unescape

from lxml import etree, html

from biennien.ingest.charsets import decode_legacy

_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_WORD = re.compile(rb"[^\s<>=\"'/.,;:()]+")  # words, roughly
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}[0-9]{0,2}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_HEAD = 4096  # bytes in which a page must name its charset (HTML standard: 1024)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PARTED = frozenset(
    (
        "br",
        "p",
        "div",
        "li",
        "td",
        "th",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "figcaption",
        "blockquote",
        "section",
    )
)
Element = html.HtmlElement


def text_of_page(data: bytes, label: str | None = None) -> str:
    """The characters of a page, whatever its charset."""
    return charset_and_text(data, label)[1]


def charset_and_text(data: bytes, label: str | None = None) -> tuple[str | None, str]:
    """The characters of a page: by its byte order mark, as UTF-8 where it is that, as Vietnamese of before Unicode where words come out, else by `label` (the header of the answer) or its own word. Before them the name of an old charset.

    UTF-8 goes before any label, since a wrong label is common and text in another charset is hardly ever valid UTF-8.
    """
    for mark, charset in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return None, data.decode(charset, "replace").removeprefix("\ufeff")
    try:
        return None, data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if known := decode_legacy(data, b" ".join(word for word in _WORD.findall(data) if not word.isascii())):
        return (None if known[1] == "Windows-1258" else known[1]), known[0]
    own = _META.search(data[:_HEAD])
    for name in (label, own[1].decode("ascii", "replace") if own else None, "windows-1258"):
        if name and (text := _decoded(data, name)) is not None:
            return None, text
    return None, data.decode("utf-8", "replace")


def _decoded(data: bytes, name: str) -> str | None:
    """The text in a charset; None where there is no such charset, or it is UTF-8 (which the bytes are not)."""
    try:
        charset = codecs.lookup(name).name
    except (LookupError, ValueError):  # a name with a zero byte is no value at all
        return None
    if charset in (
        "utf-8",
        "utf-16",
        "utf-32",
        "utf-7",
        "idna",
        "punycode",
        "rot13",
        "base64",
        "hex",
        "zlib",
        "bz2",
    ):
        return None
    try:
        return data.decode(
            "windows-1258" if charset == "iso8859-1" and _is_vietnamese(data) else charset, "replace"
        )
    except (LookupError, ValueError):
        return None


def _is_vietnamese(data: bytes) -> bool:
    """Whether bytes labelled Latin-1 are Vietnamese in Windows-1258: combining tones behind vowels."""
    return len(re.findall(rb"[aeiouyAEIOUY\xe2\xea\xf4\xe3\xf5\xfd][\xcc\xd2\xde\xec\xf2]", data)) >= 4


def tree_of(text: str) -> Element | None:
    """The element tree of a page; None where there is none in it, or it is nested too deep."""
    text = _CONTROL.sub("", _DECLARATION.sub("", text))
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return tree if isinstance(tree, html.HtmlElement) else None


def words_of(element: Element) -> str:
    """The words of an element in one line, in composed letters; `<br>` and blocks part words."""
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if node.tag in ("script", "style", "noscript", "template"):
                continue
            pieces.append(" " if node.tag in _PARTED else "")
            pieces.append(node.text or "")
        else:
            pieces.append(" " if node.tag in _PARTED else "")
            if node is not element:
                pieces.append(node.tail or "")
    return one_line("".join(pieces))


def one_line(words: str) -> str:
    """Words with single blanks between them, in composed letters, without what only tells browsers where to break a line.

    What was escaped twice (`&amp;quot;`) is put right once more.
    """
    words = _ENTITY.sub(lambda found: unescape(found.group()), words)
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", words)).split())


def measure(page: Element) -> tuple[int, int]:
    """How many elements a page has, and how deep they are nested."""
    number = deepest = depth = 0
    for event, _ in etree.iterwalk(page, events=("start", "end")):
        number += event == "start"
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return number, deepest
