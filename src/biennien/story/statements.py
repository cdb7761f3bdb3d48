"""The statements of the record as the list that `statements --json` prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from biennien.model import Citation, Record, Statement
from biennien.story.ordering import order_of
from biennien.story.telling import tell_chain, tell_citations


def tell_statements(record: Record, by: str | None = None) -> list[dict[str, object]]:
    """All statements in the record's order; with `by` only those whose speaker, or unnamed source, goes by that word."""
    return [tell_statement(s) for s in record.statements if by is None or _is_by(s, by)]


def by_day(record: Record, statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Statements by the day of saying; those without one last, by the day of their report."""
    dates = {date.report_id: date for date in record.dates}
    return tuple(sorted(statements, key=lambda s: order_of(dates, s.citations, s.said_on, 0, s.id)))


def with_stale_days(record: Record) -> Record:
    """The record in which no statement stands under a day that is not believed of the change told in its words."""
    stale: dict[str, list[Citation]] = {}
    for meeting in record.meetings:
        for change in meeting.changes:
            if "stale" in change.flags:
                for citation in change.citations:
                    stale.setdefault(citation.report_id, []).append(citation)
    if not stale:
        return record
    return replace(record, statements=tuple(_without_stale_day(s, stale) for s in record.statements))


def _without_stale_day(statement: Statement, stale: dict[str, list[Citation]]) -> Statement:
    own = ((c, t) for c in statement.citations for t in stale.get(c.report_id, ()))
    if statement.said_on is None or not any(c.span.overlaps(t.span) for c, t in own):
        return statement
    return replace(statement, said_on=None, flags=tuple(sorted({*statement.flags, "stale"})))


def tell_statement(statement: Statement) -> dict[str, object]:
    """One statement with the way it came and where it was told again."""
    return {
        "id": statement.id,
        "speaker": list(statement.speaker),
        "named": statement.named,
        "unnamed": statement.unnamed,
        "manner": statement.manner,
        "verb": statement.verb,
        "cue": statement.cue,
        "content": statement.content,
        "said_on": statement.said_on,
        "basis": statement.basis,
        "chain": tell_chain(statement.chain),
        "about": list(statement.about),
        "restated_in": tell_citations(statement.restated_in),
        "citations": tell_citations(statement.citations),
        "flags": list(statement.flags),
    }


def _is_by(statement: Statement, by: str) -> bool:
    wanted = by.casefold()
    names = [*statement.speaker, statement.unnamed or ""]
    return any(wanted == name.casefold() or wanted in name.casefold().split() for name in names)
