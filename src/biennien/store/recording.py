"""Recording reports: what each is beside those that were recorded before, and its row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from biennien.model import Issue, Report
from biennien.store import schema
from biennien.store.asking import ask, rows_with, write_rows
from biennien.store.codec import to_json


@dataclass(slots=True)
class _Known:
    """What is stored, as far as adding some reports must know it."""

    digests: set[str] = field(default_factory=set)
    texts: dict[str, set[str]] = field(default_factory=dict)  # sha256 → identities
    identities: dict[str, set[str]] = field(default_factory=dict)  # identity → sha256
    ids: dict[str, str] = field(default_factory=dict)  # id → identity

    def add(self, digest: str, identity: str, report_id: str, sha256: str) -> None:
        self.digests.add(digest)
        self.texts.setdefault(sha256, set()).add(identity)
        self.identities.setdefault(identity, set()).add(sha256)
        self.ids.setdefault(report_id, identity)


def add_reports(connection: Connection, reports: Sequence[Report], recorded_at: str) -> list[str | Issue]:
    """Records each report that is not there yet and says what it was, or the issue of one that cannot be recorded."""
    digests = [_digest(report) for report in reports]
    known = _known(connection, reports, digests)
    last: int = ask(connection, "SELECT coalesce(max(row), 0) FROM reports").scalar_one()
    outcomes: list[str | Issue] = []
    texts, rows = list[dict[str, Any]](), list[dict[str, Any]]()
    for report, digest in zip(reports, digests, strict=True):
        outcome = _outcome(report, digest, known)
        outcomes.append(outcome)
        if isinstance(outcome, Issue) or outcome == "unchanged":
            continue
        if report.sha256 not in known.texts:
            texts.append({"sha256": report.sha256, "text": report.text})
        rows.append(_report_row(report, digest, recorded_at) | {"row": last + len(rows) + 1})
        known.add(digest, report.identity, report.id, report.sha256)
    write_rows(connection, schema.texts, texts)
    write_rows(connection, schema.reports, rows)
    return outcomes


def _known(connection: Connection, reports: Sequence[Report], digests: Sequence[str]) -> _Known:
    """What is stored of the reports, their texts and their names."""
    known = _Known()
    columns = "SELECT digest, identity, id, sha256 FROM reports WHERE"
    for column, values in (
        ("digest", digests),
        ("identity", [r.identity for r in reports]),
        ("id", [r.id for r in reports]),
        ("sha256", [r.sha256 for r in reports]),
    ):
        for row in rows_with(connection, f"{columns} {column} IN (?) ORDER BY row", {*values}):
            known.add(*row)
    return known


def _outcome(report: Report, digest: str, known: _Known) -> str | Issue:
    if digest in known.digests:
        return "unchanged"
    if known.ids.get(report.id, report.identity) != report.identity:
        return Issue(
            code="id_taken",
            severity="error",
            message=f"another report (outlet and address differ) has the id {report.id!r}.",
            where=report.id,
            remedy='Give this one its own "id".',
            report_id=report.id,
        )
    if report.identity in known.identities:
        return "amended" if report.sha256 in known.identities[report.identity] else "version"
    return "copy" if report.sha256 in known.texts else "new"


def _digest(report: Report) -> str:
    """One digest for everything that came in with the report; what was wrong with it, and where it lay, is left out."""
    bare = replace(report, text="", issues=(), version=1, copy_of=None)
    return hashlib.sha256(to_json(bare).encode()).hexdigest()


def _report_row(report: Report, digest: str, recorded_at: str) -> dict[str, Any]:
    bare = replace(report, text="", version=1, copy_of=None)
    row: dict[str, Any] = {c.name: getattr(bare, c.name) for c in schema.reports.c if hasattr(bare, c.name)}
    issues = [json.loads(to_json(issue)) for issue in report.issues]
    lists = {"dates": report.dates, "extra": report.extra, "issues": issues}
    return (
        row
        | {key: json.dumps(v, ensure_ascii=False) for key, v in lists.items()}
        | {"digest": digest, "recorded_at": recorded_at}
    )
