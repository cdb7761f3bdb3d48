"""What every rule about one sentence needs: the candidates before a place, the quotations and times in a stretch, bare gaps."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from biennien.knowledge.load import Knowledge
from biennien.model import ActorMention, Quotation, Sentence, Span, TimeExpression
from biennien.read.cues import Cue
from biennien.read.sources import Candidate
from biennien.read.view import View

_TOKEN = re.compile(r"\w+|[^\w\s]+")
_BRACKETS = re.compile(r"\([^)]*\)")
_COORDINATE = re.compile(r"\s*(?:,\s*)?(?:và|cùng|cũng như|lẫn|cùng với)\s+$")
_LIST = re.compile(r"\s*,\s*$")
_BOTH = re.compile(r"(?:cả|cả hai|hai ông|hai bên)\s+$")


@dataclass(frozen=True, slots=True)
class Scene:
    """One report's text with everything found in it so far; `cues` in text order."""

    view: View
    knowledge: Knowledge
    sentences: Sequence[Sentence]
    quotations: Sequence[Quotation]
    mentions: Sequence[ActorMention]
    times: Sequence[TimeExpression]
    candidates: Sequence[Candidate]
    cues: Sequence[Cue]
    quotation_starts: Sequence[int]
    candidate_ends: Sequence[int]
    time_starts: Sequence[int]
    sentence_starts: Sequence[int]

    def quotation_at(self, offset: int) -> Quotation | None:
        """The quotation whose marks enclose `offset`."""
        index = bisect_right(self.quotation_starts, offset) - 1
        if index >= 0 and offset < self.quotations[index].span.end:
            return self.quotations[index]
        return None

    def quotations_in(self, start: int, end: int) -> Sequence[Quotation]:
        """The quotations that begin in a stretch."""
        return self.quotations[
            bisect_left(self.quotation_starts, start) : bisect_left(self.quotation_starts, end)
        ]

    def candidates_in(self, start: int, end: int) -> list[Candidate]:
        """The candidates that lie wholly in a stretch, in text order."""
        index = bisect_right(self.candidate_ends, start)
        out = []
        while index < len(self.candidates) and self.candidates[index].span.end <= end:
            if self.candidates[index].span.start >= start:
                out.append(self.candidates[index])
            index += 1
        return out

    def candidate_at(self, start: int) -> Candidate | None:
        """The candidate that begins at `start`."""
        index = bisect_right(self.candidate_ends, start)
        if index < len(self.candidates) and self.candidates[index].span.start == start:
            return self.candidates[index]
        return None

    def times_in(self, start: int, end: int) -> Sequence[TimeExpression]:
        """The time expressions that begin in a stretch."""
        return self.times[bisect_left(self.time_starts, start) : bisect_left(self.time_starts, end)]

    def bare(self, start: int, end: int) -> str:
        """The lower-case words of a stretch with times, brackets and adverbs taken out: what is left speaks."""
        lower = self.view.lower
        if end - start < 2:
            return lower[start:end].strip()
        words = lower[start:end]
        for time in reversed(self.times_in(start, end)):
            words = words[: time.span.start - start] + " " + words[max(0, time.span.end - start) :]
        if "(" in words:
            words = _BRACKETS.sub(" ", words)
        return " ".join(self.knowledge.without_joints("adverb", _TOKEN.findall(words)))

    def joined(self, candidate: Candidate, floor: int) -> Candidate:
        """The candidate with those that are coordinated before it: `A và B`, `A, B và C`."""
        lower = self.view.lower
        parts = [candidate]
        link = _COORDINATE
        while True:
            first = parts[0]
            before = [
                c for c in self.candidates_in(floor, first.span.start) if c.span.end >= first.span.start - 12
            ]
            if (
                not before
                or before[-1].oblique
                or not link.fullmatch(lower, before[-1].span.end, first.span.start)
            ):
                break
            parts.insert(0, before[-1])
            link = _LIST
        start = parts[0].span.start
        if both := _BOTH.search(lower, max(floor, start - 10), start):
            start = both.start() if lower.startswith("cả ", both.start()) else start
        if len(parts) == 1 and start == candidate.span.start:
            return candidate
        entities = tuple(dict.fromkeys(e for p in parts for e in p.entities))
        return Candidate(
            span=Span(start, candidate.span.end),
            entities=entities,
            named=all(p.named for p in parts),
            described=" and ".join(p.described or " and ".join(p.entities) for p in parts)
            if not all(p.named for p in parts)
            else None,
            oblique=parts[0].oblique,
            head=parts[0].head,
        )
