"""Citations of a record as they are checked: each with the text it must be cut out of."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from biennien.model import Citation, Reading, Record, Report, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One citation of one line of the record; `text` is None where no stored text has its `sha256`."""

    line: str
    report_id: str
    sha256: str
    paragraph: int
    start: int
    end: int
    quote: str
    text: str | None


def citations_of(record: Record) -> Iterator[tuple[str, str, int, Citation]]:
    """Every citation as (kind of line, its id, number, citation); a change goes by its meeting and its place in it."""
    for meeting in record.meetings:
        for place, change in enumerate(meeting.changes):
            yield from _numbered("change", f"{meeting.id}/{place}", change.citations)
    for statement in record.statements:
        yield from _numbered("statement", statement.id, statement.citations)
        yield from _numbered("restatement", statement.id, statement.restated_in)


def cited_in(record: Record, reports: Iterable[Report]) -> list[Cited]:
    """Every citation of a record that is not stored."""
    by_id = {report.id: report for report in reports}
    return [
        Cited(
            line=f"{of} {of_id}",
            report_id=c.report_id,
            sha256=by_id[c.report_id].sha256 if c.report_id in by_id else "",
            paragraph=c.paragraph,
            start=c.span.start,
            end=c.span.end,
            quote=c.quote,
            text=by_id[c.report_id].text if c.report_id in by_id else None,
        )
        for of, of_id, _, c in citations_of(record)
    ]


def orphaned(cited: Iterable[Cited], damaged: frozenset[str]) -> list[str]:
    """In words, each citation that does not cut its quote out of its text; a `damaged` text holds none."""
    return [
        f"{c.line}: {c.report_id} §{c.paragraph} [{c.start}:{c.end}] does not cut “{c.quote[:60]}”"
        for c in cited
        if c.text is None or c.sha256 in damaged or not c.quote or c.text[c.start : c.end] != c.quote
    ]


def outside(report: Report, reading: Reading, damaged: frozenset[str]) -> list[str]:
    """In words, each span of a reading that lies outside its report's text."""
    return [
        f"reading of {report.id}: [{span.start}:{span.end}] lies outside its text"
        for span in spans_in(reading)
        if report.sha256 in damaged or not 0 <= span.start <= span.end <= len(report.text)
    ]


def spans_in(value: object) -> Iterator[Span]:
    """Every span in a reading."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from spans_in(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from spans_in(getattr(value, field.name))


def _numbered(of: str, of_id: str, citations: Iterable[Citation]) -> Iterator[tuple[str, str, int, Citation]]:
    for number, citation in enumerate(citations):
        yield of, of_id, number, citation
