"""What stands after a change, as far as it was looked at: the reports that changed, and of the others those that matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from biennien.knowledge.world import Actor, World
from biennien.model import Reading, Report, ReportDate
from biennien.model.growth import KINDS, Kept
from biennien.resolve.deciding import decided_reading
from biennien.resolve.keys import unknown_in
from biennien.resolve.strangers import stranger, votes_of
from biennien.resolve.telling import Source, source_of

NONE: frozenset[int] = frozenset()


class Sight:
    """The reports after a change, by id and by key.

    `anew` are those that are read off again: the changed ones, and whatever the change bears on. What `kept` knows of them, and
    of those that are `gone`, is what stood before.
    """

    def __init__(
        self,
        reports: Iterable[Report],
        readings: Mapping[str, Reading],
        gone: Iterable[str],
        kept: Kept,
        world: World,
    ) -> None:
        self.kept = kept
        self.reports = {report.id: report for report in reports}
        self.readings = {i: decided_reading(r, readings[i]) for i, r in self.reports.items() if i in readings}
        self.dates: dict[str, ReportDate] = {}
        self.gone = frozenset(gone)
        self.anew = set(self.reports)
        self.keys: dict[str, dict[int, frozenset[int]]] = {}
        self.tables = world
        self._actors = dict(world.actors)
        self.world = world.with_actors(self._actors)
        self._index: dict[int, dict[int, set[str]]] = {kind: {} for kind in KINDS}
        self._before = {i: dict(keys) for i, keys in kept.keys([*self.reports, *self.gone]).items()}
        self._sources: dict[str, Source] = {}
        self._met: set[str] = set()
        self.votes = {i: votes_of(self.readings[i], world) for i in self.reports if self.tells(i)}
        self._more: dict[str, Counter[str]] = {}
        self._count(self.votes, 1)
        self._count(kept.votes_of([*self.reports, *self.gone]), -1)
        self._meet(self.readings)

    # Who stands

    def tells(self, report_id: str) -> bool:
        """Whether a report yields lines: it is read, and no copy."""
        return report_id in self.readings and self.reports[report_id].copy_of is None

    def load(self, ids: Iterable[str]) -> None:
        """Looks at reports that did not change."""
        missing = sorted(i for i in ids if i not in self.reports and i not in self.gone)
        found = self.kept.standing(missing) if missing else {}
        for report_id, standing in found.items():
            self.reports[report_id] = standing.report
            self.dates[report_id] = standing.dated
            if standing.reading is not None:
                self.readings[report_id] = decided_reading(standing.report, standing.reading)
        self._meet(i for i in found if i in self.readings)

    def renew(self, ids: Iterable[str]) -> None:
        """Counts reports that did not change themselves among those that are read off again."""
        fresh = sorted(i for i in ids if i not in self.anew)
        if fresh:
            self.load(fresh)
            self._before.update((i, dict(keys)) for i, keys in self.kept.keys(fresh).items())
            self.anew.update(fresh)

    def source(self, report_id: str) -> Source:
        """The report with its reading and its date."""
        if report_id not in self._sources:
            report, reading = self.reports[report_id], self.readings[report_id]
            self._sources[report_id] = source_of(report, reading, self.dates[report_id])
        return self._sources[report_id]

    # Keys

    def put_keys(self, report_id: str, keys: Mapping[int, frozenset[int]]) -> None:
        """The keys of a report as it stands now; each kind is given once."""
        self.keys.setdefault(report_id, {}).update(keys)
        for kind, numbers in keys.items():
            index = self._index[kind]
            for number in numbers:
                index.setdefault(number, set()).add(report_id)

    def under(self, kind: int, numbers: Collection[int]) -> list[str]:
        """The reports with one of the keys, as they stand now; they are looked at."""
        index = self._index[kind]
        found = {i for n in numbers for i in index.get(n, ())}
        kept = self.kept.under(kind, numbers) if numbers else set()
        kept = {i for i in kept if i not in self.gone and kind not in self.keys.get(i, {})}
        self.load(kept)
        return sorted(found | kept)

    def keys_before(self, kind: int, ids: Iterable[str] | None = None) -> set[int]:
        """The keys that the reports had before (None: all that are read off again)."""
        wanted = self._before if ids is None else ids
        return {n for i in wanted for n in self._before.get(i, {}).get(kind, NONE)}

    def keys_now(self, kind: int) -> set[int]:
        """The keys that were put."""
        return {n for keys in self.keys.values() for n in keys.get(kind, NONE)}

    # Persons whom no table knows

    def strangers_changed(self) -> set[str]:
        """Those whose state is another one since the change."""
        then = self.kept.votes(sorted(self._more))
        return {
            entity
            for entity in self._more
            if _state(stranger(entity, self._now(entity, then)))
            != _state(stranger(entity, then.get(entity, {})))
        }

    def _meet(self, ids: Iterable[str]) -> None:
        """Finds the states of those whom the reports name and no table knows."""
        names = {e for i in ids for e in unknown_in(self.readings[i], self.tables)} - self._met
        if names:
            self._met |= names
            kept = self.kept.votes(sorted(names))
            for entity in sorted(names):
                if (actor := stranger(entity, self._now(entity, kept))) is not None:
                    self._actors[entity] = actor

    def _now(self, entity: str, kept: Mapping[str, Mapping[str, int]]) -> Mapping[str, int]:
        votes = Counter(kept.get(entity, {}))
        votes.update(self._more.get(entity, {}))
        return votes

    def _count(self, votes: Mapping[str, Mapping[tuple[str, str], int]], sign: int) -> None:
        for cast in votes.values():
            for (entity, state), number in cast.items():
                self._more.setdefault(entity, Counter())[state] += sign * number


def _state(actor: Actor | None) -> str:
    return actor.country if actor else ""
