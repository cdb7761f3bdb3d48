"""Reports on one event within some weeks: those whose fingerprints are near, joined by the average of their pairs.

Two groups are one only where all their reports can be compared. Which reports belong together depends on the set of them,
never on the order in which they came.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from biennien.model.grouping import Days
from biennien.resolve.fingerprints import UNIT
from biennien.resolve.likenesses import Pairs, comparable

NEAR = round(0.15 * UNIT)  # mean likeness (cosine) of the pairs of two groups that are one

Key = tuple[
    float, str, str
]  # by which the nearest two groups come first: the mean likeness, backwards, and the two
LEFT: Key = (-NEAR, "\U0010ffff", "\U0010ffff")  # when what is not joined by then never is


@dataclass(frozen=True, slots=True)
class Group:
    """Reports that are one so far: the least of their ids, how many they are, and the days by which others are too far."""

    name: str
    size: int
    days: Days  # the last of their first days, and the first of their last days

    def with_(self, other: Group) -> Group:
        """Both in one."""
        mine, its = self.days, other.days
        days = (max(mine[0], its[0]), min(mine[1], its[1])) if mine and its else mine or its
        return Group(min(self.name, other.name), self.size + other.size, days)

    def beside(self, other: Group) -> bool:
        """Whether all reports of both can be compared."""
        return comparable(self.days, other.days)


def order_of(one: Group, other: Group, total: int) -> Key:
    """When two groups of which the pairs have a `total` likeness are joined: the nearest first, of equally near ones the first."""
    mean = total / (one.size * other.size)
    return (-mean, one.name, other.name) if one.name < other.name else (-mean, other.name, one.name)


def join_near(days: Mapping[str, Days], pairs: Pairs) -> list[Key]:
    """The joins of reports in their order, each with the names of the two groups; the lesser is the name of what they become."""
    joins: list[Key] = []
    for members in _components(days, pairs):
        joins.extend(_joined(members, days, pairs))
    return sorted(joins)


def groups_of(reports: Iterable[str], joins: Iterable[Key]) -> dict[str, list[str]]:
    """What has become of reports by joins: by name."""
    found = {i: [i] for i in reports}
    for _, one, other in joins:
        found[one] += found.pop(other)
    return {name: sorted(members) for name, members in found.items()}


def _components(days: Mapping[str, Days], pairs: Pairs) -> Iterator[list[str]]:
    """What can be joined at all: two groups are near on average only if one of their pairs is."""
    left = dict.fromkeys(sorted(days))
    while left:
        start = next(iter(left))
        del left[start]
        members, waiting = [start], [start]
        while waiting:
            for other, value in pairs.get(waiting.pop(), {}).items():
                if value >= NEAR and other in left:
                    del left[other]
                    members.append(other)
                    waiting.append(other)
        if len(members) > 1:
            yield members


def _joined(members: Collection[str], days: Mapping[str, Days], pairs: Pairs) -> list[Key]:
    """Joins the two nearest groups until none are near.

    Two groups are never nearer to a third together than the nearer of them was: what stands in the heap for a group is as near
    as anything is to it, or nearer, so only what comes out of it needs a second look.
    """
    groups = {i: Group(i, 1, days[i]) for i in members}
    sums = {i: {o: v for o, v in pairs[i].items() if o in groups} for i in groups}
    heap = [(*near, i) for i in groups if (near := _nearest(i, groups, sums))]
    heapq.heapify(heap)
    joins = []
    while heap:
        *key, owner = heapq.heappop(heap)
        mean, one, other = key
        if owner not in groups:
            continue
        if one in groups and other in sums[one]:
            now = order_of(groups[one], groups[other], sums[one][other])
            if now == (mean, one, other):
                joins.append(now)
                join_sums(one, other, groups, sums)
                owner = one
        if near := _nearest(owner, groups, sums):
            heapq.heappush(heap, (*near, owner))
    return joins


def join_sums(one: str, other: str, groups: dict[str, Group], sums: Pairs) -> None:
    """Makes two groups one, under the name of the first, and adds what they have in common with others; with whom they are too far apart, nothing."""
    groups[one] = joined = groups[one].with_(groups.pop(other))
    mine, gone = sums[one], sums.pop(other)
    mine.pop(other, None)
    gone.pop(one, None)
    for third, value in gone.items():
        del sums[third][other]
        mine[third] = sums[third][one] = mine.get(third, 0) + value
    for third in [t for t in mine if not joined.beside(groups[t])]:
        del mine[third], sums[third][one]


def _nearest(one: str, groups: Mapping[str, Group], sums: Pairs) -> Key | None:
    """The group nearest to another one; None where none is near."""
    group = groups[one]
    found = min((order_of(group, groups[o], total) for o, total in sums[one].items()), default=None)
    return found if found is not None and found < LEFT else None
