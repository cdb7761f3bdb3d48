"""The timeline: what happened and was said about meetings, a day under the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text

from biennien.model import Citation, Meeting, Span
from biennien.tables.layout import print_row
from biennien.tables.page import Page
from biennien.wording.quoting import clean, trimmed

Row = Mapping[str, object]


def print_timeline(
    page: Page, rows: Sequence[Row], meetings: Sequence[Meeting], as_known: str | None = None
) -> None:
    """Each row beside its day, which is printed once; what has no day of the calendar stands apart at the end."""
    page.as_known(as_known)
    labels = {m.id: page.meeting(m.participants, m.kind, m.place) for m in meetings}
    dated = [row for row in rows if _is_dated(row)]
    last = None
    for row in dated:
        day = page.day(_text(row["day"]), str(row["basis"]))
        print_row(page.console, day if day.plain != last else Text(), _told(page, row, labels))
        last = day.plain
    undated = [row for row in rows if not _is_dated(row)]
    if undated:
        page.print()
        page.print(Text(page.say("timeline.undated"), style="bold"))
        for row in undated:
            value = _text(row["day"])
            day = page.day(value) if value else Text("·", style="dim")
            print_row(page.console, day, _told(page, row, labels))
    page.print()
    page.print(page.say("count.rows", n=len(rows)) + ".")
    page.legend(str(row["basis"]) for row in dated)


def _told(page: Page, row: Row, labels: Mapping[str, str]) -> Text:
    citations = citations_of(row)
    label = " · ".join(labels.get(i, i) for i in _list(row["meetings"]))
    if row["kind"] == "held":
        line = Text(label, style="cyan")
    elif row["kind"] == "change":
        line = (
            page.status(_text(row["status"]), _text(row["detail"]))
            .append("  ")
            .append(label, style="default")
        )
        if row["who"] or row["unnamed"]:
            line.append("  — " + page.speaker(_list(row["who"]), _text(row["unnamed"])), style="bold default")
    else:
        who = page.speaker(_list(row["who"]), _text(row["unnamed"]))
        line = Text(page.say("timeline.said", who=who), style="bold").append(
            f"  {label}", style="not bold dim"
        )
    if notes := [page.say.named("flag", flag) for flag in _list(row["flags"])]:
        line.append(f"  [{', '.join(notes)}]", style="yellow")
    words = trimmed(clean(str(row["text"]))) if row["kind"] == "statement" else page.quote(citations[0])
    line.append("\n")
    page.append_words(line, citations, words, dated=_is_dated(row))
    return line.append(f"  {page.id(str(row['id']))}", style="not bold dim")


def citations_of(row: Row) -> list[Citation]:
    """The citations of a row of the documented JSON."""
    found = row["citations"]
    return [
        Citation(
            report_id=c["report"], paragraph=c["paragraph"], span=Span(c["start"], c["end"]), quote=c["quote"]
        )
        for c in (found if isinstance(found, list) else [])
    ]


def _is_dated(row: Row) -> bool:
    day = _text(row["day"])
    return day is not None and not day.startswith("X")


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _list(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
