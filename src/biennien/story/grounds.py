"""What words in a report rest on: their citation, whose they are and since when, and the way they came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from biennien.model import (
    Attribution,
    Change,
    Citation,
    Meeting,
    Reading,
    Record,
    Report,
    ReportDate,
    Span,
    Statement,
)
from biennien.model.copies import text_of
from biennien.model.timex import days_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Whose words they are and who passes them on, the outermost first; nobody named or unnamed is the report itself."""

    by: tuple[str, ...] = ()
    unnamed: str | None = None
    via: tuple[str, ...] = ()
    said_on: str | None = None
    basis: str = "stated"  # of the day


class Grounds:
    """The record and the readings of its reports, asked by place. Copies and reports that do not count yet are left out."""

    def __init__(
        self, record: Record, reports: Sequence[Report], readings: Mapping[str, Reading], until: str | None
    ) -> None:
        """`until` is the last day of the view, as ISO 8601."""
        self.record = record
        self._readings = readings
        self._until = until
        self._dates: dict[str, ReportDate] = {d.report_id: d for d in record.dates}
        self._statements: dict[tuple[str, Span], list[Statement]] = {}
        for statement in record.statements:
            for citation in (*statement.citations, *statement.restated_in):
                key = citation.report_id, citation.span
                self._statements.setdefault(key, []).append(statement)
        self._changes: dict[tuple[str, Span], list[tuple[Meeting, Change]]] = {}
        for meeting in record.meetings:
            for change in meeting.changes:
                for citation in change.citations:
                    key = citation.report_id, citation.span
                    self._changes.setdefault(key, []).append((meeting, change))
        known = [r for r in reports if r.id in readings and self._counts(r.id)]
        self.reports = _without_copies(sorted(known, key=lambda r: self.order(r.id)))
        self._by_id = {r.id: r for r in self.reports}

    def _counts(self, report_id: str) -> bool:
        """Whether a report can have been published by the day of the view."""
        date = self._dates.get(report_id)
        return self._until is None or bool(date and date.earliest and date.earliest <= self._until)

    def reading(self, report_id: str) -> Reading:
        """What was read in a report."""
        return self._readings[report_id]

    def origin(self, report_id: str) -> str:
        """The likely origin of a report's text: what copies of one text tell is told once."""
        return text_of(self._by_id[report_id]) if report_id in self._by_id else report_id

    def text(self, report_id: str) -> str:
        """The words of a report."""
        return self._by_id[report_id].text

    def order(self, report_id: str) -> tuple[str, str]:
        """Where a report stands in time: by its first possible day, without one at the end."""
        date = self._dates.get(report_id)
        return (date.earliest if date and date.earliest else "9999"), report_id

    def sure(self, report_id: str) -> bool:
        """Whether a report was surely published by the day of the view."""
        date = self._dates.get(report_id)
        return self._until is None or bool(date and date.latest and date.latest <= self._until)

    def cite(self, report_id: str, span: Span) -> Citation:
        """The words at a place of a report."""
        return Citation(
            report_id=report_id,
            span=span,
            quote=span.cut(self._by_id[report_id].text),
            paragraph=self._readings[report_id].paragraph_at(span.start),
        )

    def days(self, report_id: str) -> tuple[date, date] | None:
        """The first and the last day on which a report can have been published; None where one of them is open."""
        dated = self._dates.get(report_id)
        first, last = days_of(dated.earliest) if dated else None, days_of(dated.latest) if dated else None
        return (first[0], last[1]) if first and last else None

    def clause(self, report_id: str, span: Span) -> Span:
        """The sentence that holds some words, without the blanks at its ends."""
        reading, text = self._readings[report_id], self._by_id[report_id].text
        for sentence in reading.sentences:
            if sentence.span.start <= span.start and span.end <= sentence.span.end:
                words = sentence.span.cut(text)
                start = sentence.span.start + len(words) - len(words.lstrip())
                return Span(start, sentence.span.end - (len(words) - len(words.rstrip())))
        return span

    def changes_at(self, report_id: str, span: Span) -> list[tuple[Meeting, Change]]:
        """The changes that rest on just these words, with their meetings."""
        return self._changes.get((report_id, span), [])

    def way(self, report_id: str, index: int | None) -> Way:
        """Whose words those of an attribution are; of none, the report's own."""
        if index is None:
            return Way()
        attribution = self._readings[report_id].attributions[index]
        by, unnamed = self._source(report_id, attribution)
        day, basis = self.said_on(report_id, index)
        return Way(by=by, unnamed=unnamed, via=self.via(report_id, index), said_on=day, basis=basis)

    def via(self, report_id: str, index: int) -> tuple[str, ...]:
        """Who passes on the words of an attribution, the outermost first."""
        attributions = self._readings[report_id].attributions
        speaker = self._source(report_id, attributions[index])
        found: list[str] = []
        seen = {index}
        outer = attributions[index].within
        while outer is not None and outer not in seen:
            seen.add(outer)
            by, unnamed = self._source(report_id, attributions[outer])
            names = [*by, *([unnamed] if unnamed else [])]
            found = [*(n for n in names if n not in found and n not in (*speaker[0], speaker[1])), *found]
            outer = attributions[outer].within
        return tuple(found)

    def said_on(self, report_id: str, index: int) -> tuple[str | None, str]:
        """The day on which the words were said, and its basis, as the record of statements has them; of an outer speaker where it has none."""
        attributions = self._readings[report_id].attributions
        seen = set[int]()
        at: int | None = index
        while at is not None and at not in seen:
            seen.add(at)
            attribution = attributions[at]
            for statement in (
                self._statements.get((report_id, attribution.content[0]), []) if attribution.content else ()
            ):
                if statement.said_on and set(statement.speaker) <= set(attribution.entities):
                    return statement.said_on, statement.basis
            at = attribution.within
        return None, "stated"

    def basis_of(self, report_id: str, value: str) -> str:
        """Whether a report states a time or it is counted from another one."""
        times = [t for t in self._readings[report_id].times if t.timex.value == value]
        stated = any(t.basis == "stated" and (t.offset or "X").startswith("X") for t in times)
        return "stated" if stated or not times else "derived"

    def _source(self, report_id: str, attribution: Attribution) -> tuple[tuple[str, ...], str | None]:
        if attribution.named and attribution.entities:
            return tuple(sorted(attribution.entities)), None
        words = attribution.words
        return (), None if words is None else " ".join(words.cut(self._by_id[report_id].text).split())


def _without_copies(reports: Sequence[Report]) -> tuple[Report, ...]:
    """One report of each text; where the original is not there, its first copy stands for it."""
    originals = {r.id for r in reports if r.copy_of is None}
    kept: dict[str, Report] = {}
    for report in reports:
        original = report.copy_of or report.id
        if report.copy_of is None or (original not in originals and original not in kept):
            kept[original] = report
    return tuple(kept.values())
