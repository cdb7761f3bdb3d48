"""The morning note in words: status today, what changed, conditions and positions, differences, what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from biennien.model import Brief, Change, Citation, Difference, Meeting, Position, Report, Statement
from biennien.notes.document import Document, Entry, Section
from biennien.tables.page import Page
from biennien.tables.statements import PLAIN

_CITED = 3  # footnotes of one line
_WORDS = 12  # statements in a note
_LONG = 240  # characters of a statement in a line


def brief_document(brief: Brief, page: Page, reports: Iterable[Report]) -> Document:
    """The note in the language of the page; every line has its footnotes."""
    say = page.say
    texts = {r.id: r for r in reports}
    sections = tuple(
        Section(title=say(f"brief.{name}"), entries=tuple(entries), empty=say(f"brief.no_{name}"))
        for name, entries in (
            ("status", [_status(m, page) for m in brief.plans]),
            ("changed", [_news(m, c, page) for m, c in brief.news]),
            ("positions", [_position(p, page) for p in brief.positions] or _conditions(brief.plans, page)),
            ("words", [_statement(s, page) for s in _chosen(brief.words)]),
            ("explanations", _explanations(brief, page)),
            ("differences", _differences(brief.differences, page)),
            ("gaps", _gaps(brief, page)),
        )
    )
    day = page.day(brief.until).plain if brief.until else say("day.none")
    lead = say("brief.since", day=page.day(brief.since).plain) if brief.since else say("brief.whole")
    cited = {c for section in sections for entry in section.entries for c in entry.citations}
    return Document(
        lang=say.lang,
        title=say("brief.title", day=day),
        lead=lead,
        sections=sections,
        notes_title=say("brief.notes"),
        places={c: _place(c, texts, page) for c in cited},
    )


def _place(citation: Citation, reports: Mapping[str, Report], page: Page) -> str:
    """Where words stand: outlet, day, report and paragraph."""
    report = reports.get(citation.report_id)
    date = page.dates.get(citation.report_id)
    parts = [report.outlet if report else None, page.bounds(date) if date else None]
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
    parts = [f"{say('meeting.fate')} {page.status(meeting.fate).plain}"]
    parts.append(f"{say('meeting.last_word')} {page.status(meeting.status).plain}")
    if meeting.planned_for:
        parts.append(say("meeting.planned_for", day=page.day(meeting.planned_for).plain))
    if meeting.sides:
        sides = ", ".join(f"{page.actor(side)} {page.status(status).plain}" for side, status in meeting.sides)
        parts.append(f"{say('meeting.sides')} {sides}")
    deciding = [c for c in meeting.changes if c.status == meeting.fate][-1:]
    last = [c for c in meeting.changes if c.status == meeting.status][-1:]
    cited = [c for change in dict.fromkeys((*deciding, *last)) for c in _few(change.citations)[:2]]
    return Entry(head=_label(meeting, page), text="; ".join(parts), citations=tuple(dict.fromkeys(cited)))


def _news(meeting: Meeting, change: Change, page: Page) -> Entry:
    say = page.say
    day = change.effective or change.announced_on
    when = page.day(day, change.basis).plain if day else page.report_day(change.citations).strip(" ()")
    parts = [page.status(change.status, change.detail).plain]
    if change.status != "held" and (change.announced_by or change.unnamed):
        parts.append(say("brief.by", who=page.speaker(change.announced_by, change.unnamed)))
    if change.via:
        parts.append(say("who.via", who=" → ".join(page.actor(v) for v in change.via)))
    if change.condition:
        parts.append(say("meeting.on_condition", words=change.condition))
    head = f"{when}, {_label(meeting, page)}" if when else _label(meeting, page)
    return Entry(head=head, text=", ".join(parts), citations=_few(change.citations))


def _position(position: Position, page: Page) -> Entry:
    say = page.say
    parts = [f"“{position.text}”"]
    if position.said_by or position.unnamed:
        parts.append(say("brief.by", who=page.speaker(position.said_by, position.unnamed)))
    if position.since:
        parts.append(say("story.since", day=page.day(position.since).plain))
    parts += [say("meeting.on_condition", words=c) for c in position.conditions if c not in position.text]
    topic = say.named("topic", position.topic)
    head = f"{page.actor(position.holder)}, {topic} ({say.named('stance', position.stance)})"
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
                        text=f"“{change.condition}”",
                        citations=_few(change.citations),
                    )
                )
    return found


def _chosen(words: Sequence[Statement]) -> list[Statement]:
    """The statements of those who have a name first."""
    named = [s for s in words if s.speaker]
    return (named + [s for s in words if not s.speaker])[:_WORDS]


def _statement(statement: Statement, page: Page) -> Entry:
    day = f", {page.day(statement.said_on).plain}" if statement.said_on else ""
    text = statement.content
    if len(text) > _LONG:
        text = text[:_LONG].rsplit(" ", 1)[0] + " …"
    text = f"“{text}”" if statement.manner == "direct" else text
    if statement.cue and statement.verb not in PLAIN:
        text = f"{statement.cue}: {text}"
    head = page.speaker(statement.speaker, statement.unnamed) + day
    return Entry(head=head, text=text, citations=_few(statement.citations))


def _explanations(brief: Brief, page: Page) -> list[Entry]:
    say = page.say
    found = []
    labels = {m.id: _label(m, page) for m in brief.plans}
    for item in brief.explanations:
        if item.meeting not in labels:
            continue
        who = (
            page.speaker(item.given_by, item.unnamed) if item.given_by or item.unnamed else say("who.report")
        )
        text = say("brief.none_given") if item.kind == "none_given" else f"“{item.text}”"
        parts = [text, *([say("brief.hedge", words=item.hedge)] if item.hedge else [])]
        if item.via:
            parts.append(say("who.via", who=" → ".join(page.actor(v) for v in item.via)))
        found.append(
            Entry(
                head=f"{labels[item.meeting]}, {who}", text=", ".join(parts), citations=_few(item.citations)
            )
        )
    return found


def _differences(differences: Iterable[Difference], page: Page) -> list[Entry]:
    say = page.say
    found = []
    for difference in differences:
        found.append(Entry(head=say.named("difference", difference.kind), text=""))
        for side in difference.sides:
            who = page.speaker(side.who, side.unnamed) if side.who or side.unnamed else say("who.report")
            day = f", {page.day(side.day).plain}" if side.day else ""
            found.append(
                Entry(head=f"{who}{day}", text=f"“{side.text}”", citations=_few(side.citations), depth=1)
            )
    return found


def _gaps(brief: Brief, page: Page) -> Iterator[Entry]:
    meetings = {m.id: m for m in brief.plans}
    for kind, about in brief.gaps:
        meeting = meetings.get(about)
        head = _label(meeting, page) if meeting else page.id(about)
        cited = _few(meeting.changes[-1].citations)[:1] if meeting else ()
        bounds = page.bounds(page.dates[about]) if kind == "undated" and about in page.dates else ""
        yield Entry(head=head, text=page.say(f"gap.{kind}", bounds=bounds), citations=cited)
