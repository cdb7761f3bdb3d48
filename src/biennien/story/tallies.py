"""How many reports came out and how much was said, day by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, timedelta

from biennien.model import Record, Tally
from biennien.model.timex import days_of

_DAYS = 240  # a longer time is counted by months
_BEFORE = timedelta(
    days=7
)  # of saying before the first report; what was said earlier is history that is told again


def find_tallies(record: Record, of: Collection[str] | None = None) -> tuple[Tally, ...]:
    """A tally for each day from the first report to the last (by months where that is long), with those of nothing between; `of` are the reports that count."""
    dates = [d for d in record.dates if d.earliest and (of is None or d.report_id in of)]
    if not dates:
        return ()
    came = [(date.fromisoformat(d.earliest or ""), d.earliest == d.latest) for d in dates]
    said = [days[0] for s in record.statements if (days := days_of(s.said_on)) and days[0] == days[1]]
    start, end = min(day for day, _ in came), max(day for day, _ in came)
    said = [day for day in said if start - _BEFORE <= day <= end]
    start = min([start, *said])
    daily = (end - start).days <= _DAYS
    reports = Counter(_begin(day, daily) for day, _ in came)
    unsure = Counter(_begin(day, daily) for day, sure in came if not sure)
    statements = Counter(_begin(day, daily) for day in said)
    return tuple(
        Tally(
            first=first, last=last, reports=reports[first], unsure=unsure[first], statements=statements[first]
        )
        for first, last in _stretches(start, end, daily)
    )


def _begin(day: date, daily: bool) -> date:
    return day if daily else day.replace(day=1)


def _stretches(start: date, end: date, daily: bool) -> list[tuple[date, date]]:
    if daily:
        return [(day, day) for day in (start + timedelta(days=n) for n in range((end - start).days + 1))]
    found, first = [], start.replace(day=1)
    while first <= end:
        following = (first + timedelta(days=31)).replace(day=1)
        found.append((first, following - timedelta(days=1)))
        first = following
    return found
