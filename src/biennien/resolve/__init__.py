"""Readings of many reports → the record: dates, meetings with their changes, statements; every line cites."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from biennien.knowledge.world import World
from biennien.model import Reading, Record, Report, ReportDate
from biennien.model.growth import Growth, Kept, Nothing
from biennien.resolve.filling import last_day_of
from biennien.resolve.growing import date_anew, tell_anew
from biennien.resolve.sight import Sight

__all__ = ["grow", "record_of", "resolve"]


def grow(
    reports: Sequence[Report],
    readings: Mapping[str, Reading],
    gone: Collection[str],
    kept: Kept,
    world: World,
) -> Growth:
    """What changes in a record when `reports` come in or are others now, and those that are `gone` stand no more."""
    sight = Sight(reports, readings, gone, kept, world)
    growth = Growth(gone=sight.gone, reports=dict(sight.reports), votes=dict(sight.votes))
    date_anew(sight, growth)
    tell_anew(sight, growth, None)
    return growth


def resolve(
    reports: Sequence[Report], readings: Sequence[Reading], world: World, *, as_known: str | None = None
) -> Record:
    """The record of some reports, the same for any order of them: what grows from nothing when they come in.

    With `as_known`, a day (or a month, then its last day), the content is that of the reports whose first possible day
    is not after it; the dates of the reports rest on all of them. A report without any bound counts for the whole record only.
    """
    read = {reading.report_id: reading for reading in readings}
    whole = Sight(reports, read, (), Nothing(), world)
    growth = Growth()
    date_anew(whole, growth)
    if as_known is not None:
        as_known = last_day_of(as_known)
        known = known_on(whole, as_known)
        whole = Sight(known, read, (), Nothing(), world)
        whole.dates.update(growth.dates)
    tell_anew(whole, growth, as_known)
    return record_of(growth)


def record_of(growth: Growth) -> Record:
    """The record that has grown from nothing."""
    meetings = sorted(
        (f for rows in growth.meetings.values() for f in rows), key=lambda f: (f.order, f.meeting.id)
    )
    issues = {issue for found in growth.issues.values() for issue in found}
    return Record(
        dates=tuple(growth.dates[i] for i in sorted(growth.dates)),
        meetings=tuple(f.meeting for f in meetings),
        statements=tuple(u.statement for u in sorted(growth.statements, key=lambda u: u.order)),
        issues=tuple(sorted(issues, key=lambda i: (i.report_id or "", i.where, i.code, i.message))),
    )


def known_on(sight: Sight, as_known: str) -> list[Report]:
    """The reports that count on a day, one of each text: where the original is not there yet, its first copy stands for it."""
    dates: Mapping[str, ReportDate] = sight.dates
    rows = [
        sight.reports[i]
        for i, dated in dates.items()
        if i in sight.readings and dated.earliest and dated.earliest <= as_known
    ]
    originals = {r.id for r in rows if r.copy_of is None}
    found: list[Report] = []
    for report in sorted(rows, key=lambda r: (dates[r.id].earliest or "", r.instant, r.id)):
        if report.copy_of is None:
            found.append(report)
        elif report.copy_of not in originals:
            originals.add(report.copy_of)
            found.append(replace(report, copy_of=None))
    return found
