"""What voices say became of one meeting at one time, and what a report tells with a day out of an older one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations, pairwise

from biennien.knowledge.statuses import load_statuses
from biennien.knowledge.world import World
from biennien.model import Change, Meeting
from biennien.model.timex import days_of
from biennien.story.differing.accounts import Found, account_of
from biennien.story.grounds import Grounds
from biennien.story.voices import same_voice

_ON = frozenset({"announced", "held"})
_OFF = frozenset({"postponed", "cancelled", "refused", "not_needed"})
_OTHER_NAMES = (frozenset({"postponed", "not_needed"}), frozenset({"postponed", "cancelled"}))
_FIRM = frozenset({"indefinitely", "suspended"})  # details that say more than the bare status


def meeting_differences(grounds: Grounds, world: World) -> Iterator[Found]:
    """The differences about each meeting."""
    for meeting in grounds.record.meetings:
        yield from _stale(meeting)
        yield from _origin(meeting, world)
        yield from _contrary(meeting, grounds, world)
        yield from _turned(meeting)
        yield from _hedged(meeting)
        yield from _sharper(meeting)


def _stale(meeting: Meeting) -> Iterator[Found]:
    """A day copied out of an older report, beside the day that is known."""
    for change in meeting.changes:
        if "stale" not in change.flags:
            continue
        known = [c for c in meeting.changes if c.status == change.status and c.day and c is not change]
        if known:
            sides = (account_of(known[0]), account_of(change))
            yield Found(
                "stale_background", meeting.id, sides, "a relative day that was right in an older report"
            )


def _origin(meeting: Meeting, world: World) -> Iterator[Found]:
    """Who is said to have announced or proposed the plan, where it is told afterwards and not by that voice itself."""
    first: dict[tuple[str, ...], Change] = {}
    for change in meeting.changes:
        if change.status in ("postponed", "cancelled", "refused", "held") and first:
            break
        if change.status == "announced" and change.announced_by and not change.after_end:
            first.setdefault(change.announced_by, change)
    rest = [c for c in meeting.changes if c.status == "announced" and c.announced_by and "stale" in c.flags]
    for change in rest:
        first.setdefault(change.announced_by, change)
    rows = list(first.values())
    retold = [c for c in rows if c.announced_on is None or "stale" in c.flags]
    states = {frozenset(world.state_of(e) or e for e in c.announced_by) for c in rows}
    if len(states) > 1 and retold and _no_member(rows):
        sides = tuple(account_of(c) for c in rows)
        yield Found(
            "disagreement", meeting.id, sides, "told afterwards, with other names for who announced it"
        )


def _no_member(rows: Sequence[Change]) -> bool:
    """Whether no voice is a part of another: `Trump` and `Trump and Putin` do not disagree."""
    return not any(
        set(a.announced_by) < set(b.announced_by) or set(b.announced_by) < set(a.announced_by)
        for a, b in combinations(rows, 2)
    )


def _contrary(meeting: Meeting, grounds: Grounds, world: World) -> Iterator[Found]:
    """Voices say of the same time that it is on and that it is not, or give its not coming about another name."""
    groups: dict[frozenset[str], list[Change]] = {}
    for one, other in combinations([c for c in meeting.changes if _is_stance(c)], 2):
        statuses = frozenset((one.status, other.status))
        on_and_off = bool(statuses & {"announced"}) and bool(statuses & _OFF)
        if not (on_and_off or statuses in _OTHER_NAMES) or _one_side(one, other, world):
            continue
        ended = (
            "cancelled" in statuses
        )  # what was put off, or not planned, and is called off later has changed
        if _one_day(one, other, grounds, exactly=on_and_off or ended):
            rows = groups.setdefault(statuses, [])
            rows.extend(c for c in (one, other) if c not in rows)
    for rows in groups.values():
        sides = tuple(account_of(c) for c in meeting.changes if c in rows)
        yield Found("disagreement", meeting.id, sides, "several voices of the same time")


def _turned(meeting: Meeting) -> Iterator[Found]:
    """One voice that says the contrary of what it said, or another voice of a stance that was taken before."""
    by_voice: dict[tuple[str, ...], list[Change]] = {}
    for change in meeting.changes:
        if change.announced_by and change.day and not {"background", "retold", "stale"} & {*change.flags}:
            by_voice.setdefault(change.announced_by, []).append(change)
    for changes in by_voice.values():
        for one, other in pairwise(changes):
            opposite = (one.status in _ON and other.status in _OFF) or (
                one.status in _OFF and other.status in _ON
            )
            if opposite and "held" not in (one.status, other.status) and _later(other, one):
                sides = account_of(one), account_of(other)
                yield Found("change", meeting.id, sides, "the same voice on a later day")
    yield from _needed(meeting)


def _later(one: Change, other: Change) -> bool:
    """Whether a change is surely of a later day than another: of a month and a day in it nobody knows which came first."""
    days, before = days_of(one.day), days_of(other.day)
    return days is not None and before is not None and before[1] < days[0]


def _needed(meeting: Meeting) -> Iterator[Found]:
    """`Not needed` by one, `needed, if` by another later: a change or another voice, no plain contradiction."""
    for place, one in enumerate(meeting.changes):
        if one.status != "not_needed":
            continue
        for other in meeting.changes[place + 1 :]:
            needed = other.status == "conditional" and other.detail == "requirement"
            if needed and not same_voice(one, other) and "needed" in _sense(other):
                yield Found(
                    "change", meeting.id, (account_of(one), account_of(other)), "another voice on a later day"
                )


def _sense(change: Change) -> str:
    """Whether the words of a change say that the meeting is needed."""
    words = " ".join(c.quote.lower() for c in change.citations) + (change.condition or "").lower()
    return "needed" if "cần thiết" in words and "không cần" not in words else ""


def _hedged(meeting: Meeting) -> Iterator[Found]:
    """What one report tells with a hedge and another flatly, of the same voice or of none: each beside the first that is flat."""
    for hedged in meeting.changes:
        kind = load_statuses()[hedged.status].kind
        if "hedged" not in hedged.flags or kind != "fate" or hedged.status == "held":
            continue
        for flat in meeting.changes:
            told = flat.status == hedged.status and "hedged" not in flat.flags
            if told and (same_voice(hedged, flat) or not hedged.announced_by):
                yield _beside("hedge", meeting, hedged, flat, "hedged here, flat there")
                break


def _sharper(meeting: Meeting) -> Iterator[Found]:
    """`Put off` and `put off indefinitely` of one time: each beside the first that says less."""
    for firm in meeting.changes:
        if firm.detail not in _FIRM:
            continue
        for plain in meeting.changes:
            same = plain.status == firm.status and plain.detail not in _FIRM
            if same and not (plain.day and firm.day and plain.day != firm.day):
                sides = account_of(plain), account_of(firm)
                yield Found("sharper", meeting.id, sides, "the same, told with more")
                break


def _beside(kind: str, meeting: Meeting, one: Change, other: Change, why: str) -> Found:
    """Two changes in the order of the record."""
    sides = tuple(account_of(c) for c in meeting.changes if c is one or c is other)
    return Found(kind, meeting.id, sides, why)


def _is_stance(change: Change) -> bool:
    attributed = bool(change.announced_by or change.unnamed)
    return attributed and not {"background", "retold", "stale"} & {*change.flags}


def _one_side(one: Change, other: Change, world: World) -> bool:
    """Whether two changes are of one voice, or of two that speak for one state by name."""
    if same_voice(one, other):
        return True
    states = [{world.state_of(e) or e for e in c.announced_by} for c in (one, other)]
    return bool(states[0] & states[1])


def _one_day(one: Change, other: Change, grounds: Grounds, *, exactly: bool) -> bool:
    """Whether two changes are of one time: of the same day, or, without one, of reports that can be of the same day.

    `exactly` asks for the day itself, in the words of both: what was on early in a month and is off at its end has changed.
    """
    a, b = _when(one, grounds), _when(other, grounds)
    if a is None or b is None or (exactly and not (one.day and other.day and a[0] == a[1] == b[0] == b[1])):
        return False
    return a[0] <= b[1] and b[0] <= a[1]


def _when(change: Change, grounds: Grounds) -> tuple[date, date] | None:
    if days := days_of(change.day):
        return days
    return grounds.days(change.citations[0].report_id)
