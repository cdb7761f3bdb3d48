"""The record as an editor reads it in a terminal. Words from outside are printed as words, never as commands to the terminal."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.text import Text

from biennien.model import Change, Citation, Meeting, Record, Report, ReportDate, Statement

MARKS = {"stated": "", "derived": "~", "assumed": "?"}
_STATUS = {
    "not_needed": "not needed",
    "not_ruled_out": "not ruled out",
}
_COLOUR = {
    "announced": "green",
    "held": "cyan",
    "postponed": "yellow",
    "cancelled": "red",
    "refused": "red",
    "proposed": "blue",
    "conditional": "magenta",
    "not_ruled_out": "magenta",
}
_FLAGS = {
    "illegal": "does not follow from what went before",
    "date_inferred": "date inferred",
    "background": "told as background",
    "hedged": "hedged",
}
# C0 and C1 controls, and marks that turn the direction of writing: a terminal would obey them.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_QUOTE = 220


def clean(words: str) -> str:
    """Words that a terminal prints and does not obey."""
    return " ".join(_CONTROL.sub(" ", words).split())


def console_for(width: int | None = None, *, colour: bool | None = None) -> Console:
    """A console on standard output: as wide as the terminal up to 120 columns, 100 where there is none."""
    console = Console(highlight=False, markup=False, emoji=False, width=width, no_color=colour is False)
    if width is None:
        known = console.is_terminal or "COLUMNS" in os.environ
        console.width = min(console.width, 120) if known else 100
    return console


def print_meetings(console: Console, record: Record, as_known: str | None = None) -> None:
    """Each planned meeting as a block with its history in order of time, then what was held."""
    meetings, dates = record.meetings, {date.report_id: date for date in record.dates}
    if as_known:
        console.print(Text(f"As known on {as_known}\n", style="italic"))
    planned = [m for m in meetings if not _only_held(m)]
    held = sorted((m for m in meetings if _only_held(m)), key=lambda m: (m.when or "9999", m.id))
    for meeting in planned:
        _print_planned(console, meeting, dates)
    if held:
        console.print(Text("WHAT WAS HELD", style="bold"))
        for meeting in held:
            _print_held(console, meeting)
        console.print()
    if not meetings:
        console.print("No meetings.")
    _print_legend(console, (change.basis for meeting in meetings for change in meeting.changes))


def print_statements(console: Console, statements: Sequence[Statement], as_known: str | None = None) -> None:
    """Each statement with its day, its speaker, the way it came, and its words."""
    if as_known:
        console.print(Text(f"As known on {as_known}\n", style="italic"))
    for statement in statements:
        line = Text(_speaker(statement.speaker, statement.unnamed), style="bold")
        last = {*statement.speaker, statement.unnamed}  # the way ends with the speaker, who is named already
        chain = [
            link.who if link.named else f"“{link.who}”" for link in statement.chain if link.who not in last
        ]
        if chain:
            line.append(f"  via {clean(' → '.join(chain))}", style="dim")
        words = clean(statement.content)
        line.append("\n").append(f"“{words}”" if statement.manner == "direct" else words, style="not bold")
        line.append(f"\n{_places(statement.citations)}", style="dim")
        if statement.restated_in:
            line.append(f"  told again in {_places(statement.restated_in)}", style="dim")
        _row(console, Text(statement.said_on or "no day", style="" if statement.said_on else "dim"), line)
    console.print(f"{len(statements)} statement{'s' if len(statements) != 1 else ''}.")


def print_reports(
    console: Console, reports: Sequence[tuple[Report, ReportDate]], as_known: str | None = None
) -> None:
    """Each report with its date and the reason for it."""
    if as_known:
        console.print(Text(f"As known on {as_known}\n", style="italic"))
    for report, date in reports:
        line = Text(clean(report.id), style="bold")
        more = [clean(words) for words in (report.outlet, report.title) if words]
        if report.version > 1:
            more.append(f"version {report.version}")
        if report.copy_of:
            more.append(f"a copy of {clean(report.copy_of)}")
        line.append("".join(f"  {words}" for words in more), style="not bold")
        line.append(
            f"\n{date.dated_by}: {clean(date.why)}" if date.why else f"\n{date.dated_by}",
            style="not bold dim",
        )
        for issue in report.issues:
            line.append(f"\n{issue.severity}: {clean(issue.message)}", style="not bold yellow")
        _row(console, Text(_bounds(date)), line, width=24)
    console.print(f"{len(reports)} report{'s' if len(reports) != 1 else ''}.")
    _print_legend(console, (date.basis for _, date in reports))


def _print_planned(console: Console, meeting: Meeting, dates: Mapping[str, ReportDate]) -> None:
    title = Text(clean(meeting.label), style="bold")
    console.print(title)
    facts = [("planned for", meeting.planned_for), ("place", meeting.place), ("held on", meeting.when)]
    parts = [f"{name} {clean(value)}" for name, value in facts if value]
    if meeting.successor_of:
        parts.append(f"follows {meeting.successor_of}")
    line = Text("  " + " · ".join([*parts, f"id {meeting.id}"]), style="dim")
    console.print(line)
    fate = Text("  fate: ").append(_status(meeting.fate or "open", None)).append("   last word: ")
    console.print(fate.append(_status(meeting.status, None)))
    if meeting.sides:
        sides = Text("  each side's last word: ")
        for number, (side, status) in enumerate(meeting.sides):
            sides.append(" · " if number else "").append(f"{clean(side)} ").append(_status(status, None))
        console.print(sides)
    for change in meeting.changes:
        _row(console, Text(_day(change), style="" if _on(change) else "dim"), _history(change, dates))
    console.print()


def _print_held(console: Console, meeting: Meeting) -> None:
    line = Text(clean(meeting.label))
    if meeting.place and clean(meeting.place) not in line.plain:
        line.append(f", {clean(meeting.place)}")
    citations = [c for change in meeting.changes for c in change.citations]
    if citations:
        line.append("\n")
        _append_places(line, citations)
    _row(console, Text(meeting.when or "no day", style="" if meeting.when else "dim"), line)


def _history(change: Change, dates: Mapping[str, ReportDate]) -> Text:
    line = _status(change.status, change.detail)
    line.append("  ")
    if change.announced_by or change.unnamed:
        line.append(_speaker(change.announced_by, change.unnamed), style="bold")
    else:
        line.append("in the report's own voice", style="dim")
    if change.via:
        line.append(f"  via {clean(' → '.join(change.via))}", style="dim")
    if change.effective and change.announced_on and change.effective != change.announced_on:
        line.append(f"  said {change.announced_on}", style="dim")
    notes = ["after the end"] if change.after_end else []
    notes.extend(_FLAGS.get(flag, flag) for flag in change.flags)
    if notes:
        line.append(f"  [{', '.join(notes)}]", style="yellow")
    for name, words in (("because", change.reason), ("on condition", change.condition)):
        if words:
            line.append(f"\n{name}: {_trimmed(words)}")
    line.append("\n")
    _append_places(line, change.citations)
    date = dates.get(change.citations[0].report_id) if change.citations and not _on(change) else None
    if date and (date.value or date.earliest or date.latest):
        line.append(f"  (report of {_bounds(date)})", style="dim")
    return line


def _append_places(line: Text, citations: Sequence[Citation]) -> None:
    """The first citation with its words, the others by place."""
    for citation in citations[:1]:
        line.append(f"{_place(citation)} ", style="dim")
        line.append(f"«{_trimmed(citation.quote)}»", style="italic not bold")
    if len(citations) > 1:
        line.append(f" also {_places(citations[1:])}", style="dim")


def _places(citations: Iterable[Citation]) -> str:
    return ", ".join(dict.fromkeys(_place(citation) for citation in citations))


def _place(citation: Citation) -> str:
    return f"{clean(citation.report_id)} §{citation.paragraph}"


def _row(console: Console, day: Text, body: Text, *, width: int = 12) -> None:
    """A day in its column and the body beside it, wrapped to the console; no blanks at the ends of lines."""
    lines = body.wrap(console, max(20, console.width - width - 3))
    for number, line in enumerate(lines):
        start = day.copy() if number == 0 else Text()
        start.pad_right(width - start.cell_len)
        line.rstrip()
        console.print(Text("  ").append_text(start).append(" ").append_text(line), soft_wrap=True)


def _print_legend(console: Console, bases: Iterable[str]) -> None:
    words = {"derived": "~ derived by a rule", "assumed": "? assumed"}
    used = set(bases)
    if legend := "   ".join(text for basis, text in words.items() if basis in used):
        console.print(Text(legend, style="dim"))


def _status(status: str, detail: str | None) -> Text:
    text = Text(_STATUS.get(status, status), style=_COLOUR.get(status, ""))
    return text.append(f" ({clean(detail)})") if detail else text


def _speaker(entities: Sequence[str], unnamed: str | None) -> str:
    if entities:
        return clean(" and ".join(entities))
    return f"“{clean(unnamed)}” (unnamed)" if unnamed else "nobody named"


def _on(change: Change) -> str | None:
    return change.effective or change.announced_on


def _day(change: Change) -> str:
    day = _on(change)
    return f"{MARKS.get(change.basis, '')}{day}" if day else "no day"


def _bounds(date: ReportDate) -> str:
    if date.value:
        return f"{MARKS.get(date.basis, '')}{date.value}"
    if date.earliest or date.latest:
        return f"{MARKS.get(date.basis, '')}{date.earliest or '…'} – {date.latest or '…'}"
    return "no day"


def _only_held(meeting: Meeting) -> bool:
    return all(change.status == "held" for change in meeting.changes)


def _trimmed(words: str) -> str:
    words = clean(words)
    return words if len(words) <= _QUOTE else words[:_QUOTE].rsplit(" ", 1)[0] + " …"
