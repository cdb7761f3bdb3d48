"""Reports on one event: those whose fingerprints are near, joined by the average of their pairs.

Which reports belong together depends on the set of them, never on the order in which they came.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from biennien.model import ReportDate
from biennien.model.timex import days_of
from biennien.resolve.fingerprints import Fingerprint

NEAR = 0.15  # mean likeness (cosine) of the pairs of two groups that are one
APART = timedelta(days=30)  # reports further apart are not compared: what they share is the background

FAINT = 0.02  # likeness of a pair that counts as none: most pairs share a common word or two

Pairs = dict[int, dict[int, float]]


def cluster(prints: Sequence[Fingerprint], dates: Mapping[str, ReportDate]) -> list[tuple[str, ...]]:
    """The ids of the reports of each cluster, sorted; the clusters by their first id."""
    rows = sorted(prints, key=lambda p: p.report_id)
    days = [_days(dates.get(p.report_id)) for p in rows]
    pairs = _pairs(rows, days)
    found = []
    for members in _components(len(rows), pairs):
        found.extend(_joined(members, pairs, days))
    return sorted(tuple(rows[n].report_id for n in sorted(group)) for group in found)


def likeness(one: Fingerprint, other: Fingerprint) -> float:
    """The cosine of two fingerprints: 0 (nothing in common) to 1."""
    if other.report_id < one.report_id:  # the sum is made in one order, whoever asks
        one, other = other, one
    words = dict(other.words)
    return sum(weight * words[word] for word, weight in one.words if word in words)


Days = tuple[int, int] | None


def _days(dated: ReportDate | None) -> Days:
    """First and last possible day as numbers; None where a side is open."""
    first, last = days_of(dated.earliest) if dated else None, days_of(dated.latest) if dated else None
    return (first[0].toordinal(), last[1].toordinal()) if first and last else None


def _comparable(one: Days, other: Days) -> bool:
    if one is None or other is None:
        return True
    return one[0] - other[1] <= APART.days and other[0] - one[1] <= APART.days


def _pairs(rows: Sequence[Fingerprint], days: Sequence[Days]) -> Pairs:
    """The likeness of every comparable pair that is not faint."""
    index: dict[str, list[tuple[int, float]]] = {}
    pairs: Pairs = {n: {} for n in range(len(rows))}
    for n, row in enumerate(rows):
        sums: dict[int, float] = {}
        for word, weight in row.words:
            seen = index.setdefault(word, [])
            for other, known in seen:
                sums[other] = sums.get(other, 0.0) + weight * known
            seen.append((n, weight))
        for other, value in sums.items():
            if value >= FAINT and _comparable(days[n], days[other]):
                pairs[n][other] = pairs[other][n] = value
    return pairs


def _components(size: int, pairs: Pairs) -> Iterator[list[int]]:
    """What can be joined at all: two groups are near on average only if one of their pairs is."""
    seen = [False] * size
    for start in range(size):
        if seen[start]:
            continue
        seen[start], members, waiting = True, [start], [start]
        while waiting:
            for other, value in pairs[waiting.pop()].items():
                if value >= NEAR and not seen[other]:
                    seen[other] = True
                    members.append(other)
                    waiting.append(other)
        yield sorted(members)


def _joined(members: Iterable[int], pairs: Pairs, days: Sequence[Days]) -> list[list[int]]:
    """Joins the two nearest groups until none are near; of equally near ones the first.

    Two groups are never nearer to a third together than the nearer of them was: what stands in the heap for a group is as near
    as anything is to it, or nearer, so only what comes out of it needs a second look.
    """
    groups = {n: _Group([n], days) for n in members}
    sums = {n: {o: v for o, v in pairs[n].items() if o in groups} for n in groups}
    heap = [(*near, n) for n in groups if (near := _nearest(n, groups, sums))]
    heapq.heapify(heap)
    while heap:
        value, one, other, owner = heapq.heappop(heap)
        if owner not in groups:
            continue
        if one in groups and other in groups and value == _order(one, other, groups, sums)[0]:
            _join(one, other, groups, sums, days)
            owner = one
        if near := _nearest(owner, groups, sums):
            heapq.heappush(heap, (*near, owner))
    return [group.members for group in groups.values()]


def _join(one: int, other: int, groups: dict[int, _Group], sums: Pairs, days: Sequence[Days]) -> None:
    groups[one] = _Group([*groups[one].members, *groups.pop(other).members], days)
    mine, gone = sums[one], sums.pop(other)
    for third, value in gone.items():
        if third != one:
            mine[third] = sums[third][one] = mine.get(third, 0.0) + value
            del sums[third][other]
    mine.pop(other, None)


def _order(one: int, other: int, groups: Mapping[int, _Group], sums: Pairs) -> tuple[float, int, int]:
    """The mean likeness of two groups as a key by which the nearest come first."""
    mean = sums[one].get(other, 0.0) / groups[one].pairs_with(groups[other])
    return -mean, min(one, other), max(one, other)


def _nearest(one: int, groups: Mapping[int, _Group], sums: Pairs) -> tuple[float, int, int] | None:
    """The group nearest to another one; None where none is near."""
    found = min((_order(one, other, groups, sums) for other in sums[one]), default=None)
    return found if found is not None and -found[0] >= NEAR else None


class _Group:
    """Reports that are one so far, with the days between which they lie."""

    __slots__ = ("_days", "_firsts", "_lasts", "members")

    def __init__(self, members: list[int], days: Sequence[Days]) -> None:
        self.members = members
        self._days = [known for n in members if (known := days[n]) is not None]
        self._firsts = sorted(first for first, _ in self._days)
        self._lasts = sorted(last for _, last in self._days)

    def pairs_with(self, other: _Group) -> int:
        """How many pairs of two groups can be compared."""
        few, many = (self, other) if len(self._days) <= len(other._days) else (other, self)
        count = len(self.members) * len(other.members)
        if not few._days or few._is_beside(many):
            return count
        for first, last in few._days:
            count -= bisect_left(many._lasts, first - APART.days)
            count -= len(many._firsts) - bisect_right(many._firsts, last + APART.days)
        return count

    def _is_beside(self, other: _Group) -> bool:
        """Whether all pairs can be compared."""
        return (
            self._firsts[-1] - other._lasts[0] <= APART.days
            and other._firsts[-1] - self._lasts[0] <= APART.days
        )
