"""What the record keeps of its reports' stories, so that one more report is put into its story without looking at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from biennien.model.copies import Copied, Copy, NothingCopied, Recopying
from biennien.model.growth import Standing

Days = tuple[int, int] | None  # first and last possible day as ordinals; None where a side is open

Join = tuple[float, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """What a report brings to its story: its fingerprint (weighted words, the heaviest first), its days, its title and whom it names."""

    report_id: str
    words: tuple[tuple[str, int], ...]
    days: Days
    day: str | None = None  # the earliest, as it is dated
    title: str = ""
    actors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """Reports on one event within some weeks, by their ids and days, with the counts of what they tell and whom they name.

    `id` is the least of the ids of its reports, `title` that of the first of them by day; `days` are those of its reports, in their
    order. `joins` are how it was joined, in their order: the mean likeness backwards, and the two groups, each by the least of its ids.
    """

    id: str
    title: str
    reports: tuple[tuple[str, str | None], ...]
    days: tuple[Days, ...]
    joins: tuple[Join, ...]
    meetings: tuple[tuple[str, int], ...]
    actors: tuple[tuple[str, int], ...]


Episodes = tuple[
    Sequence[Episode], Sequence[tuple[str, str]], Mapping[str, str], Mapping[str, Copy]
]  # with their links, the labels of meetings, and which reports are copies


@dataclass(slots=True, kw_only=True)
class Regrouping:
    """What changed: the new gists, the episodes that are no more, those that came or are others now, and the links of these.

    A link is a pair of ids of episodes that are of one story, the lesser first; those of the episodes in `ended` are no more
    unless they are in `links`. `copies` are what changed in which reports are copies.
    """

    gists: Mapping[str, Gist] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    ended: set[str] = field(default_factory=set)
    episodes: dict[str, Episode] = field(default_factory=dict)
    links: set[tuple[str, str]] = field(default_factory=set)
    copies: Recopying = field(default_factory=Recopying)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What has changed in the record since its reports were last grouped: the reports that stand otherwise, those that are gone,
    and those that only tell of other meetings now."""

    came: Mapping[str, Standing]
    gone: frozenset[str]
    retold: frozenset[str]


class Grouped(Copied, Protocol):
    """What is known of the episodes, and of texts that are copies, looked up."""

    def episodes_of(self, reports: Collection[str]) -> Mapping[str, str]:
        """The id of the episode of each report that is there."""

    def episodes(self, ids: Collection[str]) -> Mapping[str, Episode]:
        """Episodes by their ids."""

    def gists(self, reports: Collection[str]) -> Mapping[str, Gist]:
        """The gists of those of the reports that are there."""

    def between(self, first: int | None, last: int | None) -> Collection[str]:
        """The ids of all reports that may be of one of some days (None: of any), and of those without a day."""

    def told(self, reports: Collection[str]) -> Mapping[str, Collection[str]]:
        """The ids of the meetings that each report tells of."""


class NothingGrouped(NothingCopied):
    """No report is in a story yet; `meetings` are those that reports tell of."""

    def __init__(self, meetings: Mapping[str, Collection[str]]) -> None:
        self._meetings = meetings

    def episodes_of(self, reports: Collection[str]) -> Mapping[str, str]:
        """Nothing."""
        return {}

    def episodes(self, ids: Collection[str]) -> Mapping[str, Episode]:
        """Nothing."""
        return {}

    def gists(self, reports: Collection[str]) -> Mapping[str, Gist]:
        """Nothing."""
        return {}

    def between(self, first: int | None, last: int | None) -> Collection[str]:
        """Nothing."""
        return ()

    def told(self, reports: Collection[str]) -> Mapping[str, Collection[str]]:
        """The ids of the meetings that each report tells of."""
        return {i: self._meetings[i] for i in reports if i in self._meetings}
