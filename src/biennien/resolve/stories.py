"""Stories: the reports of a record by what they share, each with the meetings and the actors it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from biennien.model import Reading, Record, Report, ReportDate, Story
from biennien.model.copies import Copy
from biennien.model.grouping import Days, Due, Episode, Gist, Grouped, NothingGrouped, Regrouping
from biennien.model.text import digest_of
from biennien.model.timex import days_of
from biennien.resolve.fingerprints import fingerprint_of
from biennien.resolve.regrouping import regroup

_ACTORS = 3  # named in a label
_FEW = 3  # reports: fewer do not give a story another name
_TITLE = 90  # characters of a label


def find_stories(
    record: Record, reports: Sequence[Report], readings: Mapping[str, Reading], common: Mapping[str, int]
) -> tuple[Story, ...]:
    """Every report in one story, also one that stands alone; the stories by their last day, the latest first."""
    dates = {d.report_id: d for d in record.dates}
    gists = {
        r.id: gist_of(r, readings.get(r.id), dates.get(r.id), common) for r in reports if r.withdrawn is None
    }
    found = regroup(gists, (), (), NothingGrouped(_meetings_by_report(record)))
    labels = {m.id: m.label for m in record.meetings}
    return stories_in(
        found.episodes.values(),
        found.links,
        labels,
        {r.id: r.origin for r in reports if r.origin is not None},
    )


def grow_stories(due: Due, kept: Grouped, common: Mapping[str, int]) -> Regrouping:
    """What changes in the stories that `kept` looks into when a record has grown."""
    gone = due.gone | {i for i, s in due.came.items() if s.report.withdrawn is not None}
    changed = {i: gist_of(s.report, s.reading, s.dated, common) for i, s in due.came.items() if i not in gone}
    return regroup(changed, gone, due.retold, kept)


def gist_of(
    report: Report, reading: Reading | None, dated: ReportDate | None, common: Mapping[str, int]
) -> Gist:
    """What a report brings to its story."""
    return Gist(
        report_id=report.id,
        words=fingerprint_of(report, common),
        days=_days(dated),
        day=dated.earliest if dated else None,
        title=_title(report),
        actors=tuple(sorted(_actors(reading))) if reading else (),
    )


def stories_in(
    episodes: Iterable[Episode],
    links: Iterable[tuple[str, str]],
    labels: Mapping[str, str],
    copies: Mapping[str, Copy],
) -> tuple[Story, ...]:
    """The stories of episodes; `labels` are those of meetings, by id, `copies` the reports that have another one's text.

    A story goes on in an episode that is linked to one of its own where they tell of the same meeting, or of none both.
    """
    by_id = {episode.id: episode for episode in episodes}
    first = {name: name for name in by_id}

    def head(name: str) -> str:
        while first[name] != name:
            first[name] = name = first[first[name]]
        return name

    told = {episode.id: {m for m, _ in episode.meetings} for episode in by_id.values()}
    for one, other in links:
        goes_on = told[one] & told[other] if told[one] else not told[other]
        if goes_on and (a := head(one)) != (b := head(other)):
            first[max(a, b)] = min(a, b)
    joined: dict[str, list[Episode]] = {}
    for name, episode in by_id.items():
        joined.setdefault(head(name), []).append(episode)
    found = [_story(parts, labels, copies) for parts in joined.values()]
    return tuple(sorted(found, key=lambda s: (_backwards(s.last), s.id)))


def _story(parts: Sequence[Episode], labels: Mapping[str, str], copies: Mapping[str, Copy]) -> Story:
    ordered = sorted(
        ((i, day, e) for e in parts for i, day in e.reports), key=lambda row: (row[1] or "9999", row[0])
    )
    meetings, actors = Counter[str](), Counter[str]()
    for episode in parts:
        meetings.update(dict(episode.meetings))
        actors.update(dict(episode.actors))
    most = _by_count(meetings)
    names = _by_count(actors)[: 2 * _ACTORS]
    days = [day for _, day, _ in ordered if day]
    first = ordered[0]
    label = _meeting_of(parts, labels) or first[2].title or " – ".join(names[:_ACTORS])
    return Story(
        id=story_id(first[0]),
        label=label or first[0],
        reports=tuple(i for i, _, _ in ordered),
        meetings=tuple(most),
        actors=tuple(names),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        independent=len({copies[i].origin if i in copies else i for i, _, _ in ordered}),
    )


def story_id(report_id: str) -> str:
    """The id of the story whose first report is this one."""
    return digest_of("t", report_id)


def _meeting_of(parts: Sequence[Episode], labels: Mapping[str, str]) -> str | None:
    """The label of the meeting of which most is told of late, where half of the reports of that time tell of it."""
    late = _late(parts)
    told, ever = Counter[str](), Counter[str]()
    for episode in parts:
        ever.update(dict(episode.meetings))
    for episode in late:
        told.update(dict(episode.meetings))
    if not told:
        return None
    # Of two told of as often the newer is the one of which less was told before.
    most = min(told, key=lambda m: (-told[m], ever[m], m))
    return labels[most] if 2 * told[most] >= sum(len(e.reports) for e in late) else None


def _late(parts: Sequence[Episode]) -> Sequence[Episode]:
    """The episodes that reach into the last third of the days of a story; all where few reports are of that time."""
    ends = {e.id: max((d for d in e.days if d), default=None, key=lambda d: d[0]) for e in parts}
    starts = [days[0] for e in parts for days in e.days if days]
    if not starts:
        return parts
    since = max(starts) - (max(starts) - min(starts)) / 3
    late = [e for e in parts if (end := ends[e.id]) is not None and end[0] >= since]
    return late if sum(len(e.reports) for e in late) >= _FEW else parts


def _by_count(counts: Counter[str]) -> list[str]:
    """The names, that of the highest count first."""
    return [name for name, _ in sorted(counts.items(), key=lambda row: (-row[1], row[0]))]


def _days(dated: ReportDate | None) -> Days:
    """First and last possible day as numbers; None where a side is open."""
    first, last = days_of(dated.earliest) if dated else None, days_of(dated.latest) if dated else None
    return (first[0].toordinal(), last[1].toordinal()) if first and last else None


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
