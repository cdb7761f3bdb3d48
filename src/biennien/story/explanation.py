"""Why a line of the record stands as it does: a tree of rules, words and reasons, as `explain --json` prints it."""

from __future__ import annotations

from collections.abc import Mapping

from biennien.model import (
    Change,
    Citation,
    Difference,
    Explanation,
    Meeting,
    MeetingMention,
    Position,
    Reading,
    Record,
    Report,
    Statement,
)
from biennien.story.evidence import Evidence, Say, Tree, node
from biennien.story.making import explain_difference, explain_explanation, explain_position


def explain(
    record: Record,
    reports: Mapping[str, Report],
    readings: Mapping[str, Reading],
    line: Meeting | Change | Statement | Report | Explanation | Position | Difference,
    say: Say,
) -> Tree:
    """The tree behind a line of the record; `say` puts a step into words by the key of its message."""
    evidence = Evidence(record=record, reports=reports, readings=readings, say=say)
    if isinstance(line, Meeting):
        return explain_meeting(evidence, line)
    if isinstance(line, Change):
        return explain_change(evidence, next(m for m in record.meetings if line in m.changes), line)
    if isinstance(line, Statement):
        return explain_statement(evidence, line)
    if isinstance(line, Explanation):
        return explain_explanation(evidence, line)
    if isinstance(line, Position):
        return explain_position(evidence, line)
    if isinstance(line, Difference):
        return explain_difference(evidence, line)
    return evidence.dating(line.id)


def explain_meeting(evidence: Evidence, meeting: Meeting) -> Tree:
    """What became of a meeting: the change that gives its status, all others, and why their mentions are one meeting."""
    say = evidence.say
    decisive = meeting.decisive(meeting.status)
    fate = meeting.decisive(meeting.fate) if meeting.fate != meeting.status else None
    parts = [
        node(
            say(f"explain.{key}", status=c.status, who=_who(evidence, c)),
            rule="fold",
            basis=c.basis,
            citations=c.citations[:1],
        )
        for key, c in (("status_from", decisive), ("fate_from", fate))
        if c
    ]
    if meeting.successor_of:
        parts.append(node(say("explain.successor", id=meeting.successor_of), rule="successor"))
    parts += [_summary(evidence, meeting, change) for change in meeting.changes]
    what = say("explain.meeting", label=meeting.label, status=meeting.status, fate=meeting.fate or "open")
    return node(what, rule="fold", basis=decisive.basis if decisive else None, parts=parts)


def explain_change(evidence: Evidence, meeting: Meeting, change: Change) -> Tree:
    """A change of status: every clause that tells it with its rules, its day, and why it is of this meeting."""
    say = evidence.say
    parts = []
    for citation in change.citations:
        mention = _mention_at(evidence, citation, change.status)
        told = evidence.mention(citation.report_id, mention) if mention else _bare(evidence, citation)
        parts.append(_with(told, _joins(evidence, meeting, citation)))
    parts.append(_day(evidence, change))
    parts += [
        node(say(f"explain.flag_{flag}"), rule=flag)
        for flag in (*change.flags, *(["after_end"] if change.after_end else []))
        if flag in _FLAGS
    ]
    reports = dict.fromkeys(c.report_id for c in change.citations)
    parts += [evidence.dating(report_id) for report_id in reports]
    key = "explain.change_day" if change.day else "explain.change"
    what = say(
        key,
        label=meeting.label,
        status=change.status,
        who=_who(evidence, change),
        day=change.day or "",
    )
    return node(what, rule="change", basis=change.basis, citations=change.citations, parts=parts)


_FLAGS = (
    "decided",
    "illegal",
    "date_inferred",
    "background",
    "denied",
    "refused",
    "hedged",
    "retold",
    "stale",
    "after_end",
)


def explain_statement(evidence: Evidence, statement: Statement) -> Tree:
    """What somebody said: the attribution it was read from, how its day is known, and where it is told again."""
    say = evidence.say
    parts = []
    for citation in statement.citations:
        index = _attribution_at(evidence, citation, statement)
        if index is not None:
            told = evidence.attribution(citation.report_id, index)
            if told not in parts:
                parts.append(told)
    if "stale" in statement.flags:
        parts.append(node(say("explain.flag_stale")))
    if statement.restated_in:
        parts.append(node(say("explain.again"), rule="same words", citations=statement.restated_in))
    parts += [
        evidence.dating(report_id) for report_id in dict.fromkeys(c.report_id for c in statement.citations)
    ]
    who = " and ".join(statement.speaker) or statement.unnamed or say("explain.nobody")
    key = "explain.statement_day" if statement.said_on else "explain.statement"
    what = say(key, who=who, day=statement.said_on or "")
    return node(what, rule=statement.manner, citations=statement.citations, parts=parts)


def _summary(evidence: Evidence, meeting: Meeting, change: Change) -> Tree:
    """A change in one line with the reasons why its mentions belong to the meeting."""
    parts = [p for c in change.citations for p in _joins(evidence, meeting, c)]
    day = change.day
    key = "explain.line_day" if day else "explain.line"
    what = evidence.say(key, status=change.status, who=_who(evidence, change), day=day or "", id=change.id)
    return node(what, rule="change", basis=change.basis, citations=change.citations, parts=parts)


def _day(evidence: Evidence, change: Change) -> Tree:
    """How the day of a change is known: stated in words, or filled from its report, or not at all."""
    say = evidence.say
    day = change.day
    if day is None:
        return node(say("explain.no_day"))
    return node(say(f"explain.day_{change.basis}", day=day), basis=change.basis)


def _joins(evidence: Evidence, meeting: Meeting, citation: Citation) -> list[Tree]:
    """Why the words of a citation are of this meeting: the reasons that joining kept for their place."""
    place = f"{citation.report_id}:{citation.span.start} "
    return [
        node(
            evidence.say("explain.joined", why=reason.removeprefix(place)), rule="join", citations=[citation]
        )
        for reason in meeting.reasons
        if reason.startswith(place)
    ]


def _who(evidence: Evidence, change: Change) -> str:
    if change.announced_by:
        return " and ".join(change.announced_by)
    return f"“{change.unnamed}”" if change.unnamed else evidence.say("explain.nobody")


def _mention_at(evidence: Evidence, citation: Citation, status: str) -> MeetingMention | None:
    """The mention that was read in the cited words: one clause can tell that a plan was announced and that it was put off."""
    reading = evidence.readings.get(citation.report_id)
    fitting = [m for m in reading.meetings if m.span == citation.span] if reading else []
    return next((m for m in fitting if m.status == status), next(iter(fitting), None))


def _attribution_at(evidence: Evidence, citation: Citation, statement: Statement) -> int | None:
    reading = evidence.readings.get(citation.report_id)
    fitting = [
        index for index, a in enumerate(reading.attributions if reading else ()) if citation.span in a.content
    ]
    same = [i for i in fitting if reading and set(reading.attributions[i].entities) >= set(statement.speaker)]
    return next(iter(same or fitting), None)


def _bare(evidence: Evidence, citation: Citation) -> Tree:
    return node(evidence.say("explain.cited"), citations=[citation])


def _with(tree: Tree, parts: list[Tree]) -> Tree:
    before = tree["from"]
    return {**tree, "from": [*(before if isinstance(before, list) else []), *parts]}
