"""A report's text in pieces, each with the marks that lie on it and where a click on it leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from biennien.model import Citation, Novelty, Paragraph, Reading, Report, Span
from biennien.model.text import visible_parts

LIT = ("new", "changed", "disputed", "sharper")  # kinds of claims that no report before it tells
_HANDLES = (
    "name",
    "time",
    "source",
    "cue",
    "meeting",
)  # marks that a reader can point at; others lie around them


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words that mean something: `kind` is ``name``, ``time``, ``source``, ``cue``, ``content``, ``meeting`` or, in a draft, ``remark``.

    `note` is the number of what was understood, 0 where there is none.
    """

    kind: str
    span: Span
    note: int
    href: str | None = None
    status: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words between two borders of marks.

    `parts` as `visible_parts` gives them; `classes` name the marks on it, with ``b-KIND`` and ``e-KIND`` where one begins or ends;
    `notes` are the numbers of the marks, the innermost first; `href` is where it leads, None for words that are no handle;
    `first` is False for the later pieces of a handle that was cut; `anchors` are the names of the cited words that begin here,
    `cited` of all that lie here.
    """

    parts: tuple[tuple[str, bool], ...]
    classes: tuple[str, ...]
    notes: tuple[int, ...]
    href: str | None
    first: bool
    anchors: tuple[str, ...]
    cited: tuple[str, ...]
    value: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A paragraph of pieces."""

    number: int
    kind: str
    span: Span
    pieces: tuple[Piece, ...]


def anchor_of(span: Span) -> str:
    """The name of cited words in the address of their report's page."""
    return f"w-{span.start}-{span.end}"


def mark_report(
    report: Report,
    reading: Reading,
    marks: Sequence[Mark],
    cited: Iterable[Span],
    claims: Mapping[Span, str],
) -> tuple[Marked, ...]:
    """The paragraphs with their marks, the cited words by name, and the words of claims with their kind."""
    rows = [_Laid(m.span, m) for m in marks]
    rows += [_Laid(span, None, name=anchor_of(span)) for span in set(cited)]
    rows += [_Laid(span, None, claim=kind) for span, kind in claims.items()]
    rows.sort(key=lambda row: (row.span.start, -row.span.end))
    return tuple(
        Marked(number=p.number, kind=p.kind, span=p.span, pieces=tuple(_pieces(report.text, p, here)))
        for p, here in _by_paragraph(_paragraphs(report, reading), rows)
    )


def claims_of(novelty: Novelty) -> dict[Span, str]:
    """The words of the claims with their kind; where two rest on the same words, the one that is news."""
    found: dict[Span, str] = {}
    for claim in novelty.claims:
        for citation in claim.citations:
            before = found.get(citation.span)
            if before is None or (before not in LIT and claim.kind in LIT):
                found[citation.span] = claim.kind
    return found


def cited_here(citations: Iterable[Citation], report_id: str) -> set[Span]:
    """The places of those citations that lie in a report."""
    return {c.span for c in citations if c.report_id == report_id}


@dataclass(frozen=True, slots=True)
class _Laid:
    """Something that lies on words: a mark, cited words by name, or a claim by kind."""

    span: Span
    mark: Mark | None
    name: str | None = None
    claim: str | None = None


def _paragraphs(report: Report, reading: Reading) -> Sequence[Paragraph]:
    """Those of the reading with all that stands on their lines, marks that print nothing too; of a report that was not read, its lines."""
    if reading.paragraphs:
        return [replace(p, span=_on_its_line(report, p.span)) for p in reading.paragraphs]
    found: list[Paragraph] = []
    at = 0
    for line in report.text.splitlines(keepends=True):
        if line.strip():
            found.append(Paragraph(span=Span(at, at + len(line.rstrip())), number=len(found) + 1))
        at += len(line)
    return found


def _on_its_line(report: Report, span: Span) -> Span:
    """A paragraph with what is left of its line on both sides, without blanks and without the header of the file."""
    text = report.text
    start = max(text.rfind("\n", 0, span.start) + 1, min(report.header, span.start))
    end = text.find("\n", span.end)
    before, after = text[start : span.start], text[span.end : end if end >= 0 else len(text)]
    return Span(span.start - len(before.lstrip()), span.end + len(after.rstrip()))


def _by_paragraph(
    paragraphs: Sequence[Paragraph], rows: Sequence[_Laid]
) -> Iterator[tuple[Paragraph, list[_Laid]]]:
    """Each paragraph with what lies on it; rows by their start."""
    open_: list[_Laid] = []
    at = 0
    for paragraph in paragraphs:
        open_ = [row for row in open_ if row.span.end > paragraph.span.start]
        while at < len(rows) and rows[at].span.start < paragraph.span.end:
            if rows[at].span.end > paragraph.span.start:
                open_.append(rows[at])
            at += 1
        yield paragraph, [row for row in open_ if row.span.overlaps(paragraph.span)]


def _pieces(text: str, paragraph: Paragraph, rows: Sequence[_Laid]) -> Iterator[Piece]:
    """The paragraph cut wherever something begins or ends: one sweep, however long it is."""
    inside = paragraph.span
    cuts = {inside.start, inside.end}
    for row in rows:
        cuts.update(at for at in (row.span.start, row.span.end) if inside.start < at < inside.end)
    told: set[int] = set()
    active: list[_Laid] = []
    at = 0
    for start, end in pairwise(sorted(cuts)):
        active = [row for row in active if row.span.end > start]
        while at < len(rows) and rows[at].span.start <= start:
            if rows[at].span.end > start:
                active.append(rows[at])
            at += 1
        yield _piece(text, Span(start, end), active, told)


def _piece(text: str, span: Span, active: Sequence[_Laid], told: set[int]) -> Piece:
    marks = sorted(
        (row.mark for row in active if row.mark), key=lambda m: (m.span.end - m.span.start, m.kind)
    )
    handles = [m for m in marks if m.kind in _HANDLES]
    handle = next((m for m in handles if m.kind == "remark"), handles[0] if handles else None)
    first = handle is not None and id(handle) not in told
    if handle is not None:
        told.add(id(handle))
    classes: dict[str, None] = {}
    for mark in marks:
        classes[f"m-{mark.kind}"] = None
        if mark.span.start == span.start:
            classes[f"b-{mark.kind}"] = None
        if mark.span.end == span.end:
            classes[f"e-{mark.kind}"] = None
    claims = [row.claim for row in active if row.claim]
    if claims:
        classes[f"c-{next((c for c in claims if c in LIT), claims[0])}"] = None
    ends = handle is not None and handle.span.end == span.end
    return Piece(
        parts=visible_parts(span.cut(text)),
        classes=tuple(classes),
        notes=tuple(dict.fromkeys(m.note for m in marks if m.note)),
        href=(handle.href or f"#u-{handle.note}") if handle and span.cut(text).strip() else None,
        first=first,
        anchors=tuple(row.name for row in active if row.name and row.span.start == span.start),
        cited=tuple(row.name for row in active if row.name),
        value=next((m.value for m in marks if m.kind == "time" and m.value), None) if ends else None,
        status=next((m.status for m in marks if m.kind == "meeting"), None),
    )
