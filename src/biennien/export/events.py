"""What was done and said as a table of events of PLOVER, for the tools and habits of event data, with the exact words of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from biennien.export.contents import Contents
from biennien.export.csv import written
from biennien.export.letters import web_address
from biennien.export.sheets import Column, Row, Sheet
from biennien.knowledge.events import EventType, load_event_types
from biennien.model import Change, Citation, Meeting, Statement
from biennien.model.timex import days_of

_COLUMNS = (
    "event_id", "event_date", "date_from", "date_to", "date_basis", "event_type", "event_mode", "auxiliary_mode", "quad_class", "contexts",
    "actor", "actor_country", "actor_unnamed", "recipient", "recipient_country", "about", "place", "meeting", "status", "flags", "source", "publication_date", "published_from", "published_to", "report",
    "paragraph", "start", "end", "quote", "reports", "url",
)  # fmt: skip
_KINDS = {
    "actor": "who",
    "recipient": "who",
    "about": "who",
    "date_from": "date",
    "date_to": "date",
    "url": "link",
}
_NUMBERS = ("paragraph", "start", "end", "reports")


def render(contents: Contents) -> bytes:
    """CSV, an event a row, by day. A statement that only comments, denies or passes on is no event of PLOVER and is left out."""
    columns = tuple(
        Column(key=key, kind="number" if key in _NUMBERS else _KINDS.get(key, "text")) for key in _COLUMNS
    )
    rows = [row for of in (_of_meetings, _of_statements) for row in of(contents)]
    rows.sort(key=lambda row: (str(row[2] or "9999"), str(row[0])))
    return written(Sheet(name="events", columns=columns, rows=tuple(rows)))


def _of_meetings(contents: Contents) -> Iterator[Row]:
    for meeting in contents.record.meetings:
        for change in meeting.changes:
            kind = _type(meeting, change, contents)
            if kind:
                actors, recipients = _sides(meeting, change, contents)
                yield _row(
                    change,
                    change.day,
                    kind,
                    actors,
                    recipients,
                    meeting.place,
                    meeting.id,
                    change.status,
                    (),
                    contents,
                )


def _type(meeting: Meeting, change: Change, contents: Contents) -> EventType | None:
    """What PLOVER calls a change: by its detail, else by its status; what was held by the kind of the meeting.

    Where more than two states, or a body of several, take part, they consult in a multilateral context.
    """
    types = load_event_types()
    states = {_country(who, contents) for who in meeting.participants} - {""}
    bodies = any(_kind(who, contents) == "igo" for who in meeting.participants)
    if (
        change.status == "held"
        and meeting.kind in ("meeting", "summit", "negotiation")
        and (bodies or len(states) > 2)
    ):
        return types.get(("kind", "multilateral"))
    if change.status == "held" and ("kind", meeting.kind) in types:
        return types["kind", meeting.kind]
    return types.get(("detail", change.detail or "")) or types.get(("status", change.status))


def _sides(meeting: Meeting, change: Change, contents: Contents) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who acts, and on whom. All who consult are actors, but for a visit: there the guest is the actor and the host the recipient.

    Of a change the announcer acts, on the participants of other states; where nobody is named all participants act.
    """
    if change.status == "held":
        if meeting.kind == "visit" and len(meeting.participants) > 1:
            return meeting.participants[:1], meeting.participants[1:]
        return meeting.participants, ()
    if not change.announced_by:
        return (() if change.unnamed else meeting.participants), ()
    own = {_country(who, contents) for who in change.announced_by} - {""}
    others = (p for p in meeting.participants if p not in change.announced_by)
    return change.announced_by, tuple(p for p in others if _country(p, contents) not in own)


def _of_statements(contents: Contents) -> Iterator[Row]:
    """The statements that are acts; whom they are directed at is not read, so that `recipient` stays empty.

    What a change of a meeting is told in is an event already.
    """
    told: dict[str, list[Citation]] = {}
    for change in (c for m in contents.record.meetings for c in m.changes):
        for citation in change.citations:
            told.setdefault(citation.report_id, []).append(citation)
    for statement in contents.record.statements:
        first = statement.citations[0]
        carried = any(first.span.overlaps(c.span) for c in told.get(first.report_id, ()))
        kind = load_event_types().get(("verb", statement.verb))
        if kind and not (carried and kind.type in ("AGREE", "REJECT")):
            about = tuple(a for a in statement.about if not a.startswith("m-"))
            meeting = next((a for a in statement.about if a.startswith("m-")), None)
            yield _row(
                statement,
                statement.said_on,
                kind,
                statement.speaker,
                (),
                None,
                meeting,
                None,
                about,
                contents,
            )


def _row(
    line: Change | Statement,
    day: str | None,
    kind: EventType,
    actors: Sequence[str],
    recipients: Sequence[str],
    place: str | None,
    meeting: str | None,
    status: str | None,
    about: Sequence[str],
    contents: Contents,
) -> Row:
    first = line.citations[0]
    report, dated = contents.by_id[first.report_id], contents.dates.get(first.report_id)
    days = days_of(day) or (None, None)
    published = (_first(dated.earliest), _first(dated.latest)) if dated else None
    contexts = "diplomatic" if meeting else ""
    return (
        line.id, day, *days, line.basis, kind.type, kind.mode, kind.auxiliary, kind.quad, contexts,
        actors, _countries(actors, contents), line.unnamed, recipients, _countries(recipients, contents), about, place, meeting, status,
        line.flags, report.outlet, dated.value if dated else None, *(published or (None, None)), report.id, first.paragraph, first.span.start, first.span.end, first.quote,
        _reports(line.citations), web_address(report.url),
    )  # fmt: skip


def _first(value: str | None) -> date | None:
    days = days_of(value)
    return days[0] if days else None


def _reports(citations: Iterable[Citation]) -> int:
    return len({c.report_id for c in citations})


def _country(entity: str, contents: Contents) -> str:
    actor = contents.actors.get(entity)
    return actor.country if actor else ""


def _kind(entity: str, contents: Contents) -> str:
    actor = contents.actors.get(entity)
    return actor.kind if actor else ""


def _countries(entities: Iterable[str], contents: Contents) -> str:
    """ISO 3166 codes, as far as they are known."""
    return "; ".join(dict.fromkeys(c for e in entities if (c := _country(e, contents))))
