"""The use cases of looking into the record: its timeline, the words behind a line, the reasons for it, a quotation by its wording."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from biennien import pipeline
from biennien.app import SCHEMA, load, opened_store
from biennien.knowledge.world import Actor
from biennien.likeness import alike
from biennien.model import Change, Citation, Meeting, Reading, Record, Report, Statement
from biennien.model.errors import InputError
from biennien.pipeline import load_knowledge, read_reports, reader_version
from biennien.words import load_words

Say = Callable[..., str]
Line = Meeting | Change | Statement | Report

_SHOWN = 6  # ids that are named where several begin alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A line of the record, the record, its reports, and what was read in those that the line rests on."""

    line: Line
    record: Record
    reports: Mapping[str, Report]
    readings: Mapping[str, Reading]


def look(store: Path, wanted: str, as_known: str | None = None) -> Seen:
    """The line with an id, or the only one whose id begins so, with what lies behind it.

    Raises InputError where there is none, or more than one.
    """
    record, stored = load(store, as_known)
    reports = {r.id: r for r in stored}
    line = line_of(record, reports, wanted)
    cited = [line] if isinstance(line, Report) else [reports[c.report_id] for c in _citations(line)]
    cited = list({r.id: r for r in cited}.values())
    reader = reader_version()
    with opened_store(store) as opened:
        readings = opened.readings(cited, reader)
    missing = [r for r in cited if r.id not in readings]
    if missing:  # another version of the software read them
        readings |= {r.report_id: r for r in read_reports(missing, load_knowledge())}
    return Seen(line=line, record=record, reports=reports, readings=readings)


def timeline(store: Path, as_known: str | None = None) -> list[dict[str, object]]:
    """What happened and was said about meetings, as the documented JSON: what has a day by day, then what has none."""
    return timeline_told(load(store, as_known)[0])


def timeline_told(record: Record) -> list[dict[str, object]]:
    """The timeline of a record as the documented JSON."""
    return pipeline.tell_timeline(record)


def line_of(record: Record, reports: Mapping[str, Report], wanted: str) -> Line:
    """The line with an id, or the only one whose id begins so. Raises InputError where there is none, or more than one."""
    lines: dict[str, Line] = {}
    for meeting in record.meetings:
        lines |= {c.id: c for c in meeting.changes}
        lines |= dict.fromkeys((*meeting.aliases, meeting.id), meeting)
    lines |= {s.id: s for s in record.statements}
    lines = {**reports, **lines}
    if wanted in lines:
        return lines[wanted]
    ids = sorted(i for i in lines if wanted and i.startswith(wanted))
    found = list({id(lines[i]): lines[i] for i in ids}.values())
    if not found:
        raise InputError(
            f"nothing in the record has an id that begins with {wanted!r}.",
            where="ID",
            remedy="biennien meetings, timeline, statements and reports print the ids.",
        )
    if len(found) > 1:
        more = " …" if len(ids) > _SHOWN else ""
        raise InputError(
            f"{len(found)} ids begin with {wanted!r}: {', '.join(ids[:_SHOWN])}{more}.",
            where="ID",
            remedy="Write more of it.",
        )
    return found[0]


def shown(seen: Seen) -> dict[str, object]:
    """A line with the paragraphs it rests on, its words marked; of a report the whole text with all words cited from it."""
    line = seen.line
    if isinstance(line, Report):
        reading = seen.readings.get(line.id) or Reading(report_id=line.id)
        passages = pipeline.tell_marked(line, reading, _all_citations(seen.record))
    else:
        passages = pipeline.tell_passages(_citations(line), seen.reports, seen.readings)
    return {
        "schema": SCHEMA,
        "id": line.id,
        "kind": kind_of(line),
        "line": _told(seen),
        "passages": passages,
    }


def explained(seen: Seen, say: Say | None = None) -> dict[str, object]:
    """The tree of rules, words and reasons behind a line; `say` puts each step into words, else it is English."""
    say = say or load_words("en")
    tree = pipeline.explain(seen.record, seen.reports, seen.readings, seen.line, say)
    return {"schema": SCHEMA, "id": seen.line.id, **tree}


def said_like(statements: Sequence[Statement], words: str) -> tuple[Statement, ...]:
    """The statements in words like these, the nearest first; without diacritics in `words` they do not matter."""
    rows = ((s, [s.content, *(c.quote for c in s.restated_in)]) for s in statements)
    return tuple(alike(words, rows))


def names_in(lang: str) -> dict[str, str]:
    """Actors and places by the name that papers of a language print; empty for English, whose names the record holds."""
    if lang == "en":
        return {}
    actors = load_knowledge(lang).world.actors
    return {entity: _printed(actor) for entity, actor in actors.items() if actor.names}


def _printed(actor: Actor) -> str:
    """The name as papers print it: of a state without its form of government (`Cộng hòa Pháp` → `Pháp`), of a bloc its acronym."""
    if actor.type == "ORG" and actor.entity.isupper():
        return actor.entity
    name = actor.names[0]
    short = next((s for s in actor.short if actor.kind == "country" and name.endswith(f" {s}")), None)
    return short or name


def meeting_of(record: Record, change: Change) -> Meeting:
    """The meeting that a change belongs to."""
    return next(m for m in record.meetings if change in m.changes)


def kind_of(line: Line) -> str:
    """meeting, change, statement or report."""
    return type(line).__name__.lower()


def _citations(line: Meeting | Change | Statement) -> list[Citation]:
    if isinstance(line, Meeting):
        return [c for change in line.changes for c in change.citations]
    return [*line.citations, *(line.restated_in if isinstance(line, Statement) else ())]


def _all_citations(record: Record) -> Iterable[Citation]:
    lines: tuple[Meeting | Statement, ...] = (*record.meetings, *record.statements)
    for line in lines:
        yield from _citations(line)


def _told(seen: Seen) -> dict[str, object]:
    """The line as the JSON of its own command prints it."""
    line = seen.line
    if isinstance(line, Meeting):
        return pipeline.tell_meetings(Record(meetings=(line,)))[0]
    if isinstance(line, Statement):
        return pipeline.tell_statements(Record(statements=(line,)))[0]
    if isinstance(line, Change):
        meeting = meeting_of(seen.record, line)
        return {**pipeline.tell_change(line), "meeting": meeting.id, "label": meeting.label}
    return pipeline.tell_reports(seen.record, [line])[0]
