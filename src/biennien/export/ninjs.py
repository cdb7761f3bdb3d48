"""The meetings as planned events of IPTC ninjs 3.1, each with its occurrence status (eos2 … eos6) and the words behind it."""

from __future__ import annotations

from collections.abc import Iterable

from biennien.export.annotations import report_urn
from biennien.export.contents import Contents, days_of_meeting, instant_of, is_day, label_of, told_by
from biennien.export.jsonld import actor_urn
from biennien.export.letters import dumped, fit, on_one_line, web_address
from biennien.export.sentences import change_lines
from biennien.knowledge.statuses import load_statuses
from biennien.model import Meeting, Report
from biennien.model.timex import grain_of

SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"
_OCCURS = "http://cv.iptc.org/newscodes/eventoccurstatus/"
_MEETS = "urn:biennien:kind:"
Node = dict[str, object]


def render(contents: Contents) -> bytes:
    """One composite object; the meetings and the reports are associated with it, a report with a link to its page."""
    story = contents.story
    whole: Node = {
        "uri": f"urn:biennien:story:{story.id}" if story else "urn:biennien:record",
        "type": "composite",
        "representationType": "partial",
        "language": contents.wording.say.lang,
        "version": str(contents.revision),
        "title": on_one_line(contents.title),
        "standard": {"name": "ninjs", "version": "3.1", "schema": SCHEMA},
        "associations": [
            *(_event(meeting, contents) for meeting in contents.record.meetings),
            *(_report(report, contents) for report in contents.reports),
        ],
    }
    return f"{dumped(whole, indent=1)}\n".encode()


def _event(meeting: Meeting, contents: Contents) -> Node:
    """A meeting; of one that was held the occurrence status is left out, as it is no plan any more."""
    wording = contents.wording
    name = on_one_line(label_of(meeting, contents))
    row = load_statuses().get(meeting.fate or meeting.status)
    occurs = f"{_OCCURS}{row.iptc}" if row and row.iptc else None
    details: Node = {"eventStatus": occurs} if occurs else {}
    if dates := _dates(meeting):
        details["dates"] = dates
    subjects: list[Node] = [
        {"name": wording.say.named("kind", meeting.kind), "rel": "kind", "uri": f"{_MEETS}{meeting.kind}"},
        {"name": wording.status_words(meeting.status), "rel": "last word", "literal": meeting.status},
    ]
    if occurs and row:
        subjects.append({"name": wording.status_words(row.code), "rel": "eocstat", "uri": occurs})
    found: Node = {
        "name": name,
        "rel": "planned" if occurs else "held",
        "uri": f"urn:biennien:meeting:{meeting.id}",
        "type": "event",
        "versionCreated": instant_of(told_by(meeting), contents).isoformat(),
        "headlines": [{"value": name}],
        "bodies": [
            {"role": change.status, "contentType": "text/plain", "value": fit("\n".join(change_lines(change, contents)))}
            for change in meeting.changes
        ],
        "eventDetails": details,
        "subjects": subjects,
        "altIds": [{"role": "biennien", "value": meeting.id}],
    }  # fmt: skip
    found |= _parties(meeting.participants, contents)
    if meeting.place:
        found["places"] = [{"name": wording.actor(meeting.place), "uri": actor_urn(meeting.place)}]
    return found


def _dates(meeting: Meeting) -> Node:
    """A day, a month or a year as it is told; of anything else the first and the last day."""
    value = meeting.when if meeting.status == "held" else meeting.planned_for
    if value and is_day(value):
        return {"expectedStartDate": value[:10]}
    if value and days_of_meeting(meeting) and grain_of(value) in ("month", "year"):
        return {"expectedStartDate": value}
    if days := days_of_meeting(meeting):
        return {"expectedStartDate": days[0].isoformat(), "expectedEndDate": days[1].isoformat()}
    return {}


def _parties(entities: Iterable[str], contents: Contents) -> dict[str, list[Node]]:
    """Who takes part: persons, and bodies and states."""
    found: dict[str, list[Node]] = {}
    for entity in entities:
        actor = contents.actors.get(entity)
        kind = "people" if actor is None or actor.type == "PER" else "organisations"
        row: Node = {"name": contents.wording.actor(entity), "rel": "participant", "uri": actor_urn(entity)}
        found.setdefault(kind, []).append(row)
    return found


def _report(report: Report, contents: Contents) -> Node:
    found: Node = {
        "name": on_one_line(report.title or report.id),
        "rel": "source",
        "uri": report_urn(report.id),
        "type": "text",
        "representationType": "partial",
        "language": report.lang,
        "version": str(report.version),
        "altIds": [{"role": "biennien", "value": on_one_line(report.id)}],
    }
    dated = contents.dates.get(report.id)
    if dated and is_day(dated.value):
        found["contentCreated"] = instant_of([report.id], contents).isoformat()
    elif dated:
        found["edNote"] = f"{contents.wording.published(dated)}: {contents.wording.sentence(dated.why)}"
    if report.title:
        found["headlines"] = [{"value": on_one_line(report.title)}]
    if report.outlet:
        found["infoSources"] = [{"name": on_one_line(report.outlet), "role": "publisher"}]
    if address := web_address(report.url):
        found["altIds"] = [
            {"role": "biennien", "value": on_one_line(report.id)},
            {"role": "url", "value": address},
        ]
    return found
