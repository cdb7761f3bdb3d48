"""What is handed on: a record, or one story of it, with its reports, what is seen in it, and the words to tell it in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from biennien.knowledge.world import Actor
from biennien.model import (
    Change,
    Citation,
    Difference,
    Explanation,
    Meeting,
    Position,
    Record,
    Report,
    ReportDate,
    Statement,
    Story,
)
from biennien.model.timex import days_of, grain_of
from biennien.wording import Wording

SCHEMA = "biennien/1"
Line = Meeting | Change | Statement | Position | Explanation | Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All that an export is made of; every citation in it is of one of `reports`.

    `reports` stand by day. `until` is the last day of the view, None for the whole record; `story` the story that is handed on, None for
    all. `revision` counts what the record rests on: it rises with every report, version and decision, and never falls.
    `recorded` tells when each report was first recorded, by its id. `actors` is what is known of persons, bodies and places; `wording` puts codes, days and names into the words of one language.
    `dates` and `by_id` give a report's date and the report by its id, `meeting_of` the meeting of a change by the id of this,
    `meetings` a meeting by its own. `last_day` is the last on which one of the reports may have been published first: what stands for "now" in a file;
    `origins` remembers how a report is named beside its words.
    """

    record: Record
    reports: tuple[Report, ...]
    positions: tuple[Position, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    differences: tuple[Difference, ...] = ()
    actors: Mapping[str, Actor]
    wording: Wording
    until: str | None = None
    story: Story | None = None
    revision: int = 0
    recorded: Mapping[str, str] = field(default_factory=dict)
    version: str = ""

    dates: Mapping[str, ReportDate] = field(init=False)
    by_id: Mapping[str, Report] = field(init=False)
    meeting_of: Mapping[str, Meeting] = field(init=False)
    meetings: Mapping[str, Meeting] = field(init=False)
    last_day: str = field(init=False)
    origins: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        of = {change.id: m for m in self.record.meetings for change in m.changes}
        dated = {d.report_id: d.earliest for d in self.record.dates}
        days = [day for report in self.reports if (day := dated.get(report.id))]
        object.__setattr__(self, "last_day", max(days, default=self.until or "1980-01-01"))
        object.__setattr__(self, "meetings", {m.id: m for m in self.record.meetings})
        object.__setattr__(self, "dates", {date.report_id: date for date in self.record.dates})
        object.__setattr__(self, "by_id", {report.id: report for report in self.reports})
        object.__setattr__(self, "meeting_of", of)

    @property
    def title(self) -> str:
        """What the file is of."""
        return self.wording.label(self.story.label) if self.story else "Biennien"

    def lines(self) -> Iterator[Line]:
        """Every line that cites, a meeting before its changes."""
        for meeting in self.record.meetings:
            yield meeting
            yield from meeting.changes
        yield from self.record.statements
        yield from self.positions
        yield from self.explanations
        yield from self.differences

    def cited_reports(self) -> set[str]:
        """The ids of all reports that a line of it rests on."""
        own = {c.report_id for line in self.lines() for c in cited_by(line)}
        return own | {
            c.report_id for m in self.record.meetings for change in m.changes for c in change.citations
        }


def deciding(meeting: Meeting) -> tuple[Change, ...]:
    """The changes that a meeting's fate and status rest on."""
    found = (meeting.decisive(meeting.fate), meeting.decisive(meeting.status))
    return tuple(dict.fromkeys(c for c in found if c))


def cited_by(line: Line) -> tuple[Citation, ...]:
    """The words a line rests on; of a meeting those that its fate and status rest on."""
    if isinstance(line, Meeting):
        found: Iterable[Citation] = (c for change in deciding(line) for c in change.citations)
    elif isinstance(line, Difference):
        found = (c for side in line.sides for c in side.citations)
    elif isinstance(line, Statement):
        found = (*line.citations, *line.restated_in)
    else:
        found = line.citations
    return tuple(dict.fromkeys(found))


def planned(meeting: Meeting) -> bool:
    """Whether anybody spoke of it as a plan, not only of what took place."""
    return any(change.status != "held" for change in meeting.changes)


def days_of_meeting(meeting: Meeting) -> tuple[date, date] | None:
    """The first and last day of what took place, else of the plan, else those that all who speak of it leave for it."""
    held = meeting.when if meeting.status == "held" else None
    found = (bounds_of(value) for value in (held, meeting.planned_for, meeting.window))
    return next((bounds for bounds in found if bounds), None)


def bounds_of(value: str | None) -> tuple[date, date] | None:
    """The first and last day of a TIMEX3 value, or of a stretch ``day/day``; None where it has none."""
    first, _, last = (value or "").partition("/")
    days, ends = days_of(first), days_of(last or first)
    return (days[0], ends[1]) if days and ends else None


def is_day(value: str | None) -> bool:
    """Whether a TIMEX3 value is one day, known with its year."""
    return value is not None and days_of(value) is not None and grain_of(value) in ("day", "time")


def told_by(meeting: Meeting) -> tuple[str, ...]:
    """The ids of the reports that tell of a meeting."""
    return tuple(dict.fromkeys(c.report_id for change in meeting.changes for c in change.citations))


def place_of(citation: Citation, contents: Contents) -> str:
    """Where words stand: outlet, day, report and paragraph."""
    name = citation.report_id
    if name not in contents.origins:
        report, dated = contents.by_id.get(name), contents.dates.get(name)
        parts = [report.outlet if report else None, contents.wording.published(dated) if dated else None]
        contents.origins[name] = ", ".join([*(part for part in parts if part), name])
    return f"{contents.origins[name]} §{citation.paragraph}"


def label_of(meeting: Meeting, contents: Contents) -> str:
    """A meeting by its sides, kind and place, in the language of the export."""
    return contents.wording.meeting(meeting.participants, meeting.kind, meeting.place)


def instant_of(reports: Iterable[str], contents: Contents) -> datetime:
    """When the last of some reports was published, in UTC: its instant, else the first moment of its first possible day."""
    found = []
    for name in reports:
        report, dated = contents.by_id.get(name), contents.dates.get(name)
        if report and report.published_at and report.published_at[:10] == (dated.value if dated else None):
            with suppress(ValueError):
                instant = datetime.fromisoformat(report.published_at)
                found.append(instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC))
                continue
        if dated and (days := bounds_of(dated.earliest or dated.latest)):
            found.append(datetime.combine(days[0], time(), tzinfo=UTC))
    return max(found, default=datetime.combine(date.fromisoformat(contents.last_day), time(), tzinfo=UTC))


def few(citations: Sequence[Citation], most: int = 3) -> tuple[Citation, ...]:
    """The first citation of each report, a few of them."""
    first: dict[str, Citation] = {}
    for citation in citations:
        first.setdefault(citation.report_id, citation)
    return tuple(first.values())[:most]
