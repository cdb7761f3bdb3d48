"""What is stored of the reports that the record rests on, looked up by key: nothing is read whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from biennien.model import Citation, Reading, Report, ReportDate, Span
from biennien.model.growth import Keys, Plan, Standing
from biennien.store.asking import MEETING_CITED, rows_with
from biennien.store.codec import from_json, to_json


class Lookup:
    """Looks things up in one transaction; of an `empty` record nothing is asked."""

    def __init__(self, connection: Connection, reader: str, *, empty: bool = False) -> None:
        self._connection = connection
        self._reader = reader
        self._empty = empty

    def under(self, kind: int, keys: Collection[int]) -> set[str]:
        """The ids of the reports with one of the keys."""
        query = (
            "SELECT DISTINCT s.report_id FROM bearings b JOIN standing s ON s.number = b.number"
            f" WHERE b.kind = {int(kind)} AND b.key IN (?)"
        )
        return {row[0] for row in self._rows(query, keys)}

    def keys(self, ids: Collection[str]) -> Mapping[str, Keys]:
        """All keys of the reports that are there."""
        query = (
            "SELECT s.report_id, b.kind, b.key FROM standing s LEFT JOIN bearings b ON b.number = s.number"
            " WHERE s.report_id IN (?)"
        )
        found: dict[str, dict[int, set[int]]] = {}
        for report_id, kind, key in self._rows(query, ids):
            mine = found.setdefault(report_id, defaultdict(set))
            if kind is not None:
                mine[kind].add(key)
        return {i: {kind: frozenset(keys) for kind, keys in mine.items()} for i, mine in found.items()}

    def standing(self, ids: Collection[str]) -> Mapping[str, Standing]:
        """Those of the reports that are there."""
        query = (
            "SELECT s.report_id, s.body, t.text, r.body, s.input IS NULL,"
            " d.value, d.earliest, d.latest, d.dated_by, d.why, d.basis"
            " FROM standing s JOIN texts t ON t.sha256 = s.sha256 JOIN report_dates d ON d.report_id = s.report_id"
            f" LEFT JOIN readings r ON r.input = s.input AND r.reader = '{self._reader}' WHERE s.report_id IN (?)"
        )
        found: dict[str, Standing] = {}
        for report_id, body, text, reading, unread, *dated in self._rows(query, ids):
            value, earliest, latest, by, why, basis = dated
            found[report_id] = Standing(
                report=replace(from_json(Report, body), text=text),
                reading=None if unread else _reading(report_id, reading),
                dated=ReportDate(
                    report_id=report_id,
                    value=value,
                    earliest=earliest,
                    latest=latest,
                    dated_by=by,
                    why=why,
                    basis=basis,
                ),
            )
        return found

    def votes(self, entities: Collection[str]) -> Mapping[str, Mapping[str, int]]:
        """How often the reports give each person to each state."""
        query = "SELECT entity, state, CAST(SUM(times) AS INTEGER) FROM votes WHERE entity IN (?) GROUP BY entity, state"
        found: dict[str, dict[str, int]] = {}
        for entity, state, times in self._rows(query, entities):
            found.setdefault(entity, {})[state] = times
        return found

    def votes_of(self, ids: Collection[str]) -> Mapping[str, Mapping[tuple[str, str], int]]:
        """By report, how often it gives each (person, state)."""
        query = (
            "SELECT s.report_id, v.entity, v.state, v.times FROM standing s JOIN votes v ON v.number = s.number"
            " WHERE s.report_id IN (?)"
        )
        found: dict[str, dict[tuple[str, str], int]] = {}
        for report_id, entity, state, times in self._rows(query, ids):
            found.setdefault(report_id, {})[entity, state] = times
        return found

    def plans(self, groups: Collection[int]) -> Mapping[int, Sequence[Plan]]:
        """The plans of groups of sides."""
        rows = self._rows("SELECT sides, body FROM plans WHERE sides IN (?)", groups)
        return {group: _plans(body) for group, body in rows}

    def planned(self, keys: Collection[int]) -> Mapping[int, Sequence[Plan]]:
        """The plans of every group that has one with one of the keys."""
        rows = self._rows("SELECT DISTINCT sides FROM plan_keys WHERE key IN (?)", keys)
        return self.plans({row[0] for row in rows})

    def told(self, groups: Collection[int]) -> Sequence[tuple[str, Citation]]:
        """(meeting, citation) of what the meetings of groups rest on."""
        query = (
            'SELECT m.id, i.report_id, i.start, i."end", i.quote, i.paragraph FROM meetings m'
            " CROSS JOIN changes c CROSS JOIN citations i"
            " WHERE c.meeting = m.id AND i.of = 'change' AND i.of_id = c.meeting || '/' || c.ord AND m.sides_key IN (?)"
        )
        return [(row[0], _citation(row[1:])) for row in self._rows(query, groups)]

    def telling(self, ids: Collection[str]) -> Sequence[tuple[int, str, Citation]]:
        """(group, meeting, citation) of what the reports tell of meetings."""
        query = (
            'SELECT m.sides_key, m.id, i.report_id, i.start, i."end", i.quote, i.paragraph FROM citations i'
            f" CROSS JOIN meetings m WHERE m.id = {MEETING_CITED} AND i.of = 'change' AND i.report_id IN (?)"
        )
        return [(row[0], row[1], _citation(row[2:])) for row in self._rows(query, ids)]

    def keys_of(self, kind: int, ids: Collection[str]) -> set[int]:
        """The keys of one kind that the reports have."""
        query = (
            "SELECT DISTINCT b.key FROM standing s JOIN bearings b ON b.number = s.number"
            f" AND b.kind = {int(kind)} WHERE s.report_id IN (?)"
        )
        return {row[0] for row in self._rows(query, ids)}

    def planned_by(self, keys: Collection[int]) -> set[int]:
        """The groups that have a plan with one of the keys."""
        return {row[0] for row in self._rows("SELECT DISTINCT sides FROM plan_keys WHERE key IN (?)", keys)}

    def plan_keys(self, groups: Collection[int]) -> set[int]:
        """The keys of the plans of groups."""
        return {row[0] for row in self._rows("SELECT DISTINCT key FROM plan_keys WHERE sides IN (?)", groups)}

    def _rows(self, query: str, values: Collection[Any]) -> Iterator[Any]:
        return iter(()) if self._empty else rows_with(self._connection, query, values)


def plans_body(plans: Sequence[Plan]) -> str:
    """Plans as they are stored, a line each."""
    return "\n".join(to_json(plan) for plan in plans)


def _plans(body: str) -> tuple[Plan, ...]:
    return tuple(from_json(Plan, line) for line in body.split("\n"))


def _reading(report_id: str, body: str | None) -> Reading:
    return (
        Reading(report_id=report_id)
        if body is None
        else replace(from_json(Reading, body), report_id=report_id)
    )


def _citation(row: Sequence[Any]) -> Citation:
    report_id, start, end, quote, paragraph = row
    return Citation(report_id=report_id, span=Span(start, end), quote=quote, paragraph=paragraph)
