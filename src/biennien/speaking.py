"""The use case of looking at somebody who speaks: who there is, and what of the record is his."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from biennien.model import Change, Meeting, Position, Record, Statement
from biennien.model.timex import days_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One who speaks in the record: how many statements are his own, through how many reports, and the last day of them.

    A statement without a day is taken to be as late as the first report that carries it.
    """

    entity: str
    statements: int
    reports: int
    last: str | None


def speakers_of(record: Record) -> list[Speaker]:
    """The named speakers, the one with the most statements first."""
    said: Counter[str] = Counter()
    reports: dict[str, set[str]] = {}
    last: dict[str, tuple[date, str]] = {}
    printed = {d.report_id: d.value or d.latest or d.earliest for d in record.dates}
    for statement in record.statements:
        day = _latest(statement, printed)
        for who in statement.speaker:
            said[who] += 1
            reports.setdefault(who, set()).update(c.report_id for c in statement.citations)
            if day:
                last[who] = max(last.get(who, day), day)
    rows = [
        Speaker(entity=w, statements=n, reports=len(reports[w]), last=last[w][1] if w in last else None)
        for w, n in said.items()
    ]
    return sorted(rows, key=lambda row: (-row.statements, row.entity))


def _latest(statement: Statement, printed: Mapping[str, str | None]) -> tuple[date, str] | None:
    """The last day on which a statement can have been made, with the day as the record gives it."""
    own = statement.said_on
    carried = printed.get(statement.citations[0].report_id) if statement.citations else None
    return next(((days[1], value) for value in (own, carried) if value and (days := days_of(value))), None)


def intermediaries(statement: Statement) -> list[str]:
    """Those through whom a statement reached the report, without the speaker himself."""
    own = {*statement.speaker, statement.unnamed, " and ".join(statement.speaker)}
    return [link.who for link in statement.chain if link.who not in own]


def declared_by(record: Record, entity: str) -> list[tuple[Meeting, Change]]:
    """What somebody declared about plans, the latest first."""
    rows = [(m, c) for m in record.meetings for c in m.changes if entity in c.announced_by]
    return sorted(rows, key=lambda row: (row[1].day or "", row[1].id), reverse=True)


def held_by(positions: Iterable[Position], entity: str) -> list[Position]:
    """What somebody holds, or says that his side holds."""
    return [p for p in positions if entity == p.holder or entity in p.said_by]


def speakers_told(found: Iterable[Speaker]) -> list[dict[str, object]]:
    """Speakers as the documented JSON."""
    return [
        {"entity": row.entity, "statements": row.statements, "reports": row.reports, "last": row.last}
        for row in found
    ]
