"""The use cases of holding the lines of the record against one another: what a list of them does not show by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from biennien import app, pipeline
from biennien.model import Brief, Novelty, Reading, Record, Report, Story
from biennien.words import load_words

Say = Callable[..., str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """The record with the reports it rests on and what was read in each; a withdrawn report has no reading."""

    record: Record
    reports: tuple[Report, ...]
    readings: Mapping[str, Reading]


def whole(store: Path, as_known: str | None = None) -> Whole:
    """All that a view is made of, as known on a day."""
    record, reports = app.load(store, as_known)
    with app.opened_store(store) as opened:
        readings = {r.report_id: r for r in app.readings_of(opened, reports)}
    return Whole(record=record, reports=reports, readings=readings)


def stories(store: Path, *, as_known: str | None = None) -> tuple[Story, ...]:
    """The stories of the record: its reports by what they share, the latest first."""
    return stories_of(whole(store, as_known), app.known_on(as_known))


def stories_of(seen: Whole, until: str | None = None) -> tuple[Story, ...]:
    """The stories of what was loaded; with `until` only reports that count on that day are in them."""
    counting = {
        d.report_id for d in seen.record.dates if until is None or (d.earliest and d.earliest <= until)
    }
    reports = [r for r in seen.reports if r.id in counting]
    return pipeline.find_stories(seen.record, reports, seen.readings)


def stories_told(found: tuple[Story, ...]) -> list[dict[str, object]]:
    """Stories as the documented JSON."""
    return pipeline.tell_stories(found)


def novelty(store: Path, report: str, *, as_known: str | None = None) -> Novelty:
    """What is new in a report, by its id or the beginning of it, against the reports before it."""
    return novelty_of(whole(store, as_known), report)


def novelty_of(seen: Whole, report: str, say: Say | None = None) -> Novelty:
    """What is new in a report of what was loaded; its line in the words of `say`, else in English."""
    found = app.report_of(report, seen.reports)
    return pipeline.find_novelty(seen.record, seen.reports, found.id, say or load_words("en"))


def novelty_told(found: Novelty) -> dict[str, object]:
    """Novelty as the documented JSON."""
    return {"schema": app.SCHEMA, **pipeline.tell_novelty(found)}


def brief(store: Path, *, since: str | None = None, as_known: str | None = None) -> Brief:
    """The morning note: what of the record somebody must know who read the last one, on the day `since`."""
    return brief_of(whole(store, as_known), since)


def brief_of(seen: Whole, since: str | None = None) -> Brief:
    """The note of what was loaded."""
    return pipeline.find_brief(seen.record, seen.reports, (), (), (), app.known_on(since))
