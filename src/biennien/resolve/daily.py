"""The record as known on one day after another: each grows from that of the day before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from biennien.knowledge.world import World
from biennien.model import Reading, Record, Report, ReportDate
from biennien.model.growth import NAMES, Growth, Nothing, Standing
from biennien.resolve import known_on, record_of
from biennien.resolve.growing import date_anew, tell_anew
from biennien.resolve.keys import number, unknown_in
from biennien.resolve.memory import Memory
from biennien.resolve.sight import NONE, Sight

Day = tuple[
    str, Sequence[Report], Mapping[str, Reading]
]  # with the reports of which that day knows, and what was read in them


def resolve_days(days: Iterable[Day], world: World) -> Iterator[Record]:
    """The records of some days in their order, each the same as `resolve` makes it of these reports for that day."""
    kept, dated, before = Memory(), None, ""
    for day, reports, readings in days:
        if dated is None or dated[0] != (reports, readings):
            whole, dating = Sight(reports, readings, (), Nothing(), world), Growth()
            date_anew(whole, dating)
            dated = (reports, readings), whole, dating.dates
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
        growth = _grown(sight, day)
        standing = {
            i: Standing(report=report, reading=readings[i], dated=sight.dates[i])
            for i, report in growth.reports.items()
        }
        kept.take(growth, standing, dates)
        before = day
        yield record_of(kept.all)


class _Step:
    """From one day to the next."""

    def __init__(self, *, before: str, day: str, dates: Mapping[str, ReportDate]) -> None:
        self.before, self.day, self.dates = before, day, dates

    def is_otherwise(self, kept: Memory, report: Report, reading: Reading) -> bool:
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
