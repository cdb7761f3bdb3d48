"""What each side holds over time: by its own words, by those who speak for it, and by what others tell of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from biennien.knowledge.stances import load_stances
from biennien.knowledge.world import World
from biennien.model import Change, Citation, Position, PositionMention, Reading, Record, Report
from biennien.model.text import digest_of
from biennien.model.timex import days_of
from biennien.story.grounds import Grounds
from biennien.story.telling import tell_citations

_WORD = re.compile(r"\w+")
_ALIKE = 0.6  # of the shorter's words that two tellings of one position share
# Behind a subject: another one beside it, or what the speaker thinks it should do (`A nói hai nước nên gặp nhau`).
_OTHERS = re.compile(r"\s*(?:[,–-]|và\b|nên\b|cần\b|phải\b|hãy\b)", re.IGNORECASE)
_ADDRESSED = frozenset({"propose", "demand", "ask"})
_OPENS = 8  # code points before a subject: `rằng `, a mark
_AGAIN = 7  # days within which a position told in the same words is the same telling
_RECENT = 120  # days within which another stance on the same question is told as a change
# What a change of a meeting says of how its speaker stands to it; a plan that is announced, held or called off is an act, no position.
_STANCES = {
    "proposed": "offers",
    "refused": "rejects",
    "not_needed": "not_needed",
    "not_ruled_out": "not_ruled_out",
    "conditional": "sets_condition",
}
_NO_STANCE = frozenset({"being arranged", "discussed", "denied", "denies cancellation", "hypothetical"})


@dataclass(slots=True)
class _Held:
    """One position on its way: `order` says where it stands in time also where no day is told."""

    position: Position
    order: tuple[str, str, int]
    words: frozenset[str]
    own: bool
    conditions: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)


def find_positions(
    record: Record,
    reports: Sequence[Report],
    readings: Mapping[str, Reading],
    world: World,
    until: str | None = None,
) -> tuple[Position, ...]:
    """The positions of the record by holder, then in the order of time."""
    grounds = Grounds(record, reports, readings, until)
    found = [*_from_meetings(grounds, world), *_from_words(grounds, world)]
    found.sort(key=lambda h: (h.position.holder, h.order, h.position.topic, h.position.stance, h.position.id))
    return _with_changes(_joined(found))


def _from_meetings(grounds: Grounds, world: World) -> Iterator[_Held]:
    """How the sides stand to the meetings that are planned: each stance of a change is one of its speakers' sides."""
    for meeting in grounds.record.meetings:
        sides = {side for who in meeting.participants if (side := world.side_of(who) or world.state_of(who))}
        for change in meeting.changes:
            stance = "ready" if change.detail == "ready" else _STANCES.get(change.status)
            if stance is None or change.detail in _NO_STANCE or not change.announced_by:
                continue
            if {"denied", "background"} & set(change.flags):
                continue
            blocs = {s for s in sides if (a := world.actors.get(s)) and a.kind == "igo"}
            if stance == "rejects" and (meeting.kind in ("visit", "press_conference") or blocs):
                continue  # who stays away from a conference takes no position on talks
            for holder in _holders(grounds, change, stance, sides, world):
                yield _of_change(grounds, change, meeting.id, holder, stance, world)


def _holders(grounds: Grounds, change: Change, stance: str, sides: set[str], world: World) -> tuple[str, ...]:
    """Whose stance a change tells: that of who declares it, or of the side that his words are about (`A nói B không muốn gặp`).

    One who is no side of the meeting can offer it or set a condition; its sides alone refuse it, are ready for it, or see no need.
    """
    on = _day(change)
    speaking = [world.side_of(who, on) for who in change.announced_by]
    told_of = _subject_side(grounds, change, world)
    if told_of is not None and told_of in sides and told_of not in speaking:
        return (told_of,)
    found = dict.fromkeys(s for s in speaking if s)
    if stance in ("offers", "sets_condition"):
        return tuple(found)
    return tuple(s for s in found if s in sides)


def _subject_side(grounds: Grounds, change: Change, world: World) -> str | None:
    """The side whose name opens the words in which the first report tells a change; None where they open otherwise."""
    citation = change.citations[0]
    reading = grounds.reading(citation.report_id)
    mention = next((m for m in reading.meetings if m.span == citation.span), None)
    if mention is None or mention.attribution is None:
        return None
    attribution = reading.attributions[mention.attribution]
    if attribution.verb_class in _ADDRESSED:
        return None  # `Campuchia đề nghị Thái Lan đàm phán`: who is named first in the words is the addressee
    content = attribution.content
    start = content[0].start if content else mention.span.start
    opens = (
        m
        for m in reading.mentions
        if m.entity and 0 <= m.extent.start - start <= _OPENS and m.span.end <= mention.head.start
    )
    first = next(opens, None)
    if first is None or first.entity is None:
        return None
    behind = grounds.text(citation.report_id)[first.span.end : mention.head.start]
    if _OTHERS.match(behind):
        return None
    return world.side_of(first.entity, _day(change)) or world.state_of(first.entity)


def _of_change(
    grounds: Grounds, change: Change, meeting: str, holder: str, stance: str, world: World
) -> _Held:
    citation = change.citations[0]
    own = tuple(who for who in change.announced_by if world.side_of(who, _day(change)) == holder)
    said_by = tuple(who for who in own or change.announced_by if who != holder)
    condition = [change.condition] if change.condition else []
    held = Position(
        id=_id(citation, holder, "talks", stance),
        holder=holder,
        topic="talks",
        stance=stance,
        text=_with_condition(grounds, change),
        since=change.announced_on or change.effective,
        until=None,
        conditions=tuple(condition),
        citations=change.citations,
        said_by=said_by,
        unnamed=None,
        about=meeting,
        flags=tuple(f for f in change.flags if f == "date_inferred"),
        basis=change.basis if change.day else "stated",
    )
    order = (
        _first(held.since) or grounds.order(citation.report_id)[0],
        citation.report_id,
        citation.span.start,
    )
    return _Held(held, order, _words(held.text), True, condition, list(change.citations))


def _with_condition(grounds: Grounds, change: Change) -> str:
    """The words that first tell a change, with those of their condition where it follows in their paragraph; words from elsewhere stay apart."""
    citation, condition = change.citations[0], change.condition
    if not condition or condition in citation.quote:
        return citation.quote
    reading, text = grounds.reading(citation.report_id), grounds.text(citation.report_id)
    for span in (m.condition for m in reading.meetings if m.span == citation.span and m.condition):
        behind = reading.paragraph_at(span.start) == citation.paragraph and citation.span.start < span.start
        if span.cut(text) == condition and behind:
            if not text[citation.span.end : span.start].strip():
                return text[citation.span.start : span.end]
            return f"{citation.quote} … {condition}"
    return citation.quote


def _from_words(grounds: Grounds, world: World) -> Iterator[_Held]:
    """The positions that clauses tell of; what a change of a meeting says already is not told twice."""
    for report in grounds.reports:
        reading = grounds.reading(report.id)
        told = [
            m.span
            for m in reading.meetings
            if any(change.status in _STANCES for _, change in grounds.changes_at(report.id, m.span))
        ]
        for mention in reading.positions:
            if mention.topic == "talks" and any(span.overlaps(mention.span) for span in told):
                continue
            for holder in mention.holders:
                yield _of_mention(grounds, report, mention, holder, world)


def _of_mention(
    grounds: Grounds, report: Report, mention: PositionMention, holder: str, world: World
) -> _Held:
    citation = grounds.cite(report.id, mention.span)
    said_by, unnamed = _teller(grounds, report, mention, holder)
    since, basis = (
        (None, "stated") if mention.attribution is None else grounds.said_on(report.id, mention.attribution)
    )
    if since is None and mention.on and _first(mention.on):
        since, basis = mention.on, grounds.basis_of(report.id, mention.on)
    condition = [mention.condition.cut(report.text)] if mention.condition else []
    own = not unnamed and all(world.side_of(who, since) == holder for who in said_by)
    held = Position(
        id=_id(citation, holder, mention.topic, mention.stance),
        holder=holder,
        topic=mention.topic,
        stance=mention.stance,
        text=citation.quote,
        since=since,
        until=None,
        conditions=tuple(condition),
        citations=(citation,),
        said_by=said_by,
        unnamed=unnamed,
        changed=False if mention.stance == "unchanged" else None,
        flags=() if grounds.sure(report.id) else ("date_inferred",),
        basis=basis,
    )
    order = (_first(since) or grounds.order(report.id)[0], report.id, mention.span.start)
    return _Held(held, order, _words(held.text), own, condition, [citation])


def _teller(
    grounds: Grounds, report: Report, mention: PositionMention, holder: str
) -> tuple[tuple[str, ...], str | None]:
    """Who says it: the nearest voice that is not the holder itself; nobody where the report tells it."""
    attributions = grounds.reading(report.id).attributions
    index, seen = mention.attribution, set[int]()
    while index is not None and index not in seen:
        seen.add(index)
        way = grounds.way(report.id, index)
        if way.unnamed or (way.by and holder not in way.by):
            return way.by, way.unnamed
        index = attributions[index].within
    return tuple(who for who in mention.by if who != holder), None


def _joined(found: Sequence[_Held]) -> list[_Held]:
    """Tellings of one position in nearly the same words, by the same voice and on no other day, as one."""
    kept: list[_Held] = []
    alike: dict[tuple[object, ...], list[_Held]] = {}
    for held in found:
        p = held.position
        likely = alike.setdefault((p.holder, p.topic, p.stance, p.about, p.said_by, p.unnamed), [])
        same = next((k for k in reversed(likely) if _same(k, held)), None)
        if same is None:
            kept.append(held)
            likely.append(held)
            continue
        same.citations.extend(c for c in held.citations if c not in same.citations)
        same.conditions.extend(c for c in held.conditions if c not in same.conditions)
        flags = tuple(f for f in same.position.flags if f in held.position.flags)
        dated = same.position if same.position.since else held.position
        same.position = replace(same.position, since=dated.since, basis=dated.basis, flags=flags)
    return kept


def _same(one: _Held, other: _Held) -> bool:
    """Whether two tellings of a position by the same voice are one."""
    a, b = one.position, other.position
    if a.since and b.since and a.since != b.since:
        return False
    if a.unnamed and a.citations[0].report_id != b.citations[0].report_id:
        return False
    if not _near(one.order[0], other.order[0]):
        return False
    shared = len(one.words & other.words)
    return shared >= _ALIKE * min(len(one.words), len(other.words))


def _near(one: str, other: str) -> bool:
    """Whether two tellings are of days so near that the later one can tell the earlier one's position again."""
    a, b = days_of(one), days_of(other)
    return a is None or b is None or abs((a[0] - b[0]).days) <= _AGAIN


def _with_changes(found: Sequence[_Held]) -> tuple[Position, ...]:
    """The positions with the day on which the same side took another stance on the same question."""
    codes = load_stances()
    last: dict[tuple[str, str, str | None], int] = {}
    done: list[Position] = []
    for held in found:
        position = replace(held.position, conditions=tuple(held.conditions), citations=tuple(held.citations))
        pole = codes[position.stance].pole
        key = position.holder, position.topic, position.about
        if held.own and pole and _first(position.since) and (position.about or codes[position.topic].single):
            before = last.get(key)
            if (
                before is not None
                and codes[done[before].stance].pole != pole
                and _soon(done[before], position)
            ):
                done[before] = replace(done[before], until=position.since)
                position = replace(position, changed=True)
            last[key] = len(done)
        done.append(position)
    return tuple(done)


def _soon(before: Position, after: Position) -> bool:
    """Whether the later of two days is another, and near enough for both to be of one development."""
    a, b = days_of(before.since), days_of(after.since)
    return a is not None and b is not None and a[1] < b[0] and (b[0] - a[1]).days <= _RECENT


def _day(change: Change) -> str | None:
    value = change.announced_on or change.effective
    return value if _first(value) else None


def _first(value: str | None) -> str | None:
    days = days_of(value)
    return days[0].isoformat() if days else None


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _id(citation: Citation, holder: str, topic: str, stance: str) -> str:
    span = citation.span
    parts = (citation.report_id, str(span.start), str(span.end), citation.quote, holder, topic, stance)
    return digest_of("p", "\x1f".join(parts))


def tell_positions(positions: Iterable[Position]) -> list[dict[str, object]]:
    """Positions as the list that `positions --json` prints."""
    return [
        {
            "id": p.id,
            "holder": p.holder,
            "topic": p.topic,
            "stance": p.stance,
            "text": p.text,
            "from": p.since,
            "to": p.until,
            "basis": p.basis,
            "conditions": list(p.conditions),
            "said_by": list(p.said_by),
            "unnamed": p.unnamed,
            "about": p.about,
            "changed": p.changed,
            "flags": list(p.flags),
            "citations": tell_citations(p.citations),
        }
        for p in positions
    ]
