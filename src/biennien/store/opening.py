"""Opens a record's file, and says in words what is wrong with one that cannot be used."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import NullPool

from biennien.model.errors import StoreError
from biennien.store.schema import APPLICATION_ID, SCHEMA_VERSION, meta, metadata

BUSY_SECONDS = 2.0


def open_engine(path: Path, *, writable: bool) -> Engine:
    """An engine over one file: transactions are SQLite's own, and a writer takes its lock at the beginning.

    Raises StoreError where there is no file to read, or it is not a record of this software.
    """
    if path.is_dir():
        raise StoreError("this is a folder.", where=str(path), remedy="Name a file with --store FILE.")
    if not path.exists():
        if not writable:
            raise StoreError(
                "there is no record here.",
                where=str(path),
                remedy=f"Make one: biennien add PATH --store {path}",
            )
        if not path.absolute().parent.is_dir():
            raise StoreError(
                "its folder does not exist.", where=str(path), remedy=f"Make it: mkdir -p {path.parent}"
            )
    # A reader may write where it can: after a crash SQLite must roll back what was half written, whoever comes first.
    mode = (
        "rwc"
        if writable
        else "rw"
        if os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)
        else "ro"
    )
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=lambda: sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None),
        poolclass=NullPool,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writable else "BEGIN")

    with errors_of(path), engine.begin() as connection:
        _check(connection, path, writable)
    return engine


@contextmanager
def errors_of(path: Path) -> Iterator[None]:
    """Turns what the database says into an error with the file and the remedy; what was written before stays as it was."""
    try:
        yield
    except IntegrityError:
        raise  # never a matter of the file
    except DBAPIError as error:
        message, remedy = _in_words(str(error.orig), path)
        raise StoreError(message, where=str(path), remedy=remedy) from error


def _check(connection: Connection, path: Path, writable: bool) -> None:
    """Whether the file is a record of a schema that is known; a new file is made one."""
    mark = _pragma(connection, "application_id")
    version = _pragma(connection, "user_version")
    tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    if mark == APPLICATION_ID and version == SCHEMA_VERSION:
        return
    if mark == APPLICATION_ID and version > SCHEMA_VERSION:
        raise StoreError(
            f"the record was made by a newer Biennien (schema {version}, this one knows {SCHEMA_VERSION}).",
            where=str(path),
            remedy="Update Biennien, or name another file with --store.",
        )
    if tables or mark or version:
        raise StoreError(
            "this is an SQLite database of another program.",
            where=str(path),
            remedy="Name another file with --store.",
        )
    if not writable:
        raise StoreError(
            "the file is empty.", where=str(path), remedy=f"Add reports: biennien add PATH --store {path}"
        )
    metadata.create_all(connection)
    connection.execute(meta.insert(), [{"key": "schema", "value": str(SCHEMA_VERSION)}])
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _pragma(connection: Connection, name: str) -> int:
    value: Any = connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
    return int(value)


def _in_words(reason: str, path: Path) -> tuple[str, str]:
    reason = reason.lower()
    if "locked" in reason or "busy" in reason:
        return (
            "the record is locked by another program.",
            "Wait until that one has ended, then try again; nothing was lost.",
        )
    if "not a database" in reason:
        return "this is not an SQLite database.", "Name another file with --store."
    if "readonly" in reason or "read-only" in reason:
        return "the record may not be written.", f"Give yourself the right to write: chmod u+w {path}"
    if "unable to open" in reason:
        return "the record cannot be opened.", "Check that you may read and write the file and its folder."
    if "full" in reason or "disk i/o" in reason:
        return "the disk is full, or it failed; the record is as it was before.", "Make room, then try again."
    if "malformed" in reason:
        return "the record's file is damaged.", "Put back a copy of it, or add the reports to a new file."
    return (
        f"the record cannot be used: {reason}.",
        "Put back a copy of the file, or add the reports to a new one.",
    )
