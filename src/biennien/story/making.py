"""Why an explanation, a position or a difference stands as it does: the rule that read its words, whose they are, and what they are tied to."""

from __future__ import annotations

from biennien.model import Account, Change, Difference, Explanation, Position
from biennien.story.evidence import Evidence, Tree, node


def explain_explanation(evidence: Evidence, line: Explanation) -> Tree:
    """The words of the reason with their rule, the plan whose end they stand beside, and whose word it is."""
    say, citation = evidence.say, line.citations[0]
    reading = evidence.readings[citation.report_id]
    meeting = next(m for m in evidence.record.meetings if m.id == line.meeting)
    change = next(c for c in meeting.changes if c.id == line.of)
    reasons = [r for r in reading.reasons if r.span == citation.span]
    reason = next((r for r in reasons if _is_of(evidence, r.of, citation.report_id, change)), reasons[0])
    beside = reading.meetings[reason.of]
    parts = [node(say("explain.implied_here"), rule=reason.rule)] if reason.implied else []
    parts.append(
        node(
            say("explain.explains"),
            rule=beside.rule,
            basis=change.basis,
            citations=[evidence.cite(citation.report_id, beside.span)],
        )
    )
    if reason.hedge is not None:
        hedge = evidence.cite(citation.report_id, reason.hedge)
        parts.append(node(say("explain.flag_hedged"), citations=[hedge]))
    if reason.attribution is None:
        parts.append(node(say("explain.own_voice")))
    else:
        parts.append(evidence.attribution(citation.report_id, reason.attribution))
    parts.append(evidence.dating(citation.report_id))
    who = " and ".join(line.given_by) or (f"“{line.unnamed}”" if line.unnamed else say("explain.nobody"))
    key = "explain.explanation_none" if line.kind == "none_given" else "explain.explanation"
    what = say(key, status=change.status, label=meeting.label, who=who)
    return node(what, rule=reason.rule, citations=line.citations, parts=parts)


def _is_of(evidence: Evidence, index: int, report_id: str, change: Change) -> bool:
    span = evidence.readings[report_id].meetings[index].span
    return any(c.report_id == report_id and c.span == span for c in change.citations)


def explain_position(evidence: Evidence, line: Position) -> Tree:
    """The clauses that tell it with their rules, who speaks for the side, and the meeting that it is about."""
    say = evidence.say
    parts = [
        node(say("explain.holder_by_office", who=who, side=line.holder), rule="office")
        for who in line.said_by
    ]
    rule = None
    for citation in line.citations:
        reading = evidence.readings[citation.report_id]
        for position in reading.positions:
            if position.span == citation.span and line.holder in position.holders:
                rule = rule or position.rule
                if position.attribution is not None:
                    parts.append(evidence.attribution(citation.report_id, position.attribution))
        if line.about:
            mentions = (m for m in reading.meetings if m.span == citation.span)
            parts += [evidence.mention(citation.report_id, m) for m in mentions]
    reports = dict.fromkeys(c.report_id for c in line.citations)
    parts += [evidence.dating(report_id) for report_id in reports]
    what = say("explain.position", who=line.holder)
    return node(what, rule=rule or line.stance, citations=line.citations, parts=parts)


def explain_difference(evidence: Evidence, line: Difference) -> Tree:
    """The rule that found it, and each side: whose words, of which day, and how their report is dated."""
    say, dated = evidence.say, set[str]()
    parts = []
    for side in line.sides:
        reports = [c.report_id for c in side.citations if c.report_id not in dated]
        dated.update(reports)
        below = [evidence.dating(report_id) for report_id in dict.fromkeys(reports)]
        parts.append(node(_side(evidence, side), citations=side.citations, parts=below))
    meeting = next((m.label for m in evidence.record.meetings if m.id == line.about), None)
    key = "explain.difference_of" if meeting else "explain.difference"
    what = say(key, label=meeting or "", difference=line.kind, sentence=line.why)
    return node(what, rule=line.kind, parts=parts)


def _side(evidence: Evidence, side: Account) -> str:
    """Whose side it is, and its day."""
    say = evidence.say
    if side.who or side.unnamed:
        who = " and ".join(side.who) or f"“{side.unnamed}”"
        return say("explain.side_day" if side.day else "explain.side", who=who, day=side.day or "")
    return say("explain.own_voice")
