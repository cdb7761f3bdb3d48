"""A record that grows in memory: what the store does, without a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from biennien.model import Citation, ReportDate
from biennien.model.growth import Growth, Keys, Plan, Standing
from biennien.resolve.telling_meetings import cited_in


class Memory:
    """What is known of the reports that stand: `all` that was made of them, and each of them as it is `here`."""

    def __init__(self) -> None:
        self.all = Growth()
        self.here: dict[str, Standing] = {}
        self._under: dict[tuple[int, int], set[str]] = {}

    def take(self, new: Growth, standing: Mapping[str, Standing], dates: Mapping[str, ReportDate]) -> None:
        """Puts the new in the place of the old; `standing` are the reports that changed, `dates` those of all."""
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
        self.here.update(standing)
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
