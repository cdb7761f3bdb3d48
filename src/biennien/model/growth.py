"""What the record keeps of its reports, so that one more is taken in without looking at those it has nothing to do with."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from biennien.model.reading import Reading
from biennien.model.record import Meeting, ReportDate, Statement
from biennien.model.report import Issue, Report
from biennien.model.text import Citation

# By what a report bears on others. A key is a number made of the words that must be shared.
GIVES, NEEDS = 0, 1  # days and plans it can date others by; those it can be dated by itself
SIDES, SEQUEL = 2, 3  # those whose meetings it tells of; those whose meetings give a day to another one in it
ONE_SIDED, COMPLETED = 4, 5  # what a mention of one side only may be of; the sides it was found to mean
NAMES, WORDS = 6, 7  # persons no table knows; the words of what is said
KINDS = range(8)

Keys = Mapping[int, frozenset[int]]  # by kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan as far as a mention of one side only can mean it.

    `name` is the id of its meeting by what names both sides. `sides` are a key, those who are of that side, and all whom any
    report names there (nobody where one names the state alone). `place` is that of the meeting, `places` are all that are told,
    `days` those on which a summit is spoken of.
    """

    name: str
    sides: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    place: str | None
    places: tuple[str, ...]
    days: tuple[str, ...]
    entities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A report as it stands in the record; one that is withdrawn has no reading."""

    report: Report
    reading: Reading | None
    dated: ReportDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A meeting and its place in the record."""

    order: tuple[str | bool | int, ...]
    meeting: Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Uttered:
    """A statement and its place in the record: by the report and the number of the attribution that it rests on first."""

    order: tuple[str | int, ...]
    report_id: str
    index: int
    statement: Statement


@dataclass(slots=True, kw_only=True)
class Growth:
    """What changed: by report, by group of sides and by statement, the new in the place of the old.

    `gone` are reports that stand no more; of `retold`, reports with the numbers of attributions, no statement that begins with
    them is there any more unless it is in `statements`; so of every report in `issues`.
    """

    gone: frozenset[str] = frozenset()
    reports: dict[str, Report] = field(default_factory=dict)
    dates: dict[str, ReportDate] = field(default_factory=dict)
    keys: dict[str, dict[int, frozenset[int]]] = field(default_factory=dict)
    votes: dict[str, Mapping[tuple[str, str], int]] = field(default_factory=dict)
    plans: dict[int, tuple[Plan, ...]] = field(default_factory=dict)
    plan_keys: dict[int, frozenset[int]] = field(default_factory=dict)
    meetings: dict[int, tuple[Folded, ...]] = field(default_factory=dict)
    retold: set[tuple[str, int]] = field(default_factory=set)
    statements: list[Uttered] = field(default_factory=list)
    issues: dict[str, tuple[Issue, ...]] = field(default_factory=dict)


class Kept(Protocol):
    """What is known of the reports that stand, looked up by key."""

    def under(self, kind: int, keys: Collection[int]) -> set[str]:
        """The ids of the reports with one of the keys."""

    def keys(self, ids: Collection[str]) -> Mapping[str, Keys]:
        """All keys of the reports that are there."""

    def standing(self, ids: Collection[str]) -> Mapping[str, Standing]:
        """Those of the reports that are there."""

    def votes(self, entities: Collection[str]) -> Mapping[str, Mapping[str, int]]:
        """How often the reports give each person to each state."""

    def votes_of(self, ids: Collection[str]) -> Mapping[str, Mapping[tuple[str, str], int]]:
        """By report, how often it gives each (person, state)."""

    def plans(self, groups: Collection[int]) -> Mapping[int, Sequence[Plan]]:
        """The plans of groups of sides."""

    def planned(self, keys: Collection[int]) -> Mapping[int, Sequence[Plan]]:
        """The plans of every group that has one with one of the keys."""

    def told(self, groups: Collection[int]) -> Sequence[tuple[str, Citation]]:
        """(meeting, citation) of what the meetings of groups rest on."""

    def telling(self, ids: Collection[str]) -> Sequence[tuple[int, str, Citation]]:
        """(group, meeting, citation) of what the reports tell of meetings."""


class Nothing:
    """A record with nothing in it yet."""

    def under(self, kind: int, keys: Collection[int]) -> set[str]:
        """Nothing."""
        return set()

    def keys(self, ids: Collection[str]) -> Mapping[str, Keys]:
        """Nothing."""
        return {}

    def standing(self, ids: Collection[str]) -> Mapping[str, Standing]:
        """Nothing."""
        return {}

    def votes(self, entities: Collection[str]) -> Mapping[str, Mapping[str, int]]:
        """Nothing."""
        return {}

    def votes_of(self, ids: Collection[str]) -> Mapping[str, Mapping[tuple[str, str], int]]:
        """Nothing."""
        return {}

    def plans(self, groups: Collection[int]) -> Mapping[int, Sequence[Plan]]:
        """Nothing."""
        return {}

    def planned(self, keys: Collection[int]) -> Mapping[int, Sequence[Plan]]:
        """Nothing."""
        return {}

    def told(self, groups: Collection[int]) -> Sequence[tuple[str, Citation]]:
        """Nothing."""
        return ()

    def telling(self, ids: Collection[str]) -> Sequence[tuple[int, str, Citation]]:
        """Nothing."""
        return ()
