"""The record as known on each day that brings a report: what a page with a slider is made of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from biennien import app, narrowing, pipeline, views
from biennien.addresses import StoreAddress
from biennien.desk import Desk
from biennien.export.html import Day
from biennien.loading import Progress
from biennien.model import Reading, Record, Report, Story
from biennien.model.timex import days_of
from biennien.views import Whole

_SMALL = 3  # a story of less than one in so many reports is looked at by itself


def known_days(
    store: StoreAddress, progress: Progress, story: str | None = None
) -> tuple[list[Day], dict[Report, Reading], Story | None]:
    """The record of each day that brings a report, the whole one last, with the readings; of a `story` what its reports tell."""
    if story is None:
        return *_days_of_all(store, progress, None), None
    desk = Desk(store)
    found = desk.story(story)
    wanted = frozenset(found.reports)
    if _SMALL * len(wanted) < sum(len(other.reports) for other in desk.stories()):
        return *_days_of_part(desk, store, progress, wanted), found
    return *_days_of_all(store, progress, wanted), found


def _days_of_part(
    desk: Desk, store: StoreAddress, progress: Progress, wanted: frozenset[str]
) -> tuple[list[Day], dict[Report, Reading]]:
    """The days of a few reports of many: of each day only what bears on them is looked at."""
    readings: dict[Report, Reading] = {}
    days = []
    whole = desk.part(wanted)
    with app.opened_store(store) as opened:
        candidates = _candidates(whole, opened.published_days(), wanted)
    for done, day in enumerate([*candidates, None], 1):
        seen = desk.part(wanted, day)
        readings |= {r: seen.readings[r.id] for r in seen.reports if r.id in seen.readings}
        if day is None or day in _bringing(seen.record, wanted):
            days.append(_day(seen, wanted))
        progress("resolving", min(done, len(candidates)), len(candidates))
    return days, readings


def _days_of_all(
    store: StoreAddress, progress: Progress, wanted: frozenset[str] | None
) -> tuple[list[Day], dict[Report, Reading]]:
    """The days of the `wanted` reports (None: of all): each report is read once, and the record of each day grows from that of the day before."""
    knowledge, readings = pipeline.load_knowledge(), dict[Report, Reading]()
    with app.opened_store(store) as opened:

        def read(day: str | None) -> tuple[tuple[Report, ...], dict[str, Reading]]:
            """The versions of the reports that count on a day, and what was read in them."""
            reports = opened.reports(day)
            missing = [r for r in reports if r.withdrawn is None and r not in readings]
            readings.update(zip(missing, app.readings_of(opened, missing), strict=True))
            return reports, {r.id: readings[r] for r in reports if r in readings}

        def seen(
            record: Record, day: str | None, reports: tuple[Report, ...], found: dict[str, Reading]
        ) -> Whole:
            """The record of a day, each of its copies with the origin that it had then."""
            copied = app.with_origins(store, record, reports, day)
            readings.update({r: found[r.id] for r in copied if r.origin and r.id in found})
            return Whole(record=record, reports=copied, readings=found, until=day)

        reports, found = read(None)
        whole = seen(pipeline.make_record(reports, [*found.values()], knowledge), None, reports, found)
        candidates = _candidates(whole, opened.published_days(), wanted)
        known = [(day, *read(day)) for day in candidates]
        days = []
        for done, record in enumerate(pipeline.make_records(known, knowledge)):
            day, reports, found = known[done]
            if day in _bringing(record, wanted):
                days.append(_day(seen(record, day, reports, found), wanted))
            progress("resolving", done + 1, len(candidates))
    return [*days, _day(whole, wanted)], readings


def _candidates(whole: Whole, published: Collection[str], wanted: Collection[str] | None) -> list[str]:
    """The days from which a wanted report may count."""
    first = _bringing(whole.record, wanted)
    if any(r.version > 1 for r in whole.reports if wanted is None or r.id in wanted):
        # An earlier version may have come out on a day of which the whole record knows nothing.
        first |= {days[0].isoformat() for value in published if (days := days_of(value))}
    return sorted(day for day in first if day)


def _bringing(record: Record, wanted: Collection[str] | None) -> set[str | None]:
    """The days from which the wanted reports count (None: all)."""
    return {d.earliest for d in record.dates if wanted is None or d.report_id in wanted}


def _day(seen: Whole, wanted: Collection[str] | None) -> Day:
    """What is shown of a day: all, or the lines that one of the `wanted` reports tells."""
    explained = views.explanations_of(seen)
    day = Day(
        day=seen.until,
        record=seen.record,
        reports=seen.reports,
        explanations=explained,
        positions=views.positions_of(seen),
        differences=views.differences_of(seen),
        gaps=views.gaps_of(seen, explained),
    )
    return day if wanted is None else _narrowed(day, wanted)


def _narrowed(day: Day, wanted: Collection[str]) -> Day:
    """The lines of a day that one of the `wanted` reports tells; the other reports stay as far as these lines cite them."""
    record = narrowing.told_by(day.record, wanted)
    about = {m.id for m in record.meetings} | {*wanted}
    narrowed = replace(
        day,
        record=record,
        explanations=tuple(e for e in day.explanations if narrowing.tell(wanted, e.citations)),
        positions=tuple(p for p in day.positions if narrowing.tell(wanted, p.citations)),
        differences=tuple(
            d for d in day.differences if any(narrowing.tell(wanted, s.citations) for s in d.sides)
        ),
        gaps=tuple(gap for gap in day.gaps if gap[1] in about),
    )
    cited = {c.report_id for c in narrowed.citations()} | {*wanted}
    return replace(narrowed, reports=tuple(r for r in day.reports if r.id in cited))
