"""Reports on one event: those whose fingerprints are near, joined by the average of their pairs.

Which reports belong together depends on the set of them, never on the order in which they came.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from biennien.model import ReportDate
from biennien.model.timex import days_of
from biennien.resolve.fingerprints import Fingerprint

NEAR = 0.15  # mean likeness (cosine) of the pairs of two groups that are one
APART = timedelta(days=30)  # reports further apart are not compared: what they share is the background

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
    """The likeness of every comparable pair that shares a word."""
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
            if _comparable(days[n], days[other]):
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
    """Joins the two nearest groups until none are near; of equally near ones the first."""
    groups: dict[int, list[int]] = {n: [n] for n in members}
    sums = {n: {o: v for o, v in pairs[n].items() if o in groups} for n in groups}
    counts = {n: {o: 1 for o in groups if o != n and _comparable(days[n], days[o])} for n in groups}
    heap = [(-value, n, o) for n in sums for o, value in sums[n].items() if n < o and value >= NEAR]
    heapq.heapify(heap)
    while heap:
        value, one, other = heapq.heappop(heap)
        if one not in groups or other not in groups or _mean(sums, counts, one, other) != -value:
            continue
        groups[one] += groups.pop(other)
        gone, compared = sums.pop(other), counts.pop(other)
        for third in sorted({*sums[one], *gone} - {one, other}):
            together = sums[one].get(third, 0.0) + gone.get(third, 0.0)
            sums[one][third] = sums[third][one] = together
            sums[third].pop(other, None)
        for third, count in compared.items():
            if third != one:
                counts[one][third] = counts[third][one] = counts[one].get(third, 0) + count
                counts[third].pop(other, None)
        sums[one].pop(other, None)
        counts[one].pop(other, None)
        for third in sums[one]:
            if (mean := _mean(sums, counts, one, third)) >= NEAR:
                heapq.heappush(heap, (-mean, min(one, third), max(one, third)))
    return list(groups.values())


def _mean(
    sums: Mapping[int, Mapping[int, float]], counts: Mapping[int, Mapping[int, int]], one: int, other: int
) -> float:
    count = counts[one].get(other, 0)
    return sums[one].get(other, 0.0) / count if count else 0.0
