"""A report as it came in, and what was wrong with what came in."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from biennien.model.decision import Decision

_HANOI = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One version of one news report; `text` is kept to the letter, every offset points into it.

    `published_on` is a day, a month (``2025-10``) or None; `dated_by` says what the date rests on:
    ``decision``, ``option``, ``metadata``, ``header``, ``dateline``, ``address`` or None.
    `dates` keeps every date that was found with what it rests on, the one that counts first.
    `header` is the length of a machine-made header at the start of the text (``date 2025-10-23``), 0 without one.
    `decisions` are those of a person that count for it.
    """

    id: str
    text: str
    sha256: str
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    lang: str = "vi"
    published_on: str | None = None
    published_at: str | None = None
    dated_by: str | None = None
    dates: tuple[tuple[str, str], ...] = ()
    header: int = 0
    version: int = 1
    copy_of: str | None = None
    extra: tuple[tuple[str, str], ...] = ()
    issues: tuple[Issue, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def withdrawn(self) -> Decision | None:
        """The decision that took it out of the record; it yields nothing then."""
        return next((d for d in self.decisions if d.kind == "withdraw"), None)

    @property
    def corrected(self) -> Decision | None:
        """The decision that dates it."""
        return next((d for d in self.decisions if d.kind == "correct"), None)

    @property
    def instant(self) -> str:
        """The instant of publication by one clock, so that two can be compared, whatever zones they were told in; "" where it is not known."""
        return _in_utc(self.published_at) if self.published_at else ""

    @property
    def identity(self) -> str:
        """(outlet, url) where there is a url, else the id; as one string."""
        return f"{self.outlet or ''}\x1f{self.url}" if self.url else self.id


@functools.lru_cache(maxsize=4096)
def _in_utc(instant: str) -> str:
    """An instant in ISO 8601 in UTC; one without an offset is taken as told in Hanoi."""
    at = datetime.fromisoformat(instant)
    return (at if at.tzinfo else at.replace(tzinfo=_HANOI)).astimezone(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something wrong with the input: a value, not an exception. `severity` is ``error`` (not read) or ``warning``."""

    code: str
    severity: str
    message: str
    where: str
    remedy: str = ""
    report_id: str | None = None
    context: tuple[str, ...] = field(default=())
