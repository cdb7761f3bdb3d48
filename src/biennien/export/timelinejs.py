"""The record as a timeline of TimelineJS, which shows words as HTML: every word from outside is escaped."""

from __future__ import annotations

from datetime import date
from html import escape

from biennien.export.contents import (
    Contents,
    bounds_of,
    cited_by,
    few,
    is_day,
    place_of,
    planned,
)
from biennien.export.letters import cut, dumped, on_one_line, web_address
from biennien.export.sentences import headed
from biennien.model import Change, Citation, Meeting, Statement
from biennien.model.timex import grain_of
from biennien.wording.quoting import quoted

_HEAD = 160
_WORDS = 1_200
Slide = dict[str, object]


def render(contents: Contents) -> bytes:
    """The plans, the changes and what was said of meetings, as far as they have a day; what has none is counted in the title."""
    slides: list[tuple[str, Slide]] = []
    without = 0
    for meeting in contents.record.meetings:
        rows = [_plan(meeting, contents), *(_change(meeting, c, contents) for c in meeting.changes)]
        slides += [row for row in rows if row]
        without += sum(change.day is None for change in meeting.changes)
    for statement in contents.record.statements:
        if any(about.startswith("m-") for about in statement.about):
            slide = _statement(statement, contents)
            slides += [slide] if slide else []
            without += slide is None
    say = contents.wording.say
    told = [say("page.as_known", day=contents.wording.day_words(contents.until))] if contents.until else []
    told += [say("timelinejs.without", n=without)] if without else []
    lead = "".join(f"<p>{_safe(sentence)}</p>" for sentence in told)
    title = {"text": {"headline": _safe(contents.title), "text": lead}}
    events = [slide for _, slide in sorted(slides, key=lambda row: row[0])]
    return f"{dumped({'title': title, 'events': events}, indent=1)}\n".encode()


def _plan(meeting: Meeting, contents: Contents) -> tuple[str, Slide] | None:
    """A plan under the time that it was last given."""
    if not planned(meeting) or meeting.status == "held":
        return None
    head = headed(meeting.fate or meeting.status, None, meeting, contents)
    what = contents.wording.say("timelinejs.plan")
    value = meeting.planned_for or meeting.window
    return _slide(meeting.id, "meetings", value, head, what, cited_by(meeting), contents)


def _change(meeting: Meeting, change: Change, contents: Contents) -> tuple[str, Slide] | None:
    wording = contents.wording
    head = headed(change.status, change.detail, meeting, contents)
    voice = ""
    if change.status != "held" and (change.announced_by or change.unnamed):
        voice = wording.say("brief.by", who=wording.speaker(change.announced_by, change.unnamed))
    return _slide(change.id, "changes", change.day, head, voice, change.citations, contents, change.basis)


def _statement(statement: Statement, contents: Contents) -> tuple[str, Slide] | None:
    who = contents.wording.speaker(statement.speaker, statement.unnamed)
    words = statement.content
    said, basis = statement.said_on, statement.basis
    return _slide(
        statement.id, "statements", said, f"{who}: {words}", "", statement.citations, contents, basis
    )


def _slide(
    name: str,
    group: str,
    value: str | None,
    head: str,
    text: str,
    citations: tuple[Citation, ...],
    contents: Contents,
    basis: str = "stated",
) -> tuple[str, Slide] | None:
    """A slide with the place at which it sorts; None for what has no day."""
    days = bounds_of(value)
    if value is None or days is None:
        return None
    body = f"<p>{_safe(text)}</p>" if text else ""
    body += "".join(_cited(citation, contents) for citation in few(citations))
    slide: Slide = {
        "unique_id": name,
        "group": contents.wording.say(f"sheet.{group}"),
        "start_date": _date(days[0], value),
        "display_date": _safe(contents.wording.day_words(value, basis)) if "/" not in value else "",
        "text": {"headline": _safe(cut(on_one_line(head), _HEAD)), "text": body},
    }
    if not slide["display_date"]:
        del slide["display_date"]
    if not is_day(value) and days[1] != days[0]:
        slide["end_date"] = _date(days[1], value)
    return f"{days[0].isoformat()} {name}", slide


def _date(day: date, value: str) -> dict[str, int]:
    """A day as far as it is known: of a year its number, of a month the month too."""
    parts = {"year": day.year, "month": day.month, "day": day.day}
    known = {"year": 1, "month": 2}.get(grain_of(value) or "", 3)
    return dict(list(parts.items())[:known])


def _cited(citation: Citation, contents: Contents) -> str:
    words = _safe(quoted(cut(on_one_line(citation.quote), _WORDS)))
    place = _safe(place_of(citation, contents))
    if address := web_address(contents.by_id[citation.report_id].url):
        place = f'<a href="{escape(address)}" rel="noopener nofollow">{place}</a>'
    return f"<blockquote>{words}</blockquote><p>{place}</p>"


def _safe(words: str) -> str:
    """Words that are shown and never run, on one line."""
    return escape(on_one_line(words))
