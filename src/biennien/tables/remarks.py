"""What an editor should look at in a draft, each beside its line and column."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from biennien.model import Remark, Report
from biennien.tables.layout import print_row
from biennien.tables.page import Page
from biennien.wording.quoting import trimmed

_WIDTH = 8


def print_remarks(page: Page, draft: Report, remarks: Sequence[Remark]) -> None:
    """Each remark with the words of the draft and those of the record."""
    for remark in remarks:
        before = draft.text[: remark.at.span.start]
        row, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        print_row(page.console, Text(f"{row}:{column}", style="dim"), _told(page, remark), width=_WIDTH)
    page.print(page.say("check.count", n=len(remarks)) if remarks else page.say("check.none"))


def _told(page: Page, remark: Remark) -> Text:
    line = Text(f"«{trimmed(remark.at.quote)}»", style="italic")
    line.append("\n").append(page.remark(remark), style="not italic bold")
    for citation in remark.against[:2]:
        line.append(f"\n{page.places([citation])} ", style="not italic dim")
        line.append(f"«{page.quote(citation)}»", style="dim")
    if remark.line:
        line.append(f"  {page.id(remark.line)}", style="not italic dim")
    return line
