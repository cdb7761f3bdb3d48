"""The words of reports and statements, to be looked up: full-text indexes that are made again at any time.

Each word is in twice, without its diacritics and with them, so that `hoan` finds `hoãn` and `hoãn` finds no `hoan`. The indexes hold
no text: a row is taken out by the words that it was put in with.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection

from biennien.model import Report, Statement
from biennien.model.text import words_of
from biennien.store.asking import rows_with
from biennien.store.codec import from_json
from biennien.store.indexes import index_of

_REPORTS, _STATEMENTS = "report_words", "statement_words"
_TELLING = 12  # words of many of which any will do
_LONGEST = 200_000  # characters of a report that are looked up

_PLAIN = str.maketrans("đ", "d")


def words_in(text: str) -> str:
    """The words of a text as they are looked up: without diacritics, and those that have some with them too."""
    found = words_of(text[:_LONGEST])
    return " ".join([*map(plain, found), *(word for word in found if not word.isascii())])


def plain(word: str) -> str:
    """A word in lower case without its diacritics."""
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word.translate(_PLAIN))
    return "".join(c for c in letters if not unicodedata.combining(c))


def take_reports_out(connection: Connection, ids: Iterable[str]) -> None:
    """Takes reports out of the index, as they stand."""
    index_of(connection).take_out(connection, _REPORTS, _standing(connection, set(ids)))


def put_reports_in(connection: Connection, ids: Iterable[str]) -> None:
    """Puts reports into the index, as they stand."""
    index_of(connection).put_in(connection, _REPORTS, _standing(connection, set(ids)))


def change_statements(connection: Connection, went: Iterable[Statement], came: Iterable[Statement]) -> None:
    """Takes statements out of the index, and puts others in."""
    index = index_of(connection)
    index.take_out(connection, _STATEMENTS, [(number_of(s.id), _said(s)) for s in went])
    index.put_in(connection, _STATEMENTS, [(number_of(s.id), _said(s)) for s in came])


def forget_words(connection: Connection) -> None:
    """Empties the indexes."""
    for table in (_REPORTS, _STATEMENTS):
        index_of(connection).empty(connection, table)


def find_reports(connection: Connection, words: Sequence[str], limit: int) -> list[str]:
    """The ids of the reports with the words, the best first."""
    rows = _find(connection, _REPORTS, words, limit)
    ids = dict(rows_with(connection, "SELECT number, report_id FROM standing WHERE number IN (?)", rows))
    return [ids[row] for row in rows if row in ids]


def find_statements(connection: Connection, words: Sequence[str], limit: int) -> list[str]:
    """The ids of the statements with the words, the best first."""
    rows = _find(connection, _STATEMENTS, words, limit)
    ids = dict(rows_with(connection, "SELECT number, id FROM statements WHERE number IN (?)", rows))
    return [ids[row] for row in rows if row in ids]


def _find(connection: Connection, table: str, words: Sequence[str], limit: int) -> list[int]:
    """Those with all the words, the last also as the beginning of one; where these are few, also those with some of them."""
    if not words:
        return []
    index = index_of(connection)
    found: dict[int, None] = {}
    for how, enough in (("every", limit), ("begun", limit), ("some", limit // 4)):
        if len(found) < enough:
            told = _telling(words) if how == "some" else words
            found |= dict.fromkeys(index.find(connection, table, told, how, limit))
    return list(found)[:limit]


def _telling(words: Sequence[str]) -> list[str]:
    """The words of many that tell most where any of them will do: the longest, which the fewest have."""
    return sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))[:_TELLING]


def _standing(connection: Connection, ids: Collection[str]) -> list[tuple[int, str]]:
    query = "SELECT s.number, s.body, t.text FROM standing s JOIN texts t ON t.sha256 = s.sha256 WHERE s.report_id IN (?)"
    return [
        (number, words_in(f"{from_json(Report, body).title or ''}\n{text}"))
        for number, body, text in rows_with(connection, query, ids)
    ]


def _said(statement: Statement) -> str:
    return words_in("\n".join((statement.content, *(c.quote for c in statement.restated_in))))


def number_of(statement_id: str) -> int:
    """The number by which a statement is looked up."""
    return int.from_bytes(hashlib.blake2b(statement_id.encode(), digest_size=7).digest(), "big")
