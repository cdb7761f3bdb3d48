"""The paragraphs that a line of the record rests on, with its words marked, as `show --json` prints them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from biennien.model import Citation, Reading, Report, Span

Passage = dict[str, object]


def tell_passages(
    citations: Iterable[Citation], reports: Mapping[str, Report], readings: Mapping[str, Reading]
) -> list[Passage]:
    """Each cited paragraph once, in the order of citing; all offsets are code points of the report, half-open."""
    found: dict[tuple[str, int], tuple[Span, set[Span]]] = {}
    for citation in citations:
        key = citation.report_id, citation.paragraph
        report, reading = reports.get(citation.report_id), readings.get(citation.report_id)
        if report is None:
            continue
        span, marks = found.get(key, (citation.span, set()))
        found[key] = _paragraphs_of(_hull(span, citation.span), reading), {*marks, citation.span}
    return [
        _passage(reports[report_id], number, span, marks)
        for (report_id, number), (span, marks) in found.items()
    ]


def tell_marked(report: Report, reading: Reading, citations: Iterable[Citation]) -> list[Passage]:
    """All paragraphs of a report with the cited words marked."""
    marks = {c.span for c in citations if c.report_id == report.id}
    return [
        _passage(report, p.number, p.span, {m for m in marks if p.span.overlaps(m)})
        for p in reading.paragraphs
    ]


def _passage(report: Report, number: int, span: Span, marks: Iterable[Span]) -> Passage:
    return {
        "report": report.id,
        "paragraph": number,
        "start": span.start,
        "end": span.end,
        "text": span.cut(report.text),
        "marks": [[m.start, m.end] for m in sorted(marks)],
    }


def _paragraphs_of(span: Span, reading: Reading | None) -> Span:
    """The paragraphs that hold a span, from the first to the last: a quotation may cross their border."""
    for paragraph in reading.paragraphs if reading else ():
        if paragraph.span.overlaps(span):
            span = _hull(span, paragraph.span)
    return span


def _hull(one: Span, other: Span) -> Span:
    return Span(min(one.start, other.start), max(one.end, other.end))
