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
        known = [c for c in meeting.changes if c.status == change.status and _day(c) and c is not change]
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
        if _one_day(one, other, grounds):
            rows = groups.setdefault(statuses, [])
            rows.extend(c for c in (one, other) if c not in rows)
    for rows in groups.values():
        sides = tuple(account_of(c) for c in meeting.changes if c in rows)
        yield Found("disagreement", meeting.id, sides, "several voices of the same time")


def _turned(meeting: Meeting) -> Iterator[Found]:
    """One voice that says the contrary of what it said, or another voice of a stance that was taken before."""
    by_voice: dict[tuple[str, ...], list[Change]] = {}
    for change in meeting.changes:
        if change.announced_by and _day(change) and not {"background", "retold", "stale"} & {*change.flags}:
            by_voice.setdefault(change.announced_by, []).append(change)
    for changes in by_voice.values():
        for one, other in pairwise(changes):
            opposite = (one.status in _ON and other.status in _OFF) or (
                one.status in _OFF and other.status in _ON
            )
            if opposite and "held" not in (one.status, other.status):
                sides = account_of(one), account_of(other)
                yield Found("change", meeting.id, sides, "the same voice on a later day")
    yield from _needed(meeting)


def _needed(meeting: Meeting) -> Iterator[Found]:
    """`Not needed` by one, `needed, if` by another later: a change or another voice, no plain contradiction."""
    for one in meeting.changes:
        if one.status != "not_needed":
            continue
        for other in meeting.changes:
            later = meeting.changes.index(other) > meeting.changes.index(one)
            needed = other.status == "conditional" and other.detail == "requirement"
            if later and needed and not _same_voice(one, other) and "needed" in _sense(other):
                yield Found(
                    "change", meeting.id, (account_of(one), account_of(other)), "another voice on a later day"
                )


def _sense(change: Change) -> str:
    """Whether the words of a change say that the meeting is needed."""
    words = " ".join(c.quote.lower() for c in change.citations) + (change.condition or "").lower()
    return "needed" if "cần thiết" in words and "không cần" not in words else ""


def _hedged(meeting: Meeting) -> Iterator[Found]:
    """What one report tells flatly and another with a hedge, of the same voice or of none."""
    for one, other in combinations(meeting.changes, 2):
        if one.status != other.status or load_statuses()[one.status].kind != "fate" or one.status == "held":
            continue
        hedged = [c for c in (one, other) if "hedged" in c.flags]
        if len(hedged) == 1 and (_same_voice(one, other) or not hedged[0].announced_by):
            yield Found("hedge", meeting.id, (account_of(one), account_of(other)), "hedged here, flat there")


def _sharper(meeting: Meeting) -> Iterator[Found]:
    """`Put off` and `put off indefinitely` of one time."""
    for one, other in combinations(meeting.changes, 2):
        if one.status != other.status or {one.detail in _FIRM, other.detail in _FIRM} != {True, False}:
            continue
        if _day(one) and _day(other) and _day(one) != _day(other):
            continue
        plain, firm = (one, other) if other.detail in _FIRM else (other, one)
        yield Found("sharper", meeting.id, (account_of(plain), account_of(firm)), "the same, told with more")


def _is_stance(change: Change) -> bool:
    attributed = bool(change.announced_by or change.unnamed)
    return attributed and not {"background", "retold", "stale"} & {*change.flags}


def _day(change: Change) -> str | None:
    return change.effective or change.announced_on


def _same_voice(one: Change, other: Change) -> bool:
    if one.unnamed or other.unnamed:
        return one.unnamed == other.unnamed and one.citations[0].report_id == other.citations[0].report_id
    return bool(set(one.announced_by) & set(other.announced_by))


def _one_side(one: Change, other: Change, world: World) -> bool:
    """Whether two changes are of one voice, or of two that speak for one state by name."""
    if _same_voice(one, other):
        return True
    states = [{world.state_of(e) or e for e in c.announced_by} for c in (one, other)]
    return bool(states[0] & states[1])


def _one_day(one: Change, other: Change, grounds: Grounds) -> bool:
    """Whether two changes are of one time: of the same day, or, without one, of reports that can be of the same day."""
    a, b = _when(one, grounds), _when(other, grounds)
    return a is not None and b is not None and a[0] <= b[1] and b[0] <= a[1]


def _when(change: Change, grounds: Grounds) -> tuple[date, date] | None:
    if days := days_of(_day(change)):
        return days
    return grounds.days(change.citations[0].report_id)
