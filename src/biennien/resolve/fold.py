"""What became of a meeting: its status, its fate and each side's last word, folded from the changes in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from biennien.knowledge.statuses import load_statuses, may_follow
from biennien.knowledge.world import World
from biennien.model import Meeting
from biennien.model.growth import Folded
from biennien.resolve.changes import Placed, change_groups, make_change, with_flags
from biennien.resolve.identifiers import unique
from biennien.resolve.lanes import Lane
from biennien.resolve.plan_times import days_left, with_previous
from biennien.resolve.sides import Side
from biennien.resolve.telling import Telling

_KINDS = ("summit", "visit", "call", "press_conference", "meeting", "negotiation")


def fold_lanes(
    lanes: Mapping[Lane, Sequence[str]], world: World, *, as_known: str | None
) -> list[tuple[Lane, Folded]]:
    """The meeting of each lane with its place in the record: by its first change; a successor names the meeting it follows.

    `lanes` are given with the ids that lead to their meeting and are of no words in it.
    """
    folded = [(lane, _fold(lane, led, world, as_known)) for lane, led in lanes.items()]
    ids = {id(lane): found.meeting.id for lane, found in folded}
    meetings = []
    for lane, found in folded:
        before = ids.get(id(lane.successor_of)) if lane.successor_of else None
        if before is not None:
            found = replace(found, meeting=replace(found.meeting, successor_of=before))
        meetings.append((lane, found))
    return meetings


def _fold(lane: Lane, led: Sequence[str], world: World, as_known: str | None) -> Folded:
    placed = [make_change(group, world, surely_by=as_known) for group in change_groups(lane.tellings, world)]
    placed = with_previous(_judge(sorted(placed, key=lambda p: (p.order, p.change.id))))
    told = sorted(lane.tellings, key=lambda t: t.place_told)
    counted = {id(t) for p in placed for t in p.tellings}
    ids = unique((*(t.name("m") for t in told), *(t.name("c") for t in told if id(t) not in counted), *led))
    kind = _kind(lane)
    participants = _participants(lane, world)
    status = _status(placed)
    meeting = Meeting(
        id=ids[0],
        label=_label(participants, kind, lane.place),
        kind=kind,
        participants=participants,
        place=lane.place,
        planned_for=_planned_for(lane),
        when=_when(placed),
        status=status,
        fate=_fate(placed),
        sides=_last_words(placed, lane.sides, world),
        successor_of=None,
        changes=tuple(p.change for p in placed),
        aliases=ids[1:],
        reasons=unique(lane.reasons),
        window=days_left(lane.tellings),
    )
    return Folded(order=placed[0].order, meeting=meeting)


def _judge(placed: Iterable[Placed]) -> list[Placed]:
    """Flags what the rules call impossible, and marks what is said after a cancellation that opens no new plan."""
    fate: str | None = None
    ended, told_by = "", set[str]()
    found = []
    for p in placed:
        if fate == "cancelled" and (p.change.status, p.change.detail) == ("postponed", "no plan"):
            p = replace(p, change=replace(p.change, status="unclear"))  # there is no plan any more to put off
        status = p.change.status
        if not p.background:
            legal = may_follow(status, fate)
            if not legal:
                p = with_flags(p, "illegal")
            if fate == "cancelled" and status not in ("cancelled", "held"):
                reports = {s.report.id for s in p.sources}
                if p.renews and p.order[0] > ended and not reports & told_by:
                    fate = status
                elif status == "announced" and p.change.announced_on is None:
                    p = with_flags(p, "background")  # a plan retold after its end, not a new one
                else:
                    p = with_flags(p, after_end=True)
            elif legal and _is_fate(status):
                if status == fate == "cancelled":
                    p = with_flags(p, "retold")  # no change: what was said since the end still stands
                else:
                    fate, ended = status, p.order[0]
                told_by |= {s.report.id for s in p.sources}
        found.append(p)
    return found


def _is_fate(status: str) -> bool:
    row = load_statuses().get(status)
    return row is not None and row.kind == "fate"


def _current(placed: Sequence[Placed]) -> list[Placed]:
    """The changes that count for the status.

    Not what only tells again that the plan is over, nor a wish to meet after its end that opens no new plan; and a report's
    own passing words do not outweigh what it attributes.
    """
    news = [p for p in placed if not p.background and not {"background", "retold"} & {*p.change.flags}]
    news = [p for p in news if not _is_mere_wish(p)] or news
    attributed = {s.report.id for p in news if p.attributed for s in p.sources}
    count = [
        p
        for p in news
        if p.attributed or p.change.announced_on or p.change.effective or _is_own(p, attributed)
    ]
    return count or news or list(placed)


def _is_mere_wish(p: Placed) -> bool:
    return p.change.after_end and p.change.status == "announced"


def _is_own(p: Placed, attributed: set[str]) -> bool:
    """Whether a change in the report's own words decides something, in reports that attribute nothing of this meeting."""
    return _is_fate(p.change.status) and not attributed & {s.report.id for s in p.sources}


def _status(placed: Sequence[Placed]) -> str:
    if any(p.change.status == "held" for p in placed):
        return "held"
    return _current(placed)[-1].change.status


def _fate(placed: Sequence[Placed]) -> str | None:
    if any(p.change.status == "held" for p in placed):
        return "held"
    deciding = [p.change for p in placed if _is_fate(p.change.status) and not p.change.after_end]
    deciding = [c for c in deciding if "illegal" not in c.flags]
    news = [c for c in deciding if "background" not in c.flags]
    return (news or deciding)[-1].status if deciding else None


def _last_words(placed: Sequence[Placed], sides: Sequence[Side], world: World) -> tuple[tuple[str, str], ...]:
    """Each side's last word: whoever speaks for it, by name; an unnamed source speaks for nobody."""
    keys = {side.key for side in sides}
    words: dict[str, str] = {}
    for p in placed:
        if "background" in p.change.flags or _is_mere_wish(p):
            continue
        for entity in p.change.announced_by:
            actor = world.actors.get(entity)
            key = (actor.speaks_for or actor.country or entity) if actor else entity
            if key in keys:
                words[world.country(key) or key] = p.change.status
    return tuple(sorted(words.items()))


def _kind(lane: Lane) -> str:
    kinds = [t.mention.kind for t in lane.tellings if t.mention.kind != "visit" or lane.family == "visit"]
    if lane.family == "meeting" and "summit" in kinds:
        return "summit"
    return max(_KINDS, key=lambda k: (kinds.count(k), -_KINDS.index(k)))


def _participants(lane: Lane, world: World) -> tuple[str, ...]:
    """The persons that most tellings name, else the state; of a visit also the state that is named as its goal."""
    found: list[str] = []
    for side in lane.common_sides():
        found.extend(side.members or (world.country(side.key) or side.key,))
    if lane.family == "visit":
        named = {e for t in lane.tellings for e in t.mention.participants}
        own = {side.key for side in lane.sides if side.members}  # nobody visits the state he comes from
        for entity in sorted(named):
            actor = world.actors.get(entity)
            if actor and actor.kind == "country" and actor.country not in own:
                found.append(entity)
    return tuple(sorted(set(found)))


def _planned_for(lane: Lane) -> str | None:
    """The time of the plan by its finest announcement, the last where it was moved."""
    plans = [
        t
        for t in lane.tellings
        if t.mention.status in ("announced", "proposed", "postponed", "conditional") and t.when
    ]
    if not plans:
        return None
    fitting = [t for t in plans if t.window == lane.window]
    return _latest(fitting or plans).when


def _latest(tellings: Sequence[Telling]) -> Telling:
    return max(tellings, key=lambda t: t.order)


def _when(placed: Sequence[Placed]) -> str | None:
    return next(
        (p.change.effective for p in placed if p.change.status == "held" and p.change.effective), None
    )


def _label(participants: Sequence[str], kind: str, place: str | None) -> str:
    who = " – ".join(participants)
    return f"{who}: {kind.replace('_', ' ')}{f', {place}' if place else ''}"
