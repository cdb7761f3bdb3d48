"""Why something became of a plan, as the words of one report tell it; whose words they are; and where they say that no reason was given."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from biennien.knowledge.lexicon import Hit
from biennien.knowledge.load import Knowledge
from biennien.knowledge.rules import Rule
from biennien.model import Attribution, MeetingMention, ReasonMention, Sentence, Span
from biennien.read.enclosing import Enclosing, starting
from biennien.read.pieces import Contents, Pieces, trimmed
from biennien.read.view import View

_ENDED = frozenset({"cancelled", "postponed", "refused"})
_DOUBTED = frozenset({"no plan", "not recommended", "doubtful", "threatened", "stalled", "may be postponed"})
_FAR = 150  # code points between what became of the plan and the words that give the reason
_BACK = 2  # sentences back in which the plan stands that a reason of its own sentence explains
_LONGEST = 420
_SHORT = 120
# Where a reason ends within its sentence: another clause begins.
_TURN = re.compile(
    r"[,;]?\s+(?:nhưng|song|tuy nhiên|đồng thời|trong khi(?! đó)|trong bối cảnh|giữa lúc|bất chấp|mặc dù)\s|;|,\s+(?:theo|và nói|và cho biết)\s"
)
_GAP_TURN = re.compile(r"[;:]|\b(?:nhưng|song|trong khi|đồng thời|còn|mặc dù|dù|bất chấp)\b")
_OPENS = re.compile(
    r"[\s“\"«(]*(?:(?:tuy nhiên|song|nhưng|trong khi đó|trước đó|theo đó|ngoài ra|được biết|cụ thể|hôm \S+|ngày \S+),?\s+){0,4}$"
)
_STALE_START = re.compile(r"(?:(?:tuy nhiên|song|nhưng|vì|do|bởi|bởi vì|và|rằng|thì|là)\b,?\s*)+")
_TAKES_UP = re.compile(
    r"(?:điều|việc|động thái|quyết định|sự việc|vụ việc|diễn biến|tình hình)\s+(?:này|đó|trên)"
)
_AFTER_NONE = re.compile(
    r"\s*(?:[.,;:)”\"\n]|$|nhưng\b|song\b|và\b|cho\b|của\b|về\b|đằng sau\b|hủy\b|hoãn\b|khi\b|dù\b|mặc dù\b|dẫn\b|khiến\b|vì sao\b)"
)
_CLAUSE = re.compile(r"[,;:“”\"\n]\s*|\b(?:nhưng|song|và|dù|mặc dù)\s+")
_ASKED = re.compile(r"(?:gì|sao|ai|đâu|đó|thế|vậy|này|nào)\b")


class _Found(NamedTuple):
    start: int
    end: int
    rule: Rule
    side: str


def find_reasons(
    view: View,
    hits: Mapping[str, Sequence[Hit[object]]],
    sentences: tuple[Sentence, ...],
    attributions: tuple[Attribution, ...],
    meetings: tuple[MeetingMention, ...],
    knowledge: Knowledge,
) -> tuple[ReasonMention, ...]:
    """The reasons for what became of the plans that a report tells of, in text order."""
    if not any(_came_to_nothing(m) for m in meetings):
        return ()
    found = _matches(view, hits.get("reasons", ()))
    if not found:
        return ()
    reader = _Reader(view, Pieces(view, sentences), attributions, meetings, found)
    reader.grievances = knowledge.lists.get("reasons.words.grievance", frozenset())
    return reader.read()


def _matches(view: View, hits: Sequence[Hit[object]]) -> list[_Found]:
    """The words of the rules, the longest where two overlap; a hedge may stand inside another."""
    rows: list[_Found] = []
    for start, _, rule in hits:
        if not isinstance(rule, Rule) or (side := rule.text("side")) == "words":
            continue
        if match := rule.match(view.lower, start):
            rows.append(_Found(start, match.end(), rule, side))
    rows.sort(key=lambda f: (f.start, -f.end, f.rule.id))
    kept: list[_Found] = []
    for row in rows:
        inside = (k for k in kept[-4:] if row.end <= k.end and row.side != "hedge" and k.side != "hedge")
        if not any(inside) and row not in kept[-4:]:
            kept.append(row)
    return kept


def _came_to_nothing(mention: MeetingMention) -> bool:
    """Whether a mention tells of what may be explained: put off, called off, refused, not needed, doubted."""
    doubted = mention.status == "unclear" and mention.detail in _DOUBTED
    return (mention.status in _ENDED or mention.status == "not_needed" or doubted) and not mention.presupposed


def _any_in(places: Sequence[int], low: int, high: int) -> bool:
    """Whether one of the places, which are sorted, lies between two others."""
    at = bisect_left(places, low)
    return at < len(places) and places[at] < high


class _Reader:
    """Finds to each word of reason the plan before or behind it."""

    def __init__(
        self,
        view: View,
        pieces: Pieces,
        attributions: tuple[Attribution, ...],
        meetings: tuple[MeetingMention, ...],
        found: list[_Found],
    ) -> None:
        self.view = view
        self.lower = view.lower
        self.pieces = pieces
        self.attributions = attributions
        self.meetings = meetings
        self.found = found
        self.grievances: frozenset[str] = frozenset()
        self.reasons: list[ReasonMention] = []
        self._contents = Contents(attributions)
        self._cues = Enclosing((a.cue.start, a.cue.end, n) for n, a in enumerate(attributions) if a.cue)
        outer = ((n, a.content) for n, a in enumerate(attributions) if a.within is None and a.content)
        self._told = sorted((content[0].start, content[-1].end, n) for n, content in outer)
        self._begins = sorted(m.span.start for m in meetings)
        plans = ((m.span.start, n) for n, m in enumerate(meetings) if _came_to_nothing(m))
        self._explained = sorted(plans)  # by place
        others = (m for m in meetings if m.status != "held" and not _came_to_nothing(m))
        self._others = sorted(m.head.start for m in others)

    def read(self) -> tuple[ReasonMention, ...]:
        """All reasons, those with a word of cause before those that are only told beside."""
        sides = {
            "none": self._none,
            "after": self._after,
            "before": self._before,
            "link": self._link,
            "failed": self._failed,
            "says": self._says,
            "split": self._split,
        }
        for side, tell in sides.items():
            for found in self.found:
                number = self.pieces.number_at(found.start) if found.side == side else None
                if number is not None:
                    for reason in tell(found, number):
                        self._keep(reason)
        return tuple(sorted(self.reasons, key=lambda r: (r.span.start, r.span.end, r.of)))

    def _keep(self, reason: ReasonMention) -> None:
        """Adds a reason unless its words are known as one for the same plan."""
        if not any(
            r.span.overlaps(reason.span) and (r.of == reason.of or r.none_given) for r in self.reasons
        ):
            self.reasons.append(reason)

    # The plans

    def _plans(self, low: int, high: int, *, ended: bool = False) -> list[int]:
        """The mentions between two places that tell what may be explained, in text order."""
        found = sorted(number for _, number in starting(self._explained, low, high))
        return [n for n in found if self.meetings[n].status in _ENDED] if ended else found

    def _plan_before(self, number: int, place: int) -> int | None:
        """The last plan told before a place, in its sentence or the two before it."""
        for back in range(_BACK + 1):
            if number - back < 0:
                break
            start, end, _ = self.pieces.all[number - back]
            if plans := self._plans(start, min(end, place), ended=True):
                return plans[-1]
        return None

    def _near_before(self, start: int, place: int) -> int | None:
        """The plan right before a word of cause, without another clause or another meeting between."""
        plans = [n for n in self._plans(start, place) if self.meetings[n].head.start < place]
        if not plans:
            return None
        plan = plans[-1]
        end = min(self.meetings[plan].span.end, place)
        gap = self.lower[end:place]
        if len(gap) > _FAR or _GAP_TURN.search(gap):
            return None
        return None if _any_in(self._others, end, place) else plan

    # The kinds

    def _after(self, found: _Found, number: int) -> Iterator[ReasonMention]:
        start, end, _ = self.pieces.all[number]
        rule = found.rule
        if rule.flag("late") or _ASKED.match(self.lower, found.end + 1):
            return
        plan = self._near_before(start, found.start)
        begin = start if plan is None else self.meetings[plan].span.start
        span = self._words(found.end, self._stop(found.start, end))
        if plan is None and rule.flag("opens"):
            inside = self._plans(found.start, found.end)
            plan = inside[-1] if inside else self._plan_before(number, found.start)
            begin = found.start
        if plan is None and self._opens_clause(start, found.start):
            comma = self.lower.find(",", found.end, end)
            later = self._plans(comma, end) if comma > 0 else []
            plan = later[0] if later else None
            span = self._words(found.end, comma)
        if plan is None or span is None or (rule.flag("weak") and not self._blames(span)):
            return
        yield self._made(span, plan, found, Span(begin, span.start))

    def _opens_clause(self, start: int, place: int) -> bool:
        """Whether words open their sentence or the words of a speaker."""
        low = max([start, *(a for a, _, _ in self._contents.at(place) if a <= place)])
        return bool(_OPENS.match(self.lower[low:place]))

    def _before(self, found: _Found, number: int) -> Iterator[ReasonMention]:
        start, end, _ = self.pieces.all[number]
        reach = min(end, found.end + 60) if found.rule.flag("strict") else end
        plans = self._plans(found.start, reach)
        if not plans:
            return
        plan = plans[0]
        low = max([start, *(a for a, b, _ in self._contents.at(found.start) if b > found.end)])
        turns = [m.end() for m in _GAP_TURN.finditer(self.lower, low, found.start)]
        span = self._words(max([low, *turns]), found.start)
        if span is not None and _TAKES_UP.fullmatch(span.cut(self.lower)):
            span = self._sentence_before(number, found.start)
        elif span is not None and low == start:
            span = self._with_sentence_before(number, span)
        if span is None or self._plans(span.start, span.end, ended=True):
            return
        yield self._made(span, plan, found, Span(span.start, self.meetings[plan].span.end))

    def _with_sentence_before(self, number: int, span: Span) -> Span:
        """With the short sentence before it in the same direct speech: `Họ không nghe. Tôi thấy vô ích, nên tôi đã hủy`."""
        held = [self.attributions[n] for low, _, n in self._contents.at(span.start) if low < span.start]
        before = self.pieces.all[number - 1] if number else None
        direct = [a for a in held if a.manner == "direct"]
        if not before or not direct or span.start - before[0] > _SHORT:
            return span
        inside = before[0] >= min(a.content[0].start for a in direct) - 1
        alone = inside and not self._plans(before[0], before[1])
        return (self._words(before[0], span.end) if alone else None) or span

    def _link(self, found: _Found, number: int) -> Iterator[ReasonMention]:
        start, end, _ = self.pieces.all[number]
        if not self._opens_clause(start, found.start):
            return
        span = self._sentence_before(number, found.start)
        if span is None or self._plans(span.start, span.end, ended=True):
            return
        for plan in self._plans(found.end, end):
            yield self._made(span, plan, found, span)

    def _none(self, found: _Found, number: int) -> Iterator[ReasonMention]:
        start, end, _ = self.pieces.all[number]
        if not _AFTER_NONE.match(self.lower, found.end):
            return
        plans = self._plans(start, end, ended=True)
        before = [n for n in plans if self.meetings[n].span.start < found.start]
        plan = before[-1] if before else plans[0] if plans else self._plan_before(number, start)
        if plan is None:
            return
        impersonal = found.rule.flag("impersonal")
        low = found.start if impersonal else self._clause_start(start, found.start)
        span = self._words(low, found.end)
        if span is None:
            return
        yield ReasonMention(
            span=span,
            of=plan,
            attribution=None if impersonal else self._contents.voice(span)[0],
            none_given=True,
            rule=found.rule.id,
        )
        yield from self._after_all(number, plan)

    def _after_all(self, number: int, plan: int) -> Iterator[ReasonMention]:
        """The reason that a source gives in the next sentence, against the one that says there is none."""
        if number + 1 >= len(self.pieces.all):
            return
        start, end, _ = self.pieces.all[number + 1]
        turn = next((f for f in starting(self.found, start, end) if f.side == "turn"), None)
        if turn is None or not self._opens_clause(start, turn.start):
            return
        for index, attribution in enumerate(self.attributions):
            if attribution.source is None or not attribution.content or attribution.within is not None:
                continue
            span = Span(attribution.content[0].start, attribution.content[-1].end)
            if start <= span.start and span.end <= end and self._blames(span):
                yield ReasonMention(span=span, of=plan, attribution=index, rule=turn.rule.id)
                return

    def _says(self, found: _Found, number: int) -> Iterator[ReasonMention]:
        for index in sorted(n for _, _, n in self._cues.at(found.start)):
            attribution = self.attributions[index]
            if not attribution.content:
                continue
            plan = self._plan_before(number, attribution.extent.start)
            span = Span(attribution.content[0].start, attribution.content[-1].end)
            if plan is not None and not self._plans(span.start, span.end, ended=True):
                yield ReasonMention(span=span, of=plan, attribution=index, rule=found.rule.id)

    def _split(self, found: _Found, number: int) -> Iterator[ReasonMention]:
        """What parts the sides by a source's word, in the paragraph that tells what became of their meeting."""
        start, end, paragraph = self.pieces.all[number]
        voice = self._contents.voice(Span(found.start, found.end))[0]
        if voice is None or _any_in(self._begins, start, end):
            return
        near = [p for p in self.pieces.all[max(0, number - 2) : number + 3] if p[2] == paragraph]
        plans = [n for p in near for n in self._plans(p[0], p[1], ended=True)]
        attribution = self.attributions[voice]
        span = Span(attribution.content[0].start, attribution.content[-1].end)
        for plan in plans[:1]:
            if not set(attribution.entities) & set(self.meetings[plan].participants) and span.end <= end:
                yield ReasonMention(span=span, of=plan, attribution=voice, implied=True, rule=found.rule.id)

    def _failed(self, found: _Found, number: int) -> Iterator[ReasonMention]:
        """Why talks that were held came to nothing: the plan that the report tells the end of shares their fate."""
        start, end, _ = self.pieces.all[number]
        held = [
            n
            for n, m in enumerate(self.meetings)
            if start <= m.span.start < found.start and m.status == "held"
        ]
        behind = starting(self.found, found.end, min(end, found.end + 60))
        cause = next((f for f in behind if f.side == "after"), None)
        if not held or cause is None:
            return
        span = self._words(cause.end, self._stop(cause.start, end))
        if span is not None and (not cause.rule.flag("weak") or self._blames(span)):
            yield self._made(span, held[-1], found, Span(start, span.start))

    # The words

    def _made(self, span: Span, plan: int, found: _Found, between: Span) -> ReasonMention:
        voice, hearsay = self._contents.voice(span)
        near = starting(self.found, between.start, between.end)
        hedge = next((Span(f.start, f.end) for f in near if f.side == "hedge"), hearsay)
        return ReasonMention(span=span, of=plan, attribution=voice, hedge=hedge, rule=found.rule.id)

    def _sentence_before(self, number: int, place: int) -> Span | None:
        """The sentence before, without the words that only say who says it."""
        if not number:
            return None
        start, end, _ = self.pieces.all[number - 1]
        held = [low for low, high, _ in self._contents.at(place) if high > place]
        if held and min(held) > start:
            start = min(held)
        told = sorted(starting(self._told, start, end), key=lambda t: t[2])
        inside = [(low, high) for low, high, _ in told if high <= end]
        if inside and not held:
            start, end = max(inside, key=lambda s: s[1] - s[0])
        return self._words(start, end)

    def _stop(self, place: int, end: int) -> int:
        """Where the reason ends at the latest: with the words of its speaker, or before another clause."""
        held = [high for low, high, _ in self._contents.at(place)]
        stop = min([end, *held])
        turn = _TURN.search(self.lower, place, stop)
        return turn.start() if turn else stop

    def _clause_start(self, low: int, place: int) -> int:
        marks = [m.end() for m in _CLAUSE.finditer(self.lower, low, place) if m.end() <= place]
        return marks[-1] if marks else low

    def _blames(self, span: Span) -> bool:
        """Whether words tell what can undo a plan, and not only when."""
        padded = " " + re.sub(r"[^\w\s]", " ", span.cut(self.lower)) + " "
        return any(f" {g} " in padded for g in self.grievances)

    def _words(self, start: int, end: int) -> Span | None:
        """A stretch without blanks, marks and joining words at its edges; None where too little or too much is left."""
        if end <= start:
            return None
        start = trimmed(self.view.text, start, end).start
        if opener := _STALE_START.match(self.lower, start, end):
            start = opener.end()
        span = trimmed(self.view.text, start, end)
        return span if 3 <= span.end - span.start <= _LONGEST else None
