"""Statements for SQLite and PostgreSQL alike: each is written once, with ``?`` for a value and ``IN (?)`` for some values."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, CursorResult, Integer, Table

Answer: TypeAlias = "CursorResult[*tuple[Any, ...]]"
Clash = Literal["fail", "replace", "keep"]
Rows = Collection[tuple[object, ...]]

_MOST = 900  # values in one query
_PART = 20_000  # rows in one statement
# The meeting of a change, which is cited as ``meeting/number``.
MEETING_CITED = "rtrim(rtrim(of_id, '0123456789'), '/')"


def ask(connection: Connection, statement: str, values: Sequence[object] = ()) -> Answer:
    """Runs one statement."""
    return connection.exec_driver_sql(_spoken(statement, connection.dialect.name), tuple(values))


def rows_with(connection: Connection, query: str, values: Iterable[Any]) -> Iterator[Any]:
    """The rows of a query with ``IN (?)`` for some values."""
    for part in _parts(values):
        yield from _ask_with(connection, query, part).all()


def run_with(connection: Connection, statement: str, values: Iterable[Any]) -> None:
    """Runs a statement with ``IN (?)`` for some values."""
    for part in _parts(values):
        _ask_with(connection, statement, part)


def many(connection: Connection, statement: str, rows: Rows) -> None:
    """Runs a statement once for each row."""
    if rows:
        connection.exec_driver_sql(_spoken(statement, connection.dialect.name), list(rows))


def write(
    connection: Connection, table: Table, columns: Sequence[str], rows: Rows, clash: Clash = "fail"
) -> None:
    """Adds rows to a table. With `clash` one whose key is there already takes its place, or is left out."""
    if not rows:
        return
    here = connection.dialect.name
    statement = _insert(table, tuple(columns), clash, here)
    if here == "sqlite":
        connection.exec_driver_sql(statement, list(rows))
        return
    if clash == "replace":  # one statement may write a row once
        at = [columns.index(column.name) for column in table.primary_key]
        rows = {tuple(row[i] for i in at): row for row in rows}.values()
    several = list(rows)
    for start in range(0, len(several), _PART):
        part = several[start : start + _PART]
        connection.exec_driver_sql(statement, tuple(map(list, zip(*part, strict=True))))


def write_rows(
    connection: Connection, table: Table, rows: Collection[Mapping[str, Any]], clash: Clash = "fail"
) -> None:
    """Adds rows that all have the same columns to a table, as `write` does."""
    if rows:
        columns = tuple(next(iter(rows)))
        write(connection, table, columns, [tuple(row[name] for name in columns) for row in rows], clash)


def numbers_for(connection: Connection, table: str, report_ids: Iterable[str]) -> dict[str, int]:
    """The number of each report in a table; one that is not there yet gets the next."""
    wanted = sorted(report_ids)
    found = dict(
        rows_with(connection, f"SELECT report_id, number FROM {table} WHERE report_id IN (?)", wanted)
    )
    last: int = ask(connection, f"SELECT coalesce(max(number), 0) FROM {table}").scalar_one()
    new = [i for i in wanted if i not in found]
    return found | {i: number for number, i in enumerate(new, last + 1)}


@functools.cache
def _insert(table: Table, columns: tuple[str, ...], clash: Clash, dialect: str) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    if dialect == "sqlite":
        values = f"VALUES ({', '.join('?' * len(columns))})"
    else:  # PostgreSQL takes a column at a time, as an array
        kinds = ["bigint" if isinstance(table.c[name].type, Integer) else "text" for name in columns]
        values = f"SELECT * FROM unnest({', '.join(f'%s::{kind}[]' for kind in kinds)})"
    statement = f'INSERT INTO "{table.name}" ({names}) {values}'
    if clash == "fail":
        return statement
    keys = [column.name for column in table.primary_key]
    more = [f'"{name}" = excluded."{name}"' for name in columns if name not in keys]
    if clash == "keep" or not more:
        return f"{statement} ON CONFLICT DO NOTHING"
    quoted = ", ".join(f'"{key}"' for key in keys)
    return f"{statement} ON CONFLICT ({quoted}) DO UPDATE SET {', '.join(more)}"


def _parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    wanted = sorted(values)
    for start in range(0, len(wanted), _MOST):
        yield wanted[start : start + _MOST]


def _ask_with(connection: Connection, statement: str, part: list[Any]) -> Answer:
    if connection.dialect.name == "sqlite":
        return connection.exec_driver_sql(
            statement.replace("IN (?)", f"IN ({', '.join('?' * len(part))})"), tuple(part)
        )
    return connection.exec_driver_sql(_spoken(statement, connection.dialect.name), (part,))


@functools.cache
def _spoken(statement: str, dialect: str) -> str:
    """A statement as a driver takes it."""
    if dialect == "sqlite":
        return statement
    return statement.replace("%", "%%").replace("IN (?)", "= ANY(%s)").replace("?", "%s")
