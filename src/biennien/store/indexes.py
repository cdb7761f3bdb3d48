"""The full-text indexes of words: FTS5 in SQLite, `tsvector` in PostgreSQL. Both hold the words as they are given, and no text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Protocol

from sqlalchemy import Connection

from biennien.store.asking import ask, many, run_with

Worded = Collection[tuple[int, str]]  # a number, and its words with spaces between

_LONGEST = 500  # characters of a word: PostgreSQL takes 2,046 bytes
_MOST = 900_000  # bytes of words in a row: PostgreSQL takes a megabyte
_AT_ONCE = 500  # rows in one statement
_PLACES = 16_383  # in a row, counted from 1; what stands further on is there at the last


class Index(Protocol):
    """Looks up the numbers of what has words."""

    def put_in(self, connection: Connection, table: str, rows: Worded) -> None:
        """Adds rows."""

    def take_out(self, connection: Connection, table: str, rows: Worded) -> None:
        """Takes rows out, with the words that they were put in with."""

    def empty(self, connection: Connection, table: str) -> None:
        """Takes all rows out."""

    def find(
        self, connection: Connection, table: str, words: Sequence[str], how: str, limit: int
    ) -> list[int]:
        """The numbers of the rows with ``every`` word, with every one and the last as a ``begun`` one, or with ``some``: the best first."""


class _Fts5:
    """SQLite's index, ordered by BM25."""

    def put_in(self, connection: Connection, table: str, rows: Worded) -> None:
        many(connection, f"INSERT INTO {table} (rowid, words) VALUES (?, ?)", rows)

    def take_out(self, connection: Connection, table: str, rows: Worded) -> None:
        many(connection, f"INSERT INTO {table} ({table}, rowid, words) VALUES ('delete', ?, ?)", rows)

    def empty(self, connection: Connection, table: str) -> None:
        ask(connection, f"INSERT INTO {table} ({table}) VALUES ('delete-all')")

    def find(
        self, connection: Connection, table: str, words: Sequence[str], how: str, limit: int
    ) -> list[int]:
        query = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rank, rowid LIMIT ?"
        quoted = [f'"{word}"' for word in words]
        wanted = (" OR " if how == "some" else " AND ").join(quoted) + ("*" if how == "begun" else "")
        return [row[0] for row in ask(connection, query, (wanted, limit))]


class _Gin:
    """PostgreSQL's index, ordered by how often the words stand in a row for its length: not BM25, but near it."""

    def put_in(self, connection: Connection, table: str, rows: Worded) -> None:
        insert = (
            f"INSERT INTO {table} (number, words) SELECT number, CAST(words AS tsvector)"
            " FROM unnest(CAST(? AS bigint[]), CAST(? AS text[])) AS given (number, words) ON CONFLICT DO NOTHING"
        )
        several = list(rows)
        for start in range(0, len(several), _AT_ONCE):
            part = several[start : start + _AT_ONCE]
            ask(connection, insert, ([row[0] for row in part], [_vector(row[1]) for row in part]))

    def take_out(self, connection: Connection, table: str, rows: Worded) -> None:
        run_with(connection, f"DELETE FROM {table} WHERE number IN (?)", [number for number, _ in rows])

    def empty(self, connection: Connection, table: str) -> None:
        ask(connection, f"DELETE FROM {table}")

    def find(
        self, connection: Connection, table: str, words: Sequence[str], how: str, limit: int
    ) -> list[int]:
        query = (
            f"SELECT number FROM {table}, CAST(? AS tsquery) AS wanted WHERE words @@ wanted"
            " ORDER BY ts_rank(words, wanted, 1) DESC, number LIMIT ?"
        )
        quoted = [" <-> ".join(_quoted(part) for part in _parts(word)) for word in words if _parts(word)]
        if not quoted:  # nothing but underscores
            return []
        wanted = (" | " if how == "some" else " & ").join(quoted) + (":*" if how == "begun" else "")
        return [row[0] for row in ask(connection, query, (wanted, limit))]


def index_of(connection: Connection) -> Index:
    """The index of the database that a connection leads to."""
    return _Fts5() if connection.dialect.name == "sqlite" else _Gin()


def _vector(words: str) -> str:
    """Words as PostgreSQL writes them down, each with its places: no parser comes between."""
    places: dict[str, list[int]] = defaultdict(list)
    size = 0
    for place, word in enumerate(_parts(words), 1):
        if len(word) > _LONGEST:
            continue
        if word not in places and (size := size + len(word.encode()) + 8) > _MOST:
            break
        if len(mine := places[word]) < 255:
            mine.append(min(place, _PLACES))
    return " ".join(f"{_quoted(word)}:{','.join(map(str, mine))}" for word, mine in places.items())


def _parts(words: str) -> list[str]:
    """Words as FTS5 counts them: what an underscore joins are several."""
    return words.replace("_", " ").split()


def _quoted(word: str) -> str:
    return "'" + word[:_LONGEST].replace("\\", "\\\\").replace("'", "''") + "'"
