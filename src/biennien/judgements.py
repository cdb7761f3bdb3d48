"""What a decision on a line of the record rests on: the words of the line, the value decided, and what the record gave before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from biennien import pipeline
from biennien.lookup import Line, Seen, kind_of, line_of, meeting_of
from biennien.model import (
    Anchor,
    Change,
    Citation,
    Difference,
    Explanation,
    Issue,
    Meeting,
    Position,
    Record,
    Report,
    Statement,
)
from biennien.model.errors import InputError


def made_of_words(seen: Seen) -> Line:
    """A line that is made of the record. Raises InputError where no words of its own tell it, but those of other lines."""
    line = seen.line
    if isinstance(line, Difference):
        cited = [c for side in line.sides for c in side.citations]
        message = "a difference is no reading: it follows from what its sides say."
        remedy = f"Set right or retract the side that was misread: {_beneath(cited, seen.record)}."
        raise InputError(message, where=line.id, remedy=remedy)
    if isinstance(line, Position):
        words = {(c.report_id, c.span) for c in line.citations}
        if not any((name, p.span) in words for name, r in seen.readings.items() for p in r.positions):
            remedy = f"Retract the change: {_beneath(line.citations, seen.record)}."
            raise InputError("this position is what a change of a plan says.", where=line.id, remedy=remedy)
    return line


def _beneath(cited: Iterable[Citation], record: Record) -> str:
    """The changes and statements that rest on just these words."""
    words = {(c.report_id, c.span) for c in cited}
    lines: list[Change | Statement] = [*(c for m in record.meetings for c in m.changes), *record.statements]
    return ", ".join(x.id for x in lines if any((c.report_id, c.span) in words for c in x.citations))


def other_sides(line: Line, other: Line) -> tuple[Issue, ...]:
    """That two meetings which are to be one have other sides."""
    if not (isinstance(line, Meeting) and isinstance(other, Meeting)):
        return ()
    if set(line.participants) == set(other.participants):
        return ()
    sides = ", ".join(" – ".join(m.participants) for m in (line, other))
    message = f"the two have other sides: {sides}. From now on both have those of the first."
    remedy = "If it was not meant so: biennien undo."
    return (Issue(code="other_sides", severity="warning", message=message, where=other.id, remedy=remedy),)


def judged_by(
    kind: str, line: Line, value: str | None, record: Record, reports: Mapping[str, Report]
) -> tuple[Sequence[Citation], str | None, str]:
    """The words a decision is about, its value, and what the record gave before. Raises InputError where it does not fit the line."""
    if kind == "same" and isinstance(line, Meeting):
        other = line_of(record, reports, value or "")
        if not isinstance(other, Meeting) or other is line:
            raise InputError(
                "two meetings can be one.", where=value or "", remedy="Give the ids of two meetings."
            )
        cited = [c for m in (line, other) for change in m.changes for c in change.citations]
        told = {"participants": line.participants, "kind": line.kind, "beside": _beside(line, other, record)}
        return cited, json.dumps(told, ensure_ascii=False), f"{line.id}, {other.id}"
    if kind == "different" and isinstance(line, Change):
        return line.citations, _other(line, value, record, reports), meeting_of(record, line).label
    if kind == "status" and isinstance(line, Change):
        if value not in pipeline.STATUSES:
            codes = ", ".join(pipeline.STATUSES)
            raise InputError(f"{value!r} is no status.", where="STATUS", remedy=f"Write one of {codes}.")
        return line.citations, value, line.status
    if kind == "retract" and isinstance(line, Change | Statement):
        was = line.status if isinstance(line, Change) else line.content
        return line.citations, None, was
    if kind == "retract" and isinstance(line, Explanation | Position):
        return (
            line.citations[:1] if isinstance(line, Explanation) else line.citations,
            kind_of(line),
            line.text,
        )
    wanted = {"same": "a meeting", "retract": "a change, a statement, an explanation or a position"}.get(
        kind, "a change"
    )
    raise InputError(
        f"this is no line that {kind!r} can be decided of.", where=line.id, remedy=f"Give the id of {wanted}."
    )


def _beside(one: Meeting, other: Meeting, record: Record) -> list[str]:
    """The ids of the other meetings of the same sides, so that it is known later what was told of neither of two."""
    world = pipeline.load_knowledge().world
    sides = [frozenset(world.state_of(p) or p for p in m.participants) for m in (one, other)]
    rows = (m for m in record.meetings if m.id not in (one.id, other.id))
    return sorted(m.id for m in rows if frozenset(world.state_of(p) or p for p in m.participants) in sides)


def _other(change: Change, value: str | None, record: Record, reports: Mapping[str, Report]) -> str | None:
    """The meeting that a change is of, as a decision holds it; None where none is given. Raises InputError where it is no other one."""
    if value is None:
        return None
    meeting = line_of(record, reports, value)
    if not isinstance(meeting, Meeting) or meeting is meeting_of(record, change):
        raise InputError(
            "a change can be of another meeting.",
            where=value,
            remedy="Give the id of another meeting, or none.",
        )
    told = {
        "meeting": meeting.id,
        "label": meeting.label,
        "participants": meeting.participants,
        "kind": meeting.kind,
    }
    return json.dumps(told, ensure_ascii=False)


def anchors_of(cited: Iterable[Citation], reports: Mapping[str, Report]) -> tuple[Anchor, ...]:
    """The words of citations in their versions of the reports, each once."""
    found = []
    for citation in cited:
        report, span = reports[citation.report_id], citation.span
        found.append(
            Anchor(
                identity=report.identity,
                report_id=report.id,
                sha256=report.sha256,
                start=span.start,
                end=span.end,
            )
        )
    return tuple(dict.fromkeys(found))
