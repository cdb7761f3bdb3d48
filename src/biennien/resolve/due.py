"""What is told as past, without its day, before it is due: a plan that is taken for granted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from biennien.knowledge.world import World
from biennien.model.timex import days_of
from biennien.resolve.places import APART, compare_places
from biennien.resolve.sides import agree
from biennien.resolve.telling import Telling

RECENT = timedelta(days=30)  # a past meeting told without its day is one of the last weeks
SPOKEN_OF = timedelta(days=14)  # what took place, told without day and place, is of a plan of these days


def still_to_come(tellings: Sequence[Telling], world: World) -> list[Telling]:
    """The tellings; what took place by a report without its day, in the days before it is due, or was, is that plan taken for granted."""
    due = [
        t
        for t in tellings
        if t.mention.status in ("announced", "held") and t.window and t.window[0] == t.window[1]
    ]
    due.sort(key=_first)
    found = []
    for telling in tellings:
        dated = days_of(telling.source.dated.value)
        vague = telling.mention.status == "held" and telling.when is None and dated is not None
        if vague and dated and _is_due(due, telling, dated[0], world):
            mention = replace(telling.mention, status="announced", presupposed=True)
            telling = replace(telling, mention=mention)
        found.append(telling)
    return found


def _first(telling: Telling) -> date:
    return telling.window[0] if telling.window else date.min


def _is_due(due: Sequence[Telling], telling: Telling, day: date, world: World) -> bool:
    """Whether a meeting is still to come on the day of a report, and none of these weeks can be meant instead."""
    begin = bisect_left(due, day - RECENT, key=_first)
    end = bisect_right(due, day + SPOKEN_OF, key=_first)
    mine = [t for t in due[begin:end] if t.family != "call" and _can_be(t, telling, world)]
    before = any(t.mention.status == "held" and t.window and day - RECENT <= t.window[0] <= day for t in mine)
    return not before and any(_awaits(t, day) for t in mine)


def _can_be(plan: Telling, telling: Telling, world: World) -> bool:
    """Whether two tellings can be of one meeting by its persons and place."""
    if agree(plan.sides, telling.sides, summit=plan.mention.kind == "summit") is None:
        return False
    return compare_places(plan.place, telling.place, world) != APART


def _awaits(plan: Telling, day: date) -> bool:
    """Whether a meeting comes within two weeks after the day of a report, and is spoken of by then."""
    if plan.window is None or not day < plan.window[0] <= day + SPOKEN_OF:
        return False
    return plan.mention.status == "held" or plan.day <= day.isoformat()
