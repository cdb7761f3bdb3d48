"""What one report says of meetings: who with whom, where, when, with what status and on whose word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from biennien.knowledge.lexicon import Hit
from biennien.knowledge.load import Knowledge
from biennien.model import (
    ActorMention,
    Attribution,
    MeetingMention,
    Paragraph,
    Quotation,
    Sentence,
    Span,
    TimeExpression,
)
from biennien.read.meeting_context import Context
from biennien.read.meeting_heads import Head, Stretch, find_heads, find_traps
from biennien.read.meeting_links import complete, find_antecedent, is_weak, share
from biennien.read.meeting_parts import find_parts
from biennien.read.meeting_sides import Side, Sides, distinct
from biennien.read.meeting_status import Triggers
from biennien.read.meeting_tells import Draft, find_participants, is_private, tells, with_inviter
from biennien.read.meeting_tense import Calendar
from biennien.read.meeting_times import Days, share_days
from biennien.read.meeting_verdict import judge
from biennien.read.meeting_voice import Voices
from biennien.read.view import View

_IF = re.compile(r"\b(?:nếu|một khi|khi|sau khi|với điều kiện|miễn là)\b")
_OPENS_AT = re.compile(r"\W*(?:(?:bên lề|nhân|trong)\s[^,.;:]{2,40}?\s)?(?:ở|tại)\s")
_CLOSE = 160  # code points from a mention to `thông tin này` that takes it up
_URGING = frozenset({"demand", "propose", "ask"})
_TALK = frozenset({"meeting", "negotiation", "summit"})


def find_meetings(
    view: View,
    hits: Mapping[str, Sequence[Hit[object]]],
    paragraphs: tuple[Paragraph, ...],
    sentences: tuple[Sentence, ...],
    quotations: tuple[Quotation, ...],
    mentions: tuple[ActorMention, ...],
    times: tuple[TimeExpression, ...],
    attributions: tuple[Attribution, ...],
    knowledge: Knowledge,
    published_on: str | None,
) -> tuple[MeetingMention, ...]:
    """The mentions of meetings with at least one named side, in text order."""
    heads = find_heads(view, hits, sentences, quotations, attributions)
    if not heads:
        return ()
    sides = Sides(view, hits.get("meetings", ()), mentions, knowledge, [h.stretch for h in heads])
    context = Context(sides, attributions, published_on)
    days = Days(view, published_on)
    reader = _Reader(
        context=context,
        times=times,
        days=days,
        calendar=Calendar(view, days),
        voices=Voices(context, attributions),
        hits=hits.get("statuses", ()),
        traps=find_traps(view, hits),
    )
    at = 0
    while at < len(heads):
        end = at
        while end < len(heads) and heads[end].stretch.number == heads[at].stretch.number:
            end += 1
        reader.read(heads[at:end])
        at = end
    title = paragraphs[0].span.end if paragraphs else 0
    found = [m for m in reader.found if m.status != "held" or not _undone(view.lower, m, knowledge)]
    shared = share(complete(found, reader.open, context), knowledge.world, title, days.today)
    return share_days(view, shared, sentences, times, attributions, knowledge.world, published_on)


def _undone(lower: str, mention: MeetingMention, knowledge: Knowledge) -> bool:
    """Whether a word right before the meeting says that it has not come about: better silent than `held` by mistake."""
    words = _CLAUSE.split(lower[max(0, mention.head.start - 60) : mention.head.start])[-1].split()
    phrases = [" ".join(words[at : at + size]) for size in (1, 2) for at in range(len(words) - size + 1)]
    return any(knowledge.is_joint("undone", p) for p in phrases) and not any(
        knowledge.is_joint("done", p) for p in phrases
    )


_CLAUSE = re.compile(r"[.,;:!?\n“”\"]|\bkhi\b")


def _from_act(mention: MeetingMention, draft: Draft, told: MeetingMention) -> MeetingMention:
    """What became of a meeting, as told behind its announcement (`told`): the words of the act, a time beside them as its day."""
    act = draft.verdict.trigger
    if act is None:
        return mention
    days = [t for t in draft.times if t.timex.type != "DURATION" and not t.timex.value.endswith("_REF")]
    days = [t for t in days if t.span.start - told.span.end >= 12]
    beside = [t for t in days if 0 <= act.start - t.span.end < 24 or 0 <= t.span.start - act.end < 12]
    own = mention.status_date if mention.status_date != told.status_date else None
    day = beside[-1].timex.value if beside else own
    return replace(mention, span=Span(act.start, act.end), status_date=day)


def _dated_from(lower: str, start: int) -> int:
    """Where a time begins with its preposition: `trong hôm nay`."""
    for word in ("trong ", "vào ", "từ ", "trong vòng "):
        if lower.endswith(word, 0, start):
            return start - len(word)
    return start


class _Reader:
    """Reads the stretches of one report in order and remembers what was said before."""

    def __init__(
        self,
        *,
        context: Context,
        times: tuple[TimeExpression, ...],
        days: Days,
        calendar: Calendar,
        voices: Voices,
        hits: Sequence[Hit[object]],
        traps: Sequence[int],
    ) -> None:
        self.view = context.sides.view
        self.sides = context.sides
        self.context = context
        self.times = times
        self.days = days
        self.calendar = calendar
        self.voices = voices
        self.hits = hits
        self.traps = traps
        self._hit_starts = [h.start for h in hits]
        self._time_starts = [t.span.start for t in times]
        self.found: list[MeetingMention] = []
        self.open: dict[int, tuple[str, ...]] = {}
        self.pair_in = -1  # the stretch that last named two sides

    def read(self, heads: list[Head]) -> None:
        """Adds the mentions of one stretch."""
        stretch = heads[0].stretch
        low, high = bisect_left(self._hit_starts, stretch.start), bisect_left(self._hit_starts, stretch.end)
        here = self.sides.between(stretch.start, stretch.end)
        idle = [self._leads_nowhere(h) for h in heads]
        if all(idle):
            self._note_topic(stretch, here)
            return
        near = [(s.start, s.end) for s in here]
        first, last = (bisect_left(self._time_starts, at) for at in (stretch.start, stretch.end))
        times = self.times[first:last]
        dates = [(_dated_from(self.view.lower, t.span.start), t.span.end) for t in times]
        triggers = Triggers(
            self.view, stretch, self.hits[low:high], near, dates, heads, self.sides.words.links
        )
        self._note_topic(stretch, here)
        conditional = False
        for number, head in enumerate(heads):
            if idle[number]:
                continue
            limit = heads[number + 1].start if number + 1 < len(heads) else stretch.end
            errand = self._errand(heads, number)
            bearing = triggers.of(head)
            parts = find_parts(head, limit, self.context, triggers)
            parts.place = parts.place or self._place_before(heads, number)
            verdict = judge(head, bearing, self.view)
            voice = self.context.voice(head)
            said_as = voice.verb_class if voice is not None else ""
            draft = Draft(
                head=head,
                parts=parts,
                verdict=verdict,
                triggers=bearing,
                low=max(heads[number - 1].end if number else stretch.start, head.floor),
                high=limit if errand is None else errand,
                times=times,
                conditional=conditional,
                coming=verdict.adjunct and triggers.coming(head),
                denied=said_as == "deny",
                urged=said_as in _URGING or (not bearing and triggers.asks(parts.start)),
            )
            conditional = conditional or verdict.status == "conditional"
            if len(draft.parts.subject) == 2 and not draft.parts.far and head.kind in _TALK:
                self.context.pair, self.pair_in = draft.parts.subject, stretch.number
            for mention in self._mentions(draft):
                if draft.loose is not None and mention.kind in _TALK:
                    self.open[len(self.found)] = draft.loose
                self.found.append(self._on_visit(mention, stretch))
                if len(mention.participants) == 2 and head.rule != "summit.attend":
                    self.context.pair, self.pair_in = mention.participants, stretch.number

    def _leads_nowhere(self, head: Head) -> bool:
        """Whether a bare verb of going has no place behind it, as most have (`liên quan tới`)."""
        if head.role != "motion":
            return False
        side = self.sides.at(head.end, head.stretch.end)
        return side is None or side.type == "PER"

    def _errand(self, heads: list[Head], number: int) -> int | None:
        """Where the clause ends that tells what a visitor comes for (`đến Paris gặp ông Macron ngày 3/5`)."""
        if (
            heads[number].role not in ("motion", "visit")
            or number + 1 == len(heads)
            or heads[number + 1].role != "verb"
        ):
            return None
        gap = self.view.lower[heads[number].end : heads[number + 1].start]
        if len(gap) > 40 or "," in gap:
            return None
        return heads[number + 2].start if number + 2 < len(heads) else heads[number].stretch.end

    def _place_before(self, heads: list[Head], number: int) -> str | None:
        """The place of a meeting that stands before its verb: `bay sang Rome gặp bà`, `Tại Rome, ông gặp bà`."""
        head, lower = heads[number], self.view.lower
        if head.kind not in _TALK:
            return None
        former = heads[number - 1] if number else None
        if former is not None:
            near = former.kind == "visit" and former.role != "host" and head.role == "verb"
            start, reach = former.end + 1, 40
        else:
            opens = _OPENS_AT.match(lower, head.stretch.start, head.start)
            near, start, reach = opens is not None, opens.end() if opens else 0, 160
        side = self.sides.at(start, head.start) if near and head.start - start < reach else None
        if side is None or side.type != "LOC" or not side.entities:
            return None
        gap = lower[side.end : head.start]
        fits = (
            "," not in gap
            if former is not None
            else gap.startswith((",", " (", " hôm", " ngày", " sáng", " chiều"))
        )
        return self.context.town(side) if fits else None

    def _note_topic(self, stretch: Stretch, here: list[Side]) -> None:
        """The first free people of a stretch are whom the following clauses speak of."""
        if stretch.quotation is not None:
            return
        for side in here:
            if side.type == "PER" and side.entities and self.sides.is_free(side, stretch.start):
                self.context.topic = side.entities
                return

    def _mentions(self, draft: Draft) -> list[MeetingMention]:
        """The mention of a head; a visit to several places is one each; none where nothing is told."""
        head, parts, world = draft.head, draft.parts, self.sides.world
        antecedent = find_antecedent(head, parts, draft.verdict, self.found, self.context)
        former = self.found[antecedent] if antecedent is not None else None
        who = find_participants(draft, former)
        draft.recent = former is None or head.start - former.span.end < _CLOSE
        if not who and head.kind == "call" and draft.verdict.adjunct and self.pair_in == head.stretch.number:
            who = self.context.pair  # `cuộc gặp của họ bị hoãn sau cuộc điện đàm hôm 3/5`
        if not tells(draft, antecedent, self.view.lower):
            return []
        if not parts.other and head.kind in _TALK:
            who = self.voices.agreed(draft) or who or self.voices.undoing(draft)
        told = bool(who)
        who = with_inviter(draft, who, self.context)
        dating = draft.verdict.adjunct and parts.place and self._tells_before(head)
        if len(who) < 2 and head.role == "noun":
            draft.loose = None if dating and who else who
            who = who if told else ()
        elif former is not None and who == former.participants:
            if is_weak(parts.subject, former, world):
                voice = self.context.voice(head)
                spoken = voice is not None and parts.subject == voice.entities
                draft.loose = parts.subject if spoken or not parts.far else None
            elif parts.place and parts.place != former.place:
                draft.loose = ()
        if not who and (draft.loose is None or head.kind not in _TALK):
            return []
        if not who and not (draft.verdict.status or parts.place):
            return []
        if who and is_private(draft, who, self.context, self.traps):
            return []
        if len(who) > 1 and head.kind != "visit":
            who = self.context.unless_named(who)
        mention = self._mention(draft, who, antecedent, former)
        stops = draft.parts.stops
        if len(stops) < 2:
            before = self.voices.announced_before(draft, mention)
            return [mention] if before is None else [before, _from_act(mention, draft, before)]
        hosts = {e for s in stops for e in s.entities}
        guests = tuple(p for p in who if p not in hosts)
        return [
            replace(
                mention,
                participants=distinct(guests + (s.entities if s.kind == "country" else ())),
                place=s.entities[0],
            )
            for s in stops
        ]

    def _tells_before(self, head: Head) -> bool:
        """Whether the clause of a head told of a meeting before it: `hẹn gặp lại sau thượng đỉnh ở Alaska`."""
        return bool(self.found) and self.found[-1].head.start >= head.stretch.start

    def _mention(
        self, draft: Draft, who: tuple[str, ...], antecedent: int | None, former: MeetingMention | None
    ) -> MeetingMention:
        head, parts, verdict = draft.head, draft.parts, draft.verdict
        told = verdict.trigger is not None and not verdict.tenseless
        when, said = self.days.times(draft)
        status, detail = self.calendar.status(draft, who, when, former, self.found)
        when, said = self.days.fit(when, said, status)
        taken = former is not None and (head.role == "taken" or (head.vague and not parts.named))
        same = former is not None and (status == "held") == (former.status == "held")
        voice = self.voices.of(draft)
        by, named, unnamed = self.voices.by(voice, draft, status)
        end = max([parts.end, *(t.end for t in draft.triggers if t.end <= draft.high)])
        return MeetingMention(
            span=Span(min([parts.start, *(t.start for t in draft.triggers)]), end),
            head=Span(head.start, head.end),
            kind=former.kind if former is not None and taken else head.kind,
            participants=who,
            status=status,
            detail=detail,
            place=parts.place or (former.place if former and same else None),
            when=when.timex.value if when else (former.when if former and status == former.status else None),
            status_date=None if status == "held" else self.voices.declared_on(voice, draft, said),
            by=by,
            named=named,
            unnamed=unnamed,
            attribution=head.voice,
            refers_to=antecedent if former is not None and set(who) & set(former.participants) else None,
            condition=self._condition(draft, end),
            presupposed=verdict.presupposed,
            rule=f"{head.rule}+{verdict.trigger.rule.id if verdict.trigger and told else 'tense'}",
        )

    def _on_visit(self, mention: MeetingMention, stretch: Stretch) -> MeetingMention:
        """A meeting in the course of a visit told in the same stretch has its place and day."""
        if not self.found or mention.place or mention.kind not in _TALK:
            return mention
        visit = self.found[-1]
        same = stretch.start <= visit.span.start and visit.status == mention.status
        if visit.kind != "visit" or not same or not set(visit.participants) & set(mention.participants):
            return mention
        return replace(mention, place=visit.place, when=mention.when or visit.when)

    def _condition(self, draft: Draft, end: int) -> Span | None:
        """The words of the condition, up to the end of the stretch."""
        trigger = draft.verdict.trigger
        if draft.verdict.status != "conditional" or trigger is None:
            return None
        stop = draft.head.stretch.end
        if trigger.start >= draft.head.end:
            return self._words(trigger.start, stop)
        opens = _IF.search(self.view.lower, draft.head.end, stop)  # `chỉ gặp bà nếu …`
        return self._words(opens.start(), stop) if opens else None

    def _words(self, start: int, end: int) -> Span | None:
        words = self.view.text[start:end].rstrip(" .,;:”\"'")
        return Span(start, start + len(words)) if words else None
