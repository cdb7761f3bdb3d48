"""Why something became of a plan, by the word of each who says so, side by side; the machine takes no side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from biennien.knowledge.world import World
from biennien.model import (
    Change,
    Explanation,
    Meeting,
    Reading,
    ReasonMention,
    Record,
    Report,
)
from biennien.model.text import digest_of, words_of
from biennien.story.grounds import Grounds
from biennien.story.telling import tell_citations

_ALIKE = 0.6  # of the words of two reasons that are one
_ENDED = frozenset({"cancelled", "postponed", "refused"})
_Tied = tuple[Meeting, Change]


def find_explanations(
    record: Record,
    reports: Sequence[Report],
    readings: Mapping[str, Reading],
    world: World,
    until: str | None = None,
) -> tuple[Explanation, ...]:
    """The explanations of the record, each with the change that it explains, in the order of the meetings and their changes."""
    grounds = Grounds(record, reports, readings, until)
    places = {(m.id, c.id): (i, j) for i, m in enumerate(record.meetings) for j, c in enumerate(m.changes)}
    rows: list[tuple[tuple[int, int], Explanation]] = []
    heard: dict[tuple[str, ...], list[tuple[str, frozenset[str]]]] = {}
    for report in grounds.reports:
        for reason in grounds.reading(report.id).reasons:
            tied = _tied(grounds, report, reason, world)
            if tied is None:
                continue
            giver = _giver(grounds, report, reason)
            key = (tied[0].id, *giver)
            before = heard.setdefault(key, [])
            words = frozenset(words_of(reason.span.cut(report.text)))
            named = bool(grounds.way(report.id, reason.attribution).by)
            new = not before if named else not _copied(before, report.id, words)
            row = _explanation(grounds, report, reason, *tied, independent=new)
            rows.append((places[tied[0].id, tied[1].id], row))
            before.append((report.id, words))
    rows.sort(key=lambda row: row[0])  # stable: in one change the reports stay in their order
    return tuple(explanation for _, explanation in rows)


def _copied(before: Iterable[tuple[str, frozenset[str]]], report: str, words: frozenset[str]) -> bool:
    """Whether what a report, or a source without a name in it, gives as a reason is given in these words by a copy of its text."""
    return any(
        other != report and len(words & theirs) >= _ALIKE * len(words | theirs) for other, theirs in before
    )


def _giver(grounds: Grounds, report: Report, reason: ReasonMention) -> tuple[str, ...]:
    """What tells one giver from another; an unnamed source, and the report itself, are one in all copies of its text only."""
    way = grounds.way(report.id, reason.attribution)
    return way.by or (grounds.origin(report.id), way.unnamed or "")


def _explanation(
    grounds: Grounds,
    report: Report,
    reason: ReasonMention,
    meeting: Meeting,
    change: Change,
    *,
    independent: bool,
) -> Explanation:
    way = grounds.way(report.id, reason.attribution)
    citation = grounds.cite(report.id, reason.span)
    hedge = None if reason.hedge is None else reason.hedge.cut(report.text)
    flags = [
        *(["implied"] if reason.implied else []),
        *([] if grounds.sure(report.id) else ["date_inferred"]),
    ]
    first = meeting.changes[0].citations[0]
    place = (report.id, str(citation.span.start), str(citation.span.end), citation.quote)
    return Explanation(
        # The same words can explain two plans: the smallest words of the plan tell them apart.
        id=digest_of("e", "\x1f".join((*place, first.report_id, str(first.span.start)))),
        of=change.id,
        meeting=meeting.id,
        kind="none_given" if reason.none_given else "reason",
        text=citation.quote,
        given_by=way.by,
        named=way.unnamed is None,
        unnamed=way.unnamed,
        via=way.via,
        hedge=hedge,
        said_on=way.said_on,
        basis=way.basis,
        independent=independent,
        citations=(citation,),
        flags=tuple(sorted(flags)),
    )


def _tied(grounds: Grounds, report: Report, reason: ReasonMention, world: World) -> _Tied | None:
    """The change that a reason explains: the one told in the words beside it, else the end of a plan of the same sides.

    Why talks failed that were to prepare a plan explains the end of the plan, where the same report tells it.
    """
    mention = grounds.reading(report.id).meetings[reason.of]
    if mention.status != "held":
        rows = grounds.changes_at(report.id, mention.span)
        same = [row for row in rows if row[1].status == mention.status]
        return next(iter(same), None)
    states = _states(mention.participants, world)
    ends = [
        (meeting, change)
        for meeting in grounds.record.meetings
        if len(states) > 1 and _states(meeting.participants, world) == states
        for change in meeting.changes
        if change.status in _ENDED and any(c.report_id == report.id for c in change.citations)
    ]
    return max(ends, key=lambda row: _by_end(row, report, reason), default=None)


def _by_end(row: _Tied, report: Report, reason: ReasonMention) -> tuple[bool, int, str]:
    """A plan called off before one put off; of several changes the one told last before the reason."""
    _, change = row
    places = [c.span.start for c in change.citations if c.report_id == report.id]
    before = [place for place in places if place < reason.span.start]
    return change.status == "cancelled", max(before, default=-1), change.id


def _states(participants: Iterable[str], world: World) -> frozenset[str]:
    return frozenset(world.state_of(p) or p for p in participants)


def tell_explanations(explanations: Iterable[Explanation]) -> list[dict[str, object]]:
    """Explanations as the list that `explanations --json` prints."""
    return [
        {
            "id": e.id,
            "of": e.of,
            "meeting": e.meeting,
            "kind": e.kind,
            "text": e.text,
            "given_by": list(e.given_by),
            "named": e.named,
            "unnamed": e.unnamed,
            "via": list(e.via),
            "hedge": e.hedge,
            "said_on": e.said_on,
            "basis": e.basis,
            "independent": e.independent,
            "flags": list(e.flags),
            "citations": tell_citations(e.citations),
        }
        for e in explanations
    ]
