"""What an edit meant for a line of the record, in words."""

from __future__ import annotations

from biennien.model import Change, Effect, Meeting, Statement
from biennien.wording import Wording
from biennien.wording.quoting import clean, trimmed


def voice_of(effect: Effect, wording: Wording) -> str:
    """Whose words a line is, or which meeting it is about and on whose word; as it is read after the edit where it is still there."""
    if effect.after is not None:
        return _voice(effect.after, effect.meeting_after, wording)
    return _voice(effect.before, effect.meeting_before, wording)


def voice_before(effect: Effect, wording: Wording) -> str | None:
    """The same as it was read before, where that is something else."""
    was = _voice(effect.before, effect.meeting_before, wording) if effect.before else None
    return was if was != voice_of(effect, wording) else None


def words_of(line: Statement | Change | None) -> str:
    """The words of a line as it stands in its version; "" where it is in none."""
    if line is None:
        return ""
    if isinstance(line, Statement):
        return trimmed(line.content)
    return trimmed(line.citations[0].quote) if line.citations else ""


def _voice(line: Statement | Change | None, meeting: Meeting | None, wording: Wording) -> str:
    if isinstance(line, Statement):
        day = f", {wording.day_words(line.said_on, line.basis)}" if line.said_on else ""
        return _speaker(line.speaker, line.unnamed, wording) + day
    if line is None or meeting is None:
        return ""
    label = wording.meeting(meeting.participants, meeting.kind, meeting.place)
    parts = [wording.status_words(line.status, line.detail)]
    if line.announced_by or line.unnamed:
        parts.append(_speaker(line.announced_by, line.unnamed, wording))
    if line.day:
        parts.append(wording.day_words(line.day, line.basis))
    if meeting.planned_for and line.status == "announced":
        parts.append(wording.say("meeting.planned_for", day=wording.day_words(meeting.planned_for)))
    return f"{label}: {', '.join(parts)}"


def _speaker(entities: tuple[str, ...], unnamed: str | None, wording: Wording) -> str:
    return wording.speaker(entities, unnamed) if entities or unnamed else clean(wording.say("who.report"))
