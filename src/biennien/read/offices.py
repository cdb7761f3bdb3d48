"""Which offices words may name, who held them on the day of the report, who leads a country or a body."""

from __future__ import annotations

import re
from collections.abc import Mapping

from biennien.knowledge.rules import Rule
from biennien.knowledge.world import Office, World

_AIDE = re.compile(
    r"spokes|deputy|vice|advis|envoy|ambassador|representative|assistant|chief_of_staff|prosecutor|judge|first_"
)
_HEADS = ("secretary_general", "director_general", "president", "chair", "director", "leader")


class Offices:
    """The offices of the tables on one day."""

    def __init__(self, world: World, rules: Mapping[str, Rule], on: str | None) -> None:
        self._world, self._rules, self._on = world, rules, on
        self._held: dict[str, tuple[Office, ...]] = {}
        self._of_body: dict[str, list[str]] = {}

    def titled(self, words: str, country: str | None, body: str | None) -> frozenset[str]:
        """The offices that words such as `ngoại trưởng` may name, of a body or a country; the longest title counts."""
        parts = words.removeprefix("nhà ").split(" ")
        for size in range(len(parts), 0, -1):
            titled = self._world.offices_titled(" ".join(parts[:size]))
            found = frozenset(o.key for o in titled if body is not None and o.body == body)
            if not found and country:
                found = frozenset(o.key for o in titled if o.country == country)
            if found:
                return found
        return frozenset()

    def counterparts(self, entity: str, role: str | None, country: str) -> frozenset[str]:
        """The offices of a country that go by the same titles as those of a person."""
        titles = {t for o in self.held_by(entity) for t in o.titles if o.country != country}
        if role:
            titles.update(
                w
                for r in self._rules.values()
                if r.text("role") == role and "roles" not in r.attributes
                for w in r.at
            )
        return frozenset(
            o.key for t in sorted(titles) for o in self._world.offices_titled(t) if o.country == country
        )

    def held_by(self, entity: str) -> tuple[Office, ...]:
        """The offices somebody holds when the report appears."""
        found = self._held.get(entity)
        if found is None:
            found = tuple(self._world.offices[o] for o in self._world.offices_of(entity, self._on))
            self._held[entity] = found
        return found

    def holder(self, offices: frozenset[str]) -> str | None:
        """Who held the offices that day, where that is one person."""
        holders = {h for o in sorted(offices) if (h := self._world.holder(o, self._on))}
        return holders.pop() if len(holders) == 1 else None

    def leader_of_country(self, country: str) -> str | None:
        """Who led a country that day, where one office leads it by law."""
        posts = self._rules["descriptor.leader"].attributes.get("posts")
        if not isinstance(posts, list):
            return None
        post = next((str(p) for p in posts if str(p).startswith(country + ":")), None)
        return self._world.holder(post, self._on) if post else None

    def heads_of(self, body: str) -> frozenset[str]:
        """The offices that lead a body."""
        if not self._of_body:
            for office in self._world.offices.values():
                if office.body and not _AIDE.search(office.key):
                    self._of_body.setdefault(office.body, []).append(office.key)
        keys = self._of_body.get(body, [])
        for role in _HEADS:
            if found := [k for k in keys if k.partition(":")[2] == role]:
                return frozenset(found)
        return frozenset(keys)


def body_of_state(noun: str, kind: str, state: str, world: World) -> str:
    """The entity of a state's body called by a common noun: `quân đội`, `chính quyền`; `kind` is its English."""
    actor = world.actors.get(state)
    for word in (noun, "chính phủ") if kind == "government" else (noun,):
        for form in (*actor.names, *actor.short) if actor else ():
            if known := world.called(f"{word} {form}"):
                return known.entity
    return f"{kind.capitalize()} of {state}"
