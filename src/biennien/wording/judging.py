"""A person's decision as a sentence."""

from __future__ import annotations

import json

from biennien.model import Decision
from biennien.wording import Wording
from biennien.wording.days import shown_day, shown_days


def decision_words(wording: Wording, decision: Decision, quote: str | None, *, name: str = "") -> str:
    """What was decided, after the decision's `name` where one is given; `quote` are the words that it is about."""
    told = wording.say(
        f"decision.said_{key_of(decision)}",
        id=name,
        report=decision.report_id,
        day=shown_day(wording.say, decision.published_at or decision.published_on or ""),
        was=was_words(wording, decision, quote),
        of=decision.of,
        value=value_words(wording, decision),
    )
    return told.strip()


def key_of(decision: Decision) -> str:
    """The key of its words: its kind, and whether it names the meeting that a change is of."""
    return "different_from" if decision.kind == "different" and decision.value else decision.kind


def value_words(wording: Wording, decision: Decision) -> str:
    """What was decided: the name of a status, or of the meeting that a change is of."""
    if decision.kind == "different" and decision.value:
        return _meeting(wording, json.loads(decision.value)["label"])
    return wording.say.named("status", decision.value or "")


def was_words(wording: Wording, decision: Decision, quote: str | None) -> str:
    """What the record gave before, with the words it rested on."""
    say, was = wording.say, decision.was or ""
    if decision.kind == "correct":
        return shown_days(say, say.was(was))
    if decision.kind == "different":
        was = _meeting(wording, was)
    was = say.named("status", was) if say.knows("status", was) else was
    # A statement's words stand there already.
    if quote is None or decision.kind == "same" or quote in was:
        return was
    return say("decision.of_words", was=was, words=quote)


def _meeting(wording: Wording, label: str) -> str:
    """A meeting by the label that the record gave it."""
    sides, _, rest = label.rpartition(": ")
    kind, _, place = rest.partition(", ")
    return wording.meeting(sides.split(" – "), kind.replace(" ", "_"), place or None)
