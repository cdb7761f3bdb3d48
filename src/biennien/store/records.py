"""The bitemporal record: what came in is only ever added to; what was made of it can be made again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Engine, func, select

from biennien.addresses import StoreAddress, address_of
from biennien.model import Decision, Issue, Reading, Record, Report, ReportDate, Version
from biennien.model.grouping import Due, Episodes, Grouped, Regrouping
from biennien.model.growth import Growth, Kept, Standing
from biennien.store import places, schema
from biennien.store.asking import ask, rows_with, write, write_rows
from biennien.store.changing import changed_since, days_of_versions, read_rows, versions_in
from biennien.store.citing import Cited
from biennien.store.codec import from_json, to_json
from biennien.store.decisions import read_decisions, write_decision
from biennien.store.grouping import (
    GroupedRows,
    how_many_due,
    read_due,
    read_episodes,
    write_regrouping,
)
from biennien.store.growing import clear, forget_current, write_growth
from biennien.store.keeping import Lookup
from biennien.store.parts import Look
from biennien.store.record_rows import read_dates, read_record
from biennien.store.recording import add_reports
from biennien.store.versions import current_reports, reading_input


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What has come since the record was made: the reports that stand otherwise now, and the ids of those that stand no more.

    `state` is what the record will be at; `whole` where nothing of the former record holds.
    """

    state: str
    whole: bool
    reports: tuple[Report, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is in the record."""

    meetings: int
    statements: int


class Store:
    """One record in a file or a database. Every method is one transaction and raises StoreError where it cannot be used."""

    def __init__(self, address: StoreAddress | str, *, writable: bool = False) -> None:
        """Opens the record; `writable` makes it where it is not there yet."""
        self.address = address_of(address)
        self._place = places.place_of(self.address)
        self._engine: Engine = self._place.open(writable=writable)

    def add(self, reports: Sequence[Report], recorded_at: str) -> list[str | Issue]:
        """Records each report and says what it was: ``new``, ``version``, ``copy``, ``amended`` (the same words, other particulars) or ``unchanged``.

        An issue stands for a report that has the id of another one; it is not recorded.
        """
        with self._begun() as connection:
            return add_reports(connection, reports, recorded_at)

    def decide(self, decision: Decision) -> Decision:
        """Records a decision and returns it with its id. Raises InputError where those before it leave nothing to decide."""
        with self._begun() as connection:
            return write_decision(connection, decision)

    def decisions(self) -> tuple[Decision, ...]:
        """All decisions in the order in which they were taken."""
        with self._begun() as connection:
            return read_decisions(connection)

    def reports(
        self, as_known: str | None = None, recorded_until: datetime | None = None
    ) -> tuple[Report, ...]:
        """One report an identity, by id: the version that counts, or counted on the day `as_known`.

        With `recorded_until` reports and decisions count that were recorded by then.
        """
        with self._begun() as connection:
            return _read_reports(connection, as_known, recorded_until)

    def versions(self, name: str) -> tuple[Version, ...]:
        """All versions of one report, the oldest first, by what makes it the same report or any id that it had; none where there is none."""
        with self._begun() as connection:
            return versions_in(connection, name)

    def first_recorded(self) -> dict[str, str]:
        """When each report was recorded for the first time, by its id."""
        with self._begun() as connection:
            name, at = schema.reports.c.id, schema.reports.c.recorded_at
            rows = connection.execute(select(name, func.min(at)).group_by(name))
            return {row[0]: row[1] for row in rows}

    def published_days(self) -> tuple[str, ...]:
        """The days (or months) on which any version of any report was published, as it says itself, or came to be known."""
        with self._begun() as connection:
            return days_of_versions(connection)

    def stored(self, reader: str) -> tuple[Record | None, tuple[Report, ...], str]:
        """The record (None where it is not up to date), the reports, and the state they are at, all as of one moment.

        The record is up to date where it rests on all reports and decisions, and this `reader` made it.
        """
        with self._begun() as connection:
            state = _state(connection)
            record = read_record(connection) if _made(connection) == f"{reader} {state}" else None
            return record, _read_reports(connection, None), state

    def share(self, *, shared: bool) -> bool:
        """Lets readers and a writer at the record at the same time, or puts all back into the one file; whether it is so now."""
        return self._place.share(shared=shared)

    def is_gone(self) -> bool:
        """Whether the file was taken away since it was opened."""
        return self._place.is_gone()

    def state(self) -> str:
        """What reports and decisions are at: it changes when, and only when, one is recorded."""
        with self._begun() as connection:
            return _state(connection)

    def is_made(self, reader: str) -> bool:
        """Whether the record of this `reader` rests on all that was recorded: it does not while somebody adds."""
        with self._begun() as connection:
            return _made(connection) == f"{reader} {_state(connection)}"

    def pending(self, reader: str) -> Pending | None:
        """What the record of this `reader` does not rest on yet; None where it is up to date."""
        with self._begun() as connection:
            state, made = _state(connection), _made(connection)
            if made == f"{reader} {state}":
                return None
            by, _, then = (made or "").partition(" ")
            if by != reader:
                return Pending(state=state, whole=True, reports=_read_reports(connection, None), gone=())
            reports, gone = changed_since(connection, then)
            return Pending(state=state, whole=False, reports=reports, gone=gone)

    def grow(
        self,
        pending: Pending,
        make: Callable[[Kept], Growth],
        reader: str,
        made_by: Mapping[str, str],
    ) -> bool:
        """Puts into the record what `make` makes of the pending reports, in one transaction.

        False, and nothing is written, where something was added since: whoever added it does this.
        """
        with self._begun() as connection:
            made = _made(connection) or ""
            if _state(connection) != pending.state or (
                not pending.whole and not made.startswith(f"{reader} ")
            ):
                return False
            if pending.whole:
                clear(connection)
            kept = Lookup(connection, reader, empty=pending.whole)
            write_growth(connection, make(kept), kept)
            if pending.whole:
                forget_current(connection)
                connection.execute(schema.readings.delete().where(schema.readings.c.reader != reader))
            rows = [
                {"key": key, "value": value}
                for key, value in {**made_by, "record": f"{reader} {pending.state}"}.items()
            ]
            write_rows(connection, schema.meta, rows, "replace")
            return True

    def due(self) -> int:
        """How many reports are to be grouped into stories."""
        with self._begun() as connection:
            return how_many_due(connection)

    def group(self, make: Callable[[Due, Grouped], Regrouping], reader: str) -> None:
        """Brings the stories up to date with the record by what `make` makes of what is due, in one transaction."""
        with self._begun() as connection:
            due = read_due(connection, reader)
            write_regrouping(connection, make(due, GroupedRows(connection)))

    def episodes(self, reader: str) -> Episodes | None:
        """The episodes of stories, their links, and the labels of meetings; None where they, or the record, are not up to date."""
        with self._begun() as connection:
            current = _made(connection) == f"{reader} {_state(connection)}" and not how_many_due(connection)
            return read_episodes(connection) if current else None

    @contextmanager
    def looking(
        self, reader: str, decoded: MutableMapping[str, Standing] | None = None
    ) -> Iterator[Look | None]:
        """A look into the record that this `reader` made, at whatever state; None where there is none.

        `decoded` keeps the reports that were looked at, for the next look at the same state.
        """
        with self._begun() as connection:
            by, _, state = (_made(connection) or "").partition(" ")
            yield (
                Look(connection, reader, state, {} if decoded is None else decoded) if by == reader else None
            )

    def states(self, reader: str) -> tuple[str, str | None]:
        """What reports and decisions are at, and the record that this `reader` made of them; None where there is none."""
        with self._begun() as connection:
            by, _, state = (_made(connection) or "").partition(" ")
            return _state(connection), state if by == reader else None

    def size(self) -> Size:
        """How many meetings and statements are in the record."""
        with self._begun() as connection:
            query = "SELECT key, CAST(value AS INTEGER) FROM meta WHERE key IN (?)"
            found = dict(rows_with(connection, query, ("meetings", "statements")))
            return Size(meetings=found.get("meetings", 0), statements=found.get("statements", 0))

    def dated(self, ids: Collection[str]) -> tuple[ReportDate, ...]:
        """The dates of some reports in the record."""
        with self._begun() as connection:
            return tuple(read_dates(connection, ids))

    def former(self, name: str) -> tuple[tuple[str, str, str], ...]:
        """What ids that begin so once rested on, where they lead to nothing by themselves: (id, report, words)."""
        with self._begun() as connection:
            query = "SELECT id, report_id, quote FROM former_ids WHERE id >= ? AND substr(id, 1, ?) = ? ORDER BY 1, 2, 3"
            rows = ask(connection, query, (name, len(name), name))
            return tuple((row[0], row[1], row[2]) for row in rows)

    def readings(self, reports: Sequence[Report], reader: str) -> dict[str, Reading]:
        """The stored readings of these reports, by report id; those that this `reader` did not make are missing."""
        inputs = {reading_input(report) for report in reports}
        query = "SELECT input, body FROM readings WHERE reader = '{}' AND input IN (?)".format(
            reader.replace("'", "")
        )
        with self._begun() as connection:
            bodies = dict(rows_with(connection, query, inputs))
        found = {}
        for report in reports:
            if body := bodies.get(reading_input(report)):
                found[report.id] = replace(from_json(Reading, body), report_id=report.id)
        return found

    def put_readings(self, readings: Iterable[tuple[Report, Reading]], reader: str) -> None:
        """Keeps readings, so that no report is read twice by the same reader."""
        rows = {
            reading_input(report): to_json(replace(reading, report_id="")) for report, reading in readings
        }
        if rows:
            with self._begun() as connection:
                several = [(i, reader, body) for i, body in rows.items()]
                write(connection, schema.readings, ("input", "reader", "body"), several, "replace")

    def cited(self) -> list[Cited]:
        """Every stored citation with the stored text it points into."""
        table = schema.citations
        with self._begun() as connection:
            query = select(table, schema.texts.c.text).outerjoin(
                schema.texts, table.c.sha256 == schema.texts.c.sha256
            )
            rows = connection.execute(query.order_by(table.c.of, table.c.of_id, table.c.ord)).mappings()
            keys = ("report_id", "sha256", "paragraph", "start", "end", "quote", "text")
            return [
                Cited(line=f"{row['of']} {row['of_id']}", **{key: row[key] for key in keys}) for row in rows
            ]

    def damaged_texts(self) -> frozenset[str]:
        """The sha256 of every stored text that no longer has it."""
        with self._begun() as connection:
            rows = connection.execute(select(schema.texts.c.sha256, schema.texts.c.text))
            return frozenset(row[0] for row in rows if hashlib.sha256(row[1].encode()).hexdigest() != row[0])

    def damage(self) -> tuple[str, ...]:
        """What the database finds wrong with itself, and rows that point to nothing."""
        with self._begun() as connection:
            return tuple(self._place.damage(connection))

    def risks(self) -> tuple[str, ...]:
        """By which settings the database may lose what it said was written."""
        with self._begun() as connection:
            return tuple(self._place.risks(connection))

    @contextmanager
    def _begun(self) -> Iterator[Connection]:
        with self._place.errors(), self._engine.begin() as connection:
            yield connection

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *reason: object) -> None:
        self._engine.dispose()


def _last_row(connection: Connection) -> int:
    """The number of the last report row: rows are only ever added, so it tells whether there is anything new."""
    found: int = connection.execute(select(func.coalesce(func.max(schema.reports.c.row), 0))).scalar_one()
    return found


def _made(connection: Connection) -> str | None:
    """Who made the record, and the state that it rests on."""
    query = select(schema.meta.c.value).where(schema.meta.c.key == "record")
    return connection.execute(query).scalar()


def _state(connection: Connection) -> str:
    """What reports and decisions are at: it changes when, and only when, one is recorded."""
    decided = select(func.count()).select_from(schema.decisions)
    return f"{_last_row(connection)}/{connection.execute(decided).scalar_one()}"


def _read_reports(
    connection: Connection, as_known: str | None, until: datetime | None = None
) -> tuple[Report, ...]:
    rows, decisions = read_rows(connection), read_decisions(connection)
    if until is not None:
        rows = [row for row in rows if datetime.fromisoformat(row.recorded_at) <= until]
        decisions = tuple(d for d in decisions if datetime.fromisoformat(d.recorded_at) <= until)
    return current_reports(rows, as_known, decisions)
