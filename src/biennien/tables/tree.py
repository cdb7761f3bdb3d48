"""An explanation as a tree of lines."""

from __future__ import annotations

from collections.abc import Mapping

from rich.text import Text

from biennien.model import Citation
from biennien.tables.page import Page
from biennien.tables.timeline import citations_of
from biennien.wording import MARKS
from biennien.wording.quoting import clean, trimmed

Tree = Mapping[str, object]


def print_tree(page: Page, tree: Tree) -> None:
    """Each step with its rule in brackets and its words, what it rests on beneath."""
    _print(page, tree, "", "", None)


def _print(page: Page, tree: Tree, first: str, rest: str, above: Citation | None) -> None:
    parts = tree["from"]
    below = [p for p in (parts if isinstance(parts, list) else []) if isinstance(p, Mapping)]
    line = Text(MARKS.get(str(tree["basis"]), "") + clean(str(tree["what"])), style="" if first else "bold")
    if tree["rule"]:
        line.append(f"  [{clean(str(tree['rule']))}]", style="not bold dim")
    citations = citations_of(tree)
    if citations and citations != [above]:
        line.append(f"  {page.places(citations)}", style="not bold dim")
        if citations[0] != above and _adds(tree, citations):
            line.append(f" «{trimmed(citations[0].quote)}»", style="not bold italic dim")
    width = max(20, page.console.width - len(first))
    under = rest + ("│ " if below else "  ") if first else ("│ " if below else "")
    for number, wrapped in enumerate(line.wrap(page.console, width)):
        wrapped.rstrip()
        head = first if number == 0 else under
        page.console.print(Text(head, style="dim").append_text(wrapped), soft_wrap=True)
    for number, part in enumerate(below, 1):
        last = number == len(below)
        _print(
            page,
            part,
            rest + ("└ " if last else "├ "),
            rest + ("  " if last else "│ "),
            citations[0] if citations else above,
        )


def _adds(tree: Tree, citations: list[Citation]) -> bool:
    """Whether the cited words are not in the line already."""
    return clean(citations[0].quote) not in clean(str(tree["what"]))
