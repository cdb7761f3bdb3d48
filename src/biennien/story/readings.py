"""One reading as the object that `read` prints: the annotation format of the gold reports, and what was read besides."""

from __future__ import annotations

from collections.abc import Sequence

from biennien.model import (
    ActorMention,
    Attribution,
    MeetingMention,
    PositionMention,
    Reading,
    ReasonMention,
    Report,
    Span,
    TimeExpression,
)
from biennien.story.telling import tell_issues


def tell_reading(report: Report, reading: Reading) -> dict[str, object]:
    """The reading of one report; all offsets are code points of its text as given, half-open."""
    return {
        "schema": "biennien/1",
        "id": report.id,
        "outlet": report.outlet,
        "published": report.published_on,
        "sha256": report.sha256,
        "names": [_name(report.text, m) for m in reading.names],
        "timex": [_time(t) for t in reading.times],
        "attributions": [_attribution(a) for a in reading.attributions],
        "meetings": [_meeting(m, reading, number) for number, m in enumerate(reading.meetings)],
        "reasons": [_reason(r) for r in reading.reasons],
        "positions": [_position(p) for p in reading.positions],
        "mentions": [_mention(m) for m in reading.mentions],
        "paragraphs": [{**_at(p.span), "number": p.number, "kind": p.kind} for p in reading.paragraphs],
        "sentences": [{**_at(s.span), "paragraph": s.paragraph} for s in reading.sentences],
        "quotations": [
            {**_at(q.span), "inner": _pair(q.inner), "kind": q.kind, "closed": q.closed}
            for q in reading.quotations
        ],
        "issues": tell_issues((*report.issues, *reading.issues)),
    }


def _name(text: str, mention: ActorMention) -> dict[str, object]:
    return {**_at(mention.span), "type": mention.type, "entity": mention.entity or mention.span.cut(text)}


def _mention(mention: ActorMention) -> dict[str, object]:
    return {
        **_at(mention.span),
        "extent": _pair(mention.extent),
        "level": mention.level,
        "type": mention.type,
        "entity": mention.entity,
        "rule": mention.rule,
    }


def _time(time: TimeExpression) -> dict[str, object]:
    return {
        **_at(time.span),
        "type": time.timex.type,
        "value": time.timex.value,
        "mod": time.timex.mod,
        "anchor": time.anchor,
        "basis": time.basis,
        "rule": time.rule,
    }


def _attribution(attribution: Attribution) -> dict[str, object]:
    return {
        "source": _pair(attribution.source),
        "entity": _joined(attribution.entities) if attribution.named else attribution.described,
        "named": attribution.named,
        "cue": _pair(attribution.cue),
        "content": [_pair(span) for span in attribution.content],
        "manner": attribution.manner,
        "said_on": attribution.said_on,
        "said_basis": attribution.said_basis if attribution.said_on else None,
        "within": attribution.within,
        "class": attribution.verb_class,
        "hedged": attribution.hedged,
        "rule": attribution.rule,
    }


def _meeting(meeting: MeetingMention, reading: Reading, number: int) -> dict[str, object]:
    return {
        **_at(meeting.span),
        "kind": meeting.kind,
        "participants": list(meeting.participants),
        "place": meeting.place,
        "when": meeting.when,
        "status": meeting.status,
        "detail": meeting.detail,
        "status_date": meeting.status_date,
        "by": _joined(meeting.by) or _described(meeting, reading),
        "named": meeting.named,
        "unnamed": meeting.unnamed,
        "head": _pair(meeting.head),
        "reason": _pair(next((r.span for r in reading.reasons if r.of == number and not r.none_given), None)),
        "condition": _pair(meeting.condition),
        "attribution": meeting.attribution,
        "presupposed": meeting.presupposed,
        "rule": meeting.rule,
    }


def _reason(reason: ReasonMention) -> dict[str, object]:
    return {
        **_at(reason.span),
        "of": reason.of,
        "attribution": reason.attribution,
        "hedge": _pair(reason.hedge),
        "none_given": reason.none_given,
        "implied": reason.implied,
        "rule": reason.rule,
    }


def _position(position: PositionMention) -> dict[str, object]:
    return {
        **_at(position.span),
        "holders": list(position.holders),
        "topic": position.topic,
        "stance": position.stance,
        "condition": _pair(position.condition),
        "attribution": position.attribution,
        "rule": position.rule,
    }


def _described(meeting: MeetingMention, reading: Reading) -> str | None:
    """The English description of an unnamed declarer."""
    voice = reading.attributions[meeting.attribution] if meeting.attribution is not None else None
    return voice.described if voice is not None and not (voice.named or meeting.named) else None


def _at(span: Span) -> dict[str, object]:
    return {"start": span.start, "end": span.end}


def _pair(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _joined(entities: Sequence[str]) -> str | None:
    return " and ".join(entities) or None
