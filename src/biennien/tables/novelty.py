"""What is new in a report: the advisory line, then its claims, those that matter most first."""

from __future__ import annotations

from rich.text import Text

from biennien.model import Change, Claim, Novelty, Record, Statement
from biennien.tables.layout import print_row
from biennien.tables.page import Page
from biennien.wording.quoting import clean

_KINDS = ("new", "changed", "disputed", "sharper", "confirmed", "repeated")
_TOLD = ("sharper", "confirmed", "repeated")  # what reports before it tell too
_COLOUR = {"new": "green", "changed": "yellow", "disputed": "red", "sharper": "cyan", "confirmed": "blue"}


def print_novelty(page: Page, record: Record, novelty: Novelty) -> None:
    """The line, how many independent texts tell of the same, and each claim beside its kind."""
    say = page.say
    page.print(Text(clean(novelty.line), style="bold"))
    told = any(claim.against and claim.kind in _TOLD for claim in novelty.claims)
    nobody = say("new.copies") if told else say("new.first")
    page.print(say("new.independent", n=novelty.independent) if novelty.independent else nobody)
    page.print()
    lines: dict[str, Change | Statement] = {c.id: c for m in record.meetings for c in m.changes}
    lines |= {s.id: s for s in record.statements}
    for kind in _KINDS:
        for claim in novelty.claims:
            if claim.kind == kind:
                mark = Text(say(f"claim.{kind}"), style=_COLOUR.get(kind, "dim"))
                print_row(page.console, mark, _told(page, lines[claim.line], claim))
    if not novelty.claims:
        page.print(say("new.no_claims"))


def _told(page: Page, line: Change | Statement, claim: Claim) -> Text:
    by = line.announced_by if isinstance(line, Change) else line.speaker
    told = Text()
    if isinstance(line, Change):
        told.append_text(page.status(line.status, line.detail)).append("  ")
    if by or line.unnamed:
        told.append(page.speaker(by, line.unnamed), style="bold")
    else:
        told.append(page.say("who.report"), style="dim")
    if notes := [page.say.named("flag", flag) for flag in claim.flags]:
        told.append(f"  [{', '.join(notes)}]", style="yellow")
    words = page.quote(claim.citations[0]) if isinstance(line, Change) else clean(claim.text)
    told.append(f"\n{page.places(claim.citations)} ", style="dim").append(f"«{words}»", style="italic")
    if claim.against:
        told.append("\n" + page.say("new.against", places=page.places(claim.against)), style="dim")
    return told.append(f"  {page.id(claim.line)}", style="dim")
