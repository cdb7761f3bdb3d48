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
    """The reading with every decision that is in force on words of this version of the report; of two on the same words the later one counts."""
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
    if decision.kind == "retract" and decision.value == "explanation":
        return replace(reading, reasons=tuple(r for r in reading.reasons if r.span not in spans))
    if decision.kind == "retract" and decision.value == "position":
        return replace(reading, positions=tuple(p for p in reading.positions if p.span not in spans))
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
        return replace(mention, apart=decision.id, tied=None)
    if decision.kind == "same" and decision.value:
        value = json.loads(decision.value)
        return replace(
            mention,
            tied=decision.id,
            apart=None,
            participants=tuple(value["participants"]),
            kind=value["kind"],
        )
    return mention


def _without(reading: Reading, spans: set[Span]) -> Reading:
    """The reading without the mentions, and without the attributions, of these words; the indexes of the others follow."""
    gone = {n for n, a in enumerate(reading.attributions) if a.content and a.content[0] in spans}
    lost = {n for n, m in enumerate(reading.meetings) if m.span in spans}
    said, met = _voices(reading.attributions, gone), _places(len(reading.meetings), lost)
    return replace(
        reading,
        attributions=tuple(
            replace(a, within=said.get(a.within)) for n, a in enumerate(reading.attributions) if n not in gone
        ),
        meetings=tuple(
            replace(m, attribution=said.get(m.attribution), refers_to=met.get(m.refers_to))
            for n, m in enumerate(reading.meetings)
            if n not in lost
        ),
        reasons=tuple(
            replace(r, of=met[r.of], attribution=said.get(r.attribution))
            for r in reading.reasons
            if r.of in met
        ),
        positions=tuple(
            replace(p, attribution=said.get(p.attribution)) for p in reading.positions if p.span not in spans
        ),
        verdicts=tuple(
            replace(v, of=met[v.of], attribution=said.get(v.attribution))
            for v in reading.verdicts
            if v.of in met
        ),
        silences=tuple(replace(s, of=met.get(s.of)) for s in reading.silences),
    )


def _places(size: int, gone: set[int]) -> dict[int | None, int]:
    """The new index of each that stays, by its old one."""
    return {old: new for new, old in enumerate(n for n in range(size) if n not in gone)}


def _voices(attributions: Sequence[Attribution], gone: set[int]) -> dict[int | None, int | None]:
    """The new index of each attribution by its old one; of one that is gone, that of what it stood in."""
    said: dict[int | None, int | None] = {**_places(len(attributions), gone)}
    for number in gone:
        outer, seen = attributions[number].within, {number}
        while outer in gone and outer not in seen:
            seen.add(outer)
            outer = attributions[outer].within
        said[number] = said.get(outer)
    return said


def decided_lanes(lanes: Sequence[Lane], world: World) -> list[Lane]:
    """The lanes with what persons decided: tied tellings in one, those that are of another meeting in a lane of their own."""
    leaving = _leaving(lanes)
    parts: list[Lane] = []
    heir: dict[int, Lane] = {}  # a lane that was split or joined, by its id → what it became
    tied: dict[str, Lane] = {}
    for lane in lanes:
        for part in _parts(lane, leaving.get(id(lane), set()), world):
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


def _leaving(lanes: Sequence[Lane]) -> dict[int, set[str]]:
    """The ties whose tellings leave a lane that is mostly of another meeting, by its id: with the sides that they were given they fell among its own."""
    tied: dict[str, list[tuple[int, Lane]]] = {}
    for lane in lanes:
        for tie in dict.fromkeys(t.mention.tied for t in lane.tellings if t.mention.tied):
            tied.setdefault(tie, []).append((sum(t.mention.tied == tie for t in lane.tellings), lane))
    found: dict[int, set[str]] = {}
    for tie, rows in tied.items():
        most = max(count for count, _ in rows)
        home = next(lane for count, lane in rows if count == most)
        for count, lane in rows:
            if lane is not home and count < len(lane.tellings) - count:
                found.setdefault(id(lane), set()).add(tie)
    return found


def _apart(mention: MeetingMention, leaving: set[str]) -> str | None:
    """The decision by which a mention is not of the meeting of its lane."""
    return mention.apart or (mention.tied if mention.tied in leaving else None)


def _parts(lane: Lane, leaving: set[str], world: World) -> list[Lane]:
    aparts = list(dict.fromkeys(_apart(t.mention, leaving) for t in lane.tellings))
    if aparts in ([], [None]):
        return [lane]
    whys = dict(zip(map(id, lane.tellings), lane.reasons, strict=False))
    found = []
    for number, apart in enumerate(sorted(aparts, key=lambda a: (a is not None, a or ""))):
        rows = [t for t in lane.tellings if _apart(t.mention, leaving) == apart]
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
