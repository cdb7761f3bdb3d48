"""The use cases of holding the lines of the record against one another: what a list of them does not show by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from biennien import app, pipeline
from biennien.addresses import StoreAddress
from biennien.known import AsKnown, known_on, recorded_until
from biennien.model import (
    Brief,
    Citation,
    Difference,
    Explanation,
    Lane,
    Leaf,
    Meeting,
    Network,
    Novelty,
    Position,
    Reading,
    Record,
    Report,
    Story,
    Tally,
)
from biennien.model.errors import InputError
from biennien.model.grouping import Episodes
from biennien.words import load_words

Say = Callable[..., str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """The record with the reports it rests on and what was read in each; a withdrawn report has no reading.

    `until` is the last day of the view, None for the whole record; `reports` are all, also those that do not count on that day.
    """

    record: Record
    reports: tuple[Report, ...]
    readings: Mapping[str, Reading]
    until: str | None = None

    @property
    def counting(self) -> tuple[Report, ...]:
        """The reports that count on the day of the view."""
        known = {d.report_id: d.earliest for d in self.record.dates}
        if self.until is None:
            return tuple(r for r in self.reports if r.id in known)
        return tuple(r for r in self.reports if (known.get(r.id) or "9999") <= self.until)


def whole(store: StoreAddress, as_known: AsKnown = None) -> Whole:
    """All that a view is made of, as known on a day."""
    record, reports = app.load(store, as_known)
    with app.opened_store(store) as opened:
        readings = {r.report_id: r for r in app.readings_of(opened, reports)}
    reports = app.with_origins(store, record, reports, as_known)
    return Whole(record=record, reports=reports, readings=readings, until=app.known_on(as_known))


def stories(store: StoreAddress, *, as_known: AsKnown = None) -> tuple[Story, ...]:
    """The stories of the record: its reports by what they share, the latest first."""
    if known_on(as_known) is None and recorded_until(as_known) is None:
        kept = app.episodes(store)
        if kept is not None:
            return stories_in(kept)
    return stories_of(whole(store, as_known))


def stories_in(kept: Episodes) -> tuple[Story, ...]:
    """The stories of what is kept of them."""
    return pipeline.stories_in(*kept)


def stories_of(seen: Whole) -> tuple[Story, ...]:
    """The stories of what was loaded; only reports that count on the day of the view are in them."""
    return pipeline.find_stories(seen.record, seen.counting, seen.readings)


def stories_told(found: tuple[Story, ...]) -> list[dict[str, object]]:
    """Stories as the documented JSON."""
    return pipeline.tell_stories(found)


def novelty(store: StoreAddress, report: str, *, as_known: AsKnown = None) -> Novelty:
    """What is new in a report, by its id or the beginning of it, against the reports before it."""
    return novelty_of(whole(store, as_known), report)


def novelty_of(seen: Whole, report: str, say: Say | None = None) -> Novelty:
    """What is new in a report of what was loaded; its line in the words of `say`, else in English."""
    found = app.report_of(report, seen.counting)
    return pipeline.find_novelty(seen.record, seen.counting, found.id, say or load_words("en"))


def novelty_told(found: Novelty) -> dict[str, object]:
    """Novelty as the documented JSON."""
    return {"schema": app.SCHEMA, **pipeline.tell_novelty(found)}


def brief_of(seen: Whole, since: str | None = None) -> Brief:
    """The note of what was loaded: what somebody must know who read the last one, on the day `since`."""
    explained, held = explanations_of(seen), positions_of(seen)
    return pipeline.find_brief(
        seen.record, seen.counting, held, explained, differences_of(seen), _day_of(since), seen.until
    )


def brief_told(found: Brief) -> dict[str, object]:
    """The note as the documented JSON."""
    return {"schema": app.SCHEMA, **pipeline.tell_brief(found)}


def _day_of(since: str | None) -> str | None:
    """The day of the last note. Raises InputError where it is none."""
    try:
        return app.known_on(since)
    except InputError as error:
        raise InputError(error.message, where="--since", remedy=error.remedy) from None


def explanations(store: StoreAddress, *, as_known: AsKnown = None) -> tuple[Explanation, ...]:
    """Why something became of the plans, by the word of each who says so, side by side."""
    return explanations_of(whole(store, as_known))


def explanations_of(seen: Whole) -> tuple[Explanation, ...]:
    """The explanations of what was loaded."""
    knowledge = pipeline.load_knowledge()
    return pipeline.find_explanations(seen.record, seen.reports, seen.readings, knowledge, seen.until)


def explanations_told(found: tuple[Explanation, ...]) -> list[dict[str, object]]:
    """Explanations as the documented JSON."""
    return pipeline.tell_explanations(found)


def positions(
    store: StoreAddress, *, by: str | None = None, as_known: AsKnown = None
) -> tuple[Position, ...]:
    """What each side holds over time; `by` is a side's name, or that of somebody who speaks for it, or a part of one."""
    return positions_of(whole(store, as_known), by)


def positions_of(seen: Whole, by: str | None = None) -> tuple[Position, ...]:
    """The positions of what was loaded."""
    knowledge = pipeline.load_knowledge()
    found = pipeline.find_positions(seen.record, seen.reports, seen.readings, knowledge, seen.until)
    return held_by(found, by)


def held_by(found: tuple[Position, ...], by: str | None) -> tuple[Position, ...]:
    """The positions of a side, by its name or that of somebody who speaks for it; all where none is asked for."""
    return found if by is None else tuple(p for p in found if app.is_called(by, (p.holder, *p.said_by)))


def positions_told(found: tuple[Position, ...]) -> list[dict[str, object]]:
    """Positions as the documented JSON."""
    return pipeline.tell_positions(found)


def differences(store: StoreAddress, *, as_known: AsKnown = None) -> tuple[Difference, ...]:
    """Where the reports, or voices in them, do not agree, after they were aligned in time."""
    return differences_of(whole(store, as_known))


def differences_of(seen: Whole) -> tuple[Difference, ...]:
    """The differences of what was loaded."""
    knowledge = pipeline.load_knowledge()
    return pipeline.find_differences(seen.record, seen.reports, seen.readings, knowledge, seen.until)


def of_kinds(found: tuple[Difference, ...], kinds: Collection[str]) -> tuple[Difference, ...]:
    """The differences of some kinds; all where none is asked for."""
    return tuple(d for d in found if not kinds or d.kind in kinds)


def differences_told(found: tuple[Difference, ...]) -> list[dict[str, object]]:
    """Differences as the documented JSON."""
    return pipeline.tell_differences(found)


def gaps_of(seen: Whole, explained: tuple[Explanation, ...] | None = None) -> tuple[tuple[str, str], ...]:
    """What of what was loaded is not known, as (kind, id of the meeting or report); `explained` are its explanations, where they were made already."""
    given = explanations_of(seen) if explained is None else explained
    return pipeline.find_gaps(seen.record, seen.counting, given, seen.until)


def lanes_of(seen: Whole, since: str | None = None) -> tuple[Lane, ...]:
    """The planned meetings as lanes, the leading first; what no report up to the day `since` tells is fresh."""
    return pipeline.find_lanes(seen.record, since)


def is_planned(meeting: Meeting) -> bool:
    """Whether anything but its taking place is told of a meeting."""
    return pipeline.is_planned(meeting)


def held_of(seen: Whole) -> tuple[Meeting, ...]:
    """The meetings that are told of only as held, the latest first."""
    held = [m for m in seen.record.meetings if not pipeline.is_planned(m)]
    return tuple(sorted(held, key=lambda m: (m.when or "", m.id), reverse=True))


def calendar_of(seen: Whole) -> tuple[Leaf, ...]:
    """The months in which meetings were to be, or were."""
    return pipeline.find_calendar(seen.record.meetings)


def network_of(seen: Whole) -> Network:
    """Who met and called whom, or was to."""
    return pipeline.find_network(seen.record.meetings)


def tallies_of(seen: Whole, reports: Collection[str] | None = None) -> tuple[Tally, ...]:
    """Reports and statements by day; `reports` are the ids of those that are counted, else all that count."""
    counting = {report.id for report in seen.counting}
    return pipeline.find_tallies(seen.record, counting if reports is None else counting.intersection(reports))


def place_of(seen: Whole, day: str | None, citations: Sequence[Citation]) -> tuple[date, date, bool] | None:
    """The days of a line and True, else the first day of the report that tells it and False; None where there is neither."""
    return pipeline.place_of(day, citations, {d.report_id: d for d in seen.record.dates})


def days_between(lanes: Sequence[Lane]) -> tuple[date, date] | None:
    """The first and the last day on which something stands in some lanes; None where nothing has a day."""
    return pipeline.days_between(lanes)
