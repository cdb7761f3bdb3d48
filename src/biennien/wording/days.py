"""Calendar values as people write them in a language."""

from __future__ import annotations

import re

from biennien.words import Words

_DAY = re.compile(r"(\d{4}|XXXX)-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?$")
_MONTH = re.compile(r"(\d{4}|XXXX)-(\d\d)$")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])$")
_YEAR = re.compile(r"\d{4}$")
_ISO = re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])")
_OFFSET = re.compile(r"P(-?\d+)([DWMY])")
_LENGTH = re.compile(r"P(\d+)([DWMY])$")


def shown_day(say: Words, value: str) -> str:
    """A TIMEX3 value in words: `22/10/2025`, `within 2 weeks`; an open year as `????`; other values as they are."""
    if found := _DAY.match(value):
        year, month, day, hour = found.groups()
        shown = say("day.day", year=_year(year), month=month, day=day)
        return say("day.hour", day=shown, hour=hour) if hour else shown
    if found := _WEEK.match(value):
        return say("day.weekend" if found[3] else "day.week", year=found[1], week=_number(say, found[2]))
    if found := _MONTH.match(value):
        return say("day.month", year=_year(found[1]), month=_number(say, found[2]))
    if found := _QUARTER.match(value):
        return say("day.quarter", year=found[1], quarter=found[2])
    if value == "XXXX-WXX":
        return say("day.open_week")
    if _YEAR.match(value):
        return say("day.year", year=value)
    if found := _LENGTH.match(value):
        return say(f"day.within_{found[2]}", n=int(found[1]))
    return value


def shown_range(say: Words, first: str, last: str) -> str:
    """Two days with all between them; a year that both have is said once where it stands behind the day: `21/10–26/10/2025`."""
    begin, end, year = shown_day(say, first), shown_day(say, last), f"/{first[:4]}"
    if begin.endswith(year) and end.endswith(year):
        return begin if begin == end else f"{begin.removesuffix(year)}–{end}"
    return f"{begin} – {end}"


def shown_days(say: Words, sentence: str) -> str:
    """A sentence with its days of ISO 8601 as people write them."""
    return _ISO.sub(lambda found: shown_day(say, found.group()), sentence)


def shown_offset(say: Words, offset: str) -> str:
    """What a relative expression says: `1 day before`, `that week`."""
    if found := _OFFSET.match(offset):
        count = int(found[1])
        way = "before" if count < 0 else "after" if count else "same"
        return say(f"offset.{way}_{found[2]}", n=abs(count))
    return say("offset.nearest") if offset.startswith("XXXX") else offset


def _year(year: str) -> str:
    return year.replace("X", "?")


def _number(say: Words, digits: str) -> str:
    """A month or a week as a part of an ISO value, or as a number after its name."""
    return digits if say.lang == "en" else digits.lstrip("0")
