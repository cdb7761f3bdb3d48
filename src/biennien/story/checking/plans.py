"""What a draft says of a plan and of its end: at another place or time than the record has it, or on the word of another side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from biennien.knowledge.world import World
from biennien.model import Change, Citation, Meeting, MeetingMention, Reading, Record, Remark, Report, Span
from biennien.model.timex import days_of

_ENDS = ("cancelled", "postponed", "refused")
_PLANS = ("announced", "proposed")
_DRIFT = timedelta(days=1)  # the evening in Washington is the next morning in Hanoi
_NEAR = timedelta(days=21)  # the end of a plan told of another day within these is taken to be the same


def elsewhere(meeting: Meeting, own: Sequence[Change], record: Record, world: World) -> Meeting | None:
    """The one plan of the record that ended as the draft tells it of a meeting of these sides in another country."""
    told = [c for c in own if c.status in _ENDS]
    here = world.state_of(meeting.place) if meeting.place else None
    if not told or here is None:
        return None
    plans = [m for m in record.meetings if _is_like(m, meeting) and _ended_so(m, told)]
    return plans[0] if len(plans) == 1 and _is_other(plans[0].place, here, world) else None


def ended_there(
    before: Meeting, change: Change, mentions: Sequence[MeetingMention], record: Record, world: World
) -> Meeting | None:
    """The plan of the same sides that ended as the draft tells it, in the country that it names; None where `before` is of that country."""
    here = {world.state_of(m.place) for m in mentions if m.place}
    if change.status not in _ENDS or len(here) != 1 or world.state_of(before.place or "") in here:
        return None
    plans = [m for m in record.meetings if _is_like(m, before) and _ended_so(m, [change])]
    return next((m for m in plans if m.place and world.state_of(m.place) in here), None)


def on_same_word(
    record: Record,
    meeting: Meeting,
    change: Change,
    mentions: Sequence[MeetingMention],
    draft: tuple[Report, Reading],
    readings: Mapping[str, Reading],
    world: World,
) -> Iterator[Remark]:
    """A plan that the record has on the same word of the same day, but nowhere in the country, or for the time, that the draft gives."""
    report, reading = draft
    if change.status not in _PLANS or not change.announced_by:
        return
    plans = [(p, c) for p in record.meetings if _is_like(p, meeting) for c in p.changes]
    same = [(p, c) for p, c in plans if c.status == change.status and _is_one_word(c, change, report)]
    clauses = [(p, c, m) for p, c in same for m in _clauses(c, readings)]
    for mention in mentions:
        at = reading.cite(report.text, mention.span)
        placed = [(p, c, m.place) for p, c, m in clauses if m.place and world.state_of(m.place)]
        here = world.state_of(mention.place) if mention.place else None
        if here and placed and here not in {world.state_of(place) for _, _, place in placed}:
            plan, known, place = placed[0]
            yield _remark("plan_place", at, known.citations, plan.id,
                          label=plan.label, said=mention.place or "", place=place)  # fmt: skip
        timed = [(p, c, m.when, days) for p, c, m in clauses if m.when and (days := days_of(m.when))]
        told = days_of(mention.when)
        if told and timed and all(told[1] < days[0] or days[1] < told[0] for _, _, _, days in timed):
            plan, known, when, _ = timed[0]
            yield _remark("plan_date", at, known.citations, plan.id,
                          label=plan.label, said=mention.when or "", day=when)  # fmt: skip


def _is_one_word(known: Change, change: Change, report: Report) -> bool:
    """Whether two changes are on the word of one voice and of one day; a draft without one speaks of what was said lately."""
    days, told = days_of(known.day), days_of(change.day)
    if days is None or not set(known.announced_by) & set(change.announced_by):
        return False
    if told is not None:
        return told[0] <= days[1] + _DRIFT and days[0] <= told[1] + _DRIFT
    printed = days_of(report.published_on)
    return printed is not None and days[0] <= printed[1] <= days[1] + _NEAR


def _clauses(change: Change, readings: Mapping[str, Reading]) -> list[MeetingMention]:
    """The clauses of the record that tell a change."""
    return [
        m
        for c in change.citations
        if (reading := readings.get(c.report_id)) is not None
        for m in reading.meetings
        if m.span == c.span and m.status == change.status
    ]


def _is_like(other: Meeting, meeting: Meeting) -> bool:
    calls = (other.kind == "call") == (meeting.kind == "call")
    return calls and set(other.participants) == set(meeting.participants)


def _ended_so(plan: Meeting, told: Sequence[Change]) -> bool:
    """Whether the plan is over, and ended as it is told, not on a day far from that."""
    if plan.fate not in _ENDS:
        return False
    for change in told:
        days = days_of(change.day)
        known = [days_of(c.day) for c in plan.changes if c.status == change.status]
        if known and (
            days is None or any(k and days[0] <= k[1] + _NEAR and k[0] <= days[1] + _NEAR for k in known)
        ):
            return True
    return False


def _is_other(place: str | None, here: str, world: World) -> bool:
    there = world.state_of(place) if place else None
    return there is not None and there != here


def on_plan(
    before: Meeting,
    meeting: Meeting,
    change: Change,
    at: Citation,
    mentions: Sequence[MeetingMention],
    reading: Reading,
    world: World,
) -> Iterator[Remark]:
    """The place of the plan of the draft (`meeting`), and who ended it, against the plan of the record (`before`)."""
    here = world.state_of(meeting.place) if meeting.place else None
    if change.status in _ENDS and here and _is_other(before.place, here, world):
        yield _remark("plan_place", at, before.changes[0].citations, before.id,
                      label=before.label, said=meeting.place or "", place=before.place or "")  # fmt: skip
    if mentions and all(_did_it(m, change, reading) for m in mentions):
        yield from _on_voice(before, change, at, world)


def on_stale(
    record: Record, meeting: Meeting, change: Change, at: Citation, mentions: Sequence[MeetingMention]
) -> Iterator[Remark]:
    """A relative day that was right in an older report (`tuần trước`), beside the day that the record has for the same."""
    if "stale" not in change.flags or meeting.place is None:
        return
    said = next((m.status_date for m in mentions if m.status_date), None)
    for plan in record.meetings:
        known = [c for c in plan.changes if c.status == change.status and c.day and "stale" not in c.flags]
        if known and said and _is_like(plan, meeting) and plan.place == meeting.place:
            yield _remark("date", at, known[0].citations, known[0].id, label=plan.label, status=change.status,
                          said=said, day=known[0].day or "")  # fmt: skip
            return


def _did_it(mention: MeetingMention, change: Change, reading: Reading) -> bool:
    """Whether the draft says that those who declare the end are those who ended it, not only that they speak of it."""
    if set(mention.by) != set(change.announced_by) or mention.head.start <= mention.span.start:
        return False
    before = Span(mention.span.start, mention.head.start)
    named = [m for m in reading.mentions if before.holds(m.span)]
    own = [m.extent for m in named if m.entity in mention.by]
    return all(m.extent in own or any(extent.holds(m.span) for extent in own) for m in named)


def _on_voice(before: Meeting, change: Change, at: Citation, world: World) -> Iterator[Remark]:
    """Who is said to have ended the plan, where the record has it of the other side only."""
    if change.status != before.fate or change.status not in _ENDS or not change.announced_by:
        return
    same = [c for c in before.changes if c.status == change.status and c is not change and c.announced_by]
    told, known = days_of(change.day), [d for c in same if (d := days_of(c.day))]
    if not same or (told and known and all(told[0] > d[1] for d in known)):
        return  # what the other side says on a later day is news
    if not _states(change, world) & {state for c in same for state in _states(c, world)}:
        one = max(same, key=lambda c: len(c.citations))
        yield _remark("voice", at, one.citations, one.id, label=before.label, status=change.status,
                      said=" and ".join(change.announced_by), who=" and ".join(one.announced_by))  # fmt: skip


def _states(change: Change, world: World) -> set[str]:
    return {world.state_of(e) or e for e in change.announced_by}


def _remark(kind: str, at: Citation, against: Sequence[Citation], line: str, **values: str) -> Remark:
    return Remark(kind=kind, at=at, against=tuple(against), line=line, values=tuple(values.items()))
