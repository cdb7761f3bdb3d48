"""A record that grows in memory: what the store does, without a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from biennien.knowledge.world import World
from biennien.model import Citation, Reading, Record, Report
from biennien.model.growth import Growth, Keys, Plan, Standing
from biennien.resolve import grow, record_of
from biennien.resolve.telling_meetings import cited_in


class Memory:
    """What is kept of the reports that stand; `seen` counts the reports that were looked at."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.here: dict[str, tuple[Report, Reading | None]] = {}
        self.all = Growth()
        self.seen = 0

    def become(self, reports: Mapping[str, tuple[Report, Reading | None]]) -> Growth:
        """Lets the record grow to that of these reports, and no others."""
        changed = [r for i, (r, x) in reports.items() if self.here.get(i) != (r, x)]
        gone = [i for i in self.here if i not in reports]
        readings = {r.id: x for r in changed if (x := reports[r.id][1]) is not None}
        growth = grow(changed, readings, gone, self, self.world)
        self._take(growth)
        self.here = dict(reports)
        return growth

    def record(self) -> Record:
        """The record as it stands."""
        return record_of(self.all)

    def _take(self, new: Growth) -> None:
        old = self.all
        for table in (old.reports, old.dates, old.keys, old.votes, old.issues):
            for i in new.gone:
                table.pop(i, None)  # type: ignore[attr-defined]
        old.reports.update(new.reports)
        old.dates.update(new.dates)
        old.votes.update({i: new.votes.get(i, {}) for i in new.reports})
        old.issues.update(new.issues)
        for i, keys in new.keys.items():
            old.keys.setdefault(i, {}).update(keys)
        old.plans.update(new.plans)
        old.plan_keys.update(new.plan_keys)
        old.meetings.update(new.meetings)
        anew = {*new.issues, *new.gone}
        kept = [
            u for u in old.statements if u.report_id not in anew and (u.report_id, u.index) not in new.retold
        ]
        old.statements = [*kept, *new.statements]

    def under(self, kind: int, keys: Collection[int]) -> set[str]:
        wanted = set(keys)
        return {i for i, mine in self.all.keys.items() if mine.get(kind, frozenset()) & wanted}

    def keys(self, ids: Collection[str]) -> Mapping[str, Keys]:
        return {i: dict(self.all.keys[i]) for i in ids if i in self.all.keys}

    def standing(self, ids: Collection[str]) -> Mapping[str, Standing]:
        self.seen += len(ids)
        return {
            i: Standing(report=self.here[i][0], reading=self.here[i][1], dated=self.all.dates[i])
            for i in ids
            if i in self.here
        }

    def votes(self, entities: Collection[str]) -> Mapping[str, Mapping[str, int]]:
        found: dict[str, Counter[str]] = {}
        for cast in self.all.votes.values():
            for (entity, state), times in cast.items():
                if entity in entities:
                    found.setdefault(entity, Counter())[state] += times
        return found

    def votes_of(self, ids: Collection[str]) -> Mapping[str, Mapping[tuple[str, str], int]]:
        return {i: self.all.votes[i] for i in ids if i in self.all.votes}

    def plans(self, groups: Collection[int]) -> Mapping[int, Sequence[Plan]]:
        return {g: self.all.plans[g] for g in groups if self.all.plans.get(g)}

    def planned(self, keys: Collection[int]) -> Mapping[int, Sequence[Plan]]:
        return self.plans([g for g, mine in self.all.plan_keys.items() if mine & set(keys)])

    def told(self, groups: Collection[int]) -> Sequence[tuple[str, Citation]]:
        return list(cited_in(self.all.meetings.get(g, ()) for g in groups))

    def telling(self, ids: Collection[str]) -> Sequence[tuple[int, str, Citation]]:
        return [
            (group, meeting, citation)
            for group, rows in self.all.meetings.items()
            for meeting, citation in cited_in([rows])
            if citation.report_id in ids
        ]
