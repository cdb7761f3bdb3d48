"""What a rule has to tell of a record: what became of meetings, what somebody said, where reports differ."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from biennien import app, pipeline
from biennien.model import Difference, Meeting, Record, Revision, Statement
from biennien.watch.plan import Rule

Told = dict[str, str]
STATE = ""  # under which a rule notes the state of the record that it has told of


def news_for(
    rule: Rule,
    record: Record,
    differences: Iterable[Difference],
    told: Mapping[str, str],
    revised: Iterable[Revision] = (),
) -> tuple[Told, list[dict[str, Any]]]:
    """What the rule knows from now on, and what is to be told of it; nothing in its first round, when all is known of before."""
    makers = {"status": _statuses, "speaks": _statements, "difference": _differences}
    if rule.on == "edited":
        now, events = _edits(rule, revised, told)
    else:
        now, events = makers[rule.on](rule, record, differences, told)
    first = STATE not in told
    return now, [] if first else [
        {"schema": app.SCHEMA, "rule": rule.name, "event": rule.on, **event} for event in events
    ]


def _statuses(
    rule: Rule, record: Record, _: Iterable[Difference], told: Mapping[str, str]
) -> tuple[Told, list[dict[str, Any]]]:
    now, events = Told(), list[dict[str, Any]]()
    for meeting in record.meetings:
        if rule.who and not app.is_called(rule.who, meeting.participants):
            continue
        value = json.dumps([meeting.status, meeting.fate])
        names = (meeting.id, *meeting.aliases)
        before = next((told[name] for name in names if name in told), None)
        if before == value:
            continue
        now |= dict.fromkeys(names, value)
        events.append(
            {
                "was": _was(before),
                "meeting": _brief(meeting),
                "change": pipeline.tell_change(meeting.decisive(meeting.status) or meeting.changes[-1]),
            }
        )
    return now, events


def _brief(meeting: Meeting) -> dict[str, object]:
    told = pipeline.tell_meetings(Record(meetings=(meeting,)))[0]
    return {
        key: told[key]
        for key in (
            "id",
            "label",
            "kind",
            "participants",
            "place",
            "planned_for",
            "when",
            "status",
            "fate",
            "sides",
        )
    }


def _was(before: str | None) -> dict[str, str | None] | None:
    if before is None:
        return None
    status, fate = json.loads(before)
    return {"status": status, "fate": fate}


def _statements(
    rule: Rule, record: Record, _: Iterable[Difference], told: Mapping[str, str]
) -> tuple[Told, list[dict[str, Any]]]:
    new = [
        s
        for s in record.statements
        if app.is_called(rule.who or "", s.speaker) and not _known((s.id, *s.aliases), told)
    ]
    return {name: "" for s in new for name in (s.id, *s.aliases)}, [{"statement": _said(s)} for s in new]


def _said(statement: Statement) -> dict[str, object]:
    return pipeline.tell_statements(Record(statements=(statement,)))[0]


def _differences(
    rule: Rule, record: Record, found: Iterable[Difference], told: Mapping[str, str]
) -> tuple[Told, list[dict[str, Any]]]:
    new = [d for d in found if d.id not in told]
    new = [d for d in new if not rule.who or any(app.is_called(rule.who, side.who) for side in d.sides)]
    return {d.id: "" for d in new}, [{"difference": row} for row in pipeline.tell_differences(new)]


def _edits(
    rule: Rule, revised: Iterable[Revision], told: Mapping[str, str]
) -> tuple[Told, list[dict[str, Any]]]:
    """The reports that their papers changed, each version once."""
    names = {f"{r.report_id}@{r.after.report.sha256}": r for r in revised}
    new = {name: r for name, r in names.items() if name not in told}
    wanted = [r for r in new.values() if not rule.who or app.is_called(rule.who, _voices(r))]
    return dict.fromkeys(new, ""), [{"edited": _edited(r)} for r in wanted]


def _edited(revision: Revision) -> dict[str, object]:
    report = revision.after.report
    return {
        "report": report.id,
        "outlet": report.outlet,
        "title": report.title,
        "url": report.url,
        "came_on": revision.after.came_on,
        **pipeline.tell_revision(revision),
    }


def _voices(revision: Revision) -> set[str]:
    """Whom the lines are of that an edit touched."""
    found: set[str] = set()
    for effect in revision.effects:
        for line, meeting in (
            (effect.before, effect.meeting_before),
            (effect.after, effect.meeting_after),
        ):
            found |= {*(meeting.participants if meeting else ())}
            found |= {*line.speaker} if isinstance(line, Statement) else set()
    return found


def _known(names: Iterable[str], told: Mapping[str, str]) -> bool:
    return any(name in told for name in names)
