"""The record as FollowTheMoney entities, for Aleph and OpenSanctions' tools: who, what meetings, who said what, in which articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from biennien.export.contents import Contents, bounds_of, cited_by, label_of, place_of, told_by
from biennien.export.letters import cut, dumped, fit, on_one_line, web_address
from biennien.export.sentences import change_lines
from biennien.knowledge.world import Actor
from biennien.model import Citation, Meeting, Report, Statement
from biennien.model.text import digest_of
from biennien.model.timex import days_of, grain_of
from biennien.wording.quoting import quoted

_PUBLIC = frozenset(
    {
        "government",
        "ministry",
        "military",
        "parliament",
        "court",
        "agency",
        "igo",
        "building",
        "intelligence",
    }
)
# What the model takes of each property, in characters; a longer text is cut, its citation leads to the whole.
_LONGEST = {
    "name": 380,
    "alias": 380,
    "location": 240,
    "description": 60_000,
    "summary": 60_000,
    "notes": 60_000,
}
_LONGEST_STRING = 1_000
_LANGUAGES = {"vi": "vie", "en": "eng"}
Properties = dict[str, Iterable[str | None]]


def render(contents: Contents) -> bytes:
    """One entity a line. A time is given as far as it is known: a year, a month or a day; of a week its first and last day."""
    rows = [
        *(_article(report, contents) for report in contents.reports),
        *(_actor(entity, contents) for entity in _entities(contents)),
        *(_meeting(meeting, contents) for meeting in contents.record.meetings),
        *(_statement(statement, contents) for statement in contents.record.statements),
        *_mentions(contents),
    ]
    return "".join(f"{dumped(row)}\n" for row in rows).encode()


def _article(report: Report, contents: Contents) -> dict[str, object]:
    dated = contents.dates.get(report.id)
    value = dated.value if dated else None
    bounds = [dated.earliest, dated.latest] if dated and not value else []
    return _entity(_report_id(report.id), "Article", {
        "fileName": [f"{report.id}.txt"],
        "title": [report.title],
        "publisher": [report.outlet],
        "sourceUrl": [web_address(report.url)],
        "publishedAt": _partial(value),
        "date": [b for b in bounds if b],
        "summary": [contents.wording.published(dated) + ": " + contents.wording.sentence(dated.why) if dated and not value else None],
        "language": [_LANGUAGES.get(report.lang[:2])],
        "mimeType": ["text/plain"],
    })  # fmt: skip


def _entities(contents: Contents) -> list[str]:
    found: dict[str, None] = {}
    for meeting in contents.record.meetings:
        found |= dict.fromkeys(meeting.participants)
        for change in meeting.changes:
            found |= dict.fromkeys(change.announced_by)
    for statement in contents.record.statements:
        found |= dict.fromkeys(statement.speaker)
    return sorted(found)


def _actor(entity: str, contents: Contents) -> dict[str, object]:
    actor = contents.actors.get(entity)
    found: Properties = {
        "name": [entity],
        "alias": actor.names if actor else (),
        "notes": [actor.role if actor else None],
    }
    if actor and actor.country:
        found["country"] = [actor.country.lower()]
    if actor:
        found["wikipediaUrl"] = [f"https://en.wikipedia.org/wiki/{quote(entity.replace(' ', '_'))}"]
    return _entity(_actor_id(entity), _schema(actor), found)


def _schema(actor: Actor | None) -> str:
    """A state, and whoever is not known, is a legal entity: that says no more than is known."""
    if actor is None or actor.type == "LOC":
        return "LegalEntity"
    if actor.type == "PER":
        return "Person"
    return "PublicBody" if actor.kind in _PUBLIC else "Organization"


def _meeting(meeting: Meeting, contents: Contents) -> dict[str, object]:
    wording = contents.wording
    value = (meeting.when if meeting.status == "held" else None) or meeting.planned_for or meeting.window
    return _entity(_line_id(meeting.id), "Event", {
        "name": [label_of(meeting, contents)],
        "summary": [wording.status_words(meeting.fate or meeting.status)],
        "keywords": [meeting.kind, meeting.status],
        "description": ["\n".join(change_lines(change, contents)) for change in meeting.changes],
        "involved": [_actor_id(who) for who in meeting.participants],
        "location": [wording.actor(meeting.place) if meeting.place else None],
        "recordId": [meeting.id],
        "proof": [_report_id(name) for name in told_by(meeting)],
        **_interval(value),
    })  # fmt: skip


def _statement(statement: Statement, contents: Contents) -> dict[str, object]:
    who = contents.wording.speaker(statement.speaker, statement.unnamed)
    return _entity(_line_id(statement.id), "Event", {
        "name": [f"{who}: {on_one_line(statement.content)}"],
        "keywords": ["statement", statement.manner],
        "description": [statement.content, *(_words(c, contents) for c in statement.citations)],
        "involved": [_actor_id(speaker) for speaker in statement.speaker],
        "recordId": [statement.id],
        "proof": [_report_id(name) for name in dict.fromkeys(c.report_id for c in cited_by(statement))],
        **_interval(statement.said_on),
    })  # fmt: skip


def _mentions(contents: Contents) -> Iterator[dict[str, object]]:
    """Each actor in each article that tells of it."""
    found: dict[tuple[str, str], None] = {}
    for meeting in contents.record.meetings:
        for name in told_by(meeting):
            found |= dict.fromkeys((name, who) for who in meeting.participants)
    for statement in contents.record.statements:
        for citation in cited_by(statement):
            found |= dict.fromkeys((citation.report_id, who) for who in statement.speaker)
    for name, who in sorted(found):
        yield _entity(digest_of("bn-mention", f"{name}\x1f{who}"), "Mention", {
            "document": [_report_id(name)],
            "name": [who],
            "resolved": [_actor_id(who)],
            "detectedSchema": [_schema(contents.actors.get(who))],
        })  # fmt: skip


def _words(citation: Citation, contents: Contents) -> str:
    return f"{quoted(on_one_line(citation.quote))} ({place_of(citation, contents)})"


def _interval(value: str | None) -> Properties:
    if known := _partial(value):
        return {"date": known}
    days = bounds_of(value)
    return {"startDate": [days[0].isoformat()], "endDate": [days[1].isoformat()]} if days else {}


def _partial(value: str | None) -> list[str]:
    """A year, a month or a day; nothing for a value of another grain."""
    known = value and days_of(value) and grain_of(value) in ("day", "time", "month", "year")
    return [value[:10]] if value and known else []


def _entity(name: str, schema: str, properties: Properties) -> dict[str, object]:
    kept = {
        key: [cut(fit(value), _LONGEST.get(key, _LONGEST_STRING)) for value in dict.fromkeys(values) if value]
        for key, values in properties.items()
    }
    return {"id": name, "schema": schema, "properties": {k: v for k, v in kept.items() if v}}


def _actor_id(entity: str) -> str:
    return digest_of("bn-actor", entity)


def _report_id(name: str) -> str:
    return digest_of("bn-report", name)


def _line_id(name: str) -> str:
    return f"bn-{name}"
