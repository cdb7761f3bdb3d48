"""Names for the things of the record that stay for life: a digest of the smallest citation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from biennien.model import Citation, Reading, Report, Span


class Identifiers:
    """Gives out identifiers, never the same one twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def identify(self, prefix: str, smallest: Citation, *traits: str) -> str:
        """``m-``, ``c-`` or ``s-`` with ten hexadecimal digits; `traits` part things that rest on the same words."""
        span = smallest.span
        key = "\x1f".join((smallest.report_id, str(span.start), str(span.end), smallest.quote, *traits))
        found, number = digest_of(prefix, key), 1
        while found in self._taken:  # told twice in the same words: the second is numbered
            number += 1
            found = digest_of(prefix, f"{key}\x1f{number}")
        self._taken.add(found)
        return found


def digest_of(prefix: str, key: str) -> str:
    """The identifier of what a key stands for."""
    return f"{prefix}-{hashlib.sha256(key.encode()).hexdigest()[:10]}"


def cite(report: Report, reading: Reading, span: Span) -> Citation:
    """The citation of a stretch of a report."""
    return Citation(
        report_id=report.id,
        span=span,
        quote=span.cut(report.text),
        paragraph=reading.paragraph_at(span.start),
    )


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """Each item once, in the order of its first place."""
    return tuple(dict.fromkeys(items))
