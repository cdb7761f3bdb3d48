"""A record in a PostgreSQL database: opening it, and saying in words what is wrong with one that cannot be used."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import QueuePool

from biennien.addresses import Database
from biennien.model.errors import NoRecordError, RecordLockedError, StoreError
from biennien.store import opening
from biennien.store.schema import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    alembic_version,
    meta,
    metadata,
)

_MARK = "A record of Biennien"  # the comment on the table `meta`: whose tables these are
_CONNECT_SECONDS = 10
_POOLED = 5  # connections that stay open for one store
_MAY_WAIT = 20  # more of them at a time

_THERE = """
SELECT current_schema(), current_setting('server_encoding'), (
    SELECT obj_description(c.oid, 'pg_class') FROM pg_class c
    WHERE c.relname = 'meta' AND c.relnamespace = n.oid AND c.relkind = 'r'
), (
    SELECT count(*) FROM pg_class c WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
)
FROM (SELECT 1) AS one LEFT JOIN pg_namespace n ON n.nspname = current_schema()
"""


class Server:
    """A record in a database, or in one schema of it. Messages name it without the password."""

    def __init__(self, address: Database) -> None:
        self._address = address

    def open(self, *, writable: bool) -> Engine:
        """Readers see the state at their beginning and wait for nobody; one writer at a time, by an advisory lock of the schema."""
        engine = self._engine(writable=writable)
        with self.errors(), _whole(engine) as connection:
            version = self._check(connection, writable)
        if version < SCHEMA_VERSION:
            self._carry_over(version)
        return engine

    @contextlib.contextmanager
    def errors(self) -> Iterator[None]:
        """Turns what the database says into an error with its address and the remedy; what was written before stays as it was."""
        try:
            yield
        except IntegrityError:
            raise  # never a matter of the place
        except DBAPIError as error:
            if isinstance(error.orig, sqlite3.Error):
                raise  # another database's
            raise self._in_words(error.orig, error) from error

    def share(self, *, shared: bool) -> bool:
        """It always is."""
        return shared

    def is_gone(self) -> bool:
        """Whoever asks is told; a lost connection is made again."""
        return False

    def damage(self, connection: Connection) -> Iterator[str]:
        """Words that are in no index, and rows without what they belong to: PostgreSQL itself does not look for broken pages here."""
        for table, key, of, its in _BELONGING:
            query = (
                f"SELECT count(*) FROM {table} a LEFT JOIN {of} b ON b.{its} = a.{key} WHERE b.{its} IS NULL"
            )
            if lost := connection.exec_driver_sql(query).scalar_one():
                yield f"{lost} rows of {table} belong to nothing in {of}"

    def risks(self, connection: Connection) -> Iterator[str]:
        """What of its settings lets go of what was written when the machine fails."""
        for name, needed in _SAFE.items():
            found = connection.exec_driver_sql("SELECT current_setting(%s)", (name,)).scalar_one()
            if found != needed:
                yield f"{name} is {found}"

    def fill(self, make: Callable[[Connection], None]) -> None:
        """Makes a new record and fills it, in one transaction. Raises StoreError where there is one already."""
        engine = self._engine(writable=True)
        with self.errors(), _whole(engine) as connection:
            if connection.exec_driver_sql(_THERE).one()[2] == _MARK:
                raise self._error(
                    "there is a record already.", "Name another database, or another ?schema=NAME."
                )
            self._check(connection, writable=True)
            make(connection)
        engine.dispose()

    def _engine(self, *, writable: bool) -> Engine:
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql(
                "SELECT set_config('lock_timeout', %s, true), pg_advisory_xact_lock(%s, hashtext(coalesce(%s, current_schema())))",
                (f"{int(opening.BUSY_SECONDS * 1000)}", APPLICATION_ID, self._address.schema),
            )

        with self._driver():
            from biennien.store.psycopg_text import connect

            # A writer reads what was written before it got the lock; a reader one state throughout.
            engine = create_engine(
                "postgresql+psycopg://",
                creator=lambda: connect(self._address.conninfo, self._address.schema, _CONNECT_SECONDS),
                poolclass=QueuePool,
                pool_size=_POOLED,
                max_overflow=_MAY_WAIT,
                pool_pre_ping=True,
                isolation_level="READ COMMITTED" if writable else "REPEATABLE READ",
            )
        if writable:
            event.listen(engine, "begin", begin)
            return engine
        return engine.execution_options(postgresql_readonly=True)

    @contextlib.contextmanager
    def _driver(self) -> Iterator[None]:
        try:
            yield
        except ImportError as error:
            raise StoreError(
                "PostgreSQL is spoken to with psycopg, which is missing.",
                where=str(self._address),
                remedy="pip install 'biennien[postgresql]'",
            ) from error

    def _check(self, connection: Connection, writable: bool) -> int:
        """The schema of the record, at most ours; a new one is made. Raises StoreError where it is no record, or a newer one."""
        if writable and self._address.schema is not None:
            connection.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{self._address.schema}"')
        schema, encoding, mark, tables = connection.exec_driver_sql(_THERE).one()
        if mark == _MARK:
            return self._version(connection)
        if tables:
            raise self._error(
                "this database holds the tables of another program.",
                "Give the record a schema of its own: ?schema=NAME at the end of the address.",
            )
        if not writable:
            raise NoRecordError(
                "there is no record in this database.",
                where=str(self._address),
                remedy=f"Make one: biennien add PATH --store '{self._address}'",
            )
        if schema is None:
            raise self._error(
                "the schema that it names does not exist.", "Make it in the database: CREATE SCHEMA NAME"
            )
        if encoding != "UTF8":
            raise self._error(
                f"this database keeps its text as {encoding}.", "Make one with ENCODING 'UTF8'."
            )
        _make(connection)
        return SCHEMA_VERSION

    def _version(self, connection: Connection) -> int:
        found = connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'schema'").scalar_one()
        if int(found) > SCHEMA_VERSION:
            raise self._error(
                f"the record was made by a newer Biennien (schema {found}, this one knows {SCHEMA_VERSION}).",
                "Update Biennien, or name another database with --store.",
            )
        return int(found)

    def _carry_over(self, version: int) -> None:
        """Brings a record of an older schema to this one, in one transaction."""
        from biennien.store.migrating import carry_over_in

        engine = self._engine(writable=True)
        with self.errors(), _whole(engine) as connection:
            if self._version(connection) == version:
                carry_over_in(connection, str(self._address), version)
        engine.dispose()

    def _error(self, message: str, remedy: str) -> StoreError:
        return StoreError(message, where=str(self._address), remedy=remedy)

    def _in_words(self, reason: Any, error: DBAPIError) -> StoreError:
        state = getattr(reason, "sqlstate", None) or ""
        said = re.sub(r"\s+", " ", str(reason)).strip()
        message, remedy = _told(state, said, lost=error.connection_invalidated)
        kind = RecordLockedError if state == "55P03" else StoreError
        return kind(message, where=str(self._address), remedy=remedy)


@contextlib.contextmanager
def _whole(engine: Engine) -> Iterator[Connection]:
    """A transaction; where it fails no connection stays open."""
    try:
        with engine.begin() as connection:
            yield connection
    except BaseException:
        engine.dispose()
        raise


def _make(connection: Connection) -> None:
    metadata.create_all(connection)
    for statement in _OWN_KEYS:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"COMMENT ON TABLE meta IS '{_MARK}'")
    connection.execute(meta.insert(), [{"key": "schema", "value": str(SCHEMA_VERSION)}])
    connection.execute(alembic_version.insert(), [{"version_num": f"schema_{SCHEMA_VERSION}"}])


# A row of its ordinary indexes has room for 2,704 bytes: what may be longer is found by its digest.
_OWN_KEYS = (
    "ALTER TABLE former_ids DROP CONSTRAINT former_ids_pkey",
    "CREATE UNIQUE INDEX former_ids_key ON former_ids (id, md5(report_id), md5(quote))",
)
# By what a server keeps what it said was written.
_SAFE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}

# (table, its column, the table that it belongs to, that one's column)
_BELONGING = (
    ("reports", "sha256", "texts", "sha256"),
    ("changes", "meeting", "meetings", "id"),
    ("standing", "sha256", "texts", "sha256"),
    ("standing", "report_id", "report_dates", "report_id"),
    ("standing", "number", "report_words", "number"),
    ("report_words", "number", "standing", "number"),
    ("statements", "number", "statement_words", "number"),
    ("statement_words", "number", "statements", "number"),
)

_BY_STATE = {
    "55P03": (
        "the record is locked by another program.",
        "Wait until that one has ended, then try again; nothing was lost.",
    ),
    "42501": (
        "you have no right to do this in this database.",
        "Let its owner grant it: GRANT CREATE, USAGE ON SCHEMA NAME TO USER; to read: GRANT SELECT ON ALL TABLES IN SCHEMA NAME TO USER",
    ),
    "25006": ("this database may only be read.", "Name the server that may be written, not its copy."),
    "53100": ("the disk of the server is full; the record is as it was before.", "Make room there, then try again."),
    "53300": ("the server has too many connections.", "Try again, or let its keeper allow more."),
}  # fmt: skip
# Before a server has let anybody in it gives no code, only words.
_BY_WORDS = (
    (
        r"password authentication failed|no password supplied|authentication failed",
        "the server does not take this user with this password.",
        "Give the password in PGPASSWORD or in ~/.pgpass; check the user in the address.",
    ),
    (
        r"no pg_hba\.conf entry",
        "the server does not let this user in from here.",
        "Let its keeper add a line to pg_hba.conf.",
    ),
    (
        r'role "[^"]*" does not exist',
        "the server does not know this user.",
        "Check the user in the address, or let the server's keeper make it: createuser USER",
    ),
    (
        r'database "[^"]*" does not exist',
        "the server has no database of this name.",
        "Make it: createdb NAME --encoding UTF8 --template template0",
    ),
    (
        r"permission denied for database",
        "you may not use this database.",
        "Let its owner grant it: GRANT CONNECT, CREATE ON DATABASE NAME TO USER",
    ),
    (
        r"invalid (connection option|URI|percent-encoded|port)|invalid .{0,200} value|missing .{0,200} in",
        "the address of the database cannot be understood.",
        "Write postgresql://user@host:port/database?sslmode=require",
    ),
    (
        r"too many (clients|connections)|remaining connection slots",
        "the server has too many connections.",
        "Try again, or let its keeper allow more.",
    ),
    (
        r"refused|no such file|could not translate|name or service|not known|timeout|timed out|unreachable|failed to resolve|starting up",
        "the server cannot be reached.",
        "Check that it runs, and its host and port in the address.",
    ),
)


def _told(state: str, said: str, *, lost: bool) -> tuple[str, str]:
    if state in _BY_STATE:
        return _BY_STATE[state]
    if not state:
        for pattern, message, remedy in _BY_WORDS:
            if re.search(pattern, said, re.IGNORECASE):
                return message, remedy
    if lost or state.startswith("57P0") or not state:
        return (
            "the connection to the server was lost; what was just to be written was not.",
            "Check that the server runs, then try again.",
        )
    return f"the database cannot do it: {said[:300]}.", "Show this to whoever keeps the server."
