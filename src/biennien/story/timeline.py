"""What happened and what was said about meetings, day by day, as `timeline --json` prints it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from biennien.model import Change, Citation, Meeting, Record, ReportDate, Statement
from biennien.model.timex import days_of
from biennien.story.telling import tell_citations

Row = dict[str, object]
Dates = Mapping[str, ReportDate]
_Order = tuple[str, int, int, str, int, str]


def tell_timeline(record: Record) -> list[Row]:
    """The rows that have a day in order of time, then those that have none, by their first report; these never acquire one.

    `kind` is held, change or statement. A week or a month stands after the last of its days. What somebody said of a meeting
    is a row of its own where no change of that meeting tells it already.
    """
    dates = {date.report_id: date for date in record.dates}
    rows = [
        (
            _order(dates, change.citations, _day(change), _RANKS[_kind(change)], change.id),
            _change(meeting, change),
        )
        for meeting in record.meetings
        for change in meeting.changes
    ]
    rows += [
        (_order(dates, s.citations, s.said_on, _RANKS["statement"], s.id), _statement(dates, s))
        for s in _of_meetings(record)
    ]
    return [row for _, row in sorted(rows, key=lambda r: r[0])]


_RANKS = {"held": 0, "change": 1, "statement": 2}


def _kind(change: Change) -> str:
    return "held" if change.status == "held" else "change"


def _day(change: Change) -> str | None:
    return change.effective or change.announced_on


def _order(dates: Dates, citations: tuple[Citation, ...], day: str | None, rank: int, id_: str) -> _Order:
    """Dated rows by their last day, the finer first; the others behind, by the first day of their report and their place in it."""
    first = citations[0]
    if days := days_of(day):
        return days[1].isoformat(), (days[1] - days[0]).days, rank, first.report_id, first.span.start, id_
    dated = dates.get(first.report_id)
    earliest = dated.earliest if dated else None
    return f"{_AFTER_ALL}{earliest or _AFTER_ALL}", 0, 0, first.report_id, first.span.start, id_


_AFTER_ALL = "~"  # sorts behind every digit


def _change(meeting: Meeting, change: Change) -> Row:
    held = change.status == "held"
    detail = f" ({change.detail})" if change.detail else ""
    status = f"{change.status.replace('_', ' ')}{detail}"
    return {
        "id": change.id,
        "day": _day(change),
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


def _statement(dates: Dates, statement: Statement) -> Row:
    return {
        "id": statement.id,
        "day": statement.said_on,
        "kind": "statement",
        "text": statement.content,
        "who": list(statement.speaker),
        "place": None,
        "status": None,
        "basis": _basis(dates, statement),
        "citations": tell_citations(statement.citations),
        "meetings": [about for about in statement.about if about.startswith("m-")],
        "detail": None,
        "unnamed": statement.unnamed,
        "flags": list(statement.flags),
    }


def _basis(dates: Dates, statement: Statement) -> str:
    """A day that stands in a report without a date got at least its year from elsewhere."""
    dated = dates.get(statement.citations[0].report_id)
    return "derived" if statement.said_on and dated and dated.value is None else "stated"


def _of_meetings(record: Record) -> Iterator[Statement]:
    """The statements about meetings whose words no change carries on the same word already."""
    carried: dict[str, list[tuple[Citation, Change]]] = {}
    for meeting in record.meetings:
        for change in meeting.changes:
            for citation in change.citations:
                carried.setdefault(citation.report_id, []).append((citation, change))
    for statement in record.statements:
        if any(about.startswith("m-") for about in statement.about) and not any(
            change.announced_by == statement.speaker
            and change.unnamed == statement.unnamed
            and citation.span.overlaps(own.span)
            for own in statement.citations
            for citation, change in carried.get(own.report_id, ())
        ):
            yield statement
