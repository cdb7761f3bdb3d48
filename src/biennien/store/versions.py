"""Stored rows → the reports that count: versions in order, dates joined, copies pointed at their original.

Nothing here depends on the order in which the same reports came within one run; between runs, the later one is the newer
where the dates of publication do not tell.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from biennien.model import Decision, Report, Version, in_force
from biennien.model.report import day_in_hanoi
from biennien.model.timex import days_of

_ORDER = ("decision", "option", "metadata", "header", "dateline", "address", "inference")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A report as it was recorded."""

    recorded_at: str
    digest: str
    report: Report


def current_reports(
    rows: Iterable[Row], as_known: str | None = None, decisions: Iterable[Decision] = ()
) -> tuple[Report, ...]:
    """One report an identity, by id: its last version, or the last published up to the day `as_known`.

    `decisions` are all that were taken, in their order; those that count date the versions and mark what is withdrawn.
    """
    by_identity: dict[str, list[Row]] = {}
    for row in rows:
        by_identity.setdefault(row.report.identity, []).append(row)
    decided: dict[str, list[Decision]] = {}
    for decision in in_force(decisions):
        for identity in dict.fromkeys((decision.identity, *(a.identity for a in decision.anchors))):
            decided.setdefault(identity, []).append(decision)
    chosen = [
        _choose(versions_of(group, decided.get(identity, ())), as_known)
        for identity, group in by_identity.items()
    ]
    # A withdrawn report is the original of others with its text only where all of them are withdrawn.
    chosen.sort(key=lambda r: (r.withdrawn is not None, *_published(r, undated="9999"), r.id))
    original: dict[str, str] = {}
    for report in chosen:
        original.setdefault(report.sha256, report.id)
    marked = [replace(r, copy_of=original[r.sha256]) if original[r.sha256] != r.id else r for r in chosen]
    return tuple(sorted(marked, key=lambda report: report.id))


def versions_of(rows: list[Row], decisions: Iterable[Decision] = ()) -> list[Version]:
    """The versions of one report, the oldest first, numbered from 1; the last one counts. Rows with the same text are one version.

    `decisions` are those that count for it.
    """
    by_text: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row.recorded_at, row.digest)):
        by_text.setdefault(row.report.sha256, []).append(row)
    found = [
        (group[0].recorded_at, _decided(_join([row.report for row in group]), decisions))
        for group in by_text.values()
    ]
    dated = all(report.published_on for _, report in found)
    told = all(report.changed_at for _, report in found)
    found.sort(
        key=lambda v: (
            _published(v[1]) if dated else (),
            v[1].changed_at if told else "",
            v[0],
            v[1].sha256,
        )
    )
    name = min(row.report.id for row in rows)
    versions: list[Version] = []
    for number, (recorded_at, report) in enumerate(found, 1):
        version = Version(
            report=replace(report, id=name, version=number),
            recorded_at=recorded_at,
            came_on=None,
            counts=number == len(found),
        )
        versions.append(replace(version, came_on=_came_on(version, versions[-1] if versions else None)))
    return versions


def _came_on(version: Version, before: Version | None) -> str | None:
    """From which day a version is known: see `Version`."""
    report = version.report
    days = days_of(report.published_on)
    own = days[0].isoformat() if days else None
    if before is None or (report.published_on and _published(report) > _published(before.report)):
        return own
    if report.changed_at > before.report.changed_at:
        # A clock that goes ahead tells nothing: it had come when it was recorded.
        changed = min(day_in_hanoi(report.changed_at), day_in_hanoi(version.recorded_at))
        return max(own or "", changed)
    if before.recorded_at < version.recorded_at:
        return max(own or "", day_in_hanoi(before.recorded_at))
    return own


def _join(reports: list[Report]) -> Report:
    """One report of several recordings of the same text: the later one's particulars, and the dates of all in their order of rank."""
    last = reports[-1]
    dates = dict.fromkeys(date for report in reversed(reports) for date in report.dates)
    ranked = sorted(dates, key=lambda d: (d[0].startswith("X"), _ORDER.index(d[1])))
    on, by = ranked[0] if ranked and not ranked[0][0].startswith("X") else (None, None)
    return replace(
        last,
        outlet=_last(r.outlet for r in reports),
        title=_last(r.title for r in reports),
        published_on=on,
        published_at=_last(r.published_at for r in reports if r.published_on == on),
        dated_by=by,
        dates=tuple(ranked),
        extra=_first_changed(reports),
    )


def _first_changed(reports: list[Report]) -> tuple[tuple[str, str], ...]:
    """The later one's further particulars, but when these words came first: a page that takes them up again did not change then."""
    first = next((row for row in reports[0].extra if row[0] == "updated"), None)
    rest = reports[-1].extra
    if first is None or first in rest:
        return rest
    return tuple(first if row[0] == "updated" else row for row in rest)


def _decided(report: Report, decisions: Iterable[Decision]) -> Report:
    """A version with the decisions that bear on it: one that dates it goes before all its dates."""
    bearing = tuple(d for d in decisions if d.sha256 in (None, report.sha256))
    if not bearing:
        return report
    report = replace(report, decisions=bearing)
    if (correction := report.corrected) is None or correction.published_on is None:
        return report
    return replace(
        report,
        published_on=correction.published_on,
        published_at=correction.published_at,
        dated_by="decision",
        dates=((correction.published_on, "decision"), *report.dates),
        # Which of its dates counts is settled now.
        issues=tuple(issue for issue in report.issues if issue.code != "dates_differ"),
    )


def _choose(versions: list[Version], as_known: str | None) -> Report:
    if as_known is None:
        return versions[-1].report
    known = [v for v in versions if v.came_on is None or v.came_on <= as_known]
    return (known or versions)[-1].report


def _published(report: Report, *, undated: str = "") -> tuple[str, str]:
    """When a version was published, for putting in order: the day in Hanoi, then the instant."""
    return report.published_on or undated, report.instant


def _last(values: Iterable[str | None]) -> str | None:
    found = None
    for value in values:
        found = value or found
    return found


def reading_input(report: Report) -> str:
    """A digest of all that a reading depends on, apart from the reader."""
    parts = (
        report.sha256,
        report.lang,
        report.outlet,
        report.title,
        report.published_on,
        report.published_at,
    )
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
