"""On whose word a status rests."""

from __future__ import annotations

import re
from dataclasses import replace

from biennien.model import Attribution, MeetingMention, Span, TimeExpression
from biennien.read.enclosing import Enclosing
from biennien.read.meeting_context import Context
from biennien.read.meeting_status import Trigger
from biennien.read.meeting_subjects import before_colon
from biennien.read.meeting_tells import Draft

_TENSES = frozenset({"future", "plan", "may", "past"})  # nobody declares by acting: `A sẽ gặp B`
_WILLING = frozenset(
    {"propose", "wish", "hope", "open", "agree", "arrange", "will_not", "refuse", "future", "plan"}
)
_DEEDS = frozenset(
    {"propose", "hope", "refuse", "agree", "act", "open"}
)  # by whoever is told to do them, not by who tells
_PASSIVE = ("bị ", "được ")
_AS_NOUN = ("việc ", "chuyện ")
_AT_THE_END = re.compile(r",\s(?=[^,.;:]{4,70}$)")  # `…, ông B nói`
By = tuple[tuple[str, ...], bool, str | None]


def _stance(draft: Draft) -> Trigger | None:
    """The words whose subject takes the stand: those that decide, or the willingness that they set a condition to."""
    trigger = draft.verdict.trigger
    if trigger is not None and trigger.sort == "condition" and trigger.after:
        willing = (t for t in draft.triggers if t.before and t.end <= draft.head.start)
        return next((t for t in willing if t.sort in _WILLING), None)
    return trigger if trigger is not None and trigger.before and trigger.sort not in _TENSES else None


class Voices:
    """The attributions of a report, the innermost found first."""

    def __init__(self, context: Context, attributions: tuple[Attribution, ...]) -> None:
        self.context = context
        held = []
        for attribution in attributions:
            extent = attribution.extent
            spans = [(c.start, c.end) for c in attribution.content]
            held.append((extent.start, extent.end, (spans, attribution)))
        self._held = Enclosing(held)

    def of(self, draft: Draft) -> Attribution | None:
        """The innermost attribution that says the status: it holds the head and the deciding words.

        A state that speaks within the words of its own office gives way to that office.
        """
        place = draft.head.start
        trigger = draft.verdict.trigger
        at = trigger.start if trigger else place
        inner: Attribution | None = None
        for low, high, (spans, attribution) in sorted(
            self._held.at(place), key=lambda h: (h[1] - h[0], h[0])
        ):
            if not (low <= at < high and any(a <= place < b for a, b in spans)):
                continue
            if inner is None:
                inner = attribution
            else:
                return attribution if self._speaks_as(inner.entities, attribution.entities) else inner
        return inner

    def _speaks_as(self, states: tuple[str, ...], office: tuple[str, ...]) -> bool:
        world = self.context.sides.world
        actors = [world.actors.get(s) for s in states]
        if not office or not actors or not all(a is not None and a.type == "LOC" for a in actors):
            return False
        return {world.state_of(e) for e in office} <= {world.state_of(s) for s in states}

    def declared_on(self, voice: Attribution | None, draft: Draft, said: TimeExpression | None) -> str | None:
        """The day of the declaration: of speaking, else a time bound to the deciding verb."""
        if voice is not None and voice.said_on:
            return voice.said_on
        dated = (
            said is not None and draft.verdict.trigger is not None and not said.timex.value.endswith("_REF")
        )
        return said.timex.value if dated and said is not None else None

    def by(self, voice: Attribution | None, draft: Draft, status: str) -> By:
        """Who declares the status: the declarer in the words, the voice, the subject of the governing verb.

        The second is whether the declarer has a name, the third the words for one that has none.
        """
        sides, trigger = self.context.sides, draft.verdict.trigger
        teller = trigger if trigger is not None and trigger.declarer else None
        if teller is None and status == "announced":
            teller = next((t for t in draft.triggers if t.sort == "declarer"), None)
        if teller is not None and (found := self._declarers(teller, draft)):
            return found, True, None
        if draft.verdict.presupposed or (voice is not None and self._is_told_of(voice, draft)):
            return (), True, None
        if voice is not None:
            if voice.named and voice.entities:
                return voice.entities, True, None
            if trigger is not None and trigger.before and trigger.sort in _DEEDS:
                # `Theo một quan chức, Paris đã đề nghị …`: by Paris
                doer, _ = sides.before(trigger.start, draft.head.floor)
                if doer and (found := self.context.together(doer, draft.head)):
                    return found, True, None
            return (), False, voice.words.cut(sides.view.text) if voice.words else None
        if status == "held":
            return (), True, None
        said = before_colon(draft.head, self.context) or self._at_the_end(draft)
        if said and (trigger is None or trigger.sort not in _DEEDS):
            return said, True, None
        stance = _stance(draft)
        return (self._doer(stance, draft) if stance else ()) or said, True, None

    def _is_told_of(self, voice: Attribution, draft: Draft) -> bool:
        """Whether an act is a noun within longer words: `A nói ông lưu ý lời của B về việc hủy cuộc gặp` is no cancellation by A.

        Where the words begin with it, it is what they tell: `A thông báo việc hủy cuộc gặp`.
        """
        trigger = draft.verdict.trigger
        if trigger is None or trigger.sort not in ("act", "collapse"):
            return False
        lower = self.context.sides.view.lower
        noun = next((n for n in _AS_NOUN if lower.endswith(n, 0, trigger.start)), None)
        if noun is None:
            return False
        start = trigger.start - len(noun)
        return all(not c.start <= start <= c.start + 2 for c in voice.content)

    def _doer(self, stance: Trigger, draft: Draft) -> tuple[str, ...]:
        """The subject of words of status, else that of the meeting."""
        if self.context.sides.view.lower.startswith(_PASSIVE, stance.start):
            return ()  # `bị gác lại cùng lúc với cuộc gặp của A và B`: who puts it off is not told
        before, _ = self.context.sides.before(stance.start, draft.head.stretch.start)
        near = () if draft.parts.far else draft.parts.subject
        return self.context.together(before, draft.head) or near

    def _at_the_end(self, draft: Draft) -> tuple[str, ...]:
        """Who is named with a bare verb behind the last comma of the stretch: `…, Teheran ra giá`."""
        stretch, sides = draft.head.stretch, self.context.sides
        words = sides.view.lower[draft.head.end : stretch.end].rstrip(" .!?\n")
        comma = _AT_THE_END.search(words)
        if comma is None:
            return ()
        start = draft.head.end + comma.end()
        end = draft.head.end + len(words)
        side = sides.at(start, end)
        alone = side is not None and side.end < end and not any(t.end > start for t in draft.triggers)
        return self.context.entities(side, draft.head) if side is not None and alone else ()

    def _declarers(self, trigger: Trigger, draft: Draft) -> tuple[str, ...]:
        """Who is named within words of status: `được A và B công bố`, `bị C hủy`."""
        if trigger.declarer is None:
            return ()
        named = self.context.sides.between(trigger.declarer.start, trigger.declarer.end + 1)
        return self.context.together(named, draft.head)

    def agreed(self, draft: Draft) -> tuple[str, ...]:
        """The two who agreed on a meeting are its sides: `kế hoạch gặp ở P được hai tổng thống nhất trí`."""
        for trigger in draft.triggers:
            if trigger.sort == "declarer":
                found = self._declarers(trigger, draft)
                return found if len(found) > 1 else ()
        return ()

    def undoing(self, draft: Draft) -> tuple[str, ...]:
        """Who calls a meeting off is one of its sides: `vòng đàm phán ở P bị A hủy`."""
        act = draft.verdict.trigger
        return self._declarers(act, draft) if act is not None and act.sort == "act" else ()

    def announced_before(self, draft: Draft, mention: MeetingMention) -> MeetingMention | None:
        """The announcement that a clause tells on the way to what became of it: `được A công bố hôm 3/5, nhưng bị hủy`."""
        act = draft.verdict.trigger
        if act is None or act.sort not in ("act", "collapse") or mention.status == "announced":
            return None
        teller = next((t for t in draft.triggers if t.sort == "declarer" and t.end <= act.start), None)
        by = self._declarers(teller, draft) if teller else ()
        if teller is None or not by:
            return None
        times = (t for t in draft.times if t.timex.type != "DURATION")
        day = next((t for t in times if 0 <= t.span.start - teller.end < 12), None)
        return replace(
            mention,
            span=Span(mention.span.start, teller.end),
            status="announced",
            detail=None,
            status_date=day.timex.value if day and not day.timex.value.endswith("_REF") else None,
            by=by,
            named=True,
            unnamed=None,
            condition=None,
            rule=f"{draft.head.rule}+{teller.rule.id}",
        )
