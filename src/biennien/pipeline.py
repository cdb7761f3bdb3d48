"""The whole flow: bytes → reports → readings → record → views."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from biennien.ingest import Fetch as Fetch
from biennien.ingest import Fetched as Fetched
from biennien.ingest import find_entries as find_entries
from biennien.ingest import ingest, published_of, report_of, report_of_text
from biennien.knowledge.common import load_common
from biennien.knowledge.credits import load_credits
from biennien.knowledge.load import Knowledge, load_knowledge
from biennien.knowledge.statuses import load_statuses
from biennien.model import (
    Difference,
    Explanation,
    Issue,
    Position,
    Reading,
    Record,
    Remark,
    Report,
    Revision,
    Story,
    Version,
)
from biennien.model.copies import Copied, Copy, Printed
from biennien.model.grouping import Due, Grouped, Regrouping
from biennien.model.growth import Growth, Kept
from biennien.read.reader import read_report
from biennien.resolve import grow, record_of, resolve
from biennien.resolve.copies import find_copies as _find_copies
from biennien.resolve.copies import recopy
from biennien.resolve.daily import resolve_days
from biennien.resolve.deciding import decided_reading
from biennien.resolve.doubting import told_after as _told_after
from biennien.resolve.filling import fill_year
from biennien.resolve.past import Past as Past
from biennien.resolve.past import tell_past
from biennien.resolve.stories import find_stories as _find_stories
from biennien.resolve.stories import grow_stories as _grow_stories
from biennien.resolve.stories import stories_in, story_id
from biennien.story.brief import find_brief, find_gaps, tell_brief
from biennien.story.calendar import find_calendar
from biennien.story.checking import find_remarks as _find_remarks
from biennien.story.differing import find_differences as _find_differences
from biennien.story.differing import tell_differences
from biennien.story.explanation import explain
from biennien.story.explanations import find_explanations as _find_explanations
from biennien.story.explanations import tell_explanations
from biennien.story.lanes import days_between, find_lanes, is_planned, place_of
from biennien.story.meetings import tell_meetings
from biennien.story.network import find_network
from biennien.story.novelty import find_novelty, tell_novelty
from biennien.story.passages import tell_marked, tell_passages
from biennien.story.positions import find_positions as _find_positions
from biennien.story.positions import tell_positions
from biennien.story.readings import tell_reading
from biennien.story.reports import tell_reports
from biennien.story.revisions import find_revision as _find_revision
from biennien.story.revisions import lines_of, paragraphs_of, tell_history, tell_revision
from biennien.story.rewording import find_words, tokens_of
from biennien.story.statements import by_day, tell_statements, with_stale_days
from biennien.story.stories import tell_stories
from biennien.story.tallies import find_tallies
from biennien.story.telling import tell_change
from biennien.story.timeline import tell_timeline
from biennien.versions import reader_version

__all__ = [
    "Fetch",
    "Fetched",
    "by_day",
    "days_between",
    "explain",
    "fill_year",
    "find_brief",
    "find_calendar",
    "find_copies",
    "find_differences",
    "find_explanations",
    "find_gaps",
    "find_lanes",
    "find_network",
    "find_novelty",
    "find_positions",
    "find_remarks",
    "find_revision",
    "find_stories",
    "find_tallies",
    "find_words",
    "grow_record",
    "grow_stories",
    "ingest",
    "is_planned",
    "lines_of",
    "load_knowledge",
    "make_record",
    "make_records",
    "paragraphs_of",
    "place_of",
    "published_of",
    "read_reports",
    "reader_version",
    "report_of",
    "report_of_text",
    "stories_in",
    "story_id",
    "tell_brief",
    "tell_change",
    "tell_differences",
    "tell_explanations",
    "tell_history",
    "tell_marked",
    "tell_meetings",
    "tell_novelty",
    "tell_passages",
    "tell_past",
    "tell_positions",
    "tell_reading",
    "tell_reports",
    "tell_revision",
    "tell_statements",
    "tell_stories",
    "tell_timeline",
    "tokens_of",
    "told_after",
    "with_stale_days",
]

FAILED = "reader_failed"
STATUSES = tuple(load_statuses())  # the codes of what can become of a meeting


def read_reports(reports: Iterable[Report], knowledge: Knowledge) -> Iterator[Reading]:
    """A reading of each report, in their order. One that cannot be read gets an empty reading that says why."""
    for report in reports:
        yield _read(report, knowledge)


def make_record(
    reports: Sequence[Report], readings: Sequence[Reading], knowledge: Knowledge, as_known: str | None = None
) -> Record:
    """What the reports yield together; with `as_known` only what was published up to that day counts."""
    return with_stale_days(resolve(reports, readings, knowledge.world, as_known=as_known))


def make_records(
    days: Iterable[tuple[str, Sequence[Report], Mapping[str, Reading]]], knowledge: Knowledge
) -> Iterator[Record]:
    """The records as known on some days in their order, as `make_record` makes each: a day with its reports and what was read in them."""
    return map(with_stale_days, resolve_days(days, knowledge.world))


def find_explanations(
    record: Record,
    reports: Sequence[Report],
    readings: Mapping[str, Reading],
    knowledge: Knowledge,
    until: str | None = None,
) -> tuple[Explanation, ...]:
    """Why something became of the plans of a record, by the word of each who says so; `until` is the day of the view."""
    return _find_explanations(record, reports, _decided(reports, readings), knowledge.world, until)


def find_positions(
    record: Record,
    reports: Sequence[Report],
    readings: Mapping[str, Reading],
    knowledge: Knowledge,
    until: str | None = None,
) -> tuple[Position, ...]:
    """What each side holds over time; `until` is the day of the view."""
    return _find_positions(record, reports, _decided(reports, readings), knowledge.world, until)


def find_differences(
    record: Record,
    reports: Sequence[Report],
    readings: Mapping[str, Reading],
    knowledge: Knowledge,
    until: str | None = None,
) -> tuple[Difference, ...]:
    """Where the reports of a record do not agree."""
    explained = find_explanations(record, reports, readings, knowledge, until)
    decided = _decided(reports, readings)
    return _find_differences(record, reports, decided, explained, knowledge.world, until)


def _decided(reports: Iterable[Report], readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """The readings as persons decided them, as the record rests on them."""
    return {r.id: decided_reading(r, readings[r.id]) for r in reports if r.id in readings}


def find_remarks(
    record: Record,
    joined: Record,
    draft: tuple[Report, Reading],
    reports: Sequence[Report],
    readings: Mapping[str, Reading],
    knowledge: Knowledge,
) -> tuple[Remark, ...]:
    """What the record has otherwise than a draft, or has seen change since; `joined` has the draft in it."""
    return _find_remarks(record, joined, draft, reports, readings, knowledge.world)


def with_draft(draft: Report, reading: Reading, kept: Kept, knowledge: Knowledge) -> Record:
    """The lines that would be others with a draft in the record that `kept` looks into."""
    return record_of(grow([draft], {draft.id: reading}, (), kept, knowledge.world))


def grow_record(
    reports: Sequence[Report],
    readings: Mapping[str, Reading],
    gone: Sequence[str],
    kept: Kept,
    knowledge: Knowledge,
) -> Growth:
    """What changes in the record that `kept` looks into when reports come in, stand otherwise, or are `gone`."""
    return grow(reports, readings, gone, kept, knowledge.world)


def told_after(report: Report, day: date, knowledge: Knowledge) -> tuple[date, str] | None:
    """The last day that a report tells as past, with its words, where it lies after a day on which it is said to have been published."""
    bare = replace(report, published_on=None, published_at=None, dated_by=None)
    return _told_after(bare, _read(bare, knowledge), day, knowledge.world)


def find_revision(before: Version, after: Version, knowledge: Knowledge, now: Record) -> Revision:
    """Two versions of a report held against each other, each read by itself; `now` is the record as it stands."""
    read = [(v.report, _read(v.report, knowledge)) for v in (before, after)]
    records = [make_record([replace(r, decisions=())], [reading], knowledge) for r, reading in read]
    return _find_revision(before, after, (read[0][1], read[1][1]), (records[0], records[1]), now)


def find_stories(
    record: Record, reports: Sequence[Report], readings: Mapping[str, Reading]
) -> tuple[Story, ...]:
    """The reports of a record by what they share."""
    return _find_stories(record, reports, readings, load_common())


def grow_stories(due: Due, kept: Grouped) -> Regrouping:
    """What changes in the stories that `kept` looks into, and in which reports are copies, with what is due."""
    found = _grow_stories(due, kept, load_common())
    came = {i: Printed(report=s.report, dated=s.dated) for i, s in due.came.items()}
    found.copies = recopy(came, due.gone, kept, load_credits())
    return found


def find_copies(record: Record, reports: Sequence[Report], kept: Copied) -> Mapping[str, Copy]:
    """Which of the reports are copies of others of them, by their ids; `kept` tells what the words of many texts are."""
    dates = {d.report_id: d for d in record.dates}
    printed = {r.id: Printed(report=r, dated=dates[r.id]) for r in reports if r.id in dates}
    return _find_copies(printed, load_credits(), kept)


def _read(report: Report, knowledge: Knowledge) -> Reading:
    language = report.lang.replace("_", "-").split("-")[0].lower()
    if language != "vi":
        message = f"there are no rules for the language {report.lang!r}: nothing is read in it."
        return _unread(report, "language", "warning", message, "Only Vietnamese is read yet.")
    try:
        with _uncollected():
            return read_report(report, knowledge)
    except (
        Exception
    ) as error:  # a bug must not take the other reports with it; it is told, and the reading is not kept
        return _unread(
            report,
            FAILED,
            "error",
            f"reading failed: {type(error).__name__}: {error}.",
            "Please report this bug.",
        )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keeps Python from looking for cycles meanwhile: a reading makes none, and in a long report they are looked for often."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _unread(report: Report, code: str, severity: str, message: str, remedy: str) -> Reading:
    issue = Issue(
        code=code, severity=severity, message=message, where=report.id, remedy=remedy, report_id=report.id
    )
    return Reading(report_id=report.id, issues=(issue,))
