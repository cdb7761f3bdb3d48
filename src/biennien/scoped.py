"""The use cases of what some reports tell: loaded from the rows that bear on it, not from the whole record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from biennien import pipeline
from biennien.model import Change, Meeting, Reading, Record, Report, Story
from biennien.model.copies import Copy, with_origins
from biennien.model.growth import Standing
from biennien.model.past import Standings
from biennien.names import looked_up
from biennien.narrowing import told_by
from biennien.views import Whole

if TYPE_CHECKING:
    from biennien.pipeline import Past
    from biennien.store import Look

DRAFT = "draft"  # the id of a draft among the reports
_QUOTED = 100  # quotations of a draft that are looked up
_NEAREST = 60  # reports and statements that are looked at for a name and for quoted words


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A meeting that stands otherwise than the day before (`before` None: nobody told of it), and the change that says so."""

    meeting: Meeting
    before: str | None
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What a day brought: its reports, the stories that they are of with how many, the meetings that moved, and how many statements."""

    day: str
    reports: tuple[str, ...]
    stories: tuple[tuple[Story, int], ...]
    moves: tuple[Move, ...]
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A draft, what was read in it, and what of the record bears on it.

    `joined` has the meetings that the draft tells of as they would be with it, `seen` the lines and reports that it is held against;
    `reports` is how many there are in all, `speakers` are all who speak in them.
    """

    draft: Report
    reading: Reading
    joined: Record
    seen: Whole
    reports: int
    speakers: frozenset[str]


def whole_of(look: Look) -> Whole:
    """The record, its reports and readings."""
    record, reports, readings = look.whole()
    return Whole(record=pipeline.with_stale_days(record), reports=reports, readings=readings)


def part_of(look: Look, reports: Collection[str]) -> Whole:
    """What some reports tell, and the reports that this rests on."""
    record, standing = look.part(reports)
    record = told_by(pipeline.with_stale_days(record), set(reports))
    found = _whole(record, standing, reports, None)
    return replace(found, reports=look.with_origins(found.reports))


def past_of(look: Look, day: str, now: Standings) -> Past:
    """The reports as they were known on a day."""
    changed = {}
    reader = pipeline.reader_version()
    for report in look.versions_on(day):
        read = None if report.withdrawn else look.reading(report, reader)
        if read is None and not report.withdrawn:
            (read,) = pipeline.read_reports([report], pipeline.load_knowledge())
        changed[report.id] = (report, read)
    return pipeline.Past(day, now, changed, look.reach, pipeline.load_knowledge().world)


def lines_with(look: Look, words: Sequence[str], meetings: Collection[str], limit: int) -> Whole:
    """The reports and statements in which words stand, so many of each that those where they stand best are among them, and some meetings."""
    reports, statements = look.reports_with(words, limit), look.statements_with(words, limit)
    record, found = look.lines(meetings, statements, reports)
    record = pipeline.with_stale_days(record)
    record = replace(record, meetings=tuple(m for m in record.meetings if m.id in meetings))
    return Whole(record=record, reports=found, readings={})


def meetings_of(look: Look, meetings: Collection[str], reports: Collection[str]) -> Whole:
    """Some meetings, and the reports that they rest on, with some more; nothing of what was read in them."""
    record, _ = look.lines(meetings, (), ())
    rest = {*reports, *_cited(record)}
    dated, found = look.lines((), (), rest)
    return Whole(record=replace(record, dates=dated.dates), reports=found, readings={})


def today_of(
    look: Look, day: str | None, stories: Sequence[Story], known: Callable[[Collection[str], str], Whole]
) -> Today | None:
    """What a day brought, the last one where none is given; None where there is no such day. `known` is what some reports told as known on a day."""
    if (day := day or look.last_day()) is None:
        return None
    reports, told, said = look.brought_on(day)
    mine, record = set(reports), look.lines(told, (), ())[0]
    fresh = [(m, rows) for m in record.meetings if (rows := [c for c in m.changes if {*_told_in(c)} <= mine])]
    before: dict[str, Meeting] = {}
    if fresh:
        eve = (date.fromisoformat(day) - timedelta(1)).isoformat()
        then = known({i for m, _ in fresh for c in m.changes for i in _told_in(c)}, eve)
        for meeting in then.record.meetings:
            before |= dict.fromkeys((*meeting.aliases, meeting.id), meeting)
    moves = []
    for meeting, rows in fresh:
        was = next((before[i] for i in (meeting.id, *meeting.aliases) if i in before), None)
        if was is None or was.status != meeting.status:
            decisive = meeting.decisive(meeting.status)
            last = next((c for c in reversed(rows) if c.status == meeting.status), rows[-1])
            by = decisive if decisive in rows else last
            moves.append(Move(meeting=meeting, before=was.status if was else None, change=by))
    with_new = [(s, len(mine.intersection(s.reports))) for s in stories]
    return Today(
        day=day,
        reports=tuple(reports),
        stories=tuple((s, n) for s, n in with_new if n),
        moves=tuple(moves),
        statements=said,
    )


def reports_with(look: Look, words: Sequence[str], limit: int) -> tuple[str, ...]:
    """The reports in which words stand, the best first, and those that the best statements with them rest on."""
    reports, statements = look.reports_with(words, limit), look.statements_with(words, limit)
    record, _ = look.lines((), statements, ())
    told = (c.report_id for s in record.statements for c in s.citations)
    return tuple(dict.fromkeys((*reports, *told)))


def compared_of(look: Look, draft: Report) -> Compared:
    """A draft with what of the record bears on it: the meetings of its sides, words like those it quotes, names like those in it."""
    knowledge = pipeline.load_knowledge()
    draft = _named_apart(draft, lambda name: bool(look.reach.standing([name])))
    (reading,) = pipeline.read_reports([draft], knowledge)
    joined = pipeline.with_draft(draft, reading, look.reach, knowledge)
    told = [m for m in joined.meetings if any(draft.id in _told_in(c) for c in m.changes)]
    words = {(c.report_id, c.span) for m in told for change in m.changes for c in change.citations}
    shared = look.reach.telling({report_id for report_id, _ in words} - {draft.id})
    meetings = {name for _, name, c in shared if (c.report_id, c.span) in words}
    sides = look.participants()
    mine = {frozenset(m.participants) for m in told} | {frozenset(m.participants) for m in reading.meetings}
    meetings |= {name for name, its in sides.items() if its in mine}
    speakers = frozenset(look.speakers())
    said, named = set[str](), set[str]()
    said_by = [a for a in reading.attributions if a.manner == "direct" or a.entities]
    for attribution in sorted(said_by, key=lambda a: a.manner != "direct")[:_QUOTED]:
        quoted = " ".join(c.cut(draft.text) for c in attribution.content)
        said.update(look.statements_with(looked_up(quoted), _NEAREST))
    people = speakers.union(look.strangers(), *sides.values())
    for name in sorted({m.span.cut(draft.text) for m in reading.names if m.type == "PER"}):
        for words in (looked_up(name), *(() if " " in name else _slips(name, people))):
            named.update(look.reports_with(words, _NEAREST))
    record, _ = look.lines(meetings, said, ())
    record = pipeline.with_stale_days(record)
    standing = look.reach.standing({*named, *_cited(record)})
    return Compared(
        draft=draft,
        reading=reading,
        joined=joined,
        seen=_whole(record, standing, named, None),
        reports=look.how_many(),
        speakers=speakers,
    )


def compared_of_whole(seen: Whole, draft: Report) -> Compared:
    """The same, of what was loaded whole."""
    knowledge = pipeline.load_knowledge()
    draft = _named_apart(draft, {r.id for r in seen.reports}.__contains__)
    (reading,) = pipeline.read_reports([draft], knowledge)
    read = [r for r in seen.counting if r.id in seen.readings]
    joined = pipeline.make_record([*read, draft], [*(seen.readings[r.id] for r in read), reading], knowledge)
    seen = replace(seen, reports=tuple(read), readings={r.id: seen.readings[r.id] for r in read})
    speakers = frozenset(who for s in seen.record.statements for who in s.speaker)
    return Compared(
        draft=draft, reading=reading, joined=joined, seen=seen, reports=len(read), speakers=speakers
    )


def _slips(name: str, people: Iterable[str]) -> list[tuple[str, ...]]:
    """The parts of names that a short name may be mistyped for: they begin alike and have nearly the same letters."""
    letters = Counter(name)
    parts = {part for who in people for part in who.split() if part[0] == name[0] and part != name}
    near = (
        part for part in parts if sum(((letters - Counter(part)) + (Counter(part) - letters)).values()) <= 2
    )
    return [looked_up(part) for part in sorted(near)]


def _named_apart(draft: Report, is_taken: Callable[[str], bool]) -> Report:
    """The draft under an id that no report has, whatever its file is called."""
    name = DRAFT
    while is_taken(name):
        name += "'"
    return replace(draft, id=name)


def part_as_known(look: Look, past: Past, reports: Collection[str]) -> Whole:
    """What some reports told as known on a day, and the reports that this rests on."""
    record = told_by(
        pipeline.with_stale_days(pipeline.tell_past(past, reports, look.reach)),
        past.known.intersection(reports),
    )
    rest = {*reports, *_cited(record)}
    standing = {i: past.as_recorded(i, found) for i, found in look.reach.standing(rest).items()}
    found = _whole(record, standing, reports, past.day)
    return replace(found, reports=with_origins(found.reports, _copies_then(look, past, standing)))


def _copies_then(look: Look, past: Past, standing: Mapping[str, Standing]) -> Mapping[str, Copy]:
    """Which reports were copies on a day of those that were known by then, whatever lies outside the part."""
    beside = look.reach.standing(look.beside(standing.keys()) - standing.keys())
    others = {i: past.as_recorded(i, found) for i, found in beside.items()}
    known = [s for s in {**standing, **others}.values() if (s.dated.earliest or "9999") <= past.day]
    dates = Record(dates=tuple(s.dated for s in known))
    return pipeline.find_copies(dates, [s.report for s in known], look.texts)


def part_of_whole(seen: Whole, reports: Collection[str]) -> Whole:
    """The same, of what was loaded whole."""
    return _of_whole(told_by(seen.record, set(reports)), seen, reports)


def meetings_of_whole(seen: Whole, meetings: Collection[str], reports: Collection[str]) -> Whole:
    """The same, of what was loaded whole."""
    told = tuple(m for m in seen.record.meetings if m.id in meetings)
    return _of_whole(replace(seen.record, meetings=told, statements=()), seen, reports)


def _of_whole(record: Record, seen: Whole, reports: Collection[str]) -> Whole:
    dates = {d.report_id: d for d in seen.record.dates}
    standing = {
        r.id: Standing(report=r, reading=seen.readings.get(r.id), dated=dates[r.id])
        for r in seen.reports
        if r.id in dates
    }
    return _whole(record, standing, reports, seen.until)


def _whole(
    record: Record, standing: Mapping[str, Standing], reports: Iterable[str], until: str | None
) -> Whole:
    rest = {*reports, *_cited(record)}
    found = {i: standing[i] for i in sorted(rest) if i in standing}
    return Whole(
        record=replace(
            record,
            dates=tuple(s.dated for s in found.values()),
            issues=tuple(i for i in record.issues if i.report_id in found),
        ),
        reports=tuple(s.report for s in found.values()),
        readings={i: s.reading for i, s in found.items() if s.reading is not None},
        until=until,
    )


def _told_in(change: Change) -> Iterable[str]:
    return (c.report_id for c in change.citations)


def _cited(record: Record) -> set[str]:
    """The reports that lines rest on."""
    found = {c.report_id for m in record.meetings for change in m.changes for c in change.citations}
    return found | {c.report_id for s in record.statements for c in (*s.citations, *s.restated_in)}
