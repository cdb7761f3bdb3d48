"""What some reports told as known on a day: the lines that all reports known by then yield, made from those alone that bear on them.

What a report bears on is found by its keys (`resolve/keys.py`), as the record grows. The keys are those of the record as it is now;
reports that stood otherwise on that day, by their text, their date or the state of somebody they name, are given the keys they had.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from biennien.knowledge.world import World
from biennien.model import Reading, Record, Report, ReportDate
from biennien.model.growth import (
    NAMES,
    ONE_SIDED,
    SEQUEL,
    SIDES,
    Growth,
    Kept,
    Nothing,
    Plan,
    Standing,
)
from biennien.model.past import Cast, Row, Standings
from biennien.resolve import record_of
from biennien.resolve.growing import date_anew, put_issues
from biennien.resolve.keys import content_keys, group_of, number, unknown_in
from biennien.resolve.loose import marks_of
from biennien.resolve.sight import NONE, Sight
from biennien.resolve.statements import said_in
from biennien.resolve.strangers import stranger, votes_of
from biennien.resolve.telling import Telling, tellings_of
from biennien.resolve.telling_meetings import tell_meetings
from biennien.resolve.telling_statements import said_with, tell_chosen

Changed = Mapping[str, tuple[Report, Reading | None]]


class Reach(Kept, Protocol):
    """What is known of the reports that stand, looked up by key."""

    def keys_of(self, kind: int, ids: Collection[str]) -> set[int]:
        """The keys of one kind that the reports have."""

    def planned_by(self, keys: Collection[int]) -> set[int]:
        """The groups that have a plan with one of the keys."""

    def plan_keys(self, groups: Collection[int]) -> set[int]:
        """The keys of the plans of groups."""


class Past:
    """The reports as they were known on a day: which they were, and how those stood that stood otherwise."""

    def __init__(
        self,
        day: str,
        now: Standings,
        changed: Changed,
        reach: Reach,
        world: World,
    ) -> None:
        """`changed` are the reports that were another version on the day than `now`."""
        self.day = day
        self.world = world
        self.standing: dict[str, Standing] = {}  # of those that stood otherwise
        self.keys: dict[str, dict[int, frozenset[int]]] = {}  # of these
        self.planned: dict[int, set[int]] = {}  # by key, the groups of which these tell
        self._changed, self._dates = changed, _dates_with(changed, reach, world)
        rows = [_as_it_was(row, changed, self._dates) for row in now.rows] if changed else now.rows
        self.known, promoted = _known(rows, day)
        otherwise = {*changed, *self._dates, *promoted} & self.known
        self._stand(otherwise, promoted, reach)
        self._votes = {i: cast for i, cast in now.votes.items() if i in self.known and i not in otherwise}
        self._votes |= {i: self._cast(i) for i in otherwise}
        self._counts = _counted(self._votes)
        before = _counted(now.votes)
        moved = {
            e for e in before.keys() | self._counts.keys() if _state(e, before) != _state(e, self._counts)
        }
        named = reach.under(NAMES, {number((entity,)) for entity in moved}) & self.known
        self._stand(named - otherwise, promoted, reach)
        self._put_keys()

    def as_recorded(self, report_id: str, now: Standing) -> Standing:
        """A report as it stood on the day, also one that was not known then."""
        report, reading = self._changed.get(report_id, (now.report, now.reading))
        return Standing(report=report, reading=reading, dated=self._dates.get(report_id, now.dated))

    def votes(self, entities: Collection[str]) -> Mapping[str, Mapping[str, int]]:
        """How often the reports that were known give each person to each state."""
        return {e: self._counts[e] for e in entities if e in self._counts}

    def votes_of(self, ids: Collection[str]) -> Mapping[str, Cast]:
        """By report, how often it gives each (person, state)."""
        return {i: self._votes[i] for i in ids if i in self._votes}

    def _stand(self, ids: Collection[str], promoted: Collection[str], reach: Reach) -> None:
        for i, now in reach.standing(sorted(ids)).items():
            found = self.as_recorded(i, now)
            original = replace(found.report, copy_of=None) if i in promoted else found.report
            self.standing[i] = replace(found, report=original)

    def _cast(self, report_id: str) -> Cast:
        found = self.standing[report_id]
        return votes_of(found.reading, self.world) if found.reading and found.report.copy_of is None else {}

    def _put_keys(self) -> None:
        sight = self.sight(self.standing.values(), Nothing())
        for i in sorted(self.standing):
            if not sight.tells(i):
                self.keys[i] = {}
                continue
            source = sight.source(i)
            tellings = list(tellings_of(source, sight.world))
            names = frozenset(number((e,)) for e in unknown_in(sight.readings[i], self.world))
            keys = content_keys(source, tellings, said_in(source), sight.world)
            self.keys[i] = {**keys, NAMES: names}
            for telling in tellings:
                for mark in marks_of(_as_plan(telling)):
                    self.planned.setdefault(number(mark), set()).add(group_of(telling))

    def sight(self, standing: Iterable[Standing], kept: Kept) -> Sight:
        """The reports as they are told on the day."""
        rows = {s.report.id: s for s in standing}
        readings = {i: s.reading for i, s in rows.items() if s.reading is not None}
        kept = _KeptOf(self, kept)
        sight = Sight([s.report for s in rows.values()], readings, (), kept, self.world)
        sight.dates.update((i, s.dated) for i, s in rows.items())
        return sight


class _KeptOf(Nothing):
    """What is known of the other reports of a day: who was of which state, and where `kept` looks up what stands under a key."""

    def __init__(self, past: Past, kept: Kept) -> None:
        self._past = past
        self._kept = kept

    def under(self, kind: int, keys: Collection[int]) -> set[str]:
        """The ids of the reports with one of the keys."""
        past = self._past
        wanted = set(keys)
        found = self._kept.under(kind, keys) & past.known - past.standing.keys()
        return found | {i for i, mine in past.keys.items() if mine.get(kind, NONE) & wanted}

    def standing(self, ids: Collection[str]) -> Mapping[str, Standing]:
        """Those of the reports that are there."""
        past = self._past
        now = self._kept.standing([i for i in ids if i not in past.standing])
        return {**now, **{i: past.standing[i] for i in ids if i in past.standing}}

    def votes(self, entities: Collection[str]) -> Mapping[str, Mapping[str, int]]:
        """How often the reports give each person to each state."""
        return self._past.votes(entities)

    def votes_of(self, ids: Collection[str]) -> Mapping[str, Cast]:
        """By report, how often it gives each (person, state)."""
        return self._past.votes_of(ids)


def tell_past(past: Past, reports: Collection[str], reach: Reach) -> Record:
    """The record of the reports that bear on what some reports told; what these told is in it as in that of all, other lines need not be."""
    kept = _KeptOf(past, reach)
    first = past.sight(kept.standing(sorted(past.known.intersection(reports))).values(), reach)
    said = said_with(first)
    wanted = _bearing_on({*first.anew, *(i for i, _ in said)}, past, reach, kept)
    sight = past.sight(kept.standing(sorted(wanted)).values(), Nothing())
    growth = Growth(dates=dict(sight.dates))
    groups, _ = tell_meetings(sight, growth, past.day, alone=True)
    tell_chosen(sight, growth, said, groups, past.day)
    put_issues(sight, growth)
    return record_of(growth)


def _bearing_on(told: set[str], past: Past, reach: Reach, kept: Kept) -> set[str]:
    """The reports that meetings depend on of which some reports tell."""

    def keys(kind: int, ids: Collection[str]) -> set[int]:
        mine = [past.keys[i].get(kind, NONE) for i in ids if i in past.keys]
        return reach.keys_of(kind, [i for i in ids if i not in past.keys]).union(*mine)

    def planned(marks: Collection[int]) -> set[int]:
        return reach.planned_by(marks).union(*(past.planned.get(n, ()) for n in marks))

    groups = keys(SIDES, told) | planned(keys(ONE_SIDED, told))
    while True:
        marks = reach.plan_keys(groups) | {n for n, its in past.planned.items() if its & groups}
        of_one_side = kept.under(ONE_SIDED, marks)
        # What else a mention of one side can mean counts too: whether it means this plan depends on it.
        also = planned(marks & keys(ONE_SIDED, of_one_side))
        found = told | of_one_side | kept.under(SIDES, groups | also)
        decided = [i for i, standing in kept.standing(sorted(found)).items() if standing.report.decisions]
        if not (linked := keys(SIDES, decided) - groups):
            return found | kept.under(SIDES, keys(SEQUEL, found))
        groups |= linked


def _dates_with(changed: Changed, reach: Reach, world: World) -> Mapping[str, ReportDate]:
    """The dates that are others with some other versions."""
    if not changed:
        return {}
    reports = [report for report, _ in changed.values()]
    readings = {i: reading for i, (_, reading) in changed.items() if reading is not None}
    growth = Growth()
    date_anew(Sight(reports, readings, (), reach, world), growth)
    return growth.dates


def _as_it_was(row: Row, changed: Changed, dates: Mapping[str, ReportDate]) -> Row:
    if (dated := dates.get(row.report_id)) is not None:
        row = replace(row, earliest=dated.earliest)
    if row.report_id in changed:
        report = changed[row.report_id][0]
        row = replace(row, instant=report.instant, copy_of=report.copy_of)
    return row


def _known(rows: Iterable[Row], day: str) -> tuple[frozenset[str], frozenset[str]]:
    """The reports that count on a day, and those of them that stand for their original, which is not there yet."""
    rows = [row for row in rows if row.earliest and row.earliest <= day]
    known = {row.report_id for row in rows if row.copy_of is None}
    originals, promoted = set(known), set[str]()
    copies = (row for row in rows if row.copy_of is not None)
    for row in sorted(copies, key=lambda r: (r.earliest or "", r.instant, r.report_id)):
        if row.copy_of is not None and row.copy_of not in originals:
            originals.add(row.copy_of)
            promoted.add(row.report_id)
    return frozenset(known | promoted), frozenset(promoted)


def _counted(votes: Mapping[str, Cast]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for cast in votes.values():
        for (entity, state), times in cast.items():
            found.setdefault(entity, Counter())[state] += times
    return found


def _state(entity: str, counts: Mapping[str, Mapping[str, int]]) -> str:
    actor = stranger(entity, counts.get(entity, {}))
    return actor.country if actor else ""


def _as_plan(telling: Telling) -> Plan:
    """What a telling alone gives of a plan."""
    return Plan(
        name="",
        sides=tuple((side.key, (), ()) for side in telling.sides),
        place=telling.place,
        places=(telling.place,) if telling.place else (),
        days=(telling.day,),
        entities=(),
    )
