"""Which earlier mention a later one takes up, and what mentions of one meeting share."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from biennien.knowledge.world import World
from biennien.model import MeetingMention
from biennien.model.timex import days_of
from biennien.read.meeting_context import Context
from biennien.read.meeting_heads import Head
from biennien.read.meeting_parts import Parts
from biennien.read.meeting_verdict import Verdict

_NOT_HELD = frozenset({"postponed", "cancelled", "refused", "not_needed"})

# The places that mentions of one kind of meeting name, by their participants.
_Named = dict[tuple[str, ...], set[str]]

_UNSURE = frozenset({"proposed", "refused", "not_needed", "not_ruled_out", "conditional", "unclear"})
_OTHER = 45  # days between what was held and a plan that is another meeting's
_VENUE = (
    40  # code points at most from a meeting to the conference where it is (`gặp ông A tại hội nghị APEC`)
)
_REACH = 16  # mentions back
NEAR = (
    32  # mentions on either side that can tell what one leaves out; so a long report takes no longer a page
)
_FAMILY = {
    "call": frozenset({"call"}),
    "visit": frozenset({"visit"}),
    "press_conference": frozenset({"press_conference"}),
    "meeting": frozenset({"meeting", "summit", "negotiation"}),
    "summit": frozenset({"summit", "meeting"}),
    "negotiation": frozenset({"negotiation"}),
}
_TALKS = frozenset({"meeting", "summit"})
_ANY_PLAN = frozenset({"call", "meeting", "summit", "negotiation", "visit"})
_ANY_TALK = frozenset({"call", "meeting", "summit", "negotiation"})


def find_antecedent(
    head: Head, parts: Parts, verdict: Verdict, found: Sequence[MeetingMention], context: Context
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
        family = _ANY_TALK if head.role == "noun" else _ANY_PLAN
    world = context.sides.world
    planned = verdict.status not in (None, "held") and not verdict.adjunct
    mine = context.states(parts.subject)
    best: tuple[int, int] | None = None
    for back in range(len(found) - 1, max(-1, len(found) - _REACH - 1), -1):
        former = found[back]
        if former.kind not in family or not former.participants or former.rule.startswith("summit.attend"):
            continue
        if verdict.adjunct and parts.place and former.head.start >= head.stretch.start:
            continue  # `hẹn gặp lại sau thượng đỉnh ở Alaska` tells of two
        if verdict.adjunct and parts.place and former.status in _NOT_HELD:
            continue  # `lập trường không đổi kể từ cuộc gặp ở Alaska` is not of the plan that was put off
        if head.kind == "summit" and not context.at_the_top(former.participants):
            continue
        value = (former.kind == head.kind and not head.vague) + 2 * (planned == (former.status != "held"))
        value += _by_place(parts.place, former.place, world)
        value += context.sides.view.text.find("\n", former.span.end, head.start) < 0
        if parts.subject:
            agrees = not mine.isdisjoint(context.states(former.participants))
            if not agrees and (not parts.far or head.role == "verb"):
                continue
            pair = len(parts.subject) > 1 and not _states_only(parts.subject, world)
            if verdict.adjunct and pair and not set(parts.subject) & set(former.participants):
                continue  # `điều mà A và B đạt được trong cuộc điện đàm trước` is theirs, not of those told of before
            value += 3 * agrees + 2 * bool(set(parts.subject) & set(former.participants))
            if head.role == "verb" and _of_another(parts.subject, former, world):
                continue
        if best is None or value > best[0]:
            best = (value, back)
    return best[1] if best else None


def _by_place(place: str | None, former: str | None, world: World) -> int:
    """What two places say for or against one meeting; a town and its country say nothing."""
    if not place or not former:
        return 0
    if place == former:
        return 3
    return 0 if world.state_of(place) == world.state_of(former) else -4


def is_weak(subject: Sequence[str], former: MeetingMention, world: World) -> bool:
    """Whether somebody speaks of a meeting at which others of his state are named, not he."""
    persons = [e for e in subject if (a := world.actors.get(e)) is not None and a.type == "PER"]
    return bool(persons) and not set(persons) & set(former.participants)


def _of_another(subject: Sequence[str], former: MeetingMention, world: World) -> bool:
    """Whether another person of his state is the one who meets: his own willingness is not about that."""
    states = {world.state_of(e) for e in subject if world.state_of(e) != e}
    others = (e for e in former.participants if e not in subject and world.state_of(e) != e)
    return is_weak(subject, former, world) and any(world.state_of(e) in states for e in others)


def complete(
    found: Sequence[MeetingMention], open_: Mapping[int, tuple[str, ...]], context: Context
) -> list[MeetingMention]:
    """The mentions with the sides that another mention of the report, before or behind, names for the same meeting.

    `open_` holds the mentions that may lack a side, with the sides that are sure. One without any side is left out.
    """
    if not open_:
        return list(found)
    whole = [m for n, m in enumerate(found) if n not in open_ and len(m.participants) > 1]
    starts = [m.head.start for m in whole]
    kept: list[MeetingMention] = []
    place_of: dict[int, int] = {}
    for number, mention in enumerate(found):
        if number in open_:
            at = bisect_left(starts, mention.head.start)
            sides = _sides_of_same(mention, open_[number], whole[max(0, at - NEAR) : at + NEAR], context)
            if (
                not sides
                and mention.kind == "negotiation"
                and set(open_[number]) <= set(context.sides.rivals)
            ):
                sides = context.sides.rivals  # `các cuộc đàm phán ở Cairo` in a report on two
            if sides:
                mention = replace(mention, participants=sides)
        if mention.participants:
            place_of[number] = len(kept)
            kept.append(mention)
    return [_referring(m, place_of) for m in kept]


def _referring(mention: MeetingMention, place_of: Mapping[int, int]) -> MeetingMention:
    """The mention with the new number of the one that it takes up."""
    old = mention.refers_to
    if old is None or (new := place_of.get(old)) == old:
        return mention
    return replace(mention, refers_to=new)


def _sides_of_same(
    mention: MeetingMention, sure: tuple[str, ...], whole: Sequence[MeetingMention], context: Context
) -> tuple[str, ...]:
    """The sides of the only meeting that a mention can be about, the surest sign first; none where several can be meant."""
    best, sides, mine = 0, set[tuple[str, ...]](), context.states(sure)
    for other in whole:
        if other.kind not in _FAMILY[mention.kind] or (other.status == "held") != (mention.status == "held"):
            continue
        place = _by_place(mention.place, other.place, context.sides.world)
        if place < 0 or (sure and mine.isdisjoint(context.states(other.participants))):
            continue
        if not sure and place <= 0:
            continue
        value = 1 + 2 * bool(set(sure) & set(other.participants)) + place
        value += 2 * (mention.kind == other.kind == "summit")
        if value > best:
            best, sides = value, set()
        if value == best:
            sides.add(tuple(sorted(other.participants)))
    return next(iter(sides)) if len(sides) == 1 and best > 1 else ()


def share(
    found: Sequence[MeetingMention], world: World, title: int, today: tuple[date, date] | None
) -> tuple[MeetingMention, ...]:
    """The mentions with the place and the tense that another mention of the same meeting gives, where only one is given.

    What stands before `title` (the end of the first paragraph) has no tense of its own; what was held long before `today`
    is another meeting.
    """
    groups = [group_of(m, world) for m in found]
    plans = {g[:2] for m, g in zip(found, groups, strict=True) if m.status == "announced"}
    firm = {
        g[:2] for m, g in zip(found, groups, strict=True) if m.status == "announced" and not m.presupposed
    }
    ended = {g[:2] for m, g in zip(found, groups, strict=True) if m.status in ("cancelled", "postponed")}
    unsure = {g[:2] for m, g in zip(found, groups, strict=True) if m.status in _UNSURE}
    past = {
        g[:2]
        for m, g in zip(found, groups, strict=True)
        if m.status == "held" and not _bare(m, title) and not _long_ago(m.when, today)
        if m.when or m.kind != "visit" or g[:2] not in firm  # `từng thăm P bốn lần` is no visit of now
    }
    told = []
    for mention, group in zip(found, groups, strict=True):
        if _bare(mention, title) and group[:2] in plans | ended | unsure and group[:2] not in past:
            status = "announced" if group[:2] in plans - ended else "unclear"
            mention = replace(mention, status=status, detail="presupposed", presupposed=True)
        elif mention.rule.endswith("+announced.eve") and mention.when is None and group[:2] in past - firm:
            mention = replace(mention, status="held", detail=None, presupposed=False)
        told.append(mention)
    groups = [group_of(m, world) for m in told]
    named: dict[tuple[object, ...], _Named] = {}
    for mention, group in zip(told, groups, strict=True):
        if mention.place:
            named.setdefault(group, {}).setdefault(mention.participants, set()).add(mention.place)
    if not told:
        return ()
    pairs: dict[tuple[object, ...], set[frozenset[str]]] = {}
    for mention, group in zip(told, groups, strict=True):
        if not _states_only(mention.participants, world):
            pairs.setdefault(group[:2], set()).add(frozenset(mention.participants))
    several = {group for group, persons in pairs.items() if len(persons) > 1}
    placed = [
        _placed(m, named.get(g, {}), world, several=g[:2] in several)
        for m, g in zip(told, groups, strict=True)
    ]
    visits = [_Visit(m, world) for m in placed if m.kind == "visit" and m.place and m.status != "refused"]
    if not visits:
        return tuple(placed)
    beside = [
        n.kind in _TALKS and 0 <= n.head.start - m.head.end < _VENUE
        for m, n in pairwise([*placed, placed[0]])
    ]
    starts = [v.start for v in visits]
    told = []
    for mention, venue in zip(placed, beside, strict=True):
        if not mention.place and not venue:
            at = bisect_left(starts, mention.head.start)
            mention = _on_visit(mention, visits[max(0, at - NEAR) : at + NEAR], world)
        told.append(mention)
    return tuple(told)


class _Visit:
    """The state that is visited and those who come from elsewhere."""

    def __init__(self, visit: MeetingMention, world: World) -> None:
        self.start = visit.head.start
        self.host = world.state_of(visit.place or "")
        self.guests = {e for e in visit.participants if world.state_of(e) != self.host}
        self.when = visit.when
        self.held = visit.status == "held"


def _on_visit(mention: MeetingMention, visits: Sequence[_Visit], world: World) -> MeetingMention:
    """A meeting of a visitor with his hosts is where he visits them, if nothing else is said of its place or day."""
    if mention.kind not in _TALKS and not mention.rule.startswith("visit.host"):
        return mention
    there: set[str] = set()
    for visit in visits:
        if visit.host is None or visit.held != (mention.status == "held"):
            continue
        apart = mention.when and visit.when and mention.when[:10] < visit.when[:10]
        met = not apart and not visit.guests.isdisjoint(mention.participants)
        if met and any(world.state_of(e) == visit.host for e in mention.participants):
            there.add(visit.host)
    return replace(mention, place=min(there)) if len(there) == 1 else mention


def _long_ago(when: str | None, today: tuple[date, date] | None) -> bool:
    """Whether a day lies so far back that a plan told today is another meeting's."""
    bounds = days_of(when)
    return bounds is not None and today is not None and (today[0] - bounds[1]).days > _OTHER


def _placed(mention: MeetingMention, named: _Named, world: World, *, several: bool) -> MeetingMention:
    """A mention with the only place that others of its meeting name; persons match their states, unless `several` pairs of them meet."""
    if mention.place:
        return mention
    places: set[str] = set()
    for participants, there in named.items():
        same = set(mention.participants) == set(participants)
        if same or (not several and alike(mention.participants, participants, world)):
            places |= there
    return replace(mention, place=min(places)) if len(places) == 1 else mention


def alike(one: Sequence[str], other: Sequence[str], world: World) -> bool:
    """Whether two lists of participants can be one meeting's: the same, or states that stand for their leaders."""
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


def group_of(mention: MeetingMention, world: World) -> tuple[object, ...]:
    """What mentions of one meeting have in common; a leader counts as his state."""
    states = tuple(sorted(world.state_of(e) or e for e in mention.participants))
    return (sort_of(mention), states, mention.status == "held")


def sort_of(mention: MeetingMention) -> str:
    """The kind, all that is talked at a table taken as one."""
    talk = mention.kind in ("meeting", "summit", "negotiation") or mention.rule.startswith("visit.host")
    return "meeting" if talk else mention.kind
