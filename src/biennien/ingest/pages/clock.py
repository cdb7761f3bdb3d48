"""The time of publication as pages print it for readers: `Thứ năm, 23/10/2025, 08:30 (GMT+7)`."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from biennien.ingest.dating import HANOI

# Day first, as Vietnamese papers print it; `08:30 23/10/2025`, `23-10-2025 - 08:30`, `ngày 23 tháng 10 năm 2025, 8h30`.
_DAY = r"(?P<day>\d{1,2})\s*(?:[/.-]|tháng)\s*(?P<month>\d{1,2})\s*(?:[/.,-]|năm)\s*(?P<year>(?:19|20)\d{2})"
_HOUR = r"(?P<hour>\d{1,2})\s*(?::|h|giờ)\s*(?P<minute>\d{2})?"
_HALF = r"(?:\s*(?P<half>AM|PM|SA|CH)\b)?"
_BEFORE = re.compile(rf"(?<!\d){_HOUR}(?::\d{{2}})?{_HALF}[\s,|-]*(?:ngày\s+)?{_DAY}(?!\d)", re.IGNORECASE)
_AFTER = re.compile(rf"(?<!\d){_DAY}(?:[\s,|-]*(?:lúc\s+)?{_HOUR}{_HALF})?(?!\d)", re.IGNORECASE)
_ZONE = re.compile(r"(?:GMT|UTC)\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?")
_LONGEST = 200


def printed_time(words: str) -> str | None:
    """The time that words print, as ISO 8601 with its zone (Hanoi where they name none), or a day; None where there is none in them."""
    words = words[:_LONGEST]
    if found := _ISO.search(words):
        return found.group().replace(" ", "T", 1).replace(" ", "")
    if found := _BEFORE.search(words) or _AFTER.search(words):
        parts = found.groupdict()
        try:
            day = datetime(int(parts["year"]), int(parts["month"]), int(parts["day"]))
            if parts.get("hour") is None:
                return day.date().isoformat()
            return day.replace(
                hour=_hour(parts), minute=int(parts["minute"] or 0), tzinfo=_zone(words)
            ).isoformat()
        except ValueError:
            return None
    return None


def _hour(parts: dict[str, str]) -> int:
    hour, half = int(parts["hour"]), (parts["half"] or "").upper()
    if half in ("PM", "CH") and hour < 12:
        return hour + 12
    return 0 if half in ("AM", "SA") and hour == 12 else hour


def _zone(words: str) -> timezone:
    if found := _ZONE.search(words):
        offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return timezone(offset if found[1] == "+" else -offset)
    return HANOI
