"""The records of many days in one object without repetition: each row once, with the steps at which it is there."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from biennien.model import Change, Citation, Meeting, Record, Report, ReportDate, Statement
from biennien.model.text import short_reports
from biennien.model.timex import days_of

Row = dict[str, Any]
Thing = TypeVar("Thing", bound=Hashable)

# What a row leaves out stands at these values; the script of the page counts on it.
DEFAULTS: tuple[object, ...] = (None, False, (), [], {}, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The record as known on a day (None: the whole record), and the versions of the reports that it rests on."""

    day: str | None
    record: Record
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A report in one wording: its date, and the first and last step at which it counts (None: at none)."""

    report: Report
    date: ReportDate | None
    on: tuple[int, int] | None


def versions_of(days: Sequence[Day]) -> list[Version]:
    """Every wording of every report, by day, then id, the last wording last."""
    found: dict[tuple[str, str], Version] = {}
    for step, day in enumerate(days):
        dates = {date.report_id: date for date in day.record.dates}
        for report in day.reports:
            date, key = dates.get(report.id), (report.id, report.sha256)
            counts = day.day is None or bool(date and date.earliest and date.earliest <= day.day)
            before = found[key].on if key in found else None
            on = (before[0] if before else step, step) if counts else before
            found[key] = Version(report=report, date=date, on=on)
    rows = [version for version in found.values() if version.on]
    return sorted(rows, key=lambda v: ((v.date and v.date.earliest) or "9999", v.report.id, v.report.version))


def fold_days(days: Sequence[Day], versions: Sequence[Version], anchors: Sequence[str]) -> Row:
    """One object for all days, in their order; the last is the whole record and its day None.

    `meetings`, `changes` and `statements` are the rows of the documented JSON (but for why mentions were joined) with two differences: a row stands once with `on`,
    the first and last step of each stretch in which it is there word for word, and citations are numbers into `citations`
    (report, paragraph, start, end, quote). `at` are the first and last day of a change or statement, where it has one.
    """
    changes, meetings, statements = _Table[Change](), _Table[Meeting](), _Table[Statement]()
    cited = _Table[Citation]()
    for step, day in enumerate(days):
        for meeting in day.record.meetings:
            meetings.note(meeting, step)
        for statement in day.record.statements:
            statements.note(statement, step)
    meeting_rows = [_with_stretches(_meeting(m, changes), steps) for m, steps in meetings.things()]
    statement_rows = [_with_stretches(_statement(s, cited), steps) for s, steps in statements.things()]
    change_rows = [_change(change, cited) for change, _ in changes.things()]
    short = short_reports({version.report.id for version in versions})
    wordings: dict[str, list[int]] = {}
    for number, version in enumerate(versions):
        wordings.setdefault(version.report.id, []).append(number)

    def wording(citation: Citation) -> int:
        """The last wording of the report in which the words stand at their place."""
        numbers = wordings[citation.report_id]
        return next((n for n in reversed(numbers) if citation.holds_in(versions[n].report.text)), numbers[-1])

    return {
        "days": [day.day for day in days],
        "reports": [
            _report(version, anchor, short) for version, anchor in zip(versions, anchors, strict=True)
        ],
        "citations": [
            [wording(c), c.paragraph, c.span.start, c.span.end, c.quote] for c, _ in cited.things()
        ],
        "changes": change_rows,
        "meetings": meeting_rows,
        "statements": statement_rows,
    }


class _Table(dict[Thing, tuple[int, list[int]]]):
    """Things in the order in which they were first met, each with its number and the steps at which it was met."""

    def number(self, thing: Thing) -> int:
        """The number of a thing."""
        return self.setdefault(thing, (len(self), []))[0]

    def note(self, thing: Thing, step: int) -> None:
        """Remembers that a thing is there at a step."""
        self.setdefault(thing, (len(self), []))[1].append(step)

    def things(self) -> list[tuple[Thing, list[int]]]:
        """The things in the order of their numbers, with their steps."""
        return [(thing, steps) for thing, (_, steps) in self.items()]


def _meeting(meeting: Meeting, changes: _Table[Change]) -> Row:
    row = _told(meeting, ("changes", "sides", "reasons"))
    row["sides"] = [list(side) for side in meeting.sides]
    row["changes"] = [changes.number(change) for change in meeting.changes]
    return row


def _change(change: Change, cited: _Table[Citation]) -> Row:
    row = _told(change, ("citations",))
    row["citations"] = [cited.number(c) for c in change.citations]
    return _with_days(row, change.day)


def _statement(statement: Statement, cited: _Table[Citation]) -> Row:
    row = _told(statement, ("citations", "restated_in", "chain"))
    row["chain"] = [[link.who, link.named] for link in statement.chain]
    row["citations"] = [cited.number(c) for c in statement.citations]
    if statement.restated_in:
        row["restated_in"] = [cited.number(c) for c in statement.restated_in]
    return _with_days(row, statement.said_on)


def _report(version: Version, anchor: str, short: Mapping[str, str]) -> Row:
    report = version.report
    row: Row = {"id": report.id, "anchor": anchor, "on": version.on}
    facts = {name: getattr(report, name) for name in ("outlet", "title", "url", "copy_of")}
    row.update({name: value for name, value in facts.items() if value})
    if report.id in short:
        row["short"] = short[report.id]
    if report.version > 1:
        row["version"] = report.version
    if report.withdrawn:
        row["withdrawn"] = {"by": report.withdrawn.by, "day": report.withdrawn.recorded_at[:10]}
    row["published"] = _told(version.date, ("report_id",)) if version.date else {}
    return row


def _told(thing: Any, without: Iterable[str]) -> Row:
    """The fields of a record that say something."""
    values = ((f.name, getattr(thing, f.name)) for f in dataclasses.fields(thing) if f.name not in without)
    return {name: value for name, value in values if value not in DEFAULTS}


def _with_days(row: Row, value: str | None) -> Row:
    if bounds := days_of(value):
        row["at"] = [day.isoformat() for day in bounds]
    return row


def _with_stretches(row: Row, steps: Sequence[int]) -> Row:
    """Steps 1, 2, 3, 7 as [[1, 3], [7, 7]]."""
    stretches: list[list[int]] = []
    for step in steps:
        if stretches and stretches[-1][1] == step - 1:
            stretches[-1][1] = step
        else:
            stretches.append([step, step])
    row["on"] = stretches
    return row
