"""All rows of a record from one database to another; the indexes of words are made anew there."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from biennien.store import opening
from biennien.store.asking import write
from biennien.store.record_rows import read_statements
from biennien.store.schema import SEAL, alembic_version, meta, metadata
from biennien.store.wording import change_statements, put_reports_in

_AT_ONCE = 2_000  # rows


def move_rows(source: Connection, target: Connection) -> None:
    """Fills a new record with all that is in another."""
    reading = source.execution_options(stream_results=True)
    for table in metadata.sorted_tables:
        if table is alembic_version:
            continue
        columns = [column.name for column in table.c]
        names = ", ".join(f'"{name}"' for name in columns)
        query = f'SELECT {names} FROM "{table.name}"'
        for part in _parts(tuple(row) for row in reading.exec_driver_sql(query)):
            rows = [row for row in part if table is not meta or row[0] not in (SEAL, "schema")]
            write(target, table, columns, rows)
    ids = [row[0] for row in target.exec_driver_sql("SELECT report_id FROM standing ORDER BY 1")]
    for start in range(0, len(ids), _AT_ONCE):
        put_reports_in(target, ids[start : start + _AT_ONCE])
        said = read_statements(target, ids[start : start + _AT_ONCE])
        change_statements(target, (), [u.statement for u in said.values()])


def new_file(path: Path, fill: Callable[[Connection], None]) -> None:
    """Makes a record in a new file and fills it."""
    engine = opening.open_engine(path, writable=True)
    with opening.errors_of(path), engine.begin() as connection:
        fill(connection)
    engine.dispose()


def _parts(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while part := list(itertools.islice(rows, _AT_ONCE)):
        yield part
