"""Stories: the reports of a record by what they share, each with the meetings and the actors it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from biennien.model import Reading, Record, Report, ReportDate, Story
from biennien.model.text import digest_of
from biennien.resolve.clusters import cluster
from biennien.resolve.fingerprints import fingerprint_of

_ACTORS = 3  # named in a label
_TITLE = 90  # characters of a label


def find_stories(
    record: Record, reports: Sequence[Report], readings: Mapping[str, Reading], common: Mapping[str, int]
) -> tuple[Story, ...]:
    """Every report in one story, also one that stands alone; the stories by their last day, the latest first."""
    counting = {r.id: r for r in reports if r.withdrawn is None}
    dates = {d.report_id: d for d in record.dates if d.report_id in counting}
    prints = [fingerprint_of(report, common) for report in counting.values()]
    told = _meetings_by_report(record)
    labels = {meeting.id: meeting.label for meeting in record.meetings}
    found = [_story(ids, counting, readings, dates, told, labels) for ids in cluster(prints, dates)]
    return tuple(sorted(found, key=lambda s: (_backwards(s.last), s.id)))


def _story(
    ids: Sequence[str],
    reports: Mapping[str, Report],
    readings: Mapping[str, Reading],
    dates: Mapping[str, ReportDate],
    told: Mapping[str, Sequence[str]],
    labels: Mapping[str, str],
) -> Story:
    ordered = sorted(ids, key=lambda i: (_first(dates, i) or "9999", i))
    meetings = Counter(m for i in ordered for m in told.get(i, ()))
    actors = Counter(e for i in ordered if i in readings for e in _actors(readings[i]))
    most = [m for m, _ in sorted(meetings.items(), key=lambda m: (-m[1], m[0]))]
    names = [a for a, _ in sorted(actors.items(), key=lambda a: (-a[1], a[0]))]
    days = [day for i in ordered if (day := _first(dates, i))]
    shared = most and 2 * meetings[most[0]] >= len(ordered)
    label = labels[most[0]] if shared else _title(reports[ordered[0]]) or " – ".join(names[:_ACTORS])
    return Story(
        id=digest_of("t", ordered[0]),
        label=label or ordered[0],
        reports=tuple(ordered),
        meetings=tuple(most),
        actors=tuple(names[: 2 * _ACTORS]),
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )


def _first(dates: Mapping[str, ReportDate], report_id: str) -> str | None:
    dated = dates.get(report_id)
    return dated.earliest if dated else None


def _title(report: Report) -> str:
    """The title, else the first line, cut at a word."""
    title = " ".join((report.title or report.text.strip().partition("\n")[0]).split())
    return title if len(title) <= _TITLE else title[:_TITLE].rsplit(" ", 1)[0] + " …"


def _actors(reading: Reading) -> set[str]:
    """The persons and bodies that a report names, not the places."""
    return {m.entity for m in reading.names if m.entity and m.type != "LOC"}


def _meetings_by_report(record: Record) -> dict[str, list[str]]:
    told: dict[str, dict[str, None]] = {}
    for meeting in record.meetings:
        for change in meeting.changes:
            for citation in change.citations:
                told.setdefault(citation.report_id, {})[meeting.id] = None
    return {report: list(meetings) for report, meetings in told.items()}


def _backwards(day: str | None) -> str:
    """A key by which later days come first, and what has none last."""
    return "".join(chr(ord("9") - ord(c) + ord("0")) if c.isdigit() else c for c in day) if day else "~"
