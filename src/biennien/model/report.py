"""A report as it came in, and what was wrong with what came in."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from biennien.model.decision import Decision
from biennien.model.secrets import without_secrets

_HANOI = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A report that has nearly, or just, the text of another one, its likely origin, which is no copy itself.

    `share` is how much of its words stands there, in thousandths; `why` says in a sentence why that one is the origin. `basis` is
    ``derived`` where days and credits tell which one was first, else ``assumed``.
    """

    report_id: str
    origin: str
    share: int
    why: str
    basis: str = "derived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One version of one news report; `text` is kept to the letter, every offset points into it.

    `published_on` is a day, a month (``2025-10``) or None; `dated_by` says what the date rests on:
    ``decision``, ``option``, ``metadata``, ``header``, ``dateline``, ``address`` or None.
    `dates` keeps every date that was found with what it rests on, the one that counts first.
    `header` is the length of a machine-made header at the start of the text (``date 2025-10-23``), 0 without one.
    `decisions` are those of a person that count for it. `copy_of` is the first report with just its text; `origin` leads to the
    likely origin of a text that is nearly, or just, its own, as far as the record was looked through for copies.
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
    origin: Copy | None = None

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
    def changed_at(self) -> str:
        """The instant, in UTC, at which it says itself that it was changed last (`updated`), so that two can be compared; "" where it says none."""
        told = next((value for name, value in self.extra if name == "updated"), "").strip('"')
        try:
            return _in_utc(told) if told else ""
        except ValueError:
            return ""

    @property
    def identity(self) -> str:
        """(outlet, url) where there is a url, else the id; as one string."""
        return f"{self.outlet or ''}\x1f{self.url}" if self.url else self.id


def day_in_hanoi(instant: str) -> str:
    """The day in Hanoi of an instant in ISO 8601; one without an offset is taken as told there."""
    at = datetime.fromisoformat(instant)
    try:
        return (at if at.tzinfo is None else at.astimezone(_HANOI)).date().isoformat()
    except OverflowError:  # the first or the last day that there is
        return at.date().isoformat()


@functools.lru_cache(maxsize=4096)
def _in_utc(instant: str) -> str:
    """An instant in ISO 8601 in UTC; one without an offset is taken as told in Hanoi."""
    at = datetime.fromisoformat(instant)
    try:
        at = (at if at.tzinfo else at.replace(tzinfo=_HANOI)).astimezone(UTC)
    except OverflowError:  # the first or the last day that there is: no instant
        return ""
    return at.isoformat(timespec="microseconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something wrong with the input: a value, not an exception. `severity` is ``error`` (not read) or ``warning``.

    No password and no key stands in its words.
    """

    code: str
    severity: str
    message: str
    where: str
    remedy: str = ""
    report_id: str | None = None
    context: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        for name in ("message", "where", "remedy"):
            if (shown := without_secrets(told := getattr(self, name))) != told:
                object.__setattr__(self, name, shown)
