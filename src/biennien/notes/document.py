"""A note: sections of lines, each with the words it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from biennien.model import Citation
from biennien.wording.quoting import quoted as quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line: `head` is what it is about, `text` what is said of it, both plain words; `citations` become its footnotes."""

    head: str
    text: str
    citations: tuple[Citation, ...] = ()
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Lines under a title; `empty` is printed where there are none."""

    title: str
    entries: tuple[Entry, ...]
    empty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A note in one language. `places` says where the words of each citation stand; `legend` what the marks of days mean."""

    lang: str
    title: str
    lead: str
    sections: tuple[Section, ...]
    notes_title: str
    places: dict[Citation, str]
    legend: str = ""

    def numbers(self) -> dict[Citation, int]:
        """The number of each citation's footnote, from 1, by where it is first used."""
        found: dict[Citation, int] = {}
        for citation in self._cited():
            found.setdefault(citation, len(found) + 1)
        return found

    def _cited(self) -> Iterator[Citation]:
        for section in self.sections:
            for entry in section.entries:
                yield from entry.citations
