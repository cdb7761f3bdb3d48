"""A reading as persons decided it: the machine's reading stays stored as it is, and is taken with the decisions applied."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from biennien.knowledge.world import World
from biennien.model import Attribution, Decision, MeetingMention, Reading, Report, Span
from biennien.resolve.lanes import Lane

DECIDED = "decision:"  # before the id of the decision, in the rule of a mention


def decided_reading(report: Report, reading: Reading) -> Reading:
    """The reading with every decision that is in force on words of this version of the report."""
    for decision in report.decisions:
        spans = {
            Span(a.start, a.end)
            for a in decision.anchors
            if (a.identity, a.sha256) == (report.identity, report.sha256)
        }
        if spans:
            reading = _applied(decision, spans, reading)
    return reading


def _applied(decision: Decision, spans: set[Span], reading: Reading) -> Reading:
    if decision.kind == "retract":
        return _without(reading, spans)
    mentions = tuple(
        _decided(mention, decision) if mention.span in spans else mention for mention in reading.meetings
    )
    return replace(reading, meetings=mentions)


def _decided(mention: MeetingMention, decision: Decision) -> MeetingMention:
    if decision.kind == "status" and decision.value:
        return replace(
            mention, status=decision.value, detail=None, presupposed=False, rule=f"{DECIDED}{decision.id}"
        )
    if decision.kind == "different":
        return replace(mention, apart=decision.id)
    if decision.kind == "same" and decision.value:
        value = json.loads(decision.value)
        return replace(
            mention, tied=decision.id, participants=tuple(value["participants"]), kind=value["kind"]
        )
    return mention


def _without(reading: Reading, spans: set[Span]) -> Reading:
    """The reading without the mentions, and without the attributions, of these words; the indexes of the others follow."""
    gone = {n for n, a in enumerate(reading.attributions) if a.content and a.content[0] in spans}
    lost = {n for n, m in enumerate(reading.meetings) if m.span in spans}
    said = _places(len(reading.attributions), gone)
    met = _places(len(reading.meetings), lost)
    return replace(
        reading,
        attributions=tuple(
            _moved(a, said, reading.attributions) for n, a in enumerate(reading.attributions) if n not in gone
        ),
        meetings=tuple(
            replace(
                m,
                attribution=None if m.attribution is None else said.get(m.attribution),
                refers_to=None if m.refers_to is None else met.get(m.refers_to),
            )
            for n, m in enumerate(reading.meetings)
            if n not in lost
        ),
        reasons=tuple(
            replace(
                r,
                of=met[r.of],
                attribution=None if r.attribution is None else said.get(r.attribution),
            )
            for r in reading.reasons
            if r.of in met
        ),
        positions=tuple(
            replace(p, attribution=None if p.attribution is None else said.get(p.attribution))
            for p in reading.positions
            if p.span not in spans
        ),
    )


def _places(size: int, gone: set[int]) -> dict[int, int]:
    """The new index of each that stays, by its old one."""
    return {old: new for new, old in enumerate(n for n in range(size) if n not in gone)}


def _moved(attribution: Attribution, said: dict[int, int], former: Sequence[Attribution]) -> Attribution:
    """With the index of what it stands in; of one that is gone, of what that stood in."""
    within = attribution.within
    while within is not None and within not in said:
        within = former[within].within
    return replace(attribution, within=None if within is None else said[within])


def decided_lanes(lanes: Sequence[Lane], world: World) -> list[Lane]:
    """The lanes with what persons decided: tied tellings in one, those that are of another meeting in a lane of their own."""
    parts: list[Lane] = []
    heir: dict[int, Lane] = {}  # a lane that was split or joined, by its id → what it became
    tied: dict[str, Lane] = {}
    for lane in lanes:
        for part in _parts(lane, world):
            tie = next((t.mention.tied for t in part.tellings if t.mention.tied), None)
            first = tied.setdefault(tie, part) if tie else part
            if first is part:
                parts.append(part)
            else:
                _join(first, part, world, str(tie))
            if part.tellings and part.tellings[0] is lane.tellings[0]:
                heir[id(lane)] = first
    for part in parts:
        if part.successor_of is not None:
            part.successor_of = heir.get(id(part.successor_of), part.successor_of)
    return parts


def _parts(lane: Lane, world: World) -> list[Lane]:
    aparts = list(dict.fromkeys(t.mention.apart for t in lane.tellings))
    if aparts in ([], [None]):
        return [lane]
    whys = dict(zip(map(id, lane.tellings), lane.reasons, strict=False))
    found = []
    for number, apart in enumerate(sorted(aparts, key=lambda a: (a is not None, a or ""))):
        rows = [t for t in lane.tellings if t.mention.apart == apart]
        part = Lane(
            lane.family, rows[0].sides, lane.number, successor_of=lane.successor_of if not number else None
        )
        for telling in rows:
            why = whys.get(id(telling), "").partition(" ")[2]
            part.take(telling, why if apart is None else f"of another meeting, by decision {apart}", world)
        found.append(part)
    return found


def _join(first: Lane, other: Lane, world: World, tie: str) -> None:
    for telling in other.tellings:
        first.take(telling, f"the same meeting, by decision {tie}", world)
