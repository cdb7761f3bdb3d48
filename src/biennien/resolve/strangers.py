"""Persons whom no table knows, with the state that the reports give them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from biennien.knowledge.world import Actor, World
from biennien.model import Reading


def votes_of(reading: Reading, world: World) -> Counter[tuple[str, str]]:
    """How often a report gives a person whom no table knows to a state, by its title (`Ngoại trưởng Na Uy …`): (person, state)."""
    return Counter(
        (m.entity, m.country)
        for m in reading.mentions
        if m.type == "PER" and m.country and m.entity and m.entity not in world.actors
    )


def stranger(entity: str, votes: Mapping[str, int]) -> Actor | None:
    """The person as one of the state that most reports give; None where several are given equally often."""
    counted = sorted(((state, n) for state, n in votes.items() if n > 0), key=lambda v: (-v[1], v[0]))
    first, *rest = counted[:2] or [("", 0)]
    if not first[1] or (rest and rest[0][1] == first[1]):
        return None
    return Actor(entity=entity, type="PER", kind="person", country=first[0])
