"""Puts into the record what has changed in it, row by row: what stays as it was is not written again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from biennien.model import Change, Citation, Meeting, Report, Statement
from biennien.model.growth import Growth, Uttered
from biennien.store import schema
from biennien.store.asking import ask, many, numbers_for, rows_with, run_with, write
from biennien.store.codec import to_json
from biennien.store.grouping import put_due
from biennien.store.keeping import Lookup, plans_body
from biennien.store.record_rows import (
    read_meetings,
    read_statements,
    remove_meetings,
    remove_statements,
    write_dates,
    write_issues,
    write_meetings,
    write_statements,
)
from biennien.store.versions import reading_input
from biennien.store.wording import change_statements, forget_words, put_reports_in, take_reports_out

Line = Meeting | Change | Statement


@dataclass(slots=True)
class _Ids:
    """The ids that went and came, each with its kind and the words that the line rests on."""

    went: dict[str, tuple[str, tuple[Citation, ...]]] = field(default_factory=dict)
    came: set[str] = field(default_factory=set)

    def lose(self, lines: Iterable[Line]) -> None:
        for line in _with_changes(lines):
            words = _words(line)
            self.went |= dict.fromkeys((line.id, *line.aliases), (type(line).__name__.lower(), words))

    def gain(self, lines: Iterable[Line]) -> None:
        for line in _with_changes(lines):
            self.came.update((line.id, *line.aliases))


def write_growth(connection: Connection, growth: Growth, kept: Lookup) -> None:
    """Writes what has changed. `kept` looks up what stood before."""
    ids = _Ids()
    take_reports_out(connection, {*growth.reports, *growth.gone})
    _remove_gone(connection, growth)
    _write_standing(connection, growth, kept)
    put_reports_in(connection, growth.reports)
    _write_plans(connection, growth)
    write_dates(connection, growth.dates.values())
    run_with(connection, 'DELETE FROM record_issues WHERE "of" IN (?)', {*growth.issues, *growth.gone})
    write_issues(connection, growth.issues)
    meetings, retold = _change_meetings(connection, growth, ids)
    statements = _change_statements(connection, growth, ids)
    _keep_former(connection, ids)
    _count(connection, {"meetings": meetings, "statements": statements})
    put_due(connection, {*growth.reports, *growth.dates, *growth.gone}, retold)


def clear(connection: Connection) -> None:
    """Empties what can be made again, so that the record grows from nothing; the ids that were given out are kept."""
    ids = _Ids()
    ids.lose(f.meeting for _, f in read_meetings(connection).values())
    ids.lose(u.statement for u in read_statements(connection).values())
    _keep_former(connection, ids)
    for table in (*schema.RECORD_TABLES, *schema.GROWTH_TABLES):
        connection.execute(table.delete())
    forget_words(connection)
    ask(connection, "DELETE FROM meta WHERE key IN ('meetings', 'statements')")


def forget_current(connection: Connection) -> None:
    """Takes those ids out of the former ones that lead to something again, after all was made again."""
    for table, column in (("meetings", "id"), ("changes", "id"), ("statements", "id")):
        ask(connection, f"DELETE FROM former_ids WHERE id IN (SELECT {column} FROM {table})")


def _remove_gone(connection: Connection, growth: Growth) -> None:
    numbers = [
        row[0]
        for row in rows_with(connection, "SELECT number FROM standing WHERE report_id IN (?)", growth.gone)
    ]
    for table in ("bearings", "votes", "standing"):
        run_with(connection, f"DELETE FROM {table} WHERE number IN (?)", numbers)
    run_with(connection, "DELETE FROM report_dates WHERE report_id IN (?)", growth.gone)


def _write_standing(connection: Connection, growth: Growth, kept: Lookup) -> None:
    before = kept.keys(growth.keys)
    numbers = numbers_for(connection, "standing", {*growth.keys, *growth.reports})
    rows = [
        (
            numbers[r.id],
            r.id,
            r.identity,
            r.sha256,
            None if r.withdrawn else reading_input(r),
            standing_body(r),
        )
        for r in growth.reports.values()
    ]
    write(connection, schema.standing, [column.name for column in schema.standing.c], rows, "replace")
    went, came = [], []
    for i, keys in growth.keys.items():
        for kind, now in keys.items():
            then = before.get(i, {}).get(kind, frozenset())
            went += [(kind, key, numbers[i]) for key in sorted(then - now)]
            came += [(kind, key, numbers[i]) for key in sorted(now - then)]
    many(connection, "DELETE FROM bearings WHERE kind = ? AND key = ? AND number = ?", went)
    write(connection, schema.bearings, ("kind", "key", "number"), came)
    run_with(connection, "DELETE FROM votes WHERE number IN (?)", [numbers[i] for i in growth.reports])
    votes = [
        (entity, state, numbers[i], times)
        for i, cast in growth.votes.items()
        for (entity, state), times in cast.items()
    ]
    write(connection, schema.votes, ("entity", "state", "number", "times"), votes)


def standing_body(report: Report) -> str:
    """A report as it stands, without its text."""
    return to_json(replace(report, text="", origin=None))


def _write_plans(connection: Connection, growth: Growth) -> None:
    run_with(connection, "DELETE FROM plans WHERE sides IN (?)", growth.plans)
    run_with(connection, "DELETE FROM plan_keys WHERE sides IN (?)", growth.plans)
    bodies = [(group, plans_body(plans)) for group, plans in growth.plans.items() if plans]
    write(connection, schema.plans, ("sides", "body"), bodies)
    keys = [(key, group) for group, found in growth.plan_keys.items() for key in sorted(found)]
    write(connection, schema.plan_keys, ("key", "sides"), keys)


def _change_meetings(connection: Connection, growth: Growth, ids: _Ids) -> tuple[int, set[str]]:
    """Writes the meetings that are others now; returns how many more there are, and the reports that tell of others."""
    before = read_meetings(connection, growth.meetings)
    now = {f.meeting.id: (group, f) for group, rows in growth.meetings.items() for f in rows}
    went = {i for i, found in before.items() if now.get(i) != found}
    came = {i: found for i, found in now.items() if before.get(i) != found}
    ids.lose(before[i][1].meeting for i in went)
    ids.gain(f.meeting for _, f in came.values())
    remove_meetings(connection, went)
    write_meetings(connection, came.values())
    told = _told(before[i][1].meeting for i in went) ^ _told(f.meeting for _, f in came.values())
    return len(now) - len(before), {report_id for _, report_id in told}


def _change_statements(connection: Connection, growth: Growth, ids: _Ids) -> int:
    anew = {*growth.issues, *growth.gone}
    reports = {*anew, *(report_id for report_id, _ in growth.retold)}
    before = {
        i: u
        for i, u in read_statements(connection, reports).items()
        if u.report_id in anew or (u.report_id, u.index) in growth.retold
    }
    now: Mapping[str, Uttered] = {u.statement.id: u for u in growth.statements}
    went = {i for i, found in before.items() if now.get(i) != found}
    came = [found for i, found in now.items() if before.get(i) != found]
    ids.lose(before[i].statement for i in went)
    ids.gain(u.statement for u in came)
    remove_statements(connection, went)
    write_statements(connection, came)
    change_statements(connection, [before[i].statement for i in went], [u.statement for u in came])
    return len(now) - len(before)


def _keep_former(connection: Connection, ids: _Ids) -> None:
    """Notes the ids that lead to nothing any more; one that does so again is no former one."""
    run_with(connection, "DELETE FROM former_ids WHERE id IN (?)", ids.came)
    rows = [
        (i, kind, c.report_id, c.quote)
        for i, (kind, words) in ids.went.items()
        if i not in ids.came
        for c in words
    ]
    write(connection, schema.former_ids, ("id", "kind", "report_id", "quote"), rows, "keep")


def _count(connection: Connection, more: Mapping[str, int]) -> None:
    for key, number in more.items():
        before = ask(connection, "SELECT value FROM meta WHERE key = ?", (key,)).scalar()
        write(connection, schema.meta, ("key", "value"), [(key, str(int(before or 0) + number))], "replace")


def _with_changes(lines: Iterable[Line]) -> Iterable[Line]:
    for line in lines:
        yield line
        if isinstance(line, Meeting):
            yield from line.changes


def _told(meetings: Iterable[Meeting]) -> set[tuple[str, str]]:
    """(meeting, report) where the report tells of it."""
    return {(m.id, c.report_id) for m in meetings for change in m.changes for c in change.citations}


def _words(line: Line) -> tuple[Citation, ...]:
    if isinstance(line, Meeting):
        return tuple(c for change in line.changes for c in change.citations)
    return (*line.citations, *(line.restated_in if isinstance(line, Statement) else ()))
