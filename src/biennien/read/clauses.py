"""What every rule about one sentence needs: the candidates before a place, the quotations and times in a stretch, bare gaps."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from biennien.knowledge.load import Knowledge
from biennien.model import ActorMention, Quotation, Sentence, Span, TimeExpression
from biennien.read.cues import Cue
from biennien.read.sources import Candidate
from biennien.read.view import View

_TOKEN = re.compile(r"\w+|[^\w\s]+")
_BRACKETS = re.compile(r"\([^)]{0,300}\)")
_COORDINATE = re.compile(r"(?:\s*\([^()\n]{1,30}\))?\s*(?:,\s*)?(?:và|cùng|cũng như|lẫn|cùng với)\s+$|/$")
_LINKS = ("và ", "cùng ", "như ", "lẫn ", "với ", "/")  # what `_COORDINATE` ends with
_LIST = re.compile(r"(?:\s*\([^()\n]{1,30}\))?\s*,\s*$")
_AND = re.compile(r"\s+(?:\([^()\n]{1,30}\)\s+)?(?:và|cùng|cùng với|lẫn)\s+")
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
    cue_starts: Sequence[int]
    mention_starts: Sequence[int]

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

    def has_cue(self, start: int, end: int) -> bool:
        """Whether a cue begins in a stretch."""
        index = bisect_left(self.cue_starts, start)
        return index < len(self.cue_starts) and self.cue_starts[index] < end

    def cues_before(self, place: int) -> Sequence[Cue]:
        """The last cues that begin before a place."""
        index = bisect_left(self.cue_starts, place)
        return self.cues[max(0, index - 2) : index]

    def cues_from(self, place: int) -> Sequence[Cue]:
        """The next cues that begin at a place or behind it."""
        index = bisect_left(self.cue_starts, place)
        return self.cues[index : index + 2]

    def has_mention(self, start: int, end: int) -> bool:
        """Whether a mention lies wholly in a stretch."""
        index = bisect_left(self.mention_starts, start)
        while index < len(self.mention_starts) and self.mention_starts[index] < end:
            if self.mentions[index].span.end <= end:
                return True
            index += 1
        return False

    def mentions_in(self, start: int, end: int) -> Sequence[ActorMention]:
        """The mentions that begin in a stretch."""
        return self.mentions[bisect_left(self.mention_starts, start) : bisect_left(self.mention_starts, end)]

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

    def is_bare(self, start: int, end: int) -> bool:
        """Whether `bare` leaves nothing of a stretch; its first word mostly tells."""
        first = _TOKEN.search(self.view.lower, start, end)
        if first is None:
            return True
        word = first.group()
        if (
            "(" not in word
            and not self.knowledge.begins_joint("adverb", word)
            and not self.times_in(start, first.end())
        ):
            return False
        return self.bare(start, end) == ""

    def ends_with(self, signs: tuple[str, ...], end: int) -> bool:
        """Whether one of some signs stands last before a place, blanks left out."""
        lower = self.view.lower
        while end > 0 and lower[end - 1].isspace():
            end -= 1
        return lower.endswith(signs, 0, end)

    def candidate_after(self, end: int) -> Candidate | None:
        """The candidate that is coordinated behind a place with `và`."""
        link = _AND.match(self.view.lower, end)
        return self.candidate_at(link.end()) if link else None

    def joined(self, candidate: Candidate, floor: int, after: int | None = None) -> Candidate:
        """The candidate with those that are coordinated before it: `A và B`, `A, B và C`; and behind it as far as `after`."""
        lower = self.view.lower
        parts = [candidate]
        link = _COORDINATE
        while len(parts) > 1 or lower.endswith(_LINKS, 0, candidate.span.start):
            first = parts[0]
            before = [
                c for c in self.candidates_in(floor, first.span.start) if c.span.end >= first.span.start - 34
            ]
            if not before or not link.fullmatch(lower, before[-1].span.end, first.span.start):
                break
            if before[-1].place and lower.endswith(("-", "–"), 0, before[-1].span.start):
                break  # `trước cuộc chiến Nga-Ukraine, A và B nói`
            company = before[-1].oblique and lower.endswith("cùng với ", 0, before[-1].span.start)
            if before[-1].oblique and not company:
                break
            parts.insert(0, before[-1])
            link = _COORDINATE if company else _LIST
        while after is not None and len(parts) < 8:
            last = parts[-1]
            following = self.candidate_after(last.span.end)
            if following is None or following.span.end > after:
                break
            parts.append(following)
        start = parts[0].span.start
        if both := _BOTH.search(lower, max(floor, start - 10), start):
            start = both.start() if lower.startswith("cả ", both.start()) else start
        if len(parts) == 1 and start == candidate.span.start:
            return candidate
        known = list(
            takewhile(lambda p: p.named, parts)
        )  # `A cùng với các lãnh đạo B và C`: those of B and C are unnamed
        entities = tuple(dict.fromkeys(e for p in known for e in p.entities))
        return Candidate(
            span=Span(start, parts[-1].span.end),
            entities=entities if parts[0].named else (),
            named=parts[
                0
            ].named,  # of `Seoul và các nước khác` the named one speaks; of `quan chức Nga và Anh` nobody
            described=None
            if parts[0].named
            else " and ".join(p.described or " and ".join(p.entities) for p in parts),
            oblique=parts[0].oblique,
            head=parts[0].head,
        )
