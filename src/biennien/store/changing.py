"""Which reports stand otherwise since the record was made: found by what was recorded since, not by looking at all."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection

from biennien.model import Issue, Report, in_force
from biennien.store import schema
from biennien.store.codec import from_json
from biennien.store.decisions import read_decisions
from biennien.store.growing import standing_body
from biennien.store.keeping import rows_with
from biennien.store.versions import Row, current_reports, versions_of


def changed_since(connection: Connection, state: str) -> tuple[tuple[Report, ...], tuple[str, ...]]:
    """The reports that stand otherwise than at a `state`, and the ids of those that stand no more."""
    row, _, decided = state.partition("/")
    decisions = read_decisions(connection)
    new = {d.id for d in decisions[int(decided) :]} | {d.of for d in decisions[int(decided) :]}
    judged = [d for d in decisions if d.id in new]
    touched = {d.identity for d in judged} | {anchor.identity for d in judged for anchor in d.anchors}
    recorded = "SELECT DISTINCT identity FROM reports WHERE row > ?"
    touched.update(r[0] for r in connection.exec_driver_sql(recorded, (int(row),)))
    # What is a copy of what depends on all that ever had one of their texts.
    texts = _column(connection, "SELECT DISTINCT sha256 FROM reports WHERE identity IN (?)", touched)
    near = touched | _column(connection, "SELECT DISTINCT identity FROM reports WHERE sha256 IN (?)", texts)
    now = {
        report.id: report
        for report in current_reports(read_rows(connection, near), None, decisions)
        if report.identity in touched or report.sha256 in texts
    }
    query = "SELECT report_id, identity, sha256, body FROM standing WHERE identity IN (?)"
    before = {row[0]: row[1:] for row in rows_with(connection, query, near)}
    changed = tuple(
        report
        for report in now.values()
        if report.id not in before or before[report.id][1:] != (report.sha256, standing_body(report))
    )
    gone = tuple(sorted(i for i, (identity, *_) in before.items() if identity in touched and i not in now))
    return changed, gone


def read_rows(connection: Connection, identities: Collection[str] | None = None) -> list[Row]:
    """The reports as they were recorded, of some identities or of all."""
    names = [c.name for c in schema.reports.c]
    columns = ", ".join(f'r."{name}"' for name in names)
    query = f"SELECT {columns}, t.text FROM reports r JOIN texts t ON t.sha256 = r.sha256"
    rows = (
        connection.exec_driver_sql(query)
        if identities is None
        else rows_with(connection, f"{query} WHERE r.identity IN (?)", identities)
    )
    return [_row_of(dict(zip((*names, "text"), row, strict=True))) for row in rows]


def versions_in(connection: Connection, identity: str) -> tuple[Report, ...]:
    """All versions of one report, the oldest first."""
    decisions = [d for d in in_force(read_decisions(connection)) if d.identity == identity]
    return tuple(versions_of(read_rows(connection, [identity]), decisions))


def _column(connection: Connection, query: str, values: Collection[str]) -> set[str]:
    return {row[0] for row in rows_with(connection, query, values)}


def _row_of(row: dict[str, Any]) -> Row:
    recorded_at, digest = row.pop("recorded_at"), row.pop("digest")
    row.pop("row"), row.pop("identity")
    for key in ("dates", "extra"):
        row[key] = tuple((first, second) for first, second in json.loads(row[key]))
    row["issues"] = tuple(from_json(Issue, json.dumps(issue)) for issue in json.loads(row["issues"]))
    return Row(recorded_at=recorded_at, digest=digest, report=Report(**row))
