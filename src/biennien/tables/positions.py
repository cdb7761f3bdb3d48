"""The positions: side by side, each with its topic, since when it is told and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.text import Text

from biennien.model import Position, Record
from biennien.tables.layout import print_indented, print_row
from biennien.tables.page import Page
from biennien.wording.quoting import clean

_COLOUR = {
    "demands": "blue",
    "offers": "blue",
    "accepts": "green",
    "ready": "green",
    "rejects": "red",
    "not_needed": "red",
    "sets_condition": "magenta",
    "not_ruled_out": "magenta",
}


def print_positions(
    page: Page, record: Record, positions: Sequence[Position], as_known: str | None = None
) -> None:
    """Each side with what it holds in the order of time."""
    page.as_known(as_known)
    for holder, held in groupby(positions, key=lambda p: p.holder):
        print_indented(page.console, Text(page.actor(holder), style="bold"), 0)
        for position in held:
            print_position(page, record, position)
        page.print()
    page.print(page.say("count.positions", n=len(positions)) + ".")
    page.legend(position.basis for position in positions)


def print_held(page: Page, record: Record, position: Position) -> None:
    """One position under the name of its side."""
    print_indented(page.console, Text(page.actor(position.holder), style="bold"), 0)
    print_position(page, record, position)


def print_position(page: Page, record: Record, position: Position) -> None:
    """One position beside the day from which it is told."""
    print_row(page.console, page.day(position.since, position.basis), _told(page, record, position))


def _told(page: Page, record: Record, position: Position) -> Text:
    say = page.say
    about = next((m for m in record.meetings if m.id == position.about), None)
    line = Text(say.named("stance", position.stance), style=_COLOUR.get(position.stance, ""))
    topic = (
        page.meeting(about.participants, about.kind, about.place)
        if about
        else say.named("topic", position.topic)
    )
    line.append(f"  {topic}", style="bold")
    if position.said_by or position.unnamed:
        line.append(
            "  " + say("held.told_by", who=page.speaker(position.said_by, position.unnamed)), style="dim"
        )
    notes = [say("held.changed")] if position.changed else []
    notes += [say("held.until", day=page.day(position.until).plain.strip())] if position.until else []
    notes += [say.named("flag", flag) for flag in position.flags]
    if notes:
        line.append(f"  [{', '.join(notes)}]", style="yellow")
    # What a change of a meeting says is cut at its words of status: shown with the rest of its clause.
    words = page.quote(position.citations[0]) if about and not position.conditions else clean(position.text)
    line.append("\n").append(f"«{words}»", style="italic")
    line.append(f"  {page.places(position.citations)}", style="dim")
    if not position.since:
        line.append(page.report_day(position.citations), style="dim")
    line.append(f"  {page.id(position.id)}", style="dim")
    for condition in position.conditions:
        if condition not in position.text:
            line.append("\n" + say("meeting.on_condition", words=clean(condition)))
    return line
