"""The morning note: what of the record a reader must know who read the last note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from biennien.model import (
    Brief,
    Change,
    Citation,
    Difference,
    Explanation,
    Meeting,
    Position,
    Record,
    Report,
)
from biennien.model.timex import days_of

_QUIET = timedelta(days=60)  # a plan nobody has spoken of for so long is no news of today
_DECIDED = ("postponed", "cancelled", "refused")


def find_brief(
    record: Record,
    reports: Sequence[Report],
    positions: Iterable[Position],
    explanations: Iterable[Explanation],
    differences: Iterable[Difference],
    since: str | None = None,
) -> Brief:
    """The note of a record. Without `since` it is what the reports of the last day brought."""
    first = {d.report_id: d.earliest for d in record.dates}
    counting = sorted(day for r in reports if r.withdrawn is None and (day := first.get(r.id)))
    until = counting[-1] if counting else None
    if since is None and until:
        since = (date.fromisoformat(until) - timedelta(days=1)).isoformat()
    days = _Days(first, since)
    plans = [m for m in record.meetings if any(c.status != "held" for c in m.changes)]
    plans = [m for m in plans if days.lately(m, until)]
    news = [(m, c) for m in record.meetings for c in m.changes if days.is_news(c.citations)]
    news = [(m, c) for m, c in news if not {"background", "retold"} & {*c.flags} and days.is_fresh(c)]
    ids = {m.id for m in record.meetings}
    told = {(c.report_id, c.span) for _, change in news for c in change.citations}
    words = [
        s
        for s in record.statements
        if ids & {*s.about}
        and days.is_news(s.citations)
        and not told & {(c.report_id, c.span) for c in s.citations}
    ]
    return Brief(
        until=until,
        since=since,
        plans=tuple(sorted(plans, key=lambda m: (days.last(m.changes), m.id), reverse=True)),
        news=tuple(sorted(news, key=lambda n: (_day(n[1]), n[0].id, n[0].changes.index(n[1])))),
        words=tuple(words),
        positions=tuple(p for p in positions if p.until is None),
        explanations=tuple(explanations),
        differences=tuple(d for d in differences if any(not days.is_old(side.citations) for side in d.sides)),
        gaps=tuple(_gaps(plans, record, reports)),
    )


class _Days:
    """When the lines of the record were first told."""

    def __init__(self, first: dict[str, str | None], since: str | None) -> None:
        self.first = first
        self.since = since or ""

    def is_news(self, citations: Iterable[Citation]) -> bool:
        """Whether no report up to the last note tells it; what only undated reports tell is always told."""
        days = [self.first.get(c.report_id) for c in citations]
        return all(day is None or day > self.since for day in days)

    def is_old(self, citations: Iterable[Citation]) -> bool:
        """Whether only reports up to the last note tell it."""
        return all((day := self.first.get(c.report_id)) is not None and day <= self.since for c in citations)

    def is_fresh(self, change: Change) -> bool:
        """What took place long before is background, though no report told it before."""
        if change.status != "held" or not self.since:
            return True
        days = days_of(change.effective)
        return days is not None and days[1] >= date.fromisoformat(self.since) - timedelta(days=2)

    def last(self, changes: Iterable[Change]) -> str:
        """The day of the last report that tells of a meeting."""
        return max((self.first.get(c.report_id) or "" for ch in changes for c in ch.citations), default="")

    def lately(self, meeting: Meeting, until: str | None) -> bool:
        last = self.last(meeting.changes)
        if not last or not until:
            return True
        return date.fromisoformat(last) + _QUIET >= date.fromisoformat(until)


def _day(change: Change) -> str:
    days = days_of(change.effective or change.announced_on)
    return days[0].isoformat() if days else "~"


def _gaps(plans: Sequence[Meeting], record: Record, reports: Sequence[Report]) -> Iterable[tuple[str, str]]:
    """What nobody has said: the new day of what was put off, the day or the place of what is announced, the day of a report."""
    for meeting in plans:
        if meeting.fate in _DECIDED and not any(
            c.reason for c in meeting.changes if c.status == meeting.fate
        ):
            yield "no_reason", meeting.id
        if meeting.fate == "postponed" and not _future(meeting):
            yield "no_new_day", meeting.id
        if meeting.fate == "announced" and not meeting.planned_for:
            yield "no_day", meeting.id
        if meeting.fate == "announced" and not meeting.place and meeting.kind in ("meeting", "summit"):
            yield "no_place", meeting.id
    known = {d.report_id for d in record.dates if d.value}
    for report in sorted(reports, key=lambda r: r.id):
        if report.id not in known and report.withdrawn is None:
            yield "undated", report.id


def _future(meeting: Meeting) -> bool:
    """Whether a plan that was put off has a new day."""
    put_off = [n for n, c in enumerate(meeting.changes) if c.status == "postponed"]
    later = meeting.changes[put_off[-1] :] if put_off else ()
    return any(c.detail in ("rescheduled", "to a new day") for c in later)
