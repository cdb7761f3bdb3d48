"""The planned meetings as a calendar (RFC 5545): one event for life, with who said what of it and where the words stand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from biennien.export.contents import (
    Contents,
    days_of_meeting,
    deciding,
    instant_of,
    planned,
    told_by,
)
from biennien.export.letters import fit, web_address
from biennien.export.sentences import change_lines, headed
from biennien.model import Meeting
from biennien.model.text import identify

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Todo

_SPAN = 31  # days that an event may cover: a week or a month; what is longer is no appointment
_LONGEST = 7_500  # Google takes 8,192 characters of a description
_ENDED = ("cancelled", "refused")


def render(contents: Contents) -> bytes:
    """The calendar. A plan without a day, or with one coarser than a month, is a to-do: a calendar cannot show what has no day."""
    from icalendar import Calendar

    plans = [m for m in contents.record.meetings if planned(m)]
    calendar = Calendar()
    say = contents.wording.say
    calendar.add("prodid", f"-//Biennien//Biennien {contents.version}//{say.lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", fit(contents.title))
    undated = sum(_span(m) is None for m in plans)
    if undated:
        calendar.add("x-wr-caldesc", say("calendar.undated", n=undated))
    for meeting in sorted(plans, key=_order):
        _add(calendar, meeting, contents)
    return bytes(calendar.to_ical(sorted=False))


def uid_of(meeting: Meeting, contents: Contents) -> str:
    """What a calendar knows a meeting by, for life: the name of the first words on it in the report that was recorded first.

    A report that comes later and tells earlier words gives the meeting another id, never another UID.
    """
    names = {meeting.id, *meeting.aliases}
    told = {(c.report_id, c) for change in meeting.changes for c in change.citations}
    for _, citation in sorted((contents.recorded.get(report, ""), c) for report, c in told):
        if (name := identify("m", citation)) in names:
            return f"{name}@biennien"
    return f"{meeting.id}@biennien"


def status_of(meeting: Meeting) -> str:
    """TENTATIVE, CONFIRMED or CANCELLED: what was decided last, and in doubt where the last word on it is another."""
    if meeting.fate in _ENDED:
        return "CANCELLED"
    return "CONFIRMED" if meeting.status in ("announced", "held") else "TENTATIVE"


def _order(meeting: Meeting) -> tuple[str, str]:
    span = _span(meeting)
    return (span[0].isoformat() if span else "9999", meeting.id)


def _span(meeting: Meeting) -> tuple[date, date] | None:
    """First day and the day after the last; None where no appointment can be made of it."""
    days = days_of_meeting(meeting)
    if days is None or (days[1] - days[0]).days >= _SPAN:
        return None
    return days[0], days[1] + timedelta(1)


def _add(calendar: Calendar, meeting: Meeting, contents: Contents) -> None:
    from icalendar import Event, Todo

    span, status = _span(meeting), status_of(meeting)
    entry: Event | Todo = Event() if span else Todo()
    entry.add("uid", uid_of(meeting, contents))
    at = instant_of(told_by(meeting), contents)
    entry.add("dtstamp", at)
    entry.add("last-modified", at)
    entry.add("sequence", contents.revision)
    entry.add("summary", headed(meeting.fate or meeting.status, None, meeting, contents))
    if span:
        entry.add("dtstart", span[0])
        entry.add("dtend", span[1])
        entry.add("transp", "TRANSPARENT")
        entry.add("status", status)
    else:
        done = "COMPLETED" if meeting.status == "held" else "NEEDS-ACTION"
        entry.add("status", "CANCELLED" if status == "CANCELLED" else done)
        if days := days_of_meeting(meeting):
            entry.add("dtstart", days[0])
            entry.add("due", days[1])
    if meeting.place:
        entry.add("location", contents.wording.actor(meeting.place))
    entry.add("description", _description(meeting, contents))
    entry.add("categories", [contents.wording.say.named("kind", meeting.kind)])
    if before := contents.meetings.get(meeting.successor_of or ""):
        entry.add("related-to", uid_of(before, contents), parameters={"RELTYPE": "SIBLING"})
    cited = (c.report_id for change in deciding(meeting) for c in change.citations)
    if address := next((a for r in cited if (a := web_address(contents.by_id[r].url))), None):
        entry.add("url", address)
    entry.add("x-biennien-status", meeting.status)
    calendar.add_component(entry)


def _description(meeting: Meeting, contents: Contents) -> str:
    """What was decided and last said, the time as the reports give it, then each change with its words, the latest first."""
    wording, say = contents.wording, contents.wording.say
    head = [f"{say('meeting.fate')} {wording.status_words(meeting.fate)}"] if meeting.fate else []
    if meeting.status != meeting.fate:
        head.append(f"{say('meeting.last_word')} {wording.status_words(meeting.status)}")
    if meeting.planned_for:
        head.append(say("meeting.planned_for", day=wording.planned(meeting)))
    elif left := wording.days_left(meeting):
        head.append(left)
    if meeting.when:
        head.append(say("meeting.held_on", day=wording.day_words(meeting.when)))
    told = ["\n".join(change_lines(change, contents)) for change in reversed(meeting.changes)]
    rows, size = ["\n".join(head)], sum(map(len, head))
    for number, row in enumerate(told):
        size += len(row) + 2
        if size > _LONGEST:
            rows.append(say("calendar.more", n=len(told) - number))
            break
        rows.append(row)
    return "\n\n".join(rows)
