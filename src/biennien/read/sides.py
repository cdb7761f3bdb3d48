"""States and bodies spoken of as sides: which one is meant by `nước này`, `bộ này`, `họ`, `hai bên`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from biennien.knowledge.rules import Rule
from biennien.knowledge.world import World
from biennien.model import ActorMention
from biennien.read.view import View

_PAIR_GAPS = ((" ", " của "), (" và ", " - ", " – ", "-"))
_WHERE = ("ở ", "tại ", "(", "từ ", "tới ", "đến ", "thăm ", "bang ", "đô ")
_FOUGHT = re.compile(
    r"(?<!\w)(?:chống|chống lại|đánh bại|tiêu diệt|truy quét|đẩy lùi|xóa sổ) (?:nhóm |tổ chức |lực lượng |phiến quân )?(?:\w+ ){0,2}$"
)
_MANY = re.compile(r"(?<!\w)(?:các|những|người|nhóm|hai|ba|nhiều)(?!\w)")


class Sides:
    """The places and bodies of a report; `others` and `bodies` grow while it is read."""

    def __init__(
        self,
        view: View,
        world: World,
        rules: Mapping[str, Rule],
        names_in: Mapping[int, Sequence[ActorMention]],
        sentence_at: Callable[[int], int],
        opens_clause: Callable[[int], bool],
    ) -> None:
        self._view, self._world, self._rules = view, world, rules
        self.names_in, self._sentence_at, self._opens_clause = names_in, sentence_at, opens_clause
        self.others: list[ActorMention] = []  # places and bodies by name
        self.bodies: list[ActorMention] = []  # bodies of any level

    def state_before(self, mention: ActorMention) -> str | None:
        """The country that the sentence is about, by its own name or a body's; else that of the one before."""
        at = self._sentence_at(mention.span.start)
        for index in range(at, max(-1, at - 3), -1):
            for other in self.names_in.get(index, ()):
                if (
                    other.type != "PER"
                    and other.span.end <= mention.span.start
                    and (state := self._state(other))
                ):
                    return state
        return None

    def _state(self, mention: ActorMention) -> str | None:
        actor = self._world.actors.get(mention.entity or "")
        if mention.type == "LOC":
            if actor and actor.speaks_for and self._opens_clause(mention.extent.start):
                return self._world.country(actor.speaks_for)  # `Bình Nhưỡng nói …`
            return actor.entity if actor and actor.kind == "country" else None
        return None if actor and actor.kind == "outlet" else self._world.country(mention.country or "")

    def body_before(self, mention: ActorMention) -> str | None:
        """The body of the kind that the words say (`bộ này`) which the last sentence with one is about."""
        noun = mention.span.cut(self._view.lower).rpartition(" ")[0]
        kinds = self._rules[mention.rule].attributes.get("kinds")
        best: ActorMention | None = None
        for body in reversed(self.bodies):  # `tạp chí này` is the one called `tạp chí A`
            if self._view.lower.endswith(f"{noun} ", 0, body.span.start):
                return body.entity
        for body in reversed(self.bodies):
            start = body.extent.start
            if best is not None and self._sentence_at(start) < self._sentence_at(best.span.start):
                break
            if not self._is_kind(body, noun, kinds if isinstance(kinds, list) else []):
                continue
            if best is None or self._opens_clause(start) or not self._opens_clause(best.extent.start):
                best = body
        return best.entity if best else None

    def _is_kind(self, body: ActorMention, noun: str, kinds: Sequence[object]) -> bool:
        actor = self._world.actors.get(body.entity or "")
        if body.span.cut(self._view.lower).startswith(noun):
            return True
        return actor.kind in kinds if actor else "outlet" not in kinds and "ministry" not in kinds

    def after(self, mention: ActorMention) -> list[str]:
        """The codes of the two countries named right after (`hai nhà lãnh đạo Nga - Mỹ`)."""
        out: list[str] = []
        at = mention.span.end
        for name in self.names_in.get(self._sentence_at(mention.span.start), ()):
            if name.span.start >= at and name.type == "LOC" and name.country:
                if self._view.lower[at : name.span.start] not in _PAIR_GAPS[len(out)]:
                    break
                out.append(name.country)
                at = name.span.end
                if len(out) == 2:
                    break
        return out

    def last_two(self, mention: ActorMention, reach: int) -> list[str]:
        """The last two states or bodies in arms, in the order of the text."""
        at = self._sentence_at(mention.span.start)
        found: list[str] = []
        for other in reversed(self.others):
            if at - self._sentence_at(other.span.start) > reach or len(found) == 2:
                break
            side = self.stands_for(other) if not (self._is_where(other) or self._is_fought(other)) else None
            if side and side not in found:
                found.append(side)
        return found[::-1]

    def before(self, mention: ActorMention) -> ActorMention | None:
        """The last body before a mention in its sentence, or the state that its clause begins with, nobody else between."""
        start = mention.span.start
        last = self.others[-1] if self.others else None
        if last is None or self._sentence_at(last.span.start) != self._sentence_at(start):
            return None
        if _MANY.search(self._view.lower, last.span.end, start):
            return None
        return last if last.type == "ORG" or self._opens_clause(last.extent.start) else None

    def _is_where(self, mention: ActorMention) -> bool:
        """Whether a place only says where (`tại Budapest, Hungary`)."""
        start = mention.span.start
        before = self._view.lower[max(0, start - 6) : start]
        if before.endswith(_WHERE):
            return True
        last = next(
            (
                o
                for o in self.names_in.get(self._sentence_at(start), ())
                if o.span.end in (start - 2, start - 3)
            ),
            None,
        )
        actor = self._world.actors.get(last.entity or "") if last and before.endswith((", ", " (")) else None
        return actor is not None and actor.type == "LOC" and actor.kind != "country"

    def _is_fought(self, mention: ActorMention) -> bool:
        """Whether a body is the one that others fight (`cuộc chiến chống lại ISIS`): no party to what they agree on."""
        start = mention.span.start
        return (
            mention.type == "ORG" and _FOUGHT.search(self._view.lower, max(0, start - 40), start) is not None
        )

    def stands_for(self, mention: ActorMention) -> str | None:
        """The state that a place stands for as a speaker, or the armed group itself."""
        actor = self._world.actors.get(mention.entity or "")
        if actor is None:
            return None
        if actor.kind == "country" or actor.kind == "armed_group":
            return actor.entity
        return self._world.country(actor.speaks_for) if actor.kind == "capital" else None
