"""The use cases of looking into the record: its timeline, the words behind a line, the reasons for it, a quotation by its wording."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from biennien import pipeline
from biennien.addresses import StoreAddress
from biennien.app import SCHEMA, known_on, load, opened_store, readings_of
from biennien.knowledge.world import Actor, World
from biennien.known import AsKnown
from biennien.likeness import alike
from biennien.model import (
    Change,
    Citation,
    Difference,
    Explanation,
    Meeting,
    Position,
    Reading,
    Record,
    Report,
    ReportDate,
    Statement,
    TimeExpression,
)
from biennien.model.errors import AmbiguousError, GoneError, NotFoundError
from biennien.pipeline import load_knowledge, read_reports, reader_version
from biennien.words import load_words

Say = Callable[..., str]
Line = Meeting | Change | Statement | Report | Explanation | Position | Difference

MADE = ("e-", "p-", "x-")  # the ids of explanations, positions and differences
_SHOWN = 6  # ids that are named where several begin alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A line of the record, the record, its reports, and what was read in those that the line rests on."""

    line: Line
    record: Record
    reports: Mapping[str, Report]
    readings: Mapping[str, Reading]


def look(store: StoreAddress, wanted: str, as_known: AsKnown = None) -> Seen:
    """The line with an id, or the only one whose id begins so, with what lies behind it.

    Raises InputError where there is none, or more than one.
    """
    record, stored = load(store, as_known)
    reports = {r.id: r for r in stored}
    if wanted.startswith(MADE):
        return _look_at_made(store, record, stored, wanted, known_on(as_known))
    with opened_store(store) as opened:
        line = line_of(record, reports, wanted, opened.former(wanted))
    cited = [line] if isinstance(line, Report) else [reports[c.report_id] for c in citations_of(line)]
    cited = list({r.id: r for r in cited}.values())
    reader = reader_version()
    with opened_store(store) as opened:
        readings = opened.readings(cited, reader)
    missing = [r for r in cited if r.id not in readings]
    if missing:  # another version of the software read them
        readings |= {r.report_id: r for r in read_reports(missing, load_knowledge())}
    return Seen(line=line, record=record, reports=reports, readings=readings)


def look_in(
    record: Record,
    reports: Sequence[Report],
    readings: Mapping[str, Reading],
    wanted: str,
    *,
    former: Iterable[tuple[str, str, str]] = (),
    made: Sequence[Explanation | Position | Difference] = (),
) -> Seen:
    """The same in what was loaded; `made` are the lines of the kind of the id where that is made from the record."""
    by_id = {report.id: report for report in reports}
    if wanted.startswith(MADE):
        lines: dict[str, Line] = {line.id: line for line in made}
        return Seen(line=_only(lines, wanted), record=record, reports=by_id, readings=readings)
    line = line_of(record, by_id, wanted, former)
    return Seen(line=line, record=record, reports=by_id, readings=readings)


def _look_at_made(
    store: StoreAddress, record: Record, stored: Sequence[Report], wanted: str, until: str | None
) -> Seen:
    """A line that is made from the record and all readings: an explanation, a position or a difference."""
    with opened_store(store) as opened:
        readings = {r.report_id: r for r in readings_of(opened, stored)}
    makers: dict[str, Callable[..., Sequence[Explanation | Position | Difference]]] = {
        "e-": pipeline.find_explanations,
        "p-": pipeline.find_positions,
        "x-": pipeline.find_differences,
    }
    found = makers[wanted[:2]](record, stored, readings, load_knowledge(), until)
    return look_in(record, stored, readings, wanted, made=found)


def timeline(store: StoreAddress, as_known: AsKnown = None) -> list[dict[str, object]]:
    """What happened and was said about meetings, as the documented JSON: what has a day by day, then what has none."""
    return timeline_told(load(store, as_known)[0])


def timeline_told(record: Record) -> list[dict[str, object]]:
    """The timeline of a record as the documented JSON."""
    return pipeline.tell_timeline(record)


def line_of(
    record: Record,
    reports: Mapping[str, Report],
    wanted: str,
    former: Iterable[tuple[str, str, str]] = (),
) -> Line:
    """The line with an id, or the only one whose id begins so; where there is none, the one that an id given out before leads to.

    `former` are ids that lead to nothing by themselves, each with a report and words that it rested on.
    Raises InputError where there is no line, or more than one.
    """
    lines = _lines(record)
    now: dict[str, Line] = {**reports, **{line.id: line for line in lines}}
    if any(wanted and i.startswith(wanted) for i in now):
        return _only(now, wanted)
    before: dict[str, Line] = {alias: line for line in lines for alias in line.aliases}
    rested: dict[str, list[tuple[str, str]]] = {}
    for name, report, words in former:
        rested.setdefault(name, []).append((report, words))
    heirs = {name: _heir(lines, name, words) for name, words in rested.items()}
    found = before | {name: heir for name, heir in heirs.items() if heir is not None}
    if not found.get(wanted) and not any(wanted and i.startswith(wanted) for i in found) and heirs:
        names = ", ".join(sorted({report for words in rested.values() for report, _ in words}))
        raise GoneError(
            f"{wanted} rested on words that are in the record no more; they stood in {names}.",
            where="ID",
            remedy=f"The report was withdrawn or has another version: biennien decisions, biennien versions REPORT, biennien show {wanted} --version N",
        )
    return _only(found, wanted)


def _lines(record: Record) -> list[Meeting | Change | Statement]:
    return [*record.meetings, *(c for m in record.meetings for c in m.changes), *record.statements]


def _heir(
    lines: Iterable[Meeting | Change | Statement], name: str, rested: Sequence[tuple[str, str]]
) -> Line | None:
    """The line of the kind of an id that rests on most of its words now."""
    words = set(rested)
    best, most = None, 0
    for line in lines:
        if line.id[:2] == name[:2]:
            shared = len(words & {(c.report_id, c.quote) for c in citations_of(line)})
            best, most = (line, shared) if shared > most else (best, most)
    return best


def _only(lines: Mapping[str, Line], wanted: str) -> Line:
    """The line with an id, or the only one whose id begins so."""
    if wanted in lines:
        return lines[wanted]
    ids = sorted(i for i in lines if wanted and i.startswith(wanted))
    found = list({id(lines[i]): lines[i] for i in ids}.values())
    if not found:
        raise NotFoundError(
            f"nothing in the record has an id that begins with {wanted!r}.",
            where="ID",
            remedy="biennien meetings, timeline, statements, explanations, positions, differences and reports print the ids.",
        )
    if len(found) > 1:
        more = " …" if len(ids) > _SHOWN else ""
        raise AmbiguousError(
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
        passages = pipeline.tell_passages(citations_of(line), seen.reports, seen.readings)
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
    return Printed(load_knowledge(lang).world)


class Printed(dict[str, str]):
    """The Vietnamese names of actors by entity; a body that no table holds is named by its pattern when it is asked for."""

    def __init__(self, world: World) -> None:
        """The names that the tables hold."""
        super().__init__({e: _printed(actor) for e, actor in world.actors.items() if actor.names})
        self._world = world

    def __missing__(self, entity: str) -> str:
        if (found := self._world.vietnamese(entity)) is None:
            raise KeyError(entity)
        head, whose = found
        return f"{head} {dict.get(self, whose, whose)}"

    def __contains__(self, entity: object) -> bool:
        return dict.__contains__(self, entity) or (
            isinstance(entity, str) and self._world.vietnamese(entity) is not None
        )

    def get(self, entity: str, default: Any = None, /) -> Any:
        """The name, the default where there is none."""
        try:
            return self[entity]
        except KeyError:
            return default


def short_names_in(lang: str) -> dict[str, str]:
    """Persons by the part of their name that papers of a language go on with: `Vladimir Putin` → `Putin`."""
    found = {}
    for entity, actor in load_knowledge("vi").world.actors.items():
        name = actor.names[0] if lang != "en" and actor.names else entity
        if actor.type == "PER":
            found[entity] = next((s for s in actor.short if name.endswith(f" {s}")), name)
    return found


def _printed(actor: Actor) -> str:
    """The name as papers print it: of a state without its form of government (`Cộng hòa Pháp` → `Pháp`), of a bloc its acronym."""
    if actor.type == "ORG" and actor.entity.isupper():
        return actor.entity
    name = actor.names[0]
    short = next((s for s in actor.short if actor.kind == "country" and name.endswith(f" {s}")), None)
    return short or name


def dated_value(time: TimeExpression, date: ReportDate | None) -> tuple[str, str]:
    """The value of a time as the record takes it, and its basis: an open year filled from the date of its report."""
    value, basis = pipeline.fill_year(time.timex.value, date) if date else (None, "stated")
    return (value, basis) if value and value != time.timex.value else (time.timex.value, time.basis)


def offices_of(entity: str, lang: str) -> tuple[tuple[str, str, str], ...]:
    """The offices that the tables know a person to hold or to have held, as (title, from, to) in order of time; "" is open."""
    world, names = load_knowledge().world, names_in(lang)
    found = []
    for tenure in world.tenures:
        if tenure.holder == entity and (office := world.offices.get(tenure.office)):
            state = world.country(office.country) or ""
            told = office.label if lang == "en" else " ".join((*office.titles[:1], names.get(state, state)))
            found.append((told.strip() or office.label, tenure.start, tenure.end))
    return tuple(sorted(found, key=lambda row: (row[1], row[0])))


def meeting_of(record: Record, change: Change) -> Meeting:
    """The meeting that a change belongs to."""
    return next(m for m in record.meetings if change in m.changes)


def kind_of(line: Line) -> str:
    """meeting, change, statement, report, explanation, position or difference."""
    return type(line).__name__.lower()


def citations_of(line: Line) -> list[Citation]:
    """The words that a line rests on; of a report none."""
    if isinstance(line, Report):
        return []
    if isinstance(line, Meeting):
        return [c for change in line.changes for c in change.citations]
    if isinstance(line, Difference):
        return [c for side in line.sides for c in side.citations]
    return [*line.citations, *(line.restated_in if isinstance(line, Statement) else ())]


def _all_citations(record: Record) -> Iterable[Citation]:
    lines: tuple[Meeting | Statement, ...] = (*record.meetings, *record.statements)
    for line in lines:
        yield from citations_of(line)


def _told(seen: Seen) -> dict[str, object]:
    """The line as the JSON of its own command prints it."""
    line = seen.line
    if isinstance(line, Meeting):
        return pipeline.tell_meetings(Record(meetings=(line,)))[0]
    if isinstance(line, Statement):
        return pipeline.tell_statements(Record(statements=(line,)))[0]
    if isinstance(line, Explanation):
        return pipeline.tell_explanations([line])[0]
    if isinstance(line, Position):
        return pipeline.tell_positions([line])[0]
    if isinstance(line, Difference):
        return pipeline.tell_differences([line])[0]
    if isinstance(line, Change):
        meeting = meeting_of(seen.record, line)
        return {**pipeline.tell_change(line), "meeting": meeting.id, "label": meeting.label}
    return pipeline.tell_reports(seen.record, [line])[0]
