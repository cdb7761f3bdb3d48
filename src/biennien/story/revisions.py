"""Two versions of a report → what differs in them, and what that means for the record; and all of it as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from biennien.model import (
    Change,
    Citation,
    Edit,
    Effect,
    History,
    Meeting,
    Paragraph,
    Reading,
    Record,
    Report,
    Revision,
    Span,
    Statement,
    Version,
)
from biennien.story.meetings import tell_meeting
from biennien.story.rewording import find_edits, likeness, tokens_of
from biennien.story.statements import tell_statement
from biennien.story.telling import tell_change

_ALIKE = 0.5  # words of one voice that are the same words, changed
_NEARLY = 0.75  # words whoever says them
_TOLD = 0.6  # words of one voice in two reports that are one statement
_LINES = 300  # of a version that are held against each other; beyond, only by their very words
_QUOTED = ("direct", "mixed")


@dataclass(frozen=True, slots=True)
class _Line:
    """What one version tells: a statement, or a change with its meeting; its words, its voice, and all that was understood."""

    line: Statement | Change
    meeting: Meeting | None
    words: tuple[str, ...]
    voice: tuple[object, ...]
    core: tuple[object, ...]
    meaning: tuple[object, ...]


def find_revision(
    before: Version,
    after: Version,
    readings: tuple[Reading, Reading],
    records: tuple[Record, Record],
    now: Record = Record(),  # noqa: B008
) -> Revision:
    """Two versions held against each other; `readings` and `records` are what is read in each by itself, `now` the record as it stands."""
    one, other = before.report, after.report
    lines = paragraphs_of(one, readings[0]), paragraphs_of(other, readings[1])
    edits, coarse = find_edits(one.text, other.text, *lines)
    differ = any(edit.kind != "same" for edit in edits)
    effects = _effects(records, now, before, after) if differ or one != other else ()
    return Revision(
        before=before,
        after=after,
        particulars=tuple(_particulars(one, other)),
        edits=edits,
        effects=tuple(effects),
        only_letters=not differ and one.text != other.text,
        coarse=coarse,
    )


def paragraphs_of(report: Report, reading: Reading) -> Sequence[Paragraph]:
    """The paragraphs that were read; of a report that was not read, its lines."""
    if reading.paragraphs:
        return reading.paragraphs
    found: list[Paragraph] = []
    at = report.header
    for line in report.text[report.header :].splitlines(keepends=True):
        if line.strip():
            found.append(Paragraph(span=Span(at, at + len(line.rstrip())), number=len(found) + 1))
        at += len(line)
    return found


def lines_of(record: Record) -> dict[str, tuple[Statement | Change, Meeting | None]]:
    """The statements and the changes of a record by their ids, a change with its meeting."""
    rows: dict[str, tuple[Statement | Change, Meeting | None]] = {s.id: (s, None) for s in record.statements}
    return rows | {c.id: (c, m) for m in record.meetings for c in m.changes}


def _particulars(one: Report, other: Report) -> Iterator[tuple[str, str | None, str | None]]:
    for name in ("title", "outlet", "url"):
        was, now = getattr(one, name), getattr(other, name)
        if tokens_of(was or "") != tokens_of(now or ""):
            yield name, was, now
    was, now = (r.published_at or r.published_on for r in (one, other))
    if (one.published_on, one.instant) != (other.published_on, other.instant):
        yield "published", was, now
    was, now = ((dict(r.extra).get("author") or "").strip('"') or None for r in (one, other))
    if was != now:
        yield "author", was, now


def _effects(
    records: tuple[Record, Record], now: Record, before: Version, after: Version
) -> Iterator[Effect]:
    """What differs in the lines, in the order of the later text; what went comes last."""
    old, new = list(_lines(records[0])), list(_lines(records[1]))
    pairs = _pairs(old, new)
    told = _Telling(now, after.report.id)
    here = told.cited_here() if after.counts else {}
    texts = tuple(_joined(tokens_of(v.report.text)) for v in (before, after))
    found: list[tuple[int, Effect]] = []
    for i, j in pairs.items():
        one, other = old[i], new[j]
        kind = "reworded" if one.core == other.core and one.words != other.words else "changed"
        if one.words == other.words and one.meaning == other.meaning:
            continue
        found.append((_start(other.line), _effect(kind, one, other, _line_in(here, other.line))))
    for j, line in enumerate(new):
        if j not in pairs.values():
            # Words that were there before: what stands around them lets them be read otherwise.
            kind = "changed" if _joined(line.words) in texts[0] else "came"
            found.append((_start(line.line), _effect(kind, None, line, _line_in(here, line.line))))
    gone = [line for i, line in enumerate(old) if i not in pairs]
    for line in sorted(gone, key=lambda row: _start(row.line)):
        name, reports = told.elsewhere(line)
        kind = "changed" if _joined(line.words) in texts[1] else "went"
        found.append((1 << 40, _effect(kind, line, None, name, reports)))
    return (effect for _, effect in sorted(found, key=lambda row: row[0]))


def _effect(
    kind: str, one: _Line | None, other: _Line | None, name: str | None, reports: tuple[str, ...] = ()
) -> Effect:
    quoted = [
        row.line
        for row in (one, other)
        if row and isinstance(row.line, Statement) and row.line.manner in _QUOTED
    ]
    contents = {tokens_of(s.content) for s in quoted}
    return Effect(
        kind=kind,
        before=one.line if one else None,
        after=other.line if other else None,
        meeting_before=one.meeting if one else None,
        meeting_after=other.meeting if other else None,
        quotation=bool(quoted) and (one is None or other is None or len(contents) > 1),
        line=name,
        elsewhere=reports,
    )


def _lines(record: Record) -> Iterator[_Line]:
    for s in record.statements:
        voice: tuple[object, ...] = (frozenset(s.speaker), s.unnamed)
        yield _Line(
            line=s,
            meeting=None,
            words=_words(s.citations),
            voice=voice,
            core=voice,
            meaning=(voice, s.manner, s.verb, s.said_on, s.chain),
        )
    for m in record.meetings:
        for c in m.changes:
            voice = (frozenset(m.participants),)
            said = (frozenset(c.announced_by), c.unnamed, c.effective, c.announced_on)
            core = (voice, m.kind, m.place, m.planned_for, c.status, c.detail, said)
            yield _Line(
                line=c, meeting=m, words=_words(c.citations), voice=voice, core=core,
                meaning=(core, c.via, c.reason, c.condition),
            )  # fmt: skip


def _pairs(old: Sequence[_Line], new: Sequence[_Line]) -> dict[int, int]:
    """Which line before is which line after: first those of the very words, then the likest of one voice, then whoever says it."""
    pairs: dict[int, int] = {}
    by_words: dict[object, list[int]] = {}
    for j in reversed(range(len(new))):
        for key in (_key(new[j]), _key(new[j])[:2]):
            by_words.setdefault(key, []).append(j)
    taken: set[int] = set()
    for size in (3, 2):
        for i, line in enumerate(old):
            there = [j for j in by_words.get(_key(line)[:size], ()) if j not in taken]
            if i not in pairs and there:
                pairs[i] = there[-1]
                taken.add(there[-1])
    left, free = (
        [i for i in range(len(old)) if i not in pairs],
        [j for j in range(len(new)) if j not in taken],
    )
    if len(left) > _LINES or len(free) > _LINES:
        return pairs
    rows = [
        (old[i].core == new[j].core, old[i].voice == new[j].voice, like, -i, -j)
        for i in left
        for j in free
        if type(old[i].line) is type(new[j].line)
        and (like := likeness(old[i].words, new[j].words))
        >= (_ALIKE if old[i].voice == new[j].voice else _NEARLY)
    ]
    for *_, i, j in sorted(rows, reverse=True):
        if -i not in pairs and -j not in taken:
            pairs[-i] = -j
            taken.add(-j)
    return pairs


def _key(line: _Line) -> tuple[object, ...]:
    return type(line.line), line.words, line.core


class _Telling:
    """What the record tells now."""

    def __init__(self, record: Record, report_id: str) -> None:
        self._record, self._report = record, report_id
        self._said: dict[object, list[Statement]] = {}
        for s in record.statements:
            self._said.setdefault((frozenset(s.speaker), s.unnamed), []).append(s)

    def cited_here(self) -> dict[Span, str]:
        """The lines of the record by the places of their words in the report."""
        found: dict[Span, str] = {}
        for name, (line, _) in lines_of(self._record).items():
            for citation in _citations(line):
                if citation.report_id == self._report:
                    found.setdefault(citation.span, name)
        return found

    def elsewhere(self, line: _Line) -> tuple[str | None, tuple[str, ...]]:
        """The line of the record that tells what went from the report, and the reports that do."""
        if isinstance(line.line, Statement):
            words = tokens_of(line.line.content)
            rows = [(likeness(words, tokens_of(s.content)), s.id, s) for s in self._said.get(line.voice, ())]
            best = max(rows, default=None, key=lambda row: row[:2])
            if best is None or best[0] < _TOLD:
                return None, ()
            return best[1], self._others(_citations(best[2]))
        for m in self._record.meetings:
            if (
                line.meeting
                and {*m.participants} == {*line.meeting.participants}
                and m.kind == line.meeting.kind
            ):
                for c in m.changes:
                    if (c.status, c.announced_by) == (line.line.status, line.line.announced_by) and (
                        others := self._others(c.citations)
                    ):
                        return c.id, others
        return None, ()

    def _others(self, citations: Iterable[Citation]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c.report_id for c in citations if c.report_id != self._report))


def _line_in(here: Mapping[Span, str], line: Statement | Change) -> str | None:
    """The line of the record that rests on the words of a line."""
    return next((here[c.span] for c in _citations(line) if c.span in here), None)


def _citations(line: Statement | Change) -> tuple[Citation, ...]:
    return (*line.citations, *(line.restated_in if isinstance(line, Statement) else ()))


def _joined(words: Sequence[str]) -> str:
    return "\x1f".join(("", *words, ""))


def _words(citations: Sequence[Citation]) -> tuple[str, ...]:
    return tuple(token for c in citations for token in tokens_of(c.quote))


def _start(line: Statement | Change) -> int:
    return min((c.span.start for c in line.citations), default=0)


def tell_history(history: History) -> dict[str, object]:
    """The JSON of `versions`: all versions, the oldest first, and two of them held against each other."""
    return {
        "id": history.report_id,
        "versions": [_told_version(v) for v in history.versions],
        "comparison": tell_revision(history.revision) if history.revision else None,
    }


def tell_revision(found: Revision) -> dict[str, object]:
    """The JSON of two versions held against each other; paragraphs that are the same are left out."""
    return {
        "from": found.before.number,
        "to": found.after.number,
        "only_letters": found.only_letters,
        "coarse": found.coarse,
        "particulars": [{"what": what, "was": was, "is": now} for what, was, now in found.particulars],
        "edits": [_told_edit(edit) for edit in found.touched],
        "lines": [_told_effect(effect) for effect in found.effects],
    }


def _told_version(version: Version) -> dict[str, object]:
    report = version.report
    return {
        "number": version.number,
        "sha256": report.sha256,
        "counts": version.counts,
        "title": report.title,
        "outlet": report.outlet,
        "url": report.url,
        "published": report.published_at or report.published_on,
        "dated_by": report.dated_by,
        "changed": report.changed_at or None,
        "came_on": version.came_on,
        "recorded_at": version.recorded_at,
        "characters": len(report.text),
    }


def _told_edit(edit: Edit) -> dict[str, object]:
    return {
        "kind": edit.kind,
        "before": _told_place(edit.before, edit.span_before),
        "after": _told_place(edit.after, edit.span_after),
        "words": [{"kind": s.kind, "text": s.text} for s in edit.stretches],
    }


def _told_place(numbers: Sequence[int], span: Span | None) -> dict[str, object] | None:
    return {"paragraphs": list(numbers), "start": span.start, "end": span.end} if span else None


def _told_effect(effect: Effect) -> dict[str, object]:
    told: Callable[[Statement | Change | None, Meeting | None], dict[str, object] | None] = _told_line
    return {
        "kind": effect.kind,
        "what": "statement" if isinstance(effect.after or effect.before, Statement) else "change",
        "quotation": effect.quotation,
        "line": effect.line,
        "elsewhere": list(effect.elsewhere),
        "before": told(effect.before, effect.meeting_before),
        "after": told(effect.after, effect.meeting_after),
    }


def _told_line(line: Statement | Change | None, meeting: Meeting | None) -> dict[str, object] | None:
    if isinstance(line, Statement):
        return tell_statement(line)
    if line is None or meeting is None:
        return None
    row = tell_meeting(meeting)
    of = {key: row[key] for key in ("label", "kind", "participants", "place", "planned_for")}
    return {**tell_change(line), "meeting": of}
