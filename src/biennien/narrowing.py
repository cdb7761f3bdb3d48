"""The use cases of looking at a part of the record: who is in it, what it rests on, one story."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from biennien.app import is_called
from biennien.model import Change, Citation, Meeting, Record, Statement, Story
from biennien.names import near_names, one_of
from biennien.pipeline import load_knowledge

_MEANT = 3  # names that are offered for one that was mistyped


def narrowed(
    record: Record, *, unnamed: bool = False, via: str | None = None, who: str | None = None
) -> Record:
    """The lines that rest only on sources without a name, that reach us only through `via`, in which `who` takes part or speaks."""
    if unnamed:
        record = _resting(record, lambda c: c.unnamed is not None, lambda s: not s.named and bool(s.unnamed))
    if via is not None:
        record = _resting(
            record, lambda c: is_called(via, (*c.via, *c.announced_by)), lambda s: is_called(via, _way(s))
        )
    if who is not None:
        record = replace(
            record,
            meetings=tuple(m for m in record.meetings if is_called(who, m.participants)),
            statements=tuple(s for s in record.statements if is_called(who, (*s.speaker, *s.about))),
        )
    return record


def strangers(record: Record, asked: str, others: Iterable[str] = ()) -> tuple[str, ...] | None:
    """Where nobody in a record, or of `others`, goes by a name, those who may have been meant, the nearest first; None where somebody does."""
    entities = {e: None for m in record.meetings for e in m.participants}
    entities |= {e: None for m in record.meetings for c in m.changes for e in (*c.announced_by, *c.via)}
    ways = [link.who for s in record.statements for link in s.chain if link.named]
    entities |= {e: None for s in record.statements for e in s.speaker}
    entities |= {e: None for who in ways for e in who.split(" and ")}
    entities |= {e: None for s in record.statements for e in s.about if not e.startswith("m-")}
    entities |= dict.fromkeys(others)
    if is_called(asked, entities):
        return None
    actors = load_knowledge().world.actors
    called: dict[str, str] = {}
    for entity in sorted(entities):
        actor = actors.get(entity)
        called |= dict.fromkeys((entity, *actor.names, *actor.short) if actor else (entity,), entity)
    return tuple(dict.fromkeys(called[name] for name in near_names(asked, called)))[:_MEANT]


def in_story(record: Record, stories: Collection[Story], wanted: str) -> Record:
    """The lines that a report of a story tells, by the story's id or the beginning of it."""
    by_id = {story.id: story for story in stories}
    story = by_id[one_of(wanted, list(by_id), "story", "biennien stories lists them.")]
    reports = set(story.reports)

    def told(citations: Iterable[Citation]) -> bool:
        return any(c.report_id in reports for c in citations)

    return replace(
        record,
        meetings=tuple(m for m in record.meetings if any(told(c.citations) for c in m.changes)),
        statements=tuple(s for s in record.statements if told((*s.citations, *s.restated_in))),
    )


def _way(statement: Statement) -> tuple[str, ...]:
    """Through whom it came, the speaker included."""
    return tuple(link.who for link in statement.chain)


def _resting(
    record: Record, change: Callable[[Change], bool], statement: Callable[[Statement], bool]
) -> Record:
    """What rests only on such changes and statements: a status that another voice tells too does not."""
    meetings = []
    for meeting in record.meetings:
        rows = tuple(c for c in meeting.changes if all(change(other) for other in _same(meeting, c)))
        if rows:
            meetings.append(replace(meeting, changes=rows))
    statements = tuple(s for s in record.statements if statement(s))
    return replace(record, meetings=tuple(meetings), statements=statements)


def _same(meeting: Meeting, change: Change) -> list[Change]:
    return [c for c in meeting.changes if c.status == change.status]
