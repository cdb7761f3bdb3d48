"""Calendar values of undated reports: open years and relative times, filled from the bounds of the report."""

from __future__ import annotations

import re
from datetime import date, timedelta

from biennien.model import Reading, ReportDate, Span, TimeExpression
from biennien.model.timex import days_of, week_of

_OPEN = "XXXX"
_REFERENCES = frozenset({"PRESENT_REF", "PAST_REF", "FUTURE_REF"})
_OFFSET = re.compile(r"P(-?\d+)([DWMY])(?:-(\d|WE))?(?:T\S+)?$")
_PREPOSITION = 8  # characters between a mention and its time: a blank, a short word (`vào`, `trong`), a blank
_WEAKER = ("stated", "derived", "assumed")


def weaker(*bases: str) -> str:
    """The weakest of several bases: what is derived from an assumption is assumed."""
    return max(bases, key=_WEAKER.index, default="stated")


def is_open(value: str | None) -> bool:
    """Whether a value lacks its year or rests on a day that nothing gives."""
    return bool(value) and "X" in str(value)


def surer(*bases: str) -> str:
    """The surest of several bases, each enough by itself."""
    return min(bases, key=_WEAKER.index, default="stated")


def last_day_of(value: str) -> str:
    """The last ISO day of a value; the value itself where it is no date."""
    days = days_of(value)
    return days[1].isoformat() if days else value


def nearest_year(value: str, near: date) -> str | None:
    """``XXXX-10-21`` with the year that puts it nearest to a day; None where that makes no date."""
    if not value.startswith(_OPEN):
        return None
    filled = []
    for year in (near.year - 1, near.year, near.year + 1):
        candidate = f"{year:04d}{value[4:]}"
        if days := days_of(candidate):
            filled.append((abs((days[0] - near).days), candidate))
    return min(filled)[1] if filled else None


def shift(offset: str, day: date) -> str | None:
    """The value of a relative expression (``P-1D``, ``P0W``, ``P1W-3``, ``P-1M``) counted from a day; None for any other."""
    if not (found := _OFFSET.match(offset)):
        return None
    count, unit, part = int(found[1]), found[2], found[3]
    if unit == "D":
        return (day + timedelta(count)).isoformat()
    if unit == "W":
        monday = day + timedelta(7 * count - day.weekday())
        if part and part.isdigit():
            return (monday + timedelta(int(part) - 1)).isoformat()
        return week_of(monday) + (f"-{part}" if part else "")
    if unit == "M":
        months = day.year * 12 + day.month - 1 + count
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    return f"{day.year + count:04d}"


def belongs(time: TimeExpression, span: Span) -> bool:
    """Whether a time stands in the words of a mention or right behind them."""
    return time.span.start <= span.end + 1 and span.start < time.span.end


def fill_year(value: str | None, dated: ReportDate) -> tuple[str | None, str]:
    """A value with its year, and its basis; None for one that is counted from an unknown day, or no date at all."""
    if value is None or value in _REFERENCES or (is_open(value) and (value == _OPEN or is_open(value[4:]))):
        return None, "stated"
    if is_open(value) and dated.earliest:
        filled = nearest_year(value, date.fromisoformat(dated.earliest))
        return (filled or value), ("derived" if filled else "stated")
    return value, "stated"


def fill(
    value: str | None, reading: Reading, span: Span, dated: ReportDate, *, past: bool
) -> tuple[str | None, str]:
    """The time of a meeting likewise, where needed from the relative words of its mention.

    Those count only where the earliest and the latest day of the report give the same value, and only backwards for
    what took place, forwards for what is planned: a plan's clause also holds the day of its announcement.
    """
    filled, basis = fill_year(value, dated)
    if filled or dated.value is not None or dated.earliest is None or dated.latest is None:
        return filled, basis
    first, last = date.fromisoformat(dated.earliest), date.fromisoformat(dated.latest)
    for time in reading.times:
        bound = value == time.timex.value and 0 <= time.span.start - span.end <= _PREPOSITION
        if time.offset and time.anchor == "open" and (bound or belongs(time, span)):
            if time.offset.startswith("P-") is not past:
                continue
            here = shift(time.offset, first)
            return (
                (here, weaker("derived", dated.basis))
                if here == shift(time.offset, last)
                else (None, "stated")
            )
    return None, "stated"
