"""What is new in a report: each of its claims against what was recorded from the reports before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from biennien.knowledge.statuses import load_statuses
from biennien.model import (
    Change,
    Citation,
    Claim,
    Meeting,
    Novelty,
    Record,
    Report,
    ReportDate,
    Statement,
)
from biennien.model.copies import text_of
from biennien.model.text import words_of
from biennien.model.timex import days_of
from biennien.story.telling import tell_citations
from biennien.story.voices import mostly_within, same_voice

Say = Callable[..., str]

_OVER = frozenset({"cancelled", "postponed", "refused"})
_ON = frozenset({"announced", "held"})
_FATES = ("cancelled", "postponed", "announced", "held", "refused")  # what a reader wants first
_ALIKE = 0.6  # of the words of two statements of one speaker that are one statement
_FEW = 4  # words: fewer name a subject only
_MANY = 8  # words that are the same statement however long ago they were told
_AGAIN = timedelta(days=7)  # fewer are the same statement within so long
_FRESH = timedelta(days=3)  # what took place is news for so long
_NAMED = 3  # claims in the line of each kind
_OLD = frozenset(
    {"background", "stale"}
)  # told as known, or copied with its "last week" from an older report
_SAME = frozenset({"repeated", "confirmed", "sharper"})  # what reports before it tell too
_ORDER = ("new", "changed", "disputed", "sharper", "confirmed")


@dataclass(frozen=True, slots=True)
class _Known:
    """What stood in the record before a report: the ids of the reports before it, and of those that may be before or after it.

    `printed` are those before it of which it is a copy, or which are copies of the same text.
    """

    here: str
    before: frozenset[str]
    either: frozenset[str]
    printed: frozenset[str]

    def earlier(self, citations: Iterable[Citation]) -> tuple[Citation, ...]:
        return tuple(c for c in citations if c.report_id in self.before)

    def beside(self, citations: Iterable[Citation]) -> tuple[Citation, ...]:
        return tuple(c for c in citations if c.report_id in self.either)

    def own(self, citations: Iterable[Citation]) -> tuple[Citation, ...]:
        return tuple(c for c in citations if c.report_id == self.here)

    def reprints(self, citations: Iterable[Citation]) -> bool:
        """Whether only the text of which the report is a copy, and other copies of it, tell a line."""
        return self.printed.issuperset(c.report_id for c in citations)


def find_novelty(record: Record, reports: Sequence[Report], report_id: str, say: Say) -> Novelty:
    """The claims of a report in the order of its text, and a line that sums them up in the words of `say`.

    A claim is ``new``; ``changed`` (the same voice said otherwise before); ``disputed`` (another voice says the contrary of the
    same time); ``sharper`` (a day, a place, a reason or a name that was not there); ``confirmed`` (by another voice); or ``repeated``.
    """
    ordered = _in_order(record, [r for r in reports if r.withdrawn is None or r.id == report_id])
    known = _known_before(record, ordered, report_id)
    changes = [
        (own, _claim_of(meeting, change, own, known), meeting)
        for meeting in record.meetings
        for change in meeting.changes
        if (own := known.own(change.citations))
    ]
    told = [c.span for own, _, _ in changes for c in own]
    said = _Said(record, known)
    statements = [
        (own, said.claim(s, own))
        for s in record.statements
        if (own := known.own((*s.citations, *s.restated_in)))
        and not all(mostly_within(c.span, told) for c in own)
    ]
    rows = [(own, claim) for own, claim, _ in changes] + statements
    rows.sort(key=lambda row: (row[0][0].span.start, row[0][0].span.end, row[1].line))
    claims = tuple(claim for _, claim in rows)
    meetings = {claim.line: meeting for _, claim, meeting in changes}
    day = next((d.earliest for d in record.dates if d.report_id == report_id), None)
    moved = {c.id: c for meeting in record.meetings for c in meeting.changes}
    told_now = [c for c in claims if c.line not in moved or _is_news(moved[c.line], day)]
    independent = _independent(ordered, known, told_now)
    line = _line(claims, meetings, record, len(known.before), day, say)
    return Novelty(report_id=report_id, line=line, claims=claims, independent=independent)


def tell_novelty(novelty: Novelty) -> dict[str, object]:
    """The JSON of `new`."""
    return {
        "report": novelty.report_id,
        "line": novelty.line,
        "independent": novelty.independent,
        "claims": [
            {
                "kind": claim.kind,
                "line": claim.line,
                "text": claim.text,
                "citations": tell_citations(claim.citations),
                "against": tell_citations(claim.against),
                "flags": list(claim.flags),
            }
            for claim in novelty.claims
        ],
    }


def _in_order(record: Record, reports: Sequence[Report]) -> list[Report]:
    """The reports in the order of publication; what has no day stands last."""
    dates = {d.report_id: d for d in record.dates}

    def order(report: Report) -> tuple[str, str, str]:
        dated = dates.get(report.id)
        return (dated.earliest if dated else None) or "~", report.instant, report.id

    return sorted(reports, key=order)


def _known_before(record: Record, ordered: Sequence[Report], report_id: str) -> _Known:
    """Which reports are before one: not those of which some possible day is a possible day of it.

    Of one known day the order of the reports decides. One of which nothing is known comes after all that have a day.
    """
    dates = {d.report_id: d for d in record.dates}
    place = next(n for n, r in enumerate(ordered) if r.id == report_id)
    others = [(r.id, n) for n, r in enumerate(ordered) if n != place]
    here = dates.get(report_id)
    before = {i for i, n in others if _is_before(dates.get(i), here, first=n < place)}
    after = {i for i, n in others if _is_before(here, dates.get(i), first=place < n)}
    either = {i for i, _ in others} - before - after
    printed = {i for i, n in others if i in before and text_of(ordered[n]) == text_of(ordered[place])}
    return _Known(report_id, frozenset(before), frozenset(either), frozenset(printed))


def _is_before(one: ReportDate | None, other: ReportDate | None, *, first: bool) -> bool:
    """Whether a report is before another; `first` where it stands before it in the order of all."""
    if one is None or one.earliest is None:
        return False
    if other is None or other.earliest is None:
        return first
    if one.earliest == one.latest == other.earliest == other.latest:
        return first
    return one.latest is not None and one.latest < other.earliest


# Changes


def _claim_of(meeting: Meeting, change: Change, own: tuple[Citation, ...], known: _Known) -> Claim:
    kind, against = _kind_of(meeting, change, known)
    return Claim(
        kind=kind,
        line=change.id,
        text=own[0].quote,
        citations=own,
        against=tuple(dict.fromkeys(against)),
        flags=change.flags,
    )


def _kind_of(meeting: Meeting, change: Change, known: _Known) -> tuple[str, tuple[Citation, ...]]:
    if earlier := known.earlier(change.citations):
        return "repeated", earlier
    before = [
        (n, c, e)
        for n, c in enumerate(meeting.changes)
        if c is not change and (e := known.earlier(c.citations))
    ]
    first, last = _standing(meeting, change)
    same = [(c, e) for n, c, e in before if c.status == change.status and first < n < last]
    mine = [(c, e) for c, e in same if same_voice(c, change)]
    if mine or (same and _is_fate(change)):  # another's stance is a stance of its own
        rows = mine or same
        if any(_sharper(change, c) for c, _ in rows) and not any(_sharper(c, change) for c, _ in rows):
            return "sharper", _all(rows)
        told = bool(mine or _OLD & {*change.flags})  # and a reprint confirms nothing
        return ("repeated" if told or known.reprints(_all(rows)) else "confirmed"), _all(rows)
    # What somebody said on an earlier day was said before, though the report that tells it may be of the same days as this one.
    said = [
        (c, known.earlier(c.citations) or (known.beside(c.citations) if _before(c, change) else ()))
        for c in meeting.changes
        if c.status != change.status and same_voice(c, change)
    ]
    by_voice = [(c, e) for c, e in said if e]
    if by_voice and not _before(change, by_voice[-1][0]):
        return "changed", by_voice[-1][1]
    contrary = [(c, e) for _, c, e in before if _contrary(c, change)]
    if contrary:
        return "disputed", contrary[-1][1]
    return "new", ()


def _all(rows: Sequence[tuple[Change, tuple[Citation, ...]]]) -> tuple[Citation, ...]:
    """The citations of several changes, those of the last one first."""
    return tuple(c for _, cited in reversed(rows) for c in cited)


def _is_fate(change: Change) -> bool:
    return load_statuses()[change.status].kind == "fate"


def _standing(meeting: Meeting, change: Change) -> tuple[int, int]:
    """Between which changes of a meeting nothing else was decided: there the later one tells what the earlier one told."""
    here = next(n for n, c in enumerate(meeting.changes) if c is change)
    breaks = [
        n
        for n, c in enumerate(meeting.changes)
        if _is_fate(c) and c.status != change.status and "background" not in c.flags
    ]
    first = max((n for n in breaks if n < here), default=-1)
    return first, min((n for n in breaks if n > here), default=len(meeting.changes))


def _before(one: Change, other: Change) -> bool:
    a, b = days_of(one.day), days_of(other.day)
    return a is not None and b is not None and a[1] < b[0]


def _sharper(one: Change, other: Change) -> bool:
    """Whether one says of the same what the other leaves open: its day, its reason, its condition, or who."""
    gains = [
        bool(getattr(one, field)) and not getattr(other, field)
        for field in ("effective", "reason", "condition", "detail")
    ]
    named = bool(one.announced_by) and other.unnamed is not None
    return any(gains) or named


def _contrary(one: Change, other: Change) -> bool:
    """Whether two voices say of one day that the meeting is on, and that it is not."""
    a, b = one.status, other.status
    apart = (a in _OVER and b in _ON) or (a in _ON and b in _OVER)
    if not apart or "held" in (a, b) or not (one.announced_by and other.announced_by):
        return False
    days, others = days_of(one.day), days_of(other.day)
    return days is not None and days == others and days[0] == days[1]


# Statements


class _Said:
    """What each speaker said in the reports before, by its words."""

    def __init__(self, record: Record, known: _Known) -> None:
        self._known = known
        self._dates = {d.report_id: d.earliest for d in record.dates}
        self._by: dict[tuple[str, ...], list[tuple[Statement, tuple[Citation, ...]]]] = {}
        for statement in record.statements:
            cited = known.earlier(_places(statement))
            if not statement.speaker:  # the same unnamed source only where it is the same text
                cited = tuple(c for c in cited if c.report_id in known.printed)
            if cited:
                self._by.setdefault(_voice(statement), []).append((statement, cited))

    def claim(self, statement: Statement, own: tuple[Citation, ...]) -> Claim:
        """A statement of a report: said before, in these words or nearly, or new."""
        against = self._told(statement, own) or self._nearly(statement, own)
        return Claim(
            kind="repeated" if against else "new",
            line=statement.id,
            text=statement.content,
            citations=own,
            against=against,
            flags=statement.flags,
        )

    def _told(self, statement: Statement, own: tuple[Citation, ...]) -> tuple[Citation, ...]:
        """Where it was told before: a few words without a day of their own are another statement some time later."""
        earlier = self._known.earlier(_places(statement))
        if statement.said_on or len(words_of(statement.content)) >= _MANY:
            return earlier
        return tuple(c for c in earlier if self._soon(self._day(c), self._day(own[0])))

    def _nearly(self, statement: Statement, own: tuple[Citation, ...]) -> tuple[Citation, ...]:
        words = set(words_of(statement.content))
        for other, cited in self._by.get(_voice(statement), ()):
            others = set(words_of(other.content))
            if min(len(words), len(others)) < _FEW or len(words & others) < _ALIKE * len(words | others):
                continue
            dated = statement.said_on and other.said_on
            if not dated and len(words) >= _MANY:
                return cited
            one = statement.said_on or self._day(own[0])
            if self._soon(other.said_on or self._day(cited[-1]), one):
                return cited
        return ()

    def _day(self, citation: Citation) -> str | None:
        return self._dates.get(citation.report_id)

    @staticmethod
    def _soon(one: str | None, other: str | None) -> bool:
        """Whether two days are near enough for the same words to be one statement."""
        a, b = days_of(one), days_of(other)
        return a is None or b is None or (a[0] - b[1] <= _AGAIN and b[0] - a[1] <= _AGAIN)


def _voice(statement: Statement) -> tuple[str, ...]:
    return statement.speaker or ("", statement.unnamed or "")


def _places(statement: Statement) -> tuple[Citation, ...]:
    return (*statement.citations, *statement.restated_in)


def _independent(ordered: Sequence[Report], known: _Known, claims: Iterable[Claim]) -> int:
    """How many outlets before this report tell what it tells, each in a text of its own.

    Copies of one text count once, and those of this one not at all, nor do other reports of its outlet; the sections of an outlet
    are one.
    """
    telling = {c.report_id for claim in claims if claim.kind in _SAME for c in claim.against}
    among = [r for r in ordered if r.id in known.before & telling or r.id == known.here]
    texts = {r.id: text_of(r) for r in among}
    houses = {r.id: _house(r) for r in among}
    others = {texts[r.id] for r in among} - {texts[known.here]}
    return len({houses.get(text, text) for text in others} - {houses[known.here]})


def _house(report: Report) -> str:
    """The outlet of a report without its section (`Báo Mẫu - Thế giới`), else the report itself."""
    return report.outlet.partition(" - ")[0].strip().casefold() if report.outlet else report.id


# The line


def _line(
    claims: Sequence[Claim],
    meetings: Mapping[str, Meeting],
    record: Record,
    before: int,
    day: str | None,
    say: Say,
) -> str:
    """What an editor must know first: developments by their weight, then who speaks, else that nothing is new."""
    changes = {c.id: c for m in record.meetings for c in m.changes}
    parts: list[tuple[int, str]] = []
    for kind in _ORDER:
        rows = [c for c in claims if c.kind == kind and c.line in meetings and _is_news(changes[c.line], day)]
        rows.sort(key=lambda c: _weight(changes[c.line]))
        told = list(dict.fromkeys(_told(meetings[c.line], changes[c.line], say) for c in rows))
        if told:
            more = [say("new.more", n=len(told) - _NAMED)] if len(told) > _NAMED else []
            words = say(f"new.{kind}", what="; ".join([*told[:_NAMED], *more]))
            parts.append((_weight(changes[rows[0].line]), words))
    lines = [words for _, words in sorted(parts, key=lambda part: part[0])]
    statements = {s.id: s for s in record.statements}
    fresh = [statements[c.line] for c in claims if c.kind == "new" and c.line in statements]
    speakers = list(dict.fromkeys(s.speaker for s in fresh if s.speaker))
    if speakers:
        who = ", ".join(say("new.who", who=" and ".join(s)) for s in speakers[:_NAMED])
        more_speakers = " …" if len(speakers) > _NAMED else ""
        lines.append(say("new.words", who=who + more_speakers, n=len(fresh)))
    if not lines:
        lines.append(say("new.nothing" if claims else "new.empty", n=before))
    return " ".join(lines)


def _is_news(change: Change, day: str | None) -> bool:
    """Not what is told as known, nor what took place long before the report."""
    if _OLD & {*change.flags}:
        return False
    took_place, now = days_of(change.effective), days_of(day)
    if change.status != "held" or now is None:
        return True
    return took_place is not None and took_place[1] >= now[0] - _FRESH


def _weight(change: Change) -> int:
    return _FATES.index(change.status) if change.status in _FATES else len(_FATES)


def _told(meeting: Meeting, change: Change, say: Say) -> str:
    shown = {"label": meeting.label, "status": change.status}
    if change.status == "held" or not (change.announced_by or change.unnamed):
        return say("new.bare", **shown)
    if change.announced_by:
        return say("new.by", who=" and ".join(change.announced_by), **shown)
    return say("new.unnamed", words=change.unnamed, **shown)
