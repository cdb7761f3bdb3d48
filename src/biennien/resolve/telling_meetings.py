"""The meetings that change with the reports that are read off again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from biennien.model import Citation
from biennien.model.growth import COMPLETED, ONE_SIDED, SEQUEL, SIDES, WORDS, Folded, Growth, Plan
from biennien.resolve.deciding import as_decided, decided_lanes
from biennien.resolve.fold import fold_lanes
from biennien.resolve.gathering import gather_lanes
from biennien.resolve.joining import join_tellings
from biennien.resolve.keys import content_keys, group_of, groups_of, number
from biennien.resolve.lanes import Lane
from biennien.resolve.leading import led_by
from biennien.resolve.loose import Mark, Meant, completed, marks_of, meant_by, one_sided, plans_in
from biennien.resolve.sequels import date_sequels, waits
from biennien.resolve.sight import NONE, Sight
from biennien.resolve.statements import said_in
from biennien.resolve.telling import Source, Telling, tellings_of


def tell_meetings(
    sight: Sight, growth: Growth, as_known: str | None, *, alone: bool = False
) -> tuple[set[int], set[str]]:
    """Folds every meeting anew that can be another one; returns the groups of these, and the reports in which other words are cited now.

    `alone` where nothing is asked of the statements.
    """
    work = _Meetings(sight)
    work.put_keys(alone=alone)
    groups = work.groups()
    lanes = work.lanes(groups, completing=False)
    marks = work.plan(lanes, groups, growth)
    more = work.complete(marks)
    if more or sight.under(COMPLETED, groups):
        groups = work.linked(groups | more)
        lanes = work.lanes(groups, completing=True)
    told: dict[int, list[Folded]] = {group: [] for group in groups}
    led = led_by(decided_lanes(lanes, sight.world), work.meant(groups))
    for lane, folded in fold_lanes(led, sight.world, as_known=as_known):
        told[_group(lane)].append(folded)
    growth.meetings = {
        g: tuple(sorted(rows, key=lambda f: (f.order, f.meeting.id))) for g, rows in told.items()
    }
    before = set(sight.kept.told(groups))
    now = set(cited_in(growth.meetings.values()))
    return groups, {citation.report_id for _, citation in before ^ now}


def cited_in(groups: Iterable[Iterable[Folded]]) -> Iterable[tuple[str, Citation]]:
    """(meeting, citation) of what meetings rest on."""
    for rows in groups:
        for folded in rows:
            for change in folded.meeting.changes:
                for citation in change.citations:
                    yield folded.meeting.id, citation


class _Meetings:
    """The tellings of the reports that are looked at, and the plans that a mention of one side can mean."""

    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        self._tellings: dict[str, list[Telling]] = {}
        self._completed: dict[str, list[Telling]] = {}  # with those of one side whose plan is sure
        self._meant: dict[str, list[tuple[Telling, Meant]]] = {}  # those of one side, sure or not
        self._plans: dict[int, tuple[Plan, ...]] = {}  # of the groups that are joined anew

    def tellings(self, report_id: str) -> list[Telling]:
        """What a report tells by itself."""
        if report_id not in self._tellings:
            self._tellings[report_id] = list(tellings_of(self.sight.source(report_id), self.sight.world))
        return self._tellings[report_id]

    def put_keys(self, *, alone: bool) -> None:
        """By what the reports that are read off again bear on others; `alone` not by what is said in them."""
        sight = self.sight
        empty = dict.fromkeys((SIDES, SEQUEL, ONE_SIDED, COMPLETED, WORDS), NONE)
        for i in sorted(sight.anew):
            if sight.tells(i):
                source = sight.source(i)
                said = () if alone else said_in(source)
                sight.put_keys(i, content_keys(source, self.tellings(i), said, sight.world))
            else:
                sight.put_keys(i, empty)

    def groups(self) -> set[int]:
        """The groups of sides whose meetings can be others now: also those that get a day from one of these."""
        sight = self.sight
        found = fresh = sight.keys_before(SIDES) | sight.keys_now(SIDES)
        while fresh:
            waiting = [t for i in sight.under(SEQUEL, fresh) for t in self.tellings(i) if waits(t)]
            fresh = {group_of(t) for t in waiting} - found
            found |= fresh
        return self.linked(found)

    def linked(self, groups: Collection[int]) -> set[int]:
        """The groups with those that decisions link them to: what was said to be one meeting is joined at once."""
        found = fresh = set(groups)
        while fresh:
            told = (t for i in self.sight.under(SIDES, fresh) for t in self.tellings(i))
            fresh = {n for t in told if as_decided(t).as_read for n in groups_of(t, self.sight.world)} - found
            found = found | fresh
        return found

    def lanes(self, groups: set[int], *, completing: bool) -> list[Lane]:
        """The lanes of the groups as the machine joins them; `completing` counts mentions of one side among those of the plan that they mean."""
        sight = self.sight
        ids = sight.under(SIDES, groups)
        if completing:
            ids = sorted({*ids, *sight.under(COMPLETED, groups)})
            self._fill(ids)
        told = {
            i: self._completed.get(i) or self.tellings(i) if completing else self.tellings(i) for i in ids
        }
        mine = [t for i in ids for t in told[i] if group_of(t) in groups]
        waiting = {t.source.report.id for t in mine if waits(t)}
        others = {group_of(t) for i in waiting for t in told[i] if t.mention.status == "held"} - groups
        context = [
            t
            for i in sight.under(SIDES, others)
            for t in told.get(i) or self.tellings(i)
            if t.mention.status == "held" and group_of(t) in others
        ]
        dated = date_sequels([*mine, *context], sight.world)
        return gather_lanes(join_tellings(dated[: len(mine)], sight.world), sight.world)

    def plan(self, lanes: Iterable[Lane], groups: Collection[int], growth: Growth) -> set[int]:
        """Notes the plans of the groups, and returns by what a mention of one side can mean something else now."""
        of: dict[int, list[Lane]] = {group: [] for group in groups}
        for lane in lanes:
            of[_group(lane)].append(lane)
        self._plans = {group: tuple(plans_in(rows, self.sight.world)) for group, rows in of.items()}
        kept = self.sight.kept.plans(groups)
        marks: set[Mark] = set()
        for group, plans in self._plans.items():
            before = tuple(kept.get(group, ()))
            if plans != before:
                growth.plans[group] = plans
                growth.plan_keys[group] = frozenset(number(m) for p in plans for m in marks_of(p))
                marks.update(m for p in {*plans} ^ {*before} for m in marks_of(p))
        return {number(m) for m in marks}

    def complete(self, marks: set[int]) -> set[int]:
        """Completes the mentions of one side that can mean something else now, and returns the groups they were, or are, of."""
        sight = self.sight
        ids = {*sight.under(ONE_SIDED, marks), *(i for i in sight.anew if sight.keys[i].get(ONE_SIDED))}
        before = sight.kept.keys(sorted(ids - sight.anew))
        groups = sight.keys_before(COMPLETED) | {
            n for keys in before.values() for n in keys.get(COMPLETED, NONE)
        }
        self._fill(ids)
        for i in sorted(sight.anew | ids):
            mine = {_group_of(plan) for _, m in self._meant.get(i, ()) for plan in m.plans if i in ids}
            groups |= mine
            sight.put_keys(i, {COMPLETED: frozenset(mine)})
        return groups

    def meant(self, groups: Collection[int]) -> list[tuple[Telling, Meant]]:
        """The mentions of one side that can mean plans of some groups."""
        return [row for i in self.sight.under(COMPLETED, groups) for row in self._meant.get(i, ())]

    def _fill(self, ids: Iterable[str]) -> None:
        """Completes what was not completed yet."""
        sight = self.sight
        sources: dict[str, Source] = {i: sight.source(i) for i in sorted(ids) if i not in self._completed}
        marks = {m for s in sources.values() for _, m in one_sided(s, sight.world).values()}
        plans = self._plans_under(marks)
        for i, source in sources.items():
            meant = meant_by(source, plans, sight.world)
            if not meant:
                self._completed[i] = self.tellings(i)
                continue
            told = list(tellings_of(completed(source, meant), sight.world))
            self._completed[i] = [t for t in told if t.index not in meant or meant[t.index].surely]
            self._meant[i] = [(t, meant[t.index]) for t in told if t.index in meant]

    def _plans_under(self, marks: set[Mark]) -> Mapping[Mark, list[Plan]]:
        """The plans that mentions of one side may mean, as they are now."""
        if not marks:
            return {}
        kept = self.sight.kept.planned({number(m) for m in marks})
        rows = [*self._plans.items(), *((g, plans) for g, plans in kept.items() if g not in self._plans)]
        found: dict[Mark, list[Plan]] = {}
        for _, plans in sorted(rows, key=lambda r: r[0]):
            for plan in plans:
                for mark in {*marks_of(plan)} & marks:
                    found.setdefault(mark, []).append(plan)
        return found


def _group_of(plan: Plan) -> int:
    return number(key for key, *_ in plan.sides)


def _group(lane: Lane) -> int:
    return number(side.key for side in lane.sides)
