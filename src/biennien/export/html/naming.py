"""How the page calls persons, bodies and places in each language: by the tables, else as the record has them."""

from __future__ import annotations

from collections.abc import Iterable

from biennien.knowledge.world import Actor, World

LANGUAGES = ("vi", "en")


def names_shown(entities: Iterable[str], world: World) -> dict[str, dict[str, list[str]]]:
    """For each entity of the tables its name and its short name, by language; an entity of no table and no pattern has no row."""
    found = {}
    for entity in sorted(set(entities)):
        if actor := world.actors.get(entity):
            full = {"vi": _vietnamese(actor), "en": entity.split(" (")[0] if actor.type == "PER" else entity}
            found[entity] = {lang: [name, _short(actor, name)] for lang, name in full.items()}
        elif made := world.vietnamese(entity):
            head, whose = made
            name = f"{head} {_vietnamese(world.actors[whose]) if whose in world.actors else whose}"
            found[entity] = {"vi": [name, name], "en": [entity, entity]}
    return found


def _vietnamese(actor: Actor) -> str:
    """The first name of the tables; for a country the everyday word (``Pháp``, not ``Cộng hòa Pháp``), for a body its letters (``NATO``)."""
    if not actor.names:
        return actor.entity
    first = actor.names[0]
    if actor.kind == "country":
        return next((short for short in actor.short if first.endswith(f" {short}")), first)
    letters = actor.entity.isupper() or any(letter.isdigit() for letter in actor.entity)
    return actor.entity if letters and actor.entity in actor.names else first


def _short(actor: Actor, name: str) -> str:
    """The family name where it ends the name, as papers use it; else the name."""
    if actor.type != "PER":
        return name
    return next((short for short in actor.short if name.endswith(f" {short}")), name)
