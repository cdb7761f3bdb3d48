"""Mentions that name one side of a meeting only, completed from the record: `ông A hủy cuộc gặp ở B` is about A's plan there."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from biennien.knowledge.world import World
from biennien.model import MeetingMention
from biennien.model.growth import Plan
from biennien.model.timex import days_of
from biennien.resolve.lanes import Lane
from biennien.resolve.sides import Side, sides_of
from biennien.resolve.telling import Source, Telling

Mark = tuple[str, str, str]

_MEANT = timedelta(days=45)  # a bare "the summit" is the one spoken of within so many days
_ITS_OWN = 2  # how much it tells that the persons of a plan are those of the mention, beside its place


def plans_in(lanes: Sequence[Lane], world: World) -> list[Plan]:
    """The plans among lanes that a mention of one side only can mean; each by what single reports tell, whatever they are joined with."""
    return [_plan(lane, spoken, world) for lane in lanes if len(lane.sides) > 1 and (spoken := _spoken(lane))]


def _plan(lane: Lane, spoken: Sequence[Telling], world: World) -> Plan:
    named = [[t.sides[n].members for t in lane.tellings] for n in range(len(lane.sides))]
    return Plan(
        name=min(lane.tellings, key=lambda t: t.place_told).name("m"),
        sides=tuple(
            (side.key, side.members, tuple(sorted({m for ms in rows for m in ms})) if all(rows) else ())
            for side, rows in zip(lane.sides, named, strict=True)
        ),
        place=lane.place,
        places=tuple(sorted({t.place for t in spoken if t.place})),
        days=tuple(sorted({t.day for t in spoken if t.mention.kind == "summit" and days_of(t.day)})),
        entities=_entities(lane, world),
    )


def _spoken(lane: Lane) -> list[Telling]:
    """What reports tell of a meeting before it took place, by their own words."""
    return [
        t
        for t in lane.tellings
        if t.family == "meeting" and t.source.reading.meetings[t.index].status != "held"
    ]


def marks_of(plan: Plan) -> Iterator[Mark]:
    """By what a mention can mean a plan: a side with the place, or a summit of the side in these months."""
    months = {m for day in plan.days for m in _months_about(day)}
    for side, *_ in plan.sides:
        for place in plan.places:
            yield side, "at", place
        for month in months:
            yield side, "in", month


@functools.lru_cache(maxsize=4096)
def _months_about(day: str) -> frozenset[str]:
    """The months of the days on which a bare "the summit" can be one that is spoken of on a day."""
    (first, _) = days_of(day) or (date.min, date.min)
    steps = (-_MEANT, -_MEANT / 2, timedelta(0), _MEANT / 2, _MEANT)
    return frozenset((first + step).isoformat()[:7] for step in steps)


def one_sided(source: Source, world: World) -> dict[int, tuple[Side, Mark]]:
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


class Meant(NamedTuple):
    """What a mention of one side can mean, the likeliest first; `surely` where it is no other."""

    plans: tuple[Plan, ...]
    surely: bool


def meant_by(source: Source, plans: Mapping[Mark, Sequence[Plan]], world: World) -> dict[int, Meant]:
    """The plans that the mentions of one side only can mean, by their index; those that can mean none are left out."""
    found = {}
    for index, (side, mark) in one_sided(source, world).items():
        mention = source.reading.meetings[index]
        fits = {id(p): _fits(p, mention, side, source) for p in plans.get(mark, ())}
        rows = [p for p in plans.get(mark, ()) if fits[id(p)]]
        highest = max(fits.values(), default=0)
        best = [p for p in rows if fits[id(p)] == highest]
        if rows:
            others = _nearest([p for p in rows if p not in best], source)
            found[index] = Meant((*_nearest(best, source), *others), len(best) == 1 and highest > _ITS_OWN)
    return found


def _nearest(plans: Sequence[Plan], source: Source) -> list[Plan]:
    """Plans by how near to the day of a report they are spoken of."""
    day = days_of(source.last_day)

    def apart(plan: Plan) -> timedelta:
        rows = [_apart(d[0], day[0]) for x in plan.days if day and (d := days_of(x))]
        return min(rows, default=timedelta.max)

    return sorted(plans, key=lambda p: (apart(p), p.name))


def completed(source: Source, meant: Mapping[int, Meant]) -> Source:
    """The source with the missing sides filled in by what they mean, or by the likeliest."""
    meetings = tuple(
        replace(m, participants=meant[n].plans[0].entities) if n in meant else m
        for n, m in enumerate(source.reading.meetings)
    )
    return replace(source, reading=replace(source.reading, meetings=meetings))


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


def _fits(plan: Plan, mention: MeetingMention, side: Side, source: Source) -> int:
    """How well a mention fits a plan; 0 where it cannot mean it.

    It must have the side, and the place that is named; without a place only a summit spoken of in those weeks.
    """
    members, anybody = next((row[1:] for row in plan.sides if row[0] == side.key), (None, None))
    if anybody is None or (side.members and anybody and not set(side.members) & set(anybody)):
        return 0
    if mention.place:
        near = mention.place in plan.places
    else:
        now = days_of(source.last_day)
        days = (day for x in plan.days if (day := days_of(x)))
        near = (
            mention.kind == "summit" and now is not None and any(_apart(d[0], now[0]) <= _MEANT for d in days)
        )
    its_own = not (side.members and members) or bool(set(side.members) & set(members))
    return near * (1 + _ITS_OWN * its_own + (mention.place in (None, plan.place)))


def _apart(one: date, other: date) -> timedelta:
    return abs(one - other)


def _entities(lane: Lane, world: World) -> tuple[str, ...]:
    """The participants as the record has them: persons where they are known, else the states."""
    found: list[str] = []
    for side in lane.common_sides():
        found.extend(side.members or (world.country(side.key) or side.key,))
    return tuple(found)
