"""How like two reports are by their fingerprints: of every pair that can be compared at all, found by the words they share."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator

from biennien.model.grouping import Days, Gist
from biennien.resolve.fingerprints import UNIT

APART = 30  # days: reports further apart are not compared, what they share is the background
FAINT = round(0.02 * UNIT)  # a likeness that counts as none: most pairs share a common word or two
_FEW = 300  # reports against which every other one is held in turn
_WIDE = 30  # days between which a report may lie; one that may lie anywhere is compared with all

Pairs = dict[str, dict[str, int]]
_Lists = dict[str, list[tuple[str, int, Days]]]


def likeness(one: Gist, other: Gist) -> int:
    """The cosine of two fingerprints: 0 (nothing in common) to `UNIT`, a whole number, so that sums of it are exact."""
    words = dict(other.words)
    return sum(weight * words[word] for word, weight in one.words if word in words)


def comparable(one: Days, other: Days) -> bool:
    """Whether two reports may be of days that are not too far apart."""
    if one is None or other is None:
        return True
    return one[0] - other[1] <= APART and other[0] - one[1] <= APART


def find_pairs(gists: Collection[Gist], wanted: Collection[str], pairs: Pairs) -> None:
    """Adds the likeness of every comparable pair that is not faint, where one of the two is `wanted`."""
    find = _each_with_few if len(wanted) <= _FEW else _in_passing
    for one, other, value in find(gists, wanted):
        pairs.setdefault(one, {})[other] = value
        pairs.setdefault(other, {})[one] = value


def _each_with_few(gists: Collection[Gist], wanted: Collection[str]) -> Iterator[tuple[str, str, int]]:
    """Holds every report against a few."""
    few = [gist for gist in gists if gist.report_id in wanted]
    index: dict[str, list[tuple[int, int]]] = {}
    for number, gist in enumerate(few):
        for word, weight in gist.words:
            index.setdefault(word, []).append((number, weight))
    nothing = [0] * len(few)
    for gist in gists:
        sums = nothing.copy()
        for word, weight in gist.words:
            for number, known in index.get(word, ()):
                sums[number] += weight * known
        mine = gist.report_id in wanted
        for other, value in zip(few, sums, strict=True):
            once = not mine or gist.report_id < other.report_id
            if value >= FAINT and once and comparable(gist.days, other.days):
                yield gist.report_id, other.report_id, value


def _in_passing(gists: Collection[Gist], wanted: Collection[str]) -> Iterator[tuple[str, str, int]]:
    """Lets the reports pass by day, so that only those of the weeks before are looked at."""
    of_wanted, of_others = _Passing(), _Passing()
    for gist in sorted(gists, key=lambda g: (g.days[0] if g.days else -math.inf, g.report_id)):
        mine = gist.report_id in wanted
        found: dict[str, int] = {}
        of_wanted.add_likeness(gist, found)
        if mine:
            of_others.add_likeness(gist, found)
        for other, value in found.items():
            yield gist.report_id, other, value
        (of_wanted if mine else of_others).take(gist)


class _Passing:
    """The reports that have passed, by word; those of a few days are left behind when they are too long ago."""

    def __init__(self) -> None:
        self._brief: _Lists = {}
        self._wide: _Lists = {}
        self._days: dict[str, Days] = {}

    def take(self, gist: Gist) -> None:
        """Puts a report among those that have passed."""
        days = gist.days
        lists = self._brief if days and days[1] - days[0] <= _WIDE else self._wide
        self._days[gist.report_id] = days
        for word, weight in gist.words:
            lists.setdefault(word, []).append((gist.report_id, weight, days))

    def add_likeness(self, gist: Gist, found: dict[str, int]) -> None:
        """Adds the reports that have passed and are like another one."""
        if not self._days:
            return
        sums: defaultdict[str, int] = defaultdict(int)
        since = gist.days[0] - APART if gist.days else None
        for word, weight in gist.words:
            if (brief := self._brief.get(word)) is not None:
                if since is not None and _last(brief[0]) < since:
                    brief = self._brief[word] = _recent(brief, since)
                for other, known, _ in brief:
                    sums[other] += weight * known
            if self._wide:
                for other, known, _ in self._wide.get(word, ()):
                    sums[other] += weight * known
        days = self._days
        found.update((o, v) for o, v in sums.items() if v >= FAINT and comparable(gist.days, days[o]))


def _last(row: tuple[str, int, Days]) -> int:
    return row[2][1] if row[2] else 0


def _recent(rows: list[tuple[str, int, Days]], since: int) -> list[tuple[str, int, Days]]:
    """The rows from the first one on that is not too long ago; at least one is kept."""
    start = next((n for n, row in enumerate(rows) if _last(row) >= since), len(rows) - 1)
    return rows[start:]
