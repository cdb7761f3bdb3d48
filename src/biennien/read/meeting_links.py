"""Which earlier mention a later one takes up, and what mentions of one meeting share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from biennien.knowledge.world import World
from biennien.model import MeetingMention
from biennien.model.timex import days_of
from biennien.read.meeting_heads import Head
from biennien.read.meeting_parts import Parts
from biennien.read.meeting_verdict import Verdict

_REACH = 16  # mentions back
_FAMILY = {
    "call": frozenset({"call"}),
    "visit": frozenset({"visit"}),
    "press_conference": frozenset({"press_conference"}),
    "meeting": frozenset({"meeting", "summit", "negotiation"}),
    "summit": frozenset({"summit", "meeting"}),
    "negotiation": frozenset({"negotiation"}),
}
_ANY_TALK = frozenset({"call", "meeting", "summit", "negotiation"})


def find_antecedent(
    head: Head, parts: Parts, verdict: Verdict, found: Sequence[MeetingMention], world: World
) -> int | None:
    """The index of the mention that a head without sides of its own takes up: of its kind and sides, planned for planned."""
    if parts.closed or parts.other or head.role not in ("noun", "taken", "verb"):
        return None
    several = len(parts.subject) > 1 and not parts.far and (parts.acts or head.role == "verb")
    willing = verdict.trigger is not None and verdict.status not in (None, "held")
    if several or (head.role == "verb" and head.kind != "negotiation" and not willing):
        return None
    if head.role == "noun" and head.kind == "visit" and parts.place:
        return None
    family = _FAMILY[head.kind]
    if head.role == "taken" or (head.vague and head.role == "noun"):
        family = _ANY_TALK
    planned = verdict.status not in (None, "held") and not verdict.adjunct
    best: tuple[int, int] | None = None
    for back in range(len(found) - 1, max(-1, len(found) - _REACH - 1), -1):
        former = found[back]
        if former.kind not in family:
            continue
        value = (former.kind == head.kind and not head.vague) + 2 * (planned == (former.status != "held"))
        if parts.subject:
            agrees = _agrees(parts.subject, former.participants, world)
            if not agrees and (not parts.far or head.role == "verb"):
                continue
            value += 3 * agrees
        if best is None or value > best[0]:
            best = (value, back)
    return best[1] if best else None


def _agrees(subject: Sequence[str], participants: Sequence[str], world: World) -> bool:
    """Whether a subject is one of the sides or belongs to the state of one."""
    states = {world.state_of(e) or e for e in participants}
    return any(e in participants or (world.state_of(e) or e) in states for e in subject)


def share(found: Sequence[MeetingMention], world: World, title: int) -> tuple[MeetingMention, ...]:
    """The mentions with the place, the day and the tense that another mention of the same meeting gives, where only one is given.

    What stands before `title` (the end of the first paragraph) has no tense of its own.
    """
    groups = [_group(m, world) for m in found]
    plans = {g[:2] for m, g in zip(found, groups, strict=True) if m.status == "announced"}
    ended = {g[:2] for m, g in zip(found, groups, strict=True) if m.status in ("cancelled", "postponed")}
    past = {g[:2] for m, g in zip(found, groups, strict=True) if m.status == "held" and not _bare(m, title)}
    told = []
    for mention, group in zip(found, groups, strict=True):
        if _bare(mention, title) and group[:2] in plans | ended and group[:2] not in past:
            status = "unclear" if group[:2] in ended else "announced"
            mention = replace(mention, status=status, detail="presupposed", presupposed=True)
        told.append(mention)
    groups = [_group(m, world) for m in told]
    return tuple(_completed(m, g, told, groups, world) for m, g in zip(told, groups, strict=True))


def _completed(
    mention: MeetingMention,
    group: tuple[object, ...],
    told: Sequence[MeetingMention],
    groups: Sequence[tuple[object, ...]],
    world: World,
) -> MeetingMention:
    """A mention with the only place and the only day that others of its meeting name; leaders match their states, not others."""
    if mention.place and days_of(mention.when):
        return mention
    places: set[str] = set()
    days: set[str] = set()
    for other, its in zip(told, groups, strict=True):
        if its != group or not _alike(mention.participants, other.participants, world):
            continue
        if other.place:
            places.add(other.place)
        if days_of(other.when):
            days.add(other.when or "")
    if mention.place is None and len(places) == 1:
        mention = replace(mention, place=min(places))
    vague = mention.when is None or mention.when == "FUTURE_REF"
    if vague and len(days) == 1 and mention.status in ("held", "announced"):
        mention = replace(mention, when=min(days))
    return mention


def _alike(one: Sequence[str], other: Sequence[str], world: World) -> bool:
    if set(one) == set(other):
        return True
    return _states_only(one, world) or _states_only(other, world)


def _states_only(entities: Sequence[str], world: World) -> bool:
    return all(world.state_of(e) == e for e in entities)


def _bare(mention: MeetingMention, title: int) -> bool:
    """A noun that nothing dates and no word judges: `cuộc gặp A - B`."""
    noun = (
        ".noun" in mention.rule
        or mention.rule.startswith(("summit", "conference"))
        or mention.span.end <= title
    )
    untold = mention.rule.endswith("+held.when") or (noun and mention.rule.endswith("+tense"))
    return mention.status == "held" and mention.when is None and untold


def _group(mention: MeetingMention, world: World) -> tuple[object, ...]:
    """What mentions of one meeting have in common; a leader counts as his state."""
    talk = mention.kind in ("meeting", "summit", "negotiation")
    states = tuple(sorted(world.state_of(e) or e for e in mention.participants))
    return ("meeting" if talk else mention.kind, states, mention.status == "held")
