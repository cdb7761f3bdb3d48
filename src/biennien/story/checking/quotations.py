"""Quotations in a draft whose wording, speaker or day is another in the record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from difflib import SequenceMatcher

from biennien.model import Attribution, Reading, Record, Remark, Report, Span, Statement
from biennien.model.text import placed_words, words_of
from biennien.model.timex import days_of
from biennien.story.checking.days import is_written

_NUMBER_BEFORE, _NUMBER_AFTER = (
    re.compile(r"(?<!\d)(?<!\d[/.,:-])(?:\d+[/.,:-])+$"),
    re.compile(r"(?:[/.,:-]\d+)+"),
)
_ENOUGH = 5  # words of a quotation that is compared
_ALIKE = 0.55  # share of its words, in order, from which a quotation is that one
_SAME = 0.9
_OWN = 0.1  # by which words of the same speaker are nearer
_FEW = 3  # words that are looked for to the letter
_UNQUOTED = 8  # words without quotation marks that are those of one source only
_SHOWN = 9  # differing words that are shown


def quotation_remarks(record: Record, draft: tuple[Report, Reading]) -> Iterator[Remark]:
    """Each direct quotation of the draft against the nearest that the record has; of other words whether an unnamed source said just these."""
    report, reading = draft
    told: list[tuple[Statement, list[str]]] = []
    for attribution in reading.attributions:
        quoted = [q for q in reading.quotations if any(c.overlaps(q.inner) for c in attribution.content)]
        words = words_of(" ".join(c.cut(report.text) for c in attribution.content))
        unquoted = attribution.manner != "direct" or not quoted
        if len(words) < (_UNQUOTED if unquoted else _FEW):
            continue
        told = told or [(s, words_of(s.content)) for s in record.statements]
        if unquoted:
            yield from _on_unnamed(words, told, report, reading, attribution)
            continue
        yield from _on_said(words, told, report, reading, attribution)
        found = _nearest(words, told, attribution) if len(words) >= _ENOUGH else None
        if found is None:
            continue
        nearest, wording, share = found
        who, whose = " and ".join(nearest.speaker), " and ".join(attribution.entities)
        same_speaker, same_words = _is_of(nearest, attribution), share >= _SAME
        at = attribution.content[0]
        if not same_speaker and same_words and nearest.speaker and whose:
            yield _remark("speaker", report, reading, at, nearest, said=whose, who=who)
        elif not same_speaker and same_words and nearest.unnamed and whose:
            yield _remark("unnamed", report, reading, at, nearest, said=whose, who=nearest.unnamed)
        elif same_speaker and not _within(words, wording):
            at, there = _differing(report, attribution, nearest)
            said = " ".join(at.cut(report.text).split())
            yield _remark("quotation", report, reading, at, nearest,
                          who=who, words=nearest.content, said=said, there=there)  # fmt: skip


def _on_unnamed(
    words: Sequence[str],
    told: Sequence[tuple[Statement, list[str]]],
    report: Report,
    reading: Reading,
    attribution: Attribution,
) -> Iterator[Remark]:
    """Words given to a name that the record has to the letter of an unnamed source, and of nobody who has a name."""
    whose = " and ".join(attribution.entities)
    same = [s for s, wording in told if _within(words, wording)] if whose else []
    if same and all(s.unnamed for s in same):
        yield _remark(
            "unnamed", report, reading, attribution.content[0], same[0],
            said=whose, who=same[0].unnamed or "",
        )  # fmt: skip


def _on_said(
    words: Sequence[str],
    told: Sequence[tuple[Statement, list[str]]],
    report: Report,
    reading: Reading,
    attribution: Attribution,
) -> Iterator[Remark]:
    """Words that the record has of the same speaker to the letter, of another day."""
    day = days_of(attribution.said_on)
    if day is None or attribution.said_basis != "stated":
        return
    same = [s for s, wording in told if _is_of(s, attribution) and _within(words, wording)]
    known = [(s, days) for s in same if (days := days_of(s.said_on))]
    drift = timedelta(0 if is_written(reading, attribution.said_on) else 1)
    if not known or len(known) < len(same) or any(s.basis != "stated" for s in same):
        return
    if all(day[0] > days[1] + drift or days[0] > day[1] + drift for _, days in known):
        first = known[0][0]
        yield _remark(
            "said_on", report, reading, attribution.content[0], first,
            who=" and ".join(first.speaker), said=attribution.said_on or "", day=first.said_on or "",
        )  # fmt: skip


def _is_of(statement: Statement, attribution: Attribution) -> bool:
    return bool(set(statement.speaker) & set(attribution.entities))


def _differing(report: Report, attribution: Attribution, statement: Statement) -> tuple[Span, str]:
    """The first words of the quotation that are others in the record, and those of the record."""
    first = attribution.content[0]
    mine = placed_words(first.cut(report.text))
    theirs = placed_words(statement.content)
    steps = SequenceMatcher(None, [w for w, _ in mine], [w for w, _ in theirs], autojunk=False).get_opcodes()
    for kind, a, b, c, d in steps:
        if kind == "equal" or (kind == "insert" and a in (0, len(mine))):
            continue  # a quotation may be cut at its ends
        extra = d - c - (b - a)
        if extra > 0 and a == 0:
            c += extra
        elif extra > 0 and b == len(mine):
            d -= extra
        if a == b or c == d:  # something is left out or put in: shown with the words beside it
            a, b, c, d = max(0, a - 1), min(len(mine), b + 1), max(0, c - 1), min(len(theirs), d + 1)
        b, d = min(b, a + _SHOWN), min(d, c + _SHOWN)
        there = _whole(statement.content, Span(theirs[c][1].start, theirs[d - 1][1].end))
        at = Span(first.start + mine[a][1].start, first.start + mine[b - 1][1].end)
        return _whole(report.text, at), " ".join(there.cut(statement.content).split())
    return first, " ".join(statement.content.split())


def _whole(text: str, span: Span) -> Span:
    """The words with the rest of a number that is written with signs: `17` → `17/10`."""
    before, after = _NUMBER_BEFORE.search(text[: span.start]), _NUMBER_AFTER.match(text[span.end :])
    return Span(before.start() if before else span.start, span.end + (after.end() if after else 0))


def _nearest(
    words: Sequence[str], told: Sequence[tuple[Statement, list[str]]], attribution: Attribution
) -> tuple[Statement, list[str], float] | None:
    """The statement that shares the most of the words in their order, with its words and the share; of two alike the speaker's own."""
    best: tuple[Statement, list[str], float] | None = None
    most = 0.0
    mine = set(words)
    for statement, others in told:
        if len(mine.intersection(others)) < _ALIKE * len(mine):
            continue
        blocks = SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks()
        share = sum(block.size for block in blocks) / len(words)
        nearness = share + (_OWN if _is_of(statement, attribution) else 0)
        if share >= _ALIKE and nearness > most:
            best, most = (statement, others, share), nearness
    return best


def _within(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether the words stand so, one after another, in the others: a quotation may be cut."""
    size = len(words)
    return any(list(words) == list(others[n : n + size]) for n in range(len(others) - size + 1))


def _remark(
    kind: str,
    report: Report,
    reading: Reading,
    at: Span,
    statement: Statement,
    **values: str,
) -> Remark:
    return Remark(
        kind=kind,
        at=reading.cite(report.text, at),
        against=statement.citations,
        line=statement.id,
        values=tuple(values.items()),
    )
