"""Mentions that name one side of a meeting only, completed from the record: `ông A hủy cuộc gặp ở B` is about A's plan there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from biennien.knowledge.world import World
from biennien.model import MeetingMention
from biennien.model.growth import Plan
from biennien.model.timex import days_of
from biennien.resolve.lanes import Lane
from biennien.resolve.sides import Side, sides_of
from biennien.resolve.telling import Source, Telling

_MEANT = timedelta(days=45)  # a bare "the summit" is the one spoken of within so many days


def plans_in(lanes: Sequence[Lane], world: World) -> list[Plan]:
    """The plans among lanes that a mention of one side only can mean."""
    return [
        Plan(
            sides=tuple((side.key, side.members) for side in lane.sides),
            place=lane.place,
            last_day=lane.last_day,
            summit="summit" in lane.kinds,
            entities=_entities(lane, world),
        )
        for lane in lanes
        if lane.family == "meeting" and len(lane.sides) > 1 and _is_plan(lane)
    ]


def marks_of(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """By what a mention can mean a plan: a side with the place, or a summit of the side in these months."""
    for side, _ in plan.sides:
        if plan.place:
            yield side, "at", plan.place
        if plan.summit and (last := days_of(plan.last_day)):
            for day in (last[0] - _MEANT, last[0], last[0] + _MEANT):
                yield side, "in", day.isoformat()[:7]
            yield side, "in", (last[0] - _MEANT / 2).isoformat()[:7]
            yield side, "in", (last[0] + _MEANT / 2).isoformat()[:7]


def one_sided(source: Source, world: World) -> dict[int, tuple[Side, tuple[str, str, str]]]:
    """The mentions of a report that name one side only, by their index, with that side and what can be meant by them."""
    found = {}
    for index, mention in enumerate(source.reading.meetings):
        if mention.kind not in ("meeting", "summit") or mention.status == "held" or mention.presupposed:
            continue
        sides = sides_of(mention.participants, source.last_day or None, world)
        if len(sides) != 1 or len(sides[0].members) > 1:
            continue
        if mention.place:
            found[index] = sides[0], (sides[0].key, "at", mention.place)
        elif mention.kind == "summit" and days_of(source.last_day):
            found[index] = sides[0], (sides[0].key, "in", source.last_day[:7])
    return found


def completed(source: Source, plans: Mapping[tuple[str, str, str], Sequence[Plan]], world: World) -> Source:
    """The source with the missing sides filled in where exactly one plan can be meant; itself where nothing was filled."""
    meetings = list(source.reading.meetings)
    for index, (side, mark) in one_sided(source, world).items():
        meant = [p for p in plans.get(mark, ()) if _can_mean(p, meetings[index], side, source)]
        if len(meant) == 1:
            meetings[index] = replace(meetings[index], participants=meant[0].entities)
    if all(a is b for a, b in zip(meetings, source.reading.meetings, strict=True)):
        return source
    return replace(source, reading=replace(source.reading, meetings=tuple(meetings)))


def tells_something(lane: Lane) -> bool:
    """Whether anybody says anything of a meeting: what is only taken for granted, or possible by nobody's word, nowhere and at no time, is no news."""
    return any(
        t.declared or t.window or t.place or t.mention.by or not (t.mention.presupposed or _nobodys(t))
        for t in lane.tellings
    )


def _nobodys(telling: Telling) -> bool:
    """Whether a report says in passing that something may be."""
    mention = telling.mention
    mere = mention.status in ("not_ruled_out", "unclear") and mention.unnamed is None
    return mere and (telling.attribution is None or not telling.attribution.named)


def _is_plan(lane: Lane) -> bool:
    return any(t.mention.status != "held" for t in lane.tellings)


def _can_mean(plan: Plan, mention: MeetingMention, side: Side, source: Source) -> bool:
    """Whether a plan has the side, and the place that is named; without a place only a summit lately spoken of."""
    mine = next((members for key, members in plan.sides if key == side.key), None)
    if mine is None or (side.members and mine and not set(side.members) & set(mine)):
        return False
    if mention.place:
        return plan.place == mention.place
    last, now = days_of(plan.last_day), days_of(source.last_day)
    near = last is not None and now is not None and _apart(last[0], now[0]) <= _MEANT
    return mention.kind == "summit" and plan.summit and near


def _apart(one: date, other: date) -> timedelta:
    return abs(one - other)


def _entities(lane: Lane, world: World) -> tuple[str, ...]:
    """The participants as the record has them: persons where they are known, else the states."""
    found: list[str] = []
    for side in lane.common_sides():
        found.extend(side.members or (world.country(side.key) or side.key,))
    return tuple(found)
