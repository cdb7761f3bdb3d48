"""What a watch must not forget when it is stopped: feeds, what they led to, what was told, and what is still to be delivered."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from biennien.model.errors import StoreError

_TABLES = """
CREATE TABLE IF NOT EXISTS feeds (url TEXT PRIMARY KEY, etag TEXT, modified TEXT, next_at REAL NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, said TEXT);
CREATE TABLE IF NOT EXISTS items (feed TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, published TEXT, state TEXT NOT NULL DEFAULT 'waiting',
  tries INTEGER NOT NULL DEFAULT 0, next_at REAL NOT NULL DEFAULT 0, said TEXT, PRIMARY KEY (feed, key));
CREATE INDEX IF NOT EXISTS items_waiting ON items (state, next_at);
CREATE TABLE IF NOT EXISTS told (rule TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (rule, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outbox (number INTEGER PRIMARY KEY AUTOINCREMENT, rule TEXT NOT NULL, target TEXT NOT NULL, body TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0, next_at REAL NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS pages (url TEXT NOT NULL, feed TEXT NOT NULL, published TEXT, ends TEXT NOT NULL, etag TEXT, modified TEXT,
  digest TEXT NOT NULL, looks INTEGER NOT NULL, looked INTEGER NOT NULL, next_at REAL, PRIMARY KEY (url, feed));
CREATE INDEX IF NOT EXISTS pages_due ON pages (next_at) WHERE next_at IS NOT NULL;
"""
_STRAY = "its feed is followed no more"
_MARK = 0x62696577  # "biew"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A page that a feed led to and that is still to be read."""

    feed: str
    key: str
    url: str
    published: str | None
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that was read, at which is looked again: `ends` is where its redirects led, `digest` that of its bytes.

    `looks` are those since it was read or changed last, `looked` all of them. `next_at` is None where it is looked at no more.
    """

    url: str
    feed: str
    published: str | None
    ends: str
    etag: str | None
    modified: str | None
    digest: str
    looks: int
    looked: int
    next_at: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Something to be told, in the order of their numbers."""

    number: int
    rule: str
    target: str
    body: str
    tries: int


class Diary:
    """One file beside the record. Every method is one transaction."""

    def __init__(self, path: Path) -> None:
        """Opens the file, or makes it. Raises StoreError where it is another's."""
        self.path = path
        try:
            with suppress(OSError):  # it is there already, or cannot be made: then the next line says so
                path.touch(mode=0o600, exist_ok=False)  # the addresses of feeds and webhooks may hold keys
            self._connection = sqlite3.connect(path, timeout=10, isolation_level=None)
            # Held by one watch: two of them would bring everything twice.
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            mark = self._connection.execute("PRAGMA application_id").fetchone()[0]
            tables = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if mark != _MARK and tables:
                raise StoreError(
                    "this is a file of another program.",
                    where=str(path),
                    remedy="Name another with --diary FILE.",
                )
            self._connection.execute(f"PRAGMA application_id = {_MARK}")
            self._connection.executescript(_TABLES)
            self._connection.execute("CREATE TEMP TABLE followed (url TEXT PRIMARY KEY)")
        except sqlite3.Error as error:
            message, remedy = f"the diary cannot be used: {error}.", "Name another file with --diary FILE."
            if "locked" in str(error):
                message = "another watch uses this diary."
                remedy = "End it, or name another file with --diary FILE."
            elif "not a database" in str(error):
                message, remedy = "this is a file of another program.", "Name another with --diary FILE."
            raise StoreError(message, where=str(path), remedy=remedy) from error

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()

    @contextmanager
    def _begun(self) -> Iterator[sqlite3.Connection]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield self._connection
            self._connection.execute("COMMIT")
        except BaseException as error:
            if self._connection.in_transaction:  # a full disk ends some transactions by itself
                self._connection.execute("ROLLBACK")
            if not isinstance(error, sqlite3.Error):
                raise
            raise StoreError(
                f"the diary cannot be written: {error}.",
                where=str(self.path),
                remedy="Make room, or wait until the other program is done, then watch again.",
            ) from error

    def feed(self, url: str) -> tuple[str | None, str | None, float, int]:
        """Of a feed the `etag` and time of its last answer, when it is due, and how often in a row it failed."""
        row = self._connection.execute(
            "SELECT etag, modified, next_at, failures FROM feeds WHERE url = ?", (url,)
        ).fetchone()
        return row or (None, None, 0.0, 0)

    def looked(
        self,
        url: str,
        *,
        etag: str | None,
        modified: str | None,
        next_at: float,
        entries: Iterable[tuple[str, str, str | None]],
    ) -> int:
        """Notes an answer together with the entries that are new in it (key, address, date), and returns how many these are."""
        with self._begun() as connection:
            connection.execute(
                "INSERT INTO feeds (url, etag, modified, next_at) VALUES (?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET "
                "etag = excluded.etag, modified = excluded.modified, next_at = excluded.next_at, failures = 0, said = NULL",
                (url, etag, modified, next_at),
            )
            before = connection.total_changes
            rows = [(url, key, address, published) for key, address, published in entries]
            connection.executemany(
                "INSERT OR IGNORE INTO items (feed, key, url, published) VALUES (?, ?, ?, ?)", rows
            )
            return connection.total_changes - before

    def failed(self, url: str, said: str, next_at: float) -> None:
        """Notes that a feed could not be had."""
        with self._begun() as connection:
            connection.execute(
                "INSERT INTO feeds (url, next_at, failures, said) VALUES (?, ?, 1, ?) ON CONFLICT (url) DO UPDATE SET "
                "next_at = excluded.next_at, failures = failures + 1, said = excluded.said",
                (url, next_at, said),
            )

    def waiting(self, now: float, limit: int) -> list[Item]:
        """The pages to be read now, in the order in which they came."""
        query = "SELECT feed, key, url, published, tries FROM items WHERE state = 'waiting' AND next_at <= ? ORDER BY rowid LIMIT ?"
        return [
            Item(feed=f, key=k, url=u, published=p, tries=t)
            for f, k, u, p, t in self._connection.execute(query, (now, limit))
        ]

    def follow(self, feeds: Iterable[str]) -> None:
        """Settles as left what feeds led to that are followed no more, and takes it up again where one is followed again."""
        rows = [(url,) for url in feeds]
        with self._begun() as connection:
            connection.execute("DELETE FROM followed")
            connection.executemany("INSERT OR IGNORE INTO followed VALUES (?)", rows)
            connection.execute(
                "UPDATE items SET state = 'left', said = ? WHERE state = 'waiting' AND feed NOT IN (SELECT url FROM followed)",
                (_STRAY,),
            )
            connection.execute(
                "UPDATE items SET state = 'waiting', said = NULL, tries = 0, next_at = 0 "
                "WHERE state = 'left' AND said = ? AND feed IN (SELECT url FROM followed)",
                (_STRAY,),
            )

    def pages(self, now: float, limit: int) -> list[Page]:
        """The pages to be looked at again now, of feeds that are followed."""
        query = (
            "SELECT url, feed, published, ends, etag, modified, digest, looks, looked, next_at FROM pages "
            "WHERE next_at <= ? AND feed IN (SELECT url FROM followed) ORDER BY next_at, url LIMIT ?"
        )
        names = (
            "url",
            "feed",
            "published",
            "ends",
            "etag",
            "modified",
            "digest",
            "looks",
            "looked",
            "next_at",
        )
        return [
            Page(**dict(zip(names, row, strict=True)))
            for row in self._connection.execute(query, (now, limit))
        ]

    def looked_again(self, page: Page) -> None:
        """Notes what a page was like when it was looked at again, and when that is to be next."""
        with self._begun() as connection:
            _put_pages(connection, [page])

    def settled(
        self, items: Iterable[tuple[Item, str, str | None, float]], pages: Iterable[Page] = ()
    ) -> None:
        """Notes what became of pages: (item, ``done``, ``left`` or ``waiting``, why, when to try again), and which are looked at again."""
        with self._begun() as connection:
            _put_pages(connection, pages)
            connection.executemany(
                "UPDATE items SET state = ?, said = ?, next_at = ?, tries = tries + 1 WHERE feed = ? AND key = ?",
                [(state, said, at, item.feed, item.key) for item, state, said, at in items],
            )

    def told(self, rule: str) -> dict[str, str]:
        """What a rule has told of each thing; empty before its first round."""
        return dict(self._connection.execute("SELECT key, value FROM told WHERE rule = ?", (rule,)))

    def tell(self, rule: str, target: str, told: dict[str, str], bodies: Iterable[str]) -> None:
        """Notes what is told from now on together with what is to be delivered for it."""
        with self._begun() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO told VALUES (?, ?, ?)", [(rule, k, v) for k, v in told.items()]
            )
            connection.executemany(
                "INSERT INTO outbox (rule, target, body) VALUES (?, ?, ?)",
                [(rule, target, body) for body in bodies],
            )

    def parcels(self, now: float) -> list[Parcel]:
        """The first undelivered parcel of each target that is due: later ones wait for it."""
        query = (
            "SELECT number, rule, target, body, tries FROM outbox WHERE number IN "
            "(SELECT min(number) FROM outbox WHERE done = 0 GROUP BY target) AND next_at <= ? ORDER BY number"
        )
        return [
            Parcel(number=n, rule=r, target=t, body=b, tries=i)
            for n, r, t, b, i in self._connection.execute(query, (now,))
        ]

    def delivered(self, parcel: Parcel) -> None:
        """Notes that a parcel has arrived."""
        with self._begun() as connection:
            connection.execute("UPDATE outbox SET done = 1 WHERE number = ?", (parcel.number,))

    def returned(self, parcel: Parcel, next_at: float) -> None:
        """Notes that a parcel was not taken."""
        with self._begun() as connection:
            connection.execute(
                "UPDATE outbox SET tries = tries + 1, next_at = ? WHERE number = ?", (next_at, parcel.number)
            )

    def next_due(self) -> float | None:
        """When the next page, new or looked at again, or parcel is due; None where none waits. Parcels behind another of their target are due with it."""
        query = "SELECT min(at) FROM (SELECT min(next_at) AS at FROM items WHERE state = 'waiting' UNION ALL SELECT min(next_at) FROM pages WHERE next_at IS NOT NULL AND feed IN (SELECT url FROM followed) UNION ALL SELECT min(next_at) FROM outbox WHERE number IN (SELECT min(number) FROM outbox WHERE done = 0 GROUP BY target))"
        found: float | None = self._connection.execute(query).fetchone()[0]
        return found


def _put_pages(connection: sqlite3.Connection, pages: Iterable[Page]) -> None:
    rows = [
        (p.url, p.feed, p.published, p.ends, p.etag, p.modified, p.digest, p.looks, p.looked, p.next_at)
        for p in pages
    ]
    connection.executemany("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
