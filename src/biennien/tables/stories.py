"""The stories: how many reports, from when to when, about whom."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from biennien.model import Meeting, Record, Story
from biennien.tables.layout import print_row
from biennien.tables.page import Page
from biennien.wording.quoting import clean

_SHOWN = 8  # reports that are named


def print_stories(page: Page, record: Record, stories: Sequence[Story], as_known: str | None = None) -> None:
    """Each story beside the day of its last report."""
    page.as_known(as_known)
    meetings = {m.id: m for m in record.meetings}
    for story in stories:
        about = next((meetings[m] for m in story.meetings[:1] if meetings[m].label == story.label), None)
        print_row(page.console, page.day(story.last), _told(page, story, about))
    page.print(page.say("count.stories", n=len(stories)) + ".")


def _told(page: Page, story: Story, about: Meeting | None) -> Text:
    label = clean(story.label)
    if about is not None:
        label = page.meeting(about.participants, about.kind, about.place)
    line = Text(label, style="bold")
    line.append(f"  {page.id(story.id)}", style="not bold dim")
    count = page.counted(len(story.reports), story.independent)
    since = page.day(story.first).plain.strip() if story.first and story.first != story.last else ""
    counts = [count, page.say("story.since", day=since) if since else ""]
    if story.meetings:
        counts.append(page.say("count.meetings", n=len(story.meetings)))
    line.append("\n" + " · ".join(c for c in counts if c), style="not bold")
    if story.actors:
        line.append("\n" + ", ".join(page.who(a) for a in story.actors), style="not bold")
    more = " …" if len(story.reports) > _SHOWN else ""
    named = ", ".join(page.report(r) for r in story.reports[:_SHOWN])
    return line.append(f"\n{named}{more}", style="not bold dim")
