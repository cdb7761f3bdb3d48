"""The record as known on one day after another: each grows from that of the day before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from biennien.knowledge.world import World
from biennien.model import Citation, Reading, Record, Report, ReportDate
from biennien.model.growth import NAMES, Growth, Keys, Nothing, Plan, Standing
from biennien.resolve import known_on, record_of
from biennien.resolve.growing import date_anew, tell_anew
from biennien.resolve.keys import number, unknown_in
from biennien.resolve.sight import NONE, Sight
from biennien.resolve.telling_meetings import cited_in

Day = tuple[
    str, Sequence[Report], Mapping[str, Reading]
]  # with the reports of which that day knows, and what was read in them


def resolve_days(days: Iterable[Day], world: World) -> Iterator[Record]:
    """The records of some days in their order, each the same as `resolve` makes it of these reports for that day."""
    kept, dated, before = _Kept(), None, ""
    for day, reports, readings in days:
        if dated is None or dated[0] != (reports, readings):
            whole, growth = Sight(reports, readings, (), Nothing(), world), Growth()
            date_anew(whole, growth)
            dated = (reports, readings), whole, growth.dates
        _, whole, dates = dated
        known = {report.id: report for report in known_on(whole, day)}
        step = _Step(before=before, day=day, dates=dates)
        changed = [r for r in known.values() if step.is_otherwise(kept, r, readings[r.id])]
        sight = Sight(
            changed,
            {r.id: readings[r.id] for r in changed},
            [i for i in kept.here if i not in known],
            kept,
            world,
        )
        sight.dates.update({r.id: dates[r.id] for r in changed})
        kept.take(_grown(sight, day), sight, readings, dates)
        before = day
        yield record_of(kept.all)


class _Step:
    """From one day to the next."""

    def __init__(self, *, before: str, day: str, dates: Mapping[str, ReportDate]) -> None:
        self.before, self.day, self.dates = before, day, dates

    def is_otherwise(self, kept: _Kept, report: Report, reading: Reading) -> bool:
        """Whether a report is told anew: it came, or is another, or was surely out only now."""
        dated = self.dates[report.id]
        standing = kept.here.get(report.id)
        if standing is None or (standing.report, standing.dated) != (report, dated):
            return True
        return standing.reading != reading or self.before < (dated.latest or "9999") <= self.day


def _grown(sight: Sight, day: str) -> Growth:
    """What changes with the reports that are looked at, their dates being given."""
    growth = Growth(gone=sight.gone, reports=dict(sight.reports), votes=dict(sight.votes))
    named = {number((entity,)) for entity in sight.strangers_changed()}
    _put_names(sight, sorted(sight.anew))
    sight.renew(fresh := sight.under(NAMES, named))
    _put_names(sight, [i for i in fresh if NAMES not in sight.keys.get(i, {})])
    tell_anew(sight, growth, day)
    return growth


def _put_names(sight: Sight, ids: Sequence[str]) -> None:
    for i in ids:
        names = (
            frozenset(number((entity,)) for entity in unknown_in(reading, sight.tables))
            if (reading := sight.readings.get(i))
            else NONE
        )
        sight.put_keys(i, {NAMES: names})


class _Kept:
    """What is known of the reports of the day before."""

    def __init__(self) -> None:
        self.all = Growth()
        self.here: dict[str, Standing] = {}
        self._under: dict[tuple[int, int], set[str]] = {}

    def take(
        self, new: Growth, sight: Sight, readings: Mapping[str, Reading], dates: Mapping[str, ReportDate]
    ) -> None:
        """Puts the new in the place of the old."""
        old = self.all
        for i in new.gone:
            self._put_keys(i, {})
            self.here.pop(i, None)
            old.votes.pop(i, None)
            old.issues.pop(i, None)
        old.dates = dict(dates)
        old.votes.update({i: new.votes.get(i, {}) for i in new.reports})
        old.issues.update(new.issues)
        for i, keys in new.keys.items():
            self._put_keys(i, {**self.all.keys.get(i, {}), **keys})
        for i, report in new.reports.items():
            self.here[i] = Standing(report=report, reading=readings[i], dated=sight.dates[i])
        old.plans.update(new.plans)
        old.plan_keys.update(new.plan_keys)
        old.meetings.update(new.meetings)
        anew = {*new.issues, *new.gone}
        kept = (
            u for u in old.statements if u.report_id not in anew and (u.report_id, u.index) not in new.retold
        )
        old.statements = [*kept, *new.statements]

    def _put_keys(self, report_id: str, keys: dict[int, frozenset[int]]) -> None:
        """The keys of a report; none where it is gone."""
        for kind, numbers in self.all.keys.pop(report_id, {}).items():
            for key in numbers:
                self._under[kind, key].discard(report_id)
        if keys:
            self.all.keys[report_id] = keys
        for kind, numbers in keys.items():
            for key in numbers:
                self._under.setdefault((kind, key), set()).add(report_id)

    def under(self, kind: int, keys: Collection[int]) -> set[str]:
        """The ids of the reports with one of the keys."""
        return {i for key in keys for i in self._under.get((kind, key), ())}

    def keys(self, ids: Collection[str]) -> Mapping[str, Keys]:
        """All keys of the reports that are there."""
        return {i: dict(self.all.keys[i]) for i in ids if i in self.all.keys}

    def standing(self, ids: Collection[str]) -> Mapping[str, Standing]:
        """Those of the reports that are there."""
        return {i: self.here[i] for i in ids if i in self.here}

    def votes(self, entities: Collection[str]) -> Mapping[str, Mapping[str, int]]:
        """How often the reports give each person to each state."""
        wanted = set(entities)
        found: dict[str, Counter[str]] = {}
        for cast in self.all.votes.values():
            for (entity, state), times in cast.items():
                if entity in wanted:
                    found.setdefault(entity, Counter())[state] += times
        return found

    def votes_of(self, ids: Collection[str]) -> Mapping[str, Mapping[tuple[str, str], int]]:
        """By report, how often it gives each (person, state)."""
        return {i: self.all.votes[i] for i in ids if i in self.all.votes}

    def plans(self, groups: Collection[int]) -> Mapping[int, Sequence[Plan]]:
        """The plans of groups of sides."""
        return {g: self.all.plans[g] for g in groups if self.all.plans.get(g)}

    def planned(self, keys: Collection[int]) -> Mapping[int, Sequence[Plan]]:
        """The plans of every group that has one with one of the keys."""
        wanted = set(keys)
        return self.plans([g for g, mine in self.all.plan_keys.items() if mine & wanted])

    def told(self, groups: Collection[int]) -> Sequence[tuple[str, Citation]]:
        """(meeting, citation) of what the meetings of groups rest on."""
        return list(cited_in(self.all.meetings.get(g, ()) for g in groups))

    def telling(self, ids: Collection[str]) -> Sequence[tuple[int, str, Citation]]:
        """(group, meeting, citation) of what the reports tell of meetings."""
        wanted = set(ids)
        return [
            (group, meeting, citation)
            for group, rows in self.all.meetings.items()
            for meeting, citation in cited_in([rows])
            if citation.report_id in wanted
        ]
