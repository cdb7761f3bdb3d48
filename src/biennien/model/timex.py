"""Calendar values with their grain, in the notation of TIMEX3 (ISO-TimeML)."""

from __future__ import annotations

import calendar
import functools
import re
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.{0,60})?$|(\d{4})-(\d{2})-(\d{2})T")
_MONTH = re.compile(r"(\d{4})-(\d{2})$")
_WEEK = re.compile(r"(\d{4})-W(\d{2})(-WE)?$")
_YEAR = re.compile(r"(\d{4})$")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])$")
_HALF = re.compile(r"(\d{4})-H([12])$")
_DECADE = re.compile(r"(\d{3})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timex:
    """A TIMEX3 value: `value` as in ISO-TimeML, `type` DATE, TIME, DURATION or SET, `mod` START, MID, END, APPROX …

    A part that nothing gives is open: ``XXXX-10-22``. Weeks are ISO weeks (``2025-W42``).
    """

    value: str
    type: str = "DATE"
    mod: str | None = None

    @property
    def grain(self) -> str | None:
        """``time``, ``day``, ``week``, ``month``, ``quarter``, ``half``, ``year``, ``decade``; None for references and lengths."""
        return grain_of(self.value)

    @property
    def earliest(self) -> date | None:
        """First day of the value; None where it is open or no date."""
        bounds = days_of(self.value)
        return bounds[0] if bounds else None

    @property
    def latest(self) -> date | None:
        """Last day of the value; None where it is open or no date."""
        bounds = days_of(self.value)
        return bounds[1] if bounds else None


def grain_of(value: str) -> str | None:
    """The calendar grain of a TIMEX3 value, open years included."""
    value = value.replace("XXXX", "2000", 1)
    if "T" in value and _DAY.match(value):
        return "time"
    for pattern, name in (
        (_DAY, "day"),
        (_MONTH, "month"),
        (_WEEK, "week"),
        (_QUARTER, "quarter"),
        (_HALF, "half"),
        (_YEAR, "year"),
        (_DECADE, "decade"),
    ):
        if pattern.match(value):
            return name
    return None


def days_of(value: str | None) -> tuple[date, date] | None:
    """First and last day of a TIMEX3 date value; None for open, malformed or other values.

    No report speaks by the calendar of years before 1000 or after 2999: such a value is None too, so that sums of days stay in range.
    """
    return _days_of(value) if value and value[0] in "12" else None


@functools.lru_cache(maxsize=1 << 15)  # a record has few days, and asks for each of them often
def _days_of(value: str) -> tuple[date, date] | None:
    try:
        if re.match(r"\d{4}-\d{2}-\d{2}", value):
            day = date.fromisoformat(value[:10])
            return day, day
        if found := _MONTH.match(value):
            year, month = int(found[1]), int(found[2])
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        if found := _WEEK.match(value):
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return (monday + timedelta(5) if found[3] else monday), monday + timedelta(6)
        if found := _QUARTER.match(value):
            first = date(int(found[1]), 3 * int(found[2]) - 2, 1)
            return first, _month_end(first.year, first.month + 2)
        if found := _HALF.match(value):
            first = date(int(found[1]), 6 * int(found[2]) - 5, 1)
            return first, _month_end(first.year, first.month + 5)
        if found := _YEAR.match(value):
            return date(int(value), 1, 1), date(int(value), 12, 31)
        if _DECADE.match(value):
            return date(int(value) * 10, 1, 1), date(int(value) * 10 + 9, 12, 31)
    except ValueError:
        return None
    return None


def week_of(day: date) -> str:
    """The ISO week of a day as a TIMEX3 value: ``2025-W42``."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
