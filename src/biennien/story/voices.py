"""Whether two lines of the record are on the word of the same, or in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from biennien.model import Change, Citation, Record, Span, Statement

_MOST = 0.7  # of the words of a statement


def same_voice(one: Change, other: Change) -> bool:
    """Whether two changes share a voice; an unnamed source is one only within its report."""
    if one.unnamed or other.unnamed:
        return one.unnamed == other.unnamed and one.citations[0].report_id == other.citations[0].report_id
    return bool(set(one.announced_by) & set(other.announced_by))


Carried = dict[str, list[tuple[Citation, Change]]]


def changes_by_report(record: Record) -> Carried:
    """By report what it cites for the changes of meetings."""
    found: Carried = {}
    for meeting in record.meetings:
        for change in meeting.changes:
            for citation in change.citations:
                found.setdefault(citation.report_id, []).append((citation, change))
    return found


def carriers(carried: Carried, statement: Statement) -> Sequence[Change]:
    """The changes that stand in the words of a statement, on the same word."""
    return [
        change
        for own in statement.citations
        for citation, change in carried.get(own.report_id, ())
        if change.announced_by == statement.speaker
        and change.unnamed == statement.unnamed
        and citation.span.overlaps(own.span)
    ]


def mostly_within(span: Span, told: Iterable[Span]) -> bool:
    """Whether nearly all the words of a statement are those of a change, which has its own claim."""
    shared = max((min(span.end, t.end) - max(span.start, t.start) for t in told), default=0)
    return shared >= _MOST * (span.end - span.start)
