"""What dates a report: option, metadata, header, dateline, address, in this order; every date found is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

HANOI = timezone(timedelta(hours=7))  # no summer time since 1975

_MONTH = re.compile(r"\d{4}-\d{2}$")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")
# RFC 822, as feeds write it: the weekday may be missing, the year short, the zone `GMT+7`.
_MAIL = re.compile(
    r"(?:[A-Z][a-z]{2,8},? )?(\d{1,2} [A-Z][a-z]{2,8} \d{2,4} \d{1,2}:\d{2}(?::\d{2})?)(?: ?(?:(?:GMT|UTC)?([+-]\d{1,2})(?::?(\d{2}))?|([A-Z]{1,4})))?$"
)
ZONES = {
    **dict.fromkeys(("GMT", "UTC", "UT", "Z"), "+0000"), "ICT": "+0700", "MSK": "+0300", "BST": "+0100", "CET": "+0100", "CEST": "+0200",
    "EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500", "MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700",
}  # fmt: skip
_LONGEST = 60  # characters of a date
# ` date 2025-10-23 Ông Lavrov …`: a crawler's field fused with the first line.
_HEADER = re.compile(
    r"\s*+(?:date|published|published_at)(?:\s*+[:=])?+\s++(\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?)(?!\S)\s*",
    re.I,
)
# `(Hà Nội, 21-10)`, `WASHINGTON, 31/10/2025 -`, `Moskva, ngày 2-11 (TTXVN) –`: a place, a day, and a mark that ends them.
_PLACE = r"[^\W\d_a-zà-ỹđ][\w.]*(?:[ -][^\W\d_a-zà-ỹđ][\w.]*){0,4}"
_DATELINE = re.compile(
    rf"(\()?(?:\([^()\n]{{2,20}}\)\s*)?{_PLACE},\s*(?:ngày\s+)?(?P<day>\d{{1,2}})\s?[-/.]\s?(?P<month>\d{{1,2}})(?:\s?[-/.]\s?(?P<year>\d{{4}}))?"
    r"\s*(?(1)\)|(?:\([^()\n]{2,20}\)\s*)?(?:[-–—]\s|:))"
)
# `Hà Nội, 16/11/2026`, `Hà Nội, ngày 16 tháng 11 năm 2026`: all of a line; without its year it may be the score of a match.
_DATED_LINE = re.compile(
    rf"{_PLACE},\s*(?:ngày\s+)?(?P<day>\d{{1,2}})(?:\s?[-/.]\s?|\s+tháng\s+)(?P<month>\d{{1,2}})"
    r"(?:\s?[-/.]\s?|\s+năm\s+)(?P<year>\d{4})\.?"
)
_STAMP = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\d{3})?(?!\d)")
_FOLDERS = re.compile(r"/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})(?=/|$)")
_CLOSED_DAY = re.compile(r"/((?:19|20)\d{2})-(\d{2})-(\d{2})(?=[/-]|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A date of publication: `on` a day or a month in Hanoi, `at` the instant in ISO 8601 where known."""

    on: str
    at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """All dates found as (value, dated_by), the one that counts first; `header` is the length of a machine-made header.

    `wrong` names dates that are none, as (dated_by, words).
    """

    on: str | None
    at: str | None
    dated_by: str | None
    dates: tuple[tuple[str, str], ...]
    header: int
    wrong: tuple[tuple[str, str], ...]


def published_of(value: str) -> Published | None:
    """A day, a month, or an instant; an instant counts by its day in Hanoi, one without an offset is taken as there. None if no date."""
    value = value.strip()
    try:
        if _MONTH.match(value):
            date.fromisoformat(f"{value}-01")
            return Published(on=value)
        if _DAY.match(value):
            return Published(on=date.fromisoformat(value).isoformat())
        instant = mailed(value)
        if instant is not None or _INSTANT.match(value):
            instant = instant or datetime.fromisoformat(value)
            if instant.tzinfo is None:
                instant = instant.replace(tzinfo=HANOI)
            instant.astimezone(UTC)  # the first and the last day have none: no date
            return Published(on=instant.astimezone(HANOI).date().isoformat(), at=instant.isoformat())
    except (ValueError, OverflowError):
        pass
    return None


def mailed(words: str) -> datetime | None:
    """The instant of a date as feeds write it (RFC 822), naive where it names no zone; None where it is none, or its zone is not known."""
    found = _MAIL.match(words[:_LONGEST])
    if found is None:
        return None
    when, hours, minutes, name = found.groups()
    if name is not None and name not in ZONES:
        return None
    offset = f"{hours[0]}{int(hours[1:]):02d}{minutes or '00'}" if hours else ZONES.get(name or "", "-0000")
    try:
        return parsedate_to_datetime(f"{when} {offset}")
    except (ValueError, OverflowError):
        return None


def date_report(text: str, *, url: str | None, metadata: str | None, option: str | None) -> Dating:
    """Every date that the input gives for a report, and which one counts."""
    found: list[tuple[Published, str]] = []
    wrong: list[tuple[str, str]] = []
    header = _HEADER.match(text)
    for words, basis in ((option, "option"), (metadata, "metadata"), (header and header[1], "header")):
        if words is None:
            continue
        if published := published_of(words):
            found.append((published, basis))
        else:
            wrong.append((basis, words))
    length = header.end() if header else 0
    line = dateline_of(text[length:])
    if line and not line.startswith("X"):
        found.append((Published(on=line), "dateline"))
    if url and (address := address_date(url)):
        found.append((address, "address"))
    dates = [(p.on, basis) for p, basis in found]
    if line and line.startswith("X"):  # its year is filled in later, from the whole record
        dates.append((line, "dateline"))
    return Dating(
        on=found[0][0].on if found else None,
        at=_instant(found),
        dated_by=found[0][1] if found else None,
        dates=tuple(dates),
        header=length,
        wrong=tuple(wrong),
    )


def dateline_of(text: str) -> str | None:
    """The day in a dateline that opens, or is, one of the first three lines; ``XXXX-10-31`` where it has no year."""
    for line in [stripped for line in text[:1000].split("\n") if (stripped := line.strip())][:3]:
        if found := _DATELINE.match(line) or _DATED_LINE.fullmatch(line):
            day, month, year = int(found["day"]), int(found["month"]), found["year"]
            try:
                value = date(int(year or 2000), month, day).isoformat()
            except ValueError:
                return None
            return value if year else f"XXXX{value[4:]}"
    return None


def address_date(url: str) -> Published | None:
    """The date in a web address: ``…-20250810090619285.htm`` (local time to the millisecond), ``/2025/10/22/``, ``/2025-10-22/``."""
    try:
        if stamp := _STAMP.search(url):
            year, month, day, hour, minute, second = map(int, stamp.groups())
            instant = datetime(year, month, day, hour, minute, second, tzinfo=HANOI)
            return Published(on=instant.date().isoformat(), at=instant.isoformat())
        if folders := _FOLDERS.search(url) or _CLOSED_DAY.search(url):
            year, month, day = map(int, folders.groups())
            return Published(on=date(year, month, day).isoformat())
    except ValueError:
        pass
    return None


def _instant(found: list[tuple[Published, str]]) -> str | None:
    """The instant that counts: the first one whose day is the day that counts."""
    return next((p.at for p, _ in found if p.at and p.on == found[0][0].on), None)
