"""The morning note in words: status today, what changed, conditions and positions, differences, what is not known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from biennien.model import (
    Brief,
    Change,
    Citation,
    Difference,
    Explanation,
    Meeting,
    Position,
    Report,
    ReportDate,
    Statement,
)
from biennien.notes.document import Document, Entry, Section, quoted
from biennien.tables.page import MARKS, Page
from biennien.tables.statements import PLAIN

_CITED = 3  # footnotes of one line
_WORDS = 12  # statements in a note
_LONG = 240  # characters of a statement in a line
_FLAGS = ("denied", "refused", "stale")  # what must stand beside words


def brief_document(brief: Brief, page: Page, reports: Iterable[Report]) -> Document:
    """The note in the language of the page: what is new, then how things stand; every line has its footnotes."""
    say = page.say
    texts = {r.id: r for r in reports}
    sections = tuple(
        Section(title=say(f"brief.{name}"), entries=tuple(entries), empty=say(f"brief.no_{name}"))
        for name, entries in (
            ("changed", _all_news(brief, page)),
            ("words", _words(brief.words, page)),
            ("status", [_status(m, page) for m in brief.plans]),
            ("positions", _positions(brief, page)),
            ("explanations", _explanations(brief, page)),
            ("differences", _differences(brief.differences, page)),
            ("gaps", _gaps(brief, page)),
        )
    )
    day = page.day(brief.until).plain if brief.until else say("day.none")
    lead = say("brief.since", day=page.day(brief.since).plain) if brief.since else say("brief.whole")
    cited = {c for section in sections for entry in section.entries for c in entry.citations}
    places = {c: _place(c, texts, page) for c in cited}
    shown = " ".join([*(e.head + e.text for s in sections for e in s.entries), *places.values()])
    marks = [
        f"{mark} {say(f'basis.{basis}')}" for basis, mark in MARKS.items() if mark and _used(mark, shown)
    ]
    return Document(
        lang=say.lang,
        title=say("brief.title", day=day),
        lead=lead,
        sections=sections,
        notes_title=say("brief.notes"),
        places=places,
        legend="; ".join(marks),
    )


def _used(mark: str, shown: str) -> bool:
    """Whether a mark of a basis stands before a number or an open bound."""
    return re.search(rf"{re.escape(mark)}[\d…]", shown) is not None


def _grouped(rows: Iterable[tuple[str, Entry]], *, inline: bool = True) -> list[Entry]:
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


def _place(citation: Citation, reports: Mapping[str, Report], page: Page) -> str:
    """Where words stand: outlet, day, report and paragraph."""
    report = reports.get(citation.report_id)
    date = page.dates.get(citation.report_id)
    parts = [report.outlet if report else None, _bounds(date, page) if date else None]
    return ", ".join([p for p in parts if p] + [f"{page.id(citation.report_id)} §{citation.paragraph}"])


def _few(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """The first citation of each report, a few of them."""
    first: dict[str, Citation] = {}
    for citation in citations:
        first.setdefault(citation.report_id, citation)
    return tuple(first.values())[:_CITED]


def _label(meeting: Meeting, page: Page) -> str:
    return page.meeting(meeting.participants, meeting.kind, meeting.place)


def _status(meeting: Meeting, page: Page) -> Entry:
    """What became of a plan, and the last word of each side."""
    say = page.say
    deciding = [c for c in meeting.changes if c.status == meeting.fate][-1:]
    last = [c for c in meeting.changes if c.status == meeting.status][-1:]
    parts = []
    if meeting.fate:
        parts.append(_dated_status(meeting.fate, deciding, page))
    if meeting.status != meeting.fate:
        parts.append(f"{say('meeting.last_word')} {_dated_status(meeting.status, last, page)}")
    if meeting.planned_for:
        parts.append(say("meeting.planned_for", day=page.day(meeting.planned_for).plain))
    if len(meeting.sides) > 1:
        sides = ", ".join(f"{page.actor(side)} {page.status(status).plain}" for side, status in meeting.sides)
        parts.append(f"{say('meeting.sides')} {sides}")
    cited = [c for change in dict.fromkeys((*deciding, *last)) for c in _few(change.citations)[:2]]
    return Entry(head=_label(meeting, page), text="; ".join(parts), citations=tuple(dict.fromkeys(cited)))


def _dated_status(status: str, changes: Sequence[Change], page: Page) -> str:
    """A status with the day and the voice of its change."""
    of = [p for change in changes for p in (_when(change, page), _by(change, page)) if p]
    return page.status(status).plain + (f" ({', '.join(of)})" if of else "")


def _when(change: Change, page: Page) -> str:
    """The day of a change, else that of the report."""
    if change.day:
        return page.day(change.day, change.basis).plain
    return _report_day(change.citations, page)


def _report_day(citations: Sequence[Citation], page: Page) -> str:
    date = page.dates.get(citations[0].report_id) if citations else None
    if date is None or not (date.value or date.earliest or date.latest):
        return ""
    return page.say("place.report_of", day=_bounds(date, page))


def _bounds(date: ReportDate, page: Page) -> str:
    """The day of a report, or its bounds; an open end in words."""
    if date.value is None and date.earliest and date.latest is None:
        return page.say("brief.not_before", day=page.day(date.earliest, date.basis).plain)
    return page.bounds(date)


def _by(change: Change, page: Page) -> str:
    if change.status == "held" or not (change.announced_by or change.unnamed):
        return ""
    return page.say("brief.by", who=page.speaker(change.announced_by, change.unnamed))


def _all_news(brief: Brief, page: Page) -> list[Entry]:
    """The changes under their meetings, in the order of time."""
    return _grouped((_label(meeting, page), _news(change, page)) for meeting, change in brief.news)


def _news(change: Change, page: Page) -> Entry:
    say = page.say
    parts = [page.status(change.status, change.detail).plain]
    if by := _by(change, page):
        parts.append(by)
    if change.via:
        parts.append(say("who.via", who=" → ".join(page.actor(v) for v in change.via)))
    if change.condition:
        parts.append(say("meeting.on_condition", words=quoted(change.condition)))
    if "stale" in change.flags:
        parts.append(say.named("flag", "stale"))
    return Entry(head=_when(change, page), text=", ".join(parts), citations=_few(change.citations))


def _positions(brief: Brief, page: Page) -> list[Entry]:
    """What each side holds, the new marked; without any, what somebody makes a meeting depend on."""
    held = sorted(brief.positions, key=lambda p: p.id not in brief.fresh)
    holders = dict.fromkeys(p.holder for p in brief.positions)
    marked = brief.fresh if any(p.id not in brief.fresh for p in held) else ()
    rows = [
        (page.actor(holder), _position(p, p.id in marked, page))
        for holder in holders
        for p in held
        if p.holder == holder
    ]
    return _grouped(rows, inline=False) or _conditions(brief.plans, page)


def _position(position: Position, fresh: bool, page: Page) -> Entry:
    say = page.say
    day = page.day(position.since).plain if position.since else _report_day(position.citations, page)
    parts = [quoted(position.text)]
    if position.said_by or position.unnamed:
        parts.append(say("brief.by", who=page.speaker(position.said_by, position.unnamed)))
    if day:
        parts.append(day)
    parts += [
        say("meeting.on_condition", words=quoted(c)) for c in position.conditions if c not in position.text
    ]
    mark = f"{say('brief.new')} " if fresh else ""
    head = f"{mark}{say.named('topic', position.topic)} ({say.named('stance', position.stance)})"
    return Entry(head=head, text=", ".join(parts), citations=_few(position.citations))


def _conditions(plans: Iterable[Meeting], page: Page) -> list[Entry]:
    """What somebody makes a meeting depend on."""
    found = []
    for meeting in plans:
        for change in meeting.changes:
            if change.condition and "background" not in change.flags:
                who = page.speaker(change.announced_by, change.unnamed)
                found.append(
                    Entry(
                        head=f"{who}, {_label(meeting, page)}",
                        text=quoted(change.condition),
                        citations=_few(change.citations),
                    )
                )
    return found


def _words(words: Sequence[Statement], page: Page) -> list[Entry]:
    """The statements, those of speakers who have a name first, and how many are left out."""
    rows = [s for s in words if s.speaker] + [s for s in words if not s.speaker]
    entries = [_statement(s, page) for s in rows[:_WORDS]]
    if more := len(rows) - _WORDS if len(rows) > _WORDS else 0:
        entries.append(Entry(head="", text=page.say("brief.more_words", n=more)))
    return entries


def _statement(statement: Statement, page: Page) -> Entry:
    text = statement.content
    if len(text) > _LONG:
        text = text[:_LONG].rsplit(" ", 1)[0] + " …"
    text = quoted(text) if statement.manner == "direct" else text
    if statement.cue and statement.verb not in PLAIN:
        text = f"{statement.cue}: {text}"
    said = statement.said_on
    parts = [_voice(statement.speaker, statement.unnamed, said, statement.citations, page)]
    parts += [page.say.named("flag", flag) for flag in statement.flags if flag in _FLAGS]
    return Entry(head=", ".join(p for p in parts if p), text=text, citations=_few(statement.citations))


def _explanations(brief: Brief, page: Page) -> list[Entry]:
    """The explanations under the plan whose fate they explain."""
    labels = {m.id: _label(m, page) for m in brief.plans}
    return _grouped(
        (labels[item.meeting], _explanation(item, page))
        for item in brief.explanations
        if item.meeting in labels
    )


def _explanation(item: Explanation, page: Page) -> Entry:
    say = page.say
    parts = [say("brief.none_given") if item.kind == "none_given" else quoted(item.text)]
    parts += [say("brief.hedge", words=item.hedge)] if item.hedge else []
    if item.via:
        parts.append(say("who.via", who=" → ".join(page.actor(v) for v in item.via)))
    head = _voice(item.given_by, item.unnamed, item.said_on, item.citations, page)
    return Entry(head=head, text=", ".join(parts), citations=_few(item.citations))


def _voice(
    who: Sequence[str], unnamed: str | None, day: str | None, citations: Sequence[Citation], page: Page
) -> str:
    """Who says it, and the day of saying, else that of the report; the report's own voice by its day where it has one."""
    when = page.day(day).plain if day else _report_day(citations, page)
    if not who and not unnamed and when and not day:
        return when
    speaker = page.speaker(who, unnamed) if who or unnamed else page.say("who.report")
    return ", ".join(part for part in (speaker, when) if part)


def _differences(differences: Iterable[Difference], page: Page) -> list[Entry]:
    found = []
    for difference in differences:
        found.append(Entry(head=page.say.named("difference", difference.kind), text=""))
        for side in difference.sides:
            head = _voice(side.who, side.unnamed, side.day, side.citations, page)
            found.append(Entry(head=head, text=quoted(side.text), citations=_few(side.citations), depth=1))
    return found


def _gaps(brief: Brief, page: Page) -> Iterator[Entry]:
    """What is open of each meeting on one line, then the reports without a day."""
    meetings = {m.id: m for m in brief.plans}
    kinds: dict[str, list[str]] = {}
    for kind, about in brief.gaps:
        kinds.setdefault(about, []).append(kind)
    for about, open_ in kinds.items():
        meeting = meetings.get(about)
        head = _label(meeting, page) if meeting else page.id(about)
        cited = _few(meeting.changes[-1].citations)[:1] if meeting else ()
        bounds = _bounds(page.dates[about], page) if "undated" in open_ and about in page.dates else ""
        text = "; ".join(page.say(f"gap.{kind}", bounds=bounds) for kind in open_)
        yield Entry(head=head, text=text, citations=cited)
