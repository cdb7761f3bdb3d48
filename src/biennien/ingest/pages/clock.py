"""The time of publication as pages write it, for readers and for machines: `Thứ năm, 23/10/2025, 08:30 (GMT+7)`, `Oct 23, 2025 8:30 AM EDT`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from biennien.ingest.dating import HANOI, ZONES, mailed

# Day first, as Vietnamese papers print it; `08:30 23/10/2025`, `23-10-2025 - 08:30`, `ngày 23 tháng 10 năm 2025, 8h30`.
_DAY = r"(?P<day>\d{1,2})\s*(?:[/.-]|tháng)\s*(?P<month>\d{1,2})\s*(?:[/.,-]|năm)\s*(?P<year>(?:19|20)\d{2})"
_HOUR = r"(?P<hour>\d{1,2})\s*(?::|h|giờ)\s*(?P<minute>\d{2})?(?::\d{2})?"
_HALF = r"(?:\s*(?P<half>AM|PM|SA|CH)\b|\s*(?P<dotted>[ap])\.m\.)?"
_MONTHS = {
    name: number
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "янв фев мар апр мая июн июл авг сен окт ноя дек",
    )
    for number, name in enumerate(names.split(), 1)
}
_NAME = rf"(?P<name>(?:{'|'.join(_MONTHS)})[^\W\d_]{{0,8}})"
# `23 October 2025`, `23 октября 2025 г.`, `Oct. 23, 2025`.
_NAMED = rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_NAME}\.?,?\s+(?P<year>(?:19|20)\d{{2}})(?:\s*(?:г\.?|года))?)"
_LED = rf"(?:{_NAME}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d{{2}}))"
_BETWEEN = r"[\s,|–-]*(?:ngày\s+)?"
_BEHIND = rf"(?:[\s,|–-]*(?:lúc\s+|at\s+|в\s+)?{_HOUR}{_HALF})?"
_FORMS = tuple(
    re.compile(rf"(?<![\d\w]){form}", re.IGNORECASE)
    for form in (
        rf"{_HOUR}{_HALF}(?:\s*\(?(?:GMT|UTC)[+-]?\d{{0,2}}\)?)?{_BETWEEN}{_DAY}(?!\d)",
        rf"{_DAY}{_BEHIND}(?!\d)",
        rf"{_HOUR}{_HALF}(?:\s+[A-Z]{{2,4}})?{_BETWEEN}(?:[^\W\d_]{{3,9}},?\s+)?{_NAMED}(?!\d)",
        rf"{_HOUR}{_HALF}(?:\s+[A-Z]{{2,4}})?{_BETWEEN}(?:[^\W\d_]{{3,9}},?\s+)?{_LED}(?!\d)",
        rf"{_NAMED}{_BEHIND}(?!\d)",
        rf"{_LED}{_BEHIND}(?!\d)",
    )
)
_ZONE = re.compile(r"(?:GMT|UTC)\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_ZONE_NAME = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(sorted(ZONES, key=len, reverse=True))}|мск)(?![^\W\d_])")
_ISO = re.compile(
    r"(?<!\d)(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?(?:\d{2})?)?)?(?!\d)"
)
_BASIC = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(?:\d{2})?(Z|[+-]\d{2}:?\d{2})?)?(?!\d)"
)
_SINCE_1970 = re.compile(r"1\d{9}(?:\d{3})?$")  # seconds or milliseconds, from 2001 to 2033
_AMERICAN = re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}:\d{2} [AP]M$")  # month first, as .NET writes it
_LONGEST = 200


def printed_time(words: str, zone: tzinfo | None = HANOI) -> str | None:
    """The time that words print, as ISO 8601 with its zone, or a day; None where there is none in them.

    `zone` is meant where they name none; where that is not known either (None), only the day is told.
    """
    words = words[:_LONGEST].strip()
    if (instant := mailed(words)) is not None:
        return _told(instant, zone)
    if _SINCE_1970.match(words):
        return datetime.fromtimestamp(int(words[:10]), UTC).isoformat()
    if found := _ISO.search(words):
        return _of_iso(found, zone)
    if found := _BASIC.match(words):
        year, month, day, hour, minute, offset = found.groups()
        return _checked(f"{year}-{month}-{day}" + (f"T{hour}:{minute}{offset or ''}" if hour else ""), zone)
    for form in _FORMS[1:] if _AMERICAN.match(words) else _FORMS:
        if found := form.search(words):
            return _of_parts(found.groupdict(), words, zone)
    return None


def _of_iso(found: re.Match[str], zone: tzinfo | None) -> str | None:
    day, time, offset = found.groups()
    if time is None:
        return day
    if offset is None and zone is HANOI:
        return f"{day}T{time}"
    return _checked(f"{day}T{time}{offset or ''}", zone) if offset is None else f"{day}T{time}{offset}"


def _checked(written: str, zone: tzinfo | None) -> str | None:
    """A time in ISO 8601, in the zone that is meant; None where there is no such day or hour."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return written if len(written) == 10 else _told(found, zone)


def _told(found: datetime, zone: tzinfo | None) -> str:
    if found.tzinfo is None:
        if zone is None:
            return found.date().isoformat()
        found = found.replace(tzinfo=zone)
    return found.isoformat()


def _of_parts(parts: dict[str, str], words: str, zone: tzinfo | None) -> str | None:
    month = _MONTHS[parts["name"][:3].lower()] if parts.get("name") else int(parts["month"])
    numbers = int(parts["year"]), month, int(parts["day"])
    if _AMERICAN.match(words):
        if numbers[1] <= 12 and numbers[2] <= 12 and numbers[1] != numbers[2]:
            return None  # the one or the other: nobody can tell
        numbers = numbers if numbers[2] > 12 else (numbers[0], numbers[2], numbers[1])
    try:
        day = datetime(*numbers)
        if parts.get("hour") is None:
            return day.date().isoformat()
        return _told(
            day.replace(hour=_hour(parts), minute=int(parts["minute"] or 0), tzinfo=_zone(words)), zone
        )
    except ValueError:
        return None


def _hour(parts: dict[str, str]) -> int:
    hour = int(parts["hour"])
    half = f"{parts['dotted'].upper()}M" if parts.get("dotted") else (parts.get("half") or "").upper()
    if half in ("PM", "CH") and hour < 12:
        return hour + 12
    return 0 if half in ("AM", "SA") and hour == 12 else hour


def _zone(words: str) -> tzinfo | None:
    """The zone that words name."""
    if found := _ZONE.search(words):
        offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return timezone(offset if found[1] == "+" else -offset)
    if found := _ZONE_NAME.search(words):
        return datetime.strptime(ZONES.get(found.group(), "+0300"), "%z").tzinfo
    return None
