"""Whom the words of a side stand for in their place: states for capitals, leaders for ranks, the speaker for `tôi`."""

from __future__ import annotations

import re

from biennien.model import Attribution
from biennien.read.meeting_heads import Head
from biennien.read.meeting_sides import Side, Sides, distinct

_CLOSED = re.compile(r"[.!?…]?[”\"»’]\s?,\s")
_LEADER = re.compile(r"lãnh đạo|nguyên thủ|tổng thống|thủ tướng|chủ tịch|quốc vương|lãnh tụ")
_RANKED = re.compile(r"(lãnh đạo|nguyên thủ|tổng thống|thủ tướng|ngoại trưởng)\s+(?:của\s+)?(?:nước\s+)?$")
_RANKED_IN = re.compile(r"(?:(?:hai|2|các|nhà)\s+)*(lãnh đạo|nguyên thủ|tổng thống|thủ tướng|ngoại trưởng)\b")
_GENERIC = re.compile(r"(?:các |nhà |vị )*(?:lãnh đạo|nguyên thủ|người đứng đầu)\b")
_GOVERNMENT = re.compile(r"(?:chính quyền|chính phủ)\s")  # meets as its state
_OFFICE = re.compile(r"tổng thống|thủ tướng|ngoại trưởng|bộ trưởng")
_STATES = frozenset({"country", "ministry", "government", "building"})
_HEADS = re.compile(r"lãnh đạo|nguyên thủ|người đứng đầu")
_FIRST = re.compile(
    r"tổng thống|thủ tướng|chủ tịch nước|chủ tịch|tổng bí thư|quốc vương|nhà vua|lãnh tụ tối cao|nhà lãnh đạo|lãnh đạo|thái tử|giáo hoàng"
)


class Context:
    """Whom words without a name stand for: the speaker, the last pair, the last subject."""

    def __init__(self, sides: Sides, attributions: tuple[Attribution, ...], day: str | None) -> None:
        self.sides = sides
        self.day = day
        self.attributions = attributions
        self.pair: tuple[str, ...] = ()
        self.topic: tuple[str, ...] = ()
        self._ranks: dict[tuple[str, str], bool] = {}
        self._states: dict[tuple[str, ...], frozenset[str]] = {}
        self._leaders: dict[str, str | None] = {}

    def voice(self, head: Head) -> Attribution | None:
        """The innermost attribution whose content holds the head."""
        return self.attributions[head.voice] if head.voice is not None else None

    def entities(self, side: Side, head: Head, rank: str = "") -> tuple[str, ...]:
        """The entities that a side stands for here; a capital stands for its state, an outlet for nothing."""
        if side.level == "LED":
            return self._led(side)
        if side.entities:
            if side.level == "NOM" and len(side.entities) == 2 and self._is_pair(side.entities):
                return self.pair  # `hai bên` are the two who met last
            if side.type == "LOC":
                return self._state(side, rank)
            if side.level == "NOM" and _GENERIC.match(self.sides.view.lower, side.start):
                return self.unless_named(side.entities)
            if side.type != "PER" and _GOVERNMENT.match(self.sides.view.lower, side.start):
                return distinct([self.sides.world.state_of(e) or e for e in side.entities])
            return side.entities if side.kind not in ("outlet", "agency") else ()
        voice = self.voice(head)
        if side.level == "GROUP":
            return self._group(side, head)
        if side.level == "FIRST":
            return self.speaker(head)
        if side.level == "THIRD":
            if self.sides.view.lower.startswith("họ", side.start) and not (voice and len(voice.entities) > 1):
                return self.pair if all(self._person(e) for e in self.pair) else self.topic[:1]
            if head.stretch.quotation is not None and (speaker := self.speaker(head)):
                return self._not_speaking(speaker, head)
            return voice.entities if voice and voice.entities else self.topic[:1]
        return ()

    def speaker(self, head: Head) -> tuple[str, ...]:
        """Who speaks the words of a head: by the attribution, else who stands right behind the marks (`“…”, ông A gằn giọng`)."""
        voice = self.voice(head)
        if voice is not None or head.stretch.quotation is None:
            return voice.entities if voice is not None else ()
        end = head.stretch.end
        marks = _CLOSED.match(self.sides.view.lower, end)
        side = self.sides.at(marks.end(), marks.end() + 60) if marks else None
        return side.entities if side is not None and side.type != "LOC" else ()

    def _not_speaking(self, speaker: tuple[str, ...], head: Head) -> tuple[str, ...]:
        """Whom a speaker calls `ông ấy` in his own words: the last one named before who is not he."""
        for start, entity, _, _ in reversed(self.sides.people):
            if start < head.start and entity not in speaker:
                return (entity,)
        return ()

    def _is_pair(self, entities: tuple[str, ...]) -> bool:
        return len(self.pair) == 2 and self.states(self.pair) == frozenset(entities)

    def unless_named(self, entities: tuple[str, ...]) -> tuple[str, ...]:
        """The states of people whom the report tells by their posts only (`lãnh đạo Nga và Mỹ`); as they are where it names one."""
        people = [
            e for e in entities if (a := self.sides.world.actors.get(e)) is not None and a.type == "PER"
        ]
        if not people or any(e in self.sides.named for e in people):
            return entities
        return distinct([self.sides.world.state_of(e) or e if e in people else e for e in entities])

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
        """Whom `hai bên`, `hai ngoại trưởng`, `lãnh đạo hai nước` stand for: the last pair of this sort, else the last two of it."""
        words = self.sides.view.lower[side.start : side.end]
        office = _OFFICE.search(words)
        if office or _HEADS.search(words):
            rank = office.group() if office else ""
            if len(self.pair) == 2 and all(self._bears(e, rank) for e in self.pair):
                return self.pair
            return self._two_who_bear(rank, head) or (() if office else self._leaders_of_pair())
        if words.endswith((" ông", " bà", "người")):
            return (
                self.pair if self.pair and all(self._person(e) for e in self.pair) else self._last_two(head)
            )
        if self.pair:
            return self.pair
        if words.endswith(("bên", "nước", "phía", "quốc gia")):
            return self.sides.parties[:2]
        return self._last_two(head)

    def _two_who_bear(self, rank: str, head: Head) -> tuple[str, ...]:
        """The last two named before the head who bear a rank, each of another country; else with those named behind it."""
        found: list[str] = []
        countries: set[str | None] = set()
        rows = self.sides.people
        before = [p for p in reversed(rows) if p[0] < head.start]
        for _, entity, country, _ in (*before, *(p for p in rows if p[0] >= head.start)):
            if entity in found or (country and country in countries) or not self._bears(entity, rank):
                continue
            found.append(entity)
            countries.add(country)
            if len(found) == 2:
                return tuple(reversed(found))
        return self._with_counterpart(found, rank)

    def _with_counterpart(self, found: list[str], rank: str) -> tuple[str, ...]:
        """One who bears a rank with whoever bears it for the other of the two states that the report is about."""
        world = self.sides.world
        states = [
            a.country for e in self.sides.parties if (a := world.actors[e]).country and a.kind in _STATES
        ]
        states = list(dict.fromkeys(states))[:2]
        mine = {world.actors[e].country for e in found if e in world.actors}
        if not rank or len(found) != 1 or len(states) != 2 or not mine <= set(states):
            return ()
        other = next((self._holder(code, rank) for code in states if code not in mine), None)
        return (found[0], other) if other else ()

    def _leaders_of_pair(self) -> tuple[str, ...]:
        """The leaders of the two states that meet or that the report is about; the states where nobody is known to lead them."""
        actors = self.sides.world.actors
        found: list[str] = []
        for entity in self.pair or self.sides.rivals:
            actor = actors.get(entity)
            code = (actor.speaks_for or actor.country) if actor else ""
            found.append(self._holder(code, "lãnh đạo") or entity)
        return tuple(found)

    def states(self, entities: tuple[str, ...]) -> frozenset[str]:
        """The entities with the states that they belong to: whoever shares one with others is on their side."""
        found = self._states.get(entities)
        if found is None:
            of = self.sides.world.state_of
            found = self._states[entities] = frozenset([of(e) or e for e in entities])
        return found

    def town(self, side: Side) -> str:
        """The place that a side names; `thủ đô Hungary` is its capital."""
        if side.kind == "country" and self.sides.view.lower.endswith("thủ đô ", 0, side.start):
            for actor in self.sides.world.actors.values():
                if actor.kind == "capital" and actor.country == side.country:
                    return actor.entity
        return side.entities[0]

    def at_the_top(self, entities: tuple[str, ...]) -> bool:
        """Whether these can meet at a summit: no persons, or the first of their states."""
        actors = self.sides.world.actors
        persons = [e for e in entities if e in actors and actors[e].type == "PER"]
        return not persons or any(self._bears(e, "") for e in persons)

    def _person(self, entity: str) -> bool:
        actor = self.sides.world.actors.get(entity)
        return actor is None or actor.type == "PER"

    def _bears(self, entity: str, rank: str) -> bool:
        """Whether somebody bears a rank (`ngoại trưởng`; "" is the first in the state), by the report or by the offices."""
        key = (entity, rank)
        if key not in self._ranks:
            world = self.sides.world
            posts = [world.offices[o] for o in world.offices_of(entity, self.day) if o in world.offices]
            if rank:
                known = any(t.lower() == rank for o in posts for t in o.titles)
            else:
                known = any(_FIRST.fullmatch(t.lower()) for o in posts for t in o.titles)
            pattern = rank if rank else "lãnh đạo|nguyên thủ|tổng thống|thủ tướng"
            named = re.compile(rf"(?<!phó )(?<!người phát ngôn )(?:{pattern})\b[^,.]*$")
            self._ranks[key] = known or (
                not posts and any(named.search(b) for _, e, _, b in self.sides.people if e == entity)
            )
        return self._ranks[key]

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
            for office in world.offices_titled(rank):
                if office.country == country:
                    return world.holder(office.key, self.day)
        if country not in self._leaders:
            self._leaders[country] = self._leader(country)
        return self._leaders[country]

    def _leader(self, country: str) -> str | None:
        """The leader of a country whom the report names most often."""
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
