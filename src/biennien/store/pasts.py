"""What the store knows of the reports as they were known on a day."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Connection

from biennien.model import Report
from biennien.model.past import Row, Standings
from biennien.store.asking import ask, rows_with
from biennien.store.changing import read_rows
from biennien.store.codec import from_json
from biennien.store.decisions import read_decisions
from biennien.store.growing import standing_body
from biennien.store.versions import current_reports


def read_standings(connection: Connection) -> Standings:
    """All reports that are read, and their votes."""
    rows = ask(
        connection,
        "SELECT s.report_id, d.earliest, s.body FROM standing s JOIN report_dates d ON d.report_id = s.report_id"
        " WHERE s.input IS NOT NULL",
    )
    found = []
    for report_id, earliest, body in rows:
        report = from_json(Report, body) if '"published_at"' in body or '"copy_of"' in body else None
        instant, copy_of = (report.instant, report.copy_of) if report else ("", None)
        found.append(Row(report_id=report_id, earliest=earliest, instant=instant, copy_of=copy_of))
    votes: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    query = (
        "SELECT s.report_id, v.entity, v.state, v.times FROM votes v JOIN standing s ON s.number = v.number"
    )
    for report_id, entity, state, times in ask(connection, query):
        votes[report_id][entity, state] = times
    return Standings(rows=tuple(found), votes=votes)


def versions_on(connection: Connection, day: str) -> tuple[Report, ...]:
    """The reports of which another version, or another original, counted on a day than counts now."""
    query = "SELECT identity FROM reports GROUP BY identity HAVING count(DISTINCT sha256) > 1"
    several = {row[0] for row in ask(connection, query)}
    texts = {
        row[0]
        for row in rows_with(connection, "SELECT DISTINCT sha256 FROM reports WHERE identity IN (?)", several)
    }
    near = several | {
        row[0]
        for row in rows_with(connection, "SELECT DISTINCT identity FROM reports WHERE sha256 IN (?)", texts)
    }
    if not near:
        return ()
    then = current_reports(read_rows(connection, near), day, read_decisions(connection))
    standing = "SELECT report_id, sha256, body FROM standing WHERE report_id IN (?)"
    now = {row[0]: row[1:] for row in rows_with(connection, standing, [r.id for r in then])}
    then = tuple(r for r in then if r.sha256 in texts)
    return tuple(r for r in then if tuple(now.get(r.id, ())) != (r.sha256, standing_body(r)))
