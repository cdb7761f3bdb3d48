"""The lines of the record as lines of a note, each with the words it rests on; what the notes have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from biennien.model import (
    Change,
    Citation,
    Difference,
    Explanation,
    Meeting,
    Position,
    Report,
    Statement,
)
from biennien.notes.document import Document, Entry, Section, quoted
from biennien.tables.statements import PLAIN
from biennien.wording import MARKS, Wording

_CITED = 3  # footnotes of one line
_LONG = 240  # characters of a statement in a line
_FLAGS = ("denied", "refused", "stale")  # what must stand beside words


def document_of(
    title: str, lead: str, sections: tuple[Section, ...], wording: Wording, reports: Mapping[str, Report]
) -> Document:
    """The note with the places of all its citations, and what the marks in it mean."""
    say = wording.say
    cited = {c for section in sections for entry in section.entries for c in entry.citations}
    places = {c: place(c, reports, wording) for c in cited}
    shown = " ".join([*(e.head + e.text for s in sections for e in s.entries), *places.values()])
    marks = [
        f"{mark} {say(f'basis.{basis}')}" for basis, mark in MARKS.items() if mark and _used(mark, shown)
    ]
    return Document(
        lang=say.lang,
        title=title,
        lead=lead,
        sections=sections,
        notes_title=say("brief.notes"),
        places=places,
        legend="; ".join(marks),
    )


def _used(mark: str, shown: str) -> bool:
    """Whether a mark of a basis stands before a number or an open bound."""
    return re.search(rf"{re.escape(mark)}[\d…]", shown) is not None


def grouped(rows: Iterable[tuple[str, Entry]], *, inline: bool = True) -> list[Entry]:
    """Entries under their headings in the order of these; one that is alone may stand on the line of its heading."""
    groups: dict[str, list[Entry]] = {}
    for heading, entry in rows:
        groups.setdefault(heading, []).append(entry)
    found = []
    for heading, entries in groups.items():
        if inline and len(entries) == 1:
            found.append(replace(entries[0], head=", ".join(h for h in (heading, entries[0].head) if h)))
        else:
            found.append(Entry(head=heading, text=""))
            found += [replace(entry, depth=1) for entry in entries]
    return found


def place(citation: Citation, reports: Mapping[str, Report], wording: Wording) -> str:
    """Where words stand: outlet, day, report and paragraph."""
    report = reports.get(citation.report_id)
    date = wording.dates.get(citation.report_id)
    parts = [report.outlet if report else None, wording.published(date) if date else None]
    return ", ".join([p for p in parts if p] + [f"{wording.id(citation.report_id)} §{citation.paragraph}"])


def few(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """The first citation of each report, a few of them."""
    first: dict[str, Citation] = {}
    for citation in citations:
        first.setdefault(citation.report_id, citation)
    return tuple(first.values())[:_CITED]


def label_of(meeting: Meeting, wording: Wording) -> str:
    """A meeting by its sides, kind and place."""
    return wording.meeting(meeting.participants, meeting.kind, meeting.place)


def status_entry(meeting: Meeting, wording: Wording) -> Entry:
    """What became of a plan, and the last word of each side."""
    say = wording.say
    deciding, last = meeting.decisive(meeting.fate), meeting.decisive(meeting.status)
    parts = []
    if meeting.fate:
        parts.append(_dated_status(meeting.fate, deciding, wording))
    if meeting.status != meeting.fate:
        parts.append(f"{say('meeting.last_word')} {_dated_status(meeting.status, last, wording)}")
    if meeting.planned_for:
        parts.append(say("meeting.planned_for", day=wording.planned(meeting)))
    if len(meeting.sides) > 1:
        sides = ", ".join(
            f"{wording.actor(side)} {wording.status_words(status)}" for side, status in meeting.sides
        )
        parts.append(f"{say('meeting.sides')} {sides}")
    cited = [c for change in (deciding, last) if change for c in few(change.citations)[:2]]
    return Entry(
        head=label_of(meeting, wording), text="; ".join(parts), citations=tuple(dict.fromkeys(cited))
    )


def _dated_status(status: str, change: Change | None, wording: Wording) -> str:
    """A status with the day and the voice of its change."""
    of = [p for p in (_when(change, wording), _by(change, wording)) if p] if change else []
    return wording.status_words(status) + (f" ({', '.join(of)})" if of else "")


def _when(change: Change, wording: Wording) -> str:
    """The day of a change, else that of the report."""
    if change.day:
        return wording.day_words(change.day, change.basis)
    return _report_day(change.citations, wording)


def _report_day(citations: Sequence[Citation], wording: Wording) -> str:
    date = wording.dates.get(citations[0].report_id) if citations else None
    if date is None or not (date.value or date.earliest or date.latest):
        return ""
    return wording.say("place.report_of", day=wording.published(date))


def _by(change: Change, wording: Wording) -> str:
    if change.status == "held" or not (change.announced_by or change.unnamed):
        return ""
    return wording.say("brief.by", who=wording.speaker(change.announced_by, change.unnamed))


def change_entry(change: Change, wording: Wording, *, alone: bool = False) -> Entry:
    """What became of a plan, when, and on whose word; one that stands `alone` behind the name of its meeting has its day behind the status."""
    say, day = wording.say, _when(change, wording)
    parts = [wording.status_words(change.status, change.detail)]
    if alone and day:
        parts = [*parts, day] if parts[0].endswith(")") else [f"{parts[0]} ({day})"]
    if by := _by(change, wording):
        parts.append(by)
    if change.via:
        parts.append(say("who.via", who=" → ".join(wording.actor(v) for v in change.via)))
    if change.condition:
        parts.append(say("meeting.on_condition", words=quoted(change.condition)))
    if "stale" in change.flags:
        parts.append(say.named("flag", "stale"))
    return Entry(head="" if alone else day, text=", ".join(parts), citations=few(change.citations))


def position_entry(position: Position, fresh: bool, wording: Wording) -> Entry:
    """What a side holds; `fresh` marks it as new."""
    say = wording.say
    day = wording.day_words(position.since) if position.since else _report_day(position.citations, wording)
    parts = [quoted(position.text)]
    if position.said_by or position.unnamed:
        parts.append(say("brief.by", who=wording.speaker(position.said_by, position.unnamed)))
    if day:
        parts.append(day)
    parts += [
        say("meeting.on_condition", words=quoted(c)) for c in position.conditions if c not in position.text
    ]
    mark = f"{say('brief.new')} " if fresh else ""
    head = f"{mark}{say.named('topic', position.topic)} ({say.named('stance', position.stance)})"
    return Entry(head=head, text=", ".join(parts), citations=few(position.citations))


def statement_entry(statement: Statement, wording: Wording, *, whole: bool = False) -> Entry:
    """Who said what; long words are cut where not the whole is asked for."""
    text = statement.content
    if len(text) > _LONG and not whole:
        text = text[:_LONG].rsplit(" ", 1)[0] + " …"
    text = quoted(text) if statement.manner == "direct" else text
    if statement.cue and statement.verb not in PLAIN:
        text = f"{statement.cue}: {text}"
    said = statement.said_on
    parts = [voice(statement.speaker, statement.unnamed, said, statement.citations, wording)]
    parts += [wording.say.named("flag", flag) for flag in statement.flags if flag in _FLAGS]
    return Entry(head=", ".join(p for p in parts if p), text=text, citations=few(statement.citations))


def explanation_entry(item: Explanation, wording: Wording) -> Entry:
    """Why something became of a plan, by the word of one."""
    say = wording.say
    parts = [say("brief.none_given") if item.kind == "none_given" else quoted(item.text)]
    parts += [say("brief.hedge", words=item.hedge)] if item.hedge else []
    if item.via:
        parts.append(say("who.via", who=" → ".join(wording.actor(v) for v in item.via)))
    head = voice(item.given_by, item.unnamed, item.said_on, item.citations, wording)
    return Entry(head=head, text=", ".join(parts), citations=few(item.citations))


def voice(
    who: Sequence[str], unnamed: str | None, day: str | None, citations: Sequence[Citation], wording: Wording
) -> str:
    """Who says it, and the day of saying, else that of the report; the report's own voice by its day where it has one."""
    when = wording.day_words(day) if day else _report_day(citations, wording)
    if not who and not unnamed and when and not day:
        return when
    speaker = wording.speaker(who, unnamed) if who or unnamed else wording.say("who.report")
    return ", ".join(part for part in (speaker, when) if part)


def difference_entries(differences: Iterable[Difference], wording: Wording) -> list[Entry]:
    """A kind on a line, its sides below."""
    found = []
    for difference in differences:
        found.append(Entry(head=wording.say.named("difference", difference.kind), text=""))
        for side in difference.sides:
            head = voice(side.who, side.unnamed, side.day, side.citations, wording)
            found.append(Entry(head=head, text=quoted(side.text), citations=few(side.citations), depth=1))
    return found
