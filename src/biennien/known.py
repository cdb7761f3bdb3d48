"""What of the record is asked for: as it was known on a day, as it was recorded by an instant, or both."""

from __future__ import annotations

import functools
import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone

from biennien.model.errors import InputError
from biennien.model.timex import days_of

_HANOI = timezone(timedelta(hours=7))
_VIETNAMESE = re.compile(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})")
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """`as_known`: from the reports published up to that day. `recorded_by`: from what was recorded, and decided, up to that instant."""

    as_known: str | None = None
    recorded_by: str | None = None


AsKnown = str | Known | None


def asked(as_known: str | None, recorded_by: str | None) -> AsKnown:
    """Both in one."""
    return as_known if recorded_by is None else Known(as_known=as_known, recorded_by=recorded_by)


def known_on(as_known: AsKnown) -> str | None:
    """The last day of a day, week, month or year as ISO 8601; None where none is asked for. Raises InputError where it is none."""
    words = as_known.as_known if isinstance(as_known, Known) else as_known
    return None if words is None else _last_day(words, "--as-known")


def recorded_until(as_known: AsKnown) -> datetime | None:
    """The instant up to which what was recorded counts: the end of a day in Hanoi. Raises InputError where it is none."""
    words = as_known.recorded_by if isinstance(as_known, Known) else None
    if words is None:
        return None
    if "T" in (words := words.strip()) or ":" in words:
        try:
            instant = datetime.fromisoformat(words)
            return (instant if instant.tzinfo else instant.replace(tzinfo=_HANOI)).astimezone(UTC)
        except (ValueError, OverflowError):
            raise InputError(
                f"{words!r} is no instant.",
                where="--recorded-by",
                remedy="Write it like 2025-10-21T08:30:00+07:00, or a day like 2025-10-21.",
            ) from None
    day = datetime.fromisoformat(_last_day(words, "--recorded-by"))
    return datetime.combine(day, time.max, tzinfo=_HANOI).astimezone(UTC)


@functools.cache
def _last_day(words: str, where: str) -> str:
    """The last day of a date as people write it; that a day could be a month is said once."""
    value = written(words, where)
    days = days_of(value)
    if days is None or "T" in value:
        raise InputError(f"{words!r} is no day.", where=where, remedy="Write it like 2025-10-21.")
    return days[1].isoformat()


def bounds(words: str | None, where: str) -> tuple[str, str] | None:
    """The first and the last day of a date as people write it; None where none is given. Raises InputError where it is none."""
    if words is None:
        return None
    days = days_of(written(words, where))
    if days is None:
        raise InputError(f"{words!r} is no day.", where=where, remedy="Write it like 2025-10-21.")
    return days[0].isoformat(), days[1].isoformat()


def written(words: str, where: str) -> str:
    """A date as people write it (`21/10/2025`, the day first) as ISO 8601; anything else as it is. Raises InputError where the month stands first."""
    value = words.strip()
    if found := _SLASHED.fullmatch(value):
        value = f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"
    elif found := _VIETNAMESE.fullmatch(value):
        value = f"{found[3]}-{int(found[2]):02d}" + (f"-{int(found[1]):02d}" if found[1] else "")
        if found[1] and int(found[2]) > 12 >= int(found[1]):
            meant = f"{found[3]}-{int(found[1]):02d}-{int(found[2]):02d}"
            raise InputError(
                f"{words!r} is no day: the day stands first.", where=where, remedy=f"Did you mean {meant}?"
            )
        if found[1] and int(found[1]) <= 12 and found[1] != found[2]:
            _log.warning("%s: %s is taken for %s (day/month/year).", where, words.strip(), value)
    return value
