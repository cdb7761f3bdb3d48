"""Lines of the record as sentences in the language of an export; what the forms for people have in common."""

from __future__ import annotations

from collections.abc import Iterator

from biennien.export.contents import Contents, Line, few, label_of, place_of
from biennien.export.letters import cut, on_one_line
from biennien.model import Change, Difference, Explanation, Meeting, Position, Statement
from biennien.wording.quoting import quoted

_QUOTE = 300  # characters of words that are shown


def told_in_words(line: Line, contents: Contents) -> str:
    """A line of the record as one sentence in the language of the export."""
    wording, say = contents.wording, contents.wording.say
    day: str | None
    if isinstance(line, Meeting):
        return label_of(line, contents)
    if isinstance(line, Change):
        what = f"{label_of(contents.meeting_of[line.id], contents)} – {wording.status_words(line.status, line.detail)}"
        voice, day = _voice(line.announced_by, line.unnamed, contents), line.day
    elif isinstance(line, Statement):
        what, voice, day = line.content, _voice(line.speaker, line.unnamed, contents), line.said_on
    elif isinstance(line, Position):
        what = f"{wording.actor(line.holder)} {say.named('stance', line.stance)}: {say.named('topic', line.topic)} – {line.text}"
        voice, day = _voice(line.said_by, line.unnamed, contents), line.since
    elif isinstance(line, Explanation):
        what = say("brief.none_given") if line.kind == "none_given" else line.text
        voice, day = _voice(line.given_by, line.unnamed, contents), line.said_on
    elif isinstance(line, Difference):
        what, voice, day = f"{say.named('difference', line.kind)}: {wording.sentence(line.why)}", "", None
    shown = [voice, wording.day_words(day, _basis(line)) if day else ""]
    place = ", ".join(part for part in shown if part)
    return f"{what} ({place})" if place else what


def _basis(line: Line) -> str:
    return "stated" if isinstance(line, Meeting | Difference) else line.basis


def _voice(who: tuple[str, ...], unnamed: str | None, contents: Contents) -> str:
    return contents.wording.speaker(who, unnamed) if who or unnamed else ""


def change_lines(change: Change, contents: Contents) -> Iterator[str]:
    """Day, status and voice of a change on a line, then its words on theirs, each with its place."""
    wording, say = contents.wording, contents.wording.say
    day = wording.day_words(change.day, change.basis) if change.day else _report_day(change, contents)
    voice = ""
    if change.status != "held" and (change.announced_by or change.unnamed):
        voice = f", {say('brief.by', who=wording.speaker(change.announced_by, change.unnamed))}"
    told = f"{wording.status_words(change.status, change.detail)}{voice}"
    yield f"{day} – {told}" if day else told
    for citation in few(change.citations):
        yield f"{quoted(cut(on_one_line(citation.quote), _QUOTE))} ({place_of(citation, contents)})"


def headed(status: str, detail: str | None, meeting: Meeting, contents: Contents) -> str:
    """What becomes of a meeting before its name: calendars and timelines show the beginning only."""
    shown = contents.wording.status_words(status, detail)
    return f"{shown[:1].upper()}{shown[1:]}: {label_of(meeting, contents)}"


def _report_day(change: Change, contents: Contents) -> str:
    """The day of the first report that tells it, for what has no day of its own."""
    dated = contents.dates.get(change.citations[0].report_id)
    if dated is None or not (dated.value or dated.earliest or dated.latest):
        return ""
    return contents.wording.say("place.report_of", day=contents.wording.published(dated))
