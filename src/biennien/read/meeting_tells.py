"""Whether a clause says something of a meeting of states, and whose meeting it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from biennien.model import MeetingMention, TimeExpression
from biennien.read.meeting_context import Context
from biennien.read.meeting_heads import Head
from biennien.read.meeting_parts import Parts
from biennien.read.meeting_sides import distinct
from biennien.read.meeting_status import Trigger
from biennien.read.meeting_verdict import Verdict

# What may be said of `nó`, `điều đó`; other words say too little.
_TAKEN = frozenset({"act", "condition", "need", "may", "refuse", "deny", "doubt"})
_UNDONE = frozenset({"act", "collapse"})  # a plan named before may be one for anything else than a meeting
_BESIDE = 60  # code points at most from `điều đó` to what is said of it
_FIELD = 6  # words of sport or show in one report that make it a report of that field
_NEVER = re.compile(r"\b(?:chưa|không|chẳng)(?:\s+(?:hề|từng|bao giờ|lần nào|trực tiếp|được))*\s+$")
_RESULT = re.compile(r"(?:kết quả|nội dung|khuôn khổ|thông số|mục tiêu) (?:của )?(?:các |những )?$")


@dataclass(slots=True, kw_only=True)
class Draft:
    """What was found for one head, before it is known whether it says anything.

    `low`, `high` bound its clause; `conditional` is set behind a condition of an earlier head, `coming` where the
    clause that an adjunct belongs to lies in the future. `loose` are the sure sides of one whose sides may be another's,
    `recent` is set where the mention that it takes up stands close by, `denied` within what
    somebody denies, `urged` within what somebody calls for.
    """

    head: Head
    parts: Parts
    verdict: Verdict
    triggers: Sequence[Trigger]
    low: int
    high: int
    times: tuple[TimeExpression, ...]
    conditional: bool
    coming: bool
    loose: tuple[str, ...] | None = None
    recent: bool = True
    denied: bool = False
    urged: bool = False


def find_participants(draft: Draft, former: MeetingMention | None) -> tuple[str, ...]:
    """The sides of a draft; those of the mention it takes up where it names none."""
    head, parts, verdict = draft.head, draft.parts, draft.verdict
    near = () if parts.far else parts.subject
    if parts.closed:
        joins = len(parts.other) == 1 and parts.acts and not verdict.adjunct
        return distinct(near + parts.other) if joins else parts.other
    if parts.other:
        return parts.people
    together = len(near) > 1 and (head.role == "verb" or (head.role == "noun" and parts.acts))
    if near and (parts.named or together or (parts.assembly and parts.acts)):
        return near
    if former is not None:
        return former.participants
    if head.kind in ("visit", "press_conference"):
        return parts.subject
    if head.kind == "negotiation" and parts.guess and head.role == "verb":
        return distinct(parts.subject + parts.guess)
    if head.role == "verb":
        return near if head.vague or head.mutual or head.kind == "call" else ()
    if parts.acts and parts.place and head.kind in ("summit", "meeting"):
        return near  # `khởi hành tới thượng đỉnh ở P`
    if verdict.adjunct:
        within = verdict.trigger is not None and verdict.trigger.rule.id == "held.adjunct" and len(near) > 1
        return parts.subject if head.kind in ("summit", "meeting") and (parts.place or within) else ()
    told = verdict.trigger is not None and (
        parts.acts or verdict.trigger.before or verdict.trigger.sort in _UNDONE
    )
    return near if told else ()


def with_inviter(draft: Draft, who: tuple[str, ...], context: Context) -> tuple[str, ...]:
    """The sides with whoever invites, refuses or denies, where the clause names the other side only."""
    trigger = draft.verdict.trigger
    if trigger is None or trigger.sort not in ("propose", "refuse", "deny") or len(who) > 1:
        return who
    if trigger.sort == "propose" and not trigger.rule.flag("invites"):
        return who
    before, _ = context.sides.before(trigger.start, max(draft.head.stretch.start, trigger.start - 90))
    asking = context.together(before, draft.head)[:1]
    world = context.sides.world
    known = {world.state_of(e) or e for e in who}
    return distinct(asking + who) if all((world.state_of(e) or e) not in known for e in asking) else who


def is_private(draft: Draft, who: tuple[str, ...], context: Context, traps: Sequence[int]) -> bool:
    """Whether nobody there acts for a state or leaves it (a contract, a tour), or the words are those of sport."""
    stretch = draft.head.stretch
    if len(traps) >= _FIELD or any(stretch.start <= at < stretch.end for at in traps):
        return True
    if draft.head.role in ("motion", "visit"):
        world = context.sides.world
        guests = draft.parts.subject or who
        home = world.state_of(draft.parts.place or "")
        if home is not None and all(world.state_of(e) == home for e in guests):
            return True  # at home, no visit
        return not any(context.sides.official(e) for e in guests)
    return not any(
        context.sides.official(e) for e in (draft.parts.subject if draft.head.role == "host" else who)
    )


def tells(draft: Draft, antecedent: int | None, lower: str) -> bool:
    """Whether the clause says something of a meeting, and does not merely use the word."""
    head, parts, verdict = draft.head, draft.parts, draft.verdict
    trigger = verdict.trigger
    if trigger is None and head.role != "noun" and _NEVER.search(lower, max(0, head.start - 24), head.start):
        return False
    if draft.conditional and trigger is not None and trigger.sort in ("hypothetical", "happened", "past"):
        return False  # what is in the condition has not come about
    if head.role in ("motion", "visit") and trigger is not None and trigger.rule.text("detail") == "asked":
        return False  # `làm sao bà có thể tới Rome` plans no visit
    if head.rule == "taken.plan" and (trigger is None or trigger.sort not in _UNDONE):
        return False
    if head.rule == "taken" and lower.startswith("thông tin", head.start) and not draft.recent:
        return False
    if head.role == "taken":
        near = trigger is not None and trigger.start - head.end < _BESIDE
        return antecedent is not None and trigger is not None and near and trigger.sort in _TAKEN
    if head.role == "noun":
        return _noun_tells(draft, antecedent, lower)
    if head.role == "host":
        return parts.guests and bool(parts.subject)
    if head.role == "motion":
        return (
            bool(parts.after)
            and parts.after[0].type != "PER"
            and bool(parts.subject)
            and parts.place is not None
        )
    if head.role == "visit":
        invited = trigger is not None and trigger.rule.flag("invites")
        return parts.place is not None or bool(parts.subject and parts.other) or invited
    willing = trigger is not None and verdict.status not in (None, "held")
    several = len(parts.subject) > 1 and not parts.far
    if head.mutual or several:
        one = head.rule == "meeting.mutual" and bool(parts.subject) and not parts.far
        return several or one or (willing and not head.vague)
    if head.rule == "meeting.hop" and parts.assembly and not parts.far:
        return True
    if head.rule == "meeting.handshake":
        return bool(parts.after) and parts.after[0].type == "PER" and bool(parts.subject)
    if parts.acts and lower.startswith("điện đàm", head.start):
        return True
    bare = head.vague and parts.direct and not lower.endswith(("với", "cùng"), 0, head.end)
    if bare and not (parts.closed and trigger is not None):
        return willing  # `đàm phán Gaza` alone names no sides
    return willing or (parts.named and bool(parts.other))


def _noun_tells(draft: Draft, antecedent: int | None, lower: str) -> bool:
    head, parts, verdict = draft.head, draft.parts, draft.verdict
    trigger = verdict.trigger
    if parts.named:
        return True
    if _RESULT.search(lower, max(0, head.start - 24), head.start):
        return False
    if head.vague:
        own = parts.acts and head.rule == "conference"
        return trigger is not None and (antecedent is not None or own)
    if parts.place is None and trigger is not None:
        if verdict.presupposed and trigger.before:
            return False
        if verdict.status is None and verdict.adjunct:  # `Tại cuộc họp báo, …` but not `Sau cuộc gặp, …`
            return lower.startswith(("tại", "trong", "kết thúc"), trigger.start)
    opens = bool(parts.subject) and (head.kind == "press_conference" or parts.assembly)
    opens = parts.acts and (opens or len(parts.subject) > 1)
    return trigger is not None or parts.place is not None or opens
