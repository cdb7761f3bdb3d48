"""The use case of telling where a meeting stands: on whose word, and how sure the days of its plan are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from biennien.model import Change, Meeting, Reading, TimeExpression
from biennien.pipeline import load_knowledge

_PLANS = ("announced", "proposed", "postponed", "conditional")
_SURE = ("stated", "derived", "assumed")


def last_words(meeting: Meeting) -> dict[str, Change | None]:
    """Of each side that has spoken the change that carries its last word; an unnamed source speaks for nobody."""
    return {side: _last_word(meeting, side, status) for side, status in meeting.sides}


def _last_word(meeting: Meeting, side: str, status: str) -> Change | None:
    said = (c for c in reversed(meeting.changes) if c.status == status)
    return next((c for c in said if any(_speaks_for(who, side) for who in c.announced_by)), None)


def _speaks_for(entity: str, side: str) -> bool:
    world = load_knowledge().world
    actor = world.actors.get(entity)
    key = (actor.speaks_for or actor.country or entity) if actor else entity
    return side in (key, world.country(key))


def basis_of_plan(meeting: Meeting, readings: Mapping[str, Reading]) -> str | None:
    """How the time that a meeting is planned for is known, by the surest of the words that give it; None without one."""
    if meeting.planned_for is None:
        return None
    bases = (
        _basis(meeting.planned_for, reading.times)
        for change in meeting.changes
        if change.status in _PLANS
        for citation in change.citations
        if (reading := readings.get(citation.report_id)) is not None
        for mention in reading.meetings
        if mention.span == citation.span and mention.when == meeting.planned_for
    )
    return min(
        bases, key=_SURE.index, default="derived"
    )  # a year that was filled in, or a step on a known day


def basis_of_day(meeting: Meeting) -> str | None:
    """How the day on which a meeting took place is known; None without one."""
    if meeting.when is None:
        return None
    held = (c.basis for c in meeting.changes if c.status == "held" and c.effective == meeting.when)
    return min(held, key=_SURE.index, default="derived")


def _basis(value: str, times: Iterable[TimeExpression]) -> str:
    """The surest basis of the expressions that give a value: what is counted from another day is derived."""
    found = (
        "derived"
        if time.basis == "stated" and time.offset is not None and not time.offset.startswith("XXXX")
        else time.basis
        for time in times
        if time.timex.value == value
    )
    return min(found, key=_SURE.index, default="derived")
