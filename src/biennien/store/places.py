"""What a record's database can do that another kind of database does in its own way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import Connection, Engine

from biennien.addresses import StoreAddress
from biennien.store import opening

if TYPE_CHECKING:
    from biennien.store.postgresql import Server


class Place(Protocol):
    """Where one record is kept."""

    def open(self, *, writable: bool) -> Engine:
        """An engine whose transactions each see one state of the record; those of a `writable` one come after one another.

        A new record is made where it is `writable`, one of an older schema is carried over. Raises StoreError where the record cannot
        be used, NoRecordError where there is none.
        """

    def errors(self) -> AbstractContextManager[None]:
        """Turns what the database says into a StoreError with the place and the remedy."""

    def share(self, *, shared: bool) -> bool:
        """Lets readers and a writer at the record at the same time for a while, or ends that; whether it is so now."""

    def is_gone(self) -> bool:
        """Whether what was opened was taken away since, so that it must be opened anew."""

    def damage(self, connection: Connection) -> Iterator[str]:
        """What the database finds wrong with itself."""

    def risks(self, connection: Connection) -> Iterator[str]:
        """By which settings the database may lose what it said was written."""


class File:
    """A record in an SQLite file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self, *, writable: bool) -> Engine:
        """Transactions are SQLite's own, and a writer takes its lock at the beginning."""
        return opening.open_engine(self.path, writable=writable)

    def errors(self) -> AbstractContextManager[None]:
        """Names the file."""
        return opening.errors_of(self.path)

    def share(self, *, shared: bool) -> bool:
        """By a log that SQLite keeps beside the file."""
        return opening.share(self.path, shared=shared)

    def is_gone(self) -> bool:
        """A file may be moved at any time."""
        return not self.path.exists()

    def damage(self, connection: Connection) -> Iterator[str]:
        """Broken pages and indexes, and rows that point to nothing; at most ten of each."""
        rows = connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars()
        yield from (str(row) for row in rows if row != "ok")
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check").all()[:10]:
            yield f"a row of {row[0]} points to nothing in {row[2]}"

    def risks(self, connection: Connection) -> Iterator[str]:
        """None: SQLite's settings are ours."""
        yield from ()


def place_of(address: StoreAddress) -> File | Server:
    """The place with an address."""
    if isinstance(address, Path):
        return File(address)
    from biennien.store.postgresql import Server  # SQLite needs none of it

    return Server(address)
