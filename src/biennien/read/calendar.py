"""Counting with calendar values: what a relative expression comes to, once the day it is counted from is known.

An *offset* is what the words say, free of any day:

    P-1D  P0W  P2M  P-1Y  P0Q  P0X       the day, week, month, year, quarter, decade so many before or after
    P0W-WE  P1W-3                        the weekend, the ISO weekday of such a week
    P-1M-15  P0Y-12-31  P-1Y-06          a day or a month of such a month or year
    P-1Y-SU  P0Y-Q3  P0Y-H1              a season, a quarter, a half of such a year
    WD2:last                             the nearest Tuesday of a kind
    XXXX-10-21:near  XXXX-08:last        a date without its year, ``XXXX-XX-15:near`` without its month
    XXXX-SU:last  XXXX-Q3:near

``:last`` is not after the day of reference (with a few days of grace), ``:next`` not before it, ``:near`` the nearest
with a leaning to the past, ``:soon`` with a leaning to the future. A part of the day or a clock time stands after the day: ``P-1DTNI``, ``WD2T09:30:last``.
"""

from __future__ import annotations

import functools
import re
from datetime import date, timedelta
from typing import NamedTuple

from biennien.model.timex import days_of, week_of

_SHIFT = re.compile(r"P(-?\d+)([DWMQYX])(?:-([\w-]{1,20}?))?(T\S+)?$")
_WEEKDAY = re.compile(r"WD([1-7])(T[^:]\S*?)?:(\w+)$")
_HOLED = re.compile(r"XXXX-(SU|FA|WI|SP|Q[1-4]|H[12]|XX-\d\d|\d\d-\d\d|\d\d)(T[^:]\S*?)?:(\w+)$")
_ANCHOR = re.compile(r"(\d{4}|XXXX)(?:-(?:W(\d\d)|(\d\d)(?:-(\d\d))?))?")
_COMMON_YEAR = (
    2001  # stands in for a year that nobody has told: days can be counted in it, weeks and years cannot
)
_SEASON_MONTH = {"SP": 4, "SU": 7, "FA": 10, "WI": 1}
# How much dearer a day ahead is than a day gone, and how many days another calendar year weighs, by the leaning:
# in October, `tháng 2` is this year's and `tháng 11` too.
_AHEAD = {"near": 1.5, "soon": 0.6}
_OTHER_YEAR = {"near": 120, "soon": 40}
_GRACE = 3  # days: an article may be dated a little before what it reports
_MONTH_GRACE = 16  # days, where only the month of reference is known


class Day(NamedTuple):
    """A calendar value taken apart; None is a part that is open."""

    year: int | None
    week: int | None
    month: int | None
    day: int | None

    @property
    def date(self) -> date | None:
        """The day, in a stand-in year where the year is open; None at a coarser grain."""
        if self.month is None or self.day is None:
            return None
        return _safe_date(self.year or _COMMON_YEAR, self.month, self.day)


@functools.lru_cache(maxsize=4096)
def resolve_offset(offset: str, anchor_value: str | None) -> str | None:
    """The value of an offset counted from a calendar value of any grain, its year known or open; None where that cannot be done."""
    if anchor_value is None or not (found := _ANCHOR.match(anchor_value)):
        return None
    year, week, month, day = found.groups()
    anchor = Day(None if year == "XXXX" else int(year), *(int(p) if p else None for p in (week, month, day)))
    if shift := _SHIFT.match(offset):
        return _shifted(int(shift[1]), shift[2], shift[3], shift[4] or "", anchor, anchor_value)
    if weekday := _WEEKDAY.match(offset):
        return _weekday(int(weekday[1]), weekday[3], weekday[2] or "", anchor)
    if holed := _HOLED.match(offset):
        return _filled(holed[1], holed[2] or "", holed[3], anchor)
    return None


def open_value(offset: str) -> str:
    """The value of an offset while nothing is known of the day it is counted from: ``XXXX-10-21``, ``XXXX-WXX``."""
    if holed := _HOLED.match(offset):
        return f"XXXX-{holed[1]}{holed[2] or ''}"
    if weekday := _WEEKDAY.match(offset):
        return f"XXXX-WXX-{weekday[1]}{weekday[2] or ''}"
    shift = _SHIFT.match(offset)
    if not shift:
        return "XXXX"
    bare = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX", "X": "XXX"}[
        shift[2]
    ]
    return bare + (f"-{shift[3]}" if shift[3] else "") + (shift[4] or "")


def _shifted(by: int, unit: str, rest: str | None, time: str, anchor: Day, value: str) -> str | None:
    if unit == "D":
        if not (day := anchor.date):
            # A count of days from a week or a month stays in it: nothing finer is known.
            return value if len(value) > 4 else None
        return _shown(_plus(day, by), anchor.year is None) + time
    if unit == "W":
        return _week(by, rest, time, anchor)
    if unit in "MQ":
        if anchor.month is None:
            return None
        months = (anchor.year or _COMMON_YEAR) * 12 + anchor.month - 1 + by * (3 if unit == "Q" else 1)
        year, month = (str(months // 12) if anchor.year else "XXXX"), months % 12 + 1
        base = f"{year}-Q{(month + 2) // 3}" if unit == "Q" else f"{year}-{month:02d}"
    elif unit == "Y":
        base = f"{anchor.year + by:04d}" if anchor.year else "XXXX"
    else:
        base = f"{anchor.year // 10 + by:03d}" if anchor.year else "XXX"
    return base + (f"-{rest}" if rest else "") + time


def _week(by: int, rest: str | None, time: str, anchor: Day) -> str | None:
    if anchor.year is None:
        return None
    if anchor.week:
        monday = _monday(anchor.year, anchor.week)
    elif day := anchor.date:
        monday = day - timedelta(day.weekday())
    else:
        return None
    if not monday:
        return None
    monday = _plus(monday, 7 * by)
    if rest and rest.isdigit():
        return _plus(monday, int(rest) - 1).isoformat() + time
    return week_of(monday) + (f"-{rest}" if rest else "") + time


def _weekday(number: int, way: str, time: str, anchor: Day) -> str | None:
    if anchor.year is None or not (day := anchor.date):
        return None
    back = (day.isoweekday() - number) % 7
    if way == "next" or (way == "soon" and back):
        day = _plus(day, 7 - back if back or way == "next" else 0)
    else:
        day = _plus(day, -back)
    return day.isoformat() + time


def _filled(part: str, time: str, way: str, anchor: Day) -> str | None:
    """A date with the missing year, or month and year, filled in."""
    if anchor.year is None:
        if part.startswith("XX-") and anchor.month:
            return _with_month(int(part[3:]), way, anchor, time)
        return None
    if part.startswith("XX-"):
        return _with_month(int(part[3:]), way, anchor, time)
    today, grace = anchor.date, _GRACE
    if not today:
        if anchor.month is None:
            return None
        today, grace = date(anchor.year, anchor.month, 15), _MONTH_GRACE
    reach = 8 if part == "02-29" else 1
    candidates = [f"{y:04d}-{part}" for y in range(anchor.year - reach, anchor.year + reach + 1)]
    best = _choose(candidates, way, today, grace=grace)
    return best + time if best else None


def _with_month(day: int, way: str, anchor: Day, time: str) -> str | None:
    today = anchor.date
    if anchor.month is None:
        return None
    year = anchor.year or _COMMON_YEAR
    if not today:
        today = date(year, anchor.month, 15)
    candidates = []
    for back in (-1, 0, 1):
        months = year * 12 + today.month - 1 + back
        if found := _safe_date(months // 12, months % 12 + 1, day):
            candidates.append(found.isoformat())
    best = _choose(candidates, way, today, by_year=False)
    if not best:
        return None
    return (best if anchor.year else "XXXX" + best[4:]) + time


def _choose(
    candidates: list[str], way: str, today: date, *, grace: int = _GRACE, by_year: bool = True
) -> str | None:
    """The cheapest of the candidate values by distance and leaning; ties go to the past."""
    best: tuple[float, str] | None = None
    for value in candidates:
        bounds = _bounds(value)
        if not bounds:
            continue
        first, last = bounds
        ahead = max(0, (first - today).days)
        gone = max(0, (today - last).days)
        if (way == "last" and ahead > grace) or (way == "next" and gone > grace):
            continue
        cost = gone + ahead * _AHEAD.get(way, 1.0)
        if by_year and first.year != today.year:
            cost += _OTHER_YEAR.get(way, 0)
        if best is None or (cost, value) < best:
            best = (cost, value)
    return best[1] if best else None


def _bounds(value: str) -> tuple[date, date] | None:
    if (month := _SEASON_MONTH.get(value[5:])) is not None:
        middle = date(int(value[:4]), month, 15)
        return middle - timedelta(45), middle + timedelta(45)
    return days_of(value)


def _shown(day: date, open_year: bool) -> str:
    return f"XXXX-{day.month:02d}-{day.day:02d}" if open_year else day.isoformat()


def _plus(day: date, days: int) -> date:
    try:
        return day + timedelta(days)
    except OverflowError:
        return day


def _safe_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return date(2000, 2, 29) if (month, day) == (2, 29) and year == _COMMON_YEAR else None


def _monday(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
