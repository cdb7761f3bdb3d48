"""What every rule about one sentence needs: its cues, the candidates before a place, the gaps between them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from biennien.knowledge.lexicon import Hit
from biennien.knowledge.load import Knowledge
from biennien.knowledge.rules import Rule
from biennien.model import ActorMention, Quotation, Sentence, Span, TimeExpression
from biennien.read.sources import Candidate
from biennien.read.view import View

Cue = tuple[int, int, Rule]

_NOUN_TAIL = re.compile(
    r"\s+(?:của|từ|chung|về việc|về vấn đề|này\b|trên\b(?=[,.;:]|\s+(?:được|đã|đang|sẽ|là|cho|nhằm|và|do|khi|trong|tại|khiến)\b)|đó\b|nói trên|được (?:đưa ra|công bố|phát đi))"
)
OWNED = re.compile(r"\s+của\s+")  # `đề xuất của A về việc …`: the noun attributes as the verb does
_AFFIRMED = frozenset({"say", "report", "write", "propose", "ask", "promise", "warn"})
_NEGATED = re.compile(r"(?<!\w)(?:không|chưa|chẳng)(?: thể| hề| muốn| từng| kịp)? $")
_OWN_PASSIVE = frozenset({"hearsay", "hearsay-clause", "asked", "theo"})
_AGENTLESS = re.compile(r"(?<!\w)(?:được|bị) $")
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
        return " ".join(self.knowledge.joint_alone("adverb").sub(" ", words).split())

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


def find_cues(
    view: View,
    hits: Mapping[str, Sequence[Hit[object]]],
    times: Sequence[TimeExpression],
    knowledge: Knowledge,
) -> tuple[Cue, ...]:
    """The words that attribute, in text order, the longest where they overlap; not where the word is a noun."""
    lower = view.lower
    found: list[Cue] = []
    noun_before = knowledge.joint_before("noun")
    after_time = {t.span.end + 1 for t in times}  # the `qua` of `hôm qua` makes no noun
    for hit in hits.get("cues", ()):
        rule = hit.payload
        if not isinstance(rule, Rule):
            continue
        match = rule.match(lower, hit.start)
        if match is None:
            continue
        start, end = match.span()
        if (
            rule.flag("noun")
            and start not in after_time
            and (noun_before.search(lower, max(0, start - 20), start) or _NOUN_TAIL.match(lower, end))
            and not OWNED.match(lower, end)
        ):
            continue
        if rule.text("class") in _AFFIRMED and _NEGATED.search(lower, max(0, start - 14), start):
            continue  # `không nói`, `chưa thể xác nhận`: nothing was said
        if rule.text("takes") not in _OWN_PASSIVE and _AGENTLESS.search(lower, max(0, start - 6), start):
            continue  # `được dự đoán`, `bị cáo buộc`: the subject is not who says it
        found.append((start, end, rule))
    found.sort(key=lambda c: (c[0], -c[1], c[2].id))
    out: list[Cue] = []
    for cue in found:
        if out and cue[0] < out[-1][1]:
            if cue[1] > out[-1][1] and cue[0] == out[-1][0]:
                out[-1] = cue
            continue
        out.append(cue)
    return tuple(out)
