"""The planned meetings as lanes: what was said of each, on the days on which it stands, and what of it is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from biennien.model import Chip, Citation, Lane, Meeting, Record, ReportDate
from biennien.model.timex import days_of

_OVER = {"cancelled", "refused", "held"}  # of a plan: nobody waits for it any more


def find_lanes(record: Record, since: str | None = None) -> tuple[Lane, ...]:
    """A lane for each meeting that was planned, the most told and the most recent first, in turn; the leading before the others.

    What no report up to the day `since` tells is fresh; without one nothing is.
    """
    dates = {date.report_id: date for date in record.dates}
    last = _last_told(record, dates)
    lanes = [_lane(m, dates, since, last) for m in record.meetings if is_planned(m)]
    by_size = sorted(lanes, key=lambda lane: (-len(lane.chips), _newest(lane), lane.meeting.id))
    by_news = sorted(lanes, key=lambda lane: (_newest(lane), -len(lane.chips), lane.meeting.id))
    place = {lane.meeting.id: 2 * n for n, lane in enumerate(by_size)}
    for n, lane in enumerate(by_news):
        place[lane.meeting.id] = min(place[lane.meeting.id], 2 * n + 1)
    return tuple(sorted(lanes, key=lambda lane: (not lane.leading, place[lane.meeting.id], lane.meeting.id)))


def is_planned(meeting: Meeting) -> bool:
    """Whether anything but its taking place is told of it."""
    return any(change.status != "held" for change in meeting.changes)


def days_between(lanes: Iterable[Lane]) -> tuple[date, date] | None:
    """The first and the last day on which a chip stands; None where none has a day."""
    days = [chip.first for lane in lanes for chip in lane.chips if chip.first]
    return (min(days), max(days)) if days else None


def is_fresh(citations: Sequence[Citation], dates: Mapping[str, ReportDate], since: str | None) -> bool:
    """Whether no report up to a day tells it; a report without a day may be older."""
    if since is None:
        return False
    days = [dates[c.report_id].earliest if c.report_id in dates else None for c in citations]
    return all(day is not None and day > since for day in days)


def place_of(
    day: str | None, citations: Sequence[Citation], dates: Mapping[str, ReportDate]
) -> tuple[date, date, bool] | None:
    """The days of a line and True, else the first day of the report that tells it and False; None where there is neither."""
    if own := days_of(day):
        return own[0], own[1], True
    told = [dates[c.report_id].earliest for c in citations if c.report_id in dates]
    known = sorted(day for day in told if day)
    return (date.fromisoformat(known[0]), date.fromisoformat(known[0]), False) if known else None


def _last_told(record: Record, dates: Mapping[str, ReportDate]) -> date | None:
    """The first day of the latest report that the record rests on: what lies after it is ahead."""
    cited = [c for statement in record.statements for c in statement.citations]
    cited += [c for meeting in record.meetings for change in meeting.changes for c in change.citations]
    told = {dates[c.report_id].earliest for c in cited if c.report_id in dates}
    return max((date.fromisoformat(day) for day in told if day), default=None)


def _is_ahead(meeting: Meeting, last: date | None) -> bool:
    """Whether its day is still to come and nobody has called it off."""
    days = days_of(meeting.planned_for) or days_of((meeting.window or "").partition("/")[2])
    return bool(last and days and days[1] > last and not {meeting.fate, meeting.status} & _OVER)


def _lane(meeting: Meeting, dates: Mapping[str, ReportDate], since: str | None, last: date | None) -> Lane:
    chips = []
    for change in meeting.changes:
        placed = place_of(change.day, change.citations, dates)
        chips.append(
            Chip(
                change=change,
                first=placed[0] if placed else None,
                last=placed[1] if placed else None,
                own=bool(placed and placed[2]),
                fresh=is_fresh(change.citations, dates, since),
            )
        )
    voices = sum(bool(c.announced_by or c.unnamed) for c in meeting.changes)
    came = any(c.status == "held" for c in meeting.changes)
    leading = voices > 1 or came or _is_ahead(meeting, last)
    return Lane(meeting=meeting, chips=tuple(chips), leading=leading)


def _newest(lane: Lane) -> int:
    """Sorts the lane with the latest chip first."""
    return -max((chip.first.toordinal() for chip in lane.chips if chip.first), default=0)
