"""What the software understood of the words of a report, mark by mark, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import count

from biennien import lookup
from biennien.model import (
    ActorMention,
    Attribution,
    Change,
    Meeting,
    MeetingMention,
    Reading,
    Record,
    Report,
    ReportDate,
    Span,
    Statement,
    TimeExpression,
)
from biennien.web.pages.addresses import line_address, speaker_address
from biennien.web.pages.marking import Mark
from biennien.wording import Wording
from biennien.wording.days import shown_offset
from biennien.wording.quoting import trimmed

_MOST = 1_000  # marks of a kind in one report; a page of more is no page
_CALENDAR = re.compile(r"\d|XXXX-\d|P[T\d]")  # a date, also without its year, or a length
Words = Mapping[str, str]
Rows = Iterable[tuple[str, str | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What was understood of some words: `rows` are pairs of what it is and what it says; `href` where the record tells of it."""

    number: int
    kind: str
    words: str
    title: str
    rows: tuple[tuple[str, str], ...]
    paragraph: int
    at: int
    href: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """The lines of the record that rest on a report: by the words they rest on."""

    changes: Mapping[Span, tuple[Meeting, Change]]
    statements: Mapping[Span, Statement]

    def lines(self) -> dict[str, tuple[Meeting, Change] | Statement]:
        """Each line once, by its id, in the order of the text."""
        rows: list[tuple[Span, tuple[Meeting, Change] | Statement]] = [
            *self.changes.items(),
            *self.statements.items(),
        ]
        rows.sort(key=lambda row: row[0])
        return {(row.id if isinstance(row, Statement) else row[1].id): row for _, row in rows}


def lines_here(record: Record, report_id: str) -> Here:
    """The changes and statements that a report tells."""
    changes = {
        c.span: (meeting, change)
        for meeting in record.meetings
        for change in meeting.changes
        for c in change.citations
        if c.report_id == report_id
    }
    statements = {
        c.span: s
        for s in record.statements
        for c in (*s.citations, *s.restated_in)
        if c.report_id == report_id
    }
    return Here(changes=changes, statements=statements)


def is_cut(reading: Reading) -> bool:
    """Whether a report has more marks than are shown."""
    rows = (reading.mentions, reading.times, reading.attributions, reading.meetings)
    return max(len(row) for row in rows) > _MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What is told about one report: its reading, the lines that rest on it, and how to say it."""

    report: Report
    reading: Reading
    date: ReportDate | None
    here: Here
    wording: Wording
    t: Words
    speakers: Container[str | None]

    def notes(self) -> tuple[tuple[Mark, ...], tuple[Note, ...]]:
        """The marks of the report and the notes that they point to, in text order."""
        number, read = count(1), self.reading
        told = [self._of_mention(m, next(number)) for m in read.mentions[:_MOST]]
        told += [self._of_time(time, next(number)) for time in read.times[:_MOST]]
        told += [self._of_attribution(said, next(number)) for said in read.attributions[:_MOST]]
        told += [self._of_meeting(meeting, next(number)) for meeting in read.meetings[:_MOST]]
        marks = tuple(mark for _, found in told for mark in found)
        return marks, tuple(sorted((note for note, _ in told), key=lambda n: (n.at, n.number)))

    def _note(self, number: int, kind: str, span: Span, title: str, rows: Rows, **more: str | None) -> Note:
        told = tuple((self.t[f"report.{key}"], said) for key, said in rows if said)
        return Note(
            number=number,
            kind=kind,
            words=trimmed(span.cut(self.report.text)),
            title=title,
            rows=told,
            paragraph=self.reading.paragraph_at(span.start),
            at=span.start,
            **more,
        )

    def _of_mention(self, mention: ActorMention, number: int) -> tuple[Note, list[Mark]]:
        title = self.wording.actor(mention.entity) if mention.entity else self.t["report.nobody_known"]
        rows: Rows = [
            ("as", self.t[f"report.type_{mention.type}"]),
            ("called", self.t[f"report.level_{mention.level}"]),
            ("entity", mention.entity if mention.entity and mention.entity != title else None),
        ]
        known = mention.entity if mention.entity in self.speakers else None
        href = speaker_address(known) if known else None
        note = self._note(number, "name", mention.span, title, rows, href=href)
        return note, [Mark(kind="name", span=mention.span, note=number, href=href)]

    def _of_time(self, time: TimeExpression, number: int) -> tuple[Note, list[Mark]]:
        value, basis = lookup.dated_value(time, self.date)
        shown = self.wording.day_words(value, basis) if _CALENDAR.match(value) else None
        reference = self.t.get(f"report.{value.lower()}")
        relative = time.offset if time.offset and time.offset.startswith("P") else None
        offset = shown_offset(self.wording.say, relative) if relative else None
        title = shown or reference or offset or self.wording.day_words(value)
        rows = [
            ("value", time.timex.value),
            ("filled", shown if value != time.timex.value else None),
            ("offset", offset if offset != title else None),
            ("counted_from", self.t[f"report.anchor_{time.anchor}"]),
            ("basis", self.wording.say.named("basis", basis) if basis != "stated" else None),
        ]
        note = self._note(number, "time", time.span, title, rows)
        told = (shown or offset or "").lstrip("~?")
        words = " ".join(time.span.cut(self.report.text).split())
        return note, [
            Mark(kind="time", span=time.span, note=number, value=told if told and told not in words else None)
        ]

    def _of_attribution(self, said: Attribution, number: int) -> tuple[Note, list[Mark]]:
        statement = next((s for c in said.content if (s := self.here.statements.get(c))), None)
        who = self._who(said)
        within = self.reading.attributions[said.within] if said.within is not None else None
        content = " … ".join(c.cut(self.report.text) for c in said.content)
        rows = [
            ("who", who),
            ("described", None if said.named else said.described),
            ("manner", self.t[f"report.manner_{said.manner}"]),
            ("cue", said.cue.cut(self.report.text) if said.cue else None),
            ("content", trimmed(content)),
            ("said_on", self.wording.day_words(said.said_on, said.said_basis) if said.said_on else None),
            ("within", self._who(within) if within else None),
            ("hedged", self.t["report.yes"] if said.hedged else None),
        ]
        href = line_address(statement.id) if statement else None
        at = said.cue or said.source or said.content[0]
        note = self._note(number, "attribution", at, self.t["report.says"].format(who=who), rows, href=href)
        marks = [Mark(kind="content", span=c, note=number, href=href) for c in said.content]
        if said.source:
            marks.append(Mark(kind="source", span=said.source, note=number, href=href))
        if said.cue:
            marks.append(Mark(kind="cue", span=said.cue, note=number, href=href))
        return note, marks

    def _of_meeting(self, told: MeetingMention, number: int) -> tuple[Note, list[Mark]]:
        meeting, change = self.here.changes.get(told.span, (None, None))
        status, detail = (change.status, change.detail) if change else (told.status, told.detail)
        by = (change.announced_by, change.unnamed) if change else (told.by, told.unnamed)
        say = self.wording.say
        rows = [
            ("status", self.wording.status_words(status, detail)),
            ("by", self.wording.speaker(*by) if any(by) else say("who.report")),
            ("when", self.wording.day_words(told.when) if told.when else None),
            ("place", self.wording.actor(told.place) if told.place else None),
            ("status_date", self.wording.day_words(told.status_date) if told.status_date else None),
            ("of_meeting", self.wording.label(meeting.label) if meeting else None),
            ("flags", ", ".join(say.named("flag", flag) for flag in change.flags) if change else None),
        ]
        title = self.wording.meeting(told.participants, told.kind, told.place)
        href = line_address(change.id) if change else None
        note = self._note(number, "meeting", told.head, title, rows, href=href, status=status)
        return note, [Mark(kind="meeting", span=told.head, note=number, href=href, status=status)]

    def _who(self, said: Attribution) -> str:
        if said.entities:
            return self.wording.actors(said.entities)
        return self.wording.speaker((), said.words.cut(self.report.text) if said.words else None)
