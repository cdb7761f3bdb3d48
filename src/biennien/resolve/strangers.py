"""Persons whom no table knows, with the state that the reports give them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from biennien.knowledge.world import Actor, World
from biennien.model import Reading


def with_strangers(world: World, readings: Iterable[Reading]) -> World:
    """The world with the persons that only the reports know, each of the state of its titles (`Ngoại trưởng Na Uy …`).

    One whom the reports give to several states equally often stays of none.
    """
    votes: dict[str, Counter[str]] = {}
    for reading in readings:
        for mention in reading.mentions:
            entity = mention.entity
            if mention.type == "PER" and mention.country and entity and entity not in world.actors:
                votes.setdefault(entity, Counter())[mention.country] += 1
    strangers: dict[str, Actor] = {}
    for entity in sorted(votes):
        first, *rest = votes[entity].most_common(2)
        if not rest or first[1] > rest[0][1]:
            strangers[entity] = Actor(entity=entity, type="PER", kind="person", country=first[0])
    return World({**world.actors, **strangers}, world.offices, world.tenures) if strangers else world
