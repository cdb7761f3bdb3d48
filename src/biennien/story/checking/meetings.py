"""What a draft says of meetings, against what the record holds: a status that has changed, another day, another place, nobody's word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from biennien.knowledge.statuses import load_statuses
from biennien.knowledge.world import World
from biennien.model import Change, Citation, Meeting, MeetingMention, Reading, Record, Remark, Report, Span
from biennien.model.timex import days_of
from biennien.story.checking.days import is_written
from biennien.story.checking.plans import elsewhere, ended_there, on_plan, on_same_word, on_stale

_OVER = ("cancelled", "postponed", "refused", "held")
_GOES_ON = ("announced",)
_WORDS = ("cancelled", "postponed", "refused")  # fates that somebody must have declared
_NEAR = timedelta(days=21)  # an event told of another day within these is taken to be the same
_MONTH = timedelta(days=31)
_DRIFT = timedelta(days=1)  # the evening in Washington is the next morning in Hanoi


def meeting_remarks(
    record: Record,
    joined: Record,
    draft: tuple[Report, Reading],
    readings: Mapping[str, Reading],
    world: World,
) -> Iterator[Remark]:
    """Each change that the draft tells, against the meeting it is about."""
    report, reading = draft
    base = {(c.report_id, c.span): m for m in record.meetings for ch in m.changes for c in ch.citations}
    for meeting in joined.meetings:
        own = [(c, at) for c in meeting.changes if (at := _at(c, report.id))]
        if not own:
            continue
        before = _base_of(meeting, base) or _over_before(meeting, record, report, reading)
        before = before or elsewhere(meeting, [c for c, _ in own], record, world)
        for change, at in own:
            mentions = _mentions(change, report, reading)
            yield from on_stale(record, meeting, change, at, mentions)
            yield from on_same_word(record, meeting, change, mentions, draft, readings, world)
            if before is not None:
                meant = ended_there(before, change, mentions, record, world) or before
                yield from _on_status(meant, change, at, mentions, reading)
                yield from _on_day(meant, change, at, mentions, draft)
                yield from _on_word(meant, change, mentions, report, reading)
                yield from on_plan(meant, meeting, change, at, mentions, reading, world)
    yield from _on_events(record, draft, world)
    yield from _on_plans(record, report, reading)


def _at(change: Change, report_id: str) -> Citation | None:
    return next((c for c in change.citations if c.report_id == report_id), None)


def _base_of(meeting: Meeting, base: Mapping[tuple[str, Span], Meeting]) -> Meeting | None:
    """The meeting of the record that shares the most words with one of the record with the draft."""
    votes: dict[str, int] = {}
    found: dict[str, Meeting] = {}
    for change in meeting.changes:
        for citation in change.citations:
            if known := base.get((citation.report_id, citation.span)):
                votes[known.id] = votes.get(known.id, 0) + 1
                found[known.id] = known
    return found[max(votes, key=lambda i: (votes[i], i))] if votes else None


def _over_before(meeting: Meeting, record: Record, report: Report, reading: Reading) -> Meeting | None:
    """The plan that is over and has the sides, and the time or place, of one that only the draft has, in its own voice."""
    told = {c.span for ch in meeting.changes for c in ch.citations if c.report_id == report.id}
    if any(_is_attributed(m) for m in reading.meetings if m.span in told):
        return None  # somebody announces it again: that is news
    window = days_of(meeting.planned_for)
    for other in reversed(record.meetings):
        planned = days_of(other.planned_for)
        same_time = window is not None and planned is not None and _overlap(window, planned)
        same_place = meeting.place is not None and meeting.place == other.place
        if other.participants == meeting.participants and other.fate in _OVER and (same_time or same_place):
            return other
    return None


def _on_status(
    meeting: Meeting, change: Change, at: Citation, mentions: Sequence[MeetingMention], reading: Reading
) -> Iterator[Remark]:
    """What the draft tells as standing, and the record as over."""
    decided = meeting.decisive(meeting.fate)
    if decided is None or "background" in decided.flags:
        return
    if meeting.fate == change.status or not _is_fate(change):
        return
    stands = change.status in _GOES_ON and meeting.fate in _OVER
    softer = change.status in ("postponed", "refused") and meeting.fate in ("cancelled", "held")
    undone = change.status == "cancelled" and meeting.fate in ("announced", "held")
    if not (stands or softer or undone) or _is_history(mentions, reading, decided):
        return
    if not softer and _is_news(mentions, reading, decided):
        return
    yield _remark(
        "status",
        at,
        decided.citations,
        decided.id,
        label=meeting.label,
        said=change.status,
        status=meeting.fate or "",
        who=" and ".join(decided.announced_by) or (f"“{decided.unnamed}”" if decided.unnamed else ""),
        day=decided.day or "",
    )


def _is_history(mentions: Sequence[MeetingMention], reading: Reading, decided: Change) -> bool:
    """Whether the draft itself gives the day of what it tells, and that lies before the decision: then it tells how it came."""
    then = days_of(decided.day)
    told = [m.status_date or _said_on(m, reading) for m in mentions]
    days = [days_of(day) for day in told]
    return then is not None and bool(days) and all(d is not None and d[0] <= then[1] for d in days)


def _is_news(mentions: Sequence[MeetingMention], reading: Reading, decided: Change) -> bool:
    """Whether somebody says so in the draft on a later day: then it is the draft that knows more."""
    then = days_of(decided.day)
    days = [days_of(m.status_date or _said_on(m, reading)) for m in mentions if _is_attributed(m)]
    later = then is not None and all(d is not None and d[0] > then[1] for d in days)
    return bool(mentions) and len(days) == len(mentions) and later


def _is_attributed(mention: MeetingMention) -> bool:
    return mention.attribution is not None or bool(mention.by or mention.unnamed)


def _said_on(mention: MeetingMention, reading: Reading) -> str | None:
    return None if mention.attribution is None else reading.attributions[mention.attribution].said_on


def _mentions(change: Change, report: Report, reading: Reading) -> list[MeetingMention]:
    """The clauses of the draft that tell a change."""
    told = {c.span for c in change.citations if c.report_id == report.id}
    return [m for m in reading.meetings if m.span in told and m.status == change.status]


def _on_day(
    meeting: Meeting,
    change: Change,
    at: Citation,
    mentions: Sequence[MeetingMention],
    draft: tuple[Report, Reading],
) -> Iterator[Remark]:
    """The same declared by the same voice on another day: of the draft and of the record only days that their words give."""
    report, reading = draft
    told = days_of(change.day)
    own = {m.status_date or _said_on(m, reading) for m in mentions}
    if told is None or change.status == "held" or change.basis == "assumed" or change.day not in own:
        return
    if "retold" in change.flags and change.day == report.published_on:
        return  # somebody speaks of it again on the day of the draft
    known = [c for c in meeting.changes if c.status == change.status and c.basis != "assumed"]
    voices = set(change.announced_by)
    dated = [(c, days) for c in known if voices & set(c.announced_by) and (days := days_of(c.day))]
    near = [(c, days) for c, days in dated if _gap(told, days) <= _NEAR]
    if not near or len({c.day for c, _ in near}) > 1 or _turned(meeting, change, near[0][1], told):
        return
    other, days = near[0]
    if not _overlap(told, days):
        kind = "date"
    elif _gap(told, days) == _DRIFT and is_written(reading, change.day):
        kind = "day_apart"
    else:
        return
    yield _remark(
        kind, at, other.citations, other.id, label=meeting.label, status=change.status,
        said=change.day or "", day=other.day or "",
    )  # fmt: skip


def _turned(meeting: Meeting, change: Change, one: tuple[date, date], other: tuple[date, date]) -> bool:
    """Whether the meeting was on again, or over, between two days: then the same was declared twice."""
    first, last = min(one[1], other[1]), max(one[0], other[0])
    over = change.status in _WORDS
    between = [c for c in meeting.changes if _is_fate(c) and (c.status in _WORDS) != over]
    return any(first <= days[0] and days[1] <= last for c in between if (days := days_of(c.day)))


def _is_fate(change: Change) -> bool:
    return load_statuses()[change.status].kind == "fate"


def _on_word(
    meeting: Meeting, change: Change, mentions: Sequence[MeetingMention], report: Report, reading: Reading
) -> Iterator[Remark]:
    """What the draft says in its own voice only, and the record has only on somebody's word."""
    if any(_is_attributed(m) or m.presupposed for m in mentions) or not mentions:
        return
    same = [c for c in meeting.changes if c.status == change.status]
    voices = [c for c in same if c.announced_by or c.unnamed]
    if change.status in _WORDS and voices and len(voices) == len(same):
        one = voices[-1]
        yield _remark(
            "unattributed", reading.cite(report.text, mentions[0].span), one.citations, one.id,
            label=meeting.label, status=change.status, who=" and ".join(one.announced_by) or one.unnamed or "",
        )  # fmt: skip


# What took place


def _on_events(record: Record, draft: tuple[Report, Reading], world: World) -> Iterator[Remark]:
    """What the draft says took place, on another day or in another country than the record has it."""
    report, reading = draft
    for mention in reading.meetings:
        told = days_of(mention.when)
        if mention.status != "held" or told is None or len(mention.participants) < 2:
            continue
        same = [m for m in record.meetings if _is_same(m, mention)]
        dated = [(m, days) for m in same if (days := days_of(m.when)) and days[0] == days[1]]
        there = [m for m, days in dated if _overlap(told, days)]
        if there:
            yield from _on_place(report, reading, mention, there, world)
            yield from _day_apart(report, reading, mention, there)
            continue
        month = [m for m in same if (days := days_of(m.when)) and _is_one_time(told, days)]
        if month:
            yield from _on_place(report, reading, mention, month, world)
            continue
        near = [(m, days) for m, days in dated if _gap(told, days) <= _NEAR]
        if len(near) == 1:
            meeting = near[0][0]
            yield _remark(
                "date", reading.cite(report.text, mention.span), _citations(meeting), meeting.id,
                label=meeting.label, status="held", said=mention.when or "", day=meeting.when or "",
            )  # fmt: skip


def _is_one_time(told: tuple[date, date], days: tuple[date, date]) -> bool:
    """Whether two times that are a month or less have a day in common."""
    short = all(t[1] - t[0] < _MONTH for t in (told, days))
    return short and told[0] <= days[1] and days[0] <= told[1]


def _day_apart(
    report: Report, reading: Reading, mention: MeetingMention, there: Sequence[Meeting]
) -> Iterator[Remark]:
    """A day that the draft writes out, beside the one that the words of the record give and that is the next or the last."""
    days = {m.when for m in there}
    if not is_written(reading, mention.when) or len(days) != 1 or mention.when in days:
        return
    meeting = there[0]
    stated = [c for m in there for c in m.changes if c.status == "held" and c.day and c.basis == "stated"]
    told = days_of(mention.when)
    if stated and told and told[0] == told[1] and told != days_of(meeting.when):
        yield _remark(
            "day_apart", reading.cite(report.text, mention.span), stated[0].citations, meeting.id,
            label=meeting.label, status="held", said=mention.when or "", day=meeting.when or "",
        )  # fmt: skip


def _on_place(
    report: Report, reading: Reading, mention: MeetingMention, there: Sequence[Meeting], world: World
) -> Iterator[Remark]:
    if mention.place is None or any(m.place is None for m in there):
        return
    here = world.state_of(mention.place)
    others = {world.state_of(m.place) for m in there if m.place}
    if here and others and None not in others and here not in others:
        meeting = there[0]
        yield _remark(
            "place", reading.cite(report.text, mention.span), _citations(meeting), meeting.id,
            label=meeting.label, said=mention.place, place=meeting.place or "",
        )  # fmt: skip


def _on_plans(record: Record, report: Report, reading: Reading) -> Iterator[Remark]:
    """A plan that the draft gives for another time than the record has, where the record has one plan of these sides only."""
    for mention in reading.meetings:
        told = days_of(mention.when)
        if mention.status != "announced" or told is None or len(mention.participants) < 2:
            continue
        plans = [m for m in record.meetings if _is_same(m, mention) and m.fate == "announced"]
        if len(plans) != 1 or (planned := days_of(plans[0].planned_for)) is None:
            continue
        if not _overlap(told, planned):
            meeting = plans[0]
            yield _remark(
                "plan_date", reading.cite(report.text, mention.span), _citations(meeting), meeting.id,
                label=meeting.label, said=mention.when or "", day=meeting.planned_for or "",
            )  # fmt: skip


def _is_same(meeting: Meeting, mention: MeetingMention) -> bool:
    calls = (meeting.kind == "call") == (mention.kind == "call")
    return calls and set(mention.participants) == set(meeting.participants)


def _overlap(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return one[0] - _DRIFT <= other[1] and other[0] - _DRIFT <= one[1]


def _gap(one: tuple[date, date], other: tuple[date, date]) -> timedelta:
    return max(one[0] - other[1], other[0] - one[1])


def _citations(meeting: Meeting) -> tuple[Citation, ...]:
    return meeting.changes[-1].citations


def _remark(kind: str, at: Citation, against: Iterable[Citation], line: str | None, **values: str) -> Remark:
    return Remark(kind=kind, at=at, against=tuple(against), line=line, values=tuple(values.items()))
