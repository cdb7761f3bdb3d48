"""The records of a WARC file: what stands before their contents is bounded, and how much the file may grow."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader

from biennien.ingest.place import Endless, Exceeded

_SMALL = 1 << 20  # bytes up to which a file may grow as it likes
_LINE = 1 << 16  # bytes of a line of headers
_LINES = 1 << 20  # bytes of all headers of a record, and of the blank lines around them


def records_of(file: BinaryIO, growth: int) -> Iterator[Any]:
    """The records, one at a time, each only until the next is asked for.

    Raises Exceeded where the file grows as no text does, Endless where its headers are longer than any are, and what warcio raises.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    iterator = ArchiveIterator(file)
    iterator.reader = reader = _Bounded(file, max(_SMALL, growth * size))
    for record in iterator:
        yield record
        reader.lines = 0


class _Bounded(DecompressingBufferedReader):  # type: ignore[misc]
    """Unpacks a file, `most` bytes of it; `lines` counts the bytes that were read by line."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        super().__init__(file)
        self.lines, self._most = 0, most

    def readline(self, length: int | None = None) -> bytes:
        """The next line, whole. Raises Endless where it is too long, or too many were read."""
        line: bytes = super().readline(_LINE if length is None else min(length, _LINE))
        self.lines += len(line)
        if (len(line) == _LINE and not line.endswith(b"\n")) or self.lines > _LINES:
            raise Endless
        return line

    def _process_read(self, data: bytes) -> None:
        super()._process_read(data)
        if self.num_read > self._most:
            raise Exceeded("archive.growth")
