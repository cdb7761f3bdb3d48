"""The record as schema.org in JSON-LD: reports, those who speak, planned and held meetings, and what was said, each with its words."""

from __future__ import annotations

from biennien.export.annotations import report_urn
from biennien.export.contents import Contents, cited_by, deciding, is_day, label_of
from biennien.export.letters import dumped, web_address
from biennien.knowledge.statuses import load_statuses
from biennien.model import Citation, Meeting, Report, Statement
from biennien.model.text import digest_of

# Stands in the file, so that nobody need fetch it; what schema.org has no word for is ours and says so.
CONTEXT = {"@vocab": "https://schema.org/", "biennien": "urn:biennien:term:"}
_SCHEMA = "https://schema.org/"
_TYPES = {"PER": "Person", "ORG": "Organization", "LOC": "Place"}
Node = dict[str, object]


def render(contents: Contents) -> bytes:
    """One graph. A time stands where schema.org takes it only if the record has the day; a week or a month stands under our own name."""
    nodes = [_article(report, contents) for report in contents.reports]
    nodes += [_actor(entity, contents) for entity in _entities(contents)]
    nodes += [_event(meeting, contents) for meeting in contents.record.meetings]
    nodes += [_quotation(statement, contents) for statement in contents.record.statements]
    graph = {"@context": CONTEXT, "@graph": nodes}
    return f"{dumped(graph, indent=1)}\n".encode()


def actor_urn(entity: str) -> str:
    """The name of an actor or a place in a graph."""
    return digest_of("urn:biennien:actor:a", entity)


def _article(report: Report, contents: Contents) -> Node:
    dated = contents.dates.get(report.id)
    return _without_nothing({
        "@id": report_urn(report.id),
        "@type": "NewsArticle",
        "identifier": report.id,
        "headline": report.title,
        "url": web_address(report.url),
        "inLanguage": report.lang,
        "datePublished": dated.value[:10] if dated and dated.value and is_day(dated.value) else None,
        "publisher": {"@type": "Organization", "name": report.outlet} if report.outlet else None,
        "biennien:publishedBetween": f"{dated.earliest or '..'}/{dated.latest or '..'}" if dated and not is_day(dated.value) else None,
        "biennien:datedBy": dated.dated_by if dated else None,
    })  # fmt: skip


def _entities(contents: Contents) -> list[str]:
    found: dict[str, None] = {}
    for meeting in contents.record.meetings:
        place = contents.actors.get(meeting.place or "")
        found |= dict.fromkeys(
            (*meeting.participants, *([place.entity] if place and place.type == "LOC" else []))
        )
        for change in meeting.changes:
            found |= dict.fromkeys(change.announced_by)
    for statement in contents.record.statements:
        found |= dict.fromkeys((*statement.speaker, *(a for a in statement.about if not a.startswith("m-"))))
    return sorted(found)


def _actor(entity: str, contents: Contents) -> Node:
    actor = contents.actors.get(entity)
    shown = contents.wording.actor(entity)
    kind: object = _TYPES.get(actor.type if actor else "", "Thing")
    if actor and actor.kind == "country":
        kind = ["Country", "Organization"]  # a place, and one that meets and speaks
    return _without_nothing({
        "@id": actor_urn(entity), "@type": kind, "name": shown, "alternateName": entity if entity != shown else None,
    })  # fmt: skip


def _event(meeting: Meeting, contents: Contents) -> Node:
    previous = next((c.previous for c in reversed(meeting.changes) if c.previous), None)
    start = meeting.when if meeting.status == "held" else meeting.planned_for
    node: Node = {
        "@id": f"urn:biennien:meeting:{meeting.id}",
        "@type": "Event",
        "identifier": meeting.id,
        "name": label_of(meeting, contents),
        "eventStatus": _event_status(meeting),
        "startDate": start[:10] if start and is_day(start) else None,
        "previousStartDate": previous[:10] if previous and is_day(previous) else None,
        "attendee": [{"@id": actor_urn(p)} for p in meeting.participants],
        "location": _place(meeting.place, contents) if meeting.place else None,
        "subjectOf": [_excerpt(c, contents) for c in cited_by(meeting)],
        "biennien:status": meeting.status,
        "biennien:fate": meeting.fate,
        "biennien:plannedFor": meeting.planned_for or meeting.window,
        "biennien:successorOf": {"@id": f"urn:biennien:meeting:{meeting.successor_of}"} if meeting.successor_of else None,
        "biennien:change": [_change(meeting, n, contents) for n in range(len(meeting.changes))],
    }  # fmt: skip
    return _without_nothing(node)


def _place(entity: str, contents: Contents) -> Node:
    """Where they meet; a house that goes by the name of a body (`Nhà Trắng`) is a place by that name."""
    actor = contents.actors.get(entity)
    if actor is not None and actor.type == "LOC":
        return {"@id": actor_urn(entity)}
    return {"@type": "Place", "name": contents.wording.actor(entity)}


def _change(meeting: Meeting, number: int, contents: Contents) -> Node:
    change = meeting.changes[number]
    return _without_nothing({
        "@id": f"urn:biennien:change:{change.id}",
        "@type": "biennien:StatusChange",
        "biennien:status": change.status,
        "biennien:detail": change.detail,
        "biennien:day": change.day,
        "biennien:basis": change.basis,
        "creator": [{"@id": actor_urn(who)} for who in change.announced_by],
        "creditText": change.unnamed,
        "biennien:reason": change.reason,
        "biennien:condition": change.condition,
        "subjectOf": [_excerpt(c, contents) for c in change.citations],
    })  # fmt: skip


def _event_status(meeting: Meeting) -> Node | None:
    """What schema.org has a word for; a plan that was given another day is rescheduled."""
    last = next((c for c in deciding(meeting) if c.status == meeting.fate), None)
    row = load_statuses().get(meeting.fate or "")
    if last and last.status == "announced" and (last.detail == "rescheduled" or last.previous):
        return {"@id": f"{_SCHEMA}EventRescheduled"}
    return {"@id": f"{_SCHEMA}{row.schema}"} if row and row.schema else None


def _quotation(statement: Statement, contents: Contents) -> Node:
    speakers = [{"@id": actor_urn(who)} for who in statement.speaker]
    said = statement.said_on
    meetings = contents.meetings
    return _without_nothing({
        "@id": f"urn:biennien:statement:{statement.id}",
        "@type": "Quotation",
        "identifier": statement.id,
        "text": statement.content,
        "inLanguage": next((contents.by_id[c.report_id].lang for c in statement.citations), None),
        "spokenByCharacter": speakers,
        "creator": speakers,
        "creditText": statement.unnamed,
        "dateCreated": said[:10] if said and is_day(said) else None,
        "isPartOf": [{"@id": report_urn(r)} for r in dict.fromkeys(c.report_id for c in cited_by(statement))],
        "isBasedOn": [_excerpt(c, contents) for c in cited_by(statement)],
        "about": [
            {"@id": f"urn:biennien:meeting:{a}" if a in meetings else actor_urn(a)}
            for a in statement.about if a in meetings or not a.startswith("m-")
        ],
        "biennien:saidOn": said,
        "biennien:basis": statement.basis,
        "biennien:manner": statement.manner,
    })  # fmt: skip


def _excerpt(citation: Citation, contents: Contents) -> Node:
    """The exact words, with their place in the report's text in code points."""
    report = contents.by_id[citation.report_id]
    return _without_nothing({
        "@type": "CreativeWork",
        "text": citation.quote,
        "isPartOf": {"@id": report_urn(report.id)},
        "url": web_address(report.url),
        "biennien:paragraph": citation.paragraph,
        "biennien:start": citation.span.start,
        "biennien:end": citation.span.end,
    })  # fmt: skip


def _without_nothing(node: Node) -> Node:
    return {key: value for key, value in node.items() if value is not None and value != []}
