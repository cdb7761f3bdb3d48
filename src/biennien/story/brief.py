"""The morning note: what of the record a reader must know who read the last note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from biennien.model import (
    Brief,
    Change,
    Citation,
    Difference,
    Explanation,
    Meeting,
    Position,
    Record,
    Report,
    Span,
    Statement,
)
from biennien.model.text import words_of
from biennien.model.timex import days_of
from biennien.story.differing import tell_differences
from biennien.story.explanations import tell_explanations
from biennien.story.meetings import tell_meeting
from biennien.story.positions import tell_positions
from biennien.story.revisions import tell_revision
from biennien.story.statements import tell_statement
from biennien.story.telling import tell_change
from biennien.story.voices import carriers, changes_by_report, mostly_within

_QUIET = timedelta(days=60)  # a plan nobody has spoken of for so long is no news of today
_HELD = 0.8  # of the words of a statement that stand in a longer one
_UNCHANGED = "unchanged"
_OLD = frozenset({"background", "retold", "stale"})  # told as known
_OPENING = 2  # paragraphs: the title and the lead
_SETTINGS = ("negotiation", "press_conference")  # go on for weeks, or are only where something was said
_DECIDED = ("postponed", "cancelled", "refused")


def find_brief(
    record: Record,
    reports: Sequence[Report],
    positions: Iterable[Position],
    explanations: Iterable[Explanation],
    differences: Iterable[Difference],
    since: str | None = None,
    until: str | None = None,
) -> Brief:
    """The note of a record, for the day `until`. Without `since` it is what the reports of the last day with any news brought."""
    first = {d.report_id: d.earliest for d in record.dates}
    counting = sorted(day for r in reports if r.withdrawn is None and (day := first.get(r.id)))
    until = until or (counting[-1] if counting else None)
    if since is None and counting:
        since = _before_news(record, first, until) or _eve(counting[-1])
    days = _Days(first, since)
    plans = _plans(record, days, until)
    news = _news(record, days)
    explanations = tuple(explanations)
    held = _standing((p for p in positions if p.until is None), days, until)
    # Why a plan ended belongs to the news of its end, whoever told it first.
    ended = {(m.id, c.status) for m, c in news if c.status in _DECIDED and m.fate == c.status}
    decided = {(m.id, c.id) for m in record.meetings for c in m.changes if (m.id, c.status) in ended}
    return Brief(
        until=until,
        since=since,
        plans=tuple(sorted(plans, key=lambda m: (days.last(m.changes), m.id), reverse=True)),
        news=tuple(sorted(news, key=lambda n: (_first_day(n[1]), n[0].id, n[0].changes.index(n[1])))),
        words=tuple(_words(record, plans, news, days)),
        positions=held,
        fresh=frozenset(p.id for p in held if days.is_news(p.citations)),
        explanations=tuple(
            e for e in explanations if (e.meeting, e.of) in decided or days.is_news(e.citations)
        ),
        differences=tuple(d for d in differences if any(not days.is_old(side.citations) for side in d.sides)),
        gaps=tuple(_gaps(plans, record, reports, days, explanations)),
    )


def find_gaps(
    record: Record,
    reports: Iterable[Report],
    explanations: Iterable[Explanation],
    until: str | None = None,
) -> tuple[tuple[str, str], ...]:
    """What is not known on the day `until`, as (kind, id of the meeting or report): of the plans spoken of lately, and of all reports."""
    first = {d.report_id: d.earliest for d in record.dates}
    counting = [r for r in reports if r.withdrawn is None]
    until = until or max((day for r in counting if (day := first.get(r.id))), default=None)
    days = _Days(first, None)
    return tuple(_gaps(_plans(record, days, until), record, counting, days, explanations))


def _plans(record: Record, days: _Days, until: str | None) -> list[Meeting]:
    """The planned meetings that somebody has spoken of lately."""
    planned = (m for m in record.meetings if any(c.status != "held" for c in m.changes))
    return [m for m in planned if days.lately(m, until)]


def tell_brief(brief: Brief) -> dict[str, object]:
    """The JSON of `brief`: lines as the other views tell them."""
    return {
        "since": brief.since,
        "until": brief.until,
        "news": [{"meeting": m.id, "change": tell_change(c)} for m, c in brief.news],
        "statements": [tell_statement(s) for s in brief.words],
        "plans": [tell_meeting(m) for m in brief.plans],
        "positions": [
            {**told, "new": p.id in brief.fresh}
            for p, told in zip(brief.positions, tell_positions(brief.positions), strict=True)
        ],
        "explanations": tell_explanations(brief.explanations),
        "differences": tell_differences(brief.differences),
        "gaps": [{"kind": kind, "about": about} for kind, about in brief.gaps],
        "revised": [
            {"report": r.report_id, "came_on": r.after.came_on, **tell_revision(r)} for r in brief.revised
        ],
    }


def _before_news(record: Record, first: Mapping[str, str | None], until: str | None) -> str | None:
    """The eve of the last day whose reports told a change or a statement of the note first: a day may only repeat the one before it."""
    lines = [c.citations for m in record.meetings for c in m.changes]
    lines += [(*s.citations, *s.restated_in) for s in record.statements]
    told = {_first_told(first, citations) for citations in lines}
    for day in sorted((d for d in told if d), reverse=True):
        days = _Days(first, _eve(day))
        news = _news(record, days)
        if any(_first_told(first, c.citations) for _, c in news):
            return days.since
        words = _words(record, _plans(record, days, until), news, days)
        if any(_first_told(first, (*s.citations, *s.restated_in)) for s in words):
            return days.since
    return None


def _first_told(first: Mapping[str, str | None], citations: Iterable[Citation]) -> str | None:
    """The day of the first report that tells a line and has a day."""
    return min((day for c in citations if (day := first.get(c.report_id))), default=None)


def _eve(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _news(record: Record, days: _Days) -> list[tuple[Meeting, Change]]:
    """The changes first told after the last note, but for what is only told again or took place long before."""
    return [
        (m, c)
        for m in record.meetings
        for c in m.changes
        if days.is_news(c.citations) and not _OLD & {*c.flags} and days.is_fresh(m, c)
    ]


def _words(
    record: Record, plans: Iterable[Meeting], news: Sequence[tuple[Meeting, Change]], days: _Days
) -> list[Statement]:
    """What was said of meetings; then of two or more of those who plan them or of their sides, and quotations of one who does.

    Once, and not what a change tells but for quotations.
    """
    told: dict[str, list[Span]] = {}
    for c in (c for _, change in news for c in change.citations):
        told.setdefault(c.report_id, []).append(c.span)
    ids, planned = {m.id for m in record.meetings}, [*plans]
    voices = {
        who for m in planned for who in (*m.participants, *(w for c in m.changes for w in c.announced_by))
    }
    parties = {who for m in planned for who in (*m.participants, *(side for side, _ in m.sides))}
    carried, fresh = changes_by_report(record), {c.id for _, c in news}

    def is_told(statement: Statement) -> bool:
        by = carriers(carried, statement)
        if by and (statement.manner != "direct" or not fresh & {c.id for c in by}):
            return True
        return any(mostly_within(c.span, told.get(c.report_id, ())) for c in statement.citations)

    def is_near(statement: Statement) -> bool:
        """Whether it is of two who plan to meet, or the very words of one who speaks of a plan."""
        quoted = statement.manner != "indirect" and bool(voices & {*statement.speaker})
        return quoted or len(parties & {*statement.speaker, *statement.about}) > 1

    rows = [s for s in record.statements if days.is_news((*s.citations, *s.restated_in)) and not is_told(s)]
    of_meetings = [s for s in rows if ids & {*s.about}]
    others = [s for s in rows if not ids & {*s.about} and is_near(s)]
    return _once(of_meetings + others)


def _once(statements: Sequence[Statement]) -> list[Statement]:
    """Without what another of them holds: the words of one speaker in more of his, or words within those of another."""
    places = {s.id: n for n, s in enumerate(statements)}
    by_speaker: dict[tuple[tuple[str, ...], str | None], list[tuple[Statement, set[str]]]] = {}
    by_report: dict[str, list[tuple[Statement, Span]]] = {}
    for s in statements:
        by_speaker.setdefault((s.speaker, s.unnamed), []).append((s, {*words_of(s.content)}))
        for c in s.citations:
            by_report.setdefault(c.report_id, []).append((s, c.span))

    def is_held(s: Statement, place: int) -> bool:
        size = (len(s.content), -place)
        words = {*words_of(s.content)}
        longer = (w for o, w in by_speaker[s.speaker, s.unnamed] if (len(o.content), -places[o.id]) > size)
        if any(len(words & w) >= _HELD * len(words) for w in longer):
            return True
        around = [
            span
            for c in s.citations
            for o, span in by_report[c.report_id]
            if (len(o.content), -places[o.id]) > size
        ]
        return any(mostly_within(c.span, around) for c in s.citations)

    return [s for n, s in enumerate(statements) if not is_held(s, n)]


def _standing(positions: Iterable[Position], days: _Days, until: str | None) -> tuple[Position, ...]:
    """The last position of each side on each topic; what a nameless source tells of it stands beside, and does not replace it.

    That nothing has changed is no position beside one that says what is held.
    """
    last: dict[tuple[object, ...], Position] = {}
    for position in positions:
        key = position.holder, position.topic, position.about, position.unnamed is not None
        if days.were_lately(position.citations, until) and not (
            position.stance == _UNCHANGED and key in last and last[key].stance != _UNCHANGED
        ):
            last[key] = position
    return tuple(p for p in last.values() if not _is_empty_beside(p, last.values()))


def _is_empty_beside(position: Position, others: Iterable[Position]) -> bool:
    """Whether it only says that nothing has changed, and its side says on the same topic itself what it holds, or that too."""
    return position.stance == _UNCHANGED and any(
        o is not position
        and (o.holder, o.topic) == (position.holder, position.topic)
        and (o.stance != _UNCHANGED or position.unnamed is not None)
        for o in others
    )


class _Days:
    """When the lines of the record were first told."""

    def __init__(self, first: Mapping[str, str | None], since: str | None) -> None:
        self.first = first
        self.since = since or ""

    def is_news(self, citations: Iterable[Citation]) -> bool:
        """Whether no report up to the last note tells it; what only undated reports tell is always told."""
        days = [self.first.get(c.report_id) for c in citations]
        return all(day is None or day > self.since for day in days)

    def is_old(self, citations: Iterable[Citation]) -> bool:
        """Whether only reports up to the last note tell it."""
        return all((day := self.first.get(c.report_id)) is not None and day <= self.since for c in citations)

    def is_fresh(self, meeting: Meeting, change: Change) -> bool:
        """What took place long before is background, though no report told it before; without a day, what no report opens with."""
        if change.status != "held" or not self.since:
            return True
        if days := days_of(change.effective):
            return days[1] >= date.fromisoformat(self.since) - timedelta(days=2)
        opens = any(c.paragraph <= _OPENING and self.first.get(c.report_id) for c in change.citations)
        return opens and meeting.kind not in _SETTINGS

    def last(self, changes: Iterable[Change]) -> str:
        """The day of the last report that tells of a meeting."""
        return self.latest(c for change in changes for c in change.citations)

    def latest(self, citations: Iterable[Citation]) -> str:
        return max((self.first.get(c.report_id) or "" for c in citations), default="")

    def lately(self, meeting: Meeting, until: str | None) -> bool:
        return self.were_lately((c for change in meeting.changes for c in change.citations), until)

    def were_lately(self, citations: Iterable[Citation], until: str | None) -> bool:
        """Whether the last report that tells it is of a time near the day of the note."""
        last = self.latest(citations)
        if not last or not until:
            return True
        return date.fromisoformat(last) + _QUIET >= date.fromisoformat(until)


def _first_day(change: Change) -> str:
    days = days_of(change.day)
    return days[0].isoformat() if days else "~"


def _gaps(
    plans: Sequence[Meeting],
    record: Record,
    reports: Iterable[Report],
    days: _Days,
    explanations: Iterable[Explanation],
) -> Iterable[tuple[str, str]]:
    """What nobody has said: the new day of what was put off, the day or the place of what is announced, the day of a report."""
    explained = {e.meeting for e in explanations if e.kind == "reason"}
    for meeting in plans:
        given = any(c.reason for c in meeting.changes if c.status == meeting.fate)
        if meeting.fate in _DECIDED and not given and meeting.id not in explained:
            yield "no_reason", meeting.id
        if meeting.fate == "postponed" and not _future(meeting):
            yield "no_new_day", meeting.id
        if meeting.fate == "announced" and not meeting.planned_for:
            yield "no_day", meeting.id
        if meeting.fate == "announced" and not meeting.place and meeting.kind in ("meeting", "summit"):
            yield "no_place", meeting.id
    known = {d.report_id for d in record.dates if d.value}
    for report in sorted(reports, key=lambda r: r.id):
        since_then = (days.first.get(report.id) or "~") > days.since
        if report.id not in known and report.withdrawn is None and since_then:
            yield "undated", report.id


def _future(meeting: Meeting) -> bool:
    """Whether a plan that was put off has a new day."""
    put_off = [n for n, c in enumerate(meeting.changes) if c.status == "postponed"]
    later = meeting.changes[put_off[-1] :] if put_off else ()
    return any(c.detail in ("rescheduled", "to a new day") for c in later)
