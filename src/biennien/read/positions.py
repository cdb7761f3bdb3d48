"""What the sides hold on a topic, as the clauses of one report tell it: demands, offers, refusals, readiness, conditions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from biennien.knowledge.lexicon import Hit
from biennien.knowledge.load import Knowledge
from biennien.knowledge.rules import Rule
from biennien.model import ActorMention, Attribution, PositionMention, Sentence, Span, TimeExpression
from biennien.read.enclosing import starting
from biennien.read.pieces import Contents, Pieces, trimmed
from biennien.read.position_words import Found, find_words
from biennien.read.view import View

_FAR = 90  # code points from the words of a stance to its topic
_NEAR = 45  # the same where the words are weak (`muốn`)
_LONG = 170  # code points of an object at most
_PLAN = 40  # code points before a passive in which the plan stands
_PLANNED = 220  # code points before a passive in which its topic stands
_NEEDED = ("topic", "unchanged")
_ASIDE = frozenset({"accuse", "ask", "hearsay"})  # what others are accused of, or asked, is no position
_ACTS = frozenset({"propose", "demand", "refuse", "agree", "deny"})
_SELF = re.compile(r"(?:chúng tôi|chúng ta|tôi)\s$")
_CUT = re.compile(r"[.;:!?\n](?!\d)|,\s(?:\w+\s){1,2}(?:này|đó|trên)\b")
_MARK = re.compile(r"[,.;:“”\"!?\n]\s*")
_JOINS = re.compile(r"(?:(?:nhưng|song|và|tuy nhiên|rằng|đồng thời)\s+)?")
_EDGES = " \t.,;:…”“\"'’‘»«()–-"
_SMALL = re.compile(
    r"(?:(?:các|những|mọi|một|bất kỳ|bất cứ|toàn bộ|cái gọi là|ký|có|về|tham gia|tổ chức)\s+|[“\"])*"
)
_RIGHT_BEFORE = re.compile(r"(\w{1,12})\s$")


def find_positions(
    view: View,
    hits: Mapping[str, Sequence[Hit[object]]],
    sentences: tuple[Sentence, ...],
    mentions: tuple[ActorMention, ...],
    times: tuple[TimeExpression, ...],
    attributions: tuple[Attribution, ...],
    knowledge: Knowledge,
    published_on: str | None,
) -> tuple[PositionMention, ...]:
    """The positions that the clauses of a report tell of, in text order."""
    rows = hits.get("positions", ())
    if not any(isinstance(r.payload, Rule) and r.payload.text("kind") in _NEEDED for r in rows):
        return ()
    found = find_words(view, rows)
    reader = _Reader(view, Pieces(view, sentences), mentions, attributions, knowledge, found)
    reader.day = published_on
    reader.times = {t.span.end: t for t in times}
    return reader.read()


class _Reader:
    """Finds to each word of a stance who takes it and on what."""

    def __init__(
        self,
        view: View,
        pieces: Pieces,
        mentions: tuple[ActorMention, ...],
        attributions: tuple[Attribution, ...],
        knowledge: Knowledge,
        found: Mapping[str, list[Found]],
    ) -> None:
        self.view = view
        self.lower = view.lower
        self.pieces = pieces
        self.attributions = attributions
        self.knowledge = knowledge
        self.found = found
        self.day: str | None = None
        # Where the adverbs of this layer begin, by their ends.
        self._adverbs = {f.end: f.start for f in found.get("adverb", [])}
        self.times: dict[int, TimeExpression] = {}
        self._contents = Contents(attributions)
        self._topics = found.get("topic", [])
        self._topic_starts = [t.start for t in self._topics]
        self._by_end: dict[int, ActorMention] = {}
        self._by_start: dict[int, ActorMention] = {}
        self._mentions = mentions
        self._starts = sorted(m.extent.start for m in mentions)
        for mention in mentions:
            if mention.entity:
                self._by_end.setdefault(mention.extent.end, mention)
                self._by_start.setdefault(mention.extent.start, mention)

    def read(self) -> tuple[PositionMention, ...]:
        """All positions; where two are read in the same words on one topic, the first kind that is sure of its holder stands."""
        kept: dict[tuple[str, str], list[PositionMention]] = {}
        for tell in (self._acts, self._stances, self._passives, self._musts, self._unchanged):
            for position in tell():
                same = kept.setdefault((position.topic, position.stance), [])
                if not any(p.span.overlaps(position.span) for p in same):
                    same.append(position)
        found = [p for same in kept.values() for p in same]
        return tuple(sorted(found, key=lambda p: (p.span.start, p.span.end, p.topic, p.stance)))

    # The kinds

    def _acts(self) -> Iterator[PositionMention]:
        """What somebody demands, offers, refuses or accepts by the cue of an attribution."""
        acts = self.found.get("act", [])
        for number, attribution in enumerate(self.attributions):
            cue, source, content = attribution.cue, attribution.source, attribution.content
            if cue is None or source is None or not attribution.named or not content:
                continue
            act = next(iter(starting(acts, cue.start, cue.end)), None)
            start = content[0].start
            if act is None or source.start > cue.start or not cue.end <= start <= cue.end + 3:
                continue
            holders = self._sides(attribution.entities)
            end = self._object_end(start, content[0].end)
            topic = self._topic(start, end)
            if not holders or topic is None or not self._rightly(act, start, topic, attribution.within):
                continue
            yield self._made(act, Span(cue.start, end), topic, holders, number, content[0].end)

    def _stances(self) -> Iterator[PositionMention]:
        """The same in any clause, where the side stands right before the words."""
        for found in self.found.get("stance", []):
            number = self.pieces.number_at(found.start)
            if number is None:
                continue
            held = [high for _, high, _ in self._contents.at(found.start)]
            stop = min([self.pieces.all[number][1], *held])
            end = self._object_end(found.end, stop)
            topic = self._topic(found.end, end)
            far = _NEAR if found.rule.flag("strict") else _FAR
            if topic is None or topic.start - found.end > far or self._turns(found, topic):
                continue
            subject = self._subject(found.start)
            voice = self._contents.voice(Span(found.start, found.end))[0]
            holders, begin = self._holders(subject, found.start, voice)
            if not holders or not self._rightly(found, found.end, topic, voice):
                continue
            if found.rule.flag("conditional") and self._condition(topic.end, stop) is None:
                continue
            made = self._made(found, Span(begin, end), topic, holders, voice, stop)
            who = (subject.entity,) if subject is not None and subject.entity else ()
            yield replace(made, by=who, on=self._day_between(begin, found.start))

    def _turns(self, found: Found, topic: Found) -> bool:
        """Whether another stance comes first: `ủng hộ Moscow và phản đối lệnh trừng phạt`."""
        others = starting(self.found["stance"], found.end + 1, topic.start)
        return any(not f.rule.flag("noun") for f in others)

    def _day_between(self, low: int, high: int) -> str | None:
        """The time between a side and its verb: `Iran hôm 3/5 từ chối …`."""
        times = (self.times.get(end) for end in range(low + 2, high + 1))
        inside = sorted((t for t in times if t and low < t.span.start), key=lambda t: t.span.start)
        return next((t.timex.value for t in inside if t.timex.type != "DURATION"), None)

    def _passives(self) -> Iterator[PositionMention]:
        """Who accepts or refuses a plan told of before: `kế hoạch này được A ủng hộ nhưng bị B từ chối`."""
        last = -1
        for found in self.found.get("passive", []):
            who = Span(*found.match.span("who"))
            side = self._by_start.get(who.start)
            number = self.pieces.number_at(found.start)
            if side is None or number is None or side.extent.end < who.end - 1:
                continue
            low = max(self.pieces.all[number][0], found.start - _PLANNED)
            plans = starting(self.found.get("plan", []), low, found.start)
            near = any(p.end > found.start - _PLAN for p in plans) or found.start - last < _PLAN
            topics = starting(self._topics, low, found.start)
            holders = self._sides((side.entity or "",))
            if not near or not topics or not holders:
                continue
            last = found.end
            begin = plans[-1].start if plans else found.start
            voice = self._contents.voice(Span(found.start, found.end))[0]
            voice = self._teller(voice, holders)
            yield self._made(found, Span(begin, found.end), topics[0], holders, voice, found.end)

    def _musts(self) -> Iterator[PositionMention]:
        """What has to be, in the words of somebody who speaks for a side."""
        for found in self.found.get("must", []):
            number = self.pieces.number_at(found.start)
            voice = self._contents.voice(Span(found.start, found.end))[0]
            if number is None or voice is None or not self.attributions[voice].named:
                continue
            holders = self._sides(self.attributions[voice].entities)
            start, stop, _ = self.pieces.all[number]
            begin = max(self._clause(start, found.start), *(a for a, _, _ in self._contents.at(found.start)))
            begin = _JOINS.match(self.lower, begin).end()  # type: ignore[union-attr]
            end = self._object_end(found.end, stop)
            before = self._topic(begin, found.start)
            behind = self._topic(found.end, end)
            if not holders or self.attributions[voice].verb_class in _ASIDE:
                continue
            if found.rule.flag("opens"):
                topic = behind if not self.lower[begin : found.start].strip(_EDGES) else None
            else:
                topic = self._obliged(found, holders, before, behind)
            if topic is None or self._unreal(found.start):
                continue
            opener = next(iter(starting(self.found.get("before", []), found.end, end)), None)
            if opener is not None and before is not None:
                mark = _MARK.search(self.lower, opener.end, stop)
                whole = trimmed(self.view.text, begin, mark.start() if mark else stop)
                topic = self._topic(opener.end, whole.end) or topic
                yield self._made(opener, whole, topic, holders, voice, stop, whole)
            else:
                yield self._made(found, Span(begin, end), topic, holders, voice, stop)

    def _obliged(
        self, found: Found, holders: tuple[str, ...], before: Found | None, behind: Found | None
    ) -> Found | None:
        """The topic of what has to be: of another's duty behind the words, of a thing that must come before them."""
        subject = self._subject(found.start)
        if subject is None:
            return before if before is not None and found.start - before.end < _PLAN else None
        sides = self._sides((subject.entity or "",))
        own = bool(set(sides) & set(holders))
        needs = self.lower.startswith("cần", found.start)
        near = behind is not None and behind.start - found.end <= _NEAR
        return behind if near and sides and (own == needs) else None

    def _unchanged(self) -> Iterator[PositionMention]:
        """Whose position is said to be what it was; on what, where the words say so."""
        for found in self.found.get("unchanged", []):
            number = self.pieces.number_at(found.start)
            if number is None:
                continue
            groups = found.match.groupdict()
            voice = self._contents.voice(Span(found.start, found.end))[0]
            if groups.get("who"):
                who = Span(*found.match.span("who"))
                at = bisect_left(self._mentions, who.start, key=lambda m: m.span.start)
                reach = bisect_left(self._mentions, who.end + 1, key=lambda m: m.span.start)
                inside = [m for m in self._mentions[at:reach] if m.entity]
                holders = self._sides((inside[0].entity or "",)) if inside else ()
                begin = found.start
            else:
                holders, begin = self._holders(self._subject(found.start), found.start, voice)
            if not holders or self._unreal(found.start):
                continue
            stop = self.pieces.all[number][1]
            end = self._object_end(found.end, stop)
            topic = None
            if groups.get("what"):
                low, high = found.match.span("what")
                opener = next(iter(starting(self.found.get("before", []), low, high)), None)
                topic = self._topic(opener.end if opener else low, high)
            if self.lower.startswith(tuple(self.knowledge.lists["positions.about"]), found.end + 1):
                topic = topic or self._topic(found.end, min(end, found.end + _FAR))
            yield PositionMention(
                span=trimmed(self.view.text, begin, end),
                topic=topic.rule.text("topic") if topic else "overall",
                stance="unchanged",
                holders=holders,
                attribution=voice,
                rule=found.rule.id,
            )

    # The parts

    def _made(
        self,
        found: Found,
        span: Span,
        topic: Found,
        holders: tuple[str, ...],
        voice: int | None,
        stop: int,
        condition: Span | None = None,
    ) -> PositionMention:
        condition = condition or self._condition(max(topic.end, found.end), stop)
        end = max(span.end, condition.end) if condition else span.end
        return PositionMention(
            span=trimmed(self.view.text, span.start, end),
            topic=topic.rule.text("topic"),
            stance=(condition and found.rule.text("on_condition")) or self._stance(found),
            holders=holders,
            attribution=voice,
            condition=condition,
            rule=f"{found.rule.id}+{topic.rule.id}",
        )

    def _stance(self, found: Found) -> str:
        asked = found.rule.text("of_side")
        at = bisect_left(self._starts, found.end + 1)
        to_side = asked and found.end + 1 in self._starts[at : at + 1]
        return asked if to_side else found.rule.text("stance")

    def _rightly(self, found: Found, start: int, topic: Found, voice: int | None) -> bool:
        """Whether the words take a stance: not in a hypothesis or an accusation; what is rejected is a plan, not a fact."""
        if voice is not None and self.attributions[voice].verb_class in _ASIDE:
            return False
        if self._unreal(found.start):
            return False
        if found.rule.text("stance") != "rejects":
            return True
        skipped = _SMALL.match(self.lower, start + 1 if self.lower[start : start + 1] == " " else start)
        at = skipped.end() if skipped else start
        return topic.start <= at or bool(starting(self.found.get("object", []), at, at + 1))

    def _holders(
        self, subject: ActorMention | None, place: int, voice: int | None
    ) -> tuple[tuple[str, ...], int]:
        """The sides of a subject, or of the speaker where he speaks of himself; and where the words begin."""
        if subject is not None:
            start = subject.extent.start
            other = self._by_end.get(start - 4) if self.lower.endswith(" và ", 0, start) else None
            both = [m for m in (other, subject) if m is not None]
            return self._sides([m.entity or "" for m in both]), both[0].extent.start
        low = self._before_adverbs(place)
        own = _SELF.search(self.lower, max(0, low - 10), low)
        if voice is None or not self.attributions[voice].named:
            return (), place
        begins = low - self.attributions[voice].content[0].start in (0, 1)  # `Iran nói sẵn sàng …`
        if own or begins:
            return self._sides(self.attributions[voice].entities), own.start() if own else low
        return (), place

    def _subject(self, place: int) -> ActorMention | None:
        """The side right before a place, small words aside; a state after `của` or after another noun is no subject."""
        at = self._before_adverbs(place)
        mention = self._by_end.get(at - 1) if self.lower[at - 1 : at] == " " else None
        if mention is None:
            return None
        start = mention.extent.start
        word = _RIGHT_BEFORE.search(self.lower, max(0, start - 12), start)
        if word is None:
            return mention
        if mention.type != "PER" and word.group(1) not in self.knowledge.lists["positions.lead"]:
            return None
        begins = self.knowledge.begin_of_joint("preposition", self.lower, start)
        return mention if begins is None else None

    def _before_adverbs(self, place: int) -> int:
        """Where the small words before a verb begin."""
        at = place
        while at > 1 and self.lower[at - 1] == " ":
            time = self.times.get(at - 1)
            begins = time.span.start if time else self._adverbs.get(at - 1)
            begins = begins or self.knowledge.begin_of_joint("adverb", self.lower, at)
            if begins is None:
                break
            at = begins
        return at

    def _sides(self, entities: Sequence[str]) -> tuple[str, ...]:
        """The sides that some speak for; none where one of them speaks for nobody else."""
        world = self.knowledge.world
        parts = [part for entity in entities for part in world.parts(entity)]
        found = [world.side_of(part, self.day) for part in parts]
        return tuple(dict.fromkeys(s for s in found if s)) if found and all(found) else ()

    def _teller(self, voice: int | None, holders: tuple[str, ...]) -> int | None:
        """The voice that tells of a side, past that side's own act in whose words it stands."""
        while voice is not None and (
            self.attributions[voice].verb_class in _ACTS
            or set(self._sides(self.attributions[voice].entities)) & set(holders)
        ):
            voice = self.attributions[voice].within
        return voice

    def _topic(self, low: int, high: int) -> Found | None:
        """The first topic between two places; one that is only the way there (`đàm phán`) too."""
        at = bisect_left(self._topic_starts, low)
        return self._topics[at] if at < len(self._topics) and self._topics[at].start < high else None

    def _object_end(self, start: int, stop: int) -> int:
        """Where the object of a verb ends: before another clause, at a full stop, or where it gets too long."""
        stop = min(stop, start + _LONG)
        cut = _CUT.search(self.lower, start, stop)
        end = cut.start() if cut else stop
        if stops := starting(self.found.get("stop", []), start + 3, end):
            end = stops[0].start
        for at in self._starts[bisect_left(self._starts, start + 1) : bisect_left(self._starts, end)]:
            if self.lower[at - 2 : at] == ", " and self._topic(start, at) is not None:
                return at - 2  # `…, Nga nói`: another clause
        return end

    def _condition(self, start: int, stop: int) -> Span | None:
        """The words of a condition behind a stance."""
        for found in starting(self.found.get("condition", []), start, min(stop, start + _LONG)):
            cut = _CUT.search(self.lower, found.end, stop)
            return trimmed(self.view.text, found.start, cut.start() if cut else stop)
        return None

    def _clause(self, low: int, place: int) -> int:
        marks = [m.end() for m in _MARK.finditer(self.lower, low, place)]
        return marks[-1] if marks else low

    def _unreal(self, place: int) -> bool:
        """Whether what stands at a place is wished, asked or supposed by words before it in its clause."""
        number = self.pieces.number_at(place)
        low = self._clause(self.pieces.all[number][0], place) if number is not None else place
        return any(u.end < place - 1 for u in starting(self.found.get("unreal", []), low, place))
