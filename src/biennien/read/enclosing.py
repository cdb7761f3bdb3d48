"""Which of many stretches hold a place, without looking at all of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R", bound=tuple[Any, ...])

_start = itemgetter(0)


def starting(rows: Sequence[R], low: int, high: int) -> Sequence[R]:
    """Of rows in text order, each with its place first, those that begin at `low` or behind it and before `high`."""
    return rows[bisect_left(rows, low, key=_start) : bisect_left(rows, high, key=_start)]


class Enclosing(Generic[T]):
    """Stretches of a text, each with something that belongs to it."""

    def __init__(self, stretches: Iterable[tuple[int, int, T]]) -> None:
        self._stretches = sorted(stretches, key=lambda s: s[0])
        self._starts = [start for start, _, _ in self._stretches]
        self._longest = max((end - start for start, end, _ in self._stretches), default=0)

    def at(self, place: int) -> list[tuple[int, int, T]]:
        """Those that hold a place, in the order of their starts; of one start, in the order given."""
        low = bisect_left(self._starts, place - self._longest)
        return [s for s in self._stretches[low : bisect_right(self._starts, place)] if place < s[1]]
