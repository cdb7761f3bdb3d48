"""The reports as the page shows them: paragraphs of pieces, the cited words apart, whole or only the sentences that are cited."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from biennien.model import Reading, Report, Span
from biennien.model.text import visible_parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text: the numbers of the citations it belongs to, and of those that begin with it."""

    parts: tuple[tuple[str, bool], ...]  # words, and whether they name a control instead of being words
    citations: tuple[int, ...] = ()
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph, or what is shown of it; `cut` says that words are left out before a run of pieces."""

    number: int
    kind: str
    runs: tuple[tuple[bool, tuple[Piece, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A report as shown; `cut_after` where something of it is left out at the end."""

    report: Report
    anchor: str
    passages: tuple[Passage, ...]
    cut_after: bool


def anchors_of(reports: Iterable[Report]) -> list[str]:
    """A name in the page's address for each report: its id with all but letters, digits, ``._-`` taken out; the last wording has the plain one."""
    taken: set[str] = set()
    anchors: list[str] = []
    for report in reversed(list(reports)):
        plain = re.sub(r"[^\w.-]+", "-", report.id).strip("-")[:60] or "report"
        anchor, number = plain, 1
        while anchor in taken:
            number += 1
            anchor = f"{plain}-{number}"
        taken.add(anchor)
        anchors.append(anchor)
    return anchors[::-1]


def anchor_of(report_anchor: str, span: Span) -> str:
    """The name in the page's address for cited words."""
    return f"w-{report_anchor}-{span.start}-{span.end}"


def show_report(
    report: Report, reading: Reading, cited: Mapping[Span, int], anchor: str, *, full: bool
) -> Shown:
    """A report with its cited words marked: all its paragraphs, or with `full` False only the sentences that are cited."""
    spans = sorted(cited)
    passages = []
    end = 0
    for paragraph in reading.paragraphs:
        stretches = [paragraph.span] if full else _cited_sentences(paragraph.span, reading, spans)
        runs = []
        for stretch in stretches:
            cut = bool(report.text[end : stretch.start].strip())
            runs.append((cut, _pieces(report.text, stretch, spans, cited, anchor)))
            end = stretch.end
        if runs:
            passages.append(Passage(number=paragraph.number, kind=paragraph.kind, runs=tuple(runs)))
    return Shown(
        report=report, anchor=anchor, passages=tuple(passages), cut_after=bool(report.text[end:].strip())
    )


def _cited_sentences(paragraph: Span, reading: Reading, cited: Sequence[Span]) -> list[Span]:
    """The sentences of a paragraph with cited words in them, neighbours as one stretch; cited words outside any sentence as they are."""
    wanted = [s for s in cited if s.overlaps(paragraph)]
    sentences = [s.span for s in reading.sentences if s.span.overlaps(paragraph)]
    starts = [s.start for s in sentences]
    chosen = set()
    for span in wanted:
        found = [s for s in sentences[max(0, bisect_left(starts, span.start) - 1) :] if s.overlaps(span)]
        chosen.update(found)
        chosen.add(Span(max(span.start, paragraph.start), min(span.end, paragraph.end)))
    joined: list[Span] = []
    for span in sorted(chosen):
        if joined and span.start <= joined[-1].end + 1:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _pieces(
    text: str, stretch: Span, cited: Sequence[Span], numbers: Mapping[Span, int], anchor: str
) -> tuple[Piece, ...]:
    """The stretch cut wherever a citation begins or ends."""
    here = [span for span in cited if span.overlaps(stretch)]
    cuts = {stretch.start, stretch.end}
    cuts.update(p for span in here for p in (span.start, span.end) if stretch.start < p < stretch.end)
    bounds = sorted(cuts)
    pieces = []
    for start, end in pairwise(bounds):
        over = [span for span in here if span.start < end and start < span.end]
        pieces.append(
            Piece(
                parts=visible_parts(text[start:end]),
                citations=tuple(numbers[span] for span in over),
                anchors=tuple(anchor_of(anchor, span) for span in over if span.start == start),
            )
        )
    return tuple(pieces)
