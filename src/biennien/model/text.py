"""Places in a text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a report's text in code points, half-open: ``text[start:end]``."""

    start: int
    end: int

    def cut(self, text: str) -> str:
        """The words at this place."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Citation:
    """The exact words that a line of the record rests on; `paragraph` counts from 1, caption and title included."""

    report_id: str
    span: Span
    quote: str
    paragraph: int

    def holds_in(self, text: str) -> bool:
        """Whether cutting the text again yields the quote."""
        return self.span.cut(text) == self.quote


def digest_of(prefix: str, key: str) -> str:
    """The identifier of what a key stands for: of some hundred thousand lines no two get the same."""
    return f"{prefix}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
