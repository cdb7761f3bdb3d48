"""The episodes of stories and what each report brings to them ↔ the rows of their tables."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from biennien.model.grouping import Due, Episode, Episodes, Gist, Regrouping
from biennien.store import schema
from biennien.store.asking import MEETING_CITED, ask, many, rows_with, run_with, write
from biennien.store.codec import from_json, to_json
from biennien.store.copying import CopiedRows, read_copies, write_recopying
from biennien.store.keeping import Lookup


class GroupedRows(CopiedRows):
    """Looks up what is known of the episodes, and of texts that are copies, in one transaction."""

    def episodes_of(self, reports: Collection[str]) -> Mapping[str, str]:
        """The id of the episode of each report that is there."""
        return dict(self._rows("SELECT report_id, episode FROM gists WHERE report_id IN (?)", reports))

    def episodes(self, ids: Collection[str]) -> Mapping[str, Episode]:
        """Episodes by their ids."""
        rows = self._rows("SELECT id, body FROM episodes WHERE id IN (?)", ids)
        return {row[0]: from_json(Episode, row[1]) for row in rows}

    def gists(self, reports: Collection[str]) -> Mapping[str, Gist]:
        """The gists of those of the reports that are there."""
        query = (
            "SELECT report_id, first, last, day, title, words, weights, actors FROM gists"
            " WHERE report_id IN (?)"
        )
        return {row[0]: _gist(row) for row in self._rows(query, reports)}

    def between(self, first: int | None, last: int | None) -> Collection[str]:
        """The ids of all reports that may be of one of some days (None: of any), and of those without a day."""
        query = "SELECT report_id FROM gists"
        values: tuple[int, ...] = ()
        if first is not None and last is not None:
            query += (
                " WHERE first <= ? AND last >= ? UNION ALL SELECT report_id FROM gists WHERE first IS NULL"
            )
            values = (last, first)
        return [row[0] for row in ask(self._connection, query, values)]

    def told(self, reports: Collection[str]) -> Mapping[str, Collection[str]]:
        """The ids of the meetings that each report tells of."""
        query = (
            f"SELECT DISTINCT report_id, {MEETING_CITED} FROM citations"
            " WHERE of = 'change' AND report_id IN (?)"
        )
        found: dict[str, list[str]] = defaultdict(list)
        for report_id, meeting in self._rows(query, reports):
            found[report_id].append(meeting)
        return found

    def _rows(self, query: str, values: Collection[Any]) -> Iterable[Any]:
        return rows_with(self._connection, query, values)


def put_due(connection: Connection, came: Collection[str], retold: Collection[str]) -> None:
    """Notes what is to be grouped: reports that came, went or are dated otherwise, and those that only tell of other meetings."""
    columns = ("report_id", "came")
    write(connection, schema.due, columns, [(i, 1) for i in came], "replace")
    write(connection, schema.due, columns, [(i, 0) for i in retold], "keep")


def how_many_due(connection: Connection) -> int:
    """How many reports are to be grouped."""
    found: int = ask(connection, "SELECT count(*) FROM due").scalar_one()
    return found


def read_due(connection: Connection, reader: str) -> Due:
    """What is to be grouped."""
    rows = {row[0]: row[1] for row in ask(connection, "SELECT report_id, came FROM due")}
    came = [i for i, how in rows.items() if how]
    standing = Lookup(connection, reader).standing(came)
    return Due(
        came=standing,
        gone=frozenset(i for i in came if i not in standing),
        retold=frozenset(i for i, how in rows.items() if not how),
    )


def write_regrouping(connection: Connection, found: Regrouping) -> None:
    """Writes what has changed in the episodes and in which reports are copies; nothing is to be grouped then."""
    ask(connection, "DELETE FROM due")
    write_recopying(connection, found.copies)
    run_with(connection, "DELETE FROM gists WHERE report_id IN (?)", found.gone)
    run_with(connection, "DELETE FROM episodes WHERE id IN (?)", found.ended)
    run_with(connection, "DELETE FROM episode_links WHERE one IN (?)", found.ended)
    run_with(connection, "DELETE FROM episode_links WHERE other IN (?)", found.ended)
    names = {i: episode.id for episode in found.episodes.values() for i, _ in episode.reports}
    rows = [_row(gist, names[gist.report_id]) for gist in found.gists.values()]
    write(connection, schema.gists, [column.name for column in schema.gists.c], rows, "replace")
    moved = [(name, i, name) for i, name in names.items() if i not in found.gists]
    many(connection, "UPDATE gists SET episode = ? WHERE report_id = ? AND episode <> ?", moved)
    bodies = [(episode.id, to_json(episode)) for episode in found.episodes.values()]
    write(connection, schema.episodes, ("id", "body"), bodies, "replace")
    write(connection, schema.episode_links, ("one", "other"), sorted(found.links))


def read_episodes(connection: Connection) -> Episodes:
    """All episodes, the links of those that are of one story, the labels of meetings by id, and the copies."""
    bodies = ask(connection, "SELECT body FROM episodes")
    links = ask(connection, "SELECT one, other FROM episode_links")
    labels = ask(connection, "SELECT id, label FROM meetings")
    return (
        [from_json(Episode, row[0]) for row in bodies],
        [(row[0], row[1]) for row in links],
        {row[0]: row[1] for row in labels},
        read_copies(connection),
    )


def _row(gist: Gist, episode: str) -> tuple[Any, ...]:
    first, last = gist.days or (None, None)
    words = "\t".join(word for word, _ in gist.words)
    weights = " ".join(str(weight) for _, weight in gist.words)
    actors = json.dumps(gist.actors, ensure_ascii=False)
    return (gist.report_id, episode, first, last, gist.day, gist.title, words, weights, actors)


def _gist(row: Any) -> Gist:
    report_id, first, last, day, title, words, weights, actors = row
    pairs = zip(words.split("\t"), map(int, weights.split()), strict=True) if weights else ()
    return Gist(
        report_id=report_id,
        words=tuple(pairs),
        days=None if first is None else (first, last),
        day=day,
        title=title,
        actors=tuple(json.loads(actors)),
    )
