"""Which mentions are of one meeting: first what took place, then the plans in the order they were told.

Merging too much is worse than too little: what is ambiguous stays by itself.
"""

from __future__ import annotations

import functools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from biennien.knowledge.world import World
from biennien.model.timex import days_of
from biennien.resolve.lanes import SILENT, Fit, Lane, fits, is_summit, same_level, times_agree
from biennien.resolve.places import APART, SAME, WITHIN, compare_places, is_country
from biennien.resolve.sides import Side, agree
from biennien.resolve.telling import Telling

_RECENT = timedelta(days=30)  # a past meeting told without its day is one of the last weeks
_STAY = 4  # days that a visit takes
_FRESH = timedelta(days=3)  # news of what took place is told within so many days
_STALE = timedelta(
    days=120
)  # a plan nobody has spoken of for so long is not taken up by a mere "the meeting"
_SPOKEN_OF = timedelta(days=14)  # what took place, told without day and place, is of a plan of these days
_BRIEF = timedelta(days=8)  # a plan for a week or less can be what the news of that week tells
_AHEAD = timedelta(days=45)  # a plan without a day is taken to be what is held within this time

Block = tuple[str, tuple[str, ...]]


def join_tellings(tellings: Iterable[Telling], world: World) -> list[Lane]:
    """The lanes of all meetings. Only mentions of the same sides and family are compared."""
    rows = list(tellings)
    calls = {(t.when, t.sides) for t in rows if t.family == "call" and t.mention.status == "held" and t.when}
    blocks: dict[Block, list[Telling]] = {}
    for telling in rows:
        family = "call" if _is_the_call(telling, calls) else telling.family
        blocks.setdefault((family, tuple(s.key for s in telling.sides)), []).append(telling)
    lanes: list[Lane] = []
    for key in sorted(blocks):
        lanes.extend(_Block(key[0], sorted(blocks[key], key=lambda t: t.order), world).lanes)
    return lanes


def _is_the_call(telling: Telling, calls: set[tuple[str, tuple[Side, ...]]]) -> bool:
    """A talk of a day on which the same persons are told to have telephoned, and no place for it, is that call."""
    mention = telling.mention
    placeless = telling.family == "meeting" and mention.status == "held" and not mention.place
    return placeless and telling.when is not None and (telling.when, telling.sides) in calls


class _Block:
    """The tellings about one set of sides, joined to lanes."""

    def __init__(self, family: str, tellings: Sequence[Telling], world: World) -> None:
        self.family = family
        self.world = world
        self.lanes: list[Lane] = []
        self.lane_of: dict[tuple[str, int], Lane] = {}
        self.by_day: dict[str, list[Lane]] = {}
        tellings = still_to_come(tellings, world)
        held = [t for t in tellings if t.mention.status == "held"]
        for telling in sorted(held, key=_grain):
            self._place_held(telling)
        took_place = sorted(self.lanes, key=lambda lane: (lane.held or (date.max,))[0])
        self.lanes = []
        queue: list[tuple[tuple[str, int, int], Telling | Lane]] = [
            ((_day_of(lane), 1, n), lane) for n, lane in enumerate(took_place)
        ]
        plans = [t for t in tellings if t.mention.status != "held"]
        queue += [((t.day, 0, n), t) for n, t in enumerate(plans)]
        for _, item in sorted(queue, key=lambda q: q[0]):
            if isinstance(item, Lane):
                self._bind(item)
            else:
                self._place_plan(item)

    def _open(self, telling: Telling, why: str) -> Lane:
        lane = Lane(self.family, telling.sides, len(self.lanes))
        self.lanes.append(lane)
        self._put(lane, telling, why)
        return lane

    def _put(self, lane: Lane, telling: Telling, why: str) -> None:
        lane.take(telling, why, self.world)
        self.lane_of[telling.source.report.id, telling.index] = lane

    def _taken_up(self, telling: Telling) -> Lane | None:
        """The lane of the mention that this one takes up in its own report."""
        index = telling.mention.refers_to
        return None if index is None else self.lane_of.get((telling.source.report.id, index))

    # What took place

    def _place_held(self, telling: Telling) -> None:
        days = days_of(telling.when)
        found = self._same_event(telling, days)
        if found:
            self._put(found[0], telling, found[1])
        else:
            lane = self._open(telling, "first told here")
            if days and days[0] == days[1]:
                self.by_day.setdefault(days[0].isoformat(), []).append(lane)

    def _same_event(self, telling: Telling, days: tuple[date, date] | None) -> tuple[Lane, str] | None:
        if days and days[0] == days[1]:
            return self._same_day_event(telling, days[0])
        rows = [x for x in self._agreeing(self.lanes, telling) if same_level(x, telling)]
        if days:
            rows = [x for x in rows if x.held and x.held[0] <= days[1] and days[0] <= x.held[1]]
            return self._only(rows, telling, "the same sides, in a time that holds the day")
        taken_up = self._taken_up(telling)
        if taken_up in rows and taken_up is not None:
            return taken_up, "taken up from the same report"
        until = telling.source.last_day or "9999"
        before = [x for x in rows if x.held is None or x.held[0].isoformat() <= until]
        if telling.place:
            why = "the same sides in the same place"
            rows = [x for x in rows if compare_places(x.place, telling.place, self.world) >= WITHIN]
            if (near := self._nearest(rows, telling)) is not None:
                return near, f"{why}, days apart"
            named = [] if is_country(telling.place, self.world) else [x for x in rows if x in before]
            if named:
                return self._only(named, telling, why)
        here = [x for x in before if telling.source.report.id in x.reports]
        if len(here) == 1:
            return here[0], "the only one of these sides in the report"
        if telling.place:
            return None
        last = _as_date(telling.source.last_day)
        recent = [x for x in before if last and x.held and last - _RECENT <= x.held[0] <= last]
        if not recent and last and telling.source.dated.value:
            recent = [x for x in before if (days := _news_days(x)) and days[0] <= last <= days[1] + _FRESH]
        return (
            (recent[0], "the only one of these sides in the weeks before")
            if len(recent) == 1 and not here
            else None
        )

    def _nearest(self, rows: Sequence[Lane], telling: Telling) -> Lane | None:
        """Of meetings in the place that is named, the one nearest to the day of the report, if it is of these weeks."""
        dated = days_of(telling.source.dated.value)
        if dated is None:
            return None
        found = []
        for lane in rows:
            known = lane.held or _told_in(lane)
            if known is None:
                continue
            apart = max(known[0] - dated[0], dated[0] - known[1], timedelta(0))
            if apart <= _RECENT and known[0] <= dated[0] + _FRESH:
                found.append(
                    (apart, -compare_places(lane.place, telling.place, self.world), lane.number, lane)
                )
        return min(found, key=lambda f: f[:3])[3] if found else None

    def _same_day_event(self, telling: Telling, day: date) -> tuple[Lane, str] | None:
        """What took place on a day, or a day apart in the same place: the time zones, or a meeting of two days; a visit takes longer."""
        if rows := self._agreeing(self.by_day.get(day.isoformat(), []), telling):
            return rows[0], "the same sides on the same day"
        reach = _STAY if self.family == "visit" else 1
        for near in (day + timedelta(sign * n) for n in range(1, reach + 1) for sign in (-1, 1)):
            rows = self._agreeing(self.by_day.get(near.isoformat(), []), telling)
            rows = [x for x in rows if compare_places(x.place, telling.place, self.world) == SAME]
            if rows and telling.place:
                return rows[0], "the same sides in the same place, days apart"
        return None

    def _agreeing(self, lanes: Iterable[Lane], telling: Telling) -> list[Lane]:
        return [
            lane
            for lane in lanes
            if agree(lane.sides, telling.sides, summit=is_summit(lane, telling))
            and compare_places(lane.place, telling.place, self.world) != APART
        ]

    def _only(self, rows: list[Lane], telling: Telling, why: str) -> tuple[Lane, str] | None:
        named = [x for x in rows if compare_places(x.place, telling.place, self.world) == SAME]
        rows = named or rows
        # the same persons before the states that they may have met for
        rows = [x for x in rows if agree(x.sides, telling.sides, summit=False) == "same"] or rows
        return (rows[0], why) if len(rows) == 1 else None

    def _bind(self, event: Lane) -> None:
        """Joins what took place to the plan that it fulfils, where exactly one fits best."""
        found = [(score, lane) for lane in self.lanes if (score := self._fulfils(lane, event))]
        best = max((score for score, _ in found), default=0)
        plans = [lane for score, lane in found if score == best]
        if len(plans) != 1:
            event.number = len(self.lanes)
            self.lanes.append(event)
            return
        for telling in event.tellings:
            self._put(plans[0], telling, "the plan took place")

    def _fulfils(self, plan: Lane, event: Lane) -> int:
        took_place = event.held or _news_days(event, talks=plan.window is not None)
        if took_place is None or not (plan.window or any(t.mention.status != "held" for t in plan.tellings)):
            return 0
        if not agree(plan.sides, event.sides, summit=is_summit(plan, event.tellings[0])):
            return 0
        where = compare_places(plan.place, event.place, self.world)
        on_its_day = event.held is not None and plan.window is not None and _same_day(plan.window, event.held)
        again = where == SAME and plan.ended is not None and self.family == "visit"
        if where == APART or (event.held is None and plan.put_aside and not again):
            return 0  # what no report dates is not believed to have come of a plan that was put off
        if plan.took_place and not (on_its_day and plan.held is None):
            if plan.held is None and event.held is None and plan.window and _near(plan.window, took_place):
                return 4 + where if plan.window[1] - plan.window[0] < _FRESH else 0
            return 4 + where if where == SAME and plan.held and _around(took_place, plan.held) else 0
        last = _as_date(plan.last_day)
        soon = last is not None and last <= took_place[1] and took_place[0] <= last + _AHEAD
        if plan.ended is not None and plan.ended <= took_place[0].isoformat():
            dated = event.held is not None or (where == SAME and _spoken_of(plan, took_place))
            as_planned = on_its_day or (soon and dated and where >= WITHIN)
            return 4 + where if as_planned else 0
        exact = event.held is not None or where >= WITHIN
        if plan.window is None:
            lately = plan.announced and _spoken_of(plan, took_place)
            return where if soon and (exact or lately) else 0
        near = _near(plan.window, took_place)
        return 4 + where if near and (exact or plan.window[1] - plan.window[0] < _BRIEF) else 0

    # Plans

    def _place_plan(self, telling: Telling) -> None:
        taken_up = self._taken_up(telling)
        near = [x for x in self.lanes if x is taken_up or not self._out_of_reach(x, telling)]
        found = [(fit, lane) for lane in near if (fit := fits(lane, telling, self.world))]
        if taken_up is not None and any(lane is taken_up for _, lane in found):
            self._put(taken_up, telling, "taken up from the same report")
            return
        found = self._narrowed([(fit, x) for fit, x in found if not self._too_old(x, telling, fit)])
        if found:
            fit, lane = max(found, key=lambda f: self._preference(f[0], f[1], telling))
            self._put(lane, telling, fit.why)
            return
        before = self._ended_before(telling)
        lane = self._open(
            telling, "a new place or time after the end of the plan before" if before else "first told here"
        )
        lane.successor_of = before

    def _narrowed(self, found: list[tuple[Fit, Lane]]) -> list[tuple[Fit, Lane]]:
        """The lanes to choose from: where a side is told as its state, only one may be left, the best or the one not over."""
        if whole := [f for f in found if f[0].whole]:
            return whole
        # leaders meet at their summit before they do in the talks of their states
        found = [f for f in found if f[1].kinds != {"negotiation"}] or found
        highest = max((fit.score for fit, _ in found), default=0)
        best = [f for f in found if f[0].score == highest]
        best = [f for f in best if f[1].ended is None] or best
        return best if len(best) == 1 else []

    def _out_of_reach(self, lane: Lane, telling: Telling) -> bool:
        """Whether a lane can only be too old, whatever else fits: most lanes of much told sides are, and this is soon seen."""
        if not lane.last_day or lane.last_day > telling.day or (lane.place and lane.place == telling.place):
            return False
        last, now = _as_date(lane.last_day), _as_date(telling.day)
        return last is not None and now is not None and now - last > _STALE and not times_agree(lane, telling)

    def _too_old(self, lane: Lane, telling: Telling, fit: Fit) -> bool:
        """Whether nothing but the sides speaks for a lane that has long been silent."""
        last, now = _as_date(lane.last_day), _as_date(telling.day)
        named = any(side.members for side in (*lane.sides, *telling.sides))
        longest = _STALE if named else SILENT
        return last is not None and now is not None and now - last > longest and fit.score < 7

    def _preference(self, fit: Fit, lane: Lane, telling: Telling) -> tuple[int, bool, bool, str, int]:
        here = telling.source.report.id in lane.reports
        return fit.score, here, lane.ended is None, lane.last_day, lane.number

    def _ended_before(self, telling: Telling) -> Lane | None:
        """The cancelled plan of the same sides that a new one follows."""
        if telling.mention.presupposed:
            return None
        rows = [
            lane
            for lane in self.lanes
            if lane.ended is not None
            and lane.ended <= telling.day
            and agree(lane.sides, telling.sides, summit=is_summit(lane, telling))
        ]
        return max(rows, key=lambda lane: (lane.ended or "", lane.number)) if rows else None


def still_to_come(tellings: Sequence[Telling], world: World) -> list[Telling]:
    """The tellings; what took place by a report without its day, in the days before it is due, or was, is that plan taken for granted."""
    due = [
        t
        for t in tellings
        if t.mention.status in ("announced", "held") and t.window and t.window[0] == t.window[1]
    ]
    due.sort(key=_first)
    found = []
    for telling in tellings:
        dated = days_of(telling.source.dated.value)
        vague = telling.mention.status == "held" and telling.when is None and dated is not None
        if vague and dated and _is_due(due, telling, dated[0], world):
            mention = replace(telling.mention, status="announced", presupposed=True)
            telling = replace(telling, mention=mention)
        found.append(telling)
    return found


def _first(telling: Telling) -> date:
    return telling.window[0] if telling.window else date.min


def _is_due(due: Sequence[Telling], telling: Telling, day: date, world: World) -> bool:
    """Whether a meeting is still to come on the day of a report, and none of these weeks can be meant instead."""
    begin = bisect_left(due, day - _RECENT, key=_first)
    end = bisect_right(due, day + _SPOKEN_OF, key=_first)
    mine = [t for t in due[begin:end] if t.family != "call" and _can_be(t, telling, world)]
    before = any(
        t.mention.status == "held" and t.window and day - _RECENT <= t.window[0] <= day for t in mine
    )
    return not before and any(_awaits(t, day) for t in mine)


def _can_be(plan: Telling, telling: Telling, world: World) -> bool:
    """Whether two tellings can be of one meeting by its persons and place."""
    if agree(plan.sides, telling.sides, summit=plan.mention.kind == "summit") is None:
        return False
    return compare_places(plan.place, telling.place, world) != APART


def _awaits(plan: Telling, day: date) -> bool:
    """Whether a meeting comes within two weeks after the day of a report, and is spoken of by then."""
    if plan.window is None or not day < plan.window[0] <= day + _SPOKEN_OF:
        return False
    return plan.mention.status == "held" or plan.day <= day.isoformat()


def _grain(telling: Telling) -> tuple[int, int, tuple[str, str, str, str, int, int]]:
    """The finest times first, then what at least names a place; each in the order of telling."""
    days = days_of(telling.when)
    return (days[1] - days[0]).days if days else 99_999, 0 if telling.place else 1, telling.order


def _day_of(lane: Lane) -> str:
    return lane.held[1].isoformat() if lane.held else lane.tellings[0].day


def _same_day(plan: tuple[date, date], event: tuple[date, date]) -> bool:
    """Whether both are single days, at most the time zones apart."""
    return plan[0] == plan[1] and event[0] == event[1] and abs((plan[0] - event[0]).days) <= 1


def _around(told: tuple[date, date], event: tuple[date, date]) -> bool:
    """Whether a coarser time, or the days of the news, hold a meeting that is known by its day."""
    return told[0] <= event[0] and event[1] <= told[1] and event[0] == event[1]


def _told_in(event: Lane) -> tuple[date, date] | None:
    """The days of the reports that tell of something without its day."""
    days = [d for t in event.tellings if (d := days_of(t.source.dated.value))]
    return (min(d[0] for d in days), max(d[1] for d in days)) if days else None


def _near(window: tuple[date, date], event: tuple[date, date]) -> bool:
    """Whether two times meet, the time zones apart."""
    return window[0] - timedelta(1) <= event[1] and event[0] <= window[1] + timedelta(1)


def _spoken_of(plan: Lane, event: tuple[date, date]) -> bool:
    """Whether a plan was spoken of shortly before something took place."""
    last = _as_date(plan.last_day)
    return last is not None and last <= event[1] <= last + _SPOKEN_OF


def _news_days(event: Lane, *, talks: bool = False) -> tuple[date, date] | None:
    """When something told without its time must have been, by the day of its first report; habits are no news, nor are mere `talks`."""
    dated = event.tellings[0].source.dated
    last = days_of(dated.value)
    if (
        event.held is not None
        or last is None
        or (event.tellings[0].mention.kind == "negotiation" and not talks)
    ):
        return None
    return last[0] - _FRESH, last[1]


@functools.lru_cache(maxsize=4096)
def _as_date(value: str) -> date | None:
    days = days_of(value)
    return days[0] if days else None
