"""The records of many days in one object without repetition: each row once, with the steps at which it is there."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from biennien.model import (
    Account,
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
)
from biennien.model.text import short_reports
from biennien.model.timex import days_of

Row = dict[str, Any]
Thing = TypeVar("Thing", bound=Hashable)

# What a row leaves out stands at these values; the script of the page counts on it.
DEFAULTS: tuple[object, ...] = (None, False, (), [], {}, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The record as known on a day (None: the whole record), what is seen in it, and the versions of the reports that it rests on.

    `gaps` are what is not known, as (kind, id of the meeting or report).
    """

    day: str | None
    record: Record
    reports: tuple[Report, ...]
    explanations: tuple[Explanation, ...] = ()
    positions: tuple[Position, ...] = ()
    differences: tuple[Difference, ...] = ()
    gaps: tuple[tuple[str, str], ...] = ()

    def citations(self) -> Iterator[Citation]:
        """What all its lines rest on."""
        lines: list[Change | Statement | Explanation | Position | Account] = [
            *(change for meeting in self.record.meetings for change in meeting.changes),
            *self.record.statements,
            *self.explanations,
            *self.positions,
            *(side for difference in self.differences for side in difference.sides),
        ]
        for line in lines:
            yield from line.citations
        for statement in self.record.statements:
            yield from statement.restated_in


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


def fold_days(
    days: Sequence[Day],
    versions: Sequence[Version],
    anchors: Sequence[str],
    wanted: Collection[str] | None = None,
) -> Row:
    """One object for all days, in their order; the last is the whole record and its day None.

    `meetings`, `changes`, `statements`, `explanations`, `positions` and `differences` are the rows of the documented JSON (but for why
    mentions were joined) with three differences: a row stands once with `on`, the first and last step of each stretch in which it is
    there word for word; citations are numbers into `citations` (report, paragraph, start, end, quote); a `text` or `content` that
    is the first of them is left out. `at` are the first and last day of a change, statement or position, where it has one; `planned_at` and `held_at`
    those of a meeting. `gaps` have their `kind` and what they are `about`. Reports that are not among the `wanted` are `aside`.
    """
    changes, cited = _Table[Change](), _Table[Citation]()
    tables = {
        "meetings": _noted([day.record.meetings for day in days], lambda m: _meeting(m, changes)),
        "statements": _noted([day.record.statements for day in days], lambda s: _statement(s, cited)),
        "explanations": _noted([day.explanations for day in days], lambda e: _explanation(e, cited)),
        "positions": _noted([day.positions for day in days], lambda p: _position(p, cited)),
        "differences": _noted([day.differences for day in days], lambda d: _difference(d, cited)),
        "gaps": _noted([day.gaps for day in days], lambda gap: {"kind": gap[0], "about": gap[1]}),
    }
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
            _report(version, anchor, short) | ({"aside": True} if _is_aside(version, wanted) else {})
            for version, anchor in zip(versions, anchors, strict=True)
        ],
        "citations": [
            [wording(c), c.paragraph, c.span.start, c.span.end, c.quote] for c, _ in cited.things()
        ],
        "changes": change_rows,
        **tables,
    }


def _is_aside(version: Version, wanted: Collection[str] | None) -> bool:
    """Whether a report is there only because a line cites it."""
    return wanted is not None and version.report.id not in wanted


def _noted(days: Sequence[Iterable[Thing]], row: Callable[[Thing], Row]) -> list[Row]:
    """A row for each thing of the days, with the stretches of days in which it is there."""
    table = _Table[Thing]()
    for step, things in enumerate(days):
        for thing in things:
            table.note(thing, step)
    return [_with_stretches(row(thing), steps) for thing, steps in table.things()]


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
    return _with_days(_with_days(row, meeting.planned_for, "planned_at"), meeting.when, "held_at")


def _change(change: Change, cited: _Table[Citation]) -> Row:
    row = _told(change, ("citations",))
    row["citations"] = [cited.number(c) for c in change.citations]
    return _with_days(row, change.day)


def _statement(statement: Statement, cited: _Table[Citation]) -> Row:
    without = ("content",) if _is_quote(statement.content, statement.citations) else ()
    row = _told(statement, ("citations", "restated_in", "chain", *without))
    row["chain"] = [[link.who, link.named] for link in statement.chain]
    row["citations"] = [cited.number(c) for c in statement.citations]
    if statement.restated_in:
        row["restated_in"] = [cited.number(c) for c in statement.restated_in]
    return _with_days(row, statement.said_on)


def _explanation(explanation: Explanation, cited: _Table[Citation]) -> Row:
    return _with_days(_quoting(explanation, cited), explanation.said_on)


def _position(position: Position, cited: _Table[Citation]) -> Row:
    row = _with_days(_quoting(position, cited), position.since)
    row = _with_days(row, position.until, "to_at")
    row |= {} if position.changed is None else {"changed": position.changed}
    for name, printed in (("since", "from"), ("until", "to")):
        if (day := row.pop(name, None)) is not None:
            row[printed] = day
    return row


def _difference(difference: Difference, cited: _Table[Citation]) -> Row:
    row = _told(difference, ("sides",))
    row["sides"] = [_with_days(_quoting(side, cited), side.day) for side in difference.sides]
    return row


def _quoting(thing: Explanation | Position | Account, cited: _Table[Citation]) -> Row:
    """The fields of what rests on words; a text that is these words is told by them."""
    row = _told(thing, ("citations", *(("text",) if _is_quote(thing.text, thing.citations) else ())))
    row["citations"] = [cited.number(c) for c in thing.citations]
    return row


def _is_quote(text: str, citations: Sequence[Citation]) -> bool:
    return bool(citations) and text == citations[0].quote


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


def _with_days(row: Row, value: str | None, name: str = "at") -> Row:
    if bounds := days_of(value):
        row[name] = [day.isoformat() for day in bounds]
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
