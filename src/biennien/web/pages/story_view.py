"""What the page of a story shows on a day: the record narrowed to the story, its views, and no more of each than a page holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from biennien import app, lookup, views
from biennien.desk import Desk
from biennien.model import (
    Brief,
    Change,
    Citation,
    Difference,
    Explanation,
    Lane,
    Leaf,
    Meeting,
    Network,
    Position,
    Report,
    Statement,
    Story,
    Tally,
)
from biennien.views import Whole
from biennien.web.pages.headlines import headlines_of, outlets_of

LANES = 10  # that stand open
STATEMENTS = 30  # on one leaf of the list
LINES = 120  # of the timeline, the latest whole days
ON_A_DAY = 40  # lines of one day
ROWS = 60  # explanations, positions and differences at most
_SHARED_AXIS = 150  # days; a longer story gives each lane an axis of its own
_EPOCH = 719163  # 1 January 1970 as the number of a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a reader asks the page for."""

    as_known: str | None = None
    everything: bool = False
    speaker: str = ""
    said: str = ""
    outlet: str = ""
    leaf: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A day that brings reports, and how many."""

    day: str
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """A leaf of the statements, of how many, and what they can be narrowed to."""

    rows: tuple[Statement, ...]
    found: int
    all: int
    leaf: int
    leaves: int
    speakers: tuple[tuple[str, int], ...]
    days: tuple[str, ...]
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """One story as known on a day; `story` is None for the whole record."""

    story: Story | None
    seen: Whole
    reports: tuple[Report, ...]
    steps: tuple[Step, ...]
    place: int
    since: str | None
    lanes: tuple[Lane, ...]
    more_lanes: tuple[Lane, ...]
    axis: tuple[int, int] | None
    held: tuple[Meeting, ...]
    timeline: tuple[tuple[str | None, tuple[Row, ...]], ...]
    earlier: int
    news: tuple[tuple[Meeting, Change], ...]
    statements: Statements
    positions: tuple[tuple[str, tuple[Position, ...]], ...]
    explanations: tuple[tuple[Meeting, tuple[Explanation, ...]], ...]
    differences: tuple[Difference, ...]
    brief: Brief
    network: Network
    calendar: tuple[Leaf, ...]
    tallies: tuple[Tally, ...]

    @property
    def texts(self) -> int:
        """How many texts of their own the reports are: copies of one text count once."""
        return len({app.text_of(report) for report in self.reports})

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the page that have something to show, in their order."""
        found = {
            "why": self.explanations,
            "positions": self.positions,
            "differences": self.differences,
            "gaps": self.gaps,
            "undated": self.undated,
            "calendar": self.calendar,
            "network": self.network.ties,
            "held": self.held,
        }
        order = ("plans", "why", "positions", "differences", "gaps", "undated", "calendar", "network", "held")
        shown = [part for part in order if found.get(part, True)]
        return (*shown, "timeline", "statements", "reports")

    @property
    def undated(self) -> tuple[str, ...]:
        """The reports whose day is not known."""
        return tuple(about for kind, about in self.brief.gaps if kind == "undated")

    @property
    def gaps(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What nobody has said, under the meeting it is about."""
        found: dict[str, list[str]] = {}
        for kind, about in self.brief.gaps:
            if kind != "undated":
                found.setdefault(about, []).append(kind)
        return tuple((about, tuple(kinds)) for about, kinds in found.items())

    @property
    def meetings(self) -> dict[str, Meeting]:
        """The meetings by id."""
        return {m.id: m for m in self.seen.record.meetings}

    @property
    def outlets(self) -> Mapping[str, str]:
        """What all reports that can be cited are called as sources, by report."""
        return outlets_of(self.seen)

    @property
    def headlines(self) -> Mapping[str, str]:
        """The headlines of the reports, by report."""
        return headlines_of(self.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the timeline: a change with its meeting, or a statement on one."""

    meeting: Meeting | None
    change: Change | None
    statement: Statement | None


def look(desk: Desk, story_id: str | None, wanted: Wanted) -> StoryView:
    """The view of a story, of the whole record without one. Raises InputError where there is no such story or day."""
    day = app.known_on(wanted.as_known)
    story = desk.story(story_id) if story_id else None
    of = story.id if story else None
    everything = desk.whole(None, of)
    steps = _steps(everything, story)
    seen = everything if day is None else desk.whole(day, of)
    place = len(steps) if day is None else sum(step.day <= day for step in steps) - 1
    since = steps[place - 1].day if 0 < place < len(steps) else None
    lanes = views.lanes_of(seen, since if place < len(steps) else None)
    leading = [lane for lane in lanes if lane.leading][:LANES] or list(lanes[:LANES])
    more = [lane for lane in lanes if lane not in leading]
    counting = {r.id for r in seen.counting}
    mine = _by_day(
        seen, [r for r in seen.reports if r.id in counting and (story is None or r.id in story.reports)]
    )
    timeline, earlier = _timeline(seen, wanted.everything)
    return StoryView(
        story=story,
        seen=seen,
        reports=mine,
        steps=steps,
        place=place,
        since=since,
        lanes=tuple(leading),
        more_lanes=tuple(more),
        axis=_axis(everything, desk.positions(None, of)),
        held=views.held_of(seen),
        timeline=timeline,
        earlier=earlier,
        news=_news(lanes),
        statements=_statements(seen, wanted, mine),
        positions=_by_holder(desk.positions(day, of)),
        explanations=_by_meeting(seen, desk.explanations(day, of)),
        differences=desk.differences(day, of)[:ROWS],
        brief=desk.brief(day, of, since=since),
        network=views.network_of(seen),
        calendar=views.calendar_of(seen),
        tallies=views.tallies_of(seen, [r.id for r in mine]),
    )


def _steps(seen: Whole, story: Story | None) -> tuple[Step, ...]:
    """The days from which a report of the story counts."""
    mine = set(story.reports) if story else {r.id for r in seen.counting}
    days = Counter(d.earliest for d in seen.record.dates if d.earliest and d.report_id in mine)
    return tuple(Step(day=day, reports=days[day]) for day in sorted(days))


def _by_day(seen: Whole, reports: Iterable[Report]) -> tuple[Report, ...]:
    """Reports by their earliest possible day, those without any last."""
    days = {d.report_id: (d.earliest or d.latest or "9999", d.value or "") for d in seen.record.dates}
    return tuple(sorted(reports, key=lambda r: (*days.get(r.id, ("9999", "")), r.id)))


def _axis(everything: Whole, positions: Sequence[Position]) -> tuple[int, int] | None:
    """The first and the last day of one axis for all lanes and positions, so that chips stay where they are on every day; None for a long story."""
    stood = [place[0] for place in places_of(everything, positions) if place]
    days = (*(views.days_between(views.lanes_of(everything)) or ()), *stood)
    if not days or (max(days) - min(days)).days > _SHARED_AXIS:
        return None
    return _spared(min(days).toordinal() - _EPOCH, max(days).toordinal() - _EPOCH)


def axis_of(lane: Lane) -> tuple[int, int] | None:
    """The axis of one lane."""
    days = views.days_between([lane])
    return _spared(days[0].toordinal() - _EPOCH, days[1].toordinal() - _EPOCH) if days else None


def axis_of_days(
    places: Sequence[tuple[date, date, bool] | None], shared: tuple[int, int] | None = None
) -> tuple[int, int] | None:
    """The axis of lines that stand on some days: the `shared` one where it reaches to all of them; None where none has a day."""
    days = [place[0].toordinal() - _EPOCH for place in places if place]
    if shared and days and shared[0] <= min(days) and max(days) <= shared[1]:
        return shared
    return _spared(min(days), max(days)) if days else None


def places_of(seen: Whole, positions: Sequence[Position]) -> list[tuple[date, date, bool] | None]:
    """Where positions stand in time."""
    return [views.place_of(seen, position.since, position.citations) for position in positions]


def _spared(first: int, last: int) -> tuple[int, int]:
    """A little room on both sides."""
    spare = max(1, round((last - first) * 0.03))
    return first - spare, max(last + spare, first + 6)


def _news(lanes: Iterable[Lane]) -> tuple[tuple[Meeting, Change], ...]:
    return tuple((lane.meeting, chip.change) for lane in lanes for chip in lane.chips if chip.fresh)


def _by_holder(positions: Sequence[Position]) -> tuple[tuple[str, tuple[Position, ...]], ...]:
    """The positions under their holders, those who hold most first."""
    found: dict[str, list[Position]] = {}
    for position in positions[:ROWS]:
        found.setdefault(position.holder, []).append(position)
    return tuple((who, tuple(rows)) for who, rows in sorted(found.items(), key=lambda r: (-len(r[1]), r[0])))


def _by_meeting(
    seen: Whole, explanations: Sequence[Explanation]
) -> tuple[tuple[Meeting, tuple[Explanation, ...]], ...]:
    """The explanations under the plan they explain, those with most first."""
    meetings = {m.id: m for m in seen.record.meetings}
    found: dict[str, list[Explanation]] = {}
    for item in explanations[:ROWS]:
        if item.meeting in meetings:
            found.setdefault(item.meeting, []).append(item)
    rows = sorted(found.items(), key=lambda row: (-len(row[1]), row[0]))
    return tuple((meetings[meeting], tuple(items)) for meeting, items in rows)


def _timeline(seen: Whole, everything: bool) -> tuple[tuple[tuple[str | None, tuple[Row, ...]], ...], int]:
    """The lines day by day, what has no day last, and how many earlier days are left out."""
    changes = {c.id: (m, c) for m in seen.record.meetings for c in m.changes}
    statements = {s.id: s for s in seen.record.statements}
    days: dict[str | None, list[Row]] = {}
    for told in lookup.timeline_told(seen.record):
        meeting, change = changes.get(str(told["id"]), (None, None))
        row = Row(meeting=meeting, change=change, statement=statements.get(str(told["id"])))
        days.setdefault(None if told["day"] is None else str(told["day"]), []).append(row)
    dated = [(day, tuple(rows)) for day, rows in days.items() if day is not None]
    left = 0 if everything else _left_out([len(rows) for _, rows in dated])
    undated = [(None, tuple(days[None]))] if None in days else []
    shown = (*dated[left:], *undated)
    return (shown if everything else tuple((day, rows[:ON_A_DAY]) for day, rows in shown)), left


def _left_out(sizes: Sequence[int]) -> int:
    """How many of the first days are left out for the others to have no more lines than are shown."""
    lines = 0
    for place in range(len(sizes) - 1, -1, -1):
        lines += min(sizes[place], ON_A_DAY)
        if lines > LINES and place < len(sizes) - 1:
            return place + 1
    return 0


def _statements(seen: Whole, wanted: Wanted, reports: Sequence[Report]) -> Statements:
    """The leaf of statements that is asked for, the latest first."""
    outlet_of = {r.id: r.outlet or "" for r in reports}
    rows = app.statements_by(seen.record)
    speakers = Counter(name for s in rows for name in (s.speaker or (s.unnamed,)) if name)

    def outlets(citations: Iterable[Citation]) -> set[str]:
        return {outlet_of.get(c.report_id, "") for c in citations}

    found = [
        s
        for s in rows
        if (not wanted.speaker or wanted.speaker in (*s.speaker, s.unnamed))
        and (not wanted.said or s.said_on == wanted.said)
        and (not wanted.outlet or wanted.outlet in outlets((*s.citations, *s.restated_in)))
    ]
    found.reverse()
    leaves = max(1, -(-len(found) // STATEMENTS))
    leaf = min(max(1, wanted.leaf), leaves)
    return Statements(
        rows=tuple(found[(leaf - 1) * STATEMENTS : leaf * STATEMENTS]),
        found=len(found),
        all=len(rows),
        leaf=leaf,
        leaves=leaves,
        speakers=tuple(sorted(speakers.items(), key=lambda row: (-row[1], row[0]))[:200]),
        days=tuple(sorted({s.said_on for s in rows if s.said_on}, reverse=True)[:200]),
        outlets=tuple(sorted({o for o in outlet_of.values() if o})),
    )


def day_number(day: date | None) -> int | None:
    """A day as the number of days since 1970, as the script of the charts counts."""
    return day.toordinal() - _EPOCH if day else None
