"""Whom the words of a side stand for in their place: states for capitals, leaders for ranks, the speaker for `tôi`."""

from __future__ import annotations

import re

from biennien.model import Attribution
from biennien.read.meeting_heads import Head
from biennien.read.meeting_sides import Side, Sides, distinct

_LEADER = re.compile(r"lãnh đạo|nguyên thủ|tổng thống|thủ tướng|chủ tịch|quốc vương|lãnh tụ")
_RANKED = re.compile(r"(lãnh đạo|nguyên thủ|tổng thống|thủ tướng|ngoại trưởng)\s+(?:của\s+)?(?:nước\s+)?$")
_RANKED_IN = re.compile(r"(?:(?:hai|2|các|nhà)\s+)*(lãnh đạo|nguyên thủ|tổng thống|thủ tướng|ngoại trưởng)\b")
_OFFICE = re.compile(r"tổng thống|thủ tướng|ngoại trưởng|bộ trưởng")


class Context:
    """Whom words without a name stand for: the speaker, the last pair, the last subject."""

    def __init__(self, sides: Sides, attributions: tuple[Attribution, ...], day: str | None) -> None:
        self.sides = sides
        self.day = day
        self.attributions = attributions
        self.pair: tuple[str, ...] = ()
        self.topic: tuple[str, ...] = ()

    def voice(self, head: Head) -> Attribution | None:
        """The innermost attribution whose content holds the head."""
        return self.attributions[head.voice] if head.voice is not None else None

    def entities(self, side: Side, head: Head, rank: str = "") -> tuple[str, ...]:
        """The entities that a side stands for here; a capital stands for its state, an outlet for nothing."""
        if side.level == "LED":
            return self._led(side)
        if side.entities:
            if side.type == "LOC":
                return self._state(side, rank)
            return side.entities if side.kind not in ("outlet", "agency") else ()
        voice = self.voice(head)
        if side.level == "GROUP":
            return self._group(side, head)
        if side.level == "FIRST":
            return voice.entities if voice else ()
        if side.level == "THIRD":
            return voice.entities if voice and voice.entities else self.topic[:1]
        return ()

    def together(self, chain: list[Side], head: Head) -> tuple[str, ...]:
        """The entities of joined sides; `lãnh đạo Nga - Mỹ` are two leaders, not a leader and a country."""
        if not chain:
            return ()
        lower = self.sides.view.lower
        rank = _RANKED.search(lower, max(0, chain[0].start - 28), chain[0].start) or _RANKED_IN.match(
            lower, chain[0].start
        )
        return distinct([e for s in chain for e in self.entities(s, head, rank.group(1) if rank else "")])

    def _group(self, side: Side, head: Head) -> tuple[str, ...]:
        """Whom `hai bên`, `hai ngoại trưởng` stand for: the last pair of this sort, else the two most in view."""
        words = self.sides.view.lower[side.start : side.end]
        if title := _OFFICE.search(words):
            if self.pair and all(self._bears(e, title.group()) for e in self.pair):
                return self.pair
            held = [
                e
                for e in reversed(distinct([p[1] for p in reversed(self.sides.people) if p[0] < head.start]))
                if self._bears(e, title.group())
            ]
            later = [
                p[1] for p in self.sides.people if p[0] >= head.start and self._bears(p[1], title.group())
            ]
            return (distinct(held)[-2:] if len(held) > 1 else distinct(held + later)[:2]) or self.pair
        if self.pair:
            return self.pair
        if words.endswith(("bên", "nước", "phía")):
            return self.sides.parties[:2]
        return self._last_two(head)

    def _bears(self, entity: str, title: str) -> bool:
        return any(title in before for _, e, _, before in self.sides.people if e == entity)

    def _state(self, side: Side, rank: str) -> tuple[str, ...]:
        found = []
        for entity in side.entities:
            actor = self.sides.world.actors.get(entity)
            if actor is not None and actor.kind != "country" and not actor.speaks_for:
                continue
            state = self.sides.world.state_of(entity) or entity
            holder = self._holder(actor.country if actor else "", rank) if rank else None
            found.append(holder or state)
        return tuple(found)

    def _holder(self, country: str, rank: str) -> str | None:
        """Who bears a rank for a country: by the offices of the world, else the leader whom the report names most often."""
        if not country:
            return None
        if rank not in ("lãnh đạo", "nguyên thủ"):
            world = self.sides.world
            for key, office in world.offices.items():
                if office.country == country and any(t.lower() == rank for t in office.titles):
                    return world.holder(key, self.day)
        count: dict[str, tuple[int, int]] = {}
        for _, entity, code, before in self.sides.people:
            if entity and code == country:
                leads, named = count.get(entity, (0, 0))
                count[entity] = (leads + bool(_LEADER.search(before)), named + 1)
        return max(sorted(count), key=lambda e: count[e]) if count else None

    def _led(self, side: Side) -> tuple[str, ...]:
        """The leaders, or the countries where the words say `nước` or `bên`."""
        if re.search(r"nước|bên|phía", self.sides.view.lower[side.start : side.end]):
            return side.entities
        actors = self.sides.world.actors
        office = _OFFICE.search(self.sides.view.lower, side.start, side.end)
        rank = office.group() if office else "lãnh đạo"
        return tuple(self._holder(actors[e].country, rank) or e for e in side.entities if e in actors)

    def _last_two(self, head: Head) -> tuple[str, ...]:
        found: list[str] = []
        for start, entity, _, _ in reversed(self.sides.people):
            if start < head.start and entity and entity not in found:
                found.append(entity)
                if len(found) == 2:
                    return tuple(reversed(found))
        return ()
