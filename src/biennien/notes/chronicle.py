"""The whole record, or a story of it, as a note: each meeting with its history, who said what, and why; every line has its footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from biennien.model import Difference, Explanation, Meeting, Position, Record, Report
from biennien.notes.document import Document, Entry, Section
from biennien.notes.lines import (
    change_entry,
    difference_entries,
    document_of,
    explanation_entry,
    grouped,
    label_of,
    position_entry,
    statement_entry,
    status_entry,
)
from biennien.wording import Wording


def chronicle_document(
    record: Record,
    reports: Sequence[Report],
    wording: Wording,
    *,
    positions: Sequence[Position] = (),
    explanations: Sequence[Explanation] = (),
    differences: Sequence[Difference] = (),
    title: str,
    lead: str,
) -> Document:
    """The note in the language of the page; nothing of the record is left out but repeated citations of a line."""
    say = wording.say
    plans = [m for m in record.meetings if any(c.status != "held" for c in m.changes)]
    held = [m for m in record.meetings if m not in plans]
    entries: tuple[tuple[str, str, Iterable[Entry]], ...] = (
        ("chronicle.plans", "brief.no_status", _meetings(plans, wording)),
        ("chronicle.held", "meeting.none", _meetings(held, wording)),
        (
            "sheet.statements",
            "chronicle.no_statements",
            (statement_entry(s, wording, whole=True) for s in record.statements),
        ),
        ("brief.positions", "brief.no_positions", _positions(positions, wording)),
        ("brief.explanations", "brief.no_explanations", _explanations(explanations, record, wording)),
        ("brief.differences", "brief.no_differences", difference_entries(differences, wording)),
        ("chronicle.reports", "chronicle.no_reports", _reports(reports, wording)),
    )
    sections = tuple(
        Section(title=say(heading), entries=tuple(rows), empty=say(empty)) for heading, empty, rows in entries
    )
    return document_of(title, lead, sections, wording, {r.id: r for r in reports})


def _meetings(meetings: Iterable[Meeting], wording: Wording) -> Iterator[Entry]:
    """Where each stands, then how it came there."""
    for meeting in meetings:
        yield status_entry(meeting, wording)
        if len(meeting.changes) == 1 and meeting.status == "held":
            continue  # that it was held has just been said
        for change in meeting.changes:
            entry = change_entry(change, wording)
            yield Entry(head=entry.head, text=entry.text, citations=entry.citations, depth=1)


def _positions(positions: Sequence[Position], wording: Wording) -> list[Entry]:
    holders = dict.fromkeys(p.holder for p in positions)
    return grouped(
        (
            (wording.actor(h), position_entry(p, False, wording))
            for h in holders
            for p in positions
            if p.holder == h
        ),
        inline=False,
    )


def _explanations(explanations: Iterable[Explanation], record: Record, wording: Wording) -> list[Entry]:
    """The explanations under the plan whose fate they explain."""
    labels = {m.id: label_of(m, wording) for m in record.meetings}
    return grouped((labels.get(e.meeting, e.meeting), explanation_entry(e, wording)) for e in explanations)


def _reports(reports: Iterable[Report], wording: Wording) -> Iterator[Entry]:
    for report in reports:
        dated = wording.dates.get(report.id)
        parts = [report.outlet, wording.published(dated) if dated else None, report.title, report.url]
        yield Entry(head=report.id, text=", ".join(part for part in parts if part))
