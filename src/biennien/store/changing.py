"""Which reports stand otherwise since the record was made: found by what was recorded since, not by looking at all."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection

from biennien.model import Issue, Report, Version, in_force
from biennien.store import schema
from biennien.store.asking import ask, rows_with
from biennien.store.codec import from_json
from biennien.store.decisions import read_decisions
from biennien.store.growing import standing_body
from biennien.store.versions import Row, current_reports, versions_of


def changed_since(connection: Connection, state: str) -> tuple[tuple[Report, ...], tuple[str, ...]]:
    """The reports that stand otherwise than at a `state`, and the ids of those that stand no more."""
    row, _, decided = state.partition("/")
    decisions = read_decisions(connection)
    new = {d.id for d in decisions[int(decided) :]} | {d.of for d in decisions[int(decided) :]}
    judged = [d for d in decisions if d.id in new]
    touched = {d.identity for d in judged} | {anchor.identity for d in judged for anchor in d.anchors}
    recorded = "SELECT DISTINCT identity FROM reports WHERE row > ?"
    touched.update(r[0] for r in ask(connection, recorded, (int(row),)))
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
        ask(connection, query).all()
        if identities is None
        else rows_with(connection, f"{query} WHERE r.identity IN (?)", identities)
    )
    return [_row_of(dict(zip((*names, "text"), row, strict=True))) for row in rows]


def versions_in(connection: Connection, name: str) -> tuple[Version, ...]:
    """All versions of one report, the oldest first, by its identity or any id that it was recorded under."""
    rows = read_rows(connection, [name])
    if not rows:
        rows = read_rows(
            connection, _column(connection, "SELECT identity FROM reports WHERE id IN (?)", [name])
        )
    if not rows:
        return ()
    identity = rows[0].report.identity
    decisions = [d for d in in_force(read_decisions(connection)) if d.identity == identity]
    return tuple(versions_of(rows, decisions))


def days_of_versions(connection: Connection) -> tuple[str, ...]:
    """The days (or months) on which any version of any report was published, as it says itself, and those on which later ones came."""
    published = ask(connection, "SELECT DISTINCT published_on FROM reports WHERE published_on IS NOT NULL")
    several = "SELECT identity FROM reports GROUP BY identity HAVING count(DISTINCT sha256) > 1"
    by_identity: dict[str, list[Row]] = {}
    for row in read_rows(connection, {row[0] for row in ask(connection, several)}):
        by_identity.setdefault(row.report.identity, []).append(row)
    came = {v.came_on for rows in by_identity.values() for v in versions_of(rows)}
    return tuple(sorted({row[0] for row in published} | {day for day in came if day}))


def _column(connection: Connection, query: str, values: Collection[str]) -> set[str]:
    return {row[0] for row in rows_with(connection, query, values)}


def _row_of(row: dict[str, Any]) -> Row:
    recorded_at, digest = row.pop("recorded_at"), row.pop("digest")
    row.pop("row"), row.pop("identity")
    for key in ("dates", "extra"):
        row[key] = tuple((first, second) for first, second in json.loads(row[key]))
    row["issues"] = tuple(from_json(Issue, json.dumps(issue)) for issue in json.loads(row["issues"]))
    return Row(recorded_at=recorded_at, digest=digest, report=Report(**row))
