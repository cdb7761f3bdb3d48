"""The time of a plan over its life: the days left for it by all who speak of it, and the day it had before it was moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from biennien.resolve.changes import Placed
from biennien.resolve.telling import Telling

_SPEAK_OF_ITS_TIME = frozenset({"announced", "proposed", "conditional", "not_ruled_out", "unclear"})
_MOVES = frozenset({"announced", "postponed"})

Days = tuple[date, date]


def days_left(tellings: Iterable[Telling]) -> str | None:
    """The days that lie in every time told of the plan, as ``first/last``; None where one of them says so itself, or none is left.

    What is said of "next week" while two weeks are known to be meant leaves the days that both hold. A time that shares no
    day with those before is another plan's: the plan was moved, and the count begins anew.
    """
    left: Days | None = None
    told: set[Days] = set()
    for telling in sorted(tellings, key=lambda t: t.order):
        window = telling.window
        if window is None or telling.mention.status not in _SPEAK_OF_ITS_TIME | _MOVES:
            continue
        shared = _shared(left, window) if left else window
        if shared is None and telling.mention.status in _MOVES:
            left, told = window, {window}
        elif shared is not None and telling.mention.status in _SPEAK_OF_ITS_TIME:
            left = shared
            told.add(window)
    if left is None or left in told:
        return None
    return f"{left[0].isoformat()}/{left[1].isoformat()}"


def with_previous(placed: Sequence[Placed]) -> list[Placed]:
    """The changes in their order; one that puts the plan off, or moves it, keeps the time it had before."""
    known: tuple[str, Days] | None = None
    found = []
    for p in placed:
        times = [(t.when, t.window) for t in p.tellings if t.when and t.window]
        status = p.change.status
        moved = [t for t in times if known and not _shared(known[1], t[1]) and t[1][1] > known[1][1]]
        if known and (status == "postponed" or (moved and p.change.detail == "rescheduled")):
            p = replace(p, change=replace(p.change, previous=known[0]))
            known = moved[0] if moved else None
        elif status in ("announced", "proposed", "postponed") and times and not p.background:
            finest = min(times, key=lambda t: (t[1][1] - t[1][0], t[1]))
            known = finest if known is None or _shared(known[1], finest[1]) in (finest[1], None) else known
        found.append(p)
    return found


def _shared(one: Days, other: Days) -> Days | None:
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None
