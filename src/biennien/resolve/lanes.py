"""A lane: all that is told of one meeting, from its first mention to its end, and what may join it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from biennien.knowledge.world import World
from biennien.model.timex import days_of
from biennien.resolve.places import APART, SAME, compare_places, finer_place
from biennien.resolve.sides import STATE, Side, agree, key_of, only_states, widen
from biennien.resolve.telling import Telling

_DRIFT = timedelta(days=1)  # the evening in Washington is the next morning in Hanoi
_LEVEL = {"summit": "summit", "negotiation": "negotiation"}
FLOATED = frozenset({"proposed", "not_ruled_out", "unclear", "conditional"})
_FRESH = timedelta(days=3)
SILENT = timedelta(days=21)  # states alone have many plans: one not spoken of for so long is another
_STANDING = ("announced", "proposed")  # a plan that nobody has put off: its days can go by


@dataclass(slots=True, eq=False)
class Lane:
    """One meeting while it is put together.

    `ended` is the day of its cancellation, `put_off` that of a postponement no new day has followed, `held` the days on which it took place.
    """

    family: str
    sides: tuple[Side, ...]
    number: int
    tellings: list[Telling] = field(default_factory=list)
    place: str | None = None
    window: tuple[date, date] | None = None
    held: tuple[date, date] | None = None
    took_place: bool = False
    ended: str | None = None
    put_off: str | None = None
    standing: bool = True
    last_day: str = ""
    kinds: set[str] = field(default_factory=set)
    reports: set[str] = field(default_factory=set)
    successor_of: Lane | None = None
    reasons: list[str] = field(default_factory=list)

    def take(self, telling: Telling, why: str, world: World) -> None:
        """Adds what a report tells and lets it sharpen what is known."""
        mention = telling.mention
        moved = _moved(telling) or _rescheduled(self, telling)
        self.tellings.append(telling)
        self.reports.add(telling.source.report.id)
        self.kinds.add(mention.kind)
        self.sides = widen(self.sides, telling.sides)
        self.last_day = max(self.last_day, telling.day)
        where = compare_places(self.place, telling.place, world)
        if mention.status == "refused" and self.place is None:
            pass  # it may be the place that is refused
        elif where != APART:
            self.place = finer_place(self.place, telling.place, world)
        elif telling.place and moved:
            self.place = telling.place
        elif not self.announced and mention.status in FLOATED:
            self.place = None  # several places are talked of
        self._learn_time(telling, moved)
        if mention.status == "postponed" and not mention.presupposed:
            self.put_off = max(self.put_off or "", telling.day)
        elif moved:
            self.put_off = None
        self.standing = mention.status in _STANDING
        if mention.status == "cancelled" and not mention.presupposed:
            self.ended = min(self.ended or telling.day, telling.day)
        elif self.ended is not None and self._reopens(telling, world):
            self.ended = None
        self.reasons.append(f"{telling.source.report.id}:{mention.span.start} {why}")

    def _learn_time(self, telling: Telling, moved: bool) -> None:
        window = telling.window
        if telling.mention.status == "held":
            self.took_place = True
            if window and (self.held is None or _length(window) < _length(self.held)):
                self.held = window
        elif window and (self.window is None or moved):
            self.window = window
        elif window and self.window and telling.mention.status in _STANDING:
            self.window = min(window, self.window, key=_length)

    def _reopens(self, telling: Telling, world: World) -> bool:
        """The same plan is announced again: on a day after its end, or for a day that is still to come."""
        if not renews(telling, world):
            return False
        declared = days_of(telling.declared)
        after = declared[0].isoformat() if declared else telling.day
        ended_here = any(
            t.source is telling.source and t.mention.status == "cancelled" for t in self.tellings
        )
        return after > (self.ended or "") and not ended_here

    def expired(self, day: str) -> bool:
        """Whether the days of a plan that nobody has put off are over on a day; a mere wish does not end with them."""
        if not self.standing or not self.announced or self.window is None or not day:
            return False
        return (self.window[1] + 2 * _DRIFT).isoformat() < day

    @property
    def put_aside(self) -> bool:
        """Whether anybody tells that the plan was put off, cancelled or refused."""
        return any(t.mention.status in ("postponed", "cancelled", "refused") for t in self.tellings)

    @property
    def announced(self) -> bool:
        """Whether it is told that the meeting will be, not only what somebody thinks of it."""
        return any(t.mention.status == "announced" and not t.mention.presupposed for t in self.tellings)

    def common_sides(self) -> tuple[Side, ...]:
        """The sides with the persons that most tellings name; talks that some tell as those of the states are theirs."""
        if self.kinds == {"negotiation"} and any(only_states(t.sides) for t in self.tellings):
            return tuple(Side(side.key, (), STATE) for side in self.sides)
        found = []
        for n, side in enumerate(self.sides):
            named = Counter(t.sides[n].members for t in self.tellings if t.sides[n].members)
            best = max(named, key=lambda m: (named[m], len(m), m), default=())
            found.append(Side(side.key, best, side.rank))
        return tuple(found)


def renews(telling: Telling, world: World) -> bool:
    """Whether a telling can announce a cancelled plan again: by its place or time with the day of saying, or by a day to come.

    Somebody who is of neither side cannot.
    """
    mention = telling.mention
    if mention.status != "announced" or mention.presupposed:
        return False
    if mention.by and not {key_of(e, world) for e in mention.by} & {side.key for side in telling.sides}:
        return False
    if telling.declared:
        return bool(telling.place or telling.window)
    dated, window = telling.source.dated.value, telling.window
    return bool(dated and window and window[1].isoformat() >= telling.day)


def _is_day(window: tuple[date, date] | None) -> bool:
    return window is not None and window[0] == window[1]


def _length(window: tuple[date, date]) -> int:
    return (window[1] - window[0]).days


def _moved(telling: Telling) -> bool:
    """Whether the telling gives the plan a new time or place."""
    mention = telling.mention
    detail = mention.detail or ""
    return mention.status == "postponed" or (
        mention.status == "announced" and ("reschedul" in detail or "moved" in detail)
    )


def _rescheduled(lane: Lane, telling: Telling) -> bool:
    """Whether a plan that was put off is given its new day: announced since then, for a time still to come."""
    mention, window = telling.mention, telling.window
    if lane.put_off is None or mention.status != "announced" or mention.presupposed or window is None:
        return False
    return lane.put_off < telling.day <= window[1].isoformat()


def is_summit(lane: Lane, telling: Telling) -> bool:
    """Whether states that are told without persons, by the lane or by the telling, stand for their leaders: at the summit, or in mere talks."""
    if lane.kinds == {"negotiation"} and telling.mention.kind == "negotiation":
        return True
    if any(side.members for side in telling.sides):
        return "summit" in lane.kinds
    return telling.mention.kind == "summit"


def same_level(lane: Lane, telling: Telling) -> bool:
    """Of states told without persons, a summit, talks and any other meeting are three things."""
    if any(side.members for side in telling.sides):
        return True
    return {_LEVEL.get(k, "") for k in lane.kinds} == {_LEVEL.get(telling.mention.kind, "")}


def _said_again(lane: Lane, telling: Telling) -> bool:
    """Whether a report says once more that nothing will come of it: who stays away from one meeting in a place does so from all its names."""
    status, here = telling.mention.status, telling.source.report.id
    if not telling.place or status not in ("refused", "cancelled"):
        return False
    told = {(t.mention.status, t.place) for t in lane.tellings if t.source.report.id == here}
    return told == {(status, telling.place)}


def times_agree(lane: Lane, telling: Telling) -> bool | None:
    """Whether a time fits that of a lane; None where either is not known."""
    window, known = telling.window, lane.held or lane.window
    if window is None or known is None:
        return None
    return window[0] - _DRIFT <= known[1] and known[0] - _DRIFT <= window[1]


class Fit(NamedTuple):
    """How well a telling fits a lane; `whole` where it names the same persons, not only their states."""

    score: int
    whole: bool
    why: str


def fits(lane: Lane, telling: Telling, world: World) -> Fit | None:
    """How well a telling of a plan fits a lane, with the reason; None where it cannot be the same meeting."""
    mention = telling.mention
    where = compare_places(lane.place, telling.place, world)
    at_its_place = where == SAME and mention.kind == "meeting" and telling.singles_out
    again = _said_again(lane, telling)
    persons = agree(lane.sides, telling.sides, summit=is_summit(lane, telling) or at_its_place or again)
    when = times_agree(lane, telling)
    on_the_day = when and (where == SAME or (where != APART and _is_day(telling.window)))
    if persons is None or not (persons == "partly" or same_level(lane, telling) or on_the_day or again):
        return None
    moved = _moved(telling) or mention.status == "cancelled"
    rescheduled = _rescheduled(lane, telling)
    floated = persons == "same" and not lane.announced and not lane.took_place and mention.status in FLOATED
    if where == APART and not (moved and when) and not floated:
        return None
    if when is False and not ((moved or rescheduled) and not lane.took_place):
        return None
    if opens_anew(lane, telling, where, when):
        return None
    whole = persons == "same"
    why = ["the same sides" if whole else "a side told as its state, and only this plan fits"]
    why += ["the same place"] * (where == SAME) + ["a time that fits"] * (when is True)
    why += ["a new day after it was put off"] * rescheduled
    return Fit(4 * whole + 2 * (where == SAME) + where + 3 * (when is True), whole, ", ".join(why))


def opens_anew(lane: Lane, telling: Telling, where: int, when: bool | None) -> bool:
    """Whether words about a lane that is over are about the next meeting.

    After a cancellation a new place or time opens a successor; what names neither, or the old ones, stays.
    After the meeting took place, or its days went by, only what names the old place or time stays.
    """
    mention = telling.mention
    if mention.presupposed and lane.held and telling.day <= (lane.held[1] + _FRESH).isoformat():
        return False  # `trước cuộc gặp`, told right after it
    if lane.took_place and (lane.held is None or telling.day >= lane.held[0].isoformat()):
        exact = telling.window is not None and telling.window[0] == telling.window[1]
        return not (where == SAME or (when and (exact or mention.status in _STANDING)))
    if mention.presupposed or mention.status == "cancelled":
        return False
    if lane.ended is not None and telling.day >= lane.ended:
        new_place = bool(telling.place) and where < SAME and lane.place is None
        new_time = (
            telling.window is not None and when is None and telling.window[1].isoformat() >= telling.day
        )
        return new_place or new_time
    if lane.ended is None and lane.expired(telling.day):
        return not (when or where == SAME)
    # talks that were broken off had neither day nor place: what has both is a round of its own
    broken_off = lane.kinds == {"negotiation"} and lane.put_off is not None and lane.window is None
    return broken_off and lane.place is None and bool(telling.place) and mention.status in _STANDING
