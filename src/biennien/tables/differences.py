"""The differences: under what they are about, each with its kind and its sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text

from biennien.model import Account, Difference, Record
from biennien.tables.layout import print_indented, print_row
from biennien.tables.page import Page
from biennien.wording.quoting import clean, trimmed

_COLOUR = {"disagreement": "red", "change": "yellow", "silence_broken": "cyan"}


def print_differences(
    page: Page, record: Record, differences: Sequence[Difference], as_known: str | None = None
) -> None:
    """Each difference, its sides in the order of the record."""
    page.as_known(as_known)
    labels = {m.id: page.label(m.label) for m in record.meetings}
    about = None
    for difference in differences:
        if difference.about != about:
            about = difference.about
            _print_about(page, labels, difference)
        _print_sides(page, difference)
    page.print(page.say("count.differences", n=len(differences)) + ".")


def print_difference(page: Page, record: Record, difference: Difference) -> None:
    """One difference under what it is about."""
    _print_about(page, {m.id: page.label(m.label) for m in record.meetings}, difference)
    _print_sides(page, difference)


def _print_about(page: Page, labels: Mapping[str, str], difference: Difference) -> None:
    about = labels.get(difference.about) or _speaker(page, difference)
    print_indented(page.console, Text(about, style="bold"), 0)


def _print_sides(page: Page, difference: Difference) -> None:
    kind = page.say.named("difference", difference.kind)
    line = Text(kind, style=_COLOUR.get(difference.kind, "blue"))
    line.append(f"  {page.sentence(difference.why)}  {page.id(difference.id)}", style="dim")
    if difference.one_text:
        line.append(f"  {page.say('difference.one_text')}", style="yellow")
    print_indented(page.console, line)
    for side in difference.sides:
        print_row(page.console, page.day(side.day), _told(page, side))


def _speaker(page: Page, difference: Difference) -> str:
    """What a difference is about that no meeting is: the words of somebody."""
    first = difference.sides[0]
    return page.say("difference.of", who=page.speaker(first.who, first.unnamed))


def _told(page: Page, side: Account) -> Text:
    if side.who or side.unnamed:
        line = Text(page.speaker(side.who, side.unnamed), style="bold")
    else:
        line = Text(page.say("who.report"), style="dim")
    line.append("\n").append(f"{page.places(side.citations)} ", style="not bold dim")
    line.append(f"«{trimmed(clean(side.text))}»", style="not bold italic")
    if not side.day:
        line.append(page.report_day(side.citations), style="not bold dim")
    return line
