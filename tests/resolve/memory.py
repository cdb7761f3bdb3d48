"""A record that grows in memory by whatever reports come, change and go."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from biennien.knowledge.world import World
from biennien.model import Reading, Record, Report
from biennien.model.growth import Growth, Standing
from biennien.resolve import grow, memory, record_of


class Memory(memory.Memory):
    """One that grows by itself; `seen` counts the reports that were looked at."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.reports: dict[str, tuple[Report, Reading | None]] = {}
        self.seen = 0

    def become(self, reports: Mapping[str, tuple[Report, Reading | None]]) -> Growth:
        """Lets the record grow to that of these reports, and no others."""
        changed = [r for i, (r, x) in reports.items() if self.reports.get(i) != (r, x)]
        gone = [i for i in self.reports if i not in reports]
        readings = {r.id: x for r in changed if (x := reports[r.id][1]) is not None}
        new = grow(changed, readings, gone, self, self.world)
        dates = {i: d for i, d in self.all.dates.items() if i not in new.gone} | new.dates
        standing = {
            i: Standing(report=reports[i][0], reading=reports[i][1], dated=dates[i])
            for i in {*new.reports, *new.dates}
        }
        self.take(new, standing, dates)
        self.reports = dict(reports)
        return new

    def record(self) -> Record:
        """The record as it stands."""
        return record_of(self.all)

    def standing(self, ids: Collection[str]) -> Mapping[str, Standing]:
        self.seen += len(ids)
        return super().standing(ids)
