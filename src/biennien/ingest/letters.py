"""The text of a file in whatever letters it was written: UTF-8, UTF-16 with its mark, Vietnamese of before Unicode."""

from __future__ import annotations

import codecs

from biennien.ingest.charsets import decode_legacy
from biennien.ingest.decoding import decode
from biennien.model import Issue

_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_UTF32 = codecs.BOM_UTF32_LE  # begins as UTF-16 does


def letters_of(data: bytes, where: str) -> tuple[str, str | None] | Issue:
    """The text, and the name of the charset where that is one of before Unicode; the issue where the bytes are no text."""
    if (marked := marked_as(data)) is not None:
        try:
            return data[2:].decode(marked), None
        except UnicodeDecodeError as error:
            message = f"not valid UTF-16 at offset {error.start + 2}."
            remedy = "Convert the file to UTF-8, or mend the damaged place."
            return Issue(code="encoding", severity="error", message=message, where=where, remedy=remedy)
    text = decode(data, where)
    if isinstance(text, Issue):
        known = decode_legacy(data) if text.code == "encoding" and b"\0" not in data else None
        return text if known is None else known
    return text, None


def marked_as(data: bytes) -> str | None:
    """The name of the UTF-16 that bytes are in by their mark; None where they bear none."""
    return None if data.startswith(_UTF32) else _MARKS.get(data[:2])
