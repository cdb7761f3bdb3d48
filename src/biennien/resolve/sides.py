"""Who meets whom, at which level: the participants of a mention as sides that can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from biennien.knowledge.world import World

LEADER, MINISTER, OTHER, BODY, STATE = "leader", "minister", "other", "body", "state"
_HEADS = (
    "president", "prime_minister", "premier", "chancellor", "general_secretary", "supreme_leader", "king", "queen",
    "monarch", "emperor", "emir", "sultan", "crown_prince", "chairman", "leader", "party_secretary", "head_of_state",
    "head_of_government", "pope",
)  # fmt: skip
_SEATS = frozenset(
    {"White House", "Kremlin", "Moscow Kremlin"}
)  # stand for their state where they meet somebody


@dataclass(frozen=True, slots=True)
class Side:
    """One side: `key` the ISO code of the state or the entity, `members` who it is said to be, `rank` the highest of them."""

    key: str
    members: tuple[str, ...]
    rank: str


def sides_of(participants: Sequence[str], on: str | None, world: World) -> tuple[Side, ...]:
    """The sides in the order of their keys; persons of one state, and the state itself, are one side."""
    members: dict[str, list[str]] = {}
    for entity in sorted(set(participants)):
        key, member = _place_of(entity, world)
        row = members.setdefault(key, [])
        if member:
            row.append(entity)
    found = []
    for key, names in sorted(members.items()):
        ranks = [rank_of(name, on, world) for name in names]
        rank = next((r for r in (LEADER, MINISTER, OTHER, BODY) if r in ranks), STATE)
        found.append(Side(key, tuple(n for n, r in zip(names, ranks, strict=True) if r == rank), rank))
    return tuple(found)


def key_of(entity: str, world: World) -> str:
    """The key of the side that an entity is of."""
    return _place_of(entity, world)[0]


def _place_of(entity: str, world: World) -> tuple[str, bool]:
    """The key of the side that an entity belongs to, and whether it is a member of it (not the side itself)."""
    actor = world.actors.get(entity)
    if actor is None:
        return entity, False
    if actor.type == "PER":
        return actor.country or entity, bool(actor.country)
    if actor.type == "LOC":
        return actor.speaks_for or actor.country or entity, False
    if actor.country and entity not in _SEATS:
        return actor.country, True
    return actor.country or entity, False


def rank_of(entity: str, on: str | None, world: World) -> str:
    """The level at which somebody meets others on a day."""
    actor = world.actors.get(entity)
    if actor is not None and actor.type == "ORG":
        return BODY
    posts = [office.partition(":")[2] for office in world.offices_of(entity, on)]
    if any(post in _HEADS for post in posts):
        return LEADER
    if any(post.endswith("minister") or "secretary_of" in post for post in posts):
        return MINISTER
    return OTHER


def agree(mine: Sequence[Side], theirs: Sequence[Side], *, summit: bool) -> str | None:
    """How two lists of sides go together: ``same`` persons, ``partly`` (a side is spoken of as its state), or None.

    States alone stand for their leaders only in a summit: a meeting "of the two countries" may be anybody's.
    """
    if [s.key for s in mine] != [s.key for s in theirs]:
        return None
    partly = False
    for a, b in zip(mine, theirs, strict=True):
        if a.members and b.members:
            if not set(a.members) & set(b.members):
                return None
        elif a.members or b.members:
            rank = a.rank if a.members else b.rank
            if rank not in (LEADER, MINISTER) and not (summit and rank == OTHER):
                return None
            partly = True
    if not partly:
        return "same"
    levels = {s.rank for s in (*mine, *theirs) if s.members}
    if LEADER in levels and MINISTER in levels:
        return None
    if only_states(mine) or only_states(theirs):
        return "partly" if summit and MINISTER not in levels else None
    return "partly"


def only_states(sides: Sequence[Side]) -> bool:
    """Whether no side is told by a person or body."""
    return all(not side.members for side in sides)


def widen(mine: tuple[Side, ...], theirs: tuple[Side, ...]) -> tuple[Side, ...]:
    """The same sides with the persons that either list knows."""
    return tuple(a if a.members else b for a, b in zip(mine, theirs, strict=True))
