"""Somebody who kept silent in one report speaks in another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from biennien.knowledge.world import World
from biennien.model import Account, Change, Meeting, SilenceMention
from biennien.model.timex import days_of
from biennien.story.differing.accounts import Found, account_of
from biennien.story.grounds import Grounds

_LONGEST = 5  # words of a name
_SOON = timedelta(days=7)  # what is said later breaks no silence


def silence_differences(grounds: Grounds, world: World) -> Iterator[Found]:
    """The silence, and the first words of the same body, or of somebody who belongs to it, on the same meeting in another report."""
    for report in grounds.reports:
        reading = grounds.reading(report.id)
        for silence in reading.silences:
            meetings = _about(grounds, report.id, silence)
            for entity in silence.who:
                spoken = _spoken(entity, report.id, meetings, grounds, world)
                if spoken is None:
                    continue
                meeting, change = spoken
                citation = grounds.cite(report.id, grounds.clause(report.id, silence.span))
                quiet = Account(
                    text=citation.quote, who=(entity,), unnamed=None, day=None, citations=(citation,)
                )
                yield Found(
                    "silence_broken", meeting.id, (quiet, account_of(change)), "silent here, heard there"
                )


def _about(grounds: Grounds, report_id: str, silence: SilenceMention) -> list[Meeting]:
    """The planned meetings that the report speaks of before the silence, the last one first."""
    reading = grounds.reading(report_id)
    rows = [m for m in reading.meetings if m.span.start < silence.span.start and m.status != "held"]
    found: dict[str, Meeting] = {}
    for mention in reversed(rows):
        for meeting, _ in grounds.changes_at(report_id, mention.span):
            found.setdefault(meeting.id, meeting)
    return list(found.values())


def _spoken(
    entity: str, report_id: str, meetings: list[Meeting], grounds: Grounds, world: World
) -> tuple[Meeting, Change] | None:
    """The first change of these meetings, by day, that the one who was silent tells in a report that is not older."""
    silent = grounds.days(report_id)
    if silent is None:
        return None  # nobody knows which came first
    for meeting in meetings:
        for change in meeting.changes:
            cited = {c.report_id for c in change.citations}
            if report_id in cited or {"background", "stale", "retold"} & {*change.flags}:
                continue
            days = days_of(change.announced_on) or grounds.days(change.citations[0].report_id)
            if days is None or not silent[0] <= days[1] <= silent[0] + _SOON:
                continue
            if _speaks_for(entity, change, world):
                return meeting, change
    return None


def _speaks_for(entity: str, change: Change, world: World) -> bool:
    """Whether the voice of a change is that body, or of its state: an unnamed source by the body that its words name."""
    state = world.state_of(entity)
    if any(world.state_of(e) != state for e in change.announced_by):
        return False  # two sides together: nobody of them is quoted
    if entity in change.announced_by:
        return True
    voices = change.announced_by if change.announced_by else _named_in(change.unnamed or "", world)
    return any(e == entity or (state is not None and world.state_of(e) == state) for e in voices)


def _named_in(words: str, world: World) -> list[str]:
    """The bodies and states named in words such as `một quan chức Nhà Trắng`."""
    parts = words.split()
    runs = (parts[a:b] for a in range(len(parts)) for b in range(a + 1, min(a + _LONGEST, len(parts)) + 1))
    return [actor.entity for run in runs if (actor := world.called(" ".join(run)))]
