"""Lanes that turn out to be one meeting: a visit and the meeting it was made for, talks that were talked of and the round that came.

Only lanes of the same sides are compared; what could be of two meetings stays by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from biennien.knowledge.world import World
from biennien.model.timex import days_of
from biennien.resolve.lanes import FLOATED, SILENT, Lane
from biennien.resolve.places import WITHIN, compare_places, is_country
from biennien.resolve.sides import agree, only_states

_ZONES = timedelta(days=1)  # the evening in Washington is the next morning in Hanoi

Days = tuple[date, date]


def gather_lanes(lanes: Sequence[Lane], world: World) -> list[Lane]:
    """The lanes, with those that can only be of one meeting joined; all are chosen before any is joined."""
    of_sides: dict[tuple[str, ...], list[Lane]] = {}
    for lane in lanes:
        if lane.family == "meeting":
            of_sides.setdefault(tuple(side.key for side in lane.sides), []).append(lane)
    heirs: dict[int, Lane] = {}
    joined: list[tuple[Lane, Lane, str]] = []
    for lane in lanes:
        meetings = of_sides.get(tuple(side.key for side in lane.sides), [])
        if lane.family == "visit":
            heir, why = (
                _only([x for x in meetings if _made_for(lane, x, world)]),
                "the visit for this meeting",
            )
        elif _is_talk_of_talks(lane):
            heir, why = _round_after(lane, meetings), "on what the talks depended that came about"
        else:
            continue
        if heir is not None:
            heirs[id(lane)] = heir
            joined.append((lane, heir, why))
    for lane, heir, why in joined:
        for telling in lane.tellings:
            heir.take(telling, why, world)
    left = [lane for lane in lanes if id(lane) not in heirs]
    for lane in left:
        if lane.successor_of is not None:
            before = heirs.get(id(lane.successor_of), lane.successor_of)
            lane.successor_of = None if before is lane else before
    return left


def _only(found: Sequence[Lane]) -> Lane | None:
    return found[0] if len(found) == 1 else None


def _made_for(visit: Lane, meeting: Lane, world: World) -> bool:
    """Whether a visit is that for a meeting: in its place, told wherever it is told with the meeting, or by the same persons and days.

    Whoever has come has not met yet, and a visit to a country is more than a meeting there.
    """
    if not visit.place or compare_places(visit.place, meeting.place, world) < WITHIN:
        return False
    if any(is_country(place, world) for place in (visit.place, meeting.place)):
        return False
    if (visit.took_place and not meeting.took_place) or (visit.put_aside and not meeting.put_aside):
        return False
    if not agree(visit.sides, meeting.sides, summit=True):
        return False
    one, other = visit.held or visit.window, meeting.held or meeting.window
    if one is None or other is None:
        return visit.reports <= meeting.reports
    if not (one[0] - _ZONES <= other[1] and other[0] - _ZONES <= one[1]):
        return False
    return visit.reports <= meeting.reports or all(side.members for side in (*visit.sides, *meeting.sides))


def _is_talk_of_talks(lane: Lane) -> bool:
    """Whether states only say what they want of talks, or on what these depend; a place can be refused, not the talks."""
    if lane.kinds != {"negotiation"} or lane.window or not only_states(lane.sides):
        return False
    return all(
        t.mention.status in FLOATED or (t.mention.status == "refused" and t.place) for t in lane.tellings
    )


def _round_after(talk: Lane, meetings: Sequence[Lane]) -> Lane | None:
    """The next round of talks, where it came soon after the last word on it and none came meanwhile."""
    said = [d[0] for t in talk.tellings if (d := days_of(t.day))]
    rounds = [(days[0], x) for x in meetings if x is not talk and (days := _days_of_round(x))]
    later = [(day, x) for day, x in rounds if said and day >= min(said)]
    if not later:
        return None
    day = min(day for day, _ in later)
    soon = max(said) <= day <= max(said) + SILENT
    return _only([x for d, x in later if d == day]) if soon else None


def _days_of_round(lane: Lane) -> Days | None:
    """The day of talks that were announced, or took place."""
    days = lane.held or lane.window
    if "negotiation" not in lane.kinds or not only_states(lane.sides) or lane.put_aside:
        return None
    return days if days and days[0] == days[1] and (lane.announced or lane.took_place) else None
