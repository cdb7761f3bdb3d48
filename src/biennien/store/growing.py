"""Puts into the record what has changed in it, row by row: what stays as it was is not written again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from biennien.model import Change, Citation, Meeting, Report, Statement
from biennien.model.growth import Growth, Uttered
from biennien.store import schema
from biennien.store.codec import to_json
from biennien.store.grouping import put_due
from biennien.store.keeping import Lookup, many, plans_body, rows_with, run_with
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
    connection.exec_driver_sql("DELETE FROM meta WHERE key IN ('meetings', 'statements')")


def forget_current(connection: Connection) -> None:
    """Takes those ids out of the former ones that lead to something again, after all was made again."""
    for table, column in (("meetings", "id"), ("changes", "id"), ("statements", "id")):
        connection.exec_driver_sql(f"DELETE FROM former_ids WHERE id IN (SELECT {column} FROM {table})")


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
    insert = (
        "INSERT INTO standing (report_id, identity, sha256, input, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (report_id)"
        " DO UPDATE SET identity = excluded.identity, sha256 = excluded.sha256, input = excluded.input, body = excluded.body"
    )
    rows = [
        (r.id, r.identity, r.sha256, None if r.withdrawn else reading_input(r), standing_body(r))
        for r in growth.reports.values()
    ]
    many(connection, insert, rows)
    query = "SELECT report_id, number FROM standing WHERE report_id IN (?)"
    numbers = dict(rows_with(connection, query, {*growth.keys, *growth.reports}))
    went, came = [], []
    for i, keys in growth.keys.items():
        for kind, now in keys.items():
            then = before.get(i, {}).get(kind, frozenset())
            went += [(kind, key, numbers[i]) for key in sorted(then - now)]
            came += [(kind, key, numbers[i]) for key in sorted(now - then)]
    many(connection, "DELETE FROM bearings WHERE kind = ? AND key = ? AND number = ?", went)
    many(connection, "INSERT INTO bearings (kind, key, number) VALUES (?, ?, ?)", came)
    run_with(connection, "DELETE FROM votes WHERE number IN (?)", [numbers[i] for i in growth.reports])
    votes = [
        (entity, state, numbers[i], times)
        for i, cast in growth.votes.items()
        for (entity, state), times in cast.items()
    ]
    many(connection, "INSERT INTO votes (entity, state, number, times) VALUES (?, ?, ?, ?)", votes)


def standing_body(report: Report) -> str:
    """A report as it stands, without its text."""
    return to_json(replace(report, text=""))


def _write_plans(connection: Connection, growth: Growth) -> None:
    run_with(connection, "DELETE FROM plans WHERE sides IN (?)", growth.plans)
    run_with(connection, "DELETE FROM plan_keys WHERE sides IN (?)", growth.plans)
    bodies = [(group, plans_body(plans)) for group, plans in growth.plans.items() if plans]
    many(connection, "INSERT INTO plans (sides, body) VALUES (?, ?)", bodies)
    keys = [(key, group) for group, found in growth.plan_keys.items() for key in sorted(found)]
    many(connection, "INSERT INTO plan_keys (key, sides) VALUES (?, ?)", keys)


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
    insert = "INSERT OR IGNORE INTO former_ids (id, kind, report_id, quote) VALUES (?, ?, ?, ?)"
    many(connection, insert, rows)


def _count(connection: Connection, more: Mapping[str, int]) -> None:
    for key, number in more.items():
        connection.exec_driver_sql(
            "INSERT INTO meta (key, value) VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + CAST(excluded.value AS INTEGER) AS TEXT)",
            (key, str(number)),
        )


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
