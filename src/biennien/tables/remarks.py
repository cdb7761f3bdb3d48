"""What an editor should look at in a draft, each beside its line and column."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from biennien.model import Remark, Report
from biennien.tables.days import shown_day
from biennien.tables.layout import clean, print_row
from biennien.tables.page import Page
from biennien.tables.quoting import trimmed

_WIDTH = 8
_ACTORS = ("who", "place")
_DATED = ("date", "day_apart", "plan_date", "said_on")  # kinds whose `said` is a day
_PLACED = ("place", "plan_place", "speaker", "unnamed", "voice")  # kinds whose `said` is an actor or a place


def print_remarks(page: Page, draft: Report, remarks: Sequence[Remark]) -> None:
    """Each remark with the words of the draft and those of the record."""
    for remark in remarks:
        before = draft.text[: remark.at.span.start]
        row, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        print_row(page.console, Text(f"{row}:{column}", style="dim"), _told(page, remark), width=_WIDTH)
    page.print(page.say("check.count", n=len(remarks)) if remarks else page.say("check.none"))


def _told(page: Page, remark: Remark) -> Text:
    line = Text(f"«{trimmed(remark.at.quote)}»", style="italic")
    line.append("\n").append(_sentence(page, remark), style="not italic bold")
    for citation in remark.against[:2]:
        line.append(f"\n{page.places([citation])} ", style="not italic dim")
        line.append(f"«{page.quote(citation)}»", style="dim")
    if remark.line:
        line.append(f"  {page.id(remark.line)}", style="not italic dim")
    return line


def _sentence(page: Page, remark: Remark) -> str:
    say = page.say
    values = dict(remark.values)
    shown: dict[str, str] = {}
    for name, value in values.items():
        if name == "label":
            shown[name] = page.label(value)
        elif name == "status" or (name == "said" and remark.kind == "status"):
            shown[name] = say.named("status", value)
        elif name == "day" or (name == "said" and remark.kind in _DATED):
            shown[name] = shown_day(say, value) if value else say("day.none")
        elif name in _ACTORS or (name == "said" and remark.kind in _PLACED):
            shown[name] = page.who(value) if value else say("who.report")
        else:
            shown[name] = clean(value)
    return say(f"check.{remark.kind}", **shown)
