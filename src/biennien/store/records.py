"""The bitemporal record in one file: what came in is only ever added to; what was made of it can be made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from biennien.model import Decision, Issue, Reading, Record, Report
from biennien.store import schema
from biennien.store.citing import Cited
from biennien.store.codec import from_json, to_json
from biennien.store.decisions import read_decisions, write_decision
from biennien.store.opening import errors_of, open_engine
from biennien.store.record_rows import read_record, write_record
from biennien.store.versions import Row, current_reports


@dataclass(slots=True)
class _Known:
    """What is stored, as far as adding must know it."""

    digests: set[str] = field(default_factory=set)
    texts: dict[str, set[str]] = field(default_factory=dict)  # sha256 → identities
    identities: dict[str, set[str]] = field(default_factory=dict)  # identity → sha256
    ids: dict[str, str] = field(default_factory=dict)  # id → identity

    def add(self, digest: str, identity: str, report_id: str, sha256: str) -> None:
        self.digests.add(digest)
        self.texts.setdefault(sha256, set()).add(identity)
        self.identities.setdefault(identity, set()).add(sha256)
        self.ids.setdefault(report_id, identity)


class Store:
    """One record in one SQLite file. Every method is one transaction and raises StoreError where the file cannot be used."""

    def __init__(self, path: Path | str, *, writable: bool = False) -> None:
        """Opens the file; `writable` makes it where it is not there yet."""
        self.path = Path(path)
        self._engine: Engine = open_engine(self.path, writable=writable)
        self._known: tuple[int, _Known] | None = None

    def add(self, reports: Sequence[Report], recorded_at: str) -> list[str | Issue]:
        """Records each report and says what it was: ``new``, ``version``, ``copy``, ``amended`` (the same words, other particulars) or ``unchanged``.

        An issue stands for a report that has the id of another one; it is not recorded.
        """
        with errors_of(self.path), self._engine.begin() as connection:
            known = self._load_known(connection)
            outcomes: list[str | Issue] = []
            for report in reports:
                digest = _digest(report)
                outcome = _outcome(report, digest, known)
                outcomes.append(outcome)
                if isinstance(outcome, Issue) or outcome == "unchanged":
                    continue
                if report.sha256 not in known.texts:
                    connection.execute(schema.texts.insert(), {"sha256": report.sha256, "text": report.text})
                connection.execute(schema.reports.insert(), _report_row(report, digest, recorded_at))
                known.add(digest, report.identity, report.id, report.sha256)
            self._known = _last_row(connection), known
        return outcomes

    def decide(self, decision: Decision) -> Decision:
        """Records a decision and returns it with its id. Raises InputError where those before it leave nothing to decide."""
        with errors_of(self.path), self._engine.begin() as connection:
            return write_decision(connection, decision)

    def decisions(self) -> tuple[Decision, ...]:
        """All decisions in the order in which they were taken."""
        with errors_of(self.path), self._engine.begin() as connection:
            return read_decisions(connection)

    def reports(self, as_known: str | None = None) -> tuple[Report, ...]:
        """One report an identity, by id: the version that counts, or counted on the day `as_known`."""
        with errors_of(self.path), self._engine.begin() as connection:
            return _read_reports(connection, as_known)

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
            query = select(schema.meta.c.value).where(schema.meta.c.key == "record")
            made = connection.execute(query).scalar()
            record = read_record(connection) if made == f"{reader} {state}" else None
            return record, _read_reports(connection, None), state

    def readings(self, reports: Sequence[Report], reader: str) -> dict[str, Reading]:
        """The stored readings of these reports, by report id; those that this `reader` did not make are missing."""
        with errors_of(self.path), self._engine.begin() as connection:
            columns = schema.readings.c
            rows = connection.execute(select(columns.input, columns.body).where(columns.reader == reader))
            bodies = {row[0]: row[1] for row in rows}
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

    def put_record(
        self, record: Record, reports: Sequence[Report], reader: str, state: str, made_by: dict[str, str]
    ) -> bool:
        """Puts a record in the place of the former one, in one transaction; `state` is that of the reports it rests on.

        False, and nothing is written, where something was added since: whoever added it puts the record.
        """
        with errors_of(self.path), self._engine.begin() as connection:
            if _state(connection) != state:
                return False
            write_record(connection, record, {report.id: report.sha256 for report in reports})
            connection.execute(schema.readings.delete().where(schema.readings.c.reader != reader))
            rows = [
                {"key": key, "value": value}
                for key, value in {**made_by, "record": f"{reader} {state}"}.items()
            ]
            connection.execute(schema.meta.insert().prefix_with("OR REPLACE"), rows)
            return True

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

    def _load_known(self, connection: Connection) -> _Known:
        """What is stored: kept from the last call where nobody else has added since."""
        kept, self._known = self._known, None  # nothing is kept of a transaction that fails
        if kept and kept[0] == _last_row(connection):
            return kept[1]
        known, columns = _Known(), schema.reports.c
        for row in connection.execute(select(columns.digest, columns.identity, columns.id, columns.sha256)):
            known.add(*row)
        return known

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *reason: object) -> None:
        self._engine.dispose()


def _last_row(connection: Connection) -> int:
    """The number of the last report row: rows are only ever added, so it tells whether there is anything new."""
    found: int = connection.execute(select(func.coalesce(func.max(schema.reports.c.row), 0))).scalar_one()
    return found


def _state(connection: Connection) -> str:
    """What reports and decisions are at: it changes when, and only when, one is recorded."""
    decided = select(func.count()).select_from(schema.decisions)
    return f"{_last_row(connection)}/{connection.execute(decided).scalar_one()}"


def _read_reports(connection: Connection, as_known: str | None) -> tuple[Report, ...]:
    joined = schema.reports.join(schema.texts)
    query = select(schema.reports, schema.texts.c.text).select_from(joined)
    rows = [_row_of(dict(row)) for row in connection.execute(query).mappings()]
    return current_reports(rows, as_known, read_decisions(connection))


def reading_input(report: Report) -> str:
    """A digest of all that a reading depends on, apart from the reader."""
    parts = (
        report.sha256,
        report.lang,
        report.outlet,
        report.title,
        report.published_on,
        report.published_at,
    )
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


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


def _row_of(row: dict[str, Any]) -> Row:
    recorded_at, digest = row.pop("recorded_at"), row.pop("digest")
    row.pop("row"), row.pop("identity")
    for key in ("dates", "extra"):
        row[key] = tuple((first, second) for first, second in json.loads(row[key]))
    row["issues"] = tuple(from_json(Issue, json.dumps(issue)) for issue in json.loads(row["issues"]))
    return Row(recorded_at=recorded_at, digest=digest, report=Report(**row))
