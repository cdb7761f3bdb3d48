"""What a rule of the watch tells, in one line for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from biennien.wording import Wording
from biennien.wording.quoting import clean


def line_of(event: Mapping[str, Any], wording: Wording) -> str:
    """An event, as it is sent to webhooks, in one line."""
    if event["event"] == "status":
        meeting, change = event["meeting"], event["change"]
        label = wording.meeting(meeting["participants"], meeting["kind"], meeting["place"])
        was = f"{wording.status_words(event['was']['status'])} → " if event["was"] else ""
        status = f"{was}{wording.status_words(meeting['status'])}"
        return f"{label}: {status} — {_voice(change, 'announced_by', wording)} {_place(change)}"
    if event["event"] == "speaks":
        said = event["statement"]
        return f"{_voice(said, 'speaker', wording)}: {clean(said['content'])} {_place(said)}"
    if event["event"] == "edited":
        return _edited(event["edited"], wording)
    found = event["difference"]
    sides = " | ".join(clean(side["text"]) for side in found["sides"])
    return f"{wording.say.named('difference', found['kind'])}: {sides}"


def _voice(line: Mapping[str, Any], key: str, wording: Wording) -> str:
    """Whose word it is."""
    if line[key] or line["unnamed"]:
        return wording.speaker(line[key], line["unnamed"])
    return wording.say("who.report")


def _edited(edited: Mapping[str, Any], wording: Wording) -> str:
    kinds = Counter("came_words" if row["kind"] == "came" else row["kind"] for row in edited["lines"])
    lines = ", ".join(f"{n} {wording.say.named('versions', kind)}" for kind, n in kinds.items())
    name = " · ".join(clean(part) for part in (edited["outlet"], edited["title"] or edited["report"]) if part)
    told = wording.say("watch.edited", name=name, one=edited["from"], other=edited["to"], lines=lines)
    return f"{told} [{edited['report']}]"


def _place(line: Mapping[str, Any]) -> str:
    cited = line["citations"][0]
    return f"[{cited['report']} §{cited['paragraph']}]"
