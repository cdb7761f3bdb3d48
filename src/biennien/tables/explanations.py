"""The explanations: under each change that they explain, one beside the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.text import Text

from biennien.model import Change, Explanation, Meeting, Record
from biennien.tables.layout import print_indented, print_row
from biennien.tables.page import Page
from biennien.wording.quoting import clean


def print_explanations(
    page: Page, record: Record, explanations: Sequence[Explanation], as_known: str | None = None
) -> None:
    """Each meeting with the changes that somebody explains, and who explains them how."""
    page.as_known(as_known)
    meetings = {m.id: m for m in record.meetings}
    changes = {c.id: c for m in record.meetings for c in m.changes}
    for meeting, of_meeting in groupby(explanations, key=lambda e: e.meeting):
        _print_title(page, meetings[meeting])
        for change, given in groupby(of_meeting, key=lambda e: e.of):
            print_indented(page.console, _outcome(page, changes[change]))
            for explanation in given:
                print_explanation(page, explanation)
        page.print()
    page.print(page.say("count.explanations", n=len(explanations)) + ".")
    page.legend(explanation.basis for explanation in explanations)


def print_explanation(page: Page, explanation: Explanation) -> None:
    """One explanation beside the day on which it was given."""
    print_row(page.console, page.day(explanation.said_on, explanation.basis), _told(page, explanation))


def print_explained(page: Page, record: Record, explanation: Explanation) -> None:
    """One explanation under its meeting and what it explains."""
    meeting = next(m for m in record.meetings if m.id == explanation.meeting)
    _print_title(page, meeting)
    print_indented(page.console, _outcome(page, next(c for c in meeting.changes if c.id == explanation.of)))
    print_explanation(page, explanation)


def _print_title(page: Page, meeting: Meeting) -> None:
    title = Text(page.meeting(meeting.participants, meeting.kind, meeting.place), style="bold")
    print_indented(page.console, title, 0)


def _outcome(page: Page, change: Change) -> Text:
    """What is explained: the status, its day, and on whose word it is known."""
    line = page.status(change.status, change.detail)
    if day := change.day:
        line.append(f" {page.day(day, change.basis).plain}")
    if change.announced_by or change.unnamed:
        line.append(f", {page.speaker(change.announced_by, change.unnamed)}")
    return line.append(f"  {page.id(change.id)}", style="dim")


def _told(page: Page, explanation: Explanation) -> Text:
    say = page.say
    if explanation.given_by or explanation.unnamed:
        line = Text(page.speaker(explanation.given_by, explanation.unnamed), style="bold")
    else:
        line = Text(say("who.report"), style="dim")
    if explanation.via:
        line.append(
            "  " + say("who.via", who=" → ".join(page.actor(v) for v in explanation.via)), style="dim"
        )
    notes = [say("why.none_given")] if explanation.kind == "none_given" else []
    notes += [say("why.hedge", words=clean(explanation.hedge))] if explanation.hedge else []
    notes += [say.named("flag", flag) for flag in explanation.flags]
    notes += [] if explanation.independent else [say("why.again")]
    if notes:
        line.append(f"  [{', '.join(notes)}]", style="yellow")
    line.append(f"\n{page.places(explanation.citations)} ", style="not bold dim")
    line.append(f"«{clean(explanation.text)}»", style="not bold italic")
    if not explanation.said_on:
        line.append(page.report_day(explanation.citations), style="not bold dim")
    return line.append(f"  {page.id(explanation.id)}", style="not bold dim")
