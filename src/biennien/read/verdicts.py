"""How what took place is said to have gone, and who is said to keep silent."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from biennien.knowledge.lexicon import Hit
from biennien.knowledge.rules import Rule
from biennien.model import (
    ActorMention,
    Attribution,
    MeetingMention,
    Sentence,
    SilenceMention,
    Span,
    VerdictMention,
)
from biennien.read.pieces import Contents
from biennien.read.view import View

_NEAR = 140  # code points between the words for a meeting and those for how it went
_BACK = 2  # sentences in which the meeting may stand that a verdict takes up
_SUBJECT = 60  # code points between who keeps silent and the words that say so
_AND = ("và", "lẫn", "cùng", ",")
_CLAUSE = re.compile(r"[.;:?!]|\b(?:nhưng|song|tuy nhiên|trong khi|còn)\b")


class _Found(NamedTuple):
    start: int
    end: int
    verdict: str
    rule: str


class _Scene:
    """A report's actors, meetings and words by place."""

    def __init__(
        self,
        view: View,
        found: Sequence[_Found],
        mentions: Sequence[ActorMention],
        attributions: Sequence[Attribution],
        meetings: Sequence[MeetingMention],
    ) -> None:
        self.view = view
        self.found = found
        self.contents = Contents(attributions)
        self.attributions = attributions
        self.meetings = meetings
        self._mentions = sorted(mentions, key=lambda m: m.span.start)
        self._places = [m.span.start for m in self._mentions]
        self._numbers = sorted(range(len(meetings)), key=lambda n: meetings[n].head.start)
        self._heads = [meetings[n].head.start for n in self._numbers]
        self._starts = [f.start for f in found]

    def mentions_in(self, start: int, end: int) -> list[ActorMention]:
        return self._mentions[bisect_left(self._places, start) : bisect_left(self._places, end)]

    def meetings_in(self, start: int, end: int) -> list[int]:
        """The indexes of the meetings whose words begin in a stretch, in text order."""
        return self._numbers[bisect_left(self._heads, start) : bisect_left(self._heads, end)]

    def words_in(self, start: int, end: int, verdict: str) -> list[_Found]:
        rows = self.found[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return [f for f in rows if f.verdict == verdict]

    def holder(self, row: _Found) -> int | None:
        """The innermost attribution in whose content the words stand."""
        holding = [(end - start, n) for start, end, n in self.contents.at(row.start) if row.end <= end]
        return min(holding)[1] if holding else None


def find_verdicts(
    view: View,
    hits: Mapping[str, Sequence[Hit[object]]],
    sentences: Sequence[Sentence],
    mentions: Sequence[ActorMention],
    attributions: Sequence[Attribution],
    meetings: Sequence[MeetingMention],
) -> tuple[tuple[VerdictMention, ...], tuple[SilenceMention, ...]]:
    """The verdicts on meetings that took place, and the silences, each in text order."""
    found = _matches(view, hits.get("verdicts", ()))
    if all(f.verdict in ("hedge", "event") for f in found):
        return (), ()
    scene = _Scene(view, found, mentions, attributions, meetings)
    starts = [s.span.start for s in sentences]
    verdicts, silences = list[VerdictMention](), list[SilenceMention]()
    for row in found:
        place = bisect_right(starts, row.start) - 1
        if place < 0 or row.verdict in ("hedge", "event"):
            continue
        sentence = sentences[place].span
        if row.verdict == "silence":
            silences += _silence(scene, row, sentence)
            continue
        of = _meeting_of(scene, row, sentence)
        if of is None and any(
            _takes_up(scene, e, row) for e in scene.words_in(sentence.start, row.start, "event")
        ):
            of = _told_before(scene, sentence, sentences[max(0, place - _BACK) : place])
            of = None if of is None or _others(scene, row, sentence, meetings[of]) else of
        if of is not None:
            verdicts.append(
                VerdictMention(
                    span=Span(row.start, row.end),
                    of=of,
                    verdict=row.verdict,
                    attribution=scene.holder(row),
                    hedged=any(
                        row.start - h.end <= _SUBJECT
                        for h in scene.words_in(sentence.start, row.start, "hedge")
                    ),
                    rule=row.rule,
                )
            )
    return tuple(verdicts), tuple(silences)


def _matches(view: View, hits: Sequence[Hit[object]]) -> list[_Found]:
    rows = set[_Found]()
    for start, _, rule in hits:
        if isinstance(rule, Rule) and (match := rule.match(view.lower, start)):
            rows.add(_Found(start, match.end(), rule.text("verdict"), rule.id))
    kept: list[_Found] = []
    for row in sorted(rows, key=lambda r: (r.start, -r.end, r.rule)):
        if not kept or row.start >= kept[-1].end:
            kept.append(row)
    return kept


def _meeting_of(scene: _Scene, row: _Found, sentence: Span) -> int | None:
    """What took place and is spoken of in the same clause, the nearest before the verdict."""
    best: tuple[int, int] | None = None
    for index in scene.meetings_in(max(sentence.start, row.start - 2 * _NEAR), sentence.end):
        mention = scene.meetings[index]
        head = mention.head
        if mention.status != "held":
            continue
        between = scene.view.lower[min(head.end, row.end) : max(head.start, row.start)]
        if len(between) > _NEAR or _CLAUSE.search(between):
            continue
        rank = len(between) + (_NEAR if head.start > row.start else 0)
        if best is None or rank < best[0]:
            best = rank, index
    return best[1] if best else None


def _takes_up(scene: _Scene, event: _Found, row: _Found) -> bool:
    """Whether words such as `cuộc gặp` stand before a verdict in its clause."""
    near = event.end <= row.start and row.start - event.end <= _NEAR
    return near and not _CLAUSE.search(scene.view.lower[event.end : row.start])


def _told_before(scene: _Scene, sentence: Span, before: Sequence[Sentence]) -> int | None:
    """The last thing that took place of the sentences before."""
    start = before[0].span.start if before else sentence.start
    rows = [n for n in scene.meetings_in(start, sentence.start) if scene.meetings[n].status == "held"]
    return rows[-1] if rows else None


def _others(scene: _Scene, row: _Found, sentence: Span, meeting: MeetingMention) -> bool:
    """Whether the sentence names somebody before the verdict who was not there and does not speak: then it is of another event."""
    holder = scene.holder(row)
    speakers = () if holder is None else scene.attributions[holder].entities
    known = {*meeting.participants, meeting.place, *speakers}
    named = scene.mentions_in(sentence.start, row.start)
    return any(m.entity and m.entity not in known for m in named if m.type != "LOC")


def _silence(scene: _Scene, row: _Found, sentence: Span) -> list[SilenceMention]:
    """The nearest actors before the words, in their clause; nothing where there is none."""
    lower = scene.view.lower
    near = [
        m
        for m in scene.mentions_in(sentence.start, row.start)
        if m.entity
        and m.extent.end <= row.start
        and row.start - m.extent.end <= _SUBJECT
        and not _CLAUSE.search(lower[m.extent.end : row.start])
    ]
    if not near:
        return []
    near.sort(key=lambda m: (m.extent.end, m.extent.end - m.extent.start))
    who = [near[-1]]
    for mention in reversed(near[:-1]):  # `Nga và Mỹ chưa bình luận`
        if lower[mention.extent.end : who[0].extent.start].strip() in _AND:
            who.insert(0, mention)
    entities = tuple(dict.fromkeys(m.entity for m in who if m.entity))
    of = next(iter(scene.meetings_in(sentence.start, sentence.end)), None)
    return [SilenceMention(span=Span(row.start, row.end), who=entities, of=of, rule=row.rule)]
