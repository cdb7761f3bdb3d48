"""A note as Markdown with footnotes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from biennien.model import Citation
from biennien.notes.document import Document, Entry, quoted
from biennien.wording.quoting import clean

# What Markdown, or the HTML that it may hold, would take for more than a letter.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~^&$!])")
_AT_START = re.compile(r"^(\d+(?=[.)])|(?=[-+=:]))")


def to_markdown(document: Document) -> str:
    """The note; footnotes in the syntax that GitHub, Pandoc and most editors know."""
    numbers = document.numbers()
    lines = [f"# {escaped(document.title)}", "", escaped(document.lead), ""]
    for section in document.sections:
        lines += [f"## {escaped(section.title)}", ""]
        lines += [_line(entry, numbers) for entry in section.entries] or [f"*{escaped(section.empty)}*"]
        lines.append("")
    if document.legend:
        lines += [f"*{escaped(document.legend)}*", ""]
    if numbers:
        lines += [f"## {escaped(document.notes_title)}", ""]
        for citation, number in numbers.items():
            quote = escaped(quoted(citation.quote))
            lines.append(f"[^{number}]: {escaped(document.places[citation])}: {quote}")
    return "\n".join(lines).rstrip() + "\n"


def _line(entry: Entry, numbers: Mapping[Citation, int]) -> str:
    head = f"**{escaped(entry.head)}**" if entry.head else ""
    text = escaped(entry.text)
    marks = "".join(f"[^{n}]" for n in dict.fromkeys(numbers[c] for c in entry.citations))
    return f"{'  ' * entry.depth}- {': '.join(part for part in (head, text) if part)}{marks}"


def escaped(words: str) -> str:
    """Words on one line in which nothing is markup."""
    words = _SPECIAL.sub(r"\\\1", clean(words))
    return _AT_START.sub(r"\1\\", words)
