"""A `Record` ↔ the rows of its tables."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Table

from biennien.model import Change, Citation, Issue, Link, Meeting, Record, ReportDate, Span, Statement
from biennien.model.growth import Folded, Uttered
from biennien.store import schema
from biennien.store.asking import ask, rows_with, run_with, write_rows
from biennien.store.citing import citations_of
from biennien.store.wording import number_of

Found = Mapping[tuple[str, str], tuple[Citation, ...]]


def write_meetings(connection: Connection, rows: Iterable[tuple[int, Folded]]) -> None:
    """Adds meetings, each with its group of sides, and their changes and citations."""
    folded = list(rows)
    meetings = [
        {**_row(f.meeting, schema.meetings), "sides_key": group, "place_in": json.dumps(f.order)}
        for group, f in folded
    ]
    changes = [
        {**_row(change, schema.changes), "meeting": f.meeting.id, "ord": ord}
        for _, f in folded
        for ord, change in enumerate(f.meeting.changes)
    ]
    write_rows(connection, schema.meetings, meetings)
    write_rows(connection, schema.changes, changes)
    _cite(connection, Record(meetings=tuple(f.meeting for _, f in folded)))


def remove_meetings(connection: Connection, ids: Collection[str]) -> None:
    """Takes meetings out with all that belongs to them."""
    places = rows_with(connection, "SELECT meeting || '/' || ord FROM changes WHERE meeting IN (?)", ids)
    run_with(connection, "DELETE FROM citations WHERE of = 'change' AND of_id IN (?)", [p[0] for p in places])
    run_with(connection, "DELETE FROM changes WHERE meeting IN (?)", ids)
    run_with(connection, "DELETE FROM meetings WHERE id IN (?)", ids)


def write_statements(connection: Connection, rows: Sequence[Uttered]) -> None:
    """Adds statements with their citations."""
    write_rows(
        connection,
        schema.statements,
        [
            {
                **_row(u.statement, schema.statements),
                "report_id": u.report_id,
                "index": u.index,
                "place_in": json.dumps(u.order),
                "number": number_of(u.statement.id),
            }
            for u in rows
        ],
    )
    _cite(connection, Record(statements=tuple(u.statement for u in rows)))


def remove_statements(connection: Connection, ids: Collection[str]) -> None:
    """Takes statements out with their citations."""
    cited = "DELETE FROM citations WHERE of IN ('statement', 'restatement') AND of_id IN (?)"
    run_with(connection, cited, ids)
    run_with(connection, "DELETE FROM statements WHERE id IN (?)", ids)


def write_dates(connection: Connection, dates: Iterable[ReportDate]) -> None:
    """Puts dates in the place of the former ones."""
    rows = [_row(dated, schema.report_dates) for dated in dates]
    write_rows(connection, schema.report_dates, rows, "replace")


def write_issues(connection: Connection, issues: Mapping[str, Sequence[Issue]]) -> None:
    """Adds what was wrong with reports."""
    rows = [{**_row(i, schema.record_issues), "of": of} for of, found in issues.items() for i in found]
    write_rows(connection, schema.record_issues, rows)


def read_meetings(
    connection: Connection, values: Collection[Any] | None = None, by: str = "sides_key"
) -> dict[str, tuple[int, Folded]]:
    """The meetings by id, each with its group; those with one of some values of a column, or all."""
    found = _rows_of(connection, "meetings", by, values)
    ids = None if values is None else [row["id"] for row in found]
    changes: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in _rows_of(connection, "changes", "meeting", ids):
        changes[row["meeting"]].append(row)
    places = (
        None if ids is None else [f"{r['meeting']}/{r['ord']}" for rows in changes.values() for r in rows]
    )
    cited = _citations(connection, ("change",), places)
    meetings = {}
    for row in found:
        told = sorted(changes[row["id"]], key=lambda r: r["ord"])
        parts = tuple(_change(r, cited.get(("change", f"{r['meeting']}/{r['ord']}"), ())) for r in told)
        folded = Folded(order=_list(row["place_in"]), meeting=_meeting(row, parts))
        meetings[row["id"]] = (row["sides_key"], folded)
    return meetings


def read_statements(
    connection: Connection, values: Collection[str] | None = None, by: str = "report_id"
) -> dict[str, Uttered]:
    """The statements by id; those with one of some values of a column (the report that they begin in), or all."""
    found = _rows_of(connection, "statements", by, values)
    ids = None if values is None else [row["id"] for row in found]
    cited = _citations(connection, ("statement", "restatement"), ids)
    return {
        row["id"]: Uttered(
            order=_list(row["place_in"]),
            report_id=row["report_id"],
            index=row["index"],
            statement=_statement(row, cited),
        )
        for row in found
    }


def read_record(connection: Connection) -> Record:
    """The record as it was last written."""
    return in_order(
        read_dates(connection),
        read_meetings(connection).values(),
        read_statements(connection).values(),
        read_issues(connection),
    )


def in_order(
    dates: Iterable[ReportDate],
    meetings: Iterable[tuple[int, Folded]],
    statements: Iterable[Uttered],
    issues: Iterable[Issue],
) -> Record:
    """A record of lines as they were read."""
    folded = sorted((f for _, f in meetings), key=lambda f: (f.order, f.meeting.id))
    return Record(
        dates=tuple(dates),
        meetings=tuple(f.meeting for f in folded),
        statements=tuple(u.statement for u in sorted(statements, key=lambda u: u.order)),
        issues=tuple(sorted(issues, key=lambda i: (i.report_id or "", i.where, i.code, i.message))),
    )


def read_issues(connection: Connection, reports: Collection[str] | None = None) -> set[Issue]:
    """What was wrong with some reports, or with all."""
    return {
        Issue(**{**_without(row, "of"), "context": _list(row["context"])})
        for row in _rows_of(connection, "record_issues", "of", reports)
    }


def read_dates(connection: Connection, ids: Collection[str] | None = None) -> list[ReportDate]:
    """The dates of reports, or of all, by id."""
    rows = _rows_of(connection, "report_dates", "report_id", ids)
    return [ReportDate(**row) for row in sorted(rows, key=lambda r: str(r["report_id"]))]


def _citations(connection: Connection, of: Sequence[str], ids: Collection[str] | None) -> Found:
    columns = 'SELECT of, of_id, ord, report_id, paragraph, start, "end", quote FROM citations'
    kinds = ", ".join(f"'{kind}'" for kind in of)
    query = f"{columns} WHERE of IN ({kinds})"
    rows = ask(connection, query) if ids is None else rows_with(connection, f"{query} AND of_id IN (?)", ids)
    found: dict[tuple[str, str], list[Citation]] = defaultdict(list)
    for kind, of_id, _, report_id, paragraph, start, end, quote in sorted(rows, key=lambda r: r[:3]):
        found[kind, of_id].append(
            Citation(report_id=report_id, span=Span(start, end), quote=quote, paragraph=paragraph)
        )
    return {key: tuple(citations) for key, citations in found.items()}


def _cite(connection: Connection, record: Record) -> None:
    """Adds the citations of lines, each with the text that it points into."""
    rows = list(citations_of(record))
    reports = {c.report_id for *_, c in rows}
    texts = dict(
        rows_with(connection, "SELECT report_id, sha256 FROM standing WHERE report_id IN (?)", reports)
    )
    cited = [
        {"of": of, "of_id": of_id, "ord": ord, "report_id": c.report_id, "sha256": texts[c.report_id]}
        | {"paragraph": c.paragraph, "start": c.span.start, "end": c.span.end, "quote": c.quote}
        for of, of_id, ord, c in rows
    ]
    write_rows(connection, schema.citations, cited)


def _change(row: Mapping[str, Any], citations: tuple[Citation, ...]) -> Change:
    lists = {key: _list(row[key]) for key in ("announced_by", "via", "flags", "aliases")}
    flags = {"named": bool(row["named"]), "after_end": bool(row["after_end"]), "citations": citations}
    return Change(**{k: v for k, v in row.items() if k not in ("meeting", "ord")} | lists | flags)


def _meeting(row: Mapping[str, Any], changes: tuple[Change, ...]) -> Meeting:
    lists = {key: _list(row[key]) for key in ("participants", "aliases", "reasons")}
    sides = tuple((entity, status) for entity, status in json.loads(row["sides"]))
    return Meeting(**_without(row, "sides_key", "place_in") | lists | {"sides": sides, "changes": changes})


def _statement(row: Mapping[str, Any], cited: Found) -> Statement:
    lists: dict[str, Any] = {key: _list(row[key]) for key in ("speaker", "about", "flags", "aliases")}
    lists["chain"] = tuple(Link(who=who, named=named) for who, named in json.loads(row["chain"]))
    lists["citations"] = cited.get(("statement", row["id"]), ())
    lists["restated_in"] = cited.get(("restatement", row["id"]), ())
    return Statement(
        **_without(row, "report_id", "index", "place_in", "number") | lists | {"named": bool(row["named"])}
    )


def _row(value: Any, table: Table) -> dict[str, Any]:
    """The fields that have a column; tuples as JSON, links as pairs."""
    row: dict[str, Any] = {}
    for field in fields(value):
        if field.name in table.c:
            item = getattr(value, field.name)
            if isinstance(item, tuple):
                pairs = [[x.who, x.named] if isinstance(x, Link) else x for x in item]
                item = json.dumps(pairs, ensure_ascii=False)
            row[field.name] = int(item) if isinstance(item, bool) else item
    return row


def _rows_of(
    connection: Connection, table: str, column: str, values: Collection[Any] | None
) -> list[Mapping[str, Any]]:
    """The rows of a table, or those with one of the values."""
    names = [f'"{c.name}"' for c in schema.metadata.tables[table].c]
    query = f"SELECT {', '.join(names)} FROM {table}"
    rows = (
        ask(connection, query).all()
        if values is None
        else rows_with(connection, f'{query} WHERE "{column}" IN (?)', values)
    )
    keys = [name.strip('"') for name in names]
    return [dict(zip(keys, row, strict=True)) for row in rows]


def _without(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in names}


def _list(text: str) -> tuple[Any, ...]:
    return tuple(json.loads(text))
