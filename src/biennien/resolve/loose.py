"""Mentions that name one side of a meeting only, completed from the record: `ông A hủy cuộc gặp ở B` is about A's plan there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from biennien.knowledge.world import World
from biennien.model import MeetingMention
from biennien.model.timex import days_of
from biennien.resolve.lanes import Lane
from biennien.resolve.places import SAME, compare_places
from biennien.resolve.sides import Side, sides_of
from biennien.resolve.telling import Source

_MEANT = timedelta(days=45)  # a bare "the summit" is the one spoken of within so many days


def complete_sources(sources: Sequence[Source], lanes: Sequence[Lane], world: World) -> list[Source] | None:
    """The sources with the missing sides filled in where exactly one plan can be meant; None where nothing was filled."""
    plans = [x for x in lanes if x.family == "meeting" and len(x.sides) > 1 and _is_plan(x)]
    changed = False
    found = []
    for source in sources:
        rows = [_completed(m, source, plans, world) for m in source.reading.meetings]
        if any(a is not b for a, b in zip(rows, source.reading.meetings, strict=True)):
            source = replace(source, reading=replace(source.reading, meetings=tuple(rows)))
            changed = True
        found.append(source)
    return found if changed else None


def tells_something(lane: Lane) -> bool:
    """Whether anybody says anything of a meeting: talks that are only taken for granted, nowhere and at no time, are no news."""
    return any(
        not t.mention.presupposed or t.declared or t.window or t.place or t.mention.by for t in lane.tellings
    )


def _is_plan(lane: Lane) -> bool:
    return any(t.mention.status != "held" for t in lane.tellings)


def _completed(
    mention: MeetingMention, source: Source, plans: Sequence[Lane], world: World
) -> MeetingMention:
    if mention.kind not in ("meeting", "summit") or mention.status == "held" or mention.presupposed:
        return mention
    sides = sides_of(mention.participants, source.last_day or None, world)
    if len(sides) != 1 or len(sides[0].members) > 1:
        return mention
    meant = [x for x in plans if _can_mean(x, mention, sides[0], source, world)]
    if len(meant) != 1:
        return mention
    return replace(mention, participants=_entities(meant[0], world))


def _can_mean(lane: Lane, mention: MeetingMention, side: Side, source: Source, world: World) -> bool:
    """Whether a plan has the side, and the place that is named; without a place only a summit lately spoken of."""
    mine = next((s for s in lane.sides if s.key == side.key), None)
    if mine is None or (side.members and mine.members and not set(side.members) & set(mine.members)):
        return False
    if mention.place:
        return compare_places(lane.place, mention.place, world) == SAME
    last, now = days_of(lane.last_day), days_of(source.last_day)
    near = last is not None and now is not None and _apart(last[0], now[0]) <= _MEANT
    return mention.kind == "summit" and "summit" in lane.kinds and near


def _apart(one: date, other: date) -> timedelta:
    return abs(one - other)


def _entities(lane: Lane, world: World) -> tuple[str, ...]:
    """The participants as the record has them: persons where they are known, else the states."""
    found: list[str] = []
    for side in lane.common_sides():
        found.extend(side.members or (world.country(side.key) or side.key,))
    return tuple(found)
