"""The meetings of the record, planned and held alike, as the list that `meetings --json` prints."""

from __future__ import annotations

from biennien.model import Meeting, Record
from biennien.story.telling import tell_change


def tell_meetings(record: Record) -> list[dict[str, object]]:
    """All meetings in the record's order, each with the changes its status is folded from."""
    return [tell_meeting(meeting) for meeting in record.meetings]


def tell_meeting(meeting: Meeting) -> dict[str, object]:
    """One meeting; `sides` gives each side's last word."""
    return {
        "id": meeting.id,
        "label": meeting.label,
        "kind": meeting.kind,
        "participants": list(meeting.participants),
        "place": meeting.place,
        "planned_for": meeting.planned_for,
        "window": tell_window(meeting.window),
        "when": meeting.when,
        "status": meeting.status,
        "fate": meeting.fate,
        "sides": dict(meeting.sides),
        "successor_of": meeting.successor_of,
        "changes": [tell_change(change) for change in meeting.changes],
        "aliases": list(meeting.aliases),
        "reasons": list(meeting.reasons),
    }


def tell_window(window: str | None) -> dict[str, str] | None:
    """The days left for a plan: no report states them, they are derived from all."""
    if window is None:
        return None
    earliest, _, latest = window.partition("/")
    return {"earliest": earliest, "latest": latest, "basis": "derived"}
