"""Days told as so long after another meeting of the report (`một ngày sau`), where another report gives the day of that one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from biennien.knowledge.world import World
from biennien.model.timex import days_of
from biennien.resolve.filling import shift
from biennien.resolve.joining import join_tellings
from biennien.resolve.telling import Telling, window_of

_GAP = 2  # a comma and a blank between the time and its clause


def date_sequels(tellings: Sequence[Telling], world: World) -> list[Telling]:
    """The same tellings; a held one gets the day of the meeting told right before it, so many days on."""
    waiting = {id(t): offset for t in tellings if (offset := _offset(t))}
    if not waiting:
        return list(tellings)
    held = [t for t in tellings if t.mention.status == "held"]
    days: dict[str, list[tuple[int, date]]] = {}
    for lane in join_tellings(held, world):
        if lane.held and lane.held[0] == lane.held[1]:
            for telling in lane.tellings:
                days.setdefault(telling.source.report.id, []).append(
                    (telling.mention.span.start, lane.held[0])
                )
    return [_dated(t, waiting[id(t)], days) if id(t) in waiting else t for t in tellings]


def waits(telling: Telling) -> bool:
    """Whether its day is told as so long after another meeting."""
    return _offset(telling) is not None


def _offset(telling: Telling) -> str | None:
    """How long after the other meeting, by the words in the clause or right before it, where these give no day by themselves."""
    if telling.mention.status != "held" or (telling.window and telling.window[0] == telling.window[1]):
        return None
    span = telling.mention.span
    for time in telling.source.reading.times:
        near = time.span.start < span.end and span.start <= time.span.end + _GAP
        if near and time.anchor == "event" and time.offset and not _is_day(time.timex.value):
            return time.offset
    return None


def _dated(telling: Telling, offset: str, days: dict[str, list[tuple[int, date]]]) -> Telling:
    before = [d for d in days.get(telling.source.report.id, []) if d[0] < telling.mention.span.start]
    value = shift(offset, max(before)[1]) if before else None
    within, told = telling.window, days_of(value)
    if value is None or (within and told and not within[0] <= told[0] <= within[1]):
        return telling
    return replace(telling, when=value, window=window_of(value, None), when_basis="derived")


def _is_day(value: str) -> bool:
    days = days_of(value)
    return days is not None and days[0] == days[1]
