"""The meetings: each planned one as a block with its history, then what was held as a list."""

from __future__ import annotations

from rich.text import Text

from biennien.model import Change, Meeting, Record
from biennien.model.timex import days_of
from biennien.tables.layout import print_indented, print_row
from biennien.tables.page import Page
from biennien.wording.quoting import trimmed


def print_meetings(page: Page, record: Record, as_known: str | None = None) -> None:
    """Each planned meeting with its history in order of time, the most told of first; then what was held."""
    page.as_known(as_known)
    planned = sorted((m for m in record.meetings if not _only_held(m)), key=lambda m: -_told_in(m))
    held = sorted((m for m in record.meetings if _only_held(m)), key=_last_day)
    for meeting in planned:
        print_meeting(page, meeting)
    if held:
        page.print(Text(page.say("meeting.held"), style="bold"))
        for meeting in held:
            _print_held(page, meeting)
        page.print()
    if not record.meetings:
        page.print(page.say("meeting.none"))
    page.legend(change.basis for meeting in record.meetings for change in meeting.changes)


def print_meeting(page: Page, meeting: Meeting) -> None:
    """A meeting with its facts, its fate, each side's last word, and its history."""
    say = page.say
    title = Text(page.meeting(meeting.participants, meeting.kind, meeting.place), style="bold")
    print_indented(page.console, title, 0)
    facts = []
    if meeting.planned_for:
        facts.append(say("meeting.planned_for", day=page.planned(meeting)))
    if left := page.days_left(meeting, "derived"):
        facts.append(left)
    if meeting.when:
        facts.append(say("meeting.held_on", day=page.day(meeting.when, held_basis(meeting)).plain))
    if meeting.successor_of:
        facts.append(say("meeting.follows", id=page.id(meeting.successor_of)))
    print_indented(page.console, Text(" · ".join([*facts, page.id(meeting.id)]), style="dim"))
    fate = Text(say("meeting.fate") + " ").append_text(page.status(meeting.fate))
    fate.append("   " + say("meeting.last_word") + " ").append_text(page.status(meeting.status))
    print_indented(page.console, fate)
    if meeting.sides:
        sides = Text(say("meeting.sides") + " ")
        for number, (side, status) in enumerate(meeting.sides):
            sides.append(" · " if number else "").append(f"{page.actor(side)} ").append_text(
                page.status(status)
            )
        print_indented(page.console, sides)
    _print_history(page, meeting)
    page.print()


def _print_history(page: Page, meeting: Meeting) -> None:
    """The changes; what is said after the end of the plan stands under a line of its own."""
    ended = False
    for change in meeting.changes:
        if change.after_end is not ended and "retold" not in change.flags:
            ended = change.after_end
            print_indented(
                page.console, Text(page.say("meeting.after_end" if ended else "meeting.anew"), style="italic")
            )
        _print_change(page, meeting, change)


def print_change(page: Page, meeting: Meeting, change: Change) -> None:
    """One change under the name of its meeting."""
    title = Text(page.meeting(meeting.participants, meeting.kind, meeting.place), style="bold")
    print_indented(page.console, title, 0)
    _print_change(page, meeting, change)


def _print_change(page: Page, meeting: Meeting, change: Change) -> None:
    print_row(page.console, page.day(change.day, change.basis), _telling(page, meeting, change))


def _telling(page: Page, meeting: Meeting, change: Change) -> Text:
    say = page.say
    line = page.status(change.status, change.detail).append("  ")
    if change.announced_by or change.unnamed:
        line.append(page.speaker(change.announced_by, change.unnamed), style="bold")
    else:
        line.append(say("who.report"), style="dim")
    if change.via:
        line.append("  " + say("who.via", who=" → ".join(page.actor(who) for who in change.via)), style="dim")
    if change.effective and change.announced_on and change.effective != change.announced_on:
        line.append(
            "  " + say("day.said", day=page.day(change.announced_on, change.basis).plain), style="dim"
        )
    if change.previous:
        line.append("  " + say("meeting.previous", day=page.planned(meeting, change.previous)), style="dim")
    if notes := [say.named("flag", flag) for flag in change.flags]:
        line.append(f"  [{', '.join(notes)}]", style="yellow")
    line.append("\n")
    words = page.quote(change.citations[0], change.condition)
    page.append_words(line, change.citations, words, dated=bool(change.day))
    line.append(f"  {page.id(change.id)}", style="dim")
    for key, more in (("meeting.because", change.reason), ("meeting.on_condition", change.condition)):
        if more and trimmed(more) not in words:
            line.append("\n" + say(key, words=trimmed(more)))
    return line


def _print_held(page: Page, meeting: Meeting) -> None:
    line = Text(page.meeting(meeting.participants, meeting.kind, meeting.place))
    places = page.places((c for change in meeting.changes for c in change.citations), limit=4)
    line.append(f"  {places}  {page.id(meeting.id)}", style="dim")
    print_row(page.console, page.day(meeting.when, held_basis(meeting)), line)


def held_basis(meeting: Meeting) -> str:
    """How the day is known on which a meeting was held."""
    days = (c.basis for c in meeting.changes if c.status == "held" and c.effective == meeting.when)
    return next(days, "stated")


def _told_in(meeting: Meeting) -> int:
    """How many reports tell of a meeting: what most of them are about stands first."""
    return len({c.report_id for change in meeting.changes for c in change.citations})


def _last_day(meeting: Meeting) -> tuple[str, str]:
    """Where a meeting stands among those that were held: by the last day of its time, without one at the end."""
    days = days_of(meeting.when)
    return (days[1].isoformat() if days else "9999"), meeting.id


def _only_held(meeting: Meeting) -> bool:
    return all(change.status == "held" for change in meeting.changes)
