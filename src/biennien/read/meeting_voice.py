"""On whose word a status rests."""

from __future__ import annotations

from biennien.model import Attribution, TimeExpression
from biennien.read.meeting_context import Context
from biennien.read.meeting_sides import distinct
from biennien.read.meeting_tells import Draft

By = tuple[tuple[str, ...], bool, str | None]


class Voices:
    """The attributions of a report, the innermost found first."""

    def __init__(self, context: Context, attributions: tuple[Attribution, ...]) -> None:
        self.context = context
        held = []
        for attribution in attributions:
            extent = attribution.extent
            spans = [(c.start, c.end) for c in attribution.content]
            held.append((extent.end - extent.start, extent.start, extent.end, spans, attribution))
        self._held = sorted(held, key=lambda h: (h[0], h[1]))

    def of(self, draft: Draft) -> Attribution | None:
        """The innermost attribution that says the status: it holds the head and the deciding words.

        A state that speaks within the words of its own office gives way to that office.
        """
        place = draft.head.start
        trigger = draft.verdict.trigger
        at = trigger.start if trigger else place
        inner: Attribution | None = None
        for _, low, high, spans, attribution in self._held:
            if not (low <= place < high and low <= at < high and any(a <= place < b for a, b in spans)):
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
        declarer = next((t.declarer for t in draft.triggers if t.declarer), None)
        if declarer is not None and status == "announced":
            found = distinct([e for s in sides.between(declarer.start, declarer.end) for e in s.entities])
            if found:
                return found, True, None
        if draft.verdict.presupposed:
            return (), True, None
        if voice is not None:
            if voice.named and voice.entities:
                return voice.entities, True, None
            return (), False, voice.words.cut(sides.view.text) if voice.words else None
        if status == "held" or trigger is None or not trigger.before:
            return (), True, None
        before, _ = sides.before(trigger.start, draft.head.stretch.start)
        return self.context.together(before, draft.head), True, None
