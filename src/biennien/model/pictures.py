"""What is drawn of a record: lanes, leaves of a calendar, a network, tallies by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from biennien.model.record import Change, Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One change and where it stands in time: on its own days, else (`own` False) on the first day of the report that tells it."""

    change: Change
    first: date | None
    last: date | None
    own: bool
    fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A planned meeting; `leading` where more than one voice speaks of it, it came about, or it is still ahead."""

    meeting: Meeting
    chips: tuple[Chip, ...]
    leading: bool

    @property
    def fresh(self) -> int:
        """How many of its changes are new."""
        return sum(chip.fresh for chip in self.chips)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A meeting on its days; `what` is ``planned``, ``window`` (the days left for it, derived) or ``held``."""

    meeting: Meeting
    what: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One month: its weeks from Monday, each day with its entries (None for days of other months), and what is known by the month alone."""

    year: int
    month: int
    weeks: tuple[tuple[tuple[date, tuple[Entry, ...]] | None, ...], ...]
    loose: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two who met, called or were to meet, with the meetings of each way; `called` are telephone calls, `planned` what is not told as held."""

    between: tuple[str, str]
    meetings: Mapping[str, tuple[Meeting, ...]]

    @property
    def size(self) -> int:
        """How many meetings there are."""
        return sum(len(found) for found in self.meetings.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One who takes part, on a circle of radius 1 about 0; `ties` is with how many others."""

    who: str
    x: float
    y: float
    ties: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """All ties, the strongest first; `points` are those with the most ties, and only between them lines can be drawn."""

    points: tuple[Point, ...]
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A day, or a month: reports that came out in it, those of them whose day is not known exactly, and statements made in it."""

    first: date
    last: date
    reports: int
    unsure: int
    statements: int
