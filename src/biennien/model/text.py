"""Places in a text."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"\w[\w\u0300-\u036f]*")  # a word in composed or decomposed letters
# What would turn the direction of writing around it, and controls that print nothing: shown as a name, never obeyed.
_CONTROL = re.compile("([\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff])")
_TONES = ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323")


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


def visible_parts(words: str) -> tuple[tuple[str, bool], ...]:
    """Words as a page may show them, in parts: each with whether it names a control (`U+202E`) instead of being words."""
    parts = _CONTROL.split(words)
    return tuple(
        (f"U+{ord(part):04X}", True) if number % 2 else (part, False)
        for number, part in enumerate(parts)
        if part
    )


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, composed letters and one spelling of the tone: texts that say the same have the same."""
    return [one_spelling(word) for word in _WORD.findall(unicodedata.normalize("NFC", text).lower())]


def placed_words(text: str) -> list[tuple[str, Span]]:
    """The words of a text as `words_of` gives them, each with its place."""
    found = ((" ".join(words_of(m.group())), Span(*m.span())) for m in _LETTERS.finditer(text))
    return [(word, span) for word, span in found if word]


def one_spelling(word: str) -> str:
    """A composed word whose open syllable has its tone on the first vowel, of the two standard spellings the one: `hoà` → `hòa`."""
    if len(word) > 1 and not word[-1].isascii() and word[:2].lower() != "qu":
        letter, tone = unicodedata.normalize("NFD", word[-1])[:1], unicodedata.normalize("NFD", word[-1])[1:]
        if (word[-2] + letter).lower() in ("oa", "oe", "uy") and tone in _TONES:
            return word[:-2] + unicodedata.normalize("NFC", word[-2] + tone) + letter
    return word


def digest_of(prefix: str, key: str) -> str:
    """The identifier of what a key stands for: of some hundred thousand lines no two get the same."""
    return f"{prefix}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def identify(prefix: str, citation: Citation, twin: int = 0) -> str:
    """``m-``, ``c-`` or ``s-`` with twelve hexadecimal digits; `twin` counts those of the same words before it."""
    place = (citation.report_id, str(citation.span.start), str(citation.span.end), citation.quote)
    return digest_of(prefix, "\x1f".join((*place, *([str(twin)] if twin else []))))


_LONG_ID = 12  # report ids up to this length are printed whole


def short_reports(ids: Iterable[str]) -> dict[str, str]:
    """Long report ids cut after a part of theirs, or else after some letters, where no other id begins so."""
    rows = sorted(ids)
    found = {}
    for place, name in enumerate(rows):
        if len(name) <= _LONG_ID:
            continue
        beside = [*rows[max(0, place - 1) : place], *rows[place + 1 : place + 2]]
        ends = [m.start() for m in re.finditer(r"[-_. ]", name) if m.start()] or list(range(8, len(name)))
        for end in ends:
            # A purely short number such as "20" in "20-10" would be no name.
            if end >= 3 and not any(other.startswith(name[:end]) for other in beside):
                found[name] = name[:end]
                break
    return found
