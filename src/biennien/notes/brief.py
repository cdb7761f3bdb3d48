"""The morning note in words: status today, what changed, conditions and positions, differences, what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from biennien.model import Brief, Meeting, Report, Statement
from biennien.notes.document import Document, Entry, Section, quoted
from biennien.notes.lines import (
    change_entry,
    difference_entries,
    document_of,
    explanation_entry,
    few,
    grouped,
    label_of,
    position_entry,
    statement_entry,
    status_entry,
)
from biennien.wording import Wording
from biennien.wording.quoting import clean
from biennien.wording.revising import voice_of, words_of

_WORDS = 12  # statements in a note


def brief_document(brief: Brief, wording: Wording, reports: Iterable[Report]) -> Document:
    """The note in the language of the wording: what is new, then how things stand; every line has its footnotes."""
    say = wording.say
    texts = {r.id: r for r in reports}
    revised = [("revised", _revised(brief, wording, texts))] if brief.revised else []
    sections = tuple(
        Section(title=say(f"brief.{name}"), entries=tuple(entries), empty=say(f"brief.no_{name}"))
        for name, entries in (
            ("changed", _all_news(brief, wording)),
            ("words", _words(brief.words, wording)),
            *revised,
            ("status", [status_entry(m, wording) for m in brief.plans]),
            ("positions", _positions(brief, wording)),
            ("explanations", _explanations(brief, wording)),
            ("differences", difference_entries(brief.differences, wording)),
            ("gaps", _gaps(brief, wording)),
        )
    )
    day = wording.day_words(brief.until) if brief.until else say("day.none")
    lead = say("brief.since", day=wording.day_words(brief.since)) if brief.since else say("brief.whole")
    return document_of(say("brief.title", day=day), lead, sections, wording, texts)


def _all_news(brief: Brief, wording: Wording) -> list[Entry]:
    """The changes under their meetings, in the order of time."""
    labels = [label_of(meeting, wording) for meeting, _ in brief.news]
    return grouped(
        (label, change_entry(change, wording, alone=labels.count(label) == 1))
        for label, (_, change) in zip(labels, brief.news, strict=True)
    )


def _positions(brief: Brief, wording: Wording) -> list[Entry]:
    """What each side holds, the new marked; without any, what somebody makes a meeting depend on."""
    held = sorted(brief.positions, key=lambda p: p.id not in brief.fresh)
    holders = dict.fromkeys(p.holder for p in brief.positions)
    marked = brief.fresh if any(p.id not in brief.fresh for p in held) else ()
    rows = [
        (wording.actor(holder), position_entry(p, p.id in marked, wording))
        for holder in holders
        for p in held
        if p.holder == holder
    ]
    return grouped(rows, inline=False) or _conditions(brief.plans, wording)


def _conditions(plans: Iterable[Meeting], wording: Wording) -> list[Entry]:
    """What somebody makes a meeting depend on."""
    found = []
    for meeting in plans:
        for change in meeting.changes:
            if change.condition and "background" not in change.flags:
                who = wording.speaker(change.announced_by, change.unnamed)
                found.append(
                    Entry(
                        head=f"{who}, {label_of(meeting, wording)}",
                        text=quoted(change.condition),
                        citations=few(change.citations),
                    )
                )
    return found


def _words(words: Sequence[Statement], wording: Wording) -> list[Entry]:
    """The statements, those of speakers who have a name first, and how many are left out."""
    rows = [s for s in words if s.speaker] + [s for s in words if not s.speaker]
    entries = [statement_entry(s, wording) for s in rows[:_WORDS]]
    if more := len(rows) - _WORDS if len(rows) > _WORDS else 0:
        entries.append(Entry(head="", text=wording.say("brief.more_words", n=more)))
    return entries


def _revised(brief: Brief, wording: Wording, reports: Mapping[str, Report]) -> list[Entry]:
    """The reports that their papers changed, each with the lines that went, came or are told otherwise; with the words of both versions."""
    say, found = wording.say, list[Entry]()
    for revision in brief.revised:
        report = reports.get(revision.report_id, revision.after.report)
        name = [part for part in (report.outlet, report.title or wording.id(report.id)) if part]
        came = revision.after.came_on
        number = say("report.version", n=revision.after.number)
        day = [say("versions.came", day=wording.day_words(came))] if came else []
        found.append(Entry(head=", ".join((*map(clean, name), number, *day)), text=""))
        for effect in revision.effects[:_WORDS]:
            cited = [line.citations[0] for line in (effect.before, effect.after) if line and line.citations]
            shown = [f"«{words}»" for line in (effect.before, effect.after) if (words := words_of(line))]
            kind = "came_words" if effect.kind == "came" else effect.kind
            kind = "quotation" if effect.quotation and kind == "reworded" else kind
            head = f"{say(f'versions.{kind}')}, {voice_of(effect, wording)}"
            found.append(Entry(head=head, text=" → ".join(shown), citations=tuple(cited), depth=1))
    return found


def _explanations(brief: Brief, wording: Wording) -> list[Entry]:
    """The explanations under the plan whose fate they explain."""
    labels = {m.id: label_of(m, wording) for m in brief.plans}
    return grouped(
        (labels[item.meeting], explanation_entry(item, wording))
        for item in brief.explanations
        if item.meeting in labels
    )


def _gaps(brief: Brief, wording: Wording) -> Iterator[Entry]:
    """What is open of each meeting on one line, then the reports without a day."""
    meetings = {m.id: m for m in brief.plans}
    kinds: dict[str, list[str]] = {}
    for kind, about in brief.gaps:
        kinds.setdefault(about, []).append(kind)
    for about, open_ in kinds.items():
        meeting = meetings.get(about)
        head = label_of(meeting, wording) if meeting else wording.id(about)
        cited = few(meeting.changes[-1].citations)[:1] if meeting else ()
        told = (
            wording.published(wording.dates[about]) if "undated" in open_ and about in wording.dates else ""
        )
        text = "; ".join(wording.say(f"gap.{kind}", bounds=told) for kind in open_)
        yield Entry(head=head, text=text, citations=cited)
