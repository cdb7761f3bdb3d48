"""What happened and what was said about meetings, day by day, as `timeline --json` prints it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from biennien.model import Change, Meeting, Record, ReportDate, Statement
from biennien.story.ordering import order_of
from biennien.story.telling import tell_citations
from biennien.story.voices import carriers, changes_by_report

Row = dict[str, object]
Dates = Mapping[str, ReportDate]


def tell_timeline(record: Record) -> list[Row]:
    """The rows that have a day in order of time, then those that have none, by their first report; these never acquire one.

    `kind` is held, change or statement. A week or a month stands after the last of its days. What somebody said of a meeting
    is a row of its own where no change of that meeting tells it already.
    """
    dates = {date.report_id: date for date in record.dates}
    rows = [
        (
            order_of(dates, change.citations, change.day, _RANKS[_kind(change)], change.id),
            _change(meeting, change),
        )
        for meeting in record.meetings
        for change in meeting.changes
    ]
    rows += [
        (order_of(dates, s.citations, s.said_on, _RANKS["statement"], s.id), _statement(s))
        for s in _of_meetings(record)
    ]
    return [row for _, row in sorted(rows, key=lambda r: r[0])]


_RANKS = {"held": 0, "change": 1, "statement": 2}


def _kind(change: Change) -> str:
    return "held" if change.status == "held" else "change"


def _change(meeting: Meeting, change: Change) -> Row:
    held = change.status == "held"
    detail = f" ({change.detail})" if change.detail else ""
    status = f"{change.status.replace('_', ' ')}{detail}"
    return {
        "id": change.id,
        "day": change.day,
        "kind": _kind(change),
        "text": meeting.label if held else f"{meeting.label}: {status}",
        "who": list(meeting.participants if held else change.announced_by),
        "place": meeting.place,
        "status": change.status,
        "basis": change.basis,
        "citations": tell_citations(change.citations),
        "meetings": [meeting.id],
        "detail": change.detail,
        "unnamed": None if held else change.unnamed,
        "flags": [*change.flags, *(["after_end"] if change.after_end else [])],
    }


def _statement(statement: Statement) -> Row:
    return {
        "id": statement.id,
        "day": statement.said_on,
        "kind": "statement",
        "text": statement.content,
        "who": list(statement.speaker),
        "place": None,
        "status": None,
        "basis": statement.basis,
        "citations": tell_citations(statement.citations),
        "meetings": [about for about in statement.about if about.startswith("m-")],
        "detail": None,
        "unnamed": statement.unnamed,
        "flags": list(statement.flags),
    }


def _of_meetings(record: Record) -> Iterator[Statement]:
    """The statements about meetings whose words no change carries on the same word already."""
    carried = changes_by_report(record)
    for statement in record.statements:
        if any(about.startswith("m-") for about in statement.about) and not carriers(carried, statement):
            yield statement
