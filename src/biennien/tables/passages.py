"""A line of the record with the paragraphs it rests on, its words marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.text import Text

from biennien.model import Change, Difference, Explanation, Meeting, Position, Record, Report, Statement
from biennien.tables.differences import print_difference
from biennien.tables.explanations import print_explained
from biennien.tables.layout import print_indented
from biennien.tables.meetings import print_change, print_meeting
from biennien.tables.page import Page
from biennien.tables.positions import print_held
from biennien.tables.reports import print_report
from biennien.tables.statements import print_statement
from biennien.wording.quoting import clean, trimmed

Passage = Mapping[str, object]
_MARK = ("⟦", "⟧")  # where no colour can show what is marked


Line = Meeting | Change | Statement | Report | Explanation | Position | Difference


def print_line(page: Page, record: Record, line: Line) -> None:
    """One line of the record as its own table shows it."""
    if isinstance(line, Meeting):
        print_meeting(page, line)
    elif isinstance(line, Statement):
        print_statement(page, line)
    elif isinstance(line, Change):
        print_change(page, next(m for m in record.meetings if line in m.changes), line)
    elif isinstance(line, Explanation):
        print_explained(page, record, line)
    elif isinstance(line, Position):
        print_held(page, record, line)
    elif isinstance(line, Difference):
        print_difference(page, record, line)
    elif line.id in page.dates:
        print_report(page, line, page.dates[line.id])


def print_passages(page: Page, told: Mapping[str, object]) -> None:
    """Each paragraph under its report and number; cited words are reversed, in brackets where there is no colour."""
    passages, version = told["passages"], told.get("version")
    if isinstance(version, Mapping) and not version["counts"]:
        page.print(Text(page.say("versions.not_current", n=version["number"]), style="yellow"))
    for passage in passages if isinstance(passages, list) else []:
        page.print()
        date = page.dates.get(str(passage["report"]))
        source = page.sources.get(str(passage["report"]))
        head = f"{f'{source}  ' if source else ''}{clean(str(passage['report']))} §{passage['paragraph']}"
        if date:
            head += f"  ({page.bounds(date)})"
        if isinstance(version, Mapping):
            head += f", {page.say('report.version', n=version['number'])}"
        page.print(Text(head, style="dim"))
        print_indented(page.console, _marked(passage, brackets=not page.console.is_terminal))
        if passage.get("now"):
            _print_now(page, passage)


def _print_now(page: Page, passage: Passage) -> None:
    """Whether the version that counts has the marked words."""
    places = passage["now"]
    gone = [n for n, place in enumerate(places) if place is None] if isinstance(places, list) else []
    if not gone:
        page.print(Text(f"  {page.say('versions.still')}", style="dim"))
        return
    marks, text, start = passage["marks"], str(passage["text"]), passage["start"]
    assert isinstance(marks, list) and isinstance(start, int)
    for first, last in _merged([(marks[n][0] - start, marks[n][1] - start) for n in gone], len(text)):
        told = f"{page.say('versions.no_more')} «{trimmed(text[first:last])}»"
        print_indented(page.console, Text(told, style="yellow"))


def _marked(passage: Passage, *, brackets: bool) -> Text:
    text, start = str(passage["text"]), passage["start"]
    marks = passage["marks"]
    if not isinstance(start, int) or not isinstance(marks, list):
        return Text(clean(text))
    line, at = Text(), 0
    for first, last in _merged([(a - start, b - start) for a, b in marks], len(text)):
        line.append(_kept(text[at:first]))
        words = _kept(text[first:last])
        line.append(f"{_MARK[0]}{words}{_MARK[1]}" if brackets else words, style="bold reverse")
        at = last
    return line.append(_kept(text[at:]))


def _merged(marks: Iterable[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    """The marks inside the paragraph, overlapping ones as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        start, end = max(0, start), min(size, end)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return found


def _kept(words: str) -> str:
    """Harmless words with the blanks at their ends."""
    if not words.strip():
        return " " if words else ""
    return f"{' ' if words[0].isspace() else ''}{clean(words)}{' ' if words[-1].isspace() else ''}"
