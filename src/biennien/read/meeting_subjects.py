"""Whether a subject reaches the verb of a meeting, and who it is where the clause leaves it out."""

from __future__ import annotations

import re

from biennien.model import Attribution
from biennien.read.meeting_context import Context
from biennien.read.meeting_heads import Head
from biennien.read.meeting_sides import Side
from biennien.read.meeting_status import Triggers

_STANDING = frozenset({"adjunct", "presupposed", "possible", "hypothetical"})
_AND = re.compile(r"\s*(?:và|nhưng|song|đồng thời|rồi|cũng)\s")
_JOINED = re.compile(r"(?:,|\b(?:nhưng|song|và|rồi))\s")


def visitor(host: Side, head: Head, context: Context) -> list[Side]:
    """Who acts before the host is named: `Ông A hỏi vì sao B im lặng trong chuyến thăm B`."""
    before = [host]
    while before and before[0].type != "PER":
        before, _ = context.sides.before(before[0].start, head.stretch.start)
    return before


def carries_on(start: int, head: Head, triggers: Triggers) -> bool:
    """Whether a way of the same subject follows what he does: `chịu gặp bà nhưng quyết không tới Rome`."""
    joins = list(_JOINED.finditer(triggers.view.lower, start, head.start))
    at = joins[-1].end() if joins else -1
    governed = any(t.before and t.start >= at for t in triggers.of(head))
    return at >= 0 and governed and triggers.passes(at, head.start)


def goes_on(start: int, head: Head, triggers: Triggers) -> bool:
    """Whether a verb behind a comma carries on with the subject: `…, nhưng sẵn sàng đàm phán`."""
    comma = triggers.view.lower.rfind(",", start, head.start)
    join = _AND.match(triggers.view.lower, comma + 1, head.start)
    begin = join.end() if join else comma + 1
    governed = join is not None or any(
        t.before and t.start > comma and t.sort not in _STANDING for t in triggers.of(head)
    )
    return head.role == "verb" and governed and triggers.passes(begin, head.start)


def speaking_for(voice: Attribution, head: Head, context: Context) -> tuple[str, ...]:
    """Who speaks, or for an unnamed source the state or body within its words: `giới chức Nga`."""
    if voice.entities or voice.source is None:
        return voice.entities
    return context.together(context.sides.between(voice.source.start, voice.source.end)[:1], head)


def before_colon(head: Head, context: Context) -> tuple[str, ...]:
    """Who speaks before the colon of a headline whose words are no attribution: `Ông A: Sẽ gặp B`."""
    sides, colon = context.sides, head.stretch.start - 1
    if sides.view.lower[max(colon, 0)] != ":":
        return ()
    found = next((s for s in sides.between(colon - 40, colon) if s.end == colon), None)
    if found is None or sides.view.lower.endswith((" - ", " – "), 0, found.start):
        return ()  # `Nga - Mỹ: Hai bên …` is what it is about
    return context.entities(found, head)


def left_out(head: Head, triggers: Triggers) -> bool:
    """Whether a speaker's own words open with their verb: `Ông A: Sẵn sàng gặp B`."""
    first = next((t for t in triggers.of(head) if t.before), None)
    if first is None or first.start < head.floor:
        return False
    return not triggers.view.lower[head.floor : first.start].strip(" “\"'‘")
