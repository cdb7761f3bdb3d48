"""Which mentions are of one meeting: first what took place, then the plans in the order they were told.

Merging too much is worse than too little: what is ambiguous stays by itself.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from biennien.knowledge.world import World
from biennien.model.timex import days_of
from biennien.resolve.due import RECENT, SPOKEN_OF, still_to_come
from biennien.resolve.lanes import SILENT, Fit, Lane, fits, is_summit, same_level, times_agree
from biennien.resolve.places import APART, SAME, WITHIN, compare_places, is_country
from biennien.resolve.sides import Side, agree
from biennien.resolve.telling import Telling

_STAY = 4  # days that a visit takes
_FRESH = timedelta(days=3)  # news of what took place is told within so many days
_STALE = timedelta(
    days=120
)  # a plan nobody has spoken of for so long is not taken up by a mere "the meeting"
_BRIEF = timedelta(days=8)  # a plan for a week or less can be what the news of that week tells
_AHEAD = timedelta(days=45)  # a plan without a day is taken to be what is held within this time

_MET = ("meeting", "summit")

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
        recent = [x for x in before if last and x.held and last - RECENT <= x.held[0] <= last]
        if not recent and last and telling.source.dated.value:
            recent = [
                x for x in before if (days := _news_days(x)) and days[0] <= last <= days[1] + _told_for(x)
            ]
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
            if apart <= RECENT and known[0] <= dated[0] + _FRESH:
                found.append(
                    (apart, -compare_places(lane.place, telling.place, self.world), lane.number, lane)
                )
        return min(found, key=lambda f: f[:3])[3] if found else None

    def _same_day_event(self, telling: Telling, day: date) -> tuple[Lane, str] | None:
        """What took place on a day, or a day apart in the same place: the time zones, or a meeting of two days; a visit takes longer."""
        of_the_day = self.by_day.get(day.isoformat(), [])
        if rows := self._agreeing(of_the_day, telling):
            return rows[0], "the same sides on the same day"
        if len(rows := [x for x in of_the_day if _leaders_there(x, telling)]) == 1:
            return rows[0], "the states on the day and in the place of their leaders"
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
    return last is not None and last <= event[1] <= last + SPOKEN_OF


def _leaders_there(lane: Lane, telling: Telling) -> bool:
    """Whether states that are told to have met, without more, are their leaders who met in the same place."""
    met = telling.mention.kind in _MET and not lane.kinds.isdisjoint(_MET)
    here = telling.place is not None and telling.place == lane.place
    return met and here and agree(lane.sides, telling.sides, summit=True) is not None


def _told_for(event: Lane) -> timedelta:
    """How long after the news something is told again without its day: persons meet less often than states and bodies do."""
    return SPOKEN_OF if all(side.members for side in event.sides) else _FRESH


def _news_days(event: Lane, *, talks: bool = False) -> tuple[date, date] | None:
    """When something told without its time must have been, by the day of its first report; habits are no news, nor are mere `talks`."""
    dated = event.tellings[0].source.dated
    last = days_of(dated.value)
    mere = event.kinds == {"negotiation"} and not talks
    if event.held is not None or last is None or mere:
        return None
    return last[0] - _FRESH, last[1]


@functools.lru_cache(maxsize=4096)
def _as_date(value: str) -> date | None:
    days = days_of(value)
    return days[0] if days else None
