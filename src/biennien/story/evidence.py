"""What was read in one report, as parts of an explanation: who a word stands for, which rule gave a day, whose word it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from biennien.model import (
    ActorMention,
    Attribution,
    Citation,
    MeetingMention,
    Reading,
    Record,
    Report,
    ReportDate,
    Span,
    TimeExpression,
)
from biennien.model.timex import days_of
from biennien.story.telling import tell_citations

Tree = dict[str, object]
Say = Callable[..., str]


def node(
    what: str,
    *,
    rule: str | None = None,
    basis: str | None = None,
    citations: Iterable[Citation] = (),
    parts: Sequence[Tree] = (),
) -> Tree:
    """One step of an explanation; `parts` are what it rests on."""
    return {
        "what": what,
        "rule": rule or None,
        "basis": basis,
        "citations": tell_citations(citations),
        "from": list(parts),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The record with what it was made from; `say` puts a step into words by the key of its message."""

    record: Record
    reports: Mapping[str, Report]
    readings: Mapping[str, Reading]
    say: Say

    def date_of(self, report_id: str) -> ReportDate | None:
        """When a report was published."""
        return next((d for d in self.record.dates if d.report_id == report_id), None)

    def cite(self, report_id: str, span: Span) -> Citation:
        """The words at a place of a report."""
        report, reading = self.reports[report_id], self.readings[report_id]
        return Citation(
            report_id=report_id,
            span=span,
            quote=span.cut(report.text),
            paragraph=reading.paragraph_at(span.start),
        )

    def dating(self, report_id: str, *, brief: bool = False) -> Tree:
        """The date of a report with the reason for it, and every date that was found; `brief` without these."""
        date, report = self.date_of(report_id), None if brief else self.reports.get(report_id)
        found = [
            node(self.say("explain.date_found", value=value), rule=basis)
            for value, basis in (report.dates if report else ())
        ]
        if date is None:
            return node(self.say("explain.report_undated", report=report_id), parts=found)
        day = date.value or f"{date.earliest or '…'} – {date.latest or '…'}"
        key = (
            "explain.report_dated" if date.value or date.earliest or date.latest else "explain.report_undated"
        )
        what = self.say(key, report=report_id, day=day)
        why = [node(self.say("explain.why", sentence=date.why))] if date.why and not brief else []
        return node(what, rule=date.dated_by, basis=date.basis, parts=[*why, *found])

    def attribution(self, report_id: str, index: int, seen: frozenset[int] = frozenset()) -> Tree:
        """Whose word it is: the rule and its cue, who the source is and how that is known, within whose words it stands."""
        reading = self.readings[report_id]
        attribution = reading.attributions[index]
        text = self.reports[report_id].text
        source = attribution.words
        who = (
            " and ".join(attribution.entities) if attribution.named else (source.cut(text) if source else "")
        )
        key = "explain.attribution" if who else "explain.attribution_nobody"
        if attribution.cue:
            what = self.say(key, who=who, cue=attribution.cue.cut(text))
        else:
            what = self.say(f"{key}_bare", who=who)
        parts = [self.actor(report_id, mention) for mention in _of_source(attribution, reading)]
        if attribution.source and not attribution.named:
            parts.append(
                node(self.say("explain.unnamed"), citations=[self.cite(report_id, attribution.source)])
            )
        if attribution.said_on:
            parts.append(self.day(report_id, attribution.said_on, attribution.extent))
        within = attribution.within
        if within is not None and within not in seen and within != index:
            parts.append(self.attribution(report_id, within, seen | {index}))
        cited = [span for span in (attribution.source, attribution.cue) if span]
        return node(
            what, rule=attribution.rule, citations=[self.cite(report_id, s) for s in cited], parts=parts
        )

    def actor(self, report_id: str, mention: ActorMention) -> Tree:
        """Who some words stand for, by which rule; a pronoun or a description with the last name before it."""
        reading, text = self.readings[report_id], self.reports[report_id].text
        what = self.say("explain.actor", words=mention.extent.cut(text), who=mention.entity or "?")
        parts = []
        if mention.level != "NAM":
            named = [
                m for m in reading.names if m.entity == mention.entity and m.span.start < mention.span.start
            ]
            parts = [
                node(
                    self.say("explain.named_before", words=m.span.cut(text)),
                    rule=m.rule,
                    citations=[self.cite(report_id, m.extent)],
                )
                for m in named[-1:]
            ]
        cited = [self.cite(report_id, mention.extent)]
        return node(what, rule=mention.rule, citations=cited, parts=parts)

    def day(self, report_id: str, value: str, near: Span) -> Tree:
        """How a value came about: the words, their rule, and from which day they are counted."""
        reading, text = self.readings[report_id], self.reports[report_id].text
        time = _nearest(reading.times, value, near)
        if time is None:
            return node(
                self.say("explain.day_carried", value=value), parts=[self.dating(report_id, brief=True)]
            )
        what = self.say("explain.time", words=time.span.cut(text), value=value)
        rests = [self.dating(report_id, brief=True)]
        parts = []
        if time.anchor != "none":
            counted = self.say(f"explain.anchor_{time.anchor}", offset=time.offset or "")
            parts.append(node(counted, parts=rests if time.anchor in ("published", "open") else []))
        elif days_of(value) is None:
            parts.append(node(self.say("explain.year_open"), parts=rests))
        return node(
            what, rule=time.rule, basis=time.basis, citations=[self.cite(report_id, time.span)], parts=parts
        )

    def mention(self, report_id: str, mention: MeetingMention) -> Tree:
        """One clause about a meeting: the rules that read it, who meets, whose word it is, which words give the days."""
        reading, text = self.readings[report_id], self.reports[report_id].text
        what = self.say("explain.mention", status=mention.status, words=mention.head.cut(text))
        parts = [self.actor(report_id, m) for m in _sides(mention, reading)]
        if mention.refers_to is not None:
            earlier = reading.meetings[mention.refers_to].span
            taken = self.say("explain.refers_to", words=earlier.cut(text))
            parts.append(node(taken, citations=[self.cite(report_id, earlier)]))
        told_on = None
        if mention.attribution is not None:
            parts.append(self.attribution(report_id, mention.attribution))
            told_on = reading.attributions[mention.attribution].said_on
        elif mention.by or mention.unnamed:
            who = " and ".join(mention.by) or f"“{mention.unnamed}”"
            parts.append(node(self.say("explain.declared", who=who)))
        else:
            parts.append(node(self.say("explain.own_voice")))
        if mention.status_date and mention.status_date != told_on:
            parts.append(self.day(report_id, mention.status_date, mention.span))
        if mention.when:
            planned = self.day(report_id, mention.when, mention.span)
            parts.append(node(self.say("explain.when", value=mention.when), parts=[planned]))
        place = reading.meetings.index(mention)
        reasons = [r.span for r in reading.reasons if r.of == place and not r.none_given]
        for key, span in (
            *(("explain.reason", span) for span in reasons),
            ("explain.condition", mention.condition),
        ):
            if span:
                parts.append(
                    node(self.say(key, words=span.cut(text)), citations=[self.cite(report_id, span)])
                )
        return node(what, rule=mention.rule, citations=[self.cite(report_id, mention.span)], parts=parts)


def _sides(mention: MeetingMention, reading: Reading) -> list[ActorMention]:
    """The words for the sides of a meeting: those of its clause, else the last before it."""
    found: list[ActorMention] = []
    for side in mention.participants:
        known = [m for m in reading.mentions if m.entity and side in _split(m.entity)]
        inside = [m for m in known if mention.span.holds(m.span)]
        before = [m for m in known if m.span.start < mention.span.end]
        found += [m for m in inside or before[-1:] if m not in found]
    return sorted(found, key=lambda m: m.span)


def _of_source(attribution: Attribution, reading: Reading) -> list[ActorMention]:
    """The mentions in the words of a source that it was resolved by."""
    if attribution.source is None or not attribution.named:
        return []
    wanted = set(attribution.entities)
    return [
        m
        for m in reading.mentions
        if m.entity and attribution.source.overlaps(m.extent) and wanted & {m.entity, *_split(m.entity)}
    ]


def _split(entity: str) -> list[str]:
    return [entity, *entity.split(" and ")]


def _nearest(times: Sequence[TimeExpression], value: str, near: Span) -> TimeExpression | None:
    """The words with a value that stand nearest to a place; an open year counts as any year."""
    fitting = [t for t in times if t.timex.value == value]
    fitting = fitting or [t for t in times if t.timex.value[:4] == "XXXX" and t.timex.value[4:] == value[4:]]
    return min(
        fitting,
        key=lambda t: (max(near.start - t.span.end, t.span.start - near.end, 0), t.span.start),
        default=None,
    )
