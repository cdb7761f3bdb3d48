"""The use case of the search: stories, speakers, meetings, statements and reports in whose names or words something stands."""

from __future__ import annotations

import functools
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Generic, TypeVar

from biennien.app import SCHEMA, called, is_called, meetings_told, reports_told, statements_told
from biennien.likeness import ENOUGH, ROOM, alike
from biennien.lookup import names_in
from biennien.model import Meeting, Report, ReportDate, Statement, Story
from biennien.names import folded, goes_by
from biennien.views import Whole, stories_told

Row = TypeVar("Row")
_LETTERS = 16  # of a word with what stands behind it, at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found of each kind, the nearest first; `speakers` with how many statements are theirs."""

    stories: tuple[Story, ...]
    speakers: tuple[tuple[str, int], ...]
    meetings: tuple[Meeting, ...]
    statements: tuple[Statement, ...]
    dated: tuple[tuple[Report, ReportDate], ...]

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports without their dates."""
        return tuple(report for report, _ in self.dated)

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return bool(self.stories or self.speakers or self.meetings or self.statements or self.dated)

    @property
    def telling(self) -> frozenset[str]:
        """The ids of all reports that tell of what was found."""
        told = {c.report_id for m in self.meetings for change in m.changes for c in change.citations}
        told |= {c.report_id for s in self.statements for c in s.citations}
        return frozenset(
            told | {r.id for r in self.reports} | {r for story in self.stories for r in story.reports}
        )

    def few(self, most: int) -> Found:
        """The first of each kind, of statements twice as many."""
        return Found(
            stories=self.stories[:most],
            speakers=self.speakers[:most],
            meetings=self.meetings[:most],
            statements=self.statements[: 2 * most],
            dated=self.dated[:most],
        )


class Labels:
    """The names by which stories, meetings and speakers of a whole record are found, ready to be searched again and again."""

    def __init__(
        self, stories: Sequence[Story], meetings: Mapping[str, str], speakers: Mapping[str, int]
    ) -> None:
        """`meetings` are their labels by id, `speakers` the number of their statements."""
        names = _names()
        self._stories = [(s, _begun((s.label, _renamed(s.label, names)))) for s in stories]
        self._meetings = _Texts((i, (label, _renamed(label, names))) for i, label in meetings.items())
        most = sorted(speakers.items(), key=lambda s: (-s[1], s[0]))
        self._speakers = [((who, times), _begun(called(who))) for who, times in most]

    def stories(self, asked: str) -> tuple[Story, ...]:
        """The stories whose label has the words, the latest first."""
        return tuple(_with(asked, self._stories))

    def speakers(self, asked: str) -> tuple[tuple[str, int], ...]:
        """The speakers of that name with the number of their statements, the most first."""
        return tuple(_with(asked, self._speakers))

    def meetings(self, asked: str) -> tuple[str, ...]:
        """The ids of the meetings whose label has most of the words, the nearest first."""
        return self._meetings.like(asked)


def _begun(names: Iterable[str]) -> str:
    """Names in which words, or their beginnings, are found after a blank."""
    return "".join(f"\n {folded(name)}" for name in names)


def _with(asked: str, rows: Iterable[tuple[Row, str]]) -> Iterator[Row]:
    wanted = folded(asked)
    return (row for row, names in rows if wanted and f" {wanted}" in names)


class Finder:
    """What was loaded, ready to be searched again and again."""

    def __init__(self, seen: Whole, stories: Sequence[Story]) -> None:
        """Meetings and stories are found by the names of their sides in every language."""
        names = _names()
        record = seen.record
        self._stories = [(s, (s.label, _renamed(s.label, names))) for s in stories]
        self._speakers = Counter(who for s in record.statements for who in s.speaker)
        self._meetings = _Texts((m, (m.label, _renamed(m.label, names))) for m in record.meetings)
        said = ((s, (s.content, *(c.quote for c in s.restated_in))) for s in record.statements)
        self._statements = _Texts(said)
        dates = {date.report_id: date for date in record.dates}
        self._reports = _Texts(((r, dates[r.id]), (r.title or "", r.text)) for r in seen.counting)

    def find(self, asked: str) -> Found:
        """All in which most of the words stand in their order; without diacritics they match with and without."""
        return Found(
            stories=tuple(s for s, labels in self._stories if goes_by(asked, labels)),
            speakers=tuple((w, n) for w, n in self._speakers.most_common() if is_called(asked, (w,))),
            meetings=self._meetings.like(asked),
            statements=self._statements.like(asked),
            dated=self._reports.like(asked),
        )


def found_told(found: Found) -> dict[str, object]:
    """What was found as the documented JSON: the lines of each kind as their own lists tell them."""
    return {
        "schema": SCHEMA,
        "stories": stories_told(found.stories),
        "speakers": [{"entity": who, "statements": n} for who, n in found.speakers],
        "meetings": meetings_told(found.meetings),
        "statements": statements_told(found.statements),
        "reports": [row for dated in found.dated for row in reports_told([dated])],
    }


class _Texts(Generic[Row]):
    """Rows with their texts, and these without diacritics, so that most are passed over at a glance."""

    def __init__(self, rows: Iterable[tuple[Row, Sequence[str]]]) -> None:
        joined = ((row, "\n".join(texts)) for row, texts in rows)
        self._rows = [(row, text, text.lower().translate(_PLAIN)) for row, text in joined]

    def like(self, asked: str) -> tuple[Row, ...]:
        """The rows in whose texts words like these stand near one another, the nearest first."""
        words = folded(asked).split()
        wanted = set(words)
        if not wanted:
            return ()
        # As many as `alike` wants letter by letter, and as near.
        least = min(len(wanted), max(1, ceil(ENOUGH * len(words)) - len(words) // 4))
        # The last word may be only begun.
        pattern = re.compile(rf"\b(?:(?:{'|'.join(sorted(wanted))})\b|{words[-1]})")
        near = (
            (row, _around(text, plain, pattern, least, ROOM * len(words)))
            for row, text, plain in self._rows
            if sum(word in plain for word in wanted) >= least
        )
        return tuple(alike(asked, ((row, texts) for row, texts in near if texts), begun=True))


def _around(text: str, plain: str, pattern: re.Pattern[str], least: int, room: int) -> list[str]:
    """The parts of a text in which so many different words of a pattern stand with no more than `room` words between them."""
    last: dict[str, int] = {}
    parts: list[tuple[int, int]] = []
    for found in pattern.finditer(plain):
        last[found[0]] = found.start()
        if len(last) < least:
            continue
        first = sorted(last.values())[-least]
        if len(plain[first : found.start()].split()) <= room:
            reach = room * _LETTERS
            start, end = max(0, first - reach), found.end() + reach
            if parts and start <= parts[-1][1]:
                start = parts.pop()[0]
            parts.append((start, end))
    if len(plain) != len(text):  # letters in pieces: the places are not those of the text
        return [text] if parts else []
    return [text[start:end] for start, end in parts]


@functools.cache
def _names() -> dict[str, str]:
    return names_in("vi")


def _renamed(label: str, names: dict[str, str]) -> str:
    """A label with the names that papers of another language print."""
    sides, colon, rest = label.partition(": ")
    kind, comma, place = rest.partition(", ")
    shown = " – ".join(names.get(side, side) for side in sides.split(" – "))
    return f"{shown}{colon}{kind}{comma}{names.get(place, place)}"


def _plain() -> dict[int, str | None]:
    """Every letter with a mark as the letter without, and the marks as nothing."""
    found: dict[int, str | None] = {ord("đ"): "d", ord("Đ"): "d"}
    for code in range(0xC0, 0x2000):
        letters = unicodedata.normalize("NFD", chr(code))
        if unicodedata.combining(letters[0]):
            found[code] = None
        elif len(letters) > 1:
            found[code] = sys.intern(letters[0])
    return found


_PLAIN = _plain()
