"""The bitemporal record in one file: what came in is only ever added to; what was made of it can be made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from biennien.model import Decision, Issue, Reading, Record, Report, ReportDate
from biennien.model.grouping import Due, Episodes, Grouped, Regrouping
from biennien.model.growth import Growth, Kept, Standing
from biennien.store import schema
from biennien.store.changing import changed_since, read_rows, versions_in
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
from biennien.store.keeping import Lookup, rows_with
from biennien.store.opening import errors_of, open_engine, share
from biennien.store.parts import Look
from biennien.store.record_rows import read_dates, read_record
from biennien.store.versions import current_reports, reading_input


@dataclass(slots=True)
class _Known:
    """What is stored, as far as adding some reports must know it."""

    digests: set[str] = field(default_factory=set)
    texts: dict[str, set[str]] = field(default_factory=dict)  # sha256 → identities
    identities: dict[str, set[str]] = field(default_factory=dict)  # identity → sha256
    ids: dict[str, str] = field(default_factory=dict)  # id → identity

    def add(self, digest: str, identity: str, report_id: str, sha256: str) -> None:
        self.digests.add(digest)
        self.texts.setdefault(sha256, set()).add(identity)
        self.identities.setdefault(identity, set()).add(sha256)
        self.ids.setdefault(report_id, identity)


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
    """One record in one SQLite file. Every method is one transaction and raises StoreError where the file cannot be used."""

    def __init__(self, path: Path | str, *, writable: bool = False) -> None:
        """Opens the file; `writable` makes it where it is not there yet."""
        self.path = Path(path)
        self._engine: Engine = open_engine(self.path, writable=writable)

    def add(self, reports: Sequence[Report], recorded_at: str) -> list[str | Issue]:
        """Records each report and says what it was: ``new``, ``version``, ``copy``, ``amended`` (the same words, other particulars) or ``unchanged``.

        An issue stands for a report that has the id of another one; it is not recorded.
        """
        with errors_of(self.path), self._engine.begin() as connection:
            digests = [_digest(report) for report in reports]
            known = _known(connection, reports, digests)
            outcomes: list[str | Issue] = []
            for report, digest in zip(reports, digests, strict=True):
                outcome = _outcome(report, digest, known)
                outcomes.append(outcome)
                if isinstance(outcome, Issue) or outcome == "unchanged":
                    continue
                if report.sha256 not in known.texts:
                    connection.execute(schema.texts.insert(), {"sha256": report.sha256, "text": report.text})
                connection.execute(schema.reports.insert(), _report_row(report, digest, recorded_at))
                known.add(digest, report.identity, report.id, report.sha256)
        return outcomes

    def decide(self, decision: Decision) -> Decision:
        """Records a decision and returns it with its id. Raises InputError where those before it leave nothing to decide."""
        with errors_of(self.path), self._engine.begin() as connection:
            return write_decision(connection, decision)

    def decisions(self) -> tuple[Decision, ...]:
        """All decisions in the order in which they were taken."""
        with errors_of(self.path), self._engine.begin() as connection:
            return read_decisions(connection)

    def reports(
        self, as_known: str | None = None, recorded_until: datetime | None = None
    ) -> tuple[Report, ...]:
        """One report an identity, by id: the version that counts, or counted on the day `as_known`.

        With `recorded_until` reports and decisions count that were recorded by then.
        """
        with errors_of(self.path), self._engine.begin() as connection:
            return _read_reports(connection, as_known, recorded_until)

    def versions(self, identity: str) -> tuple[Report, ...]:
        """All versions of one report, the oldest first, by what makes it the same report."""
        with errors_of(self.path), self._engine.begin() as connection:
            return versions_in(connection, identity)

    def first_recorded(self) -> dict[str, str]:
        """When each report was recorded for the first time, by its id."""
        with errors_of(self.path), self._engine.begin() as connection:
            name, at = schema.reports.c.id, schema.reports.c.recorded_at
            return dict(connection.execute(select(name, func.min(at)).group_by(name)).tuples().all())

    def published_days(self) -> tuple[str, ...]:
        """The days (or months) on which any version of any report was published, as it says itself."""
        with errors_of(self.path), self._engine.begin() as connection:
            query = select(schema.reports.c.published_on).distinct().order_by(schema.reports.c.published_on)
            return tuple(day for day in connection.execute(query).scalars() if day)

    def stored(self, reader: str) -> tuple[Record | None, tuple[Report, ...], str]:
        """The record (None where it is not up to date), the reports, and the state they are at, all as of one moment.

        The record is up to date where it rests on all reports and decisions, and this `reader` made it.
        """
        with errors_of(self.path), self._engine.begin() as connection:
            state = _state(connection)
            record = read_record(connection) if _made(connection) == f"{reader} {state}" else None
            return record, _read_reports(connection, None), state

    def share(self, *, shared: bool) -> bool:
        """Lets readers and a writer at the file at the same time, or puts all back into the one file; whether it is so now."""
        return share(self.path, shared=shared)

    def state(self) -> str:
        """What reports and decisions are at: it changes when, and only when, one is recorded."""
        with errors_of(self.path), self._engine.begin() as connection:
            return _state(connection)

    def is_made(self, reader: str) -> bool:
        """Whether the record of this `reader` rests on all that was recorded: it does not while somebody adds."""
        with errors_of(self.path), self._engine.begin() as connection:
            return _made(connection) == f"{reader} {_state(connection)}"

    def pending(self, reader: str) -> Pending | None:
        """What the record of this `reader` does not rest on yet; None where it is up to date."""
        with errors_of(self.path), self._engine.begin() as connection:
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
        with errors_of(self.path), self._engine.begin() as connection:
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
            connection.execute(schema.meta.insert().prefix_with("OR REPLACE"), rows)
            return True

    def due(self) -> int:
        """How many reports are to be grouped into stories."""
        with errors_of(self.path), self._engine.begin() as connection:
            return how_many_due(connection)

    def group(self, make: Callable[[Due, Grouped], Regrouping], reader: str) -> None:
        """Brings the stories up to date with the record by what `make` makes of what is due, in one transaction."""
        with errors_of(self.path), self._engine.begin() as connection:
            due = read_due(connection, reader)
            write_regrouping(connection, make(due, GroupedRows(connection)))

    def episodes(self, reader: str) -> Episodes | None:
        """The episodes of stories, their links, and the labels of meetings; None where they, or the record, are not up to date."""
        with errors_of(self.path), self._engine.begin() as connection:
            current = _made(connection) == f"{reader} {_state(connection)}" and not how_many_due(connection)
            return read_episodes(connection) if current else None

    @contextmanager
    def looking(
        self, reader: str, decoded: MutableMapping[str, Standing] | None = None
    ) -> Iterator[Look | None]:
        """A look into the record that this `reader` made, at whatever state; None where there is none.

        `decoded` keeps the reports that were looked at, for the next look at the same state.
        """
        with errors_of(self.path), self._engine.begin() as connection:
            by, _, state = (_made(connection) or "").partition(" ")
            yield (
                Look(connection, reader, state, {} if decoded is None else decoded) if by == reader else None
            )

    def states(self, reader: str) -> tuple[str, str | None]:
        """What reports and decisions are at, and the record that this `reader` made of them; None where there is none."""
        with errors_of(self.path), self._engine.begin() as connection:
            by, _, state = (_made(connection) or "").partition(" ")
            return _state(connection), state if by == reader else None

    def size(self) -> Size:
        """How many meetings and statements are in the record."""
        with errors_of(self.path), self._engine.begin() as connection:
            query = "SELECT key, CAST(value AS INTEGER) FROM meta WHERE key IN (?)"
            found = dict(rows_with(connection, query, ("meetings", "statements")))
            return Size(meetings=found.get("meetings", 0), statements=found.get("statements", 0))

    def dated(self, ids: Collection[str]) -> tuple[ReportDate, ...]:
        """The dates of some reports in the record."""
        with errors_of(self.path), self._engine.begin() as connection:
            return tuple(read_dates(connection, ids))

    def former(self, name: str) -> tuple[tuple[str, str, str], ...]:
        """What ids that begin so once rested on, where they lead to nothing by themselves: (id, report, words)."""
        with errors_of(self.path), self._engine.begin() as connection:
            query = "SELECT id, report_id, quote FROM former_ids WHERE id >= ? AND substr(id, 1, ?) = ? ORDER BY 1, 2, 3"
            rows = connection.exec_driver_sql(query, (name, len(name), name))
            return tuple((row[0], row[1], row[2]) for row in rows)

    def readings(self, reports: Sequence[Report], reader: str) -> dict[str, Reading]:
        """The stored readings of these reports, by report id; those that this `reader` did not make are missing."""
        inputs = {reading_input(report) for report in reports}
        query = "SELECT input, body FROM readings WHERE reader = '{}' AND input IN (?)".format(
            reader.replace("'", "")
        )
        with errors_of(self.path), self._engine.begin() as connection:
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
            with errors_of(self.path), self._engine.begin() as connection:
                insert = schema.readings.insert().prefix_with("OR REPLACE")
                connection.execute(
                    insert, [{"input": i, "reader": reader, "body": b} for i, b in rows.items()]
                )

    def cited(self) -> list[Cited]:
        """Every stored citation with the stored text it points into."""
        table = schema.citations
        with errors_of(self.path), self._engine.begin() as connection:
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
        with errors_of(self.path), self._engine.begin() as connection:
            rows = connection.execute(select(schema.texts.c.sha256, schema.texts.c.text))
            return frozenset(row[0] for row in rows if hashlib.sha256(row[1].encode()).hexdigest() != row[0])

    def damage(self) -> tuple[str, ...]:
        """What SQLite finds wrong with the file, and rows that point to nothing; at most ten."""
        with errors_of(self.path), self._engine.begin() as connection:
            rows = connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars()
            found = [str(row) for row in rows if row != "ok"]
            strays = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            return (*found, *(f"a row of {row[0]} points to nothing in {row[2]}" for row in strays[:10]))

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


def _known(connection: Connection, reports: Sequence[Report], digests: Sequence[str]) -> _Known:
    """What is stored of the reports, their texts and their names."""
    known = _Known()
    columns = "SELECT digest, identity, id, sha256 FROM reports WHERE"
    for column, values in (
        ("digest", digests),
        ("identity", [r.identity for r in reports]),
        ("id", [r.id for r in reports]),
        ("sha256", [r.sha256 for r in reports]),
    ):
        for row in rows_with(connection, f"{columns} {column} IN (?) ORDER BY row", {*values}):
            known.add(*row)
    return known


def _read_reports(
    connection: Connection, as_known: str | None, until: datetime | None = None
) -> tuple[Report, ...]:
    rows, decisions = read_rows(connection), read_decisions(connection)
    if until is not None:
        rows = [row for row in rows if datetime.fromisoformat(row.recorded_at) <= until]
        decisions = tuple(d for d in decisions if datetime.fromisoformat(d.recorded_at) <= until)
    return current_reports(rows, as_known, decisions)


def _outcome(report: Report, digest: str, known: _Known) -> str | Issue:
    if digest in known.digests:
        return "unchanged"
    if known.ids.get(report.id, report.identity) != report.identity:
        return Issue(
            code="id_taken",
            severity="error",
            message=f"another report (outlet and address differ) has the id {report.id!r}.",
            where=report.id,
            remedy='Give this one its own "id".',
            report_id=report.id,
        )
    if report.identity in known.identities:
        return "amended" if report.sha256 in known.identities[report.identity] else "version"
    return "copy" if report.sha256 in known.texts else "new"


def _digest(report: Report) -> str:
    """One digest for everything that came in with the report; what was wrong with it, and where it lay, is left out."""
    bare = replace(report, text="", issues=(), version=1, copy_of=None)
    return hashlib.sha256(to_json(bare).encode()).hexdigest()


def _report_row(report: Report, digest: str, recorded_at: str) -> dict[str, Any]:
    bare = replace(report, text="", version=1, copy_of=None)
    row: dict[str, Any] = {c.name: getattr(bare, c.name) for c in schema.reports.c if hasattr(bare, c.name)}
    issues = [json.loads(to_json(issue)) for issue in report.issues]
    lists = {"dates": report.dates, "extra": report.extra, "issues": issues}
    return (
        row
        | {key: json.dumps(v, ensure_ascii=False) for key, v in lists.items()}
        | {"digest": digest, "recorded_at": recorded_at}
    )
