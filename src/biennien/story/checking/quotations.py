"""Quotations in a draft whose wording, or whose speaker, is another in the record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from biennien.model import Attribution, Reading, Record, Remark, Report, Statement

_WORD = re.compile(r"\w+")
_ENOUGH = 5  # words of a quotation that is compared
_ALIKE = 0.55  # share of its words, in order, from which a quotation is that one
_SAME = 0.9


def quotation_remarks(record: Record, draft: tuple[Report, Reading]) -> Iterator[Remark]:
    """Each direct quotation of the draft against the nearest that the record has."""
    report, reading = draft
    for attribution in reading.attributions:
        quoted = [q for q in reading.quotations if any(c.overlaps(q.inner) for c in attribution.content)]
        words = _words(" ".join(c.cut(report.text) for c in attribution.content))
        if attribution.manner != "direct" or not quoted or len(words) < _ENOUGH:
            continue
        nearest, share = _nearest(words, record.statements)
        if nearest is None:
            continue
        same_speaker = bool(set(nearest.speaker) & set(attribution.entities))
        if not same_speaker and share >= _SAME and nearest.speaker and attribution.entities:
            yield _remark(
                "speaker", report, reading, attribution, nearest,
                said=" and ".join(attribution.entities), who=" and ".join(nearest.speaker),
            )  # fmt: skip
        elif same_speaker and not _within(words, _words(nearest.content)):
            yield _remark(
                "quotation", report, reading, attribution, nearest,
                who=" and ".join(nearest.speaker), words=nearest.content,
            )  # fmt: skip


def _nearest(words: Sequence[str], statements: Sequence[Statement]) -> tuple[Statement | None, float]:
    best: tuple[float, int] | None = None
    mine = set(words)
    for place, statement in enumerate(statements):
        others = _words(statement.content)
        if len(mine & set(others)) < _ALIKE * len(mine):
            continue
        blocks = SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks()
        share = sum(block.size for block in blocks) / len(words)
        if share >= _ALIKE and (best is None or share > best[0]):
            best = (share, place)
    return (statements[best[1]], best[0]) if best else (None, 0.0)


def _within(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether the words stand so, one after another, in the others: a quotation may be cut."""
    size = len(words)
    return any(list(words) == list(others[n : n + size]) for n in range(len(others) - size + 1))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _remark(
    kind: str,
    report: Report,
    reading: Reading,
    attribution: Attribution,
    statement: Statement,
    **values: str,
) -> Remark:
    at = reading.cite(report.text, attribution.content[0])
    return Remark(
        kind=kind, at=at, against=statement.citations, line=statement.id, values=tuple(values.items())
    )
