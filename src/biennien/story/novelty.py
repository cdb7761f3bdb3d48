"""What is new in a report: each of its claims against what was recorded from the reports before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from biennien.knowledge.statuses import load_statuses
from biennien.model import Change, Citation, Claim, Meeting, Novelty, Record, Report, Span, Statement
from biennien.model.timex import days_of
from biennien.story.copies import origins
from biennien.story.telling import tell_citations

Say = Callable[..., str]

_OVER = frozenset({"cancelled", "postponed", "refused"})
_ON = frozenset({"announced", "held"})
_FATES = ("cancelled", "postponed", "announced", "held", "refused")  # what a reader wants first
_ALIKE = 0.6  # of the words of two statements of one speaker that are one statement
_MOST = 0.7  # of the words of a statement
_FRESH = timedelta(days=3)  # what took place is news for so long
_NAMED = 3  # claims in the line of each kind
_ORDER = ("new", "changed", "disputed", "sharper", "confirmed")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Known:
    """What stood in the record before a report: the ids of the reports before it, and their order."""

    here: str
    before: frozenset[str]

    def earlier(self, citations: Iterable[Citation]) -> tuple[Citation, ...]:
        return tuple(c for c in citations if c.report_id in self.before)

    def own(self, citations: Iterable[Citation]) -> tuple[Citation, ...]:
        return tuple(c for c in citations if c.report_id == self.here)


def find_novelty(record: Record, reports: Sequence[Report], report_id: str, say: Say) -> Novelty:
    """The claims of a report in the order of its text, and a line that sums them up in the words of `say`.

    A claim is ``new``; ``changed`` (the same voice said otherwise before); ``disputed`` (another voice says the contrary of the
    same time); ``sharper`` (a day, a place, a reason or a name that was not there); ``confirmed`` (by another voice); or ``repeated``.
    """
    ordered = _in_order(record, reports)
    place = next(n for n, r in enumerate(ordered) if r.id == report_id)
    known = _Known(report_id, frozenset(r.id for r in ordered[:place]))
    changes = [
        (own, _claim_of(meeting, change, own, known), meeting)
        for meeting in record.meetings
        for change in meeting.changes
        if (own := known.own(change.citations))
    ]
    told = [c.span for own, _, _ in changes for c in own]
    statements = [
        (own, _statement_claim(s, own, record.statements, known))
        for s in record.statements
        if (own := known.own((*s.citations, *s.restated_in))) and not all(_within(c.span, told) for c in own)
    ]
    rows = [(own, claim) for own, claim, _ in changes] + statements
    rows.sort(key=lambda row: (row[0][0].span.start, row[0][0].span.end, row[1].line))
    claims = tuple(claim for _, claim in rows)
    meetings = {claim.line: meeting for _, claim, meeting in changes}
    independent = _independent(ordered[: place + 1], report_id, [m for _, _, m in changes], known)
    day = next((d.earliest for d in record.dates if d.report_id == report_id), None)
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
            }
            for claim in novelty.claims
        ],
    }


def _within(span: Span, told: Iterable[Span]) -> bool:
    """Whether nearly all the words of a statement are those of a change, which has its own claim."""
    shared = max((min(span.end, t.end) - max(span.start, t.start) for t in told), default=0)
    return shared >= _MOST * (span.end - span.start)


def _in_order(record: Record, reports: Sequence[Report]) -> list[Report]:
    """The reports in the order of publication; what has no day stands last."""
    dates = {d.report_id: d for d in record.dates}

    def order(report: Report) -> tuple[str, str, str]:
        dated = dates.get(report.id)
        return (dated.earliest if dated else None) or "~", report.published_at or "", report.id

    return sorted(reports, key=order)


# Changes


def _claim_of(meeting: Meeting, change: Change, own: tuple[Citation, ...], known: _Known) -> Claim:
    kind, against = _kind_of(meeting, change, known)
    return Claim(kind=kind, line=change.id, text=own[0].quote, citations=own, against=against)


def _kind_of(meeting: Meeting, change: Change, known: _Known) -> tuple[str, tuple[Citation, ...]]:
    if earlier := known.earlier(change.citations):
        return "repeated", earlier
    before = [(c, e) for c in meeting.changes if c is not change and (e := known.earlier(c.citations))]
    same = [(c, e) for c, e in before if c.status == change.status and _still(meeting, c, change)]
    mine = [(c, e) for c, e in same if _same_voice(c, change)]
    if mine or (same and _is_fate(change)):  # another's stance is a stance of its own
        rows = mine or same
        if any(_sharper(change, c) for c, _ in rows) and not any(_sharper(c, change) for c, _ in rows):
            return "sharper", rows[-1][1]
        return ("repeated" if mine or "background" in change.flags else "confirmed"), rows[-1][1]
    by_voice = [(c, e) for c, e in before if _same_voice(c, change) and c.status != change.status]
    if by_voice and not _before(change, by_voice[-1][0]):
        return "changed", by_voice[-1][1]
    contrary = [(c, e) for c, e in before if _contrary(c, change)]
    if contrary:
        return "disputed", contrary[-1][1]
    return "new", ()


def _is_fate(change: Change) -> bool:
    return load_statuses()[change.status].kind == "fate"


def _day(change: Change) -> str | None:
    return change.effective or change.announced_on


def _still(meeting: Meeting, one: Change, other: Change) -> bool:
    """Whether nothing was decided between two changes: then the later one tells what the earlier one told."""
    places = sorted((meeting.changes.index(one), meeting.changes.index(other)))
    between = meeting.changes[places[0] + 1 : places[1]]
    return not any(_is_fate(c) and c.status != one.status and "background" not in c.flags for c in between)


def _before(one: Change, other: Change) -> bool:
    a, b = days_of(_day(one)), days_of(_day(other))
    return a is not None and b is not None and a[1] < b[0]


def _same_voice(one: Change, other: Change) -> bool:
    return bool(set(one.announced_by) & set(other.announced_by))


def _sharper(one: Change, other: Change) -> bool:
    """Whether one says of the same what the other leaves open: its day, its reason, its condition, or who."""
    gains = [
        bool(getattr(one, field)) and not getattr(other, field)
        for field in ("effective", "reason", "condition", "detail")
    ]
    named = bool(one.announced_by) and other.unnamed is not None
    return any(gains) or named


def _contrary(one: Change, other: Change) -> bool:
    """Whether two voices say of one time that the meeting is on, and that it is not."""
    a, b = one.status, other.status
    apart = (a in _OVER and b in _ON) or (a in _ON and b in _OVER)
    if not apart or "held" in (a, b) or not (one.announced_by and other.announced_by):
        return False
    days = days_of(_day(one)), days_of(_day(other))
    return days[0] is not None and days[0] == days[1]


# Statements


def _statement_claim(
    statement: Statement, own: tuple[Citation, ...], others: Sequence[Statement], known: _Known
) -> Claim:
    earlier = known.earlier((*statement.citations, *statement.restated_in))
    if not earlier and statement.speaker:
        words = _words(statement)
        for other in others:
            if other.speaker == statement.speaker and other is not statement:
                cited = known.earlier((*other.citations, *other.restated_in))
                if cited and len(words & _words(other)) >= _ALIKE * len(words | _words(other)):
                    earlier = cited
                    break
    kind = "repeated" if earlier else "new"
    return Claim(kind=kind, line=statement.id, text=statement.content, citations=own, against=earlier)


def _words(statement: Statement) -> frozenset[str]:
    return frozenset(_WORD.findall(statement.content.lower()))


def _independent(until: Sequence[Report], report_id: str, meetings: Sequence[Meeting], known: _Known) -> int:
    """How many texts before this one tell of its meetings: copies of one text count once, and those of this one not at all."""
    telling = {c.report_id for m in meetings for ch in m.changes for c in known.earlier(ch.citations)}
    texts = origins([r for r in until if r.id in telling or r.id == report_id])
    return len({texts[r] for r in telling} - {texts[report_id]})


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
    if "background" in change.flags:
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
