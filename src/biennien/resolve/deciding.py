"""A reading as persons decided it: the machine's reading stays stored as it is, and is taken with the decisions applied."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from biennien.knowledge.world import World
from biennien.model import Attribution, Decision, MeetingMention, Reading, Report, Span
from biennien.resolve.lanes import Lane
from biennien.resolve.sides import Side, agree
from biennien.resolve.telling import Telling, decided

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
    read = mention.as_read or (mention.participants, mention.kind)
    value = json.loads(decision.value) if decision.value and decision.kind != "status" else {}
    sides = {"participants": tuple(value.get("participants", read[0])), "kind": value.get("kind", read[1])}
    if decision.kind == "status" and decision.value:
        return replace(
            mention, status=decision.value, detail=None, presupposed=False, rule=f"{DECIDED}{decision.id}"
        )
    if decision.kind == "different":
        joined = value.get("meeting")
        return replace(
            mention, apart=decision.id, tied=None, joined=joined, as_read=read if joined else None, **sides
        )
    if decision.kind == "same" and value:
        return replace(mention, tied=decision.id, apart=None, joined=None, as_read=read, **sides)
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
    """The lanes with what persons decided.

    Lanes of which a person said that they are one are joined with all that the machine would put into them, also what was told
    since; what is of another meeting stands in a lane of its own, or goes to the one that it was said to be of.
    """
    if not any(t.mention.tied or t.mention.apart for lane in lanes for t in lane.tellings):
        return list(lanes)
    parts = [part for lane in lanes for part in _parts(lane, world)]
    joined: dict[str, list[_Part]] = {}
    for part in parts:
        joined.setdefault(part.tie or f"\x1f{len(joined)}", []).append(part)
    made = [(rows, _made(rows, world)) for rows in joined.values()]
    heirs = {id(part.of): lane for rows, lane in reversed(made) for part in rows if part.why is None}
    for _, lane in made:
        if lane.successor_of is not None:
            before = heirs.get(id(lane.successor_of), lane.successor_of)
            lane.successor_of = None if before is lane else before
    return _with_joined([lane for _, lane in made], world)


@dataclass(frozen=True, slots=True)
class _Part:
    """Tellings of a lane that stay together; `tie` is the decision that joins them with others, `why` the one that takes them out of `of`."""

    of: Lane
    tellings: tuple[Telling, ...]
    tie: str | None = None
    why: str | None = None


def _parts(lane: Lane, world: World) -> list[_Part]:
    """What stays in a lane, with the decision that it goes by, and what leaves it."""
    tie = _tie_of(lane)
    found: dict[str | None, list[Telling]] = {}
    for telling in lane.tellings:
        mention = telling.mention
        leaving = mention.apart or (mention.tied if mention.tied != tie else None)
        found.setdefault(leaving, []).append(telling)
    return [
        _Part(lane, tuple(rows), tie) if why is None else _Part(lane, tuple(rows), rows[0].mention.tied, why)
        for why, rows in sorted(found.items(), key=lambda f: (f[0] is not None, f[0] or ""))
    ]


def _tie_of(lane: Lane) -> str | None:
    """The decision that all of a lane goes by: its first telling or most of them do, or the others are of no meeting that was there then."""
    if first := min(lane.tellings, key=lambda t: t.order).mention.tied:
        return first
    ties = Counter(sorted(t.mention.tied for t in lane.tellings if t.mention.tied))
    for tie, count in ties.most_common(1):
        rows = (d for t in lane.tellings if t.mention.tied == tie for d in t.source.report.decisions)
        others = next((json.loads(d.value).get("beside") for d in rows if d.id == tie and d.value), None)
        if 2 * count >= len(lane.tellings):
            return tie
        if others is not None and not {t.name("m") for t in lane.tellings} & set(others):
            return tie
    return None


def _made(parts: Sequence[_Part], world: World) -> Lane:
    """The lane of parts that are one meeting; itself where nothing was decided about it."""
    first, *others = parts
    if (
        not others
        and first.why is None
        and (first.tie is None and len(first.tellings) == len(first.of.tellings))
    ):
        return first.of
    rows = [row for part in parts for row in _told(part, parts, world)]
    lane = Lane(first.of.family, rows[0][0].sides, first.of.number)
    if first.why is None:
        lane.successor_of = first.of.successor_of
    for telling, why in sorted(rows, key=lambda row: row[0].order) if others else rows:
        lane.take(telling, why, world)
    return lane


def _told(part: _Part, parts: Sequence[_Part], world: World) -> list[tuple[Telling, str]]:
    """The tellings of a part, with the sides that were decided, each with the reason why it stands there."""
    whys = {id(t): why.partition(" ")[2] for t, why in zip(part.of.tellings, part.of.reasons, strict=True)}
    found = []
    for telling in part.tellings:
        why = whys[id(telling)]
        if part.tie is not None:
            telling = _tied(telling, part.tie, parts, world)
            why = f"the same meeting, by decision {part.tie}"
        elif part.why is not None:
            why = f"of another meeting, by decision {part.why}"
        found.append((telling, why))
    return found


def _tied(telling: Telling, tie: str, parts: Sequence[_Part], world: World) -> Telling:
    """The telling in the joined meeting: with the sides decided, unless it tells of the same ones by itself."""
    given = as_decided(telling)
    if given.tied == tie:
        return decided(telling, given, world)
    other = next(as_decided(t) for part in parts for t in part.tellings if t.mention.tied == tie)
    mention = replace(telling.mention, tied=tie)
    there = decided(telling, replace(mention, participants=other.participants, kind=other.kind), world)
    agrees = [s.key for s in there.sides] == [s.key for s in telling.sides]
    if agrees and agree(there.sides, telling.sides, summit=True):
        return replace(telling, mention=mention)
    return there


def as_decided(telling: Telling) -> MeetingMention:
    """The mention of a telling with what persons decided."""
    return telling.source.reading.meetings[telling.index]


def _with_joined(lanes: Sequence[Lane], world: World) -> list[Lane]:
    """The lanes, with what a person said to be of another meeting in that one, where it is there."""
    waiting = [lane for lane in lanes if lane.tellings[0].mention.joined]
    if not waiting:
        return list(lanes)
    left = [lane for lane in lanes if lane not in waiting]
    homes = {(_keys(lane.sides), t.name("m")): lane for lane in left for t in lane.tellings}
    for lane in waiting:
        rows = [decided(t, as_decided(t), world) for t in lane.tellings]
        home = homes.get((_keys(rows[0].sides), rows[0].mention.joined or ""))
        if home is None:
            left.append(lane)
            continue
        for telling in rows:
            home.take(telling, f"of this meeting, by decision {telling.mention.apart}", world)
    return left


def _keys(sides: Sequence[Side]) -> tuple[str, ...]:
    return tuple(side.key for side in sides)
