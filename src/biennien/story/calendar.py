"""The meetings on the leaves of a calendar: when they were to be, and when they were."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date

from biennien.model import Entry, Leaf, Meeting
from biennien.model.timex import days_of

_DAYS = 10  # what lasts longer has no day in the calendar, only a month


def find_calendar(meetings: Iterable[Meeting], most: int = 12) -> tuple[Leaf, ...]:
    """The months in which a meeting was to be or was, the latest `most` of them, in order of time."""
    entries = sorted(_entries(meetings), key=lambda e: (e.first, e.last, e.meeting.id, e.what))
    months = {
        (day.year, day.month) for e in entries for day in ((e.first, e.last) if _placed(e) else (e.first,))
    }
    return tuple(_leaf(year, month, entries) for year, month in sorted(months)[-most:])


def _entries(meetings: Iterable[Meeting]) -> Iterable[Entry]:
    for meeting in meetings:
        plan = "planned" if meeting.planned_for else "window"
        for what, value in ((plan, meeting.planned_for or meeting.window), ("held", meeting.when)):
            if days := _days(value):
                yield Entry(meeting=meeting, what=what, first=days[0], last=days[1])


def _days(value: str | None) -> tuple[date, date] | None:
    """The days of a value or of a stretch of two; None where they are no calendar days, or years of them."""
    first, _, last = (value or "").partition("/")
    found, until = days_of(first), days_of(last or first)
    if found is None or until is None or (until[1] - found[0]).days > 31:
        return None
    return found[0], until[1]


def _placed(entry: Entry) -> bool:
    return (entry.last - entry.first).days < _DAYS


def _leaf(year: int, month: int, entries: list[Entry]) -> Leaf:
    def on(day: date) -> tuple[Entry, ...]:
        return tuple(e for e in entries if _placed(e) and e.first <= day <= e.last)

    weeks = tuple(
        tuple((date(year, month, day), on(date(year, month, day))) if day else None for day in week)
        for week in calendar.monthcalendar(year, month)
    )
    loose = tuple(e for e in entries if not _placed(e) and (e.first.year, e.first.month) == (year, month))
    return Leaf(year=year, month=month, weeks=weeks, loose=loose)
