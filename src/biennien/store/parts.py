"""The rows of the record that some reports tell, and of all reports that these lines rest on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from biennien.model import Reading, Record, Report
from biennien.model.copies import Copied, Copy, with_origins
from biennien.model.grouping import Episodes
from biennien.model.growth import Standing, Uttered
from biennien.model.past import Standings
from biennien.store.asking import MEETING_CITED, ask, rows_with
from biennien.store.codec import from_json
from biennien.store.copying import CopiedRows, read_copies, read_pairs
from biennien.store.grouping import how_many_due, read_episodes
from biennien.store.keeping import Lookup
from biennien.store.pasts import read_standings, versions_on
from biennien.store.record_rows import (
    in_order,
    read_dates,
    read_issues,
    read_meetings,
    read_record,
    read_statements,
)
from biennien.store.versions import reading_input
from biennien.store.wording import find_reports, find_statements

_TOLD = f"SELECT DISTINCT {MEETING_CITED} FROM citations WHERE of = 'change' AND report_id IN (?)"


class Look:
    """Looks into the record as it stands, in one transaction."""

    def __init__(
        self, connection: Connection, reader: str, state: str, decoded: MutableMapping[str, Standing]
    ) -> None:
        """`state` is what the record is at."""
        self._connection = connection
        self._reader = reader
        self.state = state
        self.reach = _Kept(connection, reader, decoded)

    def whole(self) -> tuple[Record, tuple[Report, ...], Mapping[str, Reading]]:
        """The record, all reports that it rests on, and their readings, each decoded when it is asked for."""
        query = (
            "SELECT s.report_id, s.body, t.text, s.input IS NULL, r.body FROM standing s JOIN texts t ON t.sha256 = s.sha256"
            " LEFT JOIN readings r ON r.input = s.input AND r.reader = ? ORDER BY s.report_id"
        )
        reports, bodies = [], dict[str, str | None]()
        for name, body, text, unread, reading in ask(self._connection, query, (self._reader,)):
            reports.append(replace(from_json(Report, body), text=text))
            if not unread:
                bodies[name] = reading
        return read_record(self._connection), self.with_origins(reports), _Readings(bodies)

    def episodes(self) -> Episodes | None:
        """What the stories are made of; None where reports are still to be grouped."""
        return None if how_many_due(self._connection) else read_episodes(self._connection)

    def copies(self, reports: Collection[str] | None = None) -> dict[str, Copy] | None:
        """The copies among the reports, among all where none are named; None where reports are still to be grouped."""
        return None if how_many_due(self._connection) else read_copies(self._connection, reports)

    def beside(self, reports: Collection[str]) -> set[str]:
        """The reports, and those that have much of their words."""
        pairs = read_pairs(self._connection, reports)
        return {*reports, *(i for one, other, _ in pairs for i in (one, other))}

    @property
    def texts(self) -> Copied:
        """What is known of the texts that are compared."""
        return CopiedRows(self._connection)

    def reports_with(self, words: Sequence[str], limit: int) -> list[str]:
        """The ids of the reports with words, the best first."""
        return find_reports(self._connection, words, limit)

    def statements_with(self, words: Sequence[str], limit: int) -> list[str]:
        """The ids of the statements with words, the best first."""
        return find_statements(self._connection, words, limit)

    def participants(self) -> dict[str, frozenset[str]]:
        """The sides of the meetings, by their ids."""
        rows = ask(self._connection, "SELECT id, participants FROM meetings")
        return {name: frozenset(json.loads(sides)) for name, sides in rows}

    def strangers(self) -> set[str]:
        """Those whom no table knows and reports give to a state."""
        return {row[0] for row in ask(self._connection, "SELECT DISTINCT entity FROM votes")}

    def how_many(self) -> int:
        """How many reports the record rests on."""
        found: int = ask(self._connection, "SELECT count(*) FROM standing").scalar_one()
        return found

    def speakers(self) -> dict[str, int]:
        """Of how many statements each is the speaker."""
        query = "SELECT speaker, count(*) FROM statements GROUP BY speaker"
        found: Counter[str] = Counter()
        for speaker, times in ask(self._connection, query):
            found.update(dict.fromkeys(json.loads(speaker), times))
        return dict(found)

    def labels(self) -> dict[str, str]:
        """The labels of the meetings, by their ids."""
        rows = ask(self._connection, "SELECT id, label FROM meetings")
        return {row[0]: row[1] for row in rows}

    def last_day(self) -> str | None:
        """The last of the days on which reports were published, at the earliest."""
        found: str | None = ask(self._connection, "SELECT max(earliest) FROM report_dates").scalar()
        return found

    def brought_on(self, day: str) -> tuple[list[str], list[str], int]:
        """The reports of a day, the meetings that they tell of, and the number of the statements that begin in them."""
        query = "SELECT report_id FROM report_dates WHERE earliest = ? ORDER BY 1"
        reports = [row[0] for row in ask(self._connection, query, (day,))]
        count = "SELECT count(*) FROM statements WHERE report_id IN (?)"
        said = sum(row[0] for row in rows_with(self._connection, count, reports))
        return reports, sorted(_column(self._connection, _TOLD, reports)), said

    def lines(
        self, meetings: Collection[str], statements: Collection[str], reports: Collection[str]
    ) -> tuple[Record, tuple[Report, ...]]:
        """Some meetings and statements, and some reports with their dates.

        There are besides the meetings of which the statements' reports tell something that is not believed of its day.
        """
        said = read_statements(self._connection, statements, "id")
        wanted = {*meetings, *_stale(self._connection, said)}
        told = read_meetings(self._connection, wanted, "id")
        found = in_order(read_dates(self._connection, reports), told.values(), said.values(), ())
        query = "SELECT s.body, t.text FROM standing s JOIN texts t ON t.sha256 = s.sha256 WHERE s.report_id IN (?) ORDER BY 1"
        rows = rows_with(self._connection, query, reports)
        return found, self.with_origins([replace(from_json(Report, body), text=text) for body, text in rows])

    def part(self, ids: Collection[str]) -> tuple[Record, Mapping[str, Standing]]:
        """The lines that some reports tell, and the reports that they rest on.

        There are besides the meetings of which these reports tell something that is not believed of its day.
        """
        record = _lines(self._connection, ids)
        changes = (change for m in record.meetings for change in m.changes)
        cited = {c.report_id for s in record.statements for c in (*s.citations, *s.restated_in)}
        rest = {*ids, *cited, *(c.report_id for change in changes for c in change.citations)}
        return replace(record, issues=tuple(read_issues(self._connection, rest))), self.reach.standing(rest)

    def with_origins(self, reports: Sequence[Report]) -> tuple[Report, ...]:
        """The reports, each with its likely origin where it is a copy."""
        return with_origins(reports, read_copies(self._connection, [r.id for r in reports]))

    def reading(self, report: Report, reader: str) -> Reading | None:
        """The stored reading of a version of a report."""
        query = "SELECT body FROM readings WHERE input = ? AND reader = ?"
        found = ask(self._connection, query, (reading_input(report), reader)).scalar()
        return None if found is None else replace(from_json(Reading, found), report_id=report.id)

    def standings(self) -> Standings:
        """All reports that are read, and how often each gives persons to states."""
        return read_standings(self._connection)

    def versions_on(self, day: str) -> tuple[Report, ...]:
        """The reports of which another version, or another original, counted on a day than counts now."""
        return versions_on(self._connection, day)


class _Readings(Mapping[str, Reading]):
    """Readings by report, decoded when they are asked for: of a whole record few are."""

    def __init__(self, bodies: Mapping[str, str | None]) -> None:
        self._bodies = bodies
        self._found: dict[str, Reading] = {}

    def __getitem__(self, report_id: str) -> Reading:
        if report_id not in self._found:
            body = self._bodies[report_id]
            bare = Reading(report_id="") if body is None else from_json(Reading, body)
            self._found[report_id] = replace(bare, report_id=report_id)
        return self._found[report_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._bodies)

    def __len__(self) -> int:
        return len(self._bodies)


class _Kept(Lookup):
    """What was decoded once is kept."""

    def __init__(self, connection: Connection, reader: str, decoded: MutableMapping[str, Standing]) -> None:
        super().__init__(connection, reader)
        self._decoded = decoded

    def standing(self, ids: Collection[str]) -> Mapping[str, Standing]:
        """Those of the reports that are there."""
        found = {i: standing for i in ids if (standing := self._decoded.get(i)) is not None}
        more = super().standing([i for i in ids if i not in found])
        self._decoded.update(more)
        return {**found, **more}


def _lines(connection: Connection, ids: Collection[str]) -> Record:
    said = (
        "SELECT DISTINCT of_id FROM citations WHERE of IN ('statement', 'restatement') AND report_id IN (?)"
    )
    statements = read_statements(connection, _column(connection, said, ids), "id")
    wanted = _column(connection, _TOLD, ids) | _stale(connection, statements)
    return in_order((), read_meetings(connection, wanted, "id").values(), statements.values(), ())


def _stale(connection: Connection, statements: Mapping[str, Uttered]) -> set[str]:
    """The meetings of which the reports of statements tell something that is not believed of its day."""
    stale = (
        f"SELECT DISTINCT c.meeting FROM citations i CROSS JOIN changes c WHERE c.meeting = {MEETING_CITED}"
        " AND i.of_id = c.meeting || '/' || c.ord AND i.of = 'change' AND c.flags LIKE '%\"stale\"%' AND i.report_id IN (?)"
    )
    sources = {c.report_id for u in statements.values() for c in u.statement.citations}
    return _column(connection, stale, sources)


def _column(connection: Connection, query: str, values: Collection[str]) -> set[str]:
    return {row[0] for row in rows_with(connection, query, values)}
