"""Readings of many reports → the record: dates, meetings with their changes, statements; every line cites."""

from __future__ import annotations

from collections.abc import Sequence

from biennien.knowledge.world import World
from biennien.model import Reading, Record, Report
from biennien.resolve.dating import date_reports
from biennien.resolve.deciding import decided_lanes, decided_reading
from biennien.resolve.filling import last_day_of
from biennien.resolve.fold import fold_lanes
from biennien.resolve.joining import join_tellings
from biennien.resolve.lanes import Lane
from biennien.resolve.loose import complete_sources, tells_something
from biennien.resolve.sequels import date_sequels
from biennien.resolve.statements import resolve_statements
from biennien.resolve.strangers import with_strangers
from biennien.resolve.telling import Source, source_of, tellings_of

__all__ = ["resolve"]


def resolve(
    reports: Sequence[Report], readings: Sequence[Reading], world: World, *, as_known: str | None = None
) -> Record:
    """The record of some reports, the same for any order of them.

    With `as_known`, a day (or a month, then its last day), the content is that of the reports whose first possible day
    is not after it; the dates of the reports rest on all of them. A report without any bound counts for the whole record only.
    """
    by_id = {report.id: report for report in reports}
    read = {
        r.report_id: decided_reading(by_id[r.report_id], r)
        for r in sorted(readings, key=lambda r: r.report_id)
    }
    dates = date_reports(reports, read, with_strangers(world, read.values()))
    dated = {date.report_id: date for date in dates}
    known = [
        source_of(report, read[report.id], dated[report.id])
        for report in sorted(reports, key=lambda r: r.id)
        if report.id in read
    ]
    if as_known is not None:
        as_known = last_day_of(as_known)
        known = [s for s in known if s.dated.earliest and s.dated.earliest <= as_known]
    sources = _without_copies(known)
    sources.sort(key=lambda s: s.order)
    world = with_strangers(world, (source.reading for source in sources))
    lanes = _lanes(sources, world)
    if completed := complete_sources(sources, lanes, world):
        lanes = _lanes(completed, world)
    meetings = fold_lanes([x for x in lanes if tells_something(x)], world, as_known=as_known)
    statements = resolve_statements(sources, meetings, world, as_known=as_known)
    issues = sorted(
        {i for source in sources for i in (*source.report.issues, *source.reading.issues)},
        key=lambda i: (i.report_id or "", i.where, i.code, i.message),
    )
    return Record(dates=dates, meetings=meetings, statements=statements, issues=tuple(issues))


def _lanes(sources: Sequence[Source], world: World) -> list[Lane]:
    tellings = [t for source in sources for t in tellings_of(source, world)]
    return decided_lanes(join_tellings(date_sequels(tellings, world), world), world)


def _without_copies(sources: Sequence[Source]) -> list[Source]:
    """One report of each text: a copy adds no weight of its own. Where the original is not there yet, its first copy stands for it."""
    originals = {s.report.id for s in sources if s.report.copy_of is None}
    found: list[Source] = []
    seen: set[str] = set()
    for source in sorted(sources, key=lambda s: s.order):
        original = source.report.copy_of
        if original is not None and (original in originals or original in seen):
            continue
        found.append(source)
        if original is not None:
            seen.add(original)
    return found
