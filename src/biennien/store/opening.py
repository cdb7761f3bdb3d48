"""Opens a record's file, and says in words what is wrong with one that cannot be used."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import NullPool

from biennien.model.errors import NoRecordError, RecordLockedError, StoreError
from biennien.store.schema import APPLICATION_ID, SCHEMA_VERSION, SEAL, alembic_version, meta, metadata

BUSY_SECONDS = (
    10.0  # how long one writer waits for another; the record of thousands of reports is written in a few
)


def open_engine(path: Path, *, writable: bool) -> Engine:
    """An engine over one file: transactions are SQLite's own, and a writer takes its lock at the beginning.

    A record of an older schema is carried over first. Raises StoreError where there is no file to read, or it is not a
    record of this software, or cannot be carried over, or is a sealed copy that would have to be changed.
    """
    if not _found(path):
        if not writable:
            raise NoRecordError(
                "there is no record here.",
                where=str(path),
                remedy=f"Make one: biennien add PATH --store {path}",
            )
        if not path.absolute().parent.is_dir():
            raise StoreError(
                "its folder does not exist.", where=str(path), remedy=f"Make it: mkdir -p {path.parent}"
            )
    # A reader may write where it can: after a crash SQLite must roll back what was half written, whoever comes first.
    may_write = not path.exists() or (_may_write(path) and _may_write(path.absolute().parent))
    if writable and not may_write:
        # SQLite would open it all the same, and fail only where there is something to write.
        message, remedy = _in_words("unable to open" if _may_write(path) else "readonly", path)
        raise StoreError(message, where=str(path), remedy=remedy)
    engine = _engine(path, "rwc" if writable else "rw" if may_write else "ro", immediate=writable)
    with errors_of(path), engine.begin() as connection:
        version = _check(connection, path, writable)
        if writable or version < SCHEMA_VERSION:
            _refuse_sealed(connection, path)
    if version < SCHEMA_VERSION:
        _carry_over(path, version, may_write)
    return engine


def _refuse_sealed(connection: Connection, path: Path) -> None:
    """Keeps a sealed copy as it is, also where only what can be made again would be written. Raises StoreError where the file is one."""
    if connection.execute(select(meta.c.key).where(meta.c.key == SEAL)).first() is not None:
        raise StoreError(
            "this is a sealed copy of a record; whatever is written into it breaks its seal.",
            where=str(path),
            remedy=f"Make a record of it: biennien restore {path} --store NEW",
        )


def schema_of(path: Path) -> int:
    """The schema of a record's file, at most ours; the file is not changed. Raises StoreError where it is no record, or a newer one."""
    if not _found(path):
        raise NoRecordError("there is no file here.", where=str(path), remedy="Check its name.")
    engine = _engine(path, "ro", immediate=False)
    with errors_of(path), engine.begin() as connection:
        return _check(connection, path, writable=False)


def share(path: Path, *, shared: bool) -> bool:
    """Lets readers and a writer at the file at the same time, or puts all back into the one file; whether it is so now.

    Without it a writer waits for every reader, and a reader for a writer who waits: right for one command after another, wrong for a
    server. While it is shared SQLite keeps two more files beside it; whoever opens it meanwhile shares too. Nothing is changed where
    there is no file, where it may not be written, or where others have it open when it is to be put back.
    """
    wanted = "wal" if shared else "delete"
    if not path.is_file() or not (_may_write(path) and _may_write(path.absolute().parent)):
        return False
    uri = f"file:{quote(os.fsencode(path.absolute()))}?mode=rw"
    try:
        with contextlib.closing(_connected(uri, 1.0)) as connection:
            mark = connection.execute("PRAGMA application_id").fetchone()[0]
            if mark != APPLICATION_ID:
                return False
            found = connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()[0]
    except sqlite3.Error:  # somebody is at it just now; whoever opens it next is told what is wrong with it
        return False
    return bool(found == wanted)


def _found(path: Path) -> bool:
    """Whether there is a file. Raises StoreError where something else is there, or nobody may look."""
    try:
        if path.is_dir():
            raise StoreError("this is a folder.", where=str(path), remedy="Name a file with --store FILE.")
        if path.exists() and not path.is_file():
            raise StoreError("this is no file.", where=str(path), remedy="Name a file with --store FILE.")
        return path.exists()
    except (OSError, ValueError) as error:
        message, remedy = _in_words("unable to open", path)
        raise StoreError(message, where=str(path), remedy=remedy) from error


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _engine(path: Path, mode: str, *, immediate: bool) -> Engine:
    uri = f"file:{quote(os.fsencode(path.absolute()))}?mode={mode}"
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=lambda: _connected(uri, BUSY_SECONDS),
        poolclass=NullPool,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _connected(uri: str, seconds: float) -> sqlite3.Connection:
    """A connection whose transactions outlast a power cut from the moment they have ended, however SQLite was built.

    Less than EXTRA leaves the journal's removal to the disk's leisure: the last transaction may be undone when the current is back.
    """
    connection = sqlite3.connect(uri, uri=True, timeout=seconds, isolation_level=None)
    connection.execute("PRAGMA synchronous = EXTRA")
    return connection


def _carry_over(path: Path, version: int, may_write: bool) -> None:
    """Brings a file of an older schema to this one, or says why not; a query may do so too, it is a matter of the file."""
    if not may_write:
        raise StoreError(
            f"the record is of schema {version}, made by an older Biennien; to be read it must be carried over, and it may not be written.",
            where=str(path),
            remedy=f"Copy it to where you may write: cp {path} NEW, then --store NEW",
        )
    from biennien.store.migrating import carry_over

    with errors_of(path):
        carry_over(_engine(path, "rw", immediate=True), path, version)


@contextlib.contextmanager
def errors_of(path: Path) -> Iterator[None]:
    """Turns what the database says into an error with the file and the remedy; what was written before stays as it was."""
    try:
        yield
    except IntegrityError:
        raise  # never a matter of the file
    except DBAPIError as error:
        if not isinstance(error.orig, sqlite3.Error):
            raise  # another database's
        message, remedy = _in_words(str(error.orig), path)
        kind = RecordLockedError if _is_locked(str(error.orig)) else StoreError
        raise kind(message, where=str(path), remedy=remedy) from error


def _is_locked(reason: str) -> bool:
    return "locked" in reason.lower() or "busy" in reason.lower()


def _check(connection: Connection, path: Path, writable: bool) -> int:
    """The schema of the file, at most ours; a new file is made one. Raises StoreError where it is no record, or a newer one."""
    mark = _pragma(connection, "application_id")
    version = _pragma(connection, "user_version")
    tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    if mark == APPLICATION_ID and 1 <= version <= SCHEMA_VERSION:
        return version
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
        raise NoRecordError(
            "the file is empty.", where=str(path), remedy=f"Add reports: biennien add PATH --store {path}"
        )
    metadata.create_all(connection)
    connection.execute(meta.insert(), [{"key": "schema", "value": str(SCHEMA_VERSION)}])
    connection.execute(alembic_version.insert(), [{"version_num": f"schema_{SCHEMA_VERSION}"}])
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
    return SCHEMA_VERSION


def _pragma(connection: Connection, name: str) -> int:
    value: Any = connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
    return int(value)


def _in_words(reason: str, path: Path) -> tuple[str, str]:
    reason = reason.lower()
    if _is_locked(reason):
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
