"""A `Record` ↔ the rows of its tables."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Table, select

from biennien.model import Change, Citation, Issue, Link, Meeting, Record, ReportDate, Span, Statement
from biennien.store import schema
from biennien.store.citing import citations_of

Rows = list[dict[str, Any]]
Found = Mapping[tuple[str, str], tuple[Citation, ...]]


def write_record(connection: Connection, record: Record, texts: Mapping[str, str]) -> None:
    """Puts a record in the place of the former one. `texts` gives the sha256 of each report's text that is cited."""
    for table in schema.RECORD_TABLES:
        connection.execute(table.delete())
    changes = [
        {**_row(change, schema.changes), "meeting": meeting.id, "ord": ord}
        for meeting in record.meetings
        for ord, change in enumerate(meeting.changes)
    ]
    cited = [
        {"of": of, "of_id": of_id, "ord": ord, "report_id": c.report_id, "sha256": texts[c.report_id]}
        | {"paragraph": c.paragraph, "start": c.span.start, "end": c.span.end, "quote": c.quote}
        for of, of_id, ord, c in citations_of(record)
    ]
    for table, rows in (
        (schema.report_dates, _rows(record.dates, schema.report_dates)),
        (schema.meetings, _rows(record.meetings, schema.meetings)),
        (schema.changes, changes),
        (schema.statements, _rows(record.statements, schema.statements)),
        (schema.record_issues, _rows(record.issues, schema.record_issues)),
        (schema.citations, cited),
    ):
        if rows:
            connection.execute(table.insert(), rows)


def read_record(connection: Connection) -> Record:
    """The record as it was last written."""
    cited = _citations(connection)
    changes: dict[str, list[Change]] = defaultdict(list)
    for row in _all(connection, schema.changes, schema.changes.c.meeting, schema.changes.c.ord):
        key = ("change", f"{row['meeting']}/{row['ord']}")
        changes[row["meeting"]].append(_change(row, cited.get(key, ())))
    meetings = _all(connection, schema.meetings, schema.meetings.c.ord)
    dates = _all(connection, schema.report_dates, schema.report_dates.c.ord)
    statements = _all(connection, schema.statements, schema.statements.c.ord)
    issues = _all(connection, schema.record_issues, schema.record_issues.c.ord)
    return Record(
        dates=tuple(ReportDate(**_without_ord(row)) for row in dates),
        meetings=tuple(_meeting(row, tuple(changes[row["id"]])) for row in meetings),
        statements=tuple(_statement(row, cited) for row in statements),
        issues=tuple(Issue(**{**_without_ord(row), "context": _list(row["context"])}) for row in issues),
    )


def _citations(connection: Connection) -> Found:
    found: dict[tuple[str, str], list[Citation]] = defaultdict(list)
    table = schema.citations
    for row in connection.execute(select(table).order_by(table.c.of, table.c.of_id, table.c.ord)):
        of, of_id, _, report_id, _, paragraph, start, end, quote = row
        found[of, of_id].append(
            Citation(report_id=report_id, span=Span(start, end), quote=quote, paragraph=paragraph)
        )
    return {key: tuple(citations) for key, citations in found.items()}


def _change(row: Mapping[str, Any], citations: tuple[Citation, ...]) -> Change:
    lists = {key: _list(row[key]) for key in ("announced_by", "via", "flags")}
    flags = {"named": bool(row["named"]), "after_end": bool(row["after_end"]), "citations": citations}
    return Change(**{k: v for k, v in row.items() if k not in ("meeting", "ord")} | lists | flags)


def _meeting(row: Mapping[str, Any], changes: tuple[Change, ...]) -> Meeting:
    lists = {key: _list(row[key]) for key in ("participants", "aliases", "reasons")}
    sides = tuple((entity, status) for entity, status in json.loads(row["sides"]))
    return Meeting(**_without_ord(row) | lists | {"sides": sides, "changes": changes})


def _statement(row: Mapping[str, Any], cited: Found) -> Statement:
    lists: dict[str, Any] = {key: _list(row[key]) for key in ("speaker", "about", "flags")}
    lists["chain"] = tuple(Link(who=who, named=named) for who, named in json.loads(row["chain"]))
    lists["citations"] = cited.get(("statement", row["id"]), ())
    lists["restated_in"] = cited.get(("restatement", row["id"]), ())
    return Statement(**_without_ord(row) | lists | {"named": bool(row["named"])})


def _rows(values: Iterable[object], table: Table) -> Rows:
    return [{**_row(value, table), "ord": ord} for ord, value in enumerate(values)]


def _row(value: Any, table: Table) -> dict[str, Any]:
    """The fields that have a column; tuples as JSON, links as pairs."""
    row: dict[str, Any] = {}
    for field in fields(value):
        if field.name in table.c:
            item = getattr(value, field.name)
            if isinstance(item, tuple):
                pairs = [[x.who, x.named] if isinstance(x, Link) else x for x in item]
                item = json.dumps(pairs, ensure_ascii=False)
            row[field.name] = item
    return row


def _all(connection: Connection, table: Table, *order: Any) -> list[Mapping[str, Any]]:
    return [dict(row) for row in connection.execute(select(table).order_by(*order)).mappings()]


def _without_ord(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "ord"}


def _list(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
