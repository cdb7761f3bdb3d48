"""The statements: who said what, when, and the way it came."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from biennien.model import Statement
from biennien.tables.layout import print_row
from biennien.tables.page import Page
from biennien.wording.quoting import clean

PLAIN = ("say", "write", "report", "theo", "relay", "hearsay")  # verbs that add nothing to the words


def print_statements(page: Page, statements: Sequence[Statement], as_known: str | None = None) -> None:
    """Each statement with its day, its speaker, the way it came, and its words."""
    page.as_known(as_known)
    for statement in statements:
        print_statement(page, statement)
    page.print(page.say("count.statements", n=len(statements)) + ".")
    page.legend(statement.basis for statement in statements)


def print_statement(page: Page, statement: Statement) -> None:
    """One statement beside its day."""
    print_row(page.console, page.day(statement.said_on, statement.basis), _told(page, statement))


def _told(page: Page, statement: Statement) -> Text:
    say = page.say
    line = Text(page.speaker(statement.speaker, statement.unnamed), style="bold")
    # The way ends with the speaker, who is named already.
    last = {*statement.speaker, statement.unnamed, " and ".join(statement.speaker)}
    chain = [
        page.who(link.who) if link.named else f"“{clean(link.who)}”"
        for link in statement.chain
        if link.who not in last
    ]
    if chain:
        line.append("  " + say("who.via", who=" → ".join(chain)), style="dim")
    if statement.cue and statement.verb not in PLAIN:
        line.append(f"  {clean(statement.cue)}", style="italic")
    if notes := [say.named("flag", flag) for flag in statement.flags]:
        line.append(f"  [{', '.join(notes)}]", style="yellow")
    words = clean(statement.content)
    line.append("\n").append(f"“{words}”" if statement.manner == "direct" else words, style="not bold")
    line.append(f"\n{page.places(statement.citations)}", style="not bold dim")
    if statement.restated_in:
        again = say("place.again", places=page.places(statement.restated_in))
        line.append(f"  {again}", style="not bold dim")
    if not statement.said_on:
        line.append(page.report_day(statement.citations), style="not bold dim")
    return line.append(f"  {page.id(statement.id)}", style="not bold dim")
