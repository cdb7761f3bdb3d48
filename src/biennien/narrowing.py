"""The use cases of looking at a part of the record: who is in it, what it rests on, one story."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from biennien import views
from biennien.addresses import StoreAddress
from biennien.app import is_called, load
from biennien.known import AsKnown
from biennien.model import Change, Citation, Meeting, Record, Report, Statement, Story
from biennien.model.errors import InputError, NotFoundError
from biennien.model.timex import days_of
from biennien.names import goes_by, near_names, one_of
from biennien.pipeline import load_knowledge, story_id

_MEANT = 3  # names that are offered for one that was mistyped


def load_part(
    store: StoreAddress,
    as_known: AsKnown = None,
    *,
    story: str | None = None,
    who: str | None = None,
    via: str | None = None,
    unnamed: bool = False,
) -> tuple[Record, tuple[Report, ...]]:
    """A part of the record of a file, and all its reports; `story` is the id of a story or the beginning of it, the others as in `narrowed`."""
    record, reports = load(store, as_known)
    if story is not None:
        record = told_by(record, story_in(store, story, as_known).reports)
    return narrowed(record, unnamed=unnamed, via=via, who=who), reports


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
    return told_by(record, set(story_of(stories, wanted).reports))


def story_in(store: StoreAddress, wanted: str, as_known: AsKnown = None) -> Story:
    """A story of a record, by its id or the beginning of it: what its reports are now; where there is none now, the one that there was on a day."""
    try:
        return story_of(views.stories(store), wanted)
    except InputError:
        if as_known is None:
            raise
        return story_of(views.stories(store, as_known=as_known), wanted)


def story_of(stories: Collection[Story], wanted: str) -> Story:
    """The story with an id, or the only one whose id begins so; a former id leads to the story that holds what it was made of.

    Raises InputError where there is none, or more than one.
    """
    by_id = {story.id: story for story in stories}
    try:
        return by_id[one_of(wanted, list(by_id), "story", "biennien stories lists them.")]
    except NotFoundError:
        # An earlier report, or another story, has joined the reports of the one that had this id.
        heirs = (story for story in stories if any(story_id(report) == wanted for report in story.reports))
        if heir := next(heirs, None):
            return heir
        raise


def told_by(record: Record, reports: Collection[str]) -> Record:
    """The lines that one of some reports tells."""
    return replace(
        record,
        meetings=tuple(m for m in record.meetings if any(tell(reports, c.citations) for c in m.changes)),
        statements=tuple(s for s in record.statements if tell(reports, (*s.citations, *s.restated_in))),
    )


def tell(reports: Collection[str], citations: Iterable[Citation]) -> bool:
    """Whether one of some reports tells a line that rests on these words."""
    return any(c.report_id in reports for c in citations)


def about(statements: Iterable[Statement], asked: str) -> tuple[Statement, ...]:
    """The statements about somebody, by his name or a part of it, or about a meeting, by its id."""
    return tuple(s for s in statements if asked in s.about or is_called(asked, s.about))


def carried_by(
    statements: Iterable[Statement], reports: Iterable[Report], outlet: str
) -> tuple[Statement, ...]:
    """The statements that a report of an outlet carries, first or again, by its name or the beginning of a word of it."""
    own = {report.id for report in reports if report.outlet and goes_by(outlet, (report.outlet,))}
    return tuple(s for s in statements if tell(own, (*s.citations, *s.restated_in)))


def said_between(
    statements: Iterable[Statement], first: str | None, last: str | None
) -> tuple[tuple[Statement, ...], int]:
    """The statements of the days from `first` to `last`, and how many have no day and so are left out; where neither is given all."""
    found = tuple(statements)
    if first is None and last is None:
        return found, 0
    dated = [(s, days_of(s.said_on)) for s in found]
    within = tuple(
        s
        for s, days in dated
        if days
        and (last is None or days[0].isoformat() <= last)
        and (first is None or days[1].isoformat() >= first)
    )
    return within, sum(days is None for _, days in dated)


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
