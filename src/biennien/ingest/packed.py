"""How much the streams of a PDF hold, unpacked, before a library unpacks them; pictures are emptied, for they hold no text."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator

from biennien.ingest.place import Exceeded
from biennien.model import Limits

_STREAM = re.compile(rb"(?<!end)stream[^\r\n]*(?:\r\n?|\n|\Z)")  # wider than the standard, as PDFium is
_HEAD = 4000  # bytes before a stream in which it says what it is
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")  # of a character in a name
_PICTURE = re.compile(rb"/Subtype\s*/Image(?![^\s/<>\[\]()%])")
_ASCII = re.compile(rb"/(?:(ASCIIHexDecode|AHx)|ASCII85Decode|A85)(?![^\s/<>\[\]()%])")
_NO_ZLIB = b"\xff\xff"  # with which nothing begins that can be unpacked
_LEAST = 100  # bytes that a stream counts, whatever it holds
_LEVELS = 3  # how often over a stream may be packed
_PIECE = 1 << 16  # bytes unpacked at a time
_OUT = 1 << 20  # bytes of what comes out of it at a time


def measured(data: bytes, limits: Limits) -> bytes:
    """The PDF with its packed pictures emptied. Raises Exceeded where its streams hold more than `document.bytes`, unpacked.

    Whatever a stream calls itself, it counts where it can be unpacked. What is packed with LZW or run lengths does not count.
    """
    emptied: bytearray | None = None
    total = taken = 0
    for found in _STREAM.finditer(data):
        start = found.end()
        total += _LEAST
        head = data[max(0, found.start() - _HEAD) : found.start()].rpartition(b"obj")[2]
        taken += len(head)
        if total > limits.document.bytes:
            raise Exceeded("document.bytes")
        head = _ESCAPE.sub(lambda escaped: bytes([int(escaped[1], 16)]), head)
        in_ascii = _ASCII.search(head)
        if _PICTURE.search(head) and not in_ascii:
            emptied = emptied or bytearray(data)
            emptied[start : start + 2] = _NO_ZLIB[: len(data) - start]
            continue
        for read, size in _sizes(data, start, in_ascii):
            taken += read
            total += size
            # Streams lie one behind the other: those that are read over and over lie in one another.
            if total > limits.document.bytes or taken > 3 * len(data) + _PIECE:
                raise Exceeded("document.bytes")
    return data if emptied is None else bytes(emptied)


def _sizes(data: bytes, start: int, in_ascii: re.Match[bytes] | None) -> Iterator[tuple[int, int]]:
    """The bytes of a stream that were read, and those that came of them, piece by piece; each level counts on which it was packed."""
    body = memoryview(data)[start:]
    if in_ascii is not None:
        end = data.find(b">", start)
        body = body[: end - start] if end >= 0 else body
        yield len(body), 0
        body = memoryview(_of_ascii(bytes(body), is_hex=bool(in_ascii[1])))
    level = _Level(_LEVELS)
    try:
        for at in range(0, len(body), _PIECE):
            piece = body[at : at + _PIECE]
            for size in level.sizes(piece):
                yield 0, size
            yield len(piece), 0
            if level.is_over:
                return
    except zlib.error:
        return


def _of_ascii(body: bytes, *, is_hex: bool) -> bytes:
    """What a stream in ASCII letters holds; nothing where it is damaged."""
    letters = b"".join(body.rstrip(b"~").split())
    try:
        return (
            binascii.unhexlify(letters + b"0" * (len(letters) % 2)) if is_hex else base64.a85decode(letters)
        )
    except ValueError:
        return b""


class _Level:
    """Unpacks a stream, and what comes of it again as long as it can be."""

    def __init__(self, levels: int) -> None:
        self._unpack = zlib.decompressobj()
        self._levels = levels
        self._next: _Level | None = None

    @property
    def is_over(self) -> bool:
        """Whether the end of what was packed has come."""
        return self._unpack.eof

    def sizes(self, piece: bytes | memoryview) -> Iterator[int]:
        """How many bytes come of a piece, at most a megabyte at a time, on this level and the next. Raises zlib.error."""
        rest = piece
        while rest and not self._unpack.eof:
            out = self._unpack.decompress(rest, _OUT)
            yield len(out)
            try:
                if self._levels > 1 and out:
                    self._next = self._next or _Level(self._levels - 1)
                    yield from self._next.sizes(out)
            except zlib.error:
                self._levels = 1
            rest = self._unpack.unconsumed_tail
