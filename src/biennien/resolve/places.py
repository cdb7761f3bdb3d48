"""Whether two named places can be one: a city and its country can, two cities cannot."""

from __future__ import annotations

from biennien.knowledge.world import Actor, World

SAME, WITHIN, UNKNOWN, APART = 3, 2, 1, 0
_CITIES = frozenset({"city", "capital"})
_WIDE = frozenset({"continent"})
_AREAS = frozenset({"state", "province", "region", "island", "continent", "sea", "strait"})


def compare_places(mine: str | None, theirs: str | None, world: World) -> int:
    """``SAME``, ``WITHIN`` (one may lie in the other), ``UNKNOWN`` (one is not named, or cannot be placed) or ``APART``."""
    if not mine or not theirs:
        return UNKNOWN
    if mine == theirs:
        return SAME
    a, b = world.actors.get(mine), world.actors.get(theirs)
    if a is None or b is None:
        return APART
    if {a.kind, b.kind} & _WIDE:
        return UNKNOWN
    if not a.country or a.country != b.country:
        return APART
    kinds = {_kind(a), _kind(b)}
    if "country" in kinds or kinds == {"capital", "building"} or mine in theirs or theirs in mine:
        return WITHIN
    if kinds <= _CITIES or kinds == {"building"} or kinds <= _AREAS or kinds == {"capital", "state"}:
        return APART
    return UNKNOWN


def is_country(place: str | None, world: World) -> bool:
    """Whether a place is as wide as a country: much can happen there."""
    actor = world.actors.get(place or "")
    return actor is not None and (actor.kind == "country" or actor.kind in _WIDE)


def _kind(actor: Actor) -> str:
    return "building" if actor.type == "ORG" else actor.kind


def finer_place(mine: str | None, theirs: str | None, world: World) -> str | None:
    """The more exact of two places that can be one."""
    if not mine or not theirs:
        return mine or theirs
    actor = world.actors.get(mine)
    return theirs if actor is not None and actor.kind == "country" else mine
